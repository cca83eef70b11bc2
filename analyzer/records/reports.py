"""Reports of a visit as they were handed over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analyzer.records.errors import DamagedError, NotFoundError
from analyzer.records.tables import ReportRow, VisitRow
from analyzer.records.texts import clean
from analyzer.records.types import HandedOver

Kind = Literal["PDF", "HTML"]
MOST_REPORTS: Final = 12
"""Of one visit; the oldest go first."""


def add(session: Session, visit_id: int, kind: Kind, data: bytes, words: str) -> HandedOver:
    """Keep a report."""
    if session.get(VisitRow, visit_id) is None:
        raise NotFoundError
    row = ReportRow(
        visit_id=visit_id,
        made_utc=datetime.now(UTC),
        kind=kind,
        size_bytes=len(data),
        words=clean("notes", words).encode("utf-8"),
        data=data,
    )
    session.add(row)
    session.flush()
    kept = select(ReportRow.id).where(ReportRow.visit_id == visit_id).order_by(ReportRow.id.desc())
    old = list(session.scalars(kept.offset(MOST_REPORTS)))
    if old:
        session.execute(delete(ReportRow).where(ReportRow.id.in_(old)))
    return HandedOver(row.id, visit_id, row.made_utc, kind, len(data), row.words.decode("utf-8"))


def lines(session: Session, visit_id: int) -> tuple[HandedOver, ...]:
    """The reports of a visit, the newest first."""
    columns = (
        *(ReportRow.id, ReportRow.visit_id, ReportRow.made_utc),
        *(ReportRow.kind, ReportRow.size_bytes, ReportRow.words),
    )
    rows = session.execute(
        select(*columns).where(ReportRow.visit_id == visit_id).order_by(ReportRow.id.desc())
    )
    try:
        return tuple(HandedOver(*row[:-1], row.words.decode("utf-8")) for row in rows)
    except UnicodeDecodeError:
        raise DamagedError from None


def data(session: Session, report_id: int) -> bytes:
    """A report as it was handed over."""
    found = session.scalar(select(ReportRow.data).where(ReportRow.id == report_id))
    if found is None:
        raise NotFoundError
    return found
