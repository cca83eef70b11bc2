"""The permission of one phone to send photos to one session: a secret, a place for the photos, ten minutes.

The secret is in the QR code. The first phone that opens it gets a secret of its own, a cookie, and from then
on the one of the QR code is worth nothing without it. Whoever has neither, or comes later, gets nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from ui.session.state import Part, State

LASTS_S: Final = 600.0
MOST_PHOTOS: Final = 100
"""Photos of one line: far more than anybody takes in ten minutes."""
_SECRET_BYTES: Final = 24

Take = Callable[[str, bytes, str], object]
"""Is given name and file of a photo, and what all photos of a line have in common, in a run of the page."""

_lock = threading.Lock()


class BusyError(Exception):
    """The phone sends a photo already, or the computer has not taken the last one yet."""


@dataclass(eq=False)
class Line(Part):
    """One session's line to a phone.

    Attributes
    ----------
    place : str
        Where in the app its photos go.
    page, query : str, dict
        The page of the app with that place, and what its address says.
    take : callable
        Gives a photo to that place.
    owner : str
        Digest of the sign-in that opened it; empty where nobody signs in.
    address : str
        What the QR code says, but for the secret.
    code, ticket : str
        Secrets: of the QR code, and of the page on the computer.
    ends_s : float
        When it is over, as `time.monotonic` counts.
    phone : str
        Digest of the secret of the phone; empty until one has opened the code.
    sending : bool
        Whether a photo is on its way.
    photo : (str, bytes) or None
        One that came and was not taken over by the session yet.
    came, taken : int
        How many photos came, and how many of them the session has taken over.
    """

    stays: ClassVar[bool] = True
    place: str
    page: str
    take: Take = field(repr=False)
    owner: str = field(default="", repr=False)
    address: str = ""
    query: dict[str, object] = field(default_factory=dict)
    code: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES), repr=False)
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES), repr=False)
    ends_s: float = field(default_factory=lambda: time.monotonic() + LASTS_S)
    phone: str = field(default="", repr=False)
    sending: bool = False
    photo: tuple[str, bytes] | None = field(default=None, repr=False)
    came: int = 0
    taken: int = 0

    def __post_init__(self) -> None:
        with _lock:
            _by_code[digest(self.code)] = self
            _by_ticket[digest(self.ticket)] = self

    @property
    def left_s(self) -> float:
        """How long photos may still be sent."""
        return max(0.0, self.ends_s - time.monotonic())

    @property
    def series(self) -> str:
        """What its photos have in common: they are of the same person."""
        return digest(self.code)[:16]

    @property
    def open(self) -> bool:
        """Whether photos may be sent. One that is on its way at the end still arrives."""
        return self.left_s > 0.0

    @property
    def over(self) -> bool:
        """Whether nothing can come of it any more."""
        return not self.open and not self.sending and self.photo is None

    @contextmanager
    def receiving(self) -> Iterator[None]:
        """To be held while a photo is on its way.

        Raises
        ------
        BusyError
        """
        with _lock:
            if self.sending or self.photo is not None or self.came >= MOST_PHOTOS:
                raise BusyError
            self.sending = True
        try:
            yield
        finally:
            self.sending = False

    def put(self, name: str, data: bytes) -> int:
        """A photo came; its number."""
        with _lock:
            self.photo = (name, data)
            self.came += 1
            return self.came

    def take_over(self) -> bool:
        """In a run of the session's page: give the photo that came to its place; whether there was one."""
        with _lock:
            photo, self.photo = self.photo, None
            self.taken = self.came
        if photo is not None:
            self.take(*photo, self.series)
        return photo is not None

    def close(self) -> None:
        """No more photos may be sent. What came is kept until it is taken over."""
        self.ends_s = 0.0

    def has_only_copy(self) -> bool:
        return self.photo is not None

    def comes_back(self) -> bool:
        return not self.over

    def hand_over(self, to: State) -> None:
        """The new page goes on with the phone: it is the same secret, and the same ten minutes."""
        if not self.over:
            to.join(replace(self, sending=False))

    def end(self) -> None:
        self.close()
        self.photo = None
        with _lock:
            for known, secret in ((_by_code, self.code), (_by_ticket, self.ticket)):
                if known.get(digest(secret)) is self:
                    del known[digest(secret)]


_by_code: weakref.WeakValueDictionary[str, Line] = weakref.WeakValueDictionary()
_by_ticket: weakref.WeakValueDictionary[str, Line] = weakref.WeakValueDictionary()
"""Lines as long as their sessions live, by the digest of a secret: how long a look-up takes says nothing."""


def find_by_code(code: str) -> Line | None:
    """The line with this QR code. It may be over."""
    with _lock:
        return _by_code.get(digest(code))


def find_by_ticket(ticket: str) -> Line | None:
    """The line of the session whose page has this ticket."""
    with _lock:
        return _by_ticket.get(digest(ticket))


def bind(line: Line) -> str | None:
    """Give the line to the phone that asks; its secret, or ``None`` when another phone has it."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    with _lock:
        if line.phone:
            return None
        line.phone = digest(secret)
    return secret


def is_bound_to(line: Line, secret: str) -> bool:
    """Whether the line belongs to the phone with this secret."""
    return bool(line.phone) and hmac.compare_digest(line.phone, digest(secret))


def digest(secret: str) -> str:
    """What secrets are known by."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
