"""The second dot where the body's outline cuts it: at the back, a dot is often seen only in part.

Its colour and size are known from the first dot. What is looked for is a small place at the outline that
differs from everything around it in the direction of that colour, and whose outer border fits a circle of
that size: a ball half hidden behind the curve of the back. Its middle is then known, hidden or not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.markers.colour import in_light, nearest_mixture
from analyzer.markers.patch import Flags, Patch, Picture
from analyzer.markers.rays import along_rays, colours_around, crossing, disc_colour
from analyzer.markers.resemblance import compare
from analyzer.markers.spots import Spot, contrast_on_all_sides, peaks
from analyzer.types.arrays import FloatArray

_BAND: Final = 16.0
"""How far from the mask's outline a dot may be, patch pixels (about 2.4 cm)."""
_MOST_PLACES: Final = 14
_RAYS: Final = 48

_LEAST_EXCESS: Final = 7.0
_FULL: Final = 1.75
"""From this length on, in parts of the radius, a whole diameter may be seen."""
_PALE: Final = 0.35
"""Share below which a part is thinner than the blur of the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class PartDot:
    """A dot at the outline. Lengths in patch pixels.

    Attributes
    ----------
    centre : ndarray, shape (2,)
        Of the whole dot, also of what is hidden.
    excess : float
        Distance of its colour from those around, weighted Lab.
    share : float
        The same in parts of what a wholly seen dot would have there.
    likeness : float
        Cosine between the directions in which it and the known dot differ from what is around.
    misfit : float
        Standard deviation of its outer border about the circle, in parts of the radius.
    width, length : float
        Of what is seen, across and along the outline.
    """

    centre: FloatArray
    excess: float
    share: float
    likeness: float
    misfit: float
    width: float
    length: float


def find_at_outline(patch: Patch, known: Spot, where: Flags) -> list[PartDot]:
    """Parts of dots like the known one, at the outline and within ``where``; the clearest first."""
    near = where & (np.abs(patch.depth()) < _BAND)
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    if len(rows) == 0:
        return []
    margin = 16
    top, left = max(0, int(rows[0]) - margin), max(0, int(columns[0]) - margin)
    part = slice(top, int(rows[-1]) + margin), slice(left, int(columns[-1]) + margin)
    fine = [contrast_on_all_sides(patch.weighted[part], radius, 5.0, near[part]) for radius in (2.0, 2.8)]
    places = peaks(np.maximum(*fine), 3, 5.0)[:_MOST_PLACES]
    closer = _closer_than_all_sides(patch.soft[part], known)
    places += peaks(closer * near[part], 3, 3.0)[:_MOST_PLACES]
    outward = _outward(patch.person[part])
    dots = [
        _measure(patch, known, np.array([x + left, y + top], dtype=np.float64), outward[y, x])
        for y, x in places
    ]
    found: list[PartDot] = []
    for dot in sorted((dot for dot in dots if dot is not None), key=lambda dot: -dot.excess):
        if all(np.hypot(*(dot.centre - other.centre)) > known.radius for other in found):
            found.append(dot)
    return found


def _closer_than_all_sides(picture: Picture, known: Spot) -> Picture:
    """How much closer to the known dot's colour each place is than the closest of 16 around it."""
    dark, light = (in_light(known.colour, factor).astype(np.float32) for factor in (0.88, 1.12))
    way = light - dark
    pixels = picture - dark
    part = np.clip(pixels @ way / np.float32(way @ way), 0.0, 1.0)
    gap = np.asarray(np.linalg.norm(pixels - part[..., None] * way, axis=-1), dtype=np.float32)
    height, width = gap.shape
    pad = math.ceil(1.7 * known.radius) + 1
    padded = cv2.copyMakeBorder(gap, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    least = np.full_like(gap, np.inf)
    for turn in range(16):
        angle = math.pi * turn / 8
        dx = pad + round(1.7 * known.radius * math.cos(angle))
        dy = pad + round(1.7 * known.radius * math.sin(angle))
        least = np.minimum(least, padded[dy : dy + height, dx : dx + width])
    return least - gap


def _outward(person: Picture) -> FloatArray:
    """Unit vectors out of the person, shape (h, w, 2)."""
    soft = cv2.GaussianBlur(person, (0, 0), 4.0)
    way = -np.stack([cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)], axis=-1)
    return np.asarray(way / (np.linalg.norm(way, axis=-1, keepdims=True) + 1e-9), dtype=np.float64)


def _measure(patch: Patch, known: Spot, at: FloatArray, outward: FloatArray) -> PartDot | None:
    around = colours_around(patch, at, 1.9 * known.radius + 1.6)
    if around is None:
        return None
    here = disc_colour(patch.weighted, at, 1.0)
    like = compare(here, around, known.colour)
    # A pale trace of a vivid colour is more often a stain of JPEG than a dot.
    if like.excess < _LEAST_EXCESS or not like.fits(0.2 if like.excess > 12.0 else 0.35):
        return None
    reach, unit, seen = along_rays(patch.weighted, at, 2.4 * known.radius + 1.6, _RAYS)
    flat = seen.reshape(-1, 3)
    direction = here - nearest_mixture(here[None], around)[0]
    along = ((flat - nearest_mixture(flat, around)) @ direction / like.excess).reshape(seen.shape[:2])
    length = crossing(along, 0.5 * like.excess, reach)
    if length is None:
        return None
    fitted = _fit_circle(at + length[:, None] * unit, known.radius, like.share, outward)
    return None if fitted is None else PartDot(fitted[0], like.excess, like.share, like.likeness, *fitted[1:])


def _fit_circle(
    border: FloatArray, radius: float, share: float, outward: FloatArray
) -> tuple[FloatArray, float, float, float] | None:
    """Centre of the circle of a known radius whose outer part is the border; misfit, width and length."""
    middle = border.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov((border - middle).T))
    if values[0] < 0.5 * values[1]:
        # A sliver's own direction is more exact than that of the mask.
        outward = vectors[:, 0] * np.sign(vectors[:, 0] @ outward)
    across = (border - middle) @ outward
    along = (border - middle) @ np.array([-outward[1], outward[0]])
    width, length = float(np.ptp(across)), float(np.ptp(along))
    arc = (across > 0) & (np.abs(along) < 0.4 * length)
    if arc.sum() < 5:
        return None
    centre = middle + outward * (across.max() - radius)
    for _ in range(6):
        way = border[arc] - centre
        away = np.maximum(np.linalg.norm(way, axis=1), 1e-6)
        step, *_ = np.linalg.lstsq(way / away[:, None], away - radius, rcond=None)
        centre = centre + step
    if not np.hypot(*(centre - middle)) < 2.0 * radius:
        return None
    rest = np.linalg.norm(border[arc] - centre, axis=1) - radius
    misfit = float(np.sqrt(np.mean(rest**2))) / radius
    if length > _FULL * radius and _as_round_inside(across, along):
        return _middle(border), misfit, width, length
    # A sliver thinner than the blur of the picture looks as wide as the blur, but pale.
    true_width = min(radius, width * min(1.0, 2.0 * share))
    ball_length = 2.0 * math.sqrt(true_width * (2.0 * radius - true_width))
    if share < _PALE and length > 0.85 * ball_length:
        # So thin and yet long is a flat dot that turns away, if it is that long, and not the end of a ball.
        return (_middle(border), misfit, width, length) if length > 1.5 * radius else None
    centre = centre - outward * width / 2 * max(0.0, 1.0 - 2.0 * share)
    return centre, misfit, width, length


def _as_round_inside(across: FloatArray, along: FloatArray) -> bool:
    """Whether a border bulges inward about as much as outward: a whole flat dot, and no slice of a ball."""
    half = float(np.ptp(along)) / 2.0
    position = (along - (along.max() + along.min()) / 2.0) / half
    across = across - (across.max() + across.min()) / 2.0

    def bulge(side: NDArray[np.bool_]) -> float:
        near = side & (np.abs(position) < 0.85)
        if near.sum() < 5:
            return 0.0
        return abs(float(np.polyfit(position[near] ** 2, across[near], 1)[0]))

    return bulge(across < 0) >= 0.6 * bulge(across > 0)


def _middle(border: FloatArray) -> FloatArray:
    """Middle of the area within a border, shape (n, 2)."""
    moments = cv2.moments(border.astype(np.float32))
    return np.array([moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]])


def is_part(part: PartDot, known: Spot) -> bool:
    """Whether what was found at the outline is a part of a dot of the known size."""
    sure = part.share >= 0.5 and part.likeness >= 0.96
    return (
        part.misfit <= (0.09 if sure else 0.06)
        and part.width >= 0.3 * known.radius
        and 0.85 * known.radius <= part.length <= 2.15 * known.radius
    )
