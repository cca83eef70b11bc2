"""How a value was had, in words: in a few beside it, and in a sentence of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analyzer.language import Table
from analyzer.types.codes import Method


@dataclass(frozen=True, slots=True)
class MethodText:
    """The words of a method.

    Attributes
    ----------
    brief : str
        After the name of the measure.
    how : str
        After "How it was had:".
    badge : str
        Beside the value, where the method is worth it.
    """

    brief: str
    how: str
    badge: str = ""


_FROM_OUTLINE: Final = MethodText(
    "estimated from the outline",
    "estimated. The bony points cannot be seen in a photo, so the tilt is worked out from the outline of the "
    "body. That is why its likely range is wide.",
)
_METHODS: Final[Mapping[Method, MethodText]] = {
    "points": MethodText(
        "between two points",
        "measured between the two bony points that you placed on the photo.",
        "from marked points",
    ),
    "markers": MethodText(
        "between two dots on the skin",
        "measured between two dots that were found on the bony points.",
        "from dots on the skin",
    ),
    "estimated_from_back_profile": _FROM_OUTLINE,
    "estimated_from_corrected_back_profile": _FROM_OUTLINE,
    "estimated_under_clothes": MethodText(
        "estimated, as clothes hide the back",
        "estimated. Clothes hide the back, so it is worked out from everything that can be seen around it. "
        "That is why its likely range is wide.",
        "estimated under clothes",
    ),
    "back_profile": MethodText("from the outline of the back", "measured on the outline of the back."),
    "corrected_back_profile": MethodText(
        "from the outline of the back", "measured on the outline of the back, as you corrected it."
    ),
    "landmarks": MethodText(
        "from the points of the pose model",
        "measured between points that the pose model finds, with their mean error taken out.",
    ),
    "corrected_landmarks": MethodText(
        "from the points of the joints", "measured between points of the joints, as you placed them."
    ),
    "thigh_to_trunk": MethodText(
        "from the points of the pose model", "measured between the thigh and the trunk."
    ),
    "thigh_to_pelvis": MethodText(
        "from the points of the pose model and the pelvis",
        "measured between the thigh and the pelvis, whose tilt was measured.",
    ),
    "limb_outline": MethodText(
        "from the outline of the leg",
        "measured along the middle of thigh and shank, between both edges of their outline.",
    ),
    "markers_and_standing": MethodText(
        "from dots, and the own standing photo",
        "measured between dots on the front hip bone and the greater trochanter. The angle between them and "
        "the back hip bone, which the table hides, comes from the same person's standing photo.",
        "from dots on the skin",
    ),
    "against_standing": MethodText(
        "against the own standing photo",
        "measured as the difference to the same person's standing photo, so the shape of the bone cancels.",
    ),
}
METHODS: Final[Mapping[Method, MethodText]] = Table(_METHODS)


def method_text(method: Method | None) -> MethodText:
    """The words of a method; its own name when another version has measured that way, none for none."""
    if method is None:
        return MethodText("", "")
    return METHODS.get(method, MethodText("", method.replace("_", " ")))
