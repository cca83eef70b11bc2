"""The layers that are drawn on the person: contour, pelvis, psoas, plumb line, landmarks, grid."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.corrections.pelvis_place import NEUTRAL_TILT_DEG
from analyzer.language import tr
from analyzer.meaning import measure_words as wording
from analyzer.overlay import picture_words as said
from analyzer.overlay import style
from analyzer.overlay.anatomy import Anatomy, Pelvis, place_pelvis
from analyzer.overlay.angles import Note, tag_lines
from analyzer.overlay.joints import joint_places
from analyzer.overlay.primitives import Circle, Fill, Points, Polygon, Polyline, Shape, Stroke, frozen
from analyzer.types import Analysis, BackProfile, LandmarkName
from analyzer.types.codes import MeasureName, ShownName

_PLUMB_PARTS: Final = ("hip", "shoulder", "ear")


def contour_shapes(analysis: Analysis) -> list[Shape]:
    """The traced back, one colour per region, dashed where the edge was covered."""
    profile = analysis.geometry.profile
    if profile is None or len(profile.contour) < 2:
        return []
    shapes: list[Shape] = []
    for name, _, color in style.REGIONS:
        for part, seen in _pieces(profile, name):
            points = analysis.geometry.frame.to_picture(part)
            stroke = style.cased(color, 6.4, dash_u=None if seen else (8.0, 12.0))
            measure: MeasureName | None = "lumbar_lordosis" if name == "lumbar" else None
            shapes.append(Polyline(name=name, measure=measure, points=frozen(points), stroke=stroke))
    return shapes


def _pieces(profile: BackProfile, region: str) -> list[tuple[Points, bool]]:
    """Runs of the contour inside a region that are all seen or all bridged."""
    low, high = profile.lumbosacral.point[1], profile.thoracolumbar.point[1]
    ends = {"gluteal": (-np.inf, low), "lumbar": (low, high), "thoracic": (high, np.inf)}[region]
    heights = profile.contour[:, 1]
    inside = np.flatnonzero((heights >= ends[0]) & (heights <= ends[1]))
    if len(inside) == 0:
        return []
    # One point more at each end, so that the regions touch.
    first, last = max(inside[0] - (region != "gluteal"), 0), min(inside[-1] + 1, len(heights) - 1)
    points, seen = profile.contour[first : last + 1], profile.seen[first : last + 1]
    cuts = np.flatnonzero(np.diff(seen.astype(int))) + 1
    pieces = []
    for start, stop in zip([0, *cuts], [*cuts, len(points)], strict=True):
        if stop - start > 0 and len(points) > 1:
            pieces.append((points[max(start - 1, 0) : stop], bool(seen[start])))
    return [piece for piece in pieces if len(piece[0]) > 1]


def ghost_shapes(analysis: Analysis, tilt_deg: float, *, name: str = "ghost") -> list[Shape]:
    """The pelvis as a pale dashed outline at some tilt."""
    pelvis = place_pelvis(analysis.geometry, tilt_deg)
    stroke = Stroke(style.MUTED, 2.5, dash_u=(6.0, 5.0), casing=style.WHITE, casing_u=1.5, casing_alpha=0.6)
    points = frozen(analysis.geometry.frame.to_picture(pelvis.bone))
    return [Polygon(name=name, measure="pelvic_tilt", points=points, stroke=stroke)]


def bone_shapes(analysis: Analysis, anatomy: Anatomy, *, bold: bool) -> list[Shape]:
    """Femur, sacrum, vertebrae and hip bone; ghosts only where the tilt is not known."""
    to_picture = analysis.geometry.frame.to_picture
    edge = 2.5 if bold else 1.8
    tilt = analysis.measures.get("pelvic_tilt")
    known = bool(tilt)

    def bone(name: str, points: Points, alpha: float, holes: tuple[Points, ...] = ()) -> Polygon:
        return Polygon(
            name=name,
            points=frozen(to_picture(points)),
            fill=Fill(style.BONE, alpha),
            stroke=Stroke(style.BONE_EDGE, edge, alpha=min(1.0, alpha + 0.1)),
            holes=tuple(frozen(to_picture(hole)) for hole in holes),
            measure="pelvic_tilt" if name == "hip_bone" else None,
        )

    faint = 0.9 if known else 0.35
    shapes: list[Shape] = [bone("sacrum", anatomy.pelvis.sacrum, faint)]
    shapes.extend(bone("spinous", points, 0.8) for points in anatomy.spinous)
    shapes.extend(bone("vertebra", points, 0.95) for points in anatomy.vertebrae)
    if known:
        reference = tilt.reference if tilt else None
        shapes.append(bone("hip_bone", anatomy.pelvis.bone, 0.76, (anatomy.pelvis.foramen,)))
        if reference is not None:
            shapes.extend(ghost_shapes(analysis, reference.mean))
    else:
        shapes.extend(ghost_shapes(analysis, NEUTRAL_TILT_DEG, name="unknown"))
    # The thigh bone is nearer to the viewer than the socket that it turns in.
    shapes += [bone("femur", anatomy.femur, 0.45), bone("femoral_head", anatomy.femoral_head, 0.75)]
    if known:
        shapes.append(_tip_line(analysis, anatomy.pelvis))
    return shapes


def _tip_line(analysis: Analysis, pelvis: Pelvis) -> Polyline:
    """The line from PSIS to ASIS, whose slope is the tilt."""
    points = analysis.geometry.frame.to_picture(np.vstack((pelvis.psis, pelvis.asis)))
    return Polyline(
        name="asis_psis", measure="pelvic_tilt", points=frozen(points), stroke=style.cased(style.TILT, 3.8)
    )


def psoas_shapes(analysis: Analysis, anatomy: Anatomy, *, bold: bool) -> list[Shape]:
    """The muscle, in the colour and the line style of the indicator's level."""
    level = style.LEVELS[analysis.shortened_psoas.level]
    to_picture = analysis.geometry.frame.to_picture
    suggested = analysis.shortened_psoas.level == "suggested"
    width = (4.2 if suggested else 2.6) * (1.0 if bold else 0.8)
    hatch = level.edge if level.hatch else None
    shapes: list[Shape] = [
        Polygon(
            name="psoas",
            measure=wording.INDICATOR,
            points=frozen(to_picture(anatomy.psoas)),
            fill=Fill(level.color, 0.45 if level.hatch else 0.86, hatch=hatch),
            stroke=Stroke(level.edge, width, dash_u=level.dash_u, casing=style.WHITE, casing_u=1.3),
        )
    ]
    if bold and not level.hatch:
        shapes.extend(
            Polyline(
                name="fibre",
                measure=wording.INDICATOR,
                points=frozen(to_picture(fibre)),
                stroke=Stroke(level.edge, 1.3, alpha=0.45),
            )
            for fibre in anatomy.fibres
        )
    return shapes


def plumb_shapes(analysis: Analysis) -> list[Shape]:
    """A true vertical through the ankle, and how far hip, shoulder and ear are from it."""
    frame, places = analysis.geometry.frame, joint_places(analysis)
    ankle = places["ankle"]
    top = max(float(places[part][1]) for part in _PLUMB_PARTS) + 0.42
    line = frame.to_picture(np.array([[ankle[0], ankle[1] - 0.1], [ankle[0], top]]))
    # Dark with a light casing: on a photo nobody knows which of the two will show.
    dashed = Stroke(style.INK, 2.8, dash_u=(12.0, 8.0), casing=style.WHITE, casing_u=1.8)
    shapes: list[Shape] = [Polyline(name="plumb_line", points=frozen(line), stroke=dashed)]
    for part in _PLUMB_PARTS:
        spot = places[part]
        ends = frozen(frame.to_picture(np.array([[ankle[0], spot[1]], spot])))
        measure: MeasureName | None = "pelvic_shift" if part == "hip" else None
        bar = style.cased(style.INK, 2.8)
        shapes.append(Polyline(name=f"offset_{part}", measure=measure, points=ends, stroke=bar))
        shapes.append(_dot(f"point_{part}", ends[1], measure))
    shapes.append(_dot("point_ankle", frame.to_picture(ankle), None))
    return shapes


def plumb_notes(analysis: Analysis) -> list[Note]:
    """A tag that says what the plumb line is."""
    frame, places = analysis.geometry.frame, joint_places(analysis)
    ankle, knee = places["ankle"], places["knee"]
    target = frame.to_picture(np.array([ankle[0], ankle[1] + 0.55 * (knee[1] - ankle[1])]))
    lines = tag_lines(tr(said.PLUMB_TAG))
    return [Note("plumb_line", None, lines, "", style.INK, frozen(target), True, frozen(target))]


def psoas_note(analysis: Analysis, anatomy: Anatomy) -> Note:
    """A tag that names the muscle and its level."""
    level = style.LEVELS[analysis.shortened_psoas.level]
    middle = analysis.geometry.frame.to_picture(anatomy.psoas_middle)
    target = middle[int(len(middle) * 0.8)]
    return Note(
        "psoas",
        wording.INDICATOR,
        (tr(said.PSOAS_TAG), level.tag),
        "",
        level.edge,
        frozen(target),
        False,
        frozen(middle[-4]),
    )


def frame_shapes(box: tuple[float, float, float, float]) -> list[Shape]:
    """Corners around the part of the photo that is shown enlarged."""
    left, top, right, bottom = box
    arm = 0.06 * (bottom - top)
    stroke = Stroke(style.WHITE, 3.0, alpha=0.95, casing=style.INK, casing_u=1.3, casing_alpha=0.45)
    shapes: list[Shape] = []
    for x, y, right_way, down in (
        (left, top, 1, 1),
        (right, top, -1, 1),
        (left, bottom, 1, -1),
        (right, bottom, -1, -1),
    ):
        points = frozen([[x, y + down * arm], [x, y], [x + right_way * arm, y]])
        shapes.append(Polyline(name="enlarged", points=points, stroke=stroke))
    return shapes


def _dot(name: str, center: Points, measure: ShownName | None) -> Circle:
    edge = Stroke(style.INK, 2.8)
    return Circle(
        name=name, measure=measure, center=frozen(center), radius_u=5.0, fill=Fill(style.WHITE), stroke=edge
    )


def landmark_shapes(analysis: Analysis) -> list[Shape]:
    """Small dots where the pose model sees the body."""
    marks = analysis.geometry.landmarks
    edge = Stroke(style.INK, 1.3)
    return [
        Circle(
            name=name.name.lower(),
            center=frozen(marks.point(name)),
            radius_u=3.0,
            fill=Fill(style.WHITE, 0.4 + 0.6 * float(np.clip(marks.visibility[name], 0.0, 1.0))),
            stroke=edge,
        )
        for name in LandmarkName
    ]


def grid_shapes(analysis: Analysis) -> list[Shape]:
    """True horizontals and verticals, a quarter of the trunk apart."""
    frame = analysis.geometry.frame
    stroke = Stroke(style.WHITE, 1.6, alpha=0.7, casing=style.INK, casing_u=1.0, casing_alpha=0.35)
    ticks = np.arange(-16, 13) * 0.25
    ends = [((-4.0, tick), (4.0, tick)) for tick in ticks] + [((tick, -4.0), (tick, 3.0)) for tick in ticks]
    return [
        Polyline(name="grid", points=frozen(frame.to_picture(np.array(end))), stroke=stroke) for end in ends
    ]
