"""Upper back, neck and offsets: known geometry, what a person places, and what hides the neck."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from corrected import half, places, seen, value

from analyzer.measures.learned_upper_back import (
    EDGES,
    FEATURES,
    NECK,
    UPPER_HEIGHTS,
    UpperBack,
    complete_row,
    read_upper_back,
    upper_model,
)
from analyzer.measures.upper_back import (
    C7,
    OFFSETS,
    Below,
    compute_craniovertebral_angle,
    compute_offsets,
    compute_thoracic_kyphosis,
    find_c7,
)
from analyzer.outline.describe import BODY_HEIGHT
from analyzer.person.joints import Joints
from analyzer.pipeline import conclude
from analyzer.types import Corrections
from analyzer.types.texts import reason

pytestmark = pytest.mark.usefixtures("drawn_only")

READ = UpperBack(40.0, 30.0, (0.20, 1.10), (3.0, 2.5, 0.01, 0.01), 0.0)


def joints(**places_: Any) -> Joints:
    points = {
        "ear": (0.0, 1.35),
        "shoulder": (0.0, 0.95),
        "hip": (0.0, 0.0),
        "knee": (0.0, -0.85),
        "ankle": (0.0, -1.7),
    }
    given = {name: np.array(point) for name, point in (points | places_).items()}
    return Joints(**given, sd=0.003, head_seen=True)


@pytest.mark.parametrize("angle", [30.0, 45.0, 52.5])
def test_the_craniovertebral_angle_is_that_of_the_line_from_c7_to_the_tragus(angle: float) -> None:
    c7 = find_c7(READ, None)
    assert isinstance(c7, C7)
    away = 0.3 * np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    found = compute_craniovertebral_angle(c7, joints(ear=c7.point + away), 0.5)
    assert value(found) == pytest.approx(angle)
    rolled = compute_craniovertebral_angle(c7, joints(ear=c7.point + away), 3.0)
    assert half(rolled) > half(found)


def test_offsets_are_shares_of_body_height_from_the_vertical_through_the_ankle() -> None:
    forward = {"shoulder": (0.05, 0.95), "hip": (0.12, 0.0), "knee": (-0.03, -0.85), "ankle": (0.02, -1.7)}
    found = {item.name: item for item in compute_offsets(find_c7(READ, None), joints(**forward), 0.5)}
    assert tuple(found) == OFFSETS
    expected = {"shoulder_offset": 0.03, "hip_offset": 0.10, "knee_offset": -0.05, "c7_offset": -0.22}
    for name, trunks in expected.items():
        assert value(found[name]) == pytest.approx(100.0 * trunks / BODY_HEIGHT), name
    assert value(found["trunk_balance"]) == pytest.approx(100.0 * -0.32 / BODY_HEIGHT)
    # The camera's roll moves what is high above the ankle most.
    rolled = {item.name: item for item in compute_offsets(find_c7(READ, None), joints(**forward), 3.0)}
    assert half(rolled["c7_offset"]) > half(rolled["hip_offset"]) > half(rolled["knee_offset"])


def test_cloth_over_the_hips_makes_what_hangs_on_them_less_sure() -> None:
    bare, clothed = (
        {item.name: item for item in compute_offsets(find_c7(READ, None), joints(), 0.5, chance)}
        for chance in (0.0, 1.0)
    )
    for name in ("hip_offset", "trunk_balance"):
        assert half(clothed[name]) == pytest.approx(math.hypot(half(bare[name]), 1.96 * 2.2 / BODY_HEIGHT))
        assert clothed[name].sd_within == bare[name].sd_within  # the same cloth hangs there again
    assert half(clothed["knee_offset"]) == half(bare["knee_offset"])
    by_hand = compute_offsets(find_c7(READ, None), replace(joints(), placed=frozenset({"hip"})), 0.5, 1.0)
    bare_hand = compute_offsets(find_c7(READ, None), replace(joints(), placed=frozenset({"hip"})), 0.5)
    assert by_hand == bare_hand


def test_nothing_is_said_of_offsets_without_legs_nor_of_c7_behind_hair() -> None:
    cut = compute_offsets(find_c7(READ, None), joints(ankle=(0.0, -0.3)), 0.5)
    assert {item.reason.code for item in cut if item.reason} == {"legs_not_visible"}
    hidden = {item.name: item for item in compute_offsets(reason("neck_hidden"), joints(), 0.5)}
    assert {name for name, item in hidden.items() if not item} == {"c7_offset", "trunk_balance"}


def test_the_slope_below_is_the_bodys_where_cloth_hangs_over_it() -> None:
    plain = compute_thoracic_kyphosis(READ, None, 0.0)
    assert value(plain) == 40.0
    cloth = compute_thoracic_kyphosis(READ, Below(1.0, 20.0, 4.0, "estimated_under_clothes"), 0.0)
    assert value(cloth) == pytest.approx(50.0)
    assert half(cloth) > half(plain)
    assert cloth.estimated
    maybe = compute_thoracic_kyphosis(READ, Below(0.5, 20.0, 4.0, "back_profile"), 0.0)
    assert value(maybe) == pytest.approx(45.0)
    # Two answers that disagree are less sure than either.
    assert half(maybe) > half(cloth)
    assert not compute_thoracic_kyphosis(reason("neck_hidden"), None, 0.0)


def test_hair_behind_the_neck_is_not_read_as_neck() -> None:
    model = upper_model()
    row = model.mean.copy()
    row[-1] = 0.0
    bare = read_upper_back(row)
    assert bare.hidden == 0.0
    hair = row.copy()
    hair[EDGES][UPPER_HEIGHTS > 1.0] += 0.15
    found = read_upper_back(hair)
    assert found.hidden > 0.5
    filled = complete_row(hair, model.mean, model.covariance)
    assert filled[EDGES][-1] < row[EDGES][-1] + 0.05
    # Less is seen, so less is known.
    assert found.sd[1] > bare.sd[1]
    assert len(FEATURES) == len(NECK) == len(row)


def test_a_placed_c7_is_taken_as_it_is() -> None:
    observation = seen()
    plain = conclude(observation)
    x, y = places(plain)["c7"]
    result = conclude(observation, Corrections({"c7": (x, y - 12.0)}))
    assert result.corrected == {"craniovertebral_angle", "c7_offset", "trunk_balance"}
    assert np.allclose(result.geometry.c7_px, [x, y - 12.0])  # type: ignore[arg-type]
    assert value(result.measures["craniovertebral_angle"]) < value(plain.measures["craniovertebral_angle"])
    assert result.measures["thoracic_kyphosis"] == plain.measures["thoracic_kyphosis"]


def test_c7_can_be_placed_where_hair_hides_it() -> None:
    observation = seen()
    hidden = replace(observation, level=replace(observation.level, upper=reason("neck_hidden")))
    plain = conclude(hidden, Corrections({"ear": places(conclude(observation))["ear"]}))
    assert not plain.measures["craniovertebral_angle"]
    placed = conclude(hidden, Corrections({"c7": places(plain)["c7"]}))
    assert placed.measures["craniovertebral_angle"].method == "corrected_landmarks"
    assert not placed.measures["thoracic_kyphosis"]
