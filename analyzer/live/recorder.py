"""A thread that looks at the frames of one camera, always the newest, and says what comes of them."""

from __future__ import annotations

import math
import os
import threading
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any, Final

from analyzer.errors import PhotoError, PostureError
from analyzer.language import current, mark, speaking, tr
from analyzer.live.guide import MOST_SHOTS, Phase
from analyzer.live.recording import Recording
from analyzer.live.sight import NOBODY, Sight
from analyzer.live.threads import give_memory_back, run_in_thread
from analyzer.live.watch import Follower, Watch
from analyzer.person.detector import Detector
from analyzer.photo import load_photo

Say = Callable[[dict[str, Any]], object]
"""Is given each message for the page, from the thread of the recorder."""
Open = Callable[[], AbstractContextManager[Follower]]
FAULT: Final = mark("Something went wrong inside the program. Please close the camera and start it again.")
_LONGEST_STEP_S: Final = 10.0
"""The camera's clock is the browser's word: it may not run away."""


class Recorder:
    """Takes in frames and pictures from any thread, and works on them in its own.

    A frame that comes while another is being looked at waits; one that comes while one waits takes its place.
    So what is said is about the newest frame, however slow the computer is, and nothing piles up.

    Messages: ``{"ready": True}`` once; for each frame that was looked at the fields of its `Cue`, its number
    as ``frame``, how many sides are taken as ``sides``, and to which side the person looks as ``looks``;
    ``{"done_pct": number}`` while many pictures are looked at; ``{"error": sentence}`` when it cannot go on.

    Errors and results are told in the language that is spoken where it is made.

    Parameters
    ----------
    recording : Recording
        May have been begun by a recorder before; only one works on it at a time.
    say : callable
    open_follower, get_model : callable
        Instead of `analyzer.pose.video.VideoPose` and the shared pose model.
    """

    def __init__(
        self,
        recording: Recording,
        say: Say,
        *,
        open_follower: Open | None = None,
        get_model: Callable[[], Detector] | None = None,
    ) -> None:
        self._recording = recording
        self._say = say
        self._open = open_follower or _open_follower
        self._get_model = get_model or _get_model
        self._wake = threading.Condition()
        self._frame: tuple[int, float, bytes] | None = None
        self._shots: deque[tuple[int, bytes]] = deque(maxlen=MOST_SHOTS)
        self._finish = False
        self._stopped = False
        self._last_ms: float | None = None
        self._time_s = 0.0
        self._phase: Phase = "guiding"
        self._over: threading.Event | None = None
        self._language = current()

    def start(self) -> None:
        self._over = run_in_thread(self._speak)

    def give_frame(self, number: int, time_ms: float, data: bytes) -> None:
        """A frame to look at, as a picture file; ``time_ms`` is when it was taken, by any clock."""
        with self._wake:
            self._frame = (number, time_ms, data)
            self._wake.notify()

    def give_shot(self, number: int, data: bytes) -> None:
        """The camera's own picture of a frame that is kept."""
        with self._wake:
            self._shots.append((number, data))
            self._wake.notify()

    def finish(self) -> None:
        """The person is content with what there is."""
        with self._wake:
            self._finish = True
            self._wake.notify()

    def stop(self) -> None:
        """End it; the model of the stream is closed at once, or when the frame at hand is done."""
        with self._wake:
            self._stopped = True
            self._wake.notify()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait until it has ended; whether it has."""
        return self._over is None or self._over.wait(timeout_s)

    # --- In the thread --------------------------------------------------------------------------------

    def _speak(self) -> None:
        with speaking(self._language):
            self._run()

    def _run(self) -> None:
        try:
            model = self._get_model()
            with self._open() as follower:
                self._say({"ready": True})
                self._work(Watch(follower, model), model)
        except PostureError as error:
            self._say({"error": error.message})
        except Exception as error:
            if os.environ.get("POSTURE_DEBUG") == "1":
                traceback.print_exception(error)
            self._say({"error": tr(FAULT)})
        finally:
            give_memory_back()

    def _work(self, watch: Watch, model: Detector) -> None:
        while True:
            with self._wake:
                # Pictures that do not arrive are not waited for for ever.
                self._wake.wait_for(self._something, timeout=0.5)
                if self._stopped:
                    return
                frame, self._frame = self._frame, None
                shots = list(self._shots)
                self._shots.clear()
                finish, self._finish = self._finish, False
            for number, data in shots:
                self._recording.add_shot(number, data)
            if finish:
                self._recording.finish()
            if self._recording.ready:
                self._recording.judge(model, self._tell)
                give_memory_back()
            if frame is not None:
                self._look(watch, *frame)

    def _tell(self, share: float) -> None:
        """How far the work on the pictures of a movement has come."""
        self._say({"done_pct": round(100.0 * share)})

    def _something(self) -> bool:
        return self._stopped or self._finish or self._frame is not None or bool(self._shots)

    def _look(self, watch: Watch, number: int, time_ms: float, data: bytes) -> None:
        self._advance(time_ms)
        recording = self._recording
        sight: Sight | None = NOBODY
        if recording.phase in ("guiding", "counting", "holding"):
            sight = _see(watch, data, self._time_s)
        if sight is None:
            self._say({"frame": number, "unreadable": True})
            return
        cue = recording.see(sight, self._time_s, number)
        if recording.phase != self._phase and recording.phase in ("counting", "holding"):
            watch.recount()
        self._phase = recording.phase
        looks = sight.body.facing if sight.body is not None else None
        self._say({"frame": number, "sides": recording.count, "looks": looks, **asdict(cue)})

    def _advance(self, time_ms: float) -> None:
        """The frame's time, from 0 on and never backwards."""
        if not math.isfinite(time_ms):
            return
        if self._last_ms is not None:
            self._time_s += min(max(0.0, (time_ms - self._last_ms) / 1000.0), _LONGEST_STEP_S)
        self._last_ms = time_ms


def _see(watch: Watch, data: bytes, time_s: float) -> Sight | None:
    """What a frame shows; ``None`` for one that is no picture."""
    try:
        rgb = load_photo(data, name="frame").rgb
    except PhotoError:
        return None
    return watch.look(rgb, time_s)


def _open_follower() -> AbstractContextManager[Follower]:
    from analyzer.pose.video import VideoPose  # noqa: PLC0415 - heavy

    return VideoPose()


def _get_model() -> Detector:
    from analyzer.pose import shared_model  # noqa: PLC0415 - heavy

    return shared_model()
