"""The guide for the range of the pelvis, and what is made of its pictures: made-up sights, no camera."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np
import pytest
from test_live import shifted, sight

from analyzer.live import MOVES, RangeRecording
from analyzer.live import range_recording as module
from analyzer.live.guide import TELL_S
from analyzer.live.range_guide import KEEP_EVERY_S, LOST_S, WHOLE_S, usual_times
from analyzer.live.sight import NOBODY, Sight
from analyzer.live.words import ADVICE, PROBLEMS
from analyzer.pelvic_range.errors import RangeError
from analyzer.types.pelvic_range import TiltSample

STEP_S = 0.05
TILTS = {"tip_stand": 3.0, "tip_forward": 12.0, "tip_back": -8.0, "tip_let_go": 3.0}


class Person:
    """Somebody before the camera who does as they are told, half a second later."""

    def __init__(self, *, both_sides: bool = False, obeys: bool = True) -> None:
        self.recording = RangeRecording(720.0, both_sides=both_sides, clock=lambda: self.now_s)
        self.now_s, self.number, self.obeys = 0.0, 0, obeys
        self.facing = "right"
        self.tilt, self.told = 3.0, [(0.0, "tip_stand")]
        self.tilts: dict[bytes, float] = {}
        self.kept_s: list[float] = []
        self.said: list[str] = []
        self.shares: list[float] = []

    def show(self, seconds: float, scene: Sight | None = None) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            self.number += 1
            before = [advice for at, advice in self.told if at <= self.now_s - 0.5]
            wanted = TILTS.get(before[-1], 3.0) if before and self.obeys else 3.0
            self.tilt += float(np.clip(wanted - self.tilt, -0.6, 0.6))
            seen = sight(facing=self.facing) if scene is None else scene
            cue = self.recording.see(seen, self.now_s, self.number)
            self.said.append(cue.advice)
            self.told.append((self.now_s, cue.advice))
            if cue.dropped:
                self.kept_s.clear()
            if cue.keep:
                data = str(self.number).encode()
                self.tilts[data] = self.tilt
                self.kept_s.append(self.now_s)
                self.recording.add_shot(self.number, data)
            if self.recording.ready:
                self.recording.judge(None, self.shares.append)

    @property
    def order(self) -> list[str]:
        return [advice for advice, _ in groupby(self.said)]

    def sample(self, frames: list[tuple[float, bytes]], **_: object) -> Iterator[TiltSample]:
        """What the pictures of this person show."""
        for time_s, data in frames:
            value = self.tilts[data] / 1.09
            yield TiltSample(
                time_s, value, 20.0 + value, 35.0 + value, 0.0, 172.0, (2.0, 2.0), 3.0, self.facing
            )


@pytest.fixture
def person(monkeypatch):
    somebody = Person()
    monkeypatch.setattr(module, "sample_frames", somebody.sample)
    return somebody


MOVED = [move.advice for move in MOVES]


def test_the_movement_comes_in_four_steps_after_standing_still(person):
    person.show(WHOLE_S + 4.0)
    assert person.order[-len(MOVED) - 2 :] in ([*MOVED, "judging", "done"], ["count", *MOVED, "done"])
    (take,) = person.recording.ranges
    assert person.recording.count == 1
    assert take.facing == "right"
    assert take.found.range_deg.value == pytest.approx(20.0, abs=0.5)
    assert take.found.position_pct.value == pytest.approx(55.0, abs=3.0)
    assert take.found.film.name == "webcam-right"
    assert person.shares == sorted(person.shares)
    assert person.shares[-1] == 1.0


def test_pictures_are_kept_a_few_times_a_second_from_the_first_step_to_the_last(person):
    person.show(WHOLE_S + 4.0)
    gaps = np.diff(person.kept_s)
    assert gaps.min() >= KEEP_EVERY_S - 1e-6
    assert gaps.max() <= KEEP_EVERY_S + STEP_S + 1e-6
    assert person.kept_s[-1] - person.kept_s[0] == pytest.approx(WHOLE_S, abs=0.3)


def test_moving_is_no_reason_to_begin_anew_but_a_turn_or_nobody_is(person):
    person.show(1.0)
    while person.said[-1] != "tip_forward":
        person.show(STEP_S)
    for number in range(12):
        person.show(0.1, shifted(0.3 if number % 2 else 0.0))
    person.show(LOST_S / 2, NOBODY)
    person.show(0.3)
    assert person.said[-1] == "tip_forward"
    kept = len(person.kept_s)
    assert kept > 8
    person.show(LOST_S + 0.2, sight(rotation_deg=70.0))
    assert person.said[-1] == "turn"
    assert person.kept_s == []
    assert person.recording.ranges == ()
    person.show(WHOLE_S + 4.0)
    assert len(person.recording.ranges) == 1


def test_who_does_not_move_is_told_so_and_let_go_in_the_end(monkeypatch):
    lazy = Person(obeys=False)
    monkeypatch.setattr(module, "sample_frames", lazy.sample)
    lazy.show(WHOLE_S + 3.0)
    assert lazy.said[-1] == "again"
    assert lazy.recording.see(sight(), lazy.now_s, 0).reason == "pelvis_not_moved"
    lazy.show(2 * (TELL_S + WHOLE_S + 4.0))
    assert lazy.said[-1] == "done"
    assert lazy.recording.ranges == ()
    assert lazy.recording.see(sight(), lazy.now_s, 0).reason == "pelvis_not_moved"


def test_what_was_wrong_is_told_in_full_however_long_the_pictures_took(monkeypatch):
    lazy = Person(obeys=False)

    def slowly(frames: list[tuple[float, bytes]], **_: object) -> Iterator[TiltSample]:
        lazy.now_s += 20.0
        return lazy.sample(frames)

    monkeypatch.setattr(module, "sample_frames", slowly)
    lazy.show(WHOLE_S + 1.0)
    while lazy.said[-1] != "again":
        lazy.show(STEP_S)
    lazy.show(TELL_S - 0.3)
    assert lazy.said[-1] == "again"
    lazy.show(0.5)
    assert lazy.said[-1] != "again"


def test_the_other_side_is_asked_for(monkeypatch):
    both = Person(both_sides=True)
    monkeypatch.setattr(module, "sample_frames", both.sample)
    both.show(WHOLE_S + 4.0)
    assert both.said[-1] == "turn_round"
    both.facing = "left"
    both.show(WHOLE_S + 4.0)
    assert [take.facing for take in both.recording.ranges] == ["right", "left"]
    assert both.said[-1] == "done"


def test_the_usual_stance_is_that_of_the_first_and_the_last_step():
    first, last = usual_times(10.0)
    assert first == (10.0, 10.0 + MOVES[0].seconds)
    assert last[1] == pytest.approx(10.0 + WHOLE_S)
    assert last[0] > 10.0 + WHOLE_S - MOVES[-1].seconds + 1.0


def test_every_step_and_every_refusal_has_its_words():
    assert all(len(ADVICE[move.advice].text.split()) <= 4 for move in MOVES)
    refusals = {error.code for error in RangeError.__subclasses__()}
    assert refusals <= set(PROBLEMS)
    assert 9.0 <= WHOLE_S <= 12.0
