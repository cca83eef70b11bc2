"""What the direct test says of one hip: thigh against the horizontal, the pelvis, and what the knee adds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from analyzer.language import speaking, spoken, tr
from analyzer.language.spoken import filled
from analyzer.meaning.number_words import interval, interval_to_both, number
from analyzer.meaning.thomas_words import (
    CAVEAT,
    EVIDENCE,
    FEEL,
    GROUPS,
    LEVELS,
    STANDING_ENDS,
    THIGH_ENDS,
    EvidenceKey,
)
from analyzer.thomas.values import JUDGED_FREE, JUDGED_SHORT
from analyzer.types import Evidence, Measure
from analyzer.types.codes import Direction, ThomasLevel, ThomasName
from analyzer.types.thomas import PelvisControl, ThomasAnalysis, ThomasFinding

HARVEY_KNEE_DEG: Final = 52.5
SHORT_KNEE_DEG: Final = 67.0
"""The average of elite athletes, and below what one protocol speaks of short two-joint flexors."""


def _crossing() -> float:
    """The thigh angle at which both of Ferber's groups are as likely: 7.9 degrees."""
    free, short = JUDGED_FREE, JUDGED_SHORT
    a = 1 / free.sd**2 - 1 / short.sd**2
    b = -2 * (free.mean / free.sd**2 - short.mean / short.sd**2)
    c = free.mean**2 / free.sd**2 - short.mean**2 / short.sd**2 + 2 * math.log(free.sd / short.sd)
    return (-b - math.sqrt(b * b - 4 * a * c)) / (2 * a)


LIKELY_FREE_DEG: Final = _crossing()


def level_of(thigh: Measure, controlled: bool) -> ThomasLevel:
    """Which of Ferber's groups the whole interval speaks for; nothing without the pelvis held."""
    if not controlled or thigh.ci95 is None:
        return "cannot_say"
    low, high = thigh.ci95
    if low > LIKELY_FREE_DEG:
        return "extension_usual"
    return "extension_limited" if high < LIKELY_FREE_DEG else "borderline"


def find_meaning(measures: Mapping[ThomasName, Measure], pelvis: PelvisControl) -> ThomasFinding:
    """The level, the evidence and what to do next."""
    level = level_of(measures["thigh_angle"], pelvis.controlled)
    evidence = [
        *_of_thigh(measures["thigh_angle"], level),
        _of_pelvis(pelvis),
        *_of_extension(measures),
        *_of_knee(measures["knee_flexion"]),
    ]
    steps = [spoken(_next_step, level, n) for n in range(len(LEVELS[level].next_steps))]
    # A pelvis that has tipped lets the thigh sink: one that hangs high hangs high all the same.
    if pelvis.knee_held and pelvis.back_flat is not False and level != "extension_limited":
        steps = steps if pelvis.by_hand else [spoken(tr, FEEL), *steps]
    return ThomasFinding(
        level,
        spoken(_summary, level),
        tuple(evidence),
        tuple(steps),
        spoken(tr, CAVEAT),
    )


def heard_finding(
    given: ThomasFinding, measures: Mapping[ThomasName, Measure], pelvis: PelvisControl
) -> ThomasFinding:
    """What was read from a file, in any language again; what another version said stays as it was written.

    To be called in the language in which it was written.
    """
    try:
        again = find_meaning(measures, pelvis)
    except KeyError:  # another version measured less
        return given
    return again if again == given else given


def heard_test(analysis: ThomasAnalysis) -> ThomasAnalysis:
    """An analysis from an archive, whose texts are English, in any language again."""
    with speaking("en"):
        finding = heard_finding(analysis.finding, analysis.measures, analysis.view.pelvis)
    return replace(analysis, finding=finding)


def _summary(level: ThomasLevel) -> str:
    return LEVELS[level].summary


def _next_step(level: ThomasLevel, n: int) -> str:
    return LEVELS[level].next_steps[n]


def _say(key: EvidenceKey, measure: ThomasName, direction: Direction, **details: str) -> Evidence:
    return Evidence(measure, direction, spoken(_sentence, key, details))


def _sentence(key: EvidenceKey, details: Mapping[str, str]) -> str:
    return filled(EVIDENCE[key], details)


def _of_thigh(thigh: Measure, level: ThomasLevel) -> list[Evidence]:
    if thigh.value is None:
        return []
    whole = round(thigh.value)
    key: EvidenceKey = "thigh_angle.at"
    if whole:
        key = "thigh_angle.below" if whole > 0 else "thigh_angle.above"
    directions: Mapping[ThomasLevel, Direction] = {"extension_usual": "against", "extension_limited": "for"}
    said = {
        "degrees": spoken(number, abs(thigh.value), "deg"),
        "interval": spoken(interval_to_both, thigh, THIGH_ENDS),
        "groups": spoken(tr, GROUPS),
    }
    found = [_say(key, "thigh_angle", directions.get(level, "neutral"), **said)]
    if level == "cannot_say":
        found.append(_say("thigh_angle.not_controlled", "thigh_angle", "neutral"))
    return found


def _of_pelvis(pelvis: PelvisControl) -> Evidence:
    key: EvidenceKey = "pelvis.felt_flat" if pelvis.by_hand else "pelvis.controlled"
    if pelvis.knee_held is False:
        key = "pelvis.not_held"
    elif pelvis.back_flat is False:
        key = "pelvis.felt_room" if pelvis.by_hand else "pelvis.arched"
    elif not pelvis.controlled:
        key = "pelvis.unseen"
    return _say(key, "other_thigh_flexion", "neutral")


def _of_extension(measures: Mapping[ThomasName, Measure]) -> list[Evidence]:
    found = []
    true, beyond = measures["hip_extension_true"], measures["hip_extension_from_standing"]
    if true.value is not None:
        said = {"degrees": spoken(number, true.value, "deg"), "interval": spoken(interval, true)}
        found.append(_say("hip_extension_true", "hip_extension_true", "neutral", **said))
    if beyond.value is not None:
        more = beyond.value >= 0
        likely = spoken(interval_to_both, beyond, STANDING_ENDS)
        key: EvidenceKey = "hip_extension_from_standing.more" if more else "hip_extension_from_standing.less"
        said = {"degrees": spoken(number, abs(beyond.value), "deg"), "interval": likely}
        found.append(_say(key, "hip_extension_from_standing", "neutral", **said))
    return found


def _of_knee(knee: Measure) -> list[Evidence]:
    """Never for or against: the norms of the knee contradict each other."""
    if knee.ci95 is None or knee.value is None:
        return []
    key: EvidenceKey = "knee_flexion.between"
    if knee.ci95[1] < HARVEY_KNEE_DEG:
        key = "knee_flexion.straighter"
    elif knee.ci95[0] > SHORT_KNEE_DEG:
        key = "knee_flexion.more_bent"
    return [_say(key, "knee_flexion", "neutral", degrees=spoken(number, knee.value, "deg"))]
