"""Dots on a person who lies on the back: on the ASIS and the greater trochanter; the table hides the PSIS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import percentile
from analyzer.markers.body import on_body
from analyzer.markers.colour import is_dull
from analyzer.markers.patch import Zone, cut_patch
from analyzer.markers.resemblance import is_second, similar
from analyzer.markers.spots import Spot, find_spots
from analyzer.types import Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.geometry import frozen_points

_PELVIS: Final = Zone(-0.34, 0.42, -0.30, 0.46)
_ASIS: Final = Zone(-0.08, 0.36, 0.02, 0.44)
_TROCHANTER: Final = Zone(-0.26, 0.20, -0.28, 0.10)
_FROM_ASIS: Final = Zone(-0.36, 0.10, -0.48, -0.12)
"""Where the trochanter may be from the ASIS: at (-0.19, -0.22) on people who stand, turned by as much as the
pelvis tips on the table."""
_PATTERN: Final = 5
"""So many similar spots are a pattern of the clothes."""


@dataclass(frozen=True, slots=True, eq=False)
class SupineDots:
    """Dots of the side that faces the camera, pixels of the picture; ``None`` where there is none.

    Both, or the trochanter's alone when there is one dot that can be nothing else.
    """

    asis_px: FloatArray | None = None
    trochanter_px: FloatArray | None = None


def find_supine_dots(
    rgb: NDArray[np.uint8], person: NDArray[np.float32], landmarks: Landmarks, frame: SagittalFrame
) -> SupineDots:
    """The dots in a picture that was turned so that the head is up.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    person : ndarray of float32, shape (height, width)
        Probability of being the person.
    landmarks : Landmarks
        In pixels of the picture.
    frame : SagittalFrame
        In pixels of the picture.
    """
    patch = cut_patch(rgb, person, frame)
    if patch is None:
        return SupineDots()
    depth = patch.depth()
    spots = find_spots(patch, patch.inside(_PELVIS) & (patch.person > 0.3))
    white = percentile(patch.weighted[::4, ::4, 0], 95)
    dots = [
        spot
        for spot in spots
        if spot.like_dot and not is_dull(spot.colour, white) and on_body(patch, spot, depth, landmarks)
    ]
    if not dots or max(len(similar(spots, dot)) for dot in dots) >= _PATTERN:
        return SupineDots()
    place = {id(dot): patch.to_body(dot.centre) for dot in dots}

    def at(spot: Spot) -> FloatArray:
        return frozen_points(patch.to_picture(spot.centre))

    pairs = [
        (front, side)
        for front in dots
        for side in dots
        if front is not side
        and _ASIS.holds(place[id(front)])
        and _TROCHANTER.holds(place[id(side)])
        and _FROM_ASIS.holds(place[id(side)] - place[id(front)])
        and (is_second(side, front) or is_second(front, side))
    ]
    if len(pairs) == 1:
        return SupineDots(*(at(spot) for spot in pairs[0]))
    alone = [dot for dot in dots if dot.unmistakable and _TROCHANTER.holds(place[id(dot)])]
    if len(dots) == 1 and alone:
        return SupineDots(None, at(alone[0]))
    return SupineDots()
