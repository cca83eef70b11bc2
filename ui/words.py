"""Words of the app that several pages share; what is said of results is in `analyzer.meaning`.

Facts come from docs/method.md, where their sources are; what is only taught says so.
"""

from __future__ import annotations

from typing import Final

GOOD_PHOTO: Final = (
    "Turn exactly sideways, so that one shoulder hides the other.",
    "Camera 3 m away, level, at the height of the pelvis.",
    "The whole person in the picture, from head to feet, looking ahead.",
    "Feet parallel, weight on both, knees straight, barefoot.",
    "Arms folded in front or lifted forward, so that the low back is free.",
    "Tight clothes or few, hair up, a plain background, good light.",
    "Two or three photos, stepping away in between.",
)
