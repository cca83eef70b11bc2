"""What the direct test says, from numbers alone."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from analyzer.errors import CorrectionError
from analyzer.meaning.thomas_words import FEEL, together
from analyzer.thomas.back import Arch
from analyzer.thomas.checks import control_of
from analyzer.thomas.finding import LIKELY_FREE_DEG, find_meaning, level_of
from analyzer.thomas.limbs import Axis, Limbs, along_limbs
from analyzer.thomas.points import SupinePoints
from analyzer.thomas.standing import StandingReference
from analyzer.thomas.values import JUDGED_FREE, JUDGED_SHORT, find_values
from analyzer.types import Measure, SagittalFrame
from analyzer.types.codes import LEVELS, THOMAS, THOMAS_LEVELS
from analyzer.types.thomas import PelvisControl, ThomasCorrections
from tests.unit.test_thomas_angles import along

HELD = PelvisControl(True, True, 0.0)
LOOSE = PelvisControl(True, False, 8.0)
STANDING = StandingReference("left", -70.0, 1.0, -4.0, 1.5)


def lying(thigh=10.0, knee=60.0, **more) -> SupinePoints:
    """A figure with this thigh and knee, and more points."""
    hip, joint = np.zeros(2), 0.85 * along(thigh)
    at = {
        "hip": hip,
        "knee": joint,
        "ankle": joint + 0.8 * along(thigh + knee),
        "shoulder": np.array([0.0, 1.0]),
        "other_knee": 0.85 * along(-115.0),
        **more,
    }
    return SupinePoints(at, hip, hip, sd=0.006)


def thigh(value: float, half: float) -> Measure:
    ends = (value - half, value + half)
    return Measure("thigh_angle", "deg", value, ends, sd_within=half / 2.8, method="limb_outline")


def test_the_groups_of_ferber_are_told_apart_where_both_are_as_likely():
    def density(group):
        return np.exp(-0.5 * ((LIKELY_FREE_DEG - group.mean) / group.sd) ** 2) / group.sd

    assert JUDGED_SHORT.mean < LIKELY_FREE_DEG < JUDGED_FREE.mean
    assert density(JUDGED_FREE) == pytest.approx(density(JUDGED_SHORT))


@pytest.mark.parametrize(
    ("value", "level"),
    [(16.0, "extension_usual"), (8.0, "borderline"), (11.0, "borderline"), (0.0, "extension_limited")],
)
def test_the_whole_interval_has_to_speak_for_a_group(value, level):
    assert level_of(thigh(value, 4.0), controlled=True) == level


@pytest.mark.parametrize("value", [-10.0, 20.0])
@pytest.mark.parametrize("pelvis", [LOOSE, PelvisControl(False, True), PelvisControl(True, None)])
def test_nothing_is_decided_without_a_held_pelvis(value, pelvis):
    measures = find_values(lying(value), 0.5, pelvis, None)
    found = find_meaning(measures, pelvis)
    assert found.level == "cannot_say"
    assert measures["hip_extension_true"].reason.code == "pelvis_not_controlled"
    assert {item.direction for item in found.evidence} == {"neutral"}
    assert any("tips forward lets the thigh sink" in item.text for item in found.evidence)


@pytest.mark.parametrize("knee", [20.0, 60.0, 100.0])
def test_the_knee_alone_decides_nothing(knee):
    found = find_meaning(find_values(lying(16.0, knee), 0.5, HELD, None), HELD)
    assert found.level == "extension_usual"
    said = next(item for item in found.evidence if item.measure == "knee_flexion")
    assert said.direction == "neutral"


def test_values_are_those_of_the_figure_and_in_their_intervals():
    found = find_values(lying(12.0, 55.0), 0.5, HELD, None)
    assert tuple(found) == THOMAS
    assert found["thigh_angle"].value == pytest.approx(12.0)
    assert found["knee_flexion"].value == pytest.approx(55.0)
    assert found["other_thigh_flexion"].value == pytest.approx(115.0)
    assert found["trunk_to_table"].value == pytest.approx(0.0)
    assert found["hip_extension_true"].reason.code == "pelvis_points_missing"


def test_an_unknown_level_widens_the_thigh_but_not_the_knee():
    sure, unsure = (find_values(lying(), sd, HELD, None) for sd in (0.2, 3.0))
    width = {name: [m[name].ci95[1] - m[name].ci95[0] for m in (sure, unsure)] for name in THOMAS[:2]}
    assert width["thigh_angle"][1] > 1.5 * width["thigh_angle"][0]
    assert width["knee_flexion"][1] == width["knee_flexion"][0]


def test_both_pelvis_points_give_true_extension_even_of_a_loose_pelvis():
    points = lying(15.0, asis=np.array([0.2, 0.1]), psis=np.array([-0.1, 0.1]))
    points = points.moved({}, placed=frozenset({"asis", "psis"}))
    found = find_values(points, 0.5, LOOSE, None)
    assert found["pelvic_tilt_supine"].value == pytest.approx(0.0)
    assert found["hip_extension_true"].value == pytest.approx(15.0)
    assert found["pelvic_tilt_supine"].method == "points"
    assert found["hip_extension_from_standing"].reason.code == "no_standing_photo"


def test_dots_and_the_own_standing_photo_give_true_extension_and_the_difference():
    points = lying(15.0, asis=np.array([0.18, 0.16])).moved({}, dots=frozenset({"asis", "hip"}))
    assert find_values(points, 0.5, HELD, None)["pelvic_tilt_supine"].reason.code == "no_standing_photo"
    found = find_values(points, 0.5, HELD, STANDING)
    tilt, true = found["pelvic_tilt_supine"].value, found["hip_extension_true"].value
    assert true == pytest.approx(15.0 - tilt)
    assert found["hip_extension_from_standing"].value == pytest.approx(true + 4.0)


def test_one_sentence_about_both_and_the_direct_test_outweighs():
    for standing in LEVELS:
        for direct in THOMAS_LEVELS:
            text = together(standing, direct)
            assert ("counts for more" in text) == (direct != "cannot_say")


@pytest.mark.parametrize("bend", [25.0, 70.0, 110.0])
def test_outline_and_landmarks_count_alike_for_the_bend_of_the_knee(bend):
    frame = SagittalFrame(np.array([300.0, 300.0]), 200.0, 1)

    def knee(by_outline: float, by_landmarks: float) -> float:
        at = lying(5.0, by_landmarks).at
        thigh, shank = (
            Axis(frame.to_picture(at["knee"]), frame.to_picture(way) - frame.origin_px, 0.5)
            for way in (along(5.0), along(5.0 + by_outline))
        )
        limbs = Limbs(thigh, shank, frame.to_picture(at["knee"]))
        found = along_limbs(lying(5.0, by_landmarks), limbs, frame)
        return find_values(found, 0.5, HELD, None)["knee_flexion"].value

    own = knee(bend, bend)
    assert knee(bend + 4.0, bend) - own == pytest.approx(knee(bend, bend + 4.0) - own)
    # A straight knee looks more bent than it is.
    assert own - bend > knee(20.0, 20.0) - 20.0


def seen(arch: Arch | None, elevation: float | None = None) -> SimpleNamespace:
    return SimpleNamespace(arch=arch, elevation_deg=elevation)


def gap(height_pct: float, *, agreed: bool = True) -> Arch:
    return Arch(height_pct, agreed, np.zeros((0, 2)))


@pytest.mark.parametrize(
    ("observation", "flat"),
    [
        (seen(gap(0.5)), True),
        (seen(gap(0.5), 4.0), True),
        (seen(gap(3.0)), False),
        (seen(gap(3.0), -4.0), False),
        (seen(gap(0.5, agreed=False)), None),
        (seen(gap(0.5), -4.0), None),
        (seen(None), None),
    ],
    ids=[
        "none",
        "from above",
        "gap",
        "gap from below",
        "edges differ",
        "edge of the table before it",
        "unseen",
    ],
)
def test_no_gap_counts_only_where_one_would_be_seen(observation, flat):
    assert control_of(lying(), observation).back_flat is flat
    for felt in (True, False):
        said = control_of(lying(), observation, felt)
        assert (said.back_flat, said.by_hand) == (felt, True), "a hand knows better"


def test_a_hand_below_the_back_is_asked_for_where_a_gap_would_change_the_answer():
    def steps(value: float, pelvis: PelvisControl) -> bool:
        return FEEL in find_meaning(find_values(lying(value), 0.5, pelvis, None), pelvis).next_steps

    unseen = PelvisControl(True, None)
    assert steps(20.0, HELD) and steps(20.0, unseen) and steps(-20.0, unseen)
    assert not steps(-20.0, HELD), "what hangs high hangs higher with a pelvis that is held"
    assert not steps(20.0, PelvisControl(True, True, 0.0, by_hand=True))
    assert not steps(20.0, LOOSE) and not steps(20.0, PelvisControl(False, True))


def test_what_a_hand_felt_is_a_correction():
    felt = ThomasCorrections.from_dict({"back_flat": False})
    assert felt and felt.to_dict() == {"back_flat": False}
    assert felt != ThomasCorrections() and not ThomasCorrections.from_dict({"back_flat": None})
    with pytest.raises(CorrectionError, match="back_flat is true or false"):
        ThomasCorrections.from_dict({"back_flat": 1})
