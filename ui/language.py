"""The language in which the app speaks to somebody: what they chose, else what their browser asks for.

The choice is kept in a cookie of this app (``COOKIE``), so that it holds over a reload, and on the page for
signing in. Nothing but the code of the language is in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analyzer.language import LANGUAGES, available, choose, current, follow, mark, speaking, tr
from analyzer.language.choice import PSEUDO
from ui.components import part, said

if TYPE_CHECKING:
    from streamlit.runtime.state import SafeSessionState

P = ParamSpec("P")
R = TypeVar("R")

COOKIE: Final = "posture_language"
FORCED: Final = "POSTURE_LANGUAGE"
"""The language of the tests can be asked for here, and no other: it shows what is not translated."""
OF_STREAMLIT: Final = mark(
    (
        "Upload",
        "Add files",
        "file upload",
        "Drag and drop a file here",
        "Drag and drop files here",
        "{size} per file",
        "{count} more",
        "Stop",
        "Take Photo",
        "Clear photo",
        "Switch camera",
        "This app would like to use your camera.",
        "Learn how to allow access.",
        "Press Enter to apply",
        "Press Enter to submit form",
        "Press Ctrl+Enter to apply",
        "Press Ctrl+Enter to submit form",
        "Press ⌘+Enter to apply",
        "Press ⌘+Enter to submit form",
        "No results",
        "Select all",
        "Clear value",
        "Clear all",
        "Clear entry",
        "Clear date",
        "Choose date",
        "Show password",
        "Hide password",
        "Selectbox options",
        "Multiselect options",
        "Selected values",
        "Running...",
        "Close",
    )
)
"""Streamlit's own words on pages of this app; the script puts others in their place."""
_CHOSEN: Final = "language_chosen"
_WIDGET: Final = "language"
_known: WeakKeyDictionary[SafeSessionState, str] = WeakKeyDictionary()
"""What was found out, for as long as one run of a page goes on: every text asks for it."""

# Not isolated: it speaks of the whole page.
_tell: Final = st.components.v2.component("posture_language", js=part("language.js"), isolate_styles=False)


def follow_sessions() -> None:
    """Have every text come out in the language of the session whose page is made. Others get English."""
    follow(_of_session)


def language_of(headers: Mapping[str, str]) -> str:
    """The language of a request: that of the cookie, else what the browser asks for."""
    if forced := _forced():
        return forced
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        morsel = None
    return _first(morsel.value if morsel else None, accepted(headers.get("accept-language", "")))


def accepted(header: str) -> list[str]:
    """The languages of an ``Accept-Language`` header, the most wanted first.

    >>> accepted("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.95, *;q=0.5")
    ['fr-CH', 'de', 'fr', 'en']
    """
    found: list[tuple[float, int, str]] = []
    for item in header[:1000].split(","):
        tag, _, weight = item.partition(";")
        try:
            much = float(weight.strip().removeprefix("q=") or 1.0)
        except ValueError:
            continue
        if much > 0.0 and tag.strip() not in ("", "*"):
            found.append((-much, len(found), tag.strip()))
    return [tag for _, _, tag in sorted(found)]


def handed(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, speaking the language of here and now, whenever and in which thread it is called."""
    language = current()

    @wraps(function)
    def spoken(*given: P.args, **named: P.kwargs) -> R:
        with speaking(language):
            return function(*given, **named)

    return spoken


def tell_language() -> None:
    """Say in which language the page is, for screen readers and spelling, and keep what was chosen."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    told = {"language": current(), "chosen": st.session_state.get(_CHOSEN), "cookie": COOKIE}
    _tell(key="language_told", data={**told, "path": f"/{base}", "streamlit": said(OF_STREAMLIT)})


def show_language() -> None:
    """The choice, at the foot of a page; nothing where there is only one language."""
    offered, now = available(), current()
    if len(offered) < 2:
        return
    st.session_state[_WIDGET] = now if now in offered else "en"
    st.selectbox(
        f":material/translate: {tr('Language')}",
        offered,
        format_func=LANGUAGES.__getitem__,
        key=_WIDGET,
        on_change=_choose,
        width=220,
    )


def _choose() -> None:
    """Callback: another language was chosen."""
    st.session_state[_CHOSEN] = st.session_state[_WIDGET]
    _known.clear()


def _of_session() -> str | None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    known = _known.get(context.session_state)
    if known is None:
        known = _known[context.session_state] = _found()
    return known


def _found() -> str:
    if forced := _forced():
        return forced
    chosen = st.session_state.get(_CHOSEN) or st.context.cookies.get(COOKIE)
    own = st.context.locale
    wanted = accepted(st.context.headers.get("accept-language") or "")
    return _first(chosen, [own, *wanted] if own else wanted)


def _first(chosen: str | None, wanted: Iterable[str]) -> str:
    """What was chosen if it is offered, else the first of the wanted languages that is."""
    offered = available()
    if chosen in offered:
        return str(chosen)
    for tag in wanted:
        language = choose([tag])
        # English is also the answer to what is no language of ours.
        if language in offered and (language != "en" or tag.casefold().startswith("en")):
            return language
    return "en"


def _forced() -> str | None:
    return PSEUDO if os.environ.get(FORCED) == PSEUDO else None
