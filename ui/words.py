"""Words of the app: what a result may mean, what to do next, and more about each measure.

Facts come from docs/method.md, where their sources are; what is only taught says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from analyzer.types.analysis import Level

MEANING: Final[dict[Level, str]] = {
    "suggested": (
        "A tight psoas can turn the pelvis forward and deepen the hollow of the low back. This photo shows "
        "both. It is no proof: bones, habits and the moment can look the same."
    ),
    "not_suggested": (
        "The pelvis and the low back show no sign of a psoas that pulls them forward. A psoas can still be "
        "tight: how somebody stands says little about the length of the muscle."
    ),
    "inconclusive": (
        "Some signs are weak, or point in different directions. That happens often, and is neither good nor "
        "bad news. A second photo or the direct test says more."
    ),
    "cannot_say": (
        "The low back is hidden or unclear in this photo. Rather than guess, nothing is said about it. "
        "A better photo is usually all it takes."
    ),
}
SWAY: Final = (
    "The hips stand well in front of the ankles (sway-back). In this stance the psoas is taught to be long, "
    "not short."
)

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


@dataclass(frozen=True, slots=True)
class MeasureNote:
    """More about a measure: how to read it, and where its definition comes from."""

    reading: str
    definition: str


WORDS: Final = {
    "pelvic_tilt": MeasureNote(
        "85 % of men and 75 % of women without any symptoms stand with the pelvis tipped forward "
        "(PubMed 21658988), so a forward tilt alone is no fault. The shape of the bone makes the same stance "
        "look different by about 5° between people (PMC2565125), and no photo shows that.",
        "line from PSIS to ASIS against the horizontal, as with a palpation inclinometer (PMC8486407)",
    ),
    "sacral_slope": MeasureNote(
        "It grows when the pelvis tips forward, and can be seen in the photo itself.",
        "surface inclination at the sacrum, as with an inclinometer (doi 10.1155/2016/3817270); here of the "
        "outline seen from the side",
    ),
    "lumbar_lordosis": MeasureNote(
        "Within one person, the curve and the tilt of the pelvis move together: about 11° more of one came "
        "with 11° more of the other (PubMed 8866271). It is the curve of the skin, not of the bones: "
        "X-ray values are larger and must not be compared.",
        "tangents at the inflection points (Lippold 2012, doi 10.1186/1471-2474-13-151)",
    ),
    "lumbar_depth": MeasureNote(
        "It says the same as the curve in another way, whatever the tangents are.",
        "related to the flèche lombaire (PubMed 36901144)",
    ),
    "trunk_inclination": MeasureNote(
        "A lean of a few degrees is usual, and changes from minute to minute.",
        "line from hip to shoulder against the vertical, from the points of the pose model",
    ),
    "hip_extension_angle": MeasureNote(
        "A hip that stays bent while standing can go with a short psoas. This is the stance, not how far the "
        "hip could stretch: that is what the Thomas test shows.",
        "thigh against the trunk, or against the pelvis when its tilt was measured",
    ),
    "pelvic_shift": MeasureNote(
        "Hips far in front of the ankles are a sway-back stance (PMC5836359), another pattern than a hollow "
        "back.",
        "horizontal distance of hip and ankle, in % of thigh and lower leg",
    ),
    "knee_angle": MeasureNote(
        "Bent knees change the tilt of the pelvis: photos with straight knees say more.",
        "hip, knee and ankle, from the points of the pose model",
    ),
    "ear_shoulder_angle": MeasureNote(
        "A stand-in for the craniovertebral angle, which needs the seventh neck vertebra and cannot be seen "
        "in a photo.",
        "line from shoulder to ear against the vertical, from the points of the pose model",
    ),
}

_ESTIMATED: Final = (
    "estimated. The bony points cannot be seen in a photo, so the tilt is worked out from the outline of the "
    "body. That is why its likely range is wide."
)
METHODS: Final = {
    "points": "measured between the two bony points that you placed on the photo.",
    "markers": "measured between two dots that were found on the bony points.",
    "estimated_from_back_profile": _ESTIMATED,
    "estimated_from_corrected_back_profile": _ESTIMATED,
    "back_profile": "measured on the outline of the back.",
    "corrected_back_profile": "measured on the outline of the back, as you corrected it.",
    "landmarks": "measured between points that the pose model finds, with their mean error taken out.",
    "corrected_landmarks": "measured between points of the joints, as you placed them.",
    "thigh_to_trunk": "measured between the thigh and the trunk.",
    "thigh_to_pelvis": "measured between the thigh and the pelvis, whose tilt was measured.",
}

_LINKS: Final = (
    (r"doi (10\.\d{4,9}/[^\s,;)]+)", "https://doi.org/{}"),
    (r"PubMed (\d{6,9})", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    (r"(PMC\d{6,9})", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
)


def source_link(text: str) -> str:
    """Text as HTML, in which DOI, PubMed and PMC numbers lead to the article."""
    result = escape(text)
    for pattern, address in _LINKS:

        def to_link(match: re.Match[str], address: str = address) -> str:
            url = address.format(match.group(1))
            return f'<a href="{url}" target="_blank" rel="noopener noreferrer">{match.group(0)}</a>'

        result = re.sub(pattern, to_link, result)
    return result
