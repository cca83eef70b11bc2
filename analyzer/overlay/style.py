"""Colours and widths: the one place that decides how things look.

The colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart. Levels
differ in line style and wording too, never in colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from analyzer.meaning import level_words, thomas_words
from analyzer.overlay import picture_words
from analyzer.overlay.primitives import Color, Stroke
from analyzer.types.codes import Level, ThomasLevel

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
    ("gluteal", picture_words.REGIONS[0], GLUTEAL),
    ("lumbar", picture_words.REGIONS[1], LUMBAR),
    ("thoracic", picture_words.REGIONS[2], THORACIC),
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


def _words(level: Level) -> tuple[str, str]:
    return level_words.LEVELS[level].title, level_words.LEVELS[level].tag


LEVELS: Final[Mapping[Level, LevelStyle]] = {
    "not_suggested": LevelStyle(
        *_words("not_suggested"), (0, 158, 115), (0, 84, 62), None, False, "thin solid edge"
    ),
    "inconclusive": LevelStyle(
        *_words("inconclusive"), (226, 198, 62), (110, 90, 8), (9.0, 5.0), False, "dashed edge"
    ),
    "suggested": LevelStyle(
        *_words("suggested"), (213, 94, 0), (120, 44, 0), None, False, "bold solid edge"
    ),
    "cannot_say": LevelStyle(
        *_words("cannot_say"), (214, 218, 222), (110, 118, 126), (2.5, 4.5), True,
        "dotted edge, hatched",
    ),
}  # fmt: skip


_ALIKE: Final[Mapping[ThomasLevel, Level]] = {
    "extension_usual": "not_suggested",
    "borderline": "inconclusive",
    "extension_limited": "suggested",
    "cannot_say": "cannot_say",
}
THOMAS_LEVELS: Final[Mapping[ThomasLevel, LevelStyle]] = {
    level: replace(LEVELS[like], title=thomas_words.LEVELS[level].title, tag=thomas_words.LEVELS[level].tag)
    for level, like in _ALIKE.items()
}
"""The direct test's levels look as those of a standing photo that mean as much."""


def cased(color: Color, width_u: float, *, dash_u: tuple[float, float] | None = None) -> Stroke:
    """A line that shows on light and dark photos alike: colour, in a white casing."""
    return Stroke(color, width_u, dash_u=dash_u, casing=WHITE, casing_u=2.0, casing_alpha=0.8)
