"""Work on records in processes that are killed at random moments, and what has to hold after each kill.

A child with everything loaded does the work and is killed. Then the records have to open, everything that
was acknowledged has to be complete, and nothing may be half there. The moments are spread over the whole time
that the work takes, with a seed. `tests/test_records_kill.py` does it shortly, ``python -m tests.fire`` at
length.
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
from typing import Any, Final, Protocol, TypeAlias

from records_cases import OTHER, PASSPHRASE, analysis, draft
from test_records_schema import fill_older

from analyzer.records import NewPhoto, Records, RecordsError, Visit, copies, schema
from analyzer.records.cipher import FileKey, read_salt
from analyzer.records.database import Database

PHOTO: Final = 50_000
PATIENCE_S: Final = 60.0
Work: TypeAlias = Callable[[Callable[[bytes], None]], None]


class Store(Protocol):
    """Where the records of a scenario are."""

    def open(self) -> Records: ...

    def rest(self) -> None:
        """Until nothing of the killed process is at work any more, and nothing is left of it."""

    def begin_older(self) -> None:
        """Put records of the first version there, in the place of what was."""

    def version(self) -> str | None:
        """That of the tables, as they are."""


class FileStore:
    """An encrypted file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._older = b""

    def open(self) -> Records:
        return Records.open(self.file, PASSPHRASE)

    def rest(self) -> None:
        """Nothing is beside the file but locks, and a journal that had not begun to count."""
        left = {path.name for path in self.file.parent.iterdir() if path.suffix != ".lock"}
        assert left <= {self.file.name, f"{self.file.name}-journal"}, left

    def begin_older(self) -> None:
        for path in self.file.parent.iterdir():
            path.unlink()
        if not self._older:
            key = FileKey.fresh(PASSPHRASE)
            copies.create(self.file, key)
            fill_older(Database.of_file(self.file, key))
            self._older = self.file.read_bytes()
        else:
            self.file.write_bytes(self._older)

    def version(self) -> str | None:
        database = Database.of_file(self.file, FileKey.derive(PASSPHRASE, read_salt(self.file)))
        with database.connection(writes=False) as connection:
            found = schema.current(connection)
        database.close()
        return found


class ServerStore:
    """A database of a PostgreSQL server; ``sql`` runs a statement in another one."""

    def __init__(self, url: str, name: str, sql: Callable[[str], object]) -> None:
        self.url, self._name, self._sql = url, name, sql
        self._made = False

    def open(self) -> Records:
        return Records.open(self.url)

    def rest(self) -> None:
        """A server goes on for a moment with what a process had asked for."""
        end = time.monotonic() + PATIENCE_S
        ask = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{self._name}'"  # noqa: S608 - our own
        while str(self._sql(ask)).strip() != "0":
            assert time.monotonic() < end, "the server is not done with a process that is gone"
            time.sleep(0.01)

    def begin_older(self) -> None:
        if not self._made:
            fill_older(Database.of_server(self.url))
            self.rest()
            self._sql(f"ALTER DATABASE {self._name} RENAME TO {self._name}_older")
            self._made = True
        else:
            self.rest()
            self._sql(f"DROP DATABASE {self._name}")
        self._sql(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_older")

    def version(self) -> str | None:
        database = Database.of_server(self.url)
        with database.connection(writes=False) as connection:
            found = schema.current(connection)
        database.close()
        return found


def visit_draft(number: int) -> Any:
    """Three photos and a note by which a complete visit is recognised."""
    photos = [
        NewPhoto(f"{n}.jpg", bytes([number % 251, n]) * PHOTO, analysis(sha=f"{3 * number + n:064x}"), True)
        for n in range(3)
    ]
    return draft(*photos, notes=f"visit {number}", exercises=(f"e{number}",))


def require_whole(records: Records, visit: Visit) -> int:
    """The number of a visit that is complete in every part."""
    number = int(visit.notes.removeprefix("visit "))
    assert visit.exercises == (f"e{number}",)
    assert len(visit.photos) == 3
    for n, photo in enumerate(visit.photos):
        assert records.photo_data(photo.id) == bytes([number % 251, n]) * PHOTO
        assert photo.analysis.photo.sha256 == f"{3 * number + n:064x}"
    return number


class Moments:
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
        killed(work, PATIENCE_S)
        self._span_s = 1.1 * (time.monotonic() - started)
        self.kills = self.finished = 0

    def kill(self, work: Work) -> bytes:
        """Kill the work at one of them, and give what it acknowledged."""
        said, finished = killed(work, self._rng.random() * self._span_s)
        self.kills += 1
        self.finished += finished
        # About a quarter is to be finished.
        self._span_s *= 0.9 if finished else 1.035
        return said


def killed(work: Work, after_s: float) -> tuple[bytes, bool]:
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


# --- Scenarios ------------------------------------------------------------------------------------------


def saving(store: Store, kills: int, seed: int) -> Moments:
    """New visits and changed ones, each acknowledged when `save_visit` has returned.

    Client 1 is there with one visit, number 0.
    """
    expected = {1: 0}
    number = 1

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with store.open() as records:
            saved = records.save_visit(1, visit_draft(number))
            acknowledge(b"N" + saved.id.to_bytes(4, "big"))
            records.save_visit(1, visit_draft(number + 1), saved.id)
            acknowledge(b"C" + saved.id.to_bytes(4, "big"))

    moments = Moments(seed, work)
    with store.open() as records:
        for line in records.visits(1):
            if line.id > 1:
                records.erase_visit(line.id)
    for turn in range(kills):
        number = 2 * turn + 3
        said = moments.kill(work)
        store.rest()
        acknowledged = {
            int.from_bytes(said[at + 1 : at + 5], "big"): said[at : at + 1] for at in range(0, len(said), 5)
        }
        with store.open() as records:
            there = {line.id for line in records.visits(1) if line.photos == 3}
            new = there - set(expected)
            assert set(expected) <= there and len(new) <= 1
            assert set(acknowledged) <= there
            for visit_id in new:
                found = require_whole(records, records.visit(visit_id))
                # What was changed and acknowledged is not the first state any more.
                assert found == number + 1 or (found == number and acknowledged.get(visit_id) != b"C")
                expected[visit_id] = found
            if turn % 10 == 9:
                assert {point.visit_id for point in records.timeline(1)} == there
                assert {id_: require_whole(records, records.visit(id_)) for id_ in there} == expected
                for visit_id in there - {1}:
                    records.erase_visit(visit_id)
                expected = {1: 0}
    return moments


def erasing(store: Store, kills: int, seed: int) -> Moments:
    """A client is there in full or not at all, and stays gone once that was acknowledged."""
    ids = []
    with store.open() as records:
        for n in range(12):
            ids.append(records.add_client(f"erase {n}").id)
            records.save_visit(ids[-1], visit_draft(n))

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with store.open() as records:
            records.erase_client(ids[0])
            acknowledge(b"1")

    moments = Moments(seed, work)
    ids.pop(0)
    for turn in range(kills):
        said = moments.kill(work)
        store.rest()
        with store.open() as records:
            there = {client.id for client in records.clients()}
            assert there >= {1, *ids[1:]}
            assert not (said and ids[0] in there)
            if ids[0] in there:
                (line,) = records.visits(ids[0])
                require_whole(records, records.visit(line.id))
            else:
                ids.pop(0)
                ids.append(records.add_client(f"again {turn}").id)
                records.save_visit(ids[-1], visit_draft(turn))
    return moments


def migrating(store: Store, kills: int, seed: int) -> Moments:
    """Records of the first version are brought up to date by opening them: all steps, or none."""

    def work(acknowledge: Callable[[bytes], None]) -> None:
        store.open().close()
        acknowledge(b"1")

    store.begin_older()
    moments = Moments(seed, work)
    for _ in range(kills):
        store.begin_older()
        said = moments.kill(work)
        store.rest()
        version = store.version()
        assert version in ("0001", schema.newest())
        assert not said or version == schema.newest()
        with store.open() as records:
            (client,) = records.clients()
            lines = records.visits(client.id)
            assert sorted(line.photos for line in lines) == [0, 2, 2, 2]
            assert len(records.timeline(client.id)) == 6
    return moments


def changing_the_passphrase(file: Path, kills: int, seed: int) -> Moments:
    """The old one opens the file, or the new one; never both, never neither."""
    now, then = PASSPHRASE, OTHER

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with Records.open(file, now) as records:
            records.change_passphrase(now, then)
            acknowledge(b"1")

    moments = Moments(seed, work)
    now, then = then, now
    for _ in range(kills):
        said = moments.kill(work)
        opened = []
        for passphrase in (now, then):
            with suppress(RecordsError), Records.open(file, passphrase) as records:
                assert require_whole(records, records.visit(1)) == 0
                opened.append(passphrase)
        assert len(opened) == 1
        if said:
            assert opened == [then]
        if opened == [then]:
            now, then = then, now
        FileStore(file).rest()
    if now != PASSPHRASE:
        with Records.open(file, now) as records:
            records.change_passphrase(now, PASSPHRASE)
    return moments


def backing_up(file: Path, kills: int, seed: int) -> Moments:
    """A backup is there in full, or not."""
    target = file.parent / "backup"
    with Records.open(file, PASSPHRASE) as records:
        expected = [require_whole(records, records.visit(line.id)) for line in records.visits(1)]

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with Records.open(file, PASSPHRASE) as records:
            records.backup_to(target)
            acknowledge(b"1")

    moments = Moments(seed, work)
    for _ in range(kills):
        target.unlink(missing_ok=True)
        said = moments.kill(work)
        assert target.exists() or not said
        if target.exists():
            with Records.open(target, PASSPHRASE) as copy:
                assert [require_whole(copy, copy.visit(line.id)) for line in copy.visits(1)] == expected
    target.unlink(missing_ok=True)
    return moments


def restoring(file: Path, kills: int, seed: int) -> Moments:
    """The newer records are there in any case, in their place or beside it."""
    with Records.open(file, PASSPHRASE) as records:
        older = records.backup()
        before = len(records.visits(1))
        added = records.save_visit(1, visit_draft(1))
        newer = records.backup()
        records.erase_visit(added.id)

    def work(acknowledge: Callable[[bytes], None]) -> None:
        Records.restore(older, file, PASSPHRASE).close()
        acknowledge(b"1")

    moments = Moments(seed, work)
    for _ in range(kills):
        for path in file.parent.glob("clients*"):
            path.unlink()
        file.write_bytes(newer)
        said = moments.kill(work)
        states = []
        for path in sorted(file.parent.glob("clients*.records")):
            with Records.open(path, PASSPHRASE) as records:
                states.append((path == file, len(records.visits(1))))
        assert any(visits == before + 1 for _, visits in states)
        assert not said or (True, before) in states
    for path in file.parent.glob("clients*"):
        path.unlink()
    file.write_bytes(older)
    return moments


def creating(file: Path, kills: int, seed: int) -> Moments:
    """An interrupted beginning is no dead end."""

    def work(acknowledge: Callable[[bytes], None]) -> None:
        with Records.create(file, PASSPHRASE) as records:
            records.add_client("K")
            acknowledge(b"1")

    def clear() -> None:
        for path in file.parent.iterdir():
            path.unlink()

    clear()
    moments = Moments(seed, work)
    for _ in range(kills):
        clear()
        said = moments.kill(work)
        if Records.exists(file):
            with Records.open(file, PASSPHRASE) as records:
                assert records.count_clients() == 1 or not said
        else:
            assert not said
            with Records.create(file, PASSPHRASE) as records:
                assert records.clients() == ()
    return moments


def begin(store: Store) -> None:
    """A client with one visit in records that are new."""
    with store.open() as records:
        client = records.add_client("K")
        records.save_visit(client.id, visit_draft(0))
