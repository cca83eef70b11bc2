"""What changed on one side since an earlier direct test, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.compare.changes import Change
from analyzer.language import tr
from analyzer.meaning.measure_words import measure_text, way_words
from analyzer.meaning.number_words import difference_span, tenths
from analyzer.meaning.thomas_words import CHANGED, NONE_COMPARED, NOT_COMPARABLE, WITHIN
from analyzer.types import Reason
from analyzer.types.codes import ThomasName


def say_changes(changes: Mapping[ThomasName, Change]) -> tuple[str, ...]:
    """First what changed, a sentence each; then what lies within the error, and what says nothing, said once.

    A measure that one of the two tests lacks is left out: its absence is said where the test itself is.
    """
    found = [tr(CHANGED, **_words(change)) for change in changes.values() if change.verdict == "changed"]
    within = [
        f"{measure_text(name).phrase} ({tenths(change.difference, change.before.unit, signed=True)})"
        for name, change in changes.items()
        if change.verdict == "within_measurement_error" and change.difference is not None
    ]
    if within:
        found.append(tr(WITHIN, measures=", ".join(within)))
    spoiled: dict[Reason, list[str]] = {}
    for name, change in changes.items():
        if change.verdict == "not_comparable" and change.difference is not None:
            spoiled.setdefault(change.reasons[0], []).append(measure_text(name).phrase)
    found += [
        tr(NOT_COMPARABLE, measures=", ".join(names), reason=why.message) for why, names in spoiled.items()
    ]
    return tuple(found) or (tr(NONE_COMPARED),)


def _words(change: Change) -> dict[str, str]:
    assert change.difference is not None and change.ci95 is not None and change.mdc95 is not None
    unit, name = change.before.unit, change.before.name
    return {
        "measure": measure_text(name).plain,
        "difference": tenths(abs(change.difference), unit),
        "way": way_words(name, "more" if change.difference > 0.0 else "less"),
        "likely": difference_span(change.ci95, unit),
        "mdc": tenths(change.mdc95, unit),
    }
