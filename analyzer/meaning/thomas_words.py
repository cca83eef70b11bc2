"""What is said of the direct test: its measures, levels, evidence and next steps.

Facts come from docs/thomas.md, where their sources are. Nothing here is a diagnosis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from analyzer.language import Table, mark, tr
from analyzer.meaning.measure_text import MeasureText
from analyzer.types.codes import Level, ThomasLevel, ThomasName
from analyzer.types.landmarks import Side

_THOMAS: Final[Mapping[ThomasName, MeasureText]] = {
    "thigh_angle": MeasureText(
        plain="Thigh against the horizontal",
        technical="thigh angle, modified Thomas test",
        phrase="thigh angle",
        meaning=(
            "How far the hanging thigh lies below the horizontal. Above it (a minus sign) the hip does not "
            "extend to straight while the pelvis is held."
        ),
        reading=(
            "In 300 recreational athletes the thigh hung 11° below the horizontal on average: 16° where "
            "examiners judged the hip flexors free, at the horizontal where they judged them short "
            "(Ferber 2010, PMC2902027)."
        ),
        definition=(
            "Line from the greater trochanter to the lateral epicondyle against the horizontal; + = knee "
            "below the hip. The trigonometric method (ICC .90 to .95, PMC4560013)."
        ),
        ends=("above", "below"),
        mark="horizontal",
        less="higher",
        more="lower",
    ),
    "knee_flexion": MeasureText(
        plain="Bend of the hanging knee",
        technical="knee flexion",
        phrase="knee bend",
        meaning="How far the knee of the hanging leg is bent; 0° is straight.",
        reading=(
            "A knee that hangs straighter can point to a short rectus femoris, which crosses both joints. "
            "One protocol calls less than 67° short (BMC s13102-021-00242-y), but the average elite athlete "
            "has 53° (Harvey 1998), and examiners agree poorly on it (PMC2547866). Nothing is decided on it "
            "alone."
        ),
        definition="180° less the angle of greater trochanter, lateral epicondyle and lateral malleolus.",
        ends=("straighter", "more bent"),
        less="straighter",
        more="more bent",
    ),
    "other_thigh_flexion": MeasureText(
        plain="Bend of the hip that is held",
        technical="hip flexion",
        phrase="bend of the held hip",
        meaning="How far the other thigh is pulled up from the table, towards the chest.",
        reading="It keeps the pelvis from tipping: the knee is held closer until the low back lies flat.",
        definition="Line from hip to knee of the other leg against the horizontal; 90° points straight up.",
        ends=("lower", "closer to the chest"),
        less="held less",
        more="held closer",
    ),
    "trunk_to_table": MeasureText(
        plain="Trunk against the table",
        technical="trunk to table",
        phrase="trunk against the table",
        meaning="How far the trunk is raised from the table.",
        reading="A head or trunk that is propped up turns the pelvis backward.",
        definition="Line from hip to shoulder against the horizontal; + = the shoulder lies higher.",
        ends=("lower", "raised"),
        less="lower",
        more="more raised",
    ),
    "pelvic_tilt_supine": MeasureText(
        plain="Tilt of the pelvis, lying",
        technical="tilt, supine",
        phrase="pelvic tilt, lying",
        meaning="How far the pelvis is tipped forward on the table, in the same axes as in standing.",
        reading="The more it is tipped forward, the less the hip itself is extended.",
        definition="Line from PSIS to ASIS against the vertical; + = ASIS towards the feet.",
        ends=("backward", "forward"),
        less="less forward tilt",
        more="more forward tilt",
    ),
    "hip_extension_true": MeasureText(
        plain="True extension of the hip",
        technical="thigh against pelvis",
        phrase="true hip extension",
        meaning="How far the thigh is behind the pelvis' own axis, wherever the pelvis is tipped.",
        reading=(
            "With the tilt of the pelvis taken into account the test agrees with true hip extension "
            "(r = .98, Vigotsky 2016, PMC4991856); without it hardly."
        ),
        definition="Thigh angle less tilt of the pelvis: against the perpendicular of the PSIS-ASIS line.",
        ends=("less", "more"),
        less="less extension",
        more="more extension",
    ),
    "hip_extension_from_standing": MeasureText(
        plain="Extension beyond your own stance",
        technical="against standing",
        phrase="extension beyond the own stance",
        meaning="How much farther the hip extends on the table than it does when this person stands.",
        reading="The shape of the bone, which differs by about 5° between people, cancels.",
        definition="True hip extension on the table less that in the same person's standing photo.",
        ends=("less than standing", "more than standing"),
        mark="as standing",
        less="less extension",
        more="more extension",
    ),
}
THOMAS: Final[Mapping[ThomasName, MeasureText]] = Table(_THOMAS)


@dataclass(frozen=True, slots=True)
class ThomasLevelText:
    """The words of what the direct test says of a hip.

    Attributes
    ----------
    title, tag : str
        As a heading, and in the picture.
    summary : str
        As one sentence.
    meaning : str
        What it may mean.
    next_steps : tuple of str
    with_standing : str
        What the direct test says, as the second half of a sentence about both.
    """

    title: str
    tag: str
    summary: str
    meaning: str
    next_steps: tuple[str, ...]
    with_standing: str


REPEAT: Final = mark(
    "Take two more photos, letting go and relaxing for ten seconds in between, and the other side."
)
REPEAT_SIDES: Final = mark(
    "Take two more photos of each side, letting go and relaxing for ten seconds in between."
)
FEEL: Final = mark(
    "While the knee is held, slide a flat hand below the low back, and enter what it finds: with room there, "
    "the hip extends less than it looks."
)
"""The first step where only the photo says how the low back lies, and a gap would change the answer."""
_PROFESSIONAL: Final = (
    "A physiotherapist can repeat it with a hand on the pelvis. With pain, ask one before any exercise."
)
_LEVELS: Final[Mapping[ThomasLevel, ThomasLevelText]] = {
    "extension_usual": ThomasLevelText(
        title="Hip extends as usual",
        tag="hip extends as usual",
        summary="The thigh hangs as low as in hips that examiners judge to be free.",
        meaning="In this test nothing points to a short hip flexor on this side.",
        next_steps=(
            REPEAT,
            "If the low back hurts all the same, please see a doctor.",
        ),
        with_standing="the direct test shows a hip that extends as usual",
    ),
    "borderline": ThomasLevelText(
        title="Between usual and limited",
        tag="between usual and limited",
        summary="The thigh hangs between hips that examiners judge to be free and those they judge short.",
        meaning="One photo cannot tell which of the two groups this hip belongs to.",
        next_steps=(REPEAT, _PROFESSIONAL),
        with_standing="the direct test lies between usual and limited",
    ),
    "extension_limited": ThomasLevelText(
        title="Hip extends less than usual",
        tag="hip extends less than usual",
        summary="The thigh stays as high as in hips whose flexors examiners judge to be short.",
        meaning=(
            "The hip flexors, the psoas among them, may be short on this side. The joint itself, or a leg "
            "that was not relaxed, can look the same."
        ),
        next_steps=(
            REPEAT,
            "Gentle hip flexor exercises can be tried; the test shows after some weeks whether they help.",
            _PROFESSIONAL,
        ),
        with_standing="the direct test shows a hip that extends less than usual",
    ),
    "cannot_say": ThomasLevelText(
        title="No answer from this photo",
        tag="no answer",
        summary="The photo does not show that the pelvis was held, so it is not sure what the thigh says.",
        meaning=(
            "Without the pelvis held the test misses most short hip flexors (sensitivity 32 %, specificity "
            "57 %, Vigotsky 2016, PMC4991856)."
        ),
        next_steps=(
            "Hold the other knee with both hands until the low back lies flat, and take the photo again.",
            _PROFESSIONAL,
        ),
        with_standing="the direct test gives no answer yet",
    ),
}
LEVELS: Final[Mapping[ThomasLevel, ThomasLevelText]] = Table(_LEVELS)
CAVEAT: Final = mark(
    "This is a measurement of one photo, not a diagnosis. It shows how far the thigh sinks, not why. A swing "
    "of the leg to the side cannot be seen from the side."
)
_STANDING: Final[Mapping[Level, str]] = {
    "suggested": "In the standing photo the pattern of a shortened psoas was seen",
    "not_suggested": "In the standing photo no pattern of a shortened psoas was seen",
    "inconclusive": "The standing photo was unclear",
    "cannot_say": "The standing photo gave no answer",
}
STANDING: Final[Mapping[Level, str]] = Table(_STANDING)
"""The first half of a sentence about both."""
OUTWEIGHS: Final = mark("The direct test asks the muscle itself, so it counts for more.")

EvidenceKey = Literal[
    "thigh_angle.below",
    "thigh_angle.above",
    "thigh_angle.at",
    "thigh_angle.not_controlled",
    "knee_flexion.straighter",
    "knee_flexion.more_bent",
    "knee_flexion.between",
    "pelvis.controlled",
    "pelvis.felt_flat",
    "pelvis.felt_room",
    "pelvis.arched",
    "pelvis.not_held",
    "pelvis.unseen",
    "hip_extension_true",
    "hip_extension_from_standing.more",
    "hip_extension_from_standing.less",
]
_EVIDENCE: Final[Mapping[EvidenceKey, str]] = {
    "thigh_angle.below": ("The thigh hangs {degrees} below the horizontal, {interval}. {groups}"),
    "thigh_angle.above": ("The thigh stays {degrees} above the horizontal, {interval}. {groups}"),
    "thigh_angle.at": "The thigh lies at the horizontal, {interval}. {groups}",
    "thigh_angle.not_controlled": (
        "As the pelvis was not shown to be held, the hip itself may extend less than it looks: each degree "
        "that the pelvis tips forward lets the thigh sink by one."
    ),
    "knee_flexion.straighter": (
        "The knee hangs rather straight, at {degrees}. That can go with a short rectus femoris; nothing is "
        "decided on it alone."
    ),
    "knee_flexion.more_bent": (
        "The knee bends {degrees} by itself, which does not point to a short rectus femoris."
    ),
    "knee_flexion.between": (
        "The knee bends {degrees}. The average elite athlete has 53°, one protocol calls less than 67° "
        "short: it decides nothing."
    ),
    "pelvis.controlled": (
        "The other knee is held to the chest, and no gap is seen below the low back. From the side not every "
        "gap can be seen: only a hand below the low back makes sure that it lies flat."
    ),
    "pelvis.felt_flat": "The other knee is held to the chest, and a hand found the low back flat.",
    "pelvis.felt_room": "A hand found room below the low back: the pelvis has tipped forward.",
    "pelvis.arched": "There is a gap below the low back: the pelvis has tipped forward.",
    "pelvis.not_held": "The other knee is not held to the chest: nothing keeps the pelvis from tipping.",
    "pelvis.unseen": (
        "Whether the low back lies flat cannot be seen in this photo: only a hand below it can tell."
    ),
    "hip_extension_true": "Against the pelvis itself the hip extends by {degrees}, {interval}.",
    "hip_extension_from_standing.more": (
        "That is {degrees} more than in this person's own standing photo, {interval}."
    ),
    "hip_extension_from_standing.less": (
        "That is {degrees} less than in this person's own standing photo, {interval}."
    ),
}
EVIDENCE: Final[Mapping[EvidenceKey, str]] = Table(_EVIDENCE)
THIGH_ENDS: Final = mark("{below} above to {above} below the horizontal")
STANDING_ENDS: Final = mark("{below} less to {above} more")
"""Intervals that reach to both sides, of the thigh and of what is more than in the standing photo."""
GROUPS: Final = mark("Legs judged free hang at 16 ± 6°, those judged short at 0 ± 7° (Ferber 2010).")
_SIDES: Final[Mapping[str, str]] = {
    "changed": "The two sides differ by {difference}, more than the error of measurement ({mdc}).",
    "within_measurement_error": (
        "The two sides differ by {difference}, which is within the error of measurement ({mdc})."
    ),
    "not_comparable": "The two sides cannot be compared.",
}
SIDES: Final[Mapping[str, str]] = Table(_SIDES)
"""By the verdict about both sides."""


CHANGED: Final = mark(
    "{measure}: {difference} {way} (likely {likely}), more than the error of measurement ({mdc})."
)
WITHIN: Final = mark("Within the error of measurement: {measures}.")
NOT_COMPARABLE: Final = mark("Not comparable: {measures}. {reason}")
NONE_COMPARED: Final = mark("No measure can be compared with that of the earlier test.")
"""What changed since an earlier test; several measures with the same verdict are said once."""


Where = Literal["left", "right", "both"]


def _clauses(level: ThomasLevelText) -> dict[Where, tuple[str, str]]:
    """Of one side or both: first in a sentence, and after the other side."""
    then = level.with_standing.replace("the direct test", "it")
    places: dict[Where, str] = {"left": "on the left", "right": "on the right", "both": "on both sides"}
    return {where: (f"{place} {level.with_standing}", f"{place} {then}") for where, place in places.items()}


ON_SIDES: Final[Mapping[ThomasLevel, Mapping[Where, tuple[str, str]]]] = Table(
    {name: _clauses(level) for name, level in _LEVELS.items()}
)
"""What the direct test says of a side, as the second half of a sentence about both; the second of each pair
follows the other side."""


def together(standing: Level, direct: ThomasLevel) -> str:
    """One sentence about the standing photo and the direct test, and which of them counts for more.

    >>> together("inconclusive", "extension_limited")[:60]
    'The standing photo was unclear; the direct test shows a hip '
    """
    text = tr("{standing}; {direct}.", standing=STANDING[standing], direct=LEVELS[direct].with_standing)
    return text if direct == "cannot_say" else f"{text} {tr(OUTWEIGHS)}"


def together_sides(standing: Level | None, sides: Mapping[Side, ThomasLevel]) -> str:
    """The same of both sides, or of one; ``standing`` is ``None`` without a standing photo.

    >>> together_sides(None, {"left": "extension_usual", "right": "extension_limited"})[:59]
    'On the left the direct test shows a hip that extends as usu'
    """
    levels = set(sides.values())
    if len(levels) == 1:
        where: Where = "both" if len(sides) > 1 else next(iter(sides))
        said = ON_SIDES[next(iter(levels))][where][0]
    else:
        said = ", ".join(ON_SIDES[level][side][n > 0] for n, (side, level) in enumerate(sides.items()))
    if standing is None:
        return f"{said[:1].upper()}{said[1:]}."
    text = tr("{standing}; {direct}.", standing=STANDING[standing], direct=said)
    return text if levels == {"cannot_say"} else f"{text} {tr(OUTWEIGHS)}"
