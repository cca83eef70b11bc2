"""The app in a real browser: Chromium, as the system has it, driven by Playwright.

Where no Chromium is installed the tests are skipped with a reason that says so. In CI (``CI`` is set) its
absence is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_driver import OPTIONS, PATIENCE_S, Driver, Server, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_BROWSER = (
    "NO BROWSER: Chromium is not installed, so nothing of the app was tested in a browser. "
    "On Debian: apt-get install chromium. Elsewhere, set POSTURE_CHROMIUM to its path."
)

# What an assertion found is never tried again: only what the browser, not the app, says of itself.
BROKE_OFF = (
    "Execution context was destroyed",
    "Target (page, context or browser|closed)",
    "Page crashed",
    "Frame was detached",
    "TimeoutError",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of one module stay on one worker: they share its servers.

    `pytest-xdist` begins with the largest groups, so the many small tests fill the end.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
            if item.get_closest_marker("flaky") is None:
                item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=list(BROKE_OFF)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - not for those without a browser

    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)
    expect.set_options(timeout=1000.0 * PATIENCE_S)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[Callable[..., Browser]]:
    """Starts another browser, with options beside the usual ones: a film as its camera, for example."""
    browsers: list[Browser] = []

    def start_browser(*options: str) -> Browser:
        path = find_chromium()
        browsers.append(browser.browser_type.launch(executable_path=path, args=[*OPTIONS, *options]))
        return browsers[-1]

    yield start_browser
    for started in browsers:
        started.close()


@pytest.fixture(scope="session")
def server(pose_model: object) -> Iterator[Server]:
    """The app for all tests. Whatever they do, it prints nothing but where it is."""
    server = Server()
    server.wait()
    yield server
    server.stop_quietly()


@pytest.fixture
def start(pose_model: object) -> Iterator[Callable[..., Server]]:
    """Starts the app with options of its own."""
    servers = []

    def start_server(*options: str, **variables: str) -> Server:
        servers.append(Server(*options, **variables))
        servers[-1].wait()
        return servers[-1]

    yield start_server
    for server in servers:
        server.stop()


@pytest.fixture
def open_app(browser: Browser, server: Server) -> Iterator[Callable[..., Driver]]:
    """Opens the app in a window of its own, which shares nothing with other windows.

    When the test is over, no window may have met an error or asked for anything from elsewhere.
    """
    drivers: list[Driver] = []

    def open_window(
        *, dark: bool = False, phone: bool = False, url: str = server.url, **options: Any
    ) -> Driver:
        drivers.append(Driver(browser, url, dark=dark, phone=phone, **options))
        return drivers[-1]

    yield open_window
    for driver in drivers:
        driver.close()
        assert driver.foreign == []
        assert driver.faults == []
