"""Pictures made smaller."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from analyzer.smaller import smaller


@pytest.mark.parametrize("factor", [0.85, 0.51, 0.4, 0.3, 0.21])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_like_an_average_over_areas(factor: float, channels: tuple[int, ...]) -> None:
    """Of noise, which an interpolation alone would keep, and for which the two differ most."""
    picture = np.random.default_rng(0).integers(0, 256, (400, 300, *channels), dtype=np.uint8)
    size = round(300 * factor), round(400 * factor)
    area, nearest = (
        cv2.resize(picture, size, interpolation=how).astype(float)
        for how in (cv2.INTER_AREA, cv2.INTER_LINEAR)
    )
    found = smaller(picture, *size).astype(float)
    assert found.shape == area.shape
    assert _apart(found, area) < 0.75 * _apart(nearest, area)
    assert abs((found - area).mean()) < 0.3


def _apart(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.sqrt(((one - two) ** 2).mean()))


def test_things_stay_where_they_are() -> None:
    """An edge at a third of the width is at a third of the smaller one."""
    picture = np.full((90, 300, 3), 200, np.uint8)
    picture[:, :100] = 0
    found = smaller(picture, 171, 51)[25, :, 0].astype(float)
    assert (1.0 - found / 200.0).sum() == pytest.approx(57.0, abs=0.1)


def test_one_colour_stays() -> None:
    assert set(np.unique(smaller(np.full((200, 100), 77, np.uint8), 61, 119))) == {77}
