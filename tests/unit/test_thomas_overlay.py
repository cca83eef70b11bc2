"""The picture of the direct test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analyzer.overlay import build_thomas_scene, paint, paint_svg
from analyzer.overlay.faces import face_covered
from analyzer.overlay.primitives import Arc, Polyline, Text
from analyzer.overlay.supine import LAYERS
from tests.unit.test_thomas_finding import LOOSE
from tests.unit.thomas_cases import SIZE, analysis


def texts(scene):
    return [shape.text for shape in scene.shapes() if isinstance(shape, Text)]


@pytest.mark.parametrize("thigh", [-20.0, 12.0])
def test_the_arc_of_the_thigh_is_the_angle(thigh):
    scene = build_thomas_scene(analysis(thigh=thigh))
    arc = next(s for s in scene.shapes("angles") if isinstance(s, Arc) and s.measure == "thigh_angle")
    # The feet are on the left of this picture: below the horizontal is anticlockwise on the screen.
    assert arc.sweep_deg == pytest.approx(-thigh)
    assert f"{abs(round(thigh))}°" in texts(scene)
    assert ("Thigh above" in texts(scene)) == (thigh < 0)


def test_the_horizontal_is_turned_with_the_picture():
    from dataclasses import replace  # noqa: PLC0415

    given = analysis()
    turned = replace(given, geometry=replace(given.geometry, roll_deg=3.0))
    line = next(s for s in build_thomas_scene(turned).shapes("table") if s.name == "horizontal")
    right, down = line.points[0] - line.points[1]
    assert np.degrees(np.arctan2(down, right)) == pytest.approx(3.0)


def test_a_gap_below_the_back_is_said_and_only_a_hand_says_that_it_lies_flat():
    assert "Gap below" in texts(build_thomas_scene(analysis(pelvis=LOOSE)))
    seen = analysis()
    assert {"No gap seen below", "the low back"} <= set(texts(build_thomas_scene(seen)))
    assert "lies flat" not in texts(build_thomas_scene(seen))
    felt = analysis(pelvis=replace(seen.view.pelvis, by_hand=True))
    assert {"Low back", "lies flat"} <= set(texts(build_thomas_scene(felt)))


def test_layers_can_be_left_out_and_unknown_ones_are_refused():
    scene = build_thomas_scene(analysis(), layers=["angles"], panel=False)
    assert {layer.id for view in scene.views for layer in view.layers} == {"angles"}
    assert any(isinstance(shape, Polyline) for shape in scene.shapes())
    with pytest.raises(ValueError, match="unknown layers"):
        build_thomas_scene(analysis(), layers=["psoas"])
    assert set(LAYERS) >= {"table", "legend"}


def test_it_can_be_painted_both_ways():
    grey = np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)
    scene = build_thomas_scene(analysis())
    assert (paint(scene, grey) != 200).any()
    svg = paint_svg(scene, grey)
    assert 'data-measure="thigh_angle"' in svg
    assert "Thigh against the horizontal" in svg


def test_the_words_for_those_who_cannot_see_it_name_the_values():
    scene = build_thomas_scene(analysis(thigh=-7.0))
    assert "Thigh against the horizontal: −7°, likely" in scene.description
    assert scene.explanations["hip_extension_true"].value == "not measurable in this photo"


def test_whoever_else_is_there_is_covered_too():
    found = analysis()
    heads = np.array([[200.0, 120.0, 40.0], [900.0, 100.0, 50.0]])
    found = replace(found, geometry=replace(found.geometry, other_heads_px=heads))
    noisy = np.random.default_rng(0).integers(0, 255, (SIZE[1] // 2, SIZE[0] // 2, 3), dtype=np.uint8)
    covered = face_covered(noisy, found)
    for x, y in ((100, 60), (450, 50)):
        around = np.s_[y - 4 : y + 5, x - 4 : x + 5]
        assert noisy[around].std() > 2 * covered[around].std()
    np.testing.assert_array_equal(noisy[:110, 130:400], covered[:110, 130:400])


@pytest.mark.parametrize("known", [True, False])
def test_a_covered_face_cannot_be_seen_and_the_rest_stays(known):
    found = analysis()
    shoulder, hip = (found.geometry.points_px[name] for name in ("shoulder", "hip"))
    face = shoulder + 0.45 * (shoulder - hip)
    found = replace(found, geometry=replace(found.geometry, face_px=face if known else None))
    noisy = np.random.default_rng(0).integers(0, 255, (SIZE[1] // 2, SIZE[0] // 2, 3), dtype=np.uint8)
    covered = face_covered(noisy, found)
    x, y = (face / 2.0).round().astype(int)
    around = np.s_[y - 4 : y + 5, x - 4 : x + 5]
    assert noisy[around].std() > 2 * covered[around].std()
    x, y = (hip / 2.0).round().astype(int)
    np.testing.assert_array_equal(noisy[:, : x + 40], covered[:, : x + 40])
