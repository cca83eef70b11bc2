"""Which of the spots on the pelvis are the two dots: one pair that can be ASIS and PSIS, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analyzer.geometry import inclination_deg, percentile
from analyzer.markers.body import on_body
from analyzer.markers.colour import is_dull
from analyzer.markers.outline import PartDot, find_at_outline, is_part
from analyzer.markers.patch import SAMPLES, Patch, Picture, Zone
from analyzer.markers.resemblance import is_second, similar
from analyzer.markers.spots import Spot, find_spots
from analyzer.types import Landmarks
from analyzer.types.arrays import FloatArray

Problem = Literal["one", "ambiguous"]

PELVIS: Final = Zone(-0.42, 0.44, -0.16, 0.46)
ASIS: Final = Zone(0.01, 0.36, -0.04, 0.36)
PSIS: Final = Zone(-0.36, 0.0, 0.02, 0.42)
"""Where the dots may be. On 160 rendered people ASIS is at (0.18 ± 0.03, 0.16 ± 0.04) and PSIS at
(-0.15 ± 0.04, 0.22 ± 0.04) from the hip."""
USUAL_ASIS: Final = Zone(0.07, 0.32, 0.03, 0.30)
USUAL_PSIS: Final = Zone(-0.30, -0.05, 0.08, 0.34)
"""Where a single dot is believed to be one."""
DISTANCE: Final = (0.20, 0.50)
"""Of ASIS and PSIS in the picture; 0.34 ± 0.03 on the rendered people."""
TILT_DEG: Final = (-15.0, 45.0)
TROCHANTER: Final = Zone(-0.32, -0.08, -0.34, -0.12)
"""Where a third dot, on the greater trochanter, may be from the ASIS; (-0.19, -0.22) on rendered people."""

_PATTERN: Final = 5
"""So many similar spots, or so many dots of any colour, are a pattern of the clothes."""
_DEPTH: Final = 0.13
"""How far in front of the outline of the back a dot on the PSIS may be, trunk lengths (6 cm)."""
_BEYOND: Final = 0.6
"""How far outside the outline the middle of a dot may be, in parts of its radius."""
_CUT: Final = 1.5
"""Farther inside the outline, in parts of its radius, a dot is not cut by it."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """What was found. Points of the patch; both or none of ``asis`` and ``psis`` are set.

    Attributes
    ----------
    asis, psis : ndarray, shape (2,), or None
    problem : {"one", "ambiguous"} or None
        Why there is no pair although there are dots.
    trochanter : ndarray, shape (2,), or None
        A third dot of the same kind, on the greater trochanter.
    """

    asis: FloatArray | None = None
    psis: FloatArray | None = None
    problem: Problem | None = None
    trochanter: FloatArray | None = None


NOTHING: Final = Pair()


def find_pair(patch: Patch, landmarks: Landmarks) -> Pair:
    """The two dots, or why they are not believed.

    Parameters
    ----------
    patch : Patch
    landmarks : Landmarks
        In pixels of the picture that the patch was cut from.
    """
    spots = find_spots(patch, patch.inside(PELVIS) & (patch.person > 0.3))
    white = percentile(patch.weighted[::4, ::4, 0], 95)
    likely = [spot for spot in spots if spot.like_dot and not is_dull(spot.colour, white)]
    if not likely:
        return NOTHING
    depth = patch.depth()
    dots = [spot for spot in likely if on_body(patch, spot, depth, landmarks)]
    if not dots or len(dots) >= _PATTERN or max(len(similar(spots, dot)) for dot in dots) >= _PATTERN:
        return NOTHING
    fronts = [dot for dot in dots if ASIS.holds(patch.to_body(dot.centre))]
    rear = [spot for spot in spots if _can_be_psis(patch, spot, depth)]
    found = [(front, back) for front in fronts for back in _partners(patch, front, rear, depth)]
    if len(found) == 1:
        return _checked(patch, spots, *found[0])
    if found:
        return _unclear([front for front, _ in found])
    return _without_pair(patch, spots, [dot for dot in dots if dot in fronts or dot in rear])


def can_be_pelvis(asis: FloatArray, psis: FloatArray) -> bool:
    """Whether two points, in body coordinates, can be the bony points of one pelvis."""
    tilt = inclination_deg(psis, asis) - 90.0
    return (
        ASIS.holds(asis)
        and PSIS.holds(psis)
        and DISTANCE[0] <= float(np.linalg.norm(asis - psis)) <= DISTANCE[1]
        and TILT_DEG[0] <= tilt <= TILT_DEG[1]
    )


def _checked(patch: Patch, spots: list[Spot], front: Spot, back: FloatArray) -> Pair:
    """The pair, unless something else looks like its dots; one on the greater trochanter may."""
    others = [
        spot
        for spot in similar(spots, front)
        if min(_apart(spot.centre, front.centre), _apart(spot.centre, back)) > 1.5 * front.radius
    ]
    asis = patch.to_body(front.centre)
    if len(others) == 1 and others[0].like_dot and TROCHANTER.holds(patch.to_body(others[0].centre) - asis):
        return Pair(front.centre, back, trochanter=others[0].centre)
    return _unclear([front]) if others else Pair(front.centre, back)


def _without_pair(patch: Patch, spots: list[Spot], dots: list[Spot]) -> Pair:
    if len(dots) == 1 and len(similar(spots, dots[0])) <= 2:
        place = patch.to_body(dots[0].centre)
        believed = dots[0].unmistakable and (USUAL_ASIS.holds(place) or USUAL_PSIS.holds(place))
        return Pair(problem="one") if believed else NOTHING
    return _unclear(dots)


def _unclear(dots: list[Spot]) -> Pair:
    """Something is said only where dots were stuck on beyond doubt."""
    return Pair(problem="ambiguous") if any(dot.unmistakable for dot in dots) else NOTHING


def _can_be_psis(patch: Patch, spot: Spot, depth: Picture) -> bool:
    inside = _value(depth, spot.centre)
    near_outline = -_BEYOND * spot.radius < inside < _DEPTH * SAMPLES
    return near_outline and PSIS.holds(patch.to_body(spot.centre))


def _partners(patch: Patch, front: Spot, rear: list[Spot], depth: Picture) -> list[FloatArray]:
    """Centres of all dots that may be the second one, for a dot on the ASIS."""
    parts: list[PartDot] = [
        part
        for part in find_at_outline(patch, front, patch.inside(PSIS))
        if is_part(part, front) and _value(depth, part.centre) > -_BEYOND * front.radius
    ]
    found = []
    for spot in rear:
        if not is_second(spot, front):
            continue
        same = [part for part in parts if _apart(part.centre, spot.centre) < 1.6 * front.radius]
        parts = [part for part in parts if part not in same]
        # A ball that the outline cuts is placed by its round side, a flat dot by all that is seen of it.
        cut = _value(depth, spot.centre) < _CUT * spot.radius
        clear = [part for part in same if cut and part.excess > 0.75 * spot.contrast]
        found.append(clear[0].centre if clear else spot.centre)
    found += [part.centre for part in parts]
    asis = patch.to_body(front.centre)
    return [point for point in found if can_be_pelvis(asis, patch.to_body(point))]


def _value(depth: Picture, point: FloatArray) -> float:
    height, width = depth.shape
    x, y = np.round(point).astype(int)
    return float(depth[min(max(y, 0), height - 1), min(max(x, 0), width - 1)])


def _apart(one: FloatArray, two: FloatArray) -> float:
    return float(np.hypot(*(one - two)))
