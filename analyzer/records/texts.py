"""Texts as they are stored, checked and searched."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final, Literal

from analyzer.errors.texts import ErrorText
from analyzer.language import Table
from analyzer.language.numbers import decimal
from analyzer.records.errors import BadEntryError

MOST: Final = {
    "code": 64,
    "name": 200,
    "note": 20_000,
    "notes": 20_000,
    "protocol": 100,
    "photo": 200,
    "purpose": 500,
    "text_version": 100,
    "dose": 300,
    "plan_notes": 5_000,
    "day_note": 1_000,
}
"""Characters that a text may have."""
LARGEST_HEIGHT_CM: Final = 400.0
MOST_EXERCISES: Final = 50

_WORDS: Final = {
    "code": "code",
    "name": "name",
    "note": "note",
    "notes": "notes",
    "protocol": "name of the stance",
    "photo": "name of the photo",
    "purpose": "purpose",
    "text_version": "version of the text",
    "dose": "dose",
    "plan_notes": "note",
    "day_note": "note",
}
_TOO_LONG: Final = Table(
    {
        kind: f"The {what} may have {{most}} characters, not {{given}}. Please shorten it."
        for kind, what in _WORDS.items()
    }
)
Number = Literal["body_height", "birth_year"]
RANGES: Final[dict[Number, tuple[float, float, ErrorText]]] = {
    "body_height": (50.0, 260.0, "bad_entry.body_height"),
    "birth_year": (1900, 2200, "bad_entry.birth_year"),
}
"""Body height in centimetres and the year of birth: what they may be, and what is said otherwise."""
_LINES: Final = ("note", "notes", "plan_notes", "day_note")


def clean(kind: str, text: str) -> str:
    """A text without what no database can hold (NUL, halves of characters), and without blanks around it.

    Raises
    ------
    BadEntryError
        It is too long, or no text.
    """
    if not isinstance(text, str):
        raise BadEntryError
    kept = "\n\t" if kind in _LINES else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        c if c in kept or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text
    ).strip()
    if len(text) > MOST[kind]:
        raise BadEntryError(_TOO_LONG[kind].format(most=decimal(MOST[kind]), given=decimal(len(text))))
    return text


def clean_code(code: str) -> str:
    """A client's code: one line, not empty.

    Raises
    ------
    BadEntryError
    """
    code = re.sub(r"\s+", " ", clean("code", code))
    if not code:
        raise BadEntryError.of("bad_entry.no_code")
    return code


def clean_photo_name(name: str) -> str:
    """Last part of a file name."""
    last = re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    stem, dot, ending = last.rpartition(".")
    if len(last) > MOST["photo"] and len(ending) < 10:
        last = stem[: MOST["photo"] - len(ending) - 1] + dot + ending
    return clean("photo", last[: MOST["photo"]]) or "photo"


def clean_number(kind: Number, value: float | None) -> float | None:
    """A number within what it may be.

    Raises
    ------
    BadEntryError
        It is out of range.
    """
    if value is None:
        return None
    low, high, said = RANGES[kind]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise BadEntryError.of(said, low=low, high=high)
    return value


def clean_height(height_cm: float | None) -> float | None:
    """A camera height in centimetres.

    Raises
    ------
    BadEntryError
        It is out of range.
    """
    if height_cm is None:
        return None
    if isinstance(height_cm, bool) or not isinstance(height_cm, (int, float)):
        raise BadEntryError
    if not (math.isfinite(height_cm) and 0.0 < height_cm <= LARGEST_HEIGHT_CM):
        raise BadEntryError.of("bad_entry.camera_height")
    return float(height_cm)


def search_key(text: str) -> str:
    """What is compared in a search: neither upper and lower case nor accents make a difference."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def code_key(code: str) -> str:
    """What has to be unique. Accents do make a difference here."""
    return unicodedata.normalize("NFKC", code.casefold())


def like_pattern(text: str, *, plain: bool = True) -> str:
    """Pattern for LIKE ... ESCAPE '!' that finds the text anywhere; ``plain`` for what `search_key` made."""
    key = " ".join(text.split())
    key = search_key(key) if plain else key
    for special in "!%_":
        key = key.replace(special, f"!{special}")
    return f"%{key}%"
