"""How fast the webcam page guides, against bare detection in the same run; and how fast it follows a scene.

Run from the top of the project, on a machine that has nothing else to do::

    python -m benchmarks.live            # needs Chromium and requirements-dev.txt
    python -m benchmarks.live --no-browser

Prints frames per second and their ratio, and for each change of a film the time until the page says it. The
films are made of ``validation/webcam``; nothing is kept.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.pose.video import VideoPose
from benchmarks.live_page import Page
from benchmarks.live_socket import Client, serving
from validation.films import Scene, film, write_mjpeg

SMALL: Final = (512, 288)
ROUNDS: Final = 5
FRAMES: Final = 90
CHANGES: Final = (
    (Scene("turn_00", 1.6), "turn"),
    (Scene("side_arms_back", 1.6), "arms"),
    (Scene("turn_00", 1.6), "turn"),
    (Scene("cut_off", 1.6), "head"),
    (Scene("side_hanging", 1.6), "arms"),
    (Scene("empty", 1.6), "nobody"),
    (Scene("turn_45", 1.6), "turn"),
    (Scene("side_ready", 1.2), "still"),
)


STANDING_STILL: Final = (
    Scene("turn_00", 2.0),
    Scene("side_ready", 1.5, moving_px=60.0),
    Scene("side_ready", 8.0),
)


def small_frames() -> list[NDArray[np.uint8]]:
    """A person who stands before a 720p camera, as the page sends it."""
    pictures = film((Scene("side_arms_back", FRAMES / 30.0),), 30.0)
    return [cv2.resize(frame, SMALL, interpolation=cv2.INTER_AREA) for _, frame in pictures]


def bare_fps(follower: VideoPose, frames: list[NDArray[np.uint8]], start_s: float) -> float:
    """Bare detection in VIDEO mode, of frames that are decoded already."""
    begun = time.perf_counter()
    for number, frame in enumerate(frames):
        follower.detect(frame, 1000.0 * (start_s + number / 30.0))
    return len(frames) / (time.perf_counter() - begun)


def against_bare() -> None:
    """Frames over the WebSocket as fast as they are answered, in turn with bare detection."""
    frames = small_frames()
    jpegs = [cv2.imencode(".jpg", f[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes() for f in frames]
    bare: list[float] = []
    guided: list[float] = []
    with serving() as (url, token), VideoPose() as follower, Client(url, token) as client:
        client.send_all(jpegs[:20])
        bare_fps(follower, frames[:20], 0.0)
        for number in range(1, ROUNDS + 1):
            bare.append(bare_fps(follower, frames, 10.0 * number))
            guided.append(client.send_all(jpegs))
    ratios = [one / other for one, other in zip(guided, bare, strict=True)]
    print(f"bare VIDEO-mode detection, {SMALL[0]} × {SMALL[1]}: {statistics.median(bare):.1f} frames/s")
    print(
        f"guidance over the WebSocket: {statistics.median(guided):.1f} frames/s = "
        f"{statistics.median(ratios):.2f} × bare detection (≥ 0.95)"
    )


def in_the_browser(loops: int) -> None:
    """The page in Chromium with a film as its camera."""
    scenes = tuple(scene for scene, _ in CHANGES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mjpeg"
        write_mjpeg(path, scenes, marked=True)
        with Page(path) as page:
            seconds = loops * sum(scene.seconds for scene in scenes)
            page.watch(seconds)
            print(
                f"guidance in Chromium, camera of 1280 × 720 at 30 frames/s: {page.fps:.1f} frames/s (≥ 15)"
            )
            server_s, browser_s = page.processor_s
            frame_s, shown = server_s / len(page.answers), browser_s / seconds
            print(
                f"processor time: server {1000.0 * frame_s:.0f} ms for a frame, browser {shown:.2f} cores to "
                f"show the camera; two idle cores have time for {(2.0 - shown) / frame_s:.0f} frames/s"
            )
            waits = page.waits([advice for _, advice in CHANGES])
    everything = [wait for found in waits.values() for wait in found]
    for change, found in waits.items():
        print(f"  {change}: {statistics.median(found):.0f} ms (of {len(found)}; longest {max(found):.0f} ms)")
    if everything:
        middle, late = statistics.median(everything), float(np.percentile(everything, 90))
        print(f"an instruction follows the scene in {middle:.0f} ms (≤ 300), nine of ten in {late:.0f} ms")


def until_the_pictures() -> None:
    """From the frame in which somebody begins to stand still to the first picture, and to the last."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mjpeg"
        write_mjpeg(path, STANDING_STILL, marked=True)
        with Page(path) as page:
            page.watch(sum(scene.seconds for scene in STANDING_STILL) - 1.5)
    begun = next(at for at, scene in page.seen if scene == 2)
    waits = [(at - begun) / 1000.0 - 1.0 for at in page.kept]
    print(f"pictures are taken {waits[0]:.1f} to {waits[-1]:.1f} s after the first still second (≤ 1.5)")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--loops", type=int, default=3)
    options: Any = parser.parse_args(arguments)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    against_bare()
    if not options.no_browser:
        in_the_browser(options.loops)
        until_the_pictures()
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
