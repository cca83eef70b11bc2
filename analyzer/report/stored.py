"""A result read back from its JSON: all that an analysis says, without the geometry for drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, cast, get_args

from analyzer.types import Evidence, Indicator, Issue, Measure, PhotoInfo, Provenance, Reason, ViewCheck
from analyzer.types.analysis import SCHEMA
from analyzer.types.codes import (
    Direction,
    Facing,
    IssueCode,
    LengthName,
    Level,
    MeasureName,
    ReasonCode,
    Severity,
)


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

    def __post_init__(self) -> None:
        for name in ("measures", "lengths_mm"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


def result_from_dict(record: Mapping[str, Any]) -> StoredResult:
    """A result from the JSON object that ``analyze`` writes (``posture-analysis/1``).

    Raises
    ------
    ValueError
        It is no such object, or that of a photo that could not be analysed.
    """
    try:
        if record["schema"] != SCHEMA:
            raise ValueError("this is no result of an analysis")
        if record["error"] is not None:
            raise ValueError("the photo could not be analysed")
        measures = record["measures"]
        return StoredResult(
            _photo(record["photo"]),
            _view(record["view"]),
            {name: Measure.from_dict(name, value) for name, value in measures.items()},
            _indicator(record["indicators"]["shortened_psoas"]),
            _provenance(record["provenance"]),
            frozenset(name for name, value in measures.items() if "model_value" in value),
            {name: Measure.from_dict(name, value) for name, value in record.get("lengths_mm", {}).items()},
            tuple(
                Reason(cast(ReasonCode, str(note["code"])), str(note["message"]))
                for note in record.get("notes", ())
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no result of an analysis") from error


def _photo(record: Mapping[str, Any]) -> PhotoInfo:
    sha256, width, height = record["sha256"], record["width_px"], record["height_px"]
    return PhotoInfo(
        str(record["name"]),
        None if sha256 is None else str(sha256),
        None if width is None else int(width),
        None if height is None else int(height),
    )


def _view(record: Mapping[str, Any]) -> ViewCheck:
    facing: Facing = _one_of(record["facing"], get_args(Facing))
    issues = []
    for issue in record["issues"]:
        severity: Severity = _one_of(issue["severity"], get_args(Severity))
        issues.append(Issue(cast(IssueCode, str(issue["code"])), severity, str(issue["message"])))
    return ViewCheck(facing, float(record["trunk_rotation_deg"]), tuple(issues))


def _indicator(record: Mapping[str, Any]) -> Indicator:
    level: Level = _one_of(record["level"], get_args(Level))
    evidence = []
    for item in record["evidence"]:
        direction: Direction = _one_of(item["direction"], get_args(Direction))
        evidence.append(Evidence(cast(MeasureName, str(item["measure"])), direction, str(item["text"])))
    return Indicator(
        level, str(record["summary"]), tuple(evidence), str(record["caveat"]), str(record["direct_test"])
    )


def _provenance(record: Mapping[str, Any]) -> Provenance:
    names = ("analyzer_version", "model", "model_sha256", "created_utc")
    return Provenance(*(str(record[name]) for name in names))


def _one_of(value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {allowed}")
    return value
