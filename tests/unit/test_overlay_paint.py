"""Painting with OpenCV: known pixels, sizes, and everything that may be missing."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from test_overlay_bodies import NAMES, make_analysis, without_profile

from analyzer.overlay import LAYERS, build_scene, encode_png, output_size, paint, save_overlay
from analyzer.overlay.brush_cv import Brush, Window, dashes
from analyzer.overlay.primitives import Polyline, Stroke
from analyzer.overlay.style import LEVELS, THORACIC
from analyzer.overlay.text import text_size, wrap


def photo(width=900, height=1200, value=128):
    return np.full((height, width, 3), value, np.uint8)


def test_the_contour_has_its_colour_where_the_skin_is():
    analysis = make_analysis()
    image = paint(build_scene(analysis, layers=("contour",), panel=False), photo())
    assert image.shape == (1200, 900, 3)
    profile = analysis.geometry.profile
    skin = np.interp(0.75, profile.contour[:, 1], profile.contour[:, 0])
    x, y = analysis.geometry.frame.to_picture([skin, 0.75])
    assert tuple(image[int(y), int(x)]) == THORACIC
    assert tuple(image[10, 10]) == (128, 128, 128)


def test_a_known_place_of_the_photo_stays_where_it_is():
    rgb = photo()
    rgb[299:302, 99:102] = (255, 0, 0)
    image = paint(build_scene(make_analysis(), layers=(), panel=False), rgb, min_height_px=2400)
    assert image.shape == (2400, 1800, 3)
    red = np.argwhere(image[:, :, 0].astype(int) - image[:, :, 1] > 120)
    assert (red.mean(axis=0) + 0.5)[::-1] == pytest.approx([201.0, 601.0], abs=0.6)


@pytest.mark.parametrize("reduced", [1, 2, 3])
def test_a_smaller_version_of_the_photo_gives_the_same_picture(reduced):
    gradient = np.linspace(0, 255, 1200).astype(np.uint8)[:, None, None]
    rgb = np.ascontiguousarray(np.broadcast_to(gradient, (1200, 900, 3)))
    scene = build_scene(make_analysis())
    small = cv2.resize(rgb, (900 // reduced, 1200 // reduced), interpolation=cv2.INTER_AREA)
    difference = paint(scene, rgb).astype(int) - paint(scene, small)
    assert np.abs(difference).mean() < 1.0


def test_input_is_not_changed():
    rgb = photo()
    before = rgb.copy()
    rgb.flags.writeable = False
    image = paint(build_scene(make_analysis(), layers=LAYERS), rgb)
    assert np.array_equal(rgb, before)
    assert image.dtype == np.uint8


@pytest.mark.parametrize("level", list(LEVELS))
@pytest.mark.parametrize("facing", ["left", "right"])
def test_every_level_paints_its_colour(level, facing):
    image = paint(build_scene(make_analysis(level=level, facing=facing)), photo())
    scene = build_scene(make_analysis(level=level, facing=facing))
    panel = scene.view("panel").target
    part = image[:, int(panel[0]) :]
    assert (part == LEVELS[level].color).all(axis=2).any()


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_may_be_missing(name):
    paint(build_scene(make_analysis(without=(name,)), layers=LAYERS), photo())


def test_everything_may_be_missing():
    analysis = without_profile(make_analysis(without=NAMES, level="cannot_say"))
    bare = replace(analysis, measures={}, geometry=replace(analysis.geometry, outline_px=()))
    for item in (analysis, bare):
        for panel in (True, False):
            paint(build_scene(item, layers=LAYERS, panel=panel), photo())


@pytest.mark.parametrize(
    ("size", "scale"),
    [((300, 400), 0.24), ((4500, 6000), 0.24), ((3000, 800), 0.2), ((500, 4000), 0.1), ((60, 80), 0.25)],
)
def test_sizes_stay_within_their_limits(size, scale):
    analysis = make_analysis(size=size, scale=scale)
    scene = build_scene(analysis)
    image = paint(scene, photo(*size))
    assert max(image.shape) <= 2600
    assert image.shape[0] >= 1000
    assert image.shape[:2] == output_size(scene)[::-1]
    assert max(paint(scene, photo(*size), max_side_px=500).shape) <= 500


@pytest.mark.parametrize("center", [(0.02, 0.5), (0.98, 0.5), (0.5, 0.05), (0.5, 0.98), (-0.2, 1.4)])
@pytest.mark.parametrize("panel", [True, False])
def test_people_cut_off_by_the_edge(center, panel):
    analysis = make_analysis(center=center)
    image = paint(build_scene(analysis, layers=LAYERS, panel=panel), photo())
    assert image.size


@pytest.mark.parametrize("value", [0, 255])
def test_lines_show_on_black_and_on_white(value):
    scene = build_scene(make_analysis(), layers=("plumb_line",), panel=False)
    image = paint(scene, photo(value=value))
    assert np.abs(image.astype(int) - value).max() > 150


def test_wrong_pictures_are_refused():
    scene = build_scene(make_analysis())
    with pytest.raises(ValueError, match="RGB bytes"):
        paint(scene, np.zeros((10, 10), np.uint8))


def test_png_gives_the_same_pixels_back(tmp_path):
    image = photo(20, 10)
    image[3, 4] = (255, 10, 0)
    path = save_overlay(tmp_path / "ä b.png", image)
    assert path.read_bytes() == encode_png(image)
    decoded = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert np.array_equal(decoded[:, :, ::-1], image)


@pytest.mark.parametrize("width", [1.4, 2.0, 3.0, 4.4, 5.0, 6.4, 9.0, 15.0])
def test_lines_are_about_as_wide_as_asked_for(width):
    image = np.zeros((60, 100, 3), np.uint8)
    stroke = Stroke((255, 255, 255), width)
    line = Polyline(points=np.array([[10.0, 30.0], [90.0, 30.0]]), stroke=stroke)
    Brush(Window(image, np.zeros(2), 1.0, 1.0)).draw(line)
    assert image[:, 50, 0].sum() / 255.0 == pytest.approx(width, abs=0.6)
    rows = np.arange(60) + 0.5
    assert np.average(rows, weights=image[:, 50, 0]) == pytest.approx(30.0, abs=0.15)


def test_text_that_cannot_be_painted_does_no_harm():
    strange = "a\ud800b\x00\n\x1b[2Jc\u2028d\uffff"
    analysis = make_analysis()
    indicator = replace(analysis.shortened_psoas, summary=strange)
    scene = build_scene(replace(analysis, shortened_psoas=indicator))
    words = " ".join(shape.text for shape in scene.shapes("legend") if hasattr(shape, "text"))
    assert "a\ufffdb" in words
    assert "d\ufffd" in words
    paint(scene, photo())
    assert text_size("\ud800", 10.0) == text_size("\ufffd", 10.0)


def test_dashes_cover_the_line_with_gaps():
    pieces = dashes(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]]), 4.0, 2.0)
    assert [piece[0].tolist() for piece in pieces] == [[0.0, 0.0], [6.0, 0.0], [10.0, 2.0], [10.0, 8.0]]
    assert pieces[1].tolist() == [[6.0, 0.0], [10.0, 0.0]]


def test_text_breaks_at_words_and_marks_what_is_cut_off():
    lines = wrap("one two three four five", text_size("four five", 10.0)[0] + 1.0, 10.0)
    assert lines == ["one two", "three", "four five"]
    assert wrap("one two three four", 40.0, 10.0, max_lines=1)[0].endswith("…")
