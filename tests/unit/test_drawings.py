"""What a person draws on a photo: its form, what it looks like, and that it changes no number."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from test_overlay_bodies import make_analysis

from analyzer.archive import archive, unarchive
from analyzer.errors import DrawingError
from analyzer.exchange import from_fhir, to_fhir
from analyzer.overlay import build_scene, paint, paint_svg
from analyzer.overlay.drawn import COLORS, MOST_IN_LINE, text_lines
from analyzer.overlay.primitives import Arc, Polygon, Polyline, Text
from analyzer.types import Drawing
from analyzer.types.drawings import MOST_DRAWINGS, MOST_POINTS, MOST_TEXT, drawings_from, tidy_text

ARROW = Drawing("arrow", ((100, 200), (180, 240)), "blue", "thick")
ANGLE = Drawing("angle", ((200, 400), (200, 500), (286.6, 550)), "orange")
STROKE = Drawing("freehand", ((60, 60), (70, 90), (90, 95)), "yellow", "thick")
WORDS = Drawing("text", ((40.123, 300),), "black", "thin", "Weight on the heels")
ALL = (ARROW, Drawing("line", ((10, 10), (10, 300))), ANGLE, STROKE, WORDS)


def drawn(*drawings):
    return replace(make_analysis(), drawings=drawings or ALL)


def test_the_json_form_comes_back_as_it_was():
    record = json.loads(json.dumps([item.to_dict() for item in ALL], allow_nan=False))
    assert drawings_from(record) == ALL
    assert record[2]["angle_deg"] == 120.0
    assert "text" not in record[0] and "hidden" not in record[0]
    assert drawings_from([replace(WORDS, hidden=True).to_dict()]) == (replace(WORDS, hidden=True),)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "star"}, "kind of a drawing is one of arrow, line"),
        ({"color": ["blue"]}, "color of a drawing is one of purple"),
        ({"width": "huge"}, "width of a drawing is one of thin, thick"),
        ({"points": ((1, 2),)}, "arrow has 2 to 2 points"),
        ({"points": "12"}, "arrow has 2 to 2 points"),
        ({"points": ((1, 2), (1, 2))}, "in the same place"),
        ({"points": ((1, 2), (float("nan"), 2))}, "finite numbers"),
        ({"points": ((1, 2), (True, 2))}, "finite numbers"),
        ({"points": ((1, 2), (10**400, 2))}, "finite numbers"),
        ({"points": ((1, 2), (3, 4, 5))}, "finite numbers"),
        ({"text": "no"}, "no other kind has one"),
        ({"text": None}, "is an object"),
        ({"hidden": 1}, "is an object"),
    ],
)
def test_what_is_no_drawing_is_refused(change, words):
    with pytest.raises(DrawingError, match=words):
        replace(ARROW, **change)


@pytest.mark.parametrize("text", ["", " a", "a\nb", "a\u202eb", "a\ud800", "a" * (MOST_TEXT + 1)])
def test_a_text_is_one_short_line(text):
    with pytest.raises(DrawingError):
        replace(WORDS, text=text)


def test_typed_text_is_made_one_line():
    assert tidy_text("  two\nlines \u202e of\t words ") == "two lines of words"
    assert tidy_text("word " * 40) == ("word " * 40)[:MOST_TEXT].strip()
    assert tidy_text("\ud800 \x00") == ""


def test_a_photo_holds_only_so_many_and_only_inside():
    analysis = make_analysis()
    wide, high = analysis.photo.width_px, analysis.photo.height_px
    assert replace(analysis, drawings=[Drawing("line", ((0, 0), (wide, high)))] * MOST_DRAWINGS).drawings
    with pytest.raises(DrawingError, match="outside the photo"):
        replace(analysis, drawings=(Drawing("line", ((0, 0), (wide + 0.1, high))),))
    with pytest.raises(DrawingError, match="at most 60"):
        replace(analysis, drawings=(ARROW,) * (MOST_DRAWINGS + 1))
    with pytest.raises(DrawingError, match="at most 60"):
        drawings_from([{}] * (MOST_DRAWINGS + 1))
    with pytest.raises(DrawingError):
        Drawing("freehand", tuple((i, i) for i in range(MOST_POINTS + 1)))


def test_drawings_change_no_number():
    plain, changed = make_analysis().to_dict(), drawn().to_dict()
    assert [item["kind"] for item in changed.pop("drawings")] == [item.kind for item in ALL]
    assert changed == plain
    assert "drawings" not in plain


def test_the_archive_and_the_bundle_keep_them():
    analysis = drawn()
    assert unarchive(json.loads(json.dumps(archive(analysis)))).drawings == ALL
    old = archive(make_analysis())
    del old["drawings"]  # as versions before 0.7 wrote it
    assert unarchive(old).drawings == ()
    spoiled = archive(analysis)
    spoiled["drawings"][0]["points"][0] = [-5.0, 3.0]
    with pytest.raises(ValueError, match="not complete"):
        unarchive(spoiled)
    record = analysis.to_dict()
    (back,) = from_fhir(to_fhir([record], photo_names=True))
    assert back["drawings"] == json.loads(json.dumps(record))["drawings"]


def shapes(analysis, view="photo", **how):
    return list(build_scene(analysis, **how).shapes("drawings", view))


def test_an_arrow_ends_where_it_points():
    shaft, _, head, _ = shapes(drawn(ARROW))
    assert isinstance(shaft, Polyline) and isinstance(head, Polygon)
    assert head.points[0].tolist() == [180.0, 240.0]
    assert shaft.stroke.color == COLORS["blue"]


def test_an_angle_has_its_arc_and_its_degrees():
    arms, arc, _, words = shapes(drawn(ANGLE))
    assert isinstance(arms, Polyline) and isinstance(arc, Arc) and isinstance(words, Text)
    assert words.text == "120°"
    ends = arc.points()[[0, -1]] - arc.center
    for end, arm in zip(ends, np.array(ANGLE.points)[[0, 2]] - arc.center, strict=True):
        assert end @ arm == pytest.approx(np.hypot(*end) * np.hypot(*arm))


def test_what_is_hidden_is_shown_nowhere():
    analysis = drawn(replace(ARROW, hidden=True))
    scene = build_scene(analysis)
    assert not list(scene.shapes("drawings"))
    assert "Drawn" not in scene.description
    assert not [text for text in scene.shapes("legend") if isinstance(text, Text) and "Drawn" in text.text]


def test_without_drawings_the_picture_is_as_it_was():
    assert paint_svg(build_scene(drawn(ARROW), layers=("contour",))) == paint_svg(
        build_scene(make_analysis(), layers=("contour",))
    ).replace("</desc>", " Drawn on the photo by a person: An arrow.</desc>")


def test_the_part_that_is_shown_holds_what_was_drawn():
    analysis = make_analysis()
    left, _, right, _ = build_scene(analysis).view("photo").source
    assert left > 10 or right < analysis.photo.width_px - 10, "the crop is the whole photo: no test"
    far = (Drawing("line", ((0, 0), (analysis.photo.width_px, analysis.photo.height_px))),)
    source = build_scene(replace(analysis, drawings=far)).view("photo").source
    assert source == (0.0, 0.0, analysis.photo.width_px, analysis.photo.height_px)


def test_a_text_at_the_edge_is_moved_into_the_picture():
    wide = make_analysis().photo.width_px
    scene = build_scene(drawn(replace(WORDS, points=((wide - 2, 300),))), panel=False)
    box, *_ = scene.shapes("drawings", "photo")
    assert box.points[:, 0].max() <= wide + 1e-6


def test_texts_break_where_they_can():
    lines = text_lines("Shoulders drawn forward, please look again")
    assert lines == ["Shoulders drawn", "forward, please look", "again"]
    assert max(map(len, text_lines("w" * 70))) == MOST_IN_LINE


def test_the_picture_shows_the_colours_where_they_were_drawn():
    line = Drawing("line", ((20, 200), (20, 600)), "yellow", "thick")
    analysis = replace(make_analysis(), drawings=(line,))
    wide, high = analysis.photo.width_px, analysis.photo.height_px
    picture = paint(build_scene(analysis, panel=False), np.full((high, wide, 3), 128, np.uint8))
    at = picture[round(400 * picture.shape[0] / high), round(20 * picture.shape[1] / wide)]
    assert np.abs(at.astype(int) - COLORS["yellow"]).max() < 12


def test_the_picture_says_what_was_drawn():
    said = build_scene(drawn()).description
    assert "Drawn on the photo by a person: An arrow; A line; An angle of 120°; A freehand line;" in said
    assert "“Weight on the heels”" in said
