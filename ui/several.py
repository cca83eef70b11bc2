"""Several photos of one person: which is shown, and what they say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from analyzer.meaning.indicators import what_it_may_mean
from analyzer.meaning.level_words import LEVELS
from analyzer.meaning.measure_words import MAIN_MEASURES
from ui.charts.measure import summary_cards
from ui.components import show_markup
from ui.session.state import select, state

if TYPE_CHECKING:
    from analyzer.types import Indicator
    from ui.session.checked_photo import CheckedPhoto

_TITLE: Final = mark("All {number} photos together")
_HOW: Final = mark(
    "Dot: the middle value of the photos. Small lines: the single photos. Thick line: the likely range "
    "(95 %) of the middle value. People stand differently each time, so it says more than any single photo."
)


def show_choice() -> None:
    """Buttons to choose which of several photos is shown; nothing for one."""
    now = state()
    count = len(now.photos)
    if count < 2:
        return
    # The photos of another upload are another choice.
    key = f"choice_{now.photos[0].id}_{count}"
    st.session_state.setdefault(key, now.selected)
    st.segmented_control(
        tr("Photo"),
        range(count),
        required=True,
        format_func=lambda index: tr("Photo {number}", number=index + 1),
        key=key,
        on_change=lambda: select(st.session_state[key]),
    )


def show_summary() -> None:
    """Median and spread of each measure over all photos; nothing for one photo."""
    photos = state().photos
    if len(photos) < 2:
        return
    from analyzer.compare.several_photos import summarize  # noqa: PLC0415 - heavy

    summary = summarize([photo.analysis for photo in photos])
    level = LEVELS[summary.shortened_psoas.level]
    st.header(tr(_TITLE, number=len(photos)), anchor=False)
    psoas = summary.shortened_psoas
    st.markdown(f"**{level.title}.** {psoas.summary} {what_it_may_mean(psoas)}")
    for warning in summary.warnings:
        st.info(warning.message)
    show_markup(summary_cards(summary, MAIN_MEASURES), key="summary")
    with st.expander(tr("The other measures")):
        others = tuple(name for name in summary.spreads if name not in MAIN_MEASURES)
        show_markup(summary_cards(summary, others), key="summary_others")
    st.caption(tr(_HOW))
    st.header(tr("Photo by photo"), anchor=False)


def psoas_of_all(photos: tuple[CheckedPhoto, ...]) -> Indicator:
    """What all photos of the person say together; of one, what it says."""
    if len(photos) == 1:
        return photos[0].analysis.shortened_psoas
    from analyzer.compare.several_photos import summarize  # noqa: PLC0415 - heavy

    return summarize([photo.analysis for photo in photos]).shortened_psoas
