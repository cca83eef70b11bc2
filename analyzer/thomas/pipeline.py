"""The direct test from a photo to a result, readable from top to bottom.

As for a standing photo, `observe_thomas` does all that takes time, and `conclude_thomas` makes the result
from it, as often as a person moves a point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import CorrectionError, PostureError
from analyzer.language import Table
from analyzer.markers.supine import find_supine_dots
from analyzer.outline.polygons import outline_of
from analyzer.person.detector import Detector
from analyzer.person.frame import build_frame
from analyzer.person.roll import RollEstimate, estimate_roll
from analyzer.person.turned import turned_clockwise
from analyzer.photo import load_photo
from analyzer.pipeline import Markers, Source, provenance
from analyzer.pose import shared_model
from analyzer.thomas.answers import turn_points
from analyzer.thomas.back import find_arch
from analyzer.thomas.camera import estimate_elevation
from analyzer.thomas.checks import control_of, issues_of, require_test
from analyzer.thomas.finding import find_meaning
from analyzer.thomas.limbs import along_limbs, find_limbs
from analyzer.thomas.lines import find_segments
from analyzer.thomas.observation import ThomasObservation
from analyzer.thomas.patient import Patient, find_patient
from analyzer.thomas.points import SupinePoints, find_points, near_side, tested_leg
from analyzer.thomas.standing import Standing, StandingReference, of_side
from analyzer.thomas.support import edge_below_foot, stand_below_foot
from analyzer.thomas.surface import surface_below
from analyzer.thomas.table import find_table
from analyzer.thomas.values import find_values
from analyzer.types import Measure, Photo, PhotoInfo, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Facing, ThomasName
from analyzer.types.corrections import LARGEST_ROLL_DEG
from analyzer.types.geometry import frozen_points
from analyzer.types.thomas import (
    FailedThomas,
    SupinePoint,
    ThomasAnalysis,
    ThomasCorrections,
    ThomasGeometry,
    ThomasView,
)

UNCORRECTED: Final = ThomasCorrections()
_FACE: Final = ("ear", "eye", "mouth")
_GIVEN_ROLL_SD_DEG: Final = 0.3
"""How exactly a given level is known."""


def analyze_thomas(
    source: Source,
    *,
    corrections: ThomasCorrections = UNCORRECTED,
    standing: Standing = None,
    markers: Markers = "auto",
    roll_deg: float | None = None,
    model: Detector | None = None,
    name: str | None = None,
) -> ThomasAnalysis:
    """Measure one photo of the direct test, the modified Thomas test.

    Parameters
    ----------
    source : path, bytes, ndarray or Photo
        A person on the back at the end of a table, the tested leg towards the camera.
    corrections : ThomasCorrections
        What a person corrected.
    standing : StandingReference or mapping of side to StandingReference, optional
        Of the same person's standing photo, see `analyzer.thomas.standing_reference`.
    markers : {"auto", "off"}
        Whether adhesive dots on ASIS and greater trochanter are looked for.
    roll_deg : float, optional
        How far the content of the photo is turned clockwise. Without it, table and room say.
    model : Detector, optional
        A pose model to use instead of the shared one.
    name : str, optional
        Name of the photo in the result.

    Returns
    -------
    ThomasAnalysis

    Raises
    ------
    PhotoError, ViewError, ModelUnavailableError
        The photo cannot be used, it shows no direct test (see `analyzer.thomas.errors`), the pose model
        cannot be had.
    """
    observation = observe_thomas(source, markers=markers, roll_deg=roll_deg, model=model, name=name)
    return conclude_thomas(observation, corrections, standing=standing)


def observe_thomas(
    source: Source,
    *,
    markers: Markers = "auto",
    roll_deg: float | None = None,
    model: Detector | None = None,
    name: str | None = None,
) -> ThomasObservation:
    """Find the person on the table, the table and the leg: all that takes time, and no corrections change.

    Parameters and errors are those of `analyze_thomas`. Somebody who lies there is enough: whether the
    set-up is that of the test says `conclude_thomas`.
    """
    if markers not in ("auto", "off"):
        raise ValueError(f"markers must be 'auto' or 'off', not {markers!r}")
    if roll_deg is not None and not -LARGEST_ROLL_DEG <= roll_deg <= LARGEST_ROLL_DEG:
        raise ValueError(f"roll_deg must be between -45 and 45, not {roll_deg}")
    photo = source if isinstance(source, Photo) else load_photo(source, name=name)
    patient = find_patient(photo.rgb, model or shared_model())
    side = near_side(patient)
    mask = _as_given(patient)
    shoulder, hip = (_unturned(patient.landmarks.on(side, part), patient) for part in ("shoulder", "hip"))
    segments = find_segments(photo.rgb, mask)
    table = find_table(segments, mask, shoulder, hip)
    room = estimate_roll(photo.rgb, mask) if roll_deg is None else _given_roll(roll_deg)
    row = hip[1] if table is None else table.line_px[:, 1].mean()
    elevation = estimate_elevation(segments, room.roll_deg, float(row))
    frame = _frame(patient, room)
    turned = turned_clockwise(photo.rgb, patient.turn_deg)
    leg = tested_leg(patient, frame, side)
    limbs = find_limbs(turned, patient, frame, leg)
    arch = find_arch(turned, patient, frame)
    dots = _find_dots(turned, patient, frame) if markers == "auto" else {}
    outline = outline_of(mask, photo.scale)
    foot = _unturned(
        np.array([patient.landmarks.on(leg, part) for part in ("ankle", "heel", "foot_index")]), patient
    )
    below = edge_below_foot(segments, mask, foot, frame.trunk_length_px)
    stand = stand_below_foot(segments, mask, foot, frame.trunk_length_px)
    surface = surface_below(photo.rgb, mask, foot, frame.trunk_length_px)
    return ThomasObservation(
        photo, patient, side, leg, room, table, elevation, limbs, arch, below, stand, surface, dots, outline
    )


def conclude_thomas(
    observation: ThomasObservation,
    corrections: ThomasCorrections = UNCORRECTED,
    *,
    standing: Standing = None,
) -> ThomasAnalysis:
    """The result of what was observed, with what a person corrected. Fast.

    Raises
    ------
    ViewError
        The photo shows no direct test. Points that a person placed are believed.
    CorrectionError
        A point lies outside the photo.
    """
    _require_inside(corrections, observation.photo)
    reference = of_side(standing, observation.side)
    own = _find(observation, UNCORRECTED, reference)
    found = _find(observation, corrections, reference) if corrections else own
    require_test(observation, found.points, found.frame)
    pelvis = control_of(found.points, observation, corrections.back_flat)
    corrected = frozenset(key for key, measure in found.measures.items() if measure != own.measures[key])
    return ThomasAnalysis(
        photo=PhotoInfo.of(observation.photo),
        view=ThomasView(
            observation.side,
            observation.patient.head,
            found.frame.roll_deg,
            pelvis,
            issues_of(observation, pelvis),
        ),
        measures=found.measures,
        finding=find_meaning(found.measures, pelvis),
        provenance=provenance(),
        geometry=_geometry(observation, found),
        corrections=corrections,
        model_measures=own.measures,
        corrected=corrected,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    frame: SagittalFrame
    points: SupinePoints
    measures: Mapping[ThomasName, Measure]


def _find(
    observation: ThomasObservation,
    corrections: ThomasCorrections,
    standing: StandingReference | None,
) -> _Found:
    """Frame, points and measures for these corrections."""
    patient, photo = observation.patient, observation.photo
    roll = observation.room if corrections.roll_deg is None else _given_roll(corrections.roll_deg)
    frame = _frame(patient, roll)
    points = along_limbs(
        find_points(patient, frame, observation.side, observation.leg), observation.limbs, frame
    )
    dots = {name: frame.to_body(at) for name, at in observation.dots_px.items()}
    points = points.moved(dots, dots=frozenset(dots))
    size = photo.rgb.shape
    placed = {
        name: frame.to_body(turn_points(np.array(at) * photo.scale, patient.turn_deg, size[1], size[0]))
        for name, at in corrections.points.items()
    }
    points = points.moved(placed, placed=frozenset(placed))
    pelvis = control_of(points, observation, corrections.back_flat)
    return _Found(frame, points, find_values(points, roll.sd_deg, pelvis, standing))


def _geometry(observation: ThomasObservation, found: _Found) -> ThomasGeometry:
    """Where things are, in photo pixels."""
    patient, scale = observation.patient, observation.photo.scale

    def photo_px(body: FloatArray) -> FloatArray:
        return frozen_points(_unturned(found.frame.to_picture(body), patient) / scale)

    def of_turned(points: FloatArray) -> FloatArray:
        return frozen_points(_unturned(points, patient) / scale)

    table = observation.table
    return ThomasGeometry(
        points_px={name: photo_px(at) for name, at in found.points.at.items()},
        placed=found.points.placed,
        roll_deg=found.frame.roll_deg,
        roll_sd_deg=found.frame.roll_sd_deg,
        edges_px={name: of_turned(edge) for name, edge in observation.limbs.edges_px.items()},
        table_px=None if table is None else frozen_points(table.line_px / scale),
        back_px=None if observation.arch is None else of_turned(observation.arch.back_px),
        outline_px=observation.outline_px,
        trunk_length_px=found.frame.trunk_length_px / scale,
        other_heads_px=frozen_points(patient.other_heads_px / scale),
        face_px=of_turned(np.mean([patient.landmarks.middle(part) for part in _FACE], axis=0)),
    )


def _find_dots(
    turned: NDArray[np.uint8], patient: Patient, frame: SagittalFrame
) -> dict[SupinePoint, FloatArray]:
    """Dots on ASIS and greater trochanter, pixels of the turned picture."""
    found = find_supine_dots(turned, patient.mask, patient.landmarks, frame)
    dots: dict[SupinePoint, FloatArray] = {}
    if found.asis_px is not None:
        dots["asis"] = found.asis_px
    if found.trochanter_px is not None:
        dots["hip"] = found.trochanter_px
    return dots


def _frame(patient: Patient, roll: RollEstimate) -> SagittalFrame:
    """Body coordinates of the turned picture: with the head up, people look away from the table."""
    facing: Facing = "right" if patient.head == "left" else "left"
    return build_frame(patient.landmarks, facing, roll_deg=roll.roll_deg, roll_sd_deg=roll.sd_deg)


def _unturned(points_px: FloatArray, patient: Patient) -> FloatArray:
    """Pixels of the turned picture in the picture as it was given."""
    height, width = patient.mask.shape
    return turn_points(points_px, -patient.turn_deg % 360, width, height)


def _as_given(patient: Patient) -> NDArray[np.float32]:
    """The mask of the picture as it was given."""
    return np.ascontiguousarray(np.rot90(patient.mask, patient.turn_deg // 90 % 4))


_POINTS: Final[Mapping[SupinePoint, str]] = Table(
    {
        "hip": "Hip",
        "knee": "Knee",
        "ankle": "Ankle",
        "shoulder": "Shoulder",
        "other_knee": "Other knee",
        "asis": "Asis",
        "psis": "Psis",
    }
)


def _require_inside(corrections: ThomasCorrections, photo: Photo) -> None:
    for name, (x, y) in corrections.points.items():
        if not (0.0 <= x <= photo.width_px and 0.0 <= y <= photo.height_px):
            raise CorrectionError.of("bad_correction.outside", point=_POINTS[name])


def _given_roll(roll_deg: float) -> RollEstimate:
    return RollEstimate(float(roll_deg), _GIVEN_ROLL_SD_DEG, 0)


def failed_thomas(info: PhotoInfo, error: PostureError) -> FailedThomas:
    """The result for a photo that cannot be used."""
    return FailedThomas(info, error.code, error.message, provenance())
