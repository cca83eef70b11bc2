"""Soft curves, round corners and arrow heads, as points."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from analyzer.overlay.primitives import Box, Points, Stroke, frozen


def smooth(points: ArrayLike, *, closed: bool, steps: int = 8) -> Points:
    """A soft curve through points, shape (n, 2): a Catmull-Rom spline, shape (m, 2)."""
    given = np.asarray(points, dtype=np.float64)
    before = np.roll(given, 1, axis=0)
    after, after2 = np.roll(given, -1, axis=0), np.roll(given, -2, axis=0)
    if not closed:
        before[0], after[-1], after2[-1], after2[-2] = given[0], given[-1], given[-1], given[-1]
    t = (np.arange(steps) / steps)[None, :, None]
    p0, p1, p2, p3 = (item[:, None, :] for item in (before, given, after, after2))
    curve = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * (p1 - p2) + p3 - p0) * t**3
    )
    if closed:
        return frozen(curve.reshape(-1, 2))
    return frozen(np.concatenate((curve[:-1].reshape(-1, 2), given[-1:])))


def rounded_box(box: Box, radius: float) -> Points:
    """A box with round corners as a polygon, shape (n, 2)."""
    left, top, right, bottom = box
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    middles = np.array([right - radius, bottom - radius] * 9 + [left + radius, bottom - radius] * 9
                       + [left + radius, top + radius] * 9 + [right - radius, top + radius] * 9)  # fmt: skip
    return frozen(middles.reshape(-1, 2) + radius * _ROUND)


_TURN: Final = np.radians(np.concatenate([start + 11.25 * np.arange(9) for start in (0, 90, 180, 270)]))
_ROUND: Final = np.column_stack((np.cos(_TURN), np.sin(_TURN)))


def softened(ring: Points, spread: float) -> Points:
    """A closed line without its small steps, shape (m, 2): averaged along itself with a Gaussian.

    ``spread`` is its standard deviation, in the unit of the points. A ring too small for it stays as it is.
    """
    closed = np.vstack((ring, ring[:1]))
    length = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))))
    count = int(length[-1] / (0.5 * spread)) if spread > 0.0 and np.isfinite(length[-1]) else 0
    if not 24 <= count <= 100_000:
        return ring
    places = np.linspace(0.0, length[-1], count, endpoint=False)
    even = np.column_stack([np.interp(places, length, closed[:, axis]) for axis in (0, 1)])
    # A Gaussian in space is one in frequency, and a ring has no ends.
    waves = np.fft.rfftfreq(count, d=length[-1] / count)
    damping = np.exp(-2.0 * (np.pi * waves * spread) ** 2)[:, None]
    return frozen(np.fft.irfft(np.fft.rfft(even, axis=0) * damping, n=count, axis=0))


def arrow_head(path: Points, size: float) -> Points | None:
    """The triangle at the end of a line, shape (n, 2), along its last bit; shape (3, 2), tip first.

    ``None`` when the line has no length.
    """
    steps = np.linalg.norm(path - path[-1], axis=1)
    near = np.flatnonzero(steps >= min(size * 0.6, float(steps.max())))
    if len(near) == 0 or steps.max() <= 0.0:
        return None
    along = path[-1] - path[near[-1]]
    along = along / max(float(np.linalg.norm(along)), 1e-9)
    side = np.array([-along[1], along[0]])
    tip = path[-1] + along * size * 0.55
    return frozen((tip, tip - along * size + side * size * 0.5, tip - along * size - side * size * 0.5))


def arrow_size(stroke: Stroke) -> float:
    """Length of an arrow head, in units."""
    return 5.0 + 2.6 * stroke.width_u
