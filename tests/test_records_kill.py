"""Processes that are killed while they save, change the passphrase, back up, restore and erase.

A child with everything loaded is killed at a random moment. After each kill the file has to open, every visit
whose saving was acknowledged has to be complete, and none may be half there. The moments are spread over the
whole time that the work takes, with a fixed seed.
"""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from records_cases import OTHER, PASSPHRASE, analysis, draft, new_records

from analyzer.records import NewPhoto, Records, RecordsError, Visit, cipher

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="processes are made and killed as POSIX does it"
)

SAVES: Final = 200
SWITCHES: Final = 30
PHOTO: Final = 50_000

Work: TypeAlias = Callable[[Callable[[bytes], None]], None]


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "ROUNDS", 10)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with new_records(tmp_path) as records:
        client = records.add_client("K")
        records.save_visit(client.id, _draft(0))
    return tmp_path / "practice" / "clients.records"


def _draft(number: int) -> Any:
    """Three photos and a note by which a complete visit is recognised."""
    photos = [
        NewPhoto(f"{n}.jpg", bytes([number % 251, n]) * PHOTO, analysis(sha=f"{3 * number + n:064x}"), True)
        for n in range(3)
    ]
    return draft(*photos, notes=f"visit {number}", exercises=(f"e{number}",))


def _require_whole(records: Records, visit: Visit) -> int:
    """The number of a visit that is complete in every part."""
    number = int(visit.notes.removeprefix("visit "))
    assert visit.exercises == (f"e{number}",)
    assert len(visit.photos) == 3
    for n, photo in enumerate(visit.photos):
        assert records.photo_data(photo.id) == bytes([number % 251, n]) * PHOTO
        assert photo.analysis.photo.sha256 == f"{3 * number + n:064x}"
    return number


class _Moments:
    """Random moments of some work, whose length is learnt while it is done: machines have moods.

    Parameters
    ----------
    seed : int
    work : callable
        Is done once, in full, to begin with.
    """

    def __init__(self, seed: int, work: Work) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - repeatable
        started = time.monotonic()
        _killed(work, 60.0)
        self._span_s = 1.1 * (time.monotonic() - started)

    def kill(self, work: Work) -> bytes:
        """Kill the work at one of them, and give what it acknowledged."""
        said, finished = _killed(work, self._rng.random() * self._span_s)
        # About a quarter is to be finished.
        self._span_s *= 0.9 if finished else 1.035
        return said


def _killed(work: Work, after_s: float) -> tuple[bytes, bool]:
    """Run work in a child, kill it so long after its begin: what it acknowledged, and whether it ended."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        # Nothing of the test's own may run in the child, whatever happens.
        try:
            os.close(out)
            os.write(into, b"!")
            work(lambda said: os.write(into, said) and None)
            os._exit(0)
        finally:
            os._exit(3)
    os.close(into)
    said = bytearray(os.read(out, 1))
    ended = time.monotonic() + after_s
    while (left := ended - time.monotonic()) > 0 and select.select([out], [], [], left)[0]:
        if not (more := os.read(out, 4096)):
            break
        said += more
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    while more := os.read(out, 4096):  # what it had said before
        said += more
    os.close(out)
    _, status = os.waitpid(child, 0)
    finished = os.WIFEXITED(status)
    assert not finished or os.WEXITSTATUS(status) == 0  # 3: the work itself has failed
    return bytes(said[1:]), finished


def _only(file: Path) -> None:
    """Nothing is left beside the file but locks, and a journal that had not begun to count."""
    left = {path.name for path in file.parent.iterdir() if path.suffix != ".lock"}
    assert left <= {file.name, f"{file.name}-journal"}, left


def test_saving(file: Path) -> None:
    """New visits and changed ones, each acknowledged when `save_visit` has returned."""
    expected = {1: 0}
    number = 0

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with Records.open(file, PASSPHRASE) as records:
            saved = records.save_visit(1, _draft(number))
            acknowledge(b"N" + saved.id.to_bytes(4, "big"))
            records.save_visit(1, _draft(number + 1), saved.id)
            acknowledge(b"C" + saved.id.to_bytes(4, "big"))

    number = 1
    moments = _Moments(11, work)
    with Records.open(file, PASSPHRASE) as records:
        for line in records.visits(1):
            if line.id > 1:
                records.erase_visit(line.id)
    journals = 0
    for turn in range(SAVES):
        number = 2 * turn + 3
        said = moments.kill(work)
        journals += file.with_name(f"{file.name}-journal").exists()
        acknowledged = {
            int.from_bytes(said[at + 1 : at + 5], "big"): said[at : at + 1] for at in range(0, len(said), 5)
        }
        with Records.open(file, PASSPHRASE) as records:
            there = {line.id for line in records.visits(1) if line.photos == 3}
            new = there - set(expected)
            assert set(expected) <= there and len(new) <= 1
            assert set(acknowledged) <= there
            for visit_id in new:
                found = _require_whole(records, records.visit(visit_id))
                # What was changed and acknowledged is not the first state any more.
                assert found == number + 1 or (found == number and acknowledged.get(visit_id) != b"C")
                expected[visit_id] = found
            if turn % 10 == 9:
                assert {point.visit_id for point in records.timeline(1)} == there
                assert {id_: _require_whole(records, records.visit(id_)) for id_ in there} == expected
                for visit_id in there - {1}:
                    records.erase_visit(visit_id)
                expected = {1: 0}
        _only(file)
    # It was in the middle often enough for the test to mean something.
    assert journals > SAVES // 10
    with Records.open(file, PASSPHRASE) as records, records._database.connection(writes=False) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []


def test_changing_the_passphrase(file: Path) -> None:
    now, then = PASSPHRASE, OTHER

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with Records.open(file, now) as records:
            records.change_passphrase(now, then)
            acknowledge(b"1")

    moments = _Moments(12, work)
    now, then = then, now
    changed = 0
    for _ in range(SWITCHES):
        said = moments.kill(work)
        opened = []
        for passphrase in (now, then):
            with suppress(RecordsError), Records.open(file, passphrase) as records:
                assert _require_whole(records, records.visit(1)) == 0
                opened.append(passphrase)
        assert len(opened) == 1
        if said:
            assert opened == [then]
        if opened == [then]:
            changed += 1
            now, then = then, now
        _only(file)
    assert 0 < changed < SWITCHES


def test_backing_up_and_restoring(file: Path) -> None:
    target = file.parent / "backup"
    with Records.open(file, PASSPHRASE) as records:
        older = records.backup()
        records.save_visit(1, _draft(1))

    def back_up(acknowledge: Callable[[bytes], None]) -> None:
        with Records.open(file, PASSPHRASE) as records:
            records.backup_to(target)
            acknowledge(b"1")

    def restore(acknowledge: Callable[[bytes], None]) -> None:
        Records.restore(older, file, PASSPHRASE).close()
        acknowledge(b"1")

    moments = _Moments(13, back_up)
    for _ in range(SWITCHES // 2):
        target.unlink(missing_ok=True)
        said = moments.kill(back_up)
        assert target.exists() or not said
        if target.exists():
            with Records.open(target, PASSPHRASE) as copy:
                assert [_require_whole(copy, copy.visit(line.id)) for line in copy.visits(1)] == [1, 0]
    target.unlink(missing_ok=True)
    with Records.open(file, PASSPHRASE) as records:
        newer = records.backup()
    for _ in range(SWITCHES // 2):
        for path in file.parent.glob("clients*"):
            path.unlink()
        file.write_bytes(newer)
        said = moments.kill(restore)
        states = []
        for path in sorted(file.parent.glob("clients*.records")):
            with Records.open(path, PASSPHRASE) as records:
                states.append((path == file, len(records.visits(1))))
        # The newer records are there in any case, in their place or beside it.
        assert any(visits == 2 for _, visits in states)
        assert not said or (True, 1) in states


def test_erasing(file: Path) -> None:
    ids = []
    with Records.open(file, PASSPHRASE) as records:
        for n in range(12):
            ids.append(records.add_client(f"erase {n}").id)
            records.save_visit(ids[-1], _draft(n))

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with Records.open(file, PASSPHRASE) as records:
            records.erase_client(ids[0])
            acknowledge(b"1")

    moments = _Moments(14, work)
    ids.pop(0)
    for turn in range(SWITCHES):
        said = moments.kill(work)
        with Records.open(file, PASSPHRASE) as records:
            there = {client.id for client in records.clients()}
            assert there >= {1, *ids[1:]}
            assert not (said and ids[0] in there)
            if ids[0] in there:
                (line,) = records.visits(ids[0])
                _require_whole(records, records.visit(line.id))
            else:
                ids.pop(0)
                ids.append(records.add_client(f"again {turn}").id)
                records.save_visit(ids[-1], _draft(turn))
        _only(file)


def test_creating(tmp_path: Path) -> None:
    """An interrupted beginning is no dead end."""
    file = tmp_path / "clients.records"

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with Records.create(file, PASSPHRASE) as records:
            records.add_client("K")
            acknowledge(b"1")

    moments = _Moments(15, work)
    for _ in range(SWITCHES // 2):
        for path in tmp_path.iterdir():
            path.unlink()
        said = moments.kill(work)
        if Records.exists(file):
            with Records.open(file, PASSPHRASE) as records:
                assert records.count_clients() == 1 or not said
        else:
            assert not said
            with Records.create(file, PASSPHRASE) as records:
                assert records.clients() == ()
