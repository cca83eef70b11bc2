"""Writing SVG: elements, numbers, colours and paths as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np

from analyzer.overlay.primitives import Color, Points

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def escaped(text: str) -> str:
    """Text that is safe between tags and in attributes; characters that XML cannot hold become U+FFFD."""
    return re.sub("[&<>\"']", lambda found: _ESCAPES[found[0]], _NOT_XML.sub("\ufffd", text))


def number(value: float) -> str:
    """At most two decimals: a hundredth of a unit is far below what can be seen at any sensible zoom."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def rgb(color: Color) -> str:
    """A colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def element(name: str, content: str | Iterable[str] | None = None, /, **attributes: object) -> str:
    """An element with escaped attributes.

    ``content`` is markup, already escaped. In attribute names ``_`` stands for ``-``, and one at the end is
    dropped (``class_``). Attributes that are ``None`` are left out; floats are shortened.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None:
            continue
        text = number(float(value)) if isinstance(value, float | np.floating) else str(value)
        parts.append(f' {key.rstrip("_").replace("_", "-")}="{escaped(text)}"')
    if content is None:
        return "".join((*parts, "/>"))
    inner = content if isinstance(content, str) else "".join(content)
    return "".join((*parts, ">", inner, f"</{name}>"))


def path_data(points: Points, *, closed: bool = False) -> str:
    """The ``d`` of a line through points, shape (n, 2)."""
    pairs = [f"{number(x)} {number(y)}" for x, y in points.tolist()]
    return f"M{pairs[0]}" + (f"L{' '.join(pairs[1:])}" if len(pairs) > 1 else "") + ("Z" if closed else "")


def rings_data(rings: Iterable[Points]) -> str:
    """The ``d`` of several closed lines."""
    return "".join(path_data(ring, closed=True) for ring in rings if len(ring))
