"""How far a person can tip the pelvis, from a film: results of `analyzer.pelvic_range`.

Tilt is given as rotation from the habitual stance, so that the shape of the bones, which differs by 5 degrees
between people, cancels. + = forward (anterior).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from analyzer.language import speaks
from analyzer.types.analysis import Provenance
from analyzer.types.codes import ErrorCode, Facing
from analyzer.types.forms import Rounded1, Rounded2, as_json, language_field, read
from analyzer.types.frozen import Frozen

FloatArray = NDArray[np.float64]
_SLOPE: Final = tuple[float, float, float]

SCHEMA: Final = "pelvic-range/1"
RangeNote = Literal[
    "clothes_may_hide", "trunk_moved_along", "knees_moved_along", "habitual_differs", "frames_missing"
]
"""What makes a result less certain, or one to be read with care."""
_TRACE: Final = ("time_s", "tilt_deg", "lordosis_deg")
RANGE_NOTES: Final[tuple[RangeNote, ...]] = get_args(RangeNote)


@dataclass(frozen=True, slots=True)
class TiltSample:
    """What one frame of a film shows.

    Attributes
    ----------
    time_s : float
        When it was taken.
    tilt_deg, slope_deg : float or None
        Estimated pelvic tilt and sacral slope; ``None`` where it could not be had.
    lordosis_deg, trunk_deg, knee_deg : float or None
        Curve of the low back; shoulder-hip line against the vertical, + = forward; 180 = straight knee.
    hip : (x, y) or None
        Of the middle of the hips in the picture, trunk lengths; x to the right, y down.
    rotation_deg : float or None
        Of the trunk out of the side view.
    facing : {"left", "right"} or None
    hidden : bool
        Whether clothes, an arm or poor light hide the low back, so that the tilt would be guessed.
    loose : bool
        Whether clothes may hide it, or hang over it.
    error : ErrorCode or None
        Why nothing could be measured in this frame.
    """

    time_s: float
    tilt_deg: float | None = None
    slope_deg: float | None = None
    lordosis_deg: float | None = None
    trunk_deg: float | None = None
    knee_deg: float | None = None
    hip: tuple[float, float] | None = None
    rotation_deg: float | None = None
    facing: Facing | None = None
    hidden: bool = False
    loose: bool = False
    error: ErrorCode | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval."""

    value: Rounded1
    ci95: tuple[Rounded1, Rounded1]

    @property
    def sd(self) -> float:
        """Half of the interval's length by 1.96."""
        return (self.ci95[1] - self.ci95[0]) / (2.0 * 1.96)


@dataclass(frozen=True, slots=True, eq=False)
class TiltTrace(Frozen):
    """The movement, smoothed, at regular times. All arrays have the shape (n,) and cannot be changed.

    Attributes
    ----------
    time_s : ndarray
    tilt_deg : ndarray
        From the habitual stance, + = forward.
    lordosis_deg : ndarray
        Curve of the low back; not a number where it was not measured.
    """

    time_s: FloatArray
    tilt_deg: FloatArray
    lordosis_deg: FloatArray

    def __post_init__(self) -> None:
        for name in _TRACE:
            values = np.array(getattr(self, name), dtype=np.float64)
            values.flags.writeable = False
            object.__setattr__(self, name, values)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return {
            "time_s": [round(float(value), 2) for value in self.time_s],
            "tilt_deg": [round(float(value), 1) for value in self.tilt_deg],
            "lordosis_deg": [
                None if np.isnan(value) else round(float(value), 1) for value in self.lordosis_deg
            ],
        }


@dataclass(frozen=True, slots=True)
class FilmInfo:
    """A film, without anything that tells whose it is.

    Attributes
    ----------
    name : str
    seconds : float
        From the first frame that was looked at to the last.
    frames, used : int
        Looked at, and used: measured, and not rejected as odd.
    """

    name: str
    seconds: Rounded1
    frames: int
    used: int


@dataclass(frozen=True, slots=True)
class PelvicRange:
    """How far somebody tipped the pelvis, and where the habitual stance lies in that range.

    Attributes
    ----------
    film : FilmInfo
    facing : {"left", "right"}
        Where the person looks; also the side that is seen.
    range_deg : Estimate
        From the backmost to the foremost tilt, degrees.
    position_pct : Estimate
        Of the habitual stance in the range: 0 = back, 100 = forward.
    forward_deg, back_deg : Estimate
        From the habitual stance to both ends; back is negative.
    curve_per_tilt : (value, low, high) or None
        Degrees that the low back's curve grows for each degree of tilt, with the 95 % interval.
    trace : TiltTrace
    notes : tuple of RangeNote
    provenance : Provenance
    """

    film: FilmInfo
    facing: Facing
    range_deg: Estimate
    position_pct: Estimate
    forward_deg: Estimate
    back_deg: Estimate
    curve_per_tilt: tuple[Rounded2, Rounded2, Rounded2] | None
    trace: TiltTrace = field(repr=False, compare=False)
    notes: tuple[RangeNote, ...]
    provenance: Provenance

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        record = {
            "schema": SCHEMA,
            "film": self.film,
            "error": None,
            "facing": self.facing,
            "range": _value(self.range_deg, "deg"),
            "habitual_position": _value(self.position_pct, "pct_range"),
            "forward": _value(self.forward_deg, "deg"),
            "back": _value(self.back_deg, "deg"),
            "curve_per_tilt": _slope(self.curve_per_tilt),
            "notes": list(self.notes),
            "provenance": self.provenance,
        }
        return cast(dict[str, Any], as_json(record)) | {"trace": self.trace.to_dict()}


@speaks("message")
@dataclass(frozen=True, slots=True)
class FailedRange:
    """A film that shows no range of the pelvis, and what to do about it. Falsy."""

    film: FilmInfo
    code: ErrorCode
    message: str
    provenance: Provenance

    def __bool__(self) -> bool:
        return False

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        error = {"code": self.code, "message": self.message}
        record = {"schema": SCHEMA, **language_field(), "film": self.film, "error": error}
        record["provenance"] = self.provenance
        return cast(dict[str, Any], as_json(record))


def range_from_dict(record: Mapping[str, Any]) -> PelvicRange | FailedRange:
    """A result from the JSON object that ``to_dict`` gives; of a film that shows no range, why.

    Raises
    ------
    ValueError
        It is no such object. The message says what is wrong.
    """
    none = "this is no range of the pelvis"
    try:
        if record["schema"] != SCHEMA:
            raise ValueError(none)
        if record["error"] is not None:
            return read(FailedRange, {**record, **record["error"]})
        slope = record["curve_per_tilt"]
        return PelvicRange(
            film=read(FilmInfo, record["film"]),
            facing=_facing(record["facing"]),
            range_deg=read(Estimate, record["range"]),
            position_pct=read(Estimate, record["habitual_position"]),
            forward_deg=read(Estimate, record["forward"]),
            back_deg=read(Estimate, record["back"]),
            curve_per_tilt=None if slope is None else read(_SLOPE, [slope["value"], *slope["ci95"]]),
            trace=TiltTrace(*(_numbers(record["trace"][name]) for name in _TRACE)),
            notes=_notes(record["notes"]),
            provenance=read(Provenance, record["provenance"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(none) from error
    except ValueError as error:
        raise ValueError(f"{none}: {error}" if str(error) != none else none) from error


def _facing(value: object) -> Facing:
    if value not in get_args(Facing):
        raise ValueError("facing has to be left or right")
    return cast(Facing, value)


def _notes(values: object) -> tuple[RangeNote, ...]:
    """Those of a later version are kept as they are."""
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("notes have to be a list of texts")
    return tuple(values)


def _numbers(values: list[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _value(estimate: Estimate, unit: str) -> dict[str, Any]:
    low, high = estimate.ci95
    return {"value": round(estimate.value, 1), "unit": unit, "ci95": [round(low, 1), round(high, 1)]}


def _slope(slope: tuple[float, float, float] | None) -> dict[str, Any] | None:
    if slope is None:
        return None
    value, low, high = slope
    return {"value": round(value, 2), "unit": "deg_per_deg", "ci95": [round(low, 2), round(high, 2)]}
