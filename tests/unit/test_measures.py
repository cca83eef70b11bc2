"""Signs, intervals and reasons of the measures, on joints and backs with known angles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scenes import Look, Place, draw_person, sample_curve, traced

from analyzer import measures as m
from analyzer.measures.table import EDGE_WITHIN, Z95
from analyzer.person.joints import BIAS, Joints, find_joints
from analyzer.types import Measure, Reason

UPRIGHT = {
    "ear": (0.0, 1.35),
    "shoulder": (0.0, 1.0),
    "hip": (0.0, 0.0),
    "knee": (0.0, -0.85),
    "ankle": (0.0, -1.65),
}


def _joints(sd: float = 0.0, head_seen: bool = True, **moved: tuple[float, float]) -> Joints:
    points = {part: np.array(moved.get(part, place)) for part, place in UPRIGHT.items()}
    return Joints(**points, sd=sd, head_seen=head_seen)


def _value(measure: Measure) -> float:
    assert measure.value is not None, measure.reason
    return measure.value


def _half(measure: Measure) -> float:
    assert measure.ci95 is not None
    return (measure.ci95[1] - measure.ci95[0]) / 2


TILT = m.measured("pelvic_tilt", 12.0, 1.0, "points")
ESTIMATE = m.measured("pelvic_tilt", 12.0, 1.0, "estimated_from_back_profile", body_sd=6.0)
NO_TILT = m.missing("pelvic_tilt", Reason("back_not_visible", "No."))


# Joints


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("roll", [-8.0, 8.0])
def test_joints_are_landmarks_less_the_models_bias(facing: str, roll: float) -> None:
    moved = {part: (UPRIGHT[part][0] + dx, UPRIGHT[part][1] + dy) for part, (dx, dy) in BIAS.items()}
    place = Place(facing=facing, roll_deg=roll)
    joints = find_joints(place.frame(), place.landmarks(moved), np.zeros(33), head_seen=True)
    for part, expected in UPRIGHT.items():
        assert getattr(joints, part) == pytest.approx(expected, abs=1e-9)


def test_joint_sd_grows_with_the_landmarks_disagreement_and_not_with_the_picture() -> None:
    small, large = Place(trunk_px=100.0), Place(trunk_px=200.0)
    one = find_joints(small.frame(), small.landmarks(), np.full(33, 4.0), head_seen=True)
    two = find_joints(large.frame(), large.landmarks(), np.full(33, 8.0), head_seen=True)
    assert one.sd == pytest.approx(two.sd)
    assert one.sd == pytest.approx(0.25 * 4.0 / 100.0)


def test_upright_is_zero() -> None:
    joints = _joints()
    assert _value(m.compute_trunk_inclination(joints, 0.0)) == pytest.approx(0.0)
    assert _value(m.compute_pelvic_shift(joints, 0.0)) == pytest.approx(0.0)
    assert _value(m.compute_ear_shoulder_angle(joints, 0.0)) == pytest.approx(0.0)
    assert _value(m.compute_knee_angle(joints)) == pytest.approx(180.0)
    assert _value(m.compute_hip_extension(joints, NO_TILT)) == pytest.approx(0.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_trunk_inclination_is_positive_forward(sign: int) -> None:
    lean = m.compute_trunk_inclination(_joints(shoulder=(sign * 0.5, 0.5)), 0.0)
    assert _value(lean) == pytest.approx(sign * 45.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_pelvic_shift_is_positive_with_the_hip_in_front_of_the_ankle(sign: int) -> None:
    shift = m.compute_pelvic_shift(_joints(ankle=(-sign * 0.165, -1.65)), 0.0)
    leg = 0.85 + np.hypot(0.165, 0.80)
    assert _value(shift) == pytest.approx(sign * 16.5 / leg)
    assert shift.unit == "pct_leg"


@pytest.mark.parametrize("sign", [1, -1])
def test_ear_shoulder_angle_is_positive_with_the_ear_in_front(sign: int) -> None:
    assert _value(m.compute_ear_shoulder_angle(_joints(ear=(sign * 0.35, 1.35)), 0.0)) == pytest.approx(
        sign * 45.0
    )


@pytest.mark.parametrize("sign", [1, -1])
def test_knee_angle_is_180_when_straight_and_less_to_either_side(sign: int) -> None:
    bent = m.compute_knee_angle(_joints(ankle=(sign * 0.8, -0.85)))
    assert _value(bent) == pytest.approx(90.0)


def test_thigh_behind_the_trunk_is_extension() -> None:
    behind = _joints(knee=(-0.85, -0.85))  # the thigh points backward going down
    assert _value(m.compute_hip_extension(behind, NO_TILT)) == pytest.approx(45.0)
    front = _joints(knee=(0.85, -0.85))
    assert _value(m.compute_hip_extension(front, NO_TILT)) == pytest.approx(-45.0)


def test_leaning_forward_flexes_the_hip() -> None:
    assert _value(m.compute_hip_extension(_joints(shoulder=(0.5, 0.5)), NO_TILT)) == pytest.approx(-45.0)


@pytest.mark.parametrize(
    ("tilt", "method", "value"),
    [(TILT, "thigh_to_pelvis", -12.0), (ESTIMATE, "thigh_to_trunk", 0.0), (NO_TILT, "thigh_to_trunk", 0.0)],
    ids=["measured", "estimated", "missing"],
)
def test_hip_extension_is_against_the_pelvis_only_when_its_tilt_was_measured(
    tilt: Measure, method: str, value: float
) -> None:
    hip = m.compute_hip_extension(_joints(), tilt)
    assert hip.method == method
    assert _value(hip) == pytest.approx(value)


def test_doubt_about_a_measured_tilt_is_doubt_about_the_hip() -> None:
    unsure = m.measured("pelvic_tilt", 12.0, 5.0, "points")
    assert _half(m.compute_hip_extension(_joints(), unsure)) > 1.3 * _half(
        m.compute_hip_extension(_joints(), TILT)
    )


def test_hidden_legs_have_no_pelvic_shift() -> None:
    shift = m.compute_pelvic_shift(_joints(knee=(0.0, -0.3), ankle=(0.0, -0.6)), 0.0)
    assert shift.reason is not None
    assert shift.reason.code == "legs_not_visible"


def test_unseen_head_has_no_ear_shoulder_angle() -> None:
    angle = m.compute_ear_shoulder_angle(_joints(head_seen=False), 0.0)
    assert angle.reason is not None
    assert angle.reason.code == "head_out_of_frame"


ROLLED = {
    "trunk_inclination": m.compute_trunk_inclination,
    "pelvic_shift": m.compute_pelvic_shift,
    "ear_shoulder_angle": m.compute_ear_shoulder_angle,
}


@pytest.mark.parametrize("name", ROLLED)
def test_doubt_about_the_cameras_roll_widens_what_is_measured_against_the_vertical(name: str) -> None:
    level, tilted = ROLLED[name](_joints(), 0.0), ROLLED[name](_joints(), 3.0)
    spec = m.TABLE[name]
    assert _half(level) == pytest.approx(Z95 * np.hypot(spec.model_sd, spec.repeat_sd))
    # 3 degrees are 5.2 % of a leg.
    size = 3.0 if spec.unit == "deg" else 5.236
    assert _half(tilted) == pytest.approx(
        Z95 * np.sqrt(spec.model_sd**2 + spec.repeat_sd**2 + size**2), rel=1e-3
    )


@pytest.mark.parametrize(
    "compute",
    [
        lambda joints: m.compute_trunk_inclination(joints, 0.5),
        lambda joints: m.compute_pelvic_shift(joints, 0.5),
        m.compute_knee_angle,
        lambda joints: m.compute_ear_shoulder_angle(joints, 0.5),
        lambda joints: m.compute_hip_extension(joints, NO_TILT),
        lambda joints: m.compute_hip_extension(joints, TILT),
    ],
)
def test_unsure_landmarks_widen_every_interval_which_holds_its_value(compute) -> None:  # type: ignore[no-untyped-def]
    sure, unsure = compute(_joints(0.001)), compute(_joints(0.03))
    assert _half(unsure) > 1.1 * _half(sure)
    for measure in (sure, unsure):
        assert measure.ci95[0] < measure.value < measure.ci95[1]
        assert 0 < measure.sd_within < _half(measure) / Z95


# The back


CURVE = sample_curve(0.5, 0.5)


def _back(look: Look | None = None, **changes: float) -> dict[str, Measure]:
    given = {"roll_sd_deg": 0.3, "trunk_rotation_deg": 0.0, "clothing_sd": 0.0, **changes}
    found = m.compute_back_measures(traced(draw_person(CURVE, look=look or Look())), **given)
    return {measure.name: measure for measure in found}


def test_lordosis_is_the_angle_between_the_two_tangents() -> None:
    back, profile = _back(), traced(draw_person(CURVE)).profile
    assert list(back) == ["sacral_slope", "lumbar_lordosis", "lumbar_depth"]
    slope, upper = profile.lumbosacral.inclination_deg, profile.thoracolumbar.inclination_deg
    assert back["sacral_slope"].value == pytest.approx(slope)
    assert back["lumbar_lordosis"].value == pytest.approx(slope - upper)
    assert all(measure.method == "back_profile" for measure in back.values())
    assert [measure.unit for measure in back.values()] == ["deg", "deg", "pct_trunk"]


def test_depth_is_the_distance_from_the_chord_in_per_cent_of_the_trunk() -> None:
    drawn = traced(draw_person(CURVE)).landmarks.depth
    assert _value(_back()["lumbar_depth"]) == pytest.approx(100 * drawn / m.TRUNK_TO_C7, abs=0.5)


def test_every_interval_of_the_back_holds_its_value_and_is_wider_than_within_a_person() -> None:
    for measure in _back().values():
        assert measure.ci95 is not None
        assert measure.ci95[0] < _value(measure) < measure.ci95[1]
        assert measure.sd_within is not None
        assert 0 < measure.sd_within < _half(measure) / Z95


def test_six_tenths_of_the_spread_of_curves_count_and_four_tenths_of_that_within_a_person() -> None:
    """As docs/method.md says, under Intervals."""
    back = traced(draw_person(CURVE))
    found = {measure.name: measure for measure in m.compute_back_measures(back, 0.0, 0.0, 0.0)}
    slopes, curves = back.draw_values[:, 0], back.draw_values[:, :2].sum(axis=1)
    for name, draws in (("sacral_slope", slopes), ("lumbar_lordosis", curves)):
        low, high = np.percentile(draws, [15.87, 84.13])
        edge, spec, measure = 0.6 * (high - low) / 2.0, m.TABLE[name], found[name]
        assert edge > 0.2
        assert _half(measure) / Z95 == pytest.approx(
            np.sqrt(edge**2 + spec.repeat_sd**2 + spec.model_sd**2), rel=1e-6
        )
        assert measure.sd_within == pytest.approx(
            spec.within * np.hypot(0.4 * edge, spec.repeat_sd), rel=1e-6
        )


def test_roll_is_in_the_slope_and_cancels_in_the_lordosis() -> None:
    level, tilted = _back(roll_sd_deg=0.0), _back(roll_sd_deg=4.0)
    assert _half(tilted["sacral_slope"]) > 2 * _half(level["sacral_slope"])
    assert _half(tilted["lumbar_lordosis"]) == _half(level["lumbar_lordosis"])


@pytest.mark.parametrize("change", ["trunk_rotation_deg", "clothing_sd"])
def test_a_turned_trunk_and_cloth_widen_every_interval_and_move_no_value(change: str) -> None:
    plain, spoiled = _back(), _back(**{change: 30.0})
    for name, measure in spoiled.items():
        assert _half(measure) > 1.1 * _half(plain[name])
        assert measure.value == plain[name].value


def test_no_contrast_means_wide_intervals() -> None:
    same = (205, 205, 200)
    blind, clear = _back(Look(person=same, face=same)), _back()
    for name in clear:
        assert _half(blind[name]) > 2 * _half(clear[name])


def test_a_covered_upper_back_spoils_the_lordosis_more_than_the_slope() -> None:
    braid, clear = _back(Look(hair=(45, 30, 25), braid=(0.45, 0.05))), _back(Look(hair=(45, 30, 25)))
    wider = {name: _half(braid[name]) / _half(clear[name]) for name in clear}
    assert wider["lumbar_lordosis"] > 1.3
    assert wider["lumbar_lordosis"] > wider["sacral_slope"]


# The table


def test_the_table_has_the_contracts_measures_in_order() -> None:
    assert {name: spec.unit for name, spec in m.TABLE.items()} == {
        "pelvic_tilt": "deg",
        "sacral_slope": "deg",
        "lumbar_lordosis": "deg",
        "lumbar_depth": "pct_trunk",
        "trunk_inclination": "deg",
        "hip_extension_angle": "deg",
        "pelvic_shift": "pct_leg",
        "knee_angle": "deg",
        "ear_shoulder_angle": "deg",
        "thoracic_kyphosis": "deg",
        "craniovertebral_angle": "deg",
        "c7_offset": "pct_height",
        "shoulder_offset": "pct_height",
        "hip_offset": "pct_height",
        "knee_offset": "pct_height",
        "trunk_balance": "pct_height",
    }
    assert list(m.TABLE)[:4] == ["pelvic_tilt", "sacral_slope", "lumbar_lordosis", "lumbar_depth"]
    with pytest.raises(TypeError):
        m.TABLE["other"] = m.TABLE["knee_angle"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        replace(m.TABLE["knee_angle"]).model_sd = 0.0  # type: ignore[misc]


def test_what_is_interpreted_has_a_published_reference_with_its_source() -> None:
    for name in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis"):
        reference = m.TABLE[name].reference
        assert reference is not None
        assert reference.sd > 0
        assert "PMC" in reference.source or "doi" in reference.source


def test_interval_adds_all_parts_and_within_leaves_out_what_belongs_to_the_body() -> None:
    spec = m.TABLE["sacral_slope"]
    measure = m.measured("sacral_slope", 20.0, 2.0, "back_profile", body_sd=3.0, edge_sd=1.5)
    total = np.sqrt(2.0**2 + spec.repeat_sd**2 + 1.5**2 + spec.model_sd**2 + 3.0**2)
    assert _half(measure) == pytest.approx(Z95 * total)
    within = np.sqrt(2.0**2 + spec.repeat_sd**2 + (EDGE_WITHIN * 1.5) ** 2)
    assert measure.sd_within == pytest.approx(spec.within * within)
    assert measure.reference == spec.reference
    assert measure.unit == spec.unit


def test_what_is_known_of_a_photo_counts_in_full_within_a_person() -> None:
    measure = m.measured("trunk_inclination", 2.0, 0.0, "landmarks", known_sd=9.0)
    spec = m.TABLE["trunk_inclination"]
    assert measure.sd_within == pytest.approx(np.hypot(9.0, spec.within * spec.repeat_sd))
    assert _half(measure) == pytest.approx(Z95 * np.sqrt(81.0 + spec.repeat_sd**2 + spec.model_sd**2))


def test_missing_says_why() -> None:
    measure = m.missing("lumbar_depth", Reason("some_code", "Some sentence."))
    assert not measure
    assert measure.unit == "pct_trunk"
    assert measure.reason is not None
    assert (measure.reason.code, measure.reason.message) == ("some_code", "Some sentence.")
