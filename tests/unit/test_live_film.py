"""The guide on films of a rendered person: what it sees, what it keeps, and what comes out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from analyzer import analyze
from analyzer.errors import NotSideViewError
from analyzer.live import Guide, Shot, Watch, compare_sides, make_take
from analyzer.live.sight import read_body
from analyzer.live.take import sharpness
from analyzer.photo import load_photo
from analyzer.pose.video import VideoPose
from validation.films import WALK_IN, Scene, film, still

SMALL = (512, 288)
BOX = (0.45, 0.05, 0.6, 0.95)


def play(scenes, model, fps=12.0, size=(1280, 720)):
    """Advice with the time of its beginning, and the frames to keep with the scene they are from."""
    height = size[1]
    small = (round(size[0] * 288 / height), 288)
    said, kept = [], []
    ends = np.cumsum([scene.seconds for scene in scenes])
    with VideoPose() as follower:
        watch, guide = Watch(follower, model), Guide(height, both_sides=False)
        for time_s, frame in film(scenes, fps, size):
            cue = guide.see(
                watch.look(cv2.resize(frame, small, interpolation=cv2.INTER_AREA), time_s), time_s
            )
            if not said or said[-1][0] != cue.advice:
                said.append((cue.advice, time_s))
            if cue.dropped:
                kept.clear()
            if cue.keep:
                kept.append((scenes[int(np.searchsorted(ends, time_s, "right"))], time_s, frame))
            if cue.complete:
                break
    return said, kept


def jpeg(frame, quality=95):
    return cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


@pytest.fixture(scope="module")
def walk_in(pose_model):
    return play(WALK_IN, pose_model)


def test_walking_in_goes_through_the_states_in_order(walk_in):
    order = list(dict.fromkeys(advice for advice, _ in walk_in[0]))
    wanted = ["nobody", "too_far", "too_close", "turn", "arms", "still", "count", "hold"]
    assert [advice for advice in order if advice in wanted] == wanted
    # On the way; "turn a little more" waits so long that it need not appear while somebody turns.
    assert set(order) - set(wanted) <= {"feet", "head", "look", "turn_more"}


def test_only_the_still_person_is_kept_and_soon(walk_in):
    _, kept = walk_in
    assert len(kept) >= 3
    assert {scene for scene, _, _ in kept} == {WALK_IN[-1]}
    still_from = sum(scene.seconds for scene in WALK_IN[:-1])
    assert kept[-1][1] - still_from < 1.0 + 3.0


def test_the_result_is_that_of_the_same_frame_as_a_photo(walk_in, pose_model):
    _, kept = walk_in
    take = make_take([Shot(jpeg(frame), BOX) for _, _, frame in kept], model=pose_model)
    assert len(take.analyses) == 3
    assert take.facing == "right"
    photo = analyze(still("side_ready"), model=pose_model)
    for name in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis"):
        median = take.summary.measures[name]
        assert median.value == pytest.approx(photo.measures[name].value, abs=1.5)
        assert take.summary.spreads[name].count == 3
    assert take.problem is None


def test_pictures_of_one_moment_are_not_more_certain_than_one(walk_in, pose_model):
    _, kept = walk_in
    take = make_take([Shot(jpeg(frame), BOX) for _, _, frame in kept], model=pose_model)
    for name in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis", "trunk_inclination"):
        median = take.summary.measures[name]
        singles = [analysis.measures[name] for analysis in take.analyses]
        assert median.sd_within >= np.median([single.sd_within for single in singles]) - 1e-9
        widths = [single.ci95[1] - single.ci95[0] for single in singles]
        assert median.ci95[1] - median.ci95[0] >= np.median(widths) - 1e-9
        assert min(single.value for single in singles) <= median.value
    assert take.files == tuple(jpeg(frame) for frame in order(kept, take))


def order(kept, take):
    """The frames of the pictures that were analysed, in their order."""
    numbers = [int(analysis.photo.name.removesuffix(".jpg").rpartition("-")[2]) for analysis in take.analyses]
    return [kept[number - 1][2] for number in numbers]


NEVER = {
    "front": (Scene("turn_00", 5.0),),
    "oblique": (Scene("turn_45", 5.0),),
    "hanging": (Scene("side_hanging", 5.0),),
    "behind": (Scene("side_arms_back", 5.0),),
    "cut off": (Scene("cut_off", 5.0),),
    "moving": (Scene("side_ready", 6.0, moving_px=40.0),),
    "two people": (Scene("side_ready", 6.0, beside="other_ready"),),
    "empty": (Scene("empty", 3.0),),
    "cup": (Scene("cup", 4.0),),
    "half as large": (Scene("side_ready", 6.0, beside="turn_00", beside_share=0.5),),
    "42 %": (Scene("other_ready", 6.0, beside="side_hanging", beside_share=0.42),),
    "55 %": (Scene("side_ready", 6.0, beside="side_hanging", beside_share=0.55),),
    "dark": (Scene("side_ready", 3.0, light=0.005),),
    "dark and empty": (Scene("empty", 3.0, light=0.03),),
    "covered": (Scene("side_ready", 3.0, light=0.0),),
    "tilted": (Scene("side_ready", 4.0, tilt_deg=-8.0),),
    "tilted and empty": (Scene("empty", 3.0, tilt_deg=11.0),),
}


@pytest.mark.parametrize("name", NEVER)
def test_never_keeps_what_is_not_wanted(name, pose_model):
    said, kept = play(NEVER[name], pose_model, fps=8.0)
    assert kept == []
    wanted = {"front": "turn", "oblique": "turn", "hanging": "arms", "behind": "arms"}
    others = {"cut off": "head", "moving": "still", "two people": "several", "empty": "nobody"}
    people = dict.fromkeys(("half as large", "42 %", "55 %"), "several")
    room = {"cup": "nobody", "dark": "dark", "dark and empty": "dark", "covered": "covered"}
    tilted = dict.fromkeys(("tilted", "tilted and empty"), "tilted")
    assert said[-1][0] == (wanted | others | people | room | tilted)[name]
    if name == "cup":
        assert {advice for advice, _ in said} == {"nobody"}


@pytest.mark.parametrize(("fps", "size"), [(5.0, (1280, 720)), (10.0, (640, 360))])
def test_slow_and_small_cameras_do(fps, size, pose_model):
    _, kept = play((Scene("side_ready", 7.0),), pose_model, fps=fps, size=size)
    assert len(kept) >= 3


def test_the_sharpest_are_analysed(pose_model):
    sharp = still("side_ready")
    blurred = cv2.GaussianBlur(sharp, (0, 0), 2.5)
    shots = [Shot(jpeg(frame, quality), BOX) for frame in (blurred, sharp) for quality in (97, 96, 95)]
    take = make_take(shots, model=pose_model)
    assert {analysis.photo.name for analysis in take.analyses} == {f"webcam-{n}.jpg" for n in (4, 5, 6)}


def test_sharpness_looks_at_the_person(pose_model):
    frame = still("side_ready")
    blurred = frame.copy()
    blurred[:, 540:800] = cv2.GaussianBlur(frame, (0, 0), 2.0)[:, 540:800]
    assert sharpness(load_photo(frame), BOX) > 1.2 * sharpness(load_photo(blurred), BOX)
    assert sharpness(load_photo(frame), (0.0, 0.0, 0.3, 1.0)) == pytest.approx(
        sharpness(load_photo(blurred), (0.0, 0.0, 0.3, 1.0))
    )


def test_a_mirrored_camera_is_turned_round(pose_model):
    mirrored = [Shot(jpeg(still("side_ready")[:, ::-1], q), BOX) for q in (97, 96, 95)]
    assert make_take(mirrored, model=pose_model).facing == "left"
    assert make_take(mirrored, model=pose_model, mirrored=True).facing == "right"


def test_unusable_pictures_say_why(pose_model):
    with pytest.raises(NotSideViewError):
        make_take([Shot(jpeg(still("turn_00"), quality), BOX) for quality in (95, 94, 93)], model=pose_model)
    with pytest.raises(ValueError, match="no pictures"):
        make_take([])


def test_cut_feet_leave_the_low_back(pose_model):
    shots = [Shot(jpeg(still("feet_cut"), quality), BOX) for quality in (96, 95, 94)]
    take = make_take(shots, model=pose_model, waived=("feet",))
    whole = analyze(still("side_ready"), model=pose_model)
    for name in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis"):
        assert take.summary.measures[name].value == pytest.approx(whole.measures[name].value, abs=3.0)
    assert take.summary.measures["knee_angle"].value is None
    assert take.problem is None


def test_cut_feet_are_asked_for_and_then_gone_without(pose_model):
    said, kept = play((Scene("feet_cut", 45.0),), pose_model, fps=5.0)
    order = [advice for advice, _ in said]
    assert "feet" in order
    assert {"stand", "too_close"}.isdisjoint(order)  # nothing else is wrong with somebody whose feet are cut
    assert len(kept) >= 3
    assert kept[0][1] > 30.0


def test_sides_of_one_person_are_compared(pose_model):
    right, left, other = (
        make_take([Shot(jpeg(still(name), quality), BOX) for quality in (96, 95, 94)], model=pose_model)
        for name in ("side_ready", "other_ready", "side_ready_2")
    )
    check = compare_sides(right.summary, left.summary)
    assert {name for name, _, _ in check.differences} >= {"sacral_slope", "lumbar_lordosis"}
    assert check.agree == (not check.differing)
    assert compare_sides(right.summary, right.summary).agree
    assert all(
        abs(one[1]) >= 0 and one[2] > 0 for one in compare_sides(right.summary, other.summary).differences
    )


def test_body_is_read_the_same_in_a_mirror(pose_model):
    frame = cv2.resize(still("side_ready"), SMALL, interpolation=cv2.INTER_AREA)
    pose = pose_model.detect(frame, with_mask=False)[0]
    one = read_body(pose.landmarks, *SMALL)
    other = read_body(pose.landmarks.mirrored(SMALL[0]), *SMALL)
    assert (one.facing, other.facing) == ("right", "left")
    for name in ("trunk_share", "rotation_deg", "reach", "lift", "behind", "head_deg"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-6)
    assert one.room["left"] == pytest.approx(other.room["right"])
    assert one.reach > 0.6
    assert one.lift > 0.4
