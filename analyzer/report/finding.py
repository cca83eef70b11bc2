"""What the photos of a report say together, and what changed since an earlier occasion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from analyzer.compare.changes import Comparison, Occasion, common_sides, compare, occasion_of
from analyzer.compare.several_photos import Summary, summarize
from analyzer.report.content import ReportContent, ReportPhoto, Result
from analyzer.types import Analysis, Indicator, Measure
from analyzer.types.codes import Facing, MeasureName


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """The result to report.

    Attributes
    ----------
    measures : mapping of MeasureName to Measure
        Of the photo, or the medians of several.
    psoas : Indicator
    shown : ReportPhoto
        The photo to show: of several, the one nearest to the medians that can be drawn.
    used : tuple of Result
        The results that count.
    summary : Summary or None
        Of several photos.
    """

    measures: Mapping[MeasureName, Measure]
    psoas: Indicator
    shown: ReportPhoto
    used: tuple[Result, ...]
    summary: Summary | None = None


def find(photos: Sequence[ReportPhoto], facing: Facing | None = None) -> Finding:
    """What photos of one stance say together."""
    if len(photos) == 1:
        result = photos[0].result
        return Finding(result.measures, result.shortened_psoas, photos[0], (result,))
    summary = summarize(_as_analyses(photos), facing)
    order = (summary.nearest, *summary.used)
    shown = next((photos[index] for index in order if photos[index].drawable), photos[summary.nearest])
    used = tuple(photos[index].result for index in summary.used)
    return Finding(summary.measures, summary.shortened_psoas, shown, used, summary)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two occasions, and the photo to show of each."""

    comparison: Comparison
    before: ReportPhoto
    after: ReportPhoto


def compared(content: ReportContent) -> Compared | None:
    """What changed from the earlier occasion; ``None`` when there is none.

    Of photos of both sides of the body, the side that both occasions show is compared.
    """
    if not content.before:
        if content.comparison is None:
            return None
        return Compared(content.comparison, content.photos[0], content.photos[0])
    comparison = content.comparison
    if comparison is None:
        sides = common_sides(_as_analyses(content.before), _as_analyses(content.photos))
        facing = sides[0] if sides else None
        comparison = compare(_occasion(content.before, facing), _occasion(content.photos, facing))
    facings = comparison.before.facing, comparison.after.facing
    before, after = (
        find(photos, facing if any(p.result.view.facing == facing for p in photos) else None)
        for photos, facing in zip((content.before, content.photos), facings, strict=True)
    )
    return Compared(comparison, before.shown, after.shown)


def _occasion(photos: Sequence[ReportPhoto], facing: Facing | None) -> Occasion:
    return occasion_of(_as_analyses(photos), facing=facing)


def _as_analyses(photos: Sequence[ReportPhoto]) -> list[Analysis]:
    # A stored result has all that summaries and comparisons read, under the same names.
    return [cast("Analysis", photo.result) for photo in photos]
