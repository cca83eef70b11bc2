"""A result read back from its JSON: all that an analysis says, without the geometry for drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.archive import every_measure, every_thomas_measure
from analyzer.language import speaking
from analyzer.meaning.heard import heard_psoas
from analyzer.thomas.finding import heard_finding
from analyzer.types import Indicator, Measure, PhotoInfo, Provenance, Reason, ViewCheck
from analyzer.types.analysis import SCHEMA
from analyzer.types.codes import LengthName, MeasureName, ReferenceName, ThomasName
from analyzer.types.forms import read, written_in
from analyzer.types.frozen import FrozenMapping
from analyzer.types.thomas import SCHEMA as THOMAS_SCHEMA
from analyzer.types.thomas import FailedThomas, ThomasFinding, ThomasView


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What `analyzer.types.Analysis` says, under the same names, as far as its JSON holds it."""

    photo: PhotoInfo
    view: ViewCheck
    measures: Mapping[MeasureName, Measure]
    shortened_psoas: Indicator
    provenance: Provenance
    corrected: frozenset[MeasureName] = frozenset()
    lengths_mm: Mapping[LengthName, Measure] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()
    references: ReferenceName | None = None

    def __post_init__(self) -> None:
        for name in ("measures", "lengths_mm"):
            object.__setattr__(self, name, FrozenMapping(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class StoredTest:
    """What `analyzer.types.thomas.ThomasAnalysis` says, under the same names, as far as its JSON holds it."""

    photo: PhotoInfo
    view: ThomasView
    measures: Mapping[ThomasName, Measure]
    finding: ThomasFinding
    provenance: Provenance
    corrected: frozenset[ThomasName] = frozenset()
    notes: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", FrozenMapping(self.measures))


def thomas_from_dict(record: Mapping[str, Any]) -> StoredTest | FailedThomas:
    """A result of the direct test from the JSON object that ``thomas`` writes (``thomas-test/1``); of a photo
    that was refused, why.

    Measures that it does not have are missing, with a reason.

    Raises
    ------
    ValueError
        It is no such object. The message says what is wrong.
    """
    no_test = "this is no result of the direct test"
    try:
        if record["schema"] != THOMAS_SCHEMA:
            raise ValueError(no_test)
        if record["error"] is not None:
            return read(FailedThomas, {**record, **record["error"]})
        measures = record["measures"]
        pelvis = {name: value for name, value in record["view"]["pelvis"].items() if name != "controlled"}
        parts = {
            **record,
            "view": {**record["view"], "pelvis": pelvis},
            "measures": _named(measures),
            "corrected": [name for name, value in measures.items() if "model_value" in value],
        }
        stored = read(StoredTest, parts)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(no_test) from error
    with speaking(written_in(record)):
        finding = heard_finding(stored.finding, stored.measures, stored.view.pelvis)
    return replace(stored, finding=finding, measures=every_thomas_measure(stored.measures))


def result_from_dict(record: Mapping[str, Any]) -> StoredResult:
    """A result from the JSON object that ``analyze`` writes (``posture-analysis/1``).

    Measures that it does not have are missing, with a reason.

    Raises
    ------
    ValueError
        It is no such object, or that of a photo that could not be analysed. The message says what is wrong.
    """
    try:
        if record["schema"] != SCHEMA:
            raise ValueError("this is no result of an analysis")
        if record["error"] is not None:
            raise ValueError("the photo could not be analysed")
        measures = record["measures"]
        parts = {
            **record,
            "measures": _named(measures),
            "shortened_psoas": record["indicators"]["shortened_psoas"],
            "corrected": [name for name, value in measures.items() if "model_value" in value],
            "lengths_mm": _named(record.get("lengths_mm", {})),
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no result of an analysis") from error
    try:
        stored = read(StoredResult, parts)
    except ValueError as error:
        raise ValueError(f"this is no result of an analysis: {error}") from error
    with speaking(written_in(record)):
        psoas = heard_psoas(stored.shortened_psoas, stored.measures, stored.view)
    return replace(stored, shortened_psoas=psoas, measures=every_measure(stored.measures))


def _named(measures: Mapping[str, Any]) -> dict[str, Any]:
    """In the contract, the name of a measure is its key alone."""
    return {name: {**value, "name": name} for name, value in measures.items()}
