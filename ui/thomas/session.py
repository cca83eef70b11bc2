"""What a session knows of the direct test: photos and results. Gone with everything else of the session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from analyzer.errors import ImageTooLargeError, ModelUnavailableError, PostureError
from analyzer.language import mark, tr
from ui.report.choices import forget_clients
from ui.session.checked_photo import MOST_KEPT_BYTES, Problem
from ui.session.state import Part, state
from ui.session.turns import Tell, TooBusyError
from ui.session.waiting import queue_words
from ui.session.work import fault, in_turn, pose_model, too_busy
from ui.several import psoas_of_all

if TYPE_CHECKING:
    from analyzer.pipeline import Observation
    from analyzer.thomas import StandingReference, ThomasObservation, ThomasSide
    from analyzer.types import Photo
    from analyzer.types.codes import Level
    from analyzer.types.landmarks import Side
    from analyzer.types.thomas import ThomasAnalysis, ThomasCorrections

_MOST_STEPS: Final = 200
MOST_PHOTOS: Final = 10
"""Five of each side; their pixels stay in memory."""
REPORTS: Final = "direct_"
"""How the keys of the panels of its reports begin."""
TOO_MANY: Final = mark("At most {most} photos are taken together. The first {most} were taken.")


@dataclass(frozen=True, slots=True, eq=False)
class DirectPhoto:
    """A photo of the direct test and what was made of it.

    Attributes
    ----------
    id : str
        Different for every photo of the session.
    name : str
        File name for people.
    photo : Photo
        The upright pixels that everything was made from.
    analysis : ThomasAnalysis
        The current result, with what a person corrected.
    observation : ThomasObservation or None
        What was looked up in the photo. One out of the records is looked at again when somebody corrects it.
    past, future : tuple of ThomasCorrections
        What undo and redo go back to, the nearest last.
    data : bytes
        The file as it was given, for the records. Empty when it is larger than `MOST_KEPT_BYTES`.
    """

    id: str
    name: str
    photo: Photo = field(repr=False)
    analysis: ThomasAnalysis = field(repr=False)
    observation: ThomasObservation | None = field(default=None, repr=False)
    past: tuple[ThomasCorrections, ...] = ()
    future: tuple[ThomasCorrections, ...] = ()
    data: bytes = field(default=b"", repr=False)

    @property
    def corrections(self) -> ThomasCorrections:
        """What a person corrected; empty at first."""
        return self.analysis.corrections


@dataclass(frozen=True, slots=True)
class OfVisit:
    """The visit in the records whose direct test the page shows, and what its standing photos say.

    Attributes
    ----------
    visit_id, client_id : int
    title : str
        Of the visit, for people.
    standing : Level or None
        What they say of the psoas; ``None`` without any.
    references : mapping of Side to StandingReference
        Where dots on the pelvis allow it.
    """

    visit_id: int
    client_id: int
    title: str = field(repr=False)
    standing: Level | None = None
    references: Mapping[Side, StandingReference] = field(default_factory=dict, repr=False)


@dataclass
class Direct(Part):
    """The direct test of a session.

    Attributes
    ----------
    photos : tuple of DirectPhoto
    problems : tuple of Problem
        What went wrong with the photos given last.
    waiting : tuple of (str, bytes)
        Names and files that are still to be measured.
    notice : str
    shown : int
        Index of the photo that is shown.
    inputs : int
        Counts up to empty the upload.
    of_visit : OfVisit or None
        When it was opened from there.
    """

    photos: tuple[DirectPhoto, ...] = ()
    problems: tuple[Problem, ...] = ()
    waiting: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    notice: str = ""
    shown: int = 0
    inputs: int = 0
    of_visit: OfVisit | None = None

    def has_only_copy(self) -> bool:
        return bool(self.photos)

    def take_files(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Let photos wait to be measured; those that are there stay."""
        room = MOST_PHOTOS - len(self.photos)
        self.waiting, self.problems = tuple(files[:room]), ()
        self.notice = tr(TOO_MANY, most=MOST_PHOTOS) if len(files) > room else ""
        self.inputs += 1

    def take_one(self, name: str, data: bytes) -> None:
        """Let one more photo wait."""
        if len(self.photos) + len(self.waiting) >= MOST_PHOTOS:
            self.notice = tr(TOO_MANY, most=MOST_PHOTOS)
            return
        self.waiting, self.problems, self.notice = (*self.waiting, (name, data)), (), ""

    def remove(self, photo_id: str) -> None:
        """Drop one photo."""
        self.photos = tuple(photo for photo in self.photos if photo.id != photo_id)
        self.shown, self.problems, self.notice = 0, (), ""

    def correct(self, photo_id: str, corrections: ThomasCorrections) -> None:
        """Draw the conclusion with other corrections, as a step that can be undone.

        Raises
        ------
        PostureError
            Nothing can be concluded from them. Nothing is changed then.
        """
        photo = self.photo(photo_id)
        if photo is not None and corrections != photo.analysis.corrections:
            past = (*photo.past, photo.analysis.corrections)[-_MOST_STEPS:]
            self._conclude(photo, corrections, past, ())

    def undo(self, photo_id: str) -> None:
        """Take the last correction back, if there is one."""
        photo = self.photo(photo_id)
        if photo is not None and photo.past:
            future = (*photo.future, photo.analysis.corrections)
            self._conclude(photo, photo.past[-1], photo.past[:-1], future)

    def redo(self, photo_id: str) -> None:
        """Apply again what was taken back, if there is something."""
        photo = self.photo(photo_id)
        if photo is not None and photo.future:
            past = (*photo.past, photo.analysis.corrections)
            self._conclude(photo, photo.future[-1], past, photo.future[:-1])

    def photo(self, photo_id: str) -> DirectPhoto | None:
        """The photo with an id, unless it was removed meanwhile."""
        return next((photo for photo in self.photos if photo.id == photo_id), None)

    def _conclude(
        self,
        photo: DirectPhoto,
        corrections: ThomasCorrections,
        past: tuple[ThomasCorrections, ...],
        future: tuple[ThomasCorrections, ...],
    ) -> None:
        from analyzer.thomas import conclude_thomas, observe_thomas  # noqa: PLC0415 - heavy

        seen = photo.observation
        if seen is None:
            with in_turn():
                seen = observe_thomas(photo.photo, model=pose_model(), name=photo.name)
        analysis = conclude_thomas(seen, corrections, standing=standing_references())
        changed = replace(photo, analysis=analysis, observation=seen, past=past, future=future)
        self.photos = tuple(changed if item.id == photo.id else item for item in self.photos)


def direct() -> Direct:
    """The direct test of this session."""
    return state().part(Direct) or state().join(Direct())


def forget_direct() -> None:
    """Drop all photos of the direct test."""
    now = direct()
    now.__dict__.update(Direct(inputs=now.inputs + 1).__dict__)
    forget_clients(REPORTS)


def measure_waiting(say: Callable[[float, str], object]) -> None:
    """Measure the photos that wait. Each is kept at once: an interrupted run goes on where it was."""
    now = direct()
    given = len(now.waiting)
    while now.waiting:
        number = given - len(now.waiting)
        say(
            number / given,
            tr("Looking at the photo...")
            if given == 1
            else tr("Photo {number} of {total}...", number=number + 1, total=given),
        )
        name, data = now.waiting[0]
        done = number / given
        made = _try_measure(name, data, lambda before, done=done: say(done, queue_words(before)))  # type: ignore[misc]
        if isinstance(made, Problem):
            now.problems += (made,)
        else:
            now.photos += (made,)
            now.shown = len(now.photos) - 1
        no_model = isinstance(made, Problem) and made.code == ModelUnavailableError.code
        now.waiting = () if no_model else now.waiting[1:]


def _try_measure(name: str, data: bytes, tell: Tell) -> DirectPhoto | Problem:
    """Measure one photo; what went wrong is a `Problem`, never an exception."""
    try:
        return _measure(name, data, tell)
    except TooBusyError:
        return too_busy(name)
    except PostureError as error:
        return Problem(name, error.code, error.message)
    except MemoryError:
        return Problem(name, ImageTooLargeError.code, ImageTooLargeError.default_message)
    except Exception as error:
        return fault(error, name)


def _measure(name: str, data: bytes, tell: Tell) -> DirectPhoto:
    from analyzer.thomas import conclude_thomas, observe_thomas  # noqa: PLC0415 - heavy

    model = pose_model()
    with in_turn(tell):
        observation = observe_thomas(data, model=model, name=name)
        analysis = conclude_thomas(observation, standing=standing_references())
    kept = data if len(data) <= MOST_KEPT_BYTES else b""
    return DirectPhoto(
        new_id(), analysis.photo.name, observation.photo, analysis, observation=observation, data=kept
    )


def new_id() -> str:
    """For another photo of the session."""
    now = state()
    now.made += 1
    return str(now.made)


def standing_references() -> dict[Side, StandingReference]:
    """What the standing photos say of each side, where dots on the pelvis allow it."""
    of_visit = direct().of_visit
    if of_visit is not None:
        return dict(of_visit.references)
    return references_of([photo.observation for photo in state().photos])


def references_of(observations: Iterable[Observation]) -> dict[Side, StandingReference]:
    """What these standing photos say of each side, where dots on the pelvis allow it."""
    from analyzer.thomas import StandingReference, standing_reference  # noqa: PLC0415 - heavy

    found = [standing_reference(observation) for observation in observations]
    return {each.side: each for each in found if isinstance(each, StandingReference)}


def tested_sides() -> tuple[ThomasSide, ...]:
    """What the direct test of this session says of each hip; none where it is that of a visit."""
    now = direct()
    if not now.photos or now.of_visit is not None:
        return ()
    from analyzer.thomas import summarize_thomas  # noqa: PLC0415 - heavy

    test = summarize_thomas([photo.analysis for photo in now.photos])
    return tuple(side for side in (test.left, test.right) if side is not None)


def standing_level() -> Level | None:
    """What the standing photos of this person say of the psoas; ``None`` when there are none."""
    of_visit = direct().of_visit
    if of_visit is not None:
        return of_visit.standing
    photos = state().photos
    return psoas_of_all(photos).level if photos else None
