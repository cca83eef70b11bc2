"""The cheapest way through a table of costs, against one that looks at every step from one end."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.outline.path import cheapest_path

STEPS = range(-2, 3)


def by_the_book(cost: np.ndarray) -> list[int]:
    """Dynamic programming row by row, place by place."""
    spent = [float(value) for value in cost[0]]
    origins = []
    for row in cost[1:]:
        best = [
            min(
                (spent[place + step] + 0.15 * step**2, place + step)
                for step in STEPS
                if 0 <= place + step < len(row)
            )
            for place in range(len(row))
        ]
        origins.append([origin for _, origin in best])
        spent = [value + float(own) for (value, _), own in zip(best, row, strict=True)]
    path = [int(np.argmin(spent))]
    for origin in reversed(origins):
        path.append(origin[path[-1]])
    return path[::-1]


@pytest.mark.parametrize("rows", [2, 3, 4, 31, 32])
@pytest.mark.parametrize("columns", [3, 17])
def test_the_path_is_the_cheapest(rows: int, columns: int) -> None:
    cost = np.random.default_rng(rows * columns).random((rows, columns))
    assert cheapest_path(cost).tolist() == by_the_book(cost)


def test_a_clear_line_is_followed_to_both_sides_of_the_table() -> None:
    line = [0, 1, 3, 5, 7, 8, 8, 6, 4, 2, 0]
    cost = np.full((len(line), 9), 50.0)
    cost[np.arange(len(line)), line] = 0.0
    assert cheapest_path(cost).tolist() == line
