"""The course of a client's measures over visits: one side of the body, each visit against a chosen one.

The verdicts are those of `analyzer.compare.changes`, so the timeline and the page "Before and after" agree:
also between visits that different versions of the analyzer measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from analyzer.measures import TABLE, Z95
from analyzer.types import Measure, Reason
from analyzer.types.codes import THOMAS
from analyzer.types.texts import reason

if TYPE_CHECKING:
    from analyzer.compare.changes import Change, Occasion
    from analyzer.records import ThomasPoint, TimelinePoint
    from analyzer.types.codes import Facing, MeasureName, ThomasName, Verdict


class Seen(Protocol):
    """What both kinds of points of a timeline say of a visit."""

    @property
    def visit_id(self) -> int: ...
    @property
    def day(self) -> date: ...
    @property
    def photos(self) -> int: ...
    @property
    def analyzer_version(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One measure at one visit.

    Attributes
    ----------
    visit_id : int
    day : date
    photos : int
        How many photos the median is taken over.
    version : str
        Of the analyzer.
    measure : Measure
        The median; missing with a reason.
    change : Change or None
        Against the chosen visit; ``None`` for that visit itself.
    verdict : {"changed", "within_measurement_error", "not_comparable"} or None
        ``None`` for the chosen visit.
    reasons : tuple of Reason
        Why it cannot be compared.
    """

    visit_id: int
    day: date
    photos: int
    version: str
    measure: Measure
    change: Change | None
    verdict: Verdict | None
    reasons: tuple[Reason, ...] = ()

    @property
    def half(self) -> float | None:
        """Half of the 95 % interval that counts when a person is compared with themself."""
        return None if self.measure.sd_within is None else Z95 * self.measure.sd_within


@dataclass(frozen=True, slots=True)
class Course:
    """One measure over all visits of a side, oldest first.

    Attributes
    ----------
    name : str
    steps : tuple of Step
    chosen : int
        Index of the visit that the others are compared with.
    """

    name: MeasureName | ThomasName
    steps: tuple[Step, ...]
    chosen: int

    @property
    def baseline(self) -> Step:
        return self.steps[self.chosen]

    @property
    def latest(self) -> Step | None:
        """The newest visit after the chosen one that has a value."""
        later = [step for step in self.steps[self.chosen + 1 :] if step.measure]
        return later[-1] if later else None


def sides_of(points: Iterable[TimelinePoint]) -> tuple[Facing, ...]:
    """The sides that visits show: the one with most visits first."""
    counted = Counter(point.side for point in points)
    return tuple(sorted(counted, key=lambda side: (-counted[side], side)))


def of_side(points: Iterable[TimelinePoint], side: Facing) -> tuple[TimelinePoint, ...]:
    """The visits of one side, oldest first."""
    return tuple(sorted((point for point in points if point.side == side), key=lambda p: (p.day, p.visit_id)))


def first_choice(points: Sequence[TimelinePoint]) -> int:
    """The visit to compare with at first: the oldest whose version measures as that of the newest does."""
    from analyzer.compare.same_meaning import values_changed_between  # noqa: PLC0415 - heavy

    newest = points[-1].analyzer_version
    alike = (not values_changed_between(frozenset({point.analyzer_version, newest})) for point in points)
    return next(index for index, same in enumerate(alike) if same)


def courses(points: Sequence[TimelinePoint], chosen: int) -> dict[MeasureName, Course]:
    """Each measure over visits of one side, in the order of the table of measures.

    Parameters
    ----------
    points : sequence of TimelinePoint
        Of one side, oldest first; at least one.
    chosen : int
        Index of the visit that the others are compared with.
    """
    from analyzer.compare.changes import compare  # noqa: PLC0415 - heavy

    occasions = [_occasion(point) for point in points]
    compared = [
        None if index == chosen else compare(occasions[chosen], occasion)
        for index, occasion in enumerate(occasions)
    ]
    return {
        name: _course(
            name,
            points,
            [occasion.measures[name] for occasion in occasions],
            [None if comparison is None else comparison.changes[name] for comparison in compared],
            chosen,
        )
        for name in TABLE
    }


def thomas_courses(points: Sequence[ThomasPoint], chosen: int) -> dict[ThomasName, Course]:
    """Each measure of the direct test over visits of one side, oldest first, in the order of `THOMAS`."""
    from analyzer.thomas import compare_sides  # noqa: PLC0415 - heavy

    compared = [
        None if index == chosen else compare_sides(points[chosen], point)
        for index, point in enumerate(points)
    ]
    return {
        name: _course(
            name,
            points,
            [point.measures[name] for point in points],
            [None if changes is None else changes[name] for changes in compared],
            chosen,
        )
        for name in THOMAS
    }


def _course(
    name: MeasureName | ThomasName,
    points: Sequence[Seen],
    measures: Sequence[Measure],
    changes: Sequence[Change | None],
    chosen: int,
) -> Course:
    steps = tuple(
        Step(
            point.visit_id,
            point.day,
            point.photos,
            point.analyzer_version,
            measure,
            change,
            None if change is None else change.verdict,
            () if change is None else change.reasons,
        )
        for point, measure, change in zip(points, measures, changes, strict=True)
    )
    return Course(name, steps, chosen)


def _occasion(point: TimelinePoint) -> Occasion:
    from analyzer.compare.changes import Occasion, Setup  # noqa: PLC0415 - heavy

    missing = {
        name: Measure(name, definition.unit, reason=reason("not_measured.visit"))
        for name, definition in TABLE.items()
        if name not in point.measures
    }
    return Occasion(
        point.day.isoformat(),
        point.side,
        0.0,
        frozenset(),
        {**point.measures, **missing},
        Setup(point.camera_height_cm, point.protocol or None),
        versions=frozenset({point.analyzer_version}),
        photos=point.photos,
    )
