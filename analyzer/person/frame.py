"""The sagittal frame: which way the person faces, what is level, and how long the trunk is."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.errors import BodyOutOfFrameError
from analyzer.types import Landmarks, SagittalFrame
from analyzer.types.codes import Facing
from analyzer.types.geometry import frozen_points

_SMALLEST_TRUNK_PX: Final = 24.0


def find_facing(landmarks: Landmarks) -> Facing:
    """The side of the picture that the person looks to, from face and feet.

    Both have to be clear in a side view; where they disagree, the larger one (in body proportions) wins.
    """
    nose = landmarks.xy_px[0, 0] - landmarks.middle("ear")[0]
    feet = landmarks.middle("foot_index")[0] - landmarks.middle("heel")[0]
    # On side views of the phantoms the nose leads by 0.14, the toes by 0.42 trunk lengths.
    return "right" if 2.0 * nose + feet > 0 else "left"


def build_frame(
    landmarks: Landmarks,
    facing: Facing,
    *,
    roll_deg: float = 0.0,
    roll_sd_deg: float = 0.0,
    mm_per_px: float | None = None,
) -> SagittalFrame:
    """Body coordinates from hip and shoulder.

    Parameters
    ----------
    roll_deg, roll_sd_deg : float
        Camera roll (content turned clockwise is positive) and its standard deviation.
    mm_per_px : float, optional
        Scale at the person.

    Raises
    ------
    BodyOutOfFrameError
        When hip and shoulder coincide, as in a picture of a part of a body.
    """
    hip = landmarks.middle("hip")
    trunk = float(np.linalg.norm(landmarks.middle("shoulder") - hip))
    if not trunk > _SMALLEST_TRUNK_PX:
        raise BodyOutOfFrameError.of("body_out_of_frame.small")
    return SagittalFrame(
        frozen_points(hip), trunk, 1 if facing == "right" else -1, roll_deg, roll_sd_deg, mm_per_px
    )
