"""The direct test between the session and the records: opened from a visit, and kept in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import mark, tr
from ui.pages import show_link
from ui.records.desk import Link, desk
from ui.records.photos import (
    add_to,
    changed_links,
    keep_corrections,
    look_again,
    require_corrections_kept,
    take_out,
)
from ui.text import day_words, plain
from ui.thomas.session import Direct, DirectPhoto, OfVisit, direct, new_id, references_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.records import Records, StoredThomasPhoto, ThomasPoint, Visit
    from analyzer.thomas import StandingReference
    from analyzer.types import Photo
    from analyzer.types.codes import Level
    from analyzer.types.landmarks import Side
    from analyzer.types.thomas import ThomasAnalysis

OPENED: Final = mark(
    "The direct test of the visit of {visit}. Photos that you add are saved there, and so is what you move."
)
NOT_KEPT: Final = mark("Not saved in the visit yet: {trouble} The photos are kept here.")
NOT_SAVED: Final = mark("Not saved in the visit yet: {trouble} What you moved is kept here.")


@dataclass(frozen=True, slots=True, eq=False)
class StoredTest:
    """A stored photo of the direct test with its pixels and its stored result: enough to draw it."""

    id: str
    analysis: ThomasAnalysis = field(repr=False)
    photo: Photo = field(repr=False)


def view_of_test(records: Records, stored: StoredThomasPhoto) -> StoredTest:
    """A stored photo to be drawn; decoded once as long as it is shown."""
    from analyzer.photo import load_photo  # noqa: PLC0415 - heavy

    views = desk().views
    known = views.get(stored.id)
    photo = load_photo(records.photo_data(stored.id), name=stored.name) if known is None else known.photo
    views[stored.id] = StoredTest(f"stored{stored.id}", stored.analysis, photo)
    return views[stored.id]  # type: ignore[no-any-return]


def open_test(records: Records, visit: Visit, standing: Level | None, shown: int | None = None) -> bool:
    """Make the page "Direct test" show the photos of a visit; ``shown`` is the id of the first to see.

    Nothing is lost by it: with photos on that page that are not kept in the records, it is not done.

    Raises
    ------
    PostureError
        A photo cannot be read, or corrections of another one cannot be saved.
    """
    from analyzer.types.thomas import ThomasCorrections  # noqa: PLC0415 - heavy

    now, links = direct(), desk().links
    if any(photo.id not in links for photo in now.photos):
        return False
    require_corrections_kept()
    of_visit = OfVisit(visit.id, visit.client_id, day_words(visit.day), standing, _references(records, visit))
    photos: list[DirectPhoto] = []
    for stored in visit.thomas:
        past = (ThomasCorrections(),) if stored.analysis.corrections else ()
        pixels = view_of_test(records, stored).photo
        photos.append(DirectPhoto(new_id(), stored.name, pixels, stored.analysis, past=past))
    desk().before_close(take_out)
    for photo, stored in zip(photos, visit.thomas, strict=True):
        links[photo.id] = Link(visit.client_id, visit.id, stored.id, photo.corrections, opened=True)
    first = next((index for index, stored in enumerate(visit.thomas) if stored.id == shown), 0)
    opened = Direct(tuple(photos), shown=first, inputs=now.inputs + 1, of_visit=of_visit)
    now.__dict__.update(opened.__dict__)
    return True


def _references(records: Records, visit: Visit) -> Mapping[Side, StandingReference]:
    """What the visit's standing photos with dots say; only those are looked at again."""
    found = []
    for stored in visit.photos:
        if stored.analysis.measures["pelvic_tilt"].method == "markers":
            with suppress(PostureError):
                found.append(look_again(records, stored).observation)
    return references_of(found)


def forget_stored(photo_ids: set[int]) -> None:
    """Photos that were erased in the records leave the page "Direct test", too."""
    now, links = direct(), desk().links
    gone = {id_ for id_, link in links.items() if link.photo_id in photo_ids}
    if any(photo.id in gone for photo in now.photos):
        now.photos = tuple(photo for photo in now.photos if photo.id not in gone)
        now.shown = 0


def keep_new() -> str:
    """Save photos that were given while a visit is open into it; why not, otherwise."""
    now, kept = direct(), desk()
    records = kept.records
    fresh = [photo for photo in now.photos if photo.id not in kept.links]
    if now.of_visit is None or records is None or not fresh:
        return ""
    trouble = ""
    for photo in fresh:  # one by one: there may be room for some of them
        try:
            add_to(records, now.of_visit.client_id, now.of_visit.visit_id, [photo], opened=True)
        except PostureError as error:
            trouble = error.message
    return trouble


def show_of_visit() -> None:
    """For the page "Direct test": whose visit is open, whether all of it is saved, and the way back."""
    now = direct()
    if now.of_visit is None:
        return
    trouble = keep_new()
    if trouble:
        st.error(tr(NOT_KEPT, trouble=trouble))
    elif changed_links(desk()) and (trouble := keep_corrections(desk())):
        st.error(tr(NOT_SAVED, trouble=trouble))
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = "warning" if trouble else "check_circle"
        text = tr(OPENED, visit=plain(now.of_visit.title))
        st.caption(f":material/{icon}: {text}", width="content")
        show_link("visit", tr("Back to the visit"), ":material/arrow_back:", visit=now.of_visit.visit_id)


def earlier_sides(points: tuple[ThomasPoint, ...], visit: Visit) -> dict[Side, ThomasPoint]:
    """Of each side the last direct test before this visit; points are given oldest first."""
    place = (visit.day, visit.id)
    return {point.side: point for point in points if (point.day, point.visit_id) < place}
