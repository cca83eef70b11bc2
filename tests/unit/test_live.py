"""The guide as a state machine: sequences of sights, no camera, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from analyzer.live.checks import find_problem
from analyzer.live.guide import (
    COUNT_STEP_S,
    DWELL_S,
    ENOUGH_SHOTS,
    FEWEST_SHOTS,
    PATIENCE_S,
    TELL_S,
    Cue,
    Guide,
)
from analyzer.live.motion import Motion
from analyzer.live.patience import OFFER_S
from analyzer.live.room import Room
from analyzer.live.sight import NOBODY, POINTS, Body, Sight
from analyzer.live.words import ADVICE, OTHER_WORDS, PROBLEMS, WITHOUT, say_problem

READY = Body(
    trunk_share=0.24,
    room={"top": 0.3, "bottom": 0.3, "left": 2.0, "right": 2.0},
    feet_seen=0.99,
    facing="right",
    rotation_deg=3.0,
    head_deg=3.0,
    stoop=0.3,
    reach=0.9,
    lift=0.6,
    behind=0.0,
    points=np.zeros((len(POINTS) + 1, 2)),
    box=(0.4, 0.1, 0.6, 0.9),
)
HEIGHT_PX = 720.0
TRUNK = READY.trunk_share


def room(**edges: float) -> dict[str, float]:
    return {**READY.room, **edges}


def sight(**changes: object) -> Sight:
    return Sight(1, replace(READY, **changes))


def shifted(trunks: float) -> Sight:
    """The ready person somewhere else."""
    return sight(points=READY.points + trunks * READY.trunk_share)


class Stage:
    """A guide, and a person before it."""

    def __init__(self, *, both_sides: bool = False, fps: float = 20.0) -> None:
        self.guide = Guide(HEIGHT_PX, both_sides=both_sides)
        self.time_s = 0.0
        self.step_s = 1.0 / fps

    def show(self, scene: Sight, seconds: float) -> list[Cue]:
        cues = []
        for _ in range(max(1, round(seconds / self.step_s))):
            cues.append(self.guide.see(scene, self.time_s))
            self.time_s += self.step_s
        return cues

    def until_complete(self, scene: Sight, most_s: float = 6.0) -> list[Cue]:
        cues: list[Cue] = []
        while not (cues and cues[-1].complete):
            assert len(cues) * self.step_s < most_s, cues[-1]
            cues += self.show(scene, self.step_s)
        return cues


WRONG = {
    "nobody": NOBODY,
    "covered": Sight(0, None, Room(light=3.0, contrast=0.4)),
    "dark": Sight(0, None, Room(light=30.0, contrast=9.0)),
    "several": Sight(2, READY),
    "tilted": Sight(1, READY, Room(tilt_deg=-7.0)),
    "too_close": sight(room=room(top=-0.2, bottom=-0.4)),
    "feet": sight(room=room(bottom=0.02)),
    "head": sight(room=room(top=-0.1)),
    "aside": sight(room=room(left=-0.1)),
    "too_far": sight(trunk_share=0.1),
    "turn": sight(rotation_deg=80.0),
    "turn_more": sight(rotation_deg=25.0),
    "stand": sight(stoop=1.3),
    "arms": sight(reach=0.25, lift=0.0),
    "look": sight(head_deg=70.0),
}


@pytest.mark.parametrize("advice", WRONG)
def test_each_fault_has_its_advice_and_is_never_photographed(advice: str) -> None:
    cues = Stage().show(WRONG[advice], 8.0)
    assert {cue.advice for cue in cues[5:]} == {advice}
    assert not any(cue.keep or cue.count for cue in cues)


def test_hands_behind_the_back_are_in_the_way_however_far_the_other_reaches() -> None:
    assert find_problem(sight(behind=0.2), None, camera_height_px=HEIGHT_PX, taken=None) == "arms"


def test_feet_that_are_not_seen_count_as_cut_off() -> None:
    assert find_problem(sight(feet_seen=0.1), None, camera_height_px=HEIGHT_PX, taken=None) == "feet"


def test_somebody_too_small_to_be_read_is_too_far() -> None:
    assert find_problem(Sight(1, None), None, camera_height_px=HEIGHT_PX, taken=None) == "too_far"


def test_a_small_camera_asks_for_what_it_can_show() -> None:
    scene = sight(trunk_share=0.2)
    assert find_problem(scene, None, camera_height_px=480.0, taken=None) is None
    assert find_problem(sight(trunk_share=0.1), None, camera_height_px=1280.0, taken=None) is None


def test_states_come_in_order_and_end_with_pictures() -> None:
    stage, said = Stage(), []
    for name in ("nobody", "too_far", "too_close", "turn", "turn_more", "arms"):
        said += stage.show(WRONG[name], 1.0)
    said += stage.until_complete(sight())
    order = list(dict.fromkeys(cue.advice for cue in said))
    assert order == [
        *("nobody", "too_far", "too_close", "turn", "turn_more", "arms", "still", "count", "hold"),
    ]
    assert [cue.count for cue in said if cue.count] == sorted(
        (c.count for c in said if c.count), reverse=True
    )
    assert {cue.count for cue in said} == {None, 3, 2, 1}
    assert stage.guide.phase == "judging"
    assert stage.show(sight(), 1.0)[-1].advice == "judging"


@pytest.mark.parametrize("fps", [5.0, 15.0, 30.0])
def test_pictures_are_taken_within_three_seconds_of_the_first_still_second(fps: float) -> None:
    stage = Stage(fps=fps)
    stage.show(NOBODY, 1.0)
    start = stage.time_s
    cues = stage.until_complete(sight())
    assert stage.time_s - start < 1.0 + 3.0
    assert sum(cue.keep for cue in cues) >= (ENOUGH_SHOTS if fps > 5 else FEWEST_SHOTS)


def test_the_count_has_equal_steps() -> None:
    cues = Stage(fps=50.0).until_complete(sight())
    for number in (3, 2, 1):
        assert sum(cue.count == number for cue in cues) / 50.0 == pytest.approx(COUNT_STEP_S, abs=0.05)


def test_who_moves_is_asked_to_stand_still() -> None:
    stage = Stage()
    scenes = [shifted(0.15 * np.sin(6.0 * step / 20)) for step in range(200)]
    cues = [cue for scene in scenes for cue in stage.show(scene, stage.step_s)]
    assert {cue.advice for cue in cues[6:]} == {"still"}
    assert not any(cue.keep for cue in cues)


def test_breathing_is_still_enough() -> None:
    stage = Stage()
    cues: list[Cue] = []
    for step in range(120):
        cues += stage.show(shifted(0.012 * np.sin(2.0 * step / 20)), stage.step_s)
    assert any(cue.complete for cue in cues)


def until(stage: Stage, advice: str) -> Iterator[Cue]:
    while True:
        cue = stage.show(sight(), stage.step_s)[0]
        yield cue
        if cue.advice == advice:
            return


@pytest.mark.parametrize("during", ["count", "hold"])
@pytest.mark.parametrize("fault", ["turn", "nobody", "several", "feet", "arms"])
def test_whoever_spoils_it_at_the_last_moment_starts_again(during: str, fault: str) -> None:
    stage = Stage()
    list(until(stage, during))
    cues = stage.show(WRONG[fault], 1.0)
    assert not any(cue.keep for cue in cues)
    assert cues[-1].advice == fault
    assert any(cue.dropped for cue in cues) == (during == "hold")
    assert stage.until_complete(sight())[-1].complete


def test_moving_while_the_pictures_are_taken_drops_them() -> None:
    stage = Stage()
    list(until(stage, "hold"))
    cues = [cue for step in range(10) for cue in stage.show(shifted(0.05 * (step + 2)), stage.step_s)]
    assert not any(cue.keep for cue in cues)
    assert any(cue.dropped for cue in cues)


def test_a_single_odd_frame_is_passed_over() -> None:
    stage = Stage()
    list(until(stage, "count"))
    assert stage.show(NOBODY, stage.step_s)[0].advice == "count"
    assert stage.show(sight(), stage.step_s)[0].advice == "count"
    list(until(stage, "hold"))
    odd = stage.show(WRONG["arms"], stage.step_s)[0]
    assert (odd.advice, odd.keep, odd.dropped) == ("hold", False, False)


def test_advice_does_not_flicker_around_a_threshold() -> None:
    stage = Stage()
    stage.show(WRONG["turn_more"], 1.0)
    noise = np.random.default_rng(3).normal(14.0, 0.7, 200)
    cues = [cue for turn in noise for cue in stage.show(sight(rotation_deg=float(turn)), stage.step_s)]
    changes = sum(a.advice != b.advice for a, b in pairwise(cues))
    assert changes <= 1


def test_advice_does_not_flicker_when_detection_drops_out() -> None:
    stage = Stage()
    stage.show(WRONG["turn"], 1.0)
    cues = [c for _ in range(20) for scene in (NOBODY, WRONG["turn"]) for c in stage.show(scene, 0.05)]
    assert {cue.advice for cue in cues} == {"turn"}


def test_advice_follows_the_scene_within_300_ms() -> None:
    stage = Stage(fps=15.0)
    for name, scene in WRONG.items():
        cues = stage.show(scene, 1.0)
        late_s = next(i for i, cue in enumerate(cues) if cue.advice == name) / 15.0
        assert late_s <= DWELL_S + 2 / 15.0 <= 0.3


# --- Both sides --------------------------------------------------------------------------------------


def first_side(fps: float = 20.0) -> Stage:
    stage = Stage(both_sides=True, fps=fps)
    stage.until_complete(sight())
    assert stage.guide.facing == "right"
    stage.guide.accept()
    return stage


def test_after_the_first_side_it_invites_to_turn_round() -> None:
    stage = first_side()
    cues = stage.show(sight(), 6.0)
    assert {cue.advice for cue in cues} == {"turn_round"}
    assert {cue.facing for cue in cues} == {"left"}
    assert stage.show(sight(rotation_deg=80.0), 1.0)[-1].advice == "turn_round"
    cues = stage.until_complete(sight(facing="left"))
    assert cues[-1].complete
    stage.guide.accept()
    assert stage.guide.facing == "left"
    assert stage.show(sight(facing="left"), 0.2)[-1].advice == "done"


def test_one_side_has_to_do_when_the_other_never_comes() -> None:
    stage = first_side()
    assert stage.show(sight(), PATIENCE_S - 1.0)[-1].advice == "turn_round"
    assert stage.show(sight(), 2.0)[-1].advice == "done"


def test_one_side_alone_is_done_at_once() -> None:
    stage = Stage()
    stage.until_complete(sight())
    stage.guide.accept()
    assert stage.show(sight(), 0.2)[-1].advice == "done"


def test_bad_pictures_are_explained_and_taken_again() -> None:
    stage = Stage()
    stage.until_complete(sight())
    stage.guide.reject("Because.")
    cues = stage.show(sight(), TELL_S - 0.5)
    assert {(cue.advice, cue.reason) for cue in cues} == {("again", "Because.")}
    assert not any(cue.keep for cue in cues)
    after = stage.show(WRONG["turn"], 1.5)
    assert list(dict.fromkeys(cue.advice for cue in after)) == ["again", "turn"]  # nothing flickers between
    assert stage.until_complete(sight())[-1].complete


def test_what_lasts_is_said_for_as_long_as_it_lasts() -> None:
    stage = Stage()
    stage.until_complete(sight())
    stage.guide.reject("loose_clothing", lasting=True)
    cues = stage.until_complete(sight(), TELL_S + 6.0)
    assert {(cue.advice, cue.reason) for cue in cues} == {("again", "loose_clothing")}
    assert sum(cue.keep for cue in cues) >= 3  # looked at again without a word
    assert stage.show(sight(), 1.0)[-1].advice == "again"  # while it is judged, too
    stage.guide.reject("loose_clothing", lasting=True)
    stage.show(sight(), TELL_S)
    assert stage.show(WRONG["turn"], 1.0)[-1].advice == "turn"  # another cause comes first
    stage.until_complete(sight())
    stage.guide.accept()
    assert stage.show(sight(), 0.2)[-1].advice == "done"


@pytest.mark.parametrize("edge", [("dark", 57.0, 9.0), ("tilted", 255.0, 9.0)])
def test_a_room_at_the_limit_does_not_flicker(edge: tuple[str, float, float]) -> None:
    name, light, contrast = edge
    random = np.random.default_rng(4)
    stage, said = Stage(), []
    for _ in range(300):
        seen = Room(light + random.normal(0.0, 2.0), contrast, 4.4 + random.normal(0.0, 0.3))
        if name == "dark":
            seen = replace(seen, tilt_deg=0.0)
        said.append(stage.show(Sight(0, None, seen), stage.step_s)[-1].advice)
    assert name in said
    assert sum(one != two for one, two in pairwise(said)) <= 3


def test_lines_of_the_house_that_lean_keep_nobody_for_ever() -> None:
    stage = Stage()
    assert stage.show(WRONG["tilted"], OFFER_S - 1.0)[-1].advice == "tilted"
    assert stage.until_complete(WRONG["tilted"])[-1].complete


def test_finish_ends_it_anywhere() -> None:
    stage = first_side()
    stage.guide.finish()
    assert stage.show(sight(), 0.1)[-1].advice == "done"


# --- Pieces ------------------------------------------------------------------------------------------


def watched(places: list[np.ndarray], trunks: list[float] | None = None) -> Motion:
    """Motion that was shown these places in trunk lengths, 20 a second."""
    motion = Motion()
    for step, place in enumerate(places):
        motion.add(0.05 * step, place * TRUNK, trunks[step] if trunks else TRUNK)
    return motion


def moved(part: int, far: float, step: int) -> np.ndarray:
    points = READY.points.copy()
    points[part, 0] = far * step / 19
    return points


def test_a_gap_between_frames_says_nothing_about_stillness() -> None:
    motion = watched([READY.points] * 20)
    assert motion.is_still
    motion.add(5.0, READY.points, TRUNK)
    assert not motion.is_still
    assert not motion.is_moving


def test_the_noise_of_the_length_of_the_trunk_is_no_movement() -> None:
    # Somebody at the far end of the picture: 5 trunk lengths from its corner.
    noise = np.random.default_rng(0).normal(1.0, 0.03, 20) * TRUNK
    assert watched([READY.points + 5.0] * 20, noise.tolist()).is_still


@pytest.mark.parametrize(
    ("far", "still", "moving"), [(0.12, True, False), (0.17, False, False), (0.3, False, True)]
)
def test_between_still_and_moving_it_stays_what_it_was(far: float, still: bool, moving: bool) -> None:
    motion = watched([READY.points + np.array([far * step / 15.0, 0.0]) for step in range(20)])
    assert (motion.is_still, motion.is_moving) == (still, moving)


def test_a_part_that_moves_against_the_rest_counts_and_hands_count_half() -> None:
    head, hand = 0.3, 0.3
    assert not watched([moved(0, head, step) for step in range(20)]).is_still
    assert watched([moved(-1, 0.5 * hand, step) for step in range(20)]).is_still
    assert not watched([moved(-1, hand, step) for step in range(20)]).is_still


@pytest.mark.parametrize(("jump", "still"), [(0.16, True), (0.6, False)])
def test_the_place_of_ankles_may_jump_a_little_but_a_step_is_a_movement(jump: float, still: bool) -> None:
    assert watched([moved(4, 19 * jump * (step // 5 % 2), 1) for step in range(20)]).is_still == still


def test_words_are_few_and_all_there() -> None:
    assert all(len(instruction.text.split()) <= 4 for instruction in ADVICE.values())
    assert all(len(other.text.split()) <= 4 for other in (*OTHER_WORDS.values(), *WITHOUT.values()))
    assert all(len(problem.text.split()) <= 6 for problem in PROBLEMS.values())
    assert all(problem.more.endswith(".") for problem in PROBLEMS.values())
    assert say_problem("unheard of").text
    assert {"too_close", "turn", "arms", "still", "done"} <= set(ADVICE)
