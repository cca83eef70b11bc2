"""Save a range of the pelvis that the webcam took to the records of a client. The film is not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr, trn
from ui.look import main_button
from ui.pages import show_link
from ui.records.desk import desk
from ui.records.save import ask_client, begin_saving
from ui.records.saving import change_visit
from ui.session.state import Part, state
from ui.text import day_words, plain

if TYPE_CHECKING:
    from analyzer.records import Client, Records, VisitDraft, VisitLine
    from analyzer.types.pelvic_range import PelvicRange

_KEY: Final = "range"
WITHOUT_FILM: Final = mark("The numbers and the movement are kept, not the pictures.")


class KeptRanges(Part):
    """Where ranges of this session were saved."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[int, int]] = {}


def show_save_range(found: tuple[PelvicRange, ...], on_saved: Callable[[], object]) -> None:
    """A panel to save ranges of one person to a client: for the page that shows them."""
    if found and begin_saving():
        _show_panel(found, on_saved)


@st.fragment
def _show_panel(found: tuple[PelvicRange, ...], on_saved: Callable[[], object]) -> None:
    """Only this runs again while somebody chooses."""
    from analyzer.records import NotFoundError  # noqa: PLC0415 - heavy
    from ui.records.gate import telling  # noqa: PLC0415 - heavy

    records = desk().use()
    if records is None:
        st.rerun()
    kept = state().part(KeptRanges) or state().join(KeptRanges())
    of = "_".join(each.provenance.created_utc + each.facing for each in found)
    with telling():
        if of in kept.places:
            try:
                _show_kept(records, *kept.places[of])
            except NotFoundError:  # deleted meanwhile: it can be saved again
                del kept.places[of]
        if of not in kept.places:
            chosen, client, today = ask_client(records, _KEY, of)
            pressed = st.button(
                trn("Save the range", "Save both ranges", len(found)),
                type=main_button(),
                icon=":material/save:",
                key="range_save",
                disabled=chosen is None,
            )
            st.caption(tr(WITHOUT_FILM))
            if pressed:
                owner = client or records.add_client(chosen or "")
                kept.places[of] = owner.id, keep_range(records, owner, today, found)
                on_saved()
                st.rerun()


def keep_range(
    records: Records, client: Client, today: VisitLine | None, found: tuple[PelvicRange, ...]
) -> int:
    """Add ranges to a visit, or to a new one of today; its id.

    Raises
    ------
    PostureError
        They could not be saved.
    """
    from analyzer.records import VisitDraft  # noqa: PLC0415 - heavy

    def put(draft: VisitDraft) -> VisitDraft:
        return replace(draft, ranges=(*draft.ranges, *found))

    if today is None:
        visit = records.save_visit(client.id, put(VisitDraft(date.today())))
    else:
        visit = change_visit(records, today.id, put)
    desk().note_saved(visit.id)
    desk().client_id = client.id
    return visit.id


def _show_kept(records: Records, client_id: int, visit_id: int) -> None:
    client, visit = records.client(client_id), records.visit(visit_id)
    said = tr("Saved: {client}, visit of {day}.", client=plain(client.code), day=day_words(visit.day))
    st.success(said, icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link("visit", tr("Open the visit"), ":material/event_note:", visit=visit_id)
        show_link("client", tr("Open the client"), ":material/person:", client=client_id)
