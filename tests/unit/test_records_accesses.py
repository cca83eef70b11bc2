"""Who opened a client: kept with the client, encrypted, exported, and gone with the client."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from records_cases import DAY, PASSPHRASE, new_records
from test_records_erasure import decrypted
from test_records_schema import older

from analyzer.records import BadEntryError, NotFoundError, Records, VisitDraft, accesses

pytestmark = pytest.mark.usefixtures("few_rounds")


def test_who_opened_a_client_is_told_with_the_newest_first(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        one, other = records.add_client("K-1"), records.add_client("K-2")
        for who, what in (("anna", "opened"), ("bert", "opened"), ("bert", "exported")):
            records.note_access(one.id, who, what)  # type: ignore[arg-type]
        records.note_access(other.id, "cleo")
        lines = records.accesses(one.id)
        assert [(line.who, line.what) for line in lines] == [
            *(("bert", "exported"), ("bert", "opened"), ("anna", "opened")),
        ]
        assert all(abs(line.at_utc - datetime.now(UTC)) < timedelta(minutes=5) for line in lines)
        assert records.accesses(one.id, 1) == lines[:1]
        assert [line.who for line in records.accesses(other.id)] == ["cleo"]


def test_it_stays_when_the_client_is_changed_or_a_visit_erased(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        client = records.add_client("K-1")
        visit = records.save_visit(client.id, VisitDraft(DAY))
        noted = records.note_access(client.id, "anna")
        records.change_client(client.id, name="Somebody else")
        records.erase_visit(visit.id)
        assert records.accesses(client.id) == (noted,)


def test_nothing_is_noted_of_somebody_who_is_not_there(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        client = records.add_client("K-1")
        with pytest.raises(NotFoundError):
            records.note_access(client.id + 1, "anna")
        with pytest.raises(NotFoundError):
            records.accesses(client.id + 1)
        with pytest.raises(BadEntryError):
            records.note_access(client.id, None)  # type: ignore[arg-type]
        assert records.note_access(client.id, "a\nb\x00 " + "ü" * 190).who.startswith("a b")


def test_it_is_in_the_export_and_no_formula(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        client = records.add_client("K-1")
        records.note_access(client.id, "anna")
        records.note_access(client.id, "=HYPERLINK(evil)", "exported")
        with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
            rows = list(csv.DictReader(io.StringIO(packed.read("access.csv").decode("utf-8-sig"))))
            assert "access.csv" in packed.read("README.txt").decode()
    assert [(row["who"], row["what"]) for row in rows] == [
        ("anna", "opened"),
        ("'=HYPERLINK(evil)", "exported"),
    ]
    assert datetime.fromisoformat(rows[0]["at_utc"]).tzinfo is not None


def test_nothing_of_it_stays_after_an_erasure(tmp_path: Path) -> None:
    who = "<somebody-who-opened-it>"
    with new_records(tmp_path) as records:
        file = tmp_path / "practice" / "clients.records"
        gone, kept = records.add_client("K-1"), records.add_client("K-2")
        with records._database.writing() as session:
            for number in range(200):  # several pages, which SQLite splits and moves
                accesses.add(session, gone.id, f"{who}{number}", "opened")
                accesses.add(session, kept.id, f"anna {number}", "opened")
        assert who.encode() in decrypted(file)
        assert who.encode() not in file.read_bytes()
        records.erase_client(gone.id)
        assert who.encode() not in decrypted(file)
        assert len(records.accesses(kept.id)) == 200


def test_older_records_get_the_list(tmp_path: Path) -> None:
    file = tmp_path / "old.records"
    older(file)
    with Records.open(file, PASSPHRASE) as records:
        assert records.accesses(1) == ()
        records.note_access(1, "anna")
    with Records.open(file, PASSPHRASE) as records:
        assert [line.who for line in records.accesses(1)] == ["anna"]
