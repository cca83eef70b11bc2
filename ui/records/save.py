"""Save photos that were checked to the records of a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import Table, mark, tr, trn
from ui.look import main_button
from ui.pages import page_of, show_link
from ui.records.desk import desk, photos_in
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import state
from ui.text import day_words, plain
from ui.thomas.session import DirectPhoto

if TYPE_CHECKING:
    from analyzer.records import Client, Records, Visit, VisitLine

TITLE: Final = mark("Save to a client")
NOT_SET_UP: Final = mark("Do you see clients? Records keep their visits, encrypted on this computer.")
LOCKED: Final = mark("The records of clients are locked. These photos stay here while you unlock them.")
NO_FILE: Final = mark(
    "At least one file is too large to be kept in the records. Please save it as JPEG and check it again."
)
_VISITS: Final = Table({"add": "Add to it", "new": "New visit"})
_MOST_CLIENTS: Final = 500


def show_save(photos: Sequence[CheckedPhoto | DirectPhoto], key: str) -> None:
    """A panel to save photos to a client: for pages that show the result of photos.

    Parameters
    ----------
    photos : sequence of CheckedPhoto or of DirectPhoto
        Of one person. ``data`` has to hold the file: it is what is kept.
    key : str
        Different for every place that shows the panel.
    """
    if photos and begin_saving():
        _show_panel(tuple(photos), key)


def begin_saving() -> bool:
    """Whether something can be saved to a client here: then its heading is there, else the way in, if any."""
    if not page_of("clients").exists:
        return False
    records = desk().use()
    if records is None:
        show_way_in()
        return False
    if not records.may("write"):
        return False
    st.header(tr(TITLE), anchor=False)
    return True


def show_way_in() -> None:
    """One line, for those who want it."""
    from ui.records.gate import on_server, records_exist, telling  # noqa: PLC0415 - heavy

    with telling():
        known = on_server() or records_exist()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(tr(LOCKED) if known else tr(NOT_SET_UP), width="content")
            show_link(
                "clients",
                tr("Open the records") if known else tr("About records"),
                ":material/folder_shared:",
            )


@st.fragment
def _show_panel(given: tuple[CheckedPhoto | DirectPhoto, ...], key: str) -> None:
    """Only this runs again while somebody chooses."""
    from ui.records.gate import telling  # noqa: PLC0415 - heavy

    now = desk()
    records = now.use()
    # The latest of each: points may have been moved.
    latest = {photo.id: photo for photo in photos_in(state())}
    photos: list[CheckedPhoto | DirectPhoto] = [latest.get(photo.id, photo) for photo in given]
    if records is None:
        st.rerun()
    with telling():
        _forget_gone(records, photos)
        new = [photo for photo in photos if photo.id not in now.links]
        kept = [photo for photo in photos if photo.id in now.links]
        if kept:
            _show_kept(records, kept, key)
        if new and not all(photo.data for photo in new):
            st.info(tr(NO_FILE))
        elif new:
            _show_form(records, new, key)


def _forget_gone(records: Records, photos: list[CheckedPhoto | DirectPhoto]) -> None:
    """Photos whose visit was deleted meanwhile can be saved again."""
    from analyzer.records import NotFoundError  # noqa: PLC0415 - heavy

    links = desk().links
    for visit_id in {links[photo.id].visit_id for photo in photos if photo.id in links}:
        try:
            visit = records.visit(visit_id)
            there = {stored.id for stored in visit.photos} | {stored.id for stored in visit.thomas}
        except NotFoundError:
            there = set()
        for photo in photos:
            link = links.get(photo.id)
            if link is not None and link.visit_id == visit_id and link.photo_id not in there:
                del links[photo.id]


def _show_kept(records: Records, photos: list[CheckedPhoto | DirectPhoto], key: str) -> None:
    """Where they are; corrections that are not saved yet; and the visit before."""
    from ui.records.comparing import compare_visits, earlier_visit  # noqa: PLC0415 - heavy
    from ui.records.photos import changed_links, save_corrections  # noqa: PLC0415 - heavy

    now = desk()
    link = now.links[photos[-1].id]
    visit, client = records.visit(link.visit_id), records.client(link.client_id)
    where = {"client": plain(_label(client)), "day": day_words(visit.day)}
    changed = [(photo, to) for photo, to in changed_links(now) if photo in photos]
    if changed:
        st.warning(
            trn(
                "The photo is in the records: **{client}**, visit of {day}. Your corrections are not saved "
                "there yet.",
                "The {count} photos are in the records: **{client}**, visit of {day}. Your corrections "
                "are not saved there yet.",
                len(photos),
                **where,
            )
        )
        if st.button(
            tr("Save the corrections"), type=main_button(), icon=":material/save:", key=f"{key}_corrections"
        ):
            for photo, to in changed:
                save_corrections(now, photo, to)
            st.rerun()
    else:
        saved = trn(
            "The photo is saved: **{client}**, visit of {day}.",
            "The {count} photos are saved: **{client}**, visit of {day}.",
            len(photos),
            **where,
        )
        st.success(saved, icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        last = earlier_visit(records.timeline(client.id), visit.id)
        if last is not None and st.button(
            tr("Compare with last time ({day})", day=day_words(last.day)),
            icon=":material/compare:",
            key=f"{key}_compare",
        ):
            compare_visits(records, last.visit_id, visit.id)
        show_link("visit", tr("Open the visit"), ":material/event_note:", visit=visit.id)
        show_link("client", tr("Open the client"), ":material/person:", client=client.id)


def _show_form(records: Records, photos: list[CheckedPhoto | DirectPhoto], key: str) -> None:
    """Which client, which visit, and one click."""
    chosen, client, today = ask_client(records, key, "_".join(photo.id for photo in photos))
    what = trn("Save the photo", "Save the {count} photos", len(photos))
    if st.button(
        what, type=main_button(), icon=":material/save:", key=f"{key}_save", disabled=chosen is None
    ):
        owner = client or records.add_client(chosen or "")
        _save(records, owner, today, photos)
        st.rerun()


def ask_client(records: Records, key: str, of: str) -> tuple[str | None, Client | None, VisitLine | None]:
    """Which client (what was chosen or typed, and the client if there is one), and the visit of today to add
    to, if it is to be that one. ``of`` tells what is to be saved: of other things it is asked anew."""
    clients = {_label(client): client for client in records.clients(limit=_MOST_CLIENTS)}
    last = desk().client_id
    labels = list(clients)
    first = next((i for i, label in enumerate(labels) if clients[label].id == last), None)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            tr("Client: choose one, or type the code of a new one"),
            labels,
            index=first,
            key=f"{key}_client_{of}",
            accept_new_options=True,
            placeholder=tr("Code or name"),
        )
    client = None if chosen is None else clients.get(chosen) or _by_code(records, chosen)
    today = None if client is None else _today(records, client)
    with right:
        add = today is not None and _ask_visit(today, key)
    if chosen is not None and client is None:
        st.caption(tr("A new client with the code {code} will be made.", code=chosen.strip()))
    return chosen, client, today if add else None


def _ask_visit(today: VisitLine, key: str) -> bool:
    from ui.records.client_view import visit_words  # noqa: PLC0415 - heavy

    choice = st.segmented_control(
        tr("There is a visit today ({what})", what=visit_words(today)),
        list(_VISITS),
        default="add",
        format_func=_VISITS.__getitem__,
        required=True,
        key=f"{key}_visit_{today.id}",
    )
    return choice == "add"


def _save(
    records: Records,
    client: Client,
    today: VisitLine | None,
    photos: Sequence[CheckedPhoto | DirectPhoto],
) -> Visit:
    """Save the photos and the answers to a new visit, or to that of today.

    Raises
    ------
    PostureError
        They could not be saved.
    """
    from ui.records.photos import add_to  # noqa: PLC0415 - heavy

    visit = add_to(records, client.id, None if today is None else today.id, photos, state().intake)
    desk().client_id = client.id
    return visit


def _today(records: Records, client: Client) -> VisitLine | None:
    return next((visit for visit in records.visits(client.id) if visit.day == date.today()), None)


def _by_code(records: Records, code: str) -> Client | None:
    """A client who was typed instead of chosen."""
    given = code.strip().casefold()
    found = records.clients(code, limit=_MOST_CLIENTS)
    return next((client for client in found if client.code.casefold() == given), None)


def _label(client: Client) -> str:
    return f"{client.code} · {client.name}" if client.name else client.code


def show_back(photo: CheckedPhoto) -> None:
    """For the page "Correct": what was moved is saved at once in the visit of the photo, and said."""
    from ui.records.gate import telling  # noqa: PLC0415 - heavy
    from ui.records.photos import keep_corrections  # noqa: PLC0415 - heavy

    now = desk()
    link = now.links.get(photo.id)
    if link is None or not now.open:
        return
    with telling(), st.container(horizontal=True, vertical_alignment="center"):
        if trouble := keep_corrections(now):
            st.error(
                tr("Not saved in the visit yet: {trouble} What you changed is kept here.", trouble=trouble)
            )
            st.button(tr("Try again"), icon=":material/refresh:", key="save_back")
        else:
            with st.container(key="saved_back", width="content"):
                st.caption(f":material/check_circle: {tr('Saved in the visit, as every change is.')}")
        show_link("visit", tr("Back to the visit"), ":material/arrow_back:", visit=link.visit_id)
