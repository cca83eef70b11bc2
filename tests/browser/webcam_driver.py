"""The webcam page in Chromium: its camera is a film, or whatever a test makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from browser_driver import Driver, Server

from validation.films import Scene, write_mjpeg

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WATCH: Final = """
window.tracks = [];
window.pictures = 0;
window.said = [];
const devices = navigator.mediaDevices;
const ask = devices.getUserMedia.bind(devices);
devices.getUserMedia = async (wanted) => {
  const stream = await ask(wanted);
  window.tracks.push(...stream.getTracks());
  return stream;
};
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (data instanceof Blob) {
    data.slice(0, 1).arrayBuffer().then((head) => {
      window.pictures += new Uint8Array(head)[0] === 2;
    });
  }
  return send.call(this, data);
};
const show = HTMLDialogElement.prototype.showModal;
HTMLDialogElement.prototype.showModal = function () {
  const video = this.querySelector("video");
  window.film = video;
  const note = () => {
    const words = [this.dataset.advice, this.querySelector(".digit")?.textContent ?? ""].join("");
    if (window.said.at(-1)?.[0] !== words) {
      window.said.push([words, video.currentTime, this.querySelector(".text").textContent]);
    }
  };
  new MutationObserver(note).observe(this, { subtree: true, childList: true, attributes: true });
  return show.call(this);
};
"""
"""Notes what the page says and when, in seconds of the film, and what becomes of the camera."""


class Webcam:
    """The page, in a window whose camera is given."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.page = driver, driver.page
        self.sockets: list[Any] = []
        self.page.on("websocket", lambda made: self.sockets.append(made) if "/live/" in made.url else None)
        self.go("Webcam")
        self.start_button.wait_for()

    def go(self, title: str) -> None:
        """To another page, by the menu."""
        menu = self.page.get_by_test_id("stExpandSidebarButton")
        if menu.is_visible():  # on a phone
            menu.click()
        self.page.get_by_role("link", name=title, exact=True).first.click()

    @property
    def start_button(self) -> Any:
        return self.page.get_by_role("button", name="Start the camera")

    @property
    def dialog(self) -> Any:
        return self.page.get_by_role("dialog", name="Webcam guide")

    @property
    def alert(self) -> Any:
        return self.page.locator(".webcam .alert")

    def start(self) -> Webcam:
        self.start_button.click()
        return self

    def press(self, name: str) -> None:
        self.dialog.get_by_role("button", name=name).click()

    def wait_for(self, advice: str) -> None:
        """Until this was said."""
        self.page.wait_for_function("advice => window.said.some(([said]) => said === advice)", arg=advice)

    def wait_until_shown(self, seconds: float) -> None:
        """Until so much of the film was shown."""
        self.page.wait_for_function("seconds => window.film.currentTime >= seconds", arg=seconds)

    @property
    def said(self) -> list[tuple[str, float, str]]:
        """What was said: advice with its digit, when in seconds of the film, and the words."""
        return [tuple(entry) for entry in self.page.evaluate("window.said")]

    @property
    def order(self) -> list[str]:
        """What was said, each once, by its first time."""
        return list(dict.fromkeys(advice for advice, _, _ in self.said))

    @property
    def pictures(self) -> int:
        """How many pictures were sent to be measured."""
        return int(self.page.evaluate("window.pictures"))

    def is_free(self) -> bool:
        """Whether the camera is off, and the server has let go of it."""
        states = self.page.evaluate("window.tracks.map((track) => track.readyState)")
        return set(states) == {"ended"} and all(socket.is_closed() for socket in self.sockets)

    def wait_until_free(self) -> None:
        self.driver.until(self.is_free)


Open = Callable[..., Webcam]


@contextmanager
def windows(
    browser: Browser, open_browser: Callable[..., Browser], server: Server, folder: Path
) -> Iterator[Open]:
    """Opens the page in windows, each with a camera of its own. In the end none may have met an error."""
    drivers: list[Driver] = []

    def open_window(
        scenes: Sequence[Scene] = (),
        *,
        options: Sequence[str] = (),
        script: str = "",
        dark: bool = False,
        phone: bool = False,
        **film: Any,
    ) -> Webcam:
        if scenes:
            path = folder / f"film{len(drivers)}.mjpeg"
            write_mjpeg(path, scenes, **film)
            options = (*options, f"--use-file-for-fake-video-capture={path}")
        used = open_browser(*options) if options else browser
        drivers.append(Driver(used, server.url, dark=dark, phone=phone, script=WATCH + script))
        return Webcam(drivers[-1])

    yield open_window
    for driver in drivers:
        driver.close()
        assert driver.foreign == []
        assert driver.faults == []
