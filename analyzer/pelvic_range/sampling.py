"""From the pictures of a film to what each of them shows of the pelvis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ModelUnavailableError, PostureError
from analyzer.geometry import median
from analyzer.person.detector import Detector
from analyzer.photo import load_photo
from analyzer.pipeline import conclude, observe
from analyzer.types import Analysis, Photo
from analyzer.types.codes import IssueCode, MeasureName, ReasonCode
from analyzer.types.pelvic_range import TiltSample

RGB = NDArray[np.uint8]
Frame = tuple[float, RGB | bytes | Photo]
"""When a picture was taken, seconds, and the picture: pixels or a file."""

_ROLL_FRAMES: Final = 3
_HIDES: Final[frozenset[IssueCode | ReasonCode]] = frozenset(
    {"loose_clothing", "arm_over_back", "object_over_back", "low_contrast", "back_not_visible"}
)


def sample_frames(frames: Iterable[Frame], *, model: Detector | None = None) -> Iterator[TiltSample]:
    """What each frame shows, in the order of time.

    The camera stands still: the roll that the first frames show counts for all, so that the doubts about it
    do not become movement.

    Parameters
    ----------
    frames : iterable of (time, picture)
    model : Detector, optional
        Instead of the shared pose model.

    Raises
    ------
    ModelUnavailableError
    """
    rolls: list[float] = []
    for time_s, picture in frames:
        roll_deg = float(median(rolls)) if len(rolls) >= _ROLL_FRAMES else None
        try:
            photo = picture if isinstance(picture, Photo) else load_photo(picture, name="frame")
            observation = observe(photo, markers="off", roll_deg=roll_deg, feet="optional", model=model)
        except ModelUnavailableError:
            raise
        except PostureError as error:
            yield TiltSample(time_s, error=error.code)
            continue
        if roll_deg is None:
            rolls.append(observation.level.frame.roll_deg)
        yield read_sample(conclude(observation), time_s)


def read_sample(analysis: Analysis, time_s: float) -> TiltSample:
    """The sample that a frame's analysis gives."""
    frame = analysis.geometry.frame
    hip = analysis.geometry.landmarks.middle("hip") / frame.trunk_length_px
    tilt = analysis.measures["pelvic_tilt"]
    hidden = tilt.method == "estimated_under_clothes" or (
        tilt.reason is not None and tilt.reason.code in _HIDES
    )
    return TiltSample(
        time_s,
        tilt_deg=tilt.value,
        slope_deg=_value(analysis, "sacral_slope"),
        lordosis_deg=_value(analysis, "lumbar_lordosis"),
        trunk_deg=_value(analysis, "trunk_inclination"),
        knee_deg=_value(analysis, "knee_angle"),
        hip=(float(hip[0]), float(hip[1])),
        rotation_deg=analysis.view.trunk_rotation_deg,
        facing=analysis.view.facing,
        hidden=hidden,
        loose=any(issue.code == "loose_clothing" for issue in analysis.view.issues),
    )


def _value(analysis: Analysis, name: MeasureName) -> float | None:
    return analysis.measures[name].value
