"""Is this the direct test? What forbids an answer is raised, what spoils it is an issue."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.thomas.angles import knee_flexion_deg, thigh_angle_deg
from analyzer.thomas.errors import (
    CameraNotAtTableHeightError,
    HipOrKneeCoveredError,
    LegSupportedError,
    TableEdgeNotSeenError,
    WrongSideError,
)
from analyzer.thomas.limbs import roughness
from analyzer.thomas.observation import ThomasObservation
from analyzer.thomas.points import OTHER, SupinePoints
from analyzer.thomas.table import Table
from analyzer.thomas.values import other_flexion_deg
from analyzer.types import Issue, LandmarkName, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.texts import IssueText, warning
from analyzer.types.thomas import PelvisControl

HELD_FLEXION_DEG: Final = 80.0
"""A thigh that is held to the chest is flexed by at least so much against the table."""
FLAT_PCT: Final = 1.6
"""A gap below the low back of less than this counts as none, per cent of trunk length: on rendered people who
lie flat it is 0.5, and nearly all gaps that can be seen at all are above 1.8."""
FROM_BELOW_DEG: Final = -1.5
"""A camera that looks up so far at the table has its near edge before the low back: of 126 simulated people
who arch, one 3 m away hides a quarter of the gaps from 6 cm below the table, two thirds from 12 cm."""
RAISED_DEG: Final = 75.0
"""A tested thigh that points up more steeply is the one that is held."""
LYING_KNEE_DEG: Final = 12.0
ON_TABLE: Final = 0.31
"""A table that reaches so far beyond the hip carries the thigh, trunk lengths."""
FLATTEST_SHANK_DEG: Final = (18.0, 22.0)
"""A shank that hangs is at least so far below the horizontal: it weighs more than the calf holds. On rendered
people that is 25 degrees, measured with a standard deviation of 2.4. Up to the second, edges below the foot
have to agree,"""
SOME_EDGE: Final = 0.2
"""with so much of them, trunk lengths."""
STANDING_FOOT_DEG: Final = (8.0, 12.0)
"""A foot that stands is level and square to the shank; one that hangs points down."""
STANDING_SHANK_DEG: Final = 60.0
EDGE_BELOW: Final = 0.40
STAND: Final = 0.8
ON_STAND_DEG: Final = (12.0, 23.0, 65.0)
"""Where a stool is seen as well as that below a foot, the foot may be less level and less square, and the
shank is so far below the horizontal."""
PUSHED_DEG: Final = 92.0
PUSHED_EDGE: Final = 0.38
PUSHED_SQUARE_DEG: Final = 18.0
"""A shank that goes back under the knee, its foot square to it on such an edge, is pushed there."""
HANGS_DEG: Final = 60.0
"""A leg that hangs has its thigh less than so far above the horizontal,"""
HANGS_SEEN: Final = 0.75
"""and is seen by the model at knee and ankle."""
LEVEL_SD_DEG: Final = 1.2
"""Lines of the room say well enough what is level."""
END_FROM_HIP: Final = -0.08
"""Who lies at the end of a table has it no farther below the trunk, trunk lengths from the hip."""
ONE_LINE: Final = 0.81
"""More speaks for an end than a single line, see `Table.support`."""
OFF_HEIGHT_DEG: Final = 10.5
FAR_SIDE_HIGHER: Final = 0.32
"""Seen from above, the far shoulder and hip lie higher in the picture than the near ones, trunk lengths."""
COVERED_EDGE: Final = (0.011, 0.012)
"""Edges of thigh and shank are smooth; a cloth over them is not, trunk lengths."""
COVERED_TURN_DEG: Final = (14.0, 11.0)
"""Outline and landmarks do not disagree by more about thigh and knee where the leg can be seen."""
OTHER_SHANK_DEG: Final = 15.0
"""About the knee they disagree by more only where one of them is of somebody else's leg."""
SEEN_SHARE: Final = 0.95
SHANK_SEEN: Final = 0.5
"""Less of the shank on the person is a shank of somebody else."""
_STEPS: Final = np.linspace(0.0, 1.0, 30)[:, None]
HAND: Final = 0.235
"""A hand so near to the hip covers it, trunk lengths,"""
HOLDING_DEG: Final = 65.0
"""unless nobody holds the other thigh: hands then lie beside the hips."""


def control_of(
    points: SupinePoints, observation: ThomasObservation, felt_flat: bool | None = None
) -> PelvisControl:
    """What the photo shows of how the pelvis is held.

    Parameters
    ----------
    felt_flat : bool or None
        What a hand below the low back felt. It knows better than any photo.
    """
    held = other_flexion_deg(points.other_hip, points.at["other_knee"]) > HELD_FLEXION_DEG
    arch = observation.arch
    height = None if arch is None else arch.height_pct
    if felt_flat is not None:
        return PelvisControl(held, felt_flat, height, by_hand=True)
    if arch is None:
        return PelvisControl(held, None)
    if arch.height_pct >= FLAT_PCT:
        return PelvisControl(held, False, height)
    elevation = observation.elevation_deg
    hidden = not arch.agreed or (elevation is not None and elevation < FROM_BELOW_DEG)
    return PelvisControl(held, None if hidden else True, height)


def require_test(observation: ThomasObservation, points: SupinePoints, frame: SagittalFrame) -> None:
    """Raise what forbids an answer; joints that a person placed are believed.

    Raises
    ------
    WrongSideError, HipOrKneeCoveredError, CameraNotAtTableHeightError
    LegSupportedError, TableEdgeNotSeenError
    """
    by_hand = {"hip", "knee"} <= points.placed
    # Lines of the room show the camera's height whatever the legs do; landmarks only where they are right.
    if observation.elevation_deg is not None and looked_down(observation, frame):
        raise CameraNotAtTableHeightError()
    if not by_hand:
        _require_near_leg(observation, frame)
        _require_uncovered(observation, frame)
    _require_free(observation, points, frame)
    if looked_down(observation, frame):
        raise CameraNotAtTableHeightError()
    # Whoever holds no knee hears of that first.
    if not _level_known(observation) and control_of(points, observation).knee_held:
        raise TableEdgeNotSeenError()


def _level_known(observation: ThomasObservation) -> bool:
    """Whether the table, or else lines of the room, say what is level."""
    return observation.table is not None or observation.room.sd_deg < LEVEL_SD_DEG


def end_seen(table: Table | None) -> bool:
    """Whether the end of the table is made out: where several of its lines end together, and not below the
    trunk, where nobody lies at the end of a table and something stands before it.
    """
    if table is None or table.end is None:
        return False
    return table.end > END_FROM_HIP and table.support > ONE_LINE


def looked_down(observation: ThomasObservation, frame: SagittalFrame) -> bool:
    """Whether the camera stood far above or below the table."""
    if observation.elevation_deg is not None:
        return abs(observation.elevation_deg) > OFF_HEIGHT_DEG
    landmarks, side = observation.patient.landmarks, observation.side
    higher = sum(
        float((frame.to_body(landmarks.on(OTHER[side], part)) - frame.to_body(landmarks.on(side, part)))[0])
        for part in ("shoulder", "hip")
    )
    return higher > FAR_SIDE_HIGHER


def _require_near_leg(observation: ThomasObservation, frame: SagittalFrame) -> None:
    """The leg towards the camera is the one that hangs; where none is seen to hang, that is said."""
    landmarks, side = observation.patient.landmarks, observation.leg
    near, far = (
        [frame.to_body(landmarks.on(which, part)) for part in ("hip", "knee", "ankle")]
        for which in (side, OTHER[side])
    )
    if thigh_angle_deg(near[0], near[1]) > -RAISED_DEG:
        return
    if knee_flexion_deg(*far) < LYING_KNEE_DEG:
        raise LegSupportedError()
    joints = [LandmarkName.of(OTHER[side], part) for part in ("knee", "ankle")]
    if float(landmarks.visibility[joints].min()) < HANGS_SEEN:
        raise HipOrKneeCoveredError()
    raised = thigh_angle_deg(far[0], far[1]) < -HANGS_DEG
    raise LegSupportedError() if raised else WrongSideError()


def _require_uncovered(observation: ThomasObservation, frame: SagittalFrame) -> None:
    """Nothing lies over hip and knee: edges are smooth, and fit to what the model sees."""
    limbs, patient, side = observation.limbs, observation.patient, observation.leg
    landmarks, unit = patient.landmarks, frame.trunk_length_px
    rough = [
        roughness(limbs, edge) / unit > most
        for edge, most in zip(("thigh_back", "shank_front"), COVERED_EDGE, strict=True)
    ]
    turns = limbs.turned_deg
    turned = abs(turns[0]) > COVERED_TURN_DEG[0] or abs(turns[1]) > OTHER_SHANK_DEG
    turned = turned or (turns[1] > COVERED_TURN_DEG[1] and any(rough))
    hip, knee = landmarks.on(side, "hip"), landmarks.on(side, "knee")
    ankle = landmarks.on(side, "ankle")
    seen = (
        _share_of_person(patient.mask, hip + np.linspace(-0.1, 1.1, 40)[:, None] * (knee - hip)) >= SEEN_SHARE
    )
    seen = seen and _share_of_person(patient.mask, knee + _STEPS * (ankle - knee)) >= SHANK_SEEN
    hands = [landmarks.on(which, part) for which in ("left", "right") for part in ("wrist", "index")]
    hand = min(float(np.linalg.norm(place - hip)) for place in hands) < HAND * unit
    other = [frame.to_body(landmarks.on(OTHER[side], part)) for part in ("hip", "knee")]
    hand = hand and other_flexion_deg(other[0], other[1]) > HOLDING_DEG
    if all(rough) or turned or limbs.thigh is None or not seen or hand:
        raise HipOrKneeCoveredError()


def _share_of_person(mask: NDArray[np.float32], points: FloatArray) -> float:
    """Mean of the mask at points, shape (n, 2)."""
    x = np.clip(points[:, 0].astype(int), 0, mask.shape[1] - 1)
    y = np.clip(points[:, 1].astype(int), 0, mask.shape[0] - 1)
    return float(mask[y, x].mean())


def _require_free(observation: ThomasObservation, points: SupinePoints, frame: SagittalFrame) -> None:
    """Thigh beyond the table, and nothing below the foot."""
    landmarks, side = observation.patient.landmarks, observation.leg
    foot = [frame.to_body(landmarks.on(side, part)) for part in ("heel", "foot_index")]
    shank = thigh_angle_deg(points.at["knee"], points.at["ankle"])
    pitch = thigh_angle_deg(foot[0], foot[1])
    level, square = abs(pitch), abs(90.0 - shank + pitch)
    edge, stand = observation.below_foot, observation.stand
    stands = (
        level < STANDING_FOOT_DEG[0]
        and square < STANDING_FOOT_DEG[1]
        and shank > STANDING_SHANK_DEG
        and edge > EDGE_BELOW
    )
    flat, less_square, down = ON_STAND_DEG
    stands |= stand > STAND and edge > SOME_EDGE and level < flat and square < less_square and shank > down
    stands |= shank > PUSHED_DEG and square < PUSHED_SQUARE_DEG and edge > PUSHED_EDGE
    least = FLATTEST_SHANK_DEG[int(edge > SOME_EDGE or stand > STAND)]
    table = observation.table
    on_table = table is not None and table.end is not None and table.end > ON_TABLE
    carried = observation.surface is not None and observation.surface.carries
    if stands or carried or on_table or shank < least:
        raise LegSupportedError()


def issues_of(observation: ThomasObservation, pelvis: PelvisControl) -> tuple[Issue, ...]:
    """What spoils the result."""
    found: list[IssueText] = []
    if pelvis.knee_held is False:
        found.append("other_knee_not_held")
    if pelvis.back_flat is False:
        found.append("back_not_flat")
    if not end_seen(observation.table):
        found.append("table_end_not_seen")
    if observation.patient.helpers:
        found.append("bystander")
    return tuple(warning(key) for key in found)
