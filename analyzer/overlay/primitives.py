"""What a picture is made of: shapes, texts, layers and views, without any painter.

Positions are coordinates of the view that a shape lies in (photo pixels for the views of the photo, units
for the panel). Widths of strokes, sizes of texts and radii of dots are *units*: a picture is ``HEIGHT_U``
units high whatever its pixels, so that strokes and letters look the same in every size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.language import tr
from analyzer.overlay.text import clean, text_size
from analyzer.types.codes import ShownName
from analyzer.types.frozen import FrozenMapping

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
    """What every shape knows.

    Attributes
    ----------
    name : str
        Within the layer.
    measure : str or None
        The measure or indicator that it belongs to, if any.
    needs : str or None
        Another layer without which it means nothing. Painters whose layers can be switched hide it together
        with that one.
    size : int or None
        Of the tags, when there are several sizes to choose from: a picture shows one of them at a time.
    """

    name: str = ""
    measure: ShownName | None = None
    needs: str | None = None
    size: int | None = None


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
    """One line of text; ``position`` is on its baseline. What cannot be painted in it is replaced."""

    position: Points
    text: str
    size_u: float
    color: Color
    weight: int = 400
    align: Align = "start"
    halo: Color | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))

    def box(self, units_per_coordinate: float) -> Box:
        """Left, top, right, bottom in the coordinates of its view."""
        width, ascent, descent = (
            n / units_per_coordinate for n in text_size(self.text, self.size_u, self.weight)
        )
        left = float(self.position[0]) - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.align]
        baseline = float(self.position[1])
        return left, baseline - ascent, left + width, baseline + descent


Shape = Polyline | Polygon | Circle | Arc | Text


def thinner(shape: Shape, factor: float) -> Shape:
    """The same shape with lines and dots of another width; texts stay."""
    if isinstance(shape, Text) or shape.stroke is None:
        return shape
    old = shape.stroke
    dash = None if old.dash_u is None else (old.dash_u[0] * factor, old.dash_u[1] * factor)
    stroke = replace(old, width_u=old.width_u * factor, casing_u=old.casing_u * factor, dash_u=dash)
    if isinstance(shape, Circle):
        return replace(shape, stroke=stroke, radius_u=shape.radius_u * factor)
    return replace(shape, stroke=stroke)


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
    details : tuple of Shape
        How measures without a full drawing of their own are taken, each with its measure. Too much to show
        at once: a painter that reacts to a person shows those of the measure that the person looks at.
    """

    id: str
    source: Box
    target: Box
    photo: PhotoStyle | None
    layers: tuple[Layer, ...]
    details: tuple[Shape, ...] = ()

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


@dataclass(frozen=True, slots=True)
class Explanation:
    """A measure or indicator in words, for people who look at its drawing.

    Attributes
    ----------
    title, technical : str
        Its name in plain words, and its technical name with where the value comes from.
    value : str
        With its unit; in words when it is missing.
    interval : str
        The 95 % interval; empty without a value.
    sentences : tuple of str
        What it is, what it says here, and what is usual.
    source : str
        Where the usual range comes from; may be empty.
    """

    title: str
    technical: str
    value: str
    interval: str
    sentences: tuple[str, ...]
    source: str = ""

    def spoken(self) -> str:
        """All of it but the source, as sentences to be read aloud."""
        value = f"{self.value}, {self.interval}" if self.interval else self.value
        return " ".join((tr("{measure}: {value}.", measure=self.title, value=value), *self.sentences))


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
    explanations : mapping of str to Explanation
        By measure, in their order. Read-only.
    """

    size_u: tuple[float, float]
    photo_px: tuple[int, int]
    background: Color
    outline_px: tuple[Points, ...]
    views: tuple[View, ...]
    title: str
    description: str
    explanations: Mapping[str, Explanation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "explanations", FrozenMapping(self.explanations))

    def __repr__(self) -> str:
        # All its shapes would be hundreds of lines.
        width, height = self.photo_px
        shapes = sum(1 for _ in self.shapes())
        views = ", ".join(view.id for view in self.views)
        return f"<Scene of a photo of {width} × {height} px: {shapes} shapes in {views}>"

    def view(self, view_id: str) -> View | None:
        """The view with this id, if there is one."""
        return next((view for view in self.views if view.id == view_id), None)

    def shapes(self, layer: str | None = None, view_id: str | None = None) -> Iterator[Shape]:
        """All shapes, or those of one layer or one view."""
        for view in self.views:
            if view_id in (None, view.id):
                yield from view.shapes(layer)
