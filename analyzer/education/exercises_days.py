"""What is good for everybody: walking, getting up, resting."""

from __future__ import annotations

from typing import Final

from analyzer.education.exercise_words import BACK_PAIN, MORE_SETS, STOP, STOP_HEART, TRAIN
from analyzer.education.model import Exercise
from analyzer.education.sources import fact

DAYS: Final = (
    Exercise(
        id="walking",
        group="everyday",
        name="Walking",
        goal="Moves hips and back, and is good for heart, mood and sleep.",
        start="Shoes you can walk in; a way you like.",
        steps=(
            "Walk at a pace at which you can talk, but not sing.",
            "Let the arms swing and the steps be long enough to feel the hip open behind you.",
            "Begin with what you can do on a bad day, and add a few minutes each week.",
        ),
        dose=fact(
            "guidance",
            "Adults: at least 150 minutes of moderate activity a week, such as 30 minutes on 5 days. "
            "Anything is "
            "better than nothing.",
            "who2020",
        ),
        easier="Several walks of 5 or 10 minutes.",
        harder="Faster, uphill, or longer.",
        step_up="When the walk leaves you no more tired than usual the next day.",
        caution="Unsteady, short of breath or with a heart condition: ask your doctor how to begin.",
        stop=STOP_HEART,
        evidence=(
            fact(
                "study",
                "People who had just got over low-back pain were free of it longer with a walking "
                "programme and advice: "
                "a median of 208 days instead of 112.",
                "walkback2024",
            ),
            fact("guidance", "Guidelines advise to keep active with low-back pain.", "nice_ng59"),
        ),
        figures=("walking",),
    ),
    Exercise(
        id="sit_breaks",
        group="everyday",
        name="Breaks from sitting",
        goal="Lets the hips stretch and the back change position in between.",
        start="Sitting, with something that reminds you: a clock, a glass of water, a call.",
        steps=(
            "Stand up at least every 30 minutes.",
            "Stretch tall, let the hips come forward over the feet.",
            "Walk a few steps, or stand for the next call.",
        ),
        dose=fact(
            "guidance",
            "Sit less, and put movement of any strength in its place. How often is not laid down; every 30 "
            "minutes is our advice.",
            "who2020",
        ),
        easier="Change how you sit, if you cannot get up.",
        harder="Two minutes of walking or stairs each time.",
        step_up="When getting up has become a habit.",
        caution="Rise slowly if you get dizzy.",
        stop=STOP_HEART,
        evidence=(
            fact(
                "study",
                "In office workers, breaks with a change of posture eased pain and discomfort, and did not "
                "slow their "
                "work (a review of 11 trials).",
                "breaks2018",
            ),
            fact(
                "study",
                "People who sat for more than 7 hours a day and moved little could extend their hips 6° "
                "less than "
                "people who sat less and moved more. That the one causes the other is not shown.",
                "boukabache2021",
            ),
        ),
        figures=("sit_break",),
    ),
    Exercise(
        id="sit_to_stand",
        group="everyday",
        name="Standing up from a chair",
        goal="Trains thighs and buttocks for everyday life.",
        start="Sit on the front half of a stable chair that stands at a wall, feet a little back and "
        "hip-width apart.",
        steps=(
            "Lean forward from the hips, arms ahead.",
            "Stand up slowly, without the hands if you can, and stand tall.",
            "Sit down slowly: buttocks back, knees over the feet.",
        ),
        dose=TRAIN,
        easier="Push with the hands, or put a cushion on the seat.",
        harder="A lower chair, three seconds down, or a bag in your arms.",
        step_up=MORE_SETS,
        caution="The chair must not slide. The knees do not fall inward.",
        stop=STOP,
        evidence=(
            fact("guidance", "Adults should train all large muscles on 2 or more days a week.", "who2020"),
            fact("taught", "How to do it: a health service's programme for home.", "nhs_tayside"),
        ),
        figures=("rise",),
    ),
    Exercise(
        id="constructive_rest",
        group="everyday",
        name="Constructive rest with slow breathing",
        goal="Lets the psoas and the whole body calm down; the indirect way.",
        start="Lie on your back, something flat under the head, knees bent, feet a little apart, hands on "
        "the belly.",
        steps=(
            "Let the floor carry you. The knees point up without effort.",
            "Breathe in through the nose counting to five, and out counting to five, as far as it is "
            "comfortable.",
            "Get up over your side, slowly.",
        ),
        dose=fact(
            "guidance",
            "15 to 20 minutes a day; slow breathing for 3 to 5 minutes of it, two or three times a day if "
            "you like.",
            "alexander",
            "nhs_breathing",
        ),
        easier="The lower legs on the seat of a chair.",
        harder="No harder form is needed; make it a habit.",
        step_up="Any time: there is nothing to master.",
        caution="Dizzy? Breathe as usual. Late in pregnancy lie on your side instead.",
        stop=STOP,
        evidence=(
            fact(
                "study",
                "Slow breathing shifts the nervous system and the heartbeat measurably; more research is "
                "wanted.",
                "russo2017",
            ),
            fact("taught", "That the psoas lets go in this position is usual teaching.", "alexander"),
            BACK_PAIN,
        ),
        figures=("rest",),
    ),
)
