"""Exercises that move and train the low back, the back of the thighs and the way of standing."""

from __future__ import annotations

from typing import Final

from analyzer.education.exercise_words import (
    BACK_PAIN,
    HAMSTRING_POSTURE,
    HOLD_LONGER,
    MORE_SETS,
    MORE_TIMES,
    OFTEN,
    POSTURE,
    STOP,
    TRAIN,
)
from analyzer.education.model import Effect, Exercise
from analyzer.education.sources import fact

_ARCHES: Final[frozenset[Effect]] = frozenset({"arches_low_back"})
BACK: Final = (
    Exercise(
        id="cat_camel",
        group="low_back",
        name="Cat and camel",
        goal="Moves low back and pelvis both ways, without load.",
        start="On hands and knees, hands below the shoulders, knees below the hips.",
        steps=(
            "Breathe out: tuck the pelvis and let the whole back round upward.",
            "Breathe in: tip the pelvis the other way and let the low back sink a little.",
            "Go to and fro, slowly, in the middle of what you can do.",
        ),
        dose=OFTEN,
        easier="The same sitting, the hands on the thighs.",
        harder="Larger movements, as long as they are comfortable.",
        step_up=MORE_TIMES,
        caution="Sore wrists: lean on the fists or the forearms. A cushion under the knees.",
        stop=STOP,
        evidence=(
            BACK_PAIN,
            fact("taught", "How to do it: patient information of a hospital.", "cuh_thoracic"),
        ),
        figures=("cat", "camel"),
    ),
    Exercise(
        id="bird_dog",
        group="low_back",
        name="Bird dog",
        goal="Trains back and buttock muscles to hold the spine in its middle position.",
        start="On hands and knees, hands below the shoulders, knees below the hips, the back in its "
        "natural curve.",
        steps=(
            "Brace the belly gently.",
            "Slide one leg back and lift it to hip height; lift the opposite arm to shoulder height.",
            "Hold for 5 to 10 seconds. Pelvis and back do not move.",
            "Come back, and change sides.",
        ),
        dose=fact(
            "guidance",
            "Each muscle 2 or 3 days a week. How many is usual practice: 5 to 8 on each side; ask your "
            "therapist.",
            "acsm2011",
        ),
        easier="Only the leg, its toes on the floor, or only the arm.",
        harder="Draw small squares with the hand, or bring elbow and knee together and out again.",
        step_up="When 8 times 10 seconds on each side are easy and the pelvis stays level.",
        caution="The leg no higher than the hip: higher, the low back hollows. Sore wrists: lean on the "
        "fists.",
        stop=STOP,
        evidence=(
            fact(
                "study",
                "It works back and buttock muscles well with a spine that stays in its middle position "
                "(muscle "
                "activity of healthy people).",
                "mcgill2009",
            ),
            BACK_PAIN,
        ),
        figures=("bird_dog_1", "bird_dog_2"),
    ),
    Exercise(
        id="hamstring_stretch",
        group="low_back",
        name="Back-of-thigh stretch with a towel",
        goal="Lengthens the hamstrings, so that the pelvis can tip forward when you bend and sit.",
        start="Lie on your back, a towel or band round the sole of one foot, the other leg long or bent.",
        steps=(
            "Bring the thigh up until it points to the ceiling, the knee bent.",
            "Straighten the knee slowly until the back of the thigh pulls.",
            "Hold and breathe, the low back in its natural curve.",
            "Bend the knee, and change sides.",
        ),
        dose=fact(
            "guidance",
            "Hold 30 seconds, 2 to 4 times on each side, at least 2 or 3 days a week, better daily. From "
            "about 65 "
            "years on 60 seconds.",
            "acsm2011",
        ),
        easier="The other leg bent, and the knee less straight.",
        harder="Lift the straight leg a little further.",
        step_up=HOLD_LONGER,
        caution="A pull behind the thigh is right; tingling in calf or foot is not: then bend the knee.",
        stop=STOP,
        evidence=(
            fact(
                "study",
                "Six weeks, 5 days a week: holding 30 or 60 seconds lengthened tight hamstrings more than "
                "15 seconds, "
                "and 60 no more than 30.",
                "bandy1994",
            ),
            fact("study", "In people of 65 and older, 60 seconds did more than 15 or 30.", "feland2001"),
            HAMSTRING_POSTURE,
        ),
        figures=("hamstring_1", "hamstring_2"),
        effects=frozenset({"lengthens_hamstrings"}),
    ),
    Exercise(
        id="sitting_tilt",
        group="low_back",
        name="Pelvic tilt, sitting",
        goal="Teaches the pelvis to come up from slumping to the middle.",
        start="Sit on the front half of a chair, feet flat and hip-width apart, hands on the thighs.",
        steps=(
            "Let yourself slump: the pelvis rolls backward.",
            "Roll the pelvis forward until you sit on the sit bones and the low back has its hollow again.",
            "Let the breastbone follow, the shoulders loose.",
            "Go to and fro, and stop in the middle.",
        ),
        dose=OFTEN,
        easier="Smaller movements, or a folded towel under the back of the seat bones.",
        harder="The same on an air cushion or a ball.",
        step_up=MORE_TIMES,
        caution="The movement comes from the pelvis, not from pulling the shoulders back.",
        stop=STOP,
        evidence=(
            fact(
                "study",
                "Sitting upright, trunk muscles work more than in slumped sitting (people without pain).",
                "osullivan2002",
            ),
            fact(
                "guidance",
                "Sitting up and letting go is among the exercises of a health service.",
                "nhs_inform",
            ),
        ),
        figures=("sitting_tilt",),
    ),
    Exercise(
        id="prone_press_up",
        group="low_back",
        name="Lying on the forearms",
        goal="Lets the low back have its hollow, with little effort.",
        start="Lie face down, the forehead on your hands.",
        steps=(
            "Put the elbows below the shoulders and rest on the forearms; the pelvis stays down.",
            "Let belly, buttocks and low back go soft.",
            "Breathe for 10 to 30 seconds.",
            "Lie down flat again.",
        ),
        dose=OFTEN,
        easier="Lie flat, or with a cushion under the chest.",
        harder="Press up on the hands, the pelvis staying down.",
        step_up=MORE_TIMES,
        caution="Not with a spondylolisthesis, a narrow spinal canal or a fracture of the spine, unless your "
        "doctor agrees. Not late in pregnancy.",
        stop=STOP,
        evidence=(
            fact("taught", "For a flat low back, letting it extend is usual teaching.", "kendall2005"),
            BACK_PAIN,
        ),
        figures=("press_up_1", "press_up_2"),
        effects=_ARCHES,
    ),
    Exercise(
        id="standing_back_bend",
        group="low_back",
        name="Back bend, standing",
        goal="Brings movement into a low back that has been bent for long.",
        start="Stand with feet shoulder-width apart, knees straight, hands on the low back.",
        steps=(
            "Lean back slowly over your hands, eyes ahead.",
            "Go as far as is comfortable, for one breath.",
            "Come up again.",
        ),
        dose=OFTEN,
        easier="A smaller movement, the buttocks leaning against a table.",
        harder="A little further, for two breaths.",
        step_up=MORE_TIMES,
        caution="Hold on to something if you are unsteady or get dizzy. Not with a spondylolisthesis, a "
        "narrow "
        "spinal canal or a fracture of the spine, unless your doctor agrees.",
        stop=STOP,
        evidence=(
            fact("guidance", "Among the exercises for back pain of a health service.", "nhs_inform"),
            BACK_PAIN,
        ),
        figures=("back_bend",),
        effects=_ARCHES,
    ),
    Exercise(
        id="hip_hinge",
        group="low_back",
        name="Hip hinge",
        goal="Teaches bending from the hips, with a back that keeps its curve; trains buttocks and thighs.",
        start="Stand with feet hip-width apart, knees soft, hands on the hips.",
        steps=(
            "Push the buttocks back, as if to close a drawer.",
            "Let the trunk lean forward as one piece; the low back keeps its curve.",
            "Stop when the back of the thighs pulls or the back wants to round.",
            "Push the hips forward and stand tall.",
        ),
        dose=TRAIN,
        easier="A broomstick along head, upper back and pelvis shows whether the back stays in line.",
        harder="A weight held close to the body.",
        step_up=MORE_SETS,
        caution="Weight over the middle of the feet. Come up by the buttocks, not by leaning back.",
        stop=STOP,
        evidence=(BACK_PAIN, POSTURE),
        figures=("hinge",),
    ),
    Exercise(
        id="seated_march",
        group="low_back",
        name="Knee lifts, sitting",
        goal="Trains the hip flexors, which are taught to be long and weak in a sway-back stance.",
        start="Sit tall on the front half of a chair, hands on the seat.",
        steps=(
            "Keep the trunk still and lift one knee, as high as you can without leaning back.",
            "Hold for two seconds.",
            "Let it down slowly, and change sides.",
        ),
        dose=TRAIN,
        easier="Lift only the heel.",
        harder="A band round the thighs, or the same standing.",
        step_up=MORE_SETS,
        caution="Do not lean back or slump. Pain in the groin: lift less high, and ask.",
        stop=STOP,
        evidence=(
            fact(
                "taught", "That these muscles need training in a sway-back is usual teaching.", "kendall2005"
            ),
            POSTURE,
        ),
        figures=("march",),
        effects=frozenset({"works_hip_flexors"}),
    ),
    Exercise(
        id="stand_tall",
        group="low_back",
        name="Standing over your feet",
        goal="Teaches to bring the hips back over the feet, and the trunk over the hips.",
        start="Stand as you usually do, side on to a mirror if you have one.",
        steps=(
            "Let knees and buttocks be soft.",
            "Move the hips back until they are over the ankles: the weight goes from the toes to the "
            "middle of the feet.",
            "Let the breastbone come forward over the pelvis and grow tall.",
            "Breathe five times, let go, and begin again.",
        ),
        dose=OFTEN,
        easier="With buttocks and upper back at a wall.",
        harder="While you brush your teeth or wait, and then on one leg.",
        step_up=MORE_TIMES,
        caution="A small movement: do not hold it with force, and not all day. No stance is right for hours.",
        stop=STOP,
        evidence=(
            fact(
                "study",
                "In sway standing, some trunk muscles that steady the spine worked less than in standing "
                "upright "
                "(people without pain).",
                "osullivan2002",
            ),
            fact(
                "study",
                "How somebody stands and whether the back hurts go together only loosely: a review of 41 "
                "reviews found "
                "no agreement that one causes the other.",
                "swain2020",
            ),
        ),
        figures=("stand_tall",),
    ),
)
