"""What can go wrong with the file: each time a clear sentence, and nothing is lost."""

from __future__ import annotations

import io
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from records_cases import OTHER, PASSPHRASE, analysis, draft, jpeg, new_photo, new_records

from analyzer.errors import PostureError
from analyzer.records import (
    DamagedError,
    DiskError,
    DiskFullError,
    NewerSchemaError,
    NewPhoto,
    NoRecordsError,
    NotRecordsError,
    NotWritableError,
    Records,
    RecordsBusyError,
    RecordsError,
    RecordsMovedError,
    WrongPassphraseError,
    cipher,
    errors,
)

PAGE = 4096
ROUNDS = cipher.ROUNDS


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "ROUNDS", 10)
    monkeypatch.setattr(cipher, "BUSY_SECONDS", 0.2)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Records with one client and one visit, closed."""
    with new_records(tmp_path) as records:
        client = records.add_client("K-1", "Anna Secret")
        records.save_visit(client.id, draft(new_photo(1), new_photo(2), notes="private words"))
    return tmp_path / "practice" / "clients.records"


@contextmanager
def _unchanged(file: Path) -> Iterator[None]:
    """The file stays as it is, and nothing is left beside it that was not there before."""
    before, beside = file.read_bytes(), set(file.parent.iterdir())
    yield
    assert file.read_bytes() == before
    assert {path for path in file.parent.iterdir() if path.suffix != ".lock"} <= beside


def _fine(file: Path) -> None:
    with Records.open(file, PASSPHRASE) as records:
        (client,) = records.clients()
        (line,) = records.visits(client.id)
        visit = records.visit(line.id)
        assert [records.photo_data(photo.id) for photo in visit.photos] == [jpeg(1), jpeg(2)]
        assert visit.photos[0].analysis == new_photo(1).analysis
        assert len(records.timeline(client.id)) == 1


def test_a_wrong_passphrase(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for wrong in ("", PASSPHRASE + " ", OTHER, "x'00'", '"; DROP TABLE client'):
        with _unchanged(file), pytest.raises(WrongPassphraseError) as caught:
            Records.open(file, wrong)
        assert "passphrase" in caught.value.message
    _fine(file)
    assert capfd.readouterr() == ("", "")  # SQLCipher would write to the console


def test_without_the_passphrase_the_file_shows_nothing(file: Path) -> None:
    raw = file.read_bytes()
    assert b"SQLite" not in raw and b"client" not in raw and b"Anna" not in raw and b"\xff\xd8\xff" not in raw
    histogram = [raw.count(bytes([byte])) for byte in range(256)]
    expected = len(raw) / 256
    # As even as chance: 255 degrees of freedom, 6 standard deviations.
    assert abs(sum((count - expected) ** 2 / expected for count in histogram) - 255) < 6 * (2 * 255) ** 0.5


def test_other_programs_open_it_with_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is made as SQLCipher itself makes it, with all its rounds."""
    monkeypatch.setattr(cipher, "ROUNDS", ROUNDS)
    with new_records(tmp_path, 'it\'s a "quoted" passphrase') as records:
        records.add_client("K-1")
    connection = sqlcipher3.connect(str(tmp_path / "practice" / "clients.records"))
    connection.execute("PRAGMA key = 'it''s a \"quoted\" passphrase'")
    assert connection.execute("SELECT code FROM client").fetchall() == [("K-1",)]
    connection.close()
    assert ROUNDS >= 210_000  # OWASP's least number of rounds for PBKDF2-HMAC-SHA512


def test_no_file(tmp_path: Path) -> None:
    for place in (tmp_path / "none", tmp_path / "none" / "deeper"):
        with pytest.raises(NoRecordsError):
            Records.open(place, PASSPHRASE)
        assert not place.exists()
    with pytest.raises(NotRecordsError):
        Records.open(tmp_path, PASSPHRASE)


def test_an_empty_file_is_no_records_yet(tmp_path: Path) -> None:
    (tmp_path / "clients.records").touch()
    assert not Records.exists(tmp_path / "clients.records")
    with pytest.raises(NoRecordsError):
        Records.open(tmp_path / "clients.records", PASSPHRASE)
    with Records.create(tmp_path / "clients.records", PASSPHRASE) as records:
        assert records.clients() == ()


def test_other_files(tmp_path: Path) -> None:
    file = tmp_path / "other"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE client (id INTEGER)")
    connection.close()
    with _unchanged(file), pytest.raises(NotRecordsError):
        Records.open(file, PASSPHRASE)
    for content in (jpeg(1), b"short", b"x" * 10_000, bytes(3 * PAGE)):
        file.write_bytes(content)
        with _unchanged(file), pytest.raises((WrongPassphraseError, NotRecordsError, DamagedError)):
            Records.open(file, PASSPHRASE)


def test_somebody_elses_encrypted_database(tmp_path: Path) -> None:
    file = tmp_path / "other"
    file.touch()
    connection = cipher.connect(file, cipher.FileKey.fresh(PASSPHRASE))
    connection.execute("CREATE TABLE client (id INTEGER)")
    connection.close()
    with _unchanged(file), pytest.raises(NotRecordsError):
        Records.open(file, PASSPHRASE)


def test_a_newer_version_is_not_touched(file: Path) -> None:
    _sql(file, "UPDATE alembic_version SET version_num = '9999'")
    with _unchanged(file), pytest.raises(NewerSchemaError) as caught:
        Records.open(file, PASSPHRASE)
    assert "newer version" in caught.value.message


def _key(file: Path) -> cipher.FileKey:
    return cipher.FileKey.derive(PASSPHRASE, cipher.read_salt(file))


def _sql(file: Path, statement: str) -> Any:
    connection = cipher.connect(file, _key(file))
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_another_program_is_writing(file: Path) -> None:
    with Records.open(file, PASSPHRASE) as records:
        client = records.clients()[0]
        other = cipher.connect(file, _key(file))
        other.execute("BEGIN IMMEDIATE")
        with _unchanged(file):
            assert len(records.visits(client.id)) == 1  # reading goes on
            for write in (
                lambda: records.add_client("K-2"),
                lambda: records.save_visit(client.id, draft(new_photo(3))),
                lambda: records.erase_client(client.id),
                lambda: records.change_passphrase(PASSPHRASE, OTHER),
            ):
                with pytest.raises(RecordsBusyError) as caught:
                    write()
                assert caught.value.code == "records_locked"
        other.execute("ROLLBACK")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RecordsBusyError):
            records.clients()
        with pytest.raises(RecordsBusyError):
            Records.open(file, PASSPHRASE)
        other.execute("ROLLBACK")
        other.close()
        assert records.add_client("K-2").code == "K-2"
        records.erase_client(2)
    _fine(file)


def test_a_full_disk(file: Path) -> None:
    """SQLite itself says that there is no room after so many pages."""
    with Records.open(file, PASSPHRASE) as records:
        client = records.clients()[0]
        pooled = records._database._open().raw_connection()
        pooled.cursor().execute(f"PRAGMA max_page_count = {file.stat().st_size // PAGE + 3}")
        pooled.close()
        with _unchanged(file), pytest.raises(DiskFullError) as caught:
            records.save_visit(client.id, draft(new_photo(3), new_photo(4)))
        assert "space" in caught.value.message
        assert len(records.visits(client.id)) == 1
    _fine(file)


_LIMITED = """
import resource, sys
from pathlib import Path
sys.path[:0] = {path!r}
from records_cases import PASSPHRASE, OTHER, draft, new_photo
from analyzer.records import NewPhoto, Records, cipher
cipher.ROUNDS = 10
file = Path(sys.argv[1])
size = file.stat().st_size
records = Records.open(file, PASSPHRASE)
photo = new_photo(3)
big = NewPhoto("a.jpg", photo.data + bytes(500_000), photo.analysis, keep_camera_data=True)
for room, act in (
    (size // 2, lambda: records.save_visit(1, draft(big))),
    (size + 12288, lambda: records.save_visit(1, draft(big))),
    (size + 400_000, lambda: records.save_visit(1, draft(big))),
    (size // 2, lambda: records.erase_client(1)),
    (size // 2, lambda: records.change_passphrase(PASSPHRASE, OTHER)),
    (size // 2, lambda: records.backup_to(file.parent)),
    (size // 2, lambda: Records.restore(bytes(size), file, PASSPHRASE)),
):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        act()
        print("done")
    except Exception as error:
        print(getattr(error, "code", repr(error)))
assert len(records.visits(1)) == 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_the_system_refuses_to_write_more(file: Path) -> None:
    """A limit on the size of files, in another process; writing fails in the middle."""
    ran = subprocess.run(
        [sys.executable, "-c", _LIMITED.format(path=sys.path), file],
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout.split()
    assert ran.returncode == 0, ran.stderr
    assert len(said) == 7 and set(said) <= {"disk_full", "disk_error"}, said
    assert [path.name for path in file.parent.iterdir() if path.suffix != ".lock"] == [file.name]
    _fine(file)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_a_folder_that_may_not_be_written(file: Path) -> None:
    """As another user, because permissions do not bind the administrator."""
    said = _as_nobody(
        file,
        """
records = Records.open(file, PASSPHRASE)
print(len(records.clients()))
for act in (
    lambda: records.add_client("K-2"),
    lambda: records.change_passphrase(PASSPHRASE, OTHER),
    lambda: Records.create(file.with_name("new.records"), PASSPHRASE),
    lambda: Records.restore(file.read_bytes(), file, PASSPHRASE),
):
    try:
        act()
        print("done")
    except Exception as error:
        print(getattr(error, "code", repr(error)))
""",
    )
    assert said == ["1"] + ["not_writable"] * 4
    _fine(file)


def _as_nobody(file: Path, code: str) -> list[str]:
    start = "import os, sys\nfrom pathlib import Path\n"
    start += f"sys.path[:0] = {sys.path!r}\n"
    start += "from records_cases import PASSPHRASE, OTHER\nfrom analyzer.records import Records, cipher\n"
    start += f"cipher.ROUNDS = 10\nfile = Path({str(file)!r})\n"
    folders = [file.parent, *file.parent.parents]
    modes = {path: path.stat().st_mode for path in (file, *folders)}
    try:
        for folder in file.parent.parents:  # others may have come in already, as into /tmp
            if not modes[folder] & 0o001:
                folder.chmod(0o755)
        file.parent.chmod(0o555)
        file.chmod(0o444)
        ran = subprocess.run(
            [sys.executable, "-c", start + ("os.seteuid(65534)\n" if os.geteuid() == 0 else "") + code],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for path, mode in modes.items():
            if path.stat().st_mode != mode:
                path.chmod(mode & 0o7777)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


@pytest.mark.parametrize("cut", [1, PAGE, 7 * PAGE, 7 * PAGE + 100])
def test_a_truncated_file(file: Path, cut: int) -> None:
    os.truncate(file, file.stat().st_size - cut)
    with _unchanged(file), pytest.raises(DamagedError) as caught:
        Records.open(file, PASSPHRASE)
    assert "backup" in caught.value.message


def test_a_damaged_photo_leaves_the_rest_readable(file: Path) -> None:
    pages = file.stat().st_size // PAGE
    with Records.open(file, PASSPHRASE) as records:
        client = records.clients()[0]
        other = records.save_visit(client.id, draft(new_photo(5)))
    raw = bytearray(file.read_bytes())
    raw[(pages + 1) * PAGE + 100] ^= 1  # of the first pages that were added for the new photo
    file.write_bytes(raw)
    with _unchanged(file), Records.open(file, PASSPHRASE) as records:
        for _ in range(2):
            with pytest.raises(DamagedError):
                records.photo_data(other.photos[0].id)
            assert records.photo_data(1) == jpeg(1)
        assert records.visit(other.id) == other
        with pytest.raises(DamagedError):
            records.backup()


def test_every_page_is_signed(file: Path) -> None:
    """Whatever bit is turned: a backup notices it, and nothing wrong is ever shown."""
    raw = file.read_bytes()
    with Records.open(file, PASSPHRASE) as records:
        everything = _everything(records)
    refused = 0
    for page in range(len(raw) // PAGE):
        changed = bytearray(raw)
        changed[page * PAGE + 1234] ^= 4
        file.write_bytes(changed)
        try:
            records = Records.open(file, PASSPHRASE)
        except (DamagedError, WrongPassphraseError):
            refused += 1
            continue
        with records:
            with pytest.raises(DamagedError):
                records.backup()
            try:
                assert _everything(records) == everything
            except DamagedError:
                refused += 1
    assert refused > 15
    file.write_bytes(raw)
    _fine(file)


def _everything(records: Records) -> list[Any]:
    (client,) = records.clients()
    shown: list[Any] = [client, *(dict(point.measures) for point in records.timeline(client.id))]
    for line in records.visits(client.id):
        visit = records.visit(line.id)
        shown += [visit, *(records.photo_data(photo.id) for photo in visit.photos)]
    return shown


def test_replaced_by_another_program(file: Path) -> None:
    with Records.open(file, PASSPHRASE) as records:
        shutil.copy(file, file.with_name("copy"))
        file.with_name("copy").replace(file)
        with _unchanged(file):
            for ask in (lambda: records.add_client("K-2"), records.clients, lambda: records.erase_client(1)):
                with pytest.raises(RecordsMovedError):
                    ask()
        file.unlink()
        with pytest.raises(RecordsMovedError):
            records.clients()
        assert not file.exists()


def test_nothing_private_in_errors_and_logs(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the database itself complains, with everything logged."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    root.addHandler(handler)
    monkeypatch.setattr(root, "level", logging.DEBUG)
    secrets = ("Anna", "private", "K-1", str(file), file.name, PASSPHRASE)
    try:
        with Records.open(file, PASSPHRASE) as records:
            records.clients("Anna")
            for act in (
                lambda: records.add_client("k-1", "Anna", "private"),
                lambda: records.save_visit(1, replace(draft(), day="private")),  # type: ignore[arg-type]
                lambda: records.save_visit(1, draft(NewPhoto("Anna.jpg", b"private", analysis()))),
            ):
                with pytest.raises(RecordsError) as caught:
                    act()
                chain = [caught.value, caught.value.__cause__]
                assert caught.value.__suppress_context__ or caught.value.__context__ is None
                assert not any(secret in repr(error) for error in chain for secret in secrets)
    finally:
        root.removeHandler(handler)
    assert not any(secret in heard.getvalue() for secret in secrets)


def test_every_error_has_a_code_and_a_sentence() -> None:
    classes = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, RecordsError)
    ]
    assert len({kind.code for kind in classes}) == len(classes) > 15
    for kind in classes:
        assert issubclass(kind, PostureError)
        assert kind.default_message.count(". ") >= 1 and kind.default_message.endswith(".")
        assert "\N{EM DASH}" not in kind.default_message
    assert {DiskError.code, DiskFullError.code, NotWritableError.code} < {kind.code for kind in classes}
