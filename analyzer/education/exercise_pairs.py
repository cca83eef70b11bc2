"""The figures of the exercises for hip and pelvis, with a start and an end."""

from __future__ import annotations

from analyzer.education.exercise_figures import arc
from analyzer.education.exercise_frames import (
    Frame,
    band,
    chair_to_hold,
    move,
    on_floor,
    shift,
    side_by_side,
    wall,
)
from analyzer.education.mannequin import Mannequin
from analyzer.education.svg import Figure
from analyzer.language import tr

# --- Front of hip and thigh ---------------------------------------------------------------------------------


def lunge() -> Figure:
    return side_by_side(
        "lunge",
        Frame("lunge_start", tr("Step"), behind=chair_to_hold),
        Frame(
            "lunge_end",
            tr("Tuck, sink"),
            behind=chair_to_hold,
            before=lambda body: shift(body, "hip", -44, 0, (0, 34)),
            tint="stretch",
        ),
        tr(
            "A person stands in a large step, the right leg behind, one hand on a chair. Then both knees "
            "bend, the heel "
            "behind comes up and the pelvis sinks; the front of the right hip is stretched."
        ),
        scale=0.16,
    )


def thigh_stretch() -> Figure:
    return side_by_side(
        "thigh_stretch",
        Frame("stacked", tr("Stand tall")),
        Frame(
            "heel_hold",
            tr("Heel up"),
            behind=chair_to_hold,
            before=lambda body: shift(body, "knee", -72, 10, (22, -40)),
            tint="stretch",
        ),
        tr(
            "A person stands upright; then one hand holds a chair, the other the right ankle behind the "
            "body. The heel "
            "is near the buttock, the knee points down, and the front of the thigh is stretched."
        ),
    )


def _banded(body: Mannequin) -> str:
    ankle, wrist = body.joint("ankle"), body.joint("wrist")
    return band((ankle[0] - 4, ankle[1] - 8), wrist)


def prone_thigh_1() -> Figure:
    alt = tr("A person lies face down, a band from the right foot over the shoulder, the right knee bent.")
    return on_floor("prone_thigh_1", 1, Frame("prone_band_1", tr("Start"), before=_banded), alt, scale=0.2)


def prone_thigh_2() -> Figure:
    frame = Frame(
        "prone_band_2",
        tr("Pull"),
        before=lambda body: _banded(body) + shift(body, "ankle", -26, -34, (40, -6)),
        tint="stretch",
    )
    alt = tr("The band draws the heel towards the buttock; the front of the thigh on the mat is stretched.")
    return on_floor("prone_thigh_2", 2, frame, alt, scale=0.2, room=26)


# --- Belly, buttocks, pelvis --------------------------------------------------------------------------------


def _back_wall(body: Mannequin) -> str:
    return wall(body.left + 12 * body.scale - 10, body)


def wall_tilt() -> Figure:
    return side_by_side(
        "wall_tilt",
        Frame("wall_tilt_1", tr("A gap"), behind=_back_wall),
        Frame(
            "wall_tilt_2",
            tr("Tuck"),
            behind=_back_wall,
            before=lambda body: move(*arc((body.joint("hip")[0] + 2, body.joint("hip")[1]), 34, -60, 40)),
            tint="work",
        ),
        tr(
            "A person stands with buttocks and upper back at a wall, the knees soft. Then the pelvis is "
            "tucked, and the "
            "gap between low back and wall gets smaller."
        ),
    )


def heel_slide_1() -> Figure:
    alt = tr("A person lies on the back with bent knees, the hands on the belly.")
    return on_floor("heel_slide_1", 1, Frame("heel_slide_1", tr("Start")), alt)


def heel_slide_2() -> Figure:
    frame = Frame(
        "heel_slide_2",
        tr("Slide"),
        before=lambda body: shift(body, "ankle", -30, -44, (52, 12)),
        tint="work",
    )
    alt = tr("The right heel slides along the mat until the leg is nearly straight; the low back stays down.")
    return on_floor("heel_slide_2", 2, frame, alt)


def plank_1() -> Figure:
    alt = tr("A person holds a plank on forearms and knees, shoulders, hips and knees in line.")
    return on_floor("plank_1", 1, Frame("plank_knees", tr("On the knees"), tint="work"), alt)


def plank_2() -> Figure:
    alt = tr("The harder form: a plank on forearms and feet, the whole body in line.")
    return on_floor("plank_2", 2, Frame("plank_feet", tr("Harder: on the feet"), tint="work"), alt)


def knee_chest_1() -> Figure:
    alt = tr("A person lies on the back with bent knees, the arms beside the body.")
    return on_floor("knee_chest_1", 1, Frame("knee_chest_1", tr("Start")), alt)


def knee_chest_2() -> Figure:
    frame = Frame(
        "knee_chest_2",
        tr("Draw in"),
        before=lambda body: shift(body, "knee", 40, -24, (-34, -2)),
        tint="stretch",
    )
    alt = tr("Both hands draw the right knee to the chest; buttock and low back are stretched.")
    return on_floor("knee_chest_2", 2, frame, alt, room=10)
