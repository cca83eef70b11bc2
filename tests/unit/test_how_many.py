"""How large a change has to be before it is more than chance, and what is said of it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from test_compare import occasion, tilt

from analyzer.compare.changes import compare
from analyzer.compare.how_many import (
    Repeat,
    chance_sentence,
    chance_words,
    repeats,
    smaller_than_chance,
    smallest_change,
)
from analyzer.compare.several_photos import median_share
from analyzer.meaning.change_words import CHANCE_MEASURES
from analyzer.types.codes import MEASURES

SOME = Repeat(stance=2.0, photo=1.5, set_up=0.5, new_set_up=3.0)


def test_one_photo_each_is_the_usual_minimal_detectable_change() -> None:
    sem = math.sqrt(2.0**2 + 1.5**2 + 0.5**2)
    assert SOME.smallest_change() == pytest.approx(1.96 * math.sqrt(2.0) * sem, rel=1e-3)
    assert SOME.smallest_change(new_set_up=True) > SOME.smallest_change()


def test_more_photos_bring_it_down_to_what_the_set_up_leaves() -> None:
    found = [SOME.smallest_change(count, count) for count in (1, 2, 3, 6, 60)]
    assert found == sorted(found, reverse=True)
    floor = 1.96 * math.sqrt(2.0) * 0.5
    assert floor < SOME.smallest_change(10_000, 10_000) < 1.02 * floor
    assert SOME.smallest_change(1, 3) == SOME.smallest_change(3, 1)
    with pytest.raises(ValueError, match="photo"):
        SOME.smallest_change(0, 1)


def test_it_holds_for_medians_of_people_who_sway() -> None:
    """19 of 20 occasions that differ by nothing but chance differ by less."""
    random = np.random.default_rng(3)

    def medians(count: int) -> np.ndarray:
        set_up = random.normal(0.0, SOME.set_up, 20_000)
        return np.asarray(set_up + np.median(random.normal(0.0, SOME.averages_out, (count, 20_000)), axis=0))

    for before, after in ((1, 1), (3, 3), (1, 6)):
        away = np.abs(medians(after) - medians(before))
        assert np.mean(away < SOME.smallest_change(before, after)) == pytest.approx(0.95, abs=0.006)


def test_every_measure_has_its_parts() -> None:
    assert set(repeats()) == set(MEASURES)
    for name, repeat in repeats().items():
        assert repeat.stance > 0.0, name
        assert repeat.photo > 0.0, name
        assert repeat.smallest_change(3, 3) < 0.85 * repeat.smallest_change(), name
        assert repeat.smallest_change(new_set_up=True) >= repeat.smallest_change(), name


def test_the_sentence_says_what_one_photo_and_three_can_tell() -> None:
    one, three = (
        [f"{smallest_change(name, count, count):.1f}°" for name in CHANCE_MEASURES] for count in (1, 3)
    )
    assert chance_sentence(1, 1) == (
        f"With one photo each, a change below {one[0]} in the tilt of the pelvis or below {one[1]} in the "
        f"curve of the low back cannot be told from chance; with three each, below {three[0]} or {three[1]}."
    )
    assert chance_sentence(3, 3).startswith(f"With three photos each, a change below {three[0]} in")
    assert "with" not in chance_sentence(4, 3)[4:]  # nothing more is asked of who has three
    assert chance_sentence(1, 4).startswith("With one photo before and four after, ")
    assert "; with four each, below " in chance_sentence(1, 4)
    assert chance_sentence(12, 12).startswith("With 12 photos each, ")


def test_a_change_beyond_measurement_error_may_still_be_chance() -> None:
    before, after = occasion({"pelvic_tilt": tilt(20.0, 0.5)}), occasion({"pelvic_tilt": tilt(15.5, 0.5)})
    assert smallest_change("pelvic_tilt") > 4.5
    found = compare(before, after)
    assert found.changes["pelvic_tilt"].verdict == "changed"
    assert smaller_than_chance(found) == ("pelvic_tilt",)
    assert chance_words(found).endswith(
        " By the same reckoning these changes may still be chance: forward tilt of the pelvis."
    )
    # With ten photos each it is not.
    found = compare(replace(before, photos=10), replace(after, photos=10))
    assert smallest_change("pelvic_tilt", 10, 10) < 4.5
    assert smaller_than_chance(found) == ()
    assert chance_words(found) == chance_sentence(10, 10)


def test_the_share_of_a_median_goes_on_beyond_the_table() -> None:
    assert median_share(1) == 1.0
    assert median_share(11) < median_share(10)
    with pytest.raises(ValueError, match="photo"):
        median_share(0)
