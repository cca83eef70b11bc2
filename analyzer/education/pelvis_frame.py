"""Everything in the pelvis figure that changes with the tilt, as attributes of named elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from analyzer.education import bones
from analyzer.education.mannequin import figure_data
from analyzer.education.pelvis_model import (
    LEVELS,
    MAX_TILT_DEG,
    MIN_TILT_DEG,
    PelvisState,
    pelvis_state,
    psoas_length_pct,
    turned,
)
from analyzer.education.svg import num, polyline, smooth
from analyzer.types.arrays import FloatArray

_HIP: Final = np.array([204.0, 352.0])
"""Where the hip joint stands in the figure at the typical tilt; one unit is a millimetre."""
_STEP_DEG: Final = 5.0
_PSOAS_FRONT: Final = (50.0, 40.0, 31.0, 24.0, 18.0, 13.0)
"""How far the muscle reaches in front of the middle of each vertebra, from L5 up."""
_PSOAS_BACK: Final = (7.0, 0.0, -3.0, -4.0, -3.0, -2.0)
_PSOAS_BOWL: Final = ((1.0, 72.0), (39.0, 68.0))
"""Its borders inside the pelvis, behind and in front."""
FIBRES: Final = (0.2, 0.4, 0.6, 0.8)
"""Where fibres are drawn, from the back border of the muscle to the front one."""


@dataclass(frozen=True, slots=True)
class PelvisFrame:
    """The figure at one tilt.

    Attributes
    ----------
    tilt_deg, curve_deg, psoas_pct : float
    parts : dict
        For each named element, the attributes that depend on the tilt. Between tilts their texts differ in
        the numbers only.
    """

    tilt_deg: float
    curve_deg: float
    psoas_pct: float
    parts: dict[str, dict[str, str]]


def _place(points: Any) -> FloatArray:
    """From millimetres to the figure, whose y runs down."""
    result: FloatArray = _HIP + np.asarray(points, dtype=np.float64) * [1.0, -1.0]
    return result


def _moved(shift: FloatArray, turn_deg: float) -> dict[str, str]:
    x, y = _place(shift)
    return {"transform": f"translate({x:.2f} {y:.2f}) rotate({turn_deg:.2f})"}


def _skin(tilt_deg: float) -> tuple[FloatArray, FloatArray]:
    """Back and front of the body, from below, in the figure."""
    trunk = figure_data()["trunk"]
    tilts = np.array(trunk["tilts_deg"])
    at = float(np.clip(np.interp(tilt_deg, tilts, np.arange(len(tilts))), 0, len(tilts) - 1.001))
    low, part = int(at), at - int(at)
    sides = (np.array(trunk[side], dtype=np.float64) for side in ("back", "front"))
    back, front = (_place((1.0 - part) * side[low] + part * side[low + 1])[::2] for side in sides)
    return back, front


def _lumbar_skin(back: FloatArray, state: PelvisState) -> FloatArray:
    """The skin over the low back, from the sacrum up to T12."""
    low, high = _place(state.joints[0])[1] + 14.0, _place(state.joints[-1])[1]
    heights = np.linspace(low, high, 9)
    order = np.argsort(back[:, 1])
    return np.column_stack((np.interp(heights, back[order, 1], back[order, 0]), heights))


def _plate(center: FloatArray, lean_deg: float, size: float, end: float) -> FloatArray:
    """Front and back corner of an end plate (``end`` +1 = upper), shape (2, 2)."""
    half, high = bones.PLATE_HALF * size, bones.PLATE_HEIGHT * size * end
    return center + turned([(half, high), (-half, high)], lean_deg)


def _discs(state: PelvisState) -> list[str]:
    """The discs from L5/S1 up, bulging a little in front and behind, as path data."""
    lower = [state.pelvis(bones.SACRAL_PLATE)]
    upper = []
    for level, center, lean in zip(LEVELS, state.centers, state.leans_deg, strict=True):
        upper.append(_plate(center, lean, bones.SIZE[level], -1.0))
        lower.append(_plate(center, lean, bones.SIZE[level], 1.0))
    discs = []
    for below, above in zip(lower[:-1], upper, strict=True):
        front, back = (below[0] + above[0]) / 2, (below[1] + above[1]) / 2
        out = (front - back) / np.linalg.norm(front - back) * 4.0
        corners = _place([below[0], front + out, above[0], above[1], back - out, below[1]])
        x = [f"{num(a)} {num(b)}" for a, b in corners]
        discs.append(f"M{x[0]}Q{x[1]} {x[2]}L{x[3]}Q{x[4]} {x[5]}Z")
    return discs


def _psoas_borders(state: PelvisState) -> tuple[FloatArray, FloatArray]:
    """Back and front border of the muscle, from T12 down to the lesser trochanter, shape (n, 2) each."""
    rows = list(zip(state.centers, state.leans_deg, _PSOAS_BACK, _PSOAS_FRONT, strict=True))[::-1]
    back = [center + turned((behind, 0.0), lean) for center, lean, behind, _ in rows]
    front = [center + turned((ahead, 0.0), lean) for center, lean, _, ahead in rows]
    lower = state.psoas_paths[0][1:]
    along = np.gradient(lower, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    ahead = np.column_stack((-along[:, 1], along[:, 0]))  # the way runs down, so this points forward
    widths = np.interp(np.arange(len(lower)), (0, 2, len(lower) - 2, len(lower) - 1), (15.0, 12.0, 8.0, 4.0))
    muscle_front = lower + ahead * (widths * 0.9)[:, None]
    muscle_back = lower - ahead * (widths * 0.9)[:, None]
    keep = [0, 2, 5, len(lower) - 2, len(lower) - 1]
    bowl = state.pelvis(_PSOAS_BOWL)
    return np.vstack((back, bowl[0], muscle_back[keep])), np.vstack((front, bowl[1], muscle_front[keep]))


def _psoas_parts(state: PelvisState) -> dict[str, dict[str, str]]:
    back, front = _psoas_borders(state)
    top = state.centers[-1] + turned((5.0, 15.0), state.leans_deg[-1])
    outline = np.vstack((top, front, back[::-1]))
    parts = {"psoas": {"d": smooth(_place(outline), closed=True)}}
    for index, share in enumerate(FIBRES):
        fibre = (1.0 - share) * back + share * front
        parts[f"fibre{index}"] = {"d": smooth(_place(fibre[:-2]))}
    tendon = np.vstack(((front[-5] + back[-5]) / 2, front[-3:], back[-3:][::-1]))
    parts["tendon"] = {"d": smooth(_place(tendon), closed=True)}
    return parts


def _tilt_parts(state: PelvisState) -> dict[str, dict[str, str]]:
    """The line from PSIS to ASIS, the horizontal through PSIS, and the wedge between them."""
    psis, asis = state.pelvis(bones.PSIS), state.pelvis(bones.ASIS)
    length = float(np.linalg.norm(asis - psis))
    reach = 1.28 * length
    angles = np.linspace(0.0, state.tilt_deg, 9)
    arc = [psis + turned((0.96 * length, 0.0), float(angle)) for angle in angles]
    level, end = psis + np.array((reach, 0.0)), psis + turned((reach * 0.98, 0.0), state.tilt_deg)
    first, corner = _place(psis), _place(asis)
    return {
        "wedge": {"d": polyline(_place([psis, *arc]), closed=True)},
        "level": {"d": polyline(_place([psis, level]))},
        "tilt": {"d": polyline(_place([psis, end]))},
        "asis": {"cx": num(corner[0]), "cy": num(corner[1])},
        "psis": {"cx": num(first[0]), "cy": num(first[1])},
        "asis_name": {"x": num(corner[0] + 12), "y": num(corner[1] + 24)},
        "psis_name": {"x": num(first[0] - 12), "y": num(first[1] - 8)},
    }


def frame(tilt_deg: float) -> PelvisFrame:
    """Everything that changes with the tilt."""
    state = pelvis_state(tilt_deg)
    back, front = _skin(state.tilt_deg)
    parts: dict[str, dict[str, str]] = {
        "skin": {"d": smooth(np.vstack((back, front[::-1])), closed=True)},
        "back": {"d": smooth(_lumbar_skin(back, state))},
        "thigh": _moved(state.hip, state.thigh.turn_deg),
        "pelvis": _moved(state.hip, state.pelvis.turn_deg),
        "sacrum": _moved(state.hip, state.pelvis.turn_deg),
    }
    for level, center, lean, ahead in zip(LEVELS, state.centers, state.leans_deg, _PSOAS_FRONT, strict=True):
        parts[level] = _moved(center, lean)
        x, y = _place(center + turned((ahead + 9.0, 0.0), lean))
        parts[f"{level}_name"] = {"x": num(x), "y": num(y + (4.0 if level != "L5" else -8.0))}
    for index, disc in enumerate(_discs(state)):
        parts[f"disc{index}"] = {"d": disc}
    parts |= _psoas_parts(state) | _tilt_parts(state)
    x, y = _place(state.hip)
    parts["pivot"] = {"cx": num(x), "cy": num(y)}
    return PelvisFrame(state.tilt_deg, state.curve_deg, psoas_length_pct(state.tilt_deg), parts)


def frames() -> list[PelvisFrame]:
    """Frames every 5° over the whole range; between them a browser interpolates the numbers."""
    tilts = np.arange(MIN_TILT_DEG, MAX_TILT_DEG + _STEP_DEG, _STEP_DEG)
    return [frame(float(tilt)) for tilt in tilts]
