"""Films of a person before a camera, made of the rendered frames in ``validation/webcam``.

They stand in for a webcam: every frame has its own sensor noise, and people sway a little, as they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from validation.rooms import darkened, lowered, tilted, with_cup, with_second

FOLDER: Final = Path(__file__).parent / "webcam"
SHIRT: Final = Path(__file__).parent / "dev" / "057.jpg"
"""Somebody in a loose shirt, who looks to the right with the arms forward: the frame ``"shirt"``."""
CAMERA_FPS: Final = 30.0
"""At this rate Chromium plays the file that stands in for a camera."""
RGB = NDArray[np.uint8]
_NOISE_SD: Final = 2.5
_NOISES: Final = 8
_SWAY_PX: Final = 1.5
MARK_PX: Final = 48
"""Side of the squares of `mark`."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of a film.

    Attributes
    ----------
    name : str
        Of the frame in ``validation/webcam``.
    seconds : float
    moving_px : float
        How far the person goes to and fro, once a second.
    beside : str
        Of a frame whose left third is put in: somebody else in the room. Empty for nobody.
    beside_share : float
        Size of that person, who then stands further back.
    light : float
        Share of the light; 0 for a camera whose cover is closed.
    tilt_deg : float
        How far the camera is turned about its line of sight.
    """

    name: str
    seconds: float
    moving_px: float = 0.0
    beside: str = ""
    beside_share: float = 1.0
    light: float = 1.0
    tilt_deg: float = 0.0


WALK_IN: Final = (
    Scene("empty", 2.0),
    Scene("too_far", 2.0),
    Scene("too_close", 2.0),
    Scene("turn_00", 2.0),
    Scene("turn_30", 1.0),
    Scene("turn_60", 1.0),
    Scene("turn_75", 0.8),
    Scene("side_arms_back", 2.0),
    Scene("side_ready", 2.5, moving_px=60.0),
    Scene("side_ready", 9.0),
)
"""One side, from the empty room to the pictures."""
BOTH_SIDES: Final = (*WALK_IN, Scene("turn_00", 2.0), Scene("other_ready", 12.0))


@lru_cache(maxsize=32)
def still(name: str) -> RGB:
    """A frame of the folder, ``"shirt"``, ``"feet_cut"`` or ``"cup"`` (in an empty room), RGB, 1280 × 720."""
    if name == "shirt":
        return _shirt()
    if name == "feet_cut":
        return lowered(still("side_ready"), 110)
    if name == "cup":
        return with_cup(still("empty"))
    picture = cv2.imread(str(FOLDER / f"{name}.jpg"))
    if picture is None:
        raise FileNotFoundError(f"there is no frame {name!r} in {FOLDER}")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _shirt() -> RGB:
    """A portrait picture as a camera on its side would show it: the wall goes on to both sides."""
    picture = cv2.cvtColor(cv2.imread(str(SHIRT)), cv2.COLOR_BGR2RGB)
    person = cv2.resize(picture, (540, 720), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.copyMakeBorder(person, 0, 0, 370, 370, cv2.BORDER_REPLICATE), dtype=np.uint8)


@lru_cache(maxsize=1)
def _noises() -> tuple[NDArray[np.int16], ...]:
    random = np.random.default_rng(7)
    return tuple(random.normal(0.0, _NOISE_SD, (720, 1280, 3)).astype(np.int16) for _ in range(_NOISES))


def noisy(frame: RGB, number: int) -> RGB:
    """The frame of this number of a film, 1280 × 720, with the sensor's noise."""
    noise = np.roll(_noises()[number % _NOISES], 37 * number, axis=1)
    with_noise: RGB = np.clip(frame + noise, 0, 255).astype(np.uint8)
    return with_noise


def film(
    scenes: Sequence[Scene], fps: float = 20.0, size: tuple[int, int] = (1280, 720)
) -> Iterator[tuple[float, RGB]]:
    """The frames of some scenes with their times in seconds.

    Parameters
    ----------
    scenes : sequence of Scene
    fps : float
    size : (width, height)
        Of the frames given out.
    """
    number = 0
    for scene in scenes:
        for index in range(round(scene.seconds * fps)):
            time_s = number / fps
            sway = _SWAY_PX * np.sin(2.0 * time_s) + scene.moving_px * np.sin(2 * np.pi * index / fps)
            frame = _picture(scene)
            if abs(sway) > 0.05:
                shift = np.array([[1.0, 0.0, sway], [0.0, 1.0, 0.0]])
                frame = cv2.warpAffine(frame, shift, (1280, 720), borderMode=cv2.BORDER_REPLICATE)
            frame = noisy(frame, number)
            if size != (1280, 720):
                frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
            yield time_s, frame
            number += 1


@lru_cache(maxsize=4)
def _picture(scene: Scene) -> RGB:
    """What the camera of a scene shows, without movement and noise."""
    frame = still(scene.name)
    if scene.beside and scene.beside_share == 1.0:
        frame = _beside(frame, still(scene.beside))
    elif scene.beside:
        frame = with_second(frame, still(scene.beside), still("empty"), scene.beside_share, 330.0)
    if scene.tilt_deg:
        frame = tilted(frame, scene.tilt_deg)
    return frame if scene.light == 1.0 else darkened(frame, scene.light)


def _beside(frame: RGB, other: RGB) -> RGB:
    """The frame with the person of another frame, who stands in its middle, in its left part."""
    result = frame.copy()
    result[:, 20:460] = other[:, 520:960]
    return result


def mark(frame: RGB, number: int) -> None:
    """Write the number of a scene, 0 to 15, into the lower left corner: four squares, white for a one.

    Black and white come through whatever a camera and a browser make of colours.
    """
    for bit in range(4):
        frame[-MARK_PX:, bit * MARK_PX : (bit + 1) * MARK_PX] = 255 * (number >> bit & 1)


def read_mark(levels: Sequence[float]) -> int:
    """The number that `mark` wrote, from the grey levels of its squares."""
    return sum((level > 127.0) << bit for bit, level in enumerate(levels))


def write_mjpeg(
    path: Path,
    scenes: Sequence[Scene],
    fps: float = CAMERA_FPS,
    size: tuple[int, int] = (1280, 720),
    *,
    portrait: bool = False,
    marked: bool = False,
) -> None:
    """Write a film as JPEG pictures one after the other, which Chromium takes as a fake camera.

    Of each scene the first second is repeated, which saves most of the time.

    Parameters
    ----------
    path : Path
    scenes : sequence of Scene
    fps : float
    size : (width, height)
    portrait : bool
        Only the middle, 9 : 16, as a phone on its end shows it; ``size`` is that of the whole.
    marked : bool
        Whether each scene has its number in the corner.
    """
    with path.open("wb") as file:
        for number, scene in enumerate(scenes):
            second = replace(scene, seconds=min(scene.seconds, 1.0))
            pictures = []
            for _, frame in film([second], fps, size):
                if marked:
                    mark(frame, number)
                part = _middle(frame) if portrait else frame
                done, data = cv2.imencode(".jpg", part[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
                assert done
                pictures.append(data.tobytes())
            for index in range(round(scene.seconds * fps)):
                file.write(pictures[index % len(pictures)])


def _middle(frame: RGB) -> RGB:
    height, width = frame.shape[:2]
    wide = 2 * round(height * 9 / 32)
    left = (width - wide) // 2
    return np.ascontiguousarray(frame[:, left : left + wide])
