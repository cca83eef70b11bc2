"""Where a client marked pain, visit by visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import tr, trn
from ui.components import show_markup
from ui.markup import render
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import Answers

_SHOWN: Final = 4
_MOST_PX: Final = 620


def show_pain_course(given: Sequence[Answers]) -> None:
    """The figures of the newest visits with something marked; nothing without any."""
    marked = [item for item in reversed(given) if item.intake.pain]
    if not marked:
        return
    st.subheader(tr("Where it hurt"), anchor=False)
    columns = st.columns(2, gap="medium")
    for number, item in enumerate(marked[:_SHOWN]):
        with columns[number % 2]:
            show_markup(pain_markup(item, f"pain-{item.visit_id}"), key=f"pain_course_{item.visit_id}")
    if (earlier := len(marked) - _SHOWN) > 0:
        st.caption(
            trn(
                "{count} earlier visit has a figure, too: open it to see it.",
                "{count} earlier visits have figures, too: open them to see them.",
                earlier,
            )
        )


def pain_markup(item: Answers, prefix: str) -> str:
    """The figure of one visit, with the day and all that is marked in words."""
    from analyzer.overlay.pain_figure import describe_pain, pain_svg  # noqa: PLC0415 - heavy

    words = describe_pain(item.intake)
    caption = tr("{day}. {marks}", day=day_words(item.day), marks=words)
    svg = pain_svg(item.intake.pain, prefix=prefix, words=words)
    return render("figure.html", drawn=svg, caption=caption, most_px=_MOST_PX)
