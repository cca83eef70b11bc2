"""Several photos of one person: medians by hand, sides apart, and what disagrees is named."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from analyzer import measures as m
from analyzer.compare.changes import common_sides, compare, occasion_of
from analyzer.compare.several_photos import summarize
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.types import (
    Analysis,
    BodyGeometry,
    Landmarks,
    Measure,
    PhotoInfo,
    Provenance,
    Reason,
    SagittalFrame,
    ViewCheck,
)
from analyzer.types.codes import Facing

LANDMARKS = Landmarks(np.zeros((33, 2)), np.zeros(33), np.ones(33), np.ones(33))
GEOMETRY = BodyGeometry(SagittalFrame(np.zeros(2), 200.0, 1), LANDMARKS, (), None)
PROVENANCE = Provenance("1.0", "some model", "ab" * 32, "2026-01-02T03:04:05+00:00")
METHODS = {
    "pelvic_tilt": "estimated_from_back_profile",
    "hip_extension_angle": "thigh_to_trunk",
}


def analysis(number: int = 0, facing: Facing = "right", sd: float = 1.0, **given: Any) -> Analysis:
    """An analysis whose measures are all 10 + ``number`` / 10, but for those given (a value or a measure)."""
    measures = {}
    for name in m.TABLE:
        value = given.get(name, 10.0 + number / 10.0)
        method = METHODS.get(name, "landmarks")
        measures[name] = value if isinstance(value, Measure) else m.measured(name, value, sd, method)
    return Analysis(
        photo=PhotoInfo(f"{number}.jpg", f"{number:064d}", 900, 1200),
        view=ViewCheck(facing, 4.0),
        measures=measures,
        shortened_psoas=assess_shortened_psoas(measures),
        provenance=PROVENANCE,
        geometry=GEOMETRY,
    )


def knees(*values: float, sd: float = 1.0) -> list[Analysis]:
    return [analysis(number, sd=sd, knee_angle=value) for number, value in enumerate(values)]


def test_one_photo_is_its_own_summary() -> None:
    one = analysis()
    summary = summarize([one])
    for name, spread in summary.spreads.items():
        measure = one.measures[name]
        assert spread.median.value == spread.minimum == spread.maximum == measure.value
        assert spread.median.ci95 == pytest.approx(measure.ci95)
        assert spread.median.sd_within == pytest.approx(measure.sd_within)
        assert (spread.sd, spread.count) == (None, 1)
    assert (summary.nearest, summary.used, summary.warnings) == (0, (0,), ())
    assert summary.shortened_psoas == one.shortened_psoas


def test_median_and_spread_are_those_of_the_values() -> None:
    spread = summarize(knees(176.0, 171.0, 174.0)).spreads["knee_angle"]
    assert spread.median.value == 174.0
    assert (spread.minimum, spread.maximum, spread.count) == (171.0, 176.0, 3)
    assert spread.sd == pytest.approx(math.sqrt((4.0 + 9.0 + 0.0 - 1.0 / 3.0) / 2.0))
    assert spread.values == (176.0, 171.0, 174.0)
    assert summarize(knees(176.0, 171.0)).spreads["knee_angle"].median.value == 173.5


def test_measures_come_in_the_tables_order_and_cannot_be_changed() -> None:
    summary = summarize(knees(176.0, 171.0))
    assert list(summary.spreads) == list(summary.measures) == list(m.TABLE)
    with pytest.raises(TypeError):
        summary.spreads["knee_angle"] = summary.spreads["pelvic_tilt"]  # type: ignore[index]


@pytest.mark.parametrize("count", [*range(1, 11), 14, 21])
def test_the_median_is_as_exact_as_medians_are(count: int) -> None:
    """Against a simulation of medians of as many normal values."""
    drawn = np.random.default_rng(count).standard_normal((200_000, count))
    true = float(np.median(drawn, axis=1).std())
    photos = knees(*[175.0] * count)
    alone = photos[0].measures["knee_angle"].sd_within
    within = summarize(photos).spreads["knee_angle"].median.sd_within
    assert alone is not None
    assert within == pytest.approx(true * alone, rel=0.01 if count <= 10 else 0.06)


def test_what_belongs_to_the_body_does_not_shrink_with_more_photos() -> None:
    one = knees(175.0)[0].measures["knee_angle"]
    many = summarize(knees(*[175.0] * 9)).spreads["knee_angle"].median
    assert one.ci95 is not None
    assert many.ci95 is not None
    half_one, half_many = one.ci95[1] - 175.0, many.ci95[1] - 175.0
    assert one.sd_parts is not None
    assert one.sd_within is not None
    body = 1.96 * math.sqrt(one.sd_parts.model**2 + one.sd_parts.photo**2 - one.sd_within**2)
    assert body < half_many < half_one
    assert half_many == pytest.approx(math.hypot(body, 1.96 * (many.sd_within or 0.0)))


def test_photos_that_spread_more_than_they_say_make_the_median_less_sure() -> None:
    calm = summarize(knees(174.0, 175.0, 176.0, sd=2.0)).spreads["knee_angle"].median
    wild = summarize(knees(165.0, 175.0, 185.0, sd=2.0)).spreads["knee_angle"].median
    assert wild.sd_within == pytest.approx(0.6698 * 10.0)
    assert calm.sd_within is not None
    row = m.TABLE["knee_angle"]
    assert calm.sd_within == pytest.approx(0.6698 * row.within * math.hypot(2.0, row.repeat_sd))


def test_the_order_of_the_photos_does_not_matter() -> None:
    photos = [analysis(0, knee_angle=171.0), analysis(1, knee_angle=174.0), analysis(2, knee_angle=178.0)]
    first = summarize(photos)
    for order in permutations(range(3)):
        again = summarize([photos[index] for index in order])
        assert again.measures == first.measures
        assert order[again.nearest] == first.nearest == 1


def test_left_and_right_are_never_mixed() -> None:
    photos = [
        analysis(0, "left", knee_angle=160.0),
        analysis(1, "right", knee_angle=175.0),
        analysis(2, "right", knee_angle=177.0),
        analysis(3, "left", knee_angle=162.0),
        analysis(4, "right", knee_angle=176.0),
    ]
    summary = summarize(photos)
    assert (summary.facing, summary.used) == ("right", (1, 2, 4))
    spread = summary.spreads["knee_angle"]
    assert spread.values == (None, 175.0, 177.0, None, 176.0)
    assert (spread.minimum, spread.median.value) == (175.0, 176.0)
    assert summary.nearest in summary.used
    [warning] = summary.warnings
    assert warning.code == "mixed_sides"
    assert "photos 1 and 4 are left out" in warning.message
    assert "looks to the right" in warning.message


def test_as_many_of_either_side_leave_the_first() -> None:
    summary = summarize([analysis(0, "left"), analysis(1, "right")])
    assert (summary.facing, summary.used) == ("left", (0,))
    assert "photo 2 is left out" in summary.warnings[0].message


def test_the_same_picture_counts_once() -> None:
    one = analysis(0, knee_angle=170.0)
    summary = summarize([one, analysis(1, knee_angle=176.0), replace(one)])
    assert summary.used == (0, 1)
    assert summary.spreads["knee_angle"].values == (170.0, 176.0, None)
    same = next(warning for warning in summary.warnings if warning.code == "same_photo")
    assert same.message.startswith("Photo 3 is the same picture as photo 1")
    unknown = replace(one, photo=PhotoInfo("a.jpg", None, 900, 1200))
    assert summarize([unknown, unknown]).used == (0, 1)


def test_a_photo_that_disagrees_is_named() -> None:
    photos = [analysis(i, lumbar_lordosis=value) for i, value in enumerate((40.0, 41.0, 49.0, 40.5))]
    [warning] = summarize(photos).warnings
    assert warning.code == "photo_differs"
    assert warning.message.startswith("Photo 3 differs from the others in the curve of the low back")
    photos[2] = analysis(2, lumbar_lordosis=49.0, sacral_slope=30.0)
    assert "the slope of the back of the pelvis and the curve" in summarize(photos).warnings[0].message


def test_two_photos_that_differ_are_not_blamed_on_one() -> None:
    [warning] = summarize([analysis(0, sacral_slope=20.0), analysis(1, sacral_slope=30.0)]).warnings
    assert warning.code == "photo_differs"
    assert warning.message.startswith("The photos differ in the slope")
    assert "add another photo" in warning.message


def test_photos_within_their_error_agree() -> None:
    assert summarize(knees(174.0, 176.0, 175.0)).warnings == ()


def test_measured_and_estimated_tilt_are_not_mixed() -> None:
    exact = m.measured("pelvic_tilt", 12.0, 2.0, "points")
    hip = m.measured("hip_extension_angle", -14.0, 2.0, "thigh_to_pelvis")
    photos = [analysis(0), analysis(1, pelvic_tilt=exact, hip_extension_angle=hip), analysis(2)]
    summary = summarize(photos)
    tilt = summary.spreads["pelvic_tilt"]
    assert (tilt.median.value, tilt.median.method, tilt.count) == (12.0, "points", 1)
    assert summary.spreads["hip_extension_angle"].median.value == -14.0
    assert [warning.code for warning in summary.warnings] == ["mixed_methods"] * 2
    assert "In 1 of 3 photos pelvic tilt was measured directly" in summary.warnings[0].message


def test_a_measure_that_one_photo_lacks_comes_from_the_others() -> None:
    lost = m.missing("sacral_slope", Reason("loose_clothing", "Loose clothes."))
    summary = summarize([analysis(0, sacral_slope=lost), analysis(1), analysis(2)])
    spread = summary.spreads["sacral_slope"]
    assert (spread.values[0], spread.count) == (None, 2)
    assert spread.median.value == pytest.approx(10.15)
    assert summary.nearest != 0
    none = summarize([analysis(0, sacral_slope=lost), analysis(1, sacral_slope=lost)]).spreads["sacral_slope"]
    assert none.median.reason == lost.reason
    assert (none.minimum, none.sd, none.count) == (None, None, 0)


def test_evidence_is_weighed_with_the_medians() -> None:
    hollow = {
        "pelvic_tilt": 30.0,
        "sacral_slope": 50.0,
        "lumbar_lordosis": 65.0,
        "hip_extension_angle": -20.0,
    }
    hollow |= {"pelvic_shift": 0.0, "knee_angle": 178.0}
    photos = [analysis(0, **hollow), analysis(1, **hollow), analysis(2, **hollow | {"sacral_slope": 46.0})]
    found = summarize(photos).shortened_psoas
    assert found.level == photos[0].shortened_psoas.level == "suggested"
    assert found.evidence == assess_shortened_psoas(summarize(photos).measures).evidence
    assert found.summary.startswith("These photos")
    assert "from 3 photos, not a diagnosis" in found.caveat


def test_json() -> None:
    summary = summarize([analysis(0, knee_angle=171.234), analysis(1, "left"), analysis(2, knee_angle=175.0)])
    record = json.loads(json.dumps(summary.to_dict(), allow_nan=False))
    assert list(record) == ["facing", "used", "nearest", "warnings", "measures", "indicators"]
    assert record["used"] == [0, 2]
    knee = record["measures"]["knee_angle"]
    assert (knee["minimum"], knee["maximum"], knee["count"]) == (171.23, 175.0, 2)
    assert knee["values"] == [171.23, None, 175.0]
    assert knee["value"] == pytest.approx(173.12, abs=0.01)
    assert knee["method"] == "landmarks"


def test_nothing_cannot_be_summarized() -> None:
    with pytest.raises(ValueError, match="no photos"):
        summarize([])


def test_the_side_to_summarize_can_be_chosen() -> None:
    photos = [analysis(0, "right"), analysis(1, "right"), analysis(2, "left", knee_angle=171.0)]
    found = summarize(photos, "left")
    assert (found.facing, found.used, found.nearest) == ("left", (2,), 2)
    assert found.measures["knee_angle"].value == 171.0
    assert found.warnings[0].code == "mixed_sides"
    assert "photos 1 and 2 are left out" in found.warnings[0].message
    with pytest.raises(ValueError, match="looks to the left"):
        summarize(photos[:2], "left")


def test_visits_are_compared_by_the_side_that_both_show() -> None:
    right, left = analysis(0, "right"), analysis(1, "left")
    other = analysis(2, "left")
    assert common_sides([right, left], [other]) == ("left",)
    assert common_sides([right], [other]) == ()
    assert common_sides([right], [other], mirrored=True) == ("right",)
    assert common_sides([right, left], [left, other, right]) == ("right", "left")
    assert common_sides([right, left, other], [left, other, right]) == ("left", "right")
    before = occasion_of([right, left, analysis(3, "right")], facing="left")
    assert (before.facing, before.photos) == ("left", 1)
    assert [warning.code for warning in before.warnings] == ["mixed_sides"]
    assert compare(before, occasion_of(other)).reasons == ()
