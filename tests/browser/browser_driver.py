"""The running app, and what people do with it in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_images"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# The last one is said by the C++ runtime when a thread of a library is still at work while the process ends.
USUAL = (
    "The posture analyzer is at",
    "Stop it with Ctrl+C",
    "terminate called without an active exception",
)

QUIET_MS = 250
_IS_QUIET = """() => {
    const running = document.querySelector('.stApp')?.dataset.testScriptState === 'running';
    if (running) window.quietSince = null;
    else window.quietSince ??= performance.now();
    return !running && performance.now() - window.quietSince >= window.quietMs;
}"""


def wait_for(ready: Callable[[], bool], seconds: float = 60.0, every_s: float = 0.05) -> None:
    """Until something is true that the page itself does not tell."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(every_s)


class Server:
    """The app, running by itself on a free port; ``variables`` are added to its environment.

    Whoever runs the tests may have accounts of their own: they are left out.
    """

    def __init__(self, *options: str, **variables: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *options]
        command += ["--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"]
        own = {**os.environ, "POSTURE_ACCOUNTS": str(ROOT / "tests" / "no_accounts.json"), **variables}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(240):
            try:
                urllib.request.urlopen(self.url + "_stcore/health").close()  # noqa: S310 - our own address
                return
            except OSError:
                assert self._process.poll() is None, self.stop()
                time.sleep(0.25)
        pytest.fail(f"the app did not start: {self.stop()}")

    def stop(self) -> str:
        """End it; all that it printed."""
        self._process.terminate()
        return self._process.communicate(timeout=30)[0]

    def stop_quietly(self) -> None:
        """End it. It may have printed nothing but where it is."""
        said = [line.strip() for line in self.stop().splitlines() if line.strip()]
        assert [line for line in said if not any(part in line for part in USUAL)] == []

    def number(self, name: str) -> int:
        """A number out of the server's own metrics; 0 for one that is not there."""
        with urllib.request.urlopen(self.url + "_stcore/metrics") as answer:  # noqa: S310
            lines = answer.read().decode().splitlines()
        found = [line.rpartition(" ") for line in lines if line.startswith(name)]
        return int(sum(float(value) for _, _, value in found))


class Driver:
    """One window with the app in it.

    ``faults`` are errors that the page reported, ``foreign`` what it asked from other computers. ``script``
    runs in the page before its own.
    """

    def __init__(self, browser: Browser, url: str, *, dark: bool, phone: bool, script: str = "") -> None:
        self._context = browser.new_context(
            viewport=PHONE if phone else WIDE,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=phone,
            is_mobile=phone,
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(30_000)
        if script:
            self.page.add_init_script(script)
        self.faults: list[str] = []
        self.foreign: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda asked: self._note(asked.url, url))
        self.page.goto(url)
        self.gallery.first.wait_for()

    def _note(self, asked: str, url: str) -> None:
        if not asked.startswith((url, url.replace("http", "ws", 1), "data:", "blob:")):
            self.foreign.append(asked)

    def close(self) -> None:
        self._context.close()

    # --- Ways in --------------------------------------------------------------------------------------

    @property
    def gallery(self) -> Locator:
        return self.page.locator(".gallery button")

    def choose_sample(self, title: str) -> Driver:
        """Click a sample, and wait for its result."""
        if not self.gallery.first.is_visible():
            self.page.get_by_text("Check another photo").click()
        before = self.headline() if self.views.count() else ""
        self.sample(title).click()
        return self._wait(before)

    def sample(self, title: str) -> Locator:
        """The button of a sample."""
        return self.page.locator(".gallery").get_by_role("button", name=title, exact=True)

    def upload(self, *files: str | Path | dict[str, Any]) -> Driver:
        """Upload files, and wait until something is said about them."""
        before = self.headline() if self.views.count() else ""
        self.page.locator("input[type=file]").first.set_input_files(list(files))
        return self._wait(before)

    def _wait(self, before: str) -> Driver:
        answer = self.page.locator("[data-testid=stHeading] h2, [data-testid=stAlert]")
        if before:
            self.page.wait_for_function(
                "before => document.querySelector('[data-testid=stAlert]') || "
                "[...document.querySelectorAll('[data-testid=stText]')].some(e => e.innerText !== before)",
                arg=self.photo_line(),
            )
        answer.first.wait_for()
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until the app has had nothing to do for a moment: one run may be followed by another."""
        self.page.evaluate("quiet_ms => { window.quietMs = quiet_ms; window.quietSince = null }", QUIET_MS)
        self.page.wait_for_function(_IS_QUIET)

    # --- What is there --------------------------------------------------------------------------------

    @property
    def views(self) -> Locator:
        """The pictures with the drawing."""
        return self.page.locator(".stage > svg")

    def headline(self) -> str:
        return self.page.locator("[data-testid=stHeading] h2").first.inner_text()

    def photo_line(self) -> str:
        return self.page.locator("[data-testid=stText]").first.inner_text()

    def layer(self, layer_id: str) -> Locator:
        """A layer in the enlarged view."""
        return self.page.locator(f'[data-view="close_up"] svg [data-layer="{layer_id}"]').first

    def switch(self, title: str) -> Locator:
        return self.page.locator(".layers").get_by_role("button", name=title, exact=True)

    def download(self, label: str) -> Download:
        button = self.page.get_by_role("button", name=label)
        self.steady(button)
        with self.page.expect_download() as waiting:
            button.click()
        return waiting.value

    def steady(self, what: Locator) -> None:
        """Wait until something has stayed in its place for a moment: what is above it may be unfolding."""
        what.scroll_into_view_if_needed()
        before = None
        for _ in range(40):
            now = what.bounding_box()
            if now is not None and now == before:
                return
            before = now
            self.page.wait_for_timeout(QUIET_MS)
        pytest.fail("it does not stay in its place")

    def serious_findings(self) -> list[str]:
        """What axe-core finds serious or critical, anywhere on the page."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{item['id']}: {node['target']} {node['html'][:200]}"
            for item in found
            if item["impact"] in ("serious", "critical")
            for node in item["nodes"]
        ]

    def color(self, selector: str, name: str = "color") -> tuple[int, ...]:
        """A computed colour, 0 to 255."""
        text = self.page.locator(selector).first.evaluate(
            "(element, name) => getComputedStyle(element).getPropertyValue(name)", name
        )
        return tuple(round(float(part)) for part in text.partition("(")[2].rstrip(")").split(",")[:3])
