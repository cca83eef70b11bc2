"""Days as they are written in the language of the moment."""

from __future__ import annotations

from datetime import date
from typing import Final

from babel.dates import format_date

from analyzer.language.choice import current, is_pseudo

_ENGLISH: Final = "d MMMM y"
"""Babel's own is that of the United States, with the month first."""


def day_words(day: date) -> str:
    """A date that nobody misreads.

    >>> day_words(date(2026, 3, 9))
    '9 March 2026'
    """
    language = current()
    if language == "en" or is_pseudo():
        return str(format_date(day, _ENGLISH, "en"))
    return str(format_date(day, "long", language.replace("-", "_")))
