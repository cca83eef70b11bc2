"""The range of the pelvis from what the frames of a film show."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import cv2
import numpy as np
import pytest

from analyzer.cli import main
from analyzer.pelvic_range import conclude_range, find_range, read_film
from analyzer.pelvic_range.errors import (
    BackHiddenError,
    KneesMovedError,
    PelvisNotMovedError,
    PersonTurnedError,
    PersonWalkedError,
    TooFewFramesError,
    TrunkMovedError,
    UnreadableFilmError,
)
from analyzer.pelvic_range.smoothing import smooth
from analyzer.types.pelvic_range import FailedRange, PelvicRange, TiltSample, range_from_dict
from validation.range_films import Course, film, people

FPS = 6.0
COURSE = Course(habitual_deg=4.0, forward_deg=14.0, back_deg=-6.0)


def samples(course: Course = COURSE, noise_deg=0.4, offset_deg=9.0, seed=3) -> list[TiltSample]:
    """Frames of a movement in which only the pelvis and the low back take part."""
    rng = np.random.default_rng(seed)
    tilts = course.tilts(FPS)
    # Both measures together count 1.09 times.
    seen = (tilts + rng.normal(0.0, noise_deg, len(tilts))) / 1.09 + offset_deg
    return [
        TiltSample(
            number / FPS,
            tilt_deg=float(value),
            slope_deg=float(20.0 + value),
            lordosis_deg=float(35.0 + 0.9 * tilt),
            trunk_deg=float(0.3 * tilt),
            knee_deg=172.0,
            hip=(3.0 + 0.002 * float(tilt), 2.0),
            rotation_deg=4.0,
            facing="left",
        )
        for number, (tilt, value) in enumerate(zip(tilts, seen, strict=True))
    ]


def test_range_and_position_of_a_known_movement():
    found = find_range(samples())
    assert found.range_deg.value == pytest.approx(20.0, abs=0.8)
    assert found.position_pct.value == pytest.approx(50.0, abs=3.0)
    assert found.forward_deg.value == pytest.approx(10.0, abs=0.7)
    assert found.back_deg.value == pytest.approx(-10.0, abs=0.7)
    assert found.curve_per_tilt is not None
    assert found.curve_per_tilt[0] == pytest.approx(0.9, abs=0.05)
    assert found.notes == ()
    for estimate in (found.range_deg, found.position_pct):
        assert estimate.ci95[0] < estimate.value < estimate.ci95[1]


def test_the_json_form_comes_back_to_the_digit():
    for found in (find_range(samples()), replace(find_range(samples()), curve_per_tilt=None)):
        record = json.loads(json.dumps(found.to_dict(), allow_nan=False))
        back = range_from_dict(record)
        assert isinstance(back, PelvicRange)
        assert back.to_dict() == record
    failed = FailedRange(found.film, "pelvis_not_moved", "It did not move.", found.provenance)
    assert range_from_dict(failed.to_dict()).to_dict() == failed.to_dict()
    for key in record.keys() - {"schema"}:
        with pytest.raises(ValueError, match="no range of the pelvis"):
            range_from_dict({**record, key: "other"})
    with pytest.raises(ValueError, match="no range of the pelvis"):
        range_from_dict({**record, "schema": "other"})


def test_the_shape_of_the_bones_cancels():
    one, two = find_range(samples(offset_deg=0.0)), find_range(samples(offset_deg=23.0))
    assert one.range_deg.value == pytest.approx(two.range_deg.value, abs=1e-6)
    assert one.position_pct.value == pytest.approx(two.position_pct.value, abs=1e-6)
    assert one.trace.tilt_deg == pytest.approx(two.trace.tilt_deg, abs=1e-6)


def test_single_odd_frames_do_not_count():
    spoilt = samples()
    for index in (9, 20, 33):
        spoilt[index] = replace(spoilt[index], tilt_deg=60.0)
    found = find_range(spoilt)
    assert found.range_deg.value == pytest.approx(20.0, abs=0.8)
    assert found.film.used == len(spoilt) - 3


def test_more_noise_and_a_smaller_range_make_the_position_less_certain():
    def width(found: PelvicRange) -> float:
        return found.position_pct.ci95[1] - found.position_pct.ci95[0]

    small = Course(habitual_deg=4.0, forward_deg=9.0, back_deg=-1.0)
    assert width(find_range(samples(small))) > 1.5 * width(find_range(samples()))
    assert width(find_range(samples(noise_deg=1.5))) > width(find_range(samples()))


def test_stances_before_and_after_that_differ_are_said_and_make_it_less_certain():
    moved = samples()
    last = moved[-1].time_s
    moved = [
        replace(item, tilt_deg=item.tilt_deg + 8.0, slope_deg=item.slope_deg + 8.0)
        if item.time_s > last - 1.0
        else item
        for item in moved
    ]
    found, plain = find_range(moved), find_range(samples())
    assert "habitual_differs" in found.notes
    assert found.position_pct.value == pytest.approx(70.0, abs=6.0)
    assert found.position_pct.sd > 2.0 * plain.position_pct.sd


def test_the_guide_says_when_the_person_stood_as_usual():
    """Somebody who starts before they are told to: only the told times are the habitual stance."""
    late = samples(Course(habitual_deg=-5.0, forward_deg=14.0, back_deg=-6.0))
    windows = ((2.6, 3.4), (2.6, 3.4))  # forward
    assert find_range(late, habitual_s=windows).position_pct.value > 90.0
    assert find_range(late).position_pct.value < 15.0


def bowing():
    return [replace(item, lordosis_deg=35.0, trunk_deg=item.tilt_deg) for item in samples()]


def bowing_deeply():
    """So far that the low back cannot be measured any more."""
    return [
        replace(item, lordosis_deg=35.0, trunk_deg=33.0, tilt_deg=None, slope_deg=None, hidden=True)
        if 4.0 < item.time_s < 6.0
        else item
        for item in bowing()
    ]


def each(**fields):
    return [replace(item, **fields) for item in samples()]


def partly(share, **fields):
    made = samples()
    return [
        replace(item, **fields) if number < share * len(made) else item for number, item in enumerate(made)
    ]


def walking():
    return [replace(item, hip=(2.0 + 0.1 * item.time_s, 2.0)) for item in samples()]


def bending_knees():
    return [replace(item, knee_deg=172.0 - 3.0 * min(item.time_s, 9.0)) for item in samples()]


@pytest.mark.parametrize(
    ("shown", "error"),
    [
        ([], TooFewFramesError),
        (samples()[:12], TooFewFramesError),
        (partly(0.6, tilt_deg=None, error="no_person"), TooFewFramesError),
        (samples(Course(4.0, 6.0, 3.0)), PelvisNotMovedError),
        (bowing(), TrunkMovedError),
        (bowing_deeply(), TrunkMovedError),
        (partly(0.5, tilt_deg=None, error="not_standing"), TrunkMovedError),
        (walking(), PersonWalkedError),
        (bending_knees(), KneesMovedError),
        (partly(0.5, tilt_deg=None, error="not_side_view"), PersonTurnedError),
        (partly(0.45, rotation_deg=40.0), PersonTurnedError),
        (partly(0.45, facing="right"), PersonTurnedError),
        (each(hidden=True), BackHiddenError),
    ],
)
def test_what_is_no_such_movement_is_refused(shown, error):
    with pytest.raises(error) as caught:
        find_range(shown)
    assert "please" in caught.value.message.lower() or "stay" in caught.value.message
    failed = conclude_range(shown)
    assert isinstance(failed, FailedRange)
    assert not failed
    assert failed.to_dict()["error"] == {"code": error.code, "message": caught.value.message}


def test_who_walks_to_the_place_and_back_is_measured_in_between():
    there = [replace(item, time_s=item.time_s + 3.0) for item in samples()]
    last = there[-1].time_s

    def walked(time_s, where):
        turned = TiltSample(time_s, hip=(where, 2.0), facing="right", error="not_side_view")
        return replace(turned, tilt_deg=12.0, slope_deg=25.0, error=None)

    before = [walked(number / FPS, 0.1 * number) for number in range(18)]
    after = [walked(last + (1 + number) / FPS, 3.2 + 0.1 * number) for number in range(18)]
    found, plain = find_range([*before, *there, *after]), find_range(samples())
    assert found.range_deg.value == pytest.approx(plain.range_deg.value, abs=0.1)
    assert found.position_pct.value == pytest.approx(plain.position_pct.value, abs=0.5)
    assert found.film.frames == plain.film.frames


def test_a_gap_in_the_middle_is_no_film():
    shown = [item for item in samples() if not 3.0 < item.time_s < 5.0]
    with pytest.raises(TooFewFramesError):
        find_range(shown)


def test_what_moved_along_a_little_is_said():
    leaning = [replace(item, lordosis_deg=35.0 + 0.45 * (item.tilt_deg - 9.0)) for item in samples()]
    assert find_range(leaning).notes == ("trunk_moved_along",)
    bent = [replace(item, knee_deg=172.0 - 1.5 * min(item.time_s, 9.0)) for item in samples()]
    assert find_range(bent).notes == ("knees_moved_along",)


def test_clothes_over_the_low_back_are_said_and_make_the_range_less_certain():
    found, plain = find_range(each(loose=True)), find_range(samples())
    assert found.notes == ("clothes_may_hide",)
    assert found.range_deg.sd > 1.5 * plain.range_deg.sd
    assert found.position_pct == plain.position_pct


def test_without_the_curve_there_is_still_a_range():
    found = find_range(each(lordosis_deg=None))
    assert found.curve_per_tilt is None
    assert np.isnan(found.trace.lordosis_deg).all()
    assert found.to_dict()["trace"]["lordosis_deg"][0] is None


def test_the_result_cannot_be_changed_and_travels():
    found = find_range(samples())
    with pytest.raises(ValueError, match="read-only"):
        found.trace.tilt_deg[0] = 1.0
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own
    assert again == found
    record = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert record["schema"] == "pelvic-range/1"
    assert record["range"]["unit"] == "deg"
    assert record["habitual_position"]["unit"] == "pct_range"
    assert len(record["trace"]["time_s"]) == len(record["trace"]["tilt_deg"])


def test_smoothing_follows_a_line_and_its_ends():
    time_s = np.arange(0.0, 5.0, 0.2)
    course = smooth(time_s, 3.0 * time_s, least_sd=0.5)
    assert course.at(np.array([0.0, 2.5, 4.8])) == pytest.approx([0.0, 7.5, 14.4], abs=1e-6)
    assert course.noise_sd == pytest.approx(0.0, abs=1e-6)


# --- Films from files ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    """Person 00 tips the pelvis, at 30 pictures a second."""
    path = tmp_path_factory.mktemp("film") / "tipping.avi"
    course = Course(1.5, 13.5, -9.0, hold_s=0.8, move_s=0.7)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (1280, 720))
    for _, picture, _ in film(people()[0], course, 30.0):
        writer.write(picture[..., ::-1])
    writer.release()
    return path, course


def test_six_pictures_a_second_are_looked_at(video):
    shown = list(read_film(video[0]))
    times = np.array([time_s for time_s, _ in shown])
    assert np.diff(times) == pytest.approx(1.0 / 6.0, abs=1e-6)
    assert times[-1] == pytest.approx(5.3, abs=0.25)
    assert shown[0][1].shape == (720, 1280, 3)


def test_the_command_prints_and_writes_the_range(video, capfd, tmp_path, pose_model):
    path, course = video
    assert main(["range", str(path), "--out", str(tmp_path / "out")]) == 0
    record = json.loads(capfd.readouterr().out)
    low, high = record["range"]["ci95"]
    assert low <= course.range_deg <= high
    assert abs(record["range"]["value"] - course.range_deg) < 3.0
    assert abs(record["habitual_position"]["value"] - course.position_pct) < 8.0
    assert record["facing"] == "left"
    assert json.loads((tmp_path / "out" / "tipping.range.json").read_text("utf-8")) == record


def test_what_is_no_film_is_said(tmp_path, capfd):
    path = tmp_path / "notes.mp4"
    path.write_bytes(b"these are words")
    with pytest.raises(UnreadableFilmError):
        list(read_film(path))
    assert main(["range", str(path)]) == 1
    told = capfd.readouterr()
    assert json.loads(told.out)["error"]["code"] == "unreadable_film"
    assert "could not be read as a film" in told.err
