"""What the days with an exercise say: go on, or step back and ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from analyzer.language import Table, trn
from analyzer.types.exercise_plan import ExerciseDay, Went

STRONG_PAIN: Final = 5
"""From this pain on, of 10, an exercise is taken a step back."""
_EASY_DAYS: Final = 6
"""So many easy days in a row let somebody think of the next step (our choice: two weeks of three days)."""

Advice = Literal["step_back", "watch", "step_up"]
ADVICE: Final[Mapping[Advice, str]] = Table(
    {
        "step_back": "It hurt too much: please take the easier form, or leave it out, and ask the therapist.",
        "watch": "It hurt a little. That is no harm if it is gone the next day; do not add anything yet.",
        "step_up": "The last days were easy: the next step can be tried, see the harder form.",
    }
)
WENT_WORDS: Final[Mapping[Went, str]] = Table({"done": "done", "hard": "hard", "painful": "painful"})
"""How a day went, in a word."""


def advice_after(days: Sequence[ExerciseDay]) -> Advice | None:
    """What to do after the days so far, the newest first; `None` where there is nothing to say.

    With pain of `STRONG_PAIN` or more on the newest day, or more pain on the day after it: a step back.
    """
    if not days:
        return None
    newest = days[0]
    if newest.worse_next_day or (newest.pain is not None and newest.pain >= STRONG_PAIN):
        return "step_back"
    if newest.went == "painful":
        return "watch"
    easy = [day.went == "done" for day in days[:_EASY_DAYS]]
    return "step_up" if len(easy) == _EASY_DAYS and all(easy) else None


def counted(days: Sequence[ExerciseDay]) -> str:
    """How often it went how: ``done 4 times, hard once``; empty without days."""
    parts = []
    for went, word in WENT_WORDS.items():
        if number := sum(day.went == went for day in days):
            parts.append(trn("{went} on {count} day", "{went} on {count} days", number, went=word))
    return ", ".join(parts)
