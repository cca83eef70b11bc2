"""The words of the page of the direct test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import Table, mark
from analyzer.types.thomas import SupinePoint

INTRO: Final = mark(
    "A standing photo gives indicators. This test asks the hip flexors themselves: how far does the thigh "
    "sink when the pelvis is held? It is the modified Thomas test, measured from a photo."
)
STEPS: Final = mark(
    (
        "Sit on the very end of a firm table, roll back and lie down, both knees at the chest.",
        "Hold one knee with both hands, close enough for the low back to lie flat on the table.",
        "Let the other leg hang over the end, without any effort, for ten seconds. Nothing may touch the "
        "foot.",
        "The camera stands at the height of the table, straight from the side, on the side of the hanging "
        "leg. Head, knees, feet and the edge of the table are in the picture, held sideways (landscape).",
        "Take three photos of each leg, relaxing in between. For the right leg the camera stands on the "
        "right.",
    )
)
"""How the test is done and photographed (docs/thomas.md)."""
CARE: Final = mark(
    "Do not do this test alone if lying down or getting up is difficult, after a hip operation, or with pain "
    "that it makes worse. Somebody beside the table can help and take the photo."
)
DOTS: Final = mark(
    "With small round stickers on the front hip bone (ASIS) and on the bony knob at the side of the hip "
    "(greater trochanter), and a standing photo of the same person with stickers there and on the back hip "
    "bone (PSIS), the tilt of the pelvis is taken into account."
)
LAYER_TITLES: Final = Table(
    {
        "outline": "Edges of leg and back",
        "table": "Table and horizontal",
        "angles": "Angles",
        "landmarks": "Points",
    }
)
SIDE_TITLES: Final = Table({"left": "Left hip", "right": "Right hip"})
SIDE_AND_PHOTO: Final = Table({"left": "Left hip, photo: {name}", "right": "Right hip, photo: {name}"})
ALT: Final = Table(
    {
        "left": "The photo, with the head to the left.",
        "right": "The photo, with the head to the right.",
    }
)
MEDIANS: Final = mark("The middle values of {count} photos; small lines are the single photos.")
NO_WARNINGS: Final = mark("Nothing was found that spoils this photo.")
STILL_THERE: Final = mark("Below: the photos that could be used.")
CORRECT: Final = mark("Move points that are off")
WITH_STANDING: Final = mark("Put the standing photo from “Check a photo” into the report, too ({names})")
AWAY: Final = mark("Take these photos off this page (they stay in the visit)")
POINTS: Final[Mapping[SupinePoint, tuple[str, str, str]]] = Table(
    {
        "hip": ("Hip", "Greater trochanter", "Place it on the bony knob at the side of the hip."),
        "knee": (
            "Knee",
            "Outer side of the knee",
            "Place it on the bony knob at the outer side of the knee, at the lower end of the thigh bone.",
        ),
        "ankle": ("Ankle", "Outer ankle bone", "Place it on the tip of the outer ankle bone."),
        "other_knee": ("Held knee", "Knee that is held", "Place it on the middle of the knee that is held."),
        "shoulder": ("Shoulder", "Shoulder", "Place it on the bony roof of the shoulder."),
        "asis": (
            "ASIS",
            "Front hip bone (ASIS)",
            "Place it on the bony tip at the front of the pelvis, or on the sticker there.",
        ),
    }
)
"""Short name, title and where it belongs; what matters most comes first. The table hides PSIS."""
FROM_PHOTO: Final = mark("Measured from the photo. Points that you move are believed.")
