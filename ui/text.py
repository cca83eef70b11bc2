"""Small words for pages: text of others in Streamlit's Markdown, and days in the browser's order."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, Literal

import streamlit as st
from babel.dates import format_date

from analyzer.language.choice import written_as

_YEAR_FIRST: Final = frozenset({"hu", "ja", "ko", "lt", "mn", "sv", "zh"})
_MONTH_FIRST: Final = frozenset({"en-us", "en-ph", "es-us"})
_WITH_DOTS: Final = frozenset(
    ["cs", "da", "de", "et", "fi", "hr", "nb", "nn", "no", "pl", "ro", "ru", "sk", "sl", "tr", "uk"]
)


def plain(text: str) -> str:
    """Text that Markdown shows as it is: file names may hold any sign."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^=])", r"\\\1", text)


def day_words(day: date) -> str:
    """29 Nov 2026, Nov 29, 2026 or 2026-11-29: in the order of the browser's language, if it is English that
    is spoken; else as the language that is spoken writes days.
    """
    locale = written_as()
    if locale != "en":
        return _foreign_words(day, locale)
    order = _order()
    if order == "year":
        return day.isoformat()
    return f"{day:%b} {day.day}, {day.year}" if order == "month" else f"{day.day} {day:%b} {day.year}"


@lru_cache(maxsize=4096)  # a timeline of 300 visits says some thousand days
def _foreign_words(day: date, locale: str) -> str:
    return str(format_date(day, "medium", locale))


def day_format() -> str:
    """The same order for fields in which a day is typed."""
    dots = _locale().partition("-")[0] in _WITH_DOTS
    if written_as() != "en":
        return "DD.MM.YYYY" if written_as() in _WITH_DOTS else "DD/MM/YYYY"
    return {
        "year": "YYYY-MM-DD",
        "month": "MM/DD/YYYY",
        "day": "DD.MM.YYYY" if dots else "DD/MM/YYYY",
    }[_order()]


def _order() -> Literal["year", "month", "day"]:
    locale = _locale()
    if locale in _MONTH_FIRST:
        return "month"
    return "year" if locale.partition("-")[0] in _YEAR_FIRST or locale == "fr-ca" else "day"


def _locale() -> str:
    return (st.context.locale or "").replace("_", "-").casefold()
