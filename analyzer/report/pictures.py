"""Pictures of a report: the photo with what was found, and two photos laid on each other."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.language import mark, tr
from analyzer.overlay import EncodedPhoto, Theme, build_scene, build_thomas_scene, paint_svg
from analyzer.overlay.aligned import Aligned, align, ankle_place
from analyzer.overlay.comparison import AFTER, BEFORE
from analyzer.overlay.drawn import describe_drawings, visible
from analyzer.overlay.faces import face_covered
from analyzer.overlay.paint_cv import paint_ground
from analyzer.overlay.picture_words import MIRRORED
from analyzer.overlay.primitives import PhotoStyle, Scene, View
from analyzer.overlay.scene import describe
from analyzer.overlay.supine import describe_thomas
from analyzer.overlay.svg_theme import FONTS
from analyzer.report.content import ReportPhoto, ReportTest
from analyzer.report.model import Picture
from analyzer.svg import XMLNS, element, number, rgb
from analyzer.types import Indicator

Image = NDArray[np.uint8]
FONT: Final = "Source Sans 3"
PAPER_THEME: Final = Theme((255, 255, 255), fonts=f"'{FONT}', {FONTS}")
SIDE_ALT: Final = mark("{name}: the person from the side, with the traced back.")
SIDE_MIRRORED_ALT: Final = mark(
    "{name}: the person from the side, with the traced back, mirrored to look the same way."
)
BOTH_ALT: Final = mark("Both outlines on the same ankle: {before} in blue, {after} in orange.")
BOTH: Final = mark("Both: blue before, orange after")
_PER_UNIT: Final = 1.5
"""Pixels of the photo for each unit of the drawing, if it has them: some 300 an inch on paper."""
_PAIR_SIZE: Final = (560, 1000)
_QUALITY: Final = 86
_HAIR: Final = (232, 235, 238)


def overlay_pictures(
    photo: ReportPhoto, *, cover_face: bool, psoas: Indicator | None = None, drawings: bool = True
) -> tuple[Picture, ...]:
    """The whole person, and the low back large, with the drawing. Empty without pixels or geometry.

    ``psoas`` is what several photos say together: the muscle is drawn as the headline has it. ``drawings``
    says whether what a person drew is shown.
    """
    analysis = photo.drawable
    if analysis is None or photo.rgb is None:
        return ()
    analysis = analysis if psoas is None else replace(analysis, shortened_psoas=psoas)
    analysis = analysis if drawings else replace(analysis, drawings=())
    rgb = face_covered(photo.rgb, analysis) if cover_face else photo.rgb
    scene = build_scene(analysis)
    views = [view for view in scene.views if view.photo is not None]
    return tuple(_view_picture(scene, view, rgb, describe(analysis)) for view in views)


def drawn_picture(photo: ReportPhoto, *, cover_face: bool, caption: str, prefix: str) -> Picture | None:
    """The whole person with what somebody drew; ``None`` without that, without pixels or geometry."""
    analysis = photo.drawable
    if analysis is None or photo.rgb is None or not visible(analysis.drawings):
        return None
    rgb = face_covered(photo.rgb, analysis) if cover_face else photo.rgb
    scene = build_scene(analysis)
    drawn = _view_picture(scene, scene.views[0], rgb, describe_drawings(analysis.drawings), prefix)
    return replace(drawn, caption=caption)


def thomas_picture(
    photo: ReportTest, *, cover_face: bool, caption: str, tag_size: float = 1.0
) -> Picture | None:
    """One photo of the direct test with the drawing; ``None`` without pixels or geometry.

    ``tag_size`` says how many times as large as usual the letters are.
    """
    analysis = photo.drawable
    if analysis is None or photo.rgb is None:
        return None
    rgb = face_covered(photo.rgb, analysis) if cover_face else photo.rgb
    scene = build_thomas_scene(analysis, panel=False, tag_sizes=(tag_size,))
    prefix = f"report-{analysis.view.side}-hip"
    drawn = _view_picture(scene, scene.views[0], rgb, describe_thomas(analysis), prefix)
    return replace(drawn, caption=caption)


def pair_pictures(
    before: ReportPhoto, after: ReportPhoto, names: tuple[str, str], *, cover_face: bool
) -> tuple[Picture, ...]:
    """Both photos on the same ankle and of one size, and both outlines. Empty when one cannot be shown.

    ``names`` stand below the photos.
    """
    first, second = before.drawable, after.drawable
    if first is None or second is None or before.rgb is None or after.rgb is None:
        return ()
    facing = first.view.facing
    sides = [
        align(analysis, rgb, _PAIR_SIZE, facing=facing, cover_face=cover_face, beyond=_HAIR)
        for analysis, rgb in ((first, before.rgb), (second, after.rgb))
    ]
    pictures = []
    for side, name, color in zip(sides, names, (BEFORE, AFTER), strict=True):
        shown = f"{name}, {tr(MIRRORED)}" if side.mirrored else name
        body = _image(side.rgb) + _back(side, color, casing=True)
        alt = tr(SIDE_MIRRORED_ALT if side.mirrored else SIDE_ALT, name=name)
        pictures.append(_pair_picture(body, alt, shown))
    across = float(ankle_place(_PAIR_SIZE, facing)[0])
    body = element(
        "path", d=f"M{number(across, 1)} 20V980", stroke="#969fa8", stroke_width=2, stroke_dasharray="9 7"
    )
    for side, color in zip(sides, (BEFORE, AFTER), strict=True):
        rings = "".join(_path(ring, closed=True) for ring in side.outline[:1])
        look = {"fill": rgb(color), "fill_opacity": 0.1, "stroke": rgb(color), "stroke_width": 2.5}
        body += element("path", d=rings, **look) + _back(side, color, casing=False)
    alt = tr(BOTH_ALT, before=names[0], after=names[1])
    pictures.append(_pair_picture(body, alt, tr(BOTH)))
    return tuple(pictures)


def wrapped(image: Image, alt: str) -> Picture:
    """Pixels as a picture without loss, for logos."""
    done, data = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    assert done
    height, width = image.shape[:2]
    return Picture(_document(_href(bytes(data), "png", width, height), width, height), alt, width, height)


def _view_picture(scene: Scene, view: View, rgb: Image, alt: str, prefix: str = "") -> Picture:
    """One view, its photo bleached beforehand: filters of an SVG take engines a second."""
    pixels = rgb.shape[1] / scene.photo_px[0] / view.units_per_coordinate
    ground = paint_ground(scene, view, rgb, per_unit=min(_PER_UNIT, max(pixels, 0.5)))
    bleached = replace(view, photo=PhotoStyle(0.0, 0.0, 1.0))
    shown = replace(scene, views=tuple(bleached if item is view else item for item in scene.views))
    svg = paint_svg(
        shown,
        EncodedPhoto(_jpeg(ground), view.source),
        interactive=False,
        theme=PAPER_THEME,
        prefix=prefix or f"report-{view.id}",
        views=[view.id],
    )
    left, top, right, bottom = view.target
    return Picture(svg, alt, right - left, bottom - top)


def _pair_picture(body: str, alt: str, caption: str) -> Picture:
    width, height = _PAIR_SIZE
    ground = element("rect", width=width, height=height, fill="#f6f7f8")
    return Picture(_document(ground + body, width, height, alt), alt, width, height, caption)


def _document(body: str, width: float, height: float, alt: str = "") -> str:
    label = {"role": "img", "aria_label": alt} if alt else {}
    return element("svg", body, xmlns=XMLNS, viewBox=f"0 0 {width:g} {height:g}", fill="none", **label)


def _image(rgb: Image) -> str:
    height, width = rgb.shape[:2]
    return _href(_jpeg(rgb), "jpeg", width, height)


def _href(data: bytes, kind: str, width: float, height: float) -> str:
    text = base64.b64encode(data).decode("ascii")
    return element("image", width=width, height=height, href=f"data:image/{kind};base64,{text}")


def _jpeg(rgb: Image) -> bytes:
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    assert done
    return bytes(data)


def _back(side: Aligned, color: tuple[int, int, int], *, casing: bool) -> str:
    if side.back is None:
        return ""
    data = _path(side.back)
    look = {"d": data, "stroke_linejoin": "round"}
    below = element("path", stroke="#ffffff", stroke_width=9, **look) if casing else ""
    return below + element("path", stroke=rgb(color), stroke_width=5, **look)


def _path(points: NDArray[np.float64], *, closed: bool = False) -> str:
    words = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{words}{'Z' if closed else ''}"
