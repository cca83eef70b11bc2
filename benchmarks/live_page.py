"""The webcam page in Chromium, with a film as its camera, and clocks on what it shows."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from validation.films import read_mark

ROOT: Final = Path(__file__).parents[1]
_COUNT_ANSWERS: Final = """
window.answers = [];
window.kept = [];
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(...given);
    if (!this.url.includes("/live/")) return;
    this.addEventListener("message", (event) => {
      const answer = JSON.parse(event.data);
      if (answer.advice) window.answers.push(performance.now());
      if (answer.keep) window.kept.push(performance.now());
    });
  }
};
"""
_WATCH: Final = """() => {
  const roots = [...document.querySelectorAll("*")].map((element) => element.shadowRoot);
  const dialog = roots.map((root) => root?.querySelector("dialog.stage")).find(Boolean);
  const video = dialog.querySelector("video");
  const canvas = new OffscreenCanvas(4, 1);
  const pixel = canvas.getContext("2d", { willReadFrequently: true });
  window.said = [];
  window.seen = [];
  new MutationObserver(() => window.said.push([performance.now(), dialog.dataset.advice])).observe(dialog, {
    attributes: true, attributeFilter: ["data-advice"],
  });
  const look = (now, data) => {
    pixel.drawImage(video, 0, video.videoHeight - 32, 192, 16, 0, 0, 4, 1);
    const squares = pixel.getImageData(0, 0, 4, 1).data;
    window.seen.push([data.captureTime ?? now, [0, 4, 8, 12].map((at) => squares[at])]);
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}"""


class Page:
    """The app, started for this, and a window with its webcam page and the camera on.

    Parameters
    ----------
    film : Path
        Made with `validation.films.write_mjpeg`.
    script : str
        Another page to start, from the top of the project.
    start : bool
        Whether to start the camera of the webcam page.
    """

    def __init__(self, film: Path, script: str = "app.py", *, start: bool = True) -> None:
        self._film, self._script, self._start = film, script, start
        self.answers: list[float] = []
        self.said: list[tuple[float, str]] = []
        self.seen: list[tuple[float, int]] = []
        self.kept: list[float] = []
        self.processor_s: tuple[float, ...] = (0.0, 0.0)

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(ROOT / self._script),
            "--server.headless=true",
        ]
        command += [f"--server.port={port}", "--server.fileWatcherType=none"]
        self.server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        self._playwright = sync_playwright().start()
        path = os.environ.get("POSTURE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        self._browser = self._playwright.chromium.launch(
            executable_path=path,
            args=[
                *("--headless", "--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream"),
                *("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={self._film}"),
                *("--enable-precise-memory-info", "--js-flags=--expose-gc"),
            ],
        )
        self.page: Any = self._browser.new_page(viewport={"width": 1280, "height": 800})
        self.page.add_init_script(_COUNT_ANSWERS)
        self.page.goto(self.url + ("webcam" if self._start else ""))
        if self._start:
            self.page.get_by_role("button", name="Start the camera").click()
            self.page.wait_for_function("() => window.answers.length > 0")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.stop()
        self.server.terminate()
        self.server.wait(30.0)

    def _wait(self) -> None:
        for _ in range(240):
            try:
                urllib.request.urlopen(self.url + "_stcore/health").close()  # noqa: S310 - our own address
                return
            except OSError:
                time.sleep(0.25)
        raise RuntimeError("the app did not start")

    def watch(self, seconds: float) -> None:
        """Let it run, and note what is seen and said."""
        self.page.evaluate(_WATCH)
        before = self._processor_s()
        self.page.wait_for_timeout(1000.0 * seconds)
        self.processor_s = tuple(now - then for now, then in zip(self._processor_s(), before, strict=True))
        found = self.page.evaluate("() => [window.answers, window.said, window.seen, window.kept]")
        begun = found[2][0][0] if found[2] else 0.0
        self.answers = [at for at in found[0] if at >= begun]
        self.said = [(at, advice) for at, advice in found[1]]
        self.seen = [(at, read_mark(levels)) for at, levels in found[2]]
        self.kept = list(found[3])

    def _processor_s(self) -> tuple[float, float]:
        """Processor time that the server and the browser have used so far. Linux only."""
        browser = {pid for pid, line in _processes("cmdline") if str(self._film) in line}
        parents = {pid: int(line.rpartition(") ")[2].split()[1]) for pid, line in _processes("stat")}
        while more := {pid for pid, parent in parents.items() if parent in browser} - browser:
            browser |= more
        return _used_s({self.server.pid}), _used_s(browser)

    @property
    def fps(self) -> float:
        """Frames that were answered per second."""
        return (len(self.answers) - 1) / (self.answers[-1] - self.answers[0]) * 1000.0

    def waits(self, wanted: Sequence[str]) -> dict[str, list[float]]:
        """From the frame in which a scene begins to the words that it asks for, milliseconds, by change.

        A scene whose words never come counts with its whole length.
        """
        result: dict[str, list[float]] = {}
        changes = [
            (at, earlier, scene) for (_, earlier), (at, scene) in pairwise(self.seen) if scene != earlier
        ]
        for (at, earlier, scene), following in pairwise(changes):
            if wanted[scene].startswith(wanted[earlier]):
                continue
            end = following[0]
            said = [
                when for when, advice in self.said if at <= when < end and advice.startswith(wanted[scene])
            ]
            name = f"{wanted[earlier]} to {wanted[scene]}"
            result.setdefault(name, []).append((said[0] if said else end) - at)
        return result


def _processes(file: str) -> list[tuple[int, str]]:
    found = []
    for path in Path("/proc").glob(f"[0-9]*/{file}"):
        with suppress(OSError):  # it has ended
            found.append((int(path.parent.name), path.read_text("utf-8", "replace")))
    return found


def _used_s(processes: set[int]) -> float:
    ticks = 0
    for pid, line in _processes("stat"):
        if pid in processes:
            ticks += sum(int(number) for number in line.rpartition(") ")[2].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")
