"""People who stand as still as people do: slow sway for films and for tests of the webcam's guide.

Standing people sway by one to two centimetres, mostly at 0.2 to 1 Hz. At 720 lines, somebody who fills the
picture has some 4 px for a centimetre.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.types import LandmarkName, Landmarks
from validation.films import RGB, noisy

SLOWEST_HZ: Final = 0.2
FASTEST_HZ: Final = 1.0
_WAVES: Final = 12
How = Literal["whole", "about_feet"]
"""The whole body to and fro, or as a pendulum over the feet."""


def sway(times_s: NDArray[np.float64], peak: float, seed: int) -> NDArray[np.float64]:
    """A random walk to and fro in the band of standing people.

    Parameters
    ----------
    times_s : ndarray, shape (n,)
    peak : float
        The farthest from the middle, in any unit.
    seed : int

    Returns
    -------
    ndarray, shape (n,)
        In the unit of ``peak``.
    """
    if peak == 0.0 or len(times_s) == 0:
        return np.zeros(len(times_s))
    random = np.random.default_rng(seed)
    rates = random.uniform(SLOWEST_HZ, FASTEST_HZ, _WAVES)
    phases = random.uniform(0.0, 2.0 * np.pi, _WAVES)
    # The steps of a random walk are white: its places have half the amplitude at twice the rate.
    waves = np.sin(2.0 * np.pi * np.outer(times_s, rates) + phases) / rates
    walk = waves.sum(axis=1)
    walk -= (walk.max() + walk.min()) / 2.0
    return np.asarray(peak * walk / max(np.abs(walk).max(), 1e-9))


def as_camera(picture: RGB) -> RGB:
    """Any picture as a camera of 1280 × 720 shows it: its edges go on to both sides."""
    height, width = picture.shape[:2]
    scale = min(720.0 / height, 1280.0 / width)
    size = (min(1280, round(width * scale)), min(720, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    left, top = (1280 - size[0]) // 2, (720 - size[1]) // 2
    edges = (top, 720 - size[1] - top, left, 1280 - size[0] - left)
    return np.asarray(cv2.copyMakeBorder(small, *edges, cv2.BORDER_REPLICATE), dtype=np.uint8)


def swaying(
    picture: RGB, peak_px: float, seconds: float, fps: float, *, how: How = "whole", seed: int = 0
) -> Iterator[tuple[float, RGB]]:
    """A film of somebody who stands still and sways, with sensor noise.

    Parameters
    ----------
    picture : ndarray of uint8, shape (720, 1280, 3)
    peak_px : float
        The farthest that the shoulders get from where they are in the middle.
    seconds, fps : float
    how : {"whole", "about_feet"}
    seed : int
    """
    times = np.arange(round(seconds * fps)) / fps
    for number, (time_s, shift) in enumerate(zip(times, sway(times, peak_px, seed), strict=True)):
        matrix = np.array([[1.0, 0.0, shift], [0.0, 1.0, 0.0]])
        if how == "about_feet":  # shoulders at a fifth of the picture, feet at its end
            matrix = np.array([[1.0, -shift / 550.0, 694.0 * shift / 550.0], [0.0, 1.0, 0.0]])
        frame = cv2.warpAffine(picture, matrix, (1280, 720), borderMode=cv2.BORDER_REPLICATE)
        yield float(time_s), noisy(np.asarray(frame, dtype=np.uint8), number)


def landmarks_of(record: dict[str, Any]) -> Landmarks:
    """Landmarks of a rendered person as a camera of 720 lines has them, from its truth.

    Parameters
    ----------
    record : dict
        A JSON file of ``validation/webcam`` or ``validation/pairs``.
    """
    width, height = record["image_size"]
    scale = min(720.0 / height, 1280.0 / width)
    edge = np.array([(1280.0 - scale * width) / 2.0, (720.0 - scale * height) / 2.0])
    truth = {name: scale * np.array(place) + edge for name, place in record["landmarks_px"].items()}
    xy_px = np.zeros((len(LandmarkName), 2))
    for name in LandmarkName:
        xy_px[name] = truth[_truth_name(name)]
    ones = np.ones(len(LandmarkName))
    return Landmarks(xy_px, np.zeros(len(LandmarkName)), ones, ones)


def _truth_name(name: LandmarkName) -> str:
    words = name.name.split("_")
    sides = {"LEFT": "left", "RIGHT": "right"}
    side = next((sides[word] for word in words if word in sides), "")
    part = "_".join(word.lower() for word in words if word not in sides)
    if part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
        return f"{part}_joint_{side[0].upper()}"
    if part in ("pinky", "index", "thumb"):
        return f"wrist_joint_{side[0].upper()}"
    ends = {"foot_index": "big_toe", "heel": "heel", "ear": "ear"}
    if part in ends:
        return f"coco_{side}_{ends[part]}"
    return "coco_nose" if part in ("nose", "mouth") else f"coco_{side}_eye"


def with_noise(
    landmarks: Landmarks,
    shifts_px: NDArray[np.float64],
    *,
    noise_px: float,
    how: How = "whole",
    seed: int = 0,
) -> Iterator[Landmarks]:
    """The landmarks of frame after frame: the body sways, and the model finds each point a little elsewhere.

    Parameters
    ----------
    shifts_px : ndarray, shape (n,)
        Of the shoulders, see `sway`.
    noise_px : float
        Standard deviation of each landmark. One half of it stays for some frames, as in a model that smooths.
    """
    random = np.random.default_rng(seed)
    top, low = landmarks.middle("shoulder")[1], landmarks.middle("ankle")[1]
    lever = np.ones(len(landmarks.xy_px))
    if how == "about_feet":
        lever = (low - landmarks.xy_px[:, 1]) / (low - top)
    slow = random.normal(0.0, noise_px, landmarks.xy_px.shape)
    for shift in shifts_px:
        slow = 0.8 * slow + 0.6 * random.normal(0.0, noise_px, landmarks.xy_px.shape)
        fast = random.normal(0.0, noise_px, landmarks.xy_px.shape)
        xy_px = landmarks.xy_px + 0.71 * (slow + fast)
        xy_px[:, 0] += lever * shift
        yield Landmarks(xy_px, landmarks.z, landmarks.visibility, landmarks.presence)
