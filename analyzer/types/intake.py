"""What a person answers about their days: sitting, standing, sport, stress, pain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from analyzer.types.forms import contract_fields
from analyzer.types.pain import PainArea, checked_areas

SCHEMA: Final = "posture-intake/1"
MOST_NOTES: Final = 4000
"""Characters that a text may have, so that a record stays small."""

_HOURS_A_DAY: Final = (0.0, 24.0)
_HOURS_A_WEEK: Final = (0.0, 168.0)
_RATING: Final = (0, 10)


@dataclass(frozen=True, slots=True)
class Intake:
    """Answers about daily life. Everything is optional; ``None`` or "" means not answered.

    Falsy when nothing was answered.

    Attributes
    ----------
    hours_sitting, hours_standing : float or None
        Hours on a usual day, 0 to 24.
    desk_work : bool or None
        Whether most of the work is done at a desk.
    cycling_hours : float or None
        Hours of cycling in a usual week, 0 to 168.
    other_sport : str
        Other sport, in the person's own words.
    stress : int or None
        0 (none) to 10 (as much as one can imagine), over the last weeks.
    low_back_pain : int or None
        0 (none) to 10 (the worst imaginable), over the last week.
    notes : str
        Anything else, in the person's own words.
    pain_strength : int or None
        0 (none) to 10 (the worst imaginable): of all that is marked on the figure together, now.
    pain : tuple of PainArea
        Where it hurts, marked on a figure of the body.

    Raises
    ------
    ValueError
        An answer is out of its range or of another type.
    """

    hours_sitting: float | None = None
    hours_standing: float | None = None
    desk_work: bool | None = None
    cycling_hours: float | None = None
    other_sport: str = ""
    stress: int | None = None
    low_back_pain: int | None = None
    notes: str = ""
    pain_strength: int | None = None
    pain: tuple[PainArea, ...] = ()

    def __post_init__(self) -> None:
        for name, (low, high) in (
            ("hours_sitting", _HOURS_A_DAY),
            ("hours_standing", _HOURS_A_DAY),
            ("cycling_hours", _HOURS_A_WEEK),
        ):
            object.__setattr__(self, name, _hours(name, getattr(self, name), low, high))
        object.__setattr__(self, "pain", checked_areas(self.pain))
        for name in ("stress", "low_back_pain", "pain_strength"):
            _require_rating(name, getattr(self, name))
        if self.desk_work is not None and not isinstance(self.desk_work, bool):
            raise ValueError(f"desk_work must be true, false or nothing, not {self.desk_work!r}")
        for name in ("other_sport", "notes"):
            object.__setattr__(self, name, _text(name, getattr(self, name)))

    def __bool__(self) -> bool:
        return self != Intake()

    @property
    def habits(self) -> Intake:
        """The same answers without what is marked on the figure."""
        return replace(self, pain=(), pain_strength=None)

    def to_dict(self) -> dict[str, Any]:
        """JSON form, schema ``posture-intake/1``. Only what was answered is in it."""
        answers = {field.name: getattr(self, field.name) for field in fields(self)}
        answers["pain"] = [area.to_dict() for area in self.pain]
        return {
            "schema": SCHEMA,
            **{name: value for name, value in answers.items() if value not in (None, "", [])},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Intake:
        """From the JSON form.

        Raises
        ------
        ValueError
            It is not of that form. The message says what is wrong.
        """
        if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
            raise ValueError(f"answers are an object with the schema {SCHEMA!r}")
        known = {field.name for field in fields(cls)}
        if unknown := sorted(str(name) for name in data.keys() - known - {"schema"}):
            raise ValueError(f"unknown answers {unknown}; there are {sorted(known)}")
        return cls(**{name: value for name, value in data.items() if name != "schema"})


def _hours(name: str, value: object, low: float, high: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{name} must be a number of hours, not {value!r}")
    if not low <= value <= high:  # nor is NaN
        raise ValueError(f"{name} must be between {low:g} and {high:g} hours, not {value!r:.20}")
    return float(value)


def _require_rating(name: str, value: object) -> None:
    if value is None:
        return
    low, high = _RATING
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r}")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} must be text, not {value!r}")
    value = value.strip()
    if len(value) > MOST_NOTES:
        raise ValueError(f"{name} may have {MOST_NOTES} characters, not {len(value)}")
    return value


@dataclass(frozen=True, slots=True)
class IntakeRemark:
    """What one answer says, in words for people.

    Attributes
    ----------
    answer : str
        Name of the field of `Intake`.
    title : str
        Two or three words.
    text : str
    source : str
        Where the statement comes from, for people who want to read it.
    url : str
        Its address, empty when there is none.
    exercises : tuple of str
        Ids of the exercises that fit (`analyzer.education.exercise`).
    """

    answer: str
    title: str
    text: str
    source: str
    url: str = ""
    exercises: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return contract_fields(self)
