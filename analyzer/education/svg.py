"""Small helpers for SVG figures: paths, text, and colours that follow the reader's theme.

A colour in the markup is a token such as ``~ink``. `Figure.svg` replaces the tokens: for a browser by
``light-dark(...)``, which follows the colour scheme of the page; for print by the colour for a light page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer import svg
from analyzer.language import current

Theme = Literal["auto", "light", "dark"]
Point = tuple[float, float]


COLORS: Final[dict[str, tuple[str, str]]] = {
    "ink": ("#182430", "#edf0f2"),
    "muted": ("#5c6874", "#aab4bd"),
    "faint": ("#96a0aa", "#6a7681"),
    "hair": ("#dce1e6", "#3a4652"),
    "paper": ("#fbfbf9", "#141c24"),
    "panel": ("#eef1f2", "#202b36"),
    "floor": ("#d5dce0", "#33404c"),
    "cushion": ("#b9c6cd", "#465665"),
    "curve": ("#0072b2", "#56b4e9"),
    "tilt": ("#b04a00", "#f0a070"),
    "good": ("#00664a", "#3ecf9f"),
    "gluteal": ("#a5487f", "#e0a3c8"),
    "thoracic": ("#2f86b8", "#9fd6f5"),
    "body_fill": ("#e9e3da", "#2a343d"),
    "body_edge": ("#a79c8d", "#5f6c77"),
    "bone": ("#faf2de", "#efe3c8"),
    "bone_far": ("#eadfc4", "#d3c6a8"),
    "bone_edge": ("#68583e", "#6d5d42"),
    "disc": ("#b7d3df", "#9fc0cf"),
    "muscle": ("#d9682f", "#e07a44"),
    "muscle_deep": ("#b44a17", "#bd5524"),
    "muscle_edge": ("#7a2e00", "#6b2800"),
    "tendon": ("#f3d3bd", "#f3d3bd"),
    "far_skin": ("#b99f8a", "#a58c78"),
    "far_shorts": ("#0b4a70", "#0e5580"),
    "far_top": ("#35495b", "#3e5468"),
    "skin": ("#e3c8af", "#dcc0a6"),
    "skin_shade": ("#cdab8f", "#c29f83"),
    "shorts": ("#1f7db8", "#2b8ac6"),
    "shorts_shade": ("#13618f", "#196b9d"),
    "top": ("#5f788c", "#6f889c"),
    "top_shade": ("#4a6175", "#566e82"),
    "hair_tone": ("#4a3b33", "#5b4a40"),
    "seam": ("#3a2a20", "#2a1d15"),
    "stretch": ("#e2571e", "#f2763c"),
    "work": ("#12a150", "#3ccf86"),
}
"""Every colour of the figures, for a light and for a dark page. The same things look as in the overlay."""

_LEAST_SIZE: Final = 11.5
"""Smaller letters are not read on a phone."""
_EDGE: Final = 4.0
_NARROW: Final = frozenset("iíîïjlftrIJ.,:;!'’·|()[] ")
_WIDE: Final = frozenset("mwMWÆŒæœ%…")
_TOKEN: Final = re.compile(r"~([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its description.

    Attributes
    ----------
    id : str
        Unique among the figures; begins the names of its gradients.
    width, height : float
        Size of the drawing in its own units; one unit is about a pixel on a phone.
    body : str
        SVG elements, colours as tokens.
    alt : str
        What it shows, for those who do not see it.
    caption : str
        One sentence to put below it.
    """

    id: str
    width: float
    height: float
    body: str
    alt: str
    caption: str = ""

    def svg(self, theme: Theme = "auto") -> str:
        """The figure as a complete SVG document."""
        return element(
            "svg",
            painted(self.body, theme),
            xmlns=svg.XMLNS,
            viewBox=f"0 0 {num(self.width)} {num(self.height)}",
            role="img",
            aria_label=self.alt,
            style="display:block;width:100%;height:auto",
            fill="none",
            font_size=14,
        )


def painted(markup: str, theme: Theme = "auto") -> str:
    """Markup with its colour tokens replaced.

    >>> painted('<path fill="~bone"/>', "light")
    '<path fill="#faf2de"/>'
    """

    def color(match: re.Match[str]) -> str:
        light, dark = COLORS[match[1]]
        return {"light": light, "dark": dark}.get(theme, f"light-dark({light},{dark})")

    return _TOKEN.sub(color, markup)


def num(value: float) -> str:
    """A number with at most one decimal.

    >>> num(2.0), num(-0.04), num(1.26)
    ('2', '0', '1.3')
    """
    return svg.number(value, 1)


def element(name: str, content: str = "", /, **values: object) -> str:
    """An element with attributes and content; one decimal is enough for figures."""
    rounded = {key: num(value) if isinstance(value, float) else value for key, value in values.items()}
    return svg.element(name, content or None, **rounded)


def group(content: str, /, **values: object) -> str:
    return element("g", content, **values)


def path(d: str, /, **values: object) -> str:
    return element("path", d=d, **values)


def line(start: Point, end: Point, /, **values: object) -> str:
    return path(polyline((start, end)), **values)


def circle(center: Point, radius: float, /, **values: object) -> str:
    return element("circle", cx=num(center[0]), cy=num(center[1]), r=num(radius), **values)


def rect(x: float, y: float, width: float, height: float, /, **values: object) -> str:
    return element("rect", x=num(x), y=num(y), width=num(width), height=num(height), **values)


def text(
    words: str,
    at: Point,
    *,
    size: float = 15.0,
    color: str = "~ink",
    anchor: str = "start",
    bold: bool = False,
    halo: bool = False,
    room: float | None = None,
    **values: object,
) -> str:
    """A line of text. ``halo`` lays a rim of the page's colour behind it, to be read over a drawing.

    In other languages than English, for whose words figures are drawn, a line longer than ``room`` is set
    smaller and, where that is not enough, narrower.
    """
    if room is not None and current() != "en" and (wide := rough_width(words, size, bold=bold)) > room:
        size = max(size * room / wide, min(size, _LEAST_SIZE))
        if (wide := rough_width(words, size, bold=bold)) > room:
            values = {"textLength": num(room), "lengthAdjust": "spacingAndGlyphs", **values}
    rim = {"stroke": "~paper", "stroke_width": 4, "stroke_linejoin": "round", "paint_order": "stroke"}
    return element(
        "text",
        svg.escaped(words),
        x=num(at[0]),
        y=num(at[1]),
        font_size=num(size),
        fill=color,
        text_anchor=anchor if anchor != "start" else None,
        font_weight=600 if bold else None,
        **(rim if halo else {}),
        **values,
    )


def rough_width(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line is in the typefaces of browsers, rather more than less."""
    wide = sum(0.34 if letter in _NARROW else 0.92 if letter in _WIDE else 0.6 for letter in words)
    return wide * size * (1.08 if bold else 1.0)


def room_at(at: Point, anchor: str, width: float) -> float:
    """How wide a line may be that stands there in a figure of this width."""
    sides = at[0] - _EDGE, width - at[0] - _EDGE
    return {"start": sides[1], "end": sides[0]}.get(anchor, 2.0 * min(sides))


def polyline(points: Iterable[Point] | NDArray[np.float64], *, closed: bool = False) -> str:
    """Path data of straight lines."""
    words = " ".join(f"{num(float(x))} {num(float(y))}" for x, y in points)
    return f"M{words}{'Z' if closed else ''}"


def smooth(points: ArrayLike, *, closed: bool = False, tension: float = 1.0) -> str:
    """Path data of a smooth curve through points (Catmull-Rom as cubic curves), shape (n, 2).

    >>> smooth([(0, 0), (1, 1), (2, 0)])
    'M0 0C0.2 0.2 0.7 1 1 1C1.3 1 1.8 0.2 2 0'
    """
    given = np.asarray(points, dtype=np.float64)
    ends = (given[-1:], given[:2]) if closed else (given[:1], given[-1:])
    extended = np.vstack((ends[0], given, ends[1]))
    words = [f"M{num(given[0][0])} {num(given[0][1])}"]
    for before, start, end, after in zip(extended, extended[1:], extended[2:], extended[3:], strict=False):
        first = start + tension * (end - before) / 6.0
        second = end - tension * (after - start) / 6.0
        words.append("C" + " ".join(f"{num(x)} {num(y)}" for x, y in (first, second, end)))
    return "".join(words) + ("Z" if closed else "")


def arrow(points: Iterable[Point], *, color: str, width: float = 3.0, head: float = 9.0) -> str:
    """A smooth line with an open arrow head at its end."""
    places = np.asarray(list(points), dtype=np.float64)
    curve = smooth(places)
    way = places[-1] - places[-2]
    way = way / np.linalg.norm(way)
    side = np.array([-way[1], way[0]])
    tips = [places[-1] - head * way + s * 0.62 * head * side for s in (1.0, -1.0)]
    barbs = polyline([(float(p[0]), float(p[1])) for p in (tips[0], places[-1], tips[1])])
    return path(
        curve + barbs, stroke=color, stroke_width=width, stroke_linecap="round", stroke_linejoin="round"
    )


def gradient(id_: str, stops: Iterable[tuple[float, str]], *, start: Point, end: Point) -> str:
    """A linear gradient in the units of the drawing."""
    content = "".join(element("stop", offset=f"{offset:.2f}", stop_color=color) for offset, color in stops)
    return element(
        "linearGradient",
        content,
        id=id_,
        gradientUnits="userSpaceOnUse",
        x1=num(start[0]),
        y1=num(start[1]),
        x2=num(end[0]),
        y2=num(end[1]),
    )
