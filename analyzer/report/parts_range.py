"""The part of a report about the range of the pelvis: how far, where the usual stance lies, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import Table, mark, tr
from analyzer.language.days import day_words
from analyzer.language.numbers import decimal
from analyzer.meaning.number_words import number
from analyzer.meaning.range_words import (
    CANCELS,
    NO_CAUSE,
    NO_NORM,
    NOTES,
    change_words,
    curve_words,
    ends_words,
    likely,
    position_words,
)
from analyzer.report.content import ReportContent
from analyzer.report.model import Block, MeasureRow, MeasureTable, Paragraph, Points, Run
from analyzer.report.scales import share_scale
from analyzer.report.text import cited, plain
from analyzer.types.codes import Facing
from analyzer.types.pelvic_range import PelvicRange

FROM: Final[Mapping[Facing, str]] = Table(
    {"left": "filmed from the left side", "right": "filmed from the right side"}
)
RANGE: Final = mark("Range of the pelvis")
POSITION: Final = mark("Usual stance in it")
POSITION_ABOUT: Final = mark("0 % is tipped right back, 100 % right forward")


def pelvic_range(content: ReportContent) -> tuple[Block, ...]:
    """Each film; empty without one."""
    blocks: list[Block] = []
    for found in content.ranges:
        blocks.append(MeasureTable(tuple(_rows(found))))
        words = " ".join(part for part in (position_words(found), ends_words(found)) if part)
        blocks.append(Paragraph(plain(words)))
        if curve := curve_words(found):
            blocks.append(Paragraph(cited(curve), "small"))
        before = next((each for each in content.ranges_before if each.facing == found.facing), None)
        if before is not None:
            blocks.append(Paragraph(plain(_since(content, before, found))))
        notes = [NOTES[note] for note in found.notes if note in NOTES]
        if notes:
            blocks.append(Points(tuple(plain(note) for note in notes), size="small"))
    if blocks:
        blocks += [Paragraph(cited(tr(text)), "small") for text in (NO_NORM, NO_CAUSE, CANCELS)]
    return tuple(blocks)


def _rows(found: PelvicRange) -> tuple[MeasureRow, MeasureRow]:
    position = found.position_pct
    low, high = (decimal(end) for end in position.ci95)
    return (
        MeasureRow(
            tr(RANGE), FROM[found.facing], number(found.range_deg.value, "deg"), likely(found.range_deg)
        ),
        MeasureRow(
            tr(POSITION),
            tr(POSITION_ABOUT),
            f"{decimal(position.value)} %",
            tr("likely {low} to {high} %", low=low, high=high),
            scale=share_scale(position, tr("tipped back"), tr("tipped forward"), position_words(found)),
        ),
    )


def _since(content: ReportContent, before: PelvicRange, found: PelvicRange) -> str:
    change = change_words(before, found)
    if content.ranges_before_day is None:
        return tr("Since the earlier film: {change}", change=change)
    return tr("Since {day}: {change}", day=day_words(content.ranges_before_day), change=change)


def headline(content: ReportContent) -> tuple[Block, ...]:
    """The range in a line, for the top of a report without photos."""
    return tuple(
        Paragraph(
            (
                Run(f"{tr(RANGE)}: ", strong=True),
                Run(
                    f"{number(found.range_deg.value, 'deg')}, {likely(found.range_deg)}, {FROM[found.facing]}"
                ),
            )
        )
        for found in content.ranges
    )
