"""What is said of a change: whether it is one, which way it goes, and whether that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from analyzer.compare.changes import Change
from analyzer.language import tr, within_sentence
from analyzer.meaning.change_words import NOT_COMPARABLE, VERDICTS
from analyzer.meaning.measure_words import way_words
from analyzer.types.codes import MeasureName, Way

Goals = Mapping[MeasureName, Way]
"""Which way is wanted, by the name of the measure."""


def way_of(change: Change) -> Way | None:
    """The direction of a difference that can be seen in its rounded number."""
    if change.difference is None or abs(change.difference) < 0.05:
        return None
    return "more" if change.difference > 0.0 else "less"


def aim_of(change: Change, goals: Goals) -> Literal["towards", "away"] | None:
    """Whether something changed towards its goal; ``None`` when it has none, or did not change."""
    wanted = next((way for name, way in goals.items() if name == change.name), None)
    if wanted is None or change.verdict != "changed":
        return None
    return "towards" if way_of(change) == wanted else "away"


def verdict_words(change: Change, goals: Goals) -> str:
    """Changed, less forward tilt, towards the goal."""
    words = VERDICTS[change.verdict]
    way = way_of(change)
    if change.verdict != "changed" or way is None:
        return words
    said = {"verdict": words, "way": way_words(change.name, way)}
    match aim_of(change, goals):
        case "towards":
            return tr("{verdict}: {way}, towards the goal", **said)
        case "away":
            return tr("{verdict}: {way}, away from the goal", **said)
    return tr("{verdict}: {way}", **said)


def reason_words(change: Change) -> str:
    """Other clothing, not measured: empty when it can be compared."""
    words = [NOT_COMPARABLE.get(reason.code, reason.code) for reason in change.reasons]
    return ", ".join([*words[:1], *map(within_sentence, words[1:])])
