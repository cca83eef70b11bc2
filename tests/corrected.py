"""Drawn people to correct, and where things are in them: shared by the tests of corrections."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any, Final

import numpy as np
from scenes import Drawing, DrawnCloth, FixedDetector, Look, Place, draw_person, sample_curve

from analyzer.corrections.points import editable_points
from analyzer.pipeline import Observation, observe
from analyzer.types import Analysis, Measure

BACK: Final = ("sacral_slope", "lumbar_lordosis", "lumbar_depth")
FEET: Final = {"heel": (-0.14, -1.64), "foot_index": (0.30, -1.67)}
"""The feet of a real person end below their landmarks."""
HIDDEN: Final = Look(cloth=DrawnCloth(hem=-0.3, stands_off=0.015, bridges=True))
"""A shirt that hides the hollow of the back."""
CURVE: Final = (-0.5, 0.5)


@cache
def seen(facing: str = "right", roll: float = 0.0, factor: float = 1.0, look: Look = Look()) -> Observation:  # noqa: B008
    """A drawn person, observed; 240 pixels per trunk length."""
    place = Place((300.0 * factor, 500.0 * factor), 240.0 * factor, facing, roll)
    size = (round(600 * factor), round(980 * factor))
    drawing = draw_person(sample_curve(*CURVE), place, look, size)
    return observe(drawing.rgb, model=FixedDetector(drawing, place.landmarks(FEET)))


@cache
def seen_reduced() -> Observation:
    """The same person in a photo of twice the size, that was reduced to be worked on."""
    plain = seen().photo
    photo = replace(plain, width_px=2 * plain.width_px, height_px=2 * plain.height_px, scale=0.5)
    place = Place((300.0, 500.0), 240.0)
    drawing = Drawing(plain.rgb, seen().person.mask, place, sample_curve(*CURVE))
    return observe(photo, model=FixedDetector(drawing, place.landmarks(FEET)))


def places(analysis: Analysis) -> dict[Any, tuple[float, float]]:
    """Where the points are, by name."""
    return {point.name: point.point_px for point in editable_points(analysis)}


def half(measure: Measure) -> float:
    """Half the interval."""
    assert measure.ci95 is not None
    return (measure.ci95[1] - measure.ci95[0]) / 2.0


def value(measure: Measure) -> float:
    assert measure.value is not None, measure.reason
    return measure.value


def to_px(observation: Observation, body: Any) -> tuple[float, float]:
    """Body coordinates to pixels by plain trigonometry, not by the frame under test."""
    frame = observation.level.frame
    hip = (float(frame.origin_px[0]), float(frame.origin_px[1]))
    place = Place(hip, frame.trunk_length_px, observation.facing, frame.roll_deg)
    x, y = place.to_px(np.array(body))
    return float(x), float(y)


def pelvis(observation: Observation, tilt_deg: float) -> dict[Any, tuple[float, float]]:
    """ASIS and PSIS of a pelvis with this tilt, pixels."""
    angle = math.radians(tilt_deg)
    psis = np.array([-0.12, 0.2])
    asis = psis + 0.33 * np.array([math.cos(angle), -math.sin(angle)])
    return {"asis": to_px(observation, asis), "psis": to_px(observation, psis)}
