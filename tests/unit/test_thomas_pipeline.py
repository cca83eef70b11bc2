"""The direct test on rendered people whose truth is known, with the real pose model."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from analyzer import PostureError, analyze_thomas
from analyzer.cli.program import main
from analyzer.errors import CorrectionError
from analyzer.photo import load_photo
from analyzer.thomas import conclude_thomas, observe_thomas
from analyzer.types import Photo
from analyzer.types.thomas import ThomasCorrections

FOLDER = Path(__file__).parents[2] / "validation" / "thomas"


def truth(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@cache
def observed(name):
    return observe_thomas(FOLDER / f"{name}.jpg")


@pytest.mark.parametrize("name", ["right_04", "right_08", "right_14"])
def test_a_right_set_up_is_measured(pose_model, name):
    result, given = conclude_thomas(observed(name)), truth(name)
    said = given["ground_truth"]
    assert result.view.side == said["tested"]
    assert result.view.pelvis.controlled
    assert result.measures["thigh_angle"].value == pytest.approx(said["thigh_angle_deg"], abs=3.0)
    assert result.measures["knee_flexion"].value == pytest.approx(said["knee_flexion_deg"], abs=6.0)
    assert result.measures["hip_extension_true"].reason.code == "pelvis_points_missing"
    assert result.finding.level != "cannot_say"


@pytest.mark.parametrize("name", ["arched_06", "arched_12", "let_go_04"])
def test_a_pelvis_that_is_not_held_is_said(pose_model, name):
    result = conclude_thomas(observed(name))
    codes = {issue.code for issue in result.view.issues}
    assert codes & {"back_not_flat", "other_knee_not_held"}
    assert result.finding.level == "cannot_say"
    assert result.measures["thigh_angle"].value is not None
    assert result.measures["hip_extension_true"].reason.code == "pelvis_not_controlled"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("not_supine_00", "not_supine"),
        ("not_supine_02", "not_supine"),
        ("wrong_side_00", "wrong_side"),
        ("covered_02", "hip_or_knee_covered"),
        ("leg_supported_04", "leg_supported"),
        ("leg_supported_06", "leg_supported"),
        ("camera_height_02", "camera_not_at_table_height"),
    ],
)
def test_a_wrong_set_up_is_refused_with_its_own_words(pose_model, name, code):
    with pytest.raises(PostureError) as caught:
        analyze_thomas(FOLDER / f"{name}.jpg")
    assert caught.value.code == code
    assert "Please" in caught.value.message


def test_an_edge_higher_than_any_low_back_is_no_gap(pose_model):
    # The mask runs into a table of the skin's colour, and the edge along an arm.
    result = conclude_thomas(observed("dots_12"))
    assert result.view.pelvis.back_flat is None
    assert "back_not_flat" not in {issue.code for issue in result.view.issues}


def test_the_mirror_image_is_the_other_leg_with_the_same_angles(pose_model):
    photo = load_photo(FOLDER / "right_02.jpg")
    mirrored = analyze_thomas(np.ascontiguousarray(photo.rgb[:, ::-1]))
    own = conclude_thomas(observed("right_02"))
    assert {mirrored.view.side, own.view.side} == {"left", "right"}
    for name in ("thigh_angle", "knee_flexion"):
        assert mirrored.measures[name].value == pytest.approx(own.measures[name].value, abs=2.5)


@pytest.mark.parametrize("roll", [-4.0, 5.0])
def test_a_camera_that_is_turned_changes_nothing(pose_model, roll):
    rgb = load_photo(FOLDER / "right_08.jpg").rgb
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -roll, 1.0)
    turned = cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    own, other = conclude_thomas(observed("right_08")), analyze_thomas(turned)
    assert other.view.roll_deg - own.view.roll_deg == pytest.approx(roll, abs=0.8)
    assert other.measures["thigh_angle"].value == pytest.approx(own.measures["thigh_angle"].value, abs=2.5)


@pytest.mark.parametrize("beside", ["left", "right"])
def test_somebody_who_stands_beside_the_table_is_no_patient(pose_model, beside):
    patient = load_photo(FOLDER / "right_08.jpg").rgb
    helper = load_photo(FOLDER.parents[1] / "sample_images" / "neutral_woman_right.jpg").rgb
    height = patient.shape[0]
    helper = cv2.resize(helper, (round(helper.shape[1] * height / helper.shape[0]), height))
    both = [helper, patient] if beside == "left" else [patient, helper]
    own, result = conclude_thomas(observed("right_08")), analyze_thomas(np.hstack(both))
    assert result.view.side == own.view.side
    for name, near in (("thigh_angle", 2.5), ("knee_flexion", 4.0)):
        assert result.measures[name].value == pytest.approx(own.measures[name].value, abs=near)
    assert "bystander" in {issue.code for issue in result.view.issues}
    left = 0 if beside == "left" else patient.shape[1]
    there = [x for x, _, _ in result.geometry.other_heads_px]
    assert there and all(left < x < left + helper.shape[1] for x in there)


def test_the_head_of_a_therapist_behind_the_patient_is_known(pose_model):
    """In front of the leg that is held; nobody would count such a person among the people to be measured."""
    found = conclude_thomas(observed("right_17")).geometry
    assert len(found.other_heads_px)
    face = np.array([[470.0, 165.0], [500.0, 185.0], [485.0, 215.0]])  # eyes and mouth as they are seen
    x, y, radius = found.other_heads_px.T
    assert (np.hypot(face[:, :1] - x, face[:, 1:] - y) < radius).any(axis=1).all()
    assert not len(conclude_thomas(observed("right_08")).geometry.other_heads_px)


def test_dots_on_the_skin_give_the_hip(pose_model):
    given = truth("dots_04")
    seen = observed("dots_04")
    assert set(seen.dots_px) == {"asis", "hip"}
    result = conclude_thomas(seen)
    for name, key in (("asis", "ASIS"), ("hip", "greater_trochanter")):
        side = given["ground_truth"]["tested"][0].upper()
        there = np.array(given["dots_px"][f"{key}_{side}"])
        assert result.geometry.points_px[name] == pytest.approx(there, abs=3.0)
    assert result.measures["thigh_angle"].value == pytest.approx(
        given["ground_truth"]["thigh_angle_deg"], abs=2.0
    )


def test_placed_points_are_taken_as_they_are(pose_model):
    given = truth("right_02")
    side = given["ground_truth"]["tested"][0].upper()
    names = {"hip": "greater_trochanter", "knee": "lateral_epicondyle", "ankle": "lateral_malleolus"}
    names |= {"asis": "ASIS", "psis": "PSIS"}
    points = {name: tuple(given["landmarks_px"][f"{key}_{side}"]) for name, key in names.items()}
    roll = given["camera"]["roll_deg"]
    result = conclude_thomas(observed("right_02"), ThomasCorrections(points, roll_deg=roll))
    said = given["ground_truth"]
    for name in ("thigh_angle", "knee_flexion", "pelvic_tilt_supine", "hip_extension_true"):
        measure = result.measures[name]
        assert measure.value == pytest.approx(said[f"{name}_deg"], abs=2.5), name
        assert name in result.corrected
    own = result.model_measures["thigh_angle"]
    assert result.measures["thigh_angle"].sd_within < own.sd_within
    assert own == conclude_thomas(observed("right_02")).measures["thigh_angle"]
    assert result.to_dict()["measures"]["thigh_angle"]["model_value"] == pytest.approx(own.value, abs=0.01)


def test_a_point_outside_the_photo_is_refused(pose_model):
    with pytest.raises(CorrectionError, match="outside the photo"):
        conclude_thomas(observed("right_02"), ThomasCorrections({"hip": (-5.0, 10.0)}))


def test_a_plain_wall_shows_nobody(pose_model):
    with pytest.raises(PostureError) as caught:
        analyze_thomas(np.full((600, 800, 3), 128, np.uint8))
    assert caught.value.code == "no_person"


def test_the_photo_itself_may_be_given(pose_model):
    photo = load_photo(FOLDER / "right_02.jpg")
    assert isinstance(photo, Photo)
    assert analyze_thomas(photo).photo.name == "right_02.jpg"


def test_the_command_line_prints_writes_and_sums_up(pose_model, tmp_path, capsys):
    photos = [str(FOLDER / name) for name in ("right_02.jpg", "wrong_side_00.jpg")]
    status = main(["thomas", *photos, "--out", str(tmp_path), "--svg", "--summary"])
    out, said = capsys.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [record["schema"] for record in records] == ["thomas-test/1"] * 2 + ["thomas-summary/1"]
    assert records[0]["error"] is None
    assert records[1]["error"]["code"] == "wrong_side"
    assert "wrong_side_00.jpg: The camera stands on the side" in said
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {"right_02.json", "right_02.overlay.png", "right_02.overlay.svg", "wrong_side_00.json"}
    assert str(FOLDER) not in out
    assert main(["thomas", photos[0], "--out", str(tmp_path), "--overlay-format", "webp"]) == 0
    assert (tmp_path / "right_02.overlay.webp").read_bytes()[8:12] == b"WEBP"
    assert not (tmp_path / "right_02.overlay.png").exists()
