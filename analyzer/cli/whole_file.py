"""A file that is there completely, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from analyzer.errors import OutputError
from analyzer.language import Table

What = Literal["report", "bundle", "table"]
_NOT_SAVED: Final[Mapping[What, str]] = Table(
    {
        "report": "The report could not be saved. Please check that the folder can be written to and that "
        "the disk is not full.",
        "bundle": "The bundle could not be saved. Please check that the folder can be written to and that "
        "the disk is not full.",
        "table": "The table could not be saved. Please check that the folder can be written to and that the "
        "disk is not full.",
    }
)


def write_whole(path: Path, data: bytes, what: What) -> None:
    """Write a file; an earlier one stays until the new one is complete.

    Raises
    ------
    OutputError
        It could not be written. The message calls it ``what``.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OutputError(_NOT_SAVED[what]) from None
        raise
