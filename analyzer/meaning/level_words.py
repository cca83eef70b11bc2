"""What is said of a level of the indicator, and of the evidence for it: words that all places share.

What a level rests on in one case is said in `analyzer.meaning.ground_words`.

Facts come from docs/method.md, where their sources are; what is only taught says so. What can be done next
within the app, with its pages, is said there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analyzer.language import Table, mark, trn
from analyzer.meaning.decision import Case
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
        What it may mean, where more is not known (results of versions before 0.5).
    """

    title: str
    tag: str
    summary: str
    summary_several: str
    meaning: str


WRITTEN: Final[Mapping[Level, LevelText]] = {
    "suggested": LevelText(
        title="Pattern seen",
        tag="pattern seen",
        summary="This photo shows a pattern often seen with a shortened psoas.",
        summary_several="These photos together show a pattern often seen with a shortened psoas.",
        meaning=(
            "A tight psoas can turn the pelvis forward and deepen the hollow of the low back. A photo is no "
            "proof: bones, habits and the moment can look the same."
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
    ),
    "inconclusive": LevelText(
        title="Not clear either way",
        tag="not clear",
        summary="This photo speaks neither clearly for nor clearly against a shortened psoas.",
        summary_several=(
            "These photos together speak neither clearly for nor clearly against a shortened psoas."
        ),
        meaning=(
            "The signs are not enough for an answer. That happens often, and is neither good nor bad news. "
            "A second photo or the direct test says more."
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
    ),
}
"""The words of the levels as they are written down, for tables of words that repeat some of them."""
LEVELS: Final[Mapping[Level, LevelText]] = Table(WRITTEN)
DIRECT_TEST: Final = mark(
    "The modified Thomas test, done by a physiotherapist who keeps the pelvis from moving, shows directly "
    "how far the hip flexors let the thigh go back."
)
SWAY: Final = mark(
    "The hips stand well in front of the ankles (sway-back). In this stance the psoas is taught to be "
    "long, not short."
)
"""What a sway-back stance says."""

_DIRECTIONS: Final[Mapping[Direction, str]] = {
    "for": "Points to a short psoas",
    "against": "Points away from it",
    "neutral": "Says neither",
}
DIRECTIONS: Final[Mapping[Direction, str]] = Table(_DIRECTIONS)
"""Headings of the evidence, in their order."""
DIRECTION_TAGS: Final[Mapping[Direction, str]] = Table(
    {"for": "For", "against": "Against", "neutral": "Neither"}
)
"""The same in the picture."""

_EVIDENCE: Final[Mapping[MeasureName, Mapping[Case, str]]] = {
    "pelvic_tilt": {
        "surely_more": "The pelvis tips further forward than in most people.",
        "looks_far_more": "The pelvis looks tipped far forward, but that is not sure.",
        "looks_more": "The pelvis looks tipped further forward than usual, but that is not sure.",
        "unsure": "It is not sure whether the pelvis tips further forward than usual.",
        "not_far": (
            "The pelvis does not tip far forward. Whether it does so a little more than usual is not sure."
        ),
        "looks_backward": "The pelvis looks tipped backward, but that is not sure.",
        "looks_backward_unsure": (
            "The pelvis looks tipped backward, but that is so unsure that it may as well tip forward."
        ),
        "not_more": "The pelvis does not tip forward more than usual.",
        "perhaps_backward": (
            "The pelvis does not tip forward more than usual. It is level, or tips a little backward."
        ),
        "backward": "The pelvis tips backward.",
    },
    "sacral_slope": {
        "surely_more": "The back of the pelvis slopes more than in most people.",
        "more": (
            "The back of the pelvis slopes more than in most people, though its likely range reaches into "
            "the usual."
        ),
        "looks_more": "The back of the pelvis looks more sloped than usual, but that is not sure.",
        "unsure": "It is not sure whether the back of the pelvis slopes more than usual.",
        "within": "The slope at the back of the pelvis is within the usual range.",
        "not_more": "The back of the pelvis does not slope more than usual.",
    },
    "lumbar_lordosis": {
        "surely_more": "The low back is more hollow than in most people.",
        "more": (
            "The low back is more hollow than in most people, though its likely range reaches into the usual."
        ),
        "looks_far_more": "The low back looks more hollow than usual, but that is not sure.",
        "upper_end": "The low back may well be more hollow than usual, but that is not sure.",
        "unsure": "It is not sure whether the low back is more hollow than usual.",
        "within": "The hollow of the low back is within the usual range.",
        "not_more": "The low back is not more hollow than usual.",
        "not_more_upper_end": (
            "The low back is not more hollow than usual, though perhaps at the upper end of that."
        ),
        "flat": "The low back is flat: it has hardly any hollow.",
        "reversed": (
            "The low back is flat, and even curves slightly backward where most people have a hollow."
        ),
    },
    "pelvic_shift": {
        "far_in_front": (
            "The hips stand well in front of the ankles, as in sway-back, which is another pattern."
        ),
        "not_at_all_in_front": "The hips do not stand in front of the ankles.",
        "not_in_front": "The hips do not stand clearly too far in front of the ankles.",
    },
    "hip_extension_angle": {
        "bent": "The hips are clearly bent while standing.",
        "rather_bent": "The hips are bent while standing, as they are in many people.",
        "neither": "The hips are neither clearly bent nor clearly stretched.",
        "rather_stretched": "The hips are stretched while standing, as they are in many people.",
        "stretched": "The hips are clearly stretched while standing, which needs a long psoas.",
        "bent_to_pelvis": "Against the pelvis, the hips are bent more than usual.",
        "usual_to_pelvis": "Against the pelvis, the hips are not clearly bent or stretched more than usual.",
        "stretched_to_pelvis": (
            "Against the pelvis, the hips are stretched more than usual, which needs a long psoas."
        ),
    },
    "knee_angle": {
        "bent": (
            "The knees are bent, which changes the tilt of the pelvis. A photo with straight knees says more."
        ),
    },
}
EVIDENCE: Final[Mapping[MeasureName, Mapping[Case, str]]] = Table(_EVIDENCE)
"""What a measure says about the question, by its case."""
UNDER_CLOTHES: Final = mark("Clothes hide the back.")
"""Stands behind what is not sure because of them."""


def caveat(photos: int = 1) -> str:
    """What the indicator is not, of so many photos."""
    return trn(
        "This is an indicator from one photo, not a diagnosis. People stand differently from minute to "
        "minute, the shape of the pelvic bone differs between people, and a tight psoas is only one of "
        "several reasons for such a pattern. A change within the same person says more than one value.",
        "This is an indicator from {count} photos, not a diagnosis. People stand differently from minute to "
        "minute, the shape of the pelvic bone differs between people, and a tight psoas is only one of "
        "several reasons for such a pattern. A change within the same person says more than one value.",
        photos,
    )
