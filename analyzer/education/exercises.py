"""The exercises for home."""

from __future__ import annotations

from typing import Final

from analyzer.education.model import Exercise
from analyzer.education.sources import fact
from analyzer.language import mark

GENERAL_CAUTION: Final = mark(
    "Do these only if your therapist agrees, or if you are well. Move slowly and breathe. A stretch or "
    "effort is fine; pain is not: stop, and ask. Do not exercise with one of the warning signs below."
)

EXERCISES: Final = mark(
    (
        Exercise(
            "half_kneeling_stretch",
            "Half-kneeling hip-flexor stretch",
            "Lengthens the psoas and the other muscles in front of the hip.",
            (
                "Kneel on one knee on a cushion; the other foot stands in front, hip and knee at right "
                "angles.",
                "Tuck the pelvis: pull the pubic bone up, squeeze the buttock of the kneeling side. Often "
                "this is enough.",
                "Keep the tuck and move the hips forward a little, trunk upright, until the front of the hip "
                "pulls.",
                "Hold, breathe, come back, change sides.",
            ),
            fact(
                "guidance",
                "Hold 30 seconds, twice on each side, once a day. General advice for stretches is 10 to 30 "
                "seconds (30 to 60 for older people), at least 2 to 3 days a week, better daily.",
                "phyx",
                "acsm2021",
            ),
            "No hollow back: without the tuck the low back arches and the psoas is not stretched. Sore knee? "
            "Use the stretch at the edge of the bed.",
            (
                fact(
                    "study",
                    "After ten weeks of hip-flexor stretching, twice a day, healthy older people had more "
                    "hip extension.",
                    "watt2011",
                ),
                fact("taught", "That the tuck is what reaches the psoas is usual teaching.", "phyx"),
            ),
            ("half_kneeling",),
        ),
        Exercise(
            "edge_stretch",
            "Stretch at the edge of the bed",
            "Lengthens the hip flexors with the low back at rest; the position of the modified Thomas test.",
            (
                "Sit right at the edge of a firm bed or table, lie back and bring both knees to the chest.",
                "Hold one knee, so that the low back stays flat.",
                "Let the other leg sink over the edge and go heavy. Do not push.",
                "Hold, breathe, bring the knee back up with your hand, change sides.",
            ),
            fact(
                "guidance",
                "Hold 30 to 60 seconds on each side, at least 2 to 3 days a week, better daily.",
                "wellen",
                "acsm2021",
            ),
            "The bed must be stable and high enough. If your back arches, pull the held knee closer. Not "
            "after a hip replacement unless your surgeon or therapist agrees.",
            (
                fact(
                    "study",
                    "Three minutes of hanging gave 14 healthy people more hip extension at once; after two "
                    "days it was nearly gone. So it has to be repeated.",
                    "kiseljak2024",
                ),
            ),
            ("edge_stretch",),
        ),
        Exercise(
            "glute_bridge",
            "Bridge",
            "Trains the buttock muscles, which tip the pelvis backward and open the hip.",
            (
                "Lie on your back, knees bent, feet flat and hip-width apart.",
                "Flatten the low back by tucking the pelvis.",
                "Squeeze the buttocks and lift the hips until shoulders, hips and knees are in line.",
                "Pause, then come down slowly, the low back first.",
            ),
            fact("guidance", "3 sets of 10, once a day.", "msd_bridging"),
            "Lift from the buttocks, not by arching the back. A cramp at the back of the thigh: bring the "
            "feet closer.",
            (fact("taught", "How to do it: patient information of hospitals.", "cuh_back", "msd_bridging"),),
            ("bridge_1", "bridge_2"),
        ),
        Exercise(
            "dead_bug",
            "Dead bug",
            "Trains the belly muscles to hold the pelvis while arms and legs move.",
            (
                "Lie on your back, arms straight up, hips and knees at right angles.",
                "Brace the belly gently and keep the low back down.",
                "Breathe out; let one arm and the opposite leg go away from each other, only as far as the "
                "back stays down.",
                "Come back, change sides. Easier: only the arms, or only one heel to the floor.",
            ),
            fact("taught", "8 to 10 on each side is usual practice; ask your therapist.", "living_deadbug"),
            "As soon as the low back lifts, make the movement smaller. Do not hold your breath.",
            (
                fact("taught", "How to do it: American Council on Exercise.", "ace_deadbug"),
                fact(
                    "study",
                    "Belly muscles and stance: in women, but not in men, how well the abdominal muscles "
                    "performed went with pelvic tilt. Whether training changes the stance, the authors "
                    "question.",
                    "youdas1996",
                ),
            ),
            ("dead_bug_1", "dead_bug_2"),
        ),
        Exercise(
            "pelvic_tilt",
            "Pelvic tilt, lying",
            "Teaches you to feel and move the pelvis; flattens the low back for a moment.",
            (
                "Lie on your back, knees bent, feet flat, hands on the belly.",
                "Breathe out and press the low back gently to the floor: the pubic bone comes up.",
                "Hold, keep breathing, let go. It is a small movement.",
            ),
            fact("guidance", "Hold 5 to 15 seconds, 2 to 5 times.", "krames_tilt"),
            "Neck and shoulders stay loose. It should not hurt.",
            (
                fact(
                    "study",
                    "Tipping the pelvis backward flattened the lumbar curve by 9.0° in standing, for as "
                    "long as it was done.",
                    "levine1996",
                ),
                fact("taught", "How to do it: patient information of hospitals.", "cuh_back", "krames_tilt"),
            ),
            ("pelvic_tilt_1", "pelvic_tilt_2"),
        ),
        Exercise(
            "constructive_rest",
            "Constructive rest with slow breathing",
            "Lets the psoas and the whole body calm down; the indirect way.",
            (
                "Lie on your back, something flat under the head, knees bent, feet a little apart. Hands on "
                "the belly.",
                "Let the floor carry you. The knees point up without effort.",
                "Breathe in through the nose counting to five, and out counting to five, as far as it is "
                "comfortable.",
                "Get up over your side, slowly.",
            ),
            fact(
                "guidance",
                "15 to 20 minutes a day; slow breathing for 3 to 5 minutes of it, two or three times a day "
                "if you like.",
                "alexander",
                "nhs_breathing",
            ),
            "Dizzy? Breathe as usual. Late in pregnancy lie on your side instead.",
            (
                fact(
                    "study",
                    "Slow breathing shifts the nervous system and the heartbeat measurably; more research is "
                    "wanted.",
                    "russo2017",
                ),
                fact("taught", "That the psoas lets go in this position is usual teaching.", "alexander"),
            ),
            ("rest",),
        ),
    )
)
