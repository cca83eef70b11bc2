"""The figures of the modified Thomas test: the pelvis held, and let go."""

from __future__ import annotations

import math
from typing import Final

from analyzer.education.exercise_figures import SOFT_MM, WIDTH, arc, ground, label
from analyzer.education.mannequin import Mannequin
from analyzer.education.svg import Figure, group, line, num, path, polyline, rect, text
from analyzer.language import tr

_SCALE: Final = 0.235


def _thomas(name: str, title: str, tilt_deg: float, alt: str, caption: str) -> Figure:
    """The test on a table, with the angle of the thigh."""
    floor = 316.0
    table = 178.0
    body = Mannequin.standing_on(name, 6, table, _SCALE, at="support")
    hip, knee, back = (body.joint(joint) for joint in ("hip", "knee", "low_back"))
    top = table - SOFT_MM * _SCALE
    end = hip[0] + 20
    couch = (
        rect(0, top, end, 22, rx=6, fill="~cushion")
        + rect(end - 40, top + 22, 10, floor - top - 22, fill="~floor")
        + rect(36, top + 22, 10, floor - top - 22, fill="~floor")
    )
    angle = math.degrees(math.atan2(hip[1] - knee[1], knee[0] - hip[0]))
    far = 1.55 * math.dist(hip, knee)
    level = line(
        (hip[0] - 20, hip[1]), (hip[0] + far, hip[1]), stroke="~ink", stroke_width=1.8, stroke_dasharray="2 5"
    )
    tip = (hip[0] + 1.2 * (knee[0] - hip[0]), hip[1] + 1.2 * (knee[1] - hip[1]))
    thigh = line(hip, tip, stroke="~tilt", stroke_width=3.4, stroke_linecap="round")
    wedge = path(polyline([hip, *arc(hip, 0.98 * math.dist(hip, knee), 0, angle)], closed=True))
    wedge = wedge.replace("/>", ' fill="~tilt" fill-opacity="0.25"/>')
    degrees = f"{abs(round(angle))}°"
    side = tr("{degrees} above", degrees=degrees) if angle > 0 else tr("{degrees} below", degrees=degrees)
    measure = label(side, (knee[0] - 8, knee[1] - 32))
    held = tilt_deg < 0
    note = (
        label(tr("pelvis held, back flat"), (back[0], top + 44), "~good", "middle")
        if held
        else label(tr("back arches, pelvis tips"), (back[0], top + 44), "~gluteal", "middle")
    )
    marks = (
        ""
        if held
        else path(
            f"M{num(back[0] - 34)} {num(top - 1)}Q{num(back[0] + 2)} {num(top - 26)} {num(back[0] + 44)} "
            f"{num(top - 1)}",
            stroke="~gluteal",
            stroke_width=3,
            stroke_linecap="round",
        )
    )
    head = text(title, (8, 22), size=16.5, bold=True, room=WIDTH - 12)
    pelvis = body.draw_pelvis(10.0 + tilt_deg, -90.0)
    return Figure(
        name,
        WIDTH,
        floor + 8,
        ground(floor)
        + body.draw()
        + couch
        + pelvis
        + group(wedge + level + thigh)
        + marks
        + measure
        + note
        + head,
        alt=alt,
        caption=caption,
    )


def thomas_held() -> Figure:
    return _thomas(
        "thomas_held",
        tr("Pelvis held"),
        -9.0,
        alt=tr(
            "A person lies on the edge of a couch and holds one knee to the chest, so that the low back "
            "is flat. The other thigh stays above the horizontal: the hip flexors are short."
        ),
        caption=tr("Pelvis held: the thigh stays above the horizontal. Here the hip flexors are short."),
    )


def thomas_loose() -> Figure:
    return _thomas(
        "thomas_loose",
        tr("Pelvis let go, same hip"),
        9.0,
        alt=tr(
            "The same person with the same bend of the hip, but the held knee is looser: the pelvis "
            "tips forward, the back arches, and the thigh hangs below the horizontal, as if the hip "
            "flexors were long."
        ),
        caption=tr(
            "The same hip, but the pelvis tips forward: the thigh hangs lower, and the test misleads."
        ),
    )
