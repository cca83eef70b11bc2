"""Ways to give photos: upload, camera, samples. Each is a callback that lets photos wait to be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analyzer.language import mark, tr, translated
from ui.access.here import signed_in_name
from ui.figures import show_figure
from ui.samples import SAMPLE_FOLDER, SAMPLES, show_gallery
from ui.session.checked_photo import Waiting
from ui.session.state import state
from ui.words import GOOD_PHOTO

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

FIRST_TYPES: Final = ("jpg", "jpeg", "png", "heic")
MOST_PHOTOS: Final = 12
"""Photos that are checked together: their pixels stay in memory as long as they are shown."""
TOO_MANY: Final = mark(
    "At most {most} photos can be checked at once. The first {most} were taken; for whole folders there is "
    "the command line."
)
HERE: Final = mark(
    "Photos stay on this computer. They are not saved, and are gone soon after this page is closed."
)
ELSEWHERE: Final = mark(
    "Photos go to the computer that you signed in to, and nowhere else. They are not saved there, and are "
    "gone soon after this page is closed."
)


def show_inputs(beside: Callable[[], object], *, tips: bool) -> None:
    """Upload, camera and samples. They are empty again as soon as something was given.

    Parameters
    ----------
    beside : callable
        Shows another way to give photos.
    tips : bool
        Whether to say, and show, how to take a good photo.
    """
    if tips:
        left, right = st.columns([3, 2], gap="large")
        with left:
            _show_upload()
            beside()
            st.markdown(
                "\n".join(
                    [
                        f"**{tr('How to take a good photo')}**",
                        *(f"- {line}" for line in translated(GOOD_PHOTO)),
                    ]
                )
            )
        with right:
            show_figure("camera_setup")
    else:
        _show_upload()
        beside()
    st.markdown(tr("**Or try a sample.** These people were rendered; they do not exist."))
    show_gallery(_take_sample)


def _show_upload() -> None:
    show_upload(
        tr("Upload a photo, or several of the same person"), state().inputs, _take_upload, _take_camera
    )


def show_upload(
    label: str,
    number: int,
    take_upload: Callable[[str], None],
    take_camera: Callable[[str], None],
    *,
    place: str = "",
) -> None:
    """A place for files, and the camera behind a switch.

    Parameters
    ----------
    label : str
    number : int
        Another one empties both.
    take_upload, take_camera : callable
        Callbacks that are given the key of the widget.
    place : str
        Begins the keys, where there are several such places.
    """
    upload, camera = f"{place}upload_{number}", f"{place}camera_{number}"
    st.file_uploader(
        label,
        type=file_types(),
        accept_multiple_files=True,
        key=upload,
        on_change=take_upload,
        args=(upload,),
    )
    st.caption(privacy_words())
    if st.toggle(tr("Use the camera"), key=f"{place}use_camera"):
        st.camera_input(
            tr("Take a photo"), resolution="1080p", key=camera, on_change=take_camera, args=(camera,)
        )


def privacy_words() -> str:
    """Where photos go that are given here. Where people sign in, the program may run on another computer."""
    return tr(HERE) if signed_in_name() is None else tr(ELSEWHERE)


def file_types() -> list[str]:
    """All that the library reads, the usual ones first."""
    from analyzer.batch import PHOTO_SUFFIXES  # noqa: PLC0415 - heavy

    others = sorted(suffix[1:] for suffix in PHOTO_SUFFIXES if suffix[1:] not in FIRST_TYPES)
    return [*FIRST_TYPES, *others]


def _take_upload(key: str) -> None:
    files: list[UploadedFile] = st.session_state.get(key) or []
    _take([(file.name, file.getvalue()) for file in files[:MOST_PHOTOS]])
    state().notice = tr(TOO_MANY, most=MOST_PHOTOS) if len(files) > MOST_PHOTOS else ""
    release(files)


def _take_camera(key: str) -> None:
    file: UploadedFile | None = st.session_state.get(key)
    if file is not None:
        _take([("camera.jpg", file.getvalue())])
        release([file])


def _take_sample(name: str) -> None:
    if name in SAMPLES:
        _take([(name, (SAMPLE_FOLDER / name).read_bytes())])


def take_one(name: str, data: bytes, series: str) -> None:
    """Callback: one photo of a series, from a phone for example. Another series is another person."""
    now = state()
    if sum(photo.id in now.series.ids for photo in now.photos) >= MOST_PHOTOS and series == now.series.name:
        now.notice = tr(TOO_MANY, most=MOST_PHOTOS)
        return
    now.waiting, now.notice = now.waiting.with_one(name, data, series), ""


def _take(photos: list[tuple[str, bytes]]) -> None:
    """Let photos wait, and show empty inputs again, the camera switched off."""
    if photos:
        now = state()
        now.waiting, now.notice = Waiting.of(photos), ""
        now.inputs += 1
        st.session_state["use_camera"] = False


def release(files: Sequence[UploadedFile]) -> None:
    """Drop Streamlit's own copy of the files, which would otherwise stay until the session ends.

    Only the manager that keeps files in memory has copies; that is the one that the server uses.
    """
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
