"""Results as FHIR bundles: valid, and the same when read back."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle

from analyzer.exchange import Subject, from_fhir, to_fhir
from analyzer.exchange.flat import from_components, to_components
from analyzer.types.pelvic_range import FailedRange
from analyzer.types.thomas import SCHEMA as DIRECT_TEST
from tests.unit.test_pelvic_range import find_range, samples
from tests.unit.thomas_cases import analysis as lying

MISSING = {"value": None, "unit": "deg", "reason": {"code": "loose_clothing", "message": "A shirt hides it."}}
MADE = {
    "analyzer_version": "0.6.0",
    "model": "full",
    "model_sha256": "ab" * 32,
    "created_utc": "2026-11-29T20:00:00Z",
}
TILT = {
    "value": 26.88,
    "unit": "deg",
    "ci95": [15.66, 38.1],
    "sd_within": 2.38,
    "method": "estimated_from_back_profile",
    "reference": {"mean": 10.0, "sd": 5.0, "source": "a study", "means": [8.0, 12.25]},
    "sd_parts": {"photo": 2.58, "model": 1.06, "bone_shape": 5.0},
}
DEPTH = {
    "value": 0.1,
    "unit": "pct_trunk",
    "ci95": [-0.3, 0.5],
    "sd_within": 0.2,
    "method": "back_profile",
    "reference": None,
}


def standing() -> dict[str, Any]:
    """A result with everything that one can hold."""
    return {
        "schema": "posture-analysis/1",
        "photo": {"name": "anna_smith.jpg", "sha256": "cd" * 32, "width_px": 900, "height_px": 1200},
        "error": None,
        "view": {
            "facing": "left",
            "trunk_rotation_deg": 4.8,
            "issues": [{"code": "hair_over_back", "severity": "warn", "message": "Hair lies over the back."}],
        },
        "measures": {
            "pelvic_tilt": {**TILT, "model_value": 20.25},
            "lumbar_depth": DEPTH,
            "knee_angle": MISSING,
        },
        "indicators": {
            "shortened_psoas": {
                "level": "suggested",
                "summary": "The pattern is seen.",
                "evidence": [{"measure": "pelvic_tilt", "direction": "for", "text": "It tips forward."}],
                "caveat": "No diagnosis.",
                "direct_test": "The Thomas test.",
                "meaning": "",
                "ground": None,
                "findings": [],
            }
        },
        "provenance": MADE,
        "lengths_mm": {"lumbar_depth": {**DEPTH, "unit": "mm"}},
        "corrections": {"points": {"asis": [431, 551.25]}, "body_height_m": 1.72},
        "notes": [{"code": "place_psis", "message": "Place the PSIS, too."}],
    }


def direct_test() -> dict[str, Any]:
    """A result of the direct test, in which some things could not be seen."""
    return {
        "schema": DIRECT_TEST,
        "photo": {"name": "x.jpg", "sha256": None, "width_px": 9, "height_px": 12},
        "error": None,
        "view": {
            "side": "left",
            "head": "right",
            "roll_deg": -0.5,
            "pelvis": {"controlled": False, "knee_held": True, "back_flat": None, "arch_pct": None},
            "issues": [],
        },
        "measures": {"thigh_angle": {**TILT, "method": "limb_outline"}, "hip_extension_true": MISSING},
        "finding": {
            "level": "cannot_say",
            "summary": "It cannot be said.",
            "evidence": [],
            "next_steps": ["Repeat it."],
            "caveat": "No diagnosis.",
        },
        "provenance": MADE,
    }


def failed() -> dict[str, Any]:
    """A photo that could not be measured."""
    whole = standing()
    for part in ("lengths_mm", "corrections", "notes"):
        del whole[part]
    error = {"code": "no_person", "message": "Nobody was found.", "parts_px": [[0.5, 0, 10, 20]]}
    return {**whole, "error": error, "view": None, "measures": {}, "indicators": {}}


def tipped() -> dict[str, Any]:
    """A range of the pelvis; the curve was not measured in some of its pictures."""
    found = find_range(samples())
    trace = found.trace.lordosis_deg.copy()
    trace[3:5] = np.nan
    found = replace(found, trace=replace(found.trace, lordosis_deg=trace), notes=("trunk_moved_along",))
    return {**found.to_dict(), "film": {**found.to_dict()["film"], "name": "anna.mp4"}}


def tipped_alone() -> dict[str, Any]:
    """A range without the low back."""
    return {**find_range(samples()).to_dict(), "curve_per_tilt": None}


def not_tipped() -> dict[str, Any]:
    """A film that shows no range."""
    found = find_range(samples())
    return FailedRange(found.film, "pelvis_not_moved", "It did not move.", found.provenance).to_dict()


def on_the_table() -> dict[str, Any]:
    """A result of the direct test as the program makes it."""
    return lying("right", 3.21).to_dict()


def without_name(result: dict[str, Any]) -> dict[str, Any]:
    of = "film" if "film" in result else "photo"
    return {**result, of: {**result[of], "name": of}}


EVERY = [standing, direct_test, failed, on_the_table, tipped, tipped_alone, not_tipped]


@pytest.mark.parametrize("make", EVERY)
def test_a_result_comes_back_as_it_was(make: Callable[[], dict[str, Any]]):
    result = make()
    bundle = json.loads(json.dumps(to_fhir([result])))
    assert from_fhir(bundle) == [without_name(result)]
    assert from_fhir(to_fhir([result], photo_names=True)) == [result]


def test_all_of_it_is_valid_and_every_reference_leads_somewhere():
    subject = Subject("K-7", "Anna", "female", 1990)
    bundle = to_fhir([make() for make in EVERY], subject=subject, report_pdf=b"%PDF-1.7")
    read = Bundle.model_validate(bundle)
    assert json.loads(read.model_dump_json())["entry"]
    known = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(known) == len(bundle["entry"])
    for entry in bundle["entry"]:
        kind = entry["resource"]["resourceType"]
        get_fhir_model_class(kind).model_validate(entry["resource"])
    text = json.dumps(bundle)
    assert {part.split('"')[0] for part in text.split('"reference": "')[1:]} <= known
    assert all(
        entry["resource"].get("status") in (None, "preliminary", "active") for entry in bundle["entry"]
    )


def test_decimals_keep_their_digits_through_another_program():
    results = [make() for make in EVERY]
    through = json.loads(Bundle.model_validate(to_fhir(results)).model_dump_json())
    assert from_fhir(through) == [without_name(result) for result in results]


def test_nobody_is_named_who_was_not_asked_for():
    text = json.dumps(to_fhir([standing(), tipped()]))
    assert "anna_smith" not in text and "anna.mp4" not in text
    assert "Patient" not in text
    assert "Anna" not in json.dumps(to_fhir([standing()], subject=Subject("K-7")))


def test_what_is_missing_says_why():
    observations = [entry["resource"] for entry in to_fhir([standing()])["entry"]]
    (knee,) = [item for item in observations if item.get("dataAbsentReason")]
    assert knee["dataAbsentReason"]["text"] == "A shirt hides it."
    assert knee["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert "valueQuantity" not in knee


def test_days_of_visits_are_those_of_the_photos():
    bundle = to_fhir([standing(), direct_test()], days=[date(2026, 1, 2), date(2026, 3, 4)])
    reports = [entry["resource"] for entry in bundle["entry"] if "conclusion" in entry["resource"]]
    assert [report["effectiveDateTime"] for report in reports] == ["2026-01-02", "2026-03-04"]
    with pytest.raises(ValueError, match="day"):
        to_fhir([standing()], days=[])


@pytest.mark.parametrize("bad", [[], [{}], [{"schema": "posture-analysis/1"}], [None], ["x"]])
def test_what_is_no_result_is_refused(bad: Any):
    with pytest.raises(ValueError, match="result"):
        to_fhir(bad)


@pytest.mark.parametrize(
    "path", [("resourceType",), ("entry",), ("entry", 1, "resource", "code"), ("entry", 0, "fullUrl")]
)
def test_a_bundle_that_was_changed_is_refused(path: tuple[Any, ...]):
    bundle = copy.deepcopy(to_fhir([standing()]))
    place = bundle
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    with pytest.raises(ValueError, match="FHIR"):
        from_fhir(bundle)


def _every_place(thing: Any) -> Iterator[tuple[Any, Any]]:
    """Each field of each object, and each item of each list, as what holds it and its key."""
    for key, below in list(thing.items() if isinstance(thing, dict) else enumerate(thing)):
        yield thing, key
        if isinstance(below, dict | list):
            yield from _every_place(below)


def test_what_is_read_can_be_written_again_whatever_is_missing():
    bundle = to_fhir([standing()])
    refused = 0
    for holds, key in list(_every_place(bundle)):
        whole = copy.copy(holds)
        del holds[key]
        try:
            read = from_fhir(bundle)
        except ValueError as error:
            assert "FHIR" in str(error)
            refused += 1
        else:
            json.dumps(to_fhir(read), allow_nan=False)
        holds.clear()
        holds.update(whole) if isinstance(holds, dict) else holds.extend(whole)
    assert refused > 100
    assert from_fhir(bundle)


@pytest.mark.parametrize(
    "record",
    [
        {"a": {"b": [1, 2.5, {"c": None}]}, "d": "", "e": [], "f": {}, "g": True, "h": "0"},
        {"list": [[1, 2], [3, 4]], "zero": 0, "deg_deg": -0.5},
    ],
)
def test_any_object_comes_back_from_its_components(record: dict[str, Any]):
    assert from_components(to_components(record)) == record


def test_a_range_of_the_pelvis_has_its_values_and_its_movement():
    resources = [entry["resource"] for entry in to_fhir([tipped()])["entry"]]
    observed = {item["code"]["coding"][0]["code"]: item for item in resources if "category" in item}
    assert observed["range"]["valueQuantity"]["code"] == "deg"
    assert observed["curve_per_tilt"]["valueQuantity"]["code"] == "deg/deg"
    assert "foremost" in observed["range"]["code"]["text"]
    courses = [part["valueSampledData"] for part in observed["trace"]["component"]]
    assert [len(course["data"].split()) for course in courses] == [len(tipped()["trace"]["time_s"])] * 3
    assert courses[0]["period"] == pytest.approx(1000 * (tipped()["trace"]["time_s"][1]), rel=0.2)
    assert courses[2]["data"].split()[3:5] == ["E", "E"]
    (report,) = [item for item in resources if "conclusion" in item]
    assert "You tipped your pelvis by about 20" in report["conclusion"]
