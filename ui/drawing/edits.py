"""What comes back from the board in the browser, checked. Nothing of it is trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, cast, get_args

from analyzer.errors import DrawingError
from analyzer.language import mark, tr
from analyzer.types import Drawing
from analyzer.types.drawings import tidy_text
from ui.editor.told import Message, fields_of, head_of, read_told

Kind = Literal["add", "change", "remove", "clear", "hide", "undo", "redo", "photo"]
STEPS: Final = ("undo", "redo")
"""Edits that walk through what was drawn."""
_KINDS: Final[tuple[str, ...]] = get_args(Kind)
UNREADABLE: Final = mark("This could not be drawn, so nothing was changed. Please try again.")


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that a person did on the board.

    Attributes
    ----------
    kind : str
    count : int
        Counts up in one browser page, so that nothing is done twice or lost.
    drawing : Drawing or None
        For ``add`` and ``change``.
    index : int
        Which drawing, for ``change`` and ``remove``.
    hidden : bool
        For ``hide``, which is about all of them.
    """

    kind: Kind
    count: int
    drawing: Drawing | None = None
    index: int = 0
    hidden: bool = False


def read_message(raw: object) -> Message[Edit]:
    """The message in what the browser sent.

    Raises
    ------
    DrawingError
        It is not of the form that the board sends.
    """
    return read_told(raw, _edit, _unreadable)


def apply(edit: Edit, drawings: tuple[Drawing, ...]) -> tuple[Drawing, ...]:
    """Drawings after an edit that is none of `STEPS`.

    Raises
    ------
    DrawingError
        There is no such drawing.
    """
    if edit.kind == "clear":
        return ()
    if edit.kind == "hide":
        return tuple(replace(item, hidden=edit.hidden) for item in drawings)
    if edit.kind == "add" and edit.drawing is not None:
        return (*drawings, edit.drawing)
    if not 0 <= edit.index < len(drawings) or edit.kind not in ("change", "remove"):
        raise DrawingError(tr(UNREADABLE))
    new = () if edit.drawing is None else (edit.drawing,)
    return (*drawings[: edit.index], *new, *drawings[edit.index + 1 :])


def _edit(raw: object) -> Edit:
    fields = fields_of(raw, _unreadable)
    kind, count = head_of(fields, _KINDS, _unreadable)
    index, hidden = fields.get("index", 0), fields.get("hidden", False)
    if type(index) is not int or not 0 <= index < 2**31 or type(hidden) is not bool:
        raise DrawingError(tr(UNREADABLE))
    drawing = _drawing(fields.get("drawing")) if kind in ("add", "change") else None
    return Edit(cast(Kind, kind), count, drawing, index, hidden)


def _drawing(raw: object) -> Drawing:
    fields = dict(fields_of(raw, _unreadable))
    if isinstance(fields.get("text"), str):
        fields["text"] = tidy_text(fields["text"])
    return Drawing.from_dict(fields)


def _unreadable() -> DrawingError:
    return DrawingError(tr(UNREADABLE))
