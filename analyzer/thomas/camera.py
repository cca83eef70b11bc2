"""How far above or below the table the camera stood, from upright lines of the room that lean.

A camera that looks down on the table sees upright lines lean outwards, more the farther from the middle of
the picture they are. It looked at what is in the middle; the table lies so many degrees below or above that.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from analyzer.thomas.lines import Segments

_FOCAL_PER_SIDE: Final = 1.1
"""Focal length over the longer side of a usual phone photo."""
_UPRIGHT_DEG: Final = 24.0
_SHORTEST: Final = 0.05
_ON_PERSON: Final = 0.3
_OFF_CENTRE: Final = 0.10
"""Lines nearer to the middle say nothing, in focal lengths."""
_ENOUGH: Final = 0.025
"""So much length times distance from the middle is needed, in longer sides and focal lengths."""
_MOST_DEG: Final = 45.0
_LINES: Final = 4
_SPREAD: Final = 0.08
"""So many lines, so far apart (focal lengths), are no outline of somebody who stands there."""
_AGREE_DEG: Final = 6.0
_AGREEING: Final = 0.6
"""Such a share of the lines agrees with the others."""


def estimate_elevation(segments: Segments, roll_deg: float, table_row_px: float) -> float | None:
    """How far the camera looked down on the table, degrees; + = from above. ``None`` where no line tells.

    Parameters
    ----------
    segments : Segments
    roll_deg : float
        How far the content of the picture is turned clockwise.
    table_row_px : float
        Where the table is in the picture.
    """
    width, height = segments.size
    side = max(width, height)
    step = segments.steps
    length = np.linalg.norm(step, axis=1) / side
    # Clockwise from upright, as y points down.
    lean = np.degrees(np.arctan2(-step[:, 0] * np.sign(step[:, 1]), np.abs(step[:, 1]))) - roll_deg
    off = (segments.ends[..., 0].mean(axis=1) - width / 2.0) / (_FOCAL_PER_SIDE * side)
    used = (np.abs(lean) < _UPRIGHT_DEG) & (length > _SHORTEST) & (np.abs(off) > _OFF_CENTRE)
    used &= segments.on_person < _ON_PERSON
    if not used.any():
        return None
    pitch = np.degrees(np.arctan(np.tan(np.radians(lean[used])) / off[used]))
    weight = length[used] * np.abs(off[used])
    order = np.argsort(pitch)
    half = int(np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2.0))
    down = float(pitch[order][min(half, len(order) - 1)])
    agree = np.abs(pitch - down) < _AGREE_DEG
    agreeing = weight[agree].sum()
    if agree.sum() < _LINES or float(np.ptp(off[used][agree])) < _SPREAD:
        return None
    if abs(down) > _MOST_DEG or weight.sum() < _ENOUGH or agreeing < _AGREEING * weight.sum():
        return None
    return down + math.degrees(math.atan2(table_row_px - height / 2.0, _FOCAL_PER_SIDE * side))
