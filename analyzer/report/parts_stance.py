"""The part of a report that says what the stance is called, with small outlines of those that are taught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import Table
from analyzer.meaning.stance_type import STANCES, describe_stance
from analyzer.overlay.stance_figures import HEIGHT, WIDTH, Mark, marks, stance_svg
from analyzer.report.finding import Finding
from analyzer.report.model import Block, Paragraph, Picture, Pictures, Run
from analyzer.report.text import plain
from analyzer.types.codes import StanceName

_CAPTIONS: Final[Mapping[Mark, str]] = Table(
    {"chosen": "{title}: this stance", "possible": "{title}: possible"}
)


def stance(finding: Finding) -> tuple[Block, ...]:
    """Its name, the outlines, and the values that speak for it; empty where it has none."""
    found = describe_stance(finding.measures)
    if found is None:
        return ()
    name = (Run(f"{found.title}. ", strong=True), *plain(found.meaning))
    drawn = tuple(_picture(name, mark) for name, mark in marks(found))
    return (
        Paragraph(name),
        Pictures(drawn, share=0.5),
        Paragraph(plain(" ".join((*found.speaks, found.caveat))), "small"),
    )


def _picture(name: StanceName, mark: Mark) -> Picture:
    title = STANCES[name].title
    caption = _CAPTIONS[mark].format(title=title) if mark in _CAPTIONS else title
    return Picture(stance_svg(name, mark, caption), caption, WIDTH, HEIGHT, caption)
