"""Writing SVG: elements and numbers as text, for every drawing of the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import numpy as np

XMLNS: Final = "http://www.w3.org/2000/svg"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSAFE: Final = re.compile(f"[&<>\"']|{_NOT_XML.pattern}")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def escaped(text: str) -> str:
    """Text that is safe between tags and in attributes; characters that XML cannot hold become U+FFFD.

    >>> escaped("a < b")
    'a &lt; b'
    """
    # Nearly all of what is written is safe, and to see that is much faster than to put it together anew.
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(lambda found: _ESCAPES.get(found[0], "\ufffd"), text)


def number(value: float, decimals: int = 2) -> str:
    """A number with at most so many decimals: a hundredth of a unit is far below what can be seen.

    >>> number(2.0), number(-0.001), number(1.256), number(1.26, 1)
    ('2', '0', '1.26', '1.3')
    """
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(values: Sequence[float]) -> str:
    """Numbers with at most two decimals, with spaces between: what `number` gives for each, all at once.

    >>> numbers([2.0, -0.001, 1.256, 1.5])
    '2 0 1.26 1.5'
    """
    text = ("%.2f " * len(values)) % tuple(values)
    text = _ZERO.sub(r"\1 ", text.replace(".00 ", " "))
    return _MINUS_ZERO.sub("0 ", text)[:-1]


_ZERO: Final = re.compile(r"(\.\d)0 ")
_MINUS_ZERO: Final = re.compile(r"(?<![^ ])-0 ")


def rgb(color: tuple[int, int, int]) -> str:
    """A colour as ``#rrggbb``.

    >>> rgb((0, 114, 178))
    '#0072b2'
    """
    return "#{:02x}{:02x}{:02x}".format(*color)


def element(name: str, content: str | Iterable[str] | None = None, /, **attributes: object) -> str:
    """An element with escaped attributes.

    ``content`` is markup, already escaped. In attribute names ``_`` stands for ``-``, and one at the end is
    dropped (``class_``). Attributes that are ``None`` are left out; floats are shortened.

    >>> element("circle", r=1.5, class_="dot", stroke_width=None)
    '<circle r="1.5" class="dot"/>'
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None:
            continue
        text = number(float(value)) if isinstance(value, float | np.floating) else str(value)
        parts.append(f' {_attribute(key)}="{escaped(text)}"')
    if content is None:
        return "".join((*parts, "/>"))
    inner = content if isinstance(content, str) else "".join(content)
    return "".join((*parts, ">", inner, f"</{name}>"))


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
