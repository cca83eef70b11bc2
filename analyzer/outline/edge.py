"""The edge of the back, found in the photo to a fraction of a pixel.

The pose model's mask knows which pixels are the person, but only on a grid of 256 by 256: too coarse for
angles, and it leaks into walls of a similar colour. The photo itself has the edge, but also many others. So
the back is a path from thigh to neck that is cheap where the picture changes most across it, where mask and
local colours say person on one side and room on the other, and that moves little from row to row; dynamic
programming finds the cheapest one.

Everything is sampled in body coordinates (trunk lengths from the hip, level, posterior to the right), so the
result is the same for a person who faces the other way, a tilted camera or a photo of another size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import gaussian_smooth, moving_median
from analyzer.outline.between import MORE, between_samples, settled
from analyzer.outline.path import cheapest_path
from analyzer.smaller import smaller
from analyzer.types import Landmarks, SagittalFrame
from analyzer.types.arrays import FloatArray

SAMPLES: Final = 300
"""Samples per trunk length: about 1.6 mm on an adult."""
ROWS: Final[FloatArray] = np.arange(-0.55, 1.22, 1.0 / SAMPLES)
"""Heights of the rows above the hip, trunk lengths."""

Side = Literal[1, -1]
"""Back or front."""

_MARGIN: Final = 24
"""Samples read beyond the search window, for the sums on both sides of the edge."""
_SIDE: Final = 4
"""Width of the strips whose colours are compared across the edge, samples."""
_EDGE_FLOOR: Final = 6.0
"""Colour difference (CIE Lab) below which a row has no edge worth following."""
_LAB_WEIGHT: Final = np.array([1.0, 2.0, 2.0], dtype=np.float32)
"""Light changes over a body more than its colour does."""
_CLEAR_EDGE: Final = 12.0
"""Colour difference across the edge at which it is trusted half."""
_LEAK: Final = (0.70, 0.95)
"""Where the mask leaks into the background, it is less sure: below the first an edge is not believed."""
_CAP: Final = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """The person's trunk cut out of the photo, at most `SAMPLES` pixels per trunk length.

    Attributes
    ----------
    lab : ndarray of float32, shape (h, w, 3)
        CIE Lab.
    mask : ndarray of float32, shape (h, w)
        Probability of being the person.
    frame : SagittalFrame
        In pixels of this cut.
    """

    lab: NDArray[np.float32]
    mask: NDArray[np.float32]
    frame: SagittalFrame

    def sample(self, picture: NDArray[np.float32], back: FloatArray, up: FloatArray) -> NDArray[np.float32]:
        """Picture values at body positions (posterior, superior), which broadcast to one shape."""
        x, y = self._places(back, up, -0.5)
        result: NDArray[np.float32] = cv2.remap(
            picture,
            x.astype(np.float32),
            y.astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return result

    def inside(self, back: FloatArray, up: FloatArray) -> NDArray[np.bool_]:
        """Whether body positions lie in the picture."""
        height, width = self.mask.shape
        x, y = self._places(back, up)
        result: NDArray[np.bool_] = (x >= 0.5) & (y >= 0.5) & (x <= width - 0.5) & (y <= height - 0.5)
        return result

    def _places(self, back: FloatArray, up: FloatArray, shift: float = 0.0) -> tuple[FloatArray, FloatArray]:
        """Picture coordinates of body positions: they depend linearly on them, so three points say all."""
        origin, behind, above = self.frame.to_picture([[0.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
        per_back, per_up = behind - origin, above - origin
        x, y = (per_back[axis] * back + (per_up[axis] * up + (origin[axis] + shift)) for axis in (0, 1))
        return x, y


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """The traced edge at `ROWS`.

    Attributes
    ----------
    back : ndarray, shape (rows,)
        Posterior position, trunk lengths.
    contrast : ndarray, shape (rows,)
        Colour difference across the edge, CIE Lab with chroma counted double.
    inside : ndarray, shape (rows,)
        How sure the mask is, 0 to 1, that what lies just inside the edge is the person.
    """

    back: FloatArray
    contrast: FloatArray
    inside: FloatArray

    @property
    def trust(self) -> FloatArray:
        """0 (no edge) to 1 (clear edge) per row."""
        square = self.contrast**2
        sure = np.clip((self.inside - _LEAK[0]) / (_LEAK[1] - _LEAK[0]), 0.02, 1.0)
        result: FloatArray = square / (square + _CLEAR_EDGE**2) * sure
        return result


def cut_out(rgb: NDArray[np.uint8], mask: NDArray[np.float32], frame: SagittalFrame) -> Close:
    """The trunk with some room around, in Lab, reduced to the sampling distance when it is larger."""
    corners = frame.to_picture([[x, y] for x in (-1.0, 0.9) for y in (-0.7, 1.75)])
    height, width = mask.shape
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int), [width, height])
    part = np.ascontiguousarray(rgb[low[1] : high[1], low[0] : high[0]])
    part_mask = np.ascontiguousarray(mask[low[1] : high[1], low[0] : high[0]])
    factor = SAMPLES / frame.trunk_length_px
    shifted = SagittalFrame(
        frame.origin_px - low, frame.trunk_length_px, frame.anterior_sign, frame.roll_deg, frame.roll_sd_deg
    )
    if factor < 0.95:
        size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
        # The true factors differ a little on the two axes by rounding; below 0.1 % on a person.
        part = smaller(part, *size)
        # Made from 256 by 256, it has no detail to be averaged.
        part_mask = cv2.resize(part_mask, size, interpolation=cv2.INTER_LINEAR)
        shifted = shifted.scaled(factor)
    lab = cv2.cvtColor(part.astype(np.float32) / 255.0, cv2.COLOR_RGB2Lab)
    return Close(lab, part_mask, shifted)


def landmarks_in(close: Close, landmarks: Landmarks, frame: SagittalFrame) -> Landmarks:
    """The landmarks in pixels of the cut; ``frame`` is in those of the picture, as they are."""
    points = close.frame.to_picture(frame.to_body(landmarks.xy_px))
    return Landmarks(points, landmarks.z, landmarks.visibility, landmarks.presence)


def mask_edge(close: Close, up: FloatArray = ROWS, *, side: Side = 1, reach: float = 0.9) -> FloatArray:
    """Edge of the mask at some heights, shape (n,); NaN where the trunk axis is not the person.

    Parameters
    ----------
    up : ndarray, shape (n,)
        Trunk lengths.
    side : {1, -1}
        1 for the back: the result is the posterior position. -1 for the front: the anterior one.
    reach : float
        How far from the axis is looked, trunk lengths. A mask that reaches farther has no edge.
    """
    reach_ = np.arange(0.0, reach, 1.0 / SAMPLES)
    values = close.sample(close.mask, side * reach_, up[:, None])
    outside = values < 0.5
    first = outside.argmax(axis=1)
    rows = np.arange(len(up))
    found = outside.any(axis=1) & (first > 0)
    before = np.maximum(first - 1, 0)
    high, low = values[rows, before], values[rows, first]
    part = (high - 0.5) / np.where(high > low, high - low, 1.0)
    return np.where(found, reach_[before] + part / SAMPLES, np.nan)


def smooth_reference(edge: FloatArray) -> FloatArray:
    """A gapless, calm version of the mask's edge."""
    known = np.isfinite(edge)
    index = np.arange(len(edge))
    filled = np.interp(index, index[known], edge[known])
    return gaussian_smooth(moving_median(filled, 7), 3.0)


@dataclass(frozen=True, slots=True, eq=False)
class ColourModel:
    """Log likelihood ratio person : room of each place's colour, on a coarse grid of body positions."""

    ratio: NDArray[np.float32]
    back_start: float
    up_start: float
    density: float

    def at(self, back: FloatArray, up: FloatArray) -> NDArray[np.float32]:
        x, y = np.broadcast_arrays(
            ((back - self.back_start) * self.density).astype(np.float32),
            ((up - self.up_start) * self.density).astype(np.float32),
        )
        result: NDArray[np.float32] = cv2.remap(
            self.ratio, x, np.ascontiguousarray(y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return result


_BINS: Final = 20
_BAND: Final = 0.22


def learn_colours(close: Close) -> ColourModel:
    """Which colours are the person's and which the room's, at each height.

    Colour histograms weighted by the mask, in overlapping horizontal bands: where the mask leaks into a
    wall, the rest of the wall in the same band still says what it is.
    """
    density = SAMPLES / 2
    across = np.arange(-0.45, 0.75, 1 / density)
    up_axis = np.arange(ROWS[0], ROWS[-1], 1 / density)
    back, up = across[None, :], up_axis[:, None]
    bins = _colour_bins(close.sample(close.lab, back, up))
    person = close.sample(close.mask, back, up)
    weights = np.stack([person**2, (1.0 - person) ** 2])
    bands = [
        (rows, 1.0 - np.abs(up_axis[rows] - centre) / _BAND)
        for centre in np.arange(up_axis[0] + _BAND / 2, up_axis[-1], _BAND)
        for rows in [_run(np.abs(up_axis - centre) < _BAND)]
    ]
    index, sizes, smoothing = _numbered(bins)
    parts = [(index[rows], weight[rows]) for rows, _ in bands for weight in weights]
    frequencies = _frequencies(parts, sizes, smoothing)
    ratios = np.clip(np.log(frequencies[::2] / frequencies[1::2]), -2.5, 2.5)
    total = np.zeros(index.shape)
    weight_sum = np.zeros(len(up_axis))
    for ratio, (rows, weight) in zip(ratios, bands, strict=True):
        total[rows] += ratio[index[rows]] * weight[:, None]
        weight_sum[rows] += weight
    ratio_map = (total / np.maximum(weight_sum, 1e-6)[:, None]).astype(np.float32)
    return ColourModel(ratio_map, float(across[0]), float(up_axis[0]), density)


def _run(rows: NDArray[np.bool_]) -> slice:
    """Rows that lie next to each other, as a slice."""
    inside = np.flatnonzero(rows)
    return slice(int(inside[0]), int(inside[-1]) + 1)


_PER_BIN: Final = np.float32(_BINS / 100.0)
_FIRST_BIN: Final = np.array([0.0, 50.0, 50.0], dtype=np.float32) * _PER_BIN


def _colour_bins(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bins of each colour in each direction, whole numbers, shape (h, w, 3)."""
    return np.asarray(np.floor(np.clip(lab * _PER_BIN + _FIRST_BIN, 0, _BINS - 1)))


def _smoothing() -> FloatArray:
    """Matrix that smooths neighbouring bins with weights 0.24, 0.52, 0.24; the ends are repeated."""
    matrix = 0.52 * np.eye(_BINS) + 0.24 * (np.eye(_BINS, k=1) + np.eye(_BINS, k=-1))
    matrix[0, 0] = matrix[-1, -1] = 0.76
    return matrix


_SMOOTH: Final = _smoothing()


def _numbered(bins: NDArray[np.float32]) -> tuple[NDArray[np.int64], list[int], list[FloatArray]]:
    """Number of the bin of each place among those that occur and their neighbours, shape (h, w); how many
    those are in each direction, and the matrices that smooth them: few of all colours are in one picture."""
    ends = np.array([cv2.minMaxLoc(channel)[:2] for channel in cv2.split(bins)], dtype=int)
    low, high = np.maximum(ends[:, 0] - 1, 0), np.minimum(ends[:, 1] + 2, _BINS)
    sizes = (high - low).tolist()
    places = np.array([[sizes[1] * sizes[2], sizes[2], 1]], dtype=np.float32)
    # Whole numbers below 2**24 are exact in float32.
    number = cv2.transform(bins, places) - np.float32(places[0] @ low)
    smoothing = [_SMOOTH[first:end, first:end] for first, end in zip(low, high, strict=True)]
    return number.astype(np.int64), sizes, smoothing


def _frequencies(
    parts: list[tuple[NDArray[np.int64], NDArray[np.float32]]], sizes: list[int], smoothing: list[FloatArray]
) -> FloatArray:
    """Smoothed relative frequencies of colour bins for parts of bins and weights, shape (n, bins)."""
    lights, reds, yellows = sizes
    size = lights * reds * yellows
    counts = np.stack([np.bincount(bins.ravel(), weight.ravel(), minlength=size) for bins, weight in parts])
    cubes = counts.reshape(-1, lights, reds, yellows) @ smoothing[2]
    cubes = smoothing[1] @ cubes
    flat = (smoothing[0] @ cubes.reshape(-1, lights, reds * yellows)).reshape(-1, size)
    result: FloatArray = flat / np.maximum(flat.sum(axis=1, keepdims=True), 1e-9) + 2e-5
    return result


@dataclass(frozen=True, slots=True)
class Search:
    """How one search for the edge weighs its evidence.

    Attributes
    ----------
    reach : int
        Samples searched on both sides of the reference.
    mask, colour : float
        Cost per unit of evidence that mask and colours speak against a position.
    spring, spring_width : float
        Cost of leaving the reference, and the distance (samples) at which it is reached.
    settle : bool
        Whether each row's place is where the edge is clearest nearby: a path of whole samples takes bends on
        the inside.
    """

    reach: int
    mask: float
    colour: float
    spring: float = 0.0
    spring_width: float = 6.0
    settle: bool = False


WIDE: Final = Search(reach=45, mask=0.03, colour=0.03)
NARROW: Final = Search(reach=20, mask=0.01, colour=0.015, spring=0.05, settle=True)
_UNDER_COVER_SPRING: Final = 0.10
"""Where something lies over the back, mask and colours say where that ends, and the reference counts more."""


def trace_edge(
    close: Close,
    colours: ColourModel,
    reference: FloatArray,
    search: Search,
    rows: FloatArray = ROWS,
    *,
    side: Side = 1,
    covered: FloatArray | None = None,
) -> Edge:
    """The most plausible edge near a reference curve.

    Parameters
    ----------
    reference : ndarray, shape (n,)
        Posterior position at ``rows``, trunk lengths; the anterior one for the front.
    rows : ndarray, shape (n,)
        Heights, next to each other as `ROWS`.
    side : {1, -1}
        1 for the back, -1 for the front.
    covered : ndarray, shape (n,), optional
        Probability that something lies over the edge.
    """
    offsets = np.arange(-search.reach - _MARGIN, search.reach + _MARGIN + 1) / SAMPLES
    back, up = side * (reference[:, None] + offsets), rows[:, None]
    window = slice(_MARGIN, len(offsets) - _MARGIN)
    # More on each side, for the place between the samples, and the strips.
    wanted = slice(window.start - MORE - _SIDE, window.stop + MORE - 1 + _SIDE)
    strength = edge_strength(close.sample(close.lab, back[:, wanted], up))
    seen = strength[:, MORE:-MORE]
    cost = -seen / (seen.max(axis=1, keepdims=True) + np.float32(_EDGE_FLOOR))
    clear = np.ones((1, 1)) if covered is None else 1.0 - covered[:, None]
    if search.mask:
        person = np.clip(close.sample(close.mask, back, up), 0.02, 0.98)
        evidence = np.clip(np.log(person / (1.0 - person)), -3.0, 3.0)
        cost = cost + clear * search.mask * _wrong_side(evidence, window)
    if search.colour:
        cost = cost + clear * search.colour * _wrong_side(colours.at(back, up), window)
    if search.spring:
        away = np.arange(-search.reach, search.reach + 1) / search.spring_width
        spring = search.spring * clear + _UNDER_COVER_SPRING * (1.0 - clear)
        cost = cost + spring * np.minimum(away**2, 6.0)
    path = cheapest_path(cost)
    column, part = settled(strength, path, _SIDE) if search.settle else between_samples(strength, path)
    here = strength[np.arange(len(rows)), column + MORE].astype(np.float64)
    # The strength at a sample is that of the border between it and the sample before.
    position = reference + offsets[window][column] + (part - 0.5) / SAMPLES
    depth = np.arange(0.025, 0.06, 0.005)
    inside = close.sample(close.mask, side * (position[:, None] - depth), up).mean(axis=1).astype(np.float64)
    return Edge(position, here, inside)


_STRIPS: Final = np.repeat(np.array([-1.0, 1.0], dtype=np.float32) / np.float32(_SIDE), _SIDE)[None]


def edge_strength(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colour difference between the strips on both sides of each position that has both, shape (rows,
    columns - 2 * `_SIDE` + 1)."""
    difference = cv2.filter2D(lab, cv2.CV_32F, _STRIPS, anchor=(_SIDE, 0))
    difference = difference[:, _SIDE : lab.shape[1] - _SIDE + 1]
    # Over three rows; the first and the last have one neighbour only.
    calm = cv2.blur(difference, (1, 3))
    calm[0], calm[-1] = difference[:2].mean(axis=0), difference[-2:].mean(axis=0)
    result: NDArray[np.float32] = np.sqrt(cv2.transform(calm * calm, _LAB_WEIGHT[None]))
    return result


def _wrong_side(evidence: NDArray[np.float32], window: slice) -> NDArray[np.float32]:
    """How much person-evidence an edge at each position would put outside, and room-evidence inside."""
    total = np.cumsum(evidence, axis=1)
    result: NDArray[np.float32] = np.minimum(
        2 * (total.max(axis=1, keepdims=True) - total[:, window]), np.float32(_CAP)
    )
    return result
