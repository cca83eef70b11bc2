"""Whether the low back lies flat: the gap between the trunk's lower outline and the table.

The edge of the back is traced as that of somebody who stands. Where it lies on the table it is straight; an
arched low back lifts off between buttocks and ribs. What counts is how far it rises above the straight line
between the places where it touches, so neither the table's height nor its slope matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_median
from analyzer.outline.edge import ROWS, cut_out, landmarks_in, learn_colours, mask_edge
from analyzer.outline.trace import Trace, trace_back
from analyzer.thomas.patient import Patient
from analyzer.types import SagittalFrame
from analyzer.types.arrays import FloatArray

_TRUNK: Final = (0.05, 0.70)
"""Between buttocks and shoulder blades, trunk lengths above the hip: where it touches is looked for here."""
_LOW_BACK: Final = (0.10, 0.55)
_LEAST_SEEN: Final = 0.7
_HIGHEST: Final = 0.074
"""No low back rises more, trunk lengths: such an edge is an arm's, or the mask has run into the table."""
_DOUBT: Final = 0.02
"""Where one of both edges rises so far and the other shows no gap, it is not known which is the back's."""


@dataclass(frozen=True, slots=True, eq=False)
class Arch:
    """The hollow of the low back over the table.

    Attributes
    ----------
    height_pct : float
        Of the gap that both edges show, the picture's and the mask's, per cent of trunk length.
    agreed : bool
        Whether neither of them shows a gap where the other shows none.
    back_px : ndarray, shape (n, 2)
        The outline of the back over the table, pixels of the turned picture.
    """

    height_pct: float
    agreed: bool
    back_px: FloatArray


def find_arch(turned: NDArray[np.uint8], patient: Patient, frame: SagittalFrame) -> Arch | None:
    """The gap between low back and table, ``None`` where the edge of the back cannot be seen.

    Parameters
    ----------
    turned : ndarray of uint8, shape (height, width, 3)
        The picture, turned so that the head is up.
    patient : Patient
    frame : SagittalFrame
    """
    close = cut_out(turned, patient.mask, frame)
    trace = trace_back(close, landmarks_in(close, patient.landmarks, frame), learn_colours(close))
    if not isinstance(trace, Trace):
        return None
    here = (_TRUNK[0] <= ROWS) & (_TRUNK[1] >= ROWS)
    if trace.visible[here].mean() < _LEAST_SEEN:
        return None
    order = np.argsort(ROWS[here])
    heights = ROWS[here][order]
    low_back = (heights >= _LOW_BACK[0]) & (heights <= _LOW_BACK[1])
    # The picture's edge may wander into skin of the table's colour, the mask's into a shadow or the table: a
    # gap is where both see one.
    found = []
    for back in (trace.edge.back, mask_edge(close)):
        edge = moving_median(-back[here][order], 2)
        if np.isfinite(edge).all():
            found.append((float((edge - _below(heights, edge))[low_back].max()), edge))
    if not found:
        return None
    gap, edge = min(found, key=lambda item: item[0])
    if gap > _HIGHEST:
        return None
    agreed = gap > _DOUBT or max(item[0] for item in found) < _DOUBT
    return Arch(100.0 * gap, agreed, frame.to_picture(np.stack([edge, heights], axis=-1)))


def _below(x: FloatArray, y: FloatArray) -> FloatArray:
    """The convex line below points, at the same ``x``, which ascend.

    >>> _below(np.array([0.0, 1.0, 2.0]), np.array([0.0, 3.0, 2.0])).tolist()
    [0.0, 1.0, 2.0]
    """
    kept: list[tuple[float, float]] = []
    for point in zip(x.tolist(), y.tolist(), strict=True):
        while len(kept) > 1 and _turns_up(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    along, height = np.array(kept).T
    result: FloatArray = np.interp(x, along, height)
    return result


def _turns_up(one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]) -> bool:
    """Whether the middle point lies on or above the line between the others."""
    return (two[0] - one[0]) * (three[1] - one[1]) <= (two[1] - one[1]) * (three[0] - one[0])
