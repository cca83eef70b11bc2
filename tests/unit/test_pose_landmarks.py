"""The landmark types."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from analyzer.types.landmarks import COUNT, LandmarkName, Landmarks, Pose


@pytest.fixture
def landmarks() -> Landmarks:
    rng = np.random.default_rng(7)
    return Landmarks(
        xy_px=rng.uniform(0, 400, (COUNT, 2)),
        z=rng.normal(0, 50, COUNT),
        visibility=rng.uniform(0, 1, COUNT),
        presence=rng.uniform(0, 1, COUNT),
    )


def test_names_are_blazepose() -> None:
    assert COUNT == 33
    assert (LandmarkName.NOSE, LandmarkName.LEFT_HIP, LandmarkName.RIGHT_FOOT_INDEX) == (0, 23, 32)


def test_opposite_is_its_own_inverse() -> None:
    assert LandmarkName.NOSE.opposite is LandmarkName.NOSE
    assert LandmarkName.LEFT_HEEL.opposite is LandmarkName.RIGHT_HEEL
    assert LandmarkName.MOUTH_RIGHT.opposite is LandmarkName.MOUTH_LEFT
    assert all(name.opposite.opposite is name for name in LandmarkName)


def test_name_of_side_and_part() -> None:
    assert LandmarkName.of("right", "foot_index") is LandmarkName.RIGHT_FOOT_INDEX
    assert LandmarkName.of("left", "mouth") is LandmarkName.MOUTH_LEFT
    with pytest.raises(ValueError, match="tail"):
        LandmarkName.of("left", "tail")


def test_arrays_are_read_only_copies() -> None:
    xy = np.zeros((COUNT, 2))
    landmarks = Landmarks(xy, np.zeros(COUNT), np.ones(COUNT), np.ones(COUNT))
    xy[0] = 5
    assert landmarks.xy_px[0, 0] == 0
    assert landmarks.xy_px.dtype == np.float64
    for array in (landmarks.xy_px, landmarks.z, landmarks.visibility, landmarks.presence):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        landmarks.z = xy  # type: ignore[misc]


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Landmarks(np.zeros((COUNT, 3)), np.zeros(COUNT), np.ones(COUNT), np.ones(COUNT))


def test_points(landmarks: Landmarks) -> None:
    hip = landmarks.point(LandmarkName.LEFT_HIP)
    assert hip.shape == (2,)
    assert np.array_equal(hip, landmarks.on("left", "hip"))
    other = landmarks.on("right", "hip")
    assert np.allclose(landmarks.middle("hip"), [(hip[0] + other[0]) / 2, (hip[1] + other[1]) / 2])


def test_near_side_has_the_smaller_depth(landmarks: Landmarks) -> None:
    z = np.zeros(COUNT)
    z[[LandmarkName.RIGHT_SHOULDER, LandmarkName.RIGHT_HIP, LandmarkName.RIGHT_KNEE]] = -40
    near_right = dataclasses.replace(landmarks, z=z)
    assert near_right.near_side == "right"
    assert near_right.mirrored(400).near_side == "left"


def test_mirrored(landmarks: Landmarks) -> None:
    mirrored = landmarks.mirrored(400)
    x, y = landmarks.on("right", "knee")
    assert np.allclose(mirrored.on("left", "knee"), [400 - x, y])
    assert mirrored.visibility[LandmarkName.LEFT_EAR] == landmarks.visibility[LandmarkName.RIGHT_EAR]
    twice = mirrored.mirrored(400)
    assert np.allclose(twice.xy_px, landmarks.xy_px)
    assert np.array_equal(twice.z, landmarks.z)


def test_scaled_and_shifted(landmarks: Landmarks) -> None:
    result = landmarks.scaled(0.5).shifted(3, -4)
    assert np.allclose(result.xy_px, landmarks.xy_px / 2 + [3, -4])
    assert np.allclose(result.z, landmarks.z / 2)
    assert np.array_equal(result.presence, landmarks.presence)


def test_extent(landmarks: Landmarks) -> None:
    left, top, right, bottom = landmarks.extent_px
    assert (left, bottom) == (landmarks.xy_px[:, 0].min(), landmarks.xy_px[:, 1].max())
    assert left < right
    assert top < bottom


def test_json_form(landmarks: Landmarks) -> None:
    result = json.loads(json.dumps(landmarks.to_dict()))
    assert len(result) == COUNT
    assert set(result["left_hip"]) == {"x", "y", "visibility"}


def test_pose_mask_is_read_only_float32(landmarks: Landmarks) -> None:
    mask = np.ones((4, 6), np.float32)
    pose = Pose(landmarks, np.zeros((COUNT, 3)), mask, 0.9)
    assert pose.mask is not None
    assert pose.mask.dtype == np.float32
    with pytest.raises(ValueError, match="read-only"):
        pose.mask[0, 0] = 0
    mask[0, 0] = 1  # the caller's own array stays writable
    assert Pose(landmarks, np.zeros((COUNT, 3)), None, 0.9).mask is None
    with pytest.raises(ValueError, match="shape"):
        Pose(landmarks, np.zeros((COUNT, 3)), np.ones(5, np.float32), 0.9)
