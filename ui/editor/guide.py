"""How to find the bony points of the pelvis, and how to handle the editor, in words for everybody."""

from __future__ import annotations

from typing import Final

from analyzer.language import mark

FINDING: Final = mark(
    (
        (
            "ASIS, at the front",
            (
                "Stand and put your hands on your hips: the edge that you feel is the top of the hip bone.",
                "Follow this edge forward and a little down, until it ends in a hard knob at the front of "
                "the hip.",
                "Stick a small round dot on that knob, on the side that the camera sees.",
            ),
        ),
        (
            "PSIS, at the back",
            (
                "Follow the same edge backward. It ends low at the back, close to the spine. Many people "
                "have a small dimple there.",
                "Slide a thumb down from above until it drops off a bony ledge under the dimple. It is "
                "easier when somebody else feels for it.",
                "Stick a dot there, on the side that the camera sees. Then take the photo with both dots "
                "in sight.",
            ),
        ),
    )
)
"""A title, and what to do step by step, for each of the two points."""
SOURCES: Final = mark(
    "Both points are found by feeling, not by looking. Even for trained examiners the tilt has a standard "
    "error of 1° to 4° ([PMC8486407](https://pmc.ncbi.nlm.nih.gov/articles/PMC8486407/)). Where they lie: "
    "[Physiopedia](https://www.physio-pedia.com/Pelvic_Landmarks), [VH Dissector]"
    "(https://www.vhdissector.com/lessons/surface-palpation-guide/pelvis_hip/bones/PSIS.html). "
    "In a photo without dots nobody can see them: what you place there is a guess, however careful."
)
HOW_TO: Final = mark(
    (
        "**Move a point:** drag it. A magnifier shows what is under your finger. Or choose it and use "
        "*Tap to place*, the arrow buttons or the numbers.",
        "**Keys:** Tab goes from point to point; arrow keys move it, with Shift ten times as far; Escape "
        "takes a move back; Ctrl+Z and Ctrl+Y undo and redo.",
        "**Look closer:** mouse wheel, two fingers, the buttons + and −, or a double tap. Drag the photo "
        "to move it.",
        "**Signs:** a circle is the analyzer's, a dashed circle only a suggestion, a diamond is yours.",
        "**Level:** press *Level*, then tap two places on a door frame or on another upright or level line.",
    )
)
