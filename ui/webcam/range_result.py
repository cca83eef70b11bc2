"""The range of the pelvis in words and charts: how far, where the usual stance lies, what it may mean."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from analyzer.language.numbers import decimal
from analyzer.live.words import WENT_WITHOUT
from analyzer.meaning.number_words import number
from analyzer.meaning.range_words import (
    CANCELS,
    NO_CAUSE,
    NO_NORM,
    NOTES,
    curve_words,
    ends_words,
    least_change_deg,
    likely,
    position_words,
    range_headline,
)
from ui.charts.pelvic_range import curve_svg, position_svg, standalone, trace_svg
from ui.components import show_arrival, show_markup
from ui.language import handed
from ui.markup import linked_text, render
from ui.pages import show_link
from ui.records.save_range import show_save_range
from ui.webcam.ranges import Ranges, begin_again
from ui.webcam.words import ONE_SIDE, SIDES

if TYPE_CHECKING:
    from analyzer.live import RangeTake
    from analyzer.types.pelvic_range import PelvicRange

_NEWS: Final = "range_taken"
_SIDE: Final = "range_side"
AGAIN: Final = mark(
    "Taken again on another day, a difference of less than about {least} is within the error of both."
)
SIDES_AGREE: Final = mark(
    "Both sides agree within the error of measurement, as they should: the pelvis is one bone."
)
SIDES_DIFFER: Final = mark(
    "The sides differ by more than the error of measurement. Mostly one movement went further than the "
    "other: take it again, and trust the larger range."
)


def show_range(taken: Ranges) -> None:
    """Everything about a visit."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(tr("Again"), icon=":material/replay:", on_click=begin_again, key="range_again")
        show_link("direct", tr("Direct test"), ":material/airline_seat_flat:")
    take = _choose(taken.takes)
    found = take.found
    with st.container(key=_NEWS):
        st.header(range_headline(found), anchor=False)
    show_arrival(_NEWS, taken.number)
    st.write(f"{likely(found.range_deg).capitalize()}. {position_words(found)} {ends_words(found)}")
    for note in found.notes:
        st.info(NOTES[note])
    for waived in take.waived:
        st.info(WENT_WITHOUT[waived])
    if taken.other_missing:
        st.info(ONE_SIDE[take.facing])
    show_markup(render("pelvic_range.html", charts=_charts(found)), key="range_charts")
    means, sure = st.columns(2, gap="large")
    with means:
        st.header(tr("What it may mean"), anchor=False)
        show_markup(_paragraphs(tr(NO_NORM), tr(NO_CAUSE)), key="range_means")
    with sure:
        st.header(tr("How sure it is"), anchor=False)
        again = tr(AGAIN, least=number(least_change_deg(found), "deg"))
        show_markup(_paragraphs(tr(CANCELS), again), key="range_sure")
        used = tr(
            "Measured in {used} of {frames} pictures in {seconds} seconds. Errors are known from rendered "
            "people.",
            used=found.film.used,
            frames=found.film.frames,
            seconds=decimal(found.film.seconds),
        )
        st.caption(used)
    _show_agreement(taken.takes)
    _show_saving(taken.takes)
    show_save_range(tuple(take.found for take in taken.takes), taken.note_kept)


def _paragraphs(*texts: str) -> str:
    inside = "".join(f"<p>{linked_text(text)}</p>" for text in texts)
    return f'<div class="words">{inside}</div>'


def _charts(found: PelvicRange) -> list[dict[str, str]]:
    charts = [
        {"title": tr("Where you usually stand"), "drawn": position_svg(found), "text": ""},
        {
            "title": tr("Your movement"),
            "drawn": trace_svg(found),
            "text": tr(
                "0° is how you usually stand, up is forward. The line is smoothed; single odd pictures "
                "are left out."
            ),
        },
    ]
    if drawn := curve_svg(found):
        charts.append({"title": tr("Your low back"), "drawn": drawn, "text": curve_words(found)})
    return charts


def _choose(takes: tuple[RangeTake, ...]) -> RangeTake:
    if len(takes) == 1:
        return takes[0]
    titles = {index: SIDES[take.facing] for index, take in enumerate(takes)}
    if st.session_state.get(_SIDE) not in titles:
        st.session_state[_SIDE] = 0
    st.segmented_control(tr("Side"), list(titles), required=True, format_func=titles.__getitem__, key=_SIDE)
    return takes[int(st.session_state[_SIDE])]


def _show_agreement(takes: tuple[RangeTake, ...]) -> None:
    if len(takes) < 2:
        return
    one, two = (take.found.range_deg for take in takes[:2])
    limit = 1.96 * (one.sd**2 + two.sd**2) ** 0.5
    apart = abs(one.value - two.value)
    st.header(tr("Both sides"), anchor=False)
    agree = apart <= limit
    icon = ":material/check_circle:" if agree else ":material/info:"
    st.markdown(f"{icon} {tr(SIDES_AGREE) if agree else tr(SIDES_DIFFER)}")
    st.caption(
        tr(
            "{apart} apart, up to {limit} are explained by errors.",
            apart=number(apart, "deg"),
            limit=number(limit, "deg"),
        )
    )


def range_file(takes: tuple[RangeTake, ...]) -> bytes:
    """The records of the contract (``pelvic-range/1``), a line for each side."""
    lines = [json.dumps(take.found.to_dict(), ensure_ascii=False, allow_nan=False) for take in takes]
    return ("\n".join(lines) + "\n").encode()


def _show_saving(takes: tuple[RangeTake, ...]) -> None:
    st.header(tr("Save"), anchor=False)
    day = date.today().isoformat()
    with st.container(horizontal=True):
        st.download_button(
            tr("Charts (SVG)"),
            handed(lambda: standalone(takes[0].found).encode()),
            f"pelvic range {day}.svg",
            "image/svg+xml",
            on_click="ignore",
            icon=":material/download:",
            key="range_svg",
        )
        st.download_button(
            tr("Values (JSON)"),
            lambda: range_file(takes),
            f"pelvic range {day}.jsonl",
            "application/x-ndjson",
            on_click="ignore",
            icon=":material/download:",
            key="range_json",
        )
