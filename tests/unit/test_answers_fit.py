"""What is said beside numbers fits them: signs in words, bands of the picture, what was done already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.language import tr
from analyzer.meaning.clean_words import ALL_CLEAN, BELOW_THE_NECK, nothing_spoils
from analyzer.meaning.number_words import interval_to_both
from analyzer.meaning.thomas_next import OTHER_SIDE, next_of_test
from analyzer.meaning.thomas_words import LEVELS, REPEAT, REPEAT_SIDES, STANDING_ENDS, THIGH_ENDS
from analyzer.measures.references import REFERENCES
from analyzer.overlay.panel import scale_words
from analyzer.thomas.finding import find_meaning
from analyzer.types import Measure
from analyzer.types.codes import ReferenceName
from analyzer.types.thomas import PelvisControl


def thigh(value: float, low: float, high: float) -> Measure:
    return Measure("thigh_angle", "deg", value, (low, high), 1.0, "points")


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((-10.2, -1.1), "likely 1° to 10°"),
        ((12.0, 20.0), "likely 12° to 20°"),
        ((-10.0, 2.0), "likely 10° above to 2° below the horizontal"),
        ((-6.0, 0.3), "likely 0° to 6°"),
    ],
)
def test_an_interval_has_no_sign_where_the_sentence_says_the_direction(ends, said) -> None:
    assert interval_to_both(thigh(sum(ends) / 2.0, *ends), THIGH_ENDS) == said


def test_more_and_less_than_in_the_standing_photo_are_said_in_words() -> None:
    assert interval_to_both(thigh(-2.0, -6.0, 2.0), STANDING_ENDS) == "likely 6° less to 2° more"


def test_a_thigh_above_the_horizontal_has_no_minus_in_its_sentence() -> None:
    missing = Measure.missing("pelvic_tilt_supine", "deg", "pelvis_points_missing", "No points.")
    measures = dict.fromkeys(
        ("knee_flexion", "other_thigh_flexion", "trunk_to_table", "pelvic_tilt_supine"), missing
    ) | dict.fromkeys(("hip_extension_true", "hip_extension_from_standing"), missing)
    held = PelvisControl(knee_held=True, back_flat=True)
    found = find_meaning({**measures, "thigh_angle": thigh(-6.0, -10.0, -1.0)}, held)
    text = str(found.evidence[0].text)
    assert "6° above the horizontal, likely 1° to 10°" in text
    assert "−" not in text


@pytest.mark.parametrize(
    ("photos", "asked"),
    [([1], REPEAT), ([1, 1], REPEAT_SIDES), ([3], OTHER_SIDE), ([3, 1], REPEAT_SIDES), ([3, 2], None)],
)
def test_the_direct_test_asks_for_no_photo_that_is_there(photos, asked) -> None:
    first = LEVELS["extension_limited"].next_steps
    steps = next_of_test((*first, *LEVELS["borderline"].next_steps), photos)
    assert (tr(asked) in steps) if asked else len(steps) == len(first) - 1
    assert not {REPEAT, REPEAT_SIDES, OTHER_SIDE} - {asked} & set(steps)
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("all", "lowest to highest"), ("inclinometer", "typical, mean"), ("none", "interval")],
)
def test_the_picture_says_what_its_bands_are(chosen: ReferenceName, said: str) -> None:
    slope = Measure("sacral_slope", "deg", 20.0, (15.0, 25.0), 1.0, "points")
    words = scale_words([replace(slope, reference=REFERENCES[chosen].of.get("sacral_slope"))])
    assert words.endswith(said) or said in words
    assert ("band" in words) == (chosen != "none")


def test_a_neck_that_cannot_be_read_is_named_beside_nothing_else_spoils() -> None:
    seen = Measure("pelvic_tilt", "deg", 10.0, (0.0, 20.0), 1.0, "points")
    neck = Measure.missing("thoracic_kyphosis", "deg", "neck_hidden", "The neck.")
    assert nothing_spoils([seen], ALL_CLEAN) == ALL_CLEAN
    assert nothing_spoils([seen, neck], ALL_CLEAN) == BELOW_THE_NECK
