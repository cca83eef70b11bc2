"""Backup, restore, another passphrase."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from records_cases import OTHER, PASSPHRASE, draft, jpeg, new_photo, new_records

from analyzer.records import (
    DamagedError,
    NewerSchemaError,
    NotRecordsError,
    Records,
    RecordsError,
    RecordsExistError,
    RecordsMovedError,
    WeakPassphraseError,
    WrongPassphraseError,
    cipher,
)
from analyzer.records.cipher import FileKey


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "ROUNDS", 10)
    monkeypatch.setattr(cipher, "BUSY_SECONDS", 1.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with new_records(tmp_path) as records:
        client = records.add_client("K-1")
        records.save_visit(client.id, draft(new_photo(1)))
    return tmp_path / "practice" / "clients.records"


def _codes(place: Path, passphrase: str = PASSPHRASE) -> list[str]:
    with Records.open(place, passphrase) as records:
        codes = [client.code for client in records.clients()]
        if codes:
            assert records.photo_data(1) == jpeg(1)
        return sorted(codes)


def test_another_passphrase(file: Path) -> None:
    before = file.read_bytes()
    with Records.open(file, PASSPHRASE) as records:
        for old, new, wrong in (
            (OTHER, "long enough", WrongPassphraseError),
            (PASSPHRASE, "short", WeakPassphraseError),
        ):
            with pytest.raises(wrong):
                records.change_passphrase(old, new)
        assert file.read_bytes() == before
        records.change_passphrase(PASSPHRASE, OTHER)
        records.add_client("K-2")  # the same object goes on
        with pytest.raises(WrongPassphraseError):
            records.change_passphrase(PASSPHRASE, OTHER)
        records.change_passphrase(OTHER, OTHER)
    assert _codes(file, OTHER) == ["K-1", "K-2"]
    with pytest.raises(WrongPassphraseError):
        Records.open(file, PASSPHRASE)
    # Another salt, so another key; and no page of the old file is in the new one.
    pages = {before[at : at + 4096] for at in range(0, len(before), 4096)}
    after = file.read_bytes()
    assert not pages & {after[at : at + 4096] for at in range(0, len(after), 4096)}
    assert file.stat().st_mode & 0o777 == 0o600


def test_other_programs_notice_another_passphrase(file: Path) -> None:
    """What they would write must not go to the old file, which has no name any more."""
    with Records.open(file, PASSPHRASE) as here, Records.open(file, PASSPHRASE) as there:
        here.change_passphrase(PASSPHRASE, OTHER)
        for ask in (there.clients, lambda: there.add_client("lost")):
            with pytest.raises(RecordsMovedError):
                ask()
        assert [client.code for client in here.clients()] == ["K-1"]


def test_sqlite_itself_notices_that_the_file_was_replaced(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should it happen between our looking and its writing."""
    from analyzer.records import database  # noqa: PLC0415

    with Records.open(file, PASSPHRASE) as records:
        monkeypatch.setattr(database, "_identity", lambda path: records._database._identity)
        shutil.copy(file, file.with_name("copy"))
        file.with_name("copy").replace(file)
        with pytest.raises(RecordsError):
            records.add_client("lost")
    assert _codes(file) == ["K-1"]


def test_a_backup_is_the_records(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "usb" / "backup.records"
    with Records.open(file, PASSPHRASE) as records:
        data = records.backup()
        assert records.backup_to(target) == target
        with pytest.raises(RecordsExistError):
            records.backup_to(target)
        named = records.backup_to(tmp_path)
        assert named.parent == tmp_path and named.name.startswith("clients-20")
        assert len(named.name) == len(records.backup_name())
        records.add_client("later")
    assert jpeg(1)[300:330] not in data
    for copy in (target, named):
        assert copy.stat().st_mode & 0o777 == 0o600
        assert _codes(copy) == ["K-1"]
    (tmp_path / "data").write_bytes(data)
    assert _codes(tmp_path / "data") == ["K-1"]


def test_a_backup_while_others_write_is_one_state(file: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with Records.open(file, PASSPHRASE) as records:
            number = 0
            while not stop.is_set():
                client = records.add_client(f"n{number}")
                records.save_visit(client.id, draft(new_photo(number % 3), notes=f"n{number}"))
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with Records.open(file, PASSPHRASE) as records:
            copies = [records.backup_to(tmp_path / f"copy{number}") for number in range(4)]
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        with Records.open(copy, PASSPHRASE) as records:
            for client in records.clients(limit=10_000):
                for line in records.visits(client.id):
                    assert records.photo_data(records.visit(line.id).photos[0].id)


def test_restoring_keeps_what_was_there(file: Path, tmp_path: Path) -> None:
    with Records.open(file, PASSPHRASE) as records:
        data = records.backup()
        backup = records.backup_to(tmp_path / "b")
        records.change_passphrase(PASSPHRASE, OTHER)
        records.add_client("K-2")
    kept = []
    for source in (data, backup):
        with Records.restore(source, file, PASSPHRASE) as records:
            assert [client.code for client in records.clients()] == ["K-1"]
            assert records.replaced is not None
            kept.append(records.replaced)
            if source is data:
                kept[0].rename(tmp_path / "first")
    assert _codes(tmp_path / "first", OTHER) == ["K-1", "K-2"]
    assert _codes(kept[1]) == ["K-1"]
    assert kept[1].parent == file.parent and "before-restore" in kept[1].name


def test_restoring_where_nothing_is(file: Path, tmp_path: Path) -> None:
    place = tmp_path / "new computer" / "clients.records"
    with Records.restore(file, place, PASSPHRASE) as records:
        assert records.replaced is None
    assert _codes(place) == _codes(file) == ["K-1"]
    assert place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        *(("visit", "day", value) for value in ("2026-02-30", "0000-01-01", "soon", 5, b"2026-01-01")),
        *(("client", "created_utc", value) for value in ("", "2026-01-01", "2026-01-01 00:00:00.5x")),
        *(("client", "name", b"Anna"), ("client", "birth_year", "old"), ("client", "sex", "cat")),
        *(("photo", "position", 0.5), ("photo_data", "data", 7), ("visit", "camera_height_cm", float("inf"))),
    ],
)
def test_a_backup_with_anything_in_its_rows_is_not_used(
    file: Path, tmp_path: Path, table: str, column: str, value: object
) -> None:
    """SQLite keeps anything in any column. Such a backup was put in place, and then its pages failed."""
    prepared = tmp_path / "prepared.records"
    shutil.copy(file, prepared)
    connection = cipher.connect(prepared, FileKey.derive(PASSPHRASE, cipher.read_salt(prepared)))
    connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))  # noqa: S608 - our own
    connection.close()
    before = file.read_bytes()
    with pytest.raises(DamagedError):
        Records.restore(prepared, file, PASSPHRASE)
    assert file.read_bytes() == before


@pytest.mark.parametrize("text", ["5", '"x"', "[5]", "[" * 2000, '["\\ud800"]'])
@pytest.mark.parametrize("column", ["exercises", "intake"])
def test_what_is_no_form_of_ours_in_a_row_is_damaged(file: Path, column: str, text: str) -> None:
    connection = cipher.connect(file, FileKey.derive(PASSPHRASE, cipher.read_salt(file)))
    connection.execute(f'UPDATE visit SET "{column}" = ?', (text,))  # noqa: S608 - our own
    connection.close()
    with Records.open(file, PASSPHRASE) as records, pytest.raises(DamagedError):
        records.visit(1)


@pytest.mark.parametrize(
    "order",
    [
        "CREATE TRIGGER keep BEFORE DELETE ON client BEGIN SELECT 1; END",
        "CREATE VIEW everything AS SELECT * FROM client",
    ],
)
def test_a_file_with_orders_of_its_own_is_not_used(file: Path, tmp_path: Path, order: str) -> None:
    """A trigger in a backup would run with every change, and could keep what is erased."""
    prepared = tmp_path / "prepared.records"
    shutil.copy(file, prepared)
    key = FileKey.derive(PASSPHRASE, cipher.read_salt(prepared))
    connection = cipher.connect(prepared, key)
    connection.execute(order)
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NotRecordsError):
        Records.restore(prepared, file, PASSPHRASE)
    with pytest.raises(NotRecordsError):
        Records.open(prepared, PASSPHRASE)
    assert file.read_bytes() == before


def test_what_cannot_be_restored_changes_nothing(file: Path, tmp_path: Path) -> None:
    with Records.open(file, PASSPHRASE) as records:
        good = records.backup()
    other = tmp_path / "other"
    other.write_bytes(good)
    connection = cipher.connect(other, cipher.FileKey.derive(PASSPHRASE, good[:16]))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    damaged = bytearray(good)
    damaged[len(good) // 2] ^= 1
    before = file.read_bytes()
    names = sorted(path.name for path in file.parent.iterdir())
    for source, passphrase, wrong in (
        (good, OTHER, WrongPassphraseError),
        (b"", PASSPHRASE, DamagedError),
        (b"some text", PASSPHRASE, WrongPassphraseError),
        (jpeg(1), PASSPHRASE, WrongPassphraseError),
        (b"SQLite format 3\0" + bytes(5000), PASSPHRASE, NotRecordsError),
        (bytes(damaged), PASSPHRASE, DamagedError),
        (good[: len(good) // 2], PASSPHRASE, DamagedError),
        (other, PASSPHRASE, NewerSchemaError),
        (tmp_path / "nowhere", PASSPHRASE, RecordsError),
        (file, PASSPHRASE, RecordsExistError),
    ):
        with pytest.raises(wrong):
            Records.restore(source, file, passphrase)
        assert file.read_bytes() == before
        assert sorted(path.name for path in file.parent.iterdir() if path.suffix != ".lock") == [
            name for name in names if not name.endswith(".lock")
        ]


def test_what_an_interrupted_program_has_left_is_removed(file: Path) -> None:
    left = [file.with_name(f".{file.name}.{what}") for what in ("new", "backup")]
    for path in left:
        path.write_bytes(b"half a copy")
    assert _codes(file) == ["K-1"]
    assert not any(path.exists() for path in left)
