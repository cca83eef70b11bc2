"""The app on a network: it does not start without sign-in, and with it lets nobody past the door.

The servers of these tests listen on all addresses; they are asked on this computer's own (127.0.0.1) alone.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_driver import PATIENCE_S, PHONE, ROOT, WIDE, Driver, Server, is_there, wait_for
from playwright.sync_api import Browser, Page
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from ui.access.accounts import Accounts
from ui.access.door import IDLE, OUT, WRONG

NAME, PASSWORD = "anna", "four words of mine here"
ALL = "0.0.0.0"  # noqa: S104 - what the tests are about
Start = Callable[..., Server]
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts(tmp_path_factory.mktemp("access") / "accounts.json")
    accounts.add(NAME, PASSWORD)
    return accounts


@pytest.fixture(scope="module")
def practice(accounts: Accounts) -> Iterator[Server]:
    """The app of a practice, on all addresses."""
    server = Server(f"--server.address={ALL}", POSTURE_ACCOUNTS=str(accounts.file))
    server.wait()
    yield server
    printed = server.stop()
    assert "the connection is not encrypted" in printed
    assert "Traceback" not in printed


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address in a browser of its own."""
    contexts = []

    def open_page(url: str, *, dark: bool = False, phone: bool = False) -> Page:
        theme = "dark" if dark else "light"
        contexts.append(browser.new_context(viewport=PHONE if phone else WIDE, color_scheme=theme))
        page = contexts[-1].new_page()
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def status(url: str, method: str = "GET", **headers: str) -> int:
    asked = urllib.request.Request(url, method=method, headers=headers)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("address", [f"--server.address={ALL}", "--server.address="])
def test_without_sign_in_it_does_not_start_on_a_network(address: str):
    server = Server(address)
    process = server._process
    printed = process.communicate(timeout=PATIENCE_S)[0]
    assert process.returncode == 2
    assert "accounts add NAME" in printed
    assert "Traceback" not in printed
    assert "at http" not in printed
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(server.url)  # noqa: S310 - our own address


def test_the_way_from_the_door_and_back(practice: Server, visit: Visit):
    page = visit(practice.url + "learn")
    assert page.title() == "Sign in: Posture analyzer"
    assert page.locator(".stApp").count() == 0
    sign_in(page, "another password")
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").inner_text() == WRONG
    assert page.get_by_label("Name").input_value() == NAME
    sign_in(page)
    page.get_by_text(f"Signed in as {NAME}").wait_for()
    assert page.url == practice.url + "learn"
    page.reload()  # a reload asks for nothing
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text(OUT).wait_for()
    page.goto(practice.url)
    assert page.url == practice.url + "sign-in"


def test_nothing_of_the_app_is_served_before_the_sign_in(practice: Server):
    for path in ("_stcore/host-config", "_stcore/metrics", "media/x.jpg", "static/js/x.js", "index.html"):
        assert status(practice.url + path) == 401, path
    for path in ("_stcore/upload_file/a/b", "sign-in/../_stcore/upload_file/a/b"):
        assert status(practice.url + path, "PUT") in (400, 401), path
    for path in ("_stcore/stream", "live/camera"):
        with pytest.raises(InvalidStatus) as refused:
            connect(practice.url.replace("http", "ws", 1) + path)
        assert refused.value.response.status_code == 403, path
    assert status(practice.url + "sign-in", Host="elsewhere.example") == 403


IMPATIENT = """
(() => {
  const usual = window.setInterval;
  let asks = false;
  usual(() => asks || fetch("/sign-in/here", { method: "POST" }).catch(() => {}), 250);
  window.setInterval = (work, every_ms, ...more) => {
    if (every_ms !== 15_000) return usual(work, every_ms, ...more);
    asks = true;
    return usual(work, 250, ...more);
  };
})();
"""
"""The page asks four times a second, not four times a minute. Somebody is there until it begins to ask: a
slow machine needs longer for the page than this server is patient. The page does it: a call from here could
meet it leaving."""


def test_what_was_on_the_screen_is_gone_when_nobody_is_there(start: Start, accounts: Accounts, visit: Visit):
    server = start(POSTURE_ACCOUNTS=str(accounts.file), POSTURE_IDLE_MINUTES="0.05")
    page = visit(server.url)
    shown: list[str] = []
    page.on("framenavigated", lambda frame: shown.append(frame.url))
    page.add_init_script(IMPATIENT)
    sign_in(page)
    page.get_by_text(IDLE).wait_for()
    assert server.url in shown
    assert page.locator(".stApp").count() == 0


@pytest.mark.parametrize(
    ("dark", "phone"), [(False, False), (True, False), (False, True)], ids=["light", "dark", "phone"]
)
def test_everybody_can_use_the_door(practice: Server, visit: Visit, dark: bool, phone: bool):
    page = visit(practice.url, dark=dark, phone=phone)
    sign_in(page, "another password")
    page.get_by_role("alert").wait_for()
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_label("Password").evaluate("field => field === document.activeElement")


def test_on_this_computer_nobody_sees_any_of_it(open_app: Callable[..., Driver]):
    window = open_app()
    assert window.page.get_by_role("button", name="Sign out").count() == 0
    assert window.page.evaluate(
        "fetch('/sign-in/state').then(answer => answer.headers.get('content-type'))"
    ) != ("application/json")


def test_another_server_program_serves_this_computer_too(visit: Visit, tmp_path: Path):
    """``uvicorn app:app`` reads no address from us: the guard looks at each connection."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "app:app", "--host", ALL, "--port", str(port)]
    own = {"POSTURE_ACCOUNTS": str(tmp_path / "none.json"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: is_there(url), every_s=0.25)
        assert status(url) == 200
        assert status(url, **{"X-Forwarded-For": "192.0.2.7"}) == 403
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)
