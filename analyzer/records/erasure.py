"""Erasing so that nothing stays in the file.

`DELETE` is not enough, even with ``secure_delete``: when SQLite moves rows between pages, it leaves the old
copies in the unused middle of a page, and these are not wiped when the row is deleted later. Large values are
safe from that (`tables.LEAD_BYTES`). The tables of small values are written anew after an erasure: their old
pages are overwritten with zeros as they are freed. That takes a fraction of a second; `VACUUM`, which would
copy all photos, takes minutes.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from analyzer.records.tables import (
    AccessRow,
    AnalysisRow,
    Base,
    ClientRow,
    ConsentRow,
    ExerciseDayRow,
    PelvicRangeRow,
    PhotoDataRow,
    PhotoRow,
    PlannedExerciseRow,
    ReportRow,
    SummaryRow,
    ThomasSummaryRow,
    VisitRow,
)

_SMALL: Final[tuple[type[Base], ...]] = (
    *(ClientRow, VisitRow, PhotoRow, AccessRow, ConsentRow),
    *(PlannedExerciseRow, ExerciseDayRow),
)


def erase_visits(session: Session, visit_ids: list[int]) -> None:
    """Delete visits with all that belongs to them. Rows that refer to others go first."""
    photos = select(PhotoRow.id).where(PhotoRow.visit_id.in_(visit_ids))
    session.execute(delete(PhotoDataRow).where(PhotoDataRow.photo_id.in_(photos)))
    session.execute(delete(AnalysisRow).where(AnalysisRow.photo_id.in_(photos)))
    session.execute(delete(ReportRow).where(ReportRow.visit_id.in_(visit_ids)))
    session.execute(delete(SummaryRow).where(SummaryRow.visit_id.in_(visit_ids)))
    session.execute(delete(ThomasSummaryRow).where(ThomasSummaryRow.visit_id.in_(visit_ids)))
    session.execute(delete(PelvicRangeRow).where(PelvicRangeRow.visit_id.in_(visit_ids)))
    session.execute(delete(PhotoRow).where(PhotoRow.visit_id.in_(visit_ids)))
    session.execute(delete(VisitRow).where(VisitRow.id.in_(visit_ids)))


def write_small_tables_anew(connection: Connection) -> None:
    """Leave nothing of deleted rows in pages. Foreign keys must be off, see `Database.erasing`."""
    if connection.dialect.name != "sqlite":
        return
    for table in _SMALL:
        name = table.__tablename__
        # The copy is in memory (temp_store).
        connection.exec_driver_sql(f"CREATE TEMP TABLE kept AS SELECT * FROM main.{name}")  # noqa: S608 - our own
        connection.exec_driver_sql(f"DELETE FROM main.{name}")  # noqa: S608
        connection.exec_driver_sql(f"INSERT INTO main.{name} SELECT * FROM temp.kept ORDER BY id")  # noqa: S608
        connection.exec_driver_sql("DROP TABLE temp.kept")


def erase_plan(session: Session, client_id: int) -> None:
    """The exercises of a client, with their days."""
    own = select(PlannedExerciseRow.id).where(PlannedExerciseRow.client_id == client_id)
    session.execute(delete(ExerciseDayRow).where(ExerciseDayRow.planned_id.in_(own)))
    session.execute(delete(PlannedExerciseRow).where(PlannedExerciseRow.client_id == client_id))
