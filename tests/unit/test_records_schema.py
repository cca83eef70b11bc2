"""Records of older versions are brought up to date; the tables are those that the code expects."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from records_cases import PASSPHRASE, analysis, draft, jpeg, new_photo, new_records
from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from analyzer.archive import archive
from analyzer.records import NewPhoto, Records, RecordsError, cipher, copies, schema, visits
from analyzer.records.cipher import FileKey
from analyzer.records.database import Database
from analyzer.records.packing import pack
from analyzer.records.tables import AnalysisRow, Base, ClientRow, PhotoDataRow, PhotoRow
from analyzer.records.texts import code_key, search_key

pytestmark = pytest.mark.usefixtures("few_rounds")


def older(file: Path) -> None:
    """Records as the first version made them, by its own step: without summaries."""
    key = FileKey.fresh(PASSPHRASE)
    copies.create(file, key)
    fill_older(Database.of_file(file, key))


def fill_older(database: Database) -> None:
    """The first version's tables with a client and its visits, in a store without tables; closes it."""
    with database.connection(writes=True) as connection:
        schema.upgrade(connection, "0001")
    with database.writing() as session:
        made = {"code": "K-1", "code_key": code_key("K-1"), "name": "Anna", "note": ""}
        made |= {"search_key": search_key("K-1 Anna"), "created_utc": datetime.now(UTC)}
        client_id = session.connection().execute(insert(ClientRow).values(made)).inserted_primary_key[0]
        for number, value in enumerate((4.0, 6.0, 11.0)):
            row = visits.insert(session, client_id, draft(notes=f"visit {number}"))
            _older_photo(session, row, 0, new_photo(number, value))
            _older_photo(session, row, 1, new_photo(number + 10, value + 1.0, "left"))
        visits.insert(session, client_id, draft(notes="no photos"))
    database.close()


def _older_photo(session: Session, visit_id: int, position: int, photo: NewPhoto) -> None:
    """A photo in tables that do not know yet what photos are of."""
    sha = hashlib.sha256(photo.data).hexdigest()
    values = {"visit_id": visit_id, "position": position, "name": photo.name, "size_bytes": len(photo.data)}
    row = insert(PhotoRow).values(sha256=sha, original_sha256=sha, **values)
    photo_id = session.connection().execute(row).inserted_primary_key[0]
    session.add(PhotoDataRow(photo_id=photo_id, data=photo.data))
    made = {"analyzer_version": "1.0", "model_sha256": "ab" * 32}
    session.add(AnalysisRow(photo_id=photo_id, archive=pack(archive(photo.analysis)), **made))


def test_the_steps_make_what_the_code_expects(tmp_path: Path) -> None:
    with new_records(tmp_path) as records, records._database.connection(writes=False) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert schema.current(connection) == schema.newest()
        for table in Base.metadata.tables.values():
            columns = {column["name"]: column for column in inspect(connection).get_columns(table.name)}
            assert {name: column["nullable"] for name, column in columns.items()} == {
                column.name: column.nullable for column in table.columns
            }


def test_numbers_of_erased_rows_are_not_given_again_by_the_file_itself(tmp_path: Path) -> None:
    with new_records(tmp_path) as records, records._database.connection(writes=False) as connection:
        made = dict(
            connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
        )
    assert all("AUTOINCREMENT" in made[name] for name in ("client", "visit", "photo"))


def test_older_records_are_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "old.records"
    older(file)
    with Records.open(file, PASSPHRASE) as records:
        points = records.timeline(1)
        assert [point.side for point in points] == ["left", "right"] * 3
        values = [round(point.measures["knee_angle"].value or 0.0, 2) for point in points]
        assert values == [5.33, 4.33, 7.33, 6.33, 12.33, 11.33]
        assert records.photo_data(1) == jpeg(0)
        assert records.visit(1).photos[0].analysis == analysis(4.0, sha=f"{0:064x}")
        assert [line.notes for line in records.visits(1)] == [True] * 4
    size = file.stat().st_size
    with Records.open(file, PASSPHRASE) as records:
        assert len(records.timeline(1)) == 6
    assert file.stat().st_size == size


def test_a_step_that_fails_leaves_the_older_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "old.records"
    older(file)
    before = file.read_bytes()

    def fail(session: object) -> None:
        raise RecordsError

    with monkeypatch.context() as changed:
        changed.setattr(visits, "summarize_missing", fail)
        with pytest.raises(RecordsError):
            Records.open(file, PASSPHRASE)
    # The same pages in plain; one may have been written and taken back, encrypted anew.
    assert file.stat().st_size == len(before)
    key = FileKey.derive(PASSPHRASE, before[:16])
    connection = cipher.connect(file, key)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    assert not connection.execute("SELECT name FROM sqlite_master WHERE name = 'summary'").fetchall()
    connection.close()
    with Records.open(file, PASSPHRASE) as records:
        assert len(records.timeline(1)) == 6


def test_every_step_says_what_it_does() -> None:
    assert schema.known() == tuple(sorted(schema.known(), reverse=True))
    assert schema.newest() == "0011"
