"""Rooms, treatment tables and furniture. World: x along the table, y away from the camera, z up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from calibration.table.studio import Colour, Studio

_WALLS: Final = (
    (0.78, 0.77, 0.74),
    (0.62, 0.66, 0.70),
    (0.70, 0.62, 0.52),
    (0.50, 0.56, 0.50),
    (0.82, 0.80, 0.76),
    (0.38, 0.43, 0.50),
    (0.62, 0.46, 0.42),
)
_COVERS: Final = (
    (0.03, 0.05, 0.12),
    (0.02, 0.02, 0.02),
    (0.10, 0.22, 0.30),
    (0.35, 0.30, 0.24),
    (0.45, 0.45, 0.45),
    (0.12, 0.28, 0.16),
    (0.42, 0.12, 0.10),
    (0.75, 0.74, 0.70),
)
BASES: Final = ("folding", "pedestal", "closed", "desk")


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    feet : -1 or 1
        Direction of its foot end along x.
    edge_m : float
        From the origin (below the hip axis) to the foot end, towards the feet.
    height_m : float
        Of its top.
    length_m, width_m, thick_m : float
    aside_m : float
        Middle of its width, away from the camera.
    base : one of `BASES`
    cover_m : float
        How far a sheet hangs over its sides; 0 = no sheet.
    """

    feet: int
    edge_m: float
    height_m: float
    length_m: float
    width_m: float
    thick_m: float
    aside_m: float
    base: str
    cover_m: float = 0.0

    @property
    def foot_x(self) -> float:
        return self.feet * self.edge_m

    @property
    def head_x(self) -> float:
        return self.feet * (self.edge_m - self.length_m)

    @property
    def near_y(self) -> float:
        return self.aside_m - 0.5 * self.width_m

    def corners(self) -> dict[str, list[float]]:
        """Named corners of the top, metres."""
        far, low = self.near_y + self.width_m, self.height_m - self.thick_m
        return {
            "foot_near_top": [self.foot_x, self.near_y, self.height_m],
            "head_near_top": [self.head_x, self.near_y, self.height_m],
            "foot_far_top": [self.foot_x, far, self.height_m],
            "foot_near_bottom": [self.foot_x, self.near_y, low],
        }


def draw_colour(rng: np.random.Generator, low: float = 0.03, high: float = 0.55) -> Colour:
    red, green, blue = np.clip(rng.uniform(low, high) * (0.4 + rng.random(3)), 0.0, 0.85)
    return float(red), float(green), float(blue)


def build_table(studio: Studio, rng: np.random.Generator, table: Table) -> None:
    """The table with its legs."""
    leather = _COVERS[rng.integers(len(_COVERS))]
    middle = 0.5 * (table.foot_x + table.head_x)
    top = (middle, table.aside_m, table.height_m - 0.5 * table.thick_m)
    size = (table.length_m, table.width_m, table.thick_m)
    if table.base == "desk":
        studio.box(
            top,
            size,
            studio.pattern("planks", (0.40, 0.27, 0.15), (0.30, 0.19, 0.10), 1.5, 0.4),
            round_m=0.004,
        )
    else:
        studio.box(
            top, size, studio.material(leather, 0.45, shine=0.4), round_m=min(0.02, 0.4 * table.thick_m)
        )
    if table.cover_m:
        _cover(studio, rng, table)
    below = table.height_m - table.thick_m
    {"folding": _legs, "desk": _legs, "pedestal": _pedestal, "closed": _closed}[table.base](
        studio, rng, table, middle, below
    )


def _cover(studio: Studio, rng: np.random.Generator, table: Table) -> None:
    """A sheet on the top that hangs over the long sides."""
    cloth = studio.material(draw_colour(rng, 0.3, 0.8), 0.9, bump=(60, 0.3, 0.004), shine=0.1)
    middle = 0.5 * (table.foot_x + table.head_x)
    shown = table.length_m - 0.10
    for y in (table.near_y - 0.003, table.near_y + table.width_m + 0.003):
        place = (middle - 0.05 * table.feet, y, table.height_m - 0.5 * table.cover_m)
        studio.box(place, (shown, 0.004, table.cover_m), cloth)
    place = (middle - 0.05 * table.feet, table.aside_m, table.height_m + 0.0005)
    studio.box(place, (shown, table.width_m + 0.006, 0.002), cloth)


def _legs(studio: Studio, rng: np.random.Generator, table: Table, middle: float, below: float) -> None:
    wood = (0.35, 0.22, 0.12) if rng.random() < 0.5 else (0.25, 0.25, 0.26)
    material = studio.material(wood, 0.45)
    thick = rng.uniform(0.035, 0.06)
    inset = rng.uniform(0.05, 0.30)
    for x in (table.foot_x - table.feet * inset, table.head_x + table.feet * inset):
        for y in (table.near_y + 0.05, table.near_y + table.width_m - 0.05):
            studio.box((x, y, 0.5 * below), (thick, thick, below), material)
        studio.box((x, table.aside_m, 0.35 * below), (0.03, table.width_m - 0.1, 0.03), material)
    if table.base == "folding":
        reach = table.length_m - 2.0 * inset
        studio.box((middle, table.near_y + 0.05, below - 0.04), (reach, 0.025, 0.06), material)


def _pedestal(studio: Studio, rng: np.random.Generator, table: Table, middle: float, below: float) -> None:
    metal = studio.material(draw_colour(rng, 0.2, 0.6), 0.35)
    for x in (middle - 0.4, middle + 0.4):
        studio.box((x, table.aside_m, 0.5 * below), (0.10, 0.14, below), metal)
    studio.box(
        (middle, table.aside_m, 0.06), (table.length_m * 0.7, table.width_m * 0.8, 0.07), metal, round_m=0.02
    )
    studio.box(
        (middle, table.aside_m, below - 0.03), (table.length_m * 0.8, table.width_m * 0.7, 0.05), metal
    )


def _closed(studio: Studio, rng: np.random.Generator, table: Table, middle: float, below: float) -> None:
    front = studio.material(draw_colour(rng, 0.2, 0.7), 0.6)
    inset = rng.uniform(0.10, 0.3)
    long = table.length_m - inset - 0.06
    x = middle - table.feet * (0.5 * inset - 0.03)
    studio.box((x, table.aside_m, 0.5 * below), (long, table.width_m - 0.06, below), front)


def build_room(studio: Studio, rng: np.random.Generator, kind: str, free_m: float = 0.9) -> None:
    """Floor, wall and furniture behind, and the light.

    Parameters
    ----------
    kind : str
        "plain", "brick", "practice" or "home".
    free_m : float
        What must be free behind the hip axis.
    """
    u = rng.uniform
    wall_y = free_m + u(0.1, 1.2)
    _shell(studio, rng, kind, wall_y)
    if kind in ("practice", "home"):
        side = 1.0 if rng.random() < 0.5 else -1.0
        _shelf(studio, rng, side * u(0.9, 1.4), wall_y)
        if rng.random() < 0.6:
            _picture(studio, rng, -side * u(0.4, 1.2), wall_y)
        else:
            _door(studio, -side * u(0.9, 1.3), wall_y)
        if rng.random() < 0.6:
            _plant(studio, rng, -side * u(1.1, 1.5), wall_y - 0.35)
        if rng.random() < 0.5:
            _chair(studio, rng, side * u(-0.3, 0.3), wall_y - 0.4)
    _light(studio, rng)


def _shell(studio: Studio, rng: np.random.Generator, kind: str, wall_y: float) -> None:
    u = rng.uniform
    if rng.random() < 0.5:
        brown, dark = u(0.18, 0.36), u(0.14, 0.26)
        floor = studio.pattern(
            "planks", (brown, brown * 0.66, brown * 0.42), (dark, dark * 0.62, dark * 0.38), 2.2, 0.35
        )
    else:
        grey = u(0.15, 0.45)
        floor = studio.pattern("mottle", (grey, grey, grey * 0.97), (0.82 * grey,) * 3, u(8, 60), 0.8)
    plane = [(0, 1, 2, 3)]
    studio.mesh(np.array([(-7, -7, 0), (7, -7, 0), (7, wall_y, 0), (-7, wall_y, 0)], float), plane, [floor])
    if kind == "brick":
        red = u(0.25, 0.45)
        wall = studio.pattern("brick", (red, 0.48 * red, 0.36 * red), (0.45, 0.43, 0.40), 4.5)
    else:
        colour = np.array(_WALLS[rng.integers(len(_WALLS))])
        wall = studio.pattern("mottle", tuple(0.97 * colour), tuple(colour), u(1.5, 5), 0.8)
    corners = [(-7, wall_y, 0), (7, wall_y, 0), (7, wall_y, 4), (-7, wall_y, 4)]
    studio.mesh(np.array(corners, float), plane, [wall])
    if kind != "brick" and rng.random() < 0.8:
        studio.box((0, wall_y - 0.01, 0.05), (14, 0.02, 0.10), studio.material((0.75, 0.74, 0.72), 0.4))


def _shelf(studio: Studio, rng: np.random.Generator, x: float, wall_y: float) -> None:
    u = rng.uniform
    wood = studio.pattern("planks", (0.35, 0.22, 0.12), (0.28, 0.17, 0.09), 1.2, 0.4)
    for level in range(5):
        studio.box((x, wall_y - 0.15, 0.12 + level * 0.42), (0.8, 0.28, 0.03), wood)
    for side in (-1, 1):
        studio.box((x + side * 0.41, wall_y - 0.15, 0.92), (0.03, 0.28, 1.84), wood)
    studio.box((x, wall_y - 0.01, 0.92), (0.8, 0.02, 1.84), wood)
    colours = [studio.material(draw_colour(rng, 0.02, 0.6), 0.5) for _ in range(6)]
    for level in range(4):
        at = x - 0.38
        while at < x + 0.34:
            wide, high = u(0.02, 0.08), u(0.15, 0.33)
            if rng.random() < 0.8:
                place = (at + wide / 2, wall_y - 0.14, 0.135 + level * 0.42 + high / 2)
                studio.box(place, (wide * 0.92, 0.18, high), colours[rng.integers(len(colours))])
            at += wide


def _picture(studio: Studio, rng: np.random.Generator, x: float, wall_y: float) -> None:
    frame = studio.material(draw_colour(rng), 0.4)
    inside = studio.pattern("mottle", draw_colour(rng), draw_colour(rng), rng.uniform(2, 6))
    studio.box((x, wall_y - 0.015, 1.5), (0.62, 0.03, 0.8), frame)
    studio.box((x, wall_y - 0.032, 1.5), (0.52, 0.01, 0.7), inside)


def _door(studio: Studio, x: float, wall_y: float) -> None:
    studio.box((x, wall_y - 0.02, 1.03), (0.9, 0.04, 2.06), studio.material((0.72, 0.70, 0.66), 0.35))
    for z in (0.55, 1.5):
        studio.box((x, wall_y - 0.045, z), (0.6, 0.02, 0.75), studio.material((0.66, 0.64, 0.60), 0.35))


def _plant(studio: Studio, rng: np.random.Generator, x: float, y: float) -> None:
    u = rng.uniform
    studio.box((x, y, 0.17), (0.26, 0.26, 0.34), studio.material(draw_colour(rng, 0.1, 0.6), 0.5))
    leaf = studio.material((0.04, u(0.12, 0.22), 0.03), 0.5)
    root = np.array([x, y, 0.34])
    for _ in range(40):
        around, up, long = u(0, 2 * math.pi), u(0.3, 1.5), u(0.2, 0.6)
        way = np.array([math.cos(around) * math.cos(up), 0.6 * math.sin(around) * math.cos(up), math.sin(up)])
        aside = np.cross(way, [0, 0, 1]) + 1e-6
        aside = aside / np.linalg.norm(aside) * u(0.02, 0.05)
        half = root + 0.6 * long * way + [0, 0, 0.05]
        studio.mesh(np.array([root, half + aside, root + long * way, half - aside]), [(0, 1, 2, 3)], [leaf])


def _chair(studio: Studio, rng: np.random.Generator, x: float, y: float) -> None:
    colour = studio.material(draw_colour(rng, 0.05, 0.4), 0.6)
    studio.box((x, y, 0.45), (0.42, 0.42, 0.05), colour)
    studio.box((x, y + 0.19, 0.72), (0.42, 0.04, 0.5), colour)
    for along in (-0.18, 0.18):
        for away in (-0.18, 0.18):
            studio.box((x + along, y + away, 0.22), (0.035, 0.035, 0.44), colour)


def _light(studio: Studio, rng: np.random.Generator) -> None:
    u = rng.uniform
    side = 1.0 if rng.random() < 0.5 else -1.0
    aim = (0.0, 0.0, 0.8)
    studio.lamp(
        (side * u(1.2, 2.5), -u(1.8, 3.2), u(2.0, 3.2)),
        aim,
        u(0.8, 2.2),
        u(80, 170),
        (1, u(0.88, 1), u(0.75, 1)),
    )
    studio.lamp((-side * u(1.5, 3), -u(0.5, 2.5), u(1.6, 3)), aim, 2.0, u(20, 70), (0.9, 0.95, 1))
    studio.lamp((u(-1, 1), 0.2, 3.6), (0, 0, 0), 2.5, u(25, 80), (1, 1, 1))
    studio.sky((0.9, 0.95, 1), u(0.12, 0.35))


def build_pillow(
    studio: Studio, rng: np.random.Generator, place: tuple[float, float, float], thick_m: float
) -> Any:
    """A pillow on which a head lies; `place` is the middle of its underside."""
    size = (rng.uniform(0.28, 0.40), rng.uniform(0.35, 0.5), thick_m)
    cloth = studio.material(draw_colour(rng, 0.3, 0.8), 0.9, shine=0.1)
    return studio.box((place[0], place[1], place[2] + 0.5 * thick_m), size, cloth, round_m=0.48 * thick_m)
