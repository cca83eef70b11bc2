"""What somebody says is level: the same whether given at once or corrected later, and no knee bends by it."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from corrected import FEET, seen
from scenes import Drawing, FixedDetector, Place, draw_person, sample_curve

from analyzer import pipeline
from analyzer.pipeline import analyze, conclude, observe
from analyzer.types import Corrections

pytestmark = pytest.mark.usefixtures("drawn_only")

ROLLS = (-6.0, -3.0, 0.0, 3.0)


def drawn() -> Drawing:
    return draw_person(sample_curve(-0.5, 0.5), Place((300.0, 500.0), 240.0))


@pytest.mark.parametrize("roll_deg", ROLLS)
def test_given_at_once_and_corrected_later_are_the_same(roll_deg: float) -> None:
    drawing = drawn()
    detector = FixedDetector(drawing, drawing.place.landmarks(FEET))
    given = analyze(drawing.rgb, roll_deg=roll_deg, model=detector)
    corrected = conclude(observe(drawing.rgb, model=detector), Corrections(roll_deg=roll_deg))
    assert given.measures == corrected.measures
    assert given.view == corrected.view
    assert np.array_equal(given.geometry.landmarks.xy_px, corrected.geometry.landmarks.xy_px)


@pytest.mark.parametrize("roll_deg", ROLLS)
def test_angles_between_joints_do_not_depend_on_it(roll_deg: float) -> None:
    """But for the mean offsets of landmarks from joints, which lie as the person stands."""
    level = conclude(seen(), Corrections(roll_deg=0.0)).measures
    turned = conclude(seen(), Corrections(roll_deg=roll_deg)).measures
    for name, per_degree in (("knee_angle", 0.01), ("hip_extension_angle", 0.12)):
        away = abs(turned[name].value - level[name].value)  # type: ignore[operator]
        assert away <= per_degree * abs(roll_deg), name
    lean = turned["trunk_inclination"].value - level["trunk_inclination"].value  # type: ignore[operator]
    assert lean == pytest.approx(-roll_deg, rel=0.1)


def test_an_observation_never_changes_and_a_levelled_one_is_not_traced_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    observation = seen()
    parts = {field.name: getattr(observation, field.name) for field in fields(observation)}
    expected = conclude(observation, Corrections(roll_deg=2.0))
    levelled = observation.levelled(2.0)
    assert all(getattr(observation, name) is part for name, part in parts.items())
    assert observation.turned is None
    with pytest.raises(TypeError):
        observation.bones["asis"] = np.zeros(2)  # type: ignore[index]
    monkeypatch.setattr(pipeline, "_trace", lambda *_: pytest.fail("traced again"))
    assert conclude(levelled, Corrections(roll_deg=2.0)).measures == expected.measures
    assert conclude(levelled).measures == conclude(observation).measures
    assert levelled.levelled(2.0) is levelled
    assert levelled.levelled(None) is levelled
