"""Texts on their way into a report: what people typed made fit for line and page, and lines with links."""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

from analyzer.language import tr
from analyzer.meaning.source_links import linked
from analyzer.report.content import MOST_NAME, MOST_NOTES
from analyzer.report.model import Line, Paragraph, Run

_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of everything after them, beyond the name that holds them."""
_KEPT: Final = frozenset("\u200c\u200d\u200e\u200f")
"""Marks within words: joiners of Persian, Indic scripts and emoji, and which way a sign points."""


def one_line(text: str, most: int = MOST_NAME) -> str:
    """A name as one line: composed, without control characters, and not longer than ``most``.

    >>> one_line("  Anna\\n\\tMuster\\u202e ")
    'Anna Muster'
    """
    kept = "".join(character for character in unicodedata.normalize("NFC", text) if _harmless(character))
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def paragraphs(text: str, most: int = MOST_NOTES) -> tuple[Paragraph, ...]:
    """A longer text, its lines as paragraphs in their own direction."""
    if len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    lines = [one_line(line, most) for line in text.splitlines()]
    return tuple(Paragraph((Run(line),), direction=direction(line)) for line in lines if line)


def direction(text: str) -> Literal["ltr", "rtl"]:
    """Which way a text runs: that of its first letter that has a way.

    >>> direction("12 שלום"), direction("Hello")
    ('rtl', 'ltr')
    """
    for character in text:
        way = unicodedata.bidirectional(character)
        if way in ("R", "AL"):
            return "rtl"
        if way == "L":
            break
    return "ltr"


def plain(text: str) -> Line:
    """A line without links."""
    return (Run(text),)


def cited(text: str) -> Line:
    """A line in which DOI, PubMed and PMC numbers lead to the article."""
    return tuple(Run(piece, url or "") for piece, url in linked(text))


def typical_range(source: str) -> str:
    """Where a usual range comes from, as a sentence."""
    return tr("Typical range: {source}.", source=source)


def _harmless(character: str) -> bool:
    if character in _TURNS:
        return False
    if character in _KEPT or character in "\t\n\r":
        return True
    kind = unicodedata.category(character)
    # Tags of flags and variation selectors shape the sign before them.
    if kind == "Cf":
        return "\U000e0020" <= character <= "\U000e007f"
    return kind not in ("Cc", "Cs", "Co")
