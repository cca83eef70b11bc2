"""How likely it is that cloth hangs over the back: by the outline, by what ends where, and by bare skin.

A top that ends below the waist hangs freely, unless it is a tight one; one that ends above it is short,
tucked in, or tight. Both change the odds that the outline gives, and neither decides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, overload

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import median
from analyzer.outline.edge import ROWS, Close
from analyzer.types import Landmarks
from analyzer.types.arrays import FloatArray

LIKELY: Final = 0.5
"""From this probability on the edge is called that of hanging cloth."""
_CLEAR: Final = (0.05, 0.25)
"""Below the first probability nothing speaks for cloth that hangs, and it is left out of account; from the
second on it counts in full. Between them this changes gradually."""
_BARE: Final = (0.45, 0.65)
"""Share of the back that looks like the face: up to the first it says nothing, as a shirt may be of such a
colour; from the second on the back is bare."""
_BARE_LOGIT: Final = 5.0
_HEM_LOGIT: Final = (2.0, -1.0)
"""How much a hem below and above the waist says (our choice: nobody counted how people dress)."""
_BELOW_WAIST: Final = (0.08, 0.20)
"""Where a hem counts as below the waist, and as above it; trunk lengths above the hip landmark."""
_HEMS: Final = np.arange(-0.36, 0.45, 0.01)
_HEM_ROWS: Final = np.arange(-0.5, 0.76, 0.01)
_RISE: Final = _HEM_ROWS - _HEMS[:, None]
_JUST_ABOVE: Final = (_RISE > 0.01) & (_RISE < 0.07)
_JUST_BELOW: Final = (_RISE > -0.07) & (_RISE < -0.01)
_ABOVE: Final = _HEMS[:, None] + 0.03 < _HEM_ROWS
"""Rows beside each possible hem, and all of what is worn above it."""
_HEM_COLOUR: Final = (8.0, 24.0)
"""Change of colour across a hem (CIE Lab, light counted less): none, and a clear one."""
_ONE_COLOUR: Final = (0.75, 0.95)
"""Share of what is above that has one colour: a top's is."""
_SAME: Final = 12.0
_SKIN_HUE: Final = 0.15
"""Skin of one person in other light differs by so much in the logarithms of red : green and green : blue."""
_SKIN_LIGHT: Final = (0.8, 0.4)
"""How much lighter or darker the back may be than the face (logarithm), and how gradually that ends."""
_LOW_BACK: Final = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the colours say, each 0 to 1.

    Attributes
    ----------
    bare : float
        Share of the back that looks like skin, see `skin_share`.
    low_hem, high_hem : float
        How clearly a top ends below the waist, and above it, see `find_hem`.
    """

    bare: float = 0.0
    low_hem: float = 0.0
    high_hem: float = 0.0


def probability_of(logit: float, seen: Seen = Seen()) -> float:
    """Probability that cloth hangs, 0 to 1; 0 where nothing speaks for it.

    Parameters
    ----------
    logit : float
        By the outline alone.
    seen : Seen
        Skin can only lower the probability; a shirt of its colour that ends below the waist is no skin.
    """
    logit += _HEM_LOGIT[0] * seen.low_hem + _HEM_LOGIT[1] * seen.high_hem
    logit -= _BARE_LOGIT * _smooth_step(seen.bare, *_BARE) * (1.0 - seen.low_hem)
    probability = 1.0 / (1.0 + math.exp(-min(max(logit, -30.0), 30.0)))
    return probability * _smooth_step(probability, *_CLEAR)


@overload
def _smooth_step(value: float, low: float, high: float) -> float: ...
@overload
def _smooth_step(value: FloatArray, low: float, high: float) -> FloatArray: ...
def _smooth_step(value: float | FloatArray, low: float, high: float) -> float | FloatArray:
    part = np.clip((value - low) / (high - low), 0.0, 1.0)
    result: FloatArray = part * part * (3.0 - 2.0 * part)
    return result if isinstance(value, np.ndarray) else float(result)


def look_at_clothes(close: Close, edge: FloatArray, landmarks: Landmarks) -> Seen:
    """What the colours along the back say; parameters as for `skin_share`."""
    return Seen(skin_share(close, edge, landmarks), *find_hem(close, edge))


def find_hem(close: Close, edge: FloatArray) -> tuple[float, float]:
    """How clearly a top ends below the waist, and above it, each 0 to 1.

    All heights are weighed by how much the colour changes there, so that no single one decides.
    """
    depth = np.arange(0.02, 0.11, 0.01)
    back = np.interp(_HEM_ROWS, ROWS, edge)[:, None] - depth
    lab = close.sample(close.lab, back, _HEM_ROWS[:, None]).astype(np.float64)
    rows = median(lab * [0.6, 1.3, 1.3], axis=1)
    change = np.linalg.norm(_medians(rows, _JUST_ABOVE) - _medians(rows, _JUST_BELOW), axis=1)
    away = np.linalg.norm(rows[None] - _medians(rows, _ABOVE)[:, None], axis=2)
    same = ((away < _SAME) & _ABOVE).sum(axis=1) / _ABOVE.sum(axis=1)
    weight = np.exp((change - change.max()) / 2.5)
    clear = _smooth_step(change, *_HEM_COLOUR) * _smooth_step(same, *_ONE_COLOUR)
    high = _smooth_step(_HEMS, *_BELOW_WAIST)
    low_hem, high_hem = (float(np.average(clear * part, weights=weight)) for part in (1.0 - high, high))
    return low_hem, high_hem


def _medians(rows: FloatArray, chosen: NDArray[np.bool_]) -> FloatArray:
    """Median of some of the rows, shape (n, c), for each choice among them, shape (m, n); shape (m, c)."""
    kept = np.where(chosen[:, None, :], rows.T, np.inf)
    kept.sort(axis=2)
    count = chosen.sum(axis=1)
    index = np.arange(len(chosen))
    result: FloatArray = (kept[index, :, (count - 1) // 2] + kept[index, :, count // 2]) / 2.0
    return result


def skin_share(close: Close, edge: FloatArray, landmarks: Landmarks) -> float:
    """Share of the back, 0 to 1, that has the colour of the face just inside its edge.

    Parameters
    ----------
    close : Close
    edge : ndarray, shape (rows,)
        Traced edge at `analyzer.outline.edge.ROWS`.
    landmarks : Landmarks
        In pixels of the cut.
    """
    face = close.frame.to_body((landmarks.middle("eye") + landmarks.middle("mouth")) / 2.0)
    around = np.arange(-0.04, 0.045, 0.01)
    back, up = np.meshgrid(-face[0] + around, face[1] + around)
    skin = median(_tint(close.sample(close.lab, back, up)).reshape(-1, 3), axis=0)
    rows = np.arange(*_LOW_BACK, 0.02)
    depth = np.arange(0.02, 0.09, 0.01)
    back = np.interp(rows, ROWS, edge)[:, None] - depth
    seen = median(_tint(close.sample(close.lab, back, rows[:, None])), axis=1)
    hue = np.hypot(*(seen - skin)[:, :2].T) / _SKIN_HUE
    light = np.maximum(np.abs(seen[:, 2] - skin[2]) - _SKIN_LIGHT[0], 0.0) / _SKIN_LIGHT[1]
    return float(np.mean(np.exp(-0.5 * (hue**2 + light**2))))


def _tint(lab: NDArray[np.float32]) -> FloatArray:
    """Logarithms of red : green, green : blue and brightness in linear light, shape (..., 3).

    Light and shade move the last one alone.
    """
    rgb = cv2.cvtColor(np.ascontiguousarray(lab.reshape(-1, 1, 3)), cv2.COLOR_Lab2RGB).reshape(lab.shape)
    linear = np.clip(rgb, 0.01, 1.0).astype(np.float64) ** 2.2
    red, green, blue = np.moveaxis(linear, -1, 0)
    return np.stack([np.log(red / green), np.log(green / blue), np.log(red + green + blue)], axis=-1)
