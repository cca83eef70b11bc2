"""Made-up bodies for the tests of the overlay, and a check that they are what they say."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from analyzer.measures import TABLE
from analyzer.types import (
    Analysis,
    BackProfile,
    BodyGeometry,
    Evidence,
    Indicator,
    LandmarkName,
    Landmarks,
    Measure,
    PhotoInfo,
    Provenance,
    Reference,
    SagittalFrame,
    TangentPoint,
    ViewCheck,
)

NAMES = tuple(TABLE)
_PLACES = {
    "ear": (0.05, 1.4),
    "shoulder": (0.0, 1.0),
    "elbow": (0.35, 0.75),
    "wrist": (0.75, 0.8),
    "hip": (0.0, 0.0),
    "knee": (0.03, -0.85),
    "ankle": (-0.05, -1.65),
    "heel": (-0.12, -1.75),
    "foot_index": (0.35, -1.75),
}


def back(curve: float = 0.05) -> BackProfile:
    """A wavy back: buttock, hollow, upper back. ``curve`` is its depth in trunk lengths."""
    heights = np.linspace(-0.25, 1.05, 90)
    across = -0.22 + curve * np.sin((heights - 0.1) * math.pi / 0.5)
    slope = curve * math.pi / 0.5 * np.cos((heights - 0.1) * math.pi / 0.5)

    def spot(height: float) -> np.ndarray:
        return np.array([np.interp(height, heights, across), height])

    def tangent(height: float) -> TangentPoint:
        return TangentPoint(spot(height), math.degrees(math.atan(np.interp(height, heights, slope))))

    seen = np.ones(len(heights), dtype=bool)
    seen[40:48] = False
    contour = np.column_stack((across, heights))
    apices = (spot(-0.15), spot(0.35), spot(0.85))
    return BackProfile(contour, np.full(90, 0.004), seen, *apices, tangent(0.1), tangent(0.6))


def _landmarks(frame: SagittalFrame, near: str) -> Landmarks:
    points = np.tile(frame.to_picture(np.array([0.12, 1.38])), (33, 1))
    depth = np.zeros(33)
    for name in LandmarkName:
        side, _, part = name.name.lower().partition("_")
        if part in _PLACES:
            points[name] = frame.to_picture(np.array(_PLACES[part]))
            depth[name] = -1.0 if side == near else 1.0
    return Landmarks(points, depth, np.ones(33), np.ones(33))


def make_analysis(
    *,
    facing: str = "right",
    size: tuple[int, int] = (900, 1200),
    level: str = "suggested",
    tilt: float = 14.0,
    without: tuple[str, ...] = (),
    roll_deg: float = 0.0,
    scale: float = 0.24,
    center: tuple[float, float] = (0.5, 0.5),
) -> Analysis:
    """A person whose trunk is ``scale`` of the photo's height, with the hip at ``center`` (fractions)."""
    width, height = size
    sign = 1 if facing == "right" else -1
    origin = np.array([center[0] * width, center[1] * height])
    frame = SagittalFrame(origin, scale * height, sign, roll_deg)
    profile = back()
    front = np.array([(0.2, 1.02), (0.15, 1.3), (0.15, 1.55), (-0.1, 1.55), (-0.12, 1.2)])
    legs = np.array([(-0.2, -0.4), (-0.15, -1.8), (0.35, -1.8), (0.1, -0.4), (0.22, 0.1), (0.18, 0.6)])
    # Going up the back, over the head, down the front and the legs.
    outline = frame.to_picture(np.vstack((profile.contour, front[::-1], legs[::-1])))
    values = dict.fromkeys(NAMES, 20.0) | {"pelvic_tilt": tilt, "knee_angle": 178.0}
    units = {name: TABLE[name].unit for name in NAMES}
    measures = {
        name: Measure(
            name,
            units.get(name, "deg"),
            value,
            (value - 6.0, value + 6.0),
            2.0,
            "x",
            Reference(15.0, 6.0, "y"),
        )
        if name not in without
        else Measure.missing(name, units.get(name, "deg"), "hidden", "The back is covered here.")
        for name, value in values.items()
    }
    indicator = Indicator(
        level,
        "A summary in one sentence.",
        (Evidence("pelvic_tilt", "for", "It tips."),),
        "No diagnosis.",
        "A test.",
    )
    return Analysis(
        PhotoInfo("a.jpg", None, width, height),
        ViewCheck(facing, 2.0),
        measures,
        indicator,
        Provenance("0", "model", "0", "2025-01-01T00:00:00Z"),
        BodyGeometry(
            frame,
            _landmarks(frame, facing),
            (outline,),
            profile,
            c7_px=frame.to_picture([-0.16, 1.12]),
            cervicothoracic=TangentPoint(np.array([-0.18, 1.07]), 30.0),
        ),
    )


def without_profile(analysis: Analysis) -> Analysis:
    """The same person, with a back that could not be traced."""
    return replace(analysis, geometry=replace(analysis.geometry, profile=None))


@pytest.mark.parametrize("facing", ["left", "right"])
def test_the_made_up_body_looks_where_it_says(facing):
    analysis = make_analysis(facing=facing)
    landmarks = analysis.geometry.landmarks
    assert landmarks.near_side == facing
    toe, heel = landmarks.on(facing, "foot_index"), landmarks.on(facing, "heel")
    assert (toe[0] > heel[0]) == (facing == "right")
