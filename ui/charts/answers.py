"""What somebody answered over the visits, as SVG: a rating or hours, on the whole of their scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from analyzer.language import mark, tr, translated
from analyzer.language.numbers import decimal
from ui.charts.drawing import dot, drawing, line, text
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import Answers

_LEFT_PCT: Final = 13.0
_RIGHT_PCT: Final = 95.0
_TOP_PX: Final = 14.0
_PLOT_PX: Final = 108.0
_HEIGHT_PX: Final = 150
_DATES_PX: Final = 144
_MOST_NUMBERS: Final = 8
"""With more visits only the first and the last number are written; all of them are in the table."""


@dataclass(frozen=True, slots=True)
class Question:
    """An answer that is a number.

    Attributes
    ----------
    name : str
        Of the field of `analyzer.types.intake.Intake`.
    title, about : str
    highest : float
        Of the scale, which begins with 0.
    step : float
        From one line of the scale to the next.
    unit : str
        After the number.
    """

    name: str = field(metadata={"text": False})
    title: str
    about: str
    highest: float
    step: float
    unit: str = field(default="", metadata={"text": False})

    def words(self, value: float) -> str:
        """The number in words."""
        return f"{decimal(value, 0 if value == round(value) else 1)}{self.unit}"


QUESTIONS: Final = mark(
    (
        Question("low_back_pain", "Low-back pain", "in the last week, 0 (none) to 10", 10.0, 5.0),
        Question("pain_strength", "Pain marked on the figure", "all of it, 0 (none) to 10", 10.0, 5.0),
        Question("stress", "Stress", "in the last weeks, 0 (none) to 10", 10.0, 5.0),
        Question("hours_sitting", "Sitting", "hours on a usual day", 16.0, 4.0, " h"),
        Question("hours_standing", "Standing", "hours on a usual day", 16.0, 4.0, " h"),
        Question("cycling_hours", "Cycling", "hours in a usual week", 20.0, 5.0, " h"),
    )
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the days on which it was answered, the oldest first, at least one."""

    question: Question
    values: tuple[tuple[date, float], ...]


def answered(answers: Sequence[Answers]) -> list[Answered]:
    """Each question that was answered at all."""
    found = []
    for question in translated(QUESTIONS):
        given = [(item.day, getattr(item.intake, question.name)) for item in answers]
        if values := tuple((day, float(value)) for day, value in given if value is not None):
            found.append(Answered(question, values))
    return found


def summary(shown: Answered) -> str:
    """From the first answer to the last, in a sentence."""
    (first, before), (last, after) = shown.values[0], shown.values[-1]
    words = shown.question.words
    if len(shown.values) == 1:
        return tr(
            "{day}: {answer}. Asked again at the next visit, it becomes a line.",
            day=day_words(first),
            answer=words(before),
        )
    days = {"first": day_words(first), "last": day_words(last)}
    if before == after:
        return tr("{first} to {last}: {answer} as before.", **days, answer=words(after))
    return tr(
        "{first} to {last}: from {before} to {after}.", **days, before=words(before), after=words(after)
    )


def answers_svg(shown: Answered) -> str:
    """The chart."""
    values = shown.values
    first, days = values[0][0], (values[-1][0] - values[0][0]).days
    highest = max(shown.question.highest, *(value for _, value in values))
    words = shown.question.words

    def x(day: date) -> float:
        share = (day - first).days / days if days else 0.5
        return _LEFT_PCT + 3.0 + share * (_RIGHT_PCT - _LEFT_PCT - 6.0)

    def y(value: float) -> float:
        return _TOP_PX + (1.0 - value / highest) * _PLOT_PX

    parts = []
    for count in range(int(highest // shown.question.step) + 1):
        level = count * shown.question.step
        parts.append(line((_LEFT_PCT, y(level)), (_RIGHT_PCT + 2.0, y(level)), "grid"))
        parts.append(text(_LEFT_PCT - 1.5, y(level) + 4, words(level), "end", "tick"))
    parts += [line((x(a), y(v)), (x(b), y(w)), "way") for (a, v), (b, w) in pairwise(values)]
    numbered = values if len(values) <= _MOST_NUMBERS else (values[0], values[-1])
    for day, value in values:
        parts.append(dot(x(day), y(value), "dot answer", 5.0, f"{day_words(day)}: {words(value)}"))
    for day, value in numbered:
        above = y(value) - 9.0
        anchor = "start" if days and day == first else "middle"  # the numbers of the scale end there
        parts.append(
            text(x(day), above if above > _TOP_PX else y(value) + 20.0, words(value), anchor, "number")
        )
    at, anchor = (_LEFT_PCT, "start") if days else (x(first), "middle")
    parts.append(text(at, _DATES_PX, day_words(first), anchor, "tick"))
    if days:
        parts.append(text(_RIGHT_PCT + 2.0, _DATES_PX, day_words(values[-1][0]), "end", "tick"))
    return drawing("course", _HEIGHT_PX, _spoken(shown), parts)


def _spoken(shown: Answered) -> str:
    said = "; ".join(f"{day_words(day)}: {shown.question.words(value)}" for day, value in shown.values)
    return f"{shown.question.title}, {shown.question.about}. {said}."
