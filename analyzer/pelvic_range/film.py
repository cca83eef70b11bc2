"""Films from a file, as far as OpenCV reads them on this computer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.errors import PostureError
from analyzer.pelvic_range.errors import UnreadableFilmError
from analyzer.pelvic_range.finding import failed_range, find_range
from analyzer.pelvic_range.sampling import sample_frames
from analyzer.person.detector import Detector
from analyzer.types.pelvic_range import FailedRange, PelvicRange, TiltSample

RGB = NDArray[np.uint8]

FRAMES_PER_S: Final = 6.0
"""So many are looked at: the movement is slow, and each takes a sixth of a second."""
LONGEST_S: Final = 60.0
"""What comes later in a film is not looked at."""
_USUAL_FPS: Final = 25.0


def read_film(path: Path | str, *, frames_per_s: float = FRAMES_PER_S) -> Iterator[tuple[float, RGB]]:
    """Times in seconds and pictures of a film, RGB, at most so many a second.

    Raises
    ------
    UnreadableFilmError
    """
    reader = cv2.VideoCapture(str(path))
    try:
        if not reader.isOpened():
            raise UnreadableFilmError
        fps = float(reader.get(cv2.CAP_PROP_FPS))
        fps = fps if math.isfinite(fps) and 1.0 <= fps <= 1000.0 else _USUAL_FPS
        number, wanted_s = 0, 0.0
        while number / fps <= LONGEST_S and reader.grab():
            time_s = number / fps
            number += 1
            if time_s < wanted_s - 1e-9:
                continue
            wanted_s = max(wanted_s + 1.0 / frames_per_s, time_s)
            read, picture = reader.retrieve()
            if read and picture is not None:
                yield time_s, np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8)
        if number == 0:
            raise UnreadableFilmError
    finally:
        reader.release()


def analyze_film(
    path: Path | str,
    *,
    name: str | None = None,
    model: Detector | None = None,
    tell: Callable[[float], object] | None = None,
) -> PelvicRange | FailedRange:
    """The range of the pelvis from a film, or why there is none.

    Parameters
    ----------
    path : Path or str
    name : str, optional
        In the result, instead of the file's.
    model : Detector, optional
        Instead of the shared pose model.
    tell : callable, optional
        Is told after each frame how many seconds of the film are done.

    Raises
    ------
    ModelUnavailableError
    """
    shown = Path(path).name if name is None else name
    samples: list[TiltSample] = []
    try:
        for sample in sample_frames(read_film(path), model=model):
            samples.append(sample)
            if tell is not None:
                tell(sample.time_s)
    except UnreadableFilmError as error:
        return failed_range(samples, error, name=shown)
    return conclude_range(samples, name=shown)


def conclude_range(
    samples: list[TiltSample], *, name: str = "film", habitual_s: tuple[tuple[float, float], ...] = ()
) -> PelvicRange | FailedRange:
    """What `find_range` finds, or why it finds nothing."""
    try:
        return find_range(samples, name=name, habitual_s=habitual_s)
    except PostureError as error:
        return failed_range(samples, error, name=name)
