"""What a person corrects: exact where the truth is known, undone without a trace, and never silent."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from corrected import CURVE, FEET, half, pelvis, places, seen, seen_reduced
from scenes import FixedDetector, Look, Place, draw_person, sample_curve

from analyzer.corrections.points import editable_points, level_from_line
from analyzer.errors import CorrectionError
from analyzer.overlay.anatomy import place_pelvis
from analyzer.pipeline import analyze, conclude
from analyzer.types import Corrections
from analyzer.types.corrections import BACK_POINTS, JOINTS, POINT_NAMES

pytestmark = pytest.mark.usefixtures("drawn_only")

# Level


@pytest.mark.parametrize("roll", [-20.0, -3.0, 0.0, 0.4, 12.0])
@pytest.mark.parametrize("direction", [0.0, 90.0, 180.0, 270.0])
def test_a_line_tells_the_roll_whichever_way_it_runs(roll: float, direction: float) -> None:
    angle = math.radians(direction + roll)  # clockwise on the screen, as y points down
    end = (500.0 + 300.0 * math.cos(angle), 400.0 + 300.0 * math.sin(angle))
    assert level_from_line((500.0, 400.0), end) == pytest.approx(roll)


@pytest.mark.parametrize("angle", [36.0, 45.0, 54.0, 130.0, -45.0])
def test_a_slanted_line_is_refused(angle: float) -> None:
    end = (300.0 * math.cos(math.radians(angle)), 300.0 * math.sin(math.radians(angle)))
    with pytest.raises(CorrectionError, match="door frame"):
        level_from_line((0.0, 0.0), end)


@pytest.mark.parametrize("end", [(100.0, 100.0), (100.0, 119.0), (math.nan, 0.0)])
def test_a_short_line_is_refused(end: tuple[float, float]) -> None:
    with pytest.raises(CorrectionError, match="long straight line"):
        level_from_line((100.0, 100.0), end)


# Nothing corrected, and undone


def test_without_corrections_it_is_the_analysis() -> None:
    plain = conclude(seen())
    assert not plain.corrections
    assert plain.model_measures is plain.measures
    assert plain.corrected == frozenset()
    assert plain.notes == ()
    assert not plain.lengths_mm
    assert not {"corrections", "notes", "lengths_mm"} & plain.to_dict().keys()
    assert all("model_value" not in record for record in plain.to_dict()["measures"].values())


def test_a_correction_that_is_taken_back_leaves_nothing() -> None:
    observation = seen()
    plain = conclude(observation)
    moved = Corrections(places(plain), roll_deg=2.0, body_height_m=1.7)
    assert conclude(observation, moved).measures != plain.measures
    for name in POINT_NAMES:
        moved = moved.without(name)
    again = conclude(observation, replace(moved, roll_deg=None, body_height_m=None))
    assert again.measures == plain.measures
    assert again.view == plain.view
    assert np.array_equal(again.geometry.profile.contour, plain.geometry.profile.contour)  # type: ignore[union-attr]


@pytest.mark.parametrize("facing", ["right", "left"])
def test_points_left_where_they_are_change_nothing(facing: str) -> None:
    observation = seen(facing)
    plain = conclude(observation)
    where = places(plain)
    same = conclude(observation, Corrections({name: where[name] for name in (*JOINTS, "c7", *BACK_POINTS)}))
    for name, measure in plain.measures.items():
        assert same.measures[name].value == pytest.approx(measure.value, abs=0.05), name
    assert {measure.method for measure in same.measures.values()} == {
        "estimated_from_corrected_back_profile",
        "corrected_back_profile",
        "corrected_landmarks",
        "thigh_to_trunk",
    }
    assert same.corrected == frozenset(plain.measures)
    assert same.model_measures == plain.measures


def test_the_drawn_pelvis_left_where_it_is_measures_its_tilt() -> None:
    observation = seen()
    plain = conclude(observation)
    where = places(plain)
    same = conclude(observation, Corrections({name: where[name] for name in ("asis", "psis")}))
    assert same.measures["pelvic_tilt"].value == pytest.approx(plain.measures["pelvic_tilt"].value, abs=0.01)
    assert half(same.measures["pelvic_tilt"]) < 0.6 * half(plain.measures["pelvic_tilt"])


# Pelvis


@pytest.mark.parametrize("tilt", [-7.0, 0.0, 13.5, 28.0])
@pytest.mark.parametrize("facing", ["right", "left"])
def test_both_bones_placed_measure_exactly_the_angle(tilt: float, facing: str) -> None:
    observation = seen(facing)
    plain = conclude(observation)
    result = conclude(observation, Corrections(pelvis(observation, tilt)))
    measure = result.measures["pelvic_tilt"]
    assert measure.value == pytest.approx(tilt, abs=1e-6)
    assert (measure.method, measure.estimated) == ("points", False)
    assert result.measures["hip_extension_angle"].method == "thigh_to_pelvis"
    assert result.corrected == {"pelvic_tilt", "hip_extension_angle"}
    untouched = plain.measures.keys() - result.corrected
    assert all(result.measures[name] == plain.measures[name] for name in untouched)
    assert result.model_measures["pelvic_tilt"] == plain.measures["pelvic_tilt"]
    record = result.to_dict()
    assert (
        record["measures"]["pelvic_tilt"]["model_value"]
        == plain.to_dict()["measures"]["pelvic_tilt"]["value"]
    )
    assert record["corrections"]["points"].keys() == {"asis", "psis"}
    assert result.notes == ()


@pytest.mark.parametrize(("name", "code"), [("asis", "place_psis"), ("psis", "place_asis")])
def test_one_bone_alone_says_what_is_missing(name: Any, code: str) -> None:
    observation = seen()
    one = Corrections({name: pelvis(observation, 20.0)[name]})
    result = conclude(observation, one)
    assert result.measures == conclude(observation).measures
    assert result.corrected == frozenset()
    assert [note.code for note in result.notes] == [code]
    assert result.to_dict()["notes"][0]["message"].startswith("Pelvic tilt stays an estimate")


def test_bones_on_the_wrong_sides_keep_the_models_value_beside_the_reason() -> None:
    observation = seen()
    right = pelvis(observation, 10.0)
    result = conclude(observation, Corrections({"asis": right["psis"], "psis": right["asis"]}))
    reason = result.measures["pelvic_tilt"].reason
    assert reason is not None
    assert reason.code == "points_implausible"
    assert result.corrected == {"pelvic_tilt"}
    assert result.to_dict()["measures"]["pelvic_tilt"]["model_value"] is not None


def test_analyze_with_given_points_is_that_correction() -> None:
    observation = seen()
    points = pelvis(observation, 12.0)
    place = Place((300.0, 500.0), 240.0)
    drawing = draw_person(sample_curve(*CURVE), place, Look(), (600, 980))
    landmarks = place.landmarks(FEET)
    result = analyze(
        drawing.rgb, model=FixedDetector(drawing, landmarks), asis_px=points["asis"], psis_px=points["psis"]
    )
    assert result.measures == conclude(observation, Corrections(points)).measures
    assert result.corrections == Corrections(points)


# Points to edit


def test_points_come_from_head_to_foot_with_words() -> None:
    points = editable_points(conclude(seen()))
    assert [point.name for point in points] == [
        *("ear", "c7", "shoulder", "thoracic_apex", "lumbar_apex", "asis", "psis", "gluteal_apex"),
        *("hip", "knee", "ankle"),
    ]
    assert {point.name for point in points} == set(POINT_NAMES)
    assert all(point.help.startswith("Place it ") and point.help.endswith(".") for point in points)
    assert len({point.title for point in points}) == len(points)


@pytest.mark.parametrize("facing", ["right", "left"])
def test_bones_start_where_they_are_drawn(facing: str) -> None:
    analysis = conclude(seen(facing))
    tilt = analysis.measures["pelvic_tilt"].value
    assert tilt is not None
    drawn = place_pelvis(analysis.geometry, tilt)
    frame = analysis.geometry.frame
    assert places(analysis)["asis"] == pytest.approx(frame.to_picture(drawn.asis))
    assert places(analysis)["psis"] == pytest.approx(frame.to_picture(drawn.psis))


def test_the_drawn_pelvis_follows_a_placed_hip() -> None:
    observation = seen()
    before = places(conclude(observation))
    x, y = before["hip"]
    moved = conclude(observation, Corrections({"hip": (x + 12.0, y - 9.0)}))
    again = conclude(observation, Corrections({"hip": (x + 20.0, y - 9.0)}))
    assert moved.geometry.hip_px == pytest.approx([x + 12.0, y - 9.0])
    assert places(again)["asis"][0] - places(moved)["asis"][0] == pytest.approx(8.0)
    assert places(moved)["psis"][1] - before["psis"][1] == pytest.approx(-9.0, abs=1.0)


def test_sources_say_who_placed_a_point() -> None:
    observation = seen()
    source = {point.name: point.source for point in editable_points(conclude(observation))}
    assert (source["asis"], source["hip"], source["lumbar_apex"]) == ("estimate", "model", "model")
    moved = Corrections({"hip": (305.0, 505.0), "asis": (340.0, 450.0)})
    after = {point.name: point for point in editable_points(conclude(observation, moved))}
    assert after["hip"].source == after["asis"].source == "person"
    assert after["hip"].point_px == (305.0, 505.0)
    assert after["psis"].source == "estimate"
    marked = replace(observation, bones={"asis": np.array([341.0, 455.0]), "psis": np.array([271.0, 440.0])})
    points = {point.name: point for point in editable_points(conclude(marked))}
    assert (points["asis"].source, points["asis"].point_px) == ("marker", (341.0, 455.0))


def test_one_placed_bone_and_one_marker_measure_the_tilt() -> None:
    observation = seen()
    bones = pelvis(observation, 10.0)
    marked = replace(observation, bones={name: np.array(point) for name, point in bones.items()})
    moved = Corrections({"asis": pelvis(observation, 16.0)["asis"]})
    result = conclude(marked, moved)
    assert result.measures["pelvic_tilt"].value == pytest.approx(16.0, abs=1e-6)
    assert result.corrected == {"pelvic_tilt", "hip_extension_angle"}
    assert result.notes == ()


def test_corrections_are_in_pixels_of_the_photo_not_of_the_reduced_copy() -> None:
    plain, large = seen(), seen_reduced()
    moved = {name: (x + 3.0, y + 2.0) for name, (x, y) in places(conclude(plain)).items()}
    twice = {name: (2.0 * x, 2.0 * y) for name, (x, y) in moved.items()}
    for roll in (None, 1.0):
        one = conclude(plain, Corrections(moved, roll, 1.7))
        two = conclude(large, Corrections(twice, roll, 1.7))
        for name, measure in {**one.measures, **one.lengths_mm}.items():
            same = {**two.measures, **two.lengths_mm}[name]
            assert same.value == pytest.approx(measure.value, abs=0.01), name
        assert one.geometry.frame.mm_per_px is not None
        assert two.geometry.frame.mm_per_px == pytest.approx(one.geometry.frame.mm_per_px / 2.0, rel=1e-6)
    for name, (x, y) in places(conclude(large)).items():
        assert (x / 2.0, y / 2.0) == pytest.approx(places(conclude(plain))[name])
    assert conclude(large, Corrections({"hip": (1150.0, 1900.0)}))
    with pytest.raises(CorrectionError):
        conclude(plain, Corrections({"hip": (1150.0, 1900.0)}))


@pytest.mark.parametrize("point", [(-0.1, 10.0), (10.0, 980.5), (600.1, 10.0)])
def test_a_point_outside_the_photo_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(CorrectionError, match="outside the photo") as caught:
        conclude(seen(), Corrections({"hip": point}))
    assert caught.value.code == "bad_correction"
