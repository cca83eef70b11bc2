"""One visit before the camera for the range of the pelvis: guided, filmed and measured, one side or both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from analyzer.errors import PhotoError, PostureError
from analyzer.live.guide import Cue
from analyzer.live.range_guide import RangeGuide, usual_times
from analyzer.live.recording import LOST, Recording
from analyzer.live.sight import Sight
from analyzer.live.words import Waivable
from analyzer.pelvic_range import find_range, sample_frames
from analyzer.pelvic_range.checks import FEWEST_FRAMES
from analyzer.person.detector import Detector
from analyzer.types.codes import Facing
from analyzer.types.pelvic_range import PelvicRange, TiltSample

_MOST_FAILURES: Final = 3
"""A movement that shows no range is asked for again so often; then it is said why, and ends."""


@dataclass(frozen=True, slots=True)
class RangeTake:
    """One side.

    Attributes
    ----------
    facing : {"left", "right"}
    found : PelvicRange
    waived : tuple of str
        What the person could not do.
    """

    facing: Facing
    found: PelvicRange
    waived: tuple[Waivable, ...] = ()


class RangeRecording(Recording):
    """Goes with one `RangeGuide`: keeps the pictures of a movement with their times, and measures them.

    Parameters are those of `Recording`.
    """

    def __init__(
        self,
        camera_height_px: float,
        *,
        both_sides: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(camera_height_px, both_sides=both_sides, clock=clock)
        self._times_s: dict[int, float] = {}
        self.ranges: tuple[RangeTake, ...] = ()

    @staticmethod
    def _make_guide(camera_height_px: float, *, both_sides: bool) -> RangeGuide:
        return RangeGuide(camera_height_px, both_sides=both_sides)

    @property
    def count(self) -> int:
        return len(self.ranges)

    def see(self, sight: Sight, time_s: float, frame: int) -> Cue:
        cue = super().see(sight, time_s, frame)
        if cue.keep:
            self._times_s[frame] = time_s
        return cue

    def judge(self, model: Detector | None = None, tell: Callable[[float], object] | None = None) -> None:
        """Measure the pictures: go on when they show the movement, else have it made again.

        Parameters
        ----------
        model : Detector, optional
        tell : callable, optional
            Is told the share of the pictures that is done.

        Raises
        ------
        ModelUnavailableError
            Without the pose model there will never be a result.
        """
        frames = sorted((self._times_s[number], data) for number, data in self._shots.items())
        self._forget()
        if len(frames) < FEWEST_FRAMES:
            self._guide.reject(LOST)
            return
        guide = self._guide
        assert isinstance(guide, RangeGuide)
        samples: list[TiltSample] = []
        for sample in sample_frames(frames, model=model):
            samples.append(sample)
            if tell is not None:
                tell(len(samples) / len(frames))
        try:
            found = find_range(samples, name=f"webcam-{guide.facing}", habitual_s=usual_times(guide.began_s))
        except (PostureError, PhotoError) as error:
            self._failures += 1
            end = guide.give_up if self._failures >= _MOST_FAILURES else guide.reject
            end(error.code)
            return
        self.ranges += (RangeTake(found.facing, found, guide.waived),)
        guide.accept()

    def _forget(self) -> None:
        super()._forget()
        self._times_s.clear()
