"""What was decoded for the client that was looked at last, so that a page that runs again need not again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class LastRead(Generic[T]):
    """One kind of summaries of one client, by what is stored; gone with `forget`.

    A summary that was saved anew has other bytes and is decoded again. May be used by several threads: what
    is kept is replaced as a whole, never changed.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[bytes, T]] = {}

    def read(self, rows: Iterable[tuple[Hashable, bytes]], decode: Callable[[bytes], T]) -> list[T]:
        """Each row decoded, or as it was decoded before; ``rows`` are all of a client, each with a key of
        its own."""
        known, now = self._kept, {}
        for key, packed in rows:
            before: Any = known.get(key)
            now[key] = before if before is not None and before[0] == packed else (packed, decode(packed))
        self._kept = now
        return [decoded for _, decoded in now.values()]

    def forget(self) -> None:
        """Keep nothing."""
        self._kept = {}
