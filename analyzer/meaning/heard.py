"""Texts of results that were read from a file: said anew where the measures still say the same."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.meaning.stance_type import describe_stance
from analyzer.types import Indicator, Measure, Stance, ViewCheck
from analyzer.types.codes import MeasureName


def heard_psoas(given: Indicator, measures: Mapping[MeasureName, Measure], view: ViewCheck) -> Indicator:
    """The indicator of one photo, in any language again; one of another version stays as it was written.

    To be called in the language in which it was written.
    """
    try:
        again = assess_shortened_psoas(measures, [issue.code for issue in view.issues])
    except KeyError:  # another version measured less
        return given
    return again if again == given else given


def heard_stance(given: Stance | None, measures: Mapping[MeasureName, Measure]) -> Stance | None:
    """The same of what the stance is called."""
    again = describe_stance(measures)
    return again if given is not None and again is not None and _same(again, given) else given


def _same(again: Stance, given: Stance) -> bool:
    return (again.name, again.title, again.meaning, again.speaks, again.possible) == (
        given.name,
        given.title,
        given.meaning,
        given.speaks,
        given.possible,
    )
