"""A back that cloth may hide: both readings together, one-sided where cloth is seen, and without steps."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scenes import DrawnCloth, Look, Place, draw_person, trace

from analyzer import analyze
from analyzer import measures as m
from analyzer.measures.learned_clothes import (
    EDGE,
    FEATURES,
    QUANTITIES,
    Clothed,
    clothes_model,
    find_clothed,
    find_hidden,
)
from analyzer.measures.learned_rotation import rotation_model
from analyzer.measures.under_clothes import UnderClothes, mix_measure, see_under_clothes
from analyzer.outline.clothing import Seen, find_hem, probability_of, skin_share
from analyzer.outline.covered import Cover
from analyzer.outline.describe import TracedBack
from analyzer.outline.edge import ROWS, Edge
from analyzer.outline.learned_curve import FittedCurve, back_shapes
from analyzer.outline.trace import Trace
from analyzer.outline.worn import WORN_HEIGHTS, worn_edge
from analyzer.types import Measure, Reason

BUILDS = Path(__file__).parents[2] / "validation" / "builds"
HEIGHTS = back_shapes().heights
MEAN = back_shapes().mean
CLOTHED = Clothed(
    mean=np.array([12.0, 40.0, 60.0, 12.0]),
    sd=np.array([4.0, 4.0, 6.0, 1.5]),
    within_sd=np.array([3.0, 3.0, 5.0, 1.2]),
    curve=MEAN,
    curve_sd=np.full(len(HEIGHTS), 0.02),
    loose_logit=0.0,
)
TIGHT = m.measured("sacral_slope", 20.0, 1.0, "back_profile")


def under(probability: float, clothed: Clothed = CLOTHED) -> UnderClothes:
    nothing = np.zeros(len(HEIGHTS))
    return UnderClothes(probability, clothed, nothing, clothed.curve, clothed.curve_sd)


def mixed(probability: float, tight: Measure = TIGHT) -> Measure:
    return mix_measure(tight, under(probability), roll_sd_deg=0.0, other_sd_deg=0.0)


def half(measure: Measure) -> float:
    assert measure.ci95 is not None
    return (measure.ci95[1] - measure.ci95[0]) / 2.0


def value(measure: Measure) -> float:
    assert measure.value is not None
    return measure.value


def trace_of(edge: np.ndarray, hidden: np.ndarray | None = None) -> Trace:
    """A trace of an edge given at `ROWS`, with a clear contrast."""
    nothing = np.zeros(len(ROWS))
    covered = nothing if hidden is None else hidden.astype(np.float64)
    ones = np.ones(len(ROWS))
    fitted = FittedCurve(np.interp(HEIGHTS, ROWS, edge), np.full((len(HEIGHTS), 1), 0.003))
    cover = Cover(hair=covered, arm=nothing, thing=nothing)
    return Trace(fitted, Edge(edge, 40.0 * ones, ones), cover, ones > 0, 0.0)


# Values


def test_without_cloth_the_traced_back_counts_alone() -> None:
    found = mixed(0.0)
    assert value(found) == value(TIGHT)
    assert half(found) == pytest.approx(half(TIGHT))
    assert found.sd_within == pytest.approx(TIGHT.sd_within)
    assert found.method == "back_profile"


def test_under_cloth_that_surely_hangs_the_edge_counts_as_a_bound_alone() -> None:
    found = mixed(1.0)
    assert value(found) == 40.0
    assert half(found) == pytest.approx(m.Z95 * 4.0)
    assert found.sd_within == pytest.approx(3.0)
    assert found.method == "estimated_under_clothes"
    assert found.estimated


def test_the_mean_and_the_spread_of_the_mixture() -> None:
    chance = 0.3
    found = mixed(chance)
    assert TIGHT.sd_parts is not None
    own = math.hypot(TIGHT.sd_parts.photo, TIGHT.sd_parts.model)
    assert value(found) == pytest.approx(0.7 * 20.0 + 0.3 * 40.0)
    variance = 0.7 * own**2 + 0.3 * 16.0 + 0.21 * 400.0
    assert half(found) == pytest.approx(m.Z95 * math.sqrt(variance))
    assert found.sd_parts is not None
    assert half(found) == pytest.approx(m.Z95 * math.hypot(found.sd_parts.photo, found.sd_parts.model))


def test_values_go_over_from_one_reading_to_the_other_without_a_step() -> None:
    close = m.measured("sacral_slope", 38.0, 1.0, "back_profile")
    values = [value(mixed(chance, close)) for chance in np.linspace(0.0, 1.0, 101)]
    assert (np.diff(values) > 0).all()
    assert np.diff(values).max() < 0.05


def test_an_interval_that_says_nothing_is_no_value() -> None:
    wide = Clothed(CLOTHED.mean, 10.0 * CLOTHED.sd, CLOTHED.within_sd, MEAN, CLOTHED.curve_sd, 0.0)
    found = mix_measure(TIGHT, under(0.9, wide), roll_sd_deg=0.0, other_sd_deg=0.0)
    assert found.reason is not None
    assert found.reason.code == "loose_clothing"


def test_a_tilt_that_the_traced_back_does_not_give_is_had_only_under_likely_cloth() -> None:
    none = m.missing("pelvic_tilt", Reason("unusual_outline", "Unlike."))
    assert not mixed(0.4, none)
    found = mixed(0.8, none)
    assert value(found) == pytest.approx(12.0 + rotation_model().anchor_deg)
    assert found.sd_parts is not None
    assert found.sd_parts.bone_shape == 5.0


def test_roll_adds_to_slope_and_cancels_in_the_curve() -> None:
    curve = m.measured("lumbar_lordosis", 50.0, 1.0, "back_profile")
    for tight, grows in ((TIGHT, True), (curve, False)):
        level, rolled = (
            mix_measure(tight, under(1.0), roll_sd_deg=roll, other_sd_deg=0.0) for roll in (0.0, 3.0)
        )
        assert (half(rolled) > half(level) + 1.0) == grows


# The back that is drawn


@pytest.mark.parametrize("shift", [-0.05, -0.01, 0.0, 0.02, 0.08])
def test_the_back_is_nowhere_behind_the_cloth(shift: float) -> None:
    edge = np.interp(ROWS, HEIGHTS, MEAN) + shift
    found = see_under_clothes(trace_of(edge), CLOTHED, 0.9)
    assert (found.clothed.curve <= np.interp(HEIGHTS, ROWS, edge) + 1e-9).all()
    assert (found.curve <= np.interp(HEIGHTS, ROWS, edge) + 1e-9).all()
    assert (found.curve_sd > 0).all()


def test_cloth_far_outside_moves_the_back_nowhere() -> None:
    found = see_under_clothes(trace_of(np.interp(ROWS, HEIGHTS, MEAN) + 0.15), CLOTHED, 1.0)
    np.testing.assert_allclose(found.clothed.curve, MEAN, atol=1e-4)
    np.testing.assert_allclose(found.clothed.curve_sd, 0.02, atol=1e-4)


def test_what_hair_makes_is_no_bound() -> None:
    edge = np.interp(ROWS, HEIGHTS, MEAN) - 0.05
    upper = ROWS > 0.5
    found = see_under_clothes(trace_of(edge, upper), CLOTHED, 1.0)
    above, below = HEIGHTS > 0.55, HEIGHTS < 0.45
    np.testing.assert_allclose(found.clothed.curve[above], MEAN[above])
    assert (found.clothed.curve[below] < MEAN[below] - 0.04).all()
    assert not found.hanging[above].any()


def test_cloth_hangs_where_there_is_room_and_not_where_it_touches() -> None:
    room = np.where((HEIGHTS > 0.2) & (HEIGHTS < 0.6), 0.12, 0.0)
    known = replace(CLOTHED, curve_sd=np.full(len(HEIGHTS), 0.004))
    found = see_under_clothes(trace_of(np.interp(ROWS, HEIGHTS, MEAN + room)), known, 0.9)
    assert found.hanging[(HEIGHTS > 0.25) & (HEIGHTS < 0.55)].min() > 0.8
    assert found.hanging[(HEIGHTS < 0.1) | (HEIGHTS > 0.7)].max() < 0.2


# What is learned


def test_an_outline_gives_a_body_whatever_of_it_is_hidden() -> None:
    row = clothes_model().posterior.mean.copy()
    everything = find_clothed(row)
    row[EDGE.start + 20 : EDGE.stop] = np.nan
    row[EDGE.stop : EDGE.stop + 10] = np.nan
    less = find_clothed(row)
    for found in (everything, less):
        for values in (found.mean, found.sd, found.within_sd, found.curve, found.curve_sd):
            assert np.isfinite(values).all()
        assert found.mean.shape == (len(QUANTITIES),)
        assert (found.sd > 0).all()
        assert (found.within_sd <= found.sd + 1e-12).all()


def test_a_landmark_that_cannot_be_the_bodys_counts_as_hidden() -> None:
    model = clothes_model().posterior
    row = model.mean.copy()
    place = FEATURES.index("ankle_y")
    assert not find_hidden(row, model.mean, model.covariance)[place]
    row[place] += 0.8
    assert find_hidden(row, model.mean, model.covariance)[place]


def test_small_changes_of_the_edge_are_small_changes_of_the_answer() -> None:
    row = clothes_model().posterior.mean.copy()
    moved = row.copy()
    moved[EDGE] += 0.001 * np.cos(np.arange(len(WORN_HEIGHTS)))
    one, two = find_clothed(row), find_clothed(moved)
    assert np.abs(one.mean - two.mean).max() < 1.0
    assert abs(probability_of(one.loose_logit) - probability_of(two.loose_logit)) < 0.1


def test_what_nothing_speaks_for_is_left_out_of_account() -> None:
    chances = [probability_of(logit) for logit in np.linspace(-8.0, 8.0, 801)]
    assert chances[0] == 0.0
    assert chances[-1] > 0.99
    assert (np.diff(chances) >= 0).all()
    assert np.diff(chances).max() < 0.02


def test_a_bare_back_is_no_cloth_and_a_shirt_of_another_colour_says_nothing() -> None:
    skin, shirt = (224, 172, 140), (70, 90, 150)
    shares = {}
    for name, colour in (("bare", skin), ("shaded", (168, 129, 105)), ("shirt", shirt)):
        drawing = draw_person(look=Look(person=colour, face=skin))
        close, back = trace(drawing)
        assert isinstance(back, TracedBack)
        x, y = close.frame.origin_px
        inside = Place((float(x), float(y)), close.frame.trunk_length_px, drawing.place.facing)
        shares[name] = skin_share(close, back.edge.back, inside.landmarks())
    assert shares["bare"] > 0.9
    assert shares["shaded"] > 0.6
    assert shares["shirt"] < 0.1
    logit = 2.0
    assert probability_of(logit, Seen(shares["shirt"])) == probability_of(logit)
    assert probability_of(logit, Seen(shares["bare"])) < 0.05


@pytest.mark.parametrize("logit", [-1.0, 0.5, 3.0])
def test_skin_can_only_lower_the_probability_and_does_so_gradually(logit: float) -> None:
    chances = [probability_of(logit, Seen(bare)) for bare in np.linspace(0.0, 1.0, 201)]
    assert (np.diff(chances) <= 0).all()
    assert np.diff(chances).min() > -0.06


@pytest.mark.parametrize(("hem", "low"), [(-0.10, True), (0.0, True), (0.28, False)])
def test_where_a_top_ends_changes_the_odds(hem: float, low: bool) -> None:
    drawing = draw_person(look=Look(person=(60, 80, 140), cloth=DrawnCloth(hem=hem, stands_off=0.0)))
    close, back = trace(drawing)
    assert isinstance(back, TracedBack)
    low_hem, high_hem = find_hem(close, back.edge.back)
    assert (low_hem > 0.6, high_hem > 0.6) == (low, not low)
    more, less = probability_of(0.0, Seen(0.0, low_hem, high_hem)), probability_of(0.0)
    assert (more > less) == low


def test_one_colour_from_neck_to_thigh_has_no_hem() -> None:
    close, back = trace(draw_person())
    assert isinstance(back, TracedBack)
    assert max(find_hem(close, back.edge.back)) < 0.1


def test_a_shirt_of_the_colour_of_skin_that_ends_below_the_waist_is_no_skin() -> None:
    assert probability_of(1.0, Seen(bare=0.8)) < 0.05
    assert probability_of(1.0, Seen(bare=0.8, low_hem=1.0)) > 0.9


def test_the_worn_edge_is_the_traced_one_with_gaps_where_hair_makes_it() -> None:
    edge = 0.2 + 0.1 * ROWS
    seen = worn_edge(trace_of(edge))
    np.testing.assert_allclose(seen, 0.2 + 0.1 * WORN_HEIGHTS, atol=1e-3)
    covered = worn_edge(trace_of(edge, ROWS > 0.5))
    assert np.isnan(covered[WORN_HEIGHTS > 0.55]).all()
    assert np.isfinite(covered[WORN_HEIGHTS < 0.45]).all()


@pytest.mark.parametrize("name", ["heavy_08", "older_00", "pregnant_00"])
def test_a_belly_under_tight_clothes_is_no_loose_shirt(name):
    result = analyze(BUILDS / f"{name}.jpg")
    assert "loose_clothing" not in {issue.code for issue in result.view.issues}
    truth = json.loads((BUILDS / f"{name}.json").read_text("utf-8"))["ground_truth"]["silhouette"]
    slope = result.measures["sacral_slope"]
    assert slope.ci95 is not None
    assert slope.ci95[0] <= -truth["lower_tangent_deg"] <= slope.ci95[1]


def test_a_shirt_over_a_padded_back_still_is():
    result = analyze(BUILDS / "cloth_01.jpg")
    assert "loose_clothing" in {issue.code for issue in result.view.issues}
