"""Several pictures of one moment: their median and spread, with the error of a single picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analyzer.compare.several_photos import Spread, Summary, issues_of_most, summarize
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.measures import Z95
from analyzer.types import Analysis, Measure
from analyzer.types.codes import Facing


def summarize_moment(analyses: Sequence[Analysis], facing: Facing | None = None) -> Summary:
    """Median and spread of pictures that were taken within a second, of one stance.

    As `analyzer.compare.several_photos.summarize`, but the errors do not shrink with the number of
    pictures: stance, clothes, camera and body are the same in all of them, so nearly all of the error is,
    too. What the median does is leave out a single odd picture.

    Raises
    ------
    ValueError
        There is no picture, or none of that side.
    """
    summary = summarize(analyses, facing)
    spreads = {
        name: _widened(spread, [analyses[index].measures[name] for index in summary.used])
        for name, spread in summary.spreads.items()
    }
    psoas = assess_shortened_psoas(
        {name: spread.median for name, spread in spreads.items()},
        issues_of_most(analyses, summary.used),
        len(summary.used),
    )
    return replace(summary, spreads=spreads, shortened_psoas=psoas)


def _widened(spread: Spread, measures: Sequence[Measure]) -> Spread:
    """The median with the interval of a typical single picture, or wider where they really spread more."""
    median = spread.median
    same = [measure for measure in measures if measure and measure.method == median.method]
    if median.value is None or not same:
        return spread
    within = [measure.sd_within or 0.0 for measure in same]
    halves = [(measure.ci95[1] - measure.ci95[0]) / 2.0 for measure in same if measure.ci95]
    sd = float(np.median(within))
    half = float(np.median(halves))
    extra = max(0.0, (spread.sd or 0.0) ** 2 - sd**2)
    half = math.hypot(half, Z95 * math.sqrt(extra))
    interval = (median.value - half, median.value + half)
    widened = replace(median, ci95=interval, sd_within=math.sqrt(sd**2 + extra))
    return replace(spread, median=widened)
