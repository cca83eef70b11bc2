"""Small words for pages: text of others in Streamlit's Markdown, and days in the browser's order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal

import streamlit as st
from babel.dates import format_date
from babel.lists import format_list

from analyzer.language import current
from analyzer.language.choice import is_pseudo

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
    if _foreign():
        return _foreign_words(day, current())
    order = _order()
    if order == "year":
        return day.isoformat()
    return f"{day:%b} {day.day}, {day.year}" if order == "month" else f"{day.day} {day:%b} {day.year}"


@lru_cache(maxsize=4096)  # a timeline of 300 visits says some thousand days
def _foreign_words(day: date, language: str) -> str:
    return str(format_date(day, "medium", language.replace("-", "_")))


def day_format() -> str:
    """The same order for fields in which a day is typed."""
    dots = _locale().partition("-")[0] in _WITH_DOTS
    if _foreign():
        return "DD.MM.YYYY" if current() in _WITH_DOTS else "DD/MM/YYYY"
    return {
        "year": "YYYY-MM-DD",
        "month": "MM/DD/YYYY",
        "day": "DD.MM.YYYY" if dots else "DD/MM/YYYY",
    }[_order()]


def in_a_row(words: Sequence[str]) -> str:
    """One thing and another."""
    if _foreign():
        return str(format_list(words, locale=current().replace("-", "_")))
    return " and ".join(words)


def _foreign() -> bool:
    return current() != "en" and not is_pseudo()


def _order() -> Literal["year", "month", "day"]:
    locale = _locale()
    if locale in _MONTH_FIRST:
        return "month"
    return "year" if locale.partition("-")[0] in _YEAR_FIRST or locale == "fr-ca" else "day"


def _locale() -> str:
    return (st.context.locale or "").replace("_", "-").casefold()
