"""Upper back and neck from the traced edge: the curve of the upper back, and where C7 lies.

The edge of the neck and of the upper back, the rest of the back, and where ear and shoulder are, make one row
of numbers. What hair, a collar or an arm hides is filled in with its most probable value given the rest.
Small networks give means and standard deviations of the curve and of the place of C7, which no landmark
shows. ``calibration/upper_back.py`` learns them on simulated people seen with the errors of rendered
pictures; here they are evaluated with NumPy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_mean
from analyzer.measures.learned_rotation import filling
from analyzer.measures.posterior import Posterior, load_data, posterior_from
from analyzer.outline.edge import ROWS
from analyzer.types.arrays import FloatArray

UPPER_HEIGHTS: Final[FloatArray] = np.round(np.arange(30, 121, 3) * 0.01, 2)
"""Heights of the edge above the hip landmark, trunk lengths."""
FEATURES: Final = (
    *(f"edge_{round(100 * height):03d}" for height in UPPER_HEIGHTS),
    "ear_x",
    "ear_y",
    "shoulder_x",
    "neck_hidden",
)
"""Names of the numbers in a row: posterior position of the edge (trunk lengths, by height in per cent of the
trunk), landmarks [posterior x, upward y], and the share of the neck's edge that is hidden, 0 to 1."""
QUANTITIES: Final = ("kyphosis_deg", "cervicothoracic_deg", "c7_x", "c7_y")
VERSION: Final = 1

EDGES: Final = slice(0, len(UPPER_HEIGHTS))
NECK: Final = np.concatenate([UPPER_HEIGHTS > 0.9, [False] * 4])
"""The features that hair and collars hide."""
_TRUSTED: Final = 0.1
"""Above this, an edge of the neck errs no more than where it is clear (rendered people)."""
_COVERED: Final = 0.5
_GATE: Final = 2.0
"""A neck that lies so many standard deviations behind what the rest says is hair or a hood from there up."""


@dataclass(frozen=True, slots=True)
class UpperBack:
    """What one photo says about the upper back.

    Attributes
    ----------
    kyphosis_deg, cervicothoracic_deg : float
    c7 : (float, float)
        [posterior, up], trunk lengths from the hip landmark.
    sd : (float, float, float, float)
        Standard deviations of the curve, the upper slope (degrees) and C7 (trunk lengths).
    hidden : float
        Share of the neck's edge that was hidden, 0 to 1.
    """

    kyphosis_deg: float
    cervicothoracic_deg: float
    c7: tuple[float, float]
    sd: tuple[float, float, float, float]
    hidden: float


@cache
def upper_model() -> Posterior:
    """What comes with the package."""
    return posterior_from(load_data("upper_back.npz", VERSION, FEATURES)[0])


def upper_features(
    edge: FloatArray, trust: FloatArray, covered: FloatArray, joints: FloatArray
) -> FloatArray:
    """The row of features, shape (p,); NaN where nothing was seen.

    Parameters
    ----------
    edge, trust, covered : ndarray, shape (rows,)
        Posterior position, how far it is believed, and how probably something lies over it, at `ROWS`.
    joints : ndarray, shape (5, 2)
        See `analyzer.measures.learned_rotation.features_of`.
    """
    seen = (trust > _TRUSTED) & (covered < _COVERED)
    back = np.interp(UPPER_HEIGHTS, ROWS, moving_mean(edge, 2))
    known = np.interp(UPPER_HEIGHTS, ROWS, seen.astype(np.float64)) > 0.5
    return np.concatenate([np.where(known, back, np.nan), joints[0], joints[1, :1], [0.0]])


def find_hidden(features: FloatArray, mean: FloatArray, covariance: FloatArray) -> NDArray[np.bool_]:
    """Which features of a row are not seen; what stands off behind the neck is hair or a collar."""
    hidden: NDArray[np.bool_] = np.isnan(features)
    neck = NECK & ~hidden
    rest = ~NECK & ~hidden
    rest[-1] = False
    if neck.any() and rest.any():
        across = covariance[np.ix_(rest, neck)]
        weights = np.linalg.solve(covariance[np.ix_(rest, rest)], across)
        expected = mean[neck] + (features[rest] - mean[rest]) @ weights
        left = np.diag(covariance)[neck] - (weights * across).sum(axis=0)
        stands_off = features[neck] - expected > _GATE * np.sqrt(left)
        if stands_off.any():
            # What hangs from the head reaches up to it, and begins a little below where it shows.
            first = int(np.flatnonzero(neck)[np.argmax(stands_off)]) - 1
            hidden[first : EDGES.stop] = True
    return hidden


def complete_row(features: FloatArray, mean: FloatArray, covariance: FloatArray) -> FloatArray:
    """A row of `upper_features` with what is hidden filled in, and how much of the neck that is."""
    hidden = find_hidden(features, mean, covariance)
    row = features.copy()
    row[-1] = hidden[NECK].mean()
    return filling(hidden, mean, covariance).fill(row)


def read_upper_back(features: FloatArray) -> UpperBack:
    """What a row of `upper_features` says."""
    model = upper_model()
    row = complete_row(features, model.mean, model.covariance)
    (mean,), (sd,) = model.predict(row[None])
    return UpperBack(
        float(mean[0]),
        float(mean[1]),
        (float(mean[2]), float(mean[3])),
        (float(sd[0]), float(sd[1]), float(sd[2]), float(sd[3])),
        float(row[-1]),
    )
