"""Which answers are contributing factors, and what is said about pain."""

from __future__ import annotations

import pytest

from analyzer.education import exercises
from analyzer.meaning.daily_life import (
    HIGH_STRESS,
    LONG_SITTING_H,
    LONG_STANDING_H,
    MUCH_CYCLING_H,
    find_contributing_factors,
    find_fitting_exercises,
    find_pain_remarks,
)
from analyzer.types.intake import Intake


def answers(intake: Intake) -> list[str]:
    return [factor.answer for factor in find_contributing_factors(intake)]


def test_nothing_answered_says_nothing():
    assert find_contributing_factors(Intake()) == ()
    assert find_pain_remarks(Intake()) == ()


@pytest.mark.parametrize(
    ("name", "limit", "below"),
    [
        ("hours_sitting", LONG_SITTING_H, LONG_SITTING_H - 0.5),
        ("hours_standing", LONG_STANDING_H, LONG_STANDING_H - 0.5),
        ("cycling_hours", MUCH_CYCLING_H, MUCH_CYCLING_H - 0.5),
        ("stress", HIGH_STRESS, HIGH_STRESS - 1),
        ("desk_work", True, False),
    ],
)
def test_each_factor_counts_from_its_limit_on(name, limit, below):
    assert answers(Intake(**{name: limit})) == [name]
    assert answers(Intake(**{name: below})) == []


def test_all_together_come_in_the_order_of_the_questions():
    intake = Intake(stress=9, cycling_hours=5, desk_work=True, hours_standing=7, hours_sitting=9)
    assert answers(intake) == ["hours_sitting", "hours_standing", "desk_work", "cycling_hours", "stress"]


def test_the_persons_own_number_is_said():
    (factor,) = find_contributing_factors(Intake(hours_sitting=8.5))
    assert "8.5 hours" in factor.text
    assert "33188982" in factor.url


def test_the_exercises_that_fit_exist_and_come_once():
    intake = Intake(hours_sitting=9, hours_standing=9, desk_work=True, cycling_hours=9, stress=9)
    fitting = find_fitting_exercises(intake)
    assert set(fitting) <= {exercise.id for exercise in exercises()}
    assert len(set(fitting)) == len(fitting) >= 3
    assert find_fitting_exercises(Intake(stress=9)) == ("constructive_rest",)
    assert find_fitting_exercises(Intake()) == ()


def test_no_exercise_is_named_with_strong_pain():
    assert find_fitting_exercises(Intake(hours_sitting=9, low_back_pain=6))
    assert not find_fitting_exercises(Intake(hours_sitting=9, low_back_pain=7))


def test_sport_and_notes_are_no_factors():
    assert answers(Intake(other_sport="running, 12 hours", notes="I sit 14 hours")) == []


def test_pain_is_no_factor_but_gets_an_answer():
    for pain in (1, 6, 7, 10):
        intake = Intake(low_back_pain=pain)
        assert find_contributing_factors(intake) == ()
        first, urgent = find_pain_remarks(intake)
        assert f"{pain} of 10" in first.text
        assert ("soon" in first.text) == (pain >= 7)
        assert "emergency department" in urgent.text
        assert urgent.url.startswith("https://")
    assert find_pain_remarks(Intake(low_back_pain=0)) == ()


def test_every_remark_is_plain_and_has_a_source():
    intake = Intake(
        hours_sitting=9, hours_standing=9, desk_work=True, cycling_hours=9, stress=9, low_back_pain=9
    )
    remarks = (*find_contributing_factors(intake), *find_pain_remarks(intake))
    assert len(remarks) == 7
    for remark in remarks:
        assert remark.source
        assert "\N{EM DASH}" not in remark.text
        assert remark.to_dict()["answer"] == remark.answer
