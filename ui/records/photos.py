"""Photos between the session and the records: kept, shown as they were, looked at anew, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer.errors import PostureError
from ui.records.desk import Desk, Link, desk, photos_in
from ui.records.merging import merge
from ui.records.saving import change_visit
from ui.records.settings import keeps_camera_data
from ui.session.checked_photo import CheckedPhoto, Drawings
from ui.session.state import State, state
from ui.thomas.session import Direct, DirectPhoto

if TYPE_CHECKING:
    from analyzer.records import (
        NewPhoto,
        NewThomasPhoto,
        Records,
        StoredPhoto,
        StoredThomasPhoto,
        Visit,
        VisitDraft,
    )
    from analyzer.types import Analysis, Photo
    from analyzer.types.intake import Intake

P = TypeVar("P", "NewPhoto | StoredPhoto", "NewThomasPhoto | StoredThomasPhoto")


@dataclass(frozen=True, slots=True, eq=False)
class StoredView:
    """A stored photo with its pixels and its stored result: enough to draw it, without the model."""

    id: str
    name: str
    analysis: Analysis = field(repr=False)
    photo: Photo = field(repr=False)


def view_of(records: Records, stored: StoredPhoto) -> StoredView:
    """A stored photo to be drawn; decoded once as long as it stays the same."""
    from analyzer.photo import load_photo  # noqa: PLC0415 - heavy

    views = desk().views
    known = views.get(stored.id)
    if known is None:
        photo = load_photo(records.photo_data(stored.id), name=stored.name)
        photo = photo.turned(stored.analysis.photo.turned_deg)
        known = StoredView(f"stored{stored.id}", stored.name, stored.analysis, photo)
    elif known.analysis != stored.analysis:
        known = replace(known, analysis=stored.analysis)
    views[stored.id] = known
    return known


def add_to(
    records: Records,
    client_id: int,
    visit_id: int | None,
    photos: Sequence[CheckedPhoto | DirectPhoto],
    intake: Intake | None = None,
    *,
    opened: bool = False,
) -> Visit:
    """Save photos of a stance or of the direct test to a visit, or to a new one of today, and remember where.

    A photo that is in the visit already is not kept twice: its latest result takes the place of the old one.
    ``intake`` goes with them where the visit has no answers yet. ``opened`` as in `Link`.

    Raises
    ------
    PostureError
        They could not be saved.
    """
    from analyzer.records import NewPhoto, NewThomasPhoto, StoredPhoto, VisitDraft  # noqa: PLC0415 - heavy

    keep = keeps_camera_data()
    places: dict[str, int] = {}

    def put(draft: VisitDraft) -> VisitDraft:
        stance, lying = list(draft.photos), list(draft.thomas)
        for photo in photos:
            if isinstance(photo, DirectPhoto):
                test = NewThomasPhoto(photo.name, photo.data, photo.analysis, keep_camera_data=keep)
                places[photo.id] = _put(lying, test)
            else:
                new = NewPhoto(photo.name, photo.data, photo.analysis, keep_camera_data=keep)
                places[photo.id] = _put(stance, new)
        answers = draft.intake or intake or draft.intake
        return replace(draft, photos=tuple(stance), thomas=tuple(lying), intake=answers)

    if visit_id is None:
        visit = records.save_visit(client_id, put(VisitDraft(date.today())))
    else:
        visit = change_visit(records, visit_id, put)
    desk().note_saved(visit.id)
    desk().before_close(take_out)
    for photo in photos:
        there = visit.thomas if isinstance(photo, DirectPhoto) else visit.photos
        stored = there[places[photo.id]]
        drawings = stored.analysis.drawings if isinstance(stored, StoredPhoto) else ()
        take_drawings(state(), photo.id, drawings)
        desk().links[photo.id] = Link(
            client_id, visit.id, stored.id, photo.corrections, opened, drawings=drawings
        )
    return visit


def _put(kept: list[Any], new: NewPhoto | NewThomasPhoto) -> int:
    """Add a photo, or its result to the very same file that is there; where it is then."""
    sha = new.analysis.photo.sha256
    for index, old in enumerate(kept):
        if sha is not None and old.analysis.photo.sha256 == sha:
            kept[index] = with_result(old, _with_drawings(new.analysis, old.analysis))
            return index
    kept.append(new)
    return len(kept) - 1


def _with_drawings(result: Any, old: Any) -> Any:
    """A new result of a photo that is kept already: what was drawn on the old one stays."""
    drawn = getattr(old, "drawings", ())
    return replace(result, drawings=merge((), result.drawings, drawn)) if drawn else result


def with_result(photo: P, analysis: Any) -> P:
    """A photo with another result. Name and sum of what the camera wrote stay those of the first time."""
    changed: P = replace(photo, analysis=replace(analysis, photo=photo.analysis.photo))
    return changed


def look_again(records: Records, stored: StoredPhoto) -> CheckedPhoto:
    """Analyse a stored photo anew, with its corrections and drawings: for changing them and for comparing.

    Raises
    ------
    PostureError
        The photo cannot be analysed any more, or the model cannot be had.
    """
    from analyzer.pipeline import conclude  # noqa: PLC0415 - heavy
    from analyzer.types import Corrections  # noqa: PLC0415
    from ui.session.work import check  # noqa: PLC0415 - heavy

    corrections = stored.analysis.corrections
    checked = check(stored.name, records.photo_data(stored.id), stored.analysis.photo.turned_deg)
    if corrections != Corrections():
        analysis = conclude(checked.observation, corrections, references=state().references)
        checked = replace(checked, analysis=analysis, corrections=corrections, past=(Corrections(),))
    drawn = replace(checked.analysis, drawings=stored.analysis.drawings)
    return replace(checked, analysis=drawn)


def open_to_correct(records: Records, visit: Visit, stored: StoredPhoto) -> bool:
    """Make a stored photo the one that the pages "Correct" and "Draw" show.

    Nothing is lost by it: with photos in the session that are not kept in the records, it is not done.

    Raises
    ------
    PostureError
        The photo cannot be analysed any more, or corrections of another one cannot be saved.
    """
    now, links = state(), desk().links
    if any(photo.id not in links for photo in now.photos):
        return False
    require_corrections_kept()
    checked = look_again(records, stored)
    desk().before_close(take_out)
    links[checked.id] = Link(
        visit.client_id, visit.id, stored.id, checked.corrections, opened=True, drawings=checked.drawings
    )
    now.photos, now.selected = (checked,), 0
    now.pictures.clear()
    now.problems, now.stale, now.notice = (), False, ""
    now.intake = visit.intake
    return True


def require_corrections_kept() -> None:
    """Before photos leave the page.

    Raises
    ------
    PostureError
        Corrections of one of them cannot be saved.
    """
    from analyzer.records.errors import RecordsError  # noqa: PLC0415 - heavy

    if changed_links(desk()) and (trouble := keep_corrections(desk())):
        raise RecordsError(trouble)


def changed_links(now: Desk) -> list[tuple[CheckedPhoto | DirectPhoto, Link]]:
    """Photos of the session whose corrections or drawings differ from those in the records."""
    return [
        (photo, link)
        for photo in photos_in(now.owner)
        if (link := now.links.get(photo.id)) is not None and link.differs(photo)
    ]


def save_corrections(now: Desk, photo: CheckedPhoto | DirectPhoto, link: Link) -> None:
    """Put the corrected result of a photo, and what was drawn on it, into its visit.

    Drawings that another window added meanwhile stay, beside those from here, and come into this session.

    Raises
    ------
    PostureError
        It could not be saved.
    """
    from analyzer.records import NotFoundError, RecordsClosedError  # noqa: PLC0415 - heavy

    if now.records is None:
        raise RecordsClosedError

    def corrected(kept: P) -> P:
        here = getattr(kept, "id", None) == link.photo_id
        return with_result(kept, _joined(kept.analysis, photo, link)) if here else kept

    def put(draft: VisitDraft) -> VisitDraft:
        if link.photo_id not in {getattr(kept, "id", None) for kept in (*draft.photos, *draft.thomas)}:
            raise NotFoundError
        photos, thomas = tuple(map(corrected, draft.photos)), tuple(map(corrected, draft.thomas))
        return replace(draft, photos=photos, thomas=thomas)

    visit = change_visit(now.records, link.visit_id, put)
    now.note_saved(visit.id)
    stored = next((kept for kept in visit.photos if kept.id == link.photo_id), None)
    drawings = stored.analysis.drawings if stored is not None else ()
    take_drawings(now.owner, photo.id, drawings)
    now.links[photo.id] = replace(link, corrections=photo.corrections, drawings=drawings)


def _joined(kept: Any, photo: CheckedPhoto | DirectPhoto, link: Link) -> Any:
    """The result to keep: where only something was drawn here, the one that is there, with that."""
    if not isinstance(photo, CheckedPhoto):
        return photo.analysis
    result = kept if photo.corrections == link.corrections else photo.analysis
    return replace(result, drawings=merge(link.drawings, photo.drawings, kept.drawings))


def take_drawings(owner: State, photo_id: str, drawings: Drawings) -> None:
    """Let a photo of a session show what is drawn on it in the records, another window's too."""
    owner.photos = tuple(
        replace(photo, analysis=replace(photo.analysis, drawings=drawings))
        if photo.id == photo_id and photo.drawings != drawings
        else photo
        for photo in owner.photos
    )


def keep_corrections(now: Desk) -> str:
    """Save all corrections of photos that are in the records, as far as these are open; why not, otherwise.

    A correction comes with the run of whatever page is asked for next, so all pages call this.
    """
    if not now.open:
        return ""
    trouble = ""
    for photo, link in changed_links(now):
        try:
            save_corrections(now, photo, link)
        except PostureError as error:
            trouble = error.message
    return trouble


def take_out(now: Desk) -> None:
    """The records are about to be locked: what came out of them leaves the session, corrections saved."""
    for photo, link in changed_links(now):
        try:
            save_corrections(now, photo, link)
        except PostureError:
            continue  # it stays in the session, so nothing is lost
    kept = {photo.id for photo, _ in changed_links(now)}
    opened = {id_ for id_, link in now.links.items() if link.opened} - kept
    owner = now.owner
    direct = owner.part(Direct)
    if direct is not None and (direct.of_visit or any(photo.id in opened for photo in direct.photos)):
        direct.photos = tuple(photo for photo in direct.photos if photo.id not in opened)
        direct.shown, direct.of_visit = 0, None
    if any(photo.id in opened for photo in owner.photos):
        owner.photos = tuple(photo for photo in owner.photos if photo.id not in opened)
        owner.selected = 0
        owner.pictures.clear()
