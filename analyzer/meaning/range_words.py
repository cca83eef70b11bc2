"""What is said of the range of the pelvis: for people, with sources. Nothing here is a diagnosis."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal

from analyzer.language import Table, mark, tr
from analyzer.language.numbers import decimal
from analyzer.meaning.number_words import number, span
from analyzer.types.pelvic_range import Estimate, PelvicRange, RangeNote

Third = Literal["back", "middle", "forward", "open"]

BACK_THIRD_PCT: Final = 33.0
FORWARD_THIRD_PCT: Final = 67.0

_NOTES: Final[Mapping[RangeNote, str]] = {
    "clothes_may_hide": (
        "Clothes hang over the low back in part of the movement. The range may be larger than it looks: "
        "tuck the shirt in, and take it again."
    ),
    "trunk_moved_along": (
        "The trunk leaned along. Part of the range is a movement of the hips with the trunk."
    ),
    "knees_moved_along": "The knees bent and stretched along. With still knees the range may be another.",
    "habitual_differs": (
        "Before the movement you stood otherwise than after it. The position is the middle of both, and "
        "less certain."
    ),
    "frames_missing": "Part of the pictures could not be measured. The smooth line bridges them.",
}
NOTES: Final[Mapping[RangeNote, str]] = Table(_NOTES)
_WHERE: Final[Mapping[Third, str]] = {
    "back": "That is near the back end: much is left to tip forward, little to tip back.",
    "middle": "That is in the middle: something is left to both sides.",
    "forward": "That is near the forward end: little is left to tip forward, much to tip back.",
    "open": "In which third of the range that is cannot be told for certain.",
}
WHERE: Final[Mapping[Third, str]] = Table(_WHERE)
NO_NORM: Final = mark(
    "There is no range that is right for everybody. In one study people who tipped the pelvis as far as "
    "they could came 11.4° forward and 8.7° back from their own stance (PubMed 8866271). That is 20° in all, "
    "with the usual stance at 43 % [our calculation]."
)
NO_CAUSE: Final = mark(
    "A film shows where the pelvis stands, not what holds it there. Whether a hip flexor is short is asked "
    "by the direct test."
)
CANCELS: Final = mark(
    "Only changes are measured. Between people the shape of the pelvis alone makes 5° of difference in tilt "
    "(Preece 2008); here it is in every picture alike, and cancels."
)
PUBLISHED_CURVE: Final = mark(
    "In a study it changed by 10.8° with 11.4° of tilt forward, and by 9.0° with 8.7° back: about one degree "
    "for each (PubMed 8866271)."
)


def third_of(position_pct: Estimate) -> Third:
    """In which third of the range the habitual stance lies, if the interval leaves no other."""
    low, high = position_pct.ci95
    if high < BACK_THIRD_PCT:
        return "back"
    if low > FORWARD_THIRD_PCT:
        return "forward"
    if low > BACK_THIRD_PCT and high < FORWARD_THIRD_PCT:
        return "middle"
    return "open"


def range_headline(found: PelvicRange) -> str:
    """The range in a sentence."""
    return tr("You tipped your pelvis by about {angle}", angle=number(found.range_deg.value, "deg"))


def likely(estimate: Estimate) -> str:
    """The interval of an angle in words."""
    return tr("likely {span}", span=span(estimate.ci95, "deg"))


def position_words(found: PelvicRange) -> str:
    """Where the habitual stance lies, in sentences."""
    low, high = (decimal(end) for end in found.position_pct.ci95)
    where = tr(
        "As you usually stand, your pelvis is at {position} % of that range (likely {low} to {high} %): 0 % "
        "is tipped right back, 100 % right forward.",
        position=decimal(found.position_pct.value),
        low=low,
        high=high,
    )
    return f"{where} {WHERE[third_of(found.position_pct)]}"


def ends_words(found: PelvicRange) -> str:
    """How far it goes to both sides of the habitual stance."""
    forward, back = max(found.forward_deg.value, 0.0), max(-found.back_deg.value, 0.0)
    return tr(
        "From there you came {forward} forward and {back} back.",
        forward=number(forward, "deg"),
        back=number(back, "deg"),
    )


def curve_words(found: PelvicRange) -> str:
    """How the low back went along; empty when it could not be measured."""
    if found.curve_per_tilt is None:
        return ""
    value, low, high = (decimal(item, 1) for item in found.curve_per_tilt)
    changed = tr(
        "For each degree that the pelvis tipped, the curve of your low back changed by {value}° (likely "
        "{low} to {high}°).",
        value=value,
        low=low,
        high=high,
    )
    return f"{changed} {tr(PUBLISHED_CURVE)}"


def least_change_deg(found: PelvicRange) -> float:
    """The smallest difference to another day that is more than the error of both, degrees."""
    return 1.96 * math.sqrt(2.0) * found.range_deg.sd


def change_words(before: PelvicRange, after: PelvicRange) -> str:
    """Whether the range of one side is another one than on an earlier day, in a sentence.

    The errors of both days count, as those of two films of one person (95 %).
    """
    difference = after.range_deg.value - before.range_deg.value
    limit = 1.96 * math.hypot(before.range_deg.sd, after.range_deg.sd)
    said = {"size": number(abs(difference), "deg"), "limit": number(limit, "deg")}
    if abs(difference) <= limit:
        return tr("The difference of {size} is within measurement error (±{limit}).", **said)
    if difference > 0.0:
        return tr("The range is {size} larger, more than measurement error (±{limit}).", **said)
    return tr("The range is {size} smaller, more than measurement error (±{limit}).", **said)
