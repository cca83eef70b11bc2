"""Lines of a scene as the paths of an SVG."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.overlay.primitives import Points
from analyzer.svg import numbers


def path_data(points: Points, *, closed: bool = False) -> str:
    """The ``d`` of a line through points, shape (n, 2)."""
    first, rest = numbers(points[0].tolist()), numbers(points[1:].ravel().tolist())
    return f"M{first}" + (f"L{rest}" if rest else "") + ("Z" if closed else "")


def rings_data(rings: Iterable[Points]) -> str:
    """The ``d`` of several closed lines."""
    return "".join(path_data(ring, closed=True) for ring in rings if len(ring))
