"""From what the frames of a film show to the range of the pelvis, with its uncertainty.

Only changes within one film count: what is particular to the body (bone shape, build, clothes, the camera's
roll) is in every frame alike and cancels. What remains is that estimated degrees are a few per cent longer or
shorter than true ones (`_GAIN_SD`), that a posture is misread a little in the same way in every frame of it
(`_POSTURE_SD_DEG`), and noise between frames. The posture's part is that of the pairs of stances in
``validation/pairs`` and ``pairs_wide``, the gain's was set on people 00 and 02 of ``validation/range``; the
others tell how often the intervals hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import PostureError
from analyzer.pelvic_range.checks import (
    frames_missing,
    require_pelvis_moved,
    rotation_of,
    standing_part,
    usable,
)
from analyzer.pelvic_range.smoothing import Smooth, smooth
from analyzer.pipeline import provenance
from analyzer.types.pelvic_range import (
    Estimate,
    FailedRange,
    FilmInfo,
    PelvicRange,
    RangeNote,
    TiltSample,
    TiltTrace,
)

FloatArray = NDArray[np.float64]
Window = tuple[float, float]

_GAIN_SD: Final = 0.06
_POSTURE_SD_DEG: Final = 0.9
_LOOSE_GAIN_SD: Final = 0.15
"""Where clothes hang over the low back in part of the movement."""
_NOISE_SD_DEG: Final = 0.5
"""Of a single frame, at least; odd frames lie beyond four times that."""
_LORDOSIS_SD_DEG: Final = 1.0
_STEP_S: Final = 0.1
_STANDS_S: Final = 0.8
"""The habitual stance is the first and the last time of this length in which the tilt hardly changes."""
_NEAR_ENDS_S: Final = 1.0
_STILL_DEG: Final = 1.2
_STILL_SHARE: Final = 0.08
_PLATEAU_SHARE: Final = 0.06
_PLATEAU_LEAST_DEG: Final = 0.8
"""An end of the range is the mean over the frames that come so near to it, before and after it."""
_DIFFERS_PCT: Final = 25.0
"""The stances before and after differ by so much of the range, and it is said."""
_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class _Level:
    """A tilt that was held, and its standard deviation without the gain."""

    deg: float
    sd_deg: float


def find_range(
    samples: Sequence[TiltSample], *, name: str = "film", habitual_s: Sequence[Window] = ()
) -> PelvicRange:
    """The range of the pelvis.

    Parameters
    ----------
    samples : sequence of TiltSample
        In the order of time.
    name : str
        Of the film.
    habitual_s : sequence of (start, end)
        When the person was asked to stand as usual. Without them the first and the last calm moment are
        taken.

    Raises
    ------
    RangeError
        The film shows no such movement; the message says what to do.
    """
    if not habitual_s:
        samples = standing_part(samples)
    kept = usable(samples)
    time_s = np.array([sample.time_s for sample in kept])
    turned = np.array([rotation_of(sample) for sample in kept], dtype=np.float64)
    course = smooth(time_s, turned, least_sd=_NOISE_SD_DEG)
    used = [sample for sample, inside in zip(kept, course.kept, strict=True) if inside]
    grid = np.arange(time_s[0], time_s[-1] + 1e-6, _STEP_S)
    tilt = course.at(grid)
    forward, back = _end(course, grid, tilt, 1.0), _end(course, grid, tilt, -1.0)
    range_deg = forward.deg - back.deg
    lordosis = _lordosis(used, grid)
    slope = _curve_per_tilt(course, used)
    notes = require_pelvis_moved(
        used, range_deg=range_deg, curve_per_tilt=None if slope is None else slope[0]
    )
    habitual, apart = _habitual(course, grid, tilt, habitual_s)
    gain_sd = _LOOSE_GAIN_SD if "clothes_may_hide" in notes else _GAIN_SD
    facing = used[0].facing
    assert facing is not None
    film = FilmInfo(name, samples[-1].time_s - samples[0].time_s, len(samples), len(used))
    differs: tuple[RangeNote, ...] = ("habitual_differs",) if apart > _DIFFERS_PCT / 100.0 * range_deg else ()
    return PelvicRange(
        film=film,
        facing=facing,
        range_deg=_change(back, forward, gain_sd),
        position_pct=_position(back, habitual, forward),
        forward_deg=_change(habitual, forward, gain_sd),
        back_deg=_change(habitual, back, gain_sd),
        curve_per_tilt=slope,
        trace=TiltTrace(grid - samples[0].time_s, tilt - habitual.deg, lordosis),
        notes=(*notes, *differs, *frames_missing(len(used), len(samples))),
        provenance=provenance(),
    )


def failed_range(samples: Sequence[TiltSample], error: PostureError, *, name: str = "film") -> FailedRange:
    """The result of a film that shows no range."""
    seconds = samples[-1].time_s - samples[0].time_s if samples else 0.0
    used = sum(sample.tilt_deg is not None for sample in samples)
    return FailedRange(FilmInfo(name, seconds, len(samples), used), error.code, error.message, provenance())


def _values(samples: Sequence[TiltSample], name: str) -> FloatArray:
    return np.array([getattr(sample, name) for sample in samples], dtype=np.float64)


# --- Levels -------------------------------------------------------------------------------------------


def _level(course: Smooth, inside: NDArray[np.bool_]) -> _Level:
    """The mean of the frames of a time in which a tilt was held."""
    values = course.value[inside]
    noise = max(course.noise_sd, _NOISE_SD_DEG)
    return _Level(float(values.mean()), float(np.hypot(_POSTURE_SD_DEG, noise / np.sqrt(len(values)))))


def _end(course: Smooth, grid: FloatArray, tilt: FloatArray, sign: float) -> _Level:
    """The foremost (+1) or backmost (-1) tilt that was held."""
    heights = sign * tilt
    peak = int(heights.argmax())
    near = heights >= heights[peak] - max(_PLATEAU_LEAST_DEG, _PLATEAU_SHARE * float(np.ptp(tilt)))
    first = peak - int(np.argmin(near[peak::-1])) + 1 if not near[: peak + 1].all() else 0
    last = peak + int(np.argmin(near[peak:])) - 1 if not near[peak:].all() else len(grid) - 1
    inside = (course.time_s >= grid[first]) & (course.time_s <= grid[last])
    if not inside.any():
        inside = np.arange(len(course.time_s)) == np.abs(course.time_s - grid[peak]).argmin()
    return _level(course, inside)


def _habitual(
    course: Smooth, grid: FloatArray, tilt: FloatArray, windows: Sequence[Window]
) -> tuple[_Level, float]:
    """The habitual stance, before and after, and how far both are apart, degrees."""
    calm = windows or (_first_calm(grid, tilt), _last_calm(grid, tilt))
    levels = []
    for start, end in calm:
        inside = (course.time_s >= start) & (course.time_s <= end)
        if inside.any():
            levels.append(_level(course, inside))
    if not levels:
        levels = [_level(course, course.time_s <= course.time_s[0] + _STANDS_S)]
    mean = float(np.mean([level.deg for level in levels]))
    apart = float(np.ptp([level.deg for level in levels]))
    # People come back to another stance than they left: then half of the difference is part of the doubt.
    sd = np.hypot(np.mean([level.sd_deg for level in levels]), 0.5 * apart / np.sqrt(len(levels)))
    return _Level(mean, float(sd)), apart


def _first_calm(grid: FloatArray, tilt: FloatArray) -> Window:
    """The first time in which the tilt hardly changes; without one near the beginning the calmest there."""
    length = min(round(_STANDS_S / _STEP_S), len(grid) - 1)
    last = max(1, min(round(_NEAR_ENDS_S / _STEP_S), len(grid) - length))
    changes = [float(np.ptp(tilt[at : at + length + 1])) for at in range(last)]
    still = max(_STILL_DEG, _STILL_SHARE * float(np.ptp(tilt)))
    start = next((at for at, change in enumerate(changes) if change <= still), int(np.argmin(changes)))
    return float(grid[start]), float(grid[start + length])


def _last_calm(grid: FloatArray, tilt: FloatArray) -> Window:
    """The same from the end."""
    start, end = _first_calm(-grid[::-1], tilt[::-1])
    return -end, -start


# --- Values with intervals ----------------------------------------------------------------------------


def _estimate(value: float, sd: float) -> Estimate:
    return Estimate(value, (value - _Z * sd, value + _Z * sd))


def _change(start: _Level, end: _Level, gain_sd: float) -> Estimate:
    """A change between two levels: their errors, and the gain."""
    change = end.deg - start.deg
    return _estimate(change, float(np.hypot(np.hypot(start.sd_deg, end.sd_deg), gain_sd * change)))


def _position(back: _Level, habitual: _Level, forward: _Level) -> Estimate:
    """Where the habitual stance lies in the range, per cent; the gain cancels."""
    whole = forward.deg - back.deg
    share = (habitual.deg - back.deg) / whole
    parts = (habitual.sd_deg, (1.0 - share) * back.sd_deg, share * forward.sd_deg)
    sd = float(np.sqrt(np.square(parts).sum())) / whole
    low, high = (float(np.clip(100.0 * (share + way * _Z * sd), 0.0, 100.0)) for way in (-1.0, 1.0))
    return Estimate(float(np.clip(100.0 * share, 0.0, 100.0)), (low, high))


# --- The low back -------------------------------------------------------------------------------------


def _lordosis(used: Sequence[TiltSample], grid: FloatArray) -> FloatArray:
    """The curve of the low back at regular times; not a number without enough of it."""
    seen = [sample for sample in used if sample.lordosis_deg is not None]
    if len(seen) < len(used) / 2:
        return np.full(len(grid), np.nan)
    time_s = np.array([sample.time_s for sample in seen])
    return smooth(time_s, _values(seen, "lordosis_deg"), least_sd=_LORDOSIS_SD_DEG).at(grid)


def _curve_per_tilt(course: Smooth, used: Sequence[TiltSample]) -> tuple[float, float, float] | None:
    """Degrees of lordosis for each degree of tilt (least squares on the frames), with its interval."""
    pairs = np.array(
        [
            (tilt, sample.lordosis_deg)
            for tilt, sample in zip(course.value, used, strict=True)
            if sample.lordosis_deg is not None
        ],
        dtype=np.float64,
    ).reshape(-1, 2)
    if len(pairs) < len(used) / 2 or float(np.ptp(pairs[:, 0])) < 1.0:
        return None
    tilt, curve = pairs.T
    across = tilt - tilt.mean()
    slope = float((across @ curve) / (across @ across))
    residual = curve - curve.mean() - slope * across
    sd = float(np.sqrt((residual @ residual) / max(len(pairs) - 2, 1) / (across @ across)))
    half = _Z * float(np.hypot(sd, _GAIN_SD * slope))
    return slope, slope - half, slope + half
