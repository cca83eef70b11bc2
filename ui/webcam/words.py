"""Words of the webcam page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from analyzer.language import Table, mark, tr
from analyzer.types.codes import Facing
from ui.webcam import RANGE, STANCE

INTRO: Final = mark(
    "Stand sideways before a camera, hands free. Big words, colours and tones say what to do, the pictures "
    "take themselves, and the result is that of several pictures together."
)


@dataclass(frozen=True, slots=True)
class Hint:
    """What to do first, with a sign."""

    sign: str = field(metadata={"text": False})
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """What can be recorded, and how."""

    name: str = field(metadata={"text": False})
    title: str
    how: tuple[Hint, ...]


HOW: Final = (
    Hint("camera", "Put the screen on a chair or table, about as high as your hips, and upright."),
    Hint("person", "Tight clothes or few, hair up, shoes off. Light from the front."),
    Hint(
        "middle", "Start the camera, then stand three metres away, so that you can be seen from head to feet."
    ),
    Hint("arms", "Turn sideways, arms forward. The rest is said, and counted down."),
)
HOW_RANGE: Final = (
    Hint("camera", "Put the screen on a chair or table, about as high as your hips, and upright."),
    Hint(
        "person",
        "Tight clothes or few, so that waist and low back can be seen. Stand three metres away, sideways.",
    ),
    Hint(
        "tip_forward",
        "Try it first. Forward (rising tones): the tailbone goes back and up, the low back hollows.",
    ),
    Hint(
        "tip_back",
        "Back (falling tones): the tailbone goes down and under, the low back flattens. Chest and knees stay "
        "still.",
    ),
)
TASKS: Final = mark((Task(STANCE, "How I stand", HOW), Task(RANGE, "Range of my pelvis", HOW_RANGE)))
HERE: Final = mark(
    "Nothing is uploaded anywhere. The pictures go from the browser to this program on this computer, are "
    "not saved, and are gone soon after this page is closed."
)
ELSEWHERE: Final = mark(
    "The pictures go from this browser to the program on the computer **{host}**, and nowhere else. There "
    "they are not saved, and are gone soon after this page is closed."
)
OTHER_WAYS: Final = mark(
    "Without a camera here, take a photo with a phone and upload it. Or let this browser take a single "
    "photo: somebody has to press the button."
)
TAKEN: Final = mark(
    "Several pictures were taken within a second. Dot: the middle value. Small lines: the single pictures. "
    "Thick line: the likely range (95 %), which several pictures of one moment do not make narrower."
)
CORRECTED: Final = mark(
    "You corrected this picture. These are its values; the middle value of the pictures knows nothing of it."
)
LAST_TIME: Final = mark(
    "Give the pictures of last time, or the file that you downloaded then (ZIP or JSON). The page Before and "
    "after says which differences mean something."
)
NO_RESULT: Final = mark(
    "This file is no result of this program. Please give a photo, or the ZIP or JSON file that you "
    "downloaded last time."
)
HIDDEN: Final = mark(
    "Your clothes hide the low back. What lies under them is estimated, with wide ranges. For more, tuck the "
    "shirt in, or wear tight clothes, and take it again."
)
NO_ALARM: Final = mark(
    "It is no reason to worry: what counts is what several recordings, on different days, have in common."
)
SIDES: Final[Mapping[Facing, str]] = Table({"right": "Right side", "left": "Left side"})
ONE_SIDE: Final[Mapping[Facing, str]] = Table(
    {
        "right": "Only the right side was taken, so the sides cannot be compared. *Again* takes both.",
        "left": "Only the left side was taken, so the sides cannot be compared. *Again* takes both.",
    }
)
NOTHING_SPOILS: Final = mark("Nothing was found that spoils these pictures.")
IN_THE_SCRIPT: Final = mark(
    (
        # camera.js
        "The browser gives no page a camera unless its address begins with https or is this computer's own "
        "(localhost). Please open the page that way.",
        "The browser was not allowed to use the camera. Click the camera sign beside the address, allow it, "
        "and start the camera again.",
        "No camera was found. Please connect one and start the camera again.",
        "The camera is in use by another program. Please close that program, then start the camera again.",
        "The camera was unplugged or switched off. Please connect it and start the camera again.",
        "The camera could not be started. Please connect it anew, or choose another one, and start it again.",
        # live.js
        "This camera gives small pictures. It works; a better one gives narrower ranges.",
        "The camera gives only a few pictures a second, which takes a little longer. More light often helps.",
        "The program is busy with other people, so it answers slowly. It goes on; a little later is quicker.",
        "The camera sends no pictures. Is its cover closed, or a switch off?",
        "The page was hidden, so it waits. Go on when you are ready.",
        "The connection was interrupted. It is being restored.",
        "The camera was switched off, because the page was hidden. Start it again to go on.",
        "{share} % of the pictures are looked at.",
        "{advice} Then press Try again.",
        # main.js
        "Start the camera",
        "Take both sides, one after the other",
        "Tones, and speech where this computer has a voice",
        "My camera shows a mirror image (writing is reversed)",
        "What to look at",
        "Test the sound",
        "This is the voice that guides you.",
        "This computer plays no sound. The screen says everything.",
        "Two tones and a voice. Too quiet? Turn the volume up before you step back.",
        "Two tones; this computer has no voice of its own. Too quiet? Turn the volume up.",
        # stage.js
        "In the picture",
        "Sideways",
        "Arms lifted",
        "Standing still",
        "Pictures",
        "Webcam guide",
        "Steps",
        "Your camera, as a mirror",
        "Stop",
        "Sound",
        "One side is enough",
        "Show the result",
        "Try again",
        "Back to the page",
        "Camera",
        "First side",
        "Second side",
        "Both sides",
        "Sound is off",
        "Sound is on",
        "Camera {number}",
        # wire.js
        "The camera's pictures are too large for the program. Please choose another camera.",
        "The program does not take pictures from this address. Please open the page as it was given to you.",
        "The page and the program do not understand each other. Please reload the page.",
        "This page was open for too long. Please reload it.",
        "Nothing was heard of the camera for a while. Please start again.",
        "Too many cameras are in use at the moment. Please try again in a few minutes.",
        "The connection to the program was lost. Please reload the page; if that does not help, start the "
        "program again.",
    )
)
"""What the page's scripts say."""
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


def say_privacy(address: str) -> str:
    """Where the pictures go, for a page that was opened at this address."""
    host = urlsplit(address).hostname or ""
    return tr(HERE) if host in _LOCAL or host.endswith(".localhost") else tr(ELSEWHERE, host=host or "?")
