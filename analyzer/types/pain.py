"""Where somebody marked pain on a figure of the body: areas, each of one kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

PainKind = Literal["ache", "sharp", "burning", "numb", "tingling"]
PainView = Literal["front", "back", "left", "right"]
Point = tuple[float, float]

KINDS: Final[tuple[PainKind, ...]] = get_args(PainKind)
VIEWS: Final[tuple[PainView, ...]] = get_args(PainView)
FIGURE: Final = (200.0, 480.0)
"""Width and height of each view of the figure, in its own units."""
MOST_AREAS: Final = 120
MOST_POINTS: Final = 60
"""Of the outline of an area that was painted freehand."""
_BOTH: Final = ("upper_arm", "forearm", "hand", "thigh", "knee", "foot")
_PARTS: Final[Mapping[PainView, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "front": (("head", "neck", "between_legs"), (*_BOTH, "chest", "belly", "groin", "shin")),
    "back": (
        ("head", "neck", "between_legs"),
        (*_BOTH, "upper_back", "middle_back", "low_back", "buttock", "calf"),
    ),
    "left": (("head", "neck", *_BOTH, "ribs", "flank", "hip", "lower_leg"), ()),
    "right": (("head", "neck", *_BOTH, "ribs", "flank", "hip", "lower_leg"), ()),
}
"""Parts of each view: those in the middle, or of the one side that is seen, and those of both sides."""
REGIONS: Final[Mapping[PainView, tuple[str, ...]]] = {
    view: (*single, *(f"{part}.{side}" for part in both for side in ("left", "right")))
    for view, (single, both) in _PARTS.items()
}
"""Names of the regions of each view; sides are those of the person."""


@dataclass(frozen=True, slots=True)
class PainArea:
    """An area of the body and what it feels like there.

    Attributes
    ----------
    view : {"front", "back", "left", "right"}
    kind : {"ache", "sharp", "burning", "numb", "tingling"}
    region : str
        One of `REGIONS` of the view; empty for an area that was painted freehand.
    points : tuple of (x, y)
        The outline of a painted area, in units of the figure, to a tenth; empty for a region.

    Raises
    ------
    ValueError
        It is not of that form.
    """

    view: PainView
    kind: PainKind
    region: str = ""
    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.view, str) or self.view not in VIEWS:
            raise ValueError(f"the view of an area of pain is one of {', '.join(VIEWS)}")
        if not isinstance(self.kind, str) or self.kind not in KINDS:
            raise ValueError(f"the kind of an area of pain is one of {', '.join(KINDS)}")
        if not isinstance(self.region, str) or (self.region and self.region not in REGIONS[self.view]):
            raise ValueError(f"the region of an area of pain is one of {', '.join(REGIONS[self.view])}")
        if not isinstance(self.points, list | tuple):
            raise ValueError("the outline of an area of pain is a list of points")
        if bool(self.region) == bool(self.points) or (self.points and len(self.points) < 3):
            raise ValueError("an area of pain is a region, or an outline of three points at least")
        if len(self.points) > MOST_POINTS:
            raise ValueError(f"the outline of an area of pain has at most {MOST_POINTS} points")
        object.__setattr__(self, "points", tuple(map(_point, self.points)))

    def to_dict(self) -> dict[str, Any]:
        """JSON form, with either its region or its outline."""
        record: dict[str, Any] = {"view": self.view, "kind": self.kind}
        if self.region:
            return record | {"region": self.region}
        return record | {"points": [list(point) for point in self.points]}

    @classmethod
    def from_dict(cls, data: object) -> PainArea:
        """From the JSON form.

        Raises
        ------
        ValueError
            It is not of that form.
        """
        known = {"view", "kind", "region", "points"}
        if not isinstance(data, Mapping) or not {"view", "kind"} <= set(data) <= known:
            raise ValueError('an area of pain is such as {"view": "back", "kind": "ache", "region": "neck"}')
        return cls(**data)


def checked_areas(areas: object) -> tuple[PainArea, ...]:
    """Areas, or their JSON forms; each region of a kind once.

    Raises
    ------
    ValueError
        They are no areas, or too many.
    """
    if not isinstance(areas, list | tuple) or len(areas) > MOST_AREAS:
        raise ValueError(f"the areas of pain are a list of at most {MOST_AREAS}")
    made = (item if isinstance(item, PainArea) else PainArea.from_dict(item) for item in areas)
    return tuple(dict.fromkeys(made))


def _point(point: object) -> Point:
    if not isinstance(point, list | tuple) or len(point) != 2:
        raise ValueError("a point of an area of pain has two numbers")
    return _number(point[0], FIGURE[0]), _number(point[1], FIGURE[1])


def _number(value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= most:
        raise ValueError(f"a point of an area of pain lies between 0 and {most:g}, in the figure")
    return round(float(value), 1) + 0.0
