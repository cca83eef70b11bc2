"""What the guide says: for each advice a few words to read from three metres away, and one sentence more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Advice = Literal[
    "nobody",
    "several",
    "too_close",
    "feet",
    "head",
    "aside",
    "too_far",
    "stand",
    "turn",
    "turn_more",
    "turn_round",
    "arms",
    "look",
    "still",
    "count",
    "hold",
    "judging",
    "again",
    "done",
]
Kind = Literal["wait", "act", "good", "done"]
"""Shown as colour and shape: nothing to see yet, do something, keep on like this, finished."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing to do, for people.

    Attributes
    ----------
    text : str
        At most four words: read from far away, and spoken.
    more : str
        One sentence beneath it.
    kind : {"wait", "act", "good", "done"}
    sign : str
        Name of the picture that goes with it.
    """

    text: str
    more: str
    kind: Kind
    sign: str


ADVICE: Final[Mapping[Advice, Instruction]] = MappingProxyType(
    {
        "nobody": Instruction(
            "Step into the picture",
            "Stand about three metres from the camera, so that it sees you from head to feet.",
            "wait",
            "person",
        ),
        "several": Instruction(
            "One person only", "Somebody else is in the picture. Please stand there alone.", "act", "people"
        ),
        "too_close": Instruction("Step back", "The camera has to see you from head to feet.", "act", "back"),
        "feet": Instruction(
            "Step back", "Your feet are not in the picture. Tilting the screen down helps too.", "act", "back"
        ),
        "head": Instruction(
            "Step back", "Your head is not in the picture. Tilting the screen up helps too.", "act", "back"
        ),
        "aside": Instruction("Step to the middle", "You are at the edge of the picture.", "act", "middle"),
        "too_far": Instruction(
            "Come closer", "You are small in the picture. Fill the outline.", "act", "closer"
        ),
        "stand": Instruction(
            "Stand up straight",
            "Both feet on the floor, as you usually stand.",
            "act",
            "person",
        ),
        "turn": Instruction(
            "Turn to your side", "One shoulder towards the camera, a quarter turn.", "act", "turn"
        ),
        "turn_more": Instruction("Turn a little more", "Until one shoulder hides the other.", "act", "turn"),
        "turn_round": Instruction(
            "Now turn round", "The first side is done. Show the camera your other side.", "act", "turn"
        ),
        "arms": Instruction(
            "Lift your arms forward",
            "Stretched out or folded before the chest, so that your low back is free.",
            "act",
            "arms",
        ),
        "look": Instruction("Look straight ahead", "Not at the screen. Listen for the sound.", "act", "look"),
        "still": Instruction("Stand still", "Very good. Breathe calmly, and do not move.", "good", "still"),
        "count": Instruction("Stand still", "The pictures are about to be taken.", "good", "count"),
        "hold": Instruction("Hold still", "The pictures are being taken.", "good", "camera"),
        "judging": Instruction("Thank you", "One moment, the pictures are being looked at.", "good", "wait"),
        "again": Instruction("Once more, please", "", "act", "again"),
        "done": Instruction("Done", "You can come back to the screen.", "done", "check"),
    }
)

PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "loose_clothing": "Your clothes hide the low back. Tuck them in, or wear something tight.",
        "arm_over_back": "An arm hides your back. Lift both arms forward.",
        "low_contrast": "Your back is hard to see. Use more light, or another background.",
        "several_people": "Somebody else is in the picture. Please stand there alone.",
        "no_person": "The pictures were not clear. Use more light, and stand still.",
        "not_side_view": "Turn exactly sideways, one shoulder behind the other.",
        "not_standing": "Stand up straight, on both feet.",
        "body_out_of_frame": "Stand so that the camera sees you from head to feet.",
    }
)
"""Why pictures that were taken are not good enough, by the codes of errors and issues."""
OTHER_PROBLEM: Final = "The pictures could not be used. Stand in the light, and hold still."
