"""The range of the pelvis in the database: results of films, a few for each visit; no film is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analyzer.records.errors import BadEntryError, DamagedError
from analyzer.records.packing import pack, unpack
from analyzer.records.tables import PelvicRangeRow, VisitRow
from analyzer.records.types import RangePoint
from analyzer.types.pelvic_range import PelvicRange, range_from_dict

MOST_RANGES: Final = 6
"""Of one visit: each side a few times."""


def store(session: Session, visit_id: int, found: Sequence[PelvicRange]) -> None:
    """Replace those of a visit by these."""
    if len(found) > MOST_RANGES:
        raise BadEntryError.of("bad_entry.many_ranges", most=MOST_RANGES)
    session.execute(delete(PelvicRangeRow).where(PelvicRangeRow.visit_id == visit_id))
    for position, each in enumerate(found):
        session.add(
            PelvicRangeRow(
                visit_id=visit_id,
                position=position,
                analyzer_version=each.provenance.analyzer_version,
                result=pack(each.to_dict()),
            )
        )


def of_visit(session: Session, visit_id: int) -> tuple[PelvicRange, ...]:
    """In their order."""
    rows = session.scalars(
        select(PelvicRangeRow.result)
        .where(PelvicRangeRow.visit_id == visit_id)
        .order_by(PelvicRangeRow.position)
    )
    return tuple(_read(packed) for packed in rows)


def timeline(session: Session, client_id: int) -> tuple[RangePoint, ...]:
    """Those of all visits of a client, the oldest first."""
    rows = session.execute(
        select(PelvicRangeRow.visit_id, VisitRow.day, PelvicRangeRow.result)
        .join(VisitRow, VisitRow.id == PelvicRangeRow.visit_id)
        .where(VisitRow.client_id == client_id)
        .order_by(VisitRow.day, VisitRow.id, PelvicRangeRow.position)
    )
    return tuple(RangePoint(visit_id, day, _read(packed)) for visit_id, day, packed in rows)


def _read(packed: bytes) -> PelvicRange:
    try:
        found = range_from_dict(unpack(packed))
    except ValueError:
        raise DamagedError from None
    if not isinstance(found, PelvicRange):
        raise DamagedError
    return found
