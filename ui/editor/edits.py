"""What comes back from the browser, checked. A browser can send anything: nothing of it is trusted."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, Literal, cast, get_args

from analyzer.corrections.points import editable_points, level_from_line
from analyzer.errors import CorrectionError
from analyzer.language import mark, tr
from analyzer.types import Analysis, Corrections, PointName
from analyzer.types.corrections import LARGEST_ROLL_DEG, POINT_NAMES
from ui.editor.told import Message, fields_of, head_of, read_told

Kind = Literal["move", "confirm", "forget", "level", "roll", "auto_level", "undo", "redo", "reset", "photo"]
STEPS: Final = ("undo", "redo", "reset")
"""Edits that walk through the corrections that were made."""

_KINDS: Final[tuple[str, ...]] = get_args(Kind)
_SHORTEST_LINE: Final = 0.02
"""Least length of a levelling line, parts of the photo's longer side: in a shorter one a slip counts much."""

UNREADABLE: Final = mark("This change could not be used, so nothing was changed. Please try again.")
TOO_SHORT: Final = mark(
    "The two places for the level are too close together. Please choose two that are far apart on the same "
    "upright or level line."
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that a person did in the editor.

    Attributes
    ----------
    kind : str
    count : int
        Counts up in one browser page, so that nothing is done twice or lost.
    name : PointName or None
        For ``move``, ``confirm`` and ``forget``.
    point, other : tuple of float, or None
        ``move``: where to. ``level``: the two ends of the line. Photo pixels.
    roll_deg : float or None
    """

    kind: Kind
    count: int
    name: PointName | None = None
    point: tuple[float, float] | None = None
    other: tuple[float, float] | None = None
    roll_deg: float | None = None


def read_message(raw: object, names: Collection[str] = POINT_NAMES) -> Message[Edit]:
    """The message in what the browser sent.

    Parameters
    ----------
    raw : object
    names : collection of str
        The points that there are.

    Raises
    ------
    CorrectionError
        It is not of the form that the editor sends.
    """
    return read_told(raw, lambda edit: _edit(edit, names), _unreadable)


def apply(edit: Edit, analysis: Analysis) -> Corrections:
    """The corrections of an analysis after an edit that is none of `STEPS`.

    Raises
    ------
    CorrectionError
        The edit makes no sense for this photo.
    """
    given = analysis.corrections
    if edit.kind == "move" and edit.name is not None and edit.point is not None:
        _require_editable(edit.name, analysis)
        return given.moved(edit.name, _inside(edit.point, analysis))
    if edit.kind == "confirm" and edit.name is not None:
        return given.moved(edit.name, _require_editable(edit.name, analysis))
    if edit.kind == "forget" and edit.name is not None:
        return given.without(edit.name)
    if edit.kind == "level" and edit.point is not None and edit.other is not None:
        return replace(given, roll_deg=_level(edit.point, edit.other, analysis))
    if edit.kind == "roll" and edit.roll_deg is not None:
        return replace(given, roll_deg=edit.roll_deg)
    if edit.kind == "auto_level":
        return replace(given, roll_deg=None)
    raise CorrectionError(tr(UNREADABLE))


def _edit(raw: object, names: Collection[str]) -> Edit:
    fields = fields_of(raw, _unreadable)
    kind, count = head_of(fields, _KINDS, _unreadable)
    name = fields.get("name")
    if kind in ("move", "confirm", "forget"):
        if name not in names:
            raise CorrectionError(tr(UNREADABLE))
        point = (_number(fields.get("x")), _number(fields.get("y"))) if kind == "move" else None
        return Edit(cast(Kind, kind), count, name=cast(PointName, name), point=point)
    if kind == "level":
        return Edit("level", count, point=_pair(fields.get("p")), other=_pair(fields.get("q")))
    if kind == "roll":
        roll = _number(fields.get("roll_deg"))
        if abs(roll) > LARGEST_ROLL_DEG:
            raise CorrectionError(
                tr("The photo can be levelled by {most}° at most.", most=f"{LARGEST_ROLL_DEG:g}")
            )
        return Edit("roll", count, roll_deg=roll)
    return Edit(cast(Kind, kind), count)


def _unreadable() -> CorrectionError:
    return CorrectionError(tr(UNREADABLE))


def _number(raw: object) -> float:
    # A bool is an int for Python, and JSON as Python reads it may hold NaN and integers beyond any float.
    if type(raw) not in (int, float) or not abs(cast(float, raw)) < 1e9:
        raise CorrectionError(tr(UNREADABLE))
    return float(cast(float, raw))


def _pair(raw: object) -> tuple[float, float]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise CorrectionError(tr(UNREADABLE))
    return _number(raw[0]), _number(raw[1])


def _inside(point: tuple[float, float], analysis: Analysis) -> tuple[float, float]:
    width, height = analysis.photo.width_px or 0, analysis.photo.height_px or 0
    if not (0 <= point[0] <= width and 0 <= point[1] <= height):
        raise CorrectionError(
            tr(
                "This place is outside the photo, so nothing was moved. Please choose a place inside the "
                "photo."
            )
        )
    return point


def _require_editable(name: PointName, analysis: Analysis) -> tuple[float, float]:
    """Where a point is now."""
    for point in editable_points(analysis):
        if point.name == name:
            return point.point_px
    raise CorrectionError(tr("This point is not in this photo, so it cannot be placed."))


def level_of(edit: Edit, size: tuple[int, int]) -> float:
    """The roll that a line of a ``level`` edit means, in a photo of some width and height.

    Raises
    ------
    CorrectionError
        There is no line, or it is too short or too oblique.
    """
    if edit.point is None or edit.other is None:
        raise CorrectionError(tr(UNREADABLE))
    if math.dist(edit.point, edit.other) < _SHORTEST_LINE * max(size):
        raise CorrectionError(tr(TOO_SHORT))
    return level_from_line(edit.point, edit.other)


def _level(p: tuple[float, float], q: tuple[float, float], analysis: Analysis) -> float:
    longer = max(analysis.photo.width_px or 0, analysis.photo.height_px or 0)
    if math.dist(p, q) < _SHORTEST_LINE * longer:
        raise CorrectionError(tr(TOO_SHORT))
    return level_from_line(_inside(p, analysis), _inside(q, analysis))
