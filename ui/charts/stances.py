"""Small outlines of the stances that are taught, side by side, the one that a photo shows marked."""

from __future__ import annotations

from typing import Final

from analyzer.meaning.stance_type import STANCES, StanceType
from analyzer.svg import element, escaped, number
from analyzer.types.codes import StanceName

_WIDTH, _HEIGHT, _WORDS, _ABOVE = 110, 150, 34, 12
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


def stances_svg(stance: StanceType) -> str:
    """The five outlines with their names; the one of this stance is marked."""
    parts = [_one(name, at, chosen=name == stance.name) for at, name in enumerate(_LINES)]
    width = _WIDTH * len(_LINES)
    return element(
        "svg",
        parts,
        class_="stances",
        role="img",
        viewBox=f"0 {-_ABOVE} {width} {_HEIGHT + _WORDS + _ABOVE}",
        width=width,
        aria_label=f"Outlines of {len(_LINES)} stances. This photo: {stance.title}.",
    )


def _one(name: StanceName, place: int, *, chosen: bool) -> str:
    middle = (place + 0.5) * _WIDTH
    points = [
        (middle + 1.6 * x * _HEIGHT, _HEIGHT * (1.0 - y)) for x, y in zip(_LINES[name], _LEVELS, strict=True)
    ]
    neck = points[-1]
    ahead = _HEAD_AHEAD.get(name, 0.045)
    head = element(
        "circle", cx=number(neck[0] + ahead * _HEIGHT * 1.2), cy=number(neck[1] - 13.0), r=10, class_="body"
    )
    foot = element(
        "line",
        x1=number(points[0][0] - 3.0),
        x2=number(points[0][0] + 17.0),
        y1=number(_HEIGHT - 2.0),
        y2=number(_HEIGHT - 2.0),
        class_="body",
    )
    plumb = element("line", x1=number(middle), x2=number(middle), y1=4, y2=_HEIGHT, class_="plumb")
    words = element(
        "text", escaped(STANCES[name].title), x=number(middle), y=_HEIGHT + 20, text_anchor="middle"
    )
    line = element("path", d=_smooth(points), class_="body")
    return element("g", [plumb, line, head, foot, words], class_="chosen" if chosen else "other")


def _smooth(points: list[tuple[float, float]]) -> str:
    """A smooth line through points (Catmull-Rom, as cubic curves)."""
    ends = [points[0], *points, points[-1]]
    path = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        first = [start[i] + (end[i] - before[i]) / 6.0 for i in (0, 1)]
        second = [end[i] - (after[i] - start[i]) / 6.0 for i in (0, 1)]
        path.append("C" + " ".join(number(value) for value in (*first, *second, *end)))
    return " ".join(path)
