"""A photo of the session with everything that was made of it, and photos that are still to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, Protocol

from analyzer.types import Corrections, Drawing
from analyzer.types.codes import ErrorCode

if TYPE_CHECKING:
    from analyzer.pipeline import Observation
    from analyzer.types import Analysis, Photo

Drawings = tuple[Drawing, ...]
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
    drawn_past, drawn_future : tuple of tuple of Drawing
        The same of what was drawn on the photo. No correction touches it.
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
    drawn_past: tuple[Drawings, ...] = ()
    drawn_future: tuple[Drawings, ...] = ()
    data: bytes = field(default=b"", repr=False)

    @property
    def photo(self) -> Photo:
        """The upright pixels that everything was made from."""
        return self.observation.photo

    @property
    def drawings(self) -> Drawings:
        """What was drawn on the photo."""
        return self.analysis.drawings

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


class DrawnPhoto(Protocol):
    """What it takes to draw a photo with its result: a `CheckedPhoto` has it, and a stored photo too."""

    @property
    def id(self) -> str: ...
    @property
    def analysis(self) -> Analysis: ...
    @property
    def photo(self) -> Photo: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """A photo that could not be checked, and what to do about it.

    Attributes
    ----------
    name : str
    code : str
    message : str
    data : bytes
        The file, as long as it may be taken apart or turned; otherwise empty.
    turn_deg : int
        How far it was turned clockwise because somebody said so.
    """

    name: str
    code: ErrorCode | Literal["known", "too_busy", "too_large"]
    message: str
    data: bytes = field(default=b"", repr=False)
    turn_deg: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """Photos that came one after another and belong together, as from one phone: of the same person.

    Attributes
    ----------
    name : str
        Of the series; empty for photos that were given together.
    ids : tuple of str
        Its photos so far.
    """

    name: str = ""
    ids: tuple[str, ...] = ()

    def goes_on(self, waiting: Waiting, photos: Sequence[CheckedPhoto]) -> bool:
        """Whether photos that waited belong to those that are there, and do not take their place."""
        same = bool(self.name) and waiting.series == self.name
        return same and bool(photos) and all(photo.id in self.ids for photo in photos)

    def with_fresh(self, waiting: Waiting, photos: Sequence[CheckedPhoto]) -> Series:
        """The series once these are the photos that are there."""
        return Series(waiting.series, tuple(photo.id for photo in photos) if waiting.series else ())


@dataclass
class Waiting:
    """Photos that were given and are still to be checked, and what was made of those before them.

    Attributes
    ----------
    files : tuple of (str, bytes)
        Names and files that are still to be checked.
    turn_deg : int or None
        How far they are turned clockwise, when somebody said so.
    given : int
        How many there were at first.
    fresh, problems : tuple of CheckedPhoto, tuple of Problem
        What was made of the others.
    series : str
        The name of the series that they belong to, if they came one by one.
    """

    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    given: int = 0
    turn_deg: int | None = None
    fresh: tuple[CheckedPhoto, ...] = ()
    problems: tuple[Problem, ...] = ()
    series: str = ""

    @classmethod
    def of(cls, files: Sequence[tuple[str, bytes]], turn_deg: int | None = None) -> Waiting:
        """All of these are to be checked."""
        return cls(tuple(files), len(files), turn_deg)

    def with_one(self, name: str, data: bytes, series: str) -> Waiting:
        """One more photo of a series: after those that wait, or alone when they belong to none or another."""
        if not self.files or self.series != series:
            return Waiting(((name, data),), 1, series=series)
        return replace(self, files=(*self.files, (name, data)), given=self.given + 1)

    @property
    def done(self) -> int:
        """How many are checked."""
        return self.given - len(self.files)
