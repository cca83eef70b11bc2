"""An archived analysis comes back as it was: the same numbers to the last bit, the same picture."""

from __future__ import annotations

import copy
import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from corrected import pelvis, seen
from records_cases import analysis

from analyzer.archive import SCHEMA, archive, archive_measures, unarchive, unarchive_measures
from analyzer.measures import TABLE
from analyzer.overlay import build_scene, paint_svg
from analyzer.pipeline import conclude
from analyzer.types import Analysis, Corrections

pytestmark = pytest.mark.usefixtures("drawn_only")


def _through_json(result: Analysis) -> Analysis:
    return unarchive(json.loads(json.dumps(archive(result), allow_nan=False)))


def _same(one: Any, other: Any) -> None:
    """Equal in every field, arrays bit by bit and read-only; types compare without geometry."""
    assert type(one) is type(other)
    if is_dataclass(one):
        for item in fields(one):
            _same(getattr(one, item.name), getattr(other, item.name))
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype and one.tobytes() == other.tobytes()
        assert not other.flags.writeable
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for first, second in zip(one, other, strict=True):
            _same(first, second)
    else:
        assert one == other


def _seen() -> list[Analysis]:
    plain = seen()
    return [
        analysis(),
        conclude(plain),
        conclude(seen("left", 4.0)),
        conclude(plain, Corrections(pelvis(plain, 12.0), roll_deg=1.0, body_height_m=1.7)),
        conclude(plain, mm_per_px=2.2),
    ]


@pytest.mark.parametrize("number", range(5))
def test_everything_comes_back(number: int) -> None:
    before = _seen()[number]
    after = _through_json(before)
    _same(before, after)
    assert after == before
    assert list(after.measures) == list(before.measures)
    assert after.to_dict() == before.to_dict()
    assert (after.model_measures is after.measures) == (before.model_measures is before.measures)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_same_picture(number: int) -> None:
    before = _seen()[number]
    photo = np.full((980, 600, 3), 180, np.uint8)
    assert paint_svg(build_scene(_through_json(before)), photo) == paint_svg(build_scene(before), photo)


def test_a_back_that_was_not_traced_and_what_is_not_finite() -> None:
    before = analysis()
    geometry = replace(
        before.geometry, profile=None, asis_px=None, psis_px=None, outline_px=(np.zeros((0, 2)),)
    )
    geometry.outline_px[0].flags.writeable = False
    _same(geometry, _through_json(replace(before, geometry=geometry)).geometry)
    profile = before.geometry.profile
    assert profile is not None
    sd = np.array(profile.sd)
    sd[3], sd[4] = np.inf, -np.inf
    sd.flags.writeable = False
    geometry = replace(before.geometry, profile=replace(profile, sd=sd))
    _same(geometry, _through_json(replace(before, geometry=geometry)).geometry)


def test_measures_of_other_versions() -> None:
    record = archive(analysis())
    record["measures"].pop("knee_angle")
    record["measures"]["future_angle"] = record["measures"]["pelvic_tilt"] | {"name": "future_angle"}
    measures = unarchive(record).measures
    assert list(measures) == [*TABLE, "future_angle"]
    reason = measures["knee_angle"].reason
    assert reason is not None and reason.code == "not_measured_then"
    assert measures["knee_angle"].unit == TABLE["knee_angle"].unit


def test_measures_alone() -> None:
    measures = dict(analysis().measures)
    assert unarchive_measures(json.loads(json.dumps(archive_measures(measures)))) == measures
    with pytest.raises(ValueError, match="not complete"):
        unarchive_measures({"pelvic_tilt": {"value": 3}})


@pytest.mark.parametrize("other", [None, [], {}, {"schema": "posture-archive/2"}, {"schema": SCHEMA}, "x"])
def test_nothing_else_is_taken(other: Any) -> None:
    with pytest.raises(ValueError, match="archived analysis"):
        unarchive(other)


def _paths(record: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = (
        record.items()
        if isinstance(record, dict)
        else enumerate(record[:2])
        if isinstance(record, list)
        else ()
    )
    return [path, *(deeper for key, value in below for deeper in _paths(value, (*path, key)))]


def test_whatever_is_broken_is_a_value_error() -> None:
    """Each part in turn becomes something else, or goes: either it is refused, or the result is sound."""
    whole = archive(analysis())
    for path in _paths(whole)[1:]:
        for wrong in ({}, None, "gone"):
            record = copy.deepcopy(whole)
            parent = record
            for key in path[:-1]:
                parent = parent[key]
            if wrong == "gone" and isinstance(parent, dict):
                del parent[path[-1]]
            else:
                parent[path[-1]] = wrong
            try:
                result = unarchive(record)
            except ValueError:
                continue
            assert isinstance(result, Analysis)
            json.dumps(archive(result))
