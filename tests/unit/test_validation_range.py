"""The frames of people who tip the pelvis, and films of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from calibration.table.movement import PEOPLE, WRONG, movement, wrong_movement
from validation.range_films import Course, courses, film, people, wrong_people
from validation.range_weights import table


def test_the_pelvis_moves_as_is_told():
    assert len(people()) == PEOPLE
    for number, folder in enumerate(people()):
        told = json.loads((folder / "frames.json").read_text("utf-8"))["frames"]
        wanted = [frame["pelvis"] for frame in movement(number)]
        assert [item["pelvis_rotation_deg"] for item in told] == wanted
        assert {item["image"] for item in told} == {path.name for path in folder.glob("*.jpg")}
        tilts = [item["pelvic_tilt_deg"] for item in told]
        # Between bony points the tilt grows as the rotation does, up to one constant of the person.
        assert np.diff(tilts) == pytest.approx(np.diff(wanted), abs=0.1)
        if number > 1:
            continue  # of these, knees and trunk move, too
        hips = np.array([item["landmarks_px"]["hip_joint_L"] for item in told])
        assert np.ptp(hips, axis=0).max() < 1.0


def test_a_film_shows_the_frame_whose_tilt_is_nearest():
    course = Course(habitual_deg=3.0, forward_deg=12.0, back_deg=-6.0, hold_s=0.3, move_s=0.5)
    shown = list(film(people()[0], course, fps=10.0))
    assert [time for time, _, _ in shown] == pytest.approx(list(np.arange(len(shown)) / 10.0))
    for (_, picture, tilt), wanted in zip(shown, course.tilts(10.0), strict=True):
        assert picture.shape == (720, 1280, 3)
        assert abs(tilt - wanted) <= 0.75
    assert {12.0, -6.0, 3.0} <= {tilt for _, _, tilt in shown}


def test_movements_differ_and_stay_within_what_was_rendered():
    made = [course for folder in people()[:2] for course in courses(folder)]
    assert len({(course.range_deg, course.position_pct) for course in made}) == len(made)
    for course in made:
        assert course.back_deg < course.habitual_deg < course.forward_deg
        assert 9.0 <= course.range_deg <= 34.5


def test_weights_are_those_that_made_the_changes():
    rng = np.random.default_rng(5)
    tilt, slope = rng.normal(0.0, 8.0, (2, 30))
    lines = list(table(np.stack([0.4 * tilt + 0.6 * slope, tilt, slope], axis=1)))
    assert lines[0] == "tilt and slope: 0.40 and 0.60, error of a pair 0.00° (30 pairs)"
    assert "0.00°" not in lines[1]


def test_who_bows_or_squats_has_pictures_of_it():
    for folder, kind in zip(wrong_people(), WRONG, strict=True):
        told = json.loads((folder / "frames.json").read_text("utf-8"))["frames"]
        assert {item["image"] for item in told} == {path.name for path in folder.glob("*.jpg")}
        name, field = {"bow": ("trunk_lean_deg", "pelvis"), "squat": ("knee_deg", "knee")}[kind]
        assert folder.name == f"{kind}_{WRONG[kind]:02d}"
        assert [item[name] for item in told] == pytest.approx(
            [frame[field] for frame in wrong_movement(kind)]
        )
