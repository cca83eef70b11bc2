"""Colours and widths: the one place that decides how things look.

The colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart. Levels
differ in line style and wording too, never in colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

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
    """How a level is shown: of the indicator or, ``lying``, of the direct test."""

    level: Level | ThomasLevel
    alike: Level
    """The level of the indicator that looks the same."""
    color: Color
    edge: Color
    dash_u: tuple[float, float] | None
    hatch: bool
    lying: bool = False

    @property
    def title(self) -> str:
        """As a heading, in the language of the moment."""
        if self.lying:
            return thomas_words.LEVELS[cast(ThomasLevel, self.level)].title
        return level_words.LEVELS[cast(Level, self.level)].title

    @property
    def tag(self) -> str:
        """In the picture."""
        if self.lying:
            return thomas_words.LEVELS[cast(ThomasLevel, self.level)].tag
        return level_words.LEVELS[cast(Level, self.level)].tag

    @property
    def line(self) -> str:
        """The line style in words, for the legend."""
        return picture_words.LEVEL_LINES[self.alike]


def _look(
    level: Level, color: Color, edge: Color, dash_u: tuple[float, float] | None, *, hatch: bool = False
) -> LevelStyle:
    return LevelStyle(level, level, color, edge, dash_u, hatch)


LEVELS: Final[Mapping[Level, LevelStyle]] = {
    "not_suggested": _look("not_suggested", (0, 158, 115), (0, 84, 62), None),
    "inconclusive": _look("inconclusive", (226, 198, 62), (110, 90, 8), (9.0, 5.0)),
    "suggested": _look("suggested", (213, 94, 0), (120, 44, 0), None),
    "cannot_say": _look("cannot_say", (214, 218, 222), (110, 118, 126), (2.5, 4.5), hatch=True),
}


_ALIKE: Final[Mapping[ThomasLevel, Level]] = {
    "extension_usual": "not_suggested",
    "borderline": "inconclusive",
    "extension_limited": "suggested",
    "cannot_say": "cannot_say",
}
THOMAS_LEVELS: Final[Mapping[ThomasLevel, LevelStyle]] = {
    level: replace(LEVELS[like], level=level, lying=True) for level, like in _ALIKE.items()
}
"""The direct test's levels look as those of a standing photo that mean as much."""


def cased(color: Color, width_u: float, *, dash_u: tuple[float, float] | None = None) -> Stroke:
    """A line that shows on light and dark photos alike: colour, in a white casing."""
    return Stroke(color, width_u, dash_u=dash_u, casing=WHITE, casing_u=2.0, casing_alpha=0.8)
