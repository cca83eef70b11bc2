"""What the scene holds: shapes per layer, angles, mirror symmetry, and room for words."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from test_overlay_bodies import NAMES, make_analysis, without_profile

from analyzer.corrections.pelvis_place import PelvisPlace, mean
from analyzer.measures.upper_back import OFFSETS
from analyzer.overlay import DEFAULT_LAYERS, LAYERS, build_scene
from analyzer.overlay.anatomy import build_anatomy, make_pelvis, place_pelvis
from analyzer.overlay.primitives import Arc, Circle, Polygon, Polyline, Text
from analyzer.overlay.style import LEVELS
from analyzer.types import Evidence, Issue


def names(scene, layer, view=None):
    return {shape.name for shape in scene.shapes(layer, view)}


def one(scene, layer, name, view="close_up"):
    (shape,) = [
        shape for shape in scene.shapes(layer, view) if shape.name == name and not isinstance(shape, Text)
    ]
    return shape


def test_every_layer_has_its_shapes():
    scene = build_scene(make_analysis(), layers=LAYERS)
    assert {"gluteal", "lumbar", "thoracic"} <= names(scene, "contour")
    assert {
        "lumbosacral_tangent",
        "thoracolumbar_tangent",
        "lordosis_arc",
        "slope_arc",
        "tilt_arrow",
    } <= names(scene, "angles")
    assert {"hip_bone", "sacrum", "vertebra", "femur", "ghost", "asis_psis"} <= names(scene, "pelvis")
    assert {"psoas", "fibre"} <= names(scene, "psoas")
    assert {"plumb_line", "offset_hip", "offset_shoulder", "offset_ear"} <= names(scene, "plumb_line")
    assert len(names(scene, "landmarks")) == 33
    assert names(scene, "grid") == {"grid"}
    assert {"headline", "value", "scale", "caveat", "heading"} <= names(scene, "legend")


def test_layers_that_were_not_asked_for_are_absent():
    scene = build_scene(make_analysis())
    assert not names(scene, "grid")
    assert not names(scene, "landmarks")
    scene = build_scene(make_analysis(), layers=("contour",))
    assert {layer.id for view in scene.views for layer in view.layers} == {"contour"}


def test_unknown_layers_are_refused():
    with pytest.raises(ValueError, match="unknown layers"):
        build_scene(make_analysis(), layers=("skeleton",))


def test_six_vertebrae_from_t12_to_l5():
    scene = build_scene(make_analysis())
    blocks = [shape for shape in scene.shapes("pelvis", "close_up") if shape.name == "vertebra"]
    assert len(blocks) == 6


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("roll_deg", [0.0, 5.0])
@pytest.mark.parametrize("tilt", [-12.0, 0.0, 7.5, 30.0])
def test_the_drawn_pelvis_has_exactly_the_tilt(facing, roll_deg, tilt):
    analysis = make_analysis(facing=facing, roll_deg=roll_deg, tilt=tilt)
    line = one(build_scene(analysis), "pelvis", "asis_psis").points
    psis, asis = analysis.geometry.frame.to_body(line)
    assert math.degrees(math.atan2(psis[1] - asis[1], asis[0] - psis[0])) == pytest.approx(tilt, abs=1e-6)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("roll_deg", [0.0, 5.0])
@pytest.mark.parametrize("tilt", [-12.0, 7.5, 30.0])
def test_the_line_of_the_tilt_goes_down_to_the_front_by_the_tilt(facing, roll_deg, tilt):
    analysis = make_analysis(facing=facing, roll_deg=roll_deg, tilt=tilt)
    scene = build_scene(analysis)
    to_body = analysis.geometry.frame.to_body
    start, end = to_body(one(scene, "angles", "tilt_line").points)
    level = to_body(one(scene, "angles", "tilt_horizontal").points)
    assert end[0] > start[0]
    assert math.degrees(math.atan2(start[1] - end[1], end[0] - start[0])) == pytest.approx(tilt, abs=1e-6)
    assert level[0, 1] == pytest.approx(level[1, 1], abs=1e-9)
    # The arc goes from the horizontal to the line, and its sector is the interval.
    arc, sector = (one(scene, "angles", name) for name in ("tilt_arrow", "tilt_interval"))
    assert abs(arc.sweep_deg) == pytest.approx(abs(tilt), abs=1e-6)
    low, high = analysis.measures["pelvic_tilt"].ci95
    assert abs(sector.sweep_deg) == pytest.approx(high - low, abs=1e-6)


def test_the_pelvis_turns_about_the_hip_joint():
    hip = np.array([0.1, 0.2])
    flat, tipped = (make_pelvis(PelvisPlace(hip, tilt)) for tilt in (0.0, 25.0))
    assert np.linalg.norm(flat.bone - hip, axis=1) == pytest.approx(np.linalg.norm(tipped.bone - hip, axis=1))


def test_a_marked_pelvis_lies_on_its_marks():
    analysis = make_analysis(tilt=0.0)
    frame = analysis.geometry.frame
    marks = np.array([[0.15, 0.2], [-0.2, 0.2]])
    asis, psis = frame.to_picture(marks)
    pelvis = place_pelvis(replace(analysis.geometry, asis_px=asis, psis_px=psis), 0.0)
    assert np.vstack((pelvis.asis, pelvis.psis)) == pytest.approx(marks)


def test_the_psis_is_drawn_just_below_the_skin():
    analysis = make_analysis(tilt=10.0)
    anatomy = build_anatomy(analysis.geometry, 10.0)
    contour = analysis.geometry.profile.contour
    skin = np.interp(anatomy.pelvis.psis[1], contour[:, 1], contour[:, 0])
    assert abs(anatomy.pelvis.psis[0] - skin) < 0.06
    assert mean("pelvis", "ASIS")[1] == pytest.approx(mean("pelvis", "PSIS")[1], abs=1e-3)


def test_the_arc_of_the_curve_is_the_angle_between_the_tangents():
    analysis = make_analysis()
    profile = analysis.geometry.profile
    arc = one(build_scene(analysis), "angles", "lordosis_arc")
    curve = profile.lumbosacral.inclination_deg - profile.thoracolumbar.inclination_deg
    assert abs(arc.sweep_deg) == pytest.approx(curve, abs=1e-6)
    slope = one(build_scene(analysis), "angles", "slope_arc")
    assert abs(slope.sweep_deg) == pytest.approx(profile.lumbosacral.inclination_deg, abs=1e-6)


def test_bridged_parts_of_the_back_are_dashed():
    scene = build_scene(make_analysis())
    dashed = [shape for shape in scene.shapes("contour", "close_up") if shape.stroke.dash_u is not None]
    assert len(dashed) == 1


@pytest.mark.parametrize("roll_deg", [0.0, -4.0])
def test_the_plumb_line_is_vertical_in_the_levelled_frame(roll_deg):
    analysis = make_analysis(roll_deg=roll_deg)
    ends = analysis.geometry.frame.to_body(
        one(build_scene(analysis), "plumb_line", "plumb_line", "photo").points
    )
    assert ends[0, 0] == pytest.approx(ends[1, 0])


def drawn(scene, width, *, mirrored):
    """All points on the body, tags and words aside."""
    points = []
    for layer in ("contour", "pelvis", "psoas", "landmarks"):
        for shape in scene.shapes(layer, "close_up"):
            part = shape.center[None] if isinstance(shape, Circle) else shape.points
            points.append(np.column_stack((width - part[:, 0], part[:, 1])) if mirrored else part)
    return np.vstack(points)


def test_a_mirrored_person_has_a_mirrored_scene():
    right, left = make_analysis(facing="right"), make_analysis(facing="left")
    scenes = [build_scene(item, layers=("contour", "pelvis", "psoas")) for item in (right, left)]
    assert drawn(scenes[0], 900, mirrored=True) == pytest.approx(drawn(scenes[1], 900, mirrored=False))


def tag_boxes(view):
    scale = view.units_per_coordinate
    for shape in view.shapes():
        if shape.name.startswith("tag_"):
            if isinstance(shape, Polygon):
                yield shape.name, (*shape.points.min(axis=0), *shape.points.max(axis=0))
            else:
                yield shape.name, shape.box(scale)


def test_all_tags_find_room_beside_a_person_with_free_arms():
    found = {name for name, _ in tag_boxes(build_scene(make_analysis()).view("close_up"))}
    assert found == {"tag_pelvic_tilt", "tag_sacral_slope", "tag_lumbar_lordosis", "tag_psoas"}


def test_there_are_tags_of_several_sizes_for_pictures_that_are_shown_narrow():
    sizes = (1.0, 1.75)
    usual = build_scene(make_analysis()).view("close_up")
    both = build_scene(make_analysis(), tag_sizes=sizes).view("close_up")
    letters = [
        {
            shape.text: shape.size_u
            for shape in both.shapes("angles")
            if isinstance(shape, Text) and shape.size == n
        }
        for n in range(2)
    ]
    assert letters[0] == {
        shape.text: shape.size_u for shape in usual.shapes("angles") if isinstance(shape, Text)
    }
    assert letters[1]
    for text, size_u in letters[1].items():
        assert size_u >= 1.4 * letters[0][text]
    # The lines are there once, whatever the tags.
    lines = [shape.name for shape in both.shapes("angles") if shape.size is None]
    assert len(lines) == len(set(lines)) > 5


def touches(box, polygon):
    """Whether a box meets a polygon, on a fine raster of the box's surroundings."""
    left, top, right, bottom = box
    fine = 200.0 / max(right - left, bottom - top)
    mask = np.zeros((int((bottom - top) * fine) + 1, int((right - left) * fine) + 1), np.uint8)
    cells = np.clip((np.asarray(polygon) - [left, top]) * fine, -30000, 30000)
    cv2.fillPoly(mask, [np.rint(cells).astype(np.int32)], 1)
    return bool(mask.any())


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("size", [(300, 400), (900, 1200), (4500, 6000), (3000, 1000), (700, 2800)])
@pytest.mark.parametrize("panel", [True, False])
@pytest.mark.parametrize("center", [(0.5, 0.5), (0.2, 0.5), (0.85, 0.45)])
@pytest.mark.parametrize("times", [1.0, 2.2])
def test_words_never_cover_the_person_nor_each_other(facing, size, panel, center, times):
    analysis = make_analysis(facing=facing, size=size, center=center, scale=0.2)
    scene = build_scene(analysis, panel=panel, tag_sizes=(times,))
    for view in scene.views:
        if view.photo is None:
            continue
        plates = [box for name, box in tag_boxes(view)]
        for box in plates:
            assert not any(touches(box, polygon) for polygon in analysis.geometry.outline_px)
            assert box[0] >= view.source[0] - 1e-6
            assert box[2] <= view.source[2] + 1e-6
        whole = dict(reversed(list(tag_boxes(view))))
        boxes = list(whole.values())
        for index, first in enumerate(boxes):
            for other in boxes[index + 1 :]:
                assert (
                    first[2] <= other[0]
                    or other[2] <= first[0]
                    or first[3] <= other[1]
                    or other[3] <= first[1]
                )


@pytest.mark.parametrize("size", [(300, 400), (900, 1200), (6000, 4000)])
def test_the_panel_lies_beside_the_photo_and_inside_the_canvas(size):
    scene = build_scene(make_analysis(size=size, scale=0.2))
    photo, panel = scene.view("photo"), scene.view("panel")
    for shape in panel.shapes():
        if isinstance(shape, Text):
            left, top, right, bottom = shape.box(1.0)
            assert left >= photo.target[2]
            assert right <= scene.size_u[0]
            assert top >= 0.0
            assert bottom <= scene.size_u[1]


def test_a_full_panel_does_not_run_into_its_footer():
    analysis = make_analysis(without=NAMES)
    panel = build_scene(without_profile(analysis)).view("panel")
    texts = [shape for shape in panel.shapes() if isinstance(shape, Text)]
    assert not over_each_other(texts)


LONG = (
    "The back of the pelvis slopes more than in most people, though its likely range reaches into the usual."
)
WARNING = (
    "The back is hard to tell from the background. Please use more light, a plain background of another "
    "colour, and stand a little farther away from the wall behind you for the next photo."
)


@pytest.mark.parametrize("sentences", range(7))
@pytest.mark.parametrize("warnings", [0, 2])
def test_what_finds_no_room_in_the_panel_is_counted(sentences, warnings):
    analysis = make_analysis()
    evidence = tuple(Evidence("sacral_slope", "for", LONG) for _ in range(sentences))
    issues = (Issue("low_contrast", "warn", WARNING),) * warnings
    indicator = replace(analysis.shortened_psoas, summary=LONG, evidence=evidence)
    analysis = replace(analysis, shortened_psoas=indicator, view=replace(analysis.view, issues=issues))
    texts = [shape for shape in build_scene(analysis).view("panel").shapes() if isinstance(shape, Text)]
    shown = {shape.measure for shape in texts if shape.name == "measure"}
    more = [shape.text for shape in texts if shape.name == "more"]
    left_out = len(analysis.measures) - len(shown)
    assert [text.split()[0] for text in more] == (
        [] if not left_out else ["One" if left_out == 1 else str(left_out)]
    )
    assert left_out == len(OFFSETS) or sentences + warnings > 2
    assert not over_each_other(texts)


def over_each_other(texts):
    """Pairs of texts that lie over each other."""
    boxes = [(shape, shape.box(1.0)) for shape in texts]
    return [
        (first.text, second.text)
        for index, (first, a) in enumerate(boxes)
        for second, b in boxes[index + 1 :]
        if not (a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 6.0 or b[3] <= a[1] + 6.0)
    ]


def test_tags_that_find_no_room_are_left_to_the_panel():
    analysis = make_analysis()
    everywhere = np.array([[-1e4, -1e4], [1e4, -1e4], [1e4, 1e4], [-1e4, 1e4]])
    crowded = replace(analysis, geometry=replace(analysis.geometry, outline_px=(everywhere,)))
    scene = build_scene(crowded)
    assert not [shape for shape in scene.shapes() if shape.name.startswith("tag_")]
    assert "headline" in names(scene, "legend")


def test_without_a_tilt_the_pelvis_is_a_ghost_that_says_so():
    scene = build_scene(make_analysis(without=("pelvic_tilt",)))
    assert "unknown" in names(scene, "pelvis")
    assert not {"hip_bone", "asis_psis"} & names(scene, "pelvis")
    words = " ".join(shape.text for shape in scene.shapes() if isinstance(shape, Text))
    assert "not measurable" in words


def test_without_a_profile_there_are_words_and_a_plumb_line():
    scene = build_scene(without_profile(make_analysis(without=NAMES[:4])))
    assert scene.view("close_up") is None
    assert "plumb_line" in names(scene, "plumb_line")
    assert not names(scene, "pelvis")
    assert "reason" in names(scene, "legend")


@pytest.mark.parametrize("level", list(LEVELS))
def test_levels_differ_in_words_and_lines_and_not_in_colour_alone(level):
    scene = build_scene(make_analysis(level=level))
    texts = {shape.text for shape in scene.shapes("legend") if isinstance(shape, Text)}
    assert LEVELS[level].title in texts
    psoas = one(scene, "psoas", "psoas")
    looks = set()
    for other in LEVELS:
        shape = one(build_scene(make_analysis(level=other)), "psoas", "psoas")
        looks.add((shape.stroke.dash_u, shape.stroke.width_u, shape.fill.hatch is not None))
    assert len(looks) == len(LEVELS)
    assert psoas.fill.color == LEVELS[level].color


def test_backward_tilt_is_said_in_words():
    scene = build_scene(make_analysis(tilt=-8.0))
    words = [shape.text for shape in scene.shapes("angles", "close_up") if isinstance(shape, Text)]
    assert "backward" in words
    assert "8°" in words


def test_shapes_know_their_measure():
    scene = build_scene(make_analysis())
    found = {shape.measure for shape in scene.shapes()} - {None}
    assert {"pelvic_tilt", "sacral_slope", "lumbar_lordosis", "pelvic_shift"} <= found


def test_geometry_is_read_only():
    for shape in build_scene(make_analysis(), layers=DEFAULT_LAYERS).shapes():
        if isinstance(shape, Polyline | Polygon):
            assert not shape.points.flags.writeable
        elif isinstance(shape, Arc | Circle):
            assert not shape.center.flags.writeable
