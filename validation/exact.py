"""The software's own error: exact silhouettes of outlines whose tangents are known to any decimal.

Run from the top of the project::

    python -m validation exact
    python -m validation exact --write    # into docs/accuracy.md, too

An outline is a sum of bell curves, so the curve that the definitions smooth, and its slope, have a formula.
It is drawn as a dark shape on a light ground, each pixel by the share that is covered, in several sizes, both
directions and with the camera rolled; the mask is that share. What is left to err is the tracing of the edge,
the curve and the tangents. Two round dots with a known line between them do the same for the tilt.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import gaussian_smooth
from analyzer.markers import find_markers
from analyzer.measures.pelvic_tilt import measure_pelvic_tilt
from analyzer.outline.describe import SMOOTHING
from analyzer.outline.edge import ROWS, SAMPLES, cut_out, landmarks_in
from analyzer.outline.trace import trace_back
from analyzer.types import Landmarks, Reason, SagittalFrame
from analyzer.types.geometry import frozen_points
from analyzer.types.landmarks import COUNT, LandmarkName
from validation.direct_test import REPORT, put_into

FloatArray = NDArray[np.float64]

HEADING: Final = "## The software's own error"
LIMIT_DEG: Final = 0.1
PEER_DEG: Final = 0.11
"""What a public peer states of its own software."""
COUNT_OF: Final = 24
TRUNKS_PX: Final = (220.0, 300.0, 400.0, 600.0)
ROLLS_DEG: Final = (0.0, 3.0, -2.0)
NAMES: Final = ("sacral_slope", "lumbar_lordosis", "thoracic_kyphosis", "pelvic_tilt")
WORDS: Final = {
    "sacral_slope": "sacral slope",
    "lumbar_lordosis": "low back curve",
    "thoracic_kyphosis": "upper back curve",
    "pelvic_tilt": "pelvic tilt from two dots",
}
_FRONT: Final = 0.25
_TOP, _FOOT = 1.45, -1.5
_WITHIN: Final = tuple((number + 0.5) / 8 - 0.5 for number in range(8))
"""Places of a pixel that are asked whether they are covered, across and down."""
_DARK, _LIGHT, _DOT = (60, 50, 45), (225, 225, 225), (30, 210, 60)
_DOT_RADIUS: Final = 0.02
_APEXES: Final = ((-0.2, 0.25), (0.61, 1.05))
_NECK_END: Final = 1.15


@dataclass(frozen=True, slots=True)
class Outline:
    """The back of a body: posterior position over height, trunk lengths.

    Attributes
    ----------
    base : float
    bells : tuple of (float, float, float)
        Height, middle and width of ``height * exp(-((h - middle) / width)²)``.
    """

    base: float
    bells: tuple[tuple[float, float, float], ...]

    def at(self, heights: FloatArray) -> FloatArray:
        """Posterior position."""
        bells = (tall * np.exp(-(((heights - at) / wide) ** 2)) for tall, at, wide in self.bells)
        return np.asarray(self.base + sum(bells, start=np.zeros_like(heights)))

    def smoothed(self, sigma: float) -> Outline:
        """The same after smoothing with a Gaussian: bells stay bells."""
        bells = []
        for tall, at, wide in self.bells:
            wider = math.sqrt(wide**2 + 2.0 * sigma**2)
            bells.append((tall * wide / wider, at, wider))
        return Outline(self.base, tuple(bells))

    def slope(self, heights: FloatArray) -> FloatArray:
        """Derivative of `at`."""
        result = np.zeros_like(heights)
        for tall, at, wide in self.bells:
            away = (heights - at) / wide
            result += -2.0 * tall / wide * away * np.exp(-(away**2))
        return result


def draw_outline(random: np.random.Generator) -> Outline:
    """Buttocks, upper back and neck of somebody with a curve of some 25 to 55 degrees."""
    u = random.uniform
    buttocks, upper = (u(0.10, 0.20), 0.0, u(0.25, 0.33)), (u(0.12, 0.20), u(0.75, 0.85), u(0.30, 0.38))
    return Outline(0.12, (buttocks, upper, (-0.02, 1.3, 0.2)))


def tangents(heights: FloatArray, smooth: FloatArray, slope: FloatArray) -> dict[str, float]:
    """Slope and curves of a back by the definitions, degrees, from the smoothed curve and its slope."""
    low, high = (
        inside[smooth[inside].argmax()]
        for inside in (np.flatnonzero((heights > start) & (heights < end)) for start, end in _APEXES)
    )
    between, neck = slice(low, high + 1), (heights > heights[high]) & (heights < _NECK_END)
    sacral, middle, upper = (
        math.degrees(math.atan(value))
        for value in (-slope[between].min(), slope[between].max(), -slope[neck].min())
    )
    return {
        "sacral_slope": sacral,
        "lumbar_lordosis": sacral + middle,
        "thoracic_kyphosis": middle + upper,
    }


def true_tangents(outline: Outline) -> dict[str, float]:
    """What the definitions give of an outline, from its formula."""
    heights = np.arange(ROWS[0], ROWS[-1], 1e-4)
    smooth = outline.smoothed(SMOOTHING)
    return tangents(heights, smooth.at(heights), smooth.slope(heights))


def traced_tangents(edge: FloatArray) -> dict[str, float]:
    """The same of an edge that was traced at `ROWS`."""
    smooth = gaussian_smooth(edge, SMOOTHING * SAMPLES)
    return tangents(ROWS, smooth, np.gradient(smooth, 1.0 / SAMPLES))


@dataclass(frozen=True, slots=True, eq=False)
class Silhouette:
    """An exact picture.

    Attributes
    ----------
    rgb, mask
        Picture, and the share of each pixel that is the person.
    frame : SagittalFrame
        With the true roll.
    tilt_deg : float
        Of the line between the dots, + = the front one lower.
    """

    rgb: NDArray[np.uint8]
    mask: NDArray[np.float32]
    frame: SagittalFrame
    tilt_deg: float


def draw(outline: Outline, frame: SagittalFrame, size: tuple[int, int], tilt_deg: float) -> Silhouette:
    """The silhouette of an outline, with dots on the pelvis.

    Parameters
    ----------
    size : (int, int)
        Width and height, pixels.
    """
    width, height = size
    middles = dot_places(tilt_deg)
    y, x = np.mgrid[0:height, 0:width] + 0.5
    body, reach = frame.to_body(np.stack([x, y], axis=-1)), 2.0 / frame.trunk_length_px
    person, dots = _covered(outline, body).astype(float), _on_dots(middles, body).astype(float)
    _refine(person, frame, _near_an_edge(outline, body, reach), partial(_covered, outline))
    _refine(dots, frame, _near_a_rim(body, middles, reach), partial(_on_dots, middles))
    colour = np.array(_LIGHT) + person[..., None] * (np.array(_DARK) - np.array(_LIGHT))
    colour += dots[..., None] * (np.array(_DOT) - colour)
    return Silhouette(colour.round().astype(np.uint8), person.astype(np.float32), frame, tilt_deg)


def _refine(
    shares: FloatArray,
    frame: SagittalFrame,
    mixed: NDArray[np.bool_],
    inside: Callable[[FloatArray], NDArray[np.bool_]],
) -> None:
    """Fill in the covered share of pixels near a border; in the middle of anything one place says all."""
    y, x = (axis + 0.5 for axis in np.nonzero(mixed))
    found = np.zeros(len(x))
    for across in _WITHIN:
        for down in _WITHIN:
            found += inside(frame.to_body(np.stack([x + across, y + down], axis=-1)))
    shares[mixed] = found / len(_WITHIN) ** 2


def dot_places(tilt_deg: float) -> FloatArray:
    """Middles of the dots at the back and in front, [anterior, up]; shape (2, 2)."""
    half = 0.12 * np.array([math.cos(math.radians(tilt_deg)), -math.sin(math.radians(tilt_deg))])
    middle = np.array([-0.02, 0.16])
    return np.stack([middle - half, middle + half])


def _covered(outline: Outline, body: FloatArray) -> NDArray[np.bool_]:
    anterior, up = body[..., 0], body[..., 1]
    return np.asarray((-anterior < outline.at(up)) & (anterior < _FRONT) & (up < _TOP) & (up > _FOOT))


def _near_an_edge(outline: Outline, body: FloatArray, reach: float) -> NDArray[np.bool_]:
    anterior, up = body[..., 0], body[..., 1]
    away = np.stack([anterior + outline.at(up), anterior - _FRONT, up - _TOP, up - _FOOT])
    return np.asarray((np.abs(away) < reach).any(axis=0))


def _near_a_rim(body: FloatArray, middles: FloatArray, reach: float) -> NDArray[np.bool_]:
    away = np.linalg.norm(body[..., None, :] - middles, axis=-1)
    result: NDArray[np.bool_] = (np.abs(away - _DOT_RADIUS) < reach).any(axis=-1)
    return result


def _on_dots(middles: FloatArray, body: FloatArray) -> NDArray[np.bool_]:
    away = np.linalg.norm(body[..., None, :] - middles, axis=-1)
    result: NDArray[np.bool_] = (away < _DOT_RADIUS).any(axis=-1)
    return result


_JOINTS: Final = {
    "shoulder": (0.0, 1.0),
    "elbow": (0.4, 0.6),
    "wrist": (0.8, 0.6),
    "pinky": (0.9, 0.6),
    "index": (0.9, 0.6),
    "thumb": (0.9, 0.6),
    "hip": (0.0, 0.0),
    "knee": (0.0, -0.8),
    "ankle": (0.0, -1.4),
    "heel": (-0.05, -1.45),
    "foot_index": (0.2, -1.45),
    "ear": (0.02, 1.35),
}
"""Arms forward."""


def landmarks_of(frame: SagittalFrame) -> Landmarks:
    """Where a pose model without any error would find the joints."""
    points = np.zeros((COUNT, 2))
    for name in LandmarkName:
        part = "_".join(word for word in name.name.lower().split("_") if word not in ("left", "right"))
        points[name] = frame.to_picture(_JOINTS.get(part, (0.1, 1.35)))
    return Landmarks(points, np.zeros(COUNT), np.ones(COUNT), np.ones(COUNT))


def measured(picture: Silhouette) -> dict[str, float]:
    """What the software reads on a silhouette; a tilt only where both dots were found.

    Raises
    ------
    RuntimeError
        When the back was not traced.
    """
    landmarks = landmarks_of(picture.frame)
    close = cut_out(picture.rgb, picture.mask, picture.frame)
    trace = trace_back(close, landmarks_in(close, landmarks, picture.frame))
    if isinstance(trace, Reason):
        raise RuntimeError(trace.message)
    found = traced_tangents(trace.edge.back)
    dots = find_markers(picture.rgb, picture.mask, landmarks, picture.frame)
    if dots.asis_px is not None and dots.psis_px is not None:
        tilt = measure_pelvic_tilt(picture.frame, dots.asis_px, dots.psis_px)
        assert tilt.value is not None
        found["pelvic_tilt"] = tilt.value
    return found


def case(number: int) -> tuple[Outline, Silhouette]:
    """One outline and its picture; the same number gives the same."""
    random = np.random.default_rng([19, number])
    outline, trunk = draw_outline(random), TRUNKS_PX[number % len(TRUNKS_PX)]
    size = round(2.2 * trunk), round(3.2 * trunk)
    frame = SagittalFrame(
        frozen_points([0.5 * size[0] + random.uniform(), 0.52 * size[1] + random.uniform()]),
        trunk,
        1 if random.random() < 0.5 else -1,
        float(ROLLS_DEG[number % len(ROLLS_DEG)]),
        0.3,
    )
    return outline, draw(outline, frame, size, float(random.uniform(-5.0, 25.0)))


def errors(count: int = COUNT_OF) -> dict[str, FloatArray]:
    """Measured minus true, degrees, of so many silhouettes."""
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    for number in range(count):
        outline, picture = case(number)
        true = {**true_tangents(outline), "pelvic_tilt": picture.tilt_deg}
        for name, value in measured(picture).items():
            found[name].append(value - true[name])
    return {name: np.array(values) for name, values in found.items()}


def section(found: dict[str, FloatArray]) -> list[str]:
    """The part of ``docs/accuracy.md`` about it."""
    rows = [
        HEADING,
        "",
        f"{len(found['sacral_slope'])} exact silhouettes whose tangents have a formula: trunks of "
        f"{TRUNKS_PX[0]:.0f} to {TRUNKS_PX[-1]:.0f} pixels, both directions, the camera rolled by up to 3° "
        "(`python -m validation exact`). Mask, landmarks and roll are the true ones, so this is tracing, "
        f"curve and tangents alone. A public peer states {PEER_DEG}° for its software. The values of a photo "
        "err by more: its edge has cloth, shadow and noise, and they are those of the most probable back "
        "behind the traced edge.",
        "",
        "| | limit | mean absolute error | bias | largest | silhouettes |",
        "|---|---|---|---|---|---|",
    ]
    for name, values in found.items():
        rows.append(
            f"| {WORDS[name]} | ≤ {LIMIT_DEG}° | **{np.abs(values).mean():.3f}°** | {values.mean():+.3f}° | "
            f"{np.abs(values).max():.3f}° | {len(values)} |"
        )
    return rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="into docs/accuracy.md, too")
    parser.add_argument("--count", type=int, default=COUNT_OF)


def run(options: argparse.Namespace) -> int:
    """Print the table; 1 when an error is above the limit."""
    found = errors(options.count)
    lines: Sequence[str] = section(found)
    print("\n".join(lines))
    if options.write:
        REPORT.write_text(put_into(REPORT.read_text("utf-8"), lines), encoding="utf-8")
    return int(any(np.abs(values).mean() > LIMIT_DEG for values in found.values()))
