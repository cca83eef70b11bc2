"""What a person may correct in a photo: the points, where they are now, and what depends on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.types import Analysis, PointName

PointSource = Literal["model", "estimate", "marker", "person"]


@dataclass(frozen=True, slots=True)
class EditablePoint:
    """A point that a person may move.

    Attributes
    ----------
    name : PointName
    title : str
        For people.
    point_px : tuple of float
        Where it is now, [x, y] in photo pixels (upright, full size).
    source : {"model", "estimate", "marker", "person"}
        Where that comes from: seen by the model, supposed from other bodies, a found marker, or placed by a
        person.
    help : str
        One sentence that says where it belongs.
    """

    name: PointName
    title: str
    point_px: tuple[float, float]
    source: PointSource
    help: str


def corrected_measures(analysis: Analysis) -> frozenset[str]:
    """Names of the measures that depend on something that a person corrected."""
    return analysis.corrected
