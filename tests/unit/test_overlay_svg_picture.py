"""The scene as SVG looks like the one that OpenCV paints, as drawn by a program that is no browser."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import resvg_py
from test_overlay_bodies import make_analysis
from test_overlay_svg import SVG, parse, photo

from analyzer.overlay import DARK, LAYERS, LIGHT, build_scene, paint, paint_svg
from analyzer.overlay.primitives import Text
from analyzer.overlay.style import THORACIC


def raster(text, **options):
    """Pixels of an SVG by another program than those that it was made for, shape (height, width, 3)."""
    data = resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True, **options)
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1]


def words_removed(scene):
    """Letters differ between typefaces: the picture without them."""
    views = []
    for view in scene.views:
        layers = [
            replace(layer, shapes=tuple(shape for shape in layer.shapes if not isinstance(shape, Text)))
            for layer in view.layers
        ]
        views.append(replace(view, layers=tuple(layers)))
    return replace(scene, views=tuple(views))


@pytest.mark.parametrize(("level", "interactive"), [("cannot_say", True), ("suggested", False)])
def test_both_painters_paint_the_same(level, interactive):
    scene = words_removed(build_scene(make_analysis(level=level), layers=LAYERS))
    colours = np.linspace(40, 220, 1200).astype(np.uint8)[:, None, None]
    rgb = np.ascontiguousarray(np.broadcast_to(colours, (1200, 900, 3)).copy())
    rgb[:, :, [0, 2]] //= 4
    large = paint(scene, rgb)
    other = raster(paint_svg(scene, rgb, interactive=interactive), zoom=0.5)  # four times as fast
    one = cv2.resize(large, other.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert large.shape[1] / one.shape[1] == pytest.approx(2.0, abs=0.01)
    difference = np.abs(one.astype(int) - other).mean(axis=2)
    assert np.median(difference) <= 1.0
    # Lines differ by part of a pixel; nothing larger may be missing, elsewhere, or of another colour.
    assert cv2.blur(difference, (21, 21)).max() < 20.0
    assert difference.mean() < 1.5


def test_the_contour_has_its_colour_where_the_skin_is():
    analysis = make_analysis()
    image = raster(paint_svg(build_scene(analysis, layers=("contour",), panel=False), photo()))
    assert image.shape == (1200, 900, 3)
    profile = analysis.geometry.profile
    skin = np.interp(0.75, profile.contour[:, 1], profile.contour[:, 0])
    x, y = analysis.geometry.frame.to_picture([skin, 0.75])
    assert np.abs(image[int(y), int(x)].astype(int) - THORACIC).max() <= 2
    assert np.abs(image[10, 10].astype(int) - 128).max() <= 2


def test_a_known_place_of_the_photo_stays_where_it_is():
    rgb = photo()
    rgb[290:310, 90:110] = (255, 0, 0)
    scene = build_scene(make_analysis(), layers=(), panel=False)
    image = raster(paint_svg(scene, rgb, interactive=False))
    assert image.shape == (1200, 900, 3)
    red = np.argwhere(image[:, :, 0].astype(int) - image[:, :, 1] > 120)
    assert (red.mean(axis=0) + 0.5)[::-1] == pytest.approx([100.0, 300.0], abs=0.6)


def test_dark_words_on_light_ground_and_the_other_way_round():
    scene = build_scene(make_analysis())
    for theme in (LIGHT, DARK):
        root = parse(paint_svg(scene, theme=theme))
        assert root.find(f"{SVG}rect").get("fill") == "#{:02x}{:02x}{:02x}".format(*theme.background)
        words = root.find(".//*[@id='posture-panel-legend']")
        for text in words.iter(f"{SVG}text"):
            assert contrast(text.get("fill"), theme.background) >= 4.5, text.text


def contrast(fill, background):
    """WCAG 2 contrast ratio."""

    def luminance(color):
        parts = np.array(color) / 255.0
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    color = [int(fill[i : i + 2], 16) for i in (1, 3, 5)]
    low, high = sorted((luminance(color), luminance(background)))
    return (high + 0.05) / (low + 0.05)
