"""Which exercises can be offered for what was found: one choice for app, report and command line.

What is chosen rests on usual teaching (Kendall, Muscles: Testing and Function): no trial shows that an
exercise chosen by how somebody stands does more than another. So nothing is offered that goes against what
was found, and a professional decides. Where an installation is set up for education, nobody asks for this
choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Final, Literal, Protocol

from analyzer.education.exercises import EFFECTS
from analyzer.education.model import Effect
from analyzer.language import Table
from analyzer.meaning.indicators import psoas_may_be_short
from analyzer.meaning.stance_type import ROUND_DEG, describe_stance
from analyzer.types import Indicator, Measure
from analyzer.types.codes import MeasureName, ThomasName
from analyzer.types.intake import Intake
from analyzer.types.thomas import ThomasFinding

STRAIGHT_KNEE_DEG: Final = 52.5
"""A knee that surely hangs straighter than this, the mean of elite athletes, can go with a short rectus
femoris (Harvey 1998). It is only asked of a hip that extends less than usual."""
STRONG_PAIN: Final = 7
"""From this low-back pain on, of 10, nothing is offered: it has to be looked at first."""
_MOST_FIRST: Final = 5

Need = Literal[
    "short_hip_flexors",
    "short_rectus_femoris",
    "sway_back",
    "flat_back",
    "pelvis_backward",
    "pelvis_forward",
    "round_upper_back",
    "long_sitting",
    "stress",
    "everybody",
]
"""What exercises are chosen for."""

FOR: Final[Mapping[Need, tuple[str, ...]]] = {
    "short_hip_flexors": ("half_kneeling_stretch", "edge_stretch", "standing_hip_stretch", "glute_bridge"),
    "short_rectus_femoris": ("standing_thigh_stretch", "prone_thigh_stretch", "edge_stretch"),
    "sway_back": ("stand_tall", "seated_march", "bird_dog", "hamstring_stretch", "wall_slide", "hip_hinge"),
    "flat_back": (
        "cat_camel",
        "sitting_tilt",
        "hip_hinge",
        "prone_press_up",
        "standing_back_bend",
        "bird_dog",
    ),
    "pelvis_backward": (
        "sitting_tilt",
        "hamstring_stretch",
        "hip_hinge",
        "cat_camel",
        "seated_march",
        "bird_dog",
    ),
    "pelvis_forward": (
        *("half_kneeling_stretch", "glute_bridge", "heel_slide", "pelvic_tilt", "dead_bug", "edge_stretch"),
        *("wall_tilt", "standing_hip_stretch", "forearm_plank", "knee_to_chest", "cat_camel"),
    ),
    "round_upper_back": ("band_row", "towel_extension", "wall_slide", "chin_tuck"),
    "long_sitting": ("sit_breaks", "half_kneeling_stretch", "glute_bridge"),
    "stress": ("constructive_rest", "walking"),
    "everybody": ("walking", "sit_breaks", "sit_to_stand", "constructive_rest"),
}
"""The exercises of each need, the first ones first."""
WHY: Final[Mapping[Need, str]] = Table(
    {
        "short_hip_flexors": "the direct test: the hip extends less than usual",
        "short_rectus_femoris": "the direct test: the knee hangs rather straight",
        "sway_back": "the hips stand in front of the feet",
        "flat_back": "the low back is flat",
        "pelvis_backward": "the pelvis is tipped backward",
        "pelvis_forward": "the pelvis is tipped forward, with a hollow low back",
        "round_upper_back": "the upper back is round",
        "long_sitting": "long sitting",
        "stress": "stress",
        "everybody": "good for everybody",
    }
)
"""What was found, in words that follow a colon."""


class HipTest(Protocol):
    """What the direct test says of one hip, from one photo or several."""

    @property
    def measures(self) -> Mapping[ThomasName, Measure]: ...
    @property
    def finding(self) -> ThomasFinding: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """Exercises that can be offered.

    Attributes
    ----------
    needs : tuple of Need
        What they were chosen for, in the order of the choice.
    first, more : tuple of str
        Ids of exercises: three to five to begin with, and the others. Empty with strong pain.
    """

    needs: tuple[Need, ...] = ()
    first: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def exercises_for(
    psoas: Indicator | None = None,
    measures: Mapping[MeasureName, Measure] | None = None,
    tests: Sequence[HipTest] = (),
    intake: Intake | None = None,
) -> Offer:
    """Exercises that fit what was found, and none that goes against it.

    Parameters
    ----------
    psoas : Indicator, optional
        What the standing photo says.
    measures : mapping of MeasureName to Measure, optional
        Of the standing photo, or the medians of several.
    tests : sequence of HipTest
        The direct test of one hip or both.
    intake : Intake, optional
        The answers about the days.
    """
    given = intake or Intake()
    if given.low_back_pain is not None and given.low_back_pain >= STRONG_PAIN:
        return Offer()
    needs = find_needs(psoas, measures, tests, given)
    against = _effects_against(needs, psoas, tests)
    special = list(_in_order(tuple(need for need in needs if need != "everybody"), against))
    everyday = [id_ for id_ in FOR["everybody"] if id_ not in special]
    first = [*special[: _MOST_FIRST - 1], *everyday[:1]] if special else everyday[:3]
    more = [id_ for id_ in (*special, *everyday) if id_ not in first]
    return Offer(needs, tuple(first), tuple(more))


def find_needs(
    psoas: Indicator | None,
    measures: Mapping[MeasureName, Measure] | None,
    tests: Sequence[HipTest],
    intake: Intake,
) -> tuple[Need, ...]:
    """What exercises are chosen for: the direct test first, then the stance, the days, and everybody."""
    limited = [test for test in tests if test.finding.level == "extension_limited"]
    findings = set(psoas.findings) if psoas is not None else set()
    stance = describe_stance(measures) if measures else None
    name = stance.name if stance is not None else None
    upper = measures.get("thoracic_kyphosis") if measures else None
    backward = bool(findings & {"pelvis_backward", "pelvis_perhaps_backward"})
    sway, flat = (
        "sway_back" in findings or name == "sway_back",
        "back_flat" in findings or name == "flat_back",
    )
    hollow = psoas is not None and psoas.level == "suggested"
    hollow = hollow or name in ("lordosis", "kyphosis_lordosis")
    found: dict[Need, bool] = {
        "short_hip_flexors": bool(limited),
        "short_rectus_femoris": any(_knee_straight(test) for test in limited),
        "sway_back": sway,
        "flat_back": flat,
        "pelvis_backward": backward,
        "pelvis_forward": hollow and not (sway or flat or backward),
        "round_upper_back": upper is not None and upper.value is not None and upper.value > ROUND_DEG,
        "long_sitting": bool(intake.desk_work) or (intake.hours_sitting or 0.0) >= 7.0,
        "stress": (intake.stress or 0) >= 6,
        "everybody": True,
    }
    return tuple(need for need, there in found.items() if there)


def goes_against(
    ids: Sequence[str], psoas: Indicator | None, tests: Sequence[HipTest] = ()
) -> tuple[str, ...]:
    """Which of these exercises go against what was found, in their order.

    Where the pelvis tips backward, the low back is flat or the stance is sway-back, an exercise that tips the
    pelvis backward or lengthens the hip flexors works towards what is there already; these muscles are
    lengthened all the same where the direct test, which asks them itself, found them short.
    """
    needs = find_needs(psoas, None, tests, Intake())
    against = _effects_against(needs, psoas, tests)
    return tuple(id_ for id_ in ids if EFFECTS.get(id_, frozenset()) & against)


def _effects_against(
    needs: Sequence[Need], psoas: Indicator | None, tests: Sequence[HipTest]
) -> frozenset[Effect]:
    short = "short_hip_flexors" in needs
    away = {"sway_back", "flat_back", "pelvis_backward"} & set(needs) or (
        psoas is not None and not psoas_may_be_short(psoas)
    )
    against: set[Effect] = set()
    if away:
        against |= {"tips_pelvis_backward"} if short else {"tips_pelvis_backward", "lengthens_hip_flexors"}
    if tests and all(test.finding.level == "extension_usual" for test in tests):
        against |= {"lengthens_hip_flexors"}
    if short:
        against |= {"works_hip_flexors"}
    if "pelvis_forward" in needs:
        against |= {"works_hip_flexors", "arches_low_back", "lengthens_hamstrings"}
    if "sway_back" in needs:
        against |= {"arches_low_back"}
    return frozenset(against)


def _in_order(needs: Sequence[Need], against: frozenset[Effect]) -> Iterator[str]:
    """The direct test's exercises, then one of each other need in turn, each once."""
    tested = [FOR[need] for need in needs if need.startswith("short_")]
    others = [FOR[need] for need in needs if not need.startswith("short_")]
    # Two stretches of the hip flexors, one of the thigh; what the stance asks for comes before the third.
    begin = chain.from_iterable(ids[: 2 if number == 0 else 1] for number, ids in enumerate(tested))
    turns = (id_ for turn in zip_longest(*others, *tested) for id_ in turn if id_ is not None)
    fitting = (id_ for id_ in chain(begin, turns) if not EFFECTS[id_] & against)
    yield from dict.fromkeys(fitting)


def _knee_straight(test: HipTest) -> bool:
    knee = test.measures["knee_flexion"]
    return knee.ci95 is not None and knee.ci95[1] < STRAIGHT_KNEE_DEG
