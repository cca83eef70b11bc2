"""How much room text takes, and where to break it.

The widths are those of the typeface that comes with OpenCV. Painters with another typeface should stretch
their text to these widths, so that nothing runs into anything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import cv2

# Measured large and scaled down, so that rounding to whole pixels hardly matters.
_MEASURED_SIZE: Final = 100
QUICK_SIZE: Final = 130
"""OpenCV keeps letters that it has met up to about this size; larger ones take a hundred times as long."""
ASCENT: Final = 0.76
"""Height of capitals and ascenders above the baseline, in text sizes."""
DESCENT: Final = 0.24
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LIKE: Final = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-"})
"""Signs that the typeface lacks, such as the narrow space of French, by what looks nearly the same."""
_SPACES: Final = re.compile("[ \t\n\r\f\v]+")
"""Where a line may break: not at a no-break space, which Python counts as white space."""
_NOT_TEXT: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=1)
def font() -> cv2.FontFace:
    """The typeface, loaded once."""
    return cv2.FontFace("sans")


def clean(text: str) -> str:
    """One line that can be painted: no control characters, and nothing that is half a character.

    The latter, from a strange file name for example, would end the whole process inside of OpenCV.
    """
    return _NOT_TEXT.sub("\ufffd", _CONTROL.sub(" ", text)).translate(_LIKE)


@lru_cache(maxsize=4096)
def _width(text: str, weight: int) -> float:
    box = cv2.getTextSize((0, 0), clean(text), (0, 0), font(), _MEASURED_SIZE, weight)
    return float(box[2]) / _MEASURED_SIZE


def text_size(text: str, size: float, weight: int = 400) -> tuple[float, float, float]:
    """Width, ascent and descent of one line, in the unit of ``size``."""
    return _width(text, weight) * size, ASCENT * size, DESCENT * size


def wrap(text: str, width: float, size: float, weight: int = 400, max_lines: int | None = None) -> list[str]:
    """Break text at spaces into lines no wider than ``width`` (a single longer word stays whole).

    What does not fit into ``max_lines`` is cut off at a word and marked with an ellipsis.
    """
    return list(_wrapped(text, width, size, weight, max_lines))


@lru_cache(maxsize=1024)
def _wrapped(text: str, width: float, size: float, weight: int, max_lines: int | None) -> tuple[str, ...]:
    """The same; most pictures have the same words."""
    lines: list[str] = []
    for word in filter(None, _SPACES.split(text)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_size(longer, size, weight)[0] <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if max_lines is not None and len(lines) > max_lines:
        lines = lines[:max_lines]
        while " " in lines[-1] and text_size(f"{lines[-1]}…", size, weight)[0] > width:
            lines[-1] = lines[-1].rsplit(" ", 1)[0]
        lines[-1] = lines[-1].rstrip(",.;:") + "…"
    return tuple(lines)


def fitted(
    text: str, width: float, size: float, weight: int = 400, *, max_lines: int = 1, least: float = 12.0
) -> float:
    """The size, down to ``least``, at which text needs no more lines. English needs fewest."""
    while size > least and len(wrap(text, width, size, weight)) > max_lines:
        size = max(size - 0.5, least)
    if max_lines == 1 and (wide := text_size(text, size, weight)[0]) > width:
        size = max(size * width / wide, min(size, least))
    return size


def balanced(text: str, width: float, size: float, weight: int = 400) -> float:
    """The least width, in steps, that needs no more lines than ``width``: no lonely last words."""
    count = len(wrap(text, width, size, weight))
    narrow = width
    while count > 1 and narrow > 0.5 * width and len(wrap(text, narrow - size, size, weight)) == count:
        narrow -= size
    return narrow
