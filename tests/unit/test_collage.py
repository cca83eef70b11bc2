"""Sheets of several photos: seams in drawn rooms, and who has to be in the parts."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scenes import BlobDetector, blob_picture, make_pose

from analyzer.errors import SeveralPhotosError
from analyzer.person.collage import find_parts, seams
from analyzer.person.scene import look
from analyzer.types import Pose

RED = (200, 20, 20)


def room(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """A wall and a floor of some colour with light from one side, furniture, and noise."""
    rng = np.random.default_rng(seed)
    picture = np.empty((height, width, 3))
    picture[:] = rng.uniform(90, 220, 3)
    picture[round(rng.uniform(0.7, 0.85) * height) :] = rng.uniform(40, 140, 3)
    picture += rng.uniform(-15, 15) * (np.arange(width) / width)[:, None]
    left = int(rng.uniform(0.0, 0.2) * width)
    picture[height // 3 : height // 2, left : left + width // 5] = rng.uniform(40, 220, 3)
    picture += rng.normal(0, 3, picture.shape)
    return np.asarray(cv2.GaussianBlur(np.clip(picture, 0, 149), (0, 0), 0.8), np.uint8)


def with_person(picture: NDArray[np.uint8], share: float = 0.8) -> NDArray[np.uint8]:
    result = picture.copy()
    height, width = picture.shape[:2]
    tall = round(share * height)
    left, top = round(0.5 * width), round(0.95 * height) - tall
    result[top : top + tall, left : left + round(0.25 * tall)] = RED
    return result


def parts_of(picture: NDArray[np.uint8]) -> tuple[tuple[slice, slice], ...]:
    return find_parts(picture, BlobDetector(), [(1, at) for at in seams(picture, 1)])


ONE, TWO = room(300, 400, 1), room(260, 400, 2)


@pytest.mark.parametrize("quality", [50, 75, 95])
@pytest.mark.parametrize("gap", [0, 1, 2, 25])
def test_a_seam_is_found_where_the_photos_meet(gap: int, quality: int) -> None:
    picture = np.hstack([ONE, np.full((400, gap, 3), 255, np.uint8), TWO])
    jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    read = np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)
    assert 298 <= seams(read, 1)[0] <= 302 + gap
    assert 298 <= seams(np.ascontiguousarray(read.transpose(1, 0, 2)), 0)[0] <= 302 + gap


def test_one_room_has_no_seam() -> None:
    for seed in range(6):
        assert seams(room(500, 400, seed), 1) == []


def test_parts_are_cut_at_the_seam_without_what_fills_up() -> None:
    small = with_person(room(200, 260, 5))
    filled = np.vstack([np.full((140, 200, 3), 255, np.uint8), small])
    parts = parts_of(np.hstack([with_person(ONE), filled]))
    (_, first), (rows, second) = parts
    assert (first.start, first.stop) == (0, 300)
    assert (second.start, second.stop) == (300, 500)
    assert rows.start == pytest.approx(140, abs=2)
    assert rows.stop == 400


def test_without_somebody_in_each_part_it_is_one_photo() -> None:
    assert parts_of(np.hstack([with_person(ONE), TWO])) == ()
    background = with_person(TWO, share=0.2)
    assert parts_of(np.hstack([with_person(ONE), background])) == ()


def test_three_in_a_row() -> None:
    picture = np.hstack([with_person(ONE), with_person(TWO), with_person(room(280, 400, 3))])
    parts = parts_of(picture)
    assert [(columns.start, columns.stop) for _, columns in parts] == [(0, 300), (300, 560), (560, 840)]


def test_a_body_thought_up_across_the_seam_is_no_person_of_both() -> None:
    class Between(BlobDetector):
        """As the real one sometimes: one skeleton between two people, in the whole picture."""

        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            found = super().detect(rgb, with_mask=with_mask)
            if len(found) < 2:
                return found
            one, two = (pose.landmarks for pose in found)
            between = one.shifted(*((two.xy_px - one.xy_px).mean(axis=0) / 2))
            return (make_pose(between, found[0].mask),)

    with pytest.raises(SeveralPhotosError) as caught:
        look(np.hstack([with_person(ONE), with_person(TWO)]), Between())
    assert caught.value.parts_px == ((0, 0, 300, 400), (300, 0, 560, 400))


def test_one_above_the_other() -> None:
    picture = np.vstack([with_person(room(300, 400, 1)), with_person(room(300, 400, 3))])
    with pytest.raises(SeveralPhotosError) as caught:
        look(picture, BlobDetector())
    assert caught.value.parts_px == ((0, 0, 300, 400), (0, 400, 300, 800))
    assert "two photos" in caught.value.message


def test_a_skirting_board_behind_the_legs_is_no_seam() -> None:
    picture = blob_picture((150, 100, 120, 460), size=(400, 600))
    picture[400:][picture[400:, :, 0] != 200] = (60, 50, 40)
    assert look(picture, BlobDetector()).turn_deg == 0
