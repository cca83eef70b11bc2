"""The plan of a client on the client's page, and in the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from records_driver import PASSPHRASE, Practice

from analyzer.education import exercise
from analyzer.meaning.exercise_course import ADVICE
from analyzer.records import NewPhoto, Records, VisitDraft
from analyzer.types.exercise_plan import ExerciseDay, PlannedExercise
from tests.unit.records_cases import DAY, analysis, jpeg
from ui.records.reports import content_of, given_now
from ui.report.choices import Choices

BRIDGE = PlannedExercise("glute_bridge", date(2026, 3, 1), "2 x 8 on Mondays")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-1", "Anna")
        photo = NewPhoto("a.jpg", jpeg(1), analysis())
        records.save_visit(client.id, VisitDraft(DAY, (photo,), exercises=("walking",)))
    monkeypatch.setenv("POSTURE_RECORDS", str(place))
    return place


def press(app: Practice, label: str) -> None:
    next(button for button in app.at.button if button.label == label).click().run()
    assert app.errors() == []


def test_an_exercise_gets_into_the_plan_and_its_days_are_noted(place: Path):
    app = Practice(place).unlock()
    app.go("client", client=1)
    next(field for field in app.at.text_input if field.label.startswith("Dose")).set_value("2 x 8 *slowly*")
    next(button for button in app.at.button if button.label == "Add to the plan").click().run()
    assert app.errors() == ["Please choose an exercise."]  # the dose stays in its field
    next(field for field in app.at.selectbox if field.label == "Exercise").set_value("glute_bridge")
    press(app, "Add to the plan")
    assert exercise("glute_bridge").name in [header.value for header in app.at.subheader]
    assert r"2 x 8 \*slowly\*" in app.words()
    app.at.segmented_control[0].set_value("painful")
    next(field for field in app.at.slider if field.label.startswith("Pain")).set_value(6)
    press(app, "Note this day")
    assert ADVICE["step_back"] in [warning.value for warning in app.at.warning]
    with Records.open(place, PASSPHRASE) as records:
        (planned,) = records.plans.of(1)
    assert (planned.exercise, planned.dose, planned.since) == ("glute_bridge", "2 x 8 *slowly*", date.today())
    assert [(day.went, day.pain) for day in planned.days] == [("painful", 6)]
    press(app, "It has ended")
    with Records.open(place, PASSPHRASE) as records:
        assert records.plans.of(1)[0].ended == date.today()
    press(app, "Take it up again")
    press(app, "Delete")  # the day
    press(app, "Delete")  # the exercise
    with Records.open(place, PASSPHRASE) as records:
        assert records.plans.of(1) == ()


def test_the_report_takes_the_plan_along(place: Path):
    with Records.open(place, PASSPHRASE) as records:
        kept = records.plans.save(1, BRIDGE)
        records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 4), "hard"))
        records.plans.save(1, PlannedExercise("dead_bug", date(2026, 3, 1), ended=date(2026, 3, 3)))
        visit = records.visit(1)
        assert given_now(records, visit) == ("walking", "glute_bridge")
        content = content_of(records, visit, Choices(exercises=("glute_bridge",)))
    assert [planned.exercise for planned in content.plan] == ["glute_bridge", "dead_bug"]
