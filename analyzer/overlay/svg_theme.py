"""How the words and the ground of an SVG look: light or dark, and in which typeface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from analyzer.overlay import style
from analyzer.overlay.primitives import Color

ThemeName = Literal["light", "dark"]

FONTS: Final = (
    "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', Arimo, 'Noto Sans', Helvetica, "
    "sans-serif"
)
"""Typefaces that systems come with. All but the last are narrower than the one that the scene was measured
with, so that words stay within their room."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of ground and words. The drawing on the photo is the same in every theme.

    Attributes
    ----------
    background : Color
    words : mapping of Color to Color
        What becomes of colours in the panel; others stay.
    ground, silhouette : Color
        Where a photo would be when there is none: around the body, and the body.
    fonts : str
        CSS list of typefaces.
    """

    background: Color
    words: Mapping[Color, Color] = field(default_factory=dict)
    ground: Color = (236, 239, 241)
    silhouette: Color = (208, 215, 221)
    fonts: str = FONTS

    def word(self, color: Color) -> Color:
        """The colour to use for one in the panel."""
        return self.words.get(color, color)


LIGHT: Final = Theme(style.PAPER)
DARK: Final = Theme(
    (19, 24, 30),
    MappingProxyType(
        {
            style.PAPER: (19, 24, 30),
            style.WHITE: (19, 24, 30),
            style.INK: (233, 238, 243),
            style.MUTED: (168, 179, 190),
            style.FAINT: (120, 131, 142),
            style.HAIR: (64, 73, 83),
            style.BAND: (56, 92, 79),
            style.TILT: (255, 164, 100),
            **{level.edge: level.color for level in style.LEVELS.values()},
        }
    ),
)
THEMES: Final[Mapping[ThemeName, Theme]] = MappingProxyType({"light": LIGHT, "dark": DARK})
