"""The indicator of a shortened psoas: what was decided, in words for people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from analyzer.language import spoken, tr
from analyzer.meaning.decision import Decision, Seen, decide
from analyzer.meaning.ground_words import headline_of, meaning_of
from analyzer.meaning.level_words import DIRECT_TEST, EVIDENCE, LEVELS, SWAY, UNDER_CLOTHES, caveat
from analyzer.types import Evidence, Indicator, Measure
from analyzer.types.codes import IssueCode, MeasureName

_NOT_FOR_THE_HIPS: Final = frozenset({"pelvis_backward", "pelvis_perhaps_backward", "back_flat", "sway_back"})


def assess_shortened_psoas(
    measures: Mapping[MeasureName, Measure], issues: Collection[IssueCode] = (), photos: int = 1
) -> Indicator:
    """Weigh the evidence and say it.

    Parameters
    ----------
    measures : mapping of MeasureName to Measure
        Of one photo, or the medians of several.
    issues : collection of IssueCode
        What was found in the photos. It never changes the level, and is named where it made it less clear.
    photos : int
        Of how many photos the measures are.

    Returns
    -------
    Indicator
    """
    decision, found = decide(measures), tuple(issues)
    return Indicator(
        decision.level,
        spoken(_headline, decision, photos),
        tuple(Evidence(item.measure, item.direction, spoken(_sentence, item)) for item in decision.seen),
        spoken(caveat, photos),
        spoken(tr, DIRECT_TEST),
        spoken(_meaning, decision, found),
        decision.ground,
        decision.findings,
    )


def _headline(decision: Decision, photos: int) -> str:
    return headline_of(decision, several=photos > 1)


def _sentence(seen: Seen) -> str:
    """What one measure says."""
    said = EVIDENCE[seen.measure][seen.case]
    return f"{said} {tr(UNDER_CLOTHES)}" if seen.hidden else said


def _meaning(decision: Decision, issues: Collection[IssueCode]) -> str:
    return meaning_of(decision, {item.measure: _sentence(item) for item in decision.seen}, issues)


def what_it_may_mean(indicator: Indicator) -> str:
    """Why the level is as it is, and what that may mean; in general words for results of earlier versions."""
    if indicator.meaning:
        return indicator.meaning
    sway = any(item.measure == "pelvic_shift" and item.direction == "against" for item in indicator.evidence)
    return f"{LEVELS[indicator.level].meaning}{f' {tr(SWAY)}' if sway else ''}"


def psoas_may_be_short(indicator: Indicator) -> bool:
    """Whether exercises for a short psoas fit what was seen.

    They do not where the pelvis tips backward, the low back is flat, or the stance is sway-back: they tip the
    pelvis further backward, or lengthen what is taught to be long already.
    """
    return _NOT_FOR_THE_HIPS.isdisjoint(indicator.findings)
