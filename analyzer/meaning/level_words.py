"""What is said of a level of the indicator, and of the evidence for it: words that all places share.

Facts come from docs/method.md, where their sources are; what is only taught says so. What can be done next
within the app, with its pages, is said there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from analyzer.types.codes import Direction, Level, MeasureName


@dataclass(frozen=True, slots=True)
class LevelText:
    """The words of a level.

    Attributes
    ----------
    title : str
        As a heading.
    tag : str
        In the picture.
    summary, summary_several : str
        As one sentence, of one photo and of several.
    meaning : str
        What it may mean.
    next_steps : tuple of str
        What to do next, away from the app.
    """

    title: str
    tag: str
    summary: str
    summary_several: str
    meaning: str
    next_steps: tuple[str, ...]


LEVELS: Final[Mapping[Level, LevelText]] = {
    "suggested": LevelText(
        title="Pattern seen",
        tag="pattern seen",
        summary="This photo shows a pattern often seen with a shortened psoas.",
        summary_several="These photos together show a pattern often seen with a shortened psoas.",
        meaning=(
            "A tight psoas can turn the pelvis forward and deepen the hollow of the low back. This photo "
            "shows both. It is no proof: bones, habits and the moment can look the same."
        ),
        next_steps=(
            (
                "Ask a physiotherapist for the modified Thomas test: it shows directly how far the hip can "
                "stretch."
            ),
            "For a comparison later: two or three photos, taken in the same way, stepping away in between.",
            "Gentle exercises and massage can be tried. With pain, ask a professional first.",
        ),
    ),
    "not_suggested": LevelText(
        title="Pattern not seen",
        tag="pattern not seen",
        summary="This photo shows no pattern that points to a shortened psoas.",
        summary_several="These photos together show no pattern that points to a shortened psoas.",
        meaning=(
            "The pelvis and the low back show no sign of a psoas that pulls them forward. A psoas can "
            "still be tight: how somebody stands says little about the length of the muscle."
        ),
        next_steps=(
            "Nothing needs to be done because of this photo.",
            "If hip or low back trouble you all the same, a physiotherapist can test the muscle directly.",
        ),
    ),
    "inconclusive": LevelText(
        title="Not clear either way",
        tag="not clear",
        summary="This photo speaks neither clearly for nor clearly against a shortened psoas.",
        summary_several=(
            "These photos together speak neither clearly for nor clearly against a shortened psoas."
        ),
        meaning=(
            "Some signs are weak, or point in different directions. That happens often, and is neither "
            "good nor bad news. A second photo or the direct test says more."
        ),
        next_steps=(
            "The modified Thomas test by a physiotherapist answers the question directly.",
            "Two or three more photos, stepping away in between, show which values stay the same.",
        ),
    ),
    "cannot_say": LevelText(
        title="Cannot say from this photo",
        tag="cannot say",
        summary="This photo does not show enough of the low back to say anything about the psoas.",
        summary_several="These photos do not show enough of the low back to say anything about the psoas.",
        meaning=(
            "The low back is hidden or unclear in this photo. Rather than guess, nothing is said about it. "
            "A better photo is usually all it takes."
        ),
        next_steps=(
            "Take the photo again: low back free, tight clothes or few, hair up.",
            "The modified Thomas test by a physiotherapist answers the question directly.",
        ),
    ),
}
CAVEAT: Final = (
    "This is an indicator from {photos}, not a diagnosis. People stand differently from minute to minute, "
    "the shape of the pelvic bone differs between people, and a tight psoas is only one of several reasons "
    "for such a pattern. A change within the same person says more than one value."
)
"""What the indicator is not."""
DIRECT_TEST: Final = (
    "The modified Thomas test, done by a physiotherapist who keeps the pelvis from moving, shows directly "
    "how far the hip flexors let the thigh go back."
)
SWAY: Final = (
    "The hips stand well in front of the ankles (sway-back). In this stance the psoas is taught to be "
    "long, not short."
)
"""What a sway-back stance says."""

DIRECTIONS: Final[Mapping[Direction, str]] = {
    "for": "Points to a short psoas",
    "against": "Points away from it",
    "neutral": "Says neither",
}
"""Headings of the evidence, in their order."""
DIRECTION_TAGS: Final[Mapping[Direction, str]] = {"for": "For", "against": "Against", "neutral": "Neither"}
"""The same in the picture."""

EvidenceCase = Direction | Literal["flat", "reversed", "hidden"]
EVIDENCE: Final[Mapping[MeasureName, Mapping[EvidenceCase, str]]] = {
    "pelvic_tilt": {
        "for": "The pelvis tips further forward than in most people.",
        "against": "The pelvis does not tip forward more than usual.",
        "neutral": "It is not sure that the pelvis tips more than usual.",
        "hidden": "Clothes hide the back, so it is not sure whether the pelvis tips more than usual.",
    },
    "sacral_slope": {
        "for": "The back of the pelvis slopes more than in most people.",
        "against": "The back of the pelvis does not slope more than usual.",
        "neutral": "The slope at the back of the pelvis is within the usual range.",
        "hidden": "Clothes hide the back, so it is not sure that the pelvis slopes more than usual.",
    },
    "lumbar_lordosis": {
        "for": "The low back is more hollow than in most people.",
        "against": "The low back is not more hollow than usual.",
        "flat": "The low back is flat: it has hardly any hollow.",
        "reversed": (
            "The low back is flat, and even curves slightly backward where most people have a hollow."
        ),
        "neutral": "The hollow of the low back is within the usual range.",
        "hidden": "Clothes hide the hollow of the low back. Tuck the shirt in for the next photo.",
    },
    "pelvic_shift": {
        "against": ("The hips stand well in front of the ankles. This sway-back stance is another pattern."),
        "neutral": "The hips do not stand clearly too far in front of the ankles.",
    },
    "hip_extension_angle": {
        "for": "The hips are bent more than usual while standing.",
        "against": "The hips are stretched while standing, which needs a long psoas.",
        "neutral": "The hips are neither clearly bent nor clearly stretched.",
    },
    "knee_angle": {
        "neutral": (
            "The knees are bent, which changes the tilt of the pelvis. A photo with straight knees says more."
        ),
    },
}
"""What a measure says about the question. A flat back and a reversed curve speak against it."""


def caveat(photos: int = 1) -> str:
    """What the indicator is not, of so many photos."""
    return CAVEAT.format(photos="one photo" if photos == 1 else f"{photos} photos")
