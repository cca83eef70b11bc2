"""What the webcam took: for each side the typical picture, and the median of all its pictures.

The typical picture becomes a photo of the session, so that everything else of the app works with it. The
others were taken in the same second, and would look like repeated photos there, which they are not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from analyzer.types.codes import Facing, ReferenceName
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import Part, state

if TYPE_CHECKING:
    from analyzer.compare.several_photos import Summary
    from analyzer.live import Take
    from analyzer.live.words import Waivable

GO: Final = "webcam_go"
"""In the session: the page to go to with the next run."""


@dataclass(frozen=True, slots=True, eq=False)
class TakenSide:
    """One side.

    Attributes
    ----------
    facing : {"left", "right"}
        Where the person looks; also the side of the body that is seen.
    photo_id : str
        Of the typical picture.
    summary : Summary
        Of all pictures of this side.
    waived : tuple of str
        What the person could not do.
    other_missing : bool
        Whether the other side was wanted too, and not taken.
    """

    facing: Facing
    photo_id: str
    summary: Summary = field(repr=False)
    waived: tuple[Waivable, ...] = ()
    other_missing: bool = False


@dataclass
class Taken(Part):
    """The sides that were taken last."""

    sides: tuple[TakenSide, ...] = ()


def keep(takes: tuple[Take, ...], *, both_sides: bool = False) -> None:
    """Make some takes what this session looks at; ``both_sides`` tells whether both were wanted."""
    if not takes:
        return
    now = state()
    photos, sides = [], []
    for take in (_beside(take, now.references) for take in takes):
        index = take.summary.nearest
        analysis = take.analyses[index]
        now.made += 1
        photo_id, name = str(now.made), analysis.photo.name
        observation, file = take.observations[index], take.files[index]
        photos.append(CheckedPhoto(photo_id, name, observation, analysis, analysis, data=file))
        missing = both_sides and len(takes) == 1
        sides.append(TakenSide(take.facing, photo_id, take.summary, take.waived, missing))
    now.photos, now.selected = tuple(photos), 0
    now.problems, now.stale, now.notice = (), False, ""
    now.pictures.clear()
    now.join(Taken(tuple(sides)))


def _beside(take: Take, name: ReferenceName) -> Take:
    """A take beside the references that the session has chosen."""
    from analyzer.live.moment import summarize_moment  # noqa: PLC0415 - heavy
    from analyzer.meaning.references import with_references  # noqa: PLC0415

    analyses = tuple(with_references(analysis, name) for analysis in take.analyses)
    if analyses == take.analyses:
        return take
    return replace(take, analyses=analyses, summary=summarize_moment(analyses))


def taken() -> tuple[tuple[TakenSide, CheckedPhoto], ...]:
    """The sides that were taken, each with its picture as it is now; gone when the photos are."""
    photos = {photo.id: photo for photo in state().photos}
    last = state().part(Taken) or Taken()
    last.sides = tuple(side for side in last.sides if side.photo_id in photos)
    return tuple((side, photos[side.photo_id]) for side in last.sides)


def begin_again() -> None:
    """Callback: show the camera again. The photos stay on the other pages until others come."""
    state().leave(Taken)
