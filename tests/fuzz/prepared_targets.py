"""Backups that somebody prepared: encrypted and signed as they should be, with anything in their rows."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from analyzer.errors import PostureError
from tests.fuzz.mutate import EDGES, TEXTS, spoil_bytes, spoil_json
from tests.fuzz.records import analysis
from tests.fuzz.target import Target, expect, folder

_SEALED: Final = ("data", "archive", "measures", "summary", "result", "words")
"""Columns whose bytes begin with a page of zeros."""
_DAYS: Final = ("2026-02-30", "0000-00-00", "9999-12-31", "1-1-1", "20260101", "2026-01-01T00:00:00+02:00")
_JSON: Final = ("5", '"x"', "[]", "{}", "null", "[[1]]", '{"a": NaN}', "[" * 2000, '["a", 5]', "true")


@cache
def base() -> bytes:
    """Records with something in every table."""
    analysis()
    import records_cases as cases

    from analyzer.pelvic_range import find_range
    from analyzer.records import Consent, NewThomasPhoto, Records, cipher
    from analyzer.types.exercise_plan import ExerciseDay, PlannedExercise
    from analyzer.types.intake import Intake
    from tests.unit.test_pelvic_range import samples
    from tests.unit.thomas_cases import analysis as lying

    cipher.ROUNDS = 10  # type: ignore[misc]
    day = date(2026, 1, 2)
    with Records.create(folder() / "prepared" / "clients.records", cases.PASSPHRASE) as records:
        client = records.add_client("K-1", "Anna", "note")
        test = NewThomasPhoto("lying.jpg", cases.jpeg(2), lying())
        visit = cases.draft(
            cases.new_photo(1),
            thomas=(test,),
            ranges=(find_range(samples()),),
            intake=Intake(low_back_pain=3),
            notes="notes",
            exercises=("bridge",),
        )
        saved = records.save_visit(client.id, visit)
        records.keep_report(saved.id, "HTML", b"<p>report", "words")
        records.note_access(client.id, "anna")
        records.add_consent(client.id, Consent(day, "to keep photos"))
        planned = records.plans.save(client.id, PlannedExercise("bridge", day))
        records.plans.add_day(planned.id, ExerciseDay(day))
        return records.backup()


@cache
def _columns() -> tuple[tuple[str, str], ...]:
    from analyzer.records.tables import Base

    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    return tuple((table.name, column.name) for table in tables for column in table.columns)


@cache
def _kept() -> dict[tuple[str, str], Any]:
    """What stands in each column of the base."""
    place = folder() / "kept.records"
    place.write_bytes(base())
    connection = _connect(place)
    found = {}
    for table, column in _columns():
        (value,) = connection.execute(f'SELECT "{column}" FROM "{table}"').fetchone()  # noqa: S608 - our own
        found[table, column] = value
    connection.close()
    return found


def _connect(file: Path) -> Any:
    import records_cases as cases

    from analyzer.records import cipher
    from analyzer.records.cipher import FileKey

    connection = cipher.connect(file, FileKey.derive(cases.PASSPHRASE, cipher.read_salt(file)))
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def make_prepared(rng: Random) -> bytes:
    """Which columns get which values, as JSON."""
    changes = []
    for _ in range(rng.choice((1, 1, 2, 4))):
        table, column = rng.choice(_columns())
        changes.append([table, column, *_value(rng, _kept()[table, column], column)])
    return json.dumps(changes).encode("utf-8", "surrogatepass")


def _value(rng: Random, kept: Any, column: str) -> tuple[str, Any]:
    how = rng.random()
    if isinstance(kept, bytes) and how < 0.8:
        inside = kept[4096:] if column in _SEALED else kept
        if how < 0.5 and inside[:1] == b"\x78":  # compressed JSON
            inside = zlib.compress(spoil_json(rng, json.loads(zlib.decompress(inside))), 1)
        else:
            inside = spoil_bytes(rng, inside)
        return "bytes", base64.b64encode(bytes(4096) + inside).decode()
    if isinstance(kept, str) and kept[:1] in ("[", "{") and how < 0.6:
        spoiled = spoil_json(rng, json.loads(kept)).decode("utf-8", "replace")
        return "text", spoiled if how < 0.3 else rng.choice(_JSON)
    if how < 0.75:
        return "text", rng.choice((*TEXTS, *_DAYS, *_JSON)).encode("utf-8", "replace").decode()
    if how < 0.9:
        return "number", rng.choice((*EDGES, -1, 0.5, -1e308, 2**63 - 1, -(2**63)))
    return rng.choice(
        (("none", None), ("bytes", ""), ("bytes", base64.b64encode(rng.randbytes(40)).decode()))
    )


def read_prepared(data: bytes) -> None:
    base()
    import records_cases as cases
    import sqlcipher3

    from analyzer.records import Records

    place = folder() / "taken"
    place.mkdir(exist_ok=True)
    for old in place.glob("*"):
        old.unlink()
    given = folder() / "given.records"
    given.write_bytes(base())
    connection = _connect(given)
    try:
        for table, column, kind, value in json.loads(data):
            if (table, column) in _columns():
                cell = base64.b64decode(value) if kind == "bytes" else value
                connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (cell,))  # noqa: S608 - our own
    except (sqlcipher3.Error, ValueError, TypeError):  # what no file can hold, or no change any more
        return
    finally:
        connection.close()
    file = place / "clients.records"
    try:
        with Records.restore(given, file, cases.PASSPHRASE) as records:
            _read_all(records)
    except PostureError:
        expect(given.is_file(), "the backup is gone")
        raise


def _read_all(records: Any) -> None:
    """Each of these may find that something is damaged; the others go on."""
    for ask in (
        records.clients,
        lambda: records.clients("anna 2026-01-02"),
        *(
            lambda ask=ask: ask(1)
            for ask in (
                records.client,
                records.visits,
                records.visit,
                records.timeline,
                records.thomas_timeline,
                records.range_timeline,
                records.answers,
                records.accesses,
                records.consents,
                records.plans.of,
                records.reports,
                records.report_data,
                records.photo_data,
                records.course,
                records.export_client,
            )
        ),
        lambda: records.add_client("K-2"),
        lambda: records.save_visit(1, records.visit(1).draft(), 1),
        lambda: records.erase_client(1),
    ):
        try:
            ask()
        except PostureError:
            continue


def targets() -> tuple[Target, ...]:
    return (Target("prepared-backup", 1, make_prepared, read_prepared, (PostureError,)),)
