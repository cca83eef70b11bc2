"""What a page in a browser tells about a photo: read, and done once. For the editor and the drawing board.

A browser tells all that was not confirmed yet with every message, so that nothing gets lost between two runs.
Nothing of it is trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar, cast

import streamlit as st

from analyzer.errors import PostureError
from ui.session.work import fault

_MOST_EDITS: Final = 500
_LONGEST_TEXT: Final = 80


class Counted(Protocol):
    """One thing that a person did: what, and a number that counts up in one page of a browser."""

    @property
    def kind(self) -> str: ...

    @property
    def count(self) -> int: ...


E = TypeVar("E", bound=Counted)


@dataclass(frozen=True, slots=True)
class Message(Generic[E]):
    """What a page in a browser did since the last answer: who it is, which photo, what."""

    client: str
    photo: str
    edits: tuple[E, ...]


@dataclass
class Memory:
    """What one session remembers about such a component.

    Attributes
    ----------
    client : str
        The page in the browser that spoke last.
    done : int
        Number of its last edit that was dealt with.
    note : str
        What went wrong with the last edits, for people; empty when nothing did.
    photo_sent : str
        Id of the photo whose pixels the browser has.
    """

    client: str = ""
    done: int = 0
    note: str = ""
    photo_sent: str = ""


def memory(key: str) -> Memory:
    """What the session remembers about the component that is mounted under a key."""
    return cast(Memory, st.session_state.setdefault(f"{key}_memory", Memory()))


def with_memory(key: str, photo_id: str, make: Callable[[bool], dict[str, Any]]) -> dict[str, Any]:
    """What ``make`` makes, with the photo's pixels or without, and which edits were dealt with."""
    now = memory(key)
    fresh = now.photo_sent != photo_id
    if fresh:
        now.note = ""  # it was about another photo
    data = make(fresh)
    now.photo_sent = photo_id
    return data | {"client": now.client, "done": now.done, "note": now.note}


def read_told(raw: object, read_edit: Callable[[object], E], refuse: Callable[[], Exception]) -> Message[E]:
    """The message in what the browser sent.

    Parameters
    ----------
    raw : object
    read_edit : callable
        Reads one edit.
    refuse : callable
        Makes the error of a message that is not of the form that the page sends.
    """
    fields = fields_of(raw, refuse)
    edits = fields.get("edits")
    if not isinstance(edits, list) or len(edits) > _MOST_EDITS:
        raise refuse()
    client, photo = (_text(fields.get(name), refuse) for name in ("client", "photo"))
    return Message(client, photo, tuple(map(read_edit, edits)))


def fields_of(raw: object, refuse: Callable[[], Exception]) -> Mapping[str, Any]:
    """What has to be an object."""
    if not isinstance(raw, Mapping):
        raise refuse()
    return raw


def head_of(
    fields: Mapping[str, Any], kinds: tuple[str, ...], refuse: Callable[[], Exception]
) -> tuple[str, int]:
    """Kind and number of an edit."""
    kind, count = fields.get("kind"), fields.get("count")
    if kind not in kinds or type(count) is not int or not 0 < count < 2**53:
        raise refuse()
    return cast(str, kind), count


def take_told(key: str, read: Callable[[object], Message[E]], do: Callable[[E, str], None]) -> None:
    """Let each edit that is new be done, once.

    Parameters
    ----------
    key : str
        Under which the component is mounted.
    read : callable
        Reads the message; what it raises becomes the note.
    do : callable
        Is given an edit and the id of its photo; what it raises becomes the note.
    """
    now = memory(key)
    now.note = ""
    given = st.session_state.get(key)
    try:
        message = read(given.get("edit") if isinstance(given, Mapping) else None)
    except PostureError as error:
        now.note = error.message
        return
    if message.client != now.client:
        now.client, now.done = message.client, 0
    for edit in message.edits:
        if edit.count > now.done:
            now.done = edit.count
            _try(edit, message.photo, now, do)


def _try(edit: E, photo_id: str, now: Memory, do: Callable[[E, str], None]) -> None:
    if edit.kind == "photo":
        now.photo_sent = ""
        return
    try:
        do(edit, photo_id)
    except PostureError as error:
        now.note = error.message
    except Exception as error:
        now.note = fault(error).message


def _text(raw: object, refuse: Callable[[], Exception]) -> str:
    if not isinstance(raw, str) or not 0 < len(raw) <= _LONGEST_TEXT:
        raise refuse()
    return raw
