"""Round spots of one colour that differ from everything around them: what an adhesive dot looks like.

A dot is told from a pattern, a fold or a shadow by what it is: compact (a circle, or an ellipse where the
skin turns away), of one colour with a sharp border, 6 to 30 mm wide, and different on *all* sides from what
surrounds it, also from every mixture of the surrounding colours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from analyzer.markers.colour import is_bright, lifts, nearest_mixture
from analyzer.markers.patch import Flags, Patch, Picture
from analyzer.markers.rays import (
    RAYS,
    along_rays,
    colours_around,
    crossing,
    disc_colour,
    disc_colours,
    ellipse,
    rings,
)
from analyzer.types.arrays import FloatArray

_RADII: Final = (2.0, 2.8)
_OCTAVES: Final = 3
"""Radii looked for, patch pixels: these two, twice and four times as large (6 to 33 mm wide)."""
_SMALLEST: Final = 1.8
_LARGEST: Final = 12.0
_SEED_CONTRAST: Final = 9.0
_LEAST_CONTRAST: Final = 7.0
_MOST_SEEDS: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A round spot. Lengths in patch pixels, colours in weighted Lab.

    Attributes
    ----------
    centre : ndarray, shape (2,)
        Of its area.
    radius, narrow : float
        Half of its longest and of its shortest diameter.
    colour : ndarray, shape (3,)
        Of its middle.
    around : ndarray, shape (n, 3)
        A few colours that stand for those around it.
    roughness : float
        Standard deviation of its border about an ellipse, in parts of the radius.
    blur : float
        Width of its border in parts of the radius.
    """

    centre: FloatArray
    radius: float
    narrow: float
    colour: FloatArray
    around: FloatArray
    roughness: float
    blur: float

    @property
    def lift(self) -> FloatArray:
        """From the nearest of the colours around and their mixtures to its own, shape (3,)."""
        result: FloatArray = self.colour - nearest_mixture(self.colour[None], self.around)[0]
        return result

    @property
    def contrast(self) -> float:
        """Distance from the colours around, weighted Lab."""
        return float(np.linalg.norm(self.lift))

    @property
    def like_dot(self) -> bool:
        """Whether it is as round, sharp, clear and bright as a dot seen whole."""
        return (
            self.contrast >= 12.0
            and self.roughness <= 0.08 + 0.12 / self.radius
            and self.blur <= min(0.85, max(0.65, 3.0 / self.radius))
            and self.narrow >= 0.42 * self.radius
            and is_bright(self.colour, self.colour - self.lift)
        )

    @property
    def unmistakable(self) -> bool:
        """Whether it is a dot even if no other one confirms it."""
        return self.like_dot and self.contrast >= 18.0 and self.radius >= 2.4 and self.roughness <= 0.09


def find_spots(patch: Patch, where: Flags) -> list[Spot]:
    """All round spots whose centre lies in ``where``, those of the highest contrast first.

    Parameters
    ----------
    patch : Patch
    where : ndarray of bool, shape (h, w)
    """
    found: list[Spot] = []
    for x, y, radius in _clear(patch, _seeds(patch, where)):
        spot = _measure(patch, np.array([x, y]), radius)
        if spot is not None and all(np.hypot(*(spot.centre - o.centre)) >= o.radius for o in found):
            found.append(spot)
    return sorted(found, key=lambda spot: -spot.contrast)


def _seeds(patch: Patch, where: Flags) -> list[tuple[float, float, float]]:
    """Places (x, y, radius) that differ from all sides, best first."""
    rows, columns = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    if len(rows) == 0:
        return []
    margin = 24
    top, left = max(0, int(rows[0]) - margin), max(0, int(columns[0]) - margin)
    part = slice(top, int(rows[-1]) + margin), slice(left, int(columns[-1]) + margin)
    picture, allowed, size = patch.weighted[part], where[part].astype(np.uint8), 1.0
    seeds: list[tuple[float, float, float, float]] = []
    for octave in range(_OCTAVES):
        if octave:
            picture = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            allowed = cv2.resize(allowed, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST)
            size *= 2.0
        for radius in _RADII:
            score = contrast_on_all_sides(picture, radius, _SEED_CONTRAST, allowed > 0)
            for row, column in peaks(score, round(radius), _SEED_CONTRAST):
                full = ((column + 0.5) * size - 0.5 + left, (row + 0.5) * size - 0.5 + top)
                seeds.append((float(score[row, column]), *full, radius * size))
    seeds.sort(reverse=True)
    return _apart([seed[1:] for seed in seeds])


def _apart(seeds: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The first ones, without those that lie over one of them."""
    if not seeds:
        return []
    x, y, radius = np.array(seeds).T
    together = (x - x[:, None]) ** 2 + (y - y[:, None]) ** 2 <= (
        0.7 * np.minimum(radius, radius[:, None])
    ) ** 2
    kept: list[int] = []
    left = np.ones(len(seeds), dtype=bool)
    for number in range(len(seeds)):
        if left[number]:
            kept.append(number)
            left &= ~together[number]
        if len(kept) == _MOST_SEEDS:
            break
    return [seeds[number] for number in kept]


def _clear(patch: Patch, seeds: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Without those that the first look would give up, as nearly all: one look at all of them is faster."""
    if not seeds:
        return []
    table = np.array(seeds)
    centres, radii = table[:, :2], table[:, 2]
    around, inside = rings(patch, centres, 1.45 * radii + 2.0)
    far = lifts(disc_colours(patch.weighted, centres, 0.5 * radii), around) >= _LEAST_CONTRAST
    return [seed for seed, clear in zip(seeds, (inside & far).tolist(), strict=True) if clear]


def contrast_on_all_sides(picture: Picture, radius: float, lowest: float, where: Flags) -> Picture:
    """Colour difference between each place and the most similar of eight places around it, shape (h, w); 0
    where it is ``lowest`` or less, and outside of ``where``."""
    inner = cv2.GaussianBlur(picture, (0, 0), 0.45 * radius)
    outer = cv2.GaussianBlur(picture, (0, 0), max(0.6, 0.3 * radius))
    height, width = picture.shape[:2]
    pad = math.ceil(2 * radius) + 1
    outer = cv2.copyMakeBorder(outer, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    # Most places are like one of the first sides already: the others are looked at for what is left.
    first = [_squares(inner, outer[dy : dy + height, dx : dx + width]) for dx, dy in _around(radius, pad)[:2]]
    least = cv2.min(*first)
    row, column = np.nonzero((least > lowest**2) & where)
    least = least[row, column]
    for dx, dy in _around(radius, pad)[2:]:
        difference = inner[row, column] - outer[row + dy, column + dx]
        least = np.minimum(least, (difference * difference).sum(axis=1))
        kept = least > lowest**2
        row, column, least = row[kept], column[kept], least[kept]
    result = np.zeros((height, width), np.float32)
    result[row, column] = np.sqrt(least)
    return result


_SUM: Final = np.ones((1, 3), np.float32)
_OPPOSITE_FIRST: Final = (0, 4, 2, 6, 1, 5, 3, 7)


def _around(radius: float, pad: int) -> list[tuple[int, int]]:
    """Where eight places around each begin in a picture with a border, (x, y), opposite ones together."""
    away = [(1.9 * radius * math.cos(turn), 1.9 * radius * math.sin(turn)) for turn in _TURNS]
    return [(pad + round(x), pad + round(y)) for x, y in away]


_TURNS: Final = tuple(math.pi * number / 4 for number in _OPPOSITE_FIRST)


def _squares(one: Picture, two: Picture) -> Picture:
    difference = cv2.subtract(one, two)
    return np.asarray(cv2.transform(cv2.multiply(difference, difference), _SUM))


def peaks(score: Picture, reach: int, least: float) -> list[tuple[int, int]]:
    """Places (y, x) of the local maxima of at least ``least``, the highest first."""
    size = 2 * reach + 1
    highest = (score == cv2.dilate(score, np.ones((size, size), np.uint8))) & (score > least)
    y, x = np.nonzero(highest)
    order = np.argsort(-score[y, x])
    return [(int(y[i]), int(x[i])) for i in order]


def _measure(patch: Patch, at: FloatArray, radius: float) -> Spot | None:
    """The spot at a place, measured; None when what is there is no closed shape of one colour."""
    spot = _look(patch, at, radius)
    for _ in range(2):
        if spot is None:
            return None
        spot = _look(patch, spot.centre, spot.radius)
    return spot


def _look(patch: Patch, at: FloatArray, radius: float) -> Spot | None:
    """One look at a spot whose place and radius are roughly known."""
    colour = disc_colour(patch.weighted, at, 0.5 * radius)
    around = colours_around(patch, at, 1.45 * radius + 2.0)
    if around is None:
        return None
    if np.linalg.norm(colour - nearest_mixture(colour[None], around)[0]) < _LEAST_CONTRAST:
        return None
    border = _border(patch.weighted, at, colour, around, 2.2 * radius + 1.6)
    if border is None:
        return None
    centre, longest, shortest, roughness = ellipse(at, border[0])
    if not _SMALLEST <= longest <= _LARGEST:
        return None
    return Spot(centre, longest, shortest, colour, around, roughness, border[1] / longest)


def _border(
    picture: Picture, centre: FloatArray, colour: FloatArray, around: FloatArray, longest: float
) -> tuple[FloatArray, float] | None:
    """Distance of the border along each ray, shape (rays,), and its width; None when a ray meets none."""
    reach, _, seen = along_rays(picture, centre, longest, RAYS)
    flat = seen.reshape(-1, 3)
    away = np.linalg.norm(flat - nearest_mixture(flat, around), axis=1)
    like = away / (away + np.linalg.norm(flat - colour, axis=1) + 1e-6)
    like = like.reshape(seen.shape[:2])
    inner, middle, outer = (crossing(like, level, reach) for level in (0.75, 0.5, 0.25))
    if inner is None or middle is None or outer is None or middle.min() <= 0.0:
        return None
    return middle, float(np.mean(outer - inner))
