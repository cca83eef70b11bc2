"""Clients in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final, cast, get_args

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from analyzer.records.erasure import erase_plan, erase_visits
from analyzer.records.errors import BadEntryError, CodeTakenError, NotFoundError
from analyzer.records.searching import days_meant
from analyzer.records.tables import AccessRow, ClientRow, ConsentRow, VisitRow
from analyzer.records.texts import clean, clean_code, clean_number, code_key, like_pattern, search_key
from analyzer.records.types import Client, ClientDetails, Sex

NO_DETAILS: Final = ClientDetails()
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


def add(session: Session, code: str, name: str, note: str, details: ClientDetails = NO_DETAILS) -> Client:
    row = ClientRow(created_utc=datetime.now(UTC))
    _fill(row, code, name, note)
    _fill_details(row, details)
    session.add(row)
    _flush(session)
    return get(session, row.id)


def change(
    session: Session,
    client_id: int,
    *,
    code: str | None,
    name: str | None,
    note: str | None,
    details: ClientDetails | None,
) -> Client:
    row = session.get(ClientRow, client_id)
    if row is None:
        raise NotFoundError
    _fill(
        row,
        row.code if code is None else code,
        row.name if name is None else name,
        row.note if note is None else note,
    )
    if details is not None:
        _fill_details(row, details)
    _flush(session)
    return get(session, client_id)


def erase(session: Session, client_id: int) -> None:
    require(session, client_id)
    visits = session.scalars(select(VisitRow.id).where(VisitRow.client_id == client_id))
    erase_visits(session, list(visits))
    erase_plan(session, client_id)
    for table in (AccessRow, ConsentRow):
        session.execute(delete(table).where(table.client_id == client_id))
    session.execute(delete(ClientRow).where(ClientRow.id == client_id))


def require(session: Session, client_id: int) -> None:
    """That the client is there."""
    if session.scalar(select(ClientRow.id).where(ClientRow.id == client_id)) is None:
        raise NotFoundError


def _fill(row: ClientRow, code: str, name: str, note: str) -> None:
    row.code = clean_code(code)
    row.code_key = code_key(row.code)
    row.name = clean("name", name)
    row.note = clean("note", note)
    row.search_key = search_key(f"{row.code} {row.name}")


def _fill_details(row: ClientRow, details: ClientDetails) -> None:
    row.body_height_cm = clean_number("body_height", details.body_height_cm)
    year = clean_number("birth_year", details.birth_year)
    row.birth_year = None if year is None else int(year)
    if details.sex not in (None, *get_args(Sex)):
        raise BadEntryError
    row.sex = details.sex


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
    details = ClientDetails(row.body_height_cm, row.birth_year, cast("Sex | None", row.sex))
    return Client(row.id, row.code, row.name, row.note, row.created_utc, visits, last_visit, details)
