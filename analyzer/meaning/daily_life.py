"""What a person's answers about their days add to the findings: factors that are known or taught to matter.

An answer never changes a measure or the level of the indicator: it is shown beside them. The limits below
decide when an answer is mentioned. Seven hours of sitting is the limit of a study; the others are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from analyzer.education.exercises import EFFECTS
from analyzer.education.sources import SOURCES
from analyzer.language import Table, mark, tr, trn
from analyzer.language.numbers import shortest
from analyzer.meaning.indicators import psoas_may_be_short
from analyzer.types import Indicator
from analyzer.types.intake import Intake, IntakeRemark

LONG_SITTING_H: Final = 7.0
"""Hours a day, as in Boukabache 2021 ("prolonged sitting")."""
LONG_STANDING_H: Final = 6.0
MUCH_CYCLING_H: Final = 3.0
"""Hours a week."""
HIGH_STRESS: Final = 6
STRONG_PAIN: Final = 7

BACKWARD_EXERCISES: Final = frozenset(
    id_ for id_, effects in EFFECTS.items() if effects & {"tips_pelvis_backward", "lengthens_hip_flexors"}
)
"""Exercises that tip the pelvis backward, hold it there, or lengthen the hip flexors."""
DO_NOT_FIT: Final = mark(
    "Exercises that tip the pelvis backward, or lengthen the muscles in front of the hip, do not fit what "
    "was seen here. A physiotherapist can say what does."
)
"""Where exercises were left out, or are chosen all the same."""

_STRESS_STUDY: Final = (
    "Nilsen 2007, BMC Musculoskelet Disord 8:81",
    "https://doi.org/10.1186/1471-2474-8-81",
)
_TAUGHT: Final = (mark("commonly taught; we know of no study that shows it"), "")
_OWN: Final = (mark("our own advice"), "")

RemarkText = Literal[
    "hours_sitting", "hours_standing", "desk_work", "cycling_hours", "stress", "low_back_pain", "emergency"
]
_REMARKS: Final[Mapping[RemarkText, tuple[str, str]]] = {
    "hours_sitting": (
        "Long sitting",
        "You sit about {hours} a day. While you sit, the hips are bent and the psoas is short. In "
        "one study, people who sat for more than 7 hours a day and moved little could stretch their hips 6° "
        "less than people who sat for less than 4 hours and moved more.",
    ),
    "hours_standing": (
        "Long standing",
        "You stand about {hours} a day. Long standing is taught to tire and tighten the psoas. "
        "Changing position often is worth a try.",
    ),
    "desk_work": (
        "Desk work",
        "You work at a desk, which is mostly sitting. The easiest thing to change is how often you get up.",
    ),
    "cycling_hours": (
        "Cycling",
        "You cycle about {hours} a week. On a bicycle the hips stay bent. Much cycling is taught as "
        "a reason for a tight psoas.",
    ),
    "stress": (
        "Stress",
        "You rate your stress {rating} of 10. Under stress, muscles tense without our doing. In a "
        "study of 44 people this was seen in the neck and forehead. The psoas was not measured there, but is "
        "taught to tense as well.",
    ),
    "low_back_pain": (
        "Low-back pain",
        "You rate your low-back pain {rating} of 10. It can have many reasons, and a photo cannot show "
        "which one. {advice}",
    ),
    "emergency": (
        "When to get help at once",
        "This is rare. With back pain and weakness or numbness in both legs, numbness between the legs, "
        "or new trouble passing or holding urine or stool, please go to an emergency department.",
    ),
}
REMARKS: Final[Mapping[RemarkText, tuple[str, str]]] = Table(_REMARKS)
"""Title and text of each remark."""
_ADVICE: Final[Mapping[bool, str]] = {
    True: "Please have it looked at soon.",
    False: "A physiotherapist or doctor can find out.",
}
ADVICE: Final[Mapping[bool, str]] = Table(_ADVICE)
"""By whether the pain is strong."""


def find_contributing_factors(intake: Intake) -> tuple[IntakeRemark, ...]:
    """Answers that are known or taught to go with a tight psoas, in the order of the questions.

    Empty when no answer is one, or nothing was answered.
    """
    found = (_sitting(intake), _standing(intake), _desk(intake), _cycling(intake), _stress(intake))
    return tuple(remark for remark in found if remark is not None)


def find_fitting_exercises(intake: Intake, psoas: Indicator | None = None) -> tuple[str, ...]:
    """Ids of the exercises that fit the contributing factors, each once; none of them with strong pain.

    Parameters
    ----------
    intake : Intake
    psoas : Indicator, optional
        What was seen: exercises that would add to it are left out, see `find_unfitting_exercises`.
    """
    if intake.low_back_pain is not None and intake.low_back_pain >= STRONG_PAIN:
        return ()
    every = dict.fromkeys(id_ for remark in find_contributing_factors(intake) for id_ in remark.exercises)
    left_out = find_unfitting_exercises(tuple(every), psoas)
    return tuple(id_ for id_ in every if id_ not in left_out)


def find_unfitting_exercises(ids: Sequence[str], psoas: Indicator | None) -> tuple[str, ...]:
    """Which of these exercises do not fit what was seen, in their order.

    Where the pelvis tips backward, the low back is flat or the stance is sway-back, an exercise that tips the
    pelvis backward or lengthens the hip flexors works towards what is there already.
    """
    if psoas is None or psoas_may_be_short(psoas):
        return ()
    return tuple(id_ for id_ in ids if id_ in BACKWARD_EXERCISES)


def find_pain_remarks(intake: Intake) -> tuple[IntakeRemark, ...]:
    """What to say about low-back pain; empty without pain. Pain is a complaint, not a contributing factor."""
    pain = intake.low_back_pain
    if not pain:
        return ()
    return (
        _remark("low_back_pain", _OWN, rating=pain, advice=ADVICE[pain >= STRONG_PAIN]),
        _remark("emergency", _cite("northern_trust"), about="low_back_pain"),
    )


def _sitting(intake: Intake) -> IntakeRemark | None:
    hours = intake.hours_sitting
    if hours is None or hours < LONG_SITTING_H:
        return None
    exercises = ("half_kneeling_stretch", "glute_bridge")
    return _remark("hours_sitting", _cite("boukabache2021"), exercises, hours=_hours(hours))


def _standing(intake: Intake) -> IntakeRemark | None:
    hours = intake.hours_standing
    if hours is None or hours < LONG_STANDING_H:
        return None
    return _remark("hours_standing", _TAUGHT, ("constructive_rest",), hours=_hours(hours))


def _desk(intake: Intake) -> IntakeRemark | None:
    return _remark("desk_work", _TAUGHT, ("half_kneeling_stretch",)) if intake.desk_work else None


def _cycling(intake: Intake) -> IntakeRemark | None:
    hours = intake.cycling_hours
    if hours is None or hours < MUCH_CYCLING_H:
        return None
    exercises = ("half_kneeling_stretch", "edge_stretch")
    return _remark("cycling_hours", _TAUGHT, exercises, hours=_hours(hours))


def _stress(intake: Intake) -> IntakeRemark | None:
    if intake.stress is None or intake.stress < HIGH_STRESS:
        return None
    return _remark("stress", _STRESS_STUDY, ("constructive_rest",), rating=intake.stress)


def _remark(
    key: RemarkText,
    source: tuple[str, str],
    exercises: tuple[str, ...] = (),
    *,
    about: str = "",
    **details: object,
) -> IntakeRemark:
    """A remark with its words; ``about`` names the answer where the key is another word."""
    title, text = REMARKS[key]
    where, address = source
    return IntakeRemark(about or key, title, text.format(**details), tr(where), address, exercises)


def _hours(hours: float) -> str:
    return trn("{hours} hour", "{hours} hours", 1 if hours == 1.0 else 2, hours=shortest(hours))


def _cite(source_id: str) -> tuple[str, str]:
    source = SOURCES[source_id]
    return source.short, source.url
