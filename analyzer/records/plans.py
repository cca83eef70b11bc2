"""The plans of clients: which exercises, how much, since when, and how the days went."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analyzer.records.clients import require
from analyzer.records.errors import BadEntryError, NotFoundError
from analyzer.records.tables import ExerciseDayRow, PlannedExerciseRow
from analyzer.records.texts import clean
from analyzer.types.exercise_plan import WENT, ExerciseDay, PlannedExercise, Went
from analyzer.types.roles import Deed


class Database(Protocol):
    """What a plan is read from and written to, see `analyzer.records.database.Database`."""

    def reading(self) -> AbstractContextManager[Session]: ...
    def writing(self) -> AbstractContextManager[Session]: ...
    def erasing(self, deed: Deed = "manage") -> AbstractContextManager[Session]: ...


class Plans:
    """The door to the plans; each method raises a `RecordsError` that says what to do, and then nothing was
    changed. Got from `Records.plans`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, client_id: int) -> tuple[PlannedExercise, ...]:
        """The plan of a client with all days: what is done now first, then what has ended."""
        with self._database.reading() as session:
            require(session, client_id)
            return lines(session, client_id)

    def save(self, client_id: int, planned: PlannedExercise) -> PlannedExercise:
        """Store a new exercise of a plan, or a changed one; its days stay as they are.

        Raises
        ------
        BadEntryError, NotFoundError
        """
        with self._database.writing() as session:
            require(session, client_id)
            return _save(session, client_id, planned)

    def remove(self, planned_id: int) -> None:
        """Erase an exercise of a plan, with its days."""
        with self._database.erasing("write") as session:
            _planned(session, planned_id)
            session.execute(delete(ExerciseDayRow).where(ExerciseDayRow.planned_id == planned_id))
            session.execute(delete(PlannedExerciseRow).where(PlannedExerciseRow.id == planned_id))

    def add_day(self, planned_id: int, day: ExerciseDay) -> ExerciseDay:
        """Note how a day went. A day that was noted already is replaced.

        Raises
        ------
        BadEntryError, NotFoundError
        """
        with self._database.writing() as session:
            _planned(session, planned_id)
            return _add_day(session, planned_id, day)

    def remove_day(self, day_id: int) -> None:
        """Erase a day."""
        with self._database.erasing("write") as session:
            row = session.get(ExerciseDayRow, day_id)
            if row is None:
                raise NotFoundError
            session.delete(row)


def lines(session: Session, client_id: int) -> tuple[PlannedExercise, ...]:
    """The plan of a client, what is done now first, each with its days, the newest first."""
    rows = session.scalars(select(PlannedExerciseRow).where(PlannedExerciseRow.client_id == client_id))
    found = sorted(rows, key=lambda row: (row.ended is not None, row.since, row.id))
    days: dict[int, list[ExerciseDay]] = {row.id: [] for row in found}
    asked = select(ExerciseDayRow).where(ExerciseDayRow.planned_id.in_(days))
    for row in session.scalars(asked.order_by(ExerciseDayRow.day.desc(), ExerciseDayRow.id.desc())):
        days[row.planned_id].append(_day(row))
    return tuple(_exercise(row, tuple(days[row.id])) for row in found)


def records_of(plan: tuple[PlannedExercise, ...]) -> list[dict[str, Any]]:
    """The plan as JSON, for the export of a client."""
    return [
        {
            "exercise": planned.exercise,
            "since": planned.since.isoformat(),
            "dose": planned.dose,
            "notes": planned.notes,
            "ended": planned.ended and planned.ended.isoformat(),
            "days": [
                {
                    "day": day.day.isoformat(),
                    "went": day.went,
                    "pain": day.pain,
                    "worse_next_day": day.worse_next_day,
                    "note": day.note,
                }
                for day in planned.days
            ],
        }
        for planned in plan
    ]


def rows_of(plan: tuple[PlannedExercise, ...]) -> Iterator[tuple[Any, ...]]:
    """A row for each day, for a table."""
    for planned in plan:
        for day in planned.days:
            cells = (planned.exercise, planned.dose, day.went, day.pain, int(day.worse_next_day), day.note)
            yield (day.day.isoformat(), *cells)


COLUMNS = ("day", "exercise", "dose", "went", "pain", "worse_next_day", "note")
"""The names above the cells of `rows_of`."""


def _save(session: Session, client_id: int, planned: PlannedExercise) -> PlannedExercise:
    if not 0 < len(planned.exercise) <= 100:
        raise BadEntryError
    if planned.ended is not None and planned.ended < planned.since:
        raise BadEntryError.of("bad_entry.ended_before")
    row = PlannedExerciseRow(client_id=client_id)
    if planned.id:
        row = _planned(session, planned.id)
        if row.client_id != client_id:
            raise NotFoundError
    row.exercise, row.since, row.ended = planned.exercise, planned.since, planned.ended
    row.dose, row.notes = clean("dose", planned.dose), clean("plan_notes", planned.notes)
    session.add(row)
    session.flush()
    return next(each for each in lines(session, client_id) if each.id == row.id)


def _add_day(session: Session, planned_id: int, day: ExerciseDay) -> ExerciseDay:
    pain = day.pain
    if day.went not in WENT or (pain is not None and (isinstance(pain, bool) or not isinstance(pain, int))):
        raise BadEntryError
    if pain is not None and not 0 <= pain <= 10:
        raise BadEntryError.of("bad_entry.pain")
    same = (ExerciseDayRow.planned_id == planned_id, ExerciseDayRow.day == day.day)
    session.execute(delete(ExerciseDayRow).where(*same))
    row = ExerciseDayRow(
        planned_id=planned_id,
        day=day.day,
        went=day.went,
        pain=pain if day.went == "painful" else None,
        worse_next_day=bool(day.worse_next_day),
        note=clean("day_note", day.note),
    )
    session.add(row)
    session.flush()
    return _day(row)


def _planned(session: Session, planned_id: int) -> PlannedExerciseRow:
    row = session.get(PlannedExerciseRow, planned_id)
    if row is None:
        raise NotFoundError
    return row


def _exercise(row: PlannedExerciseRow, days: tuple[ExerciseDay, ...]) -> PlannedExercise:
    return PlannedExercise(row.exercise, row.since, row.dose, row.notes, row.ended, days, row.id)


def _day(row: ExerciseDayRow) -> ExerciseDay:
    went: Went = next((each for each in WENT if each == row.went), "hard")
    return ExerciseDay(row.day, went, row.pain, row.worse_next_day, row.note, row.id)
