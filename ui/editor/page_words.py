"""What the editor's scripts and its HTML say, each text as it stands there."""

from __future__ import annotations

from typing import Final

from analyzer.language import mark

IN_THE_SCRIPT: Final = mark(
    (
        # editor.html
        "Arrow keys move the point, with Shift ten times as far. Escape takes a move back. Enter finishes "
        "it.",
        "View and corrections",
        "Zoom out",
        "Zoom in",
        "Whole photo",
        "Pelvis",
        "Undo",
        "Redo",
        "Start over",
        "Level",
        "Photo with points that can be moved",
        "Level the photo",
        "Find something in the room that is upright or level: a door frame, a window, a shelf. Tap two "
        "places on it, or drag the ends 1 and 2 of the line there.",
        "Tap two places",
        "Turned by",
        "Turned by, in degrees",
        "As the analyzer found it",
        "Done",
        "Chosen point",
        "Pixels from the left",
        "Pixels from the top",
        "Move by a step",
        "Move left",
        "Move up",
        "Move down",
        "Move right",
        "Tap to place",
        "It is right here",
        "Back to the analyzer's place",
        "Points",
        "The other measures",
        "typical range, where one is known",
        "likely range now",
        "the analyzer alone",
        # editor.js
        "Moving was cancelled.",
        # handles.js
        "placed by you",
        "placed by the analyzer",
        "on a dot that was found",
        "only a suggestion, not placed yet",
        "{x} pixels from the left, {y} from the top, {source}",
        # level.js
        "First end of the levelling line",
        "Second end of the levelling line",
        "The photo counts as level (set by you). It is shown levelled here.",
        "The photo counts as level (found by the analyzer). It is shown levelled here.",
        "The photo is turned {angle} clockwise (set by you). It is shown levelled here.",
        "The photo is turned {angle} clockwise (found by the analyzer). It is shown levelled here.",
        "The photo is turned {angle} counter-clockwise (set by you). It is shown levelled here.",
        "The photo is turned {angle} counter-clockwise (found by the analyzer). It is shown levelled here.",
        "Tap a place on something upright or level.",
        "Now a second place on it, far from the first.",
        # panel.js
        "by you",
        "{point} is already right where it is",
        "Show {point}",
        "Choose a point in the photo or in this list",
        "Drag it, or move it with the arrow keys, the numbers or the buttons that appear here.",
        "no value",
        "working it out",
        "as the line lies now",
        "Tap where {point} belongs.",
    )
)
