"""Cloth that hangs: position based dynamics with small steps (XPBD), gravity, friction, contact with a body.

Units of time are frames. Gravity and damping are those that Blender's cloth uses per frame (9.81 mm a frame
squared; drag 0.01 of the air damping over the mass), so that the same number of frames gives the same shape.
Cloth does not collide with itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from calibration.cloth.collider import Collider

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

FRAMES: Final = 45
STEPS: Final = 20
"""Of the solver in one frame."""
_GRAVITY: Final = 0.00981
_DEEPEST: Final = 0.02
"""A step moves no vertex farther out of the body, metres."""


@dataclass(frozen=True, slots=True, eq=False)
class Springs:
    """Distances that cloth keeps.

    Attributes
    ----------
    pairs : ndarray, shape (n, 2)
        Vertex numbers.
    rest : ndarray, shape (n,)
        Metres.
    compliance : ndarray, shape (n,)
        0 = does not stretch; larger gives way.
    """

    pairs: IntArray
    rest: FloatArray
    compliance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Bends:
    """Bends that cloth keeps: how far a vertex lies from the middle between its two neighbours in a row.

    Attributes
    ----------
    triples : ndarray, shape (n, 3)
        Neighbour, vertex, other neighbour.
    rest : ndarray, shape (n,)
        Metres.
    compliance : float
    """

    triples: IntArray
    rest: FloatArray
    compliance: float


@njit(cache=True, fastmath=True)
def _distance(grid, origin, cell, x, y, z, gradient):  # type: ignore[no-untyped-def]
    """Trilinear distance and its unnormalised gradient; far away outside the grid."""
    u, v, w = (x - origin[0]) / cell, (y - origin[1]) / cell, (z - origin[2]) / cell
    i, j, k = int(np.floor(u)), int(np.floor(v)), int(np.floor(w))
    if i < 0 or j < 0 or k < 0 or i >= grid.shape[0] - 1 or j >= grid.shape[1] - 1 or k >= grid.shape[2] - 1:
        return 1.0
    a, b, c = u - i, v - j, w - k
    g000, g100 = grid[i, j, k], grid[i + 1, j, k]
    g010, g110 = grid[i, j + 1, k], grid[i + 1, j + 1, k]
    g001, g101 = grid[i, j, k + 1], grid[i + 1, j, k + 1]
    g011, g111 = grid[i, j + 1, k + 1], grid[i + 1, j + 1, k + 1]
    g00, g10 = g000 + a * (g100 - g000), g010 + a * (g110 - g010)
    g01, g11 = g001 + a * (g101 - g001), g011 + a * (g111 - g011)
    low, high = g00 + b * (g10 - g00), g01 + b * (g11 - g01)
    gradient[0] = (1 - c) * ((1 - b) * (g100 - g000) + b * (g110 - g010)) + c * (
        (1 - b) * (g101 - g001) + b * (g111 - g011)
    )
    gradient[1] = (1 - c) * (g10 - g00) + c * (g11 - g01)
    gradient[2] = high - low
    return low + c * (high - low)


@njit(cache=True, fastmath=True)
def _keep_lengths(x, weight, pairs, rest, soft):  # type: ignore[no-untyped-def]
    for s in range(len(pairs)):
        a, b = pairs[s, 0], pairs[s, 1]
        wa, wb = weight[a], weight[b]
        if wa + wb == 0.0:
            continue
        dx, dy, dz = x[a, 0] - x[b, 0], x[a, 1] - x[b, 1], x[a, 2] - x[b, 2]
        length = np.sqrt(dx * dx + dy * dy + dz * dz) + 1e-12
        move = (length - rest[s]) / (length * (wa + wb + soft[s]))
        x[a, 0] -= wa * move * dx
        x[a, 1] -= wa * move * dy
        x[a, 2] -= wa * move * dz
        x[b, 0] += wb * move * dx
        x[b, 1] += wb * move * dy
        x[b, 2] += wb * move * dz


@njit(cache=True, fastmath=True)
def _keep_bends(x, weight, triples, rest, soft):  # type: ignore[no-untyped-def]
    for s in range(len(triples)):
        a, m, b = triples[s, 0], triples[s, 1], triples[s, 2]
        wa, wm, wb = weight[a], weight[m], weight[b]
        total = 0.25 * (wa + wb) + wm
        if total == 0.0:
            continue
        dx = x[m, 0] - 0.5 * (x[a, 0] + x[b, 0])
        dy = x[m, 1] - 0.5 * (x[a, 1] + x[b, 1])
        dz = x[m, 2] - 0.5 * (x[a, 2] + x[b, 2])
        length = np.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
        move = (length - rest[s]) / (length * (total + soft))
        x[a, 0] += 0.5 * wa * move * dx
        x[a, 1] += 0.5 * wa * move * dy
        x[a, 2] += 0.5 * wa * move * dz
        x[b, 0] += 0.5 * wb * move * dx
        x[b, 1] += 0.5 * wb * move * dy
        x[b, 2] += 0.5 * wb * move * dz
        x[m, 0] -= wm * move * dx
        x[m, 1] -= wm * move * dy
        x[m, 2] -= wm * move * dz


@njit(cache=True, fastmath=True)
def _keep_out(x, old, weight, grid, origin, cell, gap, friction, ride):  # type: ignore[no-untyped-def]
    """Out of the body, and slowed on it; the body moves up by ``ride``."""
    gradient = np.zeros(3)
    for i in range(len(x)):
        if weight[i] == 0.0:
            continue
        into = gap - _distance(grid, origin, cell, x[i, 0], x[i, 1], x[i, 2], gradient)
        if into <= 0.0:
            continue
        gradient /= np.sqrt(gradient[0] ** 2 + gradient[1] ** 2 + gradient[2] ** 2) + 1e-12
        into = min(into, _DEEPEST)
        old[i, 2] += ride
        along = 0.0
        for d in range(3):
            x[i, d] += into * gradient[d]
            along += (x[i, d] - old[i, d]) * gradient[d]
        slide = 0.0
        for d in range(3):
            slide += (x[i, d] - old[i, d] - along * gradient[d]) ** 2
        held = min(1.0, friction * into / (np.sqrt(slide) + 1e-12))
        for d in range(3):
            x[i, d] -= held * (x[i, d] - old[i, d] - along * gradient[d])
        old[i, 2] -= ride


@njit(cache=True, fastmath=True)
def _fall(x, v, old, weight, push, keep, h):  # type: ignore[no-untyped-def]
    for i in range(len(x)):
        for d in range(3):
            old[i, d] = x[i, d]
            if weight[i] > 0.0:
                v[i, d] = (v[i, d] + push[i, d] * h) * keep
                x[i, d] += h * v[i, d]


@njit(cache=True, fastmath=True)
def _simulate(  # type: ignore[no-untyped-def]
    x, weight, lengths, bends, field, push, contact, keep, steps, h
):
    pairs, rest, soft = lengths
    triples, bend, bend_soft = bends
    grid, origin, cell = field
    gap, friction, ride = contact
    v, old = np.zeros_like(x), x.copy()
    for _ in range(steps):
        _fall(x, v, old, weight, push, keep, h)
        _keep_lengths(x, weight, pairs, rest, soft)
        _keep_bends(x, weight, triples, bend, bend_soft)
        _keep_out(x, old, weight, grid, origin, cell, gap, friction, ride)
        for i in range(len(x)):
            for d in range(3):
                v[i, d] = (x[i, d] - old[i, d]) / h
    return x


@dataclass(frozen=True, slots=True)
class Physics:
    """How cloth moves.

    Attributes
    ----------
    gap_m : float
        Kept between the cloth's middle and the body.
    drag : float
        Share of the speed that air takes per frame.
    friction : float
        Coulomb's coefficient on the body.
    ride_m : float
        How far the body drags the cloth upwards where they touch, per frame: clothes ride up as people move.
    """

    gap_m: float
    drag: float = 0.15
    friction: float = 0.3
    ride_m: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Cloth:
    """Cloth before it falls.

    Attributes
    ----------
    start : ndarray, shape (n, 3)
    springs : Springs
    bends : Bends
    free : ndarray, shape (n,)
        Which vertices move; the others are held.
    """

    start: FloatArray
    springs: Springs
    bends: Bends
    free: NDArray[np.bool_]


def drape(cloth: Cloth, collider: Collider, physics: Physics, push: FloatArray) -> FloatArray:
    """Where cloth comes to hang, shape (n, 3).

    Parameters
    ----------
    push : ndarray, shape (n, 3)
        What pushes the cloth beside gravity, in units of gravity.
    """
    h = 1.0 / STEPS
    force = _GRAVITY * (push + np.array([0.0, 0.0, -1.0]))
    springs, bends = cloth.springs, cloth.bends
    result: FloatArray = _simulate(
        cloth.start.copy(),
        cloth.free.astype(np.float64),
        (springs.pairs, springs.rest, springs.compliance / h**2),
        (bends.triples, bends.rest, bends.compliance / h**2),
        (collider.distance, collider.origin, collider.cell),
        force,
        (physics.gap_m, physics.friction, physics.ride_m * h),
        float(np.exp(-physics.drag * h)),
        FRAMES * STEPS,
        h,
    )
    return result
