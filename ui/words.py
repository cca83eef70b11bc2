"""Words of the app: what to do next on its pages; what is said of results is in `analyzer.meaning`.

Facts come from docs/method.md, where their sources are; what is only taught says so.
"""

from __future__ import annotations

from typing import Final

from analyzer.types.codes import Level

NEXT: Final[dict[Level, tuple[str, ...]]] = {
    "suggested": (
        "Ask a physiotherapist for the modified Thomas test: it shows directly how far the hip can stretch.",
        "Take two or three more photos, stepping away in between: people stand differently each time.",
        "Gentle exercises and massage can be tried, see *Learn*. With pain, ask a professional first.",
    ),
    "not_suggested": (
        "Nothing needs to be done because of this photo.",
        "If hip or low back trouble you all the same, a physiotherapist can test the muscle directly.",
        "Keep the photo if you want to compare later. Take the next one in the same way.",
    ),
    "inconclusive": (
        "Take two or three more photos, stepping away in between, and add them all at once: then you see "
        "which values stay the same.",
        "Place the points of the pelvis yourself on *Correct*. The tilt is then measured, not estimated.",
        "The modified Thomas test by a physiotherapist answers the question directly.",
    ),
    "cannot_say": (
        "Take the photo again as described below: low back free, tight clothes or few, hair up.",
        "If you can see the back in the photo better than the analyzer does, place the points on *Correct*.",
        "The modified Thomas test by a physiotherapist answers the question directly.",
    ),
}

GOOD_PHOTO: Final = (
    "Turn exactly sideways, so that one shoulder hides the other.",
    "Camera 3 m away, level, at the height of the pelvis.",
    "The whole person in the picture, from head to feet, looking ahead.",
    "Feet parallel, weight on both, knees straight, barefoot.",
    "Arms folded in front or lifted forward, so that the low back is free.",
    "Tight clothes or few, hair up, a plain background, good light.",
    "Two or three photos, stepping away in between.",
)
