"""Which camera belongs to which session: a secret token for each, handed out by that session's page.

Whoever has the token may send frames; nobody else can. A booth lives as long as its session.
"""

from __future__ import annotations

import secrets
import threading
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from analyzer.live import RangeTake, Recorder, Recording, Take

MOST_CAMERAS: Final = 8
"""Cameras at the same time: each takes about half a core."""


@dataclass(eq=False)
class Booth:
    """The place before the camera of one session.

    Attributes
    ----------
    language : str
        Of the page: what the program says through the connection is said in it.
    token : str
    recording : Recording or None
        What was begun, until it is taken over or begun anew.
    recorder : Recorder or None
        That of the open connection.
    """

    language: str = "en"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    recording: Recording | None = field(default=None, repr=False)
    recorder: Recorder | None = field(default=None, repr=False)

    def connect(self, recorder: Recorder) -> bool:
        """Let a recorder work for this booth, in place of an earlier one; False when there are too many."""
        with _lock:
            others = sum(booth.recorder is not None for booth in _booths.values() if booth is not self)
            if others >= MOST_CAMERAS:
                return False
            earlier, self.recorder = self.recorder, recorder
        if earlier is not None:
            earlier.stop()
            earlier.join(5.0)
        recorder.start()
        return True

    def disconnect(self, recorder: Recorder) -> None:
        """The connection of this recorder is over."""
        recorder.stop()
        with _lock:
            if self.recorder is recorder:
                self.recorder = None

    def give_up(self) -> None:
        """The visit is over: without a side that was taken, nothing of it is kept."""
        if self.recording is not None and not self.recording.count:
            self.recording = None

    def take_over(self) -> tuple[tuple[Take, ...], tuple[RangeTake, ...]]:
        """Pictures of a stance, and ranges of the pelvis, that were taken; the booth keeps nothing of it."""
        from analyzer.live import RangeRecording  # noqa: PLC0415 - heavy

        recording, self.recording = self.recording, None
        ranges = recording.ranges if isinstance(recording, RangeRecording) else ()
        return (recording.takes if recording is not None else ()), ranges


_lock = threading.Lock()
_booths: weakref.WeakValueDictionary[str, Booth] = weakref.WeakValueDictionary()


def open_booth() -> Booth:
    """A booth with a new token. It is known as long as somebody holds it."""
    booth = Booth()
    with _lock:
        _booths[booth.token] = booth
    return booth


def find_booth(token: object) -> Booth | None:
    """The booth with this token."""
    if not isinstance(token, str):
        return None
    with _lock:
        return _booths.get(token)
