"""Results that ``analyze`` wrote, read back from their files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from analyzer.errors import UnreadableImageError
from analyzer.language import mark, tr
from analyzer.types.outside import read_json

T = TypeVar("T")
_NO_RESULT: Final = mark(
    "{name} is no result of an analysis. Please give a photo, a folder, or a JSON file written by {command}."
)
_NO_RESULT_WHY: Final = mark(
    "{name} is no result of an analysis ({why}). Please give a photo, a folder, or a JSON file written by "
    "{command}."
)


def read_result(path: Path, take: Callable[[Any], T], by: str = "analyze") -> T:
    """What ``take`` makes of a JSON file that the command ``by`` wrote.

    Raises
    ------
    UnreadableImageError
        It is no JSON, or ``take`` refuses it with a ``ValueError``; the message says why.
    """
    why = ""
    try:
        record = read_json(path.read_bytes())
        try:
            return take(record)
        except ValueError as error:
            _, _, what = str(error).partition("this is no result of an analysis: ")
            why = what
    except (OSError, ValueError):
        pass
    message = _NO_RESULT_WHY if why else _NO_RESULT
    raise UnreadableImageError(tr(message, name=path.name, why=why, command=by))
