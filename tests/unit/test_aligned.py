"""Two photos on one canvas: level, on the same ankle, of one size, and never stretched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scenes import Drawing, FixedDetector, Place, draw_person

from analyzer.overlay.aligned import (
    ANKLE,
    SHOULDER_TO_ANKLE,
    align,
    ankle_place,
    body_length_px,
    moved,
    to_canvas,
)
from analyzer.overlay.faces import face_covered
from analyzer.pipeline import analyze
from analyzer.types import Analysis
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Facing

SIZE = (400, 700)


def analysed(place: Place) -> tuple[Analysis, Drawing]:
    drawing = draw_person(place=place)
    detector = FixedDetector(drawing, place.landmarks())
    return analyze(drawing.rgb, roll_deg=place.roll_deg, model=detector), drawing


def matrix_of(analysis: Analysis, facing: Facing | None = None) -> FloatArray:
    """From the photo to the canvas, as `align` takes it."""
    own = analysis.view.facing
    return to_canvas(analysis, SIZE, facing or own, mirrored=facing not in (None, own))


@pytest.mark.parametrize(
    "place",
    [Place(), Place(trunk_px=200.0, hip_px=(280.0, 420.0)), Place(facing="left"), Place(roll_deg=0.0)],
    ids=["usual", "smaller", "left", "level"],
)
def test_the_ankle_and_the_size_are_the_same_for_every_photo(place: Place) -> None:
    analysis, _ = analysed(place)
    matrix = matrix_of(analysis)
    ankle = moved(matrix, analysis.geometry.landmarks.middle("ankle")[None])[0]
    across = ANKLE[0] if place.facing == "right" else 1.0 - ANKLE[0]
    np.testing.assert_allclose(ankle, [across * SIZE[0], ANKLE[1] * SIZE[1]])
    np.testing.assert_allclose(ankle, ankle_place(SIZE, place.facing))
    scale = np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    assert scale * body_length_px(analysis) == pytest.approx(SHOULDER_TO_ANKLE * SIZE[1])


def test_nothing_is_stretched() -> None:
    analysis, _ = analysed(Place(facing="left"))
    sides: tuple[Facing | None, ...] = (None, "right")
    for facing in sides:
        matrix = matrix_of(analysis, facing)[:, :2]
        square = matrix @ matrix.T
        np.testing.assert_allclose(square, square[0, 0] * np.eye(2), atol=1e-9)


def test_the_other_side_is_mirrored() -> None:
    analysis, drawing = analysed(Place(facing="left"))
    same, mirrored = align(analysis, drawing.rgb, SIZE), align(analysis, drawing.rgb, SIZE, facing="right")
    assert not same.mirrored
    assert mirrored.mirrored
    np.testing.assert_allclose(mirrored.rgb[:, ::-1].astype(int), same.rgb.astype(int), atol=6)


def test_the_drawn_back_lies_on_the_edge_of_the_person() -> None:
    analysis, drawing = analysed(Place())
    found = align(analysis, drawing.rgb, SIZE)
    assert found.back is not None
    for x, y in found.back[20:130:15]:
        row = found.rgb[round(y)].astype(int)
        behind, inside = row[round(x) - 5], row[round(x) + 5]
        assert np.abs(behind - drawing.rgb[5, 5]).max() < 12  # the room
        assert np.abs(inside - behind).max() > 40


@pytest.mark.parametrize("roll", [-6.0, 4.0])
def test_roll_is_taken_out(roll: float) -> None:
    place = Place(roll_deg=roll)
    analysis, _ = analysed(Place())
    geometry = replace(analysis.geometry, frame=place.frame(), landmarks=place.landmarks(), profile=None)
    matrix = matrix_of(replace(analysis, geometry=geometry))
    # Hip and shoulder of the drawn person are above each other in the body.
    hip, shoulder = moved(matrix, np.array([place.to_px([0.0, 0.0]), place.to_px([0.0, 1.0])]))
    assert hip[0] == pytest.approx(shoulder[0], abs=1e-6)
    assert hip[1] > shoulder[1]


def test_a_covered_face_cannot_be_seen_and_the_rest_stays() -> None:
    analysis, drawing = analysed(Place())
    noisy = np.random.default_rng(0).integers(0, 255, drawing.rgb.shape, dtype=np.uint8)
    plain, covered = align(analysis, noisy, SIZE), align(analysis, noisy, SIZE, cover_face=True)
    eye = moved(matrix_of(analysis), analysis.geometry.landmarks.middle("eye")[None])[0].round().astype(int)
    around = np.s_[eye[1] - 6 : eye[1] + 6, eye[0] - 6 : eye[0] + 6]
    assert plain.rgb[around].std() > 2 * covered.rgb[around].std()
    np.testing.assert_array_equal(plain.rgb[SIZE[1] // 2 :], covered.rgb[SIZE[1] // 2 :])


def test_the_photo_given_is_not_changed() -> None:
    analysis, drawing = analysed(Place())
    before = drawing.rgb.copy()
    align(analysis, drawing.rgb, SIZE, cover_face=True)
    assert (face_covered(drawing.rgb, analysis) != before).any()
    np.testing.assert_array_equal(before, drawing.rgb)
