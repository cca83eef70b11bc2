"""Words and doses that several exercises share."""

from __future__ import annotations

from typing import Final

from analyzer.education.sources import fact

HOLD: Final = fact(
    "guidance",
    "Hold 30 seconds, 2 to 4 times on each side, at least 2 or 3 days a week, better daily. From about 65 "
    "years on hold up to 60 seconds.",
    "acsm2011",
)
TRAIN: Final = fact(
    "guidance",
    "2 or 3 sets of 8 to 12, with a minute or two of rest between sets, 2 or 3 days a week with a day "
    "between them. Begin with 1 set.",
    "acsm2011",
)
OFTEN: Final = fact(
    "guidance",
    "Begin with 5 repetitions, 3 times a day. Add 1 or 2 every few days as long as it is comfortable.",
    "nhs_inform",
)
HOLD_LONGER: Final = "When 4 times 30 seconds feel easy on most days for two weeks."
MORE_SETS: Final = "When you can do 3 sets of 12 with good form and could do two or three more."
MORE_TIMES: Final = "When 10 repetitions are easy and nothing hurts the next day."

STOP: Final = (
    "With pain of 5 or more out of 10, or pain that is worse the next day: take the easier form, and "
    "ask "
    "your therapist. See somebody soon with pain, numbness or weakness that goes down a leg."
)
STOP_ARM: Final = (
    "With pain of 5 or more out of 10, or pain that is worse the next day: take the easier form, and "
    "ask "
    "your therapist. See somebody soon with pain, numbness or weakness that goes into an arm, or dizziness."
)
STOP_HEART: Final = (
    "At once, and get help, with pain or pressure in the chest, or if you cannot get your breath. With "
    "pain of 5 or more out of 10, or worse the next day, do less and ask your therapist."
)

HIP_STRETCH_SHOWN: Final = fact(
    "study",
    "In a trial, 33 young people with limited hip extension stretched at home for six weeks: their hips "
    "extended further in the modified Thomas test, by stretching at rest as much as by active stretching.",
    "winters2004",
)
HIP_STRETCH_POSTURE: Final = fact(
    "study",
    "That it changes how somebody stands is not shown: after one session 23 men had 1.2° less tilt, and the "
    "curve of the low back did not change.",
    "preece2021",
)
BELLY_POSTURE: Final = fact(
    "study",
    "Eight weeks of training made the belly muscles of healthy people stronger, but pelvis and low back "
    "stood "
    "as before.",
    "levine1997",
)
POSTURE: Final = fact(
    "study",
    "A review found no sound proof that strengthening alone changes how somebody stands.",
    "hrysomallis2001",
)
HAMSTRING_POSTURE: Final = fact(
    "study",
    "In 39 people with tight hamstrings stretching let the legs lift further and the hips bend more in "
    "bending forward; how they stood did not change.",
    "li1996",
)
BACK_PAIN: Final = fact(
    "study",
    "For long-lasting low-back pain, exercise of many kinds probably helps more than no treatment (Cochrane "
    "review of 249 trials). None is shown to be the one right exercise.",
    "hayden2021",
)
