"""Words of the app that several pages share; what is said of results is in `analyzer.meaning`.

Facts come from docs/method.md, where their sources are; what is only taught says so.
"""

from __future__ import annotations

from typing import Final

from analyzer.language import Table, mark

GOOD_PHOTO: Final = mark(
    (
        "Turn exactly sideways, so that one shoulder hides the other.",
        "Camera 3 m away, level, at the height of the pelvis.",
        "The whole person in the picture, from head to feet, looking ahead.",
        "Feet parallel, weight on both, knees straight, barefoot.",
        "Arms folded in front or lifted forward, so that the low back is free.",
        "Tight clothes or few, hair up, a plain background, good light.",
        "Two or three photos, stepping away in between.",
    )
)
SHORT_WAY: Final = Table(
    {
        "exercises": "Exercises for home",
        "warning": "When to get help",
        "good_photo": "A good photo",
    }
)
"""What most people come for on the page "Learn", by place on it."""
SECTIONS: Final = Table(
    {
        "exercises": "Exercises",
        "warning": "When to get help",
        "good_photo": "A good photo",
        "psoas": "The psoas",
        "causes": "Why it gets tight",
        "helps": "What helps",
        "photo_tells": "What a photo tells",
        "thomas": "The direct test",
        "pelvic_range": "Range of the pelvis",
        "words": "Words",
        "sources": "Sources",
    }
)
"""Everything on that page."""
