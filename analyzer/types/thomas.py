"""Results of the direct test: the modified Thomas test (MTT) from a photo of a person on a table.

Directions are those of the body: ``c`` along the table towards the feet, ``a`` up against gravity. Signs are
those of standing: extension and anterior tilt are positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, cast, get_args

from analyzer.errors import CorrectionError
from analyzer.language import speaks
from analyzer.types.analysis import Evidence, PhotoInfo, Provenance
from analyzer.types.codes import ErrorCode, Facing, ThomasLevel, ThomasName
from analyzer.types.corrections import Point, checked_points, checked_roll, refuse_unknown
from analyzer.types.forms import Point as PointArray
from analyzer.types.forms import Polyline, Rounded1, as_json, contract_fields, language_field
from analyzer.types.frozen import Frozen, FrozenMapping
from analyzer.types.geometry import Heads, no_heads
from analyzer.types.landmarks import Side
from analyzer.types.measures import Measure, Reason
from analyzer.types.view import Issue

SCHEMA: Final = "thomas-test/1"

SupinePoint = Literal["hip", "knee", "ankle", "shoulder", "other_knee", "asis", "psis"]
"""Points of the tested side (greater trochanter, lateral epicondyle, lateral malleolus, acromion, and the two
bony points of the pelvis), and the knee of the other leg."""
SUPINE_POINTS: Final[tuple[SupinePoint, ...]] = get_args(SupinePoint)


@dataclass(frozen=True, slots=True)
class ThomasCorrections:
    """What a person corrected in one photo of the direct test. Falsy when nothing is corrected.

    Attributes
    ----------
    points : mapping of SupinePoint to (x, y)
        Where a person placed points, in photo pixels. Read-only.
    roll_deg : float or None
        How far the content of the photo is turned clockwise.
    back_flat : bool or None
        What a hand that was slid below the low back felt: that it lies flat, or that there is room.

    Raises
    ------
    CorrectionError
        A name is unknown, or a number is not finite or out of range. It is a ``ValueError``, too.
    """

    points: Mapping[SupinePoint, Point] = field(default_factory=dict)
    roll_deg: float | None = None
    back_flat: bool | None = None

    def __post_init__(self) -> None:
        given = cast(dict[SupinePoint, Point], checked_points(self.points, SUPINE_POINTS))
        object.__setattr__(self, "points", FrozenMapping(given))
        if self.roll_deg is not None:
            object.__setattr__(self, "roll_deg", checked_roll(self.roll_deg))
        if self.back_flat is not None and not isinstance(self.back_flat, bool):
            raise CorrectionError.of("bad_correction.back_flat", given=repr(self.back_flat))

    def __bool__(self) -> bool:
        return bool(self.points) or self.roll_deg is not None or self.back_flat is not None

    def __hash__(self) -> int:
        return hash((tuple(self.points.items()), self.roll_deg, self.back_flat))

    def moved(self, name: SupinePoint, point: Point) -> ThomasCorrections:
        """The same corrections with one more point placed, or placed elsewhere."""
        return replace(self, points={**self.points, name: point})

    def without(self, name: SupinePoint) -> ThomasCorrections:
        """The same corrections with one point back where the analyzer has it."""
        return replace(self, points={key: point for key, point in self.points.items() if key != name})

    def to_dict(self) -> dict[str, Any]:
        """JSON form. Only what is corrected is in it."""
        result: dict[str, Any] = {}
        if self.points:
            result["points"] = {name: [round(x, 2), round(y, 2)] for name, (x, y) in self.points.items()}
        if self.roll_deg is not None:
            result["roll_deg"] = round(self.roll_deg, 3)
        if self.back_flat is not None:
            result["back_flat"] = self.back_flat
        return result

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ThomasCorrections:
        """From the JSON form; `CorrectionError` says what is wrong when it is not of that form."""
        if not isinstance(data, Mapping):
            raise CorrectionError.of("bad_correction.no_object", example='{"points": {"hip": [412, 630]}}')
        refuse_unknown(data, ("points", "roll_deg", "back_flat"))
        points = data.get("points", {})
        if not isinstance(points, Mapping):
            raise CorrectionError.of("bad_correction.no_points", example='{"hip": [412, 630]}')
        placed = cast(Mapping[SupinePoint, Point], points)
        return cls(placed, data.get("roll_deg"), data.get("back_flat"))


@dataclass(frozen=True, slots=True)
class PelvisControl:
    """Whether the photo shows that the pelvis was kept from tipping; ``None`` where that cannot be seen.

    Attributes
    ----------
    knee_held : bool or None
        Whether the other thigh is clearly flexed towards the chest.
    back_flat : bool or None
        Whether the low back lies on the table, as far as the photo or a hand says.
    arch_pct : float or None
        Height of the gap between low back and table, in per cent of trunk length.
    by_hand : bool
        Whether a hand below the low back says so, and not the photo.
    """

    knee_held: bool | None
    back_flat: bool | None
    arch_pct: Rounded1 | None = None
    by_hand: bool = False

    @property
    def controlled(self) -> bool:
        """Only when both can be seen: a pelvis that is not shown to be held is not taken as held."""
        return self.knee_held is True and self.back_flat is True

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return {"controlled": self.controlled} | contract_fields(self)


@dataclass(frozen=True, slots=True)
class ThomasView:
    """How the photo was taken.

    Attributes
    ----------
    side : {"left", "right"}
        The tested side of the body, which is the one towards the camera.
    head : {"left", "right"}
        The side of the picture where the head lies.
    roll_deg : float
        How far the content of the photo is turned clockwise, as far as table and room show it.
    pelvis : PelvisControl
    issues : tuple of Issue
    """

    side: Side
    head: Facing
    roll_deg: Rounded1
    pelvis: PelvisControl
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ThomasGeometry(Frozen):
    """Where things are, in photo pixels, for drawing and correcting.

    Attributes
    ----------
    points_px : mapping of SupinePoint to ndarray, shape (2,)
        Those that are known.
    placed : frozenset of SupinePoint
        Those that a person placed.
    roll_deg, roll_sd_deg : float
    edges_px : mapping of str to ndarray, shape (n, 2)
        Outlines that were used: ``thigh_upper``, ``thigh_lower``, ``shank_front``, ``shank_back``.
    table_px : ndarray, shape (2, 2), or None
        The upper edge of the table, from below the trunk to its end.
    back_px : ndarray, shape (n, 2), or None
        The low back's outline over the table.
    outline_px : tuple of ndarray, each shape (n, 2)
        Polygons around the person.
    trunk_length_px : float
    face_px : ndarray, shape (2,), or None
        Middle of the face, to cover it; ``None`` when it was not kept.
    other_heads_px : ndarray, shape (n, 3)
        Middle and radius of the heads of everybody else who was found, as of who helps, to cover them.
    """

    points_px: Mapping[SupinePoint, PointArray]
    placed: frozenset[SupinePoint]
    roll_deg: float
    roll_sd_deg: float
    edges_px: Mapping[str, Polyline]
    table_px: Polyline | None
    back_px: Polyline | None
    outline_px: tuple[Polyline, ...]
    trunk_length_px: float
    face_px: PointArray | None = None
    other_heads_px: Heads = field(default_factory=no_heads)

    def __post_init__(self) -> None:
        for name in ("points_px", "edges_px"):
            object.__setattr__(self, name, FrozenMapping(getattr(self, name)))


@speaks("summary", "next_steps", "caveat")
@dataclass(frozen=True, slots=True)
class ThomasFinding:
    """What the direct test says of one hip. Never a diagnosis.

    Attributes
    ----------
    level : {"extension_usual", "borderline", "extension_limited", "cannot_say"}
    summary : str
        The level as one plain sentence.
    evidence : tuple of Evidence
        What each measure says: ``for`` and ``against`` limited extension.
    next_steps : tuple of str
    caveat : str
    """

    level: ThomasLevel
    summary: str
    evidence: tuple[Evidence, ...]
    next_steps: tuple[str, ...]
    caveat: str


@dataclass(frozen=True, slots=True)
class ThomasAnalysis:
    """What was found in one photo of the direct test.

    Attributes
    ----------
    photo : PhotoInfo
    view : ThomasView
    measures : mapping of ThomasName to Measure
        Read-only, in the order of `analyzer.types.codes.THOMAS`.
    finding : ThomasFinding
    provenance : Provenance
    geometry : ThomasGeometry
        For drawing and correcting; not part of the JSON.
    corrections : ThomasCorrections
    model_measures : mapping of ThomasName to Measure
        The measures without any correction; ``measures`` itself when nothing was corrected. Read-only.
    corrected : frozenset of ThomasName
        Names of the measures that depend on something that a person corrected.
    notes : tuple of Reason
        What would be needed for more.
    """

    photo: PhotoInfo
    view: ThomasView
    measures: Mapping[ThomasName, Measure]
    finding: ThomasFinding
    provenance: Provenance
    geometry: ThomasGeometry = field(repr=False, compare=False)
    corrections: ThomasCorrections = field(default_factory=ThomasCorrections)
    model_measures: Mapping[ThomasName, Measure] = field(default_factory=dict, repr=False)
    corrected: frozenset[ThomasName] = frozenset()
    notes: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", FrozenMapping(self.measures))
        own = FrozenMapping(self.model_measures) if self.corrected else self.measures
        object.__setattr__(self, "model_measures", own)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract; ``corrections`` and ``notes`` only when there are any."""
        record = {
            "schema": SCHEMA,
            **language_field(),
            "photo": self.photo,
            "error": None,
            "view": self.view,
            "measures": {name: self._measure_to_dict(name) for name in self.measures},
            "finding": self.finding,
            "provenance": self.provenance,
        }
        more = {"corrections": self.corrections, "notes": self.notes}
        return cast(dict[str, Any], as_json(record | {name: value for name, value in more.items() if value}))

    def _measure_to_dict(self, name: ThomasName) -> dict[str, Any]:
        record = self.measures[name].to_dict()
        if name in self.corrected:
            record["model_value"] = self.model_measures[name].to_dict()["value"]
        return record


@speaks("message")
@dataclass(frozen=True, slots=True)
class FailedThomas:
    """A photo that is no usable picture of the direct test, and what to do about it. Falsy."""

    photo: PhotoInfo
    code: ErrorCode
    message: str
    provenance: Provenance

    def __bool__(self) -> bool:
        return False

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        record = {
            "schema": SCHEMA,
            **language_field(),
            "photo": self.photo,
            "error": {"code": self.code, "message": self.message},
            "view": None,
            "measures": {},
            "finding": None,
            "provenance": self.provenance,
        }
        return cast(dict[str, Any], as_json(record))
