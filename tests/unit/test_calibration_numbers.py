"""The numerical parts of the calibration, which need no body model."""

from __future__ import annotations

import math

import numpy as np
import pytest

from calibration.back_shape import principal_components
from calibration.contour import LEVEL_STEP_M, measure_outline, mesh_edges, outline_levels, posterior_outline
from calibration.linear import fit_ridge


def ring_mesh(radii: np.ndarray, heights: np.ndarray, corners: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """A turned body with one corner straight behind; [posterior, up] of its vertices, and its faces."""
    angle = np.arange(corners) * 2 * math.pi / corners
    points = np.stack([np.outer(radii, np.cos(angle)).ravel(), np.repeat(heights, corners)], axis=1)
    ring, corner = np.meshgrid(np.arange(len(radii) - 1), np.arange(corners), indexing="ij")
    beside = (corner + 1) % corners
    faces = np.stack(
        [
            ring * corners + corner,
            ring * corners + beside,
            (ring + 1) * corners + beside,
            (ring + 1) * corners + corner,
        ],
        axis=-1,
    ).reshape(-1, 4)
    return points, faces


def test_outline_of_a_cylinder_is_its_radius() -> None:
    points, faces = ring_mesh(np.full(5, 0.3), np.linspace(0.0, 1.0, 5))
    levels = np.linspace(0.01, 0.99, 50)
    np.testing.assert_allclose(posterior_outline(points, mesh_edges(faces), levels), 0.3, atol=1e-12)


def test_outline_of_a_sphere_is_its_meridian_polygon() -> None:
    heights = np.sin(np.linspace(-1.5, 1.5, 31))
    radii = np.sqrt(1 - heights**2)
    points, faces = ring_mesh(radii, heights)
    levels = np.linspace(heights[0], heights[-1], 77)
    found = posterior_outline(points, mesh_edges(faces), levels)
    np.testing.assert_allclose(found, np.interp(levels, heights, radii), atol=1e-12)


def test_outline_is_unknown_beyond_the_mesh() -> None:
    points, faces = ring_mesh(np.ones(3), np.array([0.0, 0.5, 1.0]))
    found = posterior_outline(points, mesh_edges(faces), np.array([-0.1, 0.25, 1.1]))
    assert np.isnan(found[[0, 2]]).all()
    assert found[1] == pytest.approx(1.0)


def test_edges_come_once_and_triangles_repeat_a_corner() -> None:
    edges = mesh_edges(np.array([[0, 1, 2, 3], [1, 4, 2, 2]]))
    assert edges.tolist() == [[0, 1], [0, 3], [1, 2], [1, 4], [2, 3], [2, 4]]


def test_slopes_of_a_drawn_back_are_found() -> None:
    levels = outline_levels(0.9, 1.46, 1.7)
    # Buttock at 0.9 m, hollow at 1.1 m, upper back at 1.4 m: two halves of cosines.
    low, high = 0.05, 0.03
    back = np.where(
        levels < 1.1,
        low * np.cos((levels - 0.9) / 0.2 * math.pi),
        -low + high - high * np.cos((levels - 1.1) / 0.3 * math.pi),
    )
    truth = measure_outline(levels, back, 0.9, 1.46, 1.7)
    # The Gaussian of 12 mm takes about 1 % of a wave of 400 mm.
    assert truth.sacral_slope_deg == pytest.approx(math.degrees(math.atan(low * math.pi / 0.2)), rel=0.03)
    assert truth.thoracolumbar_slope_deg == pytest.approx(
        math.degrees(math.atan(high * math.pi / 0.3)), rel=0.03
    )
    assert truth.lordosis_deg == truth.sacral_slope_deg + truth.thoracolumbar_slope_deg
    assert levels[1] - levels[0] == pytest.approx(LEVEL_STEP_M)


def test_ridge_recovers_coefficients_in_any_unit() -> None:
    rng = np.random.default_rng(3)
    features = rng.normal(size=(400, 4)) * [1.0, 100.0, 0.01, 0.0] + [0.0, 50.0, 1.0, 7.0]
    wanted = np.array([2.0, -0.03, 50.0, 0.0])
    model = fit_ridge(features, features @ wanted + 4.0, penalty=1e-6)
    np.testing.assert_allclose(model.coefficients, wanted, rtol=1e-5, atol=1e-9)
    assert model.intercept == pytest.approx(4.0, abs=1e-4)
    np.testing.assert_allclose(model.predict(features), features @ wanted + 4.0, atol=1e-5)


def test_ridge_shrinks_towards_no_effect() -> None:
    rng = np.random.default_rng(4)
    features = rng.normal(size=(50, 1))
    strong = fit_ridge(features, features[:, 0], penalty=50.0)
    assert strong.coefficients[0] == pytest.approx(0.5, abs=0.01)


def test_principal_components_describe_curves() -> None:
    rng = np.random.default_rng(5)
    directions = np.linalg.qr(rng.normal(size=(30, 2)))[0].T
    curves = 0.4 + (rng.normal(size=(2000, 2)) * [3.0, 1.0]) @ directions
    found = principal_components(curves, 2)
    np.testing.assert_allclose(found.sd, [3.0, 1.0], rtol=0.06)
    np.testing.assert_allclose(np.abs(found.directions @ directions.T), np.eye(2), atol=0.05)
    assert (found.directions[np.arange(2), np.abs(found.directions).argmax(axis=1)] > 0).all()
