"""What is wrong with a JSON object is said: where, and what."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from records_cases import analysis

from analyzer.archive import archive, unarchive
from analyzer.compare.changes import occasion_from_dict
from analyzer.report import result_from_dict

WRONG: list[tuple[Callable[[Any], Any], str]] = [
    (lambda record: record["view"].pop("facing"), "view.facing is missing"),
    (lambda record: record["view"].update(facing="up"), "view.facing has to be one of left, right"),
    (lambda record: record["view"].update(trunk_rotation_deg="much"), "has to be a number, not 'much'"),
    (lambda record: record["view"].update(trunk_rotation_deg=True), "has to be a number, not True"),
    (
        lambda record: record["measures"]["knee_angle"].update(unit="apples"),
        "knee_angle.*unit has to be one",
    ),
    (lambda record: record["measures"]["knee_angle"].update(sd_within=None), "knee_angle"),
    (lambda record: record["photo"].update(name=7), "photo.name has to be text, not 7"),
    (lambda record: record.update(provenance=None), "provenance has to be an object, not None"),
]


@pytest.mark.parametrize(("spoil", "says"), WRONG)
def test_a_result_that_is_wrong_says_where(spoil: Callable[[Any], Any], says: str) -> None:
    record = copy.deepcopy(analysis().to_dict())
    spoil(record)
    with pytest.raises(ValueError, match=says):
        result_from_dict(record)


@pytest.mark.parametrize(("spoil", "says"), WRONG)
def test_an_archive_that_is_wrong_says_where(spoil: Callable[[Any], Any], says: str) -> None:
    record = copy.deepcopy(archive(analysis()))
    spoil(record)
    with pytest.raises(ValueError, match=says):
        unarchive(record)


def test_an_archived_array_of_another_shape_is_refused() -> None:
    record = archive(analysis())
    record["geometry"]["frame"]["origin_px"] = [1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match=r"geometry.frame.origin_px is an array of the shape \(3,\)"):
        unarchive(record)


def test_an_occasion_says_which_measure_is_wrong() -> None:
    record = analysis().to_dict()
    record["measures"]["knee_angle"]["ci95"] = [1.0]
    with pytest.raises(ValueError, match="knee_angle"):
        occasion_from_dict(record)


def test_codes_of_other_versions_are_kept() -> None:
    record = analysis().to_dict()
    record["view"]["issues"][0]["code"] = "new_code"
    record["measures"]["knee_angle"]["method"] = "new_method"
    found = result_from_dict(record)
    assert found.view.issues[0].code == "new_code"
    assert found.measures["knee_angle"].method == "new_method"
