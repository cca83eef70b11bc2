"""What each method reads on each picture, all in one run, and how long it takes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer import PostureError, analyze, load_photo
from analyzer.outline.describe import find_curve_landmarks
from analyzer.outline.edge import ROWS, cut_out, mask_edge
from analyzer.outline.learned_curve import back_shapes
from analyzer.person.frame import build_frame, find_facing
from analyzer.pose import shared_model
from analyzer.types import Measure
from analyzer.types.landmarks import Pose
from validation.rivals import angles, tools
from validation.truth import Phantom

OURS: Final = "this project"
HIP_ANGLE: Final = "shoulder-hip-knee angle"
AUGMENTER: Final = "Pose2Sim's augmenter"
MASK: Final = "slope of the raw mask"
MYOGAIT: Final = "myogait"
METHODS: Final = (HIP_ANGLE, AUGMENTER, MYOGAIT, MASK, OURS)
MEASURES: Final = ("pelvic_tilt", "lumbar_lordosis")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one method says of one measure on one picture.

    Attributes
    ----------
    value : float
        Degrees.
    half : float or None
        Half of its 95 % interval, where the method states one; of the tilt without the shape of the bone,
        which differs between people but not between these bodies.
    sd_within : float or None
        For a change within a person, where stated.
    """

    value: float
    half: float | None = None
    sd_within: float | None = None


Readings = Mapping[str, Mapping[str, Mapping[str, Reading]]]
"""By method, measure and key of the picture; what a method does not answer is not there."""


@dataclass(frozen=True, slots=True)
class Found:
    """All readings, and the median seconds of each method for a picture, the pose model included."""

    readings: Readings
    seconds: Mapping[str, float]


def read_all(phantoms: Iterable[Phantom]) -> Found:
    """Every method on every picture.

    Raises
    ------
    NotInstalledError
        When a program of ``requirements-rivals.txt`` is missing.
    """
    tools.require()
    augment, pelvis = tools.load_augmenter(), tools.load_myogait()
    kept: dict[str, dict[str, dict[str, Reading]]] = {
        method: {name: {} for name in MEASURES} for method in METHODS
    }
    spent: dict[str, list[float]] = {method: [] for method in METHODS}
    shared_model().warm_up()
    for phantom in phantoms:
        rgb = load_photo(phantom.path).rgb
        own, roll_deg, seconds = _ours(rgb)
        spent[OURS].append(seconds)
        _keep(kept[OURS], phantom.key, own)
        start = time.perf_counter()
        poses = shared_model().detect(rgb)
        looked = time.perf_counter() - start
        if not poses:
            continue
        facing = find_facing(poses[0].landmarks)
        flat = angles.side_view(poses[0].landmarks.xy_px, facing, roll_deg)
        world = angles.upright_world(poses[0].world_m, facing, roll_deg)
        ways: dict[str, Callable[[], dict[str, Reading]]] = {
            HIP_ANGLE: partial(_hip_angle, flat),
            AUGMENTER: partial(_augmented, augment, world),
            MYOGAIT: partial(_myogait, pelvis, flat),
            MASK: partial(of_mask, rgb, poses[0], roll_deg),
        }
        for method, read in ways.items():
            start = time.perf_counter()
            _keep(kept[method], phantom.key, read())
            spent[method].append(looked + time.perf_counter() - start)
    return Found(kept, {method: float(np.median(items)) for method, items in spent.items() if items})


def _keep(kept: dict[str, dict[str, Reading]], key: str, found: Mapping[str, Reading]) -> None:
    for name, reading in found.items():
        if math.isfinite(reading.value):
            kept[name][key] = reading


def _ours(rgb: NDArray[np.uint8]) -> tuple[dict[str, Reading], float, float]:
    """Our readings, the roll that was found, and seconds."""
    start = time.perf_counter()
    try:
        analysis = analyze(rgb)
    except PostureError:
        return {}, 0.0, time.perf_counter() - start
    seconds = time.perf_counter() - start
    found = {name: _reading(measure) for name in MEASURES if (measure := analysis.measures[name])}
    return found, analysis.geometry.frame.roll_deg, seconds


def _reading(measure: Measure) -> Reading:
    assert measure.value is not None and measure.sd_parts is not None
    sd = math.hypot(measure.sd_parts.photo, measure.sd_parts.model)
    return Reading(measure.value, 1.96 * sd, measure.sd_within)


def _hip_angle(flat: angles.FloatArray) -> dict[str, Reading]:
    return dict.fromkeys(MEASURES, Reading(angles.hip_angle(flat)))


def _myogait(pelvis: Callable[[angles.FloatArray], float], flat: angles.FloatArray) -> dict[str, Reading]:
    return {"pelvic_tilt": Reading(pelvis(flat))}


def _augmented(
    augment: Callable[[angles.FloatArray], angles.FloatArray], world: angles.FloatArray
) -> dict[str, Reading]:
    markers = augment(world)
    return {
        "pelvic_tilt": Reading(angles.tilt_of_markers(markers)),
        "lumbar_lordosis": Reading(angles.trunk_on_pelvis(markers)),
    }


def of_mask(rgb: NDArray[np.uint8], pose: Pose, roll_deg: float) -> dict[str, Reading]:
    """Sacral slope and curve by our definitions, but on the edge of the pose model's mask as it is."""
    if pose.mask is None:
        return {}
    frame = build_frame(pose.landmarks, find_facing(pose.landmarks), roll_deg=roll_deg)
    edge = mask_edge(cut_out(rgb, pose.mask, frame))
    known = np.isfinite(edge)
    if known.mean() < 0.5:
        return {}
    found = find_curve_landmarks(np.interp(back_shapes().heights, ROWS[known], edge[known]))
    return {
        "pelvic_tilt": Reading(found.sacral_deg),
        "lumbar_lordosis": Reading(found.sacral_deg + found.thoracolumbar_deg),
    }
