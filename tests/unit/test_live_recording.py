"""A visit as a whole, and the thread that looks at its frames: made-up sights and pictures, no camera."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext

import cv2
import numpy as np
import pytest
from test_live import WRONG, sight

from analyzer.errors import BodyOutOfFrameError, ModelUnavailableError
from analyzer.live import Recorder, Recording, threads
from analyzer.live import recording as module
from analyzer.live.recording import LOST
from analyzer.live.take import Take
from analyzer.live.threads import run_in_thread
from analyzer.types.codes import Facing

STEP_S = 0.05


def fake_take(facing: Facing, problem: str | None = None) -> Take:
    class Made(Take):
        @property
        def problem(self) -> str | None:
            return problem

    return Made(facing, (), (), None, ())  # type: ignore[arg-type]


class Visit:
    """A recording with a person before it, and pictures that arrive at once, or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: object, both_sides: bool = True) -> None:
        self.now_s = 0.0
        self.number = 0
        self.given: list[list[bytes]] = []
        self.recording = Recording(720.0, both_sides=both_sides, clock=lambda: self.now_s)
        left = list(answers)

        def make(shots: list[module.Shot], **_: object) -> object:
            self.given.append([shot.data for shot in shots])
            answer = left.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(module, "make_take", make)

    def show(self, scene: object, seconds: float, *, arrive: bool = True) -> str:
        """What is said last."""
        cue = None
        for _ in range(round(seconds / STEP_S)):
            self.number += 1
            self.now_s += STEP_S
            cue = self.recording.see(scene, self.now_s, self.number)  # type: ignore[arg-type]
            if cue.keep and arrive:
                self.recording.add_shot(self.number, b"%d" % self.number)
            if self.recording.ready:
                self.recording.judge()
        assert cue is not None
        return cue.reason or cue.advice


def test_both_sides_are_taken_and_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(monkeypatch, fake_take("right"), fake_take("left"))
    assert visit.show(sight(), 5.0) == "turn_round"
    assert len(visit.recording.takes) == 1
    assert visit.show(sight(facing="left"), 5.0) == "done"
    assert [take.facing for take in visit.recording.takes] == ["right", "left"]
    assert all(len(pictures) >= 3 for pictures in visit.given)


def test_clothes_are_complained_of_twice_and_then_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(monkeypatch, *[fake_take("right", "loose_clothing")] * 3, both_sides=False)
    assert visit.show(sight(), 5.0) == "loose_clothing"
    assert visit.show(sight(), 8.0) == "loose_clothing"
    assert visit.recording.takes == ()
    assert visit.show(sight(), 10.0) == "done"
    assert len(visit.recording.takes) == 1


def test_what_cannot_be_analysed_is_taken_again_however_often(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [module.ViewError("no"), module.PhotoError("no")] * 2
    visit = Visit(monkeypatch, *wrong, fake_take("right"), both_sides=False)
    said = [visit.show(sight(), 10.0) for _ in range(5)]
    assert said[-1] == "done"


def test_what_can_never_be_analysed_ends_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(monkeypatch, *[BodyOutOfFrameError("no")] * 9, both_sides=False)
    said = [visit.show(sight(), 10.0) for _ in range(9)]
    assert said[-1] == "body_out_of_frame"
    assert visit.recording.phase == "done"
    assert visit.recording.takes == ()


def test_what_somebody_went_without_is_known_with_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def make(shots: object, *, waived: object, **_: object) -> Take:
        given.append(waived)
        return fake_take("right")

    visit = Visit(monkeypatch, both_sides=False)
    monkeypatch.setattr(module, "make_take", make)
    assert visit.show(WRONG["arms"], 45.0) == "done"
    assert given == [("arms",)]


def test_pictures_that_do_not_arrive_are_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(monkeypatch)
    assert visit.show(sight(), 5.0, arrive=False) == "judging"
    assert visit.show(sight(), 5.0, arrive=False) == LOST
    assert visit.given == []


def test_pictures_of_somebody_who_moved_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(monkeypatch, fake_take("right"))
    while visit.show(sight(), STEP_S) != "hold":
        pass
    early = visit.number
    visit.show(WRONG["turn"], 1.0)
    visit.recording.add_shot(early, b"late")
    visit.show(sight(), 5.0)
    assert min(int(data) for data in visit.given[0]) > early


def test_one_side_is_enough_when_somebody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(monkeypatch, fake_take("right"))
    visit.show(sight(), 5.0)
    visit.recording.finish()
    assert visit.show(sight(), STEP_S) == "done"
    assert len(visit.recording.takes) == 1


# --- The thread --------------------------------------------------------------------------------------


def picture(level: int = 90) -> bytes:
    return cv2.imencode(".jpg", np.full((64, 96, 3), level, np.uint8))[1].tobytes()


class Slow:
    """A follower that waits for leave, and remembers what it saw and that it was closed."""

    def __init__(self) -> None:
        self.levels: list[int] = []
        self.times_ms: list[float] = []
        self.leave = threading.Semaphore(0)
        self.closed = False

    def detect(self, rgb: np.ndarray, time_ms: float) -> None:
        self.levels.append(round(float(rgb.mean())))
        self.times_ms.append(time_ms)
        self.leave.acquire(timeout=5.0)

    def __enter__(self) -> Slow:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True


class Nobody:
    def detect(self, rgb: np.ndarray, *, with_mask: bool = True) -> tuple[()]:
        return ()


def until(true: object) -> None:
    end = time.monotonic() + 10.0
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def start(follower: object, recording: Recording | None = None) -> tuple[Recorder, list[dict[str, object]]]:
    said: list[dict[str, object]] = []
    recorder = Recorder(
        recording or Recording(720.0),
        said.append,
        open_follower=lambda: follower,  # type: ignore[arg-type,return-value]
        get_model=Nobody,
    )
    recorder.start()
    until(lambda: said)
    assert said == [{"ready": True}]
    return recorder, said


def test_the_newest_frame_wins_and_nothing_piles_up() -> None:
    follower = Slow()
    recorder, said = start(follower)
    recorder.give_frame(1, 0.0, picture(10))
    until(lambda: follower.levels)
    for number in range(2, 50):
        recorder.give_frame(number, 33.0 * number, picture(10 + 4 * number))
    follower.leave.release(2)
    until(lambda: len(said) == 3)
    assert [message["frame"] for message in said[1:]] == [1, 49]
    assert follower.levels == pytest.approx([10, 206], abs=2)
    assert said[-1]["advice"] == "nobody"
    recorder.stop()
    assert recorder.join(5.0)
    assert follower.closed


def test_a_clock_that_runs_wild_harms_nothing() -> None:
    follower = Slow()
    follower.leave.release(100)
    recorder, said = start(follower)
    for number, time_ms in enumerate((5e9, 5e9 + 40, 1.0, 1e300, float("nan"), 1e300), start=1):
        recorder.give_frame(number, time_ms, picture())
        until(lambda number=number: said[-1].get("frame") == number)
    assert follower.times_ms == sorted(follower.times_ms)
    assert follower.times_ms[:3] == [0.0, 40.0, 40.0]
    assert follower.times_ms[-1] <= 10_040.0 + 1.0
    recorder.stop()


def test_what_is_no_picture_is_passed_over() -> None:
    recorder, said = start(nullcontext(Slow()))
    recorder.give_frame(7, 0.0, b"no picture")
    until(lambda: len(said) == 2)
    assert said[1] == {"frame": 7, "unreadable": True}
    recorder.stop()
    assert recorder.join(5.0)


def test_shots_and_the_wish_to_end_reach_the_recording() -> None:
    recording = Recording(720.0)
    got: list[tuple[int, bytes]] = []
    recording.add_shot = lambda number, data: got.append((number, data))  # type: ignore[method-assign]
    recorder, said = start(nullcontext(Slow()), recording)
    recorder.give_shot(3, b"jpeg")
    recorder.finish()
    until(lambda: got == [(3, b"jpeg")] and recording.phase == "done")
    recorder.give_frame(4, 0.0, picture())
    until(lambda: len(said) == 2)
    assert said[1]["advice"] == "done"
    recorder.stop()


def test_without_the_model_there_is_a_sentence() -> None:
    said: list[dict[str, object]] = []

    def fail() -> Nobody:
        raise ModelUnavailableError("The model is not here.")

    recorder = Recorder(Recording(720.0), said.append, get_model=fail)
    recorder.start()
    assert recorder.join(5.0)
    assert said == [{"error": "The model is not here."}]


def test_a_fault_of_the_program_is_said_without_details() -> None:
    class Broken(Slow):
        def detect(self, rgb: np.ndarray, time_ms: float) -> None:
            raise RuntimeError("secret")

    follower = Broken()
    recorder, said = start(follower)
    recorder.give_frame(1, 0.0, picture())
    assert recorder.join(5.0)
    assert follower.closed
    assert "secret" not in str(said[-1]["error"])


def test_threads_are_used_again() -> None:
    names: list[int] = []
    for _ in range(20):
        done = run_in_thread(lambda: names.append(threading.get_ident()))
        assert done.wait(5.0)
        until(lambda: threads._idle)
    assert len(set(names)) < 5


def test_a_fault_does_not_end_a_thread_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def fail() -> None:
        raise RuntimeError("no")

    assert run_in_thread(fail).wait(5.0)
    assert run_in_thread(lambda: None).wait(5.0)
