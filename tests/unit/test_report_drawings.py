"""What a person drew on the photos, in the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports import drawn, report

from analyzer.report import parts
from analyzer.report.model import Pictures
from analyzer.types import Drawing

pytestmark = pytest.mark.usefixtures("drawn_only")


def marked(words):
    drawings = (Drawing("text", ((60, 300),), text=words),)
    return replace(drawn(), result=replace(drawn().result, drawings=drawings))


def rows(*photos, **more):
    """The rows of pictures, and all that they show as one text."""
    (section,) = [part for part in report(photos=photos, **more).sections if part.id == "pictures"]
    found = [block for block in section.blocks if isinstance(block, Pictures)]
    return found, "".join(f"{picture.svg}{picture.alt}" for row in found for picture in row.pictures)


def test_it_is_shown_or_left_out():
    (row,), shown = rows(marked("On the heels"))
    assert "On the heels" in shown and parts.DRAWN_WORDS in row.caption
    (row,), shown = rows(marked("On the heels"), drawings=False)
    assert "On the heels" not in shown and parts.DRAWN_WORDS not in row.caption
    (row,), _ = rows(drawn())
    assert parts.DRAWN_WORDS not in row.caption


def test_other_photos_are_shown_where_somebody_drew_on_them():
    """Of several photos one is shown; what was drawn on another would be lost."""
    photos = [marked(words) for words in ("first", "second", "third")]
    (_, others), shown = rows(*photos)
    assert all(f">{words}<" in shown for words in ("first", "second", "third"))
    assert len(others.pictures) == 2 and parts.DRAWN_WORDS in others.caption
    assert len(rows(*photos, drawings=False)[0]) == 1
    assert len(rows(drawn(), drawn(), drawn())[0]) == 1
