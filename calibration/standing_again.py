"""How differently one person stands from one stand to the next. Numbers only, no body model.

From six stands of 332 people without complaints (Schmidt 2018, PubMed 28683929): the low back's curve varied
by 10 to 20 % in 51 % of them and by more than 20 % in 29 %; the sacrum's orientation by more than 20 % in
53 % and by more than 30 % in 31 %. "Varied by" is read as largest minus smallest over the mean **[assumed]**:
read as a standard deviation it would be 5 degrees for the curve, more than twice the standard error of
readings by inclinometer (2.1 degrees), in which people stand again, too.
"""

from __future__ import annotations

import dataclasses
import math
from functools import cache
from typing import Final

import numpy as np

from calibration.body_model import Arm, Stance

STANDS: Final = 6
CURVE_SHARES: Final = ((0.10, 0.20), (0.20, 0.71))
"""Largest minus smallest over the mean, and the share of people below it."""
SACRUM_SHARES: Final = ((0.20, 0.47), (0.30, 0.69))
CURVE_DEG: Final = 31.6
SACRUM_DEG: Final = 20.6
"""Means of 183 people by inclinometer (doi 10.1155/2016/3817270)."""
TILT_PER_CURVE: Final = 11.4 / 10.8
"""Within a person pelvis and curve move together (PubMed 8866271)."""

KYPHOSIS_SD_DEG: Final = 1.5
NECK_SD_DEG: Final = 1.5
HEAD_SD_DEG: Final = 1.5
KNEE_SD_DEG: Final = 1.0
LEAN_SD_DEG: Final = 0.4
"""No source was found for these; the lean is 1 cm at the shoulders **[assumed]**."""

_DRAWS: Final = 100_000


@cache
def spread(shares: tuple[tuple[float, float], tuple[float, float]], stands: int = STANDS) -> float:
    """Standard deviation between stands over the mean, root mean square over people.

    People differ: their own standard deviations are drawn from a lognormal distribution, which is fitted to
    two published shares.

    Parameters
    ----------
    shares : pairs of range over mean and share of people below it
    stands : int
        Of which the range was taken.

    Raises
    ------
    ValueError
        When the shares or ranges do not grow.
    """
    (low, share_low), (high, share_high) = shares
    if not (0.0 < low < high and 0.0 < share_low < share_high < 1.0):
        raise ValueError("ranges and shares have to grow, and shares lie between 0 and 1")
    rng = np.random.default_rng(0)
    ranges = np.log(np.ptp(rng.standard_normal((_DRAWS, stands)), axis=1))
    people = rng.standard_normal(_DRAWS)

    def medians(width: float) -> tuple[float, float]:
        one, two = np.quantile(ranges + width * people, (share_low, share_high))
        return math.log(low) - float(one), math.log(high) - float(two)

    widths = np.arange(0.0, 1.5, 0.01)
    width = float(min(widths, key=lambda item: abs(np.subtract(*medians(float(item))))))
    return math.exp(float(np.mean(medians(width))) + width**2)


def curve_sd_deg() -> float:
    """Of the low back's curve from stand to stand, degrees."""
    return CURVE_DEG * spread(CURVE_SHARES)


def sacrum_sd_deg() -> float:
    """Of the sacrum's orientation from stand to stand, degrees: a check, the pelvis is moved by the curve."""
    return SACRUM_DEG * spread(SACRUM_SHARES)


def stand_again(usual: Stance, rng: np.random.Generator) -> Stance:
    """The same person, who has stepped away and stands again.

    Parameters
    ----------
    usual : Stance
        How the person stands in the mean.
    """
    n = rng.normal

    def moved(arm: Arm) -> Arm:
        return Arm(arm.flexion + n(0.0, 2.0), max(0.0, arm.abduction + n(0.0, 1.0)), arm.elbow)

    return dataclasses.replace(
        usual,
        left_arm=moved(usual.left_arm),
        right_arm=moved(usual.right_arm),
        pelvis=usual.pelvis + n(0.0, TILT_PER_CURVE * curve_sd_deg()),
        kyphosis=usual.kyphosis + n(0.0, KYPHOSIS_SD_DEG),
        neck=usual.neck + n(0.0, NECK_SD_DEG),
        head=usual.head + n(0.0, HEAD_SD_DEG),
        knee=max(0.0, usual.knee + n(0.0, KNEE_SD_DEG)),
        lean=usual.lean + n(0.0, LEAN_SD_DEG),
    )
