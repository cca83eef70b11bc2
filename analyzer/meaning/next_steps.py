"""What to do next, by what the result rests on: in the app, and away from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from analyzer.language import Table
from analyzer.types import Indicator, Measure
from analyzer.types.codes import Ground, Level, MeasureName, ReasonCode

Place = Literal["app", "paper"]
"""Where it is read: only the app has other pages."""
Step = Literal[
    "ask_for_test",
    "test_answers",
    "more_photos",
    "again_tucked",
    "again_free",
    "again_light",
    "again_room",
    "place_pelvis",
    "place_back",
    "gentle",
    "nothing",
    "trouble",
    "stance",
    "choose_reference",
    "keep",
]

_STEPS: Final[Mapping[Step, str]] = {
    "ask_for_test": (
        "Ask a physiotherapist for the modified Thomas test: it shows directly how far the hip can stretch."
    ),
    "test_answers": "The modified Thomas test by a physiotherapist answers the question directly.",
    "more_photos": "Two or three more photos, stepping away in between, show which values stay the same.",
    "again_tucked": "Take the photo again with the shirt tucked in, or in tight clothes.",
    "again_free": "Take the photo again: low back free, tight clothes or few, hair up.",
    "again_light": "Take the photo again with more light, before a plain background of another colour.",
    "again_room": "Take the photo again with some room behind the person.",
    "gentle": "Gentle exercises and massage can be tried. With pain, ask a professional first.",
    "nothing": "Nothing needs to be done because of this result.",
    "trouble": (
        "If hip or low back trouble you all the same, a physiotherapist can test the muscle directly."
    ),
    "stance": (
        "If this way of standing bothers you, a physiotherapist can say what helps. Stretching the psoas is "
        "not the first thing for it."
    ),
}
STEPS: Final[Mapping[Step, str]] = Table(_STEPS)
"""Each step in words that fit everywhere."""
_IN_APP: Final[Mapping[Step, str]] = {
    "ask_for_test": (
        "Do the direct test (the modified Thomas test) with a helper, or ask a physiotherapist for it: it "
        "shows directly how far the hip can stretch."
    ),
    "test_answers": (
        "The direct test (the modified Thomas test), with a helper or by a physiotherapist, answers the "
        "question directly."
    ),
    "more_photos": (
        "Take two or three more photos, stepping away in between, and add them all at once: then you see "
        "which values stay the same."
    ),
    "place_pelvis": (
        "Place the points of the pelvis yourself on *Correct*. The tilt is then measured, not estimated."
    ),
    "place_back": (
        "If you can see the back in the photo better than the analyzer does, place the points on *Correct*."
    ),
    "gentle": (
        "Gentle exercises and massage can be tried, see *Learn*. With pain, ask a professional first."
    ),
    "choose_reference": "Choose a reference below, to see how the values lie against what studies give.",
    "keep": "Keep the photo if you want to compare later. Take the next one in the same way.",
}
IN_APP: Final[Mapping[Step, str]] = Table(_IN_APP)
"""The same on the pages of the app, and steps that only the app has."""

_OF_LEVEL: Final[Mapping[Level, tuple[Step, ...]]] = {
    "suggested": ("ask_for_test", "more_photos", "gentle"),
    "not_suggested": ("nothing", "trouble", "keep"),
    "inconclusive": ("more_photos", "place_pelvis", "test_answers"),
    "cannot_say": ("again_free", "place_back", "test_answers"),
}
_OF_GROUND: Final[Mapping[Ground, tuple[Step, ...]]] = {
    "sway_back": ("stance", "more_photos"),
    "clothes": ("again_tucked", "test_answers"),
    "back_unseen": ("again_free", "place_back", "test_answers"),
    "no_reference": ("choose_reference", "test_answers"),
}
"""Where the ground asks for something else than its level does."""
_AGAIN: Final[Mapping[ReasonCode, Step]] = {
    "loose_clothing": "again_tucked",
    "low_contrast": "again_light",
    "back_not_visible": "again_room",
}
"""What the next photo needs, by why this one could not be measured."""


def next_steps(
    indicator: Indicator,
    measures: Mapping[MeasureName, Measure],
    place: Place = "paper",
    *,
    photos: int = 1,
    tested: bool = False,
    exercises: bool = True,
) -> tuple[str, ...]:
    """What to do next.

    Parameters
    ----------
    indicator : Indicator
    measures : mapping of MeasureName to Measure
        Those that it was made of.
    place : {"app", "paper"}
    photos : int
        How many there are already: of several, no more are asked for.
    tested : bool
        Whether there is a direct test: what it says takes the place of what the photo alone asks for.
    exercises : bool
        Whether exercises and massage may be named because of what was found.
    """
    steps = _OF_LEVEL[indicator.level]
    if indicator.ground is not None:
        steps = _OF_GROUND.get(indicator.ground, steps)
        if indicator.level == "suggested" and "under_clothes" in indicator.findings:
            steps = ("again_tucked", "ask_for_test", "gentle")
    lumbar = measures.get("lumbar_lordosis")
    if "again_free" in steps and lumbar is not None and lumbar.reason is not None:
        again = _AGAIN.get(lumbar.reason.code, "again_free")
        steps = tuple(again if step == "again_free" else step for step in steps)
    tilt = measures.get("pelvic_tilt")
    done = {
        "more_photos": photos > 1,
        "gentle": not exercises,
        **dict.fromkeys(("ask_for_test", "test_answers", "nothing", "trouble"), tested),
        "place_pelvis": tilt is not None and tilt.value is not None and not tilt.estimated,
    }
    steps = tuple(step for step in steps if not done.get(step, False))
    words = {**STEPS, **IN_APP} if place == "app" else STEPS
    return tuple(words[step] for step in steps if step in words)
