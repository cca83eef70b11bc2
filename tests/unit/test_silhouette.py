"""The traced edge of the back, in drawings where it is known to a fraction of a pixel."""

from __future__ import annotations

import numpy as np
import pytest
from scenes import Drawing, Look, Place, draw_person, sample_curve

from analyzer.outline.edge import (
    NARROW,
    ROWS,
    SAMPLES,
    WIDE,
    Close,
    Edge,
    cut_out,
    learn_colours,
    mask_edge,
    smooth_reference,
    trace_edge,
)
from analyzer.outline.learned_curve import back_shapes

ON_CURVE = (back_shapes().heights[0] < ROWS) & (back_shapes().heights[-1] > ROWS)


def _close(drawing: Drawing) -> Close:
    return cut_out(drawing.rgb, drawing.mask, drawing.place.frame())


def _truth(drawing: Drawing) -> np.ndarray:
    return np.interp(ROWS, back_shapes().heights, drawing.curve)


def _edge(drawing: Drawing) -> Edge:
    """Wide search around the mask's edge, narrow search around what it found."""
    close = _close(drawing)
    colours = learn_colours(close)
    wide = trace_edge(close, colours, smooth_reference(mask_edge(close)), WIDE)
    return trace_edge(close, colours, smooth_reference(wide.back), NARROW)


def _error(drawing: Drawing) -> np.ndarray:
    return np.abs(_edge(drawing).back - _truth(drawing))[ON_CURVE]


@pytest.mark.parametrize("scores", [(), (1.5,), (-1.5, 1.0), (0.0, 0.0, 1.5)])
def test_edge_of_a_clear_back_is_found_to_less_than_a_pixel(scores: tuple[float, ...]) -> None:
    error = _error(draw_person(sample_curve(*scores)))
    assert error.mean() < 0.0015
    assert error.max() < 0.005


@pytest.mark.parametrize("trunk", [110.0, 160.0, 400.0])
def test_edge_is_found_at_any_size(trunk: float) -> None:
    part = trunk / 240.0
    place = Place((300 * part, 480 * part), trunk)
    drawing = draw_person(place=place, size=(round(600 * part), round(960 * part)))
    assert _error(drawing).mean() < 0.002


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("roll", [-6.0, 0.0, 6.0])
def test_edge_is_found_for_either_side_and_any_roll(facing: str, roll: float) -> None:
    assert _error(draw_person(place=Place(facing=facing, roll_deg=roll))).mean() < 0.0015


@pytest.mark.parametrize(
    "look",
    [
        Look(person=(190, 188, 182)),
        Look(noise=14.0),
        Look(person=(175, 165, 160), noise=8.0),
        Look(light=70.0),
        Look(person=(40, 45, 60), room=(60, 60, 75)),
    ],
    ids=["low contrast", "noise", "low contrast and noise", "light from one side", "dark"],
)
def test_edge_is_found_in_poor_light(look: Look) -> None:
    assert _error(draw_person(look=look)).mean() < 0.004


@pytest.mark.parametrize("leak", [(0.2, 0.35, 0.08), (0.2, 0.35, 0.14), (0.3, 0.0, 0.1)])
def test_a_mask_that_leaks_into_the_wall_is_corrected_by_the_picture(
    leak: tuple[float, float, float],
) -> None:
    drawing = draw_person(look=Look(leak=leak))
    close, truth = _close(drawing), _truth(drawing)
    assert np.abs(mask_edge(close) - truth)[ON_CURVE].max() > 0.04
    # A reference as the distribution of backs gives it: near the back, but pulled towards the leak.
    reference = truth + 0.03 * np.exp(-0.5 * ((ROWS - leak[1]) / 0.2) ** 2)
    found = trace_edge(close, learn_colours(close), reference, WIDE)
    assert np.abs(found.back - truth)[ON_CURVE].mean() < 0.002


def test_the_masks_edge_is_where_the_mask_says() -> None:
    drawing = draw_person(look=Look(person=(205, 205, 200), face=(205, 205, 200)))
    assert np.abs(mask_edge(_close(drawing)) - _truth(drawing))[ON_CURVE].mean() < 0.004


def test_the_masks_edge_is_unknown_where_the_trunk_is_missing() -> None:
    drawing = draw_person()
    mask = drawing.mask.copy()
    mask[: int(drawing.place.to_px([0.0, 0.5])[1])] = 0.0
    edge = mask_edge(cut_out(drawing.rgb, mask, drawing.place.frame()))
    assert np.isnan(edge[ROWS > 0.55]).all()
    assert np.isfinite(edge[(ROWS < 0.45) & (ROWS > -0.5)]).all()


def test_reference_bridges_gaps_and_drops_spikes() -> None:
    edge = 0.2 + 0.1 * ROWS
    spoiled = edge.copy()
    spoiled[100:130] = np.nan
    spoiled[300:303] = 0.5
    assert smooth_reference(spoiled) == pytest.approx(edge, abs=0.002)


def test_trust_is_the_share_of_contrast() -> None:
    edge = Edge(np.zeros(4), np.array([0.0, 6.0, 12.0, 60.0]), np.ones(4))
    assert edge.trust == pytest.approx([0.0, 0.2, 0.5, 0.9615], abs=1e-3)


def test_an_edge_whose_inner_side_the_mask_doubts_is_not_trusted() -> None:
    edge = Edge(np.zeros(4), np.full(4, 60.0), np.array([0.3, 0.7, 0.8, 1.0]))
    assert (np.diff(edge.trust) >= 0).all()
    assert edge.trust[0] < 0.05
    assert edge.trust[3] > 0.9


def test_a_clear_edge_is_trusted_and_none_is_not() -> None:
    assert _edge(draw_person()).trust[ON_CURVE].min() > 0.7
    same = (205, 205, 200)
    assert _edge(draw_person(look=Look(person=same, face=same))).trust[ON_CURVE].max() < 0.1


def test_colours_tell_person_from_room_at_the_same_height() -> None:
    colours = learn_colours(_close(draw_person(look=Look(leak=(0.3, 0.4, 0.1)))))
    up = np.array([0.0, 0.4, 0.8])
    assert (colours.at(np.full(3, 0.0), up) > 1.0).all()
    assert (colours.at(np.full(3, 0.6), up) < -1.0).all()
    assert colours.at(np.array([0.33]), np.array([0.4]))[0] < 0.0  # in the leak


@pytest.mark.parametrize("facing", ["right", "left"])
def test_cut_is_no_finer_than_the_samples_and_keeps_positions(facing: str) -> None:
    large = Place((500.0, 800.0), 400.0, facing, 3.0)
    drawing = draw_person(place=large, size=(1000, 1600))
    close = _close(drawing)
    assert close.frame.trunk_length_px == pytest.approx(SAMPLES)
    assert close.mask.shape == close.lab.shape[:2]
    drawn = np.interp(ROWS, back_shapes().heights, drawing.curve)
    back, up = np.meshgrid([-0.03, 0.03], ROWS[ON_CURVE])
    values = close.sample(close.mask, back + drawn[ON_CURVE, None], up)
    assert values[:, 0].min() > 0.7
    assert values[:, 1].max() < 0.3


def test_cut_keeps_a_small_person_as_it_is() -> None:
    close = _close(draw_person())
    assert close.frame.trunk_length_px == 240.0


def test_inside_is_the_picture() -> None:
    close = _close(draw_person(place=Place((300.0, 480.0), 240.0, "left")))
    inside = close.inside(np.array([0.0, 5.0, -5.0, 0.0]), np.array([0.0, 0.0, 0.0, 4.0]))
    assert inside.tolist() == [True, False, False, False]
