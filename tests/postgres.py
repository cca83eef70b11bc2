"""A PostgreSQL server for tests, started from the system's own programs."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

USER: Final = "practice"
SECRET: Final = "p%40ss/word"  # noqa: S105 - of the tests
CONFIGURATION: Final = (
    "fsync=off,full_page_writes=off,max_connections=20,shared_buffers=16MB,log_statement=none"
)


def programs_of_server() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class PostgresServer:
    """A server with an empty cluster in a folder of its own, on this computer only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._owner = None
        if os.geteuid() == 0:  # the server refuses to run as the administrator
            account = pwd.getpwnam("postgres")
            self._owner = account.pw_uid
            os.chown(folder, account.pw_uid, account.pw_gid)

    def start(self, configuration: str = CONFIGURATION) -> None:
        word = self._folder / "word"
        word.write_text("p@ss/word")
        word.chmod(0o644)
        self._run(
            "initdb", "-D", "data", "-U", USER, "-A", "scram-sha-256", "--pwfile=word", "-E", "UTF8", "-N"
        )
        options = [f"-c {option}" for option in configuration.split(",")]
        options += [f"-p {self.port}", "-k .", "-c listen_addresses=127.0.0.1"]
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", " ".join(options), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def url(self, database: str, query: str = "") -> str:
        return f"postgresql://{USER}:{SECRET}@127.0.0.1:{self.port}/{database}{query}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        environment = {"PGPASSWORD": "p@ss/word", "PATH": os.environ["PATH"]}
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database]
        return self._run("psql", *where, "-At", "-c", statement, environment=environment)

    def holds(self, part: bytes) -> bool:
        """Whether some bytes are in the files of its tables and indexes, or in files of passing use."""
        files = (path for path in (self._folder / "data" / "base").rglob("*") if path.is_file())
        return any(part in path.read_bytes() for path in files)

    def _run(self, program: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
        # Not a pipe: the server that pg_ctl leaves running would hold it open.
        with tempfile.TemporaryFile() as out:
            ran = subprocess.run(
                [self._programs / program, *arguments],
                cwd=self._folder,
                env=environment or {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                user=self._owner,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            )
            out.seek(0)
            said = out.read().decode(errors="replace")
        assert ran.returncode == 0, said
        return said.strip()


@contextmanager
def running(programs: Path, configuration: str = CONFIGURATION) -> Iterator[PostgresServer]:
    """A server that is gone afterwards, with all that was in it."""
    with tempfile.TemporaryDirectory(prefix="posture-pg-", dir="/tmp") as folder:
        made = PostgresServer(programs, Path(folder))
        made.start(configuration)
        try:
            yield made
        finally:
            made.stop()
