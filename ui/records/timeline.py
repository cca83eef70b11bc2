"""The timeline of a client as HTML: a card for each measure with its chart, what changed, and a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.compare.words import way_of
from analyzer.language import mark, tr, translated, trn
from analyzer.meaning.measure_words import measure_text, way_words
from analyzer.meaning.number_words import interval, tenths
from ui.charts.answers import Answered, answered, answers_svg
from ui.charts.answers import summary as summary_of_answers
from ui.charts.course import Course, Step
from ui.charts.timeline import chart_svg, difference_words, verdict_words
from ui.components import part
from ui.markup import render
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import Answers

HOW_TO_READ: Final = mark(
    "Dots: the median of the photos of a visit. Upright lines: how sure it is when a person is compared with "
    "themself (95 %). Grey band: values that cannot be told from those of the chosen visit. A full dot has "
    "changed by more than measurement error; a cross cannot be compared. People also stand a little "
    "differently each time."
)
ANSWERS: Final = mark("What was answered")
_HEAD: Final = mark(("Visit", "Value", "Difference"))
_ANSWERS_HEAD: Final = mark(("Visit", "Answer"))


_show_cards = st.components.v2.component(
    "posture_timeline",
    html='<div class="root"></div>',
    css=part("base.css") + Path(__file__).with_suffix(".css").read_text("utf-8"),
    js=part("markup.js"),
)


def show_timeline(courses: Iterable[Course], key: str) -> None:
    """Cards of some measures on a page."""
    _show_cards(data={"markup": timeline_markup(courses)}, key=key)


def show_cards(markup: str, key: str) -> None:
    """Cards that `ui/templates/course_cards.html` made, on a page."""
    _show_cards(data={"markup": markup}, key=key)


def show_answers(given: Sequence[Answers], key: str) -> None:
    """Cards of what was answered, beside the measures; nothing when nothing was."""
    found = answered(given)
    if found:
        st.subheader(tr(ANSWERS), anchor=False)
        _show_cards(data={"markup": answers_markup(found)}, key=key)


def answers_markup(found: Iterable[Answered]) -> str:
    """A card for each question, with its chart and a table."""
    return render(
        "course_cards.html",
        head=translated(_ANSWERS_HEAD),
        courses=[
            {
                "name": item.question.name,
                "title": item.question.title,
                "technical": item.question.about,
                "verdict": "",
                "summary": summary_of_answers(item),
                "chart": answers_svg(item),
                "rows": [
                    ((day_words(day), ""), (item.question.words(value), ""))
                    for day, value in reversed(item.values)
                ],
            }
            for item in found
        ],
    )


def timeline_markup(courses: Iterable[Course]) -> str:
    """Cards of some measures."""
    return render("course_cards.html", head=translated(_HEAD), courses=[_card(course) for course in courses])


def _card(course: Course) -> dict[str, object]:
    """What a card is made of, as its template wants it."""
    words = measure_text(course.name)
    latest = course.latest
    return {
        "name": course.name,
        "title": words.plain,
        "technical": words.technical,
        "verdict": "" if latest is None or latest.verdict is None else latest.verdict,
        "summary": summary(course),
        "chart": chart_svg(course),
        # What the chart shows, for reading and for screen readers.
        "rows": [_row(step) for step in reversed(course.steps)],
    }


def summary(course: Course) -> str:
    """What happened from the chosen visit to the latest, in a sentence."""
    base, latest = course.baseline, course.latest
    if not base.measure:
        return tr("No value on {day}. Choose another visit to compare with.", day=day_words(base.day))
    if latest is None or latest.change is None:
        return tr("No later visit to compare with yet.")
    days = {"first": day_words(base.day), "last": day_words(latest.day)}
    if latest.verdict == "not_comparable":
        why = " ".join(reason.message for reason in latest.reasons[:1])
        return tr("{first} to {last}: not comparable. {why}", **days, why=why)
    way = way_of(latest.change)
    if way is None:
        return tr("{first} to {last}: no difference.", **days)
    error = tenths(latest.change.mdc95 or 0.0, latest.measure.unit)
    size = tenths(abs(latest.change.difference or 0.0), latest.measure.unit)
    said = {**days, "size": size, "way": way_words(course.name, way), "error": error}
    if latest.verdict == "changed":
        return tr("{first} to {last}: {size} {way}, more than measurement error (±{error}).", **said)
    return tr("{first} to {last}: {size} {way}, within measurement error (±{error}).", **said)


def _row(step: Step) -> tuple[tuple[str, str], ...]:
    """The cells of a visit, each a line and a quieter one below it."""
    measure = step.measure
    if measure.value is None:
        value, likely = tr("not measured"), ""
    else:
        about = "≈ " if measure.estimated else ""
        value, likely = about + tenths(measure.value, measure.unit), interval(measure)
    photos = f"{trn('{count} photo', '{count} photos', step.photos)} · v{step.version}"
    meaning = verdict_words(step) if measure.reason is None else measure.reason.message
    return (day_words(step.day), photos), (value, likely), (difference_words(step), meaning)
