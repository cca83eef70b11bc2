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
_FAR_COST: Final = float(_STEPS_COST[0, 0])


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
    # Both rows of a turn lie one behind the other, with room for steps beyond the sides: few large steps.
    spent = np.full((half, 2, width + 2 * _LARGEST_STEP), 1e9)
    inner = spent[..., _LARGEST_STEP:-_LARGEST_STEP]
    inner[:, 0], inner[:, 1] = cost[:half], cost[::-1][:half]
    flat = spent.reshape(half, -1)
    length = flat.shape[1] - 2 * _LARGEST_STEP
    near = np.lib.stride_tricks.sliding_window_view(flat, length, axis=1)
    candidates, best = np.empty((len(_STEPS), length)), np.empty(length)
    # From the cost of each place to that of the best path from an end to it.
    for last, here in zip(near, flat[1:, _LARGEST_STEP:-_LARGEST_STEP], strict=False):
        np.add(last, _STEPS_COST, out=candidates)
        np.minimum.reduce(candidates, axis=0, out=best)
        np.add(here, best, out=here)
    joined = near[count - half - 1, :, -width:] + _STEPS_COST
    middle = int((inner[half - 1, 0] + joined.min(axis=0)).argmin())
    path = np.empty(count, dtype=np.int64)
    path[:half] = _way_back(spent[:, 0], half - 1, middle)[::-1]
    beyond = middle + int(joined[:, middle].argmin()) - _LARGEST_STEP
    path[half:] = _way_back(spent[:, 1], count - half - 1, beyond)
    return path


def _way_back(spent: FloatArray, row: int, column: int) -> list[int]:
    """Columns of the best path from a place back to its end."""
    path = [column]
    for before in spent[:row][::-1]:
        # Five numbers: plain comparisons take half of NumPy's time.
        far, near, here, next_, next_but_one = before[column : column + 2 * _LARGEST_STEP + 1].tolist()
        best, step = far + _FAR_COST, -2
        if near + _STEP_COST < best:
            best, step = near + _STEP_COST, -1
        if here < best:
            best, step = here, 0
        if next_ + _STEP_COST < best:
            best, step = next_ + _STEP_COST, 1
        if next_but_one + _FAR_COST < best:
            step = 2
        column += step
        path.append(column)
    return path
