"""Differences between two occasions: intervals, verdicts, and what may not be compared."""

from __future__ import annotations

import json
import math
from importlib import import_module

import pytest

from analyzer import measures as m
from analyzer.compare.changes import (
    BACK_MEASURES,
    SCHEMA,
    Occasion,
    Setup,
    compare,
    occasion_from_dict,
)
from analyzer.measures import TABLE
from analyzer.types import Measure, Reason


def occasion(
    changed: dict[str, Measure] | None = None,
    *,
    facing: str = "right",
    rotation: float = 2.0,
    issues: tuple[str, ...] = (),
    setup: Setup | None = None,
    versions: tuple[str, ...] = (),
) -> Occasion:
    usual = {name: m.measured(name, 20.0, 1.0, "back_profile") for name in TABLE}
    return Occasion(
        "a.jpg",
        facing,  # type: ignore[arg-type]
        rotation,
        frozenset(issues),
        usual | (changed or {}),
        setup or Setup(),
        versions=frozenset(versions),
    )


def tilt(value: float, within: float = 1.0, method: str = "estimated_from_back_profile") -> Measure:
    return Measure(
        "pelvic_tilt", "deg", value=value, ci95=(value - 11, value + 11), sd_within=within, method=method
    )


def test_difference_has_the_interval_of_both_sides() -> None:
    change = compare(occasion({"pelvic_tilt": tilt(17.9, 1.0)}), occasion({"pelvic_tilt": tilt(11.2, 2.0)}))
    found = change.changes["pelvic_tilt"]
    mdc = 1.96 * math.sqrt(5.0)
    assert found.difference == pytest.approx(-6.7)
    assert found.mdc95 == pytest.approx(mdc)
    assert found.ci95 == pytest.approx((-6.7 - mdc, -6.7 + mdc))
    assert found.verdict == "changed"
    assert change.comparable


@pytest.mark.parametrize(("after", "verdict"), [(12.7, "within_measurement_error"), (12.8, "changed")])
def test_verdict_turns_at_the_smallest_detectable_change(after: float, verdict: str) -> None:
    # 1.96 times the root of 2 is 2.77.
    found = compare(occasion({"pelvic_tilt": tilt(10.0)}), occasion({"pelvic_tilt": tilt(after)}))
    assert found.changes["pelvic_tilt"].verdict == verdict


def test_the_wide_interval_of_the_value_itself_does_not_hide_a_change() -> None:
    """Bone and build cancel: the intervals of the two values overlap, and it is a change all the same."""
    one, two = tilt(10.0), tilt(15.0)
    assert one.ci95 is not None
    assert two.ci95 is not None
    assert one.ci95[1] > two.ci95[0]
    assert (
        compare(occasion({"pelvic_tilt": one}), occasion({"pelvic_tilt": two})).changes["pelvic_tilt"].verdict
        == "changed"
    )


def test_turned_round_the_difference_changes_its_sign_only() -> None:
    one, two = occasion({"pelvic_tilt": tilt(10.0)}), occasion({"pelvic_tilt": tilt(15.0)})
    there, back = compare(one, two).changes["pelvic_tilt"], compare(two, one).changes["pelvic_tilt"]
    assert there.difference == -back.difference  # type: ignore[operator]
    assert there.verdict == back.verdict
    assert there.mdc95 == back.mdc95


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (occasion(facing="left"), "other_side"),
        (occasion(rotation=20.0), "other_view"),
        (occasion(setup=Setup(camera_height_cm=140.0)), "other_camera_height"),
        (occasion(setup=Setup(protocol="arms hanging")), "other_protocol"),
    ],
)
def test_nothing_is_comparable_when_the_photos_differ(other: Occasion, code: str) -> None:
    before = occasion(setup=Setup(camera_height_cm=95.0, protocol="arms folded"))
    found = compare(before, other)
    assert not found.comparable
    assert [reason.code for reason in found.reasons] == [code]
    assert all(change.verdict == "not_comparable" for change in found.changes.values())
    # The numbers stay, with the reason why they mean nothing.
    assert all(change.difference == 0.0 for change in found.changes.values())


def test_an_unknown_setup_forbids_nothing() -> None:
    assert compare(occasion(setup=Setup(camera_height_cm=95.0)), occasion()).comparable


def test_other_clothing_concerns_the_back_only() -> None:
    found = compare(occasion(), occasion(issues=("loose_clothing",)))
    assert found.comparable
    for name, change in found.changes.items():
        assert (change.verdict == "not_comparable") == (name in BACK_MEASURES)


def test_the_same_loose_clothing_can_be_compared() -> None:
    loose = occasion(issues=("loose_clothing",))
    assert compare(loose, loose).changes["sacral_slope"].verdict == "within_measurement_error"


def test_estimate_and_measurement_are_not_compared() -> None:
    found = compare(
        occasion({"pelvic_tilt": tilt(10.0)}), occasion({"pelvic_tilt": tilt(18.0, method="markers")})
    )
    change = found.changes["pelvic_tilt"]
    assert change.verdict == "not_comparable"
    assert [reason.code for reason in change.reasons] == ["other_method"]
    assert found.changes["sacral_slope"].verdict == "within_measurement_error"


def test_placed_points_and_markers_are_both_measurements() -> None:
    found = compare(
        occasion({"pelvic_tilt": tilt(10.0, method="points")}),
        occasion({"pelvic_tilt": tilt(18.0, method="markers")}),
    )
    assert found.changes["pelvic_tilt"].verdict == "changed"


def test_what_is_missing_on_one_side_is_not_comparable() -> None:
    missing = m.missing("pelvic_tilt", Reason("loose_clothing", "Hidden."))
    change = compare(occasion(), occasion({"pelvic_tilt": missing})).changes["pelvic_tilt"]
    assert change.verdict == "not_comparable"
    assert change.difference is None
    assert change.ci95 is None
    assert change.to_dict()["after"] is None


def test_json_has_the_contracts_keys() -> None:
    record = compare(occasion(), occasion({"pelvic_tilt": tilt(35.0)})).to_dict()
    assert record["schema"] == SCHEMA == "posture-comparison/1"
    assert record.keys() == {
        *("schema", "before", "after", "error", "comparable", "reasons", "occasions", "changes")
    }
    assert list(record["changes"]) == list(TABLE)
    change = record["changes"]["sacral_slope"]
    assert {"before", "after", "difference", "ci95", "mdc95", "verdict"} <= change.keys()
    json.dumps(record, allow_nan=False)


def test_a_mirror_image_shows_the_other_side_than_it_seems() -> None:
    before, after = occasion(), occasion(facing="left")
    assert compare(before, after).reasons[0].code == "other_side"
    mirrored = occasion(facing="left", setup=Setup(mirrored=True))
    assert mirrored.side == "right"
    assert compare(before, mirrored).reasons == ()
    assert compare(before, occasion(setup=Setup(mirrored=True))).reasons[0].code == "other_side"
    assert compare(before, mirrored).to_dict()["occasions"]["after"] == {
        "photos": 1,
        "facing": "left",
        "side": "right",
        "setup": {"camera_height_cm": None, "protocol": None, "mirrored": True},
        "analyzer_versions": [],
        "warnings": [],
    }


ISSUE = {"code": "camera_tilted", "severity": "warn", "message": "The camera was tilted."}


def analysis_record() -> dict[str, object]:
    return {
        "photo": {"name": "b.jpg"},
        "error": None,
        "provenance": {"analyzer_version": "0.2.0"},
        "view": {"facing": "left", "trunk_rotation_deg": 3.2, "issues": [ISSUE]},
        "measures": {name: m.measured(name, 12.345, 1.0, "landmarks").to_dict() for name in TABLE},
    }


def test_an_occasion_is_read_from_the_json_of_an_analysis() -> None:
    found = occasion_from_dict(json.loads(json.dumps(analysis_record())))
    assert found.name == "b.jpg"
    assert found.facing == "left"
    assert found.issues == {"camera_tilted"}
    assert found.measures["knee_angle"].value == 12.35 or found.measures["knee_angle"].value == 12.34


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: record.pop("measures"),
        lambda record: record.update(error={"code": "no_person"}),
        lambda record: record["view"].update(facing="up"),
        lambda record: record["measures"].pop("knee_angle"),
        lambda record: record["measures"]["knee_angle"].update(unit="apples"),
        lambda record: record["measures"]["knee_angle"].update(value="many"),
        lambda record: record["measures"]["knee_angle"].update(ci95=None),
        lambda record: record.update(view=None),
    ],
)
def test_anything_else_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    record = analysis_record()
    spoil(record)
    with pytest.raises(ValueError):
        occasion_from_dict(record)


@pytest.mark.parametrize(
    "measure",
    [
        m.measured("pelvic_tilt", 13.25, 1.5, "estimated_from_back_profile", body_sd=2.0, bone_sd=5.0),
        m.measured("knee_angle", 178.0, 0.5, "landmarks"),
        m.missing("sacral_slope", Reason("loose_clothing", "Hidden.")),
    ],
    ids=["tilt", "knee", "missing"],
)
def test_a_measure_survives_its_json(measure: Measure) -> None:
    record = measure.to_dict()
    assert Measure.from_dict(measure.name, json.loads(json.dumps(record))).to_dict() == record


# --- Results of other versions -------------------------------------------------------------------------


# Their tilts are measured, not estimated: see the test on marked points.
def affected(before: tuple[str, ...], after: tuple[str, ...]) -> set[str]:
    """Measures that may not be compared because of the versions."""
    found = compare(occasion(versions=before), occasion(versions=after))
    return {
        name
        for name, change in found.changes.items()
        if [reason.code for reason in change.reasons] == ["other_version"]
    }


@pytest.mark.parametrize(
    "same", [("0.2.0", "0.2.9"), ("0.1.0", "0.1.0"), ("0.2.0", "0.2"), ("0.2.0", "0.2.1rc1")]
)
def test_values_of_one_version_are_compared(same: tuple[str, str]) -> None:
    assert affected(same[:1], same[1:]) == set()


def test_values_that_another_version_gives_otherwise_are_not_compared() -> None:
    usual = {"pelvic_tilt": tilt(20.0)}
    found = compare(occasion(usual, versions=("0.1.0",)), occasion(usual, versions=("0.2.0",)))
    back = {name for name, change in found.changes.items() if change.verdict == "not_comparable"}
    assert back == set(BACK_MEASURES)
    assert [reason.code for reason in found.reasons] == ["other_version"]  # said once
    assert "0.1.0 and 0.2.0" in found.reasons[0].message
    assert found.changes["knee_angle"].verdict == "within_measurement_error"


def test_a_tilt_between_marked_points_is_the_same_in_all_versions() -> None:
    marked = {"pelvic_tilt": tilt(20.0, method="markers")}
    found = compare(occasion(marked, versions=("0.1.0",)), occasion(marked, versions=("0.2.0",)))
    assert found.changes["pelvic_tilt"].verdict == "within_measurement_error"
    assert found.changes["sacral_slope"].verdict == "not_comparable"


@pytest.mark.parametrize("unknown", ["99.0.0", "0.10.0", "", "unreleased"])
def test_a_version_that_is_not_known_here_says_nothing(unknown: str) -> None:
    assert affected((unknown,), ("0.2.0",)) == set(TABLE) - {"pelvic_tilt"}


def test_photos_of_one_visit_may_come_from_two_versions() -> None:
    assert affected(("0.1.0", "0.2.0"), ("0.2.0",)) == set(BACK_MEASURES) - {"pelvic_tilt"}


def test_the_version_is_read_from_a_stored_result() -> None:
    record = analysis_record()
    record["provenance"]["analyzer_version"] = "0.1.0"
    assert occasion_from_dict(record).versions == {"0.1.0"}
    del record["provenance"]
    with pytest.raises(ValueError, match="no result"):
        occasion_from_dict(record)


def test_what_users_of_the_library_import_stays_importable_from_the_package() -> None:
    package = import_module("analyzer.compare")
    assert package.compare is compare
    for name in package.__all__:
        assert getattr(package, name) is not None
