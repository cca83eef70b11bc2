"""The one result that travels: everything after the pipeline reads this and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from analyzer.language import speaks
from analyzer.types.codes import (
    Direction,
    ErrorCode,
    FindingCode,
    Ground,
    LengthName,
    Level,
    MeasureName,
    QuantityName,
    ReferenceName,
)
from analyzer.types.corrections import Corrections
from analyzer.types.drawings import Drawing, checked_drawings
from analyzer.types.forms import as_json, contract_fields, language_field
from analyzer.types.frozen import FrozenMapping
from analyzer.types.geometry import BodyGeometry
from analyzer.types.measures import Measure, Reason
from analyzer.types.photo import Photo
from analyzer.types.stance import Stance
from analyzer.types.view import ViewCheck

SCHEMA = "posture-analysis/1"


@speaks("text")
@dataclass(frozen=True, slots=True)
class Evidence:
    """What one measure says about the question, in words for people."""

    measure: QuantityName
    direction: Direction
    text: str


@speaks("summary", "caveat", "direct_test", "meaning")
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
    meaning : str
        Why it is this level, and what that may mean. Empty in results of versions before 0.5.
    ground : Ground or None
        What the level rests on; ``None`` in results of versions before 0.5.
    findings : tuple of FindingCode
        What was seen besides.
    """

    level: Level
    summary: str
    evidence: tuple[Evidence, ...]
    caveat: str
    direct_test: str
    meaning: str = ""
    ground: Ground | None = None
    findings: tuple[FindingCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made this result."""

    analyzer_version: str
    model: str
    model_sha256: str
    created_utc: str


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """Which photo: file name (never a path), hash of its bytes, upright size."""

    name: str
    sha256: str | None
    width_px: int | None
    height_px: int | None
    turned_deg: int = 0
    """How far the photo was turned clockwise because it lay on its side; the size is that after it."""

    @classmethod
    def of(cls, photo: Photo) -> PhotoInfo:
        """What is said of a photo."""
        return cls(photo.name, photo.sha256, photo.width_px, photo.height_px, photo.turned_deg)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; ``turned_deg`` is there only when the photo was turned."""
        record = contract_fields(self)
        if not self.turned_deg:
            del record["turned_deg"]
        return record


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
    stance : Stance or None
        What the stance is called; ``None`` where low back or feet were not measured, and in results of
        versions before 0.6.
    references : ReferenceName or None
        What the values are set beside; ``None`` in results of versions before 0.6.
    drawings : tuple of Drawing
        What a person drew on the photo. No number depends on it.

    Raises
    ------
    DrawingError
        There are too many drawings, or one does not lie in the photo.
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
    stance: Stance | None = None
    references: ReferenceName | None = "all"
    drawings: tuple[Drawing, ...] = ()

    def __post_init__(self) -> None:
        for name in ("measures", "lengths_mm"):
            object.__setattr__(self, name, FrozenMapping(getattr(self, name)))
        own = FrozenMapping(self.model_measures) if self.corrected else self.measures
        object.__setattr__(self, "model_measures", own)
        if self.drawings:
            size = self.photo.width_px, self.photo.height_px
            object.__setattr__(self, "drawings", checked_drawings(self.drawings, *size))

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract.

        ``corrections``, ``notes``, ``lengths_mm``, ``stance``, ``references`` and ``drawings`` are there only
        when there are any, and a corrected measure has its uncorrected value beside it, as ``model_value``.
        """
        record = {
            "schema": SCHEMA,
            **language_field(),
            "photo": self.photo,
            "error": None,
            "view": self.view,
            "measures": {name: self._measure_to_dict(name) for name in self.measures},
            "indicators": {"shortened_psoas": self.shortened_psoas},
            "provenance": self.provenance,
        }
        more = {"lengths_mm": dict(self.lengths_mm), "corrections": self.corrections, "notes": self.notes}
        more |= {"stance": self.stance, "references": self.references, "drawings": self.drawings}
        return cast(dict[str, Any], as_json(record | {name: value for name, value in more.items() if value}))

    def _repr_html_(self) -> str:
        return _shown(self)

    def _measure_to_dict(self, name: MeasureName) -> dict[str, Any]:
        record = self.measures[name].to_dict()
        if name in self.corrected:
            record["model_value"] = self.model_measures[name].to_dict()["value"]
        return record


@speaks("message")
@dataclass(frozen=True, slots=True)
class FailedAnalysis:
    """A photo that could not be analysed, and what to do about it. Falsy."""

    photo: PhotoInfo
    code: ErrorCode
    message: str
    provenance: Provenance
    parts_px: tuple[tuple[float, float, float, float], ...] = ()
    """Where the photos are that the file holds, when it holds several: left, top, right, bottom, pixels."""

    def __bool__(self) -> bool:
        return False

    def _repr_html_(self) -> str:
        return _shown(self)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        error = {"code": self.code, "message": self.message}
        record = {
            "schema": SCHEMA,
            **language_field(),
            "photo": self.photo,
            "error": error | ({"parts_px": self.parts_px} if self.parts_px else {}),
            "view": None,
            "measures": {},
            "indicators": {},
            "provenance": self.provenance,
        }
        return cast(dict[str, Any], as_json(record))


def _shown(result: Analysis | FailedAnalysis) -> str:
    """What notebooks show. Drawing is far above the types, so the library as a whole is asked for it."""
    return cast(str, sys.modules[__name__.partition(".")[0]].to_html(result))
