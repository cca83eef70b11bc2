"""The figures of the exercises for back, neck and everyday, with a start and an end."""

from __future__ import annotations

from analyzer.education.exercise_figures import arc
from analyzer.education.exercise_frames import Frame, band, move, on_floor, seat, shift, side_by_side, wall
from analyzer.education.mannequin import Mannequin
from analyzer.education.svg import Figure, circle, line, rect
from analyzer.language import tr

# --- Low back and stance ------------------------------------------------------------------------------------


def cat() -> Figure:
    frame = Frame(
        "cat",
        tr("Round"),
        before=lambda body: shift(body, "low_back", -14, -24, (0, -26)),
        tint="stretch",
    )
    alt = tr("A person on hands and knees rounds the whole back upward, the head hangs.")
    return on_floor("cat", 1, frame, alt, room=26)


def camel() -> Figure:
    frame = Frame("camel", tr("Let sink"), before=lambda body: shift(body, "low_back", 0, -50, (0, 26)))
    alt = tr("The pelvis tips the other way, and the low back sinks a little.")
    return on_floor("camel", 2, frame, alt, room=6)


def bird_dog_1() -> Figure:
    alt = tr("A person on hands and knees, hands below the shoulders, knees below the hips.")
    return on_floor("bird_dog_1", 1, Frame("fours", tr("Start")), alt, scale=0.2)


def bird_dog_2() -> Figure:
    frame = Frame(
        "bird_dog",
        tr("Reach"),
        before=lambda body: (
            shift(body, "ankle", 0, -22, (-34, 0)) + shift(body, "far_wrist", 0, -22, (30, 0))
        ),
        tint="work",
    )
    alt = tr("The right leg reaches back and the left arm forward, no higher than hip and shoulder.")
    return on_floor("bird_dog_2", 2, frame, alt, scale=0.165, room=20)


def _towel(body: Mannequin) -> str:
    ankle, wrist = body.joint("ankle"), body.joint("wrist")
    knee = body.joint("knee")
    along = (ankle[0] - knee[0], ankle[1] - knee[1])
    size = (along[0] ** 2 + along[1] ** 2) ** 0.5
    sole = (ankle[0] + 18 * along[0] / size, ankle[1] + 18 * along[1] / size)
    return band(wrist, sole)


def hamstring_1() -> Figure:
    alt = tr("A person lies on the back, a towel round the right foot, the thigh upright and the knee bent.")
    return on_floor("hamstring_1", 1, Frame("hamstring_1", tr("Start"), behind=_towel), alt)


def hamstring_2() -> Figure:
    frame = Frame(
        "hamstring_2",
        tr("Straighten"),
        behind=_towel,
        before=lambda body: move(*arc(body.joint("knee"), 66, 8, 46)),
        tint="stretch",
    )
    alt = tr("The right knee straightens towards the ceiling; the back of the thigh is stretched.")
    return on_floor("hamstring_2", 2, frame, alt, scale=0.2)


def sitting_tilt() -> Figure:
    return side_by_side(
        "sitting_tilt",
        Frame("slumped", tr("Slump"), behind=lambda body: seat(body, back=False)),
        Frame(
            "upright",
            tr("Roll up"),
            behind=lambda body: seat(body, back=False),
            before=lambda body: move(
                *reversed(arc((body.joint("hip")[0] - 4, body.joint("hip")[1]), 40, 110, 190))
            ),
            tint="work",
        ),
        tr(
            "A person sits on a chair and slumps, the pelvis rolled backward. Then the pelvis rolls "
            "forward, and the low "
            "back has its hollow again."
        ),
        scale=0.2,
    )


def press_up_1() -> Figure:
    alt = tr("A person lies face down, the forehead on the hands.")
    return on_floor("press_up_1", 1, Frame("prone_flat", tr("Start")), alt, scale=0.2)


def press_up_2() -> Figure:
    frame = Frame(
        "prone_elbows",
        tr("On the forearms"),
        before=lambda body: shift(body, "shoulder", -46, 0, (6, -34)),
        tint="stretch",
    )
    alt = tr("The person rests on the forearms, the pelvis on the mat, the low back in its hollow.")
    return on_floor("press_up_2", 2, frame, alt, scale=0.2)


def back_bend() -> Figure:
    return side_by_side(
        "back_bend",
        Frame("stacked", tr("Stand tall")),
        Frame(
            "back_bend",
            tr("Lean back"),
            before=lambda body: move(*arc((body.joint("hip")[0] - 4, body.joint("hip")[1]), 112, 112, 134)),
            tint="stretch",
        ),
        tr(
            "A person stands, then leans back a little over the hands, which lie on the low back; the "
            "knees are straight."
        ),
    )


def hinge() -> Figure:
    return side_by_side(
        "hinge",
        Frame("hinge_start", tr("Stand tall")),
        Frame(
            "hinge_end",
            tr("Buttocks back"),
            before=lambda body: shift(body, "hip", -30, 4, (-22, 0)),
            tint="work",
        ),
        tr(
            "A person stands with the hands on the hips, then leans forward from the hips with a straight "
            "back, the "
            "buttocks back and the knees soft."
        ),
    )


def march() -> Figure:
    return side_by_side(
        "march",
        Frame("march_1", tr("Sit tall"), behind=lambda body: seat(body, back=False)),
        Frame(
            "march_2",
            tr("Lift"),
            behind=lambda body: seat(body, back=False),
            before=lambda body: shift(body, "knee", -4, -18, (0, -32)),
            tint="work",
        ),
        tr(
            "A person sits upright on a chair, the hands at the seat, and lifts the right knee; the front "
            "of the hip works."
        ),
        scale=0.2,
    )


def _plumb(body: Mannequin) -> str:
    x, y = body.joint("ankle")
    return line(
        (x + 6, y + 10), (x + 6, body.top + 6), stroke="~muted", stroke_width=2, stroke_dasharray="4 5"
    )


def stand_tall() -> Figure:
    return side_by_side(
        "stand_tall",
        Frame("swayed", tr("Hips in front"), before=_plumb),
        Frame(
            "stacked",
            tr("Over the feet"),
            before=lambda body: _plumb(body) + shift(body, "hip", 66, 0, (-30, 0)),
        ),
        tr(
            "A person stands with the hips in front of the feet and the trunk leaning back. Then the hips "
            "are back over "
            "the feet and the trunk is upright; a dashed line rises from the ankle."
        ),
    )


# --- Upper back and neck ------------------------------------------------------------------------------------


def _anchored(body: Mannequin) -> str:
    x, y = body.joint("wrist")
    middle = body.left + body.width / 2
    post = middle + 92
    return rect(
        post, body.top, 8, -body.top + body.top + body.scale * body.data["floor"], rx=2, fill="~floor"
    ) + band((x + 8, y), (post, body.joint("low_back")[1] - 24))


def row() -> Figure:
    return side_by_side(
        "row",
        Frame("row_1", tr("Arms forward"), behind=_anchored),
        Frame(
            "row_2",
            tr("Elbows back"),
            behind=_anchored,
            before=lambda body: shift(body, "wrist", -64, -10, (-28, 0)),
            tint="work",
        ),
        tr(
            "A person stands with a band in the hands, arms forward, then draws the elbows back along the "
            "ribs; the "
            "muscles between the shoulder blades work."
        ),
    )


def _roll(body: Mannequin) -> str:
    x, _ = body.joint("shoulder")
    floor = body.top + body.scale * body.data["floor"]
    return circle((x + 26, floor - 10), 11, fill="~gluteal") + circle(
        (x + 26, floor - 10), 5, stroke="~paper", stroke_width=1.5
    )


def towel_1() -> Figure:
    alt = tr(
        "A person lies on the back with bent knees, a rolled towel under the shoulder blades, hands under "
        "the head."
    )
    return on_floor("towel_1", 1, Frame("towel_1", tr("Start"), behind=_roll), alt)


def towel_2() -> Figure:
    frame = Frame(
        "towel_2",
        tr("Arms over the head"),
        behind=_roll,
        before=lambda body: move(*arc(body.joint("shoulder"), 74, 100, 150)),
        tint="stretch",
    )
    alt = tr("The arms reach over the head; the upper back sinks over the roll and the chest is stretched.")
    return on_floor("towel_2", 2, frame, alt, room=30)


def _front_wall(body: Mannequin) -> str:
    return wall(body.left + body.width - 16 * body.scale, body)


def wall_slide() -> Figure:
    return side_by_side(
        "wall_slide",
        Frame("wall_slide_1", tr("Forearms on"), behind=_front_wall),
        Frame(
            "wall_slide_2",
            tr("Slide up"),
            behind=_front_wall,
            before=lambda body: shift(body, "shoulder", -44, 0, (0, -44)),
            tint="work",
        ),
        tr(
            "A person faces a wall with the forearms on it, then slides them up; the muscles of the "
            "shoulder blades work."
        ),
        scale=0.15,
    )


def chin() -> Figure:
    return side_by_side(
        "chin",
        Frame("chin_forward", tr("Head forward"), behind=seat),
        Frame(
            "chin_back",
            tr("Slide back"),
            behind=seat,
            before=lambda body: shift(body, "head", 52, -4, (-30, 0)),
            tint="work",
        ),
        tr("A person sits with the head far forward, then slides it straight back, the chin a little down."),
        scale=0.2,
    )


# --- Everyday -----------------------------------------------------------------------------------------------


def rise() -> Figure:
    return side_by_side(
        "rise",
        Frame("rise_1", tr("Lean forward"), behind=lambda body: seat(body, back=False), tint="work"),
        Frame("rise_2", tr("Stand tall"), before=lambda body: shift(body, "hip", -52, 30, (0, -60))),
        tr("A person sits on the front of a chair and leans forward, arms ahead; then stands upright."),
    )


def sit_break() -> Figure:
    return side_by_side(
        "sit_break",
        Frame("upright", tr("Sitting"), behind=seat),
        Frame("reach_up", tr("Up and stretch"), before=lambda body: shift(body, "hip", -52, 30, (0, -60))),
        tr("A person sits; then stands with the hips over the feet and stretches, the arms up."),
        scale=0.15,
    )


def walking() -> Figure:
    return side_by_side(
        "walking",
        Frame("walking", tr("Walk")),
        Frame("walking_2", tr("Arms swing")),
        tr("A person walks with long steps and swinging arms."),
        scale=0.15,
    )
