"""Exercises for the front of the hip and of the thigh."""

from __future__ import annotations

from typing import Final

from analyzer.education.exercise_words import HIP_STRETCH_POSTURE, HIP_STRETCH_SHOWN, HOLD, HOLD_LONGER, STOP
from analyzer.education.model import Effect, Exercise
from analyzer.education.sources import fact

_LENGTHENS: Final[frozenset[Effect]] = frozenset({"lengthens_hip_flexors"})
_TAUGHT: Final = fact(
    "taught", "That the tuck of the pelvis is what reaches these muscles is usual teaching.", "kendall2005"
)

HIP: Final = (
    Exercise(
        id="half_kneeling_stretch",
        group="hip_front",
        name="Half-kneeling hip-flexor stretch",
        goal="Lengthens the psoas and the other muscles in front of the hip.",
        start="Kneel on one knee on a cushion. The other foot stands in front, hip and knee at right "
        "angles. A "
        "chair beside you if you like something to hold.",
        steps=(
            "Tuck the pelvis: pull the pubic bone up, squeeze the buttock of the kneeling side. Often this "
            "is "
            "enough.",
            "Keep the tuck and move the hips forward a little, trunk upright, until the front of the hip "
            "pulls.",
            "Hold and breathe.",
            "Come back, and change sides.",
        ),
        dose=HOLD,
        easier="Only the tuck, without moving forward, or the standing hip-flexor stretch.",
        harder="Raise the arm of the kneeling side and lean a little to the other side.",
        step_up=HOLD_LONGER,
        caution="No hollow back: without the tuck the low back arches and the psoas is not stretched. Not "
        "on a "
        "sore or operated knee; use the stretch at the edge of the bed.",
        stop=STOP,
        evidence=(HIP_STRETCH_SHOWN, HIP_STRETCH_POSTURE, _TAUGHT),
        figures=("half_kneeling",),
        effects=_LENGTHENS,
    ),
    Exercise(
        id="edge_stretch",
        group="hip_front",
        name="Stretch at the edge of the bed",
        goal="Lengthens the hip flexors with the low back at rest; the position of the modified Thomas test.",
        start="Sit right at the edge of a firm bed or table, lie back and bring both knees to the chest.",
        steps=(
            "Hold one knee, so that the low back stays flat.",
            "Let the other leg sink over the edge and go heavy. Do not push.",
            "Hold and breathe.",
            "Bring the knee back up with your hand, and change sides.",
        ),
        dose=fact(
            "guidance",
            "Hold 30 to 60 seconds on each side, 2 to 4 times, at least 2 or 3 days a week, better daily.",
            "acsm2011",
        ),
        easier="A pillow on a stool under the hanging foot.",
        harder="Bend the knee of the hanging leg a little more, the thigh staying where it is.",
        step_up=HOLD_LONGER,
        caution="The bed must be stable and high enough. If your back arches, pull the held knee closer. Not "
        "after a hip replacement unless your surgeon or therapist agrees.",
        stop=STOP,
        evidence=(
            HIP_STRETCH_SHOWN,
            fact(
                "study",
                "Three minutes of hanging gave 14 healthy people more hip extension at once; after two "
                "days it "
                "was nearly gone. So it has to be repeated.",
                "kiseljak2024",
            ),
            HIP_STRETCH_POSTURE,
        ),
        figures=("edge_stretch",),
        effects=_LENGTHENS,
    ),
    Exercise(
        id="standing_hip_stretch",
        group="hip_front",
        name="Standing hip-flexor stretch",
        goal="Lengthens the front of the hip without kneeling or lying down.",
        start="Stand beside a chair and hold its back. One foot a large step in front, both feet pointing "
        "forward, trunk upright.",
        steps=(
            "Tuck the pelvis: pubic bone up, squeeze the buttock of the leg behind.",
            "Bend both knees and sink a little, the heel behind comes up, until the front of the hip pulls.",
            "Hold and breathe, the trunk upright.",
            "Straighten up, and change sides.",
        ),
        dose=HOLD,
        easier="A smaller step, and only the tuck.",
        harder="A larger step, or the half-kneeling stretch.",
        step_up=HOLD_LONGER,
        caution="Hold on to something that cannot slide. Do not let the low back hollow. The knee in front "
        "stays "
        "above its foot.",
        stop=STOP,
        evidence=(HIP_STRETCH_SHOWN, HIP_STRETCH_POSTURE, _TAUGHT),
        figures=("lunge",),
        effects=_LENGTHENS,
    ),
    Exercise(
        id="standing_thigh_stretch",
        group="hip_front",
        name="Front-of-thigh stretch, standing",
        goal="Lengthens the rectus femoris, which crosses hip and knee.",
        start="Stand beside a chair and hold its back. Bend one knee and take hold of the ankle behind you.",
        steps=(
            "Stand tall, the knees side by side.",
            "Tuck the pelvis: pubic bone up, squeeze the buttock.",
            "Draw the heel towards the buttock until the front of the thigh pulls.",
            "Hold and breathe, and change sides.",
        ),
        dose=HOLD,
        easier="A towel round the ankle, or the foot on a chair behind you.",
        harder="Keep the tuck and bring the knee a little further back.",
        step_up=HOLD_LONGER,
        caution="The knee points down, not outward, and the back does not hollow. Not with a knee that is "
        "swollen "
        "or was operated on not long ago.",
        stop=STOP,
        evidence=(
            HIP_STRETCH_SHOWN,
            fact(
                "taught",
                "That this position reaches the rectus femoris most is usual teaching.",
                "kendall2005",
            ),
        ),
        figures=("thigh_stretch",),
        effects=_LENGTHENS,
    ),
    Exercise(
        id="prone_thigh_stretch",
        group="hip_front",
        name="Front-of-thigh stretch, lying",
        goal="Lengthens the rectus femoris with the pelvis held by the floor.",
        start="Lie face down, a thin cushion under the belly. A band or towel lies round one foot and over "
        "the "
        "shoulder of the same side.",
        steps=(
            "Press the pubic bone gently into the cushion.",
            "Pull on the band, so that the heel comes towards the buttock, until the front of the thigh "
            "pulls.",
            "Hold and breathe, the thigh stays on the floor.",
            "Let go slowly, and change sides.",
        ),
        dose=HOLD,
        easier="A longer band, and less bend of the knee.",
        harder="A folded towel under the thigh, just above the knee.",
        step_up=HOLD_LONGER,
        caution="If the buttocks lift or the back hollows, let the band out. Not if lying face down hurts, "
        "nor "
        "late in pregnancy.",
        stop=STOP,
        evidence=(
            HIP_STRETCH_SHOWN,
            fact("taught", "Pressing the pelvis down while the knee bends is usual teaching.", "kendall2005"),
        ),
        figures=("prone_thigh_1", "prone_thigh_2"),
        effects=_LENGTHENS,
    ),
)
