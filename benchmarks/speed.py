"""How long an analysis takes, against one bare call of MediaPipe's own pose landmarker in the same run.

Run from the top of the project, on a machine that does nothing else::

    python -m benchmarks.speed

Prints medians of processor time (of all threads) and wall time, and their ratios. The bare call is
``PoseLandmarker.detect`` with a mask, through MediaPipe itself and not through this program, on the pixels
that the analysis works with. A 12-megapixel JPEG is made from a sample picture; nothing is kept.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from analyzer import Corrections, Observation, analyze, conclude, load_photo, observe
from analyzer.corrections.points import editable_points
from analyzer.overlay import build_scene, encode, paint
from analyzer.pose import model_path, shared_model
from analyzer.pose.lean import without_plots_and_sound
from analyzer.pose.private import block_usage_reports
from analyzer.types import Analysis, Photo

HERE = Path(__file__).parents[1]
SAMPLE = HERE / "sample_images" / "anterior_tilt_woman_left.jpg"
ROUNDS = 25


class Cost(NamedTuple):
    """Medians, milliseconds."""

    processor: float
    wall: float


def twelve_megapixels(folder: Path) -> Path:
    """A portrait phone photo, 3024 × 4032, with some sensor noise."""
    picture = cv2.resize(cv2.imread(str(SAMPLE)), (3024, 4032), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0, 2, picture.shape)
    path = folder / "phone.jpg"
    cv2.imwrite(str(path), np.clip(picture + noise, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return path


def bare_landmarker() -> tuple[Any, Any]:
    """MediaPipe, and its landmarker as its guide has it, with a mask."""
    block_usage_reports()
    with without_plots_and_sound():
        import mediapipe as mp  # noqa: PLC0415 - heavy
    base = mp.tasks.BaseOptions(model_asset_buffer=model_path().read_bytes())
    options = mp.tasks.vision.PoseLandmarkerOptions(base_options=base, output_segmentation_masks=True)
    return mp, mp.tasks.vision.PoseLandmarker.create_from_options(options)


def medians(*actions: Callable[[], object], rounds: int = ROUNDS) -> list[Cost]:
    """Of several actions, taken in turn so that they share the machine's moods."""
    costs: list[list[Cost]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, taken in zip(actions, costs, strict=True):
            processor, wall = time.process_time(), time.perf_counter()
            action()
            taken.append(Cost((time.process_time() - processor) * 1e3, (time.perf_counter() - wall) * 1e3))
    return [Cost(*(statistics.median(each) for each in zip(*taken, strict=True))) for taken in costs]


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


def picture(analysis: Analysis, photo: Photo, kind: Any = "png") -> bytes:
    """What the command line does for an overlay."""
    return encode(paint(build_scene(analysis, explained=False), photo.rgb), kind)


def seconds(bytecode: Path, *command: str) -> float:
    """A new process from its start to its end; the median of seven after a first one.

    Python keeps its bytecode in ``bytecode``, as it does for whoever installs a package: to compile 190
    modules anew takes 0.2 s where ``PYTHONDONTWRITEBYTECODE`` is set.
    """
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    given["PYTHONPYCACHEPREFIX"] = str(bytecode)

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, cwd=HERE, stdout=subprocess.DEVNULL, env=given)
        return time.perf_counter() - start

    once()
    return statistics.median(once() for _ in range(7))


def ratio(name: str, cost: Cost, bare: Cost, limit: str = "") -> None:
    print(
        f"{name}: processor {cost.processor:.0f} ms = {cost.processor / bare.processor:.2f} ×, "
        f"wall {cost.wall:.0f} ms = {cost.wall / bare.wall:.2f} × bare detection{limit}"
    )


def one_photo(name: str, path: Path, mp: Any, landmarker: Any) -> None:
    """An analysis from the file to the result, against the bare call."""
    photo = load_photo(path)
    image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(photo.rgb))
    bare, whole, read = medians(
        lambda: landmarker.detect(image), lambda: analyze(path), lambda: load_photo(path)
    )
    size = f"{photo.rgb.shape[1]} × {photo.rgb.shape[0]}"
    print(f"{name}: bare detection on {size}: processor {bare.processor:.0f} ms, wall {bare.wall:.0f} ms")
    ratio(f"{name}: analysis", whole, bare, " (≤ 4.5 and ≤ 3.2)")
    ratio(f"{name}:   of which reading the photo", read, bare)


def main() -> None:
    mp, landmarker = bare_landmarker()
    shared_model().warm_up()
    with tempfile.TemporaryDirectory() as folder:
        one_photo("1 MP", SAMPLE, mp, landmarker)
        one_photo("12 MP", twelve_megapixels(Path(folder)), mp, landmarker)
    photo = load_photo(SAMPLE)
    result = analyze(photo)
    scene = build_scene(result, explained=False)
    painted = paint(scene, photo.rgb)
    image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(photo.rgb))
    bare, whole, drawn, brush, png, jpeg, webp, *corrected = medians(
        lambda: landmarker.detect(image),
        lambda: analyze(SAMPLE),
        lambda: picture(result, photo),
        lambda: paint(scene, photo.rgb),
        lambda: encode(painted),
        lambda: encode(painted, "jpeg"),
        lambda: encode(painted, "webp"),
        *correcting(observe(photo)),
    )
    share = Cost(*(a / (a + b) for a, b in zip(whole, drawn, strict=True)))
    print(f"photos a second with a PNG overlay ÷ without: {share.processor:.2f} by processor time, ", end="")
    print(f"{share.wall:.2f} by wall time (≥ 0.75)")
    ratio("picture, from the result to the PNG", drawn, bare)
    for name, cost in {"painting": brush, "PNG": png, "JPEG": jpeg, "WebP": webp}.items():
        ratio(f"  {name}", cost, bare)
    names = ("both bones of the pelvis", "three points of the back", "level, with the back traced anew")
    for name, cost in zip(names, corrected, strict=True):
        ratio(f"correcting {name}", cost, bare)
    with tempfile.TemporaryDirectory() as folder:
        bytecode = Path(folder)
        nothing = seconds(bytecode, "-c", "pass")
        imported = seconds(bytecode, "-c", "import analyzer") - nothing
        first = seconds(bytecode, "-m", "analyzer", "analyze", str(SAMPLE))
    print(f"import analyzer: {imported:.2f} s (≤ 0.5)")
    print(f"first result of the command line in a new process: {first:.2f} s (≤ 0.75)")


if __name__ == "__main__":
    main()
