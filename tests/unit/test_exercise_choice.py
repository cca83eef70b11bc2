"""Exercises by finding: the direct test first, never against what was found, few at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from analyzer.education import exercises
from analyzer.education.exercises import EFFECTS
from analyzer.meaning.exercise_choice import FOR, WHY, exercises_for, goes_against
from analyzer.types import Indicator, Measure
from analyzer.types.codes import FindingCode, Level, ThomasLevel, ThomasName
from analyzer.types.intake import Intake
from analyzer.types.thomas import ThomasFinding


@dataclass(frozen=True)
class Hip:
    finding: ThomasFinding
    measures: Mapping[ThomasName, Measure]


def hip(level: ThomasLevel, knee: float = 60.0) -> Hip:
    """A tested hip whose knee is bent so far, ± 4°."""
    measure = Measure("knee_flexion", "deg", knee, (knee - 4.0, knee + 4.0), 1.0, method="points")
    return Hip(ThomasFinding(level, "", (), (), ""), {"knee_flexion": measure})


def seen(level: Level = "inconclusive", *findings: FindingCode) -> Indicator:
    return Indicator(level, "", (), "", "", "", None, findings)


def kyphosis(value: float) -> Measure:
    return Measure("thoracic_kyphosis", "deg", value, (value - 5, value + 5), 1.0, method="back_profile")


def every(offered) -> list[str]:
    return [*offered.first, *offered.more]


def test_every_exercise_is_chosen_for_something_and_every_choice_exists():
    assert {id_ for ids in FOR.values() for id_ in ids} == {item.id for item in exercises()}
    assert all(WHY[need] for need in FOR)


def test_after_a_short_hip_its_stretches_come_first():
    offered = exercises_for(seen(), tests=(hip("extension_limited"), hip("extension_usual")))
    assert offered.first[:2] == ("half_kneeling_stretch", "edge_stretch")
    assert 3 <= len(offered.first) <= 5
    assert "standing_thigh_stretch" not in offered.first


def test_a_knee_that_hangs_straight_brings_the_stretch_of_the_thigh():
    offered = exercises_for(seen(), tests=(hip("extension_limited", knee=40.0),))
    assert "standing_thigh_stretch" in offered.first
    for other in (hip("extension_limited", knee=51.0), hip("borderline", knee=40.0)):
        assert "short_rectus_femoris" not in exercises_for(seen(), tests=(other,)).needs


def test_hips_that_extend_as_usual_are_not_stretched():
    offered = exercises_for(seen("suggested"), tests=(hip("extension_usual"), hip("extension_usual")))
    assert "pelvis_forward" in offered.needs
    assert not [id_ for id_ in every(offered) if "lengthens_hip_flexors" in EFFECTS[id_]]
    assert "glute_bridge" in offered.first


@pytest.mark.parametrize("finding", ["pelvis_backward", "pelvis_perhaps_backward", "back_flat", "sway_back"])
def test_nothing_adds_to_a_pelvis_that_is_tipped_backward(finding: FindingCode):
    offered = exercises_for(seen("not_suggested", finding), intake=Intake(hours_sitting=9))
    assert 3 <= len(offered.first) <= 5
    effects = {effect for id_ in every(offered) for effect in EFFECTS[id_]}
    assert not effects & {"tips_pelvis_backward", "lengthens_hip_flexors"}


def test_the_direct_test_outweighs_the_photo_for_stretches_and_not_for_the_bridge():
    offered = exercises_for(seen("not_suggested", "pelvis_backward"), tests=(hip("extension_limited"),))
    assert offered.first[0] == "half_kneeling_stretch"
    assert "glute_bridge" not in every(offered)
    assert "seated_march" not in every(offered)  # it would shorten what was found short
    chosen = ("half_kneeling_stretch", "glute_bridge", "of_tomorrow")
    said = seen("not_suggested", "pelvis_backward")
    assert goes_against(chosen, said) == ("half_kneeling_stretch", "glute_bridge")
    assert goes_against(chosen, said, (hip("extension_limited"),)) == ("glute_bridge",)
    assert goes_against(chosen, seen()) == ()


def test_a_round_upper_back_brings_its_own():
    measures = {"thoracic_kyphosis": kyphosis(62.0)}
    assert exercises_for(seen(), measures).first[0] == "band_row"
    assert "round_upper_back" not in exercises_for(seen(), {"thoracic_kyphosis": kyphosis(48.0)}).needs


def test_without_a_finding_there_is_what_is_good_for_everybody():
    offered = exercises_for()
    assert offered.needs == ("everybody",)
    assert offered.first == ("walking", "sit_breaks", "sit_to_stand")


def test_strong_pain_is_looked_at_before_anything_is_offered():
    assert exercises_for(seen("suggested"), intake=Intake(low_back_pain=6)).first
    assert exercises_for(seen("suggested"), intake=Intake(low_back_pain=7)) == exercises_for(
        intake=Intake(low_back_pain=10)
    )
    assert not every(exercises_for(seen("suggested"), intake=Intake(low_back_pain=7)))


def test_every_exercise_has_a_source_that_can_be_looked_up():
    for item in exercises():
        assert item.dose.sources, item.id
        assert all(source.url.startswith("https://") for source in item.sources), item.id
