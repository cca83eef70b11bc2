"""A code for a phone where photos are given; on every page, that a phone may send, and a way to end it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import streamlit as st

from analyzer.language import Table, tr
from analyzer.types.roles import may
from ui.access.here import signed_in_digest, signed_in_role
from ui.access.phone import is_said, phones_are_on, switch_phones
from ui.access.start import base_path, command_of
from ui.components import assemble, show_markup
from ui.markup import render
from ui.pages import show_link
from ui.phone import NEWS, TICKET
from ui.phone import words as w
from ui.phone.line import Line, Take
from ui.phone.reach import Trouble, find_address
from ui.session.state import Part, state

KEY: Final = "phone"
COMMAND: Final = "practice"
_SWITCH: Final = "phone_switch"
_FOLDER: Final = Path(__file__).parent
_TROUBLE: Final[Mapping[Trouble, str]] = Table(
    {"only_here": w.ONLY_HERE, "not_sealed": w.NOT_SEALED, "no_network": w.NO_NETWORK}
)

_bar = assemble("phone", *((_FOLDER / f"bar.{kind}").read_text("utf-8") for kind in ("css", "js")))


@dataclass
class Asked(Part):
    """What came of the wish for a code, and of photos whose place is not shown.

    Attributes
    ----------
    place : str
        Where a code was asked for and could not be had.
    trouble : str
        Why; "off" while phones are switched off.
    came_to : Line or None
        A photo came on this line while another page was shown.
    """

    place: str = ""
    trouble: Trouble | Literal["off", ""] = ""
    came_to: Line | None = field(default=None, repr=False)


def _asked() -> Asked:
    return state().part(Asked) or state().join(Asked())


def open_line() -> Line | None:
    """The line of this session on which something may still come."""
    line = state().part(Line)
    return line if line is not None and not line.over else None


def show_phone(place: str, page: str, take: Take, **query: object) -> None:
    """A button for a code, or the code.

    Parameters
    ----------
    place : str
        Names this place among all in the app.
    page : str
        The page with it, and in ``query`` what its address says.
    take : callable
        Gives a photo to this place, in a callback.
    """
    line = open_line()
    if line is not None and line.place == place:
        _show_code(line)
        return
    st.button(
        tr(w.USE),
        icon=":material/phone_iphone:",
        key=f"phone_{place}",
        on_click=_ask,
        args=(place, page, take, query),
    )
    if line is not None:
        st.caption(tr(w.ELSEWHERE))
    elif _asked().place == place:
        _show_trouble(_asked().trouble)


def _ask(place: str, page: str, take: Take, query: dict[str, object]) -> None:
    """Callback: somebody wants a code for this place."""
    asked = _asked()
    address, trouble = find_address(st.context.url or "")
    asked.place, asked.trouble = place, "off" if not phones_are_on() else trouble or ""
    if not asked.trouble:
        asked.place = ""
        _close()
        state().join(Line(place, page, take, signed_in_digest(), address, dict(query)))


def _close() -> None:
    line = state().part(Line)
    if line is not None:
        line.close()


def _show_trouble(trouble: Trouble | Literal["off", ""]) -> None:
    if trouble == "off":
        if is_said() is False:
            st.info(tr(w.OFF_FIXED))
            return
        st.info(tr(w.OFF))
        show_link("records", tr(w.TO_SETTINGS), ":material/settings:")
    elif trouble:
        st.info(_TROUBLE[trouble])
        st.code(command_of(COMMAND), language=None, wrap_lines=True)


def _show_code(line: Line) -> None:
    """The code, until a phone has opened it."""
    if not line.phone:
        address = f"{line.address}#{line.code}"
        shown = render(
            "phone_code.html", code=qr_svg(address), alt=tr(w.QR_ALT), intro=tr(w.INTRO), warns=tr(w.WARNS)
        )
        show_markup(shown, key=f"phone_code_{line.place}")
    else:
        st.caption(tr(w.CONNECTED))
        st.button(
            tr(w.NEW_CODE),
            icon=":material/qr_code:",
            key=f"phone_new_{line.place}",
            on_click=_ask,
            args=(line.place, line.page, line.take, line.query),
        )


def qr_svg(text: str) -> str:
    """A QR code as SVG, dark on light whatever the theme is: not every phone reads others."""
    import segno  # noqa: PLC0415 - for those who use a phone only

    made: str = segno.make(text, micro=False, error="m").svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return made


def show_phone_bar(page: str) -> None:
    """On every page: while a phone may send, that it may, and what came of it.

    ``page`` is the name of the page that is shown.
    """
    asked, line = state().part(Asked), open_line()
    if asked is not None and asked.came_to is not None:
        if asked.came_to.page == page:
            asked.came_to = None
        else:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.info(tr(w.CAME))
                show_link(asked.came_to.page, tr(w.SHOW_IT), ":material/photo:", **asked.came_to.query)
    if line is None:
        return
    _bar(
        key=KEY,
        data={
            "news": base_path() + NEWS,
            "header": TICKET,
            "ticket": line.ticket,
            "bound": bool(line.phone),
            "taken": line.taken,
            "words": dict(w.BAR_WORDS),
        },
        on_came_change=_came,
        on_changed_change=_run,
        on_end_change=_end,
    )


def _came() -> None:
    """Callback: a photo is there; it goes where it was asked for."""
    line = state().part(Line)
    if line is not None and line.take_over():
        _asked().came_to = line


def _run() -> None:
    """Callback: a phone has opened the code, or the time is over. The page is made anew."""


def _end() -> None:
    """Callback: somebody pressed the button."""
    _close()


def show_switch() -> None:
    """A part of the settings: whether phones may hand photos to this program."""
    st.subheader(tr(w.SWITCH_TITLE), anchor=False)
    said = is_said()
    st.session_state[_SWITCH] = phones_are_on()
    own = may(signed_in_role(), "manage")
    st.toggle(
        tr(w.SWITCH),
        key=_SWITCH,
        on_change=_switch,
        disabled=said is not None or not own,
        help=tr(w.SWITCH_HELP),
    )
    if said is not None:
        st.caption(tr(w.SWITCH_SAID))
    if st.session_state.pop(f"{_SWITCH}_trouble", False):
        st.error(tr(w.SWITCH_TROUBLE))


def _switch() -> None:
    """Callback: on or off from now on."""
    if not may(signed_in_role(), "manage"):
        return
    try:
        switch_phones(on=bool(st.session_state[_SWITCH]))
    except OSError:
        st.session_state[f"{_SWITCH}_trouble"] = True
