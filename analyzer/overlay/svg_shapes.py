"""Single shapes as SVG elements, in units of the canvas."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from analyzer.overlay.curves import arrow_head, arrow_size
from analyzer.overlay.primitives import (
    Arc,
    Circle,
    Color,
    Fill,
    Points,
    Polygon,
    Polyline,
    Shape,
    Stroke,
    Text,
    View,
)
from analyzer.overlay.svg_write import path_data, rings_data
from analyzer.overlay.text import text_size
from analyzer.svg import element, escaped, number, rgb

_HATCH_U: Final = 9.0
_ZOOM: Final = 1.04
"""The usual typefaces are 7 to 15 % narrower than the measured one; a little of that makes letters larger."""
_HEAVY: Final = 600
"""Most of them have nothing between regular and bold, and would show a medium weight as regular."""
_HIT_U: Final = 18.0
"""Width of the invisible line that a pointer can meet around a thin one."""


class ShapeWriter:
    """Writes the shapes of one view.

    ``pattern`` is given a fill with hatching and returns the id of its pattern. ``recolored`` is given the
    colours of shapes without a layer of their own in the panel.
    """

    def __init__(
        self,
        view: View,
        pattern: Callable[[Fill], str],
        recolored: Callable[[Color], Color],
        *,
        widths: bool,
    ) -> None:
        self._view = view
        self._pattern = pattern
        self._recolored = recolored
        self._widths = widths
        self._color = recolored

    def write(self, shape: Shape) -> str:
        """One shape of any kind."""
        # A row of the legend shows things as they are drawn on the photo.
        plain = shape.needs is not None and not isinstance(shape, Text)
        self._color = _same if plain else self._recolored
        names = {"data_name": shape.name or None, "data_measure": shape.measure}
        match shape:
            case Polyline():
                return self._polyline(shape, names)
            case Polygon():
                rings = [self._view.to_units(ring) for ring in (shape.points, *shape.holes)]
                rule = "evenodd" if shape.holes else None
                return self._area(rings_data(rings), shape.fill, shape.stroke, {**names, "fill_rule": rule})
            case Circle():
                return self._circle(shape, names)
            case Arc():
                return self._arc(shape, names)
            case Text():
                return self._text(shape, names)

    def hit(self, shape: Shape, width_u: float = _HIT_U) -> str:
        """An invisible fat line over a thin one, for pointers; empty for shapes that are large enough."""
        if not isinstance(shape, Polyline) or len(shape.points) > 3:
            return ""
        return element(
            "path",
            d=path_data(self._view.to_units(shape.points)),
            fill="none",
            stroke="#000",
            stroke_opacity="0",
            stroke_width=width_u,
            pointer_events="stroke",
            data_measure=shape.measure,
        )

    # --- Kinds ----------------------------------------------------------------------------------------

    def _polyline(self, shape: Polyline, names: dict[str, str | None]) -> str:
        points = self._view.to_units(shape.points)
        line = self._lines(path_data(points), shape.stroke, names)
        return line + (self._arrow(points, shape.stroke, names) if shape.arrow else "")

    def _circle(self, shape: Circle, names: dict[str, str | None]) -> str:
        x, y = self._view.to_units(shape.center)
        place: dict[str, object] = {"cx": x, "cy": y, "r": shape.radius_u}
        return element("circle", **place, **self._fill(shape.fill), **self._stroke(shape.stroke), **names)

    def _arc(self, shape: Arc, names: dict[str, str | None]) -> str:
        center = self._view.to_units(shape.center)
        radius = shape.radius * self._view.units_per_coordinate
        start, end = (
            center + radius * _direction(angle)
            for angle in (shape.start_deg, shape.start_deg + shape.sweep_deg)
        )
        large, clockwise = int(abs(shape.sweep_deg) > 180.0), int(shape.sweep_deg > 0.0)
        arc = f"A{number(radius)} {number(radius)} 0 {large} {clockwise} {number(end[0])} {number(end[1])}"
        first = f"{number(start[0])} {number(start[1])}"
        parts = []
        if shape.fill is not None:
            middle = f"{number(center[0])} {number(center[1])}"
            sector = f"M{middle}L{first}{arc}Z"
            parts.append(element("path", d=sector, **self._fill(shape.fill), **names))
        if shape.stroke is not None:
            parts.append(self._lines(f"M{first}{arc}", shape.stroke, names))
            if shape.arrow:
                parts.append(self._arrow(self._view.to_units(shape.points()), shape.stroke, names))
        return "".join(parts)

    def _text(self, shape: Text, names: dict[str, str | None]) -> str:
        x, y = self._view.to_units(shape.position)
        halo: dict[str, object] = {}
        if shape.halo is not None:
            halo = {"stroke": rgb(shape.halo), "stroke_width": 2.0, "paint_order": "stroke"}
        width = text_size(shape.text, shape.size_u, shape.weight)[0] if self._widths else None
        return element(
            "text",
            escaped(shape.text),
            x=float(x),
            y=float(y),
            font_size=shape.size_u * _ZOOM,
            font_weight=None if shape.weight == 400 else max(shape.weight, _HEAVY),
            text_anchor=None if shape.align == "start" else shape.align,
            fill=rgb(self._color(shape.color)),
            **halo,
            data_width=width,
            **names,
        )

    # --- Parts ----------------------------------------------------------------------------------------

    def _area(self, data: str, fill: Fill | None, stroke: Stroke | None, names: dict[str, str | None]) -> str:
        if stroke is None or stroke.casing is None:
            return element("path", d=data, **self._fill(fill), **self._stroke(stroke), **names)
        area = element("path", d=data, **self._fill(fill), **self._casing(stroke), **names)
        return area + element("path", d=data, fill="none", **self._stroke(stroke), **names)

    def _lines(self, data: str, stroke: Stroke, names: dict[str, str | None]) -> str:
        return self._area(data, None, stroke, names)

    def _arrow(self, points: Points, stroke: Stroke, names: dict[str, str | None]) -> str:
        head = arrow_head(points, arrow_size(stroke))
        if head is None:
            return ""
        edge = None
        if stroke.casing is not None:
            edge = Stroke(stroke.casing, 2 * stroke.casing_u, stroke.casing_alpha)
        data = path_data(head, closed=True)
        around = "" if edge is None else element("path", d=data, fill="none", **self._stroke(edge), **names)
        return around + element("path", d=data, **self._fill(Fill(stroke.color, stroke.alpha)), **names)

    def _fill(self, fill: Fill | None) -> dict[str, object]:
        if fill is None:
            return {"fill": "none"}
        color = rgb(self._color(fill.color)) if fill.hatch is None else f"url(#{self._pattern(fill)})"
        return {"fill": color, "fill_opacity": None if fill.alpha >= 1.0 else fill.alpha}

    def _stroke(self, stroke: Stroke | None) -> dict[str, object]:
        if stroke is None:
            return {}
        color = self._color(stroke.color)
        return _line_look(color, stroke.width_u, stroke.alpha, stroke.dash_u)

    def _casing(self, stroke: Stroke) -> dict[str, object]:
        assert stroke.casing is not None
        width = stroke.width_u + 2.0 * stroke.casing_u
        return _line_look(
            self._color(stroke.casing), width, stroke.casing_alpha * stroke.alpha, stroke.dash_u
        )


def hatch_pattern(pattern_id: str, fill: Fill) -> str:
    """A pattern of slanted lines on the colour of the fill."""
    assert fill.hatch is not None
    side = number(_HATCH_U)
    lines = f"M0 {side}L{side} 0M-1 1L1 -1M{number(_HATCH_U - 1)} {number(_HATCH_U + 1)}l2 -2"
    ground = element("rect", width=_HATCH_U, height=_HATCH_U, fill=rgb(fill.color))
    strokes = element("path", d=lines, fill="none", stroke=rgb(fill.hatch), stroke_width=1.4)
    return element(
        "pattern",
        ground + strokes,
        id=pattern_id,
        width=_HATCH_U,
        height=_HATCH_U,
        patternUnits="userSpaceOnUse",
    )


def _same(color: Color) -> Color:
    return color


def _direction(angle_deg: float) -> Points:
    return np.array([math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))])


def _line_look(
    color: Color, width_u: float, alpha: float, dash_u: tuple[float, float] | None
) -> dict[str, object]:
    return {
        "stroke": rgb(color),
        "stroke_width": width_u,
        "stroke_opacity": None if alpha >= 1.0 else alpha,
        "stroke_dasharray": None if dash_u is None else f"{number(dash_u[0])} {number(dash_u[1])}",
    }
