"""Whether memory grows while the webcam page runs for half an hour.

Run from the top of the project::

    python -m benchmarks.live_memory                  # 27,000 frames, as fast as they are answered
    python -m benchmarks.live_memory --minutes 30     # in Chromium, in real time

The first way sends half of the frames over one connection, and the other half as visits, one after the
other, each with pictures that are taken and analysed. Prints how much the memory of the server's process
grew, and in the browser that of its scripts.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from pathlib import Path
from typing import Any, Final

import cv2

from benchmarks.live_page import Page
from benchmarks.live_socket import Client, serving
from validation.films import RGB, Scene, film, write_mjpeg

FRAMES: Final = 27_000
"""Half an hour at 15 frames a second."""
LIMIT_MB: Final = 50.0
_WARM_UP: Final = 1_500
_SMALL: Final = (512, 288)
GUIDED: Final = (
    Scene("empty", 1.0),
    Scene("too_far", 1.0),
    Scene("turn_00", 2.0),
    Scene("turn_45", 2.0),
    Scene("side_arms_back", 2.0),
    Scene("side_ready", 3.0, moving_px=60.0),
)
VISIT: Final = (Scene("turn_00", 1.0), Scene("side_ready", 6.0))


def memory_mb(process: int) -> float:
    """What a process holds in memory: Linux only."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def jpeg(frame: RGB, quality: int) -> bytes:
    return cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def small_jpegs(scenes: tuple[Scene, ...]) -> list[bytes]:
    frames = (cv2.resize(frame, _SMALL, interpolation=cv2.INTER_AREA) for _, frame in film(scenes, 15.0))
    return [jpeg(frame, 80) for frame in frames]


def faster_than_real_time(count: int) -> None:
    guided, visit = small_jpegs(GUIDED), small_jpegs(VISIT)
    shot = jpeg(next(iter(film((VISIT[-1],))))[1], 95)
    visits, sent, start_mb = 0, 0, 0.0
    with serving() as (url, token):
        with Client(url, token, shot=shot) as client:
            while sent < count // 2:
                client.send_all(guided, fps=15.0)
                sent += len(guided)
                if not start_mb and sent > _WARM_UP:
                    start_mb = memory_mb(os.getpid())
        half_mb = memory_mb(os.getpid())
        print(f"{sent} frames on one connection: {half_mb - start_mb:+.1f} MB (≤ {LIMIT_MB:.0f})", flush=True)
        while sent < count:
            with Client(url, token, shot=shot, both_sides=False) as client:
                client.send_all(visit, fps=15.0)
                sent += len(visit)
                visits += client.last["sides"]
            if visits == 5:  # what the analysis needs is there from the first ones on
                gc.collect()
                half_mb = memory_mb(os.getpid())
    gc.collect()
    end_mb = memory_mb(os.getpid())
    print(f"{visits} visits with pictures that were analysed, the first 5 aside: {end_mb - half_mb:+.1f} MB")
    print(f"{sent} frames in all: {end_mb - start_mb:+.1f} MB from {start_mb:.0f} MB")


def in_the_browser(minutes: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mjpeg"
        write_mjpeg(path, GUIDED)
        with Page(path) as page:

            def measure() -> tuple[float, float]:
                used = page.page.evaluate(
                    "() => { window.gc?.(); return performance.memory.usedJSHeapSize; }"
                )
                return memory_mb(page.server.pid), used / 2**20

            page.page.wait_for_timeout(60_000)
            server_mb, heap_mb = measure()
            answered = page.page.evaluate("() => window.answers.length")
            page.page.wait_for_timeout(60_000.0 * minutes)
            server_end_mb, heap_end_mb = measure()
            answers = page.page.evaluate("() => window.answers.length") - answered
    print(
        f"{minutes:.0f} minutes in Chromium, {answers} frames: server {server_end_mb - server_mb:+.1f} MB "
        f"(≤ {LIMIT_MB:.0f}) from {server_mb:.0f} MB, "
        f"scripts {heap_end_mb - heap_mb:+.1f} MB from {heap_mb:.0f} MB"
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--minutes", type=float, help="in Chromium, in real time")
    options: Any = parser.parse_args(arguments)
    if options.minutes is None:
        faster_than_real_time(options.frames)
    else:
        in_the_browser(options.minutes)


if __name__ == "__main__":
    main()
