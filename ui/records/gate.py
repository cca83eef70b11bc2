"""The way to the records: set them up, unlock them, or restore a backup. Everything else comes after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
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
    UNLOCK,
    WELCOME,
    WHAT_THEY_ARE,
    strength,
)
from ui.session.uploads import release

if TYPE_CHECKING:
    from analyzer.records import Records

PASSPHRASE_PX: Final = 420
_FIRST, _SECOND, _UNLOCK = "records_new", "records_again", "records_unlock"
_FILE, _FILE_PLACE, _FILE_PASSPHRASE = "records_backup", "records_backup_place", "records_backup_passphrase"
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
    """The number that the address of the page names."""
    given = st.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdigit() else None


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
    return records


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
        show_link("clients", "To the list of clients", ":material/arrow_back:")


def _connect() -> Records | None:
    """Open the records of a server: who may use it, the server decides."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    try:
        place = default_place()
        records = Records.open(place) if Records.exists(place) else Records.create(place)
    except PostureError as error:
        st.error(error.message)
        st.button("Try again", icon=":material/refresh:")
        return None
    desk().opened(records)
    return records


def _show_set_up() -> None:
    """One calm screen for those who want to begin."""
    st.write(WHAT_THEY_ARE)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("What to know first", anchor=False)
        place = f"`{place_words()}`"
        st.markdown("\n".join(f"- {fact.format(place=place)}" for fact in FACTS))
        _show_restore("Or restore a backup")
    with right:
        st.subheader("Choose a passphrase", anchor=False)
        st.caption(CHOOSE)
        _passphrase("Passphrase", _FIRST)
        given = len(st.session_state.get(_FIRST) or "")
        st.progress(min(given / 24.0, 1.0), strength(given), width=PASSPHRASE_PX)
        _passphrase("The same again", _SECOND)
        st.button(
            "Set up records",
            type=main_button(),
            icon=":material/lock:",
            on_click=_create,
            key="records_create",
        )
        _show_trouble()


def _show_unlock() -> None:
    now = desk()
    if now.said:
        st.info(now.said, icon=":material/lock:")
    st.write(UNLOCK)
    with st.form("records_unlock_form", border=False, width=PASSPHRASE_PX):
        _passphrase("Passphrase", _UNLOCK)
        st.form_submit_button("Unlock", type=main_button(), icon=":material/lock_open:", on_click=_unlock)
    _show_trouble()
    _show_restore("Forgotten? Restore a backup", note=FORGOTTEN)


def _show_restore(title: str, note: str = "") -> None:
    with st.expander(title, icon=":material/settings_backup_restore:"):
        if note:
            st.caption(note)
        show_restore()


def show_restore() -> None:
    """A backup and its passphrase."""
    st.file_uploader("Backup of the records", key=_FILE, max_upload_size=_MOST_UPLOAD_MB)
    st.text_input(
        "Or, for a large one, where it lies on the computer that runs this program",
        key=_FILE_PLACE,
        placeholder="Folder and name of the file",
    )
    _passphrase("Passphrase of the backup", _FILE_PASSPHRASE)
    st.button("Restore", icon=":material/settings_backup_restore:", on_click=_restore, key="records_restore")


def _passphrase(label: str, key: str) -> None:
    st.text_input(label, type="password", key=key, width=PASSPHRASE_PX, autocomplete="off")


def _show_trouble() -> None:
    trouble = st.session_state.pop(_TROUBLE, "")
    if trouble:
        st.error(trouble)


_TROUBLE: Final = "records_trouble"


def _create() -> None:
    """Callback: make the records."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    first, second = take(_FIRST), take(_SECOND)
    if first != second:
        st.session_state[_TROUBLE] = DIFFERENT
        return
    _open(lambda: Records.create(default_place(), first), said=WELCOME)


def _unlock() -> None:
    """Callback: open the records."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    given = take(_UNLOCK)
    _open(lambda: Records.open(default_place(), given)) if given else _say(EMPTY)


def _restore() -> None:
    """Callback: put a backup in the place of the records, which are moved aside."""
    from analyzer.records import Records, default_place  # noqa: PLC0415 - heavy

    file, given = st.session_state.get(_FILE), take(_FILE_PASSPHRASE)
    lies = str(st.session_state.get(_FILE_PLACE) or "").strip()
    if file is None and not lies:
        _say("Please choose the file of the backup.")
        return
    if not given:
        _say(EMPTY)
        return
    backup = Path(lies).expanduser() if file is None else file.getvalue()
    now = desk()
    unsaved, links = now.unsaved, now.links
    # Of other records, perhaps: the same numbers may mean other visits there.
    now.unsaved, now.links = {}, {}
    if not _open(lambda: Records.restore(backup, default_place(), given), said=RESTORED):
        now.unsaved, now.links = unsaved, links
        return
    if now.records is not None and now.records.replaced is not None:
        now.said += f" Those that were here are kept: {now.records.replaced}"
    if file is not None:
        release([file])


def _open(make: Callable[[], Records], said: str = "") -> bool:
    """Work with records that are made or opened now; whether that could be done."""
    from ui.records.editing import save_unsaved  # noqa: PLC0415

    try:
        records = make()
    except PostureError as error:
        _say(error.message)
        return False
    desk().idle_min = load_idle_min()
    desk().opened(records)
    desk().said = said
    save_unsaved()
    return True


def _say(trouble: str) -> None:
    st.session_state[_TROUBLE] = trouble


def take(key: str) -> str:
    """What was typed; the field is empty afterwards."""
    given = st.session_state.get(key) or ""
    st.session_state[key] = ""
    return str(given)
