"""Who opened which client, and when. Kept and encrypted with the client, and gone with the client."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from analyzer.records.clients import require
from analyzer.records.tables import AccessRow
from analyzer.records.texts import clean
from analyzer.records.types import Access, AccessKind

LONGEST_WHO: Final = 200


def add(session: Session, client_id: int, who: str, what: AccessKind) -> Access:
    """Note an access, with the time of now."""
    require(session, client_id)
    row = AccessRow(
        client_id=client_id, at_utc=datetime.now(UTC), who=clean("name", who)[:LONGEST_WHO], what=what
    )
    session.add(row)
    session.flush()
    return Access(row.id, client_id, row.at_utc, row.who, what)


def lines(session: Session, client_id: int, limit: int | None) -> tuple[Access, ...]:
    """The newest first."""
    require(session, client_id)
    columns = (AccessRow.id, AccessRow.client_id, AccessRow.at_utc, AccessRow.who, AccessRow.what)
    asked = select(*columns).where(AccessRow.client_id == client_id).order_by(AccessRow.id.desc())
    return tuple(Access(*row) for row in session.execute(asked.limit(limit)))
