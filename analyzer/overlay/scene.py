"""One analysis as one scene of shapes, for any painter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from analyzer.language import Table, tr
from analyzer.meaning import measure_words as wording
from analyzer.meaning.number_words import interval, number
from analyzer.meaning.value_words import NOT_IN_THIS_PHOTO
from analyzer.overlay import angles, body, style
from analyzer.overlay.anatomy import Anatomy, build_anatomy
from analyzer.overlay.curves import softened
from analyzer.overlay.details import detail_shapes
from analyzer.overlay.drawn import describe_drawings, drawn_shapes
from analyzer.overlay.explain import explain
from analyzer.overlay.joints import ankle_known
from analyzer.overlay.layout import Layout, make_layout
from analyzer.overlay.legend import close_up_title, legend_height, legend_shapes
from analyzer.overlay.panel import footer_top, panel_shapes
from analyzer.overlay.picture_words import TITLE
from analyzer.overlay.primitives import HEIGHT_U, Box, Layer, PhotoStyle, Points, Scene, Shape, View, thinner
from analyzer.overlay.tags import place_tags
from analyzer.types import Analysis, Drawing

LAYERS: Final = Table(
    {
        "grid": "Grid",
        "contour": "Contour of the back",
        "pelvis": "Pelvis and spine",
        "psoas": "Psoas",
        "plumb_line": "Plumb line",
        "angles": "Angles",
        "landmarks": "Points of the pose model",
        "drawings": "What a person drew",
        "legend": "Words and legend",
    }
)
"""Ids and titles of all layers, from the bottom up."""
_OUTLINE_SPREAD: Final = 0.016
"""How far the steps of the mask's outline are smoothed, in trunk lengths: some 8 mm, as is the mask."""
_FULL_STROKES_U: Final = 260.0
"""A trunk that is shown shorter than this gets thinner lines, down to ``_THINNEST`` of their width."""
_THINNEST: Final = 0.55
DEFAULT_LAYERS: Final = ("contour", "angles", "pelvis", "psoas", "plumb_line", "drawings", "legend")


def build_scene(
    analysis: Analysis,
    *,
    layers: Iterable[str] = DEFAULT_LAYERS,
    panel: bool = True,
    explained: bool = True,
    tag_sizes: tuple[float, ...] = (1.0,),
) -> Scene:
    """What to paint for one analysis.

    Parameters
    ----------
    analysis : Analysis
        Its photo's size must be known.
    layers : iterable of str
        Ids out of ``LAYERS``. Without ``"legend"`` the panel has no words.
    panel : bool
        Whether to show a close-up and a panel beside the person. Without it the scene is the whole photo
        with the drawing, and nothing else.
    explained : bool
        Whether what appears for the measure that somebody looks at is there, too. A painted picture is the
        same without.
    tag_sizes : tuple of float
        How many times as large as usual the letters of the tags are. With several there is a set of tags of
        each size, from which a page chooses by its width: class ``tags-1`` on the root of the SVG shows the
        second. Only `paint_svg` for pages understands them.

    Raises
    ------
    ValueError
        For an unknown layer, or when the size of the photo is not known.
    """
    chosen = set(layers)
    if unknown := chosen - LAYERS.keys():
        raise ValueError(f"unknown layers {sorted(unknown)}; there are {sorted(LAYERS)}")
    if not ankle_known(analysis):
        chosen.discard("plumb_line")
    width, height = analysis.photo.width_px, analysis.photo.height_px
    if not width or not height:
        raise ValueError("the size of the photo is not known")
    layout = make_layout(analysis.geometry, width, height, panel=panel, drawings=_drawn(analysis, chosen))
    tilt = analysis.measures.get("pelvic_tilt")
    anatomy = build_anatomy(analysis.geometry, tilt.value if tilt else None)
    details = detail_shapes(analysis) if explained else ()
    views = [_photo_view(analysis, anatomy, layout, chosen, tag_sizes, panel=panel)]
    if panel:
        views.append(_panel_view(analysis, layout, chosen))
    if layout.close_up is not None and anatomy is not None:
        views.append(_close_up_view(analysis, anatomy, layout, chosen, tag_sizes))
    views = [view if view.photo is None else replace(view, details=details) for view in views]
    return Scene(
        size_u=layout.size_u,
        photo_px=(width, height),
        background=style.PAPER,
        outline_px=_outline(analysis),
        views=tuple(views),
        title=tr(TITLE),
        description=describe(analysis),
        explanations=explain(analysis) if explained else {},
    )


def _outline(analysis: Analysis) -> tuple[Points, ...]:
    """Around the person, without the small steps of the mask."""
    spread = _OUTLINE_SPREAD * analysis.geometry.frame.trunk_length_px
    return tuple(softened(ring, spread) for ring in analysis.geometry.outline_px if len(ring) > 2)


def describe(analysis: Analysis) -> str:
    """The picture in words, for people who cannot see it."""
    parts = [analysis.shortened_psoas.summary]
    for name in wording.MAIN_MEASURES:
        measure = analysis.measures.get(name)
        if measure is None:
            continue
        value = tr(NOT_IN_THIS_PHOTO)
        if measure.value is not None:
            value = f"{number(measure.value, measure.unit)}, {interval(measure)}"
        parts.append(tr("{measure}: {value}.", measure=wording.measure_text(name).plain, value=value))
    parts.append(describe_drawings(analysis.drawings))
    return " ".join(filter(None, parts))


def _layers(shapes: dict[str, list[Shape]], chosen: set[str]) -> tuple[Layer, ...]:
    """Layers in their order, without those that were not asked for."""
    return tuple(
        Layer(name, title, tuple(shapes[name]))
        for name, title in LAYERS.items()
        if name in chosen and name in shapes
    )


def _body_shapes(
    analysis: Analysis, anatomy: Anatomy | None, chosen: set[str], *, bold: bool
) -> dict[str, list[Shape]]:
    """Of the chosen layers, those that lie on the body."""
    shapes: dict[str, list[Shape]] = {}
    for name, make in _ON_BODY.items():
        if name in chosen:
            shapes[name] = make(analysis)
    if anatomy is not None and "pelvis" in chosen:
        shapes["pelvis"] = body.bone_shapes(analysis, anatomy, bold=bold)
    if anatomy is not None and "psoas" in chosen:
        shapes["psoas"] = body.psoas_shapes(analysis, anatomy, bold=bold)
    return shapes


_ON_BODY: Final = {
    "grid": body.grid_shapes,
    "contour": body.contour_shapes,
    "landmarks": body.landmark_shapes,
}


def _photo_view(
    analysis: Analysis,
    anatomy: Anatomy | None,
    layout: Layout,
    chosen: set[str],
    sizes: tuple[float, ...],
    *,
    panel: bool,
) -> View:
    """The person as a whole, with the plumb line."""
    shapes = _body_shapes(analysis, anatomy, chosen, bold=not panel)
    if "plumb_line" in chosen:
        shapes["plumb_line"] = body.plumb_shapes(analysis)
    notes: list[angles.Note] = []
    scale = HEIGHT_U / (layout.photo_source[3] - layout.photo_source[1])
    if anatomy is not None and not panel:
        shapes["angles"], notes = _angle_shapes(analysis, anatomy, chosen)
    trunk_u = analysis.geometry.frame.trunk_length_px * scale
    if (width := min(max(trunk_u / _FULL_STROKES_U, _THINNEST), 1.0)) < 1.0:
        shapes = {name: [thinner(shape, width) for shape in items] for name, items in shapes.items()}
    lines = list(shapes["plumb_line"]) if "plumb_line" in chosen else []
    if anatomy is not None and not panel:
        lines += shapes["angles"] if "angles" in chosen else []
        if "angles" in chosen:
            tags = place_tags(notes, analysis.geometry, lines, layout.photo_source, scale, sizes=sizes)
            shapes["angles"] = shapes["angles"] + tags
            lines += tags
    if "plumb_line" in chosen:
        labels = body.plumb_notes(analysis)
        shapes["plumb_line"] = shapes["plumb_line"] + place_tags(
            labels, analysis.geometry, lines, layout.photo_source, scale, sizes=sizes
        )
    if layout.close_up_source is not None and "angles" in chosen:
        shapes["angles"] = body.frame_shapes(layout.close_up_source)
    _add_drawings(shapes, analysis, chosen, layout.photo_source, scale)
    layers = _layers(shapes, chosen)
    return View(
        "photo",
        layout.photo_source,
        layout.photo,
        PhotoStyle(0.16, 0.0, 1.0) if panel else PhotoStyle(),
        layers,
    )


def _drawn(analysis: Analysis, chosen: set[str]) -> tuple[Drawing, ...]:
    return analysis.drawings if "drawings" in chosen else ()


def _add_drawings(
    shapes: dict[str, list[Shape]], analysis: Analysis, chosen: set[str], source: Box, scale: float
) -> None:
    """What a person drew, where there is something: in the widths that they chose."""
    if drawn := drawn_shapes(_drawn(analysis, chosen), source, scale):
        shapes["drawings"] = drawn


def _angle_shapes(
    analysis: Analysis, anatomy: Anatomy, chosen: set[str]
) -> tuple[list[Shape], list[angles.Note]]:
    """Angles and their tags, those of the pelvis only together with the pelvis."""
    shapes, notes = angles.back_angles(analysis)
    if "pelvis" in chosen:
        more, other = angles.tilt_angle(analysis, anatomy)
        shapes = [replace(shape, needs="pelvis") for shape in more] + shapes
        notes = notes + [replace(note, needs="pelvis") for note in other]
    if "psoas" in chosen:
        notes.append(replace(body.psoas_note(analysis, anatomy), needs="psoas"))
    return shapes, notes


def _close_up_view(
    analysis: Analysis, anatomy: Anatomy, layout: Layout, chosen: set[str], sizes: tuple[float, ...]
) -> View:
    """Low back and pelvis, large, with the angles and their tags."""
    assert layout.close_up is not None and layout.close_up_source is not None
    shapes = _body_shapes(analysis, anatomy, chosen, bold=True)
    lines, notes = _angle_shapes(analysis, anatomy, chosen)
    scale = (layout.close_up[3] - layout.close_up[1]) / (
        layout.close_up_source[3] - layout.close_up_source[1]
    )
    if "angles" in chosen:
        shapes["angles"] = lines + place_tags(
            notes, analysis.geometry, lines, layout.close_up_source, scale, sizes=sizes
        )
    _add_drawings(shapes, analysis, chosen, layout.close_up_source, scale)
    style_ = PhotoStyle(0.72, 0.34, 0.45)
    layers = _layers(shapes, chosen)
    return View("close_up", layout.close_up_source, layout.close_up, style_, layers)


def _panel_view(analysis: Analysis, layout: Layout, chosen: set[str]) -> View:
    """Words, scales and the legend, in units."""
    box = (layout.photo[2], 0.0, layout.size_u[0], HEIGHT_U)
    shapes: list[Shape] = []
    if "legend" in chosen:
        if layout.close_up is not None:
            shapes = panel_shapes(analysis, layout.text_left, layout.text_width)
            shapes += close_up_title(layout.close_up[0], layout.close_up[2] - layout.close_up[0])
            shapes += legend_shapes(analysis, chosen, layout.legend, columns=2)
        else:
            reserve = legend_height(analysis, chosen)
            shapes = panel_shapes(analysis, layout.text_left, layout.text_width, reserve)
            bottom = footer_top(analysis, layout.text_width) - 10.0
            right = layout.text_left + layout.text_width
            place = (layout.text_left, bottom - reserve + 20.0, right, bottom)
            shapes += legend_shapes(analysis, chosen, place, columns=1)
    return View("panel", box, box, None, _layers({"legend": shapes}, chosen))
