"""Answers about daily life: ranges, and the way to JSON and back."""

from __future__ import annotations

import json

import pytest

from analyzer.types.intake import MOST_NOTES, SCHEMA, Intake

FULL = Intake(
    hours_sitting=8.5,
    hours_standing=2,
    desk_work=True,
    cycling_hours=3,
    other_sport="rowing",
    stress=7,
    low_back_pain=0,
    notes="Better in the holidays.",
)


def test_nothing_answered_is_falsy():
    assert not Intake()
    assert Intake(notes="  \n") == Intake()


@pytest.mark.parametrize(
    "answers",
    [
        {"hours_sitting": 0},
        {"desk_work": False},
        {"stress": 0},
        {"low_back_pain": 0},
        {"other_sport": "yoga"},
    ],
)
def test_every_answer_counts_even_none_at_all(answers):
    """Zero hours and "no" are answers, other than leaving the question out."""
    intake = Intake(**answers)
    assert intake
    name, value = next(iter(answers.items()))
    assert intake.to_dict() == {"schema": SCHEMA, name: value}


def test_json_and_back():
    text = json.dumps(FULL.to_dict(), allow_nan=False)
    assert Intake.from_dict(json.loads(text)) == FULL
    assert Intake.from_dict(Intake().to_dict()) == Intake()


def test_whole_hours_become_the_same_as_their_float():
    assert Intake(hours_sitting=8) == Intake(hours_sitting=8.0)
    assert isinstance(Intake(hours_sitting=8).hours_sitting, float)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"hours_sitting": 25}, "between 0 and 24"),
        ({"hours_sitting": -0.5}, "between 0 and 24"),
        ({"hours_standing": float("nan")}, "between 0 and 24"),
        ({"cycling_hours": 169}, "between 0 and 168"),
        ({"hours_sitting": "8"}, "number of hours"),
        ({"hours_sitting": True}, "number of hours"),
        ({"stress": 11}, "from 0 to 10"),
        ({"stress": 2.5}, "from 0 to 10"),
        ({"low_back_pain": -1}, "from 0 to 10"),
        ({"low_back_pain": True}, "from 0 to 10"),
        ({"desk_work": "yes"}, "desk_work"),
        ({"notes": None}, "must be text"),
        ({"notes": "x" * (MOST_NOTES + 1)}, str(MOST_NOTES)),
    ],
)
def test_impossible_answers_are_refused(answers, said):
    with pytest.raises(ValueError, match=said):
        Intake(**answers)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, SCHEMA),
        ([], SCHEMA),
        ({"schema": "posture-analysis/1"}, SCHEMA),
        ({"schema": SCHEMA, "shoe_size": 42}, "shoe_size"),
        ({"schema": SCHEMA, "stress": "high"}, "from 0 to 10"),
    ],
)
def test_foreign_json_is_refused(data, said):
    with pytest.raises(ValueError, match=said):
        Intake.from_dict(data)
