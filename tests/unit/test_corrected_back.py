"""The back through placed points, where it was traced and where it cannot be used."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from corrected import BACK, CURVE, FEET, HIDDEN, half, places, seen, to_px
from issues import issue_codes
from scenes import Drawing, FixedDetector, Look, Place, draw_person, sample_curve

from analyzer.corrections.points import editable_points
from analyzer.outline.describe import find_curve_landmarks
from analyzer.outline.learned_curve import back_shapes
from analyzer.pipeline import Observation, conclude, observe
from analyzer.types import Analysis, Corrections, Reason
from analyzer.types.corrections import BACK_POINTS

pytestmark = pytest.mark.usefixtures("drawn_only")

# Back


def back_at(analysis: Analysis, height: float) -> float:
    contour = analysis.geometry.profile.contour  # type: ignore[union-attr]
    return float(np.interp(height, contour[:, 1], contour[:, 0]))


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("name", BACK_POINTS)
@pytest.mark.parametrize("forward", [-0.02, 0.02])
def test_the_back_goes_through_a_placed_point_and_stays_elsewhere(
    facing: str, name: Any, forward: float
) -> None:
    observation = seen(facing)
    plain = conclude(observation)
    frame = plain.geometry.frame
    start = frame.to_body(places(plain)[name])
    target = start + np.array([forward, 0.0])
    result = conclude(observation, Corrections({name: tuple(frame.to_picture(target))}))
    assert back_at(result, target[1]) == pytest.approx(target[0], abs=0.001)
    moved = {
        step: back_at(result, start[1] + step) - back_at(plain, start[1] + step) for step in (-0.04, 0.04)
    }
    assert all(0.3 < change / forward < 1.35 for change in moved.values()), moved  # the neighbourhood follows
    for other in BACK_POINTS:
        height = frame.to_body(places(plain)[other])[1]
        if other != name:
            assert back_at(result, height) == pytest.approx(back_at(plain, height), abs=0.005)
    depth = {"lumbar_apex": forward}.get(name, -forward / 2)
    change = result.measures["lumbar_depth"].value - plain.measures["lumbar_depth"].value  # type: ignore[operator]
    assert change == pytest.approx(100.0 * depth / 1.176, abs=0.7)
    assert result.corrected == {*BACK, "pelvic_tilt", "thoracic_kyphosis"}
    assert result.measures["pelvic_tilt"].estimated
    # There the edge is no longer believed, and the drawing says so.
    profile = result.geometry.profile
    assert profile is not None
    near = np.abs(profile.contour[:, 1] - target[1]) < 0.03
    assert not profile.seen[near].any()
    assert profile.seen.any()


def test_intervals_hold_what_placing_is_uncertain_by() -> None:
    """A point on the back 3 mm farther in or out changes the values by what the intervals say."""
    observation = seen()
    plain = conclude(observation)
    where = {name: places(plain)[name] for name in BACK_POINTS}
    first = conclude(observation, Corrections(where))
    away = 0.0064 * plain.geometry.frame.trunk_length_px
    changes: dict[str, float] = dict.fromkeys(BACK, 0.0)
    for name in BACK_POINTS:
        x, y = where[name]
        other = conclude(observation, Corrections({**where, name: (x + away, y)}))
        for measure in BACK:
            changes[measure] += (other.measures[measure].value - first.measures[measure].value) ** 2  # type: ignore[operator]
    for measure, square in changes.items():
        within = first.measures[measure].sd_within
        assert within is not None
        assert within >= 0.75 * math.sqrt(square) > 0.0


def test_a_mirrored_photo_with_mirrored_corrections_gives_the_same() -> None:
    place = Place((280.0, 500.0), 240.0, "right", 1.0)
    moved = FEET
    drawing = draw_person(sample_curve(*CURVE), place, Look(noise=2.0), (600, 980))
    landmarks = place.landmarks(moved)
    mirror = Drawing(
        np.ascontiguousarray(drawing.rgb[:, ::-1]),
        np.ascontiguousarray(drawing.mask[:, ::-1]),
        place,
        drawing.curve,
    )
    one = observe(drawing.rgb, model=FixedDetector(drawing, landmarks))
    two = observe(mirror.rgb, model=FixedDetector(mirror, landmarks.mirrored(600)))
    points = {name: (x + 3.0, y - 2.0) for name, (x, y) in places(conclude(one)).items()}
    flipped = {name: (600.0 - x, y) for name, (x, y) in points.items()}
    for roll in (None, 1.0):
        left = conclude(two, Corrections(flipped, None if roll is None else -roll, 1.7))
        right = conclude(one, Corrections(points, roll, 1.7))
        assert (right.view.facing, left.view.facing) == ("right", "left")
        for name, measure in {**right.measures, **right.lengths_mm}.items():
            same = {**left.measures, **left.lengths_mm}[name]
            assert same.value == pytest.approx(measure.value, abs=0.1), name
            assert half(same) == pytest.approx(half(measure), rel=0.1), name


def test_the_size_of_the_photo_does_not_matter() -> None:
    large, small = seen(), seen(factor=0.75)
    points = {name: (x + 4.0, y - 2.0) for name, (x, y) in places(conclude(large)).items()}
    less = {name: (0.75 * x, 0.75 * y) for name, (x, y) in points.items()}
    one, two = conclude(large, Corrections(points)), conclude(small, Corrections(less))
    for name, measure in one.measures.items():
        assert two.measures[name].value == pytest.approx(measure.value, abs=0.7), name


# A back that cannot be used


def true_back(observation: Observation) -> dict[Any, tuple[float, float]]:
    curve = sample_curve(*CURVE)
    found = find_curve_landmarks(curve)
    assert not isinstance(found, Reason)
    heights = back_shapes().heights
    rows = dict(zip(BACK_POINTS, (found.gluteal, found.lumbar, found.thoracic), strict=True))
    return {name: to_px(observation, (-curve[row], heights[row])) for name, row in rows.items()}


def test_a_hidden_back_is_measured_from_all_three_points_and_not_from_fewer() -> None:
    observation = seen(look=HIDDEN)
    plain = conclude(observation)
    assert observation.level.under.likely  # type: ignore[union-attr]
    assert {plain.measures[name].method for name in BACK} <= {"estimated_under_clothes", None}
    assert [point.source for point in editable_points(plain) if point.name in BACK_POINTS] == ["estimate"] * 3
    truth = true_back(observation)
    few = conclude(observation, Corrections({name: truth[name] for name in BACK_POINTS[:2]}))
    assert few.measures == plain.measures
    assert few.corrected == frozenset()
    assert [note.code for note in few.notes] == ["place_back_points"]
    found = conclude(observation, Corrections(truth))
    known = conclude(seen())
    for name in BACK:
        measure = found.measures[name]
        assert measure.method == "corrected_back_profile"
        assert measure.ci95 is not None
        assert measure.ci95[0] <= known.measures[name].value <= measure.ci95[1]  # type: ignore[operator]
        assert half(measure) > 1.8 * half(known.measures[name])
        assert found.model_measures[name] == plain.measures[name]
    assert "loose_clothing" in issue_codes(found)  # the photo is still what it is
    assert found.geometry.profile is not None
    assert not found.geometry.profile.seen.any()


def test_points_of_the_back_in_no_possible_order_are_refused_with_a_reason() -> None:
    observation = seen()
    where = places(conclude(observation))
    wrong = Corrections({"lumbar_apex": where["thoracic_apex"], "thoracic_apex": where["lumbar_apex"]})
    result = conclude(observation, wrong)
    for name in (*BACK, "pelvic_tilt"):
        reason = result.measures[name].reason
        assert reason is not None
        assert reason.code == "points_implausible"
        assert result.model_measures[name]
    assert result.corrected == {*BACK, "pelvic_tilt", "thoracic_kyphosis"}


def test_a_hollow_that_a_person_fills_is_flat() -> None:
    observation = seen()
    found = conclude(observation)
    x, y = places(found)["lumbar_apex"]
    result = conclude(observation, Corrections({"lumbar_apex": (x - 35.0, y)}))
    before, after = found.measures["lumbar_lordosis"].value, result.measures["lumbar_lordosis"].value
    assert before is not None
    assert after is not None
    assert after < before - 15.0
