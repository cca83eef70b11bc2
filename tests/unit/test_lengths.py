"""Levelled pictures, and millimetres from a body height."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from corrected import half, pelvis, places, seen
from issues import issue_codes
from scenes import Place

from analyzer import pipeline
from analyzer.measures import missing
from analyzer.pipeline import conclude
from analyzer.types import Corrections, LandmarkName, Landmarks
from analyzer.types.texts import reason

pytestmark = pytest.mark.usefixtures("drawn_only")


@pytest.mark.parametrize("roll", [-4.0, 4.0])
@pytest.mark.parametrize("facing", ["right", "left"])
def test_levelling_takes_the_roll_out(roll: float, facing: str) -> None:
    level, tilted = conclude(seen(facing)), seen(facing, roll)
    corrected = conclude(tilted, Corrections(roll_deg=roll))
    assert corrected.geometry.frame.roll_deg == roll
    for name, measure in level.measures.items():
        assert corrected.measures[name].value == pytest.approx(measure.value, abs=0.8), name
    lean = level.measures["trunk_inclination"].value
    uncorrected = conclude(tilted).measures["trunk_inclination"].value
    sign = 1 if facing == "right" else -1
    assert uncorrected == pytest.approx(lean + sign * roll, abs=0.4)  # type: ignore[operator]
    assert corrected.corrected == frozenset(level.measures)
    assert "camera_tilted" in issue_codes(corrected)
    assert half(corrected.measures["sacral_slope"]) < half(conclude(tilted).measures["sacral_slope"])


def test_points_can_be_placed_in_a_levelled_photo() -> None:
    observation = seen(roll=4.0)
    angle = math.radians(13.0)
    place = Place((300.0, 500.0), 240.0, "right", 4.0)
    psis = np.array([-0.12, 0.2])
    points = {"psis": psis, "asis": psis + 0.33 * np.array([math.cos(angle), -math.sin(angle)])}
    placed: dict[Any, Any] = {name: tuple(place.to_px(point)) for name, point in points.items()}
    result = conclude(observation, Corrections(placed, roll_deg=4.0))
    assert result.measures["pelvic_tilt"].value == pytest.approx(13.0, abs=1e-6)
    assert conclude(observation, Corrections(placed)).measures["pelvic_tilt"].value == pytest.approx(
        17.0, abs=1e-6
    )


def test_a_roll_is_traced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    observation = seen(roll=2.0)
    calls = []
    original = pipeline.trace_back
    monkeypatch.setattr(pipeline, "trace_back", lambda *given: calls.append(1) or original(*given))
    levelled = observation.levelled(1.75)
    first = conclude(levelled, Corrections(roll_deg=1.75))
    again = conclude(levelled, Corrections(pelvis(observation, 10.0), roll_deg=1.75))
    assert len(calls) == 1
    assert first.measures == conclude(observation, Corrections(roll_deg=1.75)).measures
    calls.clear()
    assert again.measures["sacral_slope"] == first.measures["sacral_slope"]
    conclude(levelled)
    assert calls == []


def test_a_body_height_gives_millimetres() -> None:
    observation = seen()
    result = conclude(observation, Corrections(body_height_m=1.70))
    scale = result.geometry.frame.mm_per_px
    assert scale is not None
    # Drawn from 1.65 above to 1.75 below the hip, at 240 pixels per unit.
    assert scale == pytest.approx(1700.0 / (3.40 * 240.0), rel=0.03)
    lengths = result.lengths_mm
    assert list(lengths) == ["lumbar_depth", "pelvic_shift", "ear_shoulder_offset"]
    trunk_mm = 240.0 * scale
    depth = result.measures["lumbar_depth"]
    assert lengths["lumbar_depth"].value == pytest.approx(depth.value / 100.0 * 1.176 * trunk_mm)  # type: ignore[operator]
    where = places(result)
    assert lengths["pelvic_shift"].value == pytest.approx((where["hip"][0] - where["ankle"][0]) * scale)
    offset = (where["ear"][0] - where["shoulder"][0]) * scale
    assert lengths["ear_shoulder_offset"].value == pytest.approx(offset)
    assert {length.unit for length in lengths.values()} == {"mm"}
    assert half(lengths["lumbar_depth"]) > half(depth) / 100.0 * 1.176 * trunk_mm
    assert result.corrected == frozenset()
    record = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert record["lengths_mm"]["lumbar_depth"]["unit"] == "mm"
    with pytest.raises(TypeError):
        lengths["lumbar_depth"] = depth  # type: ignore[index]


def test_the_soles_are_taken_in_the_middle_of_both_feet() -> None:
    """The foot that is nearer to the camera appears lower, and the outline ends there."""
    together = seen()
    apart = 0.06 * 240.0
    landmarks = together.person.landmarks
    xy = landmarks.xy_px.copy()
    for part in ("ankle", "heel", "foot_index"):
        xy[LandmarkName.of("left", part), 1] -= apart
    stepped = Landmarks(xy, landmarks.z, landmarks.visibility, landmarks.presence)
    moved = replace(together, person=replace(together.person, landmarks=stepped))
    one, two = (conclude(item, Corrections(body_height_m=1.7)).geometry.frame for item in (together, moved))
    assert one.mm_per_px is not None
    assert two.mm_per_px == pytest.approx(one.mm_per_px * 3.40 / (3.40 - 0.03), rel=0.003)
    xy[:, 1] += 40.0  # feet below the end of the outline, as when the mask misses them
    lost = Landmarks(xy, landmarks.z, landmarks.visibility, landmarks.presence)
    missed = replace(together, person=replace(together.person, landmarks=lost))
    lengths = conclude(missed, Corrections(body_height_m=1.7)).lengths_mm
    assert {length.reason.code for length in lengths.values() if length.reason} == {"body_height_unclear"}


def test_twice_the_height_is_twice_the_length() -> None:
    one, two = (conclude(seen(), Corrections(body_height_m=height)).lengths_mm for height in (1.0, 2.0))
    for name, length in one.items():
        assert two[name].value == pytest.approx(2.0 * length.value)  # type: ignore[operator]
        assert half(two[name]) == pytest.approx(2.0 * half(length))


def test_a_given_scale_gives_millimetres_unless_a_height_is_given() -> None:
    given = conclude(seen(), mm_per_px=2.0)
    assert given.geometry.frame.mm_per_px == pytest.approx(2.0)
    assert given.lengths_mm["lumbar_depth"].value == pytest.approx(
        given.measures["lumbar_depth"].value / 100.0 * 1.176 * 480.0  # type: ignore[operator]
    )
    both = conclude(seen(), Corrections(body_height_m=1.7), mm_per_px=2.0)
    assert both.lengths_mm == conclude(seen(), Corrections(body_height_m=1.7)).lengths_mm


def test_a_missing_measure_has_no_length() -> None:
    observation = seen()
    gone = missing("lumbar_depth", reason("low_contrast"))
    own = replace(observation.own, measures={**observation.own.measures, "lumbar_depth": gone})
    lengths = conclude(replace(observation, own=own), Corrections(body_height_m=1.7)).lengths_mm
    assert lengths["lumbar_depth"].reason is not None
    assert lengths["lumbar_depth"].reason.code == "low_contrast"
    assert lengths["pelvic_shift"]
