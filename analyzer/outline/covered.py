"""What lies over the back: hair, an arm, or a thing.

For each of the edge's rows, how probable it is that the traced edge is not the back's. Such rows count less
the more probable that is, down to not at all, and the photo gets a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import median, moving_mean, moving_median, percentile
from analyzer.outline.edge import ROWS, SAMPLES, Close, Edge
from analyzer.outline.stands_off import (
    EXPECTED_SDS,
    TWICE_EXPECTED_SDS,
    find_stand_off,
    stand_off_probability,
)
from analyzer.types import Landmarks
from analyzer.types.arrays import FloatArray

Rows = NDArray[np.bool_]

NECK: Final = 1.126
"""Height of the seventh cervical vertebra above the hip landmark, trunk lengths (mean of the phantoms)."""

_BESIDE: Final = 0.12
"""What stands off so near to hair or an arm is the same, trunk lengths."""
_TIP: Final = 0.012
_LEDGE_ROWS: Final = 10
_LEDGE_SLOPE: Final = 0.9
"""A back never leans outwards as steeply as this going up (42°) between sacrum and shoulder blade."""


_ARM_AT_EDGE: Final = 0.10
_ARM_NEAR_EDGE: Final = 0.13
"""An arm whose axis comes this close to the edge makes the edge; so does its neighbourhood. Half an arm is
about 0.09 trunk lengths thick."""


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """How probable it is at each row of the edge that something lies over the back, by kind; 0 to 1, each of
    shape (rows,).

    Attributes
    ----------
    hair, arm : ndarray
    thing : ndarray
        Anything else: a bag, a plate, a bunched shirt.
    """

    hair: FloatArray
    arm: FloatArray
    thing: FloatArray

    @property
    def any(self) -> FloatArray:
        result: FloatArray = 1.0 - (1.0 - self.hair) * (1.0 - self.arm) * (1.0 - self.thing)
        return result


NO_COVER: Final = Cover(*(np.zeros(len(ROWS)) for _ in range(3)))


def find_cover(
    close: Close, edge: Edge, trust: FloatArray, reference: FloatArray, landmarks: Landmarks
) -> Cover:
    """What lies over the back.

    Where colours or joints say hair or an arm, less is needed to believe it than where nothing does; but each
    has to stand off the back that the other rows suggest, as it cannot make the edge without.

    Parameters
    ----------
    close : Close
    edge : Edge
        Of a wide search.
    trust : ndarray, shape (rows,)
        How far each row of it is believed.
    reference : ndarray, shape (rows,)
        Edge of the mask.
    landmarks : Landmarks
        In pixels of the cut.
    """
    ledge = find_ledge(edge.back)
    if ledge.any():
        ledge = ledge | find_ledge(reference)
    hair, arm = find_hair(close, edge.back, landmarks), find_arm(close, edge.back, landmarks)
    needed = TWICE_EXPECTED_SDS if (hair & ledge).any() else EXPECTED_SDS
    if hair.any():
        hair, ledge = _with_tip(hair | ledge), np.zeros_like(ledge)
    hairy, armed, stepped = (
        rows.astype(np.float64) * stand_off_probability(edge.back, trust, rows, sds)
        for rows, sds in ((hair, needed), (arm, EXPECTED_SDS), (ledge, EXPECTED_SDS))
    )
    thing = find_stand_off(edge.back, trust * (1.0 - hairy) * (1.0 - armed) * (1.0 - stepped))
    thing = 1.0 - (1.0 - thing) * (1.0 - stepped)
    # What goes on where hair or an arm was found is more of it.
    beside_hair, beside_arm = (_widened(rows) for rows in (hairy, armed))
    more_hair, more_arm = thing * beside_hair, thing * beside_arm * (1.0 - beside_hair)
    return Cover(
        hair=1.0 - (1.0 - hairy) * (1.0 - more_hair),
        arm=1.0 - (1.0 - armed) * (1.0 - more_arm),
        thing=thing * (1.0 - beside_hair) * (1.0 - beside_arm),
    )


def _with_tip(rows: Rows) -> Rows:
    """The rows, and a little below them: hair ends thin and ragged, and is seen there or not by chance."""
    result = rows.copy()
    lowest = int(np.flatnonzero(rows)[0])
    result[max(0, lowest - round(_TIP * SAMPLES)) : lowest] = True
    return result


def _widened(rows: FloatArray) -> FloatArray:
    """The largest value within `_BESIDE` of each row."""
    reach = round(_BESIDE * SAMPLES)
    padded = np.pad(rows, reach)
    result: FloatArray = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1)
    return result


def find_ledge(edge: FloatArray) -> Rows:
    """Rows above a sudden step outwards: the end of a braid, a bag, a bunched shirt."""
    rise = np.zeros(len(edge))
    rise[_LEDGE_ROWS:] = (edge[_LEDGE_ROWS:] - edge[:-_LEDGE_ROWS]) * SAMPLES / _LEDGE_ROWS
    steps = np.flatnonzero((rise > _LEDGE_SLOPE) & (ROWS > 0.2) & (ROWS < 0.92))
    covered = np.zeros(len(edge), dtype=bool)
    if len(steps):
        start = ROWS[steps[0] - _LEDGE_ROWS]
        covered[(start <= ROWS) & (NECK - 0.05 > ROWS)] = True
    return covered


def find_arm(close: Close, edge: FloatArray, landmarks: Landmarks) -> Rows:
    """Rows where a forearm or hand reaches behind the edge.

    Parameters
    ----------
    landmarks : Landmarks
        In pixels of the cut.
    """
    covered = np.zeros(len(edge), dtype=bool)
    for side in ("left", "right"):
        chain = [landmarks.on(side, part) for part in ("shoulder", "elbow", "wrist", "index")]
        points = close.frame.to_body(np.array(chain))
        for start, end in ((points[0], points[1]), (points[1], points[2]), (points[2], points[3])):
            along = np.linspace(0.0, 1.0, 40)[:, None]
            line = start * (1 - along) + end * along
            inside = np.interp(line[:, 1], ROWS, edge) + line[:, 0]
            level = (line[:, 1] > -0.3) & (line[:, 1] < 0.75)
            if not (level & (inside < _ARM_AT_EDGE)).any():
                continue
            for height in line[level & (inside < _ARM_NEAR_EDGE), 1]:
                covered |= np.abs(ROWS - height) < 0.06
    return covered


def find_hair(close: Close, edge: FloatArray, landmarks: Landmarks) -> Rows:
    """Rows where hair that hangs from the head lies along the edge.

    The colour of the hair is taken from the back of the head. It must differ from the face (else the head is
    bald), and reach down from the neck without a gap: a dark shirt alone is no hair.
    """
    nothing = np.zeros(len(edge), dtype=bool)
    ear = close.frame.to_body(landmarks.middle("ear"))
    face = close.frame.to_body((landmarks.middle("eye") + landmarks.middle("mouth")) / 2.0)
    back, up = -ear[0] + np.arange(0.05, 0.24, 0.01), (ear[1] + np.arange(-0.02, 0.22, 0.01))[:, None]
    if not close.inside(back, up).mean() > 0.8:
        return nothing
    person = close.sample(close.mask, back, up).ravel() > 0.9
    head = close.sample(close.lab, back, up).reshape(-1, 3)[person].astype(np.float64)
    if len(head) < 60:
        return nothing
    distance = np.linalg.norm(head - median(head, axis=0), axis=1)
    head = head[distance <= percentile(distance, 70)]
    mean, covariance = head.mean(axis=0), np.cov(head.T) * 2 + np.eye(3) * 20
    around = np.arange(-0.05, 0.05, 0.01)
    back, up = -face[0] + around, (face[1] + around)[:, None]
    skin = median(close.sample(close.lab, back, up).reshape(-1, 3), axis=0)
    if np.linalg.norm((skin - mean) * np.array([0.5, 1.0, 1.0])) < 9.0:
        return nothing
    # Most people have no hair over the neck, and what lies below need not be looked at then.
    neck = np.flatnonzero(_AT_NECK)
    first, last = int(neck[0]) - _BESIDE_ROWS, int(neck[-1]) + 1 + _BESIDE_ROWS
    rows, _ = _hair_segments(close, edge, mean, covariance, slice(first, last))
    if rows[_BESIDE_ROWS:-_BESIDE_ROWS].mean() < 0.5:
        return nothing
    lowest = int(np.searchsorted(ROWS, _LOWEST_HAIR)) - _BESIDE_ROWS
    rows, thickness = np.zeros(len(ROWS), dtype=bool), np.zeros(len(ROWS))
    rows[lowest:], thickness[lowest:] = _hair_segments(close, edge, mean, covariance, slice(lowest, None))
    return _hanging(rows, thickness)


_AT_NECK: Final = (ROWS > 0.82) & (ROWS < 1.05)
_LOWEST_HAIR: Final = 0.15
_LOCAL_ROWS: Final = 15
_FEW_ROWS: Final = 3
_BESIDE_ROWS: Final = 2 * _LOCAL_ROWS + _FEW_ROWS
"""So many rows on either side have a part in what is found in a row."""


def _hair_segments(
    close: Close, edge: FloatArray, mean: FloatArray, covariance: FloatArray, part: slice
) -> tuple[Rows, FloatArray]:
    """Rows whose outermost strip looks like the hair and not like what is farther in, and its thickness.

    ``part`` is of the rows; the outer `_BESIDE_ROWS` of it are not exact.
    """
    inner = 42
    offsets = np.arange(-90, -2) / SAMPLES
    up = ROWS[part]
    seen = close.sample(close.lab, edge[part, None] + offsets, up[:, None])
    outer: FloatArray = seen[:, inner:].astype(np.float64)
    ordered = np.sort(seen[:, :inner].transpose(0, 2, 1), axis=2)
    local = moving_mean((ordered[..., inner // 2 - 1] + ordered[..., inner // 2]) / 2.0, _LOCAL_ROWS)
    spread = seen[:, :inner].astype(np.float64) - local[:, None]
    local_cov = moving_mean(np.matmul(spread.transpose(0, 2, 1), spread) / inner, _LOCAL_ROWS)
    local_cov = np.clip(local_cov, -400, 400) + np.eye(3) * 40
    ratio = _log_normal(outer, mean, covariance) - _log_normal(outer, local[:, None], local_cov[:, None])
    ratio = moving_mean(np.clip(ratio, -4.0, 4.0), _FEW_ROWS)
    gain = np.cumsum(ratio[:, ::-1], axis=1)
    thickness = gain.argmax(axis=1) + 1.0
    best = gain.max(axis=1)
    rows = (best / thickness > 1.0) & (best > 12.0) & (thickness >= 6) & (up > _LOWEST_HAIR)
    return rows, thickness


def _log_normal(values: FloatArray, mean: FloatArray, covariance: FloatArray) -> FloatArray:
    inverse = np.linalg.inv(covariance)
    x, y, z = (values[..., axis] - mean[..., axis] for axis in range(3))
    distance = (
        (inverse[..., 0, 0] * x + 2 * inverse[..., 0, 1] * y + 2 * inverse[..., 0, 2] * z) * x
        + (inverse[..., 1, 1] * y + 2 * inverse[..., 1, 2] * z) * y
        + inverse[..., 2, 2] * z * z
    )
    result: FloatArray = -0.5 * (distance + np.linalg.slogdet(covariance)[1])
    return result


def _hanging(rows: Rows, thickness: FloatArray) -> Rows:
    """Keep what hangs down from the neck without a gap and covers a good part of the back."""
    nothing = np.zeros(len(rows), dtype=bool)
    if rows[_AT_NECK].mean() < 0.5:
        return nothing
    hair = nothing.copy()
    gap = 0
    for index in np.flatnonzero(ROWS < 1.2)[::-1]:
        if rows[index]:
            hair[index] = True
            gap = 0
        else:
            gap += 1
            if ROWS[index] < 0.98 and gap > 18:
                break
    hair &= moving_median(np.where(hair, thickness, 0.0), 15) > 0
    back = (ROWS > 0.2) & (ROWS < 0.95)
    return hair if hair[back].mean() > 0.12 else nothing
