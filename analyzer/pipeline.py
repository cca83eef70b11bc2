"""The whole way from a photo to an analysis, readable from top to bottom."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer import measures as m
from analyzer._version import __version__
from analyzer.back_profile import TracedBack, trace_back
from analyzer.errors import PostureError
from analyzer.indicators import assess_shortened_psoas
from analyzer.level import RollEstimate, estimate_roll
from analyzer.pelvis import estimate_pelvic_tilt, measure_pelvic_tilt
from analyzer.person import Detector, Person, find_person
from analyzer.photo import load_photo
from analyzer.pose import describe_model, shared_model
from analyzer.sagittal import build_frame, find_facing
from analyzer.silhouette import Close, cut_out, landmarks_in
from analyzer.types import (
    Analysis,
    BodyGeometry,
    FailedAnalysis,
    Issue,
    Measure,
    Photo,
    PhotoInfo,
    Provenance,
    Reason,
    SagittalFrame,
    ViewCheck,
)
from analyzer.types.geometry import frozen_points
from analyzer.view import (
    LOST_LEAK,
    LOW_CONTRAST,
    Clothing,
    check_back,
    check_clothing,
    check_photo,
    estimate_trunk_rotation,
    head_in_picture,
    require_usable,
)

FloatArray = NDArray[np.float64]
Markers = Literal["auto", "off"]
Source = str | os.PathLike[str] | bytes | NDArray[np.uint8] | Photo

_GIVEN_ROLL_SD_DEG: Final = 0.3
"""How exactly a given camera roll is known."""
_STAND_OFF_SD_DEG: Final = 6.0
"""Further standard deviation when a hem hangs over the back."""


def analyze(
    source: Source,
    *,
    markers: Markers = "auto",
    asis_px: ArrayLike | None = None,
    psis_px: ArrayLike | None = None,
    roll_deg: float | None = None,
    mm_per_px: float | None = None,
    model: Detector | None = None,
    name: str | None = None,
) -> Analysis:
    """Analyse one side-view photo of one standing person.

    Parameters
    ----------
    source : path, bytes, ndarray or Photo
        The photo. An array is upright RGB, shape (height, width, 3).
    markers : {"auto", "off"}
        Whether adhesive dots may be looked for. Finding them is not part of this version: give their
        positions as ``asis_px`` and ``psis_px``.
    asis_px, psis_px : array_like, shape (2,), optional
        Front and back bony point of the pelvis in photo pixels (upright, full size). With both, pelvic tilt
        is measured instead of estimated.
    roll_deg : float, optional
        How far the content of the photo is turned clockwise. Without it, it is estimated from straight
        lines in the background.
    mm_per_px : float, optional
        Scale at the person, in photo pixels.
    model : Detector, optional
        A pose model to use instead of the shared one.
    name : str, optional
        Name of the photo in the result.

    Returns
    -------
    Analysis

    Raises
    ------
    PhotoError
        The photo cannot be read or is too large.
    ViewError
        What it shows cannot be analysed.
    ModelUnavailableError
        The pose model cannot be had.
    ValueError
        Only one of ``asis_px`` and ``psis_px`` was given, or an option is out of range.
    """
    if (asis_px is None) != (psis_px is None):
        raise ValueError("give both asis_px and psis_px, or neither")
    if markers not in ("auto", "off"):
        raise ValueError(f"markers must be 'auto' or 'off', not {markers!r}")
    if mm_per_px is not None and not (np.isfinite(mm_per_px) and mm_per_px > 0):
        raise ValueError(f"mm_per_px must be a number above 0, not {mm_per_px}")
    asis, psis = _given(asis_px), _given(psis_px)
    photo = source if isinstance(source, Photo) else load_photo(source, name=name)

    if roll_deg is not None and not -45.0 <= roll_deg <= 45.0:
        raise ValueError(f"roll_deg must be between -45 and 45, not {roll_deg}")
    person = find_person(photo.rgb, model or shared_model(), roll_deg=roll_deg or 0.0)
    roll = _roll(photo, person, roll_deg)
    facing = find_facing(person.landmarks)
    scale = None if mm_per_px is None else mm_per_px / photo.scale
    frame = build_frame(
        person.landmarks, facing, roll_deg=roll.roll_deg, roll_sd_deg=roll.sd_deg, mm_per_px=scale
    )
    joints = m.find_joints(
        frame, person.landmarks, person.spread_px, head_seen=head_in_picture(person, frame)
    )
    require_usable(person.landmarks, frame, joints, person.mask)
    rotation = estimate_trunk_rotation(person.landmarks, frame)
    issues = check_photo(person, frame, joints, rotation, photo.scale)

    close = cut_out(photo.rgb, person.mask, frame)
    traced = _believed(trace_back(close, landmarks_in(close, person.landmarks, frame)))
    back, tilt, more = _measure_back(close, traced, frame, rotation)
    issues += more
    if asis is not None and psis is not None:
        tilt = measure_pelvic_tilt(frame, asis * photo.scale, psis * photo.scale)
    found = (
        tilt,
        *back,
        m.compute_trunk_inclination(joints, frame.roll_sd_deg),
        m.compute_hip_extension(joints, tilt),
        m.compute_pelvic_shift(joints, frame.roll_sd_deg),
        m.compute_knee_angle(joints),
        m.compute_ear_shoulder_angle(joints, frame.roll_sd_deg),
    )
    by_name = {measure.name: measure for measure in found}
    geometry = BodyGeometry(
        frame=frame.scaled(1.0 / photo.scale),
        landmarks=person.landmarks.scaled(1.0 / photo.scale),
        outline_px=_outline(person.mask, photo.scale),
        profile=traced.profile if isinstance(traced, TracedBack) else None,
        asis_px=asis,
        psis_px=psis,
    )
    return Analysis(
        photo=PhotoInfo(photo.name, photo.sha256, photo.width_px, photo.height_px),
        view=ViewCheck(facing, rotation, tuple(issues)),
        measures={name: by_name[name] for name in m.TABLE},
        shortened_psoas=assess_shortened_psoas(by_name),
        provenance=provenance(),
        geometry=geometry,
    )


def _roll(photo: Photo, person: Person, given: float | None) -> RollEstimate:
    if given is None:
        return estimate_roll(photo.rgb, person.mask)
    return RollEstimate(float(given), _GIVEN_ROLL_SD_DEG, 0)


def _given(point: ArrayLike | None) -> FloatArray | None:
    if point is None:
        return None
    result = frozen_points(point)
    if result.shape != (2,) or not np.isfinite(result).all():
        raise ValueError("a pelvis point is two finite numbers, x and y in photo pixels")
    return result


def _believed(traced: TracedBack | Reason) -> TracedBack | Reason:
    """The traced back, or a reason when the mask leaks into the background along most of it."""
    if isinstance(traced, TracedBack) and traced.leak > LOST_LEAK:
        return Reason("low_contrast", LOW_CONTRAST)
    return traced


def _measure_back(
    close: Close, traced: TracedBack | Reason, frame: SagittalFrame, rotation_deg: float
) -> tuple[list[Measure], Measure, list[Issue]]:
    """Measures of the back and the estimated tilt, or the reason why they are missing, and issues."""
    if isinstance(traced, Reason):
        unclear = [Issue(traced.code, "warn", traced.message)] if traced.code == "low_contrast" else []
        return *_without_back(traced), unclear
    depth_pct = 100.0 * traced.landmarks.depth / m.TRUNK_TO_C7
    clothing = check_clothing(close, traced, depth_pct)
    issues = check_back(traced, clothing)
    if clothing.hides_back:
        text = next(issue.message for issue in issues if issue.code == "loose_clothing")
        return *_without_back(Reason("loose_clothing", text)), issues
    cloth = _clothing_sd(clothing)
    back = m.compute_back_measures(traced, frame.roll_sd_deg, rotation_deg, cloth)
    tilt = estimate_pelvic_tilt(
        traced, frame.roll_sd_deg, float(np.hypot(cloth, m.ROTATION_SD * rotation_deg))
    )
    return back, tilt, issues


def _without_back(reason: Reason) -> tuple[list[Measure], Measure]:
    """The measures of the back and the tilt, all missing for the same reason."""
    names = ("sacral_slope", "lumbar_lordosis", "lumbar_depth")
    return (
        [m.missing(name, reason.code, reason.message) for name in names],
        m.missing("pelvic_tilt", reason.code, reason.message),
    )


def _clothing_sd(clothing: Clothing) -> float:
    return _STAND_OFF_SD_DEG if clothing.stands_off else 0.0


def _outline(mask: NDArray[np.float32], scale: float) -> tuple[FloatArray, ...]:
    """Polygons around the person in photo pixels, largest first."""
    contours, _ = cv2.findContours((mask > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    smallest = 0.002 * mask.size
    kept = sorted((c for c in contours if cv2.contourArea(c) > smallest), key=cv2.contourArea, reverse=True)
    return tuple(
        frozen_points((cv2.approxPolyDP(contour, 0.8, True).reshape(-1, 2) + 0.5) / scale) for contour in kept
    )


def provenance() -> Provenance:
    """What makes results now: version, model and time."""
    model = describe_model()
    return Provenance(__version__, model.name, model.sha256, datetime.now(UTC).isoformat(timespec="seconds"))


def failed(info: PhotoInfo, error: PostureError) -> FailedAnalysis:
    """The result for a photo that could not be analysed."""
    return FailedAnalysis(info, error.code, error.message, provenance())
