"""What a target is, and what all of them need."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.fuzz.mutate import spoil_json

SHOWN: Final = 25
"""One of so many results that were taken in is drawn or set as well, which takes longer than to read it."""
HOST: Final = "localhost:8501"


@dataclass(frozen=True)
class Target:
    """One way in.

    Attributes
    ----------
    name : str
    share : int
        Its part of all inputs.
    make : callable
        A spoiled input from a random generator.
    read : callable
        What the program does with an input; returns nothing.
    typed : tuple of exception types
        How it may refuse an input.
    """

    name: str
    share: int
    make: Callable[[Random], bytes]
    read: Callable[[bytes], None]
    typed: tuple[type[BaseException], ...]


class BrokenPromiseError(Exception):
    """An input was taken in, and what came of it is not valid."""


def expect(holds: object, what: str) -> None:
    if not holds:
        raise BrokenPromiseError(what)


@cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def file_of(data: bytes, name: str = "input.json") -> Path:
    file = folder() / name
    file.write_bytes(data)
    return file


def shown(data: bytes) -> bool:
    return sum(data[:4096]) % SHOWN == 0


def of_record(record: Callable[[], Any]) -> Callable[[Random], bytes]:
    return lambda rng: spoil_json(rng, record())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def wait(task: Coroutine[Any, Any, Any], limit_s: float = 60.0) -> Any:
    def run() -> Any:
        return _loop().run_until_complete(asyncio.wait_for(task, limit_s))

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return run()
    with ThreadPoolExecutor(1) as beside:  # a test of the browser in this process has a loop of its own
        return beside.submit(run).result()
