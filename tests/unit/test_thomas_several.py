"""Both sides of the direct test, repeats, and an earlier test."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest

from analyzer.archive import archive_thomas, unarchive_thomas
from analyzer.overlay import build_thomas_scene, paint_svg
from analyzer.thomas.several import compare_thomas, summarize_thomas
from analyzer.types.codes import THOMAS
from tests.unit.test_thomas_finding import LOOSE
from tests.unit.thomas_cases import analysis


def photos(*thighs, side="left", **more):
    return [analysis(side, thigh, name=f"{side}{index}", **more) for index, thigh in enumerate(thighs)]


def test_the_median_of_five_counts_and_one_bad_photo_hardly():
    side = summarize_thomas(photos(9.0, 10.0, 11.0, 10.5, 30.0)).left
    spread = side.spreads["thigh_angle"]
    assert spread.median.value == pytest.approx(10.5)
    assert spread.count == 5
    assert side.nearest == 3
    single = analysis().measures["thigh_angle"]
    assert summarize_thomas(photos(10.0, 10.4, 9.6)).left.measures["thigh_angle"].sd_within < single.sd_within


def test_photos_without_a_held_pelvis_are_left_out_when_there_are_others():
    mixed = [*photos(10.0, 11.0), analysis("left", 20.0, pelvis=LOOSE, name="loose")]
    side = summarize_thomas(mixed).left
    assert side.used == (0, 1)
    assert side.measures["thigh_angle"].value == pytest.approx(10.5)
    assert [issue.code for issue in side.warnings] == ["pelvis_not_held_in_some"]
    assert "photo 3" in side.warnings[0].message
    alone = summarize_thomas([mixed[2]]).left
    assert alone.used == (0,)
    assert alone.finding.level == "cannot_say"


@pytest.mark.parametrize(("right", "verdict"), [(12.0, "within_measurement_error"), (25.0, "changed")])
def test_the_sides_differ_by_right_less_left_with_an_interval(right, verdict):
    test = summarize_thomas([*photos(10.0), *photos(right, side="right")])
    change = test.differences["thigh_angle"]
    assert change.difference == pytest.approx(right - 10.0)
    assert change.ci95[0] < change.difference < change.ci95[1]
    assert change.verdict == verdict
    assert ("more than the error" in test.summary) == (verdict == "changed")


def test_sides_are_not_compared_when_one_pelvis_was_loose():
    test = summarize_thomas([analysis(), analysis("right", 25.0, pelvis=LOOSE, name="r")])
    assert test.differences["thigh_angle"].verdict == "not_comparable"
    assert test.differences["knee_flexion"].verdict != "not_comparable"


def test_one_side_has_no_difference():
    test = summarize_thomas(photos(10.0))
    assert (test.right, dict(test.differences), test.summary) == (None, {}, "")
    with pytest.raises(ValueError, match="no photos"):
        summarize_thomas([])


def test_a_picture_counts_once():
    side = summarize_thomas([analysis(), analysis()]).left
    assert side.used == (0,)
    assert [issue.code for issue in side.warnings] == ["same_photo"]


def test_a_change_since_an_earlier_test_is_after_less_before():
    before, after = (summarize_thomas(photos(thigh)) for thigh in (2.0, 14.0))
    changes = compare_thomas(before, after)
    assert set(changes) == {"left"}
    assert tuple(changes["left"]) == THOMAS
    assert changes["left"]["thigh_angle"].difference == pytest.approx(12.0)
    assert changes["left"]["thigh_angle"].verdict == "changed"
    assert changes["left"]["hip_extension_true"].verdict == "not_comparable"


def test_the_json_forms_hold_what_they_should():
    record = json.loads(json.dumps(analysis().to_dict(), allow_nan=False))
    assert record["schema"] == "thomas-test/1"
    assert list(record["measures"]) == list(THOMAS)
    assert record["view"]["pelvis"]["controlled"] is True
    assert record["finding"]["level"] == "borderline"
    both = summarize_thomas([analysis(), analysis("right", 25.0, name="r")]).to_dict()
    record = json.loads(json.dumps(both, allow_nan=False))
    assert record["differences"]["thigh_angle"]["left"] == pytest.approx(10.0)
    assert set(record["sides"]) == {"left", "right"}


def test_an_archive_gives_the_same_analysis_and_geometry_again():
    given = analysis(thigh=-7.0)
    again = unarchive_thomas(json.loads(json.dumps(archive_thomas(given), allow_nan=False)))
    assert again == given
    assert again.to_dict() == given.to_dict()
    one, two = given.geometry, again.geometry
    assert dict(one.points_px).keys() == dict(two.points_px).keys()
    assert all((one.points_px[name] == two.points_px[name]).all() for name in one.points_px)
    assert (one.table_px == two.table_px).all()
    assert not two.table_px.flags.writeable
    with pytest.raises(ValueError, match="schema"):
        unarchive_thomas({"schema": "posture-archive/1"})
    with pytest.raises(ValueError, match="view is missing"):
        unarchive_thomas({key: value for key, value in archive_thomas(given).items() if key != "view"})


@pytest.mark.parametrize("name", THOMAS)
def test_an_archive_without_a_measure_says_so_and_is_drawn(name):
    record = archive_thomas(analysis())
    del record["measures"][name]
    again = unarchive_thomas(record)
    assert set(again.measures) == set(THOMAS)
    assert again.measures[name].reason.code == "not_measured_then"
    assert paint_svg(build_thomas_scene(again), np.zeros((900, 1200, 3), np.uint8))


def test_a_copy_to_another_process_stays_read_only():
    again = pickle.loads(pickle.dumps(analysis()))  # noqa: S301 - its own
    assert again == analysis()
    assert not again.geometry.table_px.flags.writeable
