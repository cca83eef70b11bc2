"""How large a change has to be before it is more than chance, by how many photos each occasion has.

Part of what differs between two photos is drawn anew with each: how the person stands (Schmidt 2018, PubMed
28683929) and how the picture is read. The median of several photos averages that out. The other part belongs
to the occasion: a camera that stands a little elsewhere errs the same way in all its photos, and no number of
them helps. Both come from rendered people (``python -m validation photos``, ``docs/accuracy.md``):

    smallest detectable change = 1.96 · √(2 · set-up² + (share(n₁)² + share(n₂)²) · (stance² + photo²))

with `analyzer.compare.several_photos.median_share`. It holds for the same clothes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from analyzer.compare.changes import Comparison
from analyzer.compare.several_photos import median_share
from analyzer.language import all_of, tr, trn, trp, within_sentence
from analyzer.meaning.change_words import CHANCE_MEASURES
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import tenths
from analyzer.measures import TABLE, Z95
from analyzer.types.codes import MEASURES, MeasureName

FILE: Final = "data/repeat_photos.json"
ENOUGH: Final = 3
"""Photos of each occasion that are asked for."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """What one measure of a person differs by, as standard deviations in its unit.

    Attributes
    ----------
    stance : float
        From stand to stand.
    photo : float
        From photo to photo of one stance and one set-up.
    set_up : float
        From occasion to occasion, the camera put up as before.
    new_set_up : float
        The same, the camera put up anew: other distance, height, turn and roll.
    """

    stance: float
    photo: float
    set_up: float
    new_set_up: float

    @property
    def averages_out(self) -> float:
        """What several photos help against."""
        return math.hypot(self.stance, self.photo)

    def smallest_change(self, before: int = 1, after: int = 1, *, new_set_up: bool = False) -> float:
        """Smallest detectable change (95 %) between medians of so many photos.

        Raises
        ------
        ValueError
            When an occasion has no photo.
        """
        stays = math.sqrt(2.0) * (self.new_set_up if new_set_up else self.set_up)
        share = math.hypot(median_share(before), median_share(after))
        return Z95 * math.hypot(stays, share * self.averages_out)


@cache
def repeats() -> Mapping[MeasureName, Repeat]:
    """What comes with the package, by name of the measure."""
    kept = json.loads(files("analyzer").joinpath(FILE).read_text(encoding="utf-8"))["measures"]
    return {name: Repeat(**kept[name]) for name in MEASURES if name in kept}


def smallest_change(name: MeasureName, before: int = 1, after: int = 1) -> float:
    """Smallest detectable change (95 %) of a measure in its unit, the camera put up as before."""
    return repeats()[name].smallest_change(before, after)


def chance_sentence(before: int, after: int) -> str:
    """Which change cannot be told from chance with so many photos, and with `ENOUGH` on each side."""
    limits = _limits(before, after)
    if min(before, after) >= ENOUGH:
        return _chance(before, after, limits)
    more = max(before, after, ENOUGH)
    tilt, curve = _limits(more, more)
    less = {"enough": _word(more), "less_tilt": tilt, "less_curve": curve}
    return _chance_and_more(before, after, limits, less)


def _limits(before: int, after: int) -> tuple[str, str]:
    """Of tilt and curve."""
    tilt, curve = (_limit(name, before, after) for name in CHANCE_MEASURES)
    return tilt, curve


def _chance(before: int, after: int, limits: tuple[str, str]) -> str:
    said = {"before": _word(before), "after": _word(after), "tilt": limits[0], "curve": limits[1]}
    if before == after:
        return trn(
            "With one photo each, a change below {tilt} in the tilt of the pelvis or below {curve} in the "
            "curve of the low back cannot be told from chance.",
            "With {before} photos each, a change below {tilt} in the tilt of the pelvis or below {curve} in "
            "the curve of the low back cannot be told from chance.",
            before,
            **said,
        )
    return trn(
        "With one photo before and {after} after, a change below {tilt} in the tilt of the pelvis or below "
        "{curve} in the curve of the low back cannot be told from chance.",
        "With {before} photos before and {after} after, a change below {tilt} in the tilt of the pelvis or "
        "below {curve} in the curve of the low back cannot be told from chance.",
        before,
        **said,
    )


def _chance_and_more(before: int, after: int, limits: tuple[str, str], more: Mapping[str, str]) -> str:
    said = {"before": _word(before), "after": _word(after), "tilt": limits[0], "curve": limits[1], **more}
    if before == after:
        return trn(
            "With one photo each, a change below {tilt} in the tilt of the pelvis or below {curve} in the "
            "curve of the low back cannot be told from chance; with {enough} each, below {less_tilt} or "
            "{less_curve}.",
            "With {before} photos each, a change below {tilt} in the tilt of the pelvis or below {curve} in "
            "the curve of the low back cannot be told from chance; with {enough} each, below {less_tilt} or "
            "{less_curve}.",
            before,
            **said,
        )
    return trn(
        "With one photo before and {after} after, a change below {tilt} in the tilt of the pelvis or below "
        "{curve} in the curve of the low back cannot be told from chance; with {enough} each, below "
        "{less_tilt} or {less_curve}.",
        "With {before} photos before and {after} after, a change below {tilt} in the tilt of the pelvis or "
        "below {curve} in the curve of the low back cannot be told from chance; with {enough} each, below "
        "{less_tilt} or {less_curve}.",
        before,
        **said,
    )


def _limit(name: MeasureName, before: int, after: int) -> str:
    return tenths(smallest_change(name, before, after), TABLE[name].unit)


def smaller_than_chance(comparison: Comparison) -> tuple[MeasureName, ...]:
    """Measures that changed by more than measurement error, but by less than people differ between stands."""
    counts = comparison.before.photos, comparison.after.photos
    return tuple(
        name
        for name, change in comparison.changes.items()
        if change.verdict == "changed"
        and change.difference is not None
        and abs(change.difference) < smallest_change(name, *counts)
    )


def chance_words(comparison: Comparison) -> str:
    """What is said beside a comparison: which change is too small, and which of those found are."""
    text = chance_sentence(comparison.before.photos, comparison.after.photos)
    small = [within_sentence(measure_text(name).plain) for name in smaller_than_chance(comparison)]
    if not small:
        return text
    also = tr("By the same reckoning these changes may still be chance: {measures}.", measures=all_of(small))
    return f"{text} {also}"


def _word(count: int) -> str:
    """A number of photos."""
    words = (
        trp("photos", "no"),
        trp("photos", "one"),
        trp("photos", "two"),
        trp("photos", "three"),
        trp("photos", "four"),
        trp("photos", "five"),
        trp("photos", "six"),
    )
    return words[count] if count < len(words) else str(count)
