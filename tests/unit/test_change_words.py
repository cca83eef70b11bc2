"""Words for changes: neutral directions, goals, and numbers with their signs."""

from __future__ import annotations

import pytest

from analyzer import measures as m
from analyzer.compare.changes import Change, Occasion, Setup, compare
from analyzer.compare.words import aim_of, verdict_words, way_of
from analyzer.meaning.measure_words import MEASURES, goal_words
from analyzer.meaning.number_words import difference_span, tenths
from analyzer.measures import TABLE


def change(difference: float, *, other_side: bool = False) -> Change:
    def occasion(tilt: float, mirrored: bool) -> Occasion:
        usual = {name: m.measured(name, tilt, 1.0, "back_profile") for name in TABLE}
        return Occasion("a.jpg", "right", 2.0, frozenset(), usual, Setup(mirrored=mirrored))

    found = compare(occasion(20.0, False), occasion(20.0 + difference, other_side))
    return found.changes["pelvic_tilt"]


def test_every_measure_has_words_for_both_ways() -> None:
    assert list(MEASURES) == list(TABLE)
    assert all(words.less != words.more for words in MEASURES.values())


def test_words_stay_neutral_without_a_goal() -> None:
    assert verdict_words(change(-8.0), {}) == "changed: less forward tilt"
    assert verdict_words(change(8.0), {"knee_angle": "less"}) == "changed: more forward tilt"
    assert verdict_words(change(1.0), {}) == "within measurement error"


@pytest.mark.parametrize(
    ("difference", "wanted", "aim"),
    [(-8.0, "less", "towards"), (8.0, "less", "away"), (8.0, "more", "towards"), (-8.0, "more", "away")],
)
def test_a_goal_says_which_way_is_wanted(difference: float, wanted: str, aim: str) -> None:
    found = change(difference)
    assert aim_of(found, {"pelvic_tilt": wanted}) == aim  # type: ignore[dict-item]
    assert f"{aim}" in verdict_words(found, {"pelvic_tilt": wanted})  # type: ignore[dict-item]


def test_what_did_not_change_comes_no_nearer_to_a_goal() -> None:
    assert aim_of(change(-1.0), {"pelvic_tilt": "less"}) is None
    assert aim_of(change(-8.0, other_side=True), {"pelvic_tilt": "less"}) is None
    assert verdict_words(change(-8.0, other_side=True), {"pelvic_tilt": "less"}) == "not comparable"


def test_a_difference_that_reads_as_zero_has_no_direction() -> None:
    assert way_of(change(0.04)) is None
    assert way_of(change(0.06)) == "more"


def test_numbers() -> None:
    assert tenths(-7.44, "deg") == "−7.4°"
    assert tenths(7.44, "deg", signed=True) == "+7.4°"
    assert tenths(-0.04, "deg", signed=True) == "0.0°"
    assert tenths(1.25, "pct_trunk") == "1.2 %"
    assert difference_span((-1.0, 2.0), "deg") == "−1.0° to +2.0°"
    assert goal_words("lumbar_depth", "less") == "Depth of the hollow: less deep"
