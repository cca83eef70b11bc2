"""The cheapest way through a table of costs, one column per row, in small steps."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.types.arrays import FloatArray

_LARGEST_STEP: Final = 2
_STEP_COST: Final = 0.15
_STEPS: Final = np.arange(-_LARGEST_STEP, _LARGEST_STEP + 1)
_STEPS_COST: Final = (_STEP_COST * _STEPS**2)[:, None]


def cheapest_path(cost: FloatArray) -> NDArray[np.int64]:
    """Column per row of the path with the least cost and small steps.

    The search begins at both ends at once and joins in the middle: half as many turns, each over two rows.

    Parameters
    ----------
    cost : ndarray, shape (rows, columns)
        Of at least two rows.
    """
    count, width = cost.shape
    half = (count + 1) // 2
    both = np.stack([cost[:half], cost[::-1][:half]], axis=1)
    # Cost of the best path from an end to each column, with room for steps beyond the sides.
    spent = np.full((half, 2, width + 2 * _LARGEST_STEP), 1e9)
    inner = spent[..., _LARGEST_STEP:-_LARGEST_STEP]
    near = np.lib.stride_tricks.sliding_window_view(spent, width, axis=2)
    inner[0] = both[0]
    candidates = np.empty((2, len(_STEPS), width))
    for last, here, own in zip(near, inner[1:], both[1:], strict=False):
        np.add(last, _STEPS_COST, out=candidates)
        np.minimum.reduce(candidates, axis=1, out=here)
        np.add(here, own, out=here)
    joined = near[count - half - 1, 1] + _STEPS_COST
    middle = int((inner[half - 1, 0] + joined.min(axis=0)).argmin())
    path = np.empty(count, dtype=np.int64)
    path[:half] = _way_back(spent[:, 0], half - 1, middle)[::-1]
    beyond = middle + int(joined[:, middle].argmin()) - _LARGEST_STEP
    path[half:] = _way_back(spent[:, 1], count - half - 1, beyond)
    return path


def _way_back(spent: FloatArray, row: int, column: int) -> list[int]:
    """Columns of the best path from a place back to its end."""
    costs = _STEPS_COST[:, 0]
    path = [column]
    for before in spent[:row][::-1]:
        column += int((before[column : column + len(costs)] + costs).argmin()) - _LARGEST_STEP
        path.append(column)
    return path
