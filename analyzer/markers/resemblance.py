"""Whether a spot or a part of one is another dot like a known one.

A small or half hidden dot looks pale: the picture's blur, and the coarse colours of JPEG, mix its colour with
those around. So what is compared is the direction in which it differs from them; the more it differs, the
better that direction is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from analyzer.markers.colour import in_light, nearest_mixture
from analyzer.markers.spots import Spot
from analyzer.types.arrays import FloatArray

_LIGHTS: Final = (0.75, 0.85, 0.93, 1.0, 1.08, 1.18)
"""In how much light a second dot may be, see `in_light`: 0.4 to 1.6 of that on the first."""
_NOISE: Final = 5.5
"""How far a colour may be off by noise and by the shade of a ball, weighted Lab."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How a colour that differs from those around compares with that of a known dot.

    Attributes
    ----------
    excess : float
        How far it lies from those around, weighted Lab.
    likeness : float
        Cosine between its direction from those around and that of the known dot, in the light that suits.
    share : float
        The excess in parts of what a whole dot would have there.
    gap : float
        Distance of the two colours.
    """

    excess: float
    likeness: float
    share: float
    gap: float

    def fits(self, least_share: float) -> bool:
        """Whether it can be a part, or the whole, of a dot of the known colour."""
        sine = math.sqrt(max(0.0, 1.0 - self.likeness**2))
        same_direction = self.likeness >= 0.85 and (sine <= 0.28 or sine * self.excess <= _NOISE)
        return same_direction and self.share >= least_share and (self.share < 1.6 or self.gap < 12.0)


def compare(colour: FloatArray, around: FloatArray, known: FloatArray) -> Resemblance:
    """Compare a colour, shape (3,), among those around, shape (n, 3), with that of a known dot."""
    lift = colour - nearest_mixture(colour[None], around)[0]
    excess = float(np.linalg.norm(lift))
    lights = np.array([in_light(known, light) for light in _LIGHTS])
    lifts = lights - nearest_mixture(lights, around)
    sizes = np.linalg.norm(lifts, axis=1) + 1e-9
    cosines = lifts @ lift / (sizes * (excess + 1e-9))
    best = int(cosines.argmax())
    gap = float(np.linalg.norm(lights - colour, axis=1).min())
    return Resemblance(excess, float(cosines[best]), excess / float(sizes[best]), gap)


def is_second(spot: Spot, known: Spot) -> bool:
    """Whether a whole spot may be the second dot, when the first is known."""
    return (
        compare(spot.colour, spot.around, known.colour).fits(0.35)
        and 0.55 <= spot.radius / known.radius <= 1.6
        and spot.narrow >= 0.3 * spot.radius
        and spot.contrast >= 9.0
        and spot.roughness <= 0.12
        and spot.blur <= 0.8
    )


def similar(spots: list[Spot], known: Spot) -> list[Spot]:
    """Spots that look somewhat like a known one; it is among them."""
    found = [known]
    for spot in spots:
        if spot is known or not 0.6 < spot.radius / known.radius < 2.0 or spot.roughness > 0.2:
            continue
        one = compare(spot.colour, spot.around, known.colour)
        if one.likeness > 0.88 and one.share > 0.3:
            found.append(spot)
    return found
