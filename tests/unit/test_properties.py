"""What holds for all people, photos and results, and not only for the examples of the other tests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st
from records_cases import analysis
from scenes import STANDING, FixedDetector, Place, draw_person, sample_curve

from analyzer import measures as m
from analyzer.archive import archive, unarchive
from analyzer.compare.changes import compare
from analyzer.compare.occasion import Occasion, Setup
from analyzer.exchange import from_fhir, to_fhir
from analyzer.person.frame import build_frame, find_facing
from analyzer.person.joints import find_joints
from analyzer.person.standing import estimate_trunk_rotation
from analyzer.pipeline import analyze
from analyzer.types import Analysis, Corrections, Issue, Landmarks, Measure, Reason
from analyzer.types.codes import ISSUES, METHODS, REASONS
from analyzer.types.corrections import POINT_NAMES

pytestmark = pytest.mark.usefixtures("drawn_only")

WIDTH_PX = 900.0
FACINGS = st.sampled_from(["left", "right"])


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


# --- Roll and mirror ----------------------------------------------------------------------------------


@st.composite
def bodies(draw: st.DrawFn) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """Where the parts of somebody are who stands in some way, and how far left and right are apart."""
    step = numbers(-0.08, 0.08)
    moved = {part: (x + draw(step), y + draw(step)) for part, (x, y) in STANDING.items()}
    return moved, {"shoulder": draw(numbers(-0.3, 0.3)), "hip": draw(numbers(-0.15, 0.15))}


def joint_measures(landmarks: Landmarks, roll_deg: float) -> dict[str, float]:
    frame = build_frame(landmarks, find_facing(landmarks), roll_deg=roll_deg, roll_sd_deg=0.3)
    joints = find_joints(frame, landmarks, np.full(33, 4.0), head_seen=True)
    found = (
        m.compute_trunk_inclination(joints, 0.3),
        m.compute_pelvic_shift(joints, 0.3),
        m.compute_knee_angle(joints),
        m.compute_ear_shoulder_angle(joints, 0.3),
        m.compute_hip_extension(joints, m.missing("pelvic_tilt", Reason("back_not_visible", "Hidden."))),
    )
    result = {"rotation": estimate_trunk_rotation(landmarks, frame)}
    for measure in found:
        assert measure.value is not None and measure.sd_within is not None
        result |= {measure.name: measure.value, f"{measure.name} sd": measure.sd_within}
    return result


@given(bodies(), FACINGS, numbers(-40.0, 40.0))
def test_a_known_roll_changes_nothing(body: Any, facing: str, roll_deg: float) -> None:
    moved, apart = body
    place = Place((400.0, 480.0), 240.0, facing)
    level = joint_measures(place.landmarks(moved, apart=apart), 0.0)
    turned = joint_measures(replace(place, roll_deg=roll_deg).landmarks(moved, apart=apart), roll_deg)
    assert turned == pytest.approx(level, abs=1e-6)


@given(bodies(), FACINGS, numbers(-15.0, 15.0))
def test_a_mirror_image_is_the_same_person_who_looks_the_other_way(
    body: Any, facing: str, roll_deg: float
) -> None:
    moved, apart = body
    landmarks = Place((400.0, 480.0), 240.0, facing, roll_deg).landmarks(moved, apart=apart)
    mirrored = landmarks.mirrored(WIDTH_PX)
    assert find_facing(mirrored) != find_facing(landmarks)
    assert joint_measures(mirrored, -roll_deg) == pytest.approx(joint_measures(landmarks, roll_deg), abs=1e-6)


@pytest.mark.slow
@settings(max_examples=4)
@given(numbers(-1.0, 1.0), numbers(-1.0, 1.0), FACINGS, numbers(-5.0, 5.0))
def test_a_drawn_back_is_measured_alike_in_a_turned_picture(
    lean: float, curve: float, facing: str, roll_deg: float
) -> None:
    found = []
    for place in (Place((300.0, 500.0), 240.0, facing), Place((300.0, 500.0), 240.0, facing, roll_deg)):
        drawing = draw_person(sample_curve(lean, curve), place, size=(600, 980))
        detector = FixedDetector(drawing, place.landmarks())
        found.append(analyze(drawing.rgb, roll_deg=place.roll_deg, model=detector).measures)
    for name, margin in (("sacral_slope", 1.0), ("lumbar_lordosis", 1.5), ("lumbar_depth", 0.5)):
        level, turned = (measures[name].value for measures in found)
        assert turned == pytest.approx(level, abs=margin), name


# --- Archive ------------------------------------------------------------------------------------------

SENTENCES = st.text(max_size=40)


@st.composite
def measures(draw: st.DrawFn, name: str) -> Measure:
    unit = m.TABLE[name].unit
    if draw(st.booleans()):
        return Measure.missing(name, unit, draw(st.sampled_from(REASONS)), draw(SENTENCES))
    value, half = draw(numbers(-90.0, 200.0)), draw(numbers(0.0, 40.0))
    method = draw(st.sampled_from(METHODS))
    sd_within = draw(numbers(0.0, 10.0))
    return Measure(name, unit, value, (value - half, value + half), sd_within, method)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    found = {name: draw(measures(name)) for name in m.TABLE}
    places = st.tuples(numbers(0.0, 900.0), numbers(0.0, 1200.0))
    points = draw(st.dictionaries(st.sampled_from(sorted(POINT_NAMES)), places))
    corrections = Corrections(
        points, draw(st.none() | numbers(-45.0, 45.0)), draw(st.none() | numbers(1.0, 2.2))
    )
    issues = st.builds(Issue, st.sampled_from(ISSUES), st.just("warn"), SENTENCES)
    base = analysis(facing=draw(FACINGS), corrections=corrections)
    return replace(
        base,
        view=replace(base.view, issues=tuple(draw(st.lists(issues, max_size=3)))),
        measures=found,
        model_measures={name: draw(measures(name)) for name in m.TABLE},
        corrected=draw(st.frozensets(st.sampled_from(list(m.TABLE)), min_size=1)),
        lengths_mm={},
        notes=tuple(draw(st.lists(st.builds(Reason, st.sampled_from(REASONS), SENTENCES), max_size=2))),
    )


@given(analyses())
def test_what_is_archived_comes_back(before: Analysis) -> None:
    record = json.loads(json.dumps(archive(before), allow_nan=False))
    after = unarchive(record)
    assert after == before
    assert after.to_dict() == before.to_dict()
    assert archive(after) == archive(before)


@settings(max_examples=6)
@given(analyses())
def test_every_digit_comes_back_from_a_valid_bundle(analysis: Analysis) -> None:
    """Of all measures, offsets and angles of the upper back too, archived and read again before."""
    record = unarchive(json.loads(json.dumps(archive(analysis)))).to_dict()
    through = Bundle.model_validate(to_fhir([record])).model_dump_json()
    record["photo"]["name"] = "photo"
    assert from_fhir(json.loads(through)) == [record]


# --- Comparison ---------------------------------------------------------------------------------------


@st.composite
def occasions(draw: st.DrawFn) -> Occasion:
    return Occasion(
        draw(SENTENCES),
        draw(FACINGS),  # type: ignore[arg-type]
        draw(numbers(0.0, 32.0)),
        frozenset(draw(st.sets(st.sampled_from(["loose_clothing", "camera_tilted"])))),
        {name: draw(measures(name)) for name in m.TABLE},
        Setup(
            draw(st.none() | numbers(60.0, 160.0)), draw(st.sampled_from([None, "arms hanging", "folded"]))
        ),
        versions=frozenset(draw(st.sets(st.sampled_from(["0.1.0", "0.3.0", "0.3.1"]), max_size=1))),
    )


@given(occasions(), occasions())
def test_a_comparison_the_other_way_round_says_the_opposite(one: Occasion, two: Occasion) -> None:
    forth, back = compare(one, two), compare(two, one)
    assert forth.comparable == back.comparable
    assert [reason.code for reason in forth.reasons] == [reason.code for reason in back.reasons]
    for name, change in forth.changes.items():
        other = back.changes[name]
        assert (change.verdict, change.mdc95) == (other.verdict, other.mdc95)
        assert [reason.code for reason in change.reasons] == [reason.code for reason in other.reasons]
        if change.difference is None:
            assert other.difference is None
            continue
        assert change.difference == -other.difference  # type: ignore[operator]
        assert change.ci95 == pytest.approx([-end for end in reversed(other.ci95 or ())])


@given(occasions())
def test_nothing_changed_since_the_same_occasion(one: Occasion) -> None:
    for change in compare(one, one).changes.values():
        assert change.verdict != "changed"
        assert change.difference in (None, 0.0)
