"""What the days with an exercise say, in the plan and in the report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from reports import report
from test_report import said

from analyzer.education import exercise
from analyzer.meaning.exercise_course import ADVICE, advice_after, counted
from analyzer.types.exercise_plan import ExerciseDay, PlannedExercise

TODAY = date(2026, 3, 20)


def days(*went: str, **newest: object) -> list[ExerciseDay]:
    """The newest first."""
    made = [ExerciseDay(TODAY - timedelta(days=n), word) for n, word in enumerate(went)]  # type: ignore[arg-type]
    if newest:
        made[0] = ExerciseDay(TODAY, went[0], **newest)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize(
    ("told", "advice"),
    [
        ([], None),
        (days("done"), None),
        (days("hard", "done"), None),
        (days("painful", pain=4), "watch"),
        (days("painful", pain=5), "step_back"),
        (days("painful"), "watch"),
        (days("done", worse_next_day=True), "step_back"),
        (days("done", "painful"), None),
        (days(*["done"] * 6), "step_up"),
        (days(*["done"] * 5, "hard"), None),
        (days(*["done"] * 5), None),
    ],
)
def test_pain_asks_for_a_step_back(told: list[ExerciseDay], advice: str | None):
    assert advice_after(told) == advice


def test_days_are_counted_in_words():
    assert counted(days("done", "done", "painful")) == "done on 2 days, painful on 1 day"
    assert counted([]) == ""


def test_the_report_says_what_was_agreed_and_how_it_went():
    planned = PlannedExercise(
        "glute_bridge", date(2026, 3, 1), "2 x 8 on Mondays.", days=tuple(days("painful", pain=7))
    )
    ended = PlannedExercise("dead_bug", date(2026, 3, 1), "never", ended=date(2026, 3, 5))
    text = said(report(exercises=("glute_bridge", "dead_bug"), plan=(planned, ended)).section("exercises"))
    assert "Agreed with you: 2 x 8 on Mondays." in text
    assert f"In general: {exercise('glute_bridge').dose.text}" in text
    assert "Since 1 March 2026. So far: painful on 1 day; the last time on 20 March 2026." in text
    assert ADVICE["step_back"] in text
    assert "never" not in text
    assert "Agreed" not in said(report(exercises=("glute_bridge",)).section("exercises"))
