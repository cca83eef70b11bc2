"""The running app, and what people do with it in a browser."""

from __future__ import annotations

import os
import shutil
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
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator, Page, WebSocket

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

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # A camera that shows a green picture, and nobody who has to allow it.
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
)
QUIET_MS = 250
PATIENCE_S = 120.0
"""How long anything is waited for at most. No test waits that long unless it fails."""
_IS_QUIET = """() => {
    const running = document.querySelector('.stApp')?.dataset.testScriptState === 'running';
    if (running) window.quietSince = null;
    else window.quietSince ??= performance.now();
    return !running && performance.now() - window.quietSince >= window.quietMs;
}"""


_AT_REST = """() => Promise.all(
    document.getAnimations()
        .filter(animation => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map(animation => animation.finished.catch(() => {}))
).then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"""


def find_chromium() -> str | None:
    return os.environ.get("POSTURE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def wait_for(ready: Callable[[], bool], seconds: float = PATIENCE_S, every_s: float = 0.05) -> None:
    """Until something is true that the page itself does not tell."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(every_s)


def is_there(url: str) -> bool:
    """Whether a server answers at an address."""
    try:
        urllib.request.urlopen(url + "_stcore/health").close()  # noqa: S310 - our own address
    except OSError:
        return False
    return True


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
        self._command = command
        self._own = {**os.environ, "POSTURE_ACCOUNTS": str(ROOT / "tests" / "no_accounts.json"), **variables}
        self.begin()

    def begin(self) -> None:
        """Start it, again after `stop` or `kill`: at the same address."""
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait(timeout=PATIENCE_S)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def wait(self) -> None:
        """Until it answers."""

        def answers() -> bool:
            assert self._process.poll() is None, self.stop()
            return is_there(self.url)

        wait_for(answers, every_s=0.25)

    def stop(self) -> str:
        """End it; all that it printed."""
        self._process.terminate()
        return self._process.communicate(timeout=PATIENCE_S)[0]

    def stop_quietly(self) -> None:
        """End it. It may have printed nothing but where it is."""
        said = [line.strip() for line in self.stop().splitlines() if line.strip()]
        loud = [line for line in said if not any(part in line for part in USUAL)]
        assert loud == [], loud

    def number(self, name: str) -> int:
        """A number out of the server's own metrics; 0 for one that is not there."""
        with urllib.request.urlopen(self.url + "_stcore/metrics") as answer:  # noqa: S310
            lines = answer.read().decode().splitlines()
        found = [line.rpartition(" ") for line in lines if line.startswith(name)]
        return int(sum(float(value) for _, _, value in found))


class Runs:
    """The runs of the app for one page, as the messages between browser and server tell.

    ``asked`` counts the runs that the browser asked for; ``over`` says that the last one is done and shown.
    """

    def __init__(self, page: Page) -> None:
        self.asked = 0
        self._open = self._awaited = False
        page.on("websocket", self._listen)

    @property
    def over(self) -> bool:
        return not self._open and not self._awaited

    def _listen(self, made: WebSocket) -> None:
        if made.url.partition("?")[0].endswith("/_stcore/stream"):
            self._open = self._awaited = False
            made.on("framesent", self._sent)
            made.on("framereceived", self._received)

    def _sent(self, data: str | bytes) -> None:
        if isinstance(data, bytes) and BackMsg.FromString(data).WhichOneof("type") == "rerun_script":
            self.asked += 1
            self._awaited = True

    def _received(self, data: str | bytes) -> None:
        kind = ForwardMsg.FromString(data).WhichOneof("type") if isinstance(data, bytes) else ""
        if kind == "new_session":
            self._open, self._awaited = True, False
        elif kind == "script_finished":
            self._open = False


class Driver:
    """One window with the app in it.

    ``faults`` are errors that the page reported, ``foreign`` what it asked from other computers. ``script``
    runs in the page before its own. ``options`` are those of a browser's context: another size of the window
    or other colours, for example.
    """

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        dark: bool,
        phone: bool,
        touch: bool = False,
        script: str = "",
        **options: Any,
    ) -> None:
        options.setdefault("locale", "en-GB")
        options.setdefault("viewport", PHONE if phone else WIDE)
        self._context = browser.new_context(
            **options,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=phone or touch,
            is_mobile=phone,
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(1000.0 * PATIENCE_S)
        self.runs = Runs(self.page)
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
        return self.answer(self.sample(title).click)

    def sample(self, title: str) -> Locator:
        """The button of a sample."""
        return self.page.locator(".gallery").get_by_role("button", name=title, exact=True)

    def upload(self, *files: str | Path | dict[str, Any]) -> Driver:
        """Upload files, and wait until something is said about them."""
        field = self.page.locator("input[type=file]").first
        return self.answer(lambda: field.set_input_files(list(files)))

    def answer(self, act: Callable[[], object]) -> Driver:
        """Do something that gives photos, and wait until the app has said what it makes of them."""
        asked = self.runs.asked
        act()
        self.until(lambda: self.runs.asked > asked)
        self.settle()
        self.page.locator("[data-testid=stHeading] h2, [data-testid=stAlert]").first.wait_for()
        return self

    def settle(self) -> None:
        """Wait until the app has answered everything, and has then had nothing to do for a moment: what it
        shows may ask for something by itself.
        """
        while True:
            self.until(lambda: self.runs.over)
            answered = self.runs.asked
            self.page.evaluate(
                "quiet_ms => { window.quietMs = quiet_ms; window.quietSince = null }", QUIET_MS
            )
            self.page.wait_for_function(_IS_QUIET)
            if self.runs.over and self.runs.asked == answered:
                return

    def until(self, ready: Callable[[], bool]) -> None:
        """Until something is true that is heard of from the browser."""
        end = time.monotonic() + PATIENCE_S
        while not ready():
            assert time.monotonic() < end, "waited in vain"
            self.page.wait_for_timeout(20)

    def at_rest(self) -> None:
        """Wait until nothing unfolds, moves or fades any more."""
        self.page.evaluate(_AT_REST)

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
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            self.at_rest()
            now = what.bounding_box()
            if now is not None and now == before:
                return
            before = now
            self.page.wait_for_timeout(QUIET_MS)
        pytest.fail("it does not stay in its place")

    def serious_findings(self) -> list[str]:
        """What axe-core finds serious or critical, anywhere on the page.

        What is just fading in has little contrast: looked at only once nothing moves, and until two looks
        find the same.
        """
        before, found = None, self._serious()
        while found and found != before:
            before, found = found, self._serious()
        return found

    def _serious(self) -> list[str]:
        self.settle()
        self.at_rest()
        found = Axe().run(self.page).response["violations"]
        return [
            f"{item['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
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
