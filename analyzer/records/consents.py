"""What a client agreed to. Kept and encrypted with the client, and gone with the client."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from analyzer.records.clients import require
from analyzer.records.errors import BadEntryError, NotFoundError
from analyzer.records.tables import ConsentRow
from analyzer.records.texts import clean
from analyzer.records.types import Consent


def add(session: Session, client_id: int, consent: Consent) -> Consent:
    """Store a consent; its ``id`` is given here."""
    require(session, client_id)
    purpose = clean("purpose", consent.purpose)
    if not purpose:
        raise BadEntryError.of("bad_entry.no_purpose")
    _require_order(consent.given, consent.withdrawn)
    row = ConsentRow(
        client_id=client_id,
        given=consent.given,
        purpose=purpose,
        text_version=clean("text_version", consent.text_version),
        withdrawn=consent.withdrawn,
    )
    session.add(row)
    session.flush()
    return _consent(row)


def withdraw(session: Session, consent_id: int, day: date | None) -> Consent:
    """Since when it does not hold any more; ``None`` takes that back."""
    row = session.get(ConsentRow, consent_id)
    if row is None:
        raise NotFoundError
    _require_order(row.given, day)
    row.withdrawn = day
    session.flush()
    return _consent(row)


def lines(session: Session, client_id: int) -> tuple[Consent, ...]:
    """The newest first."""
    require(session, client_id)
    asked = select(ConsentRow).where(ConsentRow.client_id == client_id)
    rows = session.scalars(asked.order_by(ConsentRow.given.desc(), ConsentRow.id.desc()))
    return tuple(_consent(row) for row in rows)


def _require_order(given: date, withdrawn: date | None) -> None:
    if withdrawn is not None and withdrawn < given:
        raise BadEntryError.of("bad_entry.withdrawn_before")


def _consent(row: ConsentRow) -> Consent:
    return Consent(row.given, row.purpose, row.text_version, row.withdrawn, row.id)
