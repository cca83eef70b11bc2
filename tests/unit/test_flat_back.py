"""A back without a hollow: flat is a finding, drawn and measured like any other."""

from __future__ import annotations

import numpy as np
import pytest
from scenes import FixedDetector, Look, draw_person

from analyzer.overlay import build_scene
from analyzer.overlay.primitives import Scene
from analyzer.pipeline import analyze
from analyzer.types import Analysis

ROUND = np.linspace(-0.84, 0.7, 155)
"""Heights above the middle of the back, as far as `draw_person` needs them."""


BARE = Look(person=Look().face)
"""A bare back: nothing hangs over it."""


def _analyzed(curve: np.ndarray | None = None) -> Analysis:
    drawing = draw_person(curve, look=BARE)
    return analyze(drawing.rgb, roll_deg=0.0, model=FixedDetector(drawing, drawing.place.landmarks()))


@pytest.fixture(scope="module")
def flat() -> Analysis:
    return _analyzed(0.25 - 0.15 * ROUND**2)


def test_every_measure_of_a_flat_back_has_a_value_and_its_curve_is_about_none(flat: Analysis) -> None:
    assert all(flat.measures[name] for name in ("sacral_slope", "lumbar_lordosis", "lumbar_depth"))
    curve = flat.measures["lumbar_lordosis"]
    assert curve.value is not None
    assert -25.0 < curve.value < 12.0


def test_tilt_of_a_flat_back_is_estimated_wider(flat: Analysis) -> None:
    parts, usual = flat.measures["pelvic_tilt"].sd_parts, _analyzed().measures["pelvic_tilt"].sd_parts
    assert parts is not None
    assert usual is not None
    assert parts.photo > usual.photo


def test_a_flat_back_is_said_to_be_flat_and_speaks_against_the_pattern(flat: Analysis) -> None:
    texts = [item.text for item in flat.shortened_psoas.evidence if item.measure == "lumbar_lordosis"]
    assert len(texts) == 1
    assert "flat" in texts[0]
    assert flat.shortened_psoas.level != "suggested"


def test_the_picture_of_a_flat_back_shows_line_pelvis_and_close_up(flat: Analysis) -> None:
    assert _drawn(build_scene(flat)) == _drawn(build_scene(_analyzed()))


def _drawn(scene: Scene) -> set[tuple[str, str]]:
    return {(view.id, layer.id) for view in scene.views for layer in view.layers if layer.shapes}
