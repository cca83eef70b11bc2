"""Codes of the bundles: local ones with text.

No code of LOINC or SNOMED CT was found for what is measured on the outline of the body, and codes of X-ray
angles would say something else; none of them is borrowed. Units are those of UCUM.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast
from uuid import UUID, uuid5

from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.method_words import method_text
from analyzer.types.codes import Method, QuantityName, Unit

NAMESPACE: Final = UUID("5c1f2f6e-0d0a-4c0b-9d55-6f2d3f1b7a10")
"""What all identifiers of the bundles are made from: the same result always gets the same ones."""

RangeUnit = Literal["pct_range", "deg_per_deg"]
Kind = Literal["measure", "length", "method", "reason", "part", "record", "report", "direction"]
TITLES: Final[Mapping[Kind, str]] = {
    "measure": "Measures of posture and of the direct test",
    "length": "Lengths in millimetres",
    "method": "How a value was found",
    "reason": "Why there is no value",
    "part": "Parts of an observation",
    "record": "What else belongs to a result",
    "report": "Schemas of results",
    "direction": "What a measure says",
}

INTERVAL: Final = "ci95"
WITHIN: Final = "sd_within"
MODEL_VALUE: Final = "model_value"
PARTS: Final[Mapping[str, str]] = {
    INTERVAL: "95 % interval of the value, all sources of error included",
    WITHIN: "Standard deviation that remains when the same person is compared with themself",
    MODEL_VALUE: "The value before somebody corrected it by hand",
    "sd_parts.photo": "Part of the uncertainty: this photo, as a standard deviation",
    "sd_parts.model": "Part of the uncertainty: between bodies that look alike, as a standard deviation",
    "sd_parts.bone_shape": "Part of the uncertainty: shape of the bone, as a standard deviation",
}

UNITS: Final[Mapping[Unit | RangeUnit, tuple[str, str]]] = {
    "deg": ("deg", "deg"),
    "pct_trunk": ("% of trunk length", "%"),
    "pct_leg": ("% of leg length", "%"),
    "pct_height": ("% of body height", "%"),
    "mm": ("mm", "mm"),
    "pct_range": ("% of the range", "%"),
    "deg_per_deg": ("deg per deg", "deg/deg"),
}
"""What people read, and the unit's code in UCUM."""
UCUM: Final = "http://unitsofmeasure.org"
ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"


def system(kind: Kind) -> str:
    """The address of a list of codes: a name alone, nothing is there to be fetched."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'codes/{kind}')}"


def extension(name: str) -> str:
    """The address of an extension."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'extension/{name}')}"


def coded(kind: Kind, code: str, text: str = "") -> dict[str, Any]:
    """A CodeableConcept of one local code."""
    said = text or code.replace("_", " ").replace(".", ", ")
    return {"coding": [{"system": system(kind), "code": code, "display": said}], "text": said}


def code_of(concept: Mapping[str, Any], kind: Kind) -> str | None:
    """The local code of a concept, if it has one of this kind."""
    wanted = system(kind)
    return next(
        (item.get("code") for item in concept.get("coding", ()) if item.get("system") == wanted), None
    )


def measure_concept(name: str, kind: Kind) -> dict[str, Any]:
    """What was measured."""
    plain = measure_text(cast(QuantityName, name)).plain
    return coded(kind, name, f"{plain}, in millimetres" if kind == "length" else plain)


def method_concept(method: str) -> dict[str, Any]:
    """How it was measured."""
    return coded("method", method, method_text(cast(Method, method)).how)


def definition_of(name: str) -> str:
    """What a measure is, with its source, for programs that show lists of codes."""
    return measure_text(cast(QuantityName, name)).definition


def quantity(value: float, unit: str) -> dict[str, Any]:
    """A value in its unit."""
    words, code = UNITS.get(cast(Unit, unit), (unit, ""))
    return {"value": value, "unit": words} | ({"system": UCUM, "code": code} if code else {})


def unit_of(found: Mapping[str, Any]) -> str:
    """The unit that `quantity` was given."""
    words = str(found.get("unit", ""))
    return next((unit for unit, (text, _) in UNITS.items() if text == words), words)
