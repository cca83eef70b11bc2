"""Is this the direct test? What forbids an answer is raised, what spoils it is an issue."""

from __future__ import annotations

from typing import Final

from analyzer.thomas.angles import knee_flexion_deg, thigh_angle_deg
from analyzer.thomas.back import Arch
from analyzer.thomas.errors import LegSupportedError, TableEdgeNotSeenError, WrongSideError
from analyzer.thomas.limbs import Limbs
from analyzer.thomas.patient import Patient
from analyzer.thomas.points import SupinePoints
from analyzer.thomas.table import Table
from analyzer.thomas.values import other_flexion_deg
from analyzer.types import Issue
from analyzer.types.texts import IssueText, warning
from analyzer.types.thomas import PelvisControl

HELD_FLEXION_DEG: Final = 85.0
"""A thigh that is held to the chest is flexed by at least so much against the table."""
FLAT_PCT: Final = 1.25
"""A gap below the low back of less than this counts as none, per cent of trunk length."""
RAISED_DEG: Final = 50.0
"""A tested thigh that points up more steeply is the one that is held."""
HANGING_KNEE_DEG: Final = 8.0


def control_of(points: SupinePoints, arch: Arch | None) -> PelvisControl:
    """What the photo shows of how the pelvis is held."""
    held = other_flexion_deg(points.other_hip, points.at["other_knee"]) > HELD_FLEXION_DEG
    if arch is None:
        return PelvisControl(held, None)
    return PelvisControl(held, arch.height_pct < FLAT_PCT, arch.height_pct)


def require_test(points: SupinePoints, patient: Patient, table: Table | None, limbs: Limbs) -> None:
    """Raise what forbids an answer.

    Raises
    ------
    WrongSideError, LegSupportedError, TableEdgeNotSeenError
    """
    at = points.at
    thigh = thigh_angle_deg(at["hip"], at["knee"])
    other = -other_flexion_deg(points.other_hip, at["other_knee"])
    if thigh < -RAISED_DEG:
        raise LegSupportedError() if abs(other) < HANGING_KNEE_DEG else WrongSideError()
    if knee_flexion_deg(at["hip"], at["knee"], at["ankle"]) < HANGING_KNEE_DEG and thigh < HANGING_KNEE_DEG:
        raise LegSupportedError()
    if table is None and "hip" not in points.placed:
        raise TableEdgeNotSeenError()


def issues_of(
    points: SupinePoints, patient: Patient, table: Table | None, pelvis: PelvisControl
) -> tuple[Issue, ...]:
    """What spoils the result."""
    found: list[IssueText] = []
    if pelvis.knee_held is False:
        found.append("other_knee_not_held")
    if pelvis.back_flat is False:
        found.append("back_not_flat")
    if table is not None and not table.end_seen:
        found.append("table_end_not_seen")
    if patient.helpers:
        found.append("bystander")
    return tuple(warning(key) for key in found)
