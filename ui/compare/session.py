"""What a session knows of its comparison: two visits, each of one or several photos, and how to show them.

It is a part of ``state()``, so it is gone with everything else of the session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from analyzer.language import Table, mark, tr
from ui.samples import SAMPLES
from ui.session.checked_photo import CheckedPhoto, Problem, Series, Waiting
from ui.session.state import Part, state
from ui.session.waiting import Say, check_all

if TYPE_CHECKING:
    from analyzer.compare.changes import Occasion, Setup
    from analyzer.thomas import ThomasTest
    from analyzer.types import Analysis
    from analyzer.types.codes import Facing, MeasureName, Way

Name = Literal["before", "after"]
NAMES: Final[tuple[Name, Name]] = ("before", "after")
TITLES: Final[Mapping[Name, str]] = Table({"before": "Before", "after": "After"})
MOST_PHOTOS: Final = 6
"""Photos of one visit: their pixels stay in memory."""
TOO_MANY: Final = mark("At most {most} photos of one visit are compared. The first {most} were taken.")


@dataclass
class Visit:
    """One side of the comparison.

    Attributes
    ----------
    photos : tuple of CheckedPhoto
    result : Occasion or None
        Numbers that were handed over without photos. Photos given later replace them.
    waiting : Waiting
        Photos that are still to be checked. Problems with them stay until other photos are given.
    notice : str
        Something to say about the photos given last.
    camera_height_cm : float or None
    protocol : str or None
    inputs : int
        Counts up to empty the upload.
    series : Series
        What the photos belong to when they came one by one.
    thomas : ThomasTest or None
        The direct test of the same visit, out of the records. It goes with the photos.
    """

    photos: tuple[CheckedPhoto, ...] = ()
    result: Occasion | None = None
    waiting: Waiting = field(default_factory=Waiting)
    notice: str = ""
    camera_height_cm: float | None = None
    protocol: str | None = None
    inputs: int = 0
    series: Series = field(default_factory=Series)
    thomas: ThomasTest | None = None

    @property
    def given(self) -> bool:
        return bool(self.photos) or self.result is not None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong with the photos given last."""
        return self.waiting.problems

    def take_files(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Let photos wait to be checked; those that are there stay until one of them can be used."""
        self.waiting = Waiting.of(files[:MOST_PHOTOS])
        self.notice = tr(TOO_MANY, most=MOST_PHOTOS) if len(files) > MOST_PHOTOS else ""
        self.inputs += 1

    def take_one(self, name: str, data: bytes, series: str) -> None:
        """Let one photo of a series wait."""
        if series == self.series.name and len(self.photos) >= MOST_PHOTOS:
            self.notice = TOO_MANY
            return
        self.waiting, self.notice = self.waiting.with_one(name, data, series), ""

    def take(self, photos: Sequence[CheckedPhoto]) -> None:
        """Show photos that are checked already."""
        self._forget_last()
        self.photos, self.result = tuple(photos[:MOST_PHOTOS]), None
        self.notice = tr(TOO_MANY, most=MOST_PHOTOS) if len(photos) > MOST_PHOTOS else ""

    def take_result(self, result: Occasion) -> None:
        """Compare numbers of which there are no photos."""
        self._forget_last()
        self.photos, self.result = (), result

    def clear(self) -> None:
        """Nothing is given any more."""
        self.__dict__.update(Visit(inputs=self.inputs + 1).__dict__)

    def setup(self, *, mirrored: bool = False) -> Setup:
        from analyzer.compare.changes import Setup  # noqa: PLC0415 - heavy

        return Setup(self.camera_height_cm, self.protocol, mirrored)

    def _forget_last(self) -> None:
        self.waiting, self.notice, self.thomas = Waiting(), "", None


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """What was made for the viewer, and of what."""

    before: Analysis
    after: Analysis
    cover_face: bool
    data: dict[str, Any]

    def shows(self, before: CheckedPhoto, after: CheckedPhoto, cover_face: bool) -> bool:
        same = before.analysis is self.before and after.analysis is self.after
        return same and cover_face == self.cover_face


@dataclass
class Comparing(Part):
    """The comparison of a session.

    Attributes
    ----------
    before, after : Visit
    facing : {"left", "right"} or None
        Which side to compare, when both visits show both.
    mirrored : {"before", "after"} or None
        Which visit was photographed as a mirror image, if somebody said so.
    cover_face : bool
    goals : dict of MeasureName to {"less", "more"}
        Which way is wanted, by measure.
    pictures : Pictures or None
        What was made for the viewer, until other photos come.
    arrivals : int
        Counts up whenever something was given or could not be used: it then comes into view.
    """

    before: Visit = field(default_factory=Visit)
    after: Visit = field(default_factory=Visit)
    facing: Facing | None = None
    mirrored: Name | None = None
    cover_face: bool = True
    goals: dict[MeasureName, Way] = field(default_factory=dict)
    pictures: Pictures | None = field(default=None, repr=False)
    arrivals: int = 0
    _given: tuple[object, ...] = field(default=(), repr=False)

    def visit(self, name: Name) -> Visit:
        return self.before if name == "before" else self.after

    def has_only_copy(self) -> bool:
        return any(photo.name not in SAMPLES for photo in (*self.before.photos, *self.after.photos))

    @property
    def ready(self) -> bool:
        """Whether there is something on both sides."""
        return self.before.given and self.after.given

    def swap(self) -> None:
        """Before becomes after."""
        self.before, self.after = self.after, self.before
        self.before.inputs, self.after.inputs = self.after.inputs, self.before.inputs
        if self.mirrored is not None:
            self.mirrored = "after" if self.mirrored == "before" else "before"

    def refresh(self) -> None:
        """Photos that are also being checked are taken with their latest corrections."""
        latest = {photo.id: photo for photo in state().photos}
        for name in NAMES:
            visit = self.visit(name)
            visit.photos = tuple(latest.get(photo.id, photo) for photo in visit.photos)
        self._look_what_came()

    def _look_what_came(self) -> None:
        visits = (self.before, self.after)
        now = tuple((*(photo.id for photo in v.photos), id(v.result), id(v.waiting)) for v in visits)
        if now != self._given and any(v.given or v.problems for v in visits):
            self.arrivals += 1
        self._given = now


def comparing() -> Comparing:
    """The comparison of this session."""
    return state().part(Comparing) or state().join(Comparing())


def check_waiting(say: Say) -> None:
    """Check the photos that wait. A visit of which none can be used keeps the photos that it had."""
    now = comparing()
    begun = [visit for visit in (now.before, now.after) if visit.waiting.files or visit.waiting.fresh]
    total = sum(visit.waiting.given for visit in begun)

    def tell(words: str) -> None:
        number = sum(visit.waiting.done for visit in begun)
        say(number / total, words or tr("Photo {number} of {total}...", number=number + 1, total=total))

    for visit in begun:
        check_all(visit.waiting, tell)
        if visit.waiting.fresh:
            before = visit.photos if visit.series.goes_on(visit.waiting, visit.photos) else ()
            visit.photos, visit.result = (*before, *visit.waiting.fresh), None
            visit.series, visit.waiting.fresh = visit.series.with_fresh(visit.waiting, visit.photos), ()
            visit.thomas = None


def known_photos() -> tuple[CheckedPhoto, ...]:
    """Photos of this session that were checked elsewhere."""
    return state().photos


def correct_photo(photo: CheckedPhoto) -> bool:
    """Make a photo of the comparison the one that "Correct" shows.

    Nothing is lost by it: when photos are being checked that are no part of the comparison, it is not done.
    Corrections then come back with `Comparing.refresh`.
    """
    now = state()
    own = [*comparing().before.photos, *comparing().after.photos]
    ids = [item.id for item in own]
    if photo.id not in ids or any(item.id not in ids for item in now.photos):
        return False
    now.photos, now.selected = tuple(replace(item) for item in own), ids.index(photo.id)
    now.problems, now.stale, now.notice = (), False, ""
    return True
