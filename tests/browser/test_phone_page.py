"""A phone as the camera, in two browsers: the code on the computer's screen, the phone's page, the photo."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_driver import PATIENCE_S, PHONE, SAMPLES, WIDE, Server, wait_for
from headless import Visitor
from playwright.sync_api import expect
from screen_code import read_code

from ui.access.accounts import Accounts
from ui.access.certificates import ensure_certificate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.slow

NAME, PASSWORD = "anna", "four words of mine here"
HOST = "practice.test"
PHOTO = SAMPLES / "anterior_tilt_man_right.jpg"
OTHER = SAMPLES / "anterior_tilt_woman_left.jpg"


@dataclass
class Practice:
    """The app over TLS under a name of its own, a computer and phones that see it there."""

    url: str
    browser: Browser
    contexts: list[BrowserContext]

    def page(self, *, phone: bool = False, dark: bool = False, locale: str = "en-GB") -> Page:
        context = self.browser.new_context(
            viewport=PHONE if phone else WIDE,
            is_mobile=phone,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=locale,
            ignore_https_errors=True,
            permissions=["camera"],
        )
        context.set_default_timeout(1000.0 * PATIENCE_S)
        self.contexts.append(context)
        return context.new_page()

    def computer(self) -> Page:
        page = self.page()
        page.goto(self.url)
        page.get_by_label("Name").fill(NAME)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_text(f"Signed in as {NAME}").wait_for()
        return page


@pytest.fixture(scope="module")
def server(pose_model: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("practice")
    accounts = Accounts(folder / "accounts.json")
    accounts.add(NAME, PASSWORD)
    made = ensure_certificate(folder / "certificates", [HOST, "localhost"])
    options = [f"--server.sslCertFile={made.chain}", f"--server.sslKeyFile={made.key}"]
    server = Server(
        *options,
        f"--server.allowedHosts={HOST}",
        "--server.allowedHosts=localhost",
        POSTURE_ACCOUNTS=str(accounts.file),
        POSTURE_PHONE="on",
    )
    port = urlsplit(server.url).port
    trust = ssl.create_default_context(cafile=str(made.authority))

    def answers() -> bool:
        with suppress(OSError):
            return Visitor(f"https://localhost:{port}/", trust).ask("/_stcore/health").status == 200
        return False

    wait_for(answers, every_s=0.25)
    yield f"https://{HOST}:{port}/"
    server.kill()


@pytest.fixture
def practice(server: str, open_browser: Callable[..., Browser]) -> Iterator[Practice]:
    made = Practice(server, open_browser(f"--host-resolver-rules=MAP {HOST} 127.0.0.1"), [])
    yield made
    for context in made.contexts:
        context.close()


def show_code(computer: Page) -> str:
    """Ask for a code, and read it off the screen as a phone does."""
    computer.get_by_role("button", name="Use a phone as the camera").first.click()
    return read_code(computer.get_by_role("img", name="QR code"))


def send(phone: Page, file: Path) -> None:
    phone.locator("#photo").set_input_files(file)
    phone.get_by_text("Send this photo?").wait_for()
    phone.get_by_role("button", name="Send", exact=True).click()


def test_from_the_phone_onto_the_screen(practice: Practice):
    """Nobody touches the computer once the code is shown; a second phone gets nothing."""
    computer, phone = practice.computer(), practice.page(phone=True)
    address = show_code(computer)
    assert address.startswith(f"{practice.url}phone#")
    phone.goto(address)
    phone.get_by_text("Connected").wait_for()
    computer.get_by_text("A phone is connected. Time left").first.wait_for()
    send(phone, PHOTO)
    computer.locator(".stage > svg").first.wait_for()
    phone.get_by_text("It is on the computer.").wait_for()
    # Photos of one code are of the same person: the next one is put beside it.
    phone.get_by_role("button", name="Take another photo").click()
    send(phone, OTHER)
    computer.get_by_text("2 photos").first.wait_for()
    second = practice.page(phone=True)
    second.goto(address)
    second.get_by_text("This code does not work").wait_for()
    assert second.get_by_role("button").count() == 0
    computer.get_by_role("button", name="End").click()
    phone.get_by_text("This code is over").wait_for()
    expect(computer.get_by_text("A phone is connected")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_use_the_page_of_the_phone(practice: Practice, dark: bool):
    computer, phone = practice.computer(), practice.page(phone=True, dark=dark)
    faults: list[str] = []
    phone.on("pageerror", lambda error: faults.append(str(error)))
    phone.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    phone.goto(show_code(computer))
    phone.get_by_text("Connected").wait_for()

    def look() -> None:
        found = Axe().run(phone).response["violations"]
        assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    look()
    phone.get_by_role("button", name="Take it with lines").click()
    shoot = phone.get_by_role("button", name="Take the photo")
    shoot.wait_for()
    expect(shoot).to_be_enabled()
    for beta, gamma, words in (
        (90, 0, "Level"),
        (78, 90, "Turn the phone"),
        (70, 0, "Hold the phone upright"),
    ):
        phone.evaluate(
            "turn => dispatchEvent(new DeviceOrientationEvent('deviceorientation', turn))",
            {"beta": beta, "gamma": gamma},
        )
        phone.locator(".level").get_by_text(words).wait_for()
    look()
    shoot.click()
    phone.get_by_role("img", name="The photo that you chose").wait_for()
    look()
    assert faults == []
