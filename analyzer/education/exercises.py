"""The exercises for home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.education.exercises_back import BACK
from analyzer.education.exercises_days import DAYS
from analyzer.education.exercises_hip import HIP
from analyzer.education.exercises_pelvis import PELVIS
from analyzer.education.exercises_upper import UPPER
from analyzer.education.model import Effect, Exercise, Group
from analyzer.language import Table, mark

GENERAL_CAUTION: Final = mark(
    "Do these only if your therapist agrees, or if you are well. Move slowly and breathe. A stretch or "
    "effort is fine; pain is not: stop, and ask. Do not exercise with one of the warning signs below."
)
HONEST: Final = mark(
    "How somebody stands and whether something hurts go together only loosely. Exercises can make hips "
    "more supple "
    "and muscles stronger. That they change how you stand, or take pain away, nobody can promise."
)
GROUPS: Final[Mapping[Group, str]] = Table(
    {
        "everyday": "Good for everybody",
        "hip_front": "Front of hip and thigh",
        "pelvis": "Belly, buttocks, pelvis",
        "low_back": "Low back and stance",
        "upper_back": "Upper back and neck",
    }
)
"""What the chapters are called, in their order."""

_ALL: Final = (*HIP, *PELVIS, *BACK, *UPPER, *DAYS)
EXERCISES: Final[Mapping[str, Exercise]] = Table({item.id: item for item in _ALL})
"""Every exercise by its id: first those that lengthen, then those that train, then the everyday ones."""
EFFECTS: Final[Mapping[str, frozenset[Effect]]] = {item.id: item.effects for item in _ALL}
"""What each does that can go against a finding; no text, so the same in every language."""
