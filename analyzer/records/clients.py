"""Clients in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from analyzer.records.erasure import erase_visits
from analyzer.records.errors import CodeTakenError, NotFoundError
from analyzer.records.searching import days_meant
from analyzer.records.tables import AccessRow, ClientRow, VisitRow
from analyzer.records.texts import clean, clean_code, code_key, like_pattern, search_key
from analyzer.records.types import Client

_ANY_VISIT: Final = aliased(VisitRow)
"""Beside the visits that are counted: any one of a client."""


def find(session: Session, search: str, limit: int, offset: int) -> tuple[Client, ...]:
    """Clients whom the search finds: those with a visit today first, then by the newest visit."""
    of_today = case((VisitRow.day == date.today(), 1), else_=0)
    rows = session.execute(
        _listed()
        .where(*_matching(search))
        .order_by(
            func.max(of_today).desc(),
            func.coalesce(func.max(VisitRow.day), func.date(ClientRow.created_utc)).desc(),
            ClientRow.id.desc(),
        )
        .limit(limit)
        .offset(offset)
    )
    return tuple(_client(*row) for row in rows)


def count(session: Session, search: str) -> int:
    return session.scalar(select(func.count()).select_from(ClientRow).where(*_matching(search))) or 0


def get(session: Session, client_id: int) -> Client:
    row = session.execute(_listed().where(ClientRow.id == client_id)).one_or_none()
    if row is None:
        raise NotFoundError
    return _client(*row)


def add(session: Session, code: str, name: str, note: str) -> Client:
    row = ClientRow(created_utc=datetime.now(UTC))
    _fill(row, code, name, note)
    session.add(row)
    _flush(session)
    return get(session, row.id)


def change(session: Session, client_id: int, code: str | None, name: str | None, note: str | None) -> Client:
    row = require(session, client_id)
    _fill(
        row,
        row.code if code is None else code,
        row.name if name is None else name,
        row.note if note is None else note,
    )
    _flush(session)
    return get(session, client_id)


def erase(session: Session, client_id: int) -> None:
    require(session, client_id)
    visits = session.scalars(select(VisitRow.id).where(VisitRow.client_id == client_id))
    erase_visits(session, list(visits))
    session.execute(delete(AccessRow).where(AccessRow.client_id == client_id))
    session.execute(delete(ClientRow).where(ClientRow.id == client_id))


def require(session: Session, client_id: int) -> ClientRow:
    row = session.get(ClientRow, client_id)
    if row is None:
        raise NotFoundError
    return row


def _fill(row: ClientRow, code: str, name: str, note: str) -> None:
    row.code = clean_code(code)
    row.code_key = code_key(row.code)
    row.name = clean("name", name)
    row.note = clean("note", note)
    row.search_key = search_key(f"{row.code} {row.name}")


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:
        raise CodeTakenError from None


def _listed() -> Select[ClientRow, int, date]:
    return (
        select(ClientRow, func.count(VisitRow.id), func.max(VisitRow.day))
        .outerjoin(VisitRow, VisitRow.client_id == ClientRow.id)
        .group_by(ClientRow.id)
    )


def _matching(search: str) -> tuple[ColumnElement[bool], ...]:
    """Each word in code, name, note or the notes of a visit; or the whole search as the day of one."""
    every_word = tuple(_holding(word) for word in search.split())
    days = [_ANY_VISIT.day.between(first, last) for first, last in days_meant(search)]
    return (or_(and_(*every_word), _has_visit(or_(*days))),) if days else every_word


def _holding(word: str) -> ColumnElement[bool]:
    pattern = like_pattern(word)
    # In notes, accents make a difference, and for letters beyond ASCII upper and lower case may.
    typed = like_pattern(word, plain=False)
    return or_(
        ClientRow.search_key.like(pattern, escape="!"),
        *(found(ClientRow.note) for found in _in_text(typed)),
        *(_has_visit(found(_ANY_VISIT.notes)) for found in _in_text(typed)),
    )


def _in_text(typed: str) -> tuple[Callable[[InstrumentedAttribute[str]], ColumnElement[bool]], ...]:
    return (
        lambda text: func.lower(text).like(typed.lower(), escape="!"),
        lambda text: text.like(typed, escape="!"),
    )


def _has_visit(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(_ANY_VISIT.id).where(_ANY_VISIT.client_id == ClientRow.id, condition).exists()


def _client(row: ClientRow, visits: int, last_visit: date | None) -> Client:
    return Client(row.id, row.code, row.name, row.note, row.created_utc, visits, last_visit)
