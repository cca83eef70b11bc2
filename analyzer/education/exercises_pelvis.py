"""Exercises that tip the pelvis backward, or hold it there."""

from __future__ import annotations

from typing import Final

from analyzer.education.exercise_words import (
    BACK_PAIN,
    BELLY_POSTURE,
    MORE_SETS,
    MORE_TIMES,
    OFTEN,
    POSTURE,
    STOP,
    TRAIN,
)
from analyzer.education.model import Effect, Exercise
from analyzer.education.sources import fact

_TIPS: Final[frozenset[Effect]] = frozenset({"tips_pelvis_backward"})
_TUCK_SHOWN: Final = fact(
    "study",
    "Tipping the pelvis backward flattened the lumbar curve by 9.0° in standing, for as long as it was done.",
    "levine1996",
)

PELVIS: Final = (
    Exercise(
        id="glute_bridge",
        group="pelvis",
        name="Bridge",
        goal="Trains the buttock muscles, which tip the pelvis backward and open the hip.",
        start="Lie on your back, knees bent, feet flat and hip-width apart, arms beside you.",
        steps=(
            "Flatten the low back by tucking the pelvis.",
            "Squeeze the buttocks and lift the hips until shoulders, hips and knees are in line.",
            "Pause for two breaths.",
            "Come down slowly, the low back first.",
        ),
        dose=fact("guidance", "3 sets of 10, once a day.", "msd_bridging"),
        easier="Lift only halfway.",
        harder="Lift with the arms crossed on the chest, then with one foot off the floor.",
        step_up=MORE_SETS,
        caution="Lift from the buttocks, not by arching the back. A cramp at the back of the thigh: bring "
        "the feet "
        "closer.",
        stop=STOP,
        evidence=(
            POSTURE,
            fact("taught", "How to do it: patient information of hospitals.", "cuh_back", "msd_bridging"),
        ),
        figures=("bridge_1", "bridge_2"),
        effects=_TIPS,
    ),
    Exercise(
        id="dead_bug",
        group="pelvis",
        name="Dead bug",
        goal="Trains the belly muscles to hold the pelvis while arms and legs move.",
        start="Lie on your back, arms straight up, hips and knees at right angles.",
        steps=(
            "Brace the belly gently and keep the low back down.",
            "Breathe out; let one arm and the opposite leg go away from each other, only as far as the "
            "back stays "
            "down.",
            "Come back, and change sides.",
        ),
        dose=TRAIN,
        easier="Only the arms, or the heel slide.",
        harder="Straighten the leg further and lower it closer to the floor.",
        step_up=MORE_SETS,
        caution="As soon as the low back lifts, make the movement smaller. Do not hold your breath. Not "
        "late in "
        "pregnancy.",
        stop=STOP,
        evidence=(
            fact("taught", "How to do it: American Council on Exercise.", "ace_deadbug"),
            fact(
                "study",
                "Belly muscles and stance: in women, but not in men, how well the abdominal muscles "
                "performed went "
                "with pelvic tilt. Whether training changes the stance, the authors question.",
                "youdas1996",
            ),
            BELLY_POSTURE,
        ),
        figures=("dead_bug_1", "dead_bug_2"),
        effects=_TIPS,
    ),
    Exercise(
        id="pelvic_tilt",
        group="pelvis",
        name="Pelvic tilt, lying",
        goal="Teaches you to feel and move the pelvis; flattens the low back for a moment.",
        start="Lie on your back, knees bent, feet flat, hands on the belly.",
        steps=(
            "Breathe out and press the low back gently to the floor: the pubic bone comes up.",
            "Hold, and keep breathing.",
            "Let go. It is a small movement.",
        ),
        dose=fact("guidance", "Hold 5 to 15 seconds, 2 to 5 times.", "krames_tilt"),
        easier="A smaller movement, held for two breaths.",
        harder="The same standing with the back to a wall, see the pelvic tilt at the wall.",
        step_up=MORE_TIMES,
        caution="Neck and shoulders stay loose. It should not hurt.",
        stop=STOP,
        evidence=(
            _TUCK_SHOWN,
            fact("taught", "How to do it: patient information of hospitals.", "cuh_back", "krames_tilt"),
        ),
        figures=("pelvic_tilt_1", "pelvic_tilt_2"),
        effects=_TIPS,
    ),
    Exercise(
        id="wall_tilt",
        group="pelvis",
        name="Pelvic tilt at the wall",
        goal="Brings the pelvic tilt from the floor into standing.",
        start="Stand with buttocks and upper back at a wall, feet a hand's length in front of it, knees "
        "soft.",
        steps=(
            "Feel the gap between the low back and the wall.",
            "Breathe out and tuck the pelvis: the gap gets smaller. The knees stay soft.",
            "Hold for three breaths.",
            "Let go halfway, and stand like that for a moment.",
        ),
        dose=OFTEN,
        easier="The same lying on your back.",
        harder="Straighten the knees a little and keep the gap small, then step away from the wall.",
        step_up=MORE_TIMES,
        caution="The head need not touch the wall. Do not press so hard that the shoulders round.",
        stop=STOP,
        evidence=(_TUCK_SHOWN, BELLY_POSTURE),
        figures=("wall_tilt",),
        effects=_TIPS,
    ),
    Exercise(
        id="heel_slide",
        group="pelvis",
        name="Heel slide",
        goal="Trains the lower belly muscles to keep the pelvis still while a leg moves.",
        start="Lie on your back, knees bent, feet flat, hands on the front of the pelvis.",
        steps=(
            "Draw the lower belly in gently and keep the low back down.",
            "Breathe out and slide one heel along the floor until the leg is nearly straight. The pelvis "
            "stays still.",
            "Slide it back, and change sides.",
        ),
        dose=TRAIN,
        easier="Slide only halfway.",
        harder="The heel hovers just above the floor, then the dead bug.",
        step_up=MORE_SETS,
        caution="If the pelvis rocks or the back lifts, make the slide shorter. Keep breathing.",
        stop=STOP,
        evidence=(
            fact("taught", "Training the lower belly muscles in this way is usual teaching.", "kendall2005"),
            BELLY_POSTURE,
        ),
        figures=("heel_slide_1", "heel_slide_2"),
        effects=_TIPS,
    ),
    Exercise(
        id="forearm_plank",
        group="pelvis",
        name="Plank on the forearms",
        goal="Trains belly and buttock muscles to hold trunk and pelvis in line.",
        start="Lie face down on the forearms, elbows below the shoulders.",
        steps=(
            "Tuck the pelvis a little and squeeze the buttocks.",
            "Lift the hips until shoulders, hips and knees are in line. Begin on the knees.",
            "Hold and breathe.",
            "Come down before the back sags.",
        ),
        dose=fact(
            "guidance",
            "Each muscle 2 or 3 days a week. How long to hold is usual practice: 10 seconds, 3 to 5 times; "
            "ask your "
            "therapist.",
            "acsm2011",
        ),
        easier="On the knees, the hips a little higher.",
        harder="On the feet, as in the second figure.",
        step_up="When 5 times 20 seconds on the knees are easy and the back does not sag.",
        caution="Do not hold your breath, nor let the back sag. Not with high blood pressure that is not "
        "treated, "
        "after an operation of the belly, or late in pregnancy, unless your doctor agrees.",
        stop=STOP,
        evidence=(BACK_PAIN, POSTURE),
        figures=("plank_1", "plank_2"),
        effects=_TIPS,
    ),
    Exercise(
        id="knee_to_chest",
        group="pelvis",
        name="Knee to chest",
        goal="Rounds and eases the low back, and lengthens the buttock.",
        start="Lie on your back, knees bent, feet flat.",
        steps=(
            "Bring one knee up and take hold of it with both hands.",
            "Draw it towards the chest until low back and buttock pull gently.",
            "Hold and breathe, shoulders on the floor.",
            "Let it down, and change sides.",
        ),
        dose=OFTEN,
        easier="Hold behind the thigh, and draw less.",
        harder="Let the other leg lie straight.",
        step_up=MORE_TIMES,
        caution="Not after a hip replacement unless your surgeon or therapist agrees. With osteoporosis of "
        "the "
        "spine ask first.",
        stop=STOP,
        evidence=(
            fact("guidance", "Named among the first exercises for low-back pain by a hospital.", "guys_back"),
            BACK_PAIN,
        ),
        figures=("knee_chest_1", "knee_chest_2"),
        effects=_TIPS,
    ),
)
