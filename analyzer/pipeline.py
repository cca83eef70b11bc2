"""The whole way from a photo to an analysis, readable from top to bottom."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
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
    Corrections,
    FailedAnalysis,
    Issue,
    Measure,
    Photo,
    PhotoInfo,
    PointName,
    Provenance,
    Reason,
    SagittalFrame,
    ViewCheck,
)
from analyzer.types.corrections import LARGEST_ROLL_DEG
from analyzer.types.geometry import frozen_points
from analyzer.types.view import Facing
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

UNCORRECTED: Final = Corrections()

_GIVEN_ROLL_SD_DEG: Final = 0.3
"""How exactly a given camera roll is known."""
_STAND_OFF_SD_DEG: Final = 6.0
"""Further standard deviation when a hem hangs over the back."""


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """What depends on what is level in the photo. Pixels are working pixels.

    Attributes
    ----------
    frame : SagittalFrame
    joints : Joints
        As the model has them.
    rotation_deg : float
        How far the trunk is turned out of the side view.
    traced : TracedBack or Reason
    clothing : Clothing
    issues : tuple of Issue
        Of the back and what lies over it.
    """

    frame: SagittalFrame
    joints: m.Joints
    rotation_deg: float
    traced: TracedBack | Reason
    clothing: Clothing
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """Everything that was looked up in the pixels of one photo: all that takes time.

    Attributes
    ----------
    photo : Photo
    person : Person
    facing : {"left", "right"}
        The side of the picture that the person looks to.
    level : Levelled
        With the roll that was given or seen in the background.
    outline_px : tuple of ndarray, each shape (n, 2)
        Polygons around the person, photo pixels.
    """

    photo: Photo
    person: Person
    facing: Facing
    level: Levelled
    outline_px: tuple[FloatArray, ...]
    _turned: dict[float, Levelled] = field(default_factory=dict, init=False, repr=False)

    def levelled(self, roll_deg: float) -> Levelled:
        """The same with another roll. The back is traced anew; the last answer is remembered."""
        known = self._turned.get(roll_deg)
        if known is None:
            roll = RollEstimate(roll_deg, _GIVEN_ROLL_SD_DEG, 0)
            known = _level(self.photo, self.person, self.facing, roll)
            self._turned.clear()
            self._turned[roll_deg] = known
        return known


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
    _check_scale(mm_per_px)
    corrections = UNCORRECTED
    if asis_px is not None and psis_px is not None:
        corrections = Corrections({"asis": _given(asis_px), "psis": _given(psis_px)})
    observation = observe(source, markers=markers, roll_deg=roll_deg, model=model, name=name)
    return conclude(observation, corrections, mm_per_px=mm_per_px)


def observe(
    source: Source,
    *,
    markers: Markers = "auto",
    roll_deg: float | None = None,
    model: Detector | None = None,
    name: str | None = None,
) -> Observation:
    """Find the person and trace the back: all that takes time, and no corrections change.

    Parameters and errors are those of `analyze`.
    """
    if markers not in ("auto", "off"):
        raise ValueError(f"markers must be 'auto' or 'off', not {markers!r}")
    if roll_deg is not None and not -LARGEST_ROLL_DEG <= roll_deg <= LARGEST_ROLL_DEG:
        raise ValueError(f"roll_deg must be between -45 and 45, not {roll_deg}")
    photo = source if isinstance(source, Photo) else load_photo(source, name=name)
    person = find_person(photo.rgb, model or shared_model(), roll_deg=roll_deg or 0.0)
    facing = find_facing(person.landmarks)
    level = _level(photo, person, facing, _roll(photo, person, roll_deg))
    return Observation(photo, person, facing, level, _outline(person.mask, photo.scale))


def conclude(
    observation: Observation, corrections: Corrections = UNCORRECTED, *, mm_per_px: float | None = None
) -> Analysis:
    """The analysis of what was observed, with what a person corrected.

    Fast without a new roll; with one, the back is traced anew.

    Parameters
    ----------
    observation : Observation
    corrections : Corrections
    mm_per_px : float, optional
        Scale at the person, in photo pixels. A body height among the corrections comes first.

    Raises
    ------
    CorrectionError
        A point lies outside the photo.
    """
    _check_scale(mm_per_px)
    photo, person = observation.photo, observation.person
    level = observation.level
    if corrections.roll_deg is not None:
        level = observation.levelled(corrections.roll_deg)
    frame, joints = level.frame, level.joints
    issues = check_photo(person, frame, joints, level.rotation_deg, photo.scale)
    asis, psis = (_placed(corrections, name) for name in ("asis", "psis"))

    back, tilt = _measure_back(level)
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
    in_photo = frame.scaled(1.0 / photo.scale)
    geometry = BodyGeometry(
        frame=replace(in_photo, mm_per_px=mm_per_px),
        landmarks=person.landmarks.scaled(1.0 / photo.scale),
        outline_px=observation.outline_px,
        profile=level.traced.profile if isinstance(level.traced, TracedBack) else None,
        asis_px=asis,
        psis_px=psis,
    )
    return Analysis(
        photo=PhotoInfo(photo.name, photo.sha256, photo.width_px, photo.height_px),
        view=ViewCheck(observation.facing, level.rotation_deg, (*issues, *level.issues)),
        measures={name: by_name[name] for name in m.TABLE},
        shortened_psoas=assess_shortened_psoas(by_name),
        provenance=provenance(),
        geometry=geometry,
        corrections=corrections,
    )


def _level(photo: Photo, person: Person, facing: Facing, roll: RollEstimate) -> Levelled:
    """The frame for a roll, whether the photo is usable in it, and the traced back."""
    frame = build_frame(person.landmarks, facing, roll_deg=roll.roll_deg, roll_sd_deg=roll.sd_deg)
    joints = m.find_joints(
        frame, person.landmarks, person.spread_px, head_seen=head_in_picture(person, frame)
    )
    require_usable(person.landmarks, frame, joints, person.mask)
    rotation = estimate_trunk_rotation(person.landmarks, frame)
    close = cut_out(photo.rgb, person.mask, frame)
    traced = _believed(trace_back(close, landmarks_in(close, person.landmarks, frame)))
    clothing, issues = _look_over(close, traced)
    return Levelled(frame, joints, rotation, traced, clothing, tuple(issues))


def _look_over(close: Close, traced: TracedBack | Reason) -> tuple[Clothing, list[Issue]]:
    """What lies over the back, and what is wrong with its edge."""
    if isinstance(traced, Reason):
        unclear = [Issue(traced.code, "warn", traced.message)] if traced.code == "low_contrast" else []
        return Clothing(hides_back=False, stands_off=False), unclear
    clothing = check_clothing(close, traced, 100.0 * traced.landmarks.depth / m.TRUNK_TO_C7)
    return clothing, check_back(traced, clothing)


def _measure_back(level: Levelled) -> tuple[list[Measure], Measure]:
    """Measures of the back and the estimated tilt, or the reason why they are missing."""
    traced = level.traced
    if isinstance(traced, Reason):
        return _without_back(traced)
    if level.clothing.hides_back:
        text = next(issue.message for issue in level.issues if issue.code == "loose_clothing")
        return _without_back(Reason("loose_clothing", text))
    cloth = _clothing_sd(level.clothing)
    back = m.compute_back_measures(traced, level.frame.roll_sd_deg, level.rotation_deg, cloth)
    tilt = estimate_pelvic_tilt(
        traced, level.frame.roll_sd_deg, float(np.hypot(cloth, m.ROTATION_SD * level.rotation_deg))
    )
    return back, tilt


def _placed(corrections: Corrections, name: PointName) -> FloatArray | None:
    point = corrections.points.get(name)
    return None if point is None else frozen_points(point)


def _check_scale(mm_per_px: float | None) -> None:
    if mm_per_px is not None and not (np.isfinite(mm_per_px) and mm_per_px > 0):
        raise ValueError(f"mm_per_px must be a number above 0, not {mm_per_px}")


def _roll(photo: Photo, person: Person, given: float | None) -> RollEstimate:
    if given is None:
        return estimate_roll(photo.rgb, person.mask)
    return RollEstimate(float(given), _GIVEN_ROLL_SD_DEG, 0)


def _given(point: ArrayLike) -> tuple[float, float]:
    result = np.asarray(point, dtype=np.float64)
    if result.shape != (2,) or not np.isfinite(result).all():
        raise ValueError("a pelvis point is two finite numbers, x and y in photo pixels")
    return float(result[0]), float(result[1])


def _believed(traced: TracedBack | Reason) -> TracedBack | Reason:
    """The traced back, or a reason when the mask leaks into the background along most of it."""
    if isinstance(traced, TracedBack) and traced.leak > LOST_LEAK:
        return Reason("low_contrast", LOW_CONTRAST)
    return traced


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
