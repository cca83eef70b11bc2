"""The figure of pelvis, low back and psoas, at any tilt: a still picture, and what a slider moves."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from analyzer.education import bones
from analyzer.education.pelvis_frame import FIBRES, PelvisFrame, frame
from analyzer.education.pelvis_model import LEVELS, TYPICAL_TILT_DEG
from analyzer.education.svg import Figure, circle, element, gradient, group, path, smooth, text
from analyzer.language import tr, trp
from analyzer.language.numbers import decimal
from analyzer.types.arrays import FloatArray

WIDTH: Final = 440.0
HEIGHT: Final = 500.0
_ID: Final = "pelvis"


def _local(shape: Any) -> FloatArray:
    """From millimetres to the coordinates of a group, whose y runs down."""
    result: FloatArray = np.asarray(shape, dtype=np.float64) * [1.0, -1.0]
    return result


def _moving(name: str, now: PelvisFrame, tag: str, content: str = "", /, **values: object) -> str:
    """An element that a frame moves: its name, what does not change, and what the frame gives."""
    return element(tag, content, data_part=name, **values, **now.parts[name])


def _bone(shape: Any, fill: str = f"url(#{_ID}-bone)") -> str:
    return path(
        smooth(_local(shape), closed=True),
        fill=fill,
        stroke="~bone_edge",
        stroke_width=1.3,
        stroke_linejoin="round",
    )


def _crease(shape: Any, opacity: float = 0.5) -> str:
    return path(
        smooth(_local(shape)),
        stroke="~bone_edge",
        stroke_width=1.1,
        stroke_opacity=opacity,
        stroke_linecap="round",
    )


def _hip_bone() -> str:
    ring = smooth(_local(bones.HIP_BONE), closed=True) + smooth(_local(bones.FORAMEN)[::-1], closed=True)
    hip = path(ring, fill=f"url(#{_ID}-hip)", fill_rule="evenodd", stroke="~bone_edge", stroke_width=1.3)
    fan = path(smooth(_local(bones.ILIACUS), closed=True), fill="~muscle", fill_opacity=0.26)
    return hip + _crease(bones.CREST, 0.3) + fan + _crease(bones.BRIM) + _crease(bones.SYMPHYSIS, 0.45)


def _vertebra(level: str) -> str:
    size = bones.SIZE[level]
    arch = _bone(_local(bones.ARCH) * [size, -size], fill="~bone_far")
    return arch + _bone(_local(bones.VERTEBRA) * [size, -size])


def _defs() -> str:
    return element(
        "defs",
        gradient(f"{_ID}-bone", [(0, "~bone_far"), (1, "~bone")], start=(-20, 0), end=(16, 0))
        + gradient(f"{_ID}-hip", [(0, "~bone"), (1, "~bone_far")], start=(0, -130), end=(0, 70))
        + gradient(
            f"{_ID}-muscle",
            [(0, "~muscle_deep"), (0.45, "~muscle"), (1, "~muscle_deep")],
            start=(178, 0),
            end=(262, 0),
        )
        # Below the brim the muscle runs on the outer side of the pelvis: there the bone shows through.
        + gradient(f"{_ID}-fade", [(0, "#fff"), (1, "#999")], start=(0, 322), end=(0, 352))
        + element(
            "mask",
            element("rect", x=0, y=0, width=int(WIDTH), height=int(HEIGHT), fill=f"url(#{_ID}-fade)"),
            id=f"{_ID}-through",
            maskUnits="userSpaceOnUse",
            x=0,
            y=0,
            width=int(WIDTH),
            height=int(HEIGHT),
        )
        + element(
            "clipPath", element("rect", x=0, y=0, width=int(WIDTH), height=int(HEIGHT)), id=f"{_ID}-crop"
        ),
    )


def _anatomy(now: PelvisFrame) -> str:
    femur = _bone(bones.FEMUR, fill="~bone_far") + circle(
        (0, 0), bones.HEAD_RADIUS, fill="~bone_far", stroke="~bone_edge", stroke_width=1.1
    )
    sacrum = _bone(bones.SACRUM) + "".join(_crease(shape, 0.4) for shape in bones.SACRAL_LINES)
    ball = circle(
        (0, 0),
        bones.HEAD_RADIUS,
        stroke="~bone_edge",
        stroke_width=1.2,
        stroke_dasharray="3 4",
        stroke_opacity=0.75,
    )
    thin = {"stroke": "~muscle_edge", "stroke_opacity": 0.38, "stroke_width": 1.1, "stroke_linecap": "round"}
    muscle = _moving(
        "psoas",
        now,
        "path",
        fill=f"url(#{_ID}-muscle)",
        stroke="~muscle_edge",
        stroke_width=1.6,
        stroke_linejoin="round",
    )
    muscle += "".join(_moving(f"fibre{i}", now, "path", **thin) for i in range(len(FIBRES)))
    muscle += _moving("tendon", now, "path", fill="~tendon", fill_opacity=0.8)
    layers = [
        _moving("skin", now, "path", fill="~body_fill", stroke="~body_edge", stroke_width=1.6),
        _moving("back", now, "path", stroke="~curve", stroke_width=5, stroke_linecap="round"),
        _moving("thigh", now, "g", femur),
        _moving("pelvis", now, "g", _hip_bone() + ball),
        *(_moving(level, now, "g", _vertebra(level)) for level in LEVELS[::-1]),
        *(
            _moving(f"disc{i}", now, "path", fill="~disc", stroke="~bone_edge", stroke_width=0.8)
            for i in range(len(LEVELS))
        ),
        _moving("sacrum", now, "g", sacrum),
        group(muscle, mask=f"url(#{_ID}-through)"),
    ]
    return "".join(layers)


def _measures(now: PelvisFrame) -> str:
    name = {"font_size": 16.5, "font_weight": 600, "fill": "~tilt", "stroke": "~paper", "stroke_width": 4}
    halo = name | {"paint_order": "stroke", "stroke_linejoin": "round"}
    small = halo | {"font_size": 16.2, "fill": "~muted", "stroke": "~body_fill", "stroke_width": 3}
    point = {"r": 5, "fill": "~paper", "stroke": "~tilt", "stroke_width": 2.6}
    layers = [
        _moving("wedge", now, "path", fill="~tilt", fill_opacity=0.16),
        _moving("level", now, "path", stroke="~ink", stroke_width=1.8, stroke_dasharray="2 5"),
        _moving("tilt", now, "path", stroke="~tilt", stroke_width=3, stroke_linecap="round"),
        _moving("psis", now, "circle", **point),
        _moving("asis", now, "circle", **point),
        _moving("asis_name", now, "text", "ASIS", **halo),
        _moving("psis_name", now, "text", "PSIS", text_anchor="end", **halo),
        _moving("pivot", now, "circle", r=3.4, fill="~ink"),
        *(_moving(f"{level}_name", now, "text", level, **small) for level in LEVELS),
    ]
    return "".join(layers)


def drawing(now: PelvisFrame) -> str:
    """The figure without its words at the edges."""
    ends = text(trp("side of the body", "back"), (14, HEIGHT - 12), size=16.5, color="~muted") + text(
        trp("side of the body", "front"), (WIDTH - 14, HEIGHT - 12), size=16.5, color="~muted", anchor="end"
    )
    return _defs() + group(_anatomy(now) + _measures(now), clip_path=f"url(#{_ID}-crop)") + ends


def signed_words(tilt_deg: float) -> str:
    """A tilt in words.

    >>> signed_words(12.0), signed_words(-4.0), signed_words(0.2)
    ('12° forward', '4° backward', 'level')
    """
    whole = round(tilt_deg)
    if whole == 0:
        return trp("pelvis", "level")
    degrees = f"{abs(whole)}°"
    return (
        tr("{degrees} forward", degrees=degrees) if whole > 0 else tr("{degrees} backward", degrees=degrees)
    )


def alt_text(now: PelvisFrame) -> str:
    """The figure in words."""
    return tr(
        "Side view of the low back and the pelvis. The pelvis tips {tilt}, the curve of the low back is "
        "{curve}. The psoas runs from the lumbar vertebrae over the front of the pelvis to the thigh bone; "
        "its way is {share} % of that in a typical stance.",
        tilt=signed_words(now.tilt_deg),
        curve=f"{round(now.curve_deg)}°",
        share=decimal(now.psoas_pct, 1),
    )


def pelvis_figure(tilt_deg: float = TYPICAL_TILT_DEG, *, words: bool = True) -> Figure:
    """Pelvis, low back and psoas at a pelvic tilt, as a still picture.

    Parameters
    ----------
    tilt_deg : float
        + = anterior, from -10 to 30.
    words : bool
        Write the three values below it.
    """
    now = frame(tilt_deg)
    return Figure(
        id=_ID,
        width=WIDTH,
        height=HEIGHT + (60 if words else 0),
        body=drawing(now) + (_still_words(now) if words else ""),
        alt=alt_text(now),
        caption=tr(
            "When the pelvis tips forward, the low back follows and the ends of the psoas come closer."
        ),
    )


def _still_words(now: PelvisFrame) -> str:
    columns = (
        (tr("Pelvis"), signed_words(now.tilt_deg), "~tilt"),
        (tr("Curve of the low back"), f"{round(now.curve_deg)}°", "~curve"),
        (tr("Length of the psoas"), f"{decimal(now.psoas_pct, 1)} %", "~muscle_deep"),
    )
    words, room = "", WIDTH / len(columns) - 8
    for index, (name, value, color) in enumerate(columns):
        x = WIDTH * (index + 0.5) / len(columns)
        words += text(name, (x, HEIGHT + 22), size=13, color="~muted", anchor="middle", room=room)
        words += text(value, (x, HEIGHT + 46), size=19, color=color, anchor="middle", bold=True, room=room)
    return words
