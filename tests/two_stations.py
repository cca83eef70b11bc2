"""Two computers of a practice: ``python -m tests.two_stations``, as root on Linux.

Two network namespaces with a cable between them stand for the therapist's computer and for the phone. The
computer is set up by the line that docs/network.md gives, answered in a terminal as a therapist answers it; a
browser there switches phones on and shows a code; a browser of the size of a phone in the other namespace
reads it and sends a photo. How long the photo takes from the phone's button to the screen is printed.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parent / "browser"))  # as a command it is found by itself only here
from browser_driver import OPTIONS, PHONE, SAMPLES, WIDE, find_chromium, wait_for
from screen_code import read_code

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

ROOT: Final = Path(__file__).resolve().parents[1]
DESK, HAND = "192.168.77.1", "192.168.77.2"
NAME, PASSWORD = "anna", "four words of mine here"
PHOTO: Final = SAMPLES / "anterior_tilt_man_right.jpg"
PATIENCE_S: Final = 180.0
_GONE: Final = "This code does not work"
_FETCH: Final = """
import hashlib, ssl, sys, urllib.request
address = sys.argv[1]
unknown = ssl.create_default_context(); unknown.check_hostname = False; unknown.verify_mode = ssl.CERT_NONE
pem = urllib.request.urlopen(address + 'authority.crt', context=unknown).read().decode()
print(hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest())
known = ssl.create_default_context(cadata=pem)
print(urllib.request.urlopen(address + '_stcore/health', context=known).status)
"""


def what_is_missing() -> str:
    """Why this machine cannot do it; empty when it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "it needs root on Linux, for network namespaces"
    for program, package in (("ip", "iproute2"),):
        if shutil.which(program) is None:
            return f"{program} is missing: apt-get install {package}"
    if find_chromium() is None:
        return "Chromium is missing: apt-get install chromium"
    name = f"posture-try-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode:
        return "this machine allows no network namespaces"
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return ""


def command_of_the_documentation() -> list[str]:
    """The first line that docs/network.md tells people to type."""
    text = (ROOT / "docs" / "network.md").read_text("utf-8")
    line = text.split("```sh\n")[1].split("\n")[0]
    program, *arguments = shlex.split(line)
    assert program == ".venv/bin/python", line
    return [sys.executable, *arguments]


@contextmanager
def cable() -> Iterator[tuple[str, str]]:
    """Two hosts with a cable between them, and no way to anywhere else."""
    desk, hand = f"posture-desk-{os.getpid()}", f"posture-hand-{os.getpid()}"

    def ip(*words: str) -> None:
        subprocess.run(["ip", *words], check=True, capture_output=True)

    try:
        for host in (desk, hand):
            ip("netns", "add", host)
            ip("-n", host, "link", "set", "lo", "up")
        ip("-n", desk, "link", "add", "lan0", "type", "veth", "peer", "name", "lan0", "netns", hand)
        for host, address in ((desk, DESK), (hand, HAND)):
            ip("-n", host, "address", "add", f"{address}/24", "dev", "lan0")
            ip("-n", host, "link", "set", "lan0", "up")
        yield desk, hand
    finally:
        for host in (desk, hand):
            subprocess.run(["ip", "netns", "del", host], capture_output=True, check=False)


class Terminal:
    """A program in a terminal, and somebody who answers it."""

    def __init__(self, command: list[str], variables: dict[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=variables,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = ""
        self._over = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while not self._over.is_set():
            if select.select([self._ours], [], [], 0.2)[0]:
                try:
                    part = os.read(self._ours, 65536)
                except OSError:  # the other end is closed
                    return
                self.seen += part.decode("utf-8", "replace")

    def until(self, words: str) -> None:
        def there() -> bool:
            assert self.process.poll() is None, self.seen
            return words in self.seen

        wait_for(there, PATIENCE_S)

    def type(self, line: str) -> None:
        os.write(self._ours, line.encode() + b"\n")

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        finally:
            self._over.set()


@contextmanager
def practice(desk: str, folder: Path) -> Iterator[Terminal]:
    """The computer of the practice, set up by the documentation's line; nothing was set up before."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("POSTURE_")}
    own |= {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")}
    own |= {"POSTURE_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
    if "POSTURE_MODEL" in os.environ:
        own["POSTURE_MODEL"] = os.environ["POSTURE_MODEL"]
    terminal = Terminal(["ip", "netns", "exec", desk, *command_of_the_documentation()], own)
    try:
        terminal.until("Name: ")
        terminal.type(NAME)
        terminal.until("Password for anna: ")
        terminal.type(PASSWORD)
        terminal.until("The same again: ")
        terminal.type(PASSWORD)
        terminal.until("Stop it with Ctrl+C.")
        yield terminal
    finally:
        terminal.end()


def browser_in(host: str, playwright: Playwright, folder: Path) -> Browser:
    """A browser on a host."""
    program = folder / f"chromium-{host}"
    found = find_chromium()
    assert found is not None
    program.write_text(f'#!/bin/sh\nexec ip netns exec {host} {shlex.quote(found)} "$@"\n')
    program.chmod(0o755)
    return playwright.chromium.launch(executable_path=program, args=OPTIONS)


def page_of(browser: Browser, *, phone: bool = False) -> Page:
    context = browser.new_context(
        viewport=PHONE if phone else WIDE,
        is_mobile=phone,
        has_touch=phone,
        locale="en-GB",
        reduced_motion="reduce",
        ignore_https_errors=True,  # whether the certificate holds is checked by itself
    )
    context.set_default_timeout(1000.0 * PATIENCE_S)
    return context.new_page()


def sign_in(desk: Page, url: str) -> None:
    desk.goto(f"{url}records")
    desk.get_by_label("Name").fill(NAME)
    desk.get_by_label("Password").fill(PASSWORD)
    desk.keyboard.press("Enter")
    desk.get_by_text(f"Signed in as {NAME}").wait_for()


def show_code(desk: Page) -> str:
    """Ask for a code, and read it off the screen as a phone does."""
    desk.get_by_role("button", name="Use a phone as the camera").first.click()
    return read_code(desk.get_by_role("img", name="QR code"))


def send(phone: Page) -> None:
    phone.locator("#photo").set_input_files(PHOTO)
    phone.get_by_text("Send this photo?").wait_for()
    phone.get_by_role("button", name="Send", exact=True).click()


def check_certificate(terminal: Terminal, hand: str, url: str) -> None:
    """The phone gets the authority, finds the fingerprint of the terminal, and trusts the computer by it."""
    command = ["ip", "netns", "exec", hand, sys.executable, "-c", _FETCH, url]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    said = re.search(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", terminal.seen)
    assert said is not None, terminal.seen
    assert found == [said[0].replace(":", "").lower(), "200"]


def run(folder: Path, say: Callable[[str], object] = print) -> float:
    """All of it; seconds from the phone's button to the drawing on the screen of the computer."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not for those without a browser

    with ExitStack() as stack:
        desk, hand = stack.enter_context(cable())
        terminal = stack.enter_context(practice(desk, folder))
        there = f"https://{DESK}:8501/"
        assert there in terminal.seen, terminal.seen
        check_certificate(terminal, hand, there)
        say("set up by the documentation's line; the certificate holds on the other host")
        playwright = stack.enter_context(sync_playwright())
        computer = page_of(stack.enter_context(browser_in(desk, playwright, folder)))
        phones = stack.enter_context(browser_in(hand, playwright, folder))
        sign_in(computer, "https://127.0.0.1:8501/")
        computer.get_by_text("Phones may hand photos to this program").click()
        computer.get_by_role("link", name="Check a photo").first.click()
        address = show_code(computer)
        assert address.startswith(f"{there}phone#"), address
        phone = page_of(phones, phone=True)
        phone.goto(address)
        phone.get_by_text("Connected").wait_for()
        computer.get_by_text("A phone is connected").first.wait_for()
        seconds: list[float] = []
        for _ in range(2):  # the first photo of a program that was just started, and one of every day
            before = computer.get_by_text(re.compile(r"phone-\d")).count()
            send(phone)
            began = time.perf_counter()
            computer.locator(".stage > svg").first.wait_for()
            if before:
                computer.get_by_text("2 photos").first.wait_for()
            seconds.append(time.perf_counter() - began)
            phone.get_by_text("It is on the computer.").wait_for()
            phone.get_by_role("button", name="Take another photo").click()
        say(f"photo from the phone to the screen: first {seconds[0]:.2f} s, then {seconds[1]:.2f} s")
        second = page_of(phones, phone=True)
        second.goto(address)
        second.get_by_text(_GONE).wait_for()
        assert second.get_by_role("button").count() == 0
        say("a second phone got nothing")
        computer.get_by_role("button", name="End").click()
        computer.get_by_text("A phone is connected").first.wait_for(state="hidden")
        for stale in (phone, page_of(phones, phone=True)):
            stale.goto("about:blank")
            stale.goto(address)
            stale.get_by_text(_GONE).wait_for()
        say("a stale code got nothing")
        return seconds[1]


def main() -> int:
    """The command: exit status 0 when it was done, 1 when this machine cannot."""
    missing = what_is_missing()
    if missing:
        print(f"NOT CHECKED: {missing}")  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
