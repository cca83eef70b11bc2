"""All words of the board in the browser, by their place there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import Table, mark

WORDS: Final[Mapping[str, str]] = Table(
    {
        "keys": (
            "Arrow keys move it, with Shift ten times as far. Delete removes it. Escape lets go. Enter goes "
            "to its words."
        ),
        "tools": "What to draw",
        "tool.move": "Select",
        "tool.arrow": "Arrow",
        "tool.line": "Line",
        "tool.angle": "Angle",
        "tool.freehand": "Freehand",
        "tool.text": "Words",
        "colors": "Colour",
        "color.purple": "Purple",
        "color.blue": "Blue",
        "color.orange": "Orange",
        "color.yellow": "Yellow",
        "color.black": "Black",
        "widths": "Width",
        "width.thin": "Thin, small letters",
        "width.thick": "Thick, large letters",
        "actions": "What was drawn",
        "undo": "Undo",
        "redo": "Redo",
        "clear": "Delete all",
        "hide_all": "Hide all",
        "show_all": "Show all",
        "hide_one": "Hide",
        "show_one": "Show",
        "delete": "Delete",
        "zoom": "View",
        "zoom.in": "Zoom in",
        "zoom.out": "Zoom out",
        "zoom.all": "Whole photo",
        "stage": "Photo to draw on",
        "middle": "Put one in the middle",
        "text": "Words",
        "chosen": "What is chosen",
        "list": "Everything that is drawn",
        "nudge": "Move by a step",
        "nudge.left": "Move left",
        "nudge.up": "Move up",
        "nudge.down": "Move down",
        "nudge.right": "Move right",
        "hint.empty": "Nothing is drawn yet. Choose arrow, line, angle, freehand or words.",
        "hint.move": "Tap what is drawn to move it or change its look. Drag its ends to place them.",
        "hint.arrow": "Drag from where the arrow begins to what it points at.",
        "hint.arrow.1": "Now tap what the arrow points at.",
        "hint.line": "Drag from one end of the line to the other.",
        "hint.line.1": "Now tap the other end of the line.",
        "hint.angle": "Tap the end of the first side.",
        "hint.angle.1": "Now tap the corner.",
        "hint.angle.2": "Now tap the end of the second side.",
        "hint.freehand": "Draw with the mouse, a pen or a finger. With keys, use lines.",
        "hint.text": "Tap where the words begin, then type them.",
        "name.arrow": "Arrow",
        "name.line": "Line",
        "name.angle": "Angle of {angle}",
        "name.freehand": "Freehand line",
        "name.text": "“{text}”",
        "point.arrow.0": "Beginning of the arrow",
        "point.arrow.1": "Tip of the arrow",
        "point.line.0": "First end of the line",
        "point.line.1": "Second end of the line",
        "point.angle.0": "End of the first side",
        "point.angle.1": "Corner of the angle",
        "point.angle.2": "End of the second side",
        "place": "{x} pixels from the left, {y} from the top",
        "hidden": "{what} (hidden)",
        "added": "{what}: drawn.",
        "removed": "{what}: deleted.",
        "cancelled": "Given up.",
        "full": "The photo is full. Please delete something before you draw more.",
    }
)
ALT: Final[Mapping[str, str]] = Table(
    {
        "left": "The photo, with the person facing left.",
        "right": "The photo, with the person facing right.",
    }
)
HOW_TO: Final = mark(
    (
        "**Draw:** choose what, then drag or tap on the photo. A magnifier shows what is under your finger.",
        "**Change:** tap what is drawn. Drag it, or one of its ends; choose another colour or width.",
        "**Keys:** Tab goes to the tools and from drawing to drawing. With a tool chosen, Enter puts one in "
        "the middle. Arrow keys move it, with Shift ten times as far; Delete removes it; Ctrl+Z and "
        "Ctrl+Y undo and redo; Escape lets go.",
        "**Look closer:** mouse wheel, two fingers, or the buttons + and −.",
    )
)
