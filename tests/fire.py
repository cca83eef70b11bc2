"""Records under fire: ``python -m tests.fire --kills 500``.

Processes are killed at random moments while they save, migrate, change the passphrase, back up, restore,
begin and erase, on an encrypted file and on a PostgreSQL server. One line for each kind of work; status 1
when something was lost or half there. Half an hour; a short form is in the tests.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "unit")]

import kills  # noqa: E402
from postgres import programs_of_server, running  # noqa: E402
from records_cases import new_records  # noqa: E402

from analyzer.records import Records, cipher  # noqa: E402

DURABLE = "max_connections=20,shared_buffers=16MB,log_statement=none"
"""A server that writes as one in a practice does."""
Run = Callable[[int, int], kills.Moments]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="of each kind of work")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    cipher.ROUNDS = 10  # of the passphrase: nobody is to be kept out here
    faults = 0
    total = 0
    for name, run in scenarios():
        began = time.monotonic()
        try:
            done = run(given.kills, given.seed)
        except Exception as error:
            faults += 1
            traceback.print_exception(error)
            say(f"{name}: FAILED")
            continue
        total += done.kills
        seconds = time.monotonic() - began
        say(f"{name}: {done.kills} kills, {done.finished} after the end, nothing lost ({seconds:.0f} s)")
    say(f"{total} kills, {faults} kinds of work with a fault")
    return 1 if faults else 0


def scenarios() -> Iterator[tuple[str, Run]]:
    """Every kind of work, each in a place of its own."""
    for work in (kills.saving, kills.erasing, kills.migrating):
        with new_file() as file:
            yield f"file, {work.__name__}", partial(work, kills.FileStore(file))
    for on_file in (kills.changing_the_passphrase, kills.backing_up, kills.restoring, kills.creating):
        with new_file() as file:
            yield f"file, {on_file.__name__}", partial(on_file, file)
    programs = programs_of_server()
    if programs is None:
        say("PostgreSQL is not installed: its half was not done")
        return
    with running(programs, DURABLE) as server:
        for work in (kills.saving, kills.erasing, kills.migrating):
            name = f"fire_{work.__name__}"
            server.sql(f"CREATE DATABASE {name}")
            store = kills.ServerStore(server.url(name), name, server.sql)
            if work is not kills.migrating:
                Records.create(store.url).close()
                kills.begin(store)
            yield f"server, {work.__name__}", partial(work, store)


@contextmanager
def new_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        new_records(Path(folder)).close()
        file = Path(folder) / "practice" / "clients.records"
        kills.begin(kills.FileStore(file))
        yield file


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
