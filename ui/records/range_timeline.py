"""The range of the pelvis of a client over visits, each side by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.language import mark, tr
from analyzer.language.numbers import decimal
from analyzer.meaning.number_words import number
from analyzer.meaning.range_words import change_words, likely
from ui.charts.range_course import range_course_svg
from ui.markup import render
from ui.records.timeline import show_cards
from ui.records.visit_range import SIDES
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import RangePoint

TITLE: Final = mark("Range of the pelvis over time")
ABOUT: Final = mark("from tipped right back to tipped right forward; upright lines: how sure it is (95 %)")


def show_range_courses(points: Sequence[RangePoint]) -> None:
    """A card for each side that was filmed; nothing without a film."""
    if points:
        st.subheader(tr(TITLE), anchor=False)
        show_cards(ranges_markup(points), "timeline_ranges")


def ranges_markup(points: Sequence[RangePoint]) -> str:
    """The cards."""
    cards = []
    for side, title in SIDES.items():
        own = [point for point in points if point.found.facing == side]
        if own:
            cards.append(
                {
                    "name": f"pelvic_range_{side}",
                    "title": title,
                    "technical": tr(ABOUT),
                    "verdict": "",
                    "summary": summary(own),
                    "chart": range_course_svg(own),
                    "rows": [_row(point) for point in reversed(own)],
                }
            )
    head = (tr("Visit"), tr("Range"), tr("Usual stance"))
    return render("course_cards.html", head=head, courses=cards)


def summary(points: Sequence[RangePoint]) -> str:
    """From the first visit to the last, in a sentence."""
    first, last = points[0], points[-1]
    if len(points) == 1:
        return tr("{day}: {range}.", day=day_words(first.day), range=_value(first))
    return tr(
        "{first} to {last}: {change}",
        first=day_words(first.day),
        last=day_words(last.day),
        change=change_words(first.found, last.found),
    )


def _row(point: RangePoint) -> tuple[tuple[str, str], ...]:
    position = point.found.position_pct
    low, high = (decimal(end) for end in position.ci95)
    return (
        (day_words(point.day), f"v{point.found.provenance.analyzer_version}"),
        (_value(point), likely(point.found.range_deg)),
        (
            tr("{position} % of the range", position=decimal(position.value)),
            tr("likely {low} to {high} %", low=low, high=high),
        ),
    )


def _value(point: RangePoint) -> str:
    return number(point.found.range_deg.value, "deg")
