"""Visits, their photos and analyses in the database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import Final

from sqlalchemy import ColumnElement, Result, case, delete, func, select
from sqlalchemy.orm import Session

from analyzer.archive import archive, archive_thomas, unarchive, unarchive_thomas
from analyzer.errors import ErrorText, PhotoError
from analyzer.records import ranges, summaries
from analyzer.records.camera_data import PNG, without_camera_data
from analyzer.records.clients import require as require_client
from analyzer.records.erasure import erase_visits
from analyzer.records.errors import BadEntryError, ChangedMeanwhileError, DamagedError, NotFoundError
from analyzer.records.packing import pack, unpack
from analyzer.records.tables import (
    STANDING,
    THOMAS,
    AnalysisRow,
    Kind,
    PelvicRangeRow,
    PhotoDataRow,
    PhotoRow,
    VisitRow,
)
from analyzer.records.texts import MOST_EXERCISES, clean, clean_height, clean_photo_name
from analyzer.records.types import (
    NewPhoto,
    NewThomasPhoto,
    StoredPhoto,
    StoredThomasPhoto,
    Visit,
    VisitDraft,
    VisitLine,
)
from analyzer.thomas.finding import heard_test
from analyzer.types import Analysis
from analyzer.types.intake import Intake
from analyzer.types.outside import read_json
from analyzer.types.thomas import ThomasAnalysis

MOST_THOMAS: Final = 5
"""Photos of the direct test of one side of a visit."""
New = NewPhoto | NewThomasPhoto
Stored = StoredPhoto | StoredThomasPhoto


def lines(session: Session, client_id: int) -> tuple[VisitLine, ...]:
    """The visits of a client, the newest first."""
    require_client(session, client_id)
    films = select(func.count()).where(PelvicRangeRow.visit_id == VisitRow.id).scalar_subquery()
    photos = _how_many(STANDING), VisitRow.notes != "", _how_many(THOMAS)
    rows = session.execute(
        select(VisitRow.id, VisitRow.day, *photos, films)
        .outerjoin(PhotoRow, PhotoRow.visit_id == VisitRow.id)
        .where(VisitRow.client_id == client_id)
        .group_by(VisitRow.id)
        .order_by(VisitRow.day.desc(), VisitRow.id.desc())
    )
    return tuple(
        VisitLine(id_, client_id, day, standing, bool(notes), thomas, tipped)
        for id_, day, standing, notes, thomas, tipped in rows
    )


def _how_many(kind: Kind) -> ColumnElement[int]:
    return func.count(case((PhotoRow.kind == kind, PhotoRow.id)))


def get(session: Session, visit_id: int) -> Visit:
    row = _require(session, visit_id)
    try:
        return Visit(
            row.id,
            row.client_id,
            row.day,
            row.camera_height_cm,
            row.protocol,
            Intake.from_dict(read_json(row.intake)),
            row.notes,
            _given_exercises(row.exercises),
            _photos(session, visit_id),
            row.created_utc,
            row.changed_utc,
            _thomas_photos(session, visit_id),
            ranges.of_visit(session, visit_id),
        )
    except ValueError:
        raise DamagedError from None


def _given_exercises(text: str) -> tuple[str, ...]:
    found = read_json(text)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise DamagedError
    return tuple(found)


def photo_data(session: Session, photo_id: int) -> bytes:
    row = session.execute(
        select(PhotoDataRow.data, PhotoRow.sha256)
        .join(PhotoRow, PhotoRow.id == PhotoDataRow.photo_id)
        .where(PhotoRow.id == photo_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError
    if hashlib.sha256(row.data).hexdigest() != row.sha256:
        raise DamagedError
    data: bytes = row.data
    return data


def save(
    session: Session,
    client_id: int,
    draft: VisitDraft,
    visit_id: int | None,
    unchanged_since: datetime | None = None,
) -> Visit:
    """All of the draft, or an exception."""
    if visit_id is None:
        visit_id = insert(session, client_id, draft)
    else:
        # On a server, others wait with their change until this one is done; a file has one writer anyway.
        row = session.get(VisitRow, visit_id, with_for_update=True)
        if row is None or row.client_id != client_id:
            raise NotFoundError
        if unchanged_since is not None and row.changed_utc != unchanged_since:
            raise ChangedMeanwhileError
        _fill(row, draft)
        session.flush()
    _require_room(draft)
    _save_photos(session, visit_id, draft)
    summaries.store(session, visit_id, [photo.analysis for photo in draft.photos])
    summaries.store_thomas(session, visit_id, [photo.analysis for photo in draft.thomas])
    ranges.store(session, visit_id, draft.ranges)
    session.flush()
    return get(session, visit_id)


def insert(session: Session, client_id: int, draft: VisitDraft) -> int:
    """A new visit without its photos; returns its id."""
    require_client(session, client_id)
    row = VisitRow(client_id=client_id)
    _fill(row, draft)
    row.created_utc = row.changed_utc
    session.add(row)
    session.flush()
    return row.id


def _fill(row: VisitRow, draft: VisitDraft) -> None:
    # Later than before, even where the clock has not moved: the time also says which version this is.
    before = row.changed_utc or datetime.min.replace(tzinfo=UTC)
    row.changed_utc = max(datetime.now(UTC), before + timedelta(microseconds=1))
    row.day = draft.day
    row.camera_height_cm = clean_height(draft.camera_height_cm)
    row.protocol = clean("protocol", draft.protocol)
    row.intake = json.dumps(draft.intake.to_dict(), ensure_ascii=False)
    row.notes = clean("notes", draft.notes)
    row.exercises = json.dumps(_exercises(draft.exercises))


def erase(session: Session, visit_id: int) -> None:
    _require(session, visit_id)
    erase_visits(session, [visit_id])


def summarize_missing(session: Session) -> None:
    """Make the summaries that are not there, after an older schema was brought up to date."""
    for visit_id in summaries.missing(session):
        summaries.store(session, visit_id, [photo.analysis for photo in _photos(session, visit_id)])
        session.flush()
        session.expunge_all()


def _require(session: Session, visit_id: int) -> VisitRow:
    row = session.get(VisitRow, visit_id)
    if row is None:
        raise NotFoundError
    return row


def _exercises(ids: tuple[str, ...]) -> list[str]:
    if len(ids) > MOST_EXERCISES or not all(isinstance(id_, str) and 0 < len(id_) <= 100 for id_ in ids):
        raise BadEntryError
    return list(dict.fromkeys(ids))


def _photos(session: Session, visit_id: int) -> tuple[StoredPhoto, ...]:
    return tuple(
        StoredPhoto(
            row.id,
            visit_id,
            row.name,
            row.sha256,
            row.size_bytes,
            unarchive(unpack(packed)),
            row.original_sha256,
        )
        for row, packed in _rows(session, visit_id, STANDING)
    )


def _thomas_photos(session: Session, visit_id: int) -> tuple[StoredThomasPhoto, ...]:
    return tuple(
        StoredThomasPhoto(
            row.id,
            visit_id,
            row.name,
            row.sha256,
            row.size_bytes,
            heard_test(unarchive_thomas(unpack(packed))),
            row.original_sha256,
        )
        for row, packed in _rows(session, visit_id, THOMAS)
    )


def _rows(session: Session, visit_id: int, kind: Kind) -> Result[PhotoRow, bytes]:
    return session.execute(
        select(PhotoRow, AnalysisRow.archive)
        .join(AnalysisRow, AnalysisRow.photo_id == PhotoRow.id)
        .where(PhotoRow.visit_id == visit_id, PhotoRow.kind == kind)
        .order_by(PhotoRow.position)
    )


def _require_room(draft: VisitDraft) -> None:
    sides = Counter(photo.analysis.view.side for photo in draft.thomas)
    for side, count in sides.items():
        if count > MOST_THOMAS:
            left = side == "left"
            text: ErrorText = "bad_entry.many_thomas_left" if left else "bad_entry.many_thomas_right"
            raise BadEntryError.of(text, most=MOST_THOMAS)


def _save_photos(session: Session, visit_id: int, draft: VisitDraft) -> None:
    known = {row.id: row for row in session.scalars(select(PhotoRow).where(PhotoRow.visit_id == visit_id))}
    photos = (*enumerate(draft.photos), *enumerate(draft.thomas))
    stay = [(photo.id, _kind(photo)) for _, photo in photos if isinstance(photo, Stored)]
    if len(set(stay)) < len(stay) or not set(stay) <= {(row.id, row.kind) for row in known.values()}:
        raise NotFoundError
    kept = [id_ for id_, _ in stay]
    session.execute(delete(PhotoRow).where(PhotoRow.visit_id == visit_id, PhotoRow.id.not_in(kept)))
    for position, photo in photos:
        if isinstance(photo, Stored):
            row = known[photo.id]
            row.position = position
            _store_analysis(session, photo.id, _of_original(photo.analysis, row))
        else:
            add_photo(session, visit_id, position, photo)


def _kind(photo: New | Stored) -> Kind:
    return THOMAS if isinstance(photo, NewThomasPhoto | StoredThomasPhoto) else STANDING


def add_photo(session: Session, visit_id: int, position: int, photo: New) -> None:
    """Store a photo of a visit and its analysis."""
    if not photo.data:
        raise BadEntryError.of("bad_entry.empty_photo")
    data, name = photo.data, clean_photo_name(photo.name)
    if not photo.keep_camera_data:
        data, name = _without_camera_data(data, name)
    original = hashlib.sha256(photo.data).hexdigest()
    row = PhotoRow(
        visit_id=visit_id,
        position=position,
        name=name,
        sha256=original if data == photo.data else hashlib.sha256(data).hexdigest(),
        original_sha256=original,
        size_bytes=len(data),
        kind=_kind(photo),
    )
    session.add(row)
    session.flush()
    session.add(PhotoDataRow(photo_id=row.id, data=data))
    _store_analysis(session, row.id, photo.analysis)


def _without_camera_data(data: bytes, name: str) -> tuple[bytes, str]:
    try:
        cleaned = without_camera_data(data)
    except PhotoError as error:
        raise BadEntryError(error.message) from None
    if cleaned.startswith(PNG) and not data.startswith(PNG):
        name = f"{PurePath(name).stem}.png"
    return cleaned, name


def _of_original(analysis: Analysis | ThomasAnalysis, row: PhotoRow) -> Analysis | ThomasAnalysis:
    """An analysis of the stored bytes is one of the photo that they came from: the picture is the same."""
    if analysis.photo.sha256 != row.sha256:
        return analysis
    return replace(analysis, photo=replace(analysis.photo, sha256=row.original_sha256))


def _store_analysis(session: Session, photo_id: int, analysis: Analysis | ThomasAnalysis) -> None:
    record = archive_thomas(analysis) if isinstance(analysis, ThomasAnalysis) else archive(analysis)
    session.merge(
        AnalysisRow(
            photo_id=photo_id,
            analyzer_version=analysis.provenance.analyzer_version,
            model_sha256=analysis.provenance.model_sha256,
            archive=pack(record),
        )
    )
