"""The panel for a report: a few choices, then a PDF or an HTML file, made when it is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal

import streamlit as st

from analyzer.language import LANGUAGES, available, current, mark, tr
from analyzer.language.choice import is_pseudo
from analyzer.meaning.daily_life import DO_NOT_FIT, find_unfitting_exercises
from ui.components import print_document
from ui.language import handed
from ui.look import main_button
from ui.report.choices import (
    PREFIX,
    Choices,
    PracticeMemory,
    practice,
    remembered,
    today,
    with_practice,
)
from ui.report.profile import forget_profile, save_profile
from ui.session.work import fault
from ui.text import day_format

if TYPE_CHECKING:
    from analyzer.language import Language
    from analyzer.report import Paper, ReportContent
    from analyzer.types import Indicator

Make = Callable[[Choices], "ReportContent"]
Kind = Literal["PDF", "HTML"]
Keep = Callable[[Choices, Kind, bytes], object]
TITLE: Final = mark("Report to hand over")
STAYS: Final = mark(
    "The report is made on this computer when you press a button. Nothing is sent anywhere. "
    "Practice and logo are kept until this page is closed, or for the next time if you want that."
)
KEEP: Final = mark("Keep practice, logo and paper on this computer for the next time")
NOT_KEPT: Final = mark("The practice could not be kept: its file on this computer cannot be written.")
_NOT_KEPT: Final = "practice_not_kept"
MIME: Final[dict[str, str]] = {"PDF": "application/pdf", "HTML": "text/html"}
NOT_MADE: Final = mark("The report could not be made. Nothing was lost; please try the other kind of file.")
_PAPERS: Final[dict[Paper, str]] = {"a4": "A4", "letter": "US Letter"}
_MOST_NAME: Final = 200
_MOST_NOTES: Final = 6000
_MOST_LOGO_MB: Final = 10
_LOGO_TYPES: Final = ["png", "jpg", "jpeg", "webp"]


@st.fragment
def show_report_panel(
    make_content: Make,
    key: str,
    *,
    start: Choices | None = None,
    suggested: Sequence[str] = (),
    psoas: Indicator | None = None,
    keep: Keep | None = None,
    file_name: str = "posture_report",
    expanded: bool = False,
    drawn: bool = False,
) -> None:
    """A folded panel with choices, and buttons for the report as PDF and as HTML.

    Only this panel runs again when a choice is made. What was typed stays in the session: the practice for
    all panels, the rest by ``key``; `ui.session.state.forget_everything` drops what is about the client.

    Parameters
    ----------
    make_content : callable
        Is given the `Choices` when a button is pressed, and returns the content of the report;
        ``choices.content(report_photos(photos), intake=...)`` makes one of checked photos. It may be slow.
        It is called outside of the page's run: take what it needs of the session before.
    key : str
        Different for every panel that should remember by itself: the page, or page and visit.
    start : Choices, optional
        What the fields hold at first: code and name of a client, the day of a visit, exercises given, notes.
        The fields about the practice are not read.
    suggested : sequence of str
        Ids of exercises that are chosen until a person chooses others, such as those that fit the intake.
    psoas : Indicator, optional
        What was seen: it is said when an exercise is chosen that does not fit it.
    keep : callable, optional
        Is given each report that was made, to be kept as it is handed over.
    file_name : str
        Of the files, without ending. The date is added. A name of a person does not belong into it.
    expanded : bool
        Whether the panel is open at first.
    drawn : bool
        Whether somebody drew on the photos: it can then be left out.
    """
    first = start or Choices()
    with st.expander(tr(TITLE), icon=":material/description:", expanded=expanded):
        chosen = _show_fields(key, first, first.exercises or tuple(suggested), drawn)
        if find_unfitting_exercises(chosen.exercises, psoas):
            st.caption(tr(DO_NOT_FIT))
        _show_buttons(make_content, chosen, key, file_name, keep)
        st.caption(tr(STAYS))


def _show_fields(key: str, first: Choices, suggested: tuple[str, ...], drawn: bool) -> Choices:
    kept = remembered(key)
    left, right = st.columns(2, gap="medium")
    with left:
        code = _text(key, kept, "client_code", tr("Client code"), first.client_code)
        name = _text(key, kept, "client_name", tr("Client name (optional)"), first.client_name)
        day = _day(key, kept, first)
        cover = _cover(key, kept, first)
        drawings = _drawings(key, kept) if drawn else True
    with right:
        language = _language(key, kept)
        _show_practice(key)
    exercises = _exercises(key, kept, suggested)
    notes = _notes(key, kept, first.notes)
    return with_practice(
        Choices(
            client_code=code,
            client_name=name,
            day=day,
            exercises=exercises,
            notes=notes,
            cover_face=cover,
            language=language,
            drawings=drawings,
        )
    )


def _show_buttons(make_content: Make, chosen: Choices, key: str, file_name: str, keep: Keep | None) -> None:
    stem = f"{file_name}_{(chosen.day or today()).isoformat()}"
    with st.container(horizontal=True):
        kinds: tuple[tuple[Kind, str], ...] = (("PDF", MIME["PDF"]), ("HTML", MIME["HTML"]))
        for kind, mime in kinds:
            st.download_button(
                tr("Report ({kind})", kind=kind),
                handed(partial(_made, make_content, chosen, kind, keep)),
                f"{stem}.{kind.lower()}",
                mime,
                on_click="ignore",
                icon=":material/download:",
                type=main_button() if kind == "PDF" else "secondary",
                key=f"{PREFIX}{key}_{kind}",
            )
        if find_spec("pydicom") is not None:
            st.download_button(
                tr("Report ({kind})", kind="DICOM"),
                handed(partial(_as_dicom, make_content, chosen, keep)),
                f"{stem}.dcm",
                "application/dicom",
                on_click="ignore",
                icon=":material/download:",
                key=f"{PREFIX}{key}_DICOM",
                help=tr("The PDF in the form of hospital archives, with code and name as they stand here."),
            )
        pressed = st.button(
            tr("Print"),
            icon=":material/print:",
            key=f"{PREFIX}{key}_print",
            help=tr("Opens the print dialog of your browser with this report."),
        )
    if pressed:
        with st.spinner(tr("Making the report...")):
            _print(make_content, chosen, key, keep)


def _print(make_content: Make, chosen: Choices, key: str, keep: Keep | None) -> None:
    """Hand the report to the browser's print dialog; it is kept as one that was handed over."""
    try:
        made = _made(make_content, chosen, "HTML", keep)
    except RuntimeError:
        st.error(tr(NOT_MADE))
        return
    print_document(made.decode("utf-8"), place=key, number=time.time_ns() // 1_000_000, title=tr(TITLE))


def _made(make_content: Make, chosen: Choices, kind: Kind, keep: Keep | None) -> bytes:
    """The file. A fault of the program is not printed with what was typed."""
    try:
        made = report_file(make_content(chosen), kind)
        if keep is not None:
            keep(chosen, kind, made)
        return made
    except Exception as error:
        fault(error)
        raise RuntimeError(tr(NOT_MADE)) from None


def _as_dicom(make_content: Make, chosen: Choices, keep: Keep | None) -> bytes:
    """The report as encapsulated PDF; it is kept as the PDF that it holds."""
    from analyzer.exchange import Subject  # noqa: PLC0415 - heavy
    from analyzer.exchange.dicom import pdf_to_dicom  # noqa: PLC0415 - an extra

    made = _made(make_content, chosen, "PDF", keep)
    subject = Subject(chosen.client_code, chosen.client_name) if chosen.client_code else None
    return pdf_to_dicom(made, title="Posture report", subject=subject, day=chosen.day)


def report_file(content: ReportContent, kind: str) -> bytes:
    """The report as the bytes of a ``"PDF"`` or ``"HTML"`` file."""
    from analyzer.report import build_report, render_html, render_pdf  # noqa: PLC0415 - heavy

    return (render_pdf if kind == "PDF" else render_html)(build_report(content))


# --- Fields -------------------------------------------------------------------------------------------


def _begin(key: str, kept: dict[str, Any], name: str, first: object) -> str:
    """The key of a widget that holds what it held when it was last seen."""
    widget = f"{PREFIX}{key}_{name}"
    st.session_state.setdefault(widget, kept.get(name, first))
    return widget


def _text(key: str, kept: dict[str, Any], name: str, label: str, first: str) -> str:
    value = st.text_input(label, key=_begin(key, kept, name, first), max_chars=_MOST_NAME)
    kept[name] = value or ""
    return str(kept[name])


def _day(key: str, kept: dict[str, Any], first: Choices) -> date:
    value = st.date_input(tr("Date"), key=_begin(key, kept, "day", first.day or today()), format=day_format())
    kept["day"] = value
    return value if isinstance(value, date) else today()


def _language(key: str, kept: dict[str, Any]) -> Language | None:
    """The language of the report, where there is a choice: the client may read another one than this app."""
    offered = available()
    if len(offered) < 2 or is_pseudo():
        return None
    if kept.get("language") not in offered:
        kept["language"] = current()
    value = st.selectbox(
        tr("Language of the report"),
        offered,
        format_func=LANGUAGES.__getitem__,
        key=_begin(key, kept, "language", current()),
    )
    kept["language"] = value
    return value


def _cover(key: str, kept: dict[str, Any], first: Choices) -> bool:
    value = st.toggle(tr("Cover the face in pictures"), key=_begin(key, kept, "cover", first.cover_face))
    kept["cover"] = value
    return bool(value)


def _drawings(key: str, kept: dict[str, Any]) -> bool:
    value = st.toggle(tr("Show what was drawn on the photos"), key=_begin(key, kept, "drawings", True))
    kept["drawings"] = value
    return bool(value)


def _notes(key: str, kept: dict[str, Any], first: str) -> str:
    value = st.text_area(
        tr("Your words to the client (optional)"),
        key=_begin(key, kept, "notes", first),
        max_chars=_MOST_NOTES,
        height=100,
    )
    kept["notes"] = value or ""
    return str(kept["notes"])


def _exercises(key: str, kept: dict[str, Any], suggested: tuple[str, ...]) -> tuple[str, ...]:
    """Chosen exercises; until somebody chooses, those that are suggested."""
    from analyzer.education import exercises  # noqa: PLC0415 - heavy

    names = {item.id: item.name for item in exercises()}
    widget = f"{PREFIX}{key}_exercises"
    chosen = kept.get("exercises")
    if chosen is None:
        st.session_state[widget] = [id_ for id_ in suggested if id_ in names]
    else:
        st.session_state.setdefault(widget, chosen)

    def choose() -> None:
        kept["exercises"] = list(st.session_state[widget])

    value = st.multiselect(
        tr("Exercises to include"),
        list(names),
        format_func=names.__getitem__,
        key=widget,
        on_change=choose,
        placeholder=tr("None"),
    )
    return tuple(value)


def _show_practice(key: str) -> None:
    """Name, address, logo and paper: the same in every panel."""
    known = practice()
    kept = {"practice": known.name, "address": known.address, "paper": known.paper}
    known.name = _text(key, kept, "practice", tr("Practice (optional)"), "")
    known.address = _text(key, kept, "address", tr("Address line of the practice (optional)"), "")
    widget = f"{PREFIX}{key}_logo"

    def take() -> None:
        given = st.session_state[widget]
        known.logo = None if given is None else given.getvalue()
        known.logo_name = "" if given is None else given.name

    given = st.file_uploader(
        tr("Logo (PNG or JPEG, optional)"),
        type=_LOGO_TYPES,
        max_upload_size=_MOST_LOGO_MB,
        key=widget,
        on_change=take,
    )
    if given is None and known.logo is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"✓ {known.logo_name}", width="content")
            st.button(
                tr("Remove logo"), key=f"{widget}_remove", on_click=_forget_logo, icon=":material/delete:"
            )
    chosen = st.segmented_control(
        tr("Paper"),
        list(_PAPERS),
        format_func=_PAPERS.__getitem__,
        required=True,
        key=_begin(key, kept, "paper", "a4"),
    )
    known.paper = chosen or known.paper
    _keep_practice(known, key)


def _keep_practice(known: PracticeMemory, key: str) -> None:
    """Whether the practice is kept for the next time; what changes is then kept at once."""
    widget = f"{PREFIX}{key}_keep"
    st.session_state[widget] = known.kept is not None

    def switch() -> None:
        wanted = bool(st.session_state[widget])
        try:
            if wanted:
                save_profile(known.profile)
            else:
                forget_profile()
        except OSError:
            st.session_state[_NOT_KEPT] = True
        else:
            known.kept = known.profile if wanted else None

    st.toggle(tr(KEEP), key=widget, on_change=switch)
    if known.kept is not None and known.kept != known.profile:
        try:
            save_profile(known.profile)
        except OSError:
            st.session_state[_NOT_KEPT] = True
        else:
            known.kept = known.profile
    if st.session_state.pop(_NOT_KEPT, False):
        st.warning(tr(NOT_KEPT))


def _forget_logo() -> None:
    known = practice()
    known.logo, known.logo_name = None, ""
