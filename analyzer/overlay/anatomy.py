"""Bones and muscle as a drawing that bends with the measured body.

The shapes are drawn by hand after the usual side view of textbooks; where they go comes from
``analyzer/bones.py``. Everything here is in body coordinates, ``[anterior, superior]`` in trunk
lengths. The pelvis has its own coordinates: origin at the hip joint, turned so that the line from PSIS to
ASIS is horizontal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from analyzer.corrections.pelvis_place import (
    NEUTRAL_TILT_DEG,
    PelvisPlace,
    locate_pelvis,
    mean,
    placement,
    skin_at,
    turned,
)
from analyzer.overlay.curves import smooth
from analyzer.overlay.primitives import Points, frozen
from analyzer.types import BackProfile, BodyGeometry

# The near hip bone, clockwise from the ASIS when the person looks to the right.
_HIP_BONE: Final = (
    (0.193, 0.216), (0.192, 0.243), (0.160, 0.281), (0.098, 0.308), (0.025, 0.314), (-0.050, 0.296),
    (-0.108, 0.262), (-0.140, 0.235), (-0.146, 0.216), (-0.138, 0.192), (-0.118, 0.172), (-0.088, 0.150),
    (-0.064, 0.128), (-0.056, 0.098), (-0.062, 0.066), (-0.074, 0.042), (-0.092, 0.022), (-0.074, -0.002),
    (-0.074, -0.040), (-0.094, -0.080), (-0.090, -0.124), (-0.062, -0.150), (-0.026, -0.142), (0.012, -0.114),
    (0.058, -0.086), (0.108, -0.066), (0.152, -0.054), (0.182, -0.034), (0.190, -0.004), (0.174, 0.022),
    (0.140, 0.036), (0.104, 0.052), (0.084, 0.074), (0.090, 0.100), (0.108, 0.122), (0.116, 0.142),
    (0.134, 0.160), (0.164, 0.184),
)  # fmt: skip
_FORAMEN: Final = (
    (0.034, -0.050), (0.062, -0.026), (0.102, -0.008), (0.136, -0.008), (0.142, -0.022), (0.112, -0.040),
    (0.064, -0.060), (0.026, -0.086), (0.010, -0.092), (0.012, -0.074),
)  # fmt: skip
# Relative to the joint between the last lumbar vertebra and the sacrum.
_SACRUM: Final = (
    (0.036, -0.022), (-0.034, 0.016), (-0.064, 0.000), (-0.084, -0.044), (-0.096, -0.098), (-0.090, -0.152),
    (-0.068, -0.192), (-0.044, -0.208), (-0.042, -0.190), (-0.054, -0.15), (-0.054, -0.110), (-0.036, -0.066),
    (-0.004, -0.042),
)  # fmt: skip
_VERTEBRA_HEIGHT: Final = (0.042, 0.044, 0.046, 0.047, 0.048, 0.047)
_VERTEBRA_DEPTH: Final = (0.062, 0.064, 0.067, 0.070, 0.072, 0.073)
_HEAD_RADIUS: Final = 0.05
_LESSER_TROCHANTER: Final = (-0.022, -0.125)
"""In the coordinates of the thigh (its axis pointing down from the hip joint)."""
# Proximal femur without its head, in the coordinates of the thigh, down to its middle.
_FEMUR: Final = (
    (0.030, 0.030), (-0.004, 0.042), (-0.040, 0.030), (-0.052, -0.006), (-0.048, -0.046), (-0.036, -0.082),
    (-0.037, -0.108), (-0.036, -0.13), (-0.026, -0.15), (-0.023, -0.200), (-0.021, -0.300), (-0.020, -0.420),
    (0.026, -0.420), (0.028, -0.300), (0.030, -0.180), (0.032, -0.110), (0.036, -0.040),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Pelvis:
    """The pelvis at one tilt. ``asis`` and ``psis`` are the tips that the tilt is defined by."""

    hip: Points
    tilt_deg: float
    bone: Points
    foramen: Points
    sacrum: Points
    sacral_joint: Points
    asis: Points
    psis: Points


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """All drawn parts; polygons of shape (n, 2)."""

    pelvis: Pelvis
    vertebrae: tuple[Points, ...]
    spinous: tuple[Points, ...]
    femur: Points
    femoral_head: Points
    psoas: Points
    fibres: tuple[Points, ...]
    psoas_middle: Points


def make_pelvis(place: PelvisPlace) -> Pelvis:
    """The drawn pelvis where a pelvis lies."""
    joint = mean("pelvis", "L5S1_joint")
    return Pelvis(
        hip=place.hip,
        tilt_deg=place.tilt_deg,
        bone=place.put(smooth(_HIP_BONE, closed=True)),
        foramen=place.put(smooth(_FORAMEN, closed=True)),
        sacrum=place.put(smooth(np.array(_SACRUM) + joint, closed=True)),
        sacral_joint=place.put(joint),
        asis=place.asis,
        psis=place.psis,
    )


def place_pelvis(geometry: BodyGeometry, tilt_deg: float) -> Pelvis:
    """The drawn pelvis in this body at some tilt."""
    return make_pelvis(locate_pelvis(geometry, tilt_deg))


def _spine(profile: BackProfile, joint: Points) -> tuple[Points, Points]:
    """Centres of T12 to L5 and the top of the sacrum, and directions up, each shape (7, 2).

    The skin of the back, moved inwards along its normal by the depth of the joints; drawn to the sacrum at
    its lower end, so that bone meets bone.
    """
    upper, lower = mean("spine", "T12L1_joint")[1] + find_level(), joint[1]
    step = (upper - lower) / 5.0
    heights = np.append(upper - step * np.arange(-0.5, 5.0), lower)
    depth = np.linspace(mean("depth_below_skin", "T12L1_joint"), mean("depth_below_skin", "L5S1_joint"), 7)
    reach = 0.05
    along = skin_at(profile, heights + reach) - skin_at(profile, heights - reach)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    inward = np.column_stack((along[:, 1], -along[:, 0]))
    path = skin_at(profile, heights - inward[:, 1] * depth) + inward * depth[:, None]
    share = np.linspace(0.0, 1.0, 7)[:, None] ** 1.5
    path = path + (joint - path[-1]) * share
    direction = -np.gradient(path, axis=0)
    return path, direction / np.linalg.norm(direction, axis=1, keepdims=True)


def find_level() -> float:
    """Height of the true hip joint in body coordinates, which heights in the table count from."""
    return -float(placement()["landmark_bias"]["hip"][1])


def _box(center: Points, up: Points, width: float, height: float) -> Points:
    """A slightly waisted block, as a vertebral body looks from the side, shape (n, 2)."""
    front = np.array([up[1], -up[0]])
    shape = np.array(
        [
            (0.5, 0.5),
            (0.44, 0.0),
            (0.5, -0.5),
            (0.0, -0.46),
            (-0.5, -0.5),
            (-0.46, 0.0),
            (-0.5, 0.5),
            (0.0, 0.46),
        ]
    )
    corners = center + shape[:, :1] * width * front + shape[:, 1:] * height * up
    return smooth(corners, closed=True, steps=4)


def _spinous(center: Points, up: Points, width: float, height: float) -> Points:
    """The process that can be felt as a knob of the spine, shape (n, 2)."""
    back = np.array([-up[1], up[0]])
    shape = np.array([(0.42, 0.22), (0.72, 0.12), (1.0, -0.02), (1.04, -0.34), (0.86, -0.36), (0.42, -0.12)])
    points: Points = center + shape[:, :1] * width * back + shape[:, 1:] * height * up
    return smooth(points, closed=True, steps=4)


def _thigh(geometry: BodyGeometry, hip: Points) -> Any:
    """A function from thigh coordinates to body coordinates."""
    marks = geometry.landmarks
    knee = geometry.frame.to_body(marks.on(marks.near_side, "knee"))
    down = knee - (hip + np.array([0.047, 0.0]))
    angle = math.degrees(math.atan2(down[0], -down[1])) if down[1] < -0.2 else 0.0
    angle = max(-60.0, min(60.0, angle))
    return lambda points: frozen(hip + turned(np.asarray(points, dtype=np.float64), -angle))


def _psoas(
    path: Points, up: Points, pelvis: Pelvis, insertion: Points
) -> tuple[Points, tuple[Points, ...], Points]:
    """Outline, fibres and middle line of the muscle."""
    front = np.column_stack((up[:, 1], -up[:, 0]))
    brim = pelvis.hip + turned(np.array([0.052, 0.098]), pelvis.tilt_deg)
    crossing = pelvis.hip + turned(np.array([0.056, 0.012]), pelvis.tilt_deg)
    below = pelvis.hip + 0.45 * (insertion - pelvis.hip) + np.array([0.034, 0.0])
    spine = (
        path[[0, 1, 2, 3, 4, 5]] + front[:6] * np.array([0.016, 0.022, 0.029, 0.036, 0.044, 0.054])[:, None]
    )
    middle = smooth(np.vstack((spine, brim, crossing, below, insertion)), closed=False)
    width = np.interp(
        np.linspace(0, 9, len(middle)),
        range(10),
        (0.006, 0.014, 0.020, 0.026, 0.031, 0.035, 0.033, 0.026, 0.017, 0.007),
    )
    along = np.gradient(middle, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.column_stack((-along[:, 1], along[:, 0]))
    outline = np.vstack((middle + side * width[:, None], (middle - side * width[:, None])[::-1]))
    fibres = tuple(frozen(middle + side * (width * share)[:, None])[3:-3] for share in (-0.5, 0.0, 0.5))
    return frozen(outline), fibres, frozen(middle)


def build_anatomy(geometry: BodyGeometry, tilt_deg: float | None) -> Anatomy | None:
    """Bones and muscle for this body, or ``None`` when the back could not be traced.

    Parameters
    ----------
    geometry : BodyGeometry
    tilt_deg : float or None
        Measured tilt of the pelvis; without it a neutral one is drawn.
    """
    if geometry.profile is None or len(geometry.profile.contour) < 2:
        return None
    pelvis = place_pelvis(geometry, NEUTRAL_TILT_DEG if tilt_deg is None else tilt_deg)
    path, up = _spine(geometry.profile, pelvis.sacral_joint)
    thigh = _thigh(geometry, pelvis.hip)
    psoas, fibres, middle = _psoas(path, up, pelvis, thigh(_LESSER_TROCHANTER))
    sizes = list(zip(_VERTEBRA_DEPTH, _VERTEBRA_HEIGHT, strict=True))
    circle = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    return Anatomy(
        pelvis=pelvis,
        vertebrae=tuple(_box(path[i], up[i], *sizes[i]) for i in range(6)),
        spinous=tuple(_spinous(path[i], up[i], *sizes[i]) for i in range(6)),
        femur=thigh(smooth(_FEMUR, closed=True)),
        femoral_head=frozen(pelvis.hip + _HEAD_RADIUS * np.column_stack((np.cos(circle), np.sin(circle)))),
        psoas=psoas,
        fibres=fibres,
        psoas_middle=middle,
    )
