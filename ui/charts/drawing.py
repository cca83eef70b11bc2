"""Parts of scales and charts. Places along them are in per cent and everything else in pixels, so that text
stays readable at any width.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.svg import element, escaped, number


def pct(place: float) -> str:
    """A place along the drawing."""
    return f"{number(place)}%"


def drawing(kind: str, height_px: int, spoken: str, parts: Iterable[str]) -> str:
    """The parts as SVG, with its words for people who cannot see it."""
    size = {"width": "100%", "height": height_px}
    return element("svg", parts, class_=kind, role="img", **size, aria_label=spoken)


def line(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    """A line between two places, each per cent along and pixels from the top."""
    along = {"x1": pct(start[0]), "x2": pct(end[0])}
    return element("line", class_=kind, **along, y1=number(start[1], 1), y2=number(end[1], 1))


def dot(at: float, y_px: float, kind: str, radius_px: float = 7.0, title: str = "") -> str:
    """A dot; ``title`` is shown when it is pointed at."""
    inside = element("title", escaped(title)) if title else None
    return element("circle", inside, class_=kind, cx=pct(at), cy=number(y_px, 1), r=radius_px)


def text(at: float, y_px: float, words: str, anchor: str, kind: str | None = None) -> str:
    """A line of words that starts, has its middle or ends at a place."""
    return element("text", escaped(words), class_=kind, x=pct(at), y=number(y_px, 1), text_anchor=anchor)


@dataclass(frozen=True, slots=True)
class Track:
    """The line along which a scale has its values, so many pixels from the top."""

    y_px: int

    def bar(self, left: float, right: float, height_px: int, kind: str) -> str:
        """A bar with round ends, its middle on the line."""
        return element(
            "rect",
            class_=kind,
            x=pct(left),
            width=pct(max(right - left, 0.0)),
            y=self.y_px - height_px / 2,
            height=height_px,
            rx=min(height_px / 2, 5.0),
        )

    def mark(self, at: float, reach_px: int, kind: str) -> str:
        """An upright line across."""
        return line((at, self.y_px - reach_px), (at, self.y_px + reach_px), kind)

    def dot(self, at: float, kind: str) -> str:
        return dot(at, self.y_px, kind)
