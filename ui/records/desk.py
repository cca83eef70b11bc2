"""What one session keeps of the records of clients: the open store, when it was last used, what is unsaved.

Every session opens the records by itself, so the key is in the memory of that session only, and is gone when
the session locks, ends, or has been idle. Times are those of `time.monotonic`.
"""

from __future__ import annotations

import secrets
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

from analyzer.errors import PostureError
from analyzer.language import current, speaking, trn
from ui.records.settings import DEFAULT_IDLE_MIN
from ui.session.checked_photo import CheckedPhoto, Drawings
from ui.session.state import Part, State, state
from ui.thomas.session import Direct, DirectPhoto

if TYPE_CHECKING:
    from analyzer.records import Records
    from analyzer.types import Corrections
    from analyzer.types.thomas import ThomasCorrections
    from ui.compare.session import Comparing

GRACE_S: Final = 30.0
"""The browser locks after the idle time; the server by itself so much later, when the browser is gone."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a photo of the session is kept, with which corrections, and with what drawn on it.

    ``opened`` says that it came out of the records: it leaves the session when they are locked.
    """

    client_id: int
    visit_id: int
    photo_id: int
    corrections: Corrections | ThomasCorrections
    opened: bool = False
    drawings: Drawings = ()

    def differs(self, photo: CheckedPhoto | DirectPhoto) -> bool:
        """Whether a photo is no longer as it is kept."""
        return photo.corrections != self.corrections or drawings_of(photo) != self.drawings


def drawings_of(photo: CheckedPhoto | DirectPhoto) -> Drawings:
    """What is drawn on a photo; nothing is on those of the direct test."""
    return photo.drawings if isinstance(photo, CheckedPhoto) else ()


_desks: weakref.WeakValueDictionary[str, Desk] = weakref.WeakValueDictionary()
"""By ticket, as long as their sessions live."""


@dataclass
class Desk(Part):
    """One session's access to the records. It stays when photos are removed, and closes with the session.

    Attributes
    ----------
    owner : State
        What else the session knows: photos out of the records leave it, too.
    records : Records or None
        Open, or locked. Use `use` to reach them: that counts as activity.
    idle_min : int
        Minutes without use after which they are locked.
    active_s : float
        When they were last used.
    said : str
        What to say when they are locked: why.
    language : str
        In which it is said, as no page may be there then.
    unsaved : dict
        By visit, what could not be saved yet; saved as soon as that is possible again.
    links : dict of str to Link
        By the id of the photo (`CheckedPhoto`, `DirectPhoto`).
    views : dict
        Photos of the visit that is shown, decoded; gone when the records are locked.
    saved : dict of int to str
        By visit, when it was last saved in this session, for people.
    noted : dict of int to float
        By client, when it was last noted that this session opened it.
    shown, met : dict
        By visit: what its fields showed last, by name; and what another window changed at the same time.
    untold : set of str
        Fields that were set in a run of the page that has not ended yet.
    trouble : str
        Why something could not be saved.
    client_id : int or None
        The client that was looked at last.
    compared : Comparing or None
        What was handed to the page "Before and after" out of the records.
    compared_client : int or None
        The client whose visits these are.
    typed : bool
        Whether report panels of visits may still hold what was typed before the records were closed. The
        next run of a page drops it: only a page can.
    ticket : str
        Secret of the session while its records are open: with it a page says that somebody is there, and
        asks what they hold (`find_desk`). Opened again they have another one.
    """

    stays: ClassVar[bool] = True
    owner: State = field(repr=False)
    records: Records | None = field(default=None, repr=False)
    idle_min: int = DEFAULT_IDLE_MIN
    active_s: float = field(default_factory=time.monotonic)
    said: str = ""
    language: str = "en"
    unsaved: dict[int, dict[str, Any]] = field(default_factory=dict, repr=False)
    links: dict[str, Link] = field(default_factory=dict)
    views: dict[int, Any] = field(default_factory=dict, repr=False)
    saved: dict[int, str] = field(default_factory=dict)
    noted: dict[int, float] = field(default_factory=dict)
    shown: dict[int, dict[str, Any]] = field(default_factory=dict, repr=False)
    met: dict[int, str] = field(default_factory=dict)
    untold: set[str] = field(default_factory=set)
    trouble: str = ""
    client_id: int | None = None
    compared: Comparing | None = field(default=None, repr=False)
    compared_client: int | None = None
    typed: bool = False
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    _before_close: list[Callable[[Desk], object]] = field(default_factory=list, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        _desks[self.ticket] = self

    @property
    def alone(self) -> threading.RLock:
        """To be held while something is saved: the records are not locked in the middle of it."""
        return self._lock

    @property
    def open(self) -> bool:
        return self.records is not None

    def use(self) -> Records | None:
        """The records if they are open; the idle time begins anew."""
        self.touch()
        return self.records

    def touch(self) -> None:
        """Somebody is there."""
        self.active_s = time.monotonic()

    def note_saved(self, visit_id: int) -> None:
        """Remember when a visit was saved, to say so."""
        self.saved[visit_id] = f"{datetime.now():%H:%M:%S}"

    def opened(self, records: Records) -> None:
        """Work with these records from now on."""
        with self._lock:
            self.close()
            self.records, self.said, self.language = records, "", current()
            _desks.pop(self.ticket, None)
            self.ticket = secrets.token_urlsafe(32)
            _desks[self.ticket] = self
            self.touch()

    def before_close(self, take_out: Callable[[Desk], object]) -> None:
        """Let this be called before the records are locked: who takes something out of them tells how it goes
        out of the session. It may be called from another thread than that of the pages.
        """
        with self._lock:
            if take_out not in self._before_close:
                self._before_close.append(take_out)

    def close(self, said: str = "") -> None:
        """Lock: the key and all that came out of the records leave the memory. What is unsaved is kept."""
        with self._lock:
            if self.records is None:
                return
            for take_out in self._before_close:
                take_out(self)
            records, self.records = self.records, None
            self.said = said
            self.views.clear()
            self.saved.clear()
            self.noted.clear()
            self.met.clear()
            self.shown = {id_: texts for id_, texts in self.shown.items() if id_ in self.unsaved}
            self.typed = True
            with suppress(PostureError):
                records.close()

    def lock_idle(self) -> None:
        """Lock because nobody was there, and say so."""
        with speaking(self.language):
            said = trn(
                "The records were locked after {count} minute without use. Nothing was lost.",
                "The records were locked after {count} minutes without use. Nothing was lost.",
                self.idle_min,
            )
        self.close(said)

    def hand_over(self, to: State) -> None:
        """The records are locked by it: what is unsaved goes on, and where photos are kept."""
        self.close()
        new = to.part(Desk) or to.join(Desk(to))
        new.unsaved, new.trouble = dict(self.unsaved), self.trouble
        new.shown = {id_: texts for id_, texts in self.shown.items() if id_ in self.unsaved}
        there = {photo.id for photo in photos_in(self.owner)}
        new.links = {id_: link for id_, link in self.links.items() if id_ in there}
        new.client_id = self.client_id

    def end(self) -> None:
        """The session is over: nothing of the records stays in the memory."""
        self.close()
        self.unsaved.clear()
        self.shown.clear()
        self.links.clear()

    def idle(self, now_s: float) -> bool:
        """Whether nobody was there for longer than the idle time, and the browser should have locked."""
        return self.open and now_s - self.active_s > 60.0 * self.idle_min + GRACE_S

    def look(self, now_s: float) -> None:
        """Lock the records when nobody did anything for too long.

        The browser does this by itself, and a little earlier. It may be asleep, though, or gone.
        """
        if self.idle(now_s):
            self.lock_idle()


def photos_in(owner: State) -> tuple[CheckedPhoto | DirectPhoto, ...]:
    """The photos of a session that may be kept in the records: of the stance, and of the direct test."""
    direct = owner.part(Direct)
    return (*owner.photos, *(direct.photos if direct is not None else ()))


def desk() -> Desk:
    """The desk of this session."""
    now = state()
    return now.part(Desk) or now.join(Desk(now))


def find_desk(ticket: str | None) -> Desk | None:
    """The desk of the session whose page has this ticket."""
    return _desks.get(ticket or "")
