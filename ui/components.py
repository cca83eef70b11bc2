"""The app's own components: a script and a style from this folder, mounted by Streamlit, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import current, tr

if TYPE_CHECKING:
    from streamlit.components.v2.types import BidiComponentKey, ComponentRenderer

_FOLDER: Final = Path(__file__).parent / "parts"


def component(name: str, *before: str) -> ComponentRenderer:
    """The component made of ``parts/NAME.js``, and ``parts/NAME.css`` after ``parts/base.css``.

    ``before`` is JavaScript that comes before its own. Its root is an empty ``div`` of class ``root``.
    """
    return assemble(name, part(f"{name}.css"), *before, part(f"{name}.js"))


def assemble(name: str, css: str, *scripts: str) -> ComponentRenderer:
    """The same of texts that lie elsewhere; the last script exports the component."""
    return st.components.v2.component(
        f"posture_{name}",
        html='<div class="root"></div>',
        css=f"{part('base.css')}\n{css}",
        js="".join(scripts),
    )


def said(words: Sequence[str]) -> dict[str, str]:
    """What a script with ``parts/said.js`` says instead of its own English ``words``; nothing in English."""
    return {} if current() == "en" else {text: tr(text) for text in words}


def part(file: str) -> str:
    """The text of a file in ``parts/``."""
    return (_FOLDER / file).read_text("utf-8")


_show = component("markup")


def show_markup(markup: str, *, key: BidiComponentKey) -> None:
    """Show HTML that was made here, in the colours of the theme.

    Parameters
    ----------
    markup : str
        Every text in it that comes from outside has to be escaped (`html.escape`).
    key : str
    """
    _show(data={"markup": markup}, key=key)


_print = component("print")


def print_document(html: str, *, place: str, number: int, title: str) -> None:
    """Open the browser's print dialog for a document, once for each number.

    Parameters
    ----------
    html : str
        A whole document. Scripts in it do not run.
    place : str
        From where it is printed.
    number : int
        Another one each time.
    title : str
        What it is, for people who cannot see it.
    """
    data = {"html": html, "number": number, "place": place, "title": title}
    _print(key=f"print_{place}", data=data)


_arrived = component("arrived")


def show_arrival(place: str, number: int, *, focus: bool = True) -> None:
    """Bring what has just come into view, once for each number; nothing for 0.

    Parameters
    ----------
    place : str
        The key of a container: the first message or heading in it is what came. Without ``focus``, any name
        for the container in which this stands.
    number : int
        Another one for everything that comes.
    focus : bool
        Whether the focus goes there, as for the result of what somebody did.
    """
    if number:
        _arrived(key=f"arrived_{place}", data={"place": place, "number": number, "focus": focus})
