"""What is said of one value: the sentences that picture, page and report share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import interval, number, span, typical
from analyzer.measures.references import DEFAULT, REFERENCES
from analyzer.types import Measure, Reference
from analyzer.types.codes import LENGTH_OF, MEASURE_OF, LengthName, QuantityName

NOT_MEASURABLE: Final = "not measurable"
NOT_IN_THIS_PHOTO: Final = "not measurable in this photo"
ESTIMATED: Final = "estimated"
CORRECTED: Final = "with your correction"
HOLLOW_DOT: Final = "hollow dot"
NO_TYPICAL: Final = "No study is known to us that gives a usual range for it."
NOT_CHOSEN: Final = "No reference was chosen."
ONE_IN_THREE: Final = "what about two people in three have. One in three lies outside it."
SOURCES_DISAGREE: Final = (
    "sources disagree, so this is from the low end of the lowest to the high end of the highest. By each of "
    "them about one person in three lies outside its own."
)


def shown_value(measure: Measure, missing: str = NOT_MEASURABLE) -> str:
    """The value, or that there is none."""
    return missing if measure.value is None else number(measure.value, measure.unit)


def about_value(measure: Measure) -> str:
    """The same, with a sign before it when it is estimated."""
    return f"{'≈ ' if measure.estimated else ''}{shown_value(measure)}"


def own_words(own: Measure, sign: str = "") -> str:
    """The analyzer's own value beside one that a person corrected.

    Parameters
    ----------
    sign : str
        How it is drawn.
    """
    if own.value is None:
        return f"The analyzer alone: {NOT_MEASURABLE}."
    who = f"The analyzer alone ({sign})" if sign else "The analyzer alone"
    return f"{who}: {shown_value(own)}, {interval(own)}."


def uncorrected_words(own: Measure) -> str:
    """The same in the picture, where there is little room."""
    return f"Without the correction: {shown_value(own, NOT_IN_THIS_PHOTO)}."


def length_beside(lengths: Mapping[LengthName, Measure], name: QuantityName) -> Measure | None:
    """The length that says the same as a measure, when it is known in millimetres."""
    length = LENGTH_OF.get(MEASURE_OF[name]) if name in MEASURE_OF else None
    return None if length is None else lengths.get(length)


def typical_span(measure: Measure) -> str:
    """What is typical, as a range; empty where no study tells."""
    return "" if measure.reference is None else span(typical(measure.reference), measure.unit)


def typical_caption(measure: Measure) -> str:
    """The words at the band of what is typical."""
    return f"typical {typical_span(measure)}"


def typical_words(measure: Measure) -> str:
    """What is typical, as a sentence."""
    if measure.reference is None:
        return no_typical(measure)
    if measure.reference.means is not None:
        return f"Typical: {typical_span(measure)}, as sources disagree."
    return f"Typical: {typical_span(measure)}; about one person in three lies outside that."


def no_typical(measure: Measure) -> str:
    """Why nothing is called typical: no study, or no reference was chosen."""
    return NOT_CHOSEN if measure.name in REFERENCES[DEFAULT].of else NO_TYPICAL


def typical_source(reference: Reference) -> str:
    """What the band of the typical is, and its source."""
    what = ONE_IN_THREE if reference.means is None else SOURCES_DISAGREE
    return f"{what} Source: {reference.source}."


def spoken(measure: Measure) -> str:
    """A value on its scale, for people who cannot see it."""
    value = shown_value(measure, "")
    text = f"{measure_text(measure.name).plain}: {value}, {interval(measure)}."
    return text if measure.reference is None else f"{text} Typical: {typical_span(measure)}."


def least_change_words(measure: Measure) -> str:
    """What a difference has to be to be more than measurement error; empty without a value."""
    if measure.sd_within is None:
        return ""
    least = 1.96 * 2**0.5 * measure.sd_within
    return (
        f"between two photos of one person, taken in the same way, more than {least:.1f}"
        f"{'°' if measure.unit == 'deg' else ' %'} is more than measurement error. Standing differently "
        "comes on top."
    )
