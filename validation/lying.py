"""The rendered people on a table in ``validation/thomas``: pictures, what is true, and what is measured."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2

from analyzer import PostureError
from analyzer.pipeline import conclude, observe
from analyzer.thomas import StandingReference, analyze_thomas, standing_reference
from analyzer.thomas.standing import Standing
from analyzer.types.codes import ThomasName

FOLDER: Final = Path(__file__).parent / "thomas"
UNCONTROLLED: Final = frozenset({"back_not_flat", "other_knee_not_held"})
"""These set-ups are measured, and it is said that the pelvis was not held."""
_LOW_BACK: Final = ("T12", "L1", "L3", "L5")
_FLAT_M: Final = 0.005
"""With no more room the generator calls a back flat."""
HELD: Final = "held"
"""The half that nothing was chosen or fitted on."""


@dataclass(frozen=True)
class Picture:
    """A rendered picture and its truth."""

    path: Path
    data: dict[str, Any]

    @property
    def key(self) -> str:
        return self.path.stem

    @property
    def standing(self) -> bool:
        return bool(self.data["params"]["posture"] == "photo")

    @property
    def split(self) -> str:
        return str(self.data["split"])

    @property
    def wrong(self) -> frozenset[str]:
        """Codes of what is wrong, any of which is a right answer; empty when the set-up is right."""
        return frozenset(self.data["set_up"])

    @property
    def flat_all_the_same(self) -> bool:
        """Whether the skin over the spine lies on the table from T12 to L5 in a picture said to show an arch.

        On some men the generator measured the room under the shoulders instead of that under the low back:
        it had bent the pelvis so far back before that the "arched" one lies flat. Such a picture shows no
        arch, and no hand would find one.
        """
        if "back_not_flat" not in self.wrong:
            return False
        skin = max(self.data["landmarks_m"][name][2] for name in _LOW_BACK)
        return bool(skin - self.data["table"]["height_m"] <= _FLAT_M)

    @property
    def measurable(self) -> bool:
        """Whether thigh and knee are to be measured."""
        return not self.standing and self.wrong <= UNCONTROLLED

    @property
    def truth(self) -> dict[str, Any]:
        found: dict[str, Any] = self.data["ground_truth"]
        return found

    @property
    def side_of_person(self) -> tuple[int, str]:
        return self.data["person"], self.truth.get("near", "")


@dataclass(frozen=True)
class Answer:
    """What the analyzer says of one picture.

    Attributes
    ----------
    error : str
        Code of why it is refused; "" when it is measured.
    measures : dict
        Value with its interval, where there is one.
    issues : frozenset of str
    controlled : bool
        Whether it takes the pelvis as held.
    side : str
    seconds : float
        Of this process.
    """

    error: str
    measures: Mapping[ThomasName, tuple[float, float, float]]
    issues: frozenset[str]
    controlled: bool
    side: str
    seconds: float


def load(folder: Path = FOLDER) -> dict[str, Picture]:
    """All pictures of the set by name."""
    paths = sorted(folder.glob("*.jpg"))
    pictures = (Picture(path, json.loads(path.with_suffix(".json").read_text("utf-8"))) for path in paths)
    return {picture.key: picture for picture in pictures}


def answers(pictures: Mapping[str, Picture], workers: int | None = None) -> dict[str, Answer]:
    """Measure all pictures; those of people with a standing photo against it.

    The standing photos themselves are answered with the time that an analysis takes, and nothing else.
    """
    standing = {key: picture for key, picture in pictures.items() if picture.standing}
    with ProcessPoolExecutor(workers or os.cpu_count(), initializer=_one_thread) as pool:
        seen = dict(zip(standing, pool.map(_stand, (item.path for item in standing.values())), strict=True))
        references = {
            standing[key].side_of_person: reference for key, (reference, _) in seen.items() if reference
        }
        lying = [picture for picture in pictures.values() if not picture.standing]
        jobs = ((picture.path, references.get(picture.side_of_person)) for picture in lying)
        found = dict(zip((item.key for item in lying), pool.map(_lie, jobs, chunksize=2), strict=True))
    return found | {key: _only_time(seconds) for key, (_, seconds) in seen.items()}


def measured(
    pictures: Mapping[str, Picture], found: Mapping[str, Answer], names: Iterable[ThomasName]
) -> dict[ThomasName, list[tuple[str, float, float, bool]]]:
    """For each measure the picture, the truth, the value and whether the interval holds the truth."""
    result: dict[ThomasName, list[tuple[str, float, float, bool]]] = {name: [] for name in names}
    standing = {item.side_of_person: item for item in pictures.values() if item.standing}
    for key, picture in pictures.items():
        if not picture.measurable:
            continue
        for name, rows in result.items():
            true = true_value(picture, name, standing)
            if name in found[key].measures and true is not None:
                value, low, high = found[key].measures[name]
                rows.append((key, true, value, low <= true <= high))
    return result


def true_value(
    picture: Picture, name: ThomasName, standing: Mapping[tuple[int, str], Picture]
) -> float | None:
    """What is true by the definitions of ``docs/thomas.md``."""
    if name != "hip_extension_from_standing":
        return float(picture.truth[f"{name}_deg"])
    own = standing.get(picture.side_of_person)
    if own is None:
        return None
    return float(picture.truth["hip_extension_true_deg"]) - float(own.truth["thigh_to_pelvis_deg"])


def _one_thread() -> None:
    cv2.setNumThreads(1)


def _stand(path: Path) -> tuple[StandingReference | None, float]:
    start = time.process_time()
    try:
        observation = observe(path)
        conclude(observation)
        reference = standing_reference(observation)
    except PostureError:
        return None, time.process_time() - start
    seconds = time.process_time() - start
    return (reference if isinstance(reference, StandingReference) else None), seconds


def _lie(job: tuple[Path, Standing]) -> Answer:
    start = time.process_time()
    try:
        result = analyze_thomas(job[0], standing=job[1])
    except PostureError as error:
        return Answer(error.code, {}, frozenset(), False, "", time.process_time() - start)
    seconds = time.process_time() - start
    values = {
        name: (measure.value, *measure.ci95)
        for name, measure in result.measures.items()
        if measure.value is not None and measure.ci95 is not None
    }
    issues = frozenset(issue.code for issue in result.view.issues)
    view = result.view
    return Answer("", values, issues, view.pelvis.controlled, view.side, seconds)


def _only_time(seconds: float) -> Answer:
    return Answer("", {}, frozenset(), False, "", seconds)
