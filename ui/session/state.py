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
* ``set_drawings(index, drawings)``, ``undo_drawing(index)`` and ``redo_drawing(index)`` do the same for what
  is drawn on a photo. Neither kind of step touches the other.
* ``photos`` is a tuple that is replaced as a whole: an index is only good for the run in which it was read.
  ``CheckedPhoto.id`` stays the same while a photo is there: use it in the keys of widgets and components.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

import streamlit as st

from analyzer.types import Corrections, Drawing
from analyzer.types.codes import ReferenceName
from analyzer.types.intake import Intake
from ui.session.checked_photo import Series, Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.session.checked_photo import CheckedPhoto, Drawings, Problem

_KEY: Final = "state"
_MOST_STEPS: Final = 200
"""Corrections that can be undone; one drag is one step."""
INTAKE_FIELDS: Final = "intake_"
"""Begins the keys of the fields with the answers about daily life."""


class Part:
    """What another part of the app keeps in a session: it joins with `State.join`, and goes with the photos.

    Attributes
    ----------
    stays : bool
        Whether it stays when photos are removed. Nothing stays when the session ends.
    widgets : tuple of str
        How the keys of widgets begin that hold something about the person in the photos.
    """

    stays: ClassVar[bool] = False
    widgets: ClassVar[tuple[str, ...]] = ()

    def has_only_copy(self) -> bool:
        """Whether it holds something of a person that is nowhere else."""
        return False

    def comes_back(self) -> bool:
        """Whether its page, when it is loaded anew, should get it back, though nothing else is there."""
        return False

    def look(self, now_s: float) -> None:
        """Called every few seconds, with the time of `time.monotonic`, from another thread than pages."""

    def hand_over(self, to: State) -> None:
        """Its page was loaded anew: the session of the new page is to have what this one kept."""
        if not self.stays:
            to.join(self)

    def end(self) -> None:
        """The session is over."""


P = TypeVar("P", bound=Part)


@dataclass
class State:
    """What one session knows.

    Attributes
    ----------
    photos : tuple of CheckedPhoto
    selected : int
        Index of the photo that is shown.
    waiting : Waiting
        Photos that were given and are still to be checked, and what was made of them until all are done.
    problems : tuple of Problem
        What went wrong with the photos that were given last.
    stale : bool
        Whether ``photos`` are older than ``problems``: none of the photos given last could be used.
    notice : str
        Something to say about the photos given last.
    intake : Intake
        Answers about daily life; they belong to the person in the photos.
    parts : dict of type to Part
        What other parts of the app keep here; see `part`, `join` and `leave`.
    pictures : dict
        What was painted of ``photos`` (`ui.pictures`); goes with them.
    made : int
        Counts the photos of this session, for their ids.
    inputs : int
        Counts up to empty the upload and the camera.
    arrivals : int
        Counts up whenever something was made of photos that were given: it then comes into view.
    series : Series
        What ``photos`` belong to when they came one by one.
    references : ReferenceName
        What values are set beside, for as long as the session lasts.
    """

    photos: tuple[CheckedPhoto, ...] = ()
    selected: int = 0
    waiting: Waiting = field(default_factory=Waiting)
    problems: tuple[Problem, ...] = ()
    stale: bool = False
    notice: str = ""
    intake: Intake = field(default_factory=Intake)
    parts: dict[type[Part], Part] = field(default_factory=dict, repr=False)
    pictures: dict[int, Any] = field(default_factory=dict, repr=False)
    made: int = 0
    inputs: int = 0
    arrivals: int = 0
    series: Series = field(default_factory=Series)
    references: ReferenceName = "all"

    def part(self, kind: type[P]) -> P | None:
        """What a part of the app keeps here, if it does."""
        return cast("P | None", self.parts.get(kind))

    def join(self, part: P) -> P:
        """Keep something of a part of the app, in place of what it had kept."""
        self.parts[type(part)] = part
        return part

    def leave(self, kind: type[Part]) -> None:
        """Keep it no longer."""
        self.parts.pop(kind, None)

    def clear(self) -> None:
        """Drop everything that belongs to the person in the photos."""
        stay = {kind: part for kind, part in self.parts.items() if part.stays}
        fresh = State(
            made=self.made,
            inputs=self.inputs + 1,
            arrivals=self.arrivals,
            parts=stay,
            references=self.references,
        )
        self.__dict__.update(fresh.__dict__)

    def look(self, now_s: float) -> None:
        """Let all parts look at the time."""
        for part in list(self.parts.values()):
            part.look(now_s)

    def end(self) -> None:
        """Drop everything; each part is told before."""
        for part in list(self.parts.values()):
            part.end()
        self.parts.clear()
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


def set_drawings(index: int, drawings: Sequence[Drawing]) -> None:
    """Draw on a photo: what is there from now on. No number changes by it.

    Raises
    ------
    DrawingError
        There are too many, or one lies outside of the photo. Nothing is changed then.
    IndexError
        There is no such photo.
    """
    photo = _photo(index)
    if tuple(drawings) != photo.drawings:
        _draw(index, tuple(drawings), (*photo.drawn_past, photo.drawings)[-_MOST_STEPS:], ())


def undo_drawing(index: int) -> None:
    """Take back what was drawn or changed last, if there is something."""
    photo = _photo(index)
    if photo.drawn_past:
        _draw(index, photo.drawn_past[-1], photo.drawn_past[:-1], (*photo.drawn_future, photo.drawings))


def redo_drawing(index: int) -> None:
    """Draw again what was taken back, if there is something."""
    photo = _photo(index)
    if photo.drawn_future:
        _draw(index, photo.drawn_future[-1], (*photo.drawn_past, photo.drawings), photo.drawn_future[:-1])


def set_references(name: ReferenceName) -> None:
    """Set all photos of the session, and those to come, beside these references. No value changes."""
    from analyzer.meaning.references import with_references  # noqa: PLC0415 - heavy

    now = state()
    now.references = name
    now.photos = tuple(
        replace(
            photo, found=with_references(photo.found, name), analysis=with_references(photo.analysis, name)
        )
        for photo in now.photos
    )


def forget_everything() -> None:
    """Drop all photos and everything made of them or answered, with what widgets hold about the person."""
    now = state()
    prefixes = (INTAKE_FIELDS, *(prefix for part in now.parts.values() for prefix in part.widgets))
    now.clear()
    forget_widgets(*prefixes)


def forget_widgets(*prefixes: str) -> None:
    """Drop what widgets hold whose key begins with one of these."""
    for key in [key for key in st.session_state if str(key).startswith(prefixes)]:
        del st.session_state[key]


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
    # Points are moved after a new level: the back that was traced for it is kept.
    observation = photo.observation.levelled(corrections.roll_deg)
    references = state().references
    analysis = photo.found
    if corrections != Corrections():
        analysis = conclude(observation, corrections, references=references)
    if photo.drawings:
        analysis = replace(analysis, drawings=photo.drawings)
    changed = replace(
        photo, observation=observation, analysis=analysis, corrections=corrections, past=past, future=future
    )
    _put(index, changed)


def _draw(index: int, drawings: Drawings, past: tuple[Drawings, ...], future: tuple[Drawings, ...]) -> None:
    photo = _photo(index)
    analysis = replace(photo.analysis, drawings=drawings)
    _put(index, replace(photo, analysis=analysis, drawn_past=past, drawn_future=future))


def _put(index: int, changed: CheckedPhoto) -> None:
    photos = state().photos
    state().photos = (*photos[:index], changed, *photos[index + 1 :])
