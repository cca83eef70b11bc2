"""Corrections as an object: checked, unchangeable, and JSON there and back."""

from __future__ import annotations

import copy
import json
import math
import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from analyzer.errors import CorrectionError
from analyzer.types import Corrections


def test_nothing_corrected_is_false() -> None:
    assert not Corrections()
    assert Corrections({"hip": (1.0, 2.0)})
    assert Corrections(roll_deg=0.0)
    assert Corrections(body_height_m=1.7)


def test_equal_corrections_are_equal_in_any_order() -> None:
    one = Corrections().moved("hip", (1.0, 2.0)).moved("ear", (3.0, 4.0))
    two = Corrections().moved("ear", (3.0, 4.0)).moved("hip", (1.0, 2.0))
    assert one == two
    assert hash(one) == hash(two)
    assert list(one.points) == ["hip", "ear"]  # always in the order of the names
    assert one != one.moved("hip", (1.0, 2.5))


def test_updates_leave_the_original_as_it_is() -> None:
    first = Corrections({"hip": (1.0, 2.0)}, roll_deg=1.5)
    assert first.moved("hip", (5.0, 6.0)).points["hip"] == (5.0, 6.0)
    assert first.without("hip") == Corrections(roll_deg=1.5)
    assert first.without("knee") == first
    assert first == Corrections({"hip": (1.0, 2.0)}, roll_deg=1.5)
    with pytest.raises(TypeError):
        first.points["hip"] = (0.0, 0.0)  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        first.roll_deg = 0.0  # type: ignore[misc]


def test_points_are_a_copy() -> None:
    given: dict[Any, Any] = {"hip": [1, 2]}
    corrections = Corrections(given)
    given["hip"] = [9, 9]
    assert corrections.points == {"hip": (1.0, 2.0)}


def test_json_form_goes_there_and_back() -> None:
    whole = Corrections({"psis": (10.25, 20.0), "asis": (1.0, 2.5)}, roll_deg=-1.25, body_height_m=1.725)
    record = json.loads(json.dumps(whole.to_dict(), allow_nan=False))
    assert record == {
        "points": {"asis": [1.0, 2.5], "psis": [10.25, 20.0]},
        "roll_deg": -1.25,
        "body_height_m": 1.725,
    }
    assert Corrections.from_dict(record) == whole
    assert Corrections.from_dict({}) == Corrections()
    assert Corrections().to_dict() == {}


def test_corrections_can_be_copied_and_pickled() -> None:
    whole = Corrections({"asis": (1.0, 2.5)}, roll_deg=-1.25)
    assert copy.deepcopy(whole) == whole
    assert pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301 - just pickled


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "object"),
        ({"point": {}}, "cannot have 'point'"),
        ({"points": [1, 2]}, "object"),
        ({"points": {"nose": [1, 2]}}, "Known are: asis, psis"),
        ({"points": {"hip": [1]}}, "hip needs two numbers"),
        ({"points": {"hip": [1, 2, 3]}}, "hip needs two numbers"),
        ({"points": {"hip": None}}, "hip needs two numbers"),
        ({"points": {"hip": [1, "2"]}}, "hip has to be a finite number"),
        ({"points": {"hip": [1, math.nan]}}, "hip has to be a finite number"),
        ({"points": {"hip": [math.inf, 1]}}, "hip has to be a finite number"),
        ({"points": {"hip": [True, 1]}}, "finite number"),
        ({"points": {"hip": [10**400, 1]}}, "finite number"),
        ({"roll_deg": 45.5}, "between -45 and 45"),
        ({"roll_deg": math.nan}, "finite number"),
        ({"body_height_m": 172}, "in metres, for example 1.72"),
        ({"body_height_m": 0}, "between 0.5 and 2.6"),
        ({"body_height_m": "1.7"}, "finite number"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_in_a_sentence(data: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        Corrections.from_dict(data)
    assert isinstance(caught.value, CorrectionError)
    assert caught.value.message.endswith(".")
