"""What a person drew on a photo: arrows, lines, angles, freehand strokes and words.

A drawing says something to people. It changes no measure, no interval and no finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal, get_args

from analyzer.errors import DrawingError

DrawingKind = Literal["arrow", "line", "angle", "freehand", "text"]
DrawingColor = Literal["purple", "blue", "orange", "yellow", "black"]
DrawingWidth = Literal["thin", "thick"]
Point = tuple[float, float]

KINDS: Final[tuple[DrawingKind, ...]] = get_args(DrawingKind)
COLORS: Final[tuple[DrawingColor, ...]] = get_args(DrawingColor)
WIDTHS: Final[tuple[DrawingWidth, ...]] = get_args(DrawingWidth)
MOST_DRAWINGS: Final = 60
"""On one photo."""
MOST_POINTS: Final = 300
"""Of one freehand stroke: more than a smooth curve through them needs."""
MOST_TEXT: Final = 80
"""Characters of one text."""
_POINTS: Final[Mapping[DrawingKind, tuple[int, int]]] = {
    "arrow": (2, 2),
    "line": (2, 2),
    "angle": (3, 3),
    "freehand": (2, MOST_POINTS),
    "text": (1, 1),
}
"""Fewest and most points of each kind."""
_EXAMPLE: Final = '{"kind": "arrow", "points": [[412, 630], [480, 610]]}'
_FIELDS: Final = ("kind", "points", "color", "width", "text", "hidden", "angle_deg")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One thing that a person drew on a photo.

    Attributes
    ----------
    kind : {"arrow", "line", "angle", "freehand", "text"}
    points : tuple of (x, y)
        Photo pixels (upright, full size), to a hundredth. An arrow ends at its second point; the corner of an
        angle is its second of three; a text begins at its only one, which is the middle of its left edge.
    color : {"purple", "blue", "orange", "yellow", "black"}
    width : {"thin", "thick"}
        Of a text: whether its letters are small or large.
    text : str
        One line; empty for all other kinds.
    hidden : bool
        Kept, and shown nowhere.

    Raises
    ------
    DrawingError
        It is not of that form. It is a ``ValueError``, too.
    """

    kind: DrawingKind
    points: tuple[Point, ...]
    color: DrawingColor = "purple"
    width: DrawingWidth = "thin"
    text: str = ""
    hidden: bool = False

    def __post_init__(self) -> None:
        known = {"kind": KINDS, "color": COLORS, "width": WIDTHS}
        for name, values in known.items():
            _require_known(name, getattr(self, name), values)
        object.__setattr__(self, "points", _checked_points(self.kind, self.points))
        _require_text(self.kind, self.text)
        if not isinstance(self.hidden, bool):
            raise DrawingError.of("bad_drawing.form", example=_EXAMPLE)

    @property
    def angle_deg(self) -> float | None:
        """Angle between both arms, 0 to 180 degrees; ``None`` unless it is an angle.

        >>> Drawing("angle", ((0, 10), (0, 0), (10, 0))).angle_deg
        90.0
        """
        if self.kind != "angle":
            return None
        (ax, ay), (x, y), (bx, by) = self.points
        first, second = (ax - x, ay - y), (bx - x, by - y)
        cross = first[0] * second[1] - first[1] * second[0]
        dot = first[0] * second[0] + first[1] * second[1]
        return math.degrees(math.atan2(abs(cross), dot))

    def to_dict(self) -> dict[str, Any]:
        """JSON form: ``text`` and ``hidden`` only where they say something; of an angle, its degrees too."""
        record: dict[str, Any] = {
            "kind": self.kind,
            "points": [list(point) for point in self.points],
            "color": self.color,
            "width": self.width,
        }
        if self.text:
            record["text"] = self.text
        if self.hidden:
            record["hidden"] = True
        if (angle := self.angle_deg) is not None:
            record["angle_deg"] = round(angle, 1)
        return record

    @classmethod
    def from_dict(cls, data: object) -> Drawing:
        """From the JSON form. The degrees of an angle follow from its points.

        Raises
        ------
        DrawingError
            It is not of that form. The message says what is wrong.
        """
        if not isinstance(data, Mapping) or not {"kind", "points"} <= set(data) <= set(_FIELDS):
            raise DrawingError.of("bad_drawing.form", example=_EXAMPLE)
        return cls(**{name: value for name, value in data.items() if name != "angle_deg"})


def drawings_from(data: object) -> tuple[Drawing, ...]:
    """Drawings from a list of their JSON forms.

    Raises
    ------
    DrawingError
        It is no such list, or a long one.
    """
    if not isinstance(data, list):
        raise DrawingError.of("bad_drawing.form", example=_EXAMPLE)
    _require_few(len(data))
    return tuple(map(Drawing.from_dict, data))


def checked_drawings(
    drawings: Iterable[Drawing], width_px: int | None, height_px: int | None
) -> tuple[Drawing, ...]:
    """The drawings of a photo of some size, when it can hold them.

    Raises
    ------
    DrawingError
        There are too many, or one does not lie in the photo.
    """
    checked = tuple(drawings)
    _require_few(len(checked))
    wide, high = width_px or math.inf, height_px or math.inf
    for drawing in checked:
        if not all(0.0 <= x <= wide and 0.0 <= y <= high for x, y in drawing.points):
            raise DrawingError.of("bad_drawing.outside")
    return checked


def _require_few(count: int) -> None:
    if count > MOST_DRAWINGS:
        raise DrawingError.of("bad_drawing.many", most=MOST_DRAWINGS)


def _require_known(name: str, value: object, known: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in known:
        raise DrawingError.of("bad_drawing.unknown", name=name, known=", ".join(known))


def _checked_points(kind: DrawingKind, points: object) -> tuple[Point, ...]:
    fewest, most = _POINTS[kind]
    if not isinstance(points, list | tuple) or not fewest <= len(points) <= most:
        raise DrawingError.of("bad_drawing.points", kind=kind, fewest=fewest, most=most)
    checked = tuple(map(_checked_point, points))
    apart = all(first != second for first, second in pairwise(checked))
    if kind != "freehand" and not apart:
        raise DrawingError.of("bad_drawing.same_place")
    return checked


def _checked_point(point: object) -> Point:
    if not isinstance(point, list | tuple) or len(point) != 2:
        raise DrawingError.of("bad_drawing.form", example=_EXAMPLE)
    return _checked_number(point[0]), _checked_number(point[1])


def _checked_number(value: object) -> float:
    # A bool is an int for Python; an int may be too large for any float.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e6:
        raise DrawingError.of("bad_drawing.form", example=_EXAMPLE)
    return round(float(value), 2) + 0.0  # no negative zero


def _require_text(kind: DrawingKind, text: object) -> None:
    if not isinstance(text, str):
        raise DrawingError.of("bad_drawing.form", example=_EXAMPLE)
    if bool(text) != (kind == "text"):
        raise DrawingError.of("bad_drawing.no_text")
    if len(text) > MOST_TEXT:
        raise DrawingError.of("bad_drawing.long_text", most=MOST_TEXT)
    if text and (text != text.strip() or any(ord(letter) < 32 or _is_odd(letter) for letter in text)):
        raise DrawingError.of("bad_drawing.no_line")


def _is_odd(letter: str) -> bool:
    """No letter: half a character, a control character, or one that breaks or turns the line."""
    code = ord(letter)
    ranges = ((0x7F, 0x9F), (0x2028, 0x202E), (0x2066, 0x2069), (0xD800, 0xDFFF), (0xFFFE, 0xFFFF))
    return any(low <= code <= high for low, high in ranges)


def tidy_text(text: str) -> str:
    """What somebody typed as one line that a drawing can hold, cut to its longest length."""
    spaced = "".join(" " if ord(letter) < 32 or _is_odd(letter) else letter for letter in text)
    return " ".join(spaced.split())[:MOST_TEXT].strip()
