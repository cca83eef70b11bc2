"""Things that spoil a set-up: stools below the foot, sheets over hip and knee, something before the table."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.table.figure import Figure
from calibration.table.rig import Rig
from calibration.table.room import Table, draw_colour
from calibration.table.studio import Studio

FloatArray = NDArray[np.float64]

_SLICE_M: Final = 0.03
_OVER_M: Final = 0.012


def stool(studio: Studio, rng: np.random.Generator, rig: Rig, figure: Figure, side: str) -> None:
    """A box or a stool on which the foot of one side stands."""
    foot = figure.vertices[: len(figure.vertices)][rig.part(f"foot.{side}", f"toe1-1.{side}") > 0.8]
    top = float(foot[:, 2].min()) + 0.004
    x, y = (float(value) for value in foot[:, :2].mean(axis=0))
    material = studio.material(draw_colour(rng, 0.1, 0.6), 0.5)
    wide = float(rng.uniform(0.30, 0.42))
    if rng.random() < 0.5:
        studio.box((x, y, 0.5 * top), (wide, wide, top), material, round_m=0.01)
        return
    studio.box((x, y, top - 0.02), (wide, wide, 0.04), material, round_m=0.01)
    for along in (-0.4, 0.4):
        for away in (-0.4, 0.4):
            studio.box(
                (x + along * wide, y + away * wide, 0.5 * top - 0.02), (0.03, 0.03, top - 0.04), material
            )


def bolster(studio: Studio, rng: np.random.Generator, rig: Rig, figure: Figure, side: str) -> None:
    """A stack of cushions on a chair below the shank of one side."""
    shank = figure.vertices[rig.part(f"lowerleg02.{side}") > 0.6]
    x, y = (float(value) for value in shank[:, :2].mean(axis=0))
    close = np.abs(shank[:, 0] - x) < 0.08
    top = float(shank[close, 2].min()) + 0.01
    seat = max(0.1, top - float(rng.uniform(0.12, 0.2)))
    studio.box((x, y, 0.5 * seat), (0.40, 0.42, seat), studio.material(draw_colour(rng), 0.5), round_m=0.01)
    cushion = studio.material(draw_colour(rng, 0.2, 0.7), 0.9, shine=0.1)
    studio.box((x, y, 0.5 * (seat + top)), (0.34, 0.42, top - seat), cushion, round_m=0.04)


def big_ball(studio: Studio, rng: np.random.Generator, table: Table) -> None:
    """A gymnastics ball on a stool before the end of the table."""
    u = rng.uniform
    radius = u(0.27, 0.34)
    x = table.foot_x - table.feet * u(0.02, 0.14)
    y, z = table.near_y - radius - u(0.05, 0.15), table.height_m + u(0.02, 0.05) - radius
    studio.ball(np.array([x, y, z]), radius, studio.material(draw_colour(rng, 0.2, 0.7), 0.4))
    seat = max(0.05, z - 0.8 * radius)
    studio.box(
        (x, y, 0.5 * seat), (0.34, 0.34, seat), studio.material(draw_colour(rng, 0.1, 0.5), 0.5), round_m=0.01
    )


def sheet(
    studio: Studio,
    rng: np.random.Generator,
    *,
    points: FloatArray,
    table: Table,
    span: tuple[float, float],
    drop_m: float,
) -> None:
    """A cloth that lies over what is there and hangs down on the near side.

    Parameters
    ----------
    points : ndarray, shape (n, 3)
        What it lies on, in the world; the table is added.
    span : tuple of float
        From where to where along x.
    """
    stations = np.arange(min(span), max(span), _SLICE_M)
    rows = [_profile(points, table, float(x), drop_m) for x in stations]
    grid = np.array([row for row in rows if row is not None])
    stations = stations[[row is not None for row in rows]]
    for _ in range(3):
        grid[1:-1] = 0.25 * grid[:-2] + 0.5 * grid[1:-1] + 0.25 * grid[2:]
    folds = 0.008 * np.sin(np.arange(len(stations)) * rng.uniform(0.7, 1.2))
    hang = np.clip((np.arange(grid.shape[1]) - 20) / 8.0, 0.0, 1.0)
    grid[:, :, 0] -= np.abs(folds)[:, None] * hang
    count = grid.shape[1]
    world = np.concatenate([np.repeat(stations, count)[:, None], grid.reshape(-1, 2)], axis=1)
    faces = [
        (row * count + i, row * count + i + 1, (row + 1) * count + i + 1, (row + 1) * count + i)
        for row in range(len(stations) - 1)
        for i in range(count - 1)
    ]
    cloth = studio.material(draw_colour(rng, 0.2, 0.8), 0.9, bump=(80, 0.3, 0.004), shine=0.1)
    studio.mesh(world, faces, [cloth], subdivide=1)


def _profile(points: FloatArray, table: Table, x: float, drop_m: float) -> FloatArray | None:
    """Where the cloth lies at a place along the table: [y, z] from far to near, then down; 20 + 9 points."""
    near = points[np.abs(points[:, 0] - x) < _SLICE_M][:, 1:]
    if table.feet * x < table.edge_m + 2.0 * _SLICE_M:
        ends = [table.near_y, table.near_y + table.width_m]
        near = np.concatenate([near, [[end, table.height_m] for end in ends]])
    if len(near) < 3:
        return None
    order = near[np.argsort(near[:, 0])]
    hull: list[FloatArray] = []
    for point in order:
        while len(hull) > 1 and _turns_up(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    top = np.array(hull)
    y = np.linspace(order[-1, 0], order[0, 0] - _OVER_M, 20)
    lying = np.stack([y, np.interp(y, top[:, 0], top[:, 1]) + _OVER_M], axis=1)
    fall = np.linspace(0.0, drop_m, 10)[1:]
    hanging = np.stack([np.full(9, y[-1] - 0.004), lying[-1, 1] - fall], axis=1)
    return np.concatenate([lying, hanging])


def _turns_up(first: FloatArray, second: FloatArray, third: FloatArray) -> bool:
    one, other = second - first, third - first
    return float(one[0] * other[1] - one[1] * other[0]) >= 0.0
