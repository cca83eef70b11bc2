"""A back without a hollow: no curve to measure, but its pelvis can still be estimated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scenes import FixedDetector, draw_person, trace

from analyzer.measures.find_all import find_measures
from analyzer.outline.describe import FlatBack, TracedBack
from analyzer.pipeline import observe
from analyzer.types import Corrections

ROUND = np.linspace(-0.84, 0.7, 155)
"""Heights above the middle of the back, as far as `draw_person` needs them."""


def _observed():
    drawing = draw_person()
    return observe(drawing.rgb, roll_deg=0.0, model=FixedDetector(drawing, drawing.place.landmarks()))


def test_a_drawn_round_back_is_flat() -> None:
    _, result = trace(draw_person(0.25 - 0.15 * ROUND**2))
    assert isinstance(result, FlatBack)
    assert not isinstance(result, TracedBack)
    assert result.code == "no_lumbar_hollow"


def test_tilt_of_a_flat_back_is_estimated_wider_and_its_curve_is_not_measured() -> None:
    observation = _observed()
    level, traced = observation.level, observation.level.traced
    assert isinstance(traced, TracedBack)
    flat = FlatBack("no_lumbar_hollow", "No hollow.", traced.fitted, traced.edge, traced.cover, 0.0)
    found = find_measures(replace(level, traced=flat, back=flat), {}, Corrections(), observation.photo.scale)
    usual = find_measures(level, {}, Corrections(), observation.photo.scale)
    tilt, other = found.measures["pelvic_tilt"], usual.measures["pelvic_tilt"]
    assert tilt.value == other.value
    assert tilt.sd_parts is not None
    assert other.sd_parts is not None
    assert tilt.sd_parts.photo > other.sd_parts.photo + 0.3
    for name in ("sacral_slope", "lumbar_lordosis", "lumbar_depth"):
        reason = found.measures[name].reason
        assert reason is not None
        assert reason.code == "no_lumbar_hollow"
