"""The scene as SVG: well-formed, complete, safe, the same every time, and the same picture as OpenCV's."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
from test_overlay_bodies import NAMES, make_analysis, without_profile

from analyzer.overlay import (
    LAYERS,
    LIGHT,
    EncodedPhoto,
    build_scene,
    encode_photo,
    paint_svg,
    scene_script,
)
from analyzer.overlay.primitives import Arc, Circle, Explanation, Polygon, Polyline, Text
from analyzer.types import Drawing, Issue

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script> \" ' & ]]> \x00\x1b[2J \ud800 <img src=http://x.test onerror=a>"


def photo(width=900, height=1200, value=128):
    return np.full((height, width, 3), value, np.uint8)


def noise(width, height):
    return np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)


def parse(text):
    return ET.fromstring(text)  # noqa: S314 - our own


def groups(root, attribute):
    return [item for item in root.iter(f"{SVG}g") if attribute in item.attrib]


# --- Form ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("interactive", [True, False])
@pytest.mark.parametrize("panel", [True, False])
def test_each_view_has_its_layers_in_order(interactive, panel):
    scene = build_scene(make_analysis(), layers=LAYERS, panel=panel)
    root = parse(paint_svg(scene, photo(), interactive=interactive))
    assert root.tag == f"{SVG}svg"
    views = groups(root, "data-view")
    assert [view.get("data-view") for view in views] == [view.id for view in scene.views]
    for element, view in zip(views, scene.views, strict=True):
        layers = [item for item in element if "data-layer" in item.attrib]
        assert [item.get("data-layer") for item in layers] == [layer.id for layer in view.layers]
        assert [item.get("id") for item in layers] == [f"posture-{view.id}-{item.id}" for item in view.layers]
        clip = re.fullmatch(r"url\(#(.+)\)", element.get("clip-path"))[1]
        (area,) = root.find(f".//{SVG}clipPath[@id='{clip}']")
        box = [float(area.get(key)) for key in ("x", "y", "width", "height")]
        left, top, right, bottom = view.target
        assert box == pytest.approx([left, top, right - left, bottom - top], abs=0.01)


def test_every_shape_is_there_once_and_knows_its_measure():
    scene = build_scene(make_analysis(), layers=LAYERS)
    root = parse(paint_svg(scene, photo(), interactive=False))
    for view in scene.views:
        for layer in view.layers:
            element = root.find(f".//*[@id='posture-{view.id}-{layer.id}']")
            drawn = [item for item in element.iter() if item.tag != f"{SVG}g" and "data-name" in item.attrib]
            wanted = [(shape.name, shape.measure) for shape in layer.shapes]
            found = [(item.get("data-name"), item.get("data-measure")) for item in drawn]
            # A line and its casing are two elements.
            assert [pair for i, pair in enumerate(found) if i == 0 or pair != found[i - 1]] == [
                pair for i, pair in enumerate(wanted) if i == 0 or pair != wanted[i - 1]
            ]
            texts = [item.text for item in element.iter(f"{SVG}text")]
            assert texts == [shape.text for shape in layer.shapes if isinstance(shape, Text)]


def points_of(element):
    """All coordinates of a path without arcs."""
    return np.array(re.findall(r"-?[\d.]+", element.get("d")), dtype=float).reshape(-1, 2)


def test_geometry_is_that_of_the_scene_in_units():
    scene = build_scene(make_analysis(roll_deg=3.0), layers=LAYERS)
    root = parse(paint_svg(scene, interactive=False))
    for view in scene.views:
        for layer in view.layers:
            element = root.find(f".//*[@id='posture-{view.id}-{layer.id}']")
            for shape in layer.shapes:
                if not isinstance(shape, Polyline | Polygon) or (isinstance(shape, Polygon) and shape.holes):
                    continue
                wanted = view.to_units(shape.points)
                same = [item for item in element.iter(f"{SVG}path") if item.get("data-name") == shape.name]
                assert any(
                    len(found := points_of(item)) == len(wanted) and np.allclose(found, wanted, atol=0.006)
                    for item in same
                    if "A" not in item.get("d")
                ), shape.name


def test_arcs_end_where_they_should():
    view = build_scene(make_analysis()).view("close_up")
    root = parse(paint_svg(build_scene(make_analysis()), interactive=False))
    for shape in view.shapes("angles"):
        if not isinstance(shape, Arc) or shape.stroke is None:
            continue
        path = next(
            item
            for item in root.find(".//*[@id='posture-close_up-angles']").iter(f"{SVG}path")
            if item.get("data-name") == shape.name and item.get("fill") == "none"
        )
        numbers = [float(item) for item in re.findall(r"-?[\d.]+", path.get("d"))]
        x0, y0, radius, radius_y, _, large, clockwise, x1, y1 = numbers
        ends = view.to_units(shape.points()[[0, -1]])
        assert np.allclose([[x0, y0], [x1, y1]], ends, atol=0.01)
        assert radius == radius_y == pytest.approx(shape.radius * view.units_per_coordinate, abs=0.01)
        assert (large, clockwise) == (0, int(shape.sweep_deg > 0))


def test_dots_lie_on_their_places():
    scene = build_scene(make_analysis(), layers=("landmarks",), panel=False)
    root = parse(paint_svg(scene, interactive=False))
    view = scene.view("photo")
    places = [view.to_units(shape.center) for shape in view.shapes() if isinstance(shape, Circle)]
    found = [[float(dot.get("cx")), float(dot.get("cy"))] for dot in root.iter(f"{SVG}circle")]
    assert np.allclose(found, places, atol=0.006)


def test_the_same_input_gives_the_same_text():
    assert paint_svg(build_scene(make_analysis()), noise(90, 120)) == paint_svg(
        build_scene(make_analysis()), noise(90, 120)
    )


# --- Safe and on its own ------------------------------------------------------------------------------


def hostile_analysis():
    analysis = make_analysis(without=("lumbar_depth",))
    measures = dict(analysis.measures)
    measures["lumbar_depth"] = replace(
        measures["lumbar_depth"], reason=replace(measures["lumbar_depth"].reason, message=HOSTILE)
    )
    evidence = tuple(replace(item, text=HOSTILE) for item in analysis.shortened_psoas.evidence)
    indicator = replace(
        analysis.shortened_psoas, summary=HOSTILE, direct_test=HOSTILE, caveat=HOSTILE, evidence=evidence
    )
    return replace(
        analysis,
        photo=replace(analysis.photo, name=HOSTILE),
        measures=measures,
        shortened_psoas=indicator,
        view=replace(analysis.view, issues=(Issue("hair_over_back", "warn", HOSTILE),)),
    )


@pytest.mark.parametrize("interactive", [True, False])
def test_texts_stay_texts(interactive):
    scene = build_scene(hostile_analysis(), layers=LAYERS)
    text = paint_svg(scene, photo(), interactive=interactive)
    root = parse(text)
    assert len(list(root.iter(f"{SVG}script"))) == int(interactive)
    assert not list(root.iter(f"{SVG}img"))
    assert {item.tag for item in root.iter()} <= {
        SVG + name
        for name in (
            *("svg", "title", "desc", "style", "defs", "clipPath", "rect", "filter", "feColorMatrix"),
            *("feGaussianBlur", "image", "pattern", "path", "use", "g", "circle", "text", "script"),
        )
    }
    assert not [key for item in root.iter() for key in item.attrib if key.startswith("on")]
    assert "alert(1)" in "".join(root.itertext())  # shown, not run
    text.encode("utf-8")  # nothing that cannot be written to a file


def test_the_name_of_the_photo_is_not_in_it():
    analysis = make_analysis()
    named = replace(analysis, photo=replace(analysis.photo, name="somebody_1980.jpg", sha256="ab" * 32))
    assert paint_svg(build_scene(named)) == paint_svg(build_scene(analysis))


@pytest.mark.parametrize("interactive", [True, False])
def test_nothing_outside_is_referred_to(interactive):
    text = paint_svg(build_scene(make_analysis(), layers=LAYERS), noise(90, 120), interactive=interactive)
    assert re.findall(r"https?:[^\"' ]*", text) == ["http://www.w3.org/2000/svg"]
    assert "@import" not in text
    assert "@font-face" not in text
    root = parse(text)
    ids = {item.get("id") for item in root.iter() if "id" in item.attrib}
    for item in root.iter():
        for key, value in item.attrib.items():
            if key.endswith("href"):
                assert value.startswith("data:image/jpeg;base64,") or value[1:] in ids
            for name in re.findall(r"url\(([^)]*)\)", value):
                assert name.startswith("#")
                assert name[1:] in ids
            if key in ("aria-labelledby", "aria-describedby"):
                assert value in ids


def test_a_prefix_keeps_scenes_apart():
    scene = build_scene(make_analysis(level="cannot_say"), layers=LAYERS)
    found = []
    for prefix in ("one", "two-b_2"):
        text = paint_svg(scene, photo(), prefix=prefix)
        root = parse(text)
        ids = [item.get("id") for item in root.iter() if "id" in item.attrib]
        assert len(ids) == len(set(ids))
        assert all(name == prefix or name.startswith(f"{prefix}-") for name in ids)
        rules = re.sub(r"@media \([^)]*\)\{|\}\}", "", root.find(f"{SVG}style").text)
        for line in rules.splitlines():
            selectors = re.sub(r"\([^()]*\)", "", line.split("{")[0])
            assert all(part.startswith(f"#{prefix}") for part in selectors.split(",")), line
        found.append(set(ids))
    assert not found[0] & found[1]


@pytest.mark.parametrize("prefix", ["", "1a", "a b", 'a"b', "a<b", "ä", "a)b"])
def test_a_prefix_that_is_no_id_is_refused(prefix):
    with pytest.raises(ValueError, match="prefix"):
        paint_svg(build_scene(make_analysis()), prefix=prefix)


# --- Measures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("panel", [True, False])
def test_each_measure_can_be_focused_once_and_says_what_it_is(panel):
    scene = build_scene(make_analysis(), panel=panel)
    root = parse(paint_svg(scene, photo()))
    stops = groups(root, "tabindex")
    names = [item.get("data-measure") for item in stops]
    assert sorted(names) == sorted(scene.explanations)
    for item in stops:
        words = scene.explanations[item.get("data-measure")]
        assert item.get("role") == "button"
        assert words.title in item.get("aria-label")
        assert words.value in item.get("aria-label").replace(", ", " ")
        assert all(sentence in item.get("aria-label") for sentence in words.sentences)
        # What can be read there is part of what is announced.
        seen = [text.text for text in item.iter(f"{SVG}text")]
        assert ", ".join(text for text in seen if text) in item.get("aria-label")


def test_every_measure_has_something_to_see_and_a_box():
    scene = build_scene(make_analysis())
    root = parse(paint_svg(scene, photo()))
    drawn = {
        item.get("data-measure")
        for view in groups(root, "data-view")
        if view.get("data-view") != "panel"
        for item in view.iter(f"{SVG}g")
    }
    assert set(scene.explanations) <= drawn
    boxes = {item.get("data-box"): "".join(item.itertext()) for item in groups(root, "data-box")}
    assert list(boxes) == list(scene.explanations)
    for name, words in scene.explanations.items():
        shown = boxes[name].replace("\n", "")
        assert all(sentence.replace(" ", "") in shown.replace(" ", "") for sentence in words.sentences)


def test_boxes_lie_on_the_legend_or_away_from_the_person():
    scene = build_scene(make_analysis())
    close_up = scene.view("close_up").target
    for group in groups(parse(paint_svg(scene)), "data-box"):
        box = points_of(next(group.iter(f"{SVG}path")))
        assert box[:, 1].min() > close_up[3]
        assert box[:, 1].max() <= scene.size_u[1]
    scene = build_scene(make_analysis(size=(1600, 1200)), panel=False)
    body = scene.view("photo").to_units(scene.outline_px[0])
    for group in groups(parse(paint_svg(scene)), "data-box"):
        left, top = points_of(next(group.iter(f"{SVG}path"))).min(axis=0)
        right, bottom = points_of(next(group.iter(f"{SVG}path"))).max(axis=0)
        inside = (body > [left, top]).all(axis=1) & (body < [right, bottom]).all(axis=1)
        assert not inside.any()


@pytest.mark.parametrize("without", [(), NAMES])
@pytest.mark.parametrize("panel", [True, False])
def test_words_in_boxes_stay_in_their_box(without, panel):
    scene = build_scene(make_analysis(without=without), panel=panel)
    for group in groups(parse(paint_svg(scene)), "data-box"):
        plate = points_of(next(group.iter(f"{SVG}path")))
        for text in group.iter(f"{SVG}text"):
            x, width = float(text.get("x")), float(text.get("data-width"))
            left = x - width if text.get("text-anchor") == "end" else x
            assert plate[:, 0].min() <= left
            assert left + width <= plate[:, 0].max()
            assert plate[:, 1].min() < float(text.get("y")) < plate[:, 1].max()


def test_missing_measures_say_why():
    scene = build_scene(make_analysis(without=("pelvic_tilt",)))
    words = scene.explanations["pelvic_tilt"]
    assert words.value == "not measurable in this photo"
    assert words.sentences[0] == "The back is covered here."
    labels = [item.get("aria-label") for item in groups(parse(paint_svg(scene)), "tabindex")]
    assert any("The back is covered here." in label for label in labels)


def test_rules_name_every_measure_and_layer():
    drawings = (Drawing("line", ((10, 10), (60, 200))),)
    scene = build_scene(replace(make_analysis(), drawings=drawings), layers=LAYERS)
    rules = parse(paint_svg(scene)).find(f"{SVG}style").text
    for name in scene.explanations:
        assert f'#posture.show-{name} .s:not([data-measure="{name}"])' in rules
        assert f'#posture.auto:has([data-measure="{name}"]' in rules
    for layer in LAYERS:
        assert f'#posture.hide-{layer} [data-layer="{layer}"]' in rules


def test_explanations_cannot_be_changed():
    scene = build_scene(make_analysis())
    with pytest.raises(TypeError):
        scene.explanations["pelvic_tilt"] = Explanation("", "", "", "", ())


# --- Layers and views ---------------------------------------------------------------------------------


def test_hidden_layers_are_there_but_off():
    scene = build_scene(make_analysis(), layers=LAYERS)
    root = parse(paint_svg(scene, hidden=("grid", "pelvis")))
    assert root.get("class").split() == ["auto", "hide-grid", "hide-pelvis"]
    for group in groups(root, "data-layer"):
        assert (group.get("display") == "none") == (group.get("data-layer") in ("grid", "pelvis"))
    tilt = [item for item in groups(root, "data-needs") if item.get("data-measure") == "pelvic_tilt"]
    assert tilt
    assert all(item.get("display") == "none" for item in tilt)
    stops = [item.get("data-measure") for item in groups(root, "tabindex")]
    assert len(stops) == len(set(stops)) == len(scene.explanations)


def test_static_svg_has_no_script_style_or_buttons():
    root = parse(paint_svg(build_scene(make_analysis(), layers=LAYERS), photo(), interactive=False))
    assert not list(root.iter(f"{SVG}script"))
    assert not list(root.iter(f"{SVG}style"))
    assert not [item for item in root.iter() if {"tabindex", "class", "data-box"} & set(item.attrib)]
    assert root.get("role") == "img"
    titles = {group.find(f"{SVG}title").text for group in groups(root, "data-measure")}
    assert any("likely" in title for title in titles)


def test_the_script_is_in_it_as_it_is():
    root = parse(paint_svg(build_scene(make_analysis()), prefix="abc"))
    text = root.find(f"{SVG}script").text
    assert scene_script() in text
    assert 'attachScene(document.getElementById("abc"))' in text
    assert "]]>" not in scene_script()
    assert not re.search(r"fetch|XMLHttpRequest|import\s*\(|eval|innerHTML|https?:", scene_script())


def test_views_can_be_chosen():
    scene = build_scene(make_analysis())
    root = parse(paint_svg(scene, photo(), views=["close_up"]))
    assert [item.get("data-view") for item in groups(root, "data-view")] == ["close_up"]
    left, top, right, bottom = scene.view("close_up").target
    box = [float(side) for side in root.get("viewBox").split()]
    assert box == pytest.approx([left, top, right - left, bottom - top], abs=0.01)
    assert float(root.get("width")) == pytest.approx(right - left, abs=0.01)
    for views, words in ((["nothing"], "unknown views"), ([], "without a view")):
        with pytest.raises(ValueError, match=words):
            paint_svg(scene, views=views)


# --- The photo ----------------------------------------------------------------------------------------


def test_the_photo_is_embedded_once_and_cut_to_what_is_shown():
    scene = build_scene(make_analysis(size=(1600, 1200)))
    text = paint_svg(scene, noise(1600, 1200))
    assert text.count("data:image/jpeg;base64,") == 1
    (image,) = parse(text).iter(f"{SVG}image")
    assert image.get("id") == "posture-image"
    x, y, width, height = (float(image.get(key)) for key in ("x", "y", "width", "height"))
    sources = [view.source for view in scene.views if view.photo is not None]
    assert x == pytest.approx(max(0.0, min(box[0] for box in sources)), abs=1.0)
    assert x + width == pytest.approx(min(1600.0, max(box[2] for box in sources)), abs=1.0)
    assert width < 1500.0
    assert len(list(parse(text).iter(f"{SVG}use"))) == 2
    assert (y, height) == pytest.approx((0.0, 1200.0), abs=400.0)


@pytest.mark.parametrize("size", [(900, 1200), (3000, 4000), (6000, 800), (40, 50)])
def test_files_stay_small_whatever_the_photo(size):
    analysis = make_analysis(size=size, scale=0.2)
    small = (min(size[0], 1500), round(size[1] * min(size[0], 1500) / size[0]))
    text = paint_svg(build_scene(analysis, layers=LAYERS), noise(*small))
    assert len(text.encode()) < 640_000


def test_a_photo_has_no_metadata_and_fits_its_limits():
    scene = build_scene(make_analysis())
    encoded = encode_photo(scene, noise(900, 1200), max_side_px=700, max_bytes=90_000)
    assert len(encoded.jpeg) <= 90_000
    assert b"Exif" not in encoded.jpeg
    decoded = cv2.imdecode(np.frombuffer(encoded.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert max(decoded.shape) <= 700
    left, top, right, bottom = encoded.box
    assert decoded.shape[1] / decoded.shape[0] == pytest.approx((right - left) / (bottom - top), rel=0.01)


def test_an_encoded_photo_can_be_used_again():
    scene = build_scene(make_analysis())
    encoded = encode_photo(scene, noise(450, 600))
    assert isinstance(encoded, EncodedPhoto)
    assert paint_svg(scene, encoded) == paint_svg(scene, noise(450, 600))


def test_a_photo_can_be_left_to_the_page_or_out():
    scene = build_scene(make_analysis())
    (image,) = parse(paint_svg(scene, photo(), embed_photo=False)).iter(f"{SVG}image")
    assert "href" not in image.attrib
    assert [float(image.get(key)) for key in ("x", "y", "width", "height")] == [0.0, 0.0, 900.0, 1200.0]
    text = paint_svg(scene)
    assert "image" not in {item.tag.removeprefix(SVG) for item in parse(text).iter()}
    assert "#{:02x}{:02x}{:02x}".format(*LIGHT.silhouette) in text


def test_wrong_pictures_are_refused():
    with pytest.raises(ValueError, match="RGB bytes"):
        paint_svg(build_scene(make_analysis()), np.zeros((10, 10), np.uint8))


# --- Whatever is missing ------------------------------------------------------------------------------


@pytest.mark.parametrize("panel", [True, False])
@pytest.mark.parametrize("interactive", [True, False])
def test_everything_may_be_missing(panel, interactive):
    analysis = without_profile(make_analysis(without=NAMES, level="cannot_say"))
    bare = replace(analysis, measures={}, geometry=replace(analysis.geometry, outline_px=()))
    for item in (analysis, bare):
        for pixels in (photo(), None):
            scene = build_scene(item, layers=LAYERS, panel=panel)
            parse(paint_svg(scene, pixels, interactive=interactive))


@pytest.mark.parametrize("center", [(0.02, 0.5), (0.98, 0.5), (0.5, 0.05), (-0.2, 1.4)])
def test_people_cut_off_by_the_edge(center):
    analysis = make_analysis(center=center)
    for panel in (True, False):
        parse(paint_svg(build_scene(analysis, layers=LAYERS, panel=panel), photo()))
