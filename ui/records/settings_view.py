"""Settings of the records: automatic lock, passphrase, backup, restore, and where the file is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import mark, tr
from ui.records.desk import desk
from ui.records.gate import (
    PASSPHRASE_PX,
    passphrase,
    place_words,
    say,
    show_restore,
    show_said,
    show_typed,
    take,
)
from ui.records.settings import LEAST_IDLE_MIN, MOST_IDLE_MIN, keeps_camera_data, save
from ui.records.words import (
    BACKUP,
    CHOOSE,
    DIFFERENT,
    EMPTY_OLD,
    OLD_WRONG,
    RESTORE_REPLACES,
    SERVER,
    SERVER_BACKUP,
)
from ui.text import plain

if TYPE_CHECKING:
    from analyzer.records import Records

OWNERS_ONLY: Final = mark(
    "Lock, backup, restore and passphrase are looked after by an owner of this practice's accounts."
)
_IDLE: Final = "records_idle"
_OLD, _NEW, _AGAIN = "records_change_old", "records_change_new", "records_change_again"
_CAMERA: Final = "records_camera_data"
_FOLDER: Final = "records_backup_folder"


def show_settings(records: Records) -> None:
    """All settings; those of a server are its own."""
    st.subheader(tr("Where the records are"), anchor=False)
    st.code(place_words(), language=None, wrap_lines=True)
    if not records.may("manage"):
        st.info(tr(OWNERS_ONLY))
        return
    if not records.encrypted:
        st.info(tr(SERVER))
        st.caption(tr(SERVER_BACKUP))
        return
    _show_idle()
    _show_photos()
    _show_backup(records)
    _show_passphrase(records)
    _show_restore()


def _show_idle() -> None:
    st.subheader(tr("Automatic lock"), anchor=False)
    st.session_state.setdefault(_IDLE, desk().idle_min)
    st.slider(
        tr("Lock after so many minutes without use"),
        LEAST_IDLE_MIN,
        MOST_IDLE_MIN,
        key=_IDLE,
        on_change=_take_idle,
        width=PASSPHRASE_PX,
    )
    st.caption(tr("What you are typing is saved before the records lock."))
    show_said("idle")


def _take_idle() -> None:
    """Callback: another idle time."""
    minutes = int(st.session_state[_IDLE])
    desk().idle_min = minutes
    try:
        save(idle_min=minutes)
    except OSError:
        say("idle", tr("This holds until you lock the records: it could not be kept."), "warning")


def _show_photos() -> None:
    st.subheader(tr("Photos"), anchor=False)
    st.session_state.setdefault(_CAMERA, keeps_camera_data())
    st.toggle(
        tr("Also keep the place, the time and the device that the camera wrote into a photo"),
        key=_CAMERA,
        on_change=_take_camera,
    )
    st.caption(tr("Usually they are taken out of new photos. Pictures themselves are never changed."))
    show_said("photos")


def _take_camera() -> None:
    """Callback: what of a photo is kept from now on."""
    try:
        save(camera_data=bool(st.session_state[_CAMERA]))
    except OSError:
        say("photos", tr("This could not be kept: the folder cannot be written."))


def _show_backup(records: Records) -> None:
    st.subheader(tr("Backup"), anchor=False)
    st.markdown(tr(BACKUP))
    st.download_button(
        tr("Download a backup"),
        records.backup,
        records.backup_name(),
        "application/octet-stream",
        on_click="ignore",
        icon=":material/download:",
        key="records_backup_get",
    )
    # Panels with a key and a run of their own stay open, whatever appears above them.
    with st.expander(
        tr("Or save it into a folder"), icon=":material/folder:", key="folder_panel", on_change="rerun"
    ):
        with st.form("records_folder_form", border=False):
            st.text_input(tr("Folder on the computer that runs this program"), key=_FOLDER)
            st.form_submit_button(
                tr("Save a backup there"), icon=":material/save:", on_click=_save_backup, args=(records,)
            )
        show_said("folder")


def _save_backup(records: Records) -> None:
    """Callback: a backup as a file in a folder."""
    folder = Path(str(st.session_state[_FOLDER]).strip()).expanduser()
    if not str(st.session_state[_FOLDER]).strip() or not folder.is_dir():
        say("folder", tr("This folder is not there. Nothing was saved."))
        return
    try:
        saved = records.backup_to(folder)
    except PostureError as error:
        say("folder", error.message)
    else:
        say("folder", tr("The backup was saved and read again: {place}", place=plain(str(saved))), "success")


def _show_passphrase(records: Records) -> None:
    st.subheader(tr("Passphrase"), anchor=False)
    with st.expander(
        tr("Change the passphrase"), icon=":material/key:", key="change_panel", on_change="rerun"
    ):
        st.caption(tr(CHOOSE))
        with st.form("records_change_form", border=False, width=PASSPHRASE_PX):
            passphrase(tr("Passphrase until now"), _OLD)
            passphrase(tr("New passphrase"), _NEW)
            passphrase(tr("The new one again"), _AGAIN)
            show_typed("change")
            st.form_submit_button(tr("Change it"), icon=":material/key:", on_click=_change, args=(records,))
        show_said("change")


def _change(records: Records) -> None:
    """Callback: another passphrase."""
    old, new, again = take(_OLD), take(_NEW), take(_AGAIN)
    if not old:
        say("change", tr(EMPTY_OLD))
        return
    if new != again:
        say("change", tr(DIFFERENT))
        return
    try:
        records.change_passphrase(old, new)
    except PostureError as error:
        # The records are open, so their file is not damaged.
        say("change", tr(OLD_WRONG) if error.code == "wrong_passphrase" else error.message)
        return
    said = tr("The passphrase was changed. Backups made before still open with the old one.")
    say("change", said, "success")


def _show_restore() -> None:
    st.subheader(tr("Restore"), anchor=False)
    with st.expander(
        tr("Restore a backup"),
        icon=":material/settings_backup_restore:",
        key="restore_panel",
        on_change="rerun",
    ):
        st.warning(tr(RESTORE_REPLACES))
        show_restore()
