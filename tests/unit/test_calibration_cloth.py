"""Simulated cloth: contact, hanging, garments. Without the body model, so fast."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.cloth.collider import make_collider
from calibration.cloth.cut import Cut
from calibration.cloth.drape import Bends, Cloth, Physics, Springs, drape
from calibration.cloth.garment import KINDS, draw_garment
from calibration.cloth.lower import falling
from calibration.contour import mesh_edges


def cylinder(radius: float, rings: int = 25, around: int = 48) -> tuple[np.ndarray, np.ndarray]:
    """An upright tube from the floor to 1.2 m, faces outwards."""
    angle, up = np.meshgrid(
        2 * np.pi * np.arange(around) / around, np.linspace(0.0, 1.2, rings), indexing="xy"
    )
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle), up], axis=-1).reshape(-1, 3)
    quads = [
        [
            r * around + k,
            r * around + (k + 1) % around,
            (r + 1) * around + (k + 1) % around,
            (r + 1) * around + k,
        ]
        for r in range(rings - 1)
        for k in range(around)
    ]
    return points, np.array(quads)


def sheet() -> tuple[np.ndarray, Cut]:
    """A square of cloth of 20 cm before the cylinder, its faces not split."""
    y, z = np.meshgrid(np.linspace(-0.1, 0.1, 11), np.linspace(0.5, 0.7, 11), indexing="ij")
    points = np.stack([np.full_like(y, 0.13), y, z], axis=-1).reshape(-1, 3)
    quads = np.array([[i, i + 11, i + 12, i + 1] for i in range(109) if i % 11 != 10])
    return points, Cut(np.arange(121), quads, quads)


def hung(gap_m: float) -> tuple[np.ndarray, Springs]:
    points, cut = sheet()
    pairs = mesh_edges(cut.fine)
    rest = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    springs = Springs(pairs, rest, np.zeros(len(pairs)))
    free = points[:, 2] < 0.699
    cloth = Cloth(points, springs, Bends(cut.rows, np.zeros(len(cut.rows)), 1e-3), free)
    push = np.tile([-0.5, 0.0, 0.0], (len(points), 1))
    collider = make_collider(*cylinder(0.10))
    return drape(cloth, collider, Physics(gap_m, 0.15, 0.3), push), springs


def test_cloth_that_is_pushed_at_a_body_lies_on_it() -> None:
    points, _ = hung(0.008)
    middle = np.hypot(points[:, 0], points[:, 1])[points[:, 2] < 0.65]
    assert middle.min() > 0.10 + 0.008 - 0.003


def test_cloth_hardly_stretches() -> None:
    points, springs = hung(0.008)
    length = np.linalg.norm(points[springs.pairs[:, 0]] - points[springs.pairs[:, 1]], axis=1)
    assert np.median(length / springs.rest) == pytest.approx(1.0, abs=0.02)


def test_distance_has_a_sign() -> None:
    collider = make_collider(*cylinder(0.10))
    x = collider.origin[0] + collider.cell * np.arange(collider.distance.shape[0])
    y = collider.origin[1] + collider.cell * np.arange(collider.distance.shape[1])
    level = int((0.6 - collider.origin[2]) / collider.cell)
    row = collider.distance[:, int(np.abs(y).argmin()), level]
    near = np.abs(np.abs(x) - 0.10) < 0.03
    assert row[near] == pytest.approx(np.abs(x)[near] - 0.10, abs=0.003)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_garment(kind: str) -> None:
    first, again = (draw_garment(np.random.default_rng(3), kind) for _ in range(2))
    assert first == again
    low, high = KINDS[kind].ease_m
    assert low <= first.ease_m <= high


def test_a_skirt_falls_straight_from_the_widest_point() -> None:
    levels = np.linspace(0.0, 1.0, 11)
    posterior = np.array([0.0, 0.0, 0.0, 0.1, 0.2, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0])
    worn = falling(posterior, levels, below=0.65, fall=0.0)
    assert worn[:5] == pytest.approx(0.2)
    assert worn[5:] == pytest.approx(posterior[5:])
