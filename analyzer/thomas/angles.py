"""The angles of the direct test, as plane geometry.

All points are in body coordinates ``[anterior, superior]`` of the sagittal frame: lying on the back, anterior
is up against gravity (``a``), and superior points away from the feet along the table (``-c``).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from analyzer.geometry import inclination_deg, joint_angle_deg


def thigh_angle_deg(hip: ArrayLike, knee: ArrayLike) -> float:
    """Thigh against the horizontal: atan2(-(K-H)·a, (K-H)·c), degrees; + = knee below the hip (extended).

    The trigonometric method, whose ICC is .90 to .95 (PMC4560013).

    Examples
    --------
    >>> round(thigh_angle_deg([0, 0], [-0.1, -0.1]), 6)
    45.0
    """
    up, headward = np.asarray(knee, dtype=np.float64) - np.asarray(hip, dtype=np.float64)
    return math.degrees(math.atan2(-float(up), -float(headward)))


def knee_flexion_deg(hip: ArrayLike, knee: ArrayLike, ankle: ArrayLike) -> float:
    """180° less the angle hip-knee-ankle, degrees; 0 = straight.

    Examples
    --------
    >>> round(knee_flexion_deg([0, 0], [0, -1], [-1, -1]), 6)
    90.0
    """
    return 180.0 - joint_angle_deg(hip, knee, ankle)


def pelvic_tilt_supine_deg(asis: ArrayLike, psis: ArrayLike) -> float:
    """Tilt of the pelvis: atan2((ASIS-PSIS)·c, (ASIS-PSIS)·a), degrees; + = anterior, as in standing.

    Examples
    --------
    >>> round(pelvic_tilt_supine_deg([1, -1], [0, 0]), 6)
    45.0
    """
    up, headward = np.asarray(asis, dtype=np.float64) - np.asarray(psis, dtype=np.float64)
    return math.degrees(math.atan2(-float(headward), float(up)))


def trunk_to_table_deg(hip: ArrayLike, shoulder: ArrayLike) -> float:
    """Hip-shoulder line against the table, degrees; + = the shoulder lies higher.

    Examples
    --------
    >>> round(trunk_to_table_deg([0, 0], [1, 1]), 6)
    45.0
    """
    return inclination_deg(hip, shoulder)


def hip_extension_true_deg(thigh_deg: float, tilt_deg: float) -> float:
    """Thigh against the perpendicular of the PSIS-ASIS line, degrees; + = extended (Vigotsky 2016).

    The same angle as ``thigh_to_pelvis`` in standing.

    Examples
    --------
    >>> hip_extension_true_deg(10.0, 4.0)
    6.0
    """
    return thigh_deg - tilt_deg


def pelvis_constant_deg(asis: ArrayLike, psis: ArrayLike, trochanter: ArrayLike) -> float:
    """From the direction ASIS to trochanter to the direction ASIS to PSIS, degrees in (-180, 180].

    It belongs to the person: measured standing, where the PSIS can be seen, it gives the tilt lying, where
    the table hides it. The trochanter moves with the femur about the joint's centre, so this is not exact.

    Examples
    --------
    >>> round(pelvis_constant_deg([1, 0], [0, 0], [1, -1]), 6)
    -90.0
    """
    angle = direction_deg(asis, psis) - direction_deg(asis, trochanter)
    return 180.0 - (180.0 - angle) % 360.0


def tilt_from_trochanter_deg(asis: ArrayLike, trochanter: ArrayLike, constant_deg: float) -> float:
    """Tilt of a pelvis whose PSIS is hidden, degrees; + = anterior.

    Parameters
    ----------
    constant_deg : float
        `pelvis_constant_deg` of the same person.

    Examples
    --------
    >>> round(tilt_from_trochanter_deg([1, 0], [1, -1], -100.0), 6)
    10.0
    """
    psis = math.radians(direction_deg(asis, trochanter) + constant_deg)
    behind = np.array([math.cos(psis), math.sin(psis)])
    return pelvic_tilt_supine_deg([0.0, 0.0], behind)


def direction_deg(start: ArrayLike, end: ArrayLike) -> float:
    """Direction of a line, degrees anticlockwise from anterior to superior.

    Examples
    --------
    >>> round(direction_deg([0, 0], [0, 1]), 6)
    90.0
    """
    anterior, superior = np.asarray(end, dtype=np.float64) - np.asarray(start, dtype=np.float64)
    return math.degrees(math.atan2(float(superior), float(anterior)))
