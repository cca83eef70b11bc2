"""Dressed simulated people as the product would see them, for ``calibration/clothes.py``.

Errors of landmarks, levelling and edges are those of rendered pictures, as in `calibration.seen`. What cloth
adds to them is assumed and said here: it moves the hip landmark, its own edge is not smooth, and hair or an
arm hides a part of it now and then. So that no single way of making cloth is learned by heart, two fifths of
the garments are brought closer to the body, each by a share of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_clothes import SCORES, worn_row
from analyzer.outline.front import FRONT_HEIGHTS, FrontOutline
from analyzer.outline.learned_curve import back_shapes
from analyzer.outline.worn import WORN_HEIGHTS
from calibration.bodies import JOINTS
from calibration.frame import LandmarkFrame
from calibration.seen import CLOTH_SHARE, Errors

FloatArray = NDArray[np.float64]

_HIP, _SHOULDER = JOINTS.index("hip"), JOINTS.index("shoulder")
_TRUTH: Final = ("pelvis_rotation_deg", "sacral_slope_deg", "lordosis_deg", "depth_pct_trunk")
_HOLLOW: Final = (0.05, 0.70)
"""Heights over which the room between skin and cloth is judged, trunk lengths."""
_SEEN_TRUST: Final = 0.1
_CLOSER: Final = (0.4, 0.1)
"""Share of garments that are brought closer to the body, and the least share of their room they keep."""
_HIP_MOVED: Final = ((-0.005, -0.02), (0.012, 0.03))
"""What a shirt adds to the error of the hip landmark: mean and standard deviation of [posterior, up], trunk
lengths (assumed)."""
_LEAK: Final = (0.35, 0.03, 0.20)
"""How often a hand or the room is taken for a piece of the front, and how far ahead that then lies, trunk
lengths (assumed)."""
_CAUGHT: Final = 0.3
"""Cloth that stands so far ahead of the body was caught by an arm: it counts as not seen, trunk lengths."""
_ROUGH: Final = {"worn": (0.003, 0.08), "thick": (0.004, 0.12), "front": (0.010, 0.12)}
"""Smooth errors of an edge: standard deviation, and over how much they change; trunk lengths (assumed)."""
_HAIR: Final = 0.12
_ARM: Final = 0.10
"""How often hair hides the upper part of the edge, and an arm a piece of it (assumed)."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Bodies as they are seen.

    Attributes
    ----------
    features : ndarray, shape (n, p)
        NaN where nothing was seen.
    targets : ndarray, shape (n, t)
        See `analyzer.measures.learned_clothes.TARGETS`.
    room : ndarray, shape (n,)
        Between skin and cloth over the hollow of the back, root mean square, trunk lengths.
    """

    features: FloatArray
    targets: FloatArray
    room: FloatArray


def load_dressed(folder: Path) -> dict[str, Any]:
    """Columns of all shards in a folder, named as in `calibration.bodies`, and ``worn_back``, ``worn_front``.

    Two neighbouring rows are a person in the same clothes.
    """
    names = {
        "back": "seen_bare_back",
        "front": "seen_bare_front",
        "worn_back": "seen_back",
        "worn_front": "seen_front",
        "joints": "seen_joints",
        **{name: name for name in (*_TRUTH, "person", "seed", "garment_kind")},
    }
    parts: dict[str, list[Any]] = {name: [] for name in names}
    for path in sorted(folder.glob("s*.npz")):
        with np.load(path, allow_pickle=False) as data:
            for name, column in names.items():
                parts[name].append(data[column])
    return {name: np.concatenate(values) for name, values in parts.items()}


def clothed_rows(bodies: Mapping[str, Any], errors: Errors, seed: int, *, dressed: bool) -> Rows:
    """Every body with errors of its own.

    Parameters
    ----------
    dressed : bool
        Whether ``bodies`` have ``worn_back`` and ``worn_front``; else skin or tight cloth is seen.
    """
    found = [_see(bodies, row, errors, seed, dressed=dressed) for row in range(len(bodies["back"]))]
    return Rows(*(np.array(column) for column in zip(*found, strict=True)))


def _see(
    bodies: Mapping[str, Any], row: int, errors: Errors, seed: int, *, dressed: bool
) -> tuple[FloatArray, FloatArray, float]:
    rng = np.random.default_rng([seed, row])
    picture = errors.draw_picture(rng)
    landmarks = bodies["joints"][row] + errors.draw_joints(rng)
    if dressed:
        landmarks[_HIP] += rng.normal(*_HIP_MOVED)
    frame = LandmarkFrame(landmarks[_HIP], landmarks[_SHOULDER], float(rng.choice(errors.roll_deg)))
    heights = back_shapes().heights
    skin = frame.outline(bodies["back"][row], heights)
    back, front = bodies["back"][row], bodies["front"][row]
    if dressed:
        share = rng.uniform(_CLOSER[1], 1.0) if rng.random() < _CLOSER[0] else 1.0
        back = back + share * (bodies["worn_back"][row] - back)
        front = front + share * (bodies["worn_front"][row] - front)
    worn = frame.outline(back, heights)
    edge = worn + picture.back_error
    thick = rng.random() < CLOTH_SHARE
    if dressed or thick:
        edge = edge + _rough("worn" if dressed else "thick", heights, rng)
    ahead = frame.outline(front, FRONT_HEIGHTS)
    caught = frame.outline(bodies["front"][row], FRONT_HEIGHTS) - ahead > _CAUGHT
    ahead = np.where(caught, np.nan, ahead + picture.front_error)
    if dressed or thick:
        ahead = ahead - _rough("front", FRONT_HEIGHTS, rng)
    seen = (np.interp(WORN_HEIGHTS, heights, picture.trust) >= _SEEN_TRUST) & ~_hidden(rng)
    if rng.random() < _LEAK[0]:
        start = rng.integers(len(FRONT_HEIGHTS) - 8)
        ahead[start : start + rng.integers(2, 9)] -= rng.uniform(*_LEAK[1:])
    known = np.isfinite(ahead)
    features = worn_row(
        np.where(seen, np.interp(WORN_HEIGHTS, heights, edge), np.nan),
        FrontOutline(np.where(known, ahead, 0.0), known),
        frame.place(landmarks),
    )
    truth = [bodies[name][row] for name in _TRUTH]
    hollow = (heights > _HOLLOW[0]) & (heights < _HOLLOW[1])
    room = float(np.sqrt(np.mean((worn - skin)[hollow] ** 2)))
    return features, np.concatenate([truth, back_shapes().scores(skin)[:SCORES]]), room


def _rough(kind: str, heights: FloatArray, rng: np.random.Generator) -> FloatArray:
    sd, length = _ROUGH[kind]
    knots = np.arange(heights[0] - length, heights[-1] + 2 * length, length)
    return np.interp(heights, knots, rng.normal(0.0, sd, len(knots)))


def _hidden(rng: np.random.Generator) -> NDArray[np.bool_]:
    """Heights of the edge that hair or an arm hides."""
    chance = rng.random()
    if chance < _HAIR:
        return np.asarray(rng.uniform(0.2, 0.8) < WORN_HEIGHTS)
    if chance < _HAIR + _ARM:
        return np.asarray(np.abs(WORN_HEIGHTS - rng.uniform(-0.3, 0.8)) < rng.uniform(0.03, 0.15))
    return np.zeros(len(WORN_HEIGHTS), dtype=bool)
