"""The figures of the exercises, and of sitting at a desk."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from analyzer.education.mannequin import Mannequin, badge
from analyzer.education.svg import Figure, Point, arrow, line, num, path, polyline, rect, room_at, text
from analyzer.language import tr, trp

WIDTH: Final = 400.0
_SCALE: Final = 0.235
SOFT_MM: Final = 10.0
"""How deep a body lies in a mat or bed."""


def _mat(floor: float, left: float = 10.0, right: float = WIDTH - 10.0) -> str:
    """A mat, drawn over the lowest millimetres of the body that lies on it."""
    return rect(left, floor - SOFT_MM * _SCALE, right - left, 10, rx=5, fill="~cushion")


def ground(floor: float) -> str:
    return rect(0, floor, WIDTH, 6, rx=3, fill="~floor")


def label(words: str, at: Point, color: str = "~tilt", anchor: str = "start") -> str:
    room = room_at(at, anchor, WIDTH)
    return text(words, at, size=16.5, color=color, anchor=anchor, bold=True, halo=True, room=room)


def arc(center: Point, radius: float, start_deg: float, end_deg: float) -> list[Point]:
    """Points of an arc; 0° points right, 90° up."""
    steps = [start_deg + (end_deg - start_deg) * k / 8 for k in range(9)]
    return [
        (center[0] + radius * math.cos(math.radians(a)), center[1] - radius * math.sin(math.radians(a)))
        for a in steps
    ]


def _book(body: Mannequin, floor: float) -> str:
    """Something flat under the head."""
    return rect(body.joint("head")[0] - 34, floor - SOFT_MM * _SCALE - 9, 62, 9, rx=3, fill="~cushion")


def sitting() -> Figure:
    floor = 322.0
    body = Mannequin.standing_on("sitting", 96, floor, 0.225)
    hip, wrist = body.joint("hip"), body.joint("wrist")
    seat = hip[1] + 27
    chair = (
        rect(hip[0] - 40, seat, 84, 9, rx=4, fill="~cushion")
        + rect(hip[0] - 2, seat + 9, 7, floor - seat - 14, fill="~floor")
        + rect(hip[0] - 30, floor - 7, 64, 7, rx=3, fill="~floor")
        + rect(hip[0] - 52, seat - 104, 9, 66, rx=4, fill="~cushion")
        + path(
            f"M{num(hip[0] - 48)} {num(seat - 44)}V{num(seat + 4)}H{num(hip[0] - 30)}",
            stroke="~floor",
            stroke_width=5,
        )
    )
    desk_y = wrist[1] + 12
    desk = rect(wrist[0] - 36, desk_y, 150, 8, rx=3, fill="~cushion") + rect(
        wrist[0] + 90, desk_y + 8, 8, floor - desk_y - 8, fill="~floor"
    )
    screen = (
        rect(wrist[0] + 52, desk_y - 92, 9, 70, rx=3, fill="~muted")
        + rect(wrist[0] + 55, desk_y - 24, 4, 24, fill="~muted")
        + rect(wrist[0] + 38, desk_y - 3, 40, 3, rx=1, fill="~muted")
    )
    note = label(tr("psoas"), (hip[0] - 62, hip[1] - 70), "~muscle_deep", "end")
    pointer = line(
        (hip[0] - 58, hip[1] - 70), (hip[0] - 4, hip[1] - 46), stroke="~muscle_deep", stroke_width=2
    )
    return Figure(
        "sitting",
        WIDTH,
        floor + 8,
        ground(floor) + chair + body.draw(psoas=True) + desk + screen + pointer + note,
        alt=tr("A person sits at a desk. The hip is bent, so the psoas, drawn in orange, is held short."),
        caption=tr("In sitting the hip is bent: the ends of the psoas are close together, for hours."),
    )


def half_kneeling() -> Figure:
    floor = 330.0
    body = Mannequin.standing_on("half_kneeling", 44, floor, 0.236)
    hip, knee = body.joint("hip"), body.joint("knee")
    pad = rect(knee[0] - 34, floor - 7, 70, 8, rx=4, fill="~cushion")
    tuck = arrow(arc((hip[0] - 2, hip[1] - 6), 44, 212, 306), color="~good", width=3.4)
    shift = arrow([(hip[0] - 92, hip[1] - 34), (hip[0] - 46, hip[1] - 34)], color="~tilt", width=3.4)
    words = label(trp("step of an exercise", "1 Tuck"), (hip[0] - 56, hip[1] + 30), "~good", "end") + label(
        trp("step of an exercise", "2 Forward"), (hip[0] - 56, hip[1] - 46), anchor="end"
    )
    return Figure(
        "half_kneeling",
        WIDTH,
        floor + 8,
        ground(floor) + body.draw(psoas=True) + pad + tuck + shift + words,
        alt=tr(
            "A person kneels on the right knee on a cushion, the left foot in front, the trunk upright. "
            "An arrow shows the pelvis tucked under, a second one the hips moving a little forward. The "
            "psoas of the kneeling leg is drawn in orange."
        ),
        caption=tr("Tuck the pelvis first, then move the hips forward a little."),
    )


def edge_stretch() -> Figure:
    floor = 292.0
    body = Mannequin.standing_on("edge_stretch", 14, 168.0, _SCALE, at="support")
    hip, knee, ankle = (body.joint(name) for name in ("hip", "knee", "ankle"))
    top = 168.0 - SOFT_MM * _SCALE
    end = hip[0] + 12
    bed = (
        rect(0, top, end, 34, rx=8, fill="~cushion")
        + rect(0, top + 34, end - 6, 18, fill="~floor")
        + rect(end - 26, top + 52, 12, floor - top - 52, fill="~floor")
    )
    pillow = rect(
        body.joint("head")[0] - 52, top - 12, 92, 15, rx=7, fill="~panel", stroke="~floor", stroke_width=1.2
    )
    sink = arrow([(knee[0] + 30, knee[1] - 8), (knee[0] + 30, knee[1] + 34)], color="~tilt", width=3.4)
    back = body.joint("low_back")
    flat = label(tr("low back stays down"), (back[0], top + 76), "~good", "middle")
    words = label(tr("let it sink"), (knee[0] + 26, knee[1] - 20), anchor="middle")
    wrist = body.joint("wrist")
    hold = label(trp("step of an exercise", "hold"), (wrist[0] - 22, wrist[1]), "~good", "end")
    assert ankle[1] < floor
    return Figure(
        "edge_stretch",
        WIDTH,
        floor + 8,
        ground(floor) + pillow + body.draw(psoas=True) + bed + sink + flat + words + hold,
        alt=tr(
            "A person lies on the back at the edge of a bed, holds the left knee to the chest and lets "
            "the right leg hang over the edge. The low back stays flat. The psoas of the hanging leg is "
            "drawn in orange."
        ),
        caption=tr("Hold one knee so that the low back stays down; let the other leg sink."),
    )


_FLOOR: Final = 176.0
_BUG_FLOOR: Final = 206.0
_BUG_SCALE: Final = 0.19


def _centred(pose: str, floor: float = _FLOOR, scale: float = _SCALE) -> Mannequin:
    """A body that lies on a floor, in the middle of the figure."""
    body = Mannequin.standing_on(pose, 0, floor, scale)
    return Mannequin(pose, (WIDTH - body.width) / 2, body.top, scale)


def _on_mat(
    id_: str, body: Mannequin, floor: float, alt: str, *, step: tuple[int, str] | None = None
) -> Figure:
    """A person on a mat; ``step`` is a number and a word for the corner."""
    head = badge(step[0], (20, 22)) + text(step[1], (41, 28), size=16.5, bold=True) if step else ""
    content = _book(body, floor) + body.draw(psoas=True) + _mat(floor)
    return Figure(id_, WIDTH, floor + 14, content + head, alt)


def _with(figure: Figure, extra: str, *, height: float | None = None) -> Figure:
    """A figure with something drawn over it."""
    return replace(figure, body=figure.body + extra, height=height or figure.height)


def bridge_down() -> Figure:
    alt = tr("A person lies on the back, knees bent, feet flat on the mat.")
    return _on_mat(
        "bridge_1", _centred("bridge_down"), _FLOOR, alt, step=(1, trp("step of an exercise", "Start"))
    )


def bridge_up() -> Figure:
    alt = tr(
        "The hips are lifted until shoulders, hips and knees are in line. The psoas, in orange, is long."
    )
    figure = _on_mat(
        "bridge_2", _centred("bridge_up"), _FLOOR, alt, step=(2, trp("step of an exercise", "Lift"))
    )
    return _with(figure, arrow([(224, 168), (224, 134)], color="~tilt", width=3.4))


def pelvic_tilt_rest() -> Figure:
    alt = tr("A person lies on the back with bent knees. There is a small gap under the low back.")
    body = _centred("tilt_rest")
    figure = _on_mat("pelvic_tilt_1", body, _FLOOR, alt, step=(1, trp("step of an exercise", "Rest")))
    x, y = body.joint("low_back")[0] - 6, _FLOOR - 3
    gap = path(
        f"M{num(x - 38)} {num(y)}Q{num(x)} {num(y - 22)} {num(x + 38)} {num(y)}",
        stroke="~gluteal",
        stroke_width=3,
        stroke_linecap="round",
    )
    words = label(tr("a small gap"), (x, _FLOOR + 27), "~gluteal", "middle")
    return _with(figure, gap + words, height=_FLOOR + 36)


def pelvic_tilt_tucked() -> Figure:
    alt = tr("The pelvis is tucked under, and the low back lies flat on the mat.")
    body = _centred("tilt_tucked")
    figure = _on_mat("pelvic_tilt_2", body, _FLOOR, alt, step=(2, trp("step of an exercise", "Flatten")))
    x, y = body.joint("low_back")[0] - 6, _FLOOR - 3
    flat = line((x - 38, y), (x + 38, y), stroke="~good", stroke_width=3.4, stroke_linecap="round")
    turn = arrow(arc((226, 148), 42, 20, 112), color="~good", width=3.4)
    words = label(tr("low back down"), (x, _FLOOR + 27), "~good", "middle")
    return _with(figure, flat + turn + words, height=_FLOOR + 36)


def dead_bug_start() -> Figure:
    alt = tr("A person lies on the back, arms straight up, hips and knees bent to right angles.")
    body = _centred("dead_bug_start", _BUG_FLOOR, _BUG_SCALE)
    return _on_mat("dead_bug_1", body, _BUG_FLOOR, alt, step=(1, trp("step of an exercise", "Start")))


def dead_bug_reach() -> Figure:
    alt = tr(
        "The left arm reaches back over the head and the right leg reaches out, just above the mat; the low "
        "back stays down."
    )
    body = _centred("dead_bug_reach", _BUG_FLOOR, _BUG_SCALE)
    return _on_mat("dead_bug_2", body, _BUG_FLOOR, alt, step=(2, trp("step of an exercise", "Reach")))


def rest() -> Figure:
    alt = tr(
        "A person rests on the back, knees bent, feet flat, something flat under the head, hands on the "
        "belly, breathing slowly."
    )
    waves = "".join(
        path(
            polyline(arc((150, 112), radius, 62, 118)),
            stroke="~good",
            stroke_width=2.6,
            stroke_linecap="round",
        )
        for radius in (30, 42, 54)
    )
    words = label(tr("breathe slowly"), (150, 46), "~good", "middle")
    return _with(_on_mat("rest", _centred("rest"), _FLOOR, alt), waves + words)
