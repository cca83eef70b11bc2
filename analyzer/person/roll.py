"""How far the camera was turned about its line of sight, from straight lines in the room.

Every angle against the vertical is wrong by as much as the camera was tilted sideways, one to one. Door
frames, shelves, tiles and the line where wall and floor meet show it. Lines that look horizontal are also
inclined when the wall was not square to the camera, and lines that look vertical when the camera looked up
or down; so three unknowns are fitted together, each held by what is usual for a hand-held photo.

Not every straight line is level: a board in a hand, a poster that hangs askew, the folds of a curtain. Lines
that hang together are one *thing*, and a thing is either fixed to the room or turned by an angle of its own.
Nobody has to decide which: every combination is weighed by how well it explains all lines (a Bayesian
average over a few hundred small normal models), and doubt ends in a wider answer nearer to 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import gaussian_smooth
from analyzer.types.arrays import FloatArray

HANDHELD_ROLL_SD_DEG: Final = 1.7
"""Usual sideways tilt of a hand-held photo (our assumption; 40 % of the phantoms have 2° to 3°)."""
WALL_YAW_SD_DEG: Final = 4.0
"""How far a wall behind the person is usually out of square (our assumption)."""
OBLIQUE_YAW_SD_DEG: Final = 20.0
OBLIQUE_SHARE: Final = 0.2
"""A share of the photos is taken before a wall that is far out of square (our assumptions)."""
PITCH_SD_DEG: Final = 6.0
"""How far the camera usually looks up or down (our assumption)."""

_WORK_SIDE_PX: Final = 640
_USED_DEG: Final = (8.0, 14.0)
"""Lines so near to vertical or horizontal are used: fully up to the first, no longer from the second."""
_LINE_SD_DEG: Final = 0.35
_FOCAL_PER_SIDE: Final = 1.1
"""Focal length over the longer side of a usual phone photo."""
_MIN_LENGTH: Final = 0.02
"""Shortest line used, in parts of the longer side."""
_SHORT: Final = 0.04
"""So short a line counts half: pixels have steps, and a faint edge that leans a little looks like a level
one in pieces."""
_MODE_WIDTH_DEG: Final = 0.5
_WITNESSES: Final = 4.0
_WITNESS_LENGTH: Final = 0.15
"""Many short pieces of one shelf are not many witnesses: so much length makes one, and no thing has more."""
_NEIGHBOURS: Final = 4.0
"""So many lines scatter as one: the two sides of a joint between tiles, and pieces of one edge."""

_FEW_SD_DEG: Final = 1.4
_FEW: Final = 0.3
"""How lines of a thing scatter, as far as too few of them show it: a prior, and its weight in witnesses."""
_FLOOR: Final = 0.1
"""Lines lower than this share of the person's height above the soles lie on the floor: none is upright."""

_JOIN: Final = 0.04
"""Lines nearer to each other belong to one thing, in parts of the longer side."""
_MOST_THINGS: Final = 6
_FIXED_SD_DEG: Final = 0.25
_LOOSE_SD_DEG: Final = 6.0
"""How far a thing fixed to the room, and any other, is usually out of level (our assumptions)."""
_HALF_FIXED: Final = 0.25
_FIXED_SLOPE: Final = 0.08
_MOST_FIXED: Final = (0.98, 0.998)
"""A thing of this size (parts of the longer side) is fixed as often as not; larger ones mostly are, most of
all those with lines in both directions."""
_HANGING: Final = (0.4, 0.01)
"""How often a thing's upright lines lean by themselves: without and with lines across (our assumptions)."""
_NEAR: Final = 0.10
_HELD_LOGIT: Final = 1.5
"""What lies wholly so near to the person may be held by them."""


@dataclass(frozen=True, slots=True)
class RollEstimate:
    """Camera roll seen in the background.

    Attributes
    ----------
    roll_deg : float
        How far the content of the picture is turned clockwise: the mean of what is probable, so nearer to 0
        the less the room says. 0 when nothing was found.
    sd_deg : float
        Its standard deviation; that of a hand-held photo when nothing was found.
    lines : int
        How many line segments it comes from.
    pitch_deg, pitch_sd_deg : float
        How far the camera looked up, as far as upright lines converge, and its standard deviation.
    """

    roll_deg: float
    sd_deg: float
    lines: int
    pitch_deg: float = 0.0
    pitch_sd_deg: float = PITCH_SD_DEG


NOT_SEEN: Final = RollEstimate(0.0, HANDHELD_ROLL_SD_DEG, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Thing:
    """Lines that hang together.

    Attributes
    ----------
    design : ndarray, shape (n, 3)
        How each line leans per degree of roll, wall yaw and camera pitch.
    lean : ndarray, shape (n,)
        How far each is out of vertical or horizontal, degrees clockwise.
    precision : ndarray, shape (n,)
        Of each line, per square degree.
    upright : ndarray of bool, shape (n,)
        Whether it is nearly vertical.
    fixed : float
        Probability that the thing is level because it belongs to the room.
    hanging : float
        Probability that the upright lines of a thing that belongs to the room are not: a curtain, a ladder.
    """

    design: FloatArray
    lean: FloatArray
    precision: FloatArray
    upright: NDArray[np.bool_]
    fixed: float
    hanging: float

    def says(
        self, own_sd_deg: float, yaw_sd_deg: float, upright_sd_deg: float = 0.0
    ) -> tuple[FloatArray, FloatArray, float]:
        """What the lines say about the three unknowns, when the thing has a turn of its own.

        Parameters
        ----------
        own_sd_deg, yaw_sd_deg, upright_sd_deg : float
            Usual turn of the thing in the picture, of its front out of the room's square, and of its upright
            lines alone.

        Returns
        -------
        matrix : ndarray, shape (3, 3)
            Information.
        vector : ndarray, shape (3,)
        constant : float
            Logarithm of the lines' density where all unknowns are 0, up to what is the same for all turns.
        """
        weighted = self.design * self.precision[:, None]
        turns = np.stack(
            [np.ones(len(self.lean)), self.design[:, 1], self.upright.astype(np.float64)], axis=1
        )
        own = turns * [own_sd_deg, yaw_sd_deg, upright_sd_deg]
        inner = np.eye(3) + own.T @ (own * self.precision[:, None])
        across = weighted.T @ own
        shrunk = np.linalg.solve(inner, own.T @ (self.precision * self.lean))
        matrix = self.design.T @ weighted - across @ np.linalg.solve(inner, across.T)
        vector = weighted.T @ self.lean - across @ shrunk
        rest = float(self.precision @ self.lean**2 - (self.precision * self.lean) @ own @ shrunk)
        return matrix, vector, -0.5 * (rest + float(np.linalg.slogdet(inner)[1]))


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Straight lines in a picture, whatever they belong to.

    Attributes
    ----------
    ends : ndarray, shape (n, 4)
        [x0, y0, x1, y1] in pixels of the reduced picture.
    factor : float
        Its pixels per pixel of the picture.
    shape : (height, width)
        Of the reduced picture.
    """

    ends: FloatArray
    factor: float
    shape: tuple[int, int]


def find_lines(rgb: NDArray[np.uint8]) -> Lines:
    """Straight lines in a picture, shape (height, width, 3), that are long enough to say what is level."""
    factor = min(1.0, _WORK_SIDE_PX / max(rgb.shape[:2]))
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    if factor < 1.0:
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    lines = np.empty((0, 4)) if found is None else np.asarray(found, dtype=np.float64).reshape(-1, 4)
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    height, width = grey.shape
    return Lines(lines[lengths > _MIN_LENGTH * max(height, width)], factor, (height, width))


def estimate_roll(rgb: NDArray[np.uint8], person_mask: NDArray[np.float32]) -> RollEstimate:
    """Camera roll from line segments outside the person.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    person_mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    """
    return roll_of(find_lines(rgb), person_mask)


def roll_of(lines: Lines, person_mask: NDArray[np.float32]) -> RollEstimate:
    """The same from the lines of the picture."""
    if len(lines.ends) == 0:
        return NOT_SEEN
    segments, away_px = _away_from(person_mask, lines)
    if len(segments) == 0:
        return NOT_SEEN
    size = np.array(person_mask.shape[::-1], dtype=np.float64) * lines.factor
    things = _things(segments, away_px, size, _floor_px(person_mask) * lines.factor)
    if not things:
        return NOT_SEEN
    return _average(things)


def _away_from(mask: NDArray[np.float32], found: Lines) -> tuple[FloatArray, FloatArray]:
    """The lines away from the person, and how far away their middles are."""
    lines, (height, width) = found.ends, found.shape
    small = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR) > 0.3
    reach = max(3, round(0.012 * max(height, width)) | 1)
    near = cv2.dilate(small.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    away = np.ones(len(lines), dtype=bool)
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        point = lines[:, :2] * (1 - part) + lines[:, 2:] * part
        x = np.clip(point[:, 0].astype(int), 0, width - 1)
        y = np.clip(point[:, 1].astype(int), 0, height - 1)
        away &= ~near[y, x]
    middle = (lines[away, :2] + lines[away, 2:]) / 2
    x = np.clip(middle[:, 0].astype(int), 0, width - 1)
    y = np.clip(middle[:, 1].astype(int), 0, height - 1)
    return lines[away], _distances(near, x, y, _NEAR * max(height, width) + 1.0)


def _distances(
    near: NDArray[np.bool_], x: NDArray[np.int_], y: NDArray[np.int_], most_px: float
) -> FloatArray:
    """How far some places are from the nearest of ``near``; infinite where that is surely more than
    ``most_px``: only the surroundings have to be looked at."""
    result = np.full(len(x), np.inf)
    left, top, wide, high = cv2.boundingRect(near.view(np.uint8))
    if wide == 0:
        return result
    # OpenCV counts 0.955 for each pixel along rows and columns.
    reach = math.ceil(most_px / 0.95)
    left, right, top, bottom = left - reach, left + wide + reach, top - reach, top + high + reach
    left, top = max(left, 0), max(top, 0)
    apart = cv2.distanceTransform((~near[top:bottom, left:right]).view(np.uint8), cv2.DIST_L2, 3)
    inside = (x >= left) & (x < right) & (y >= top) & (y < bottom)
    result[inside] = apart[y[inside] - top, x[inside] - left]
    return result


def _floor_px(mask: NDArray[np.float32]) -> float:
    """Height in the picture below which only floor is seen, as far as the person shows it."""
    rows = np.flatnonzero((mask > 0.5).any(axis=1))
    if len(rows) == 0:
        return float(mask.shape[0])
    return float(rows[-1] - _FLOOR * (rows[-1] - rows[0]))


def _things(segments: FloatArray, away_px: FloatArray, size: FloatArray, floor_px: float) -> list[_Thing]:
    """The lines by the things they belong to, those with the longest lines first."""
    longer = float(size.max())
    direction = segments[:, 2:] - segments[:, :2]
    length = np.hypot(direction[:, 0], direction[:, 1]) / longer
    middle = ((segments[:, 2:] + segments[:, :2]) / 2 - size / 2) / (longer * _FOCAL_PER_SIDE)
    angle = np.degrees(np.arctan2(direction[:, 1], direction[:, 0]))
    # Clockwise on the screen is positive, as y points down.
    vertical = np.mod(angle, 180.0) - 90.0
    horizontal = np.mod(angle + 90.0, 180.0) - 90.0
    vertical[segments[:, [1, 3]].min(axis=1) > floor_px] = 90.0
    label = _joined(segments, size)
    order = sorted(set(label.tolist()), key=lambda item: -float(length[label == item].sum()))
    things = []
    for item in order[:_MOST_THINGS]:
        own = label == item
        parts = [
            _direction(deviation[own], offset[own], length[own], column)
            for deviation, column, offset in ((vertical, 2, middle[:, 0]), (horizontal, 1, middle[:, 1]))
        ]
        design, lean, precision = (np.concatenate(part) for part in zip(*parts, strict=True))
        if len(lean) == 0:
            continue
        upright = np.arange(len(lean)) < len(parts[0][1])
        share = float(precision[upright].sum()) / float(precision.sum())
        both = 4.0 * share * (1.0 - share)
        ends = segments[own].reshape(-1, 2)
        extent = float((ends.max(axis=0) - ends.min(axis=0)).max()) / longer
        held = float(length[own] @ (away_px[own] < _NEAR * longer)) / float(length[own].sum())
        logit = (extent - _HALF_FIXED) / _FIXED_SLOPE - _HELD_LOGIT * held
        most = _MOST_FIXED[0] + (_MOST_FIXED[1] - _MOST_FIXED[0]) * both
        fixed, hanging = (
            most / (1.0 + float(np.exp(-logit))),
            _HANGING[0] + (_HANGING[1] - _HANGING[0]) * both,
        )
        things.append(_Thing(design, lean, precision, upright, fixed, hanging))
    return things


def _joined(segments: FloatArray, size: FloatArray) -> NDArray[np.int32]:
    """A number per segment, the same for those that touch or nearly do."""
    thick = max(2, round(_JOIN * float(size.max())))
    drawn = np.zeros((int(size[1]) + 1, int(size[0]) + 1), np.uint8)
    cv2.polylines(drawn, list(np.round(segments).astype(np.int32).reshape(-1, 2, 2)), False, 255, thick)
    labels = cv2.connectedComponents(drawn)[1]
    middle = (segments[:, :2] + segments[:, 2:]) / 2
    x = np.clip(np.round(middle[:, 0]).astype(int), 0, drawn.shape[1] - 1)
    y = np.clip(np.round(middle[:, 1]).astype(int), 0, drawn.shape[0] - 1)
    result: NDArray[np.int32] = labels[y, x]
    return result


def _direction(
    deviation: FloatArray, offset: FloatArray, length: FloatArray, column: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Design, lean and precision of one thing's lines near to vertical (column 2) or horizontal (1).

    Lines that disagree with the others of their thing count little; where all disagree, as the folds of a
    curtain do, all are less sure.
    """
    full, none = _USED_DEG
    counts = np.clip((none - np.abs(deviation)) / (none - full), 0.0, 1.0)
    used = counts > 0.0
    deviation, offset, length, counts = deviation[used], offset[used], length[used], counts[used]
    design = np.zeros((len(deviation), 3))
    design[:, 0], design[:, column] = 1.0, offset
    if len(deviation) == 0:
        return design, deviation, deviation
    share = counts * length / (1.0 + (_SHORT / length) ** 2)
    share *= min(_WITNESSES, share.sum() / _WITNESS_LENGTH) / share.sum()
    centres = np.arange(-none, none + 0.05, 0.1)
    heaped = np.histogram(deviation, np.append(centres - 0.05, none + 0.05), weights=share * length**0.5)[0]
    start = float(centres[int(np.argmax(gaussian_smooth(heaped, _MODE_WIDTH_DEG / 0.1)))])
    residual, weight = deviation - start, share
    rows = design[:, [0, column]]
    prior = np.diag([_LOOSE_SD_DEG**-2, OBLIQUE_YAW_SD_DEG**-2 if column == 1 else PITCH_SD_DEG**-2])
    for _ in range(5):
        weight = share / (1.0 + (residual / _LINE_SD_DEG) ** 2 / 4.0)
        scaled = rows * (weight / _LINE_SD_DEG**2)[:, None]
        fit = np.linalg.solve(prior + scaled.T @ rows, scaled.T @ deviation)
        residual = deviation - rows @ fit
    total = float(weight.sum())
    scatter = float(weight @ residual**2 + _FEW * _FEW_SD_DEG**2) / (total + _FEW)
    several = max(total, total**2 / float(weight @ weight) / _NEIGHBOURS)
    return design, deviation, weight / total / (_LINE_SD_DEG**2 / total + scatter / several)


def _average(things: list[_Thing]) -> RollEstimate:
    """Mean and standard deviation of the roll over all combinations of what the things may be."""
    matrices, vectors, logs = np.zeros((1, 3, 3)), np.zeros((1, 3)), np.zeros(1)
    for thing in things:
        level = thing.fixed * (1.0 - thing.hanging)
        kinds = (
            (level * (1.0 - OBLIQUE_SHARE), thing.says(_FIXED_SD_DEG, _FIXED_SD_DEG)),
            (level * OBLIQUE_SHARE, thing.says(_FIXED_SD_DEG, OBLIQUE_YAW_SD_DEG)),
            (thing.fixed * thing.hanging, thing.says(_FIXED_SD_DEG, _FIXED_SD_DEG, _LOOSE_SD_DEG)),
            (1.0 - thing.fixed, thing.says(_LOOSE_SD_DEG, OBLIQUE_YAW_SD_DEG)),
        )
        matrices = np.concatenate([matrices + said[0] for _, said in kinds])
        vectors = np.concatenate([vectors + said[1] for _, said in kinds])
        logs = np.concatenate([logs + said[2] + np.log(share) for share, said in kinds])
    prior = np.diag(np.array([HANDHELD_ROLL_SD_DEG, WALL_YAW_SD_DEG, PITCH_SD_DEG]) ** -2)
    covariance = np.linalg.inv(prior + matrices)
    solution = (covariance @ vectors[..., None])[..., 0]
    logs = logs + 0.5 * ((vectors * solution).sum(axis=1) + np.linalg.slogdet(covariance)[1])
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    mean = solution[:, 0]
    roll = float(weight @ mean)
    sd = float(np.sqrt(weight @ (covariance[:, 0, 0] + (mean - roll) ** 2)))
    pitch = float(weight @ solution[:, 2])
    pitch_sd = float(np.sqrt(weight @ (covariance[:, 2, 2] + (solution[:, 2] - pitch) ** 2)))
    return RollEstimate(roll, sd, sum(len(thing.lean) for thing in things), pitch, pitch_sd)
