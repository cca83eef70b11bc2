"""Exercises for the upper back, the shoulders and the neck."""

from __future__ import annotations

from typing import Final

from analyzer.education.exercise_words import MORE_SETS, MORE_TIMES, OFTEN, STOP_ARM, TRAIN
from analyzer.education.model import Exercise
from analyzer.education.sources import fact

_KYPHOSIS: Final = fact(
    "study",
    "In ten trials together exercise made a round upper back a little less round; strengthening seemed to "
    "do more "
    "than stretching.",
    "gonzalez2019",
)
_SHEAF: Final = fact(
    "study",
    "People of 60 and older with a very round back trained their backs in a group three times a week for six "
    "months: 3.0° less than those who did not (interval 0.8° to 5.2°).",
    "katzman2017",
)

UPPER: Final = (
    Exercise(
        id="band_row",
        group="upper_back",
        name="Rowing with a band",
        goal="Trains the muscles between the shoulder blades.",
        start="Fix a band at the height of your ribs. Stand tall, knees soft, an end in each hand, arms "
        "forward.",
        steps=(
            "Grow tall and let the shoulders sink.",
            "Draw the elbows back along the ribs, the shoulder blades towards each other.",
            "Hold for two seconds.",
            "Let the arms go forward again, slowly.",
        ),
        dose=TRAIN,
        easier="A thinner band, or stand closer.",
        harder="A stronger band, or stand further away.",
        step_up=MORE_SETS,
        caution="Try the band first: it must not slip off or snap. Do not hollow the low back, nor pull the "
        "shoulders up.",
        stop=STOP_ARM,
        evidence=(_KYPHOSIS, _SHEAF),
        figures=("row",),
    ),
    Exercise(
        id="towel_extension",
        group="upper_back",
        name="Upper back over a towel roll",
        goal="Opens the chest and lets the upper back stretch.",
        start="Lie on your back, knees bent, a rolled towel across under the shoulder blades, hands under "
        "the head.",
        steps=(
            "Let the upper back sink over the roll; the low back stays quiet.",
            "Take the arms over the head, as far as it is comfortable.",
            "Breathe five times.",
            "Bring the arms down; move the roll a little up or down, and repeat.",
        ),
        dose=OFTEN,
        easier="A flatter roll, a pillow under the head, and the arms beside you.",
        harder="A thicker roll.",
        step_up=MORE_TIMES,
        caution="Not with osteoporosis or a fracture of the spine, unless your doctor agrees. If the low "
        "back "
        "hollows, take the arms less far.",
        stop=STOP_ARM,
        evidence=(
            _KYPHOSIS,
            fact(
                "taught",
                "Leaning back over something is among the upper-back exercises of a hospital.",
                "cuh_thoracic",
            ),
        ),
        figures=("towel_1", "towel_2"),
    ),
    Exercise(
        id="wall_slide",
        group="upper_back",
        name="Wall slide",
        goal="Trains the muscles that turn the shoulder blades, and stretches the upper back upward.",
        start="Stand facing a wall, forearms on it, elbows at the height of the shoulders.",
        steps=(
            "Press the forearms gently into the wall.",
            "Slide them up the wall; the low back keeps its curve.",
            "Lean in a little at the top, for one breath.",
            "Slide down again.",
        ),
        dose=TRAIN,
        easier="Only as high as the eyes.",
        harder="A light band round the wrists.",
        step_up=MORE_SETS,
        caution="Do not hollow the low back to get higher. Pain in the shoulder: stay lower.",
        stop=STOP_ARM,
        evidence=(_KYPHOSIS, _SHEAF),
        figures=("wall_slide",),
    ),
    Exercise(
        id="chin_tuck",
        group="upper_back",
        name="Chin tuck",
        goal="Trains the deep muscles at the front of the neck, which hold the head over the trunk.",
        start="Sit tall, looking ahead.",
        steps=(
            "Slide the head straight back, as on a drawer, and nod a little: the back of the neck gets long.",
            "Hold for 5 seconds, the jaw loose.",
            "Let go.",
        ),
        dose=OFTEN,
        easier="The same lying on your back, the head on a flat pillow.",
        harder="Hold for 10 seconds.",
        step_up=MORE_TIMES,
        caution="A gentle movement: do not press, nor look up or down. Not with dizziness.",
        stop=STOP_ARM,
        evidence=(
            fact(
                "study",
                "Six weeks of training these muscles helped people with neck pain to keep the head upright "
                "at a "
                "computer.",
                "falla2007",
            ),
        ),
        figures=("chin",),
    ),
)
