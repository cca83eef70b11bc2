"""What is drawn for a measure is what was measured, and the words about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_overlay_bodies import NAMES, make_analysis, without_profile

from analyzer import measures as m
from analyzer.meaning.measure_words import INDICATOR, MEASURES
from analyzer.overlay import build_scene
from analyzer.overlay.curves import softened
from analyzer.overlay.details import DETAILED, detail_shapes
from analyzer.overlay.explain import explain
from analyzer.overlay.joints import joint_places
from analyzer.overlay.primitives import Arc, Polyline
from analyzer.overlay.style import LEVELS
from analyzer.person.joints import find_joints
from analyzer.types import Corrections


def joints_of(analysis):
    geometry = analysis.geometry
    return find_joints(geometry.frame, geometry.landmarks, np.ones(33), head_seen=True)


def arc(analysis, name):
    (shape,) = [item for item in detail_shapes(analysis) if item.measure == name and isinstance(item, Arc)]
    return shape


def forward(analysis, shape):
    """Sweep of an arc in degrees, positive towards the front when it lies above its centre."""
    return shape.sweep_deg * analysis.geometry.frame.anterior_sign


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("roll_deg", [0.0, 4.0])
def test_arcs_have_the_angles_that_are_measured(facing, roll_deg):
    analysis = make_analysis(facing=facing, roll_deg=roll_deg)
    joints = joints_of(analysis)
    trunk = m.compute_trunk_inclination(joints, 0.0)
    assert forward(analysis, arc(analysis, "trunk_inclination")) == pytest.approx(trunk.value)
    ear = m.compute_ear_shoulder_angle(joints, 0.0)
    assert forward(analysis, arc(analysis, "ear_shoulder_angle")) == pytest.approx(ear.value)
    knee = m.compute_knee_angle(joints)
    assert abs(arc(analysis, "knee_angle").sweep_deg) == pytest.approx(knee.value)
    for method in ("estimated_from_back_profile", "points"):  # against the trunk, against the pelvis
        tilt = replace(analysis.measures["pelvic_tilt"], method=method)
        hip = m.compute_hip_extension(joints, tilt)
        known = {**analysis.measures, "hip_extension_angle": hip, "pelvic_tilt": tilt}
        drawn = arc(replace(analysis, measures=known), "hip_extension_angle")
        assert -forward(analysis, drawn) == pytest.approx(hip.value)


def test_the_bar_of_the_hips_is_as_long_as_their_shift():
    analysis = make_analysis()
    joints, frame = joints_of(analysis), analysis.geometry.frame
    shift = m.compute_pelvic_shift(joints, 0.0)
    leg = np.linalg.norm(joints.hip - joints.knee) + np.linalg.norm(joints.knee - joints.ankle)
    drawn = [item for item in detail_shapes(analysis) if item.measure == "pelvic_shift"]
    plumb = [item for item in build_scene(analysis).shapes("plumb_line") if item.name == "offset_hip"]
    for bar in (drawn[0], plumb[0]):
        start, end = frame.to_body(bar.points)
        assert 100.0 * (end[0] - start[0]) / leg == pytest.approx(shift.value)
        assert start[1] == pytest.approx(end[1])


def test_the_depth_is_drawn_from_the_chord_to_the_hollow():
    analysis = make_analysis()
    profile, frame = analysis.geometry.profile, analysis.geometry.frame
    chord, depth = (
        frame.to_body(item.points)
        for item in detail_shapes(analysis)
        if item.measure == "lumbar_depth" and isinstance(item, Polyline)
    )
    assert np.allclose(chord, [profile.gluteal_apex, profile.thoracic_apex])
    assert np.allclose(depth[1], profile.lumbar_apex)
    assert (depth[1] - depth[0]) @ (chord[1] - chord[0]) == pytest.approx(0.0, abs=1e-9)
    a, b, c = (*chord, profile.lumbar_apex)
    distance = abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / np.linalg.norm(b - a)
    assert np.linalg.norm(depth[1] - depth[0]) == pytest.approx(distance)


@pytest.mark.parametrize("name", DETAILED)
def test_a_missing_measure_has_no_details(name):
    assert name not in {item.measure for item in detail_shapes(make_analysis(without=(name,)))}
    everything = {item.measure for item in detail_shapes(make_analysis())}
    assert everything == set(DETAILED)


def test_details_of_the_back_need_a_back():
    shapes = detail_shapes(without_profile(make_analysis()))
    assert {item.measure for item in shapes} == set(DETAILED) - {"lumbar_depth", "thoracic_kyphosis"}


def test_placed_joints_are_drawn_where_they_were_placed():
    analysis = make_analysis()
    corrected = replace(analysis, corrections=Corrections({"knee": (400.0, 800.0), "asis": (1.0, 2.0)}))
    places = joint_places(corrected)
    assert np.allclose(analysis.geometry.frame.to_picture(places["knee"]), [400.0, 800.0])
    assert np.allclose(places["hip"], joint_places(analysis)["hip"])
    assert set(places) == {"ear", "shoulder", "hip", "knee", "ankle", "c7"}


# --- Words --------------------------------------------------------------------------------------------


def test_every_measure_is_explained():
    words = explain(make_analysis())
    assert list(words) == [INDICATOR, *NAMES]
    for name in NAMES:
        assert words[name].sentences[0] == MEASURES[name].meaning
        assert words[name].interval.startswith("likely")
        assert words[name].sentences[-1].startswith("Typical: 9")
        assert words[name].source == "y"
    assert "It tips." in words["pelvic_tilt"].sentences
    for text in words.values():
        assert all(sentence[-1] in ".!?" for sentence in text.sentences)


@pytest.mark.parametrize("level", list(LEVELS))
def test_the_indicator_says_its_level_and_the_direct_test(level):
    words = explain(make_analysis(level=level))[INDICATOR]
    assert words.value == LEVELS[level].title
    assert words.sentences[0] == "A summary in one sentence."
    assert words.sentences[-1] == "A test."
    assert words.spoken().startswith(f"{words.title}: {words.value}. ")


def test_the_hip_says_what_the_thigh_is_compared_with():
    analysis = make_analysis()
    hip = replace(analysis.measures["hip_extension_angle"], method="thigh_to_pelvis")
    words = explain(replace(analysis, measures={**analysis.measures, hip.name: hip}))[hip.name]
    assert "against the pelvis" in words.sentences[0]
    assert "against the trunk" in explain(analysis)[hip.name].sentences[0]


def test_what_a_person_corrected_says_so_and_keeps_the_own_value():
    analysis = make_analysis()
    own = {**analysis.measures, "knee_angle": replace(analysis.measures["knee_angle"], value=174.0)}
    words = explain(replace(analysis, corrected=frozenset({"knee_angle"}), model_measures=own))
    assert words["knee_angle"].technical.endswith("corrected by hand")
    assert "Without the correction: 174°." in words["knee_angle"].sentences
    assert "corrected" not in words["pelvic_tilt"].spoken()


# --- Curves -------------------------------------------------------------------------------------------


def test_a_softened_ring_loses_its_steps_and_keeps_its_place():
    turn = np.linspace(0.0, 2.0 * np.pi, 400, endpoint=False)
    steps = 100.0 + 1.5 * np.sign(np.sin(60.0 * turn))
    ring = np.column_stack((np.cos(turn), np.sin(turn))) * steps[:, None] + [300.0, 200.0]
    soft = softened(ring, 6.0) - [300.0, 200.0]
    radii = np.linalg.norm(soft, axis=1)
    assert radii.std() < 0.2
    assert radii.mean() == pytest.approx(100.0, abs=0.6)


@pytest.mark.parametrize("ring", [[(0, 0), (1, 0), (0, 1)], [(0, 0)] * 5, [(np.nan, 0), (1, 1), (2, 5)]])
def test_rings_that_cannot_be_softened_stay(ring):
    points = np.array(ring, dtype=float)
    assert np.array_equal(softened(points, 2.0), points, equal_nan=True)
