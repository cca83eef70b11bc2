"""The version of the tables, and bringing older ones up to date."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from analyzer.records.errors import NewerSchemaError, NotRecordsError

_TURN: Final = 7_403_011_852
"""Any number that no other program uses."""
_SCRIPTS: Final = Path(__file__).with_name("migrations")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic would read a % in the path as a placeholder.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def known() -> tuple[str, ...]:
    """All versions that this program knows, the newest first."""
    return tuple(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def newest() -> str:
    """The version that this program uses."""
    return known()[0]


def current(connection: Connection) -> str | None:
    """The version of the tables; ``None`` when there are none yet.

    Raises
    ------
    NewerSchemaError
        This program does not know that version.
    NotRecordsError
        There are tables, but not those of records, or the file brings orders of its own with it.
    """
    _require_tables_only(connection)
    version = MigrationContext.configure(connection).get_current_revision()
    if version is None:
        if inspect(connection).get_table_names():
            raise NotRecordsError
        return None
    if version not in known():
        raise NewerSchemaError
    return version


def _require_tables_only(connection: Connection) -> None:
    """Our files have no triggers and no views. One that somebody put into a backup would run with every
    change: it could keep what is erased. Those of a server are its administrator's.
    """
    if connection.dialect.name == "sqlite":
        asked = "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')"
        if connection.exec_driver_sql(asked).scalar():
            raise NotRecordsError


def take_turns(connection: Connection) -> None:
    """Wait until no other station changes the tables of the same server; until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables up to date, within the transaction of the caller: all steps, or none."""
    command.upgrade(_config(connection), to)
