"""Small outlines of the stances that are taught, side by side, those that a photo shows marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from analyzer.language import tr
from analyzer.meaning.stance_type import STANCES
from analyzer.svg import XMLNS, element, escaped, number
from analyzer.types import Stance
from analyzer.types.codes import StanceName

Mark = Literal["chosen", "possible", "other"]
"""What this photo shows, what its values leave open, and the rest."""
WIDTH: Final = 110
HEIGHT: Final = 162
"""Of one outline, without words."""
_TALL, _WORDS, _ABOVE = 150, 34, 12
_LEVELS: Final = (0.03, 0.27, 0.51, 0.63, 0.77, 0.86)
"""Ankle, knee, buttocks, low back, upper back and base of the neck, parts of body height."""
_LINES: Final[dict[StanceName, tuple[float, ...]]] = {
    "neutral": (0.0, 0.005, -0.065, -0.025, -0.07, -0.03),
    "lordosis": (0.0, 0.0, -0.085, 0.015, -0.06, -0.03),
    "kyphosis_lordosis": (0.0, 0.0, -0.085, 0.01, -0.105, -0.02),
    "flat_back": (0.0, 0.005, -0.04, -0.035, -0.05, -0.02),
    "sway_back": (0.0, 0.02, 0.0, 0.01, -0.105, -0.06),
}
"""How far these points of the back lie in front of the ankle, parts of body height; drawn by us, larger than
life."""
_HEAD_AHEAD: Final[dict[StanceName, float]] = {"kyphosis_lordosis": 0.085, "sway_back": 0.06}
_INK: Final[dict[Mark, tuple[str, float]]] = {
    "chosen": ("#0b5a7d", 4.0),
    "possible": ("#0b5a7d", 2.5),
    "other": ("#8b97a2", 2.5),
}
"""Colours and widths for paper; a style sheet may give the classes others."""


def marks(stance: Stance) -> Iterator[tuple[StanceName, Mark]]:
    """The types that are drawn, in their order, each with how it is marked."""
    for name in _LINES:
        open_ = stance.name == "between_types" and name in stance.possible
        yield name, "chosen" if name == stance.name else "possible" if open_ else "other"


def stances_svg(stance: Stance) -> str:
    """All outlines with their names in one drawing."""
    parts = [_named(name, mark, at) for at, (name, mark) in enumerate(marks(stance))]
    width = WIDTH * len(_LINES)
    return element(
        "svg",
        parts,
        class_="stances",
        role="img",
        viewBox=f"0 {-_ABOVE} {width} {_TALL + _WORDS + _ABOVE}",
        width=width,
        aria_label=tr(
            "Outlines of {count} stances. This photo: {stance}.", count=len(_LINES), stance=stance.title
        ),
    )


def stance_svg(name: StanceName, mark: Mark, alt: str) -> str:
    """One outline without words, as a document of its own."""
    return element(
        "svg",
        element("g", _one(name, mark, 0), class_=mark),
        xmlns=XMLNS,
        class_="stance",
        role="img",
        viewBox=f"0 {-_ABOVE} {WIDTH} {HEIGHT}",
        aria_label=alt,
    )


def _named(name: StanceName, mark: Mark, place: int) -> str:
    middle = (place + 0.5) * WIDTH
    title = escaped(STANCES[name].title)
    words = element("text", title, x=number(middle), y=_TALL + 20, text_anchor="middle")
    return element("g", _one(name, mark, place) + words, class_=mark)


def _one(name: StanceName, mark: Mark, place: int) -> str:
    middle = (place + 0.5) * WIDTH
    points = [
        (middle + 1.6 * x * _TALL, _TALL * (1.0 - y)) for x, y in zip(_LINES[name], _LEVELS, strict=True)
    ]
    neck = points[-1]
    color, wide = _INK[mark]
    ahead = _HEAD_AHEAD.get(name, 0.045) * _TALL * 1.2
    plumb = element(
        "path", d=f"M{number(middle)} 4V{_TALL}", class_="plumb", stroke="#c3cbd2", stroke_dasharray="3 4"
    )
    foot = f"M{number(points[0][0] - 3.0)} {_TALL - 2}h20"
    body = [
        element("path", d=_smooth(points), class_="body"),
        element("circle", cx=number(neck[0] + ahead), cy=number(neck[1] - 13.0), r=10, class_="body"),
        element("path", d=foot, class_="body"),
    ]
    drawn = element("g", body, fill="none", stroke=color, stroke_width=wide, stroke_linecap="round")
    return plumb + drawn


def _smooth(points: list[tuple[float, float]]) -> str:
    """A smooth line through points (Catmull-Rom, as cubic curves)."""
    ends = [points[0], *points, points[-1]]
    path = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        first = [start[i] + (end[i] - before[i]) / 6.0 for i in (0, 1)]
        second = [end[i] - (after[i] - start[i]) / 6.0 for i in (0, 1)]
        path.append("C" + " ".join(number(value) for value in (*first, *second, *end)))
    return " ".join(path)
