"""Compare with last time: today's pictures and earlier ones go to the page "Before and after" together."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from analyzer.language import tr
from ui.compare.hand_over import compare_these
from ui.compare.session import MOST_PHOTOS
from ui.session.checked_photo import CheckedPhoto
from ui.session.uploads import file_types, release
from ui.webcam.save import OVERLAY
from ui.webcam.taken import GO
from ui.webcam.words import LAST_TIME, NO_RESULT

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analyzer.compare.changes import Occasion

Files = list[tuple[str, bytes]]
_TROUBLE: Final = "webcam_trouble"
_COUNT: Final = "webcam_uploads"
_MOST_BYTES: Final = 40 * 2**20
"""Of a file within a ZIP file."""
_MOST_BYTES_IN_ALL: Final = 240 * 2**20
"""Twelve photos of phones; what unpacks to more was made to fill the memory."""
_MOST_ENTRIES: Final = 100


def show_last_time(photos: Sequence[CheckedPhoto]) -> None:
    """Where to give the pictures, or the file, of last time."""
    st.header(tr("Compare with last time"), anchor=False)
    key = f"webcam_last_{st.session_state.get(_COUNT, 0)}"
    st.file_uploader(
        tr(LAST_TIME),
        type=[*file_types(), "zip", "json"],
        accept_multiple_files=True,
        key=key,
        on_change=_take,
        args=(key, tuple(photos)),
    )
    if trouble := st.session_state.get(_TROUBLE):
        st.error(trouble)


def _take(key: str, photos: tuple[CheckedPhoto, ...]) -> None:
    files: list[UploadedFile] = st.session_state.get(key) or []
    if not files:
        return
    given = [(file.name, file.getvalue()) for file in files]
    release(files)
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
    try:
        compare_these(read_last_time(given), photos)
    except ValueError:
        st.session_state[_TROUBLE] = tr(NO_RESULT)
        return
    st.session_state[_TROUBLE] = ""
    st.session_state[GO] = "compare"


def read_last_time(given: Files) -> Files | Occasion:
    """Photos out of what was given, or, without any, the numbers of a stored result.

    Raises
    ------
    ValueError
        There is neither.
    """
    photos: Files = []
    records: list[bytes] = []
    for name, data in given:
        if zipfile.is_zipfile(io.BytesIO(data)):
            inside = _unpack(data)
            photos += [(inner, file) for inner, file in inside if not inner.endswith(".json")]
            records += [file for inner, file in inside if inner.endswith(".analysis.json")]
        elif name.lower().endswith(".zip"):
            raise ValueError("the file cannot be unpacked")
        elif name.lower().endswith(".json"):
            records.append(data)
        else:
            photos.append((name, data))
    if photos:
        return photos[:MOST_PHOTOS]
    for data in records:
        return _read_record(data)
    raise ValueError("there is nothing to compare with")


def _unpack(data: bytes) -> Files:
    """Photos and values out of a ZIP file; pictures with a drawing are no photos."""
    suffixes = {f".{ending}" for ending in file_types()} | {".json"}
    found: Files = []
    left = _MOST_BYTES_IN_ALL
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            for entry in file.infolist()[:_MOST_ENTRIES]:
                name = PurePosixPath(entry.filename).name
                wanted = PurePosixPath(name).suffix.lower() in suffixes and not name.endswith(OVERLAY)
                if wanted and not name.startswith(".") and entry.file_size <= _MOST_BYTES:
                    with file.open(entry) as inner:
                        found.append((name, inner.read(min(_MOST_BYTES, left))))
                    left -= len(found[-1][1])
                    if left <= 0:
                        raise ValueError("the file unpacks to too much")
                if len(found) > 4 * MOST_PHOTOS:
                    break
    except ValueError:
        raise
    except Exception as error:  # each way of packing has errors of its own (zlib, LZMA, struct ...)
        raise ValueError("the file cannot be unpacked") from error
    return found


def _read_record(data: bytes) -> Occasion:
    from analyzer.compare.changes import occasion_from_dict  # noqa: PLC0415 - heavy
    from analyzer.types.outside import read_json  # noqa: PLC0415 - heavy

    record: Any = read_json(data)
    if not isinstance(record, dict):
        raise ValueError("this is no result of an analysis")
    return occasion_from_dict(record)
