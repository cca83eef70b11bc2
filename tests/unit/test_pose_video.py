"""The pose model on a stream."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.pose.video import VideoPose
from validation.films import still


def test_it_follows_a_person_and_says_when_nobody_is_there(pose_model):
    with VideoPose() as follower:
        assert follower.detect(still("empty"), 0.0) is None
        found = [follower.detect(still("side_ready"), 50.0 * number) for number in range(1, 8)][-1]
    still_found = pose_model.detect(still("side_ready"), with_mask=False)[0]
    away = np.linalg.norm(found.landmarks.xy_px - still_found.landmarks.xy_px, axis=1)
    assert np.median(away) < 10.0
    assert found.mask is None


def test_times_that_do_not_increase_are_no_error(pose_model):
    with VideoPose() as follower:
        for time_ms in (100.0, 100.0, 40.0, 101.0):
            assert follower.detect(still("side_ready"), time_ms) is not None


def test_a_closed_one_says_so(pose_model):
    follower = VideoPose()
    follower.close()
    follower.close()
    with pytest.raises(RuntimeError, match="closed"):
        follower.detect(still("empty"), 0.0)


def test_what_is_no_picture_is_refused(pose_model):
    with VideoPose() as follower:
        with pytest.raises(ValueError, match="shape"):
            follower.detect(np.zeros((4, 4), np.uint8), 0.0)
        with pytest.raises(TypeError):
            follower.detect([[1]], 0.0)  # type: ignore[arg-type]
