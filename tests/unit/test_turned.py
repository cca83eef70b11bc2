"""A photo that is turned: pixels and sizes, what the JSON and the archive keep of it, and which way is up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from records_cases import analysis as make_analysis
from scenes import Place

from analyzer.archive import archive, unarchive
from analyzer.person.turned import turned_clockwise, upright_turn
from analyzer.photo import load_photo
from analyzer.types import PhotoInfo

PIXELS = np.arange(80 * 120 * 3, dtype=np.uint32).reshape(80, 120, 3).astype(np.uint8)


def test_turned_clockwise_the_left_side_comes_up() -> None:
    photo = load_photo(PIXELS)
    turned = photo.turned(90)
    assert (turned.width_px, turned.height_px, turned.turned_deg) == (80, 120, 90)
    assert turned.rgb.shape == (120, 80, 3)
    assert (turned.rgb[0, 0] == photo.rgb[-1, 0]).all()
    assert (turned.rgb == turned_clockwise(photo.rgb, 90)).all()
    assert not turned.rgb.flags.writeable


def test_four_quarters_are_the_photo_itself() -> None:
    photo = load_photo(PIXELS)
    back = photo.turned(90).turned(180).turned(90)
    assert back.turned_deg == 0
    assert (back.rgb == photo.rgb).all()
    assert photo.turned(0) is photo
    assert photo.turned(-90).turned_deg == 270


def test_only_quarters_are_turned() -> None:
    with pytest.raises(ValueError, match="multiples of 90"):
        load_photo(PIXELS).turned(45)


def test_the_archive_keeps_the_turn_and_knows_none_in_older_ones() -> None:
    analysis = make_analysis()
    turned = replace(analysis, photo=PhotoInfo("a.jpg", None, 900, 1200, 270))
    record = archive(turned)
    assert unarchive(record).photo == turned.photo
    record["photo"].pop("turned_deg")
    assert unarchive(record).photo.turned_deg == 0
    assert "turned_deg" not in analysis.to_dict()["photo"]
    assert turned.to_dict()["photo"]["turned_deg"] == 270


@pytest.mark.parametrize("roll", [0.0, 20.0, -20.0])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("facing", ["left", "right"])
def test_the_turn_that_brings_the_head_up(turn: int, roll: float, facing: str) -> None:
    # Content that was turned clockwise has to be turned back.
    landmarks = Place((500.0, 500.0), 200.0, facing, roll_deg=roll - turn).landmarks()
    assert upright_turn(landmarks) == turn
