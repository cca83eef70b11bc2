"""Which characters the typefaces of the report have, and what becomes of the others."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(str(files("analyzer").joinpath("report/fonts")))
BOX: Final = "□"
"""Stands for a character that no typeface has."""
_JOINERS: Final = ((0x200B, 0x200F), (0xFE00, 0xFE0F), (0xE0020, 0xE007F))
"""Have no sign of their own: they shape those beside them."""
_WORD: Final = re.compile(r"[^\s\-/]{29,}")
"""A word without a place to break it that may be too long for its line."""
_PIECE: Final = re.compile(r".{1,14}")
_BASIC: Final = 0x250
"""Latin letters end here; every typeface of the report has them."""


def has_glyph(character: str) -> bool:
    """Whether a typeface of the report has this character."""
    code = ord(character)
    if any(low <= code <= high for low, high in _JOINERS):
        return True
    starts, ends = _ranges()
    index = bisect_right(starts, code) - 1
    return index >= 0 and code <= ends[index]


def is_basic(character: str) -> bool:
    """Whether it is a Latin letter or a usual sign, that is printed whatever happens."""
    return ord(character) < _BASIC or character in "–\N{EM DASH}−…“”‘’≈·•←→≤●○×"


def boxed(text: str, printable: Callable[[str], bool] = has_glyph) -> str:
    """A text with a box for each character that cannot be printed.

    >>> boxed("Ab\\ue000c")
    'Ab□c'
    """
    if text.isascii():
        return text
    return "".join(character if printable(character) else BOX for character in text)


def breakable(text: str) -> str:
    """A text whose very long words may be broken, so that they stay on the page."""
    return _WORD.sub(lambda match: "\u200b".join(_PIECE.findall(match[0])), text)


def map_texts(part: Any, change: Callable[[str], str], skip: frozenset[str]) -> Any:
    """Nested dictionaries and lists with every text changed, but for the keys in ``skip``."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, list):
        return [map_texts(item, change, skip) for item in part]
    if isinstance(part, dict):
        return {key: item if key in skip else map_texts(item, change, skip) for key, item in part.items()}
    return part


@cache
def _ranges() -> tuple[list[int], list[int]]:
    record = json.loads((FOLDER / "fonts.json").read_text(encoding="utf-8"))
    starts, ends = zip(*record["ranges"], strict=True)
    return list(starts), list(ends)
