"""One photo of the direct test as one scene of shapes, for any painter."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from analyzer.language import Table, tr
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.method_words import method_text
from analyzer.meaning.number_words import interval, number
from analyzer.meaning.value_words import NOT_IN_THIS_PHOTO, uncorrected_words
from analyzer.overlay import picture_words as said
from analyzer.overlay import style
from analyzer.overlay.angles import Note, tag_lines
from analyzer.overlay.column import Column, paragraph_height
from analyzer.overlay.curves import softened
from analyzer.overlay.panel import badge, main_measure, scale_words, section, small_measures
from analyzer.overlay.primitives import (
    HEIGHT_U,
    Arc,
    Box,
    Circle,
    Explanation,
    Fill,
    Layer,
    PhotoStyle,
    Points,
    Polyline,
    Scene,
    Shape,
    Stroke,
    View,
    frozen,
)
from analyzer.overlay.tags import Room, leaders_first, note_size, tag_shapes
from analyzer.types.codes import ThomasName
from analyzer.types.thomas import ThomasAnalysis, ThomasGeometry

LAYERS: Final = Table(
    {
        "outline": "Edges of the leg and of the low back",
        "table": "Table and horizontal",
        "angles": "Angles",
        "landmarks": "Points",
        "legend": "Words",
    }
)
"""Ids and titles of all layers, from the bottom up."""
DEFAULT_LAYERS: Final = tuple(LAYERS)
_TEXT_U: Final = 520.0
_MARGIN_U: Final = 36.0
_SMALL: Final = 15.0
_THIGH, _KNEE, _OTHER = style.TILT, style.LUMBAR, style.GLUTEAL
_OUTLINE_SPREAD: Final = 0.012
_MAIN: Final[tuple[ThomasName, ...]] = ("thigh_angle", "knee_flexion")


def build_thomas_scene(
    analysis: ThomasAnalysis,
    *,
    layers: Iterable[str] = DEFAULT_LAYERS,
    panel: bool = True,
    tag_sizes: tuple[float, ...] = (1.0,),
) -> Scene:
    """What to paint for one photo of the direct test.

    Parameters
    ----------
    analysis : ThomasAnalysis
        Its photo's size must be known.
    layers : iterable of str
        Ids out of ``LAYERS``.
    panel : bool
        Whether to show a column of words beside the photo.
    tag_sizes : tuple of float
        How many times as large as usual the letters of tags in the photo are, see `build_scene`.

    Raises
    ------
    ValueError
        For an unknown layer, or when the size of the photo is not known.
    """
    chosen = set(layers)
    if unknown := chosen - LAYERS.keys():
        raise ValueError(f"unknown layers {sorted(unknown)}; there are {sorted(LAYERS)}")
    width, height = analysis.photo.width_px, analysis.photo.height_px
    if not width or not height:
        raise ValueError("the size of the photo is not known")
    source = _photo_box(analysis.geometry, width, height)
    scale = HEIGHT_U / (source[3] - source[1])
    photo_u = (source[2] - source[0]) * scale
    kept = _layers(analysis, chosen, source, scale, tag_sizes)
    views = [View("photo", source, (0.0, 0.0, photo_u, HEIGHT_U), PhotoStyle(0.1, 0.0, 1.0), kept)]
    total = photo_u
    if panel:
        left = photo_u + _MARGIN_U
        total = left + _TEXT_U + _MARGIN_U
        box = (photo_u, 0.0, total, HEIGHT_U)
        words = tuple(_panel(analysis, left)) if "legend" in chosen else ()
        views.append(View("panel", box, box, None, (Layer("legend", LAYERS["legend"], words),)))
    spread = _OUTLINE_SPREAD * analysis.geometry.trunk_length_px
    return Scene(
        size_u=(total, HEIGHT_U),
        photo_px=(width, height),
        background=style.PAPER,
        outline_px=tuple(softened(ring, spread) for ring in analysis.geometry.outline_px if len(ring) > 2),
        views=tuple(views),
        title=tr(said.THOMAS_TITLE),
        description=describe_thomas(analysis),
        explanations={name: _explain(analysis, name) for name in analysis.measures},
    )


def _layers(
    analysis: ThomasAnalysis, chosen: set[str], source: Box, scale: float, tag_sizes: tuple[float, ...]
) -> tuple[Layer, ...]:
    """What lies over the photo."""
    shapes = {
        "outline": _edges(analysis),
        "table": _table(analysis.geometry),
        "angles": _angles(analysis),
        "landmarks": _points(analysis.geometry),
    }
    if "angles" in chosen:
        lines = [*shapes["angles"], *shapes["table"]]
        for size, times in enumerate(tag_sizes):
            placed = _tags(analysis, lines, source, scale, times)
            shapes["angles"] += (
                placed if len(tag_sizes) == 1 else [replace(shape, size=size) for shape in placed]
            )
    return tuple(Layer(key, LAYERS[key], tuple(items)) for key, items in shapes.items() if key in chosen)


def describe_thomas(analysis: ThomasAnalysis) -> str:
    """The picture in words, for people who cannot see it."""
    parts = [analysis.finding.summary]
    for name, measure in analysis.measures.items():
        if measure.value is not None:
            value = f"{number(measure.value, measure.unit)}, {interval(measure)}"
            parts.append(tr("{measure}: {value}.", measure=measure_text(name).plain, value=value))
    return " ".join(parts)


# --- In the photo ---------------------------------------------------------------------------------------


def _photo_box(geometry: ThomasGeometry, width: int, height: int) -> Box:
    """The part of the photo around the person and the end of the table, never beyond the photo."""
    rings = [*geometry.outline_px, *(np.atleast_2d(point) for point in geometry.points_px.values())]
    points = np.vstack(rings)
    size = np.array([width, height], dtype=np.float64)
    air = 0.22 * geometry.trunk_length_px
    low = np.clip(points.min(axis=0) - air, 0.0, size - 1.0)
    high = np.clip(points.max(axis=0) + air, low + 1.0, size)
    # No narrower than 1.1 and no wider than 1.7 times its height, where the photo has room for it.
    wide, high_px = high - low
    grow = np.array([max(1.1 * high_px - wide, 0.0), max(wide / 1.7 - high_px, 0.0)]) / 2.0
    low, high = np.clip(low - grow, 0.0, size - 1.0), np.clip(high + grow, 1.0, size)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _edges(analysis: ThomasAnalysis) -> list[Shape]:
    """The edges that the leg's middle lines come from, and the low back over the table."""
    geometry = analysis.geometry
    shapes: list[Shape] = []
    for name, edge in geometry.edges_px.items():
        measure: ThomasName = "thigh_angle" if name.startswith("thigh") else "knee_flexion"
        stroke = style.cased(_THIGH if measure == "thigh_angle" else _KNEE, 2.6, dash_u=(2.0, 6.0))
        shapes.append(Polyline(name=name, measure=measure, points=frozen(edge), stroke=stroke))
    if geometry.back_px is not None and len(geometry.back_px) > 1:
        flat = analysis.view.pelvis.back_flat
        color = style.LEVELS["not_suggested"].color if flat else style.LEVELS["suggested"].color
        stroke = style.cased(color, 3.4, dash_u=None if flat else (8.0, 5.0))
        shapes.append(Polyline(name="low_back", points=frozen(geometry.back_px), stroke=stroke))
    return shapes


def _level(geometry: ThomasGeometry) -> Points:
    """Unit vector along the horizontal, towards the feet, in the photo."""
    roll = math.radians(geometry.roll_deg)
    along = np.array([math.cos(roll), math.sin(roll)])
    feet = geometry.points_px["hip"] - geometry.points_px["shoulder"]
    result: Points = along * (1.0 if float(feet @ along) > 0 else -1.0)
    return result


def _table(geometry: ThomasGeometry) -> list[Shape]:
    """The table's edge and the horizontal through the hip."""
    shapes: list[Shape] = []
    if geometry.table_px is not None:
        stroke = style.cased(style.INK, 2.4, dash_u=(10.0, 6.0))
        shapes.append(Polyline(name="table_edge", points=frozen(geometry.table_px), stroke=stroke))
    hip, reach = geometry.points_px["hip"], 1.15 * geometry.trunk_length_px
    line = np.array([hip - 0.12 * reach * _level(geometry), hip + reach * _level(geometry)])
    stroke = style.cased(style.INK, 2.4, dash_u=(7.0, 7.0))
    shapes.append(Polyline(name="horizontal", measure="thigh_angle", points=frozen(line), stroke=stroke))
    return shapes


def _angles(analysis: ThomasAnalysis) -> list[Shape]:
    """Thigh against the horizontal, shank against the thigh, and the held thigh."""
    geometry = analysis.geometry
    at, unit = geometry.points_px, geometry.trunk_length_px
    thigh = at["knee"] - at["hip"]
    on = at["knee"] + 0.42 * thigh
    lines: list[tuple[str, ThomasName, list[Points], Stroke]] = [
        ("thigh", "thigh_angle", [at["hip"], at["knee"]], style.cased(_THIGH, 5.0)),
        ("thigh_on", "knee_flexion", [at["knee"], on], style.cased(_KNEE, 2.2, dash_u=(6.0, 6.0))),
        ("shank", "knee_flexion", [at["knee"], at["ankle"]], style.cased(_KNEE, 5.0)),
    ]
    if {"asis", "psis"} <= at.keys():
        pelvis = style.cased(style.BONE_EDGE, 4.0)
        lines.append(("pelvis", "pelvic_tilt_supine", [at["psis"], at["asis"]], pelvis))
    shapes: list[Shape] = [
        Polyline(name=name, measure=measure, points=frozen(np.vstack(ends)), stroke=stroke)
        for name, measure, ends, stroke in lines
    ]
    arc = _arc(at["hip"], _level(geometry), thigh, 0.62 * unit)
    shapes.insert(0, _sector("thigh_angle", "thigh_angle", arc, _THIGH))
    arc = _arc(at["knee"], thigh, at["ankle"] - at["knee"], 0.26 * unit)
    shapes.insert(1, _sector("knee_flexion", "knee_flexion", arc, _KNEE))
    return shapes


def _arc(center: Points, first: Points, second: Points, radius: float) -> tuple[Points, float, float, float]:
    """Centre, radius, start and sweep of the short arc from one direction to another."""
    start, stop = (math.degrees(math.atan2(float(v[1]), float(v[0]))) for v in (first, second))
    return center, radius, start, (stop - start + 180.0) % 360.0 - 180.0


def _sector(
    name: str, measure: ThomasName, arc: tuple[Points, float, float, float], color: tuple[int, int, int]
) -> Arc:
    center, radius, start, sweep = arc
    return Arc(
        name=name,
        measure=measure,
        center=frozen(center),
        radius=radius,
        start_deg=start,
        sweep_deg=sweep,
        stroke=style.cased(color, 3.0),
        fill=Fill(color, 0.25),
    )


def _points(geometry: ThomasGeometry) -> list[Shape]:
    """The points; filled where a person placed them."""
    return [
        Circle(
            name=name,
            center=frozen(at),
            radius_u=7.0,
            fill=Fill(style.INK if name in geometry.placed else style.WHITE),
            stroke=Stroke(style.INK, 2.6),
        )
        for name, at in geometry.points_px.items()
    ]


def _tags(
    analysis: ThomasAnalysis, lines: list[Shape], source: Box, scale: float, times: float
) -> list[Shape]:
    """Values beside the angles, where there is room."""
    room = Room(source, scale)
    for ring in analysis.geometry.outline_px:
        room.take_polygon(ring, 7.0)
    for shape in lines:
        if isinstance(shape, Polyline):
            room.take_line(shape.points, 3.0)
        elif isinstance(shape, Arc):
            room.take_line(shape.points(), 3.0)
    feet = 1 if float(_level(analysis.geometry)[0]) > 0 else -1
    shapes: list[Shape] = []
    for note in _notes(analysis):
        # Where large words find no room, the value may.
        for shown in (note, replace(note, lines=())) if note.value and times > 1.0 else (note,):
            size = note_size(shown, times)
            found = [room.find(*size, note.target, side) for side in (feet, -feet)]
            best = min(
                (place for place in found if place is not None), key=lambda item: item[1], default=None
            )
            if best is not None:
                shapes += tag_shapes(shown, note.target, best[0], scale, times)
                room.take_tag(best[0])
                break
    return leaders_first(shapes)


def _notes(analysis: ThomasAnalysis) -> list[Note]:
    geometry, measures = analysis.geometry, analysis.measures
    at, unit = geometry.points_px, geometry.trunk_length_px
    notes: list[Note] = []

    def add(key: str, name: ThomasName | None, value: str, color: tuple[int, int, int], to: Points) -> None:
        notes.append(
            Note(key.partition(".")[0], name, tag_lines(said.THOMAS_TAGS[key]), value, color, to, False)
        )

    thigh, knee, other = (measures[name] for name in (*_MAIN, "other_thigh_flexion"))
    if thigh.value is not None:
        middle = at["hip"] + 0.62 * unit * _unit(_unit(at["knee"] - at["hip"]) + _level(geometry))
        key = "thigh_angle.below" if round(thigh.value) >= 0 else "thigh_angle.above"
        add(key, "thigh_angle", number(abs(thigh.value), "deg"), _THIGH, middle)
    if knee.value is not None:
        bend = _unit(_unit(at["knee"] - at["hip"]) + _unit(at["ankle"] - at["knee"]))
        add("knee_flexion", "knee_flexion", number(knee.value, "deg"), _KNEE, at["knee"] + 0.26 * unit * bend)
    if other.value is not None:
        value = number(other.value, "deg")
        add("other_thigh_flexion", "other_thigh_flexion", value, _OTHER, at["other_knee"])
    tilt = measures["pelvic_tilt_supine"]
    if tilt.value is not None and "asis" in at:
        value = number(tilt.value, "deg")
        add("pelvic_tilt_supine", "pelvic_tilt_supine", value, style.BONE_EDGE, at["asis"])
    pelvis = analysis.view.pelvis
    if geometry.back_px is not None and len(geometry.back_px) and pelvis.back_flat is not None:
        flat = pelvis.back_flat
        color = style.LEVELS["not_suggested"].edge if flat else style.LEVELS["suggested"].edge
        middle = geometry.back_px[len(geometry.back_px) // 2]
        # From the side not every gap can be seen: that it lies flat, a hand has felt.
        lies = "back.flat" if pelvis.by_hand else "back.no_gap"
        add(lies if flat else "back.gap", None, "", color, middle)
    return notes


def _unit(vector: Points) -> Points:
    result: Points = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return result


# --- Words ----------------------------------------------------------------------------------------------


def _panel(analysis: ThomasAnalysis, left: float) -> list[Shape]:
    """Question, answer, what speaks for it, the measures, and what this is not; in units."""
    foot = [analysis.finding.caveat, tr(said.THOMAS_LINES)]
    height = sum(paragraph_height(text, _TEXT_U, 14.5) + 7.0 for text in foot) + 27.0
    column = Column(left, _TEXT_U, 46.0)
    column.text(said.THOMAS_QUESTION[analysis.view.side], 16.5, color=style.MUTED, weight=600)
    column.y += 40.0
    badge(column, style.THOMAS_LEVELS[analysis.finding.level])
    column.y += 50.0
    column.paragraph(
        analysis.finding.summary, 25.0, weight=700, max_lines=4, leading=1.24, name="headline", balance=True
    )
    column.y += 30.0
    for item in analysis.finding.evidence:
        column.paragraph(item.text, _SMALL, max_lines=4, name="evidence")
        column.y += 26.0
    for issue in analysis.view.issues[:3]:
        column.text(tr(said.ISSUE), _SMALL, weight=600, color=style.TILT, name="issue")
        column.paragraph(issue.message, _SMALL, indent=69.0, color=style.TILT, max_lines=4, name="issue")
        column.y += 26.0
    column.y += 4.0
    section(column, tr(said.MEASURED), scale_words(analysis.measures[name] for name in _MAIN))
    for name in _MAIN:
        main_measure(column, analysis.measures[name])
    others = [measure for name, measure in analysis.measures.items() if name not in _MAIN]
    section(column, tr(said.ALSO_MEASURED))
    small_measures(column, others, HEIGHT_U - 40.0 - height)
    column.y = HEIGHT_U - 40.0 - height
    column.rule()
    column.y += 27.0
    for text, weight in zip(foot, (700, 400), strict=True):
        column.paragraph(text, 14.5, weight=weight, name="caveat", balance=True)
        column.y += 7.0 + 14.5 * 1.32
    return column.shapes


def _explain(analysis: ThomasAnalysis, name: ThomasName) -> Explanation:
    """A measure in words."""
    measure, words = analysis.measures[name], measure_text(name)
    if measure.value is None:
        reason = "" if measure.reason is None else measure.reason.message
        sentences = tuple(text for text in (reason, words.meaning) if text)
        return Explanation(words.plain, words.technical, tr(NOT_IN_THIS_PHOTO), "", sentences)
    said_here = [item.text for item in analysis.finding.evidence if item.measure == name]
    technical = [words.technical, method_text(measure.method).brief]
    if name in analysis.corrected:
        technical.append(tr(said.CORRECTED))
        said_here.append(uncorrected_words(analysis.model_measures[name]))
    return Explanation(
        words.plain,
        ", ".join(part for part in technical if part),
        number(measure.value, measure.unit),
        interval(measure),
        (words.meaning, *said_here, words.reading),
        tr(measure.reference.source) if measure.reference else "",
    )
