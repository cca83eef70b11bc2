"""All that one session knows, as one typed object: the photos, what was corrected, what was answered.

Nothing of it is shared between sessions, and nothing is kept when a session ends.

Pages read ``state()`` and change it with the functions below, best in callbacks:

* ``state().photos`` are the photos of one person that are being looked at, ``state().selected`` is the index
  of the one that is shown, and ``selected_photo()`` is that photo, or ``None`` when there is none.
* A `CheckedPhoto` is frozen. ``analysis`` is the current result, with ``corrections`` applied; ``found`` is
  what the analyzer made of the photo by itself. ``observation`` holds what was detected, so that a correction
  needs no new detection.
* ``set_corrections(index, corrections)`` draws the new conclusion and remembers the old corrections;
  ``undo(index)``, ``redo(index)`` and ``reset(index)`` walk through them. Reset can be undone. When a
  correction cannot be concluded from, they raise the library's `PostureError` and change nothing.
* ``photos`` is a tuple that is replaced as a whole: an index is only good for the run in which it was read.
  ``CheckedPhoto.id`` stays the same while a photo is there: use it in the keys of widgets and components.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, cast

import streamlit as st

from analyzer.types import Corrections
from analyzer.types.intake import Intake

if TYPE_CHECKING:
    from analyzer.pipeline import Observation
    from analyzer.types import Analysis, Photo
    from ui.compare.session import Comparing
    from ui.records.desk import Desk

_KEY: Final = "state"
_MOST_STEPS: Final = 200
"""Corrections that can be undone; one drag is one step."""
MOST_KEPT_BYTES: Final = 64 * 2**20
"""Files beyond this are not kept beside their pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class CheckedPhoto:
    """A photo and everything that was made of it.

    Attributes
    ----------
    id : str
        Different for every photo of the session.
    name : str
        File name for people.
    observation : Observation
        What was detected in the photo.
    found : Analysis
        The analyzer's own result, without corrections.
    analysis : Analysis
        The current result.
    corrections : Corrections
        What a person moved or gave; empty at first.
    past, future : tuple of Corrections
        What undo and redo go back to, the nearest last.
    data : bytes
        The file as it was given, for the records of clients, which keep it unaltered. Empty when it is larger
        than ``MOST_KEPT_BYTES``.
    """

    id: str
    name: str
    observation: Observation = field(repr=False)
    found: Analysis = field(repr=False)
    analysis: Analysis = field(repr=False)
    corrections: Corrections = field(default_factory=Corrections)
    past: tuple[Corrections, ...] = ()
    future: tuple[Corrections, ...] = ()
    data: bytes = field(default=b"", repr=False)

    @property
    def photo(self) -> Photo:
        """The upright pixels that everything was made from."""
        return self.observation.photo

    @property
    def corrected(self) -> bool:
        """Whether a person changed anything."""
        return self.corrections != Corrections()

    @property
    def can_undo(self) -> bool:
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        return bool(self.future)


@dataclass(frozen=True, slots=True)
class Problem:
    """A photo that could not be checked, and what to do about it."""

    name: str
    code: str
    message: str


@dataclass
class State:
    """What one session knows.

    Attributes
    ----------
    photos : tuple of CheckedPhoto
    selected : int
        Index of the photo that is shown.
    waiting : tuple of (str, bytes)
        Names and files that were given and are still to be checked.
    problems : tuple of Problem
        What went wrong with the photos that were given last.
    stale : bool
        Whether ``photos`` are older than ``problems``: none of the photos given last could be used.
    notice : str
        Something to say about the photos given last.
    fresh, fresh_problems : tuple of CheckedPhoto, tuple of Problem
        What was made of those that waited, until all of them are done.
    intake : Intake
        Answers about daily life; they belong to the person in the photos.
    comparison : Comparing or None
        The two visits of the page "Before and after"; see ``ui/compare/session.py``.
    desk : Desk or None
        The records of clients, as far as this session has them open; see ``ui/records/desk.py``. It stays
        when photos are removed, and is closed when the session ends.
    pictures : dict
        What was painted of ``photos`` (`ui.pictures`); goes with them.
    made : int
        Counts the photos of this session, for their ids.
    inputs : int
        Counts up to empty the upload and the camera.
    """

    photos: tuple[CheckedPhoto, ...] = ()
    selected: int = 0
    waiting: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[Problem, ...] = ()
    stale: bool = False
    notice: str = ""
    fresh: tuple[CheckedPhoto, ...] = ()
    fresh_problems: tuple[Problem, ...] = ()
    intake: Intake = field(default_factory=Intake)
    comparison: Comparing | None = None
    desk: Desk | None = field(default=None, repr=False)
    pictures: dict[int, Any] = field(default_factory=dict, repr=False)
    made: int = 0
    inputs: int = 0

    def clear(self) -> None:
        """Drop everything that belongs to the person in the photos."""
        empty = State(made=self.made, inputs=self.inputs + 1, desk=self.desk)
        self.__dict__.update(empty.__dict__)

    def end(self) -> None:
        """Drop everything, and close the records."""
        if self.desk is not None:
            self.desk.end()
        self.desk = None
        self.clear()


def state() -> State:
    """The state of this session."""
    return cast(State, st.session_state.setdefault(_KEY, State()))


def selected_photo() -> CheckedPhoto | None:
    """The photo that is shown, if there is one."""
    now = state()
    return now.photos[now.selected] if now.photos else None


def select(index: int) -> None:
    """Show another photo.

    Raises
    ------
    IndexError
        There is no such photo.
    """
    _photo(index)
    state().selected = index


def set_corrections(index: int, corrections: Corrections) -> None:
    """Correct a photo. Does nothing when ``corrections`` are those that it has.

    Raises
    ------
    PostureError
        Nothing can be concluded with these corrections. Nothing is changed then.
    IndexError
        There is no such photo.
    """
    photo = _photo(index)
    if corrections == photo.corrections:
        return
    past = (*photo.past, photo.corrections)[-_MOST_STEPS:]
    _conclude(index, corrections, past, ())


def undo(index: int) -> None:
    """Take the last correction of a photo back, if there is one; errors as for `set_corrections`."""
    photo = _photo(index)
    if photo.past:
        _conclude(index, photo.past[-1], photo.past[:-1], (*photo.future, photo.corrections))


def redo(index: int) -> None:
    """Apply again what was taken back, if there is something; errors as for `set_corrections`."""
    photo = _photo(index)
    if photo.future:
        _conclude(index, photo.future[-1], (*photo.past, photo.corrections), photo.future[:-1])


def reset(index: int) -> None:
    """Back to what the analyzer found by itself, as a step that can be undone."""
    set_corrections(index, Corrections())


def forget_everything() -> None:
    """Drop all photos and everything made of them or answered."""
    from ui.report.choices import forget_clients  # noqa: PLC0415 - which knows this module

    state().clear()
    for key in list(st.session_state):
        if str(key).startswith("intake_"):
            del st.session_state[key]
    forget_clients()


def _photo(index: int) -> CheckedPhoto:
    photos = state().photos
    if not 0 <= index < len(photos):
        raise IndexError(f"there are {len(photos)} photos, none has the index {index}")
    return photos[index]


def _conclude(
    index: int, corrections: Corrections, past: tuple[Corrections, ...], future: tuple[Corrections, ...]
) -> None:
    from analyzer.pipeline import conclude  # noqa: PLC0415 - heavy

    photo = _photo(index)
    analysis = photo.found if corrections == Corrections() else conclude(photo.observation, corrections)
    changed = replace(photo, analysis=analysis, corrections=corrections, past=past, future=future)
    photos = state().photos
    state().photos = (*photos[:index], changed, *photos[index + 1 :])
