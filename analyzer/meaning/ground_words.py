"""What is said of a result as a whole: headline and what it may mean, by what the level rests on.

All of it is made from one `Decision`, so that no two sentences can say different things.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from analyzer.language import Table, all_of, mark, tr
from analyzer.meaning.decision import Decision
from analyzer.meaning.level_words import SWAY, WRITTEN
from analyzer.types.codes import Ground, IssueCode, MeasureName


@dataclass(frozen=True, slots=True)
class GroundText:
    """The words of a ground.

    Attributes
    ----------
    summary, summary_several : str
        The headline, of one photo and of several.
    meaning : str
        Why, and what it may mean. ``{pelvis}``, ``{hollow}`` and ``{reason}`` are filled in.
    """

    summary: str
    summary_several: str
    meaning: str


_NO_PROOF: Final = "It is no proof: bones, habits and the moment can look the same."
_STILL: Final = "A psoas can still be tight: how somebody stands says little about the length of the muscle."
_NO_NEWS: Final = "That happens often, and is neither good nor bad news."

_GROUNDS: Final[Mapping[Ground, GroundText]] = {
    "pelvis_and_hollow": GroundText(
        WRITTEN["suggested"].summary,
        WRITTEN["suggested"].summary_several,
        "The pelvis tips forward and the low back is hollow, both more than in most people. A tight psoas "
        f"can do that. {_NO_PROOF}",
    ),
    "slope_and_hollow": GroundText(
        WRITTEN["suggested"].summary,
        WRITTEN["suggested"].summary_several,
        "The back of the pelvis slopes and the low back is hollow, both more than in most people. A tight "
        f"psoas can look like that. How far the pelvis itself tips is not sure. {_NO_PROOF}",
    ),
    "usual": GroundText(
        WRITTEN["not_suggested"].summary,
        WRITTEN["not_suggested"].summary_several,
        f"Pelvis and low back do not look as if a psoas pulled them forward. {_STILL}",
    ),
    "pelvis_backward": GroundText(
        "The pelvis tips backward in this photo. A shortened psoas would tip it forward.",
        "In these photos together the pelvis tips backward. A shortened psoas would tip it forward.",
        f"This is a way of standing, and no fault. {_STILL}",
    ),
    "back_flat": GroundText(
        "The low back is flat in this photo. A shortened psoas would make it more hollow.",
        "In these photos together the low back is flat. A shortened psoas would make it more hollow.",
        f"A flat low back is a way of standing, and no fault. {_STILL}",
    ),
    "sway_back": GroundText(
        "In this photo the hips stand well in front of the ankles, as in sway-back: another pattern than "
        "that of a shortened psoas.",
        "In these photos together the hips stand well in front of the ankles, as in sway-back: another "
        "pattern than that of a shortened psoas.",
        f"{SWAY} {{pelvis}} {{hollow}} So the signs do not fit together.",
    ),
    "clothes": GroundText(
        "Clothes hide the low back, so this photo speaks neither clearly for nor clearly against a "
        "shortened psoas.",
        "Clothes hide the low back, so these photos together speak neither clearly for nor clearly against "
        "a shortened psoas.",
        "What lies under the clothes is estimated, and its likely ranges are too wide for an answer. That is "
        "neither good nor bad news. With the shirt tucked in, or in tight clothes, a photo says more.",
    ),
    "contradiction": GroundText(
        WRITTEN["inconclusive"].summary,
        WRITTEN["inconclusive"].summary_several,
        f"The signs point in different directions. {{pelvis}} {{hollow}} {_NO_NEWS}",
    ),
    "doubtful": GroundText(
        "This photo looks like the pattern of a shortened psoas, but not beyond doubt.",
        "These photos together look like the pattern of a shortened psoas, but not beyond doubt.",
        "{pelvis} {hollow} So the signs are there, but none is beyond doubt. Another photo or the direct "
        "test says more.",
    ),
    "pelvis_only": GroundText(
        "This photo shows one of the two signs of a shortened psoas, but not clearly the other.",
        "These photos together show one of the two signs of a shortened psoas, but not clearly the other.",
        f"{{pelvis}} {{hollow}} The pattern needs both. {_NO_NEWS}",
    ),
    "hollow_only": GroundText(
        "This photo shows one of the two signs of a shortened psoas, but not clearly the other.",
        "These photos together show one of the two signs of a shortened psoas, but not clearly the other.",
        f"{{hollow}} {{pelvis}} The pattern needs both. {_NO_NEWS}",
    ),
    "back_unseen": GroundText(
        "The low back could not be measured, so this photo says nothing clear about a shortened psoas.",
        "The low back could not be measured, so these photos say nothing clear about a shortened psoas.",
        "{reason} {pelvis} The pattern needs pelvis and low back together.",
    ),
    "not_ruled_out": GroundText(
        WRITTEN["inconclusive"].summary,
        WRITTEN["inconclusive"].summary_several,
        "Nothing points surely to a shortened psoas, but the likely ranges of pelvis and low back reach too "
        f"far to rule it out. {_NO_NEWS} Another photo or the direct test says more.",
    ),
    "no_reference": GroundText(
        "No reference was chosen, so nothing is said about what is usual.",
        "No reference was chosen, so nothing is said about what is usual.",
        "The values and their likely ranges stand for themselves. What they say about a shortened psoas can "
        "only be weighed beside what is usual.",
    ),
    "not_seen": GroundText(
        WRITTEN["cannot_say"].summary,
        WRITTEN["cannot_say"].summary_several,
        "{reason} Rather than guess, nothing is said about it. A better photo is usually all it takes.",
    ),
}
GROUNDS: Final[Mapping[Ground, GroundText]] = Table(_GROUNDS)


def _as_far(text: str) -> str:
    return f"As far as the clothes let it be seen, {text[0].lower()}{text[1:]}"


AS_FAR: Final[Mapping[Ground, tuple[str, str]]] = Table(
    {
        ground: (_as_far(_GROUNDS[ground].summary), _as_far(_GROUNDS[ground].summary_several))
        for ground in ("pelvis_and_hollow", "slope_and_hollow", "usual", "pelvis_backward", "back_flat")
    }
)
"""Headlines of answers that were found under clothes: of one photo, and of several."""
ESTIMATED: Final = mark(
    "Clothes hide the low back, so its values are estimated under them, with wide ranges."
)
_FURTHER: Final[Mapping[str, str]] = {
    "not_all_sure": (
        "Not every sign is sure, but the pattern needs pelvis and low back together, and that is ruled out."
    ),
    "hips_bent": "That the hips are bent does not make the pattern by itself.",
    "hips_stretched": "That the hips are stretched does not fit it.",
    "backward": "The pelvis tips backward, which does not fit a shortened psoas.",
    "also_flat": "The low back is flat as well.",
    "perhaps_backward": "The pelvis is level, or tips a little backward.",
}
FURTHER: Final[Mapping[str, str]] = Table(_FURTHER)
"""What is added where it is so."""
_CAUSES: Final[Mapping[IssueCode, str]] = {
    "loose_clothing": "the clothes may stand off the low back",
    "hair_over_back": "hair lies over the back",
    "arm_over_back": "an arm or hand covers part of the back",
    "object_over_back": "something lies over the back",
    "low_contrast": "the back is hard to tell from the background",
    "trunk_rotated": "the person is not turned exactly sideways",
    "low_resolution": "the person is small in the photo",
}
CAUSES: Final[Mapping[IssueCode, str]] = Table(_CAUSES)
"""What makes values less sure, by what was found in the photo: never said of anything else."""
_MOST_CAUSES: Final = 2


def headline_of(decision: Decision, *, several: bool) -> str:
    """The result in one sentence or two."""
    if "under_clothes" in decision.findings and decision.level in ("suggested", "not_suggested"):
        return AS_FAR[decision.ground][several]
    words = GROUNDS[decision.ground]
    return words.summary_several if several else words.summary


def meaning_of(
    decision: Decision, sentences: Mapping[MeasureName, str], causes: Collection[IssueCode]
) -> str:
    """Why the level is as it is, and what that may mean.

    Parameters
    ----------
    decision : Decision
    sentences : mapping of MeasureName to str
        What was said of each measure.
    causes : collection of IssueCode
        What was found in the photo, or in any of several.
    """
    pelvis = [
        sentences[item.measure]
        for item in (decision.of("pelvic_tilt"), decision.of("sacral_slope"))
        if item is not None and (item.direction != "neutral" or item.measure == "pelvic_tilt")
    ]
    text = GROUNDS[decision.ground].meaning.format(
        pelvis=" ".join(pelvis),
        hollow=sentences.get("lumbar_lordosis", ""),
        reason="" if decision.unseen is None else decision.unseen.message,
    )
    parts = [text, *_further(decision)]
    if "under_clothes" in decision.findings and decision.ground != "clothes":
        parts.insert(0, tr(ESTIMATED))
    if decision.level == "inconclusive":
        # That clothes hide the back is said already.
        said = {"loose_clothing"} if "under_clothes" in decision.findings else set()
        own = [words for code, words in CAUSES.items() if code in causes and code not in said]
        if own:
            parts.append(tr("The values are less sure because {causes}.", causes=all_of(own[:_MOST_CAUSES])))
    return " ".join(" ".join(parts).split())


def _further(decision: Decision) -> list[str]:
    """What has to be said besides, so that nothing in the list of evidence stays unexplained."""
    tilt, hip = decision.of("pelvic_tilt"), decision.of("hip_extension_angle")
    keys: list[str] = []
    if decision.level == "not_suggested":
        back = (tilt, decision.of("sacral_slope"), decision.of("lumbar_lordosis"))
        if any(item is not None and item.direction == "neutral" and item.case != "within" for item in back):
            keys.append("not_all_sure")
        if decision.ground == "pelvis_backward" and "back_flat" in decision.findings:
            keys.append("also_flat")
        if tilt is not None and tilt.case == "perhaps_backward":
            keys.append("perhaps_backward")
        if hip is not None and hip.direction == "for":
            keys.append("hips_bent")
    if decision.level == "suggested" and hip is not None and hip.direction == "against":
        keys.append("hips_stretched")
    if decision.ground in ("clothes", "not_ruled_out") and "pelvis_backward" in decision.findings:
        keys.append("backward")
    texts = [FURTHER[key] for key in keys]
    if "sway_back" in decision.findings and decision.ground not in ("sway_back", "not_seen", "no_reference"):
        texts.append(tr(SWAY))
    return texts
