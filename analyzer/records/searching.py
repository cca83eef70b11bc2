"""What a search for clients may say: parts of code, name and notes, and days of visits."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def days_meant(search: str) -> tuple[tuple[date, date], ...]:
    """First and last day of all that the whole search may mean as a date; empty when it is none.

    >>> days_meant("2026-11-29")
    ((datetime.date(2026, 11, 29), datetime.date(2026, 11, 29)),)
    >>> days_meant("Nov 2026")
    ((datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)),)
    """
    text = search.casefold().replace(",", " ").strip()
    if made := re.fullmatch(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?", text):
        year, month, day = made.groups()
        return _spans((year, month, day))
    if made := re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", text):
        first, second, year = made.groups()
        # The day comes first in most countries, the month in some.
        return tuple(dict.fromkeys((*_spans((year, second, first)), *_spans((year, first, second)))))
    words = text.replace(".", " ").split()
    months = [str(_MONTHS.index(word[:3]) + 1) for word in words if word.isalpha() and word[:3] in _MONTHS]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(months) + len(numbers) != len(words):
        return ()
    years, days = [n for n in numbers if len(n) == 4], [n for n in numbers if len(n) <= 2]
    if len(years) != 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        return ()
    return _spans((years[0], months[0], days[0] if days else None))


def _spans(given: tuple[str, str, str | None]) -> tuple[tuple[date, date], ...]:
    year, month, day = (None if part is None else int(part) for part in given)
    assert year is not None and month is not None
    with suppress(ValueError):
        if day is not None:
            return ((date(year, month, day), date(year, month, day)),)
        after = date(year + month // 12, month % 12 + 1, 1)
        return ((date(year, month, 1), after - timedelta(days=1)),)
    return ()
