"""The whole way from a photo to an analysis, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from analyzer._version import __version__
from analyzer.corrections.points import require_inside
from analyzer.errors import PostureError, SeveralPhotosError
from analyzer.markers import NO_MARKERS, find_markers
from analyzer.markers import Markers as Dots
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.meaning.photo_warnings import LOST_LEAK, check_back, check_photo
from analyzer.meaning.references import with_references
from analyzer.meaning.stance_type import describe_stance
from analyzer.measures.find_all import Findings, Levelled, find_measures
from analyzer.measures.learned_clothes import find_clothed, worn_row
from analyzer.measures.learned_rotation import joint_points
from analyzer.measures.lengths import check_scale, compute_lengths, scale_of, with_scale
from analyzer.measures.references import DEFAULT
from analyzer.measures.under_clothes import see_under_clothes
from analyzer.measures.upper_back import C7, see_upper_back, upper_tangent
from analyzer.outline.clothing import look_at_clothes, probability_of
from analyzer.outline.describe import TracedBack, describe_back
from analyzer.outline.edge import cut_out, landmarks_in, learn_colours
from analyzer.outline.front import find_front
from analyzer.outline.polygons import outline_of
from analyzer.outline.trace import Trace, trace_back
from analyzer.outline.worn import worn_edge
from analyzer.person.agree import legs_on_body
from analyzer.person.choose import Person
from analyzer.person.detector import Detector
from analyzer.person.frame import build_frame, find_facing
from analyzer.person.joints import find_joints
from analyzer.person.roll import RollEstimate, find_lines, roll_of
from analyzer.person.scene import find_upright
from analyzer.person.standing import estimate_trunk_rotation, framed, require_usable
from analyzer.photo import Source as PhotoSource
from analyzer.photo import load_photo
from analyzer.pose import describe_model, shared_model
from analyzer.pose.threads import begin
from analyzer.types import (
    Analysis,
    BodyGeometry,
    Corrections,
    FailedAnalysis,
    Issue,
    Photo,
    PhotoInfo,
    PointName,
    Provenance,
    Reason,
    ViewCheck,
)
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Facing, ReferenceName
from analyzer.types.corrections import LARGEST_ROLL_DEG
from analyzer.types.frozen import Frozen, FrozenMapping
from analyzer.types.geometry import frozen_points
from analyzer.types.texts import reason, warning

Markers = Literal["auto", "off"]
Feet = Literal["needed", "optional"]
Source = PhotoSource | Photo

UNCORRECTED: Final = Corrections()

_GIVEN_ROLL_SD_DEG: Final = 0.3
"""How exactly a given camera roll is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Observation(Frozen):
    """Everything that was looked up in the pixels of one photo: all that takes time.

    Attributes
    ----------
    photo : Photo
    person : Person
    facing : {"left", "right"}
        The side of the picture that the person looks to.
    level : Levelled
        With the roll that was given or seen in the background.
    issues : tuple of Issue
        Of the back and what lies over it.
    bones : mapping of name to ndarray, shape (2,)
        ASIS and PSIS as far as markers show them, photo pixels.
    dots_issue : Issue or None
        What is wrong with the dots on the pelvis, when some were seen and not believed.
    own : Findings
        What is measured without corrections.
    outline_px : tuple of ndarray, each shape (n, 2)
        Polygons around the person, photo pixels.
    turned : tuple of Levelled and issues, or None
        The same as ``level`` and ``issues`` at a roll that a person gave afterwards, see `levelled`.
    trochanter_px : ndarray, shape (2,), or None
        A third dot, on the greater trochanter, photo pixels: what the direct test needs of a standing photo.
    """

    photo: Photo
    person: Person
    facing: Facing
    level: Levelled
    issues: tuple[Issue, ...]
    bones: Mapping[PointName, FloatArray]
    dots_issue: Issue | None
    own: Findings
    outline_px: tuple[FloatArray, ...]
    turned: tuple[Levelled, tuple[Issue, ...]] | None = None
    trochanter_px: FloatArray | None = None

    def levelled(self, roll_deg: float | None) -> Observation:
        """The same with the back traced at this roll as well: concluding with that roll is fast then.

        ``None`` stands for the roll of the observation itself. Errors are those of `conclude`.
        """
        if roll_deg is None or (self.turned is not None and self.turned[0].frame.roll_deg == roll_deg):
            return self
        turned = _trace(self.photo, self.person, self.facing, _given_roll(roll_deg), "optional")
        return replace(self, turned=turned)


def analyze(
    source: Source,
    *,
    markers: Markers = "auto",
    asis_px: ArrayLike | None = None,
    psis_px: ArrayLike | None = None,
    roll_deg: float | None = None,
    mm_per_px: float | None = None,
    turn_deg: int | None = None,
    feet: Feet = "needed",
    model: Detector | None = None,
    name: str | None = None,
    references: ReferenceName = DEFAULT,
) -> Analysis:
    """Analyse one side-view photo of one standing person.

    Parameters
    ----------
    source : path, bytes, ndarray, PIL.Image.Image or Photo
        An array is upright RGB, shape (height, width, 3).
    markers : {"auto", "off"}
        Whether adhesive dots on ASIS and PSIS are looked for. With both, pelvic tilt is measured.
    asis_px, psis_px : array_like, shape (2,), optional
        Front and back bony point of the pelvis in photo pixels (upright, full size), before dots. With both,
        pelvic tilt is measured instead of estimated.
    roll_deg : float, optional
        How far the content is turned clockwise. Without it, lines in the background tell.
    mm_per_px : float, optional
        Scale at the person, in photo pixels.
    turn_deg : int, optional
        Turns the photo clockwise, by a multiple of 90. Without it, a photo that lies on its side is turned
        when that clearly shows somebody who stands. Pixels are those of the turned photo.
    feet : {"needed", "optional"}
        Whether a photo without feet is refused, or measured but for what needs them.
    model : Detector, optional
        A pose model to use instead of the shared one.
    name : str, optional
        Name of the photo in the result.
    references : ReferenceName
        What values are set beside (`analyzer.measures.references`).

    Raises
    ------
    PhotoError, ViewError, ModelUnavailableError
        The photo cannot be used, what it shows cannot be analysed, the pose model cannot be had.
    ValueError, TypeError
        Only one of ``asis_px`` and ``psis_px`` was given, an option is out of range, or this is no photo.
    """
    if (asis_px is None) != (psis_px is None):
        raise ValueError("give both asis_px and psis_px, or neither")
    check_scale(mm_per_px)
    given: dict[PointName, tuple[float, float]] = {}
    if asis_px is not None and psis_px is not None:
        given = {"asis": _given(asis_px), "psis": _given(psis_px)}
    observation = observe(
        source, markers=markers, roll_deg=roll_deg, turn_deg=turn_deg, feet=feet, model=model, name=name
    )
    return conclude(observation, Corrections(given), mm_per_px=mm_per_px, references=references)


def observe(
    source: Source,
    *,
    markers: Markers = "auto",
    roll_deg: float | None = None,
    turn_deg: int | None = None,
    feet: Feet = "needed",
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
    given = source if isinstance(source, Photo) else load_photo(source, name=name)
    lines = begin(partial(find_lines, given.rgb))
    photo, person = find_upright(given, model or shared_model(), turn_deg)
    facing = find_facing(person.landmarks)
    room = roll_of(lines() if photo is given else find_lines(photo.rgb), person.mask)
    # Dots lie where they lie, whatever somebody says is level.
    looked = begin(partial(_find_dots, photo, person, facing, room)) if markers == "auto" else None
    roll = room if roll_deg is None else _given_roll(roll_deg)
    level, issues = _trace(photo, person, facing, roll, feet)
    dots = NO_MARKERS if looked is None else looked()
    bones: dict[PointName, FloatArray] = {}
    if dots.asis_px is not None and dots.psis_px is not None:
        bones = {
            "asis": frozen_points(dots.asis_px / photo.scale),
            "psis": frozen_points(dots.psis_px / photo.scale),
        }
    own = find_measures(level, bones, UNCORRECTED, photo.scale)
    outline = outline_of(person.mask, photo.scale)
    found = FrozenMapping(bones)
    third = None if dots.trochanter_px is None else frozen_points(dots.trochanter_px / photo.scale)
    return Observation(
        photo, person, facing, level, issues, found, dots.issue, own, outline, trochanter_px=third
    )


def conclude(
    observation: Observation,
    corrections: Corrections = UNCORRECTED,
    *,
    mm_per_px: float | None = None,
    references: ReferenceName = DEFAULT,
) -> Analysis:
    """The analysis of what was observed, with what a person corrected.

    Fast without a new roll; with one, the back is traced anew, unless it is that of
    ``observation.levelled(roll_deg)``.

    Parameters
    ----------
    observation : Observation
    corrections : Corrections
    mm_per_px : float, optional
        Scale at the person, in photo pixels. A body height among the corrections comes first.
    references : ReferenceName
        See `analyze`.

    Raises
    ------
    CorrectionError
        A point lies outside the photo.
    ValueError
        There are no references of this name.
    """
    check_scale(mm_per_px)
    photo = observation.photo
    require_inside(corrections, photo)
    level, issues = observation.level, observation.issues
    if corrections.roll_deg is not None:
        turned = observation.levelled(corrections.roll_deg).turned
        assert turned is not None
        level, issues = turned
    found = observation.own
    if corrections.points or corrections.roll_deg is not None:
        found = find_measures(level, observation.bones, corrections, photo.scale)
    issues = _all_issues(observation, level, found, issues, corrections)
    geometry = _geometry(observation, level, found, corrections)
    scale = scale_of(geometry, level.joints, corrections.body_height_m, mm_per_px)
    analysis = Analysis(
        photo=PhotoInfo.of(photo),
        view=ViewCheck(observation.facing, level.rotation_deg, issues),
        measures=found.measures,
        shortened_psoas=assess_shortened_psoas(found.measures, [issue.code for issue in issues]),
        provenance=provenance(),
        geometry=with_scale(geometry, scale),
        corrections=corrections,
        model_measures=observation.own.measures,
        corrected=found.corrected,
        lengths_mm=compute_lengths(found.measures, found.joints, geometry.frame.trunk_length_px, scale),
        notes=found.notes,
        stance=describe_stance(found.measures),
    )
    return with_references(analysis, references)


def _all_issues(
    seen: Observation, level: Levelled, found: Findings, of_back: tuple[Issue, ...], given: Corrections
) -> tuple[Issue, ...]:
    """Of the photo, of the back and of the dots."""
    return (
        *([warning("photo_turned", turn=seen.photo.turned_deg)] if seen.photo.turned_deg else ()),
        *check_photo(seen.person, level.frame, found.joints, level.rotation_deg, seen.photo.scale),
        *of_back,
        *_dots_issues(seen.dots_issue, given),
    )


def _geometry(
    observation: Observation, level: Levelled, found: Findings, corrections: Corrections
) -> BodyGeometry:
    """Where the body is, in photo pixels; a person's points come before markers."""
    to_photo = 1.0 / observation.photo.scale
    placed = {name: frozen_points(at) for name, at in corrections.points.items()}
    points = {**observation.bones, **placed}
    frame = level.frame.scaled(to_photo)
    return BodyGeometry(
        frame=frame,
        landmarks=observation.person.landmarks.scaled(to_photo),
        outline_px=observation.outline_px,
        profile=found.profile,
        asis_px=points.get("asis"),
        psis_px=points.get("psis"),
        hip_px=points.get("hip"),
        c7_px=frozen_points(frame.to_picture(found.c7.point)) if isinstance(found.c7, C7) else None,
        cervicothoracic=upper_tangent(level.traced, level.upper),
        other_heads_px=frozen_points(observation.person.other_heads_px * to_photo),
    )


def _trace(
    photo: Photo, person: Person, facing: Facing, roll: RollEstimate, feet: Feet
) -> tuple[Levelled, tuple[Issue, ...]]:
    """The frame for a roll, whether the photo is usable in it, the traced back, and its issues."""
    frame = build_frame(person.landmarks, facing, roll_deg=roll.roll_deg, roll_sd_deg=roll.sd_deg)
    head_seen, feet_seen = framed(person, frame, feet_needed=feet == "needed")
    # Below the end of the picture there is no body for a guessed foot to lie on.
    legs_seen = not feet_seen or legs_on_body(person.landmarks, person.mask)
    seen = {"head_seen": head_seen, "feet_seen": feet_seen, "legs_seen": legs_seen}
    joints = find_joints(frame, person.landmarks, person.spread_px, **seen)
    rotation = estimate_trunk_rotation(person.landmarks, frame)
    require_usable(person.landmarks, frame, joints, person.mask, person.spread_px, rotation_deg=rotation)
    close = cut_out(photo.rgb, person.mask, frame)
    inside = landmarks_in(close, person.landmarks, frame)
    colours = learn_colours(close)
    trace = _believed(trace_back(close, inside, colours))
    traced = describe_back(trace) if isinstance(trace, Trace) else trace
    front = find_front(close, inside, colours)
    size = person.mask.shape
    points = joint_points(frame, person.landmarks, size, feet_seen=feet_seen, legs_seen=legs_seen)
    if not isinstance(traced, TracedBack):
        unclear = (warning("low_contrast"),) if traced.code == "low_contrast" else ()
        return Levelled(frame, joints, rotation, traced, traced, front, points, upper=traced), unclear
    assert isinstance(trace, Trace)
    clothed = find_clothed(worn_row(worn_edge(trace), front, points))
    colours_say = look_at_clothes(close, trace.edge.back, inside)
    under = see_under_clothes(trace, clothed, probability_of(clothed.loose_logit, colours_say))
    back = reason("loose_clothing") if under.likely else traced
    issues = tuple(check_back(traced, under.probability))
    upper = see_upper_back(traced, points)
    return Levelled(frame, joints, rotation, traced, back, front, points, under, upper), issues


def _dots_issues(found: Issue | None, corrections: Corrections) -> tuple[Issue, ...]:
    """What is wrong with the dots, unless a person placed both points."""
    if found is None or {"asis", "psis"} <= corrections.points.keys():
        return ()
    return (found,)


def _given_roll(roll_deg: float) -> RollEstimate:
    return RollEstimate(float(roll_deg), _GIVEN_ROLL_SD_DEG, 0)


def _find_dots(photo: Photo, person: Person, facing: Facing, room: RollEstimate) -> Dots:
    frame = build_frame(person.landmarks, facing, roll_deg=room.roll_deg)
    return find_markers(photo.rgb, person.mask, person.landmarks, frame)


def _given(point: ArrayLike) -> tuple[float, float]:
    result = np.asarray(point, dtype=np.float64)
    if result.shape != (2,) or not np.isfinite(result).all():
        raise ValueError("a pelvis point is two finite numbers, x and y in photo pixels")
    return float(result[0]), float(result[1])


def _believed(trace: Trace | Reason) -> Trace | Reason:
    """The traced back, or a reason when the mask leaks into the background along most of it."""
    if isinstance(trace, Trace) and trace.leak > LOST_LEAK:
        return reason("low_contrast")
    return trace


def provenance() -> Provenance:
    """What makes results now: version, model and time."""
    model = describe_model()
    return Provenance(__version__, model.name, model.sha256, datetime.now(UTC).isoformat(timespec="seconds"))


def failed(info: PhotoInfo, error: PostureError) -> FailedAnalysis:
    """The result for a photo that could not be analysed."""
    parts = error.parts_px if isinstance(error, SeveralPhotosError) else ()
    return FailedAnalysis(info, error.code, error.message, provenance(), parts)
