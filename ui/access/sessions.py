"""Who is signed in: kept in memory only, so a restart signs everybody out."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

COOKIE: Final = "posture_session"
SEALED_COOKIE: Final = f"__Host-{COOKIE}"
"""Its name where the connection is encrypted: browsers take such a cookie from this very host alone, over TLS
alone, so neither another host of the same domain nor somebody on an open network can plant one."""
VARIABLE: Final = "POSTURE_IDLE_MINUTES"
IDLE_MINUTES: Final = 30.0
LONGEST_S: Final = 12 * 3600.0
"""However active: a working day."""


@dataclass(slots=True)
class Session:
    """One browser that signed in.

    Attributes
    ----------
    name : str
    hashed : str
        Password and role at that time (`Accounts.seal_of`): with others the session is over.
    began_s, seen_s : float
        When it began, and when the person last did something.
    """

    name: str
    hashed: str
    began_s: float
    seen_s: float


class Sessions:
    """All that are signed in, by a secret that only their browser has.

    Parameters
    ----------
    idle_s : float
        So long after the person last did something, it is over.
    clock : callable
        Seconds that only go forward.
    """

    def __init__(self, idle_s: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.idle_s = idle_time_s() if idle_s is None else idle_s
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, Session] = {}

    def begin(self, name: str, hashed: str) -> str:
        """Sign somebody in; the secret of their browser."""
        secret = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._kept = {key: item for key, item in self._kept.items() if self._alive(item, now)}
            self._kept[digest_of(secret)] = Session(name, hashed, now, now)
        return secret

    def find(self, secret: str | None) -> Session | None:
        """The session of a browser, if it is not over."""
        return self.find_by_digest(digest_of(secret)) if secret else None

    def find_by_digest(self, digest: str) -> Session | None:
        """The same for who knows only `digest_of` the secret."""
        with self._lock:
            session = self._kept.get(digest)
        return session if session is not None and self._alive(session, self._clock()) else None

    def touch(self, secret: str | None) -> None:
        """The person did something."""
        session = self.find(secret)
        if session is not None:
            session.seen_s = self._clock()

    def end(self, secret: str | None) -> None:
        """Sign out."""
        if secret:
            with self._lock:
                self._kept.pop(digest_of(secret), None)

    def _alive(self, session: Session, now_s: float) -> bool:
        return now_s - session.seen_s < self.idle_s and now_s - session.began_s < LONGEST_S


def idle_time_s() -> float:
    """What ``POSTURE_IDLE_MINUTES`` says, half an hour otherwise."""
    try:
        minutes = float(os.environ.get(VARIABLE, ""))
    except ValueError:
        minutes = IDLE_MINUTES
    return 60.0 * (minutes if 0.0 < minutes < 24 * 60 else IDLE_MINUTES)


def cookie_name(*, encrypted: bool) -> str:
    """The name of the cookie with the secret of a session."""
    return SEALED_COOKIE if encrypted else COOKIE


def secret_in(cookies: Mapping[str, str]) -> str | None:
    """The secret among the cookies of a request that the guard has let through."""
    return cookies.get(SEALED_COOKIE) or cookies.get(COOKIE)


def digest_of(secret: str) -> str:
    """What is kept of a secret: who reads the memory of the program cannot use it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
