"""What a client was given to do at home, and how it went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

Went = Literal["done", "hard", "painful"]
"""How a day with an exercise went."""
WENT: Final[tuple[Went, ...]] = get_args(Went)


@dataclass(frozen=True, slots=True)
class ExerciseDay:
    """A day on which a planned exercise was done, as the client tells it.

    Attributes
    ----------
    day : date
    went : {"done", "hard", "painful"}
    pain : int or None
        0 to 10; only with ``painful``.
    worse_next_day : bool
        Whether it hurt more on the day after.
    note : str
    id : int
        0 for one that is not stored yet.
    """

    day: date
    went: Went = "done"
    pain: int | None = None
    worse_next_day: bool = False
    note: str = field(default="", repr=False)
    id: int = 0


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """An exercise in the plan of a client.

    Attributes
    ----------
    exercise : str
        Id of `analyzer.education.exercise`; it stays when a later version does not know it.
    since : date
    dose : str
        How much was agreed; empty when nothing else than the general dose.
    notes : str
    ended : date or None
        Since when it is not done any more.
    days : tuple of ExerciseDay
        The newest first.
    id : int
        0 for one that is not stored yet.
    """

    exercise: str
    since: date
    dose: str = ""
    notes: str = field(default="", repr=False)
    ended: date | None = None
    days: tuple[ExerciseDay, ...] = field(default=(), repr=False)
    id: int = 0
