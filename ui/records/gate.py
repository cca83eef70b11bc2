"""The way to the records: set them up, unlock them, or restore a backup. Everything else comes after it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import mark, tr
from analyzer.types.roles import may
from ui.access.here import signed_in_role
from ui.components import component, show_arrival
from ui.look import main_button
from ui.pages import show_link
from ui.records.desk import desk
from ui.records.settings import load_idle_min
from ui.records.words import (
    CHOOSE,
    DIFFERENT,
    EMPTY,
    FACTS,
    FORGOTTEN,
    RESTORED,
    SHOW_TYPED,
    UNLOCK,
    WELCOME,
    WHAT_THEY_ARE,
)
from ui.session.uploads import release

if TYPE_CHECKING:
    from analyzer.records import Records

LOOK_ONLY: Final = mark("Your account may look, make reports and export, but not change anything.")
PASSPHRASE_PX: Final = 420
_FIRST, _SECOND, _UNLOCK = "records_new", "records_again", "records_unlock"
_FILE, _FILE_PLACE, _FILE_PASSPHRASE = "records_backup", "records_backup_place", "records_backup_passphrase"
_MOST_DIGITS: Final = 9
"""A database server's whole numbers have 32 bits."""
_MOST_UPLOAD_MB: Final = 1000
"""Larger files would not fit into memory beside everything else."""


def place_words() -> str:
    """Where the records are, for people. The password in the address of a server is not shown."""
    from analyzer.records import default_place, is_url  # noqa: PLC0415 - heavy

    place = default_place()
    if is_url(place):
        from sqlalchemy import make_url  # noqa: PLC0415 - heavy

        return make_url(str(place)).render_as_string(hide_password=True)
    return str(place)


def on_server() -> bool:
    """Whether the records are on a database server."""
    from analyzer.records import default_place, is_url  # noqa: PLC0415 - heavy

    return is_url(default_place())


def records_exist() -> bool:
    """Whether somebody has set up records."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    return Records.exists(default_place())


def asked_for(name: str) -> int | None:
    """The number that the address of the page names, if a record can have it."""
    given = st.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else None


def open_records(title: str = "") -> Records | None:
    """The records, when this session has them open. Otherwise what it takes to open them is shown.

    ``title`` is that of the page as long as it cannot say more.
    """
    now = desk()
    records = now.use()
    if records is None and on_server():
        records = _connect()
    if records is None and title:
        st.title(title, anchor=False)
    if records is None and not on_server():
        with telling():
            if records_exist():
                _show_unlock()
            else:
                _show_set_up()
        return None
    if records is not None and now.said:
        st.success(now.said, icon=":material/lock_open:")
        now.said = ""
    if records is not None and not records.may("write"):
        st.caption(f":material/visibility: {tr(LOOK_ONLY)}")
    return records


def show_cancel(key: str) -> None:
    """The way out of a dialog, beside its button."""
    if st.button(tr("Cancel"), key=f"{key}_cancel"):
        st.rerun()


@contextmanager
def telling() -> Iterator[None]:
    """Whatever the records say no to is shown as their sentence."""
    try:
        yield
    except PostureError as error:
        show_problem(error)


def show_problem(error: PostureError) -> None:
    """A sentence of the library, and a way back when something is gone."""
    st.error(error.message)
    if error.code == "not_found":
        show_link("clients", tr("To the list of clients"), ":material/arrow_back:")


def _connect() -> Records | None:
    """Open the records of a server: who may use it, the server decides."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    try:
        place = default_place()
        role = signed_in_role()
        there = Records.exists(place)
        records = Records.open(place, role=role) if there else Records.create(place, role=role)
    except PostureError as error:
        st.error(error.message)
        st.button(tr("Try again"), icon=":material/refresh:")
        return None
    desk().opened(records)
    return records


def _show_set_up() -> None:
    """One calm screen for those who want to begin."""
    st.write(tr(WHAT_THEY_ARE))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(tr("What to know first"), anchor=False)
        place = f"`{place_words()}`"
        st.markdown("\n".join(f"- {tr(fact, place=place)}" for fact in FACTS))
        _show_restore(tr("Or restore a backup"))
    with right:
        st.subheader(tr("Choose a passphrase"), anchor=False)
        st.caption(tr(CHOOSE))
        with st.form("records_create_form", border=False, width=PASSPHRASE_PX):
            passphrase(tr("Passphrase"), _FIRST)
            passphrase(tr("The same again"), _SECOND)
            show_typed("create")
            st.form_submit_button(
                tr("Set up records"), type=main_button(), icon=":material/lock:", on_click=_create
            )
        show_said("create")


def _show_unlock() -> None:
    now = desk()
    if now.said:
        st.info(now.said, icon=":material/lock:")
    st.write(tr(UNLOCK))
    with st.form("records_unlock_form", border=False, width=PASSPHRASE_PX):
        passphrase(tr("Passphrase"), _UNLOCK)
        show_typed("unlock")
        st.form_submit_button(tr("Unlock"), type=main_button(), icon=":material/lock_open:", on_click=_unlock)
    show_said("unlock")
    if may(signed_in_role(), "manage"):
        _show_restore(tr("Forgotten? Restore a backup"), note=tr(FORGOTTEN))


def _show_restore(title: str, note: str = "") -> None:
    # It stays open when something is said above it.
    with st.expander(
        title, icon=":material/settings_backup_restore:", key="restore_panel", on_change="rerun"
    ):
        if note:
            st.caption(note)
        show_restore()


def show_restore() -> None:
    """A backup and its passphrase, and what came of it."""
    with st.form("records_restore_form", border=False):
        _show_restore_fields()
    show_said("restore")


def _show_restore_fields() -> None:
    st.file_uploader(tr("Backup of the records"), key=_FILE, max_upload_size=_MOST_UPLOAD_MB)
    st.text_input(
        tr("Or, for a large one, where it lies on the computer that runs this program"),
        key=_FILE_PLACE,
        placeholder=tr("Folder and name of the file"),
    )
    passphrase(tr("Passphrase of the backup"), _FILE_PASSPHRASE)
    show_typed("restore")
    st.form_submit_button(tr("Restore"), icon=":material/settings_backup_restore:", on_click=_restore)


def passphrase(label: str, key: str) -> None:
    """A field for a passphrase. In a form only: there every letter counts, and Enter submits."""
    st.text_input(label, type="password", key=key, width=PASSPHRASE_PX, autocomplete="off")


_typed = component("typed")


def show_typed(key: str) -> None:
    """A box that shows what is typed in the passphrases of this form, in place of the eyes between them."""
    _typed(key=f"typed_{key}", data={"label": tr(SHOW_TYPED)})


def say(place: str, what: str, kind: str = "error") -> None:
    """Keep an answer to be shown at a place: where the action was."""
    st.session_state[_SAID] = (place, kind, what)


_SAID: Final = "records_said"


def show_said(place: str) -> None:
    """The answer to what was done at this place, once. It comes into view."""
    to, kind, what = st.session_state.get(_SAID, ("", "", ""))
    if to == place:
        del st.session_state[_SAID]
        with st.container(key=f"said_{place}"):
            {"success": st.success, "warning": st.warning, "error": st.error}[kind](what)
            show_arrival(f"said_{place}", time.time_ns() // 1_000_000, focus=False)


def _create() -> None:
    """Callback: make the records."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    first, second = take(_FIRST), take(_SECOND)
    if first != second:
        say("create", tr(DIFFERENT))
        return
    role = signed_in_role()
    _open(lambda: Records.create(default_place(), first, role=role), "create", said=tr(WELCOME))


def _unlock() -> None:
    """Callback: open the records."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    given = take(_UNLOCK)
    if given:
        role = signed_in_role()
        _open(lambda: Records.open(default_place(), given, role=role), "unlock")
    else:
        say("unlock", tr(EMPTY))


def _restore() -> None:
    """Callback: put a backup in the place of the records, which are moved aside."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    file, given = st.session_state.get(_FILE), take(_FILE_PASSPHRASE)
    lies = str(st.session_state.get(_FILE_PLACE) or "").strip()
    if file is None and not lies:
        say("restore", tr("Please choose the file of the backup."))
        return
    if not given:
        say("restore", tr(EMPTY))
        return
    backup = Path(lies).expanduser() if file is None else file.getvalue()
    now = desk()
    were_open = now.open
    unsaved, links = now.unsaved, now.links
    # Of other records, perhaps: the same numbers may mean other visits there.
    now.unsaved, now.links = {}, {}
    role = signed_in_role()
    if not _open(
        lambda: Records.restore(backup, default_place(), given, role=role), "restore", said=tr(RESTORED)
    ):
        now.unsaved, now.links = unsaved, links
        return
    if now.records is not None and now.records.replaced is not None:
        now.said += " " + tr("Those that were here are kept: {place}", place=now.records.replaced)
    if were_open:  # on their settings: said below the button, not at the top
        say("restore", now.said, "success")
        now.said = ""
    if file is not None:
        release([file])


def _open(make: Callable[[], Records], place: str, said: str = "") -> bool:
    """Work with records that are made or opened now; whether that could be done. ``place`` says why not."""
    from ui.records.editing import save_unsaved  # noqa: PLC0415

    try:
        records = make()
    except PostureError as error:
        say(place, error.message)
        return False
    desk().idle_min = load_idle_min()
    desk().opened(records)
    desk().said = said
    save_unsaved()
    return True


def take(key: str) -> str:
    """What was typed; the field is empty afterwards."""
    given = st.session_state.get(key) or ""
    st.session_state[key] = ""
    return str(given)
