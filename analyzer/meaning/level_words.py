"""What a result may mean, and more about each measure: words that the app and the report share.

Facts come from docs/method.md, where their sources are; what is only taught says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzer.types.codes import Level

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
NEXT_STEPS: Final[dict[Level, tuple[str, ...]]] = {
    "suggested": (
        "Ask a physiotherapist for the modified Thomas test: it shows directly how far the hip can stretch.",
        "For a comparison later: two or three photos, taken in the same way, stepping away in between.",
        "Gentle exercises and massage can be tried. With pain, ask a professional first.",
    ),
    "not_suggested": (
        "Nothing needs to be done because of this photo.",
        "If hip or low back trouble you all the same, a physiotherapist can test the muscle directly.",
    ),
    "inconclusive": (
        "The modified Thomas test by a physiotherapist answers the question directly.",
        "Two or three more photos, stepping away in between, show which values stay the same.",
    ),
    "cannot_say": (
        "Take the photo again: low back free, tight clothes or few, hair up.",
        "The modified Thomas test by a physiotherapist answers the question directly.",
    ),
}
"""What to do next, away from the app."""
SWAY: Final = (
    "The hips stand well in front of the ankles (sway-back). In this stance the psoas is taught to be long, "
    "not short."
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

_ADDRESSES: Final = (
    ("doi ", r"10\.\d{4,9}/[^\s,;)]+", "https://doi.org/{}"),
    ("PubMed ", r"\d{6,9}", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    ("", r"PMC\d{6,9}", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
)
_SOURCE: Final = re.compile("|".join(f"{before}({number})" for before, number, _ in _ADDRESSES))


def linked(text: str) -> Iterator[tuple[str, str | None]]:
    """A text in pieces, each with the address of the article that its DOI, PubMed or PMC number names.

    >>> list(linked("Lippold (PubMed 12345678)."))
    [('Lippold (', None), ('PubMed 12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'), (').', None)]
    """
    done = 0
    for match in _SOURCE.finditer(text):
        if match.start() > done:
            yield text[done : match.start()], None
        assert match.lastindex is not None
        yield match[0], _ADDRESSES[match.lastindex - 1][2].format(match[match.lastindex])
        done = match.end()
    if done < len(text):
        yield text[done:], None
