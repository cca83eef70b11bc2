"""All that is stored of one client, as a ZIP that opens anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from analyzer.archive import archive, archive_thomas
from analyzer.exchange import Subject, to_fhir
from analyzer.exchange.cells import safe_cell
from analyzer.exchange.course import course_csv
from analyzer.language import mark, tr
from analyzer.records import accesses, clients, consents, course, plans, reports, summaries, visits
from analyzer.records.tables import VisitRow
from analyzer.records.types import Client, Consent, StoredPhoto, StoredThomasPhoto, TimelinePoint, Visit
from analyzer.types import Measure

SCHEMA: Final = "posture-client/1"

_READ_ME: Final = mark("""\
This folder holds everything that was stored about one client.

client.json        the client, consents, visits with answers, notes and exercises, and the results of each
                   photo and of each range of the pelvis
analyses/          each result in full, to draw it again (schema posture-archive/1)
measures.csv       every measure of every photo, one in a line
timeline.csv       the medians of each visit and side
course.csv         the whole course in one table: stance, direct test, range of the pelvis and answers, one
                   value in a line
photos/            the photos as they were stored
direct_test/       photos of the direct test (modified Thomas test), each with its result in full (schema
                   thomas-archive/1), and both tables for it; "side" is the side of the body
reports/           the reports as they were handed over
fhir.json          the results as a bundle of HL7 FHIR R4, for other health software
exercises.csv      how each day with an exercise of the plan went; the plan itself is in client.json
access.csv         who opened the client in the records, or took something out, and when (UTC)

Numbers have an interval: with 95 % probability the true value lies between low and high. Directions, units
and definitions are explained in docs/method.md of the posture analyzer. Nothing here is a diagnosis.

These files are not encrypted. Please keep them safe, and delete them when they are no longer needed.
""")
_COLUMNS: Final = (
    "measure", "unit", "value", "low", "high", "sd_within", "method", "missing_because",
)  # fmt: skip
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*\x7f]')
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def export_client(session: Session, client_id: int, extra: Mapping[str, bytes]) -> bytes:
    """The ZIP, in memory: nothing is written to the disk unencrypted."""
    client = clients.get(session, client_id)
    ids = session.scalars(
        select(VisitRow.id).where(VisitRow.client_id == client_id).order_by(VisitRow.day, VisitRow.id)
    )
    seen = [visits.get(session, visit_id) for visit_id in ids]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", tr(_READ_ME))
        plan = plans.lines(session, client_id)
        record = _record(client, consents.lines(session, client_id), seen)
        packed.writestr("client.json", _json(record | {"exercise_plan": plans.records_of(plan)}))
        packed.writestr("exercises.csv", _csv(plans.COLUMNS, plans.rows_of(plan)))
        packed.writestr(
            "measures.csv", _csv(("day", "visit", "photo", "facing", *_COLUMNS), _of_photos(seen))
        )
        timeline = summaries.timeline(session, client_id, summaries.MeasuresRead())
        packed.writestr(
            "timeline.csv", _csv(("day", "visit", "facing", "photos", *_COLUMNS), _of_days(timeline))
        )
        packed.writestr("course.csv", course_csv(course.rows(session, client_id)))
        _write_thomas(packed, session, client_id, seen)
        opened = reversed(accesses.lines(session, client_id, None))
        rows = ((line.at_utc.isoformat(timespec="seconds"), line.who, line.what) for line in opened)
        packed.writestr("access.csv", _csv(("at_utc", "who", "what"), rows))
        for visit in seen:
            for number, photo in enumerate(visit.photos, 1):
                path = _path(visit, number, photo)
                packed.writestr(f"analyses/{path}.json", _json(archive(photo.analysis)))
                # Photos are compressed already.
                data = visits.photo_data(session, photo.id)
                packed.writestr(f"photos/{path}", data, zipfile.ZIP_STORED)
            for report in reports.lines(session, visit.id):
                path = f"{_folder(visit)}/{report.id}.{report.kind.lower()}"
                packed.writestr(f"reports/{path}", reports.data(session, report.id))
        if any(visit.photos or visit.thomas or visit.ranges for visit in seen):
            packed.writestr("fhir.json", _json(_fhir(client, seen)))
        taken = set(packed.namelist())
        for name, data in extra.items():
            packed.writestr(_free(safe_name(name), taken), data)
    return buffer.getvalue()


def _subject(client: Client) -> Subject:
    details = client.details
    return Subject(client.code, client.name, details.sex, details.birth_year)


def _fhir(client: Client, seen: list[Visit]) -> dict[str, Any]:
    """Every result, on the day of its visit."""
    found: list[tuple[date, dict[str, Any]]] = []
    for visit in seen:
        found += [(visit.day, photo.analysis.to_dict()) for photo in visit.photos]
        found += [(visit.day, photo.analysis.to_dict()) for photo in visit.thomas]
        found += [(visit.day, tipped.to_dict()) for tipped in visit.ranges]
    days, results = zip(*found, strict=True)
    return to_fhir(results, subject=_subject(client), days=days)


def _write_thomas(packed: zipfile.ZipFile, session: Session, client_id: int, seen: list[Visit]) -> None:
    """The direct test, where there is one."""
    if not any(visit.thomas for visit in seen):
        return
    of_photos = (
        (visit.day.isoformat(), visit.id, photo.name, photo.analysis.view.side, *_cells(measure))
        for visit in seen
        for photo in visit.thomas
        for measure in photo.analysis.measures.values()
    )
    of_days = (
        (point.day.isoformat(), point.visit_id, point.side, point.photos, *_cells(measure))
        for point in summaries.thomas_timeline(session, client_id, summaries.ThomasRead())
        for measure in point.measures.values()
    )
    measures, timeline = ("day", "visit", "photo", "side"), ("day", "visit", "side", "photos")
    packed.writestr("direct_test/measures.csv", _csv((*measures, *_COLUMNS), of_photos))
    packed.writestr("direct_test/timeline.csv", _csv((*timeline, *_COLUMNS), of_days))
    for visit in seen:
        for number, photo in enumerate(visit.thomas, 1):
            path = f"direct_test/{_path(visit, number, photo)}"
            packed.writestr(f"{path}.json", _json(archive_thomas(photo.analysis)))
            packed.writestr(path, visits.photo_data(session, photo.id), zipfile.ZIP_STORED)


def safe_name(name: str) -> str:
    """A file name that every system takes, without folders."""
    last = re.split(r"[\\/]", name)[-1]
    name = _FORBIDDEN.sub("_", last).strip(" .")
    return f"_{name}" if _RESERVED.match(name) else name or "file"


def _free(name: str, taken: set[str]) -> str:
    path, number, wanted = PurePath(name), 2, name
    while wanted.casefold() in {other.casefold() for other in taken}:
        wanted = f"{path.stem}-{number}{path.suffix}"
        number += 1
    taken.add(wanted)
    return wanted


def _record(client: Client, agreed: tuple[Consent, ...], seen: list[Visit]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "client": {
            "code": client.code,
            "name": client.name,
            "note": client.note,
            "created_utc": client.created_utc.isoformat(),
            **asdict(client.details),
        },
        "consents": [
            {
                "given": consent.given.isoformat(),
                "purpose": consent.purpose,
                "text_version": consent.text_version,
                "withdrawn": consent.withdrawn and consent.withdrawn.isoformat(),
            }
            for consent in agreed
        ],
        "visits": [
            {
                "visit": visit.id,
                "day": visit.day.isoformat(),
                "camera_height_cm": visit.camera_height_cm,
                "protocol": visit.protocol,
                "intake": visit.intake.to_dict(),
                "notes": visit.notes,
                "exercises": list(visit.exercises),
                "created_utc": visit.created_utc.isoformat(),
                "changed_utc": visit.changed_utc.isoformat(),
                "photos": _photo_records("photos", visit, visit.photos),
                "direct_test": _photo_records("direct_test", visit, visit.thomas),
                "pelvic_ranges": [found.to_dict() for found in visit.ranges],
            }
            for visit in seen
        ],
    }


def _photo_records(
    folder: str, visit: Visit, photos: Sequence[StoredPhoto | StoredThomasPhoto]
) -> list[dict[str, Any]]:
    return [
        {
            "file": f"{folder}/{_path(visit, number, photo)}",
            "name": photo.name,
            "sha256": photo.sha256,
            "original_sha256": photo.original_sha256,
            "size_bytes": photo.size_bytes,
            "analysis": photo.analysis.to_dict(),
        }
        for number, photo in enumerate(photos, 1)
    ]


def _path(visit: Visit, number: int, photo: StoredPhoto | StoredThomasPhoto) -> str:
    return f"{_folder(visit)}/{number}_{safe_name(photo.name)}"


def _folder(visit: Visit) -> str:
    return f"{visit.day.isoformat()}_visit-{visit.id}"


def _of_photos(seen: list[Visit]) -> Iterator[tuple[Any, ...]]:
    for visit in seen:
        for photo in visit.photos:
            for measure in photo.analysis.measures.values():
                facing = photo.analysis.view.facing
                yield (visit.day.isoformat(), visit.id, photo.name, facing, *_cells(measure))


def _of_days(points: tuple[TimelinePoint, ...]) -> Iterator[tuple[Any, ...]]:
    for point in points:
        for measure in point.measures.values():
            yield (point.day.isoformat(), point.visit_id, point.side, point.photos, *_cells(measure))


def _cells(measure: Measure) -> tuple[Any, ...]:
    if measure.reason is not None:
        return measure.name, measure.unit, None, None, None, None, None, measure.reason.message
    assert measure.ci95 is not None and measure.value is not None and measure.sd_within is not None
    numbers = (measure.value, *measure.ci95, measure.sd_within)
    return measure.name, measure.unit, *(round(number, 2) for number in numbers), measure.method, None


def _csv(header: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    # With a mark at the beginning, by which Excel recognises UTF-8.
    return buffer.getvalue().encode("utf-8-sig")


def _json(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1)
