"""Days as they are written in the language of the moment."""

from __future__ import annotations

from datetime import date
from typing import Final

from babel.dates import format_date

from analyzer.language.choice import written_as

_ENGLISH: Final = "d MMMM y"
"""Babel's own is that of the United States, with the month first."""


def day_words(day: date) -> str:
    """A date that nobody misreads.

    >>> day_words(date(2026, 3, 9))
    '9 March 2026'
    """
    locale = written_as()
    return str(format_date(day, _ENGLISH if locale == "en" else "long", locale))
