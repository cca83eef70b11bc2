"""Reading what was named on the command line: what can be used, and a word about the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from analyzer import batch
from analyzer.errors import PostureError, UnreadableImageError

T = TypeVar("T")


def read_all(
    given: Sequence[str],
    files: Callable[[Sequence[str]], Iterable[Path]],
    read: Callable[[Path], T],
    nothing: str,
    say: Callable[[str], None],
) -> tuple[list[T], bool]:
    """What can be used, and whether that is all of it. When nothing can, the last error is raised.

    Raises
    ------
    PostureError
        Of the last file; with the words of ``nothing`` when what was given holds no file.
    """
    found: list[T] = []
    troubles: list[tuple[Path, PostureError]] = []
    for path in files(given):
        try:
            found.append(read(path))
        except PostureError as error:
            troubles.append((path, error))
    if given and not found:
        raise troubles[-1][1] if troubles else UnreadableImageError(nothing)
    for path, trouble in troubles:
        say(f"{batch.shown_name(path)}: {trouble.message}")
    return found, not troubles
