"""One visit before the camera: guided frame by frame, until one side or both are taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from analyzer.errors import PhotoError, ViewError
from analyzer.live.guide import FEWEST_SHOTS, Cue, Guide, Phase
from analyzer.live.sight import Sight
from analyzer.live.take import Shot, Take, make_take
from analyzer.live.words import ProblemCode
from analyzer.person.detector import Detector

LOST: Final[ProblemCode] = "lost"
"""Code for pictures that did not arrive."""
_WAIT_S: Final = 5.0
"""Pictures that did not arrive by then are not waited for."""
_MOST_COMPLAINTS: Final = 2
"""Clothes that hide the back are complained of so often; then that is the result. Nobody is kept for ever."""
_MOST_FAILURES: Final = 6
"""Pictures that cannot be analysed are taken again so often; then it is said why, and ends."""

Box = tuple[float, float, float, float]


class Recording:
    """Goes with one `Guide`: remembers which frames it kept, takes in their pictures, and judges them.

    Parameters
    ----------
    camera_height_px : float
        Height of the camera's own pictures.
    both_sides : bool
    clock : callable
        Seconds; only to wait for pictures.
    """

    def __init__(
        self,
        camera_height_px: float,
        *,
        both_sides: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._guide = self._make_guide(camera_height_px, both_sides=both_sides)
        self.both_sides = both_sides
        self._clock = clock
        self._kept: dict[int, Box] = {}
        self._shots: dict[int, bytes] = {}
        self._complete_s: float | None = None
        self._complaints = 0
        self._failures = 0
        self.takes: tuple[Take, ...] = ()

    @staticmethod
    def _make_guide(camera_height_px: float, *, both_sides: bool) -> Guide:
        return Guide(camera_height_px, both_sides=both_sides)

    @property
    def phase(self) -> Phase:
        return self._guide.phase

    @property
    def count(self) -> int:
        """How many sides are taken."""
        return len(self.takes)

    def see(self, sight: Sight, time_s: float, frame: int) -> Cue:
        """Take in what a frame shows; ``frame`` is the number by which its picture is known."""
        cue = self._guide.see(sight, time_s)
        if cue.dropped:
            self._forget()
        if cue.keep and sight.body is not None:
            self._kept[frame] = sight.body.box
        if cue.complete:
            self._complete_s = self._clock()
        return cue

    def add_shot(self, frame: int, data: bytes) -> None:
        """Take in the picture of a frame that was kept; others are passed over."""
        if frame in self._kept:
            self._shots[frame] = data

    @property
    def ready(self) -> bool:
        """Whether there is something to judge: all pictures are there, or have been waited for."""
        if self._complete_s is None:
            return False
        return len(self._shots) == len(self._kept) or self._clock() - self._complete_s > _WAIT_S

    def judge(
        self,
        model: Detector | None = None,
        tell: Callable[[float], object] | None = None,
    ) -> None:
        """Analyse the pictures: go on when they are good, else have them taken again.

        Raises
        ------
        ModelUnavailableError
            Without the pose model there will never be a result.
        """
        shots = [Shot(self._shots[frame], self._kept[frame]) for frame in sorted(self._shots)]
        self._forget()
        if len(shots) < FEWEST_SHOTS:
            self._guide.reject(LOST)
            return
        try:
            # Who looks to the left shows the left side.
            name, waived = f"webcam-{self._guide.facing}", self._guide.waived
            take = make_take(shots, model=model, name=name, waived=waived)
        except (ViewError, PhotoError) as error:
            self._failures += 1
            if self._failures < _MOST_FAILURES:
                self._guide.reject(error.code)
            else:
                self._guide.give_up(error.code)
            return
        if take.problem is not None and self._complaints < _MOST_COMPLAINTS:
            self._complaints += 1
            self._guide.reject(take.problem, lasting=True)
            return
        self.takes += (take,)
        self._guide.accept()

    def finish(self) -> None:
        """Be content with what there is."""
        self._forget()
        self._guide.finish()

    def _forget(self) -> None:
        self._kept.clear()
        self._shots.clear()
        self._complete_s = None
