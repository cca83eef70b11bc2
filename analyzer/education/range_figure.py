"""The figure of the pelvis's range: tipped right back, the usual stance, tipped right forward."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.education import bones
from analyzer.education.pelvis_frame import frame
from analyzer.education.pelvis_model import TYPICAL_TILT_DEG
from analyzer.education.svg import Figure, circle, element, group, path, rect, smooth, text
from analyzer.language import tr
from analyzer.language.numbers import decimal

FORWARD_DEG: Final = 11.4
BACK_DEG: Final = 8.7
"""Largest voluntary tilt to both sides of the own stance (Levine 1996, PubMed 8866271)."""
WIDTH: Final = 440.0
_HEIGHT: Final = 286.0
_SCALE: Final = 0.32
_BAR_Y: Final = 226.0
_TOP: Final = 34.0
_WINDOW: Final = (60.0, 70.0, 380.0, 470.0)
"""What is shown of the large figure of the pelvis: left, top, right, bottom."""
_ENDS: Final = (36.0, WIDTH - 36.0)


def _bone() -> str:
    outline, hole = np.array(bones.HIP_BONE) * [1.0, -1.0], np.array(bones.FORAMEN)[::-1] * [1.0, -1.0]
    ring = smooth(outline, closed=True) + smooth(hole, closed=True)
    return path(ring, fill="~bone", fill_rule="evenodd", stroke="~bone_edge", stroke_width=3)


def _stance(tilt_deg: float, middle: float, number: int) -> str:
    """The pelvis at a tilt, with the low back, cut out of the large figure."""
    now = frame(tilt_deg)
    left, top, right, bottom = _WINDOW
    clip = f"range-{number}"
    window = element(
        "clipPath",
        element("rect", x=left, y=top, width=right - left, height=bottom - top, rx=30),
        id=clip,
    )
    inside = (
        element("rect", x=left, y=top, width=right - left, height=bottom - top, fill="~paper")
        + element("path", fill="~body_fill", stroke="~body_edge", stroke_width=3, **now.parts["skin"])
        + element("g", _bone(), **now.parts["pelvis"])
        + element("path", stroke="~curve", stroke_width=11, stroke_linecap="round", **now.parts["back"])
        + element("path", stroke="~tilt", stroke_width=8, stroke_linecap="round", **now.parts["tilt"])
    )
    x = middle - _SCALE * (left + right) / 2.0
    place = f"translate({x:.1f} {_TOP - _SCALE * top:.1f}) scale({_SCALE})"
    return window + group(group(inside, clip_path=f"url(#{clip})"), transform=place)


def pelvic_range() -> Figure:
    """Three stances above the range, and where the usual one lies in it."""
    low, high = _ENDS
    usual = low + (high - low) * BACK_DEG / (BACK_DEG + FORWARD_DEG)
    middles = (74.0, WIDTH / 2.0, WIDTH - 74.0)
    tilts = (TYPICAL_TILT_DEG - BACK_DEG, TYPICAL_TILT_DEG, TYPICAL_TILT_DEG + FORWARD_DEG)
    titles = tr("tipped back"), tr("usual stance"), tr("tipped forward")
    body = ""
    for number, (middle, tilt, title) in enumerate(zip(middles, tilts, titles, strict=True)):
        body += _stance(tilt, middle, number) + text(
            title, (middle, 22), size=17, anchor="middle", bold=True, room=WIDTH / 3 - 8
        )
    bar = rect(low, _BAR_Y - 6, high - low, 12, rx=6, fill="~floor")
    back, ahead = (f"{decimal(degrees, 1)}°" for degrees in (BACK_DEG, FORWARD_DEG))
    share = round(100.0 * BACK_DEG / (BACK_DEG + FORWARD_DEG))
    words = (
        text("0 %", (low, _BAR_Y - 14), size=16.5, color="~muted")
        + text("100 %", (high, _BAR_Y - 14), size=16.5, color="~muted", anchor="end")
        + text(f"{share} %", (usual, _BAR_Y - 16), size=18, anchor="middle", bold=True, color="~tilt")
        + text(tr("{degrees} back", degrees=back), (low, _BAR_Y + 32), size=16.5, room=(high - low) / 2 - 8)
        + text(
            tr("{degrees} forward", degrees=ahead),
            (high, _BAR_Y + 32),
            size=16.5,
            anchor="end",
            room=(high - low) / 2 - 8,
        )
    )
    return Figure(
        "pelvic_range",
        WIDTH,
        _HEIGHT,
        body + bar + circle((usual, _BAR_Y), 10, fill="~tilt", stroke="~paper", stroke_width=2.5) + words,
        alt=tr(
            "Three side views of pelvis and low back: tipped right back with a flat low back, the usual "
            "stance, and tipped right forward with a deep hollow. Below them a bar from 0 to 100 %: the "
            "usual stance lies at {share} %, {back} from the back end and {forward} from the forward end.",
            share=share,
            back=back,
            forward=ahead,
        ),
        caption=tr("The range of the pelvis in one study, and where people usually stood in it."),
    )
