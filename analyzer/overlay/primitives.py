"""What a picture is made of: shapes, texts, layers and views, without any painter.

Positions are coordinates of the view that a shape lies in (photo pixels for the views of the photo, units
for the panel). Widths of strokes, sizes of texts and radii of dots are *units*: a picture is ``HEIGHT_U``
units high whatever its pixels, so that strokes and letters look the same in every size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.overlay.text import text_size

Points = NDArray[np.float64]
Color = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""
Align = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
HEIGHT_U: Final = 1200.0


def frozen(points: ArrayLike) -> Points:
    """A read-only float copy of points, shape (n, 2) or (2,)."""
    result = np.array(points, dtype=np.float64)
    result.flags.writeable = False
    return result


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line looks. ``casing`` is a wider line below it, so that it shows on any background."""

    color: Color
    width_u: float = 2.0
    alpha: float = 1.0
    dash_u: tuple[float, float] | None = None
    casing: Color | None = None
    casing_u: float = 1.5
    casing_alpha: float = 0.75


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area looks. ``hatch`` draws slanted lines of that colour into it."""

    color: Color
    alpha: float = 1.0
    hatch: Color | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Primitive:
    """What every shape knows: its name within the layer, and the measure that it belongs to, if any."""

    name: str = ""
    measure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Polyline(Primitive):
    """A line through ``points``, shape (n, 2), with an arrow head at its end when ``arrow``."""

    points: Points
    stroke: Stroke
    arrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Polygon(Primitive):
    """An area inside ``points``, shape (n, 2), without its ``holes``."""

    points: Points
    fill: Fill | None = None
    stroke: Stroke | None = None
    holes: tuple[Points, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Circle(Primitive):
    """A dot. Its radius is in units, because it marks a place and has no size of its own."""

    center: Points
    radius_u: float
    fill: Fill | None = None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arc(Primitive):
    """Part of a circle around ``center``, from ``start_deg`` through ``sweep_deg``.

    Angles count clockwise as seen in the picture, from the direction to the right. ``radius`` is in the
    coordinates of the view. ``fill`` paints the sector.
    """

    center: Points
    radius: float
    start_deg: float
    sweep_deg: float
    stroke: Stroke | None = None
    fill: Fill | None = None
    arrow: bool = False

    def points(self) -> Points:
        """Points along the arc, shape (n, 2)."""
        count = max(int(abs(self.sweep_deg) / 2.0) + 2, 3)
        angles = np.radians(np.linspace(self.start_deg, self.start_deg + self.sweep_deg, count))
        result: Points = self.center + self.radius * np.column_stack((np.cos(angles), np.sin(angles)))
        return result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text(Primitive):
    """One line of text; ``position`` is on its baseline."""

    position: Points
    text: str
    size_u: float
    color: Color
    weight: int = 400
    align: Align = "start"
    halo: Color | None = None

    def box(self, units_per_coordinate: float) -> Box:
        """Left, top, right, bottom in the coordinates of its view."""
        width, ascent, descent = (
            n / units_per_coordinate for n in text_size(self.text, self.size_u, self.weight)
        )
        left = float(self.position[0]) - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.align]
        baseline = float(self.position[1])
        return left, baseline - ascent, left + width, baseline + descent


Shape = Polyline | Polygon | Circle | Arc | Text


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Shapes that are shown or hidden together."""

    id: str
    title: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class PhotoStyle:
    """How much of the photo is bleached, 0 to 1, outside and inside of the person, and its colour kept."""

    wash_outside: float = 0.0
    wash_inside: float = 0.0
    saturation: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A window: the part ``source`` of its coordinates is shown at ``target``, nothing beyond.

    Attributes
    ----------
    id : {"photo", "close_up", "panel"}
    source : Box
        In the view's coordinates (photo pixels for the photo and the close-up).
    target : Box
        On the canvas, in units; same proportions as ``source``.
    photo : PhotoStyle or None
        ``None`` when the photo is not shown in it.
    layers : tuple of Layer
        From the bottom up.
    """

    id: str
    source: Box
    target: Box
    photo: PhotoStyle | None
    layers: tuple[Layer, ...]

    @property
    def units_per_coordinate(self) -> float:
        """Scale of the view, in units."""
        return (self.target[3] - self.target[1]) / (self.source[3] - self.source[1])

    def to_units(self, points: ArrayLike) -> Points:
        """Coordinates of the view, shape (..., 2), to the canvas."""
        result: Points = (np.asarray(points, dtype=np.float64) - self.source[:2]) * self.units_per_coordinate
        result += np.array(self.target[:2])
        return result

    def shapes(self, layer: str | None = None) -> Iterator[Shape]:
        """All shapes from the bottom up, or those of one layer."""
        for item in self.layers:
            if layer in (None, item.id):
                yield from item.shapes


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that is to be painted.

    Attributes
    ----------
    size_u : (float, float)
        Width and height of the canvas in units.
    photo_px : (int, int)
        Width and height of the photo whose pixels the geometry counts.
    background : Color
    outline_px : tuple of ndarray
        Polygons around the person, for painters that bleach the surroundings.
    views : tuple of View
    title, description : str
        For people who cannot see the picture.
    """

    size_u: tuple[float, float]
    photo_px: tuple[int, int]
    background: Color
    outline_px: tuple[Points, ...]
    views: tuple[View, ...]
    title: str
    description: str

    def view(self, view_id: str) -> View | None:
        """The view with this id, if there is one."""
        return next((view for view in self.views if view.id == view_id), None)

    def shapes(self, layer: str | None = None, view_id: str | None = None) -> Iterator[Shape]:
        """All shapes, or those of one layer or one view."""
        for view in self.views:
            if view_id in (None, view.id):
                yield from view.shapes(layer)


def smooth(points: ArrayLike, *, closed: bool, steps: int = 8) -> Points:
    """A soft curve through points, shape (n, 2): a Catmull-Rom spline, shape (m, 2)."""
    given = np.asarray(points, dtype=np.float64)
    before = np.roll(given, 1, axis=0)
    after, after2 = np.roll(given, -1, axis=0), np.roll(given, -2, axis=0)
    if not closed:
        before[0], after[-1], after2[-1], after2[-2] = given[0], given[-1], given[-1], given[-1]
    t = (np.arange(steps) / steps)[None, :, None]
    p0, p1, p2, p3 = (item[:, None, :] for item in (before, given, after, after2))
    curve = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * (p1 - p2) + p3 - p0) * t**3
    )
    if closed:
        return frozen(curve.reshape(-1, 2))
    return frozen(np.concatenate((curve[:-1].reshape(-1, 2), given[-1:])))


def rounded_box(box: Box, radius: float) -> Points:
    """A box with round corners as a polygon, shape (n, 2)."""
    left, top, right, bottom = box
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    corners = ((right, bottom, 0), (left, bottom, 90), (left, top, 180), (right, top, 270))
    points = []
    for x, y, start in corners:
        middle_x = x - radius if x == right else x + radius
        middle_y = y - radius if y == bottom else y + radius
        for step in range(5):
            angle = math.radians(start + 22.5 * step)
            points.append((middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)))
    return frozen(points)
