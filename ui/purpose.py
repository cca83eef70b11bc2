"""What this installation is for, chosen when it is set up: professional use, or education.

See docs/intended-use.md. For education, nobody is offered exercises because of what was found in a photo.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

from analyzer.language import Table
from analyzer.meaning.daily_life import find_fitting_exercises
from analyzer.meaning.exercise_choice import HipTest, Offer, exercises_for
from analyzer.types import Indicator, Measure
from analyzer.types.codes import MeasureName
from analyzer.types.intake import Intake

Purpose = Literal["professional", "education"]
VARIABLE: Final = "POSTURE_PURPOSE"
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
ABOUT: Final[Mapping[Purpose, str]] = Table(
    {
        "professional": (
            "Set up for professional use: a physiotherapist or trainer looks at the results with the person. "
            "Exercises can be offered that fit the answers and do not work against what was found."
        ),
        "education": (
            "Set up for education: it shows how somebody stands and teaches what is known about it. No "
            "exercise is offered because of what was found in a photo. All of them are in Learn."
        ),
    }
)
REFUSED: Final = (
    "\nThe app was not started. POSTURE_PURPOSE is {value!r}. Please set it to professional or education, or "
    "leave it out (professional).\n"
)


def purpose() -> Purpose:
    """What is set; professional when nothing is."""
    value = os.environ.get(VARIABLE) or "professional"
    return "professional" if value == "professional" else "education"


def refuse_unknown_purpose() -> None:
    """End the program when something else is set: nobody should find out later that it meant nothing.

    Raises
    ------
    SystemExit
        With status 2, after a sentence on standard error.
    """
    value = os.environ.get(VARIABLE)
    if value and value not in PURPOSES:
        sys.stderr.write(REFUSED.format(value=value))
        raise SystemExit(2)


def exercises_to_offer(intake: Intake, psoas: Indicator | None = None) -> tuple[str, ...]:
    """Ids of exercises that fit the answers and what was seen; none where the purpose is education."""
    return () if purpose() == "education" else find_fitting_exercises(intake, psoas)


def offer(
    intake: Intake,
    psoas: Indicator | None = None,
    measures: Mapping[MeasureName, Measure] | None = None,
    tests: Sequence[HipTest] = (),
) -> Offer:
    """Exercises for what was found, see `exercises_for`; none where the purpose is education."""
    return Offer() if purpose() == "education" else exercises_for(psoas, measures, tests, intake)
