"""How long an analysis takes, against one bare call of the pose model in the same run.

Run from the top of the project::

    python -m benchmarks.speed

Prints medians and their ratios. A 12-megapixel JPEG is made from a sample picture; nothing is kept.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import cv2
import numpy as np

from analyzer import Corrections, Observation, analyze, conclude, load_photo, observe
from analyzer.corrections.points import editable_points
from analyzer.overlay import build_scene, paint
from analyzer.pose import shared_model

HERE = Path(__file__).parents[1]
SAMPLE = HERE / "sample_images" / "anterior_tilt_woman_left.jpg"
ROUNDS = 15


def twelve_megapixels(folder: Path) -> Path:
    """A portrait phone photo, 3024 × 4032, with some sensor noise."""
    picture = cv2.resize(cv2.imread(str(SAMPLE)), (3024, 4032), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0, 2, picture.shape)
    path = folder / "phone.jpg"
    cv2.imwrite(str(path), np.clip(picture + noise, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return path


def median_ms(*actions: Callable[[], object]) -> list[float]:
    """Medians of several actions, taken in turn so that they share the machine's moods."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for action, taken in zip(actions, times, strict=True):
            start = time.perf_counter()
            action()
            taken.append((time.perf_counter() - start) * 1000)
    return [statistics.median(taken) for taken in times]


def correcting(observation: Observation) -> tuple[Callable[[], object], ...]:
    """Two bones placed; the back moved at every point; and a level that was not tried before."""
    places = {point.name: point.point_px for point in editable_points(conclude(observation))}
    bones = Corrections({name: places[name] for name in ("asis", "psis")})
    back = Corrections({name: places[name] for name in places if name.endswith("apex")})
    rolls = (step / 100.0 for step in count(1))
    return (
        lambda: conclude(observation, bones),
        lambda: conclude(observation, back),
        lambda: conclude(observation, Corrections(roll_deg=next(rolls))),
    )


def import_seconds(module: str) -> float:
    """Fresh interpreter that imports a module, minus one that imports nothing; median of seven."""

    def once(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=HERE)
        return time.perf_counter() - start

    return statistics.median(once(f"import {module}") - once("pass") for _ in range(7))


def main() -> None:
    model = shared_model()
    with tempfile.TemporaryDirectory() as folder:
        path = twelve_megapixels(Path(folder))
        photo = load_photo(path)
        result = analyze(path)
        scene = build_scene(result)
        bare, whole, decode, drawn, bones, back, level = median_ms(
            lambda: model.detect(photo.rgb),
            lambda: analyze(path),
            lambda: load_photo(path),
            lambda: paint(scene, photo.rgb),
            *correcting(observe(photo)),
        )
    print(f"bare detection with mask, {photo.rgb.shape[1]} × {photo.rgb.shape[0]}: {bare:.0f} ms")
    print(
        f"whole analysis of a 12-megapixel JPEG: {whole:.0f} ms = {whole / bare:.2f} × bare detection (≤ 6)"
    )
    print(f"  of which reading the photo: {decode:.0f} ms = {decode / bare:.2f} ×")
    print(f"painting the overlay: {drawn:.0f} ms = {drawn / bare:.2f} ×")
    print(f"correcting both bones of the pelvis: {bones:.1f} ms = {bones / bare:.2f} ×")
    print(f"correcting three points of the back: {back:.1f} ms = {back / bare:.2f} ×")
    print(f"levelling, with the back traced anew: {level:.0f} ms = {level / bare:.2f} ×")
    print(f"import analyzer: {import_seconds('analyzer'):.2f} s (≤ 0.5)")


if __name__ == "__main__":
    main()
