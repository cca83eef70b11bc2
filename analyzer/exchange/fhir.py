"""Results as a bundle of HL7 FHIR R4 (http://hl7.org/fhir/R4): what was measured, how, and how sure it is.

A bundle of the type ``collection`` holds the program (Device), the person where one is named (Patient), and
for each photo a DiagnosticReport whose Observations carry the values. An interval and the standard deviation
within a person are components; a measure without a value has a ``dataAbsentReason``. Everything is
``preliminary``: no professional has confirmed it. Codes are local ones with text (`analyzer.exchange.terms`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Literal
from uuid import uuid5

from analyzer._version import __version__
from analyzer.exchange import terms
from analyzer.exchange.flat import to_components
from analyzer.exchange.ranges import RANGE_VALUES, estimated, said_of, trace_components
from analyzer.language import speaking
from analyzer.types.analysis import SCHEMA as STANDING
from analyzer.types.pelvic_range import SCHEMA as RANGE
from analyzer.types.pelvic_range import range_from_dict
from analyzer.types.thomas import SCHEMA as DIRECT_TEST

TITLES: Final = {
    STANDING: "Posture from a photo from the side",
    DIRECT_TEST: "Modified Thomas test from a photo",
    RANGE: "Range of the pelvis from a film",
}
MEASURES: Final[Mapping[str, terms.Kind]] = {"measures": "measure", "lengths_mm": "length"}
"""Parts of a result that hold measures, and what those are."""
_NOT_COMPLETE: Final = "this result of an analysis is not complete"
_NAMED: Final = ("value", "unit", "method", "reference", "reason", "ci95", "sd_within")
_CATEGORY: Final = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "exam"}]
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the results are of.

    Attributes
    ----------
    code : str
        What the practice calls the person in its records.
    name : str
        Left out of the bundle when empty.
    sex : {"female", "male", "other", "unknown"} or None
    birth_year : int or None
    """

    code: str
    name: str = ""
    sex: Literal["female", "male", "other", "unknown"] | None = None
    birth_year: int | None = None


def to_fhir(
    results: Iterable[Mapping[str, Any]],
    *,
    subject: Subject | None = None,
    days: Sequence[date] | None = None,
    photo_names: bool = False,
    report_pdf: bytes | None = None,
) -> dict[str, Any]:
    """Results as one FHIR R4 bundle, an object for JSON.

    Parameters
    ----------
    results : iterable of mapping
        JSON objects of the contract, as ``to_dict()`` gives them, also those of photos that could not be
        measured: ``posture-analysis/1``, ``thomas-test/1`` or ``pelvic-range/1``.
    subject : Subject, optional
        Without it, nobody is named.
    days : sequence of date, optional
        When each photo was taken; without it, the time of the analysis stands there.
    photo_names : bool
        Whether file names go along. They often hold a person's name.
    report_pdf : bytes, optional
        A report to hand over, attached to the first result.

    Raises
    ------
    ValueError
        One of them is no result, or there is none. The message says what is wrong.
    """
    records = [_checked(record) for record in results]
    if not records:
        raise ValueError("there is no result to export")
    if days is not None and len(days) != len(records):
        raise ValueError("each result needs its day")
    bundle = _Bundle(subject)
    with speaking("en"):  # the words of codes belong to the codes: the same in every bundle
        for number, record in enumerate(records):
            pdf = report_pdf if number == 0 else None
            try:
                bundle.add_result(record, None if days is None else days[number], photo_names, pdf)
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                raise ValueError(_NOT_COMPLETE) from error
        bundle.add_codes()
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
        "entry": [{"fullUrl": f"urn:uuid:{item['id']}", "resource": item} for item in bundle.resources],
    }


def _checked(record: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(record, Mapping) or record.get("schema") not in TITLES:
        raise ValueError("this is no result of an analysis")
    try:
        whole = json.loads(json.dumps(record, allow_nan=False))
        whole["provenance"]["created_utc"]
        if whole["schema"] == RANGE:
            range_from_dict(whole)
        else:
            whole["photo"]["sha256"], whole["measures"].items()
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(_NOT_COMPLETE) from error
    return dict(whole)


class _Bundle:
    """The resources, in the order in which they are made."""

    def __init__(self, subject: Subject | None) -> None:
        self.resources: list[dict[str, Any]] = []
        self.subject = None if subject is None else self._add(_patient(subject))
        self.devices: dict[str, str] = {}
        self.seen = 0

    def add_result(
        self, record: Mapping[str, Any], day: date | None, photo_names: bool, pdf: bytes | None
    ) -> None:
        self.seen += 1
        made = record["provenance"]
        when = made["created_utc"] if day is None else day.isoformat()
        common: dict[str, Any] = {"status": "preliminary"}
        if self.subject is not None:
            common["subject"] = {"reference": self.subject}
        common["effectiveDateTime"] = when
        # A film has no checksum: its values stand for it.
        key = record["photo"]["sha256"] if "photo" in record else json.dumps(record, sort_keys=True)
        of = f"{self.seen}/{key}/{made['created_utc']}"
        device = {"reference": self._device(made)}
        found = []
        for part, kind in MEASURES.items():
            for name, measure in record.get(part, {}).items():
                parts = _observed(name, measure, kind)
                found.append(self._observe(f"{of}/{part}/{name}", parts, common, device))
        for name, value in record.items():
            if name not in (*MEASURES, "schema", "language") and value:
                parts = _kept(name, value, photo_names)
                found.append(self._observe(f"{of}/{name}", parts, common, device))
        report = {
            "resourceType": "DiagnosticReport",
            "id": _id(f"{of}/report"),
            **({"language": record["language"]} if "language" in record else {}),
            **common,
            "code": terms.coded("report", record["schema"], TITLES[record["schema"]]),
            "issued": made["created_utc"],
            "result": [{"reference": reference} for reference in found],
            "conclusion": _conclusion(record),
        }
        if pdf is not None:
            data = base64.b64encode(pdf).decode("ascii")
            report["presentedForm"] = [{"contentType": "application/pdf", "data": data, "title": "Report"}]
        self._add(report)

    def add_codes(self) -> None:
        """The lists of the codes that are used, with their words, so that the bundle explains itself."""
        used: dict[terms.Kind, dict[str, str]] = {kind: {} for kind in terms.TITLES}
        kinds = {terms.system(kind): kind for kind in terms.TITLES}
        for coding in _codings(self.resources):
            kind = kinds.get(coding["system"])
            if kind is not None:
                used[kind][coding["code"]] = coding["display"]
        for kind, concepts in used.items():
            if concepts:
                self._add(_code_list(kind, concepts))

    def _observe(
        self, of: str, parts: Mapping[str, Any], common: Mapping[str, Any], device: Mapping[str, Any]
    ) -> str:
        whole = {"resourceType": "Observation", "id": _id(of), **common, "category": [_CATEGORY]}
        return self._add({**whole, **parts, "device": device})

    def _device(self, made: Mapping[str, Any]) -> str:
        """The program and its pose model."""
        key = f"device/{made['analyzer_version']}/{made['model_sha256']}"
        if key not in self.devices:
            model = f"{made['model']}, SHA-256 {made['model_sha256']}"
            device = {
                "resourceType": "Device",
                "id": _id(key),
                "deviceName": [{"name": "posture-analyzer", "type": "model-name"}],
                "version": [{"value": made["analyzer_version"]}],
                "note": [{"text": f"Pose model: {model}"}],
            }
            self.devices[key] = self._add(device)
        return self.devices[key]

    def _add(self, resource: dict[str, Any]) -> str:
        self.resources.append(resource)
        return f"urn:uuid:{resource['id']}"


def _kept(name: str, value: Any, photo_names: bool) -> dict[str, Any]:
    """Everything of a result that is no measure, as parts of an Observation."""
    if name in RANGE_VALUES:
        return estimated(name, value)
    if name == "trace":
        components = trace_components(value)
    else:
        if name in ("photo", "film") and not photo_names:
            value = {key: item for key, item in value.items() if key != "name"}
        components = to_components(value if isinstance(value, Mapping) else {"items": value})
    return {"code": terms.coded("record", name), "component": components}


def _observed(name: str, measure: Mapping[str, Any], kind: terms.Kind) -> dict[str, Any]:
    """What a measure says, as parts of an Observation."""
    parts: dict[str, Any] = {"code": terms.measure_concept(name, kind)}
    unit = measure["unit"]
    if measure["value"] is None:
        why = measure["reason"]
        absent = {"system": terms.ABSENT, "code": "unknown"}
        mine = terms.coded("reason", why["code"])["coding"][0]
        parts["dataAbsentReason"] = {"coding": [absent, mine]}
        if why["message"]:  # an empty text is not valid
            parts["dataAbsentReason"]["text"] = why["message"]
        # The unit in which it would have been measured.
        parts["component"] = to_components({"unit": unit})
    else:
        parts["valueQuantity"] = terms.quantity(measure["value"], unit)
        parts["method"] = terms.method_concept(measure["method"])
        low, high = (terms.quantity(end, unit) for end in measure["ci95"])
        parts["component"] = [
            {"code": terms.coded("part", terms.INTERVAL, terms.PARTS[terms.INTERVAL])}
            | {"valueRange": {"low": low, "high": high}},
            {"code": terms.coded("part", terms.WITHIN, terms.PARTS[terms.WITHIN])}
            | {"valueQuantity": terms.quantity(measure["sd_within"], unit)},
        ]
        if measure.get("reference") is not None:
            parts["referenceRange"] = [_reference(measure["reference"], unit)]
    more = {key: item for key, item in measure.items() if key not in _NAMED}
    parts["component"] += to_components(more) if more else []
    return parts


def _reference(reference: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Published values: mean and standard deviation, and the range that 95 of 100 people are in."""
    mean, sd = reference["mean"], reference["sd"]
    numbers = {"mean": mean, "sd": sd}
    lowest, highest = mean, mean
    if reference.get("means") is not None:  # sources disagree: the range is from the lowest to the highest
        lowest, highest = reference["means"]
        numbers |= {"mean-lowest": lowest, "mean-highest": highest}
    return {
        "extension": [{"url": terms.extension(key), "valueDecimal": item} for key, item in numbers.items()],
        "low": terms.quantity(round(lowest - 1.96 * sd, 2), unit),
        "high": terms.quantity(round(highest + 1.96 * sd, 2), unit),
        "text": reference["source"],
    }


def _conclusion(record: Mapping[str, Any]) -> str:
    """In words, what the photo says and what that is not."""
    if record["error"] is not None:
        return str(record["error"]["message"])
    if record["schema"] == RANGE:
        return said_of(record)
    said = record.get("finding") or record["indicators"]["shortened_psoas"]
    return " ".join(text for text in (said["summary"], said.get("meaning", ""), said["caveat"]) if text)


def _patient(subject: Subject) -> dict[str, Any]:
    if not subject.code:
        raise ValueError("a subject needs a code")
    patient: dict[str, Any] = {
        "resourceType": "Patient",
        "id": _id(f"patient/{subject.code}"),
        "identifier": [{"value": subject.code}],
    }
    if subject.name:
        patient["name"] = [{"text": subject.name}]
    if subject.sex is not None:
        patient["gender"] = subject.sex
    if subject.birth_year is not None:
        patient["birthDate"] = f"{subject.birth_year:04d}"
    return patient


def _code_list(kind: terms.Kind, concepts: Mapping[str, str]) -> dict[str, Any]:
    listed = []
    for code, display in concepts.items():
        definition = terms.definition_of(code) if kind in MEASURES.values() else ""
        listed.append({"code": code, "display": display} | ({"definition": definition} if definition else {}))
    return {
        "resourceType": "CodeSystem",
        "id": _id(f"code-system/{kind}"),
        "url": terms.system(kind),
        "version": __version__,
        "name": "".join(word.capitalize() for word in terms.TITLES[kind].split()),
        "title": terms.TITLES[kind],
        "status": "active",
        "content": "fragment",
        "concept": listed,
    }


def _codings(thing: Any) -> Iterable[Mapping[str, str]]:
    """All codes within resources."""
    if isinstance(thing, Mapping):
        if "system" in thing and "display" in thing:
            yield thing
        for item in thing.values():
            yield from _codings(item)
    elif isinstance(thing, list):
        for item in thing:
            yield from _codings(item)


def _id(of: str) -> str:
    return str(uuid5(terms.NAMESPACE, of))
