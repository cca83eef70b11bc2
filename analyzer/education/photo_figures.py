"""The figures about the photo: how to take it, what it shows and what it cannot show."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.education.mannequin import Mannequin, figure_data
from analyzer.education.svg import (
    Figure,
    Point,
    circle,
    group,
    line,
    path,
    polyline,
    rect,
    smooth,
    text,
)
from analyzer.language import mark, tr, translated

WIDTH: Final = 400.0
SHOWN: Final = mark(
    (
        "the outline of the back",
        "how the trunk leans",
        "knees, hips, shoulder, head",
        "change, with the same setup",
    )
)
HIDDEN: Final = mark(
    ("bones and their shape", "how long the psoas is", "pain and its cause", "how you stand all day")
)


def _tick(at: Point, color: str = "~good") -> str:
    x, y = at
    return circle(at, 8.5, fill=color) + path(
        polyline([(x - 4, y), (x - 1, y + 3.5), (x + 4.5, y - 3.5)]),
        stroke="~paper",
        stroke_width=2.2,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def _cross(at: Point) -> str:
    x, y = at
    bars = polyline([(x - 3.5, y - 3.5), (x + 3.5, y + 3.5)]) + polyline(
        [(x - 3.5, y + 3.5), (x + 3.5, y - 3.5)]
    )
    return circle(at, 8.5, fill="~muted") + path(
        bars, stroke="~paper", stroke_width=2.2, stroke_linecap="round"
    )


def _dimension(start: Point, end: Point) -> str:
    """A measured distance, with a stroke at both ends."""
    (x0, y0), (x1, _) = start, end
    ends = polyline([(x0, y0 - 6), (x0, y0 + 6)]) + polyline([(x1, y0 - 6), (x1, y0 + 6)])
    return path(polyline([start, end]) + ends, stroke="~ink", stroke_width=1.8)


def _camera(lens: Point, floor: float) -> str:
    """A phone on a tripod, its lens to the right."""
    x, y = lens
    legs = "".join(polyline([(x - 6, y + 22), (x - 6 + dx, floor)]) for dx in (-22, 0, 22))
    return (
        path(legs, stroke="~muted", stroke_width=4, stroke_linecap="round", stroke_linejoin="round")
        + rect(x - 12, y - 14, 10, 38, rx=3, fill="~ink")
        + rect(x - 2, y - 5, 5, 10, rx=2, fill="~curve")
    )


def camera_setup() -> Figure:
    """Where the camera stands: seen from the front of the person."""
    floor, scale = 214.0, 0.1055
    body = Mannequin.standing_on("standing_front", 0, floor, scale)
    body = Mannequin("standing_front", WIDTH - 26 - body.width, body.top, scale)
    hip, far_hip = body.joint("hip"), body.joint("far_hip")
    pelvis = ((hip[0] + far_hip[0]) / 2, hip[1] - 9)
    lens = (pelvis[0] - 3000 * scale, pelvis[1])
    view = path(
        polyline([lens, (pelvis[0], body.top + 2), (pelvis[0], floor)], closed=True),
        fill="~curve",
        fill_opacity=0.11,
    )
    level = line(lens, (pelvis[0] + 30, pelvis[1]), stroke="~curve", stroke_width=2.2, stroke_dasharray="6 5")
    room = body.left - lens[0] - 18
    words = (
        text("3 m", ((lens[0] + pelvis[0]) / 2, floor + 34), size=17, anchor="middle", bold=True)
        + text(
            tr("lens at the height of the pelvis,"),
            (lens[0] + 14, pelvis[1] - 43),
            color="~curve",
            bold=True,
            halo=True,
            room=room,
        )
        + text(
            tr("camera level"),
            (lens[0] + 14, pelvis[1] - 24),
            color="~curve",
            bold=True,
            halo=True,
            room=room,
        )
    )
    return Figure(
        "camera_setup",
        WIDTH,
        262,
        rect(0, floor, WIDTH, 5, rx=2, fill="~floor")
        + view
        + body.draw()
        + level
        + _camera(lens, floor)
        + _dimension((lens[0], floor + 20), (pelvis[0], floor + 20))
        + words,
        alt=tr(
            "A camera on a tripod stands three metres to the side of a person. Its lens is at the "
            "height of the pelvis and it is level."
        ),
        caption=tr("Three metres to the side, lens at the height of the pelvis, camera level."),
    )


def camera_view() -> Figure:
    """What the camera should see."""
    left, top, width, height = 10.0, 10.0, 174.0, 380.0
    floor, scale = top + height - 22, 0.192
    body = Mannequin.standing_on("standing", 0, floor, scale)
    body = Mannequin("standing", left + (width - body.width) / 2, body.top, scale)
    frame = rect(left, top, width, height, rx=16, fill="~panel", stroke="~ink", stroke_width=4)
    ground = rect(left + 2, floor, width - 4, 20, fill="~floor")
    points: list[tuple[str, str, Point]] = [
        (tr("hair up, looking ahead"), "", (body.joint("head")[0] + 8, body.joint("head")[1] - 18)),
        (tr("exactly side on"), tr("shoulder behind shoulder"), body.joint("shoulder")),
        (tr("arms folded in front"), tr("the low back is free"), body.joint("wrist")),
        (
            tr("tight or little clothing"),
            tr("no fold hides the hollow"),
            (body.joint("hip")[0], body.joint("hip")[1] - 34),
        ),
        (tr("knees straight"), tr("weight on both feet"), body.joint("knee")),
        (
            tr("whole body, barefoot"),
            tr("feet parallel"),
            (body.joint("ankle")[0] + 8, body.joint("ankle")[1] + 8),
        ),
    ]
    marks = ""
    for index, (title, more, target) in enumerate(points):
        y = 40.0 + 58.0 * index
        marks += line((194, y), target, stroke="~good", stroke_width=1.6) + circle(target, 3.6, fill="~good")
        marks += _tick((198, y)) + text(title, (212, y + 5), size=14.8, bold=True, room=WIDTH - 216)
        marks += text(more, (212, y + 23), size=14.8, color="~muted", room=WIDTH - 216) if more else ""
    return Figure(
        "camera_view",
        WIDTH,
        400,
        frame + ground + body.draw() + marks,
        alt=tr(
            "A photo of a person exactly from the side, whole from head to feet, arms folded in front, "
            "knees straight, in tight clothing, against a plain background."
        ),
        caption=tr("What the camera should see."),
    )


def photo_limits() -> Figure:
    """What a photo shows and what it cannot show."""
    floor, scale = 424.0, 0.228
    body = Mannequin.standing_on("standing", 30, floor, scale)
    back = np.array([body.place(x, y) for x, y in figure_data()["bodies"]["standing"]["back"]])
    low, waist, high = body.joint("hip")[1] - 18, body.joint("low_back")[1] - 26, body.top
    regions = [
        ("~gluteal", back[back[:, 1] >= low - 6]),
        ("~curve", back[(back[:, 1] <= low) & (back[:, 1] >= waist - 6)]),
        ("~thoracic", back[(back[:, 1] <= waist) & (back[:, 1] >= high)]),
    ]
    traced = "".join(
        path(smooth(points), stroke=color, stroke_width=5.5, stroke_linecap="round")
        for color, points in regions
    )
    ankle = body.joint("ankle")[0]
    plumb = line((ankle, 12), (ankle, floor), stroke="~ink", stroke_width=1.8, stroke_dasharray="5 5")
    inside = group(body.draw_pelvis(10.0, 0.0), opacity=0.75) + _hidden_psoas(body)
    shown, hidden = translated(SHOWN), translated(HIDDEN)
    words = text(tr("A photo shows"), (167, 52), size=16, color="~good", bold=True, room=WIDTH - 171)
    for index, item in enumerate(shown):
        words += _tick((175, 78 + 27 * index)) + text(
            item, (190, 83 + 27 * index), size=14.7, room=WIDTH - 194
        )
    words += text(tr("A photo cannot show"), (167, 224), size=16, bold=True, room=WIDTH - 171)
    for index, item in enumerate(hidden):
        words += _cross((175, 250 + 27 * index)) + text(
            item, (190, 255 + 27 * index), size=14.7, room=WIDTH - 194
        )
    return Figure(
        "photo_limits",
        WIDTH,
        floor + 8,
        rect(0, floor, 168, 6, rx=3, fill="~floor") + body.draw() + traced + plumb + inside + words,
        alt=tr(
            "A person from the side with the outline of the back traced in colour. A photo shows: {shown}. A "
            "photo cannot show: {hidden}.",
            shown=", ".join(shown),
            hidden=", ".join(hidden),
        ),
        caption=tr("The outline of the back can be traced. What lies below the skin is only drawn in."),
    )


def _hidden_psoas(body: Mannequin) -> str:
    """The way of the psoas, dashed: it is not seen."""
    points = [body.place(x, y) for x, y in body.data["psoas"]]
    return path(
        smooth(points),
        stroke="~muscle_edge",
        stroke_width=2.2,
        stroke_dasharray="4 4",
        stroke_linecap="round",
    )
