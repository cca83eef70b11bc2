"""Whether a file of records holds in every column what the program wrote there.

SQLite keeps anything in any column. A backup may come from anywhere, encrypted and signed as it should be, by
whoever made up its passphrase: what is in its rows is looked at before it takes the place of the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from sqlalchemy import Boolean, Column, Connection, Date, Float, Integer, String, inspect

from analyzer.records import schema
from analyzer.records.cipher import FileKey
from analyzer.records.database import Database
from analyzer.records.errors import DamagedError, NotRecordsError
from analyzer.records.reports import Kind as ReportKind
from analyzer.records.tables import Base, Sealed, Utc
from analyzer.records.tables import Kind as PhotoKind
from analyzer.records.types import Sex
from analyzer.types.exercise_plan import WENT

_WORDS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("client", "sex"): get_args(Sex),
    ("exercise_day", "went"): WENT,
    ("photo", "kind"): get_args(PhotoKind),
    ("report", "kind"): get_args(ReportKind),
}
_FRACTION: Final = "." + 6 * "[0-9]"


def check_backup(file: Path, key: FileKey) -> None:
    """Whether this program can use a copy, before anything is replaced by it.

    Raises
    ------
    WrongPassphraseError, NewerSchemaError, NotRecordsError, DamagedError
    """
    database = Database.of_file(file, key)
    try:
        with database.connection(writes=False) as connection:
            if schema.current(connection) is None:
                raise NotRecordsError
            require_sound(connection)
    finally:
        database.close()


def require_sound(connection: Connection) -> None:
    """Raise `DamagedError` unless each value of a file is of the form of its column. Columns that an older
    version did not have are passed over.
    """
    there = inspect(connection)
    for table in Base.metadata.sorted_tables:
        if not there.has_table(table.name):
            continue
        has = {column["name"] for column in there.get_columns(table.name)}
        sound = " AND ".join(_sound(column) for column in table.columns if column.name in has)
        # Names are our own. A comparison with NULL is no yes.
        asked = f'SELECT 1 FROM "{table.name}" WHERE NOT coalesce({sound}, 0) LIMIT 1'  # noqa: S608
        if connection.exec_driver_sql(asked).first() is not None:
            raise DamagedError


def _sound(column: Column[Any]) -> str:
    name = f'"{column.name}"'
    sound = _of_kind(column, name)
    words = _WORDS.get((column.table.name, column.name))
    if words is not None:
        sound += f" AND {name} IN ({', '.join(repr(word) for word in words)})"
    # Both are yes or no and never unknown: an unknown in the middle would make the whole unknown.
    sound = f"coalesce({sound}, 0)"
    return f"({name} IS NULL OR {sound})" if column.nullable else sound


def _of_kind(column: Column[Any], name: str) -> str:
    return next(sound for kind, sound in _KINDS.items() if isinstance(column.type, kind)).format(it=name)


_KINDS: Final = {
    Boolean: "typeof({it}) = 'integer' AND {it} IN (0, 1)",
    Integer: "typeof({it}) = 'integer'",
    Float: "typeof({it}) IN ('real', 'integer') AND abs({it}) < 1e9",
    String: "typeof({it}) = 'text'",
    # SQLite makes the second of March of the thirtieth of February.
    Date: "typeof({it}) = 'text' AND date({it}) = {it} AND substr({it}, 1, 4) > '0000'",
    Utc: "typeof({it}) = 'text' AND datetime(substr({it}, 1, 19)) = substr({it}, 1, 19)"
    " AND substr({it}, 1, 4) > '0000'"
    f" AND (substr({{it}}, 20) = '' OR substr({{it}}, 20) GLOB '{_FRACTION}')",
    Sealed: "typeof({it}) = 'blob'",
}
"""By kind of a column, what is asked of each value."""
