"""Slope, lordosis and depth from the whole outline, not from two tangents alone.

A tangent reads two places of the fitted back. The rest of the outline says as much again about what is true
there: how much the fit has smoothed away, and what of the curve is clothes. What it says was learned on
simulated people (``calibration/back_values.py``). It is kept as a shift of what the tangents say, so that a
back that a person corrects starts from the same values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from analyzer.measures.learned_rotation import FEATURES, features_of, filling, find_hidden
from analyzer.measures.posterior import Posterior, load_data, posterior_from
from analyzer.outline.front import FrontOutline
from analyzer.outline.learned_curve import FittedCurve
from analyzer.types import Measure
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import MeasureName

QUANTITIES: Final = ("rotation_deg", "sacral_deg", "lordosis_deg", "depth_pct")
VERSION: Final = 1
_PLACE: Final[dict[MeasureName, int]] = {"sacral_slope": 1, "lumbar_lordosis": 2, "lumbar_depth": 3}
_TAUGHT_DEG: Final = (5.0, 22.0)
"""Curves between which the simulated people end: below the first the tangents count alone, as what was
learned would call every flat back a usual one. 99.5 % of the people are above the second."""
_USUAL: Final = 2.0
"""`Filling.distance` from which on an outline is so unlike those that taught that it is read less."""


@cache
def back_values() -> Posterior:
    """What comes with the package."""
    return posterior_from(load_data("back_values.npz", VERSION, FEATURES)[0])


def read_rotation_deg(rows: FloatArray) -> FloatArray:
    """Rotation of the pelvis for rows of features with the same gaps, shape (n, p); shape (n,)."""
    model = back_values()
    how = filling(find_hidden(rows[0], model.mean, model.covariance), model.mean, model.covariance)
    result: FloatArray = model.predict(how.fill(rows))[0][:, 0]
    return result


def read_outline(
    fitted: FittedCurve, front: FrontOutline | None, joints: FloatArray, measures: Sequence[Measure]
) -> dict[MeasureName, float]:
    """What to add to the measures that tangents of a back give, by name.

    Parameters
    ----------
    fitted : FittedCurve
    front : FrontOutline or None
    joints : ndarray, shape (5, 2)
        See `analyzer.measures.learned_rotation.features_of`.
    measures : sequence of Measure
        Of that back, by its tangents.
    """
    model = back_values()
    features = features_of(fitted.posterior, front, joints)
    how = filling(find_hidden(features, model.mean, model.covariance), model.mean, model.covariance)
    mean = model.predict(how.fill(features)[None])[0][0]
    share = min(1.0, math.sqrt(_USUAL / max(how.distance(features), 1e-9)))
    values = {measure.name: measure.value for measure in measures}
    curve = values.get("lumbar_lordosis")
    if curve is not None:
        low, high = _TAUGHT_DEG
        share *= min(1.0, max(0.0, (curve - low) / (high - low)))
    found: dict[MeasureName, float] = {}
    for name, place in _PLACE.items():
        value = values.get(name)
        if value is not None:
            found[name] = share * (float(mean[place]) - value)
    return found


def shifted(measure: Measure, shifts: Mapping[MeasureName, float]) -> Measure:
    """A measure with its whole interval moved."""
    if measure.value is None or measure.ci95 is None:
        return measure
    by = next((shift for name, shift in shifts.items() if name == measure.name), 0.0)
    low, high = measure.ci95
    return replace(measure, value=measure.value + by, ci95=(low + by, high + by))
