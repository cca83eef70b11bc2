"""Pictures that are no ordinary photo, with the real model: sheets, small people, turned photos."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from analyzer import SeveralPhotosError, analyze, split_photo
from analyzer.errors import NotStandingError
from analyzer.person.choose import find_person
from analyzer.person.turned import turned_clockwise
from analyzer.photo import load_photo
from analyzer.pipeline import observe
from analyzer.pose import shared_model
from analyzer.types import Analysis

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures" / "cases"
SAMPLES = ROOT / "sample_images"
ONE, OTHER = (SAMPLES / f"{name}.jpg" for name in ("before_woman_right", "neutral_man_left"))


def pixels(path: Path, height: int) -> NDArray[np.uint8]:
    rgb = load_photo(path).rgb
    width = round(rgb.shape[1] * height / rgb.shape[0])
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA))


def as_jpeg(rgb: NDArray[np.uint8]) -> bytes:
    return bytes(cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])[1])


def codes(analysis: Analysis) -> list[str]:
    return [issue.code for issue in analysis.view.issues]


@pytest.mark.parametrize(
    ("name", "seam"),
    [("collage_touching", (400, 400)), ("collage_gap40", (400, 440)), ("collage_unequal", (400, 400))],
)
def test_a_sheet_of_two_photos_is_never_one_person(name: str, seam: tuple[int, int]) -> None:
    with pytest.raises(SeveralPhotosError, match="two photos") as caught:
        analyze(FIXTURES / f"{name}.jpg")
    (_, _, first_end, _), (second_start, _, _, _) = caught.value.parts_px
    assert (first_end, second_start) == pytest.approx(seam, abs=4)


def test_the_filler_above_a_smaller_photo_is_left_away() -> None:
    with pytest.raises(SeveralPhotosError) as caught:
        analyze(FIXTURES / "collage_unequal.jpg")
    assert caught.value.parts_px[1][1] > 200


@pytest.mark.parametrize("name", ["collage_touching", "collage_gap40", "collage_unequal"])
def test_a_sheet_is_taken_apart_and_each_photo_measured(name: str) -> None:
    parts = split_photo(FIXTURES / f"{name}.jpg")
    assert [part.name for part in parts] == [f"{name}.jpg#1", f"{name}.jpg#2"]
    assert parts[0].sha256 != parts[1].sha256
    for part in parts:
        assert analyze(part).measures["sacral_slope"]


@pytest.mark.parametrize("gap", [0, 3, 30])
@pytest.mark.parametrize("axis", [0, 1], ids=["one above the other", "side by side"])
def test_photos_are_told_apart_whichever_way_they_stand(axis: int, gap: int) -> None:
    pictures = [pixels(ONE, 700), pixels(OTHER, 700)]
    shape = (gap, 525, 3) if axis == 0 else (700, gap, 3)
    rgb = np.concatenate([pictures[0], np.full(shape, 255, np.uint8), pictures[1]], axis=axis)
    parts = split_photo(as_jpeg(rgb), name="sheet.jpg")
    assert len(parts) == 2
    for part, whole in zip(parts, pictures, strict=True):
        assert part.rgb.shape[:2] == pytest.approx(whole.shape[:2], abs=20)


def test_three_photos_in_a_row() -> None:
    rgb = np.concatenate([pixels(path, 500) for path in (ONE, OTHER, ONE)], axis=1)
    assert len(split_photo(as_jpeg(rgb))) == 3


def test_one_photo_stays_one() -> None:
    for path in (ONE, OTHER):
        (photo,) = split_photo(path)
        assert photo.name == path.name
        assert photo.sha256 == load_photo(path).sha256


@pytest.mark.parametrize("name", ["small_34", "small_28", "small_22"])
def test_one_who_is_small_in_the_picture_is_measured(name: str) -> None:
    analysis = analyze(FIXTURES / f"{name}.jpg")
    assert "low_resolution" in codes(analysis)
    assert analysis.measures["knee_angle"]


def test_a_photo_on_its_side_is_turned_and_said_so() -> None:
    path = FIXTURES / "on_its_side.jpg"
    observation = observe(path)
    assert observation.photo.turned_deg == 270
    assert observation.photo.rgb.shape[:2] == (1200, 900)
    analysis = analyze(path)
    assert "photo_turned" in codes(analysis)
    record = analysis.to_dict()
    assert record["photo"] | {"turned_deg": 270, "width_px": 900, "height_px": 1200} == record["photo"]


def test_a_turn_that_is_given_is_the_one_that_is_made() -> None:
    turned = as_jpeg(turned_clockwise(load_photo(ONE).rgb, 90))
    given = analyze(turned, turn_deg=270)
    assert given.photo.turned_deg == 270
    upright = analyze(ONE).measures["trunk_inclination"].value
    assert given.measures["trunk_inclination"].value == pytest.approx(upright, abs=0.5)
    with pytest.raises(NotStandingError, match="turn it"):
        analyze(turned, turn_deg=0)


def test_an_upright_photo_is_not_turned() -> None:
    record = analyze(ONE).to_dict()
    assert "turned_deg" not in record["photo"]
    assert "photo_turned" not in [issue["code"] for issue in record["view"]["issues"]]


def lying(*, table: tuple[int, int, int], wall: tuple[int, int, int], thick: int) -> NDArray[np.uint8]:
    """Somebody flat on the back on a table, in an upright photo."""
    rgb = pixels(ONE, 700)
    person = find_person(rgb, shared_model())
    body, mask = (np.rot90(item) for item in (rgb, person.mask))  # looks right: face up after a left turn
    lowest = int(np.flatnonzero((mask > 0.5)[:, 140:420].any(axis=1))[-1])
    picture = np.full((640, 1000, 3), wall, np.uint8)
    picture[600:] = (90, 80, 70)
    picture[420 : 420 + thick] = table
    place = picture[420 - lowest : 420 - lowest + body.shape[0], 150 : 150 + body.shape[1]]
    share = cv2.GaussianBlur(np.ascontiguousarray(mask), (0, 0), 1.0)[: place.shape[0], :, None]
    place[:] = place * (1 - share) + body[: place.shape[0]] * share
    return picture


@pytest.mark.parametrize("thick", [30, 120])
@pytest.mark.parametrize("table", [(60, 90, 130), (150, 110, 70), (240, 240, 235)])
def test_one_who_lies_on_a_table_is_not_stood_up(table: tuple[int, int, int], thick: int) -> None:
    with pytest.raises(NotStandingError, match="lies on the back"):
        analyze(lying(table=table, wall=(190, 195, 190), thick=thick))
