"""Who opened a client: noted as it happens, and shown on the client's page."""

from __future__ import annotations

import getpass
import platform
import time
from functools import cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import Table, mark, tr
from ui.access.here import signed_in_name
from ui.records.desk import desk
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import Access, AccessKind, Records

AGAIN_S: Final = 600.0
"""Who goes on with the same client for longer than this is noted once more."""
_SHOWN: Final = 50
TITLE: Final = mark("Who opened this client")
ABOUT: Final = mark(
    "It is kept and encrypted with the client, is in the export, and is erased with the client. Only what "
    "this app opened is in it: another program that knows the passphrase can read without a trace."
)
NOT_NOTED: Final = mark("That you opened this client could not be noted: {why}")
_WORDS: Final = Table(
    {
        "opened": "opened",
        "exported": "exported",
        "handed_over": "report handed over",
    }
)


def who_is_there() -> str:
    """The account that is signed in; without accounts, the user of the computer that runs the app."""
    return signed_in_name() or _user()


@cache
def _user() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        user = "somebody"
    return f"{user} at {platform.node() or 'this computer'}"  # as it is stored: in English


def note_opened(records: Records, client_id: int) -> None:
    """Note that a page of a client is shown, unless that was noted a moment ago.

    A page is shown all the same when it cannot be noted: who treats somebody must see their records.
    """
    noted, now_s = desk().noted, time.monotonic()
    if now_s - noted.get(client_id, -AGAIN_S) < AGAIN_S:
        return
    try:
        records.note_access(client_id, who_is_there())
    except PostureError as error:
        if error.code == "not_found":
            raise
        st.warning(tr(NOT_NOTED, why=error.message))
    else:
        noted[client_id] = now_s


def note_taken(records: Records, client_id: int, who: str, what: AccessKind) -> None:
    """Note that something of a client leaves the records; nothing leaves them that cannot be noted.

    Raises
    ------
    RecordsError
    """
    records.note_access(client_id, who, what)


def show_accesses(records: Records, client_id: int) -> None:
    """The newest lines, for who wants to see them."""
    opened = st.expander(tr(TITLE), icon=":material/visibility:", key="client_accesses", on_change="rerun")
    if opened.open:
        with opened:
            lines = records.accesses(client_id, _SHOWN)
            # As it is: an address of somebody's account is no link.
            st.text("\n".join(access_words(line) for line in lines))
            st.caption(tr(ABOUT))


def access_words(line: Access) -> str:
    """29 Nov 2026, 21:05: anna, opened."""
    when = line.at_utc.astimezone()
    return f"{day_words(when.date())}, {when:%H:%M}: {line.who}, {_WORDS.get(line.what, line.what)}"
