"""The command that puts the app under load says what does not hold."""

from __future__ import annotations

import threading

import pytest

from tests.headless import Visitor
from tests.load import crowd as crowd_module
from tests.load.__main__ import MOST_GROWTH_MB, Level, report
from tests.load.crowd import Bringer, Camera, Person, Photo

LEVEL = Level(500.0, 20, 25)
PHOTO = Photo("a.jpg", b"", {"knee_angle": 4.0, "ear_shoulder_angle": None})


def people(last_s: float = 1.0, answers: int = 100) -> list[Person]:
    stop = threading.Event()
    two = [Bringer("", {}, number, stop, photos=[PHOTO]) for number in range(2)]
    cameras = [Camera("", {}, number, stop, frames=[b""]) for number in range(2)]
    two[0].seen.times_s, two[1].seen.times_s = [1.0] * 10, [1.0] * 9 + [last_s]
    for camera, number in zip(cameras, (100, answers), strict=True):
        camera.seen.answers, camera.seen.seconds = number, 10.0
    return [*two, *cameras]


def test_all_is_well(capsys: pytest.CaptureFixture[str]):
    grown = Level(LEVEL.memory_mb + MOST_GROWTH_MB, 20, 30)
    assert report(people(), LEVEL, grown, grown) == []
    assert "photos: 20, each session 10 to 10" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("after", "last_s", "answers", "word"),
    [
        (Level(LEVEL.memory_mb + MOST_GROWTH_MB + 1, 20, 25), 1.0, 100, "memory"),
        (Level(500.0, 26, 25), 1.0, 100, "handle"),
        (LEVEL, 3.1, 100, "nobody waits"),
        (LEVEL, 1.0, 49, "guides"),
    ],
)
def test_what_does_not_hold_is_said(after: Level, last_s: float, answers: int, word: str):
    (failed,) = report(people(last_s, answers), LEVEL, LEVEL, after)
    assert word in failed


def test_who_is_alone_waits_for_nobody():
    first, _, *cameras = people()
    first.seen.times_s = [1.0] * 9 + [9.0]
    assert report([first, *cameras], LEVEL, LEVEL, LEVEL) == []


def test_who_signed_in_long_ago_does_it_anew(monkeypatch: pytest.MonkeyPatch):
    """A sign-in ends after half an hour without a person: a soak stood still from then on."""
    now_s, asked = [100.0], []
    monkeypatch.setattr(crowd_module.time, "monotonic", lambda: now_s[0])
    monkeypatch.setattr(crowd_module, "sign_in", lambda _url, number: asked.append(number) or {"a": "new"})
    stop = threading.Event()

    class Guest(Person):
        def visit(self, visitor: Visitor) -> None:
            seen.append(dict(visitor.cookies))
            now_s[0] += 1000.0
            if len(seen) == 3:
                stop.set()

    seen: list[dict[str, str]] = []
    guest = Guest("http://127.0.0.1:1", {"a": "old"}, 5, stop)
    guest.run()
    assert guest.seen.faults == []
    assert seen == [{"a": "old"}, {"a": "old"}, {"a": "new"}]
    assert asked == [5]


def test_another_persons_result_is_found():
    crowd = people()
    first = crowd[0]
    assert isinstance(first, Bringer)
    measures = {"knee_angle": {"value": 4.0}, "ear_shoulder_angle": {"value": None}}
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    first._compare({"photo": {"sha256": empty}, "measures": measures}, PHOTO, b"")
    assert first.seen.mixed == []
    first._compare({"photo": {"sha256": "other"}, "measures": measures}, PHOTO, b"")
    wrong = {"knee_angle": {"value": 9.0}, "ear_shoulder_angle": {"value": 1.0}}
    first._compare({"photo": {"sha256": empty}, "measures": wrong}, PHOTO, b"")
    assert len(first.seen.mixed) == 3
    assert "own result" in report(crowd, LEVEL, LEVEL, LEVEL)[0]
