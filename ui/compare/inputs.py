"""Ways to give the two visits: a drop zone each, photos that were checked already, and a pair of samples."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import Table, mark, tr, trn
from ui.compare.session import NAMES, TITLES, Name, comparing, correct_photo, known_photos
from ui.mending import show_take_apart
from ui.pages import PAGES
from ui.phone.panel import show_phone
from ui.samples import SAMPLE_FOLDER
from ui.session.uploads import file_types, privacy_words, release
from ui.text import plain

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

SAMPLES: Final[dict[Name, str]] = {"before": "before_woman_right.jpg", "after": "after_woman_right.jpg"}
SHEET: Final = mark("The left (or upper) photo becomes before, the right (or lower) one after.")
_STILL_ONE: Final = Table(
    {
        "before": "Before: the photo that could be used is compared.",
        "after": "After: the photo that could be used is compared.",
    }
)
_STILL_OTHERS: Final = Table(
    {
        "before": "Before: the other photos are compared.",
        "after": "After: the other photos are compared.",
    }
)
_GIVE: Final = Table(
    {
        "before": "Before: one photo, or several of the same visit",
        "after": "After: one photo, or several of the same visit",
    }
)
_REMOVE: Final = Table({"before": "Remove before", "after": "Remove after"})
_KNOWN: Final = Table(
    {
        "before": "Or a photo that is checked already, for before",
        "after": "Or a photo that is checked already, for after",
    }
)
KEPT: Final = mark("Still compared: the photos from before.")


def show_inputs() -> None:
    """Both drop zones with what is in them, and the samples."""
    for column, name in zip(st.columns(2, gap="large"), NAMES, strict=True):
        with column:
            _show_visit(name)
    st.caption(privacy_words())
    now = comparing()
    with st.container(horizontal=True):
        st.button(tr("Try it with a pair of samples"), icon=":material/compare:", on_click=_take_samples)
        if now.before.given or now.after.given:
            st.button(tr("Swap before and after"), icon=":material/swap_horiz:", on_click=now.swap)


def show_problems() -> None:
    """What went wrong with the photos given last, and what to do."""
    for name in NAMES:
        visit = comparing().visit(name)
        for number, problem in enumerate(visit.problems):
            # A file name may hold anything, and belongs to whoever gave it: it is shown, nothing more.
            st.error(f"**{TITLES[name]}, {plain(problem.name)}:** {problem.message}")
            show_take_apart(problem, f"{name}_{number}", take_sheet, tr(SHEET))
        if visit.problems and visit.given and not visit.notice:
            st.caption(_still(name))
        if visit.notice:
            st.info(f"{TITLES[name]}: {visit.notice}")


def _still(name: Name) -> str:
    one = len(comparing().visit(name).photos) < 2
    return (_STILL_ONE if one else _STILL_OTHERS)[name]


def _show_visit(name: Name) -> None:
    visit, title = comparing().visit(name), TITLES[name]
    st.subheader(title, anchor=False)
    key = f"compare_{name}_{visit.inputs}"
    st.file_uploader(
        _GIVE[name],
        type=file_types(),
        accept_multiple_files=True,
        key=key,
        on_change=_take_upload,
        args=(name, key),
    )
    show_phone(key_of(name), "compare", partial(_take_phone, name))
    _show_known(name)
    if visit.photos:
        for photo in visit.photos:
            st.text(f"✓ {photo.name}")
        with st.container(horizontal=True):
            st.button(
                _REMOVE[name],
                icon=":material/delete:",
                key=f"remove_{name}",
                on_click=visit.clear,
            )
            _show_correct(name)
    elif visit.result is not None:
        st.text(tr("✓ {name} (numbers only)", name=visit.result.name))
        st.button(_REMOVE[name], icon=":material/delete:", key=f"remove_{name}", on_click=visit.clear)


def _show_known(name: Name) -> None:
    """Photos that were checked on the first page can be taken without giving them again."""
    known = known_photos()
    if not known:
        return
    choices = [str(index) for index in range(len(known))]
    if len(known) > 1:
        choices = ["all", *choices]
    titles = {"all": trn("All {count} photos, as one visit", "All {count} photos, as one visit", len(known))}
    titles |= {str(index): photo.name for index, photo in enumerate(known)}
    key = f"compare_known_{name}"
    st.selectbox(
        _KNOWN[name],
        choices,
        index=None,
        format_func=lambda choice: titles.get(choice, choice),
        placeholder=tr("Choose a photo"),
        key=key,
        on_change=_take_known,
        args=(name, key),
    )


def _show_correct(name: Name) -> None:
    """To the page where points are placed, with the photo of this visit."""
    page = next(page for page in PAGES if page.name == "correct")
    photo = comparing().visit(name).photos[0]
    if not page.exists:
        return
    if st.button(tr("Correct points"), icon=":material/ink_pen:", key=f"correct_{name}"):
        if correct_photo(photo):
            st.switch_page(page.path)
        st.info(tr("Other photos are being checked. Remove them on the first page, then come back."))


def _take_upload(name: Name, key: str) -> None:
    files: list[UploadedFile] = st.session_state.get(key) or []
    if files:
        comparing().visit(name).take_files([(file.name, file.getvalue()) for file in files])
        release(files)


def key_of(name: Name) -> str:
    """What the place of a visit is called among all places for photos."""
    return f"compare_{name}"


def _take_phone(visit: Name, name: str, data: bytes, series: str) -> None:
    comparing().visit(visit).take_one(name, data, series)


def _take_known(name: Name, key: str) -> None:
    choice, known = st.session_state.get(key), known_photos()
    if choice == "all":
        comparing().visit(name).take(known)
    elif choice is not None and int(choice) < len(known):
        comparing().visit(name).take([known[int(choice)]])
    st.session_state[key] = None


def take_sheet(files: list[tuple[str, bytes]]) -> None:
    """A sheet of before and after: the first photo in it is before, the last is after."""
    for name, file in zip(NAMES, (files[0], files[-1]), strict=True):
        comparing().visit(name).take_files([file])


def _take_samples() -> None:
    for name, file in SAMPLES.items():
        comparing().visit(name).take_files([(file, (SAMPLE_FOLDER / file).read_bytes())])
