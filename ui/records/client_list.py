"""The list of clients: search, pages, and the way to a client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import tr, trn, trp
from analyzer.language.numbers import decimal
from ui.components import component
from ui.look import main_button
from ui.pages import page_of
from ui.records.forms import kept_form
from ui.records.gate import show_problem, telling
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import Client, Records

KEY: Final = "clients_list"
PAGE: Final = 50
_ASKED: Final = "clients_asked"
_OPEN: Final = "clients_open"
_NEXT: Final = "clients_next_code"
_FIRST_CODE: Final = "C-001"
_LOOKED_AT: Final = 200

_list = component("clients")


@st.fragment
def show_list(records: Records) -> None:
    """Show the list; only this runs again while somebody searches."""
    opened = st.session_state.pop(_OPEN, None)
    if opened is not None:
        go_to_client(opened)
    with telling():
        _list(key=KEY, data=list_data(records), on_ask_change=_ask, on_open_change=_open)


def list_data(records: Records) -> dict[str, object]:
    """What the list shows now."""
    search, page = st.session_state.get(_ASKED, ("", 0))
    total = records.count_clients(search)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 0), pages - 1)
    found = records.clients(search, limit=PAGE, offset=page * PAGE)
    return {
        "search": search,
        "page": page,
        "pages": pages,
        "clients": [_line(client) for client in found],
        "words": {
            "search": tr("Find a client"),
            "hint": tr("Code, name, word of a note, or day"),
            "caption": tr("Clients, those of today first, then the newest visit"),
            "columns": [
                ["", tr("Code")],
                ["name", tr("Name")],
                ["number", tr("Visits")],
                ["number", tr("Last visit")],
            ],
            "count": _count_words(total, search),
            "none": _none_words(total, search),
            "pages": tr("Pages of the list"),
            "page": tr("Page {number} of {total}", number=page + 1, total=pages),
            "back": trp("paging", "Back"),
            "on": trp("paging", "Next"),
        },
    }


def go_to_client(client_id: int) -> None:
    """Open the page of a client. Ends this run."""
    st.switch_page(page_of("client").path, query_params={"client": str(client_id)})


def show_new_client(records: Records) -> None:
    """A button that opens the few fields a client needs; nothing for who may only look."""
    if not records.may("write"):
        return
    with st.popover(tr("New client"), icon=":material/person_add:", type=main_button()):
        with kept_form("client_new"):
            code = st.text_input(
                tr("Code"),
                value=_suggested(records),
                max_chars=60,
                help=tr("What you call the client. It is enough."),
            )
            name = st.text_input(tr("Name (optional)"), max_chars=200)
            note = st.text_area(tr("Note (optional)"), max_chars=4000, height=90)
            done = st.form_submit_button(tr("Create client"), type=main_button())
        if done:
            try:
                client = records.add_client(code, name, note)
            except PostureError as error:
                show_problem(error)
            else:
                go_to_client(client.id)


def next_code(codes: list[str]) -> str:
    """The next free code in the manner of those that are there, the newest first.

    >>> next_code(["K-09", "K-10", "other"])
    'K-11'
    """
    taken = {code.casefold() for code in codes}
    for code in codes:
        made = re.fullmatch(r"(.*?)(\d+)", code)
        if made is None:
            continue
        before, digits = made.groups()
        same = [re.fullmatch(re.escape(before) + r"(\d+)", other, re.IGNORECASE) for other in codes]
        highest = max(int(match[1]) for match in same if match is not None)
        while f"{before}{highest + 1:0{len(digits)}d}".casefold() in taken:
            highest += 1
        return f"{before}{highest + 1:0{len(digits)}d}"
    return _FIRST_CODE


def _suggested(records: Records) -> str:
    """The next free code; worked out anew when there are more clients, or fewer."""
    count = records.count_clients()
    known = st.session_state.get(_NEXT)
    if known is None or known[0] != count:
        known = st.session_state[_NEXT] = (count, _free_code(records))
    return str(known[1])


def _free_code(records: Records) -> str:
    """A code that is free, also among the clients that were not looked at."""
    code = next_code([client.code for client in records.clients(limit=_LOOKED_AT)])
    others = [client.code for client in records.clients(code.rstrip("0123456789"), limit=_LOOKED_AT)]
    return next_code([code, *others]) if code.casefold() in {c.casefold() for c in others} else code


def _line(client: Client) -> dict[str, object]:
    return {
        "id": client.id,
        "code": client.code,
        "name": client.name,
        "visits": str(client.visits) if client.visits else "",
        "last": tr("no visit yet") if client.last_visit is None else day_words(client.last_visit),
    }


def _count_words(total: int, search: str) -> str:
    number = decimal(total)
    if search:
        return trn("{number} client found", "{number} clients found", total, number=number)
    return trn("{number} client", "{number} clients", total, number=number)


def _none_words(total: int, search: str) -> str:
    if total:
        return ""
    if search:
        return tr("Nobody is found. Part of the code, the name or a note is enough, or the day of a visit.")
    return tr("There are no clients yet. A code is enough to begin.")


def _ask() -> None:
    """Callback: another search, or another page of it."""
    asked = _told("ask")
    search, page = (asked.get("search"), asked.get("page")) if isinstance(asked, dict) else (None, None)
    if isinstance(search, str) and isinstance(page, int):
        st.session_state[_ASKED] = (search[:100], page)


def _open() -> None:
    """Callback: a client was clicked."""
    opened = _told("open")
    if isinstance(opened, int):
        st.session_state[_OPEN] = opened


def _told(event: str) -> object:
    """What the list said; nothing when it spoke too late, on its way to another page."""
    return (st.session_state.get(KEY) or {}).get(event)
