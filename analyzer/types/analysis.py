"""The one result that travels: everything after the pipeline reads this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from analyzer.types.codes import Direction, ErrorCode, LengthName, Level, MeasureName, QuantityName
from analyzer.types.corrections import Corrections
from analyzer.types.geometry import BodyGeometry
from analyzer.types.measures import Measure, Reason
from analyzer.types.view import ViewCheck

SCHEMA = "posture-analysis/1"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one measure says about the question, in words for people."""

    measure: QuantityName
    direction: Direction
    text: str

    def to_dict(self) -> dict[str, str]:
        return {"measure": self.measure, "direction": self.direction, "text": self.text}


@dataclass(frozen=True, slots=True)
class Indicator:
    """Evidence for and against, a level, and what it does not mean.

    Attributes
    ----------
    level : {"not_suggested", "inconclusive", "suggested", "cannot_say"}
    summary : str
        The level as one plain sentence.
    evidence : tuple of Evidence
    caveat : str
        What this is not.
    direct_test : str
        The test that answers the question directly.
    """

    level: Level
    summary: str
    evidence: tuple[Evidence, ...]
    caveat: str
    direct_test: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "summary": self.summary,
            "evidence": [item.to_dict() for item in self.evidence],
            "caveat": self.caveat,
            "direct_test": self.direct_test,
        }


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made this result."""

    analyzer_version: str
    model: str
    model_sha256: str
    created_utc: str

    def to_dict(self) -> dict[str, str]:
        return {
            "analyzer_version": self.analyzer_version,
            "model": self.model,
            "model_sha256": self.model_sha256,
            "created_utc": self.created_utc,
        }


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """Which photo: file name (never a path), hash of its bytes, upright size."""

    name: str
    sha256: str | None
    width_px: int | None
    height_px: int | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "sha256": self.sha256,
            "width_px": self.width_px,
            "height_px": self.height_px,
        }


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one photo.

    Attributes
    ----------
    photo : PhotoInfo
    view : ViewCheck
    measures : mapping of MeasureName to Measure
        Read-only, in the order of the table of measures.
    shortened_psoas : Indicator
    provenance : Provenance
    geometry : BodyGeometry
        For drawing and correcting; not part of the JSON.
    corrections : Corrections
        What a person corrected; falsy when nothing was.
    model_measures : mapping of MeasureName to Measure
        The measures without any correction; ``measures`` itself when nothing was corrected. Read-only.
    corrected : frozenset of MeasureName
        Names of the measures that depend on something that a person corrected.
    lengths_mm : mapping of LengthName to Measure
        Lengths in millimetres; empty when the scale of the photo is not known. Read-only.
    notes : tuple of Reason
        What a correction could not do yet, and what it needs.
    """

    photo: PhotoInfo
    view: ViewCheck
    measures: Mapping[MeasureName, Measure]
    shortened_psoas: Indicator
    provenance: Provenance
    geometry: BodyGeometry = field(repr=False, compare=False)
    corrections: Corrections = field(default_factory=Corrections)
    model_measures: Mapping[MeasureName, Measure] = field(default_factory=dict, repr=False)
    corrected: frozenset[MeasureName] = frozenset()
    lengths_mm: Mapping[LengthName, Measure] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        for name in ("measures", "lengths_mm"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        own = MappingProxyType(dict(self.model_measures)) if self.corrected else self.measures
        object.__setattr__(self, "model_measures", own)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract.

        ``corrections``, ``notes`` and ``lengths_mm`` are there only when there are any, and a corrected
        measure has its uncorrected value beside it, as ``model_value``.
        """
        result: dict[str, Any] = {
            "schema": SCHEMA,
            "photo": self.photo.to_dict(),
            "error": None,
            "view": self.view.to_dict(),
            "measures": {name: self._measure_to_dict(name) for name in self.measures},
            "indicators": {"shortened_psoas": self.shortened_psoas.to_dict()},
            "provenance": self.provenance.to_dict(),
        }
        if self.lengths_mm:
            result["lengths_mm"] = {name: length.to_dict() for name, length in self.lengths_mm.items()}
        if self.corrections:
            result["corrections"] = self.corrections.to_dict()
        if self.notes:
            result["notes"] = [{"code": note.code, "message": note.message} for note in self.notes]
        return result

    def _measure_to_dict(self, name: MeasureName) -> dict[str, Any]:
        record = self.measures[name].to_dict()
        if name in self.corrected:
            record["model_value"] = self.model_measures[name].to_dict()["value"]
        return record


@dataclass(frozen=True, slots=True)
class FailedAnalysis:
    """A photo that could not be analysed, and what to do about it. Falsy."""

    photo: PhotoInfo
    code: ErrorCode
    message: str
    provenance: Provenance

    def __bool__(self) -> bool:
        return False

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        return {
            "schema": SCHEMA,
            "photo": self.photo.to_dict(),
            "error": {"code": self.code, "message": self.message},
            "view": None,
            "measures": {},
            "indicators": {},
            "provenance": self.provenance.to_dict(),
        }
