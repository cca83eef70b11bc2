"""Drawn people with a known back, and a pose detector that needs no model: shared by the tests.

The pictures are drawn from formulas and use nothing of the code under test but its types and the
distribution of back curves, so that a sign error there cannot hide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.outline.describe import TracedBack
from analyzer.outline.describe import find_back as trace_back
from analyzer.outline.edge import Close, cut_out
from analyzer.outline.learned_curve import back_shapes
from analyzer.types import LandmarkName, Landmarks, Pose, Reason, SagittalFrame

FloatArray = NDArray[np.float64]
Colour = tuple[int, int, int]

STANDING: Mapping[str, tuple[float, float]] = {
    "nose": (0.22, 1.36),
    "eye_inner": (0.17, 1.42),
    "eye": (0.16, 1.42),
    "eye_outer": (0.15, 1.42),
    "ear": (0.05, 1.40),
    "mouth": (0.17, 1.30),
    "shoulder": (0.0, 1.0),
    "elbow": (0.30, 0.75),
    "wrist": (0.65, 0.78),
    "pinky": (0.75, 0.76),
    "index": (0.78, 0.78),
    "thumb": (0.72, 0.80),
    "hip": (0.0, 0.0),
    "knee": (0.03, -0.85),
    "ankle": (-0.05, -1.62),
    "heel": (-0.14, -1.72),
    "foot_index": (0.30, -1.75),
}
"""Landmarks of somebody who stands upright, arms lifted forward: [anterior, superior], trunk lengths."""


def part_of(name: LandmarkName) -> str:
    """``LEFT_HIP`` and ``RIGHT_HIP`` are both "hip"."""
    words = [word for word in name.name.lower().split("_") if word not in ("left", "right")]
    return "_".join(words)


@dataclass(frozen=True)
class Place:
    """Where a body is in a picture, by plain trigonometry.

    ``roll_deg`` turns the content clockwise as seen on the screen.
    """

    hip_px: tuple[float, float] = (300.0, 480.0)
    trunk_px: float = 240.0
    facing: str = "right"
    roll_deg: float = 0.0

    @property
    def sign(self) -> int:
        return 1 if self.facing == "right" else -1

    def to_px(self, body: ArrayLike) -> FloatArray:
        points = np.asarray(body, dtype=np.float64)
        x, y = self.sign * points[..., 0] * self.trunk_px, -points[..., 1] * self.trunk_px
        c, s = math.cos(math.radians(self.roll_deg)), math.sin(math.radians(self.roll_deg))
        return np.stack([self.hip_px[0] + c * x - s * y, self.hip_px[1] + s * x + c * y], axis=-1)

    def to_body(self, x_px: FloatArray, y_px: FloatArray) -> tuple[FloatArray, FloatArray]:
        x, y = x_px - self.hip_px[0], y_px - self.hip_px[1]
        c, s = math.cos(math.radians(self.roll_deg)), math.sin(math.radians(self.roll_deg))
        return self.sign * (c * x + s * y) / self.trunk_px, -(-s * x + c * y) / self.trunk_px

    def frame(self, roll_sd_deg: float = 0.0) -> SagittalFrame:
        return SagittalFrame(np.array(self.hip_px), self.trunk_px, self.sign, self.roll_deg, roll_sd_deg)

    def landmarks(
        self,
        moved: Mapping[str, tuple[float, float]] | None = None,
        *,
        apart: Mapping[str, float] | None = None,
        visibility: Mapping[str, float] | None = None,
    ) -> Landmarks:
        """Landmarks of `STANDING` with some parts moved.

        ``apart`` is how far the left one of a pair lies in front of the right one, trunk lengths.
        """
        places = {**STANDING, **(moved or {})}
        points, seen = np.zeros((33, 2)), np.ones(33)
        for name in LandmarkName:
            part = part_of(name)
            half = (apart or {}).get(part, 0.0) / 2.0 * (1 if "LEFT" in name.name else -1)
            points[name] = np.array(places[part]) + np.array([half, 0.0])
            seen[name] = (visibility or {}).get(part, 1.0)
        return Landmarks(self.to_px(points), np.zeros(33), seen, np.ones(33))


def sample_curve(*scores: float) -> FloatArray:
    """The mean back, changed along the first components by so many standard deviations."""
    shapes = back_shapes()
    count = len(scores)
    return shapes.mean + (np.array(scores) * shapes.component_sd[:count]) @ shapes.components[:count]


@dataclass(frozen=True)
class Drawing:
    """A drawn person: the picture, a blurred mask such as a pose model gives, and the truth."""

    rgb: NDArray[np.uint8]
    mask: NDArray[np.float32]
    place: Place
    curve: FloatArray


@dataclass(frozen=True)
class DrawnCloth:
    """A white shirt from ``hem`` up, whose back stands off, and may go straight over the hollow."""

    hem: float
    stands_off: float
    bridges: bool = False


@dataclass(frozen=True)
class Look:
    """Colours of a drawing, and what lies over the back. Heights and distances in trunk lengths."""

    person: Colour = (150, 95, 80)
    room: Colour = (205, 205, 200)
    face: Colour = (225, 180, 155)
    hair: Colour | None = None
    shirt: Colour | None = None
    braid: tuple[float, float] | None = None  # lowest height, thickness behind the back
    braid_top: float = 1.45
    arm: tuple[tuple[float, float], tuple[float, float]] | None = None  # elbow and wrist in body coordinates
    arm_radius: float = 0.045
    cloth: DrawnCloth | None = None
    leak: tuple[float, float, float] | None = None  # only in the mask: behind the hip, height, radius
    noise: float = 0.0
    light: float = 0.0  # brightness of the room grows by this much across the picture


_PLAIN = Look()


@dataclass
class _Canvas:
    forward: FloatArray
    up: FloatArray
    trunk_px: float
    rgb: FloatArray = field(init=False)
    body: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.rgb = np.zeros((*self.up.shape, 3))
        self.body = np.zeros(self.up.shape)

    def cover(self, inside: FloatArray) -> FloatArray:
        """Share of each pixel covered, from the distance to the border in trunk lengths (+ = inside)."""
        return np.clip(0.5 + inside * self.trunk_px, 0.0, 1.0)

    def paint(self, share: FloatArray, colour: Colour, *, person: bool = True) -> None:
        self.rgb += share[..., None] * (np.array(colour, dtype=np.float64) - self.rgb)
        if person:
            self.body = np.maximum(self.body, share)


def draw_person(
    curve: FloatArray | None = None,
    place: Place | None = None,
    look: Look = _PLAIN,
    size: tuple[int, int] = (600, 960),
) -> Drawing:
    """A person in profile whose back is exactly ``curve`` (posterior distance at the prior's heights)."""
    curve = sample_curve() if curve is None else curve
    place = place or Place()
    x, y = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    forward, up = place.to_body(x, y)
    canvas = _Canvas(forward, up, place.trunk_px)
    canvas.rgb[:] = look.room
    canvas.rgb += look.light * (x / size[0] - 0.5)[..., None]
    heights = back_shapes().heights
    # Beyond the curve's ends a straight thigh, and a neck that narrows.
    levels = np.concatenate([[-1.8], heights, [1.25]])
    back_at = np.concatenate([[0.10], curve, [0.07]])
    slope = np.interp(up, heights, np.gradient(curve, heights))
    behind = np.interp(up, levels, back_at)
    steep = np.sqrt(1.0 + slope**2)
    trunk = np.minimum.reduce([(behind + forward) / steep, 0.2 - forward, up + 1.75, 1.2 - up])
    if look.arm:
        canvas.paint(_capsule(canvas, *look.arm, look.arm_radius), look.person)
    if look.braid:
        lowest, thickness = look.braid
        braid = np.minimum.reduce([thickness + (behind + forward) / steep, up - lowest, look.braid_top - up])
        canvas.paint(canvas.cover(np.minimum(braid, -0.0 - forward)), look.hair or look.person)
    canvas.paint(canvas.cover(trunk), look.person)
    if look.shirt:
        canvas.paint(canvas.cover(np.minimum.reduce([trunk, up - 0.1, 1.1 - up])), look.shirt)
    if look.cloth:
        over = np.where((levels > -0.05) & (levels < 0.85), max(back_at[50], back_at[-25]), back_at)
        outer = np.interp(up, levels, over) if look.cloth.bridges else behind
        cloth = [outer + look.cloth.stands_off + forward, up - look.cloth.hem, 1.05 - up, 0.22 - forward]
        canvas.paint(canvas.cover(np.minimum.reduce(cloth)), (240, 240, 240))
    if look.braid:
        inner = np.minimum.reduce(
            [0.03 - np.abs((behind + forward) / steep), up - lowest, look.braid_top - up]
        )
        canvas.paint(canvas.cover(inner), look.hair or look.person)
    _paint_head(canvas, look)
    rng = np.random.default_rng(1)
    rgb = canvas.rgb + rng.normal(0.0, look.noise, canvas.rgb.shape) if look.noise else canvas.rgb
    mask = canvas.body
    if look.leak:
        away = np.hypot(forward + look.leak[0], up - look.leak[1])
        mask = np.maximum(mask, canvas.cover(look.leak[2] - away))
    mask = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.012 * place.trunk_px)
    return Drawing(np.clip(rgb + 0.5, 0, 255).astype(np.uint8), mask, place, curve)


def trace(
    drawing: Drawing, moved: Mapping[str, tuple[float, float]] | None = None
) -> tuple[Close, TracedBack | Reason]:
    """The cut and the traced back of a drawing, with `STANDING` landmarks (some of them moved)."""
    place = drawing.place
    close = cut_out(drawing.rgb, drawing.mask, place.frame())
    x, y = close.frame.origin_px
    inside = Place((float(x), float(y)), close.frame.trunk_length_px, place.facing, place.roll_deg)
    return close, trace_back(close, inside.landmarks(moved))


def traced(drawing: Drawing, moved: Mapping[str, tuple[float, float]] | None = None) -> TracedBack:
    """Like `trace`, where a back is expected."""
    _, result = trace(drawing, moved)
    assert isinstance(result, TracedBack), result
    return result


def _capsule(canvas: _Canvas, start: tuple[float, float], end: tuple[float, float], r: float) -> FloatArray:
    way = np.array(end) - start
    part = ((canvas.forward - start[0]) * way[0] + (canvas.up - start[1]) * way[1]) / (way @ way)
    part = np.clip(part, 0.0, 1.0)
    away = np.hypot(canvas.forward - start[0] - part * way[0], canvas.up - start[1] - part * way[1])
    return canvas.cover(r - away)


def _paint_head(canvas: _Canvas, look: Look) -> None:
    def ellipse(x: float, y: float, rx: float, ry: float) -> FloatArray:
        return canvas.cover((1.0 - np.hypot((canvas.forward - x) / rx, (canvas.up - y) / ry)) * min(rx, ry))

    canvas.paint(ellipse(0.04, 1.40, 0.19, 0.25), look.face)
    if look.hair:
        canvas.paint(ellipse(-0.04, 1.44, 0.15, 0.23), look.hair)


def make_pose(landmarks: Landmarks, mask: NDArray[np.float32], probability: float = 0.95) -> Pose:
    return Pose(landmarks, np.zeros((33, 3)), mask, probability)


class FixedDetector:
    """Implements `Detector`: one person at known landmarks, in the picture it was made for or its mirror."""

    def __init__(self, drawing: Drawing, landmarks: Landmarks) -> None:
        self._drawing = drawing
        self._landmarks = landmarks

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
        del with_mask
        width = rgb.shape[1]
        if np.array_equal(rgb, self._drawing.rgb):
            return (make_pose(self._landmarks, self._drawing.mask),)
        if np.array_equal(rgb[:, ::-1], self._drawing.rgb):
            mirrored = np.ascontiguousarray(self._drawing.mask[:, ::-1])
            return (make_pose(self._landmarks.mirrored(width), mirrored),)
        return ()


class BlobDetector:
    """Implements `Detector`: every red blob of some size is a person who faces right.

    Parameters
    ----------
    bias_px : float
        All landmarks are so far to the right of where they are, whichever way round the picture is.
    needs_room : bool
        Finds only blobs that do not touch the top of the picture, as if it needed to see a head; the head
        is then above the blob.
    probability : float
    """

    def __init__(self, *, bias_px: float = 0.0, needs_room: bool = False, probability: float = 0.95) -> None:
        self.bias_px = bias_px
        self.needs_room = needs_room
        self.probability = probability
        self.shapes: list[tuple[int, ...]] = []

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
        del with_mask
        self.shapes.append(rgb.shape)
        red = (rgb[..., 0] > 150) & (rgb[..., 1] < 80)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(red.astype(np.uint8))
        poses = []
        for number in range(1, count):
            left, top, width, height, area = (int(value) for value in stats[number])
            if area < 200 or (self.needs_room and top == 0):
                continue
            head = 0.12 * height if self.needs_room else 0.0
            mask = (labels == number).astype(np.float32)
            poses.append(self._pose(left + width / 2, top - head, top + height, mask))
        return tuple(sorted(poses, key=_height, reverse=True))

    def _pose(self, x: float, top: float, bottom: float, mask: NDArray[np.float32]) -> Pose:
        trunk = (bottom - top) / 3.3
        place = Place((x + self.bias_px, bottom - 1.8 * trunk), trunk)
        return make_pose(place.landmarks(), mask, self.probability)


def _height(pose: Pose) -> float:
    _, top, _, bottom = pose.landmarks.extent_px
    return bottom - top


def blob_picture(*blobs: tuple[int, int, int, int], size: tuple[int, int] = (400, 400)) -> NDArray[np.uint8]:
    """A grey picture with red blobs (left, top, width, height) for `BlobDetector`."""
    picture = np.full((size[1], size[0], 3), 120, np.uint8)
    for left, top, width, height in blobs:
        picture[top : top + height, left : left + width] = (200, 20, 20)
    return picture
