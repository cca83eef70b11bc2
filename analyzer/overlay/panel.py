"""The column of words and scales beside the picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from analyzer.language import current, tr, trn
from analyzer.meaning import measure_words as wording
from analyzer.meaning.level_words import DIRECTION_TAGS
from analyzer.meaning.method_words import method_text
from analyzer.meaning.number_words import interval, number, typical
from analyzer.meaning.value_words import NOT_MEASURABLE, shown_value, typical_caption
from analyzer.measures.upper_back import OFFSETS
from analyzer.overlay import picture_words as said
from analyzer.overlay import style
from analyzer.overlay.column import Column, paragraph_height
from analyzer.overlay.curves import rounded_box
from analyzer.overlay.primitives import (
    HEIGHT_U,
    Circle,
    Fill,
    Polygon,
    Polyline,
    Shape,
    Stroke,
    frozen,
)
from analyzer.overlay.text import fitted, text_size, wrap
from analyzer.types import Analysis, Measure

_SMALL: Final = 15.0
_SAID: Final = 4
_BODY: Final = 16.5
_LEAST_STEP_U: Final = 20.0
"""Between lines that can still be told apart."""
_VALUE_U: Final = 52.0
"""Room for a value in the short list."""
_INDENT_U: Final = 69.0
_INTERVAL_U: Final = 152.0
"""Room for an interval in the short list, and between it and the value."""


def panel_shapes(analysis: Analysis, left: float, width: float, reserve: float = 0.0) -> list[Shape]:
    """The whole column, in units of the canvas, with ``reserve`` left free above the footer."""
    foot = _footer(analysis, left, width)
    bottom = foot.y - reserve
    tight = _upper(analysis, left, width, 0.0, bottom)
    # Twice: what is left over below becomes white space between the blocks.
    air = min(max((bottom - 46.0 - tight.y) / max(len(analysis.measures) + 4, 1), 0.0), 20.0)
    return _upper(analysis, left, width, air, bottom).shapes + foot.shapes


def footer_top(analysis: Analysis, width: float) -> float:
    """Where the footer begins, in units."""
    return _footer(analysis, 0.0, width).y


def _upper(analysis: Analysis, left: float, width: float, air: float, bottom: float) -> Column:
    """Everything above the footer."""
    column = Column(left, width, 46.0, air)
    _headline(column, analysis)
    main = [name for name in wording.MAIN_MEASURES if name in analysis.measures]
    others = [name for name in analysis.measures if name not in main]
    section(column, tr(said.MEASURED), scale_words(analysis.measures[name] for name in main))
    for name in main:
        main_measure(column, analysis.measures[name])
    if others:
        section(column, tr(said.ALSO_MEASURED))
        small_measures(column, [analysis.measures[name] for name in others], bottom - 14.0)
    return column


def scale_words(measures: Iterable[Measure]) -> str:
    """What line and band of the scales are: each band as it is made."""
    known = [measure.reference for measure in measures if measure.reference is not None]
    if any(reference.means is not None for reference in known):
        return said.BAND["means"]
    return said.BAND["mean" if known else "none"]


def section(column: Column, title: str, remark: str = "") -> None:
    """A quiet heading with a line above it."""
    column.rule()
    column.y += 27.0
    column.text(title, _SMALL, color=style.MUTED, weight=600, name="heading")
    if remark:
        beside = text_size(title, _SMALL, 600)[0] + 16.0
        if beside + text_size(remark, 13.0)[0] > column.width:
            column.y += 20.0
        column.text(
            remark,
            fitted(remark, column.width, 13.0, least=11.0),
            color=style.MUTED,
            x=column.right,
            align="end",
            name="remark",
        )
    column.y += 36.0 + 0.3 * column.air


def _headline(column: Column, analysis: Analysis) -> None:
    """The question, the answer in one sentence, and what speaks for and against it."""
    indicator = analysis.shortened_psoas
    level = style.LEVELS[indicator.level]
    own = wording.INDICATOR
    question = tr(said.QUESTION)
    size = fitted(question, column.width, _BODY, 600)
    column.text(question, size, color=style.MUTED, weight=600, measure=own)
    column.y += 40.0
    badge(column, level)
    column.y += 52.0
    column.paragraph(
        indicator.summary,
        27.0,
        weight=700,
        max_lines=4,
        leading=1.24,
        name="headline",
        balance=True,
        measure=own,
    )
    column.y += 30.0
    telling = sorted(indicator.evidence, key=lambda item: item.direction == "neutral")
    # All that speaks for or against; of the rest what there is room for.
    shown = [item for n, item in enumerate(telling) if n < _SAID or item.direction != "neutral"]
    warnings = [issue.message for issue in analysis.view.issues][:2]
    heads = [DIRECTION_TAGS[item.direction] for item in shown] + ([tr(said.ISSUE)] if warnings else [])
    indent = max([_INDENT_U, *(text_size(head, _SMALL, 600)[0] + 8.0 for head in heads)])
    for item in shown:
        side = DIRECTION_TAGS[item.direction]
        column.text(side, _SMALL, weight=600, color=style.MUTED, name="evidence", measure=item.measure)
        column.paragraph(
            item.text,
            _SMALL,
            indent=indent,
            max_lines=_evidence_lines(),
            name="evidence",
            measure=item.measure,
        )
        column.y += 23.0
    for message in warnings:
        column.text(tr(said.ISSUE), _SMALL, weight=600, color=style.TILT, name="issue")
        column.paragraph(
            message, _SMALL, indent=indent, color=style.TILT, weight=500, max_lines=3, name="issue"
        )
        column.y += 23.0
    column.y += 4.0 + column.air


def _evidence_lines() -> int:
    """Of what speaks for or against; the English texts are written for two."""
    return 2 if current() == "en" else 3


def badge(column: Column, level: style.LevelStyle) -> None:
    """The level as a plate in the colour and line style of the muscle."""
    width = text_size(level.title, 20.0, 600)[0] + 62.0
    box = (column.left, column.y - 27.0, column.left + width, column.y + 15.0)
    edge = Stroke(level.edge, 2.6, dash_u=level.dash_u)
    plate = rounded_box(box, 21.0)
    fill = Fill(level.color, 0.20)
    column.shapes.append(
        Polygon(name="level", measure=wording.INDICATOR, points=plate, fill=fill, stroke=edge)
    )
    dot = frozen([column.left + 24.0, column.y - 6.0])
    column.shapes.append(
        Circle(
            name="level",
            measure=wording.INDICATOR,
            center=dot,
            radius_u=9.0,
            fill=Fill(level.color),
            stroke=Stroke(level.edge, 2.6),
        )
    )
    left = column.left + 44.0
    column.text(level.title, 20.0, weight=600, x=left, name="level", measure=wording.INDICATOR)


def main_measure(column: Column, measure: Measure) -> None:
    """Name, value, interval and a scale with the reference band."""
    words = wording.measure_text(measure.name)
    column.text(words.plain, 18.0, weight=600, measure=measure.name, name="measure")
    if measure.value is None:
        _missing(column, measure, words.technical)
        return
    column.y += 3.0
    column.text(
        number(measure.value, measure.unit),
        31.0,
        weight=700,
        x=column.right,
        align="end",
        measure=measure.name,
        name="value",
    )
    column.y += 18.0
    technical = (
        f"{words.technical}, {method_text(measure.method).brief}" if measure.estimated else words.technical
    )
    likely = interval(measure)
    room = column.width - text_size(likely, 14.0)[0] - 12.0
    size = fitted(technical, room, 14.0, least=11.0)
    technical = wrap(technical, room, size, max_lines=1)[0] if technical else ""
    column.text(technical, size, color=style.MUTED, measure=measure.name, name="technical")
    column.text(
        likely,
        14.0,
        x=column.right,
        align="end",
        measure=measure.name,
        name="interval",
    )
    column.y += 25.0
    _scale(column, measure)
    column.y += 52.0 + 1.6 * column.air


def _missing(column: Column, measure: Measure, technical: str) -> None:
    column.text(
        tr(NOT_MEASURABLE), 16.0, x=column.right, align="end", color=style.MUTED, weight=600, name="value"
    )
    column.y += 19.0
    column.text(technical, 14.0, color=style.MUTED, name="technical")
    column.y += 22.0
    assert measure.reason is not None
    column.paragraph(measure.reason.message, 14.5, max_lines=2, measure=measure.name, name="reason")
    column.y += 40.0 + 1.6 * column.air


def _scale(column: Column, measure: Measure) -> None:
    """Band = what is typical, line = 95 % interval, dot = value."""
    assert measure.value is not None and measure.ci95 is not None
    reference = measure.reference
    low, high = measure.ci95
    if reference is not None:
        low = min(low, reference.lowest - 2.6 * reference.sd)
        high = max(high, reference.highest + 2.6 * reference.sd)
    spread = max(high - low, 1.0)
    low, high = low - 0.04 * spread, high + 0.04 * spread

    def at(value: float) -> float:
        return column.left + (value - low) / (high - low) * column.width

    y, name = column.y, measure.name
    track = rounded_box((column.left, y - 5.0, column.right, y + 5.0), 5.0)
    column.shapes.append(Polygon(name="scale", measure=name, points=track, fill=Fill(style.HAIR, 0.7)))
    if reference is not None:
        first, last = typical(reference)
        ends = at(first), at(last)
        band = rounded_box((ends[0], y - 9.0, ends[1], y + 9.0), 4.0)
        column.shapes.append(Polygon(name="reference", measure=name, points=band, fill=Fill(style.BAND)))
        column.y += 25.0
        column.text(
            typical_caption(measure),
            13.5,
            color=style.MUTED,
            x=(ends[0] + ends[1]) / 2,
            align="middle",
            measure=name,
        )
        column.y -= 25.0
    line = frozen([[at(measure.ci95[0]), y], [at(measure.ci95[1]), y]])
    column.shapes.append(Polyline(name="interval", measure=name, points=line, stroke=Stroke(style.INK, 5.0)))
    dot = frozen([at(measure.value), y])
    column.shapes.append(
        Circle(
            name="value",
            measure=name,
            center=dot,
            radius_u=8.0,
            fill=Fill(style.INK),
            stroke=Stroke(style.WHITE, 2.6),
        )
    )


def small_measures(column: Column, measures: list[Measure], bottom: float) -> None:
    """One line each, closer together where room is short.

    Offsets over the ankle say little one by one and are not in the picture. Of them and of what does not fit
    a line says how much it is; what has no value is left out first.
    """
    listed = [measure for measure in measures if measure.name not in OFFSETS]
    others = len(measures) - len(listed)
    wanted = len(listed) + (others > 0)
    room = bottom - column.y
    step = min(25.0 + min(0.8 * column.air, 8.0), max(room / max(wanted - 1, 1), _LEAST_STEP_U))
    rows = max(int(room / step + 1e-6) + 1, 1)
    kept = len(listed) if wanted <= rows else min(rows - 1, len(listed))
    left_out = len(measures) - kept
    chosen = sorted(listed, key=lambda item: item.value is None)[:kept]
    widest = max((text_size(interval(measure), 13.5)[0] for measure in chosen), default=0.0)
    beside = max(_INTERVAL_U, widest + 14.0)
    for measure in listed:
        if measure not in chosen:
            continue
        words = wording.measure_text(measure.name)
        value = shown_value(measure)
        seen = measure.value is not None
        edge = column.right - beside if seen else column.right
        room = _VALUE_U if seen else max(_VALUE_U, text_size(value, 13.5)[0] + 10.0)
        size = fitted(words.plain, edge - room - column.left, _SMALL)
        column.text(words.plain, size, measure=measure.name, name="measure")
        after = column.left + text_size(words.plain, size)[0] + 8.0
        if after + text_size(words.technical, 13.0)[0] < edge - room:
            column.text(
                words.technical, 13.0, color=style.MUTED, x=after, measure=measure.name, name="technical"
            )
        column.text(
            value,
            _SMALL if seen else 13.5,
            weight=600 if seen else 400,
            color=style.INK if seen else style.MUTED,
            x=edge,
            align="end",
            measure=measure.name,
            name="value",
        )
        column.text(
            interval(measure),
            13.5,
            color=style.MUTED,
            x=column.right,
            align="end",
            measure=measure.name,
            name="interval",
        )
        column.y += step
    if left_out:
        more = trn(
            "One more value is in the result itself.",
            "{count} more values are in the result itself.",
            left_out,
        )
        column.text(more, _SMALL, color=style.MUTED, name="more")
        column.y += step


def _footer(analysis: Analysis, left: float, width: float) -> Column:
    """What this is not and what to do, at the bottom; ``y`` of the result is where it begins."""
    indicator = analysis.shortened_psoas
    strong = tr(said.INDICATOR_CAVEAT)
    blocks = [
        (indicator.direct_test, 500, style.INK),
        (strong, 700, style.INK),
        (tr(said.DRAWING_CAVEAT), 400, style.MUTED),
    ]
    blocks = [block for block in blocks if block[0]]
    height = sum(paragraph_height(text, width, 14.5) + 7.0 for text, _, _ in blocks)
    start = HEIGHT_U - 40.0 - height
    column = Column(left, width, start)
    column.rule()
    column.y += 27.0
    for text, weight, color in blocks:
        column.paragraph(text, 14.5, weight=weight, color=color, name="caveat", balance=True)
        column.y += 7.0 + 14.5 * 1.32
    column.y = start
    return column
