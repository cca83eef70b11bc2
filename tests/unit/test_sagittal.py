"""The sagittal frame: facing, signs, roll and scale, against plain trigonometry."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scenes import Place

from analyzer.errors import BodyOutOfFrameError
from analyzer.geometry import inclination_deg
from analyzer.person.frame import build_frame, find_facing
from analyzer.types import SagittalFrame


def _frame(sign: int = 1, roll_deg: float = 0.0) -> SagittalFrame:
    return SagittalFrame(np.array([100.0, 200.0]), 50.0, sign, roll_deg)


def test_to_the_right_is_in_front_of_someone_who_faces_right() -> None:
    assert _frame(1).to_body([150.0, 200.0]) == pytest.approx([1.0, 0.0])


def test_to_the_left_is_in_front_of_someone_who_faces_left() -> None:
    assert _frame(-1).to_body([50.0, 200.0]) == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize("sign", [1, -1])
def test_up_in_the_picture_is_up_on_the_body(sign: int) -> None:
    assert _frame(sign).to_body([100.0, 100.0]) == pytest.approx([0.0, 2.0])


@pytest.mark.parametrize("sign", [1, -1])
def test_content_turned_clockwise_is_levelled_by_a_positive_roll(sign: int) -> None:
    # A vertical line whose content is turned clockwise by 10 degrees leans to the right of the picture.
    angle = math.radians(10.0)
    top = [100.0 + 50.0 * math.sin(angle), 200.0 - 50.0 * math.cos(angle)]
    assert _frame(sign, roll_deg=10.0).to_body(top) == pytest.approx([0.0, 1.0], abs=1e-12)
    # Left unlevelled it leans forward for someone who faces right, backward for the other.
    assert inclination_deg([0, 0], _frame(sign).to_body(top)) == pytest.approx(10.0 * sign)


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("roll", [-7.0, 0.0, 12.0])
def test_both_directions_agree_with_plain_trigonometry(facing: str, roll: float) -> None:
    place = Place((320.0, 410.0), 170.0, facing, roll)
    body = np.array([[0.3, 1.2], [-0.5, 0.1], [0.0, -1.6]])
    assert place.frame().to_picture(body) == pytest.approx(place.to_px(body))
    assert place.frame().to_body(place.to_px(body)) == pytest.approx(body)


def test_the_same_frame_in_a_picture_of_another_size() -> None:
    frame = SagittalFrame(np.array([100.0, 200.0]), 50.0, -1, 4.0, 0.7, mm_per_px=2.0)
    twice = frame.scaled(2.0)
    body = np.array([0.4, -0.9])
    assert twice.to_picture(body) == pytest.approx(2.0 * frame.to_picture(body))
    assert twice.mm_per_px == 1.0
    assert (twice.roll_deg, twice.roll_sd_deg, twice.anterior_sign) == (4.0, 0.7, -1)
    assert frame.scaled(0.5).to_body([50.0, 100.0]) == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("roll", [-10.0, 10.0])
def test_facing_is_read_from_face_and_feet(facing: str, roll: float) -> None:
    assert find_facing(Place(facing=facing, roll_deg=roll).landmarks()) == facing


def test_feet_decide_when_the_head_is_turned_a_little_the_other_way() -> None:
    turned = Place().landmarks({"nose": (0.0, 1.36)})
    assert find_facing(turned) == "right"


def test_face_decides_when_the_feet_show_nothing() -> None:
    assert find_facing(Place(facing="left").landmarks({"foot_index": (-0.10, -1.75)})) == "left"


def test_frame_starts_at_the_hip_and_measures_in_trunks() -> None:
    frame = build_frame(
        Place((300, 500), 200).landmarks(), "left", roll_deg=2.0, roll_sd_deg=0.4, mm_per_px=3.0
    )
    assert frame.origin_px == pytest.approx([300, 500])
    assert frame.trunk_length_px == pytest.approx(200)
    assert (frame.anterior_sign, frame.roll_deg, frame.roll_sd_deg, frame.mm_per_px) == (-1, 2.0, 0.4, 3.0)


def test_trunk_length_does_not_depend_on_roll() -> None:
    assert build_frame(Place(roll_deg=20).landmarks(), "right").trunk_length_px == pytest.approx(240.0)


def test_a_trunk_of_a_few_pixels_is_refused() -> None:
    with pytest.raises(BodyOutOfFrameError, match="too small"):
        build_frame(Place(trunk_px=23.0).landmarks(), "right")
    assert build_frame(Place(trunk_px=25.0).landmarks(), "right").trunk_length_px == pytest.approx(25.0)
