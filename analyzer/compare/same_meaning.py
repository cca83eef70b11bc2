"""What may not be compared, and why: photos that were taken in different ways, values of different kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from analyzer._version import __version__
from analyzer.compare.occasion import Occasion
from analyzer.measures import TABLE
from analyzer.types import Measure, Reason
from analyzer.types.codes import MeasureName
from analyzer.types.texts import listed, reason

BACK_MEASURES: Final[tuple[MeasureName, ...]] = (
    "pelvic_tilt",
    "sacral_slope",
    "lumbar_lordosis",
    "lumbar_depth",
)
LARGEST_TURN_DEG: Final = 15.0
"""Photos whose trunk rotation differs by more than this show the body from different sides (our choice)."""
LARGEST_HEIGHT_CM: Final = 15.0
"""Camera heights that differ by more than this change a tilt by over 1 degree at 3 m (our arithmetic)."""
VALUES_CHANGED_IN: Final[Mapping[tuple[int, int], frozenset[MeasureName]]] = {
    (0, 2): frozenset(BACK_MEASURES),
    # Clothes, covers and level are judged otherwise; legs are matched between the model's two answers.
    (0, 4): frozenset(TABLE),
}
"""By major and minor number: measures whose values a version of the analyzer gives otherwise than before."""


def reasons_between(
    before: Occasion, after: Occasion
) -> tuple[list[Reason], dict[MeasureName, list[Reason]]]:
    """Why nothing can be compared, and why single measures cannot, by their name."""
    everything = []
    if before.side != after.side:
        everything.append(reason("other_side"))
    if abs(before.trunk_rotation_deg - after.trunk_rotation_deg) > LARGEST_TURN_DEG:
        everything.append(reason("other_view"))
    heights = before.setup.camera_height_cm, after.setup.camera_height_cm
    if heights[0] is not None and heights[1] is not None and abs(heights[0] - heights[1]) > LARGEST_HEIGHT_CM:
        everything.append(reason("other_camera_height"))
    protocols = before.setup.protocol, after.setup.protocol
    if None not in protocols and protocols[0] != protocols[1]:
        everything.append(reason("other_protocol"))
    single: dict[MeasureName, list[Reason]] = {name: [] for name in TABLE}
    loose = ["loose_clothing" in side.issues for side in (before, after)]
    if loose[0] != loose[1]:
        for name in BACK_MEASURES:
            single[name].append(reason("other_clothing"))
    versions = before.versions | after.versions
    for name in values_changed_between(versions):
        # A tilt between marked points is measured alike in all versions.
        tilts = before.measures[name], after.measures[name]
        if name != "pelvic_tilt" or any(tilt.estimated for tilt in tilts):
            single[name].append(_other_version(versions))
    return everything, single


def definition(measure: Measure) -> str:
    """What tells apart values that may not be mixed: an estimate, an angle that stands in for another."""
    assert measure.method is not None
    if measure.estimated:
        return "estimated"
    return measure.method if measure.method in ("thigh_to_trunk", "thigh_to_pelvis") else "measured"


def values_changed_between(versions: frozenset[str]) -> frozenset[MeasureName]:
    """Measures whose values differ between versions; all of them when a version is not known here."""
    numbers = {_minor(version) for version in versions}
    if len(numbers) < 2:
        return frozenset()
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or max(known) > (_minor(__version__) or (0, 0)):
        return frozenset(TABLE)
    steps = [names for number, names in VALUES_CHANGED_IN.items() if min(known) < number <= max(known)]
    return frozenset().union(*steps)


def _minor(version: str) -> tuple[int, int] | None:
    """Major and minor number: those that change when values do."""
    found = re.match(r"(\d+)\.(\d+)(?![\d])", version)
    return None if found is None else (int(found[1]), int(found[2]))


def _other_version(versions: frozenset[str]) -> Reason:
    names = sorted(versions, key=lambda version: (_minor(version) or (0, 0), version))
    return reason("other_version", versions=listed(names))
