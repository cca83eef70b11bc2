"""What an installation is for: education offers no exercises because of what was found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from app_driver import App

from analyzer.education import exercises
from analyzer.meaning.next_steps import STEPS
from analyzer.types.intake import Intake
from ui.purpose import ABOUT, VARIABLE, exercises_to_offer
from ui.text import plain

ROOT = Path(__file__).parents[2]
TILTED = "anterior_tilt_woman_left.jpg"
SITS = Intake(hours_sitting=10.0)


@pytest.mark.parametrize("purpose", ["professional", "education"])
def test_exercises_are_offered_by_professionals_alone(
    purpose: str, monkeypatch: pytest.MonkeyPatch, app: App
):
    monkeypatch.setenv(VARIABLE, purpose)
    offers = purpose == "professional"
    assert bool(exercises_to_offer(SITS)) == offers
    app.open_sample(TILTED)
    assert app.errors() == []
    assert ("Gentle exercises and massage can be tried" in app.words()) == offers
    assert "modified Thomas test" in app.words()
    app.at.switch_page("app_pages/accuracy.py").run()
    assert plain(ABOUT[purpose]) in app.words()  # type: ignore[index]


def test_education_keeps_every_exercise_in_learn(monkeypatch: pytest.MonkeyPatch, app: App):
    monkeypatch.setenv(VARIABLE, "education")
    app.at.switch_page("app_pages/learn.py").run()
    assert app.errors() == []
    assert all(item.goal in app.words() for item in exercises())


def test_anything_else_stops_the_start():
    code = "from ui.purpose import refuse_unknown_purpose; refuse_unknown_purpose()"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": "", VARIABLE: "fun"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "professional or education" in ran.stderr
    assert STEPS["gentle"].startswith("Gentle exercises")
