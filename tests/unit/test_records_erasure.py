"""What was erased is nowhere in the file: its pages are decrypted here, without SQLCipher, and searched."""

from __future__ import annotations

import hashlib
import hmac
import random
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from records_cases import PASSPHRASE, analysis, new_records

from analyzer.archive import archive, archive_measures
from analyzer.records import NewPhoto, NewThomasPhoto, Records, VisitDraft, clients
from analyzer.records.packing import pack
from analyzer.types.intake import Intake
from tests.unit import thomas_cases

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_rounds")]

PAGE: Final = 4096
RESERVED: Final = 80  # initialisation vector, signature
ROUNDS: Final = 10
COUNT: Final = 16


def decrypted(file: Path, passphrase: str = PASSPHRASE) -> bytes:
    """All pages in plain, with every signature checked; the format is that of SQLCipher 4."""
    raw = file.read_bytes()
    salt = raw[:16]
    key = hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, ROUNDS, 32)
    signing = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    assert len(raw) % PAGE == 0
    pages = []
    for number in range(len(raw) // PAGE):
        page = raw[number * PAGE : (number + 1) * PAGE]
        start = 16 if number == 0 else 0
        secret, tail = page[start : PAGE - RESERVED], page[PAGE - RESERVED :]
        signature = hmac.digest(signing, secret + tail[:16] + (number + 1).to_bytes(4, "little"), "sha512")
        assert hmac.compare_digest(signature, tail[16:])
        decryptor = Cipher(algorithms.AES(key), modes.CBC(tail[:16])).decryptor()
        pages.append(decryptor.update(secret) + decryptor.finalize())
    return b"".join(pages)


def _mark(kind: str, number: int) -> str:
    return f"<{kind}-{number:04d}>"


def _photo(number: int, size: int) -> NewPhoto:
    data = (_mark("photo", number) * (size // 12)).encode()
    return NewPhoto(
        f"{_mark('file', number)}.jpg", data, analysis(sha=f"{number:064x}"), keep_camera_data=True
    )


def _thomas_photo(number: int, size: int) -> NewThomasPhoto:
    data = (_mark("table", number) * (size // 12)).encode()
    found = thomas_cases.analysis(name=_mark("lying", number))
    return NewThomasPhoto(f"{_mark('couch', number)}.jpg", data, found, keep_camera_data=True)


def _fill(records: Records, clients: int, rng: random.Random) -> list[int]:
    """Clients whose rows have all sizes and are changed in any order, so that SQLite moves them around."""
    ids = [
        records.add_client(
            _mark("code", n), _mark("name", n) * rng.randint(1, 8), _mark("note", n) * rng.randint(0, 90)
        ).id
        for n in range(clients)
    ]
    for turn in range(2):
        for n in rng.sample(range(clients), clients):
            photos = tuple(_photo(n, rng.choice((50, 3000, 9000))) for _ in range(rng.randint(0, 2)))
            words = _mark("visit", n) * rng.randint(0, 400)
            intake = Intake(notes=_mark("intake", n) * rng.randint(1, 100))
            day = date(2026, 1, 1) + timedelta(turn)
            test = tuple(_thomas_photo(n, rng.choice((50, 3000, 9000))) for _ in range(rng.randint(0, 2)))
            made = VisitDraft(day, photos, intake=intake, notes=words, thomas=test)
            records.save_visit(ids[n], made)
        for n in rng.sample(range(clients), clients // 3):
            records.change_client(ids[n], note=_mark("note", n) * rng.randint(0, 200))
            line = records.visits(ids[n])[0]
            visit = records.visit(line.id)
            changed = VisitDraft(visit.day, visit.photos[1:], notes=_mark("visit", n) * rng.randint(0, 200))
            records.save_visit(ids[n], changed, visit.id)
    return ids


KINDS: Final = ("code", "name", "note", "visit", "intake", "photo", "file", "table", "couch")


def _left(plain: bytes, numbers: list[int]) -> list[str]:
    return [
        mark for n in numbers for kind in KINDS if (mark := _mark(kind, n)).encode() in plain
    ]  # fmt: skip


def test_nothing_of_an_erased_client_is_in_the_file(tmp_path: Path) -> None:
    rng = random.Random(5)  # noqa: S311 - repeatable
    with new_records(tmp_path) as records:
        file = tmp_path / "practice" / "clients.records"
        ids = _fill(records, COUNT, rng)
        plain = decrypted(file)
        # The search does find what is there.
        assert len(_left(plain, list(range(COUNT)))) > COUNT * len(KINDS) * 0.8
        gone: list[int] = []
        for n in rng.sample(range(COUNT), COUNT - 1):
            if n % 3:
                records.erase_client(ids[n])
            else:  # visit by visit, and the client last
                for line in records.visits(ids[n]):
                    records.erase_visit(line.id)
                records.erase_client(ids[n])
            gone.append(n)
            if len(gone) % 6 == 0 or len(gone) > COUNT - 5:
                assert not _left(decrypted(file), gone)
                assert {path.name for path in file.parent.iterdir()} <= {file.name, f".{file.name}.lock"}
        (last,) = records.clients()
        assert records.timeline(last.id) or not records.visits(last.id)
        for line in records.visits(last.id):
            assert records.visit(line.id).notes == _mark("visit", ids.index(last.id)) * (
                len(records.visit(line.id).notes) // len(_mark("visit", 0))
            )


def test_rows_that_were_moved_leave_no_copies(tmp_path: Path) -> None:
    """With these rows SQLite leaves some behind when they are only deleted, in spite of ``secure_delete``."""
    count, rng = 300, random.Random(1)  # noqa: S311
    with new_records(tmp_path) as records:
        file = tmp_path / "practice" / "clients.records"
        with records._database.writing() as session:
            names = [_mark("name", n) * rng.randint(1, 4) for n in range(count)]
            added = [
                clients.add(session, _mark("code", n), names[n], "n" * rng.randint(0, 300))
                for n in range(count)
            ]
        for _ in range(2):
            with records._database.writing() as session:
                for n in rng.sample(range(count), count):
                    note = _mark("note", n) * rng.randint(0, 50)
                    clients.change(session, added[n].id, code=None, name=None, note=note, details=None)
        order = rng.sample(range(count), count)
        for first in range(0, 280, 28):
            with records._database.erasing() as session:
                for n in order[first : first + 28]:
                    clients.erase(session, added[n].id)
            if first % 56:
                assert not _left(decrypted(file), order[: first + 28])


def test_pages_whose_rows_move_hold_nothing_of_photos_and_results(tmp_path: Path) -> None:
    """Only pages of their own do, which are overwritten as a whole."""
    with new_records(tmp_path) as records:
        file = tmp_path / "practice" / "clients.records"
        client = records.add_client("K")
        photos = tuple(_photo(n, size) for n, size in enumerate((12, 500, 3000, 20_000)))
        visit = records.save_visit(client.id, VisitDraft(date(2026, 1, 1), photos))
        pieces = [_mark("photo", n).encode() for n in range(4)]
        pieces += [pack(archive(photo.analysis))[start:][:40] for photo in visit.photos for start in (0, 500)]
        point = records.timeline(client.id)[0]
        pieces += [pack(archive_measures(point.measures))[start:][:40] for start in (0, 200)]
        plain = decrypted(file)
        assert all(piece in plain for piece in pieces)
        moving = 0
        for number in range(1, len(plain) // (PAGE - RESERVED) + 1):
            at = number * (PAGE - RESERVED) - 16  # the first page lacks the salt
            page = plain[at : at + PAGE - RESERVED] or b" "
            if page[0] in (0x02, 0x05, 0x0A, 0x0D):  # a page of a tree; others begin with a page number
                moving += 1
                assert not any(piece in page for piece in pieces)
        assert moving > 10


def test_packed_analyses_are_gone_too(tmp_path: Path) -> None:
    """They are compressed, so a piece of the packed bytes is what is searched for."""
    with new_records(tmp_path) as records:
        file = tmp_path / "practice" / "clients.records"
        keep, erase = records.add_client("keep"), records.add_client("erase")
        for number in range(6):
            for client in (keep, erase):
                records.save_visit(client.id, VisitDraft(date(2026, 1, 1 + number), (_photo(number, 5000),)))
        photo = analysis(sha=f"{3:064x}")
        piece = pack(archive(photo))[700:760]
        assert decrypted(file).count(piece) >= 2
        records.erase_client(erase.id)
        assert decrypted(file).count(piece) >= 1
        records.erase_client(keep.id)
        assert decrypted(file).count(piece) == 0


def test_a_removed_photo_is_overwritten(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        file = tmp_path / "practice" / "clients.records"
        client = records.add_client("K")
        visit = records.save_visit(
            client.id, VisitDraft(date(2026, 1, 1), (_photo(1, 9000), _photo(2, 9000)))
        )
        records.save_visit(client.id, VisitDraft(visit.day, visit.photos[1:]), visit.id)
        plain = decrypted(file)
        assert _mark("photo", 1).encode() not in plain and _mark("photo", 2).encode() in plain


def test_erasing_breaks_no_reference(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        ids = _fill(records, 12, random.Random(1))  # noqa: S311
        for client_id in ids[::2]:
            records.erase_client(client_id)
        with records._database.connection(writes=False) as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            for table in ("photo_data", "analysis"):
                rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608
                assert rows == connection.exec_driver_sql("SELECT count(*) FROM photo").scalar()


def test_the_journal_is_encrypted_and_nothing_else_is_ever_written(tmp_path: Path) -> None:
    """Whatever lies beside the file at any moment of saving, erasing and copying: no words, no picture."""
    with new_records(tmp_path) as records:
        folder = tmp_path / "practice"
        words = [_mark(kind, 1).encode() for kind in KINDS]
        names, found, running = set(), [], threading.Event()

        def watch() -> None:
            while not running.is_set():
                for path in tmp_path.rglob("*"):
                    if path.is_file():
                        try:
                            data = path.read_bytes() if path.name != "clients.records" else b""
                        except OSError:
                            continue
                        names.add(path.name.rpartition("practice/")[2])
                        found.extend(word for word in words if word in data)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            for turn in range(12):
                client = records.add_client(_mark("code", 1), _mark("name", 1), _mark("note", 1))
                draft = VisitDraft(date(2026, 1, 1), (_photo(1, 400_000),), notes=_mark("visit", 1))
                visit = records.save_visit(client.id, draft)
                records.save_visit(client.id, VisitDraft(visit.day, (_photo(1, 300_000),)), visit.id)
                if turn % 4 == 0:
                    records.backup()
                    records.backup_to(folder / f"copy-{turn}")
                    records.export_client(client.id)
                records.erase_client(client.id)
        finally:
            running.set()
            watcher.join()
    assert not found
    assert "clients.records-journal" in names  # the watcher was quick enough to see it
    assert {name for name in names if not name.startswith("copy-")} <= {
        "clients.records", "clients.records-journal", ".clients.records.lock", ".clients.records.backup",
        *(f".copy-{turn}.{kind}" for turn in (0, 4, 8) for kind in ("new", "lock", "new-journal")),
        ".clients.records.backup-journal", ".clients.records.new",
    }  # fmt: skip
