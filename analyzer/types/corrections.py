"""What a person corrected in a photo: moved points, the level, the body height."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, cast, get_args

from analyzer.errors import CorrectionError, ErrorText
from analyzer.language import tr
from analyzer.types.frozen import FrozenMapping

PointName = Literal[
    "asis",
    "psis",
    "hip",
    "knee",
    "ankle",
    "shoulder",
    "ear",
    "c7",
    "gluteal_apex",
    "lumbar_apex",
    "thoracic_apex",
]
BackPointName = Literal["gluteal_apex", "lumbar_apex", "thoracic_apex"]
JointName = Literal["hip", "knee", "ankle", "shoulder", "ear"]
Point = tuple[float, float]

POINT_NAMES: Final[tuple[PointName, ...]] = get_args(PointName)
BACK_POINTS: Final[tuple[BackPointName, ...]] = get_args(BackPointName)
"""From below."""
JOINTS: Final[tuple[JointName, ...]] = get_args(JointName)
LARGEST_ROLL_DEG: Final = 45.0
BODY_HEIGHTS_M: Final = (0.5, 2.6)
"""Smallest and largest body height that is believed."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person corrected in one photo. Falsy when nothing is corrected.

    Equal corrections compare equal and have the same hash, in whatever order they were made.

    Attributes
    ----------
    points : mapping of PointName to (x, y)
        Where a person placed points, in photo pixels (upright, full size). Read-only.
    roll_deg : float or None
        How far the content of the photo is turned clockwise.
    body_height_m : float or None
        The person's height in metres, for lengths in millimetres.

    Raises
    ------
    CorrectionError
        A name is unknown, or a number is not finite or out of range. It is a ``ValueError``, too.
    """

    points: Mapping[PointName, Point] = field(default_factory=dict)
    roll_deg: float | None = None
    body_height_m: float | None = None

    def __post_init__(self) -> None:
        given = checked_points(self.points, POINT_NAMES)
        ordered = {cast(PointName, name): point for name, point in given.items()}
        object.__setattr__(self, "points", FrozenMapping(ordered))
        if self.roll_deg is not None:
            object.__setattr__(self, "roll_deg", checked_roll(self.roll_deg))
        if self.body_height_m is not None:
            height = _number(self.body_height_m, tr("The body height (body_height_m)"))
            low, high = BODY_HEIGHTS_M
            if not low <= height <= high:
                raise CorrectionError.of("bad_correction.body_height", low=low, high=high, given=height)
            object.__setattr__(self, "body_height_m", height)

    def __bool__(self) -> bool:
        return bool(self.points) or self.roll_deg is not None or self.body_height_m is not None

    def moved(self, name: PointName, point: Point) -> Corrections:
        """The same corrections with one more point placed, or placed elsewhere."""
        return replace(self, points={**self.points, name: point})

    def without(self, name: PointName) -> Corrections:
        """The same corrections with one point back where the analyzer has it."""
        return replace(self, points={key: point for key, point in self.points.items() if key != name})

    def to_dict(self) -> dict[str, Any]:
        """JSON form. Only what is corrected is in it."""
        result: dict[str, Any] = {}
        if self.points:
            result["points"] = {name: [round(x, 2), round(y, 2)] for name, (x, y) in self.points.items()}
        if self.roll_deg is not None:
            result["roll_deg"] = round(self.roll_deg, 3)
        if self.body_height_m is not None:
            result["body_height_m"] = round(self.body_height_m, 4)
        return result

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Corrections:
        """From the JSON form.

        Raises
        ------
        CorrectionError
            It is not of that form. The message says what is wrong.
        """
        if not isinstance(data, Mapping):
            raise CorrectionError.of("bad_correction.no_object", example='{"points": {"hip": [412, 630]}}')
        refuse_unknown(data, ("points", "roll_deg", "body_height_m"))
        points = data.get("points", {})
        if not isinstance(points, Mapping):
            raise CorrectionError.of("bad_correction.no_points", example='{"hip": [412, 630]}')
        return cls(cast(Mapping[PointName, Point], points), data.get("roll_deg"), data.get("body_height_m"))


def checked_points(points: Mapping[Any, Any], known: tuple[str, ...]) -> dict[str, Point]:
    """Placed points in the order of the known names, each two finite numbers; else a `CorrectionError`."""
    refuse_unknown(points, known, "bad_correction.unknown_points")
    return {name: _checked_point(name, points[name]) for name in known if name in points}


def checked_roll(roll_deg: object) -> float:
    """A level that can be used; else a `CorrectionError`."""
    roll = _number(roll_deg, tr("The level (roll_deg)"))
    if abs(roll) > LARGEST_ROLL_DEG:
        raise CorrectionError.of("bad_correction.level", most=LARGEST_ROLL_DEG, given=roll)
    return roll


def _checked_point(name: str, point: object) -> Point:
    try:
        x, y = cast(Point, point)
    except (TypeError, ValueError):
        raise CorrectionError.of("bad_correction.no_place", name=name) from None
    what = tr("The point {name}", name=name)
    return _number(x, what), _number(y, what)


def refuse_unknown(given: object, known: tuple[str, ...], text: ErrorText = "bad_correction.unknown") -> None:
    """Raise a `CorrectionError` for a name that is not known."""
    for name in cast(Mapping[object, object], given):
        if name not in known:
            raise CorrectionError.of(text, given=repr(name), known=", ".join(known))


def _number(value: object, what: str) -> float:
    try:
        number = float(cast(float, value))
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(value, (bool, str)) or not math.isfinite(number):
        raise CorrectionError.of("bad_correction.no_number", what=what, given=repr(value))
    return number
