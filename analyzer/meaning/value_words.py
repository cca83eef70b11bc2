"""What is said of one value: the sentences that picture, page and report share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import mark, tr
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import interval, number, span, tenths, typical
from analyzer.measures.references import DEFAULT, REFERENCES
from analyzer.types import Measure, Reference
from analyzer.types.codes import LENGTH_OF, MEASURE_OF, LengthName, QuantityName

NOT_MEASURABLE: Final = mark("not measurable")
NOT_IN_THIS_PHOTO: Final = mark("not measurable in this photo")
ESTIMATED: Final = mark("estimated")
CORRECTED: Final = mark("with your correction")
HOLLOW_DOT: Final = mark("hollow dot")
SCALE_WORDS: Final = mark(
    "Dot: the value. Line: its likely range (95 %). Green band: what is typical, where studies tell; "
    "at most about one person in three lies outside it."
)
NO_TYPICAL: Final = mark("No study is known to us that gives a usual range for it.")
NOT_CHOSEN: Final = mark("No reference was chosen.")
ONE_IN_THREE: Final = mark("what about two people in three have. One in three lies outside it.")
SOURCES_DISAGREE: Final = mark(
    "sources disagree, so this is from the low end of the lowest to the high end of the highest. By each of "
    "them about one person in three lies outside its own."
)


def shown_value(measure: Measure, missing: str = NOT_MEASURABLE) -> str:
    """The value, or that there is none, in the marked words ``missing``."""
    return tr(missing) if measure.value is None else number(measure.value, measure.unit)


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
        return tr("The analyzer alone: not measurable.")
    said = {"value": shown_value(own), "interval": interval(own)}
    if sign:
        return tr("The analyzer alone ({sign}): {value}, {interval}.", sign=sign, **said)
    return tr("The analyzer alone: {value}, {interval}.", **said)


def uncorrected_words(own: Measure) -> str:
    """The same in the picture, where there is little room."""
    return tr("Without the correction: {value}.", value=shown_value(own, NOT_IN_THIS_PHOTO))


def length_beside(lengths: Mapping[LengthName, Measure], name: QuantityName) -> Measure | None:
    """The length that says the same as a measure, when it is known in millimetres."""
    length = LENGTH_OF.get(MEASURE_OF[name]) if name in MEASURE_OF else None
    return None if length is None else lengths.get(length)


def typical_span(measure: Measure) -> str:
    """What is typical, as a range; empty where no study tells."""
    return "" if measure.reference is None else span(typical(measure.reference), measure.unit)


def typical_caption(measure: Measure) -> str:
    """The words at the band of what is typical."""
    return tr("typical {span}", span=typical_span(measure))


def typical_words(measure: Measure) -> str:
    """What is typical, as a sentence."""
    if measure.reference is None:
        return no_typical(measure)
    if measure.reference.means is not None:
        return tr("Typical: {span}, as sources disagree.", span=typical_span(measure))
    return tr("Typical: {span}; about one person in three lies outside that.", span=typical_span(measure))


def no_typical(measure: Measure) -> str:
    """Why nothing is called typical: no study, or no reference was chosen."""
    return tr(NOT_CHOSEN if measure.name in REFERENCES[DEFAULT].of else NO_TYPICAL)


def typical_source(reference: Reference) -> str:
    """What the band of the typical is, and its source."""
    what = ONE_IN_THREE if reference.means is None else SOURCES_DISAGREE
    return tr("{what} Source: {source}.", what=tr(what), source=tr(reference.source))


def spoken(measure: Measure) -> str:
    """A value on its scale, for people who cannot see it."""
    said = {"measure": measure_text(measure.name).plain, "value": shown_value(measure, "")}
    text = tr("{measure}: {value}, {interval}.", **said, interval=interval(measure))
    if measure.reference is None:
        return text
    return f"{text} {tr('Typical: {span}.', span=typical_span(measure))}"


def least_change_words(measure: Measure) -> str:
    """What a difference has to be to be more than measurement error; empty without a value."""
    if measure.sd_within is None:
        return ""
    least = 1.96 * 2**0.5 * measure.sd_within
    return tr(
        "between two photos of one person, taken in the same way, more than {least} is more than measurement "
        "error. Standing differently comes on top.",
        least=tenths(least, "deg" if measure.unit == "deg" else "pct_trunk"),
    )
