"""Finding the one person, with a detector that sees red blobs."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scenes import BlobDetector, Place, blob_picture, make_pose

from analyzer.errors import NoPersonError, SeveralPeopleError
from analyzer.person.choose import find_person
from analyzer.types import Pose

ONE = (150, 40, 90, 330)


def test_nobody_is_an_error_after_looking_with_room_above_and_in_parts() -> None:
    detector = BlobDetector()
    with pytest.raises(NoPersonError):
        find_person(blob_picture(), detector)
    assert detector.shapes[:2] == [(400, 400, 3), (500, 400, 3)]
    assert {max(shape) for shape in detector.shapes[2:]} == {200, 120}


class _NearOnly(BlobDetector):
    """Like the real one: notices nobody of less than a third of the picture."""

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
        found = super().detect(rgb, with_mask=with_mask)
        return tuple(pose for pose in found if np.ptp(pose.landmarks.xy_px[:, 1]) > max(rgb.shape) / 3)


@pytest.mark.parametrize("blob", [(500, 300, 30, 110), (70, 480, 20, 90), (700, 40, 20, 90)])
def test_one_who_is_small_in_the_picture_is_found_in_a_part_of_it(blob: tuple[int, int, int, int]) -> None:
    left, top, width, height = blob
    person = find_person(blob_picture(blob, size=(800, 600)), _NearOnly())
    assert person.mask.shape == (600, 800)
    assert person.mask.sum() == width * height
    assert person.mask[top : top + height, left : left + width].all()
    assert person.landmarks.middle("hip")[0] == pytest.approx(left + width / 2, abs=1.0)
    assert (person.bystanders, person.head_cut) == (0, False)


def test_one_person_is_found_where_it_is() -> None:
    person = find_person(blob_picture(ONE), BlobDetector())
    assert person.landmarks.extent_px[3] == pytest.approx(365, abs=1)
    assert person.landmarks.middle("hip")[0] == pytest.approx(195.0, abs=1e-6)
    assert person.mask.shape == (400, 400)
    assert person.mask[40:370, 150:240].all()
    assert person.mask.sum() == 330 * 90
    assert (person.bystanders, person.head_cut) == (0, False)


def test_two_of_similar_size_are_refused() -> None:
    with pytest.raises(SeveralPeopleError):
        find_person(blob_picture((60, 40, 90, 330), (250, 80, 80, 280)), BlobDetector())


def test_a_small_one_behind_is_counted_and_the_large_one_taken() -> None:
    person = find_person(blob_picture((60, 40, 90, 330), (300, 150, 40, 120)), BlobDetector())
    assert person.bystanders == 1
    assert person.landmarks.middle("hip")[0] == pytest.approx(105.0, abs=1.0)
    heads = person.other_heads_px
    assert len(heads) and np.abs(heads[:, 0] - 320.0).max() < 20.0 and heads[:, 1].max() < 190.0


def test_order_of_the_answers_does_not_matter() -> None:
    person = find_person(blob_picture((300, 150, 40, 120), (60, 40, 90, 330)), BlobDetector())
    assert person.bystanders == 1


class _OnlyFirst(BlobDetector):
    """Like the real one when two people stand far apart: says only one."""

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
        return super().detect(rgb, with_mask=with_mask)[:1]


def test_a_second_one_is_looked_for_behind_the_first() -> None:
    beside = blob_picture((60, 40, 90, 330), (280, 60, 85, 310))
    with pytest.raises(SeveralPeopleError):
        find_person(beside, _OnlyFirst())
    assert find_person(blob_picture((60, 40, 90, 330), (300, 150, 40, 120)), _OnlyFirst()).bystanders == 1


def test_in_a_wide_picture_each_side_is_looked_at_by_itself() -> None:
    detector = _OnlyFirst()
    wide = blob_picture((620, 40, 50, 330), (60, 150, 40, 120), (1100, 150, 40, 120), size=(1300, 400))
    assert find_person(wide, detector).bystanders == 2
    assert {shape[1] for shape in detector.shapes} >= {1024}
    assert all(shape[1] < 600 for shape in detector.shapes[1:3])


def test_nobody_is_looked_for_where_there_is_no_room() -> None:
    detector = _OnlyFirst()
    find_person(blob_picture((55, 40, 90, 330), size=(200, 400)), detector)
    assert len(detector.shapes) == 2  # the picture and its mirror image


def test_unsure_others_beside_do_not_count() -> None:
    class Unsure(_OnlyFirst):
        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            self.probability = 0.95 if not self.shapes else 0.5
            return super().detect(rgb, with_mask=with_mask)

    assert find_person(blob_picture((60, 40, 90, 330), (280, 60, 85, 310)), Unsure()).bystanders == 0


def test_a_skeleton_without_a_body_beside_does_not_count() -> None:
    class Empty(_OnlyFirst):
        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            found = super().detect(rgb, with_mask=with_mask)
            if len(self.shapes) == 1 or rgb.shape == (400, 400, 3):
                return found
            return tuple(make_pose(p.landmarks, np.zeros_like(p.mask)) for p in found)

    assert find_person(blob_picture((60, 40, 90, 330), (280, 60, 85, 310)), Empty()).bystanders == 0


def test_cut_off_head_is_found_with_room_above() -> None:
    person = find_person(blob_picture((150, 0, 90, 330)), BlobDetector(needs_room=True))
    assert person.head_cut
    assert person.mask.shape == (400, 400)
    assert person.mask[:330, 150:240].all()
    assert person.mask[335:].sum() == 0
    assert person.landmarks.middle("ear")[1] < 0
    assert person.landmarks.extent_px[3] == pytest.approx(330, abs=8)


def test_whoever_appears_only_in_the_added_room_must_have_a_head_there() -> None:
    class Seated(BlobDetector):
        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            return super().detect(rgb, with_mask=with_mask) if rgb.shape[0] > 400 else ()

    with pytest.raises(NoPersonError):
        find_person(blob_picture(ONE), Seated())


def test_mean_with_the_mirror_image_takes_out_a_lopsided_detector() -> None:
    person = find_person(blob_picture(ONE), BlobDetector(bias_px=6.0))
    assert person.landmarks.middle("hip")[0] == pytest.approx(195.0, abs=1e-6)


def test_mirrored_picture_gives_mirrored_landmarks() -> None:
    picture = blob_picture((100, 40, 90, 330))
    one = find_person(picture, BlobDetector(bias_px=6.0))
    two = find_person(np.ascontiguousarray(picture[:, ::-1]), BlobDetector(bias_px=6.0))
    assert two.landmarks.mirrored(400).xy_px == pytest.approx(one.landmarks.xy_px)
    assert two.mask[:, ::-1] == pytest.approx(one.mask)
    assert two.spread_px[[12, 11, 24, 23]] == pytest.approx(one.spread_px[[11, 12, 23, 24]])


def test_spread_is_the_disagreement_with_the_mirror_image() -> None:
    # Hips lie on the detector's axis of symmetry: each answer is off by the bias, to opposite sides.
    spread = find_person(blob_picture(ONE), BlobDetector(bias_px=6.0)).spread_px
    assert spread[[23, 24]] == pytest.approx(12.0)


def test_without_an_answer_for_the_mirror_image_the_first_one_stands_with_a_usual_spread() -> None:
    class OneWay(BlobDetector):
        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            found = super().detect(rgb, with_mask=with_mask)
            return found if len(self.shapes) == 1 else ()

    person = find_person(blob_picture((150, 40, 90, 330), size=(390, 400)), OneWay())
    _, top, _, bottom = person.landmarks.extent_px
    assert person.spread_px == pytest.approx(0.03 * (bottom - top))


def test_someone_else_in_the_mirror_image_is_not_averaged_in() -> None:
    class Elsewhere(BlobDetector):
        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            found = super().detect(rgb, with_mask=with_mask)
            if len(self.shapes) == 1:
                return found
            return tuple(make_pose(p.landmarks.shifted(90.0, 0.0), p.mask) for p in found)

    picture = blob_picture((150, 40, 90, 330), size=(390, 400))
    assert find_person(picture, Elsewhere()).landmarks.middle("hip")[0] == pytest.approx(195.0)


def test_large_picture_is_reduced_for_the_detector_and_answers_are_scaled_back() -> None:
    detector = BlobDetector()
    person = find_person(blob_picture((750, 200, 450, 1650), size=(2000, 2048)), detector)
    assert max(detector.shapes[0]) == 1024
    assert person.mask.shape == (2048, 2000)
    assert person.landmarks.middle("hip")[0] == pytest.approx(975.0, abs=3.0)
    assert person.mask.sum() == pytest.approx(450 * 1650, rel=0.01)


def test_a_detector_without_masks_is_refused() -> None:
    class Maskless(BlobDetector):
        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            found = super().detect(rgb, with_mask=with_mask)
            return tuple(Pose(p.landmarks, p.world_m, None, p.probability) for p in found)

    with pytest.raises(ValueError, match="masks"):
        find_person(blob_picture(ONE), Maskless())


def test_the_picture_is_not_changed() -> None:
    picture = blob_picture(ONE)
    before = picture.copy()
    find_person(picture, BlobDetector())
    assert np.array_equal(picture, before)


class _Lying(BlobDetector):
    """A wide blob is somebody who lies: as long as one who stands, but not as high."""

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
        found = super().detect(rgb, with_mask=with_mask)
        return tuple(self._laid(pose) for pose in found)

    def _laid(self, pose: Pose) -> Pose:
        rows, columns = np.nonzero(pose.mask)
        if np.ptp(rows) > np.ptp(columns):
            return pose
        trunk = np.ptp(columns) / 3.3
        # The head is at the nearer edge of the picture, so that a mirror image shows the same.
        turn = 1.0 if columns.min() > pose.mask.shape[1] - columns.max() else -1.0
        middle = (float(columns.mean()), float(rows.mean()))
        return make_pose(Place(middle, trunk, roll_deg=90.0 * turn).landmarks(), pose.mask, self.probability)


def test_one_who_lies_beside_could_be_meant_as_well() -> None:
    with pytest.raises(SeveralPeopleError):
        find_person(blob_picture((30, 40, 80, 330), (170, 300, 300, 60), size=(480, 400)), _Lying())


def test_what_only_looks_like_a_person_one_way_round_is_no_candidate() -> None:
    class Chance(BlobDetector):
        """Sees a large second person, but elsewhere when it looks again."""

        def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]:
            found = super().detect(rgb, with_mask=with_mask)
            if len(self.shapes) != 2:
                return found
            return tuple(make_pose(item.landmarks.shifted(60.0, 0.0), item.mask) for item in found)

    person = find_person(blob_picture((60, 40, 90, 330), (250, 80, 80, 280)), Chance())
    assert person.bystanders == 0
