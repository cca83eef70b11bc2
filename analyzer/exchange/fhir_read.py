"""Bundles of HL7 FHIR R4 that `to_fhir` wrote, read back as the results that they were made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from analyzer.exchange import terms
from analyzer.exchange.fhir import MEASURES, TITLES, to_fhir
from analyzer.exchange.flat import from_components
from analyzer.exchange.ranges import RANGE_VALUES, read_estimate, read_trace
from analyzer.types.pelvic_range import SCHEMA as RANGE
from analyzer.types.thomas import SCHEMA as DIRECT_TEST

_NOT_COMPLETE: Final = "this FHIR bundle is not complete"


def from_fhir(bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The results in a bundle, as JSON objects of the contract.

    Values, intervals, methods, reasons, references, view, indicators and corrections are those that went in,
    to the digit. Names of files are there only where they were exported.

    Raises
    ------
    ValueError
        It is no such bundle, or a part of it is missing or was changed. The message says what is wrong.
    """
    try:
        if bundle["resourceType"] != "Bundle":
            raise ValueError("this is no FHIR bundle")
        resources = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
        reports = [item for item in resources.values() if item["resourceType"] == "DiagnosticReport"]
        results = [
            _result(schema, report, resources)
            for report in reports
            if (schema := terms.code_of(report["code"], "report")) in TITLES
        ]
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(_NOT_COMPLETE) from error
    if not results:
        raise ValueError("this FHIR bundle holds no result of an analysis")
    try:
        to_fhir(results)  # they are whole if they can go out again
    except ValueError as error:
        raise ValueError(_NOT_COMPLETE) from error
    return results


def _result(schema: str | None, report: Mapping[str, Any], resources: Mapping[str, Any]) -> dict[str, Any]:
    observations = [resources[item["reference"]] for item in report["result"]]
    language = {"language": str(report["language"])} if "language" in report else {}
    if schema == RANGE:
        return _range(observations) | language
    result: dict[str, Any] = {"schema": schema, "photo": {"name": "photo"}, "error": None, "view": None}
    result |= language
    result["measures"] = {}
    if schema == DIRECT_TEST:
        result["finding"] = None
    else:
        result["indicators"] = {}
    for kind, observation in _kinds(observations):
        parts = observation.get("component", [])
        for place, wanted in MEASURES.items():
            if kind == wanted:
                name = terms.code_of(observation["code"], wanted)
                result.setdefault(place, {})[name] = _measure(observation, parts)
        if kind == "record":
            other, held = _record(observation, parts)
            result[other] = held
    return result


def _record(observation: Mapping[str, Any], parts: list[Any]) -> tuple[str, Any]:
    """What else belongs to a result: its name, and what it holds."""
    name = str(terms.code_of(observation["code"], "record"))
    found = from_components(parts)
    if name in ("photo", "film"):
        found = {"name": name} | found
    return name, found["items"] if list(found) == ["items"] else found


def _range(observations: list[Any]) -> dict[str, Any]:
    """A range of the pelvis; of a film that shows none, why."""
    result: dict[str, Any] = {"schema": RANGE, "error": None}
    for kind, observation in _kinds(observations):
        parts = observation.get("component", [])
        if kind == "measure":
            name = str(terms.code_of(observation["code"], "measure"))
            result[name] = read_estimate(observation, parts)
        elif terms.code_of(observation["code"], "record") == "trace":
            result["trace"] = read_trace(parts)
        else:
            other, held = _record(observation, parts)
            result[other] = held
    nothing: dict[str, Any] = {"notes": []} | dict.fromkeys(RANGE_VALUES)
    return result if result["error"] is not None else nothing | result


def _kinds(observations: list[Any]) -> Iterator[tuple[terms.Kind, Mapping[str, Any]]]:
    kinds: tuple[terms.Kind, ...] = ("measure", "length", "record")
    for observation in observations:
        for kind in kinds:
            if terms.code_of(observation["code"], kind) is not None:
                yield kind, observation


def _measure(observation: Mapping[str, Any], parts: list[Any]) -> dict[str, Any]:
    known = {terms.code_of(part["code"], "part"): part for part in parts}
    more = from_components(part for code, part in known.items() if code not in (terms.INTERVAL, terms.WITHIN))
    if "dataAbsentReason" in observation:
        why = observation["dataAbsentReason"]
        reason = {"code": terms.code_of(why, "reason"), "message": why.get("text", "")}
        return {"value": None, "unit": more.pop("unit"), "reason": reason, **more}
    value = observation["valueQuantity"]
    interval = known[terms.INTERVAL]["valueRange"]
    references = observation.get("referenceRange", [])
    return {
        "value": value["value"],
        "unit": terms.unit_of(value),
        "ci95": [interval["low"]["value"], interval["high"]["value"]],
        "sd_within": known[terms.WITHIN]["valueQuantity"]["value"],
        "method": terms.code_of(observation["method"], "method"),
        "reference": _reference(references[0]) if references else None,
        **more,
    }


def _reference(published: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {item["url"]: item["valueDecimal"] for item in published["extension"]}
    means = [numbers.get(terms.extension(f"mean-{end}")) for end in ("lowest", "highest")]
    return {
        "mean": numbers[terms.extension("mean")],
        "sd": numbers[terms.extension("sd")],
        "source": published["text"],
    } | ({} if None in means else {"means": means})
