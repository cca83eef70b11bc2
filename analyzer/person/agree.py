"""One set of landmarks from two answers of the model: of the picture and of its mirror image.

Where both answers mean the same, their mean is better than either. Two things go wrong with a mean. In a
stride, or with crossed legs, the two answers may call different legs "left": the mean would then stand
between the legs. And a leg that cannot be seen well (cloth, a dark floor) is sometimes put beside the body,
where the person's own mask says that nobody is.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types import LandmarkName, Landmarks
from analyzer.types.arrays import FloatArray
from analyzer.types.landmarks import Side

_UPPER: Final = np.arange(LandmarkName.LEFT_HIP + 2)
_LEGS: Final = np.arange(LandmarkName.LEFT_KNEE, LandmarkName.RIGHT_FOOT_INDEX + 1)
_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_LEG: Final = {
    side: np.array([LandmarkName.of(side, part) for part in ("knee", "ankle", "heel", "foot_index")])
    for side in _SIDES
}
_OTHER: Final = np.array([name.opposite for name in LandmarkName])
_SWAP: Final = 0.08
"""Sides are only exchanged when that brings the answers closer by this much on average, trunk lengths: in a
side view both sides lie over each other, and the smaller distance would be chance."""
_APART: Final = 0.15
"""Answers that differ by more, in trunk lengths, do not mean the same place."""
_REACH: Final = 0.05
"""A leg may lie so far outside the mask, whose edge is soft, trunk lengths."""
_BODY: Final = 0.3
"""Probability from which a pixel may be the person."""
_ON_BODY: Final = 0.85
"""So much of the line from hip to toes lies on the person when the leg is where the model says."""
_HAND: Final = 0.3
"""An ankle so near to a wrist is a hand taken for a foot, trunk lengths."""


def merge(one: Landmarks, two: Landmarks, mask: NDArray[np.float32]) -> tuple[Landmarks, FloatArray]:
    """The landmarks that both answers support, and how far the answers are apart.

    Parameters
    ----------
    one, two : Landmarks
        Of the picture and, mirrored back, of its mirror image.
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.

    Returns
    -------
    landmarks : Landmarks
    spread_px : ndarray, shape (33,)
        Distance between the two answers, after sides were matched.
    """
    trunk = max(_trunk_px(one), 1.0)
    two = _same_sides(one, two, trunk)
    spread: FloatArray = np.linalg.norm(one.xy_px - two.xy_px, axis=1)
    share = np.full(len(spread), 0.5)
    order = np.arange(len(spread))
    if (spread[_LEGS] > _APART * trunk).any():
        reach = _REACH * trunk
        seen = {side: tuple(_leg_seen(each, side, mask, reach) for each in (one, two)) for side in _SIDES}
        for side, other in zip(_SIDES, _SIDES[::-1], strict=True):
            leg = _LEG[side]
            if not (spread[leg] > _APART * trunk).any():
                continue
            if seen[side][0] != seen[side][1]:
                share[leg] = float(seen[side][0])
            elif not seen[side][0] and any(seen[other]):
                order[leg] = _LEG[other]
    mixed = _mixed(one, two, share)
    return _reordered(mixed, order), spread


def legs_on_body(landmarks: Landmarks, mask: NDArray[np.float32]) -> bool:
    """Whether at least one leg lies on the person.

    A shelf or a chair behind light trousers can draw both legs away, in photo and mirror image alike.
    """
    reach = _REACH * max(_trunk_px(landmarks), 1.0)
    return any(_leg_seen(landmarks, side, mask, reach) for side in _SIDES)


def _same_sides(one: Landmarks, two: Landmarks, trunk_px: float) -> Landmarks:
    """The second answer, its sides exchanged where the first calls them the other way round."""
    order = np.arange(len(one.xy_px))
    for part in (_UPPER, _LEGS):
        as_said = np.linalg.norm(one.xy_px[part] - two.xy_px[part], axis=1).mean()
        exchanged = np.linalg.norm(one.xy_px[part] - two.xy_px[_OTHER[part]], axis=1).mean()
        if as_said - exchanged > _SWAP * trunk_px:
            order[part] = _OTHER[part]
    return _reordered(two, order)


def _body_at(
    column: NDArray[np.int_], row: NDArray[np.int_], mask: NDArray[np.float32], reach_px: float
) -> NDArray[np.bool_]:
    """Whether the person may be at some pixels of the picture, or is within reach of them."""
    reach = max(1, round(reach_px))
    top, left = max(0, int(row.min()) - reach), max(0, int(column.min()) - reach)
    part = mask[top : int(row.max()) + reach + 1, left : int(column.max()) + reach + 1]
    size = 2 * reach + 1
    body = cv2.dilate((part > _BODY).astype(np.uint8), np.ones((size, size), np.uint8))
    return np.asarray(body[row - top, column - left] > 0)


def _leg_seen(landmarks: Landmarks, side: Side, mask: NDArray[np.float32], reach_px: float) -> bool:
    """Whether the whole leg, hip to toes, lies on the person, and not along an arm."""
    hands = [landmarks.on(hand, "wrist") for hand in _SIDES]
    if min(np.linalg.norm(landmarks.on(side, "ankle") - hand) for hand in hands) < _HAND * _trunk_px(
        landmarks
    ):
        return False
    corners = np.array([landmarks.on(side, part) for part in ("hip", "knee", "ankle", "foot_index")])
    steps = np.linspace(0.0, 1.0, 12)[:, None]
    line = np.concatenate([a + (b - a) * steps for a, b in pairwise(corners)])
    height, width = mask.shape
    column, row = np.floor(line).astype(int).T
    there = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    if not there.any():
        return False
    return float(_body_at(column[there], row[there], mask, reach_px).sum()) / len(there) > _ON_BODY


def _reordered(landmarks: Landmarks, order: NDArray[np.int_]) -> Landmarks:
    return Landmarks(
        landmarks.xy_px[order], landmarks.z[order], landmarks.visibility[order], landmarks.presence[order]
    )


def _mixed(one: Landmarks, two: Landmarks, share: FloatArray) -> Landmarks:
    """Weighted mean, ``share`` of the first answer."""
    rest = 1.0 - share
    return Landmarks(
        one.xy_px * share[:, None] + two.xy_px * rest[:, None],
        one.z * share + two.z * rest,
        one.visibility * share + two.visibility * rest,
        one.presence * share + two.presence * rest,
    )


def _trunk_px(landmarks: Landmarks) -> float:
    return float(np.linalg.norm(landmarks.middle("shoulder") - landmarks.middle("hip")))
