"""What the figures of exercises are put together from: two frames, props, and what the tints mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from analyzer.education.exercise_figures import SOFT_MM, WIDTH, ground
from analyzer.education.mannequin import Mannequin, badge
from analyzer.education.svg import Figure, Point, arrow, circle, path, polyline, rect, text
from analyzer.language import tr

Tint = Literal["stretch", "work"]
Extra = Callable[[Mannequin], str]
"""What is drawn with a body: given the body, SVG."""

_BAR: Final = 34.0
"""Height of the line with the number of a frame."""
_LEGEND: Final = 24.0


def nothing(_: Mannequin) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A body in a figure: its pose, the word beside its number, what lies behind and before it."""

    pose: str
    word: str
    behind: Extra = nothing
    before: Extra = nothing
    tint: Tint | None = None
    psoas: bool = False


def _heading(number: int, word: str, left: float, room: float) -> str:
    words = text(word, (left + 38, 26), size=16.5, bold=True, room=room - 42.0)
    return badge(number, (left + 18, 20)) + words


def legend(tint: Tint | None, y: float) -> str:
    """What the tint means; nothing without one."""
    if tint is None:
        return ""
    words = tr("is stretched") if tint == "stretch" else tr("works")
    return circle((18, y - 5), 6, fill=f"~{tint}") + text(words, (30, y), size=16.5, color="~muted")


def _drawn(frame: Frame, body: Mannequin) -> str:
    return frame.behind(body) + body.draw(psoas=frame.psoas, tint=frame.tint) + frame.before(body)


def side_by_side(id_: str, start: Frame, end: Frame, alt: str, *, scale: float = 0.17) -> Figure:
    """Two frames next to each other on one floor, for standing and sitting bodies."""
    bodies = [Mannequin.standing_on(frame.pose, 0.0, 0.0, scale) for frame in (start, end)]
    tall = max(-body.top for body in bodies)
    floor = _BAR + tall + 6
    content = ground(floor)
    for number, (frame, body) in enumerate(zip((start, end), bodies, strict=True)):
        middle = WIDTH * (0.25 + 0.5 * number)
        placed = Mannequin.standing_on(frame.pose, middle - body.width / 2, floor, scale)
        content += _drawn(frame, placed) + _heading(number + 1, frame.word, WIDTH * 0.5 * number, WIDTH / 2)
    content += path(polyline([(WIDTH / 2, 8), (WIDTH / 2, floor - 8)]), stroke="~hair", stroke_width=1.5)
    tint = end.tint or start.tint
    low = floor + 8 + (_LEGEND if tint else 0)
    return Figure(id_, WIDTH, low, content + legend(tint, low - 4), alt)


def on_floor(
    id_: str, number: int, frame: Frame, alt: str, *, scale: float = 0.21, room: float = 0.0
) -> Figure:
    """One frame on a mat, for bodies that lie or kneel; ``room`` is free space above."""
    body = Mannequin.standing_on(frame.pose, 0.0, 0.0, scale)
    floor = _BAR + max(-body.top, 80.0) + room
    placed = Mannequin.standing_on(frame.pose, (WIDTH - body.width) / 2, floor, scale)
    mat = rect(8, floor - SOFT_MM * scale, WIDTH - 16, 10, rx=5, fill="~cushion")
    content = _drawn(frame, placed) + mat + _heading(number, frame.word, 2, WIDTH)
    low = floor + 14 + (_LEGEND if frame.tint else 0)
    return Figure(id_, WIDTH, low, content + legend(frame.tint, low - 5), alt)


# --- Props ------------------------------------------------------------------------------------------------


def seat(body: Mannequin, *, back: bool = True) -> str:
    """A chair below a sitting body, drawn behind it."""
    unit = body.scale / 0.17
    x, y = body.joint("hip")
    top = y + 20 * unit
    floor = body.top + body.scale * body.data["floor"]
    legs = "".join(rect(x + dx * unit, top + 6, 5 * unit, floor - top - 6, fill="~floor") for dx in (-26, 24))
    rest = rect(x - 36 * unit, top - 78 * unit, 7 * unit, 84 * unit, rx=3, fill="~floor") if back else ""
    return rest + legs + rect(x - 34 * unit, top, 70 * unit, 7 * unit, rx=3, fill="~cushion")


def chair_to_hold(body: Mannequin) -> str:
    """A chair on the far side whose back the far hand holds."""
    unit = body.scale / 0.17
    x, y = body.joint("far_wrist")
    floor = body.top + body.scale * body.data["floor"]
    top = y + 4 * unit
    middle = top + 0.5 * (floor - top)
    return (
        rect(x + 6 * unit, top, 6 * unit, floor - top, rx=2, fill="~floor")
        + rect(x + 6 * unit, middle, 34 * unit, 7 * unit, rx=3, fill="~cushion")
        + rect(x + 33 * unit, middle + 6, 5 * unit, floor - middle - 6, fill="~floor")
    )


def wall(x: float, body: Mannequin) -> str:
    """A wall whose face is at ``x``; it stands on the side away from the body."""
    floor = body.top + body.scale * body.data["floor"]
    return rect(x, _BAR + 4, 10, floor - _BAR - 4, fill="~cushion")


def band(*points: Point) -> str:
    """A band or towel along points."""
    return path(
        polyline(points), stroke="~gluteal", stroke_width=4, stroke_linecap="round", stroke_linejoin="round"
    )


def move(*points: Point) -> str:
    """Which way the body goes."""
    return arrow(points, color="~tilt", width=3.4)


def shift(body: Mannequin, joint: str, dx: float, dy: float, way: tuple[float, float]) -> str:
    """An arrow that begins beside a joint."""
    x, y = body.joint(joint)
    return move((x + dx, y + dy), (x + dx + way[0], y + dy + way[1]))
