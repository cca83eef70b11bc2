"""Colours, widths and words: the one place that decides how things look and what they are called.

The colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart. Levels
differ in line style and wording too, never in colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analyzer.overlay.primitives import Color, Stroke

INK: Final[Color] = (24, 36, 48)
MUTED: Final[Color] = (92, 104, 116)
FAINT: Final[Color] = (150, 160, 170)
HAIR: Final[Color] = (220, 225, 230)
PAPER: Final[Color] = (251, 251, 249)
WHITE: Final[Color] = (255, 255, 255)

GLUTEAL: Final[Color] = (204, 121, 167)
LUMBAR: Final[Color] = (0, 114, 178)
THORACIC: Final[Color] = (86, 180, 233)
REGIONS: Final = (
    ("gluteal", "Buttocks", GLUTEAL),
    ("lumbar", "Low back", LUMBAR),
    ("thoracic", "Upper back", THORACIC),
)

BONE: Final[Color] = (250, 242, 222)
BONE_EDGE: Final[Color] = (104, 88, 62)
TILT: Final[Color] = (176, 74, 0)
BAND: Final[Color] = (214, 228, 222)


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """How a level of the indicator is shown."""

    title: str
    tag: str
    color: Color
    edge: Color
    dash_u: tuple[float, float] | None
    hatch: bool
    line: str
    """The line style in words, for the legend."""


LEVELS: Final = {
    "not_suggested": LevelStyle(
        "Pattern not seen", "pattern not seen", (0, 158, 115), (0, 84, 62), None, False, "thin solid edge"
    ),
    "inconclusive": LevelStyle(
        "Not clear either way", "not clear", (226, 198, 62), (110, 90, 8), (9.0, 5.0), False, "dashed edge"
    ),
    "suggested": LevelStyle(
        "Pattern seen", "pattern seen", (213, 94, 0), (120, 44, 0), None, False, "bold solid edge"
    ),
    "cannot_say": LevelStyle(
        "Cannot say from this photo", "cannot say", (214, 218, 222), (110, 118, 126), (2.5, 4.5), True,
        "dotted edge, hatched",
    ),
}  # fmt: skip


def cased(color: Color, width_u: float, *, dash_u: tuple[float, float] | None = None) -> Stroke:
    """A line that shows on light and dark photos alike: colour, in a white casing."""
    return Stroke(color, width_u, dash_u=dash_u, casing=WHITE, casing_u=2.0, casing_alpha=0.8)
