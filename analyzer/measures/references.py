"""What values are set beside: the references that a person can choose from, with their sources.

What is usual is known less well than a single mean and spread suggest. Inclinometer studies read the skin in
the midline; a photo shows the outline, which runs over the buttocks. How much more slope and curve the
outline has is not known for real people: rendered bodies say 8.4 and 8.9 degrees, mean bodies from laser
scans say about none for the same two lines, and their outline is nearly as steep as the sum of the first two.
So the default gives the range of means that these ways lead to. docs/method.md, "Outline and midline".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from analyzer.language import Table, mark
from analyzer.types import Reference
from analyzer.types.codes import MeasureName, ReferenceName

People = Literal["all", "women", "men"]

DEFAULT: Final[ReferenceName] = "all"
_INCLINOMETER: Final = "inclinometer study of 183 people, doi 10.1155/2016/3817270"
_SCANS: Final = "mean bodies of 1,531 women and 1,517 men fitted to laser scans"
_RENDERED: Final = "rendered bodies, docs/method.md"
_MIDLINE: Final[Mapping[tuple[MeasureName, People], tuple[float, float]]] = {
    ("sacral_slope", "all"): (20.6, 8.6),
    ("sacral_slope", "women"): (23.0, 9.2),
    ("sacral_slope", "men"): (17.8, 6.8),
    ("lumbar_lordosis", "all"): (31.6, 10.0),
    ("lumbar_lordosis", "women"): (34.2, 11.1),
    ("lumbar_lordosis", "men"): (28.4, 7.2),
}
"""Means and standard deviations of the study. It gives no deviation of women: ours follows from those of men
and of all (our own arithmetic)."""
_DIFFERENCE: Final[Mapping[MeasureName, tuple[float, float]]] = {
    "sacral_slope": (8.4, 2.9),
    "lumbar_lordosis": (8.9, 2.3),
}
"""What the outline of rendered bodies has more than their midline: assumed of real people."""
_OUTLINE: Final[Mapping[tuple[MeasureName, People], float]] = {
    ("sacral_slope", "all"): 26.4,
    ("sacral_slope", "women"): 27.3,
    ("sacral_slope", "men"): 25.5,
    ("lumbar_lordosis", "all"): 40.7,
    ("lumbar_lordosis", "women"): 42.1,
    ("lumbar_lordosis", "men"): 39.2,
}
"""Of the outline of the mean bodies, by the definitions used here; a mean body is a little flatter than
people."""


@dataclass(frozen=True, slots=True)
class References:
    """A choice of references.

    Attributes
    ----------
    name : ReferenceName
    title : str
        In words.
    about : str
        What it rests on, as a sentence.
    of : mapping of MeasureName to Reference
        Read-only; measures that are not in it have none.
    """

    name: ReferenceName
    title: str
    about: str
    of: Mapping[MeasureName, Reference] = field(metadata={"text": False})


def _tilt() -> Reference:
    # Sources do not agree on women and men: PubMed 17710908 finds more tilt in women, PubMed 21658988 more
    # often a forward tilt in men.
    source = "often quoted 8 to 12 ± 4 to 6 degrees, assumed; spread by bone shape: PMC2565125"
    return Reference(10.0, 5.0, source, (8.0, 12.0))


def _moved(name: MeasureName, people: People) -> Reference:
    """The study's midline, moved to the outline as rendered bodies have it."""
    (mean, sd), (more, spread) = _MIDLINE[name, people], _DIFFERENCE[name]
    source = (
        f"{mean:g} ± {sd:g} in the midline ({_INCLINOMETER}) plus {more} ± {spread}, because the outline "
        f"seen in a photo runs over the buttocks (assumed, {_RENDERED})"
    )
    return Reference(round(mean + more, 1), round(math.hypot(sd, spread), 1), source)


def _scanned(name: MeasureName, people: People) -> Reference:
    sd = _MIDLINE[name, people][1]
    source = f"outline of {_SCANS}; spread between people: {_INCLINOMETER}"
    return Reference(_OUTLINE[name, people], sd, source)


def _range(name: MeasureName, people: People) -> Reference:
    """From the midline as it is to the highest of what leads to the outline."""
    midline, moved, scanned = _MIDLINE[name, people][0], _moved(name, people), _OUTLINE[name, people]
    high = max(moved.mean, scanned)
    source = (
        f"sources disagree: a mean of {midline:g} in the midline ({_INCLINOMETER}), {scanned:g} on the "
        f"outline of {_SCANS}, {moved.mean:g} in the midline plus what the outline of rendered bodies adds "
        f"(assumed); each ± {moved.sd:g} between people"
    )
    return Reference(round((midline + high) / 2.0, 1), moved.sd, source, (midline, high))


_WAYS: Final = {
    "": (
        _range,
        "all sources",
        "From the lowest to the highest of what an inclinometer study and mean bodies from laser scans give.",
    ),
    "inclinometer": (
        _moved,
        "inclinometer study",
        "One study of 183 people in the midline, plus what the outline of rendered bodies adds (assumed).",
    ),
    "scans": (
        _scanned,
        "laser scans",
        "The outline of mean bodies of 3,048 people; the spread between people is the inclinometer study's.",
    ),
}
_OF_WHOM: Final[Mapping[People, str]] = {"all": "women and men", "women": "women", "men": "men"}


def _choices() -> dict[ReferenceName, References]:
    names: dict[tuple[str, People], ReferenceName] = {
        ("", "all"): "all",
        ("", "women"): "women",
        ("", "men"): "men",
        ("inclinometer", "all"): "inclinometer",
        ("inclinometer", "women"): "inclinometer_women",
        ("inclinometer", "men"): "inclinometer_men",
        ("scans", "all"): "scans",
        ("scans", "women"): "scans_women",
        ("scans", "men"): "scans_men",
    }
    found: dict[ReferenceName, References] = {}
    for (way, people), name in names.items():
        make, title, about = _WAYS[way]
        given: dict[MeasureName, Reference] = {"pelvic_tilt": _tilt()}
        given |= {measure: make(measure, people) for measure in _DIFFERENCE}
        title = f"{_OF_WHOM[people].capitalize()}, {title}"
        found[name] = References(name, title, about, MappingProxyType(given))
    found["none"] = References(
        "none", "None", "Values and likely ranges alone; nothing is said about what is usual.", {}
    )
    return found


_CHOICES: Final = _choices()
REFERENCES: Final[Mapping[ReferenceName, References]] = Table(_CHOICES)
"""Every choice by its name, in the order in which they are offered. A source is said with `tr`."""
mark(tuple(dict.fromkeys(item.source for choice in _CHOICES.values() for item in choice.of.values())))
