"""People who bring photos and people before webcams, as many at once as wanted, without a browser."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import cv2
import numpy as np
from browser_driver import SAMPLES
from headless import Visitor
from websockets.exceptions import ConnectionClosed

from analyzer import analyze
from ui.webcam.socket import FRAME, SHOT

PASSWORD = "four words of the load"  # noqa: S105 - of the tests
NAMES = ("anna", "bert", "cleo", "dora")
_TOKEN = re.compile(r'token\\*": *\\*"([\w-]{43})')
_UNDERWAY = 2
_FRAME_PX = (1280, 720)
_SIGN_IN_AGAIN_S = 1200.0
"""Who signed in so long ago does it anew before the next visit: a sign-in ends after half an hour without a
person, and after twelve hours. Without this a soak stood still from then on.
"""


@dataclass(frozen=True)
class Photo:
    """A sample and what the library makes of it."""

    name: str
    data: bytes
    values: dict[str, float | None]

    @classmethod
    def of(cls, name: str) -> Photo:
        data = (SAMPLES / name).read_bytes()
        measures = analyze(data, feet="optional").to_dict()["measures"]
        return cls(name, data, {key: item.get("value") for key, item in measures.items()})


@dataclass
class Figures:
    """What one of the crowd has seen.

    Attributes
    ----------
    times_s : list of float
        From giving a photo to its result.
    mixed : list of str
        Results that were not those of the photo that was given.
    answers, longest_gap_s : int, float
        Of a webcam's guide, and the longest silence between two of its answers.
    refused : list of str
        What was said when it was too much.
    faults : list of str
        Anything else that went wrong.
    """

    times_s: list[float] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    answers: int = 0
    seconds: float = 0.0
    longest_gap_s: float = 0.0
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def sign_in(url: str, number: int) -> dict[str, str]:
    """The cookies of a sign-in of its own; whoever has the same account goes on with theirs."""
    with Visitor(url) as visitor:
        answer = visitor.sign_in(NAMES[number % len(NAMES)], PASSWORD)
        assert answer.status == 303, f"a sign-in ended with {answer.status}"
        return visitor.cookies


class Person(threading.Thread):
    """One of the crowd, until it is told to stop."""

    def __init__(self, url: str, cookies: dict[str, str], number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.seen, self.number, self.stop = Figures(), number, stop
        self._url, self._cookies, self._since_s = url, cookies, time.monotonic()

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self._stay_signed_in()
                with Visitor(self._url) as visitor:
                    visitor.cookies.update(self._cookies)
                    self.visit(visitor)
            except Exception as error:  # whatever it is, it is told at the end
                self.seen.faults.append(f"{type(error).__name__}: {error}"[:200])
                self.stop.wait(1.0)

    def _stay_signed_in(self) -> None:
        if time.monotonic() - self._since_s > _SIGN_IN_AGAIN_S:
            self._cookies = sign_in(self._url, self.number)
            self._since_s = time.monotonic()

    def visit(self, visitor: Visitor) -> None:
        raise NotImplementedError


class Bringer(Person):
    """Brings photos, each unlike any other by its bytes, and compares what the app says with the library."""

    def __init__(self, *given: object, photos: list[Photo], every_s: float = 0.0) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._photos, self._every_s = photos, every_s

    def visit(self, visitor: Visitor) -> None:
        run = visitor.connect().run()
        for turn in range(3):  # then a new window
            if self.stop.is_set():
                return
            photo = self._photos[(self.number + turn) % len(self._photos)]
            # Behind the end of a JPEG file there may be anything.
            data = photo.data + f"{self.number}-{time.monotonic_ns()}".encode()
            begun = time.monotonic()
            run = visitor.give(run.find("file_uploader")[0].id, f"photo {self.number}.jpg", data)
            took = time.monotonic() - begun
            alerts = [item.body for item in run.find("alert")]
            busy = [text for text in alerts if "right now" in text]
            if busy:
                self.seen.refused.extend(busy)
                continue
            button = next(item for item in run.find("download_button") if item.label.startswith("Values"))
            answer = visitor.ask(visitor.download(button.deferred_file_id))
            assert answer.status == 200, f"a download failed with {answer.status}"
            self._compare(json.loads(answer.body), photo, data)
            self.seen.times_s.append(took)
            self.stop.wait(self._every_s)

    def _compare(self, found: dict, photo: Photo, data: bytes) -> None:
        if found["photo"]["sha256"] != hashlib.sha256(data).hexdigest():
            self.seen.mixed.append(f"{self.number}: the result of another photo")
        for name, expected in photo.values.items():
            value = found["measures"][name].get("value")
            same = value is None if expected is None else value is not None and abs(value - expected) < 0.05
            if not same:
                self.seen.mixed.append(f"{self.number}: {name} is {value}, not {expected}, in {photo.name}")


class Camera(Person):
    """Stands before a webcam: sends frames as the page does, never more than two that are not answered."""

    def __init__(self, *given: object, frames: list[bytes], rest_s: float = 0.0) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._frames, self._rest_s = frames, rest_s

    def visit(self, visitor: Visitor) -> None:
        found = _TOKEN.search(visitor.connect().run("webcam").text)
        assert found is not None
        with Visitor(self._url) as camera:
            camera.cookies.update(self._cookies)
            camera.connect(path="/live/camera")
            camera.socket.send(json.dumps({"token": found[1], "height_px": _FRAME_PX[1], "both_sides": True}))
            begun = time.monotonic()
            try:
                self._talk(camera)
            except ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 0
                (self.seen.refused if code == 4429 else self.seen.faults).append(f"camera closed: {code}")
                self.stop.wait(1.0)
            finally:
                self.seen.seconds += time.monotonic() - begun
        self.stop.wait(self._rest_s)

    def _talk(self, camera: Visitor) -> None:
        assert json.loads(camera.socket.recv(60)) == {"ready": True}
        number = answered = 0
        heard = time.monotonic()
        end = heard + 30.0  # then a new visit
        while not self.stop.is_set() and time.monotonic() < end:
            while number - answered < _UNDERWAY:
                number += 1
                self._send(camera, FRAME, number)
            message = json.loads(camera.socket.recv(60))
            now = time.monotonic()
            if "frame" in message:
                assert answered <= message["frame"] <= number, "an answer to a frame that was not sent"
                answered = message["frame"]
                self.seen.answers += 1
                self.seen.longest_gap_s = max(self.seen.longest_gap_s, now - heard)
                heard = now
            if message.get("keep"):
                self._send(camera, SHOT, message["frame"])
            if message.get("advice") == "done":
                return
        with suppress(ConnectionClosed):
            camera.socket.close(1000)

    def _send(self, camera: Visitor, kind: int, number: int) -> None:
        picture = self._frames[number % len(self._frames)]
        camera.socket.send(struct.pack(">BId", kind, number, 1000.0 * number / 15.0) + picture)


def frames_of(name: str) -> list[bytes]:
    """A webcam's frames of the person of a sample, who sways a little."""
    picture = cv2.imread(str(SAMPLES / name))
    scale = 0.95 * _FRAME_PX[1] / picture.shape[0]
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    frames = []
    for step in range(8):
        frame = np.full((_FRAME_PX[1], _FRAME_PX[0], 3), small[0, 0], np.uint8)
        left = (_FRAME_PX[0] - small.shape[1]) // 2 + step % 2
        frame[-small.shape[0] :, left : left + small.shape[1]] = small
        frames.append(cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes())
    return frames


def run_crowd(
    people: list[Person], seconds: float, stop: threading.Event, look: Callable[[], object]
) -> None:
    """Let them all come, for so long, and go; ``look`` is called now and then."""
    for person in people:
        person.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end and not stop.is_set():
        stop.wait(min(5.0, max(0.0, end - time.monotonic())))
        look()
    stop.set()
    for person in people:
        person.join(150.0)
        if person.is_alive():
            person.seen.faults.append("did not come to an end")
