"""The timeline of a client as HTML: a card for each measure with its chart, what changed, and a table."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from analyzer.compare.words import way_of
from analyzer.meaning.measure_words import measure_text, way_words
from analyzer.meaning.number_words import interval, tenths
from ui.charts.course import Course, Step
from ui.charts.timeline import chart_svg, difference_words, verdict_words
from ui.text import day_words

HOW_TO_READ: Final = (
    "Dots: the median of the photos of a visit. Upright lines: how sure it is when a person is compared with "
    "themself (95 %). Grey band: values that cannot be told from those of the chosen visit. A full dot has "
    "changed by more than measurement error; a cross cannot be compared. People also stand a little "
    "differently each time."
)
_HEAD: Final = ("Visit", "Value", "Difference")


def timeline_markup(courses: Iterable[Course]) -> str:
    """Cards of some measures."""
    return f'<div class="courses">{"".join(map(_card, courses))}</div>'


def _card(course: Course) -> str:
    words = measure_text(course.name)
    latest = course.latest
    verdict = "" if latest is None or latest.verdict is None else latest.verdict
    chart = chart_svg(course)
    if not chart:
        chart = '<p class="why">No visit has this value.</p>'
    return (
        f'<section class="course-card" data-measure="{course.name}" data-verdict="{verdict}">'
        f"<h3>{escape(words.plain)}</h3>"
        f'<p class="muted">{escape(words.technical)}</p>'
        f'<p class="summary">{escape(summary(course))}</p>{chart}{_table(course)}</section>'
    )


def summary(course: Course) -> str:
    """What happened from the chosen visit to the latest, in a sentence."""
    base, latest = course.baseline, course.latest
    if not base.measure:
        return f"No value on {day_words(base.day)}. Choose another visit to compare with."
    if latest is None or latest.change is None:
        return "No later visit to compare with yet."
    since = f"{day_words(base.day)} to {day_words(latest.day)}"
    if latest.verdict == "not_comparable":
        why = " ".join(reason.message for reason in latest.reasons[:1])
        return f"{since}: not comparable. {why}"
    way = way_of(latest.change)
    error = f"measurement error (±{tenths(latest.change.mdc95 or 0.0, latest.measure.unit)})"
    if way is None:
        return f"{since}: no difference."
    size = tenths(abs(latest.change.difference or 0.0), latest.measure.unit)
    what = f"{since}: {size} {way_words(course.name, way)}"
    return f"{what}, {'more than' if latest.verdict == 'changed' else 'within'} {error}."


def _table(course: Course) -> str:
    """All visits in words and numbers: what the chart shows, for reading and for screen readers."""
    title = escape(measure_text(course.name).plain)
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    rows = "".join(_row(step) for step in reversed(course.steps))
    return (
        f'<details><summary>As a table<span class="hidden">: {title}</span></summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}, all visits">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _row(step: Step) -> str:
    measure = step.measure
    if measure.value is None:
        value, likely = "not measured", ""
    else:
        about = "≈ " if measure.estimated else ""
        value, likely = about + tenths(measure.value, measure.unit), interval(measure)
    photos = f"{step.photos} photo{'' if step.photos == 1 else 's'} · v{step.version}"
    meaning = verdict_words(step) if measure.reason is None else measure.reason.message
    cells = ((value, likely), (difference_words(step), meaning))
    return f'<tr><th scope="row">{_lines(day_words(step.day), photos)}</th>' + "".join(
        f"<td>{_lines(*cell)}</td>" for cell in cells
    ) + "</tr>"  # fmt: skip


def _lines(first: str, second: str) -> str:
    parts = [escape(first)] if first else []
    if second:
        parts.append(f'<span class="muted">{escape(second)}</span>')
    return "<br>".join(parts)
