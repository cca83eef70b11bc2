"""Evidence for and against a shortened psoas: levels, caution, order and words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import get_args

import numpy as np
import pytest

from analyzer import measures as m
from analyzer.meaning.ground_words import GROUNDS
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.meaning.level_words import DIRECT_TEST, LEVELS, caveat
from analyzer.types import Indicator, Measure, Reason, Reference
from analyzer.types.codes import Level

Given = tuple[float, float] | None
"""Value and half width of the interval, or missing."""

_METHODS = {"pelvic_tilt": "points", "hip_extension_angle": "thigh_to_pelvis"}


def _measure(name: str, given: Given, method: str | None = None) -> Measure:
    if given is None:
        return m.missing(name, Reason("back_not_visible", "Not in the photo."))
    value, half = given
    spec = m.TABLE[name]
    return Measure(
        name,
        spec.unit,
        value=value,
        ci95=(value - half, value + half),
        sd_within=0.5,
        method=method or _METHODS.get(name, "landmarks"),
        reference=REFERENCES.get(name),
    )


# The rules are about references as such: these are near the table's, and stay when it is refined.
REFERENCES = {
    "pelvic_tilt": Reference(10.0, 5.0, "made up"),
    "sacral_slope": Reference(29.0, 9.0, "made up"),
    "lumbar_lordosis": Reference(40.0, 10.0, "made up"),
}
USUAL: dict[str, Given] = {
    "pelvic_tilt": (8.0, 3.0),
    "sacral_slope": (26.0, 3.0),
    "lumbar_lordosis": (36.0, 4.0),
    "lumbar_depth": (7.0, 1.0),
    "trunk_inclination": (0.0, 3.0),
    "hip_extension_angle": (-10.0, 4.0),
    "pelvic_shift": (2.0, 3.0),
    "knee_angle": (177.0, 4.0),
    "ear_shoulder_angle": (10.0, 4.0),
}
FORWARD: dict[str, Given] = {
    "pelvic_tilt": (22.0, 4.0),
    "sacral_slope": (45.0, 4.0),
    "lumbar_lordosis": (60.0, 5.0),
}


def _assess(hip_method: str | None = None, **changes: Given) -> Indicator:
    given = {**USUAL, **changes}
    methods = {"hip_extension_angle": hip_method}
    return assess_shortened_psoas({k: _measure(k, v, methods.get(k)) for k, v in given.items()})


def _directions(indicator: Indicator) -> dict[str, str]:
    return {item.measure: item.direction for item in indicator.evidence}


def test_a_usual_stance_is_not_suggested() -> None:
    assert _assess().level == "not_suggested"


def test_forward_pelvis_with_a_hollow_back_is_suggested() -> None:
    assert _assess(**FORWARD).level == "suggested"


@pytest.mark.parametrize("pelvis", ["pelvic_tilt", "sacral_slope"])
def test_either_sign_of_a_forward_pelvis_is_enough(pelvis: str) -> None:
    unsure: dict[str, Given] = {"pelvic_tilt": (14.0, 12.0)}
    given = {**unsure, pelvis: FORWARD[pelvis], "lumbar_lordosis": FORWARD["lumbar_lordosis"]}
    assert _assess(**given).level == "suggested"


def test_a_slope_does_not_outvote_a_tilt_that_is_surely_usual() -> None:
    given = {name: FORWARD[name] for name in ("sacral_slope", "lumbar_lordosis")}
    assert _assess(**given).level == "inconclusive"


def test_a_hollow_back_alone_is_inconclusive() -> None:
    assert _assess(lumbar_lordosis=FORWARD["lumbar_lordosis"]).level == "inconclusive"


def test_a_forward_pelvis_alone_is_inconclusive() -> None:
    assert _assess(pelvic_tilt=FORWARD["pelvic_tilt"]).level == "inconclusive"


def test_nothing_seen_of_the_back_says_nothing() -> None:
    nothing = _assess(pelvic_tilt=None, sacral_slope=None, lumbar_lordosis=None)
    assert nothing.level == "cannot_say"
    assert "does not show enough" in nothing.summary


def test_slope_without_curve_and_tilt_says_nothing() -> None:
    assert _assess(pelvic_tilt=None, lumbar_lordosis=None).level == "cannot_say"


@pytest.mark.parametrize("curve", [(42.0, 12.0), (44.0, 14.0), (30.0, 22.0), None])
def test_a_pattern_that_the_intervals_do_not_rule_out_is_not_denied(curve: Given) -> None:
    # A slope that is surely usual speaks against, and still a strong tilt with a deep hollow is possible.
    found = _assess(pelvic_tilt=(12.0, 14.0), sacral_slope=(24.0, 6.0), lumbar_lordosis=curve)
    assert "against" in _directions(found).values()
    assert found.level == "inconclusive"


def test_one_measure_that_rules_the_pattern_out_is_enough() -> None:
    flat = _assess(pelvic_tilt=(12.0, 14.0), sacral_slope=(24.0, 6.0), lumbar_lordosis=(34.0, 6.0))
    upright = _assess(pelvic_tilt=(2.0, 9.0), sacral_slope=(24.0, 6.0), lumbar_lordosis=(40.0, 20.0))
    assert (flat.level, upright.level) == ("not_suggested", "not_suggested")


def test_a_deep_hollow_under_clothes_is_not_denied_because_the_pelvis_is_upright() -> None:
    found = _assess(pelvic_tilt=(0.0, 12.0), sacral_slope=(24.0, 14.0), lumbar_lordosis=(55.0, 22.0))
    assert found.level == "inconclusive"


def test_a_wider_interval_never_turns_doubt_into_reassurance() -> None:
    order = ["not_suggested", "inconclusive"]
    levels = [
        _assess(pelvic_tilt=(12.0, 14.0), lumbar_lordosis=(38.0, half)).level
        for half in np.linspace(1.0, 40.0, 40)
    ]
    assert set(levels) == set(order)
    assert [order.index(level) for level in levels] == sorted(order.index(level) for level in levels)


@pytest.mark.parametrize("slope", [None, (45.0, 4.0)])
def test_without_the_curve_nothing_is_suggested(slope: Given) -> None:
    given: dict[str, Given] = {"pelvic_tilt": (22.0, 4.0), "sacral_slope": slope, "lumbar_lordosis": None}
    assert _assess(**given).level == "inconclusive"


@pytest.mark.parametrize("curve", [(60.0, 5.0), (75.0, 2.0)])
def test_sway_back_is_never_suggested(curve: Given) -> None:
    sway = _assess(
        pelvic_tilt=(25.0, 3.0), sacral_slope=(50.0, 3.0), lumbar_lordosis=curve, pelvic_shift=(14.0, 3.0)
    )
    assert sway.level == "inconclusive"
    assert _directions(sway)["pelvic_shift"] == "against"
    assert "sway-back" in next(item.text for item in sway.evidence if item.measure == "pelvic_shift")


@pytest.mark.parametrize("shift", [(6.9, 1.0), (10.0, 7.5), None], ids=["small", "unsure", "missing"])
def test_hips_that_may_be_in_front_of_the_ankles_are_no_sway_back(shift: Given) -> None:
    assert _assess(**FORWARD, pelvic_shift=shift).level == "suggested"


def test_one_sign_must_be_beyond_doubt() -> None:
    # Slope and curve are above their means by more than a standard deviation, but no interval wholly is.
    doubtful: dict[str, Given] = {
        "pelvic_tilt": (14.0, 12.0),
        "sacral_slope": (41.0, 7.0),
        "lumbar_lordosis": (54.0, 8.0),
    }
    weighed = _assess(**doubtful)
    assert (_directions(weighed)["sacral_slope"], _directions(weighed)["lumbar_lordosis"]) == ("for", "for")
    assert weighed.level == "inconclusive"
    assert _assess(**{**doubtful, "sacral_slope": (45.0, 4.0)}).level == "suggested"
    assert _assess(**{**doubtful, "lumbar_lordosis": (60.0, 5.0)}).level == "suggested"
    assert _assess(**{**doubtful, "pelvic_tilt": (22.0, 4.0)}).level == "suggested"


def test_every_reference_of_the_table_is_weighed() -> None:
    assert {name for name, spec in m.TABLE.items() if spec.reference} == set(REFERENCES)


def test_wide_intervals_are_never_suggested() -> None:
    wide: dict[str, Given] = {name: (given[0], 40.0) for name, given in FORWARD.items() if given}
    assert _assess(**wide).level == "inconclusive"


def test_a_wide_interval_of_the_curve_alone_keeps_it_from_being_suggested() -> None:
    assert _assess(**{**FORWARD, "lumbar_lordosis": (60.0, 21.0)}).level == "inconclusive"


def test_an_estimated_tilt_as_wide_as_usual_cannot_decide_alone() -> None:
    assert (
        _assess(pelvic_tilt=(21.0, 14.0), lumbar_lordosis=FORWARD["lumbar_lordosis"]).level == "inconclusive"
    )


@pytest.mark.parametrize(
    ("value", "half", "direction"),
    [
        (22.0, 4.0, "for"),
        (14.9, 1.0, "neutral"),  # surely above the mean, but within a standard deviation
        (22.0, 13.0, "neutral"),  # might be average
        (12.4, 2.0, "against"),
        (12.6, 2.0, "neutral"),
        (5.0, 11.0, "neutral"),  # might be well above the mean
        (-5.0, 4.0, "against"),
    ],
)
def test_evidence_is_weighed_with_its_interval(value: float, half: float, direction: str) -> None:
    assert _directions(_assess(pelvic_tilt=(value, half)))["pelvic_tilt"] == direction


@pytest.mark.parametrize(
    ("method", "value", "direction"),
    [
        ("thigh_to_pelvis", -20.0, "for"),
        ("thigh_to_pelvis", -10.0, "neutral"),
        ("thigh_to_pelvis", 0.0, "against"),
        ("thigh_to_trunk", -20.0, "for"),
        ("thigh_to_trunk", -9.0, "neutral"),
        ("thigh_to_trunk", 10.0, "against"),
    ],
)
def test_hip_angle_is_judged_by_what_it_was_measured_against(
    method: str, value: float, direction: str
) -> None:
    assert _directions(_assess(method, hip_extension_angle=(value, 4.0)))["hip_extension_angle"] == direction


def test_bent_knees_are_mentioned_only_when_they_surely_are() -> None:
    assert "knee_angle" not in _directions(_assess())
    assert "knee_angle" not in _directions(_assess(knee_angle=(165.0, 8.0)))
    assert _directions(_assess(knee_angle=(155.0, 8.0)))["knee_angle"] == "neutral"


def test_missing_measures_are_no_evidence() -> None:
    assert _directions(_assess(pelvic_tilt=None, pelvic_shift=None, hip_extension_angle=None)).keys() == {
        "sacral_slope",
        "lumbar_lordosis",
    }


def test_evidence_comes_in_the_order_of_its_weight() -> None:
    everything = _assess(knee_angle=(150.0, 3.0))
    assert list(_directions(everything)) == [
        "pelvic_tilt",
        "sacral_slope",
        "lumbar_lordosis",
        "pelvic_shift",
        "hip_extension_angle",
        "knee_angle",
    ]


def _all_indicators() -> Iterator[tuple[dict[str, Given], Indicator]]:
    choices: dict[str, list[Given]] = {
        "pelvic_tilt": [None, (5.0, 3.0), (22.0, 4.0), (22.0, 14.0)],
        "sacral_slope": [None, (20.0, 3.0), (34.0, 3.0), (45.0, 3.0)],
        "lumbar_lordosis": [None, (30.0, 4.0), (46.0, 4.0), (60.0, 4.0)],
        "pelvic_shift": [None, (2.0, 3.0), (15.0, 3.0)],
        "knee_angle": [(178.0, 3.0), (150.0, 3.0)],
        "hip_extension_angle": [None, (-25.0, 4.0), (10.0, 4.0)],
    }
    for values in product(*choices.values()):
        given = dict(zip(choices, values, strict=True))
        yield given, _assess(**given)


def test_rules_that_hold_for_every_combination() -> None:
    levels = set()
    for given, indicator in _all_indicators():
        levels.add(indicator.level)
        found = _directions(indicator)
        if indicator.level == "suggested":
            assert found["lumbar_lordosis"] == "for"
            assert "for" in (found.get("pelvic_tilt"), found.get("sacral_slope"))
            assert found.get("pelvic_shift") != "against"
            assert given["lumbar_lordosis"] == (60.0, 4.0)
        if indicator.level == "not_suggested":
            assert found.get("pelvic_tilt") != "for"
            assert found.get("sacral_slope") != "for"
            assert found.get("lumbar_lordosis") != "for"
        assert indicator.ground is not None
        assert indicator.summary == GROUNDS[indicator.ground].summary
        assert (indicator.caveat, indicator.direct_test) == (caveat(), DIRECT_TEST)
    assert levels == set(get_args(Level))


def test_texts_are_plain_sentences_without_dashes_or_diagnosis() -> None:
    texts = {caveat(), DIRECT_TEST, *(words.summary for words in GROUNDS.values())}
    for _, indicator in _all_indicators():
        texts |= {indicator.meaning, *(item.text for item in indicator.evidence)}
    for text in texts:
        assert text.endswith(".")
        assert not {"—", "–"} & set(text)
        assert "you have" not in text.lower()
    assert "not a diagnosis" in caveat()
    assert "Thomas test" in DIRECT_TEST
    assert set(LEVELS) == set(get_args(Level))
