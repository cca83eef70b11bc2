"""What a picture shows as a whole: one photo or several, upright or on its side, and the person in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import NoPersonError, SeveralPeopleError, SeveralPhotosError, ViewError
from analyzer.person.choose import Person, find_person
from analyzer.person.collage import POSSIBLE, find_parts, seams
from analyzer.person.detector import Detector
from analyzer.person.turned import stands_when_turned, turned_clockwise, upright_turn
from analyzer.types import Photo

_MAYBE_STACKED: Final = 1.1
"""Height by width from which photos may stand one above the other."""
_MOST_OF_STACKED: Final = 0.62
"""Somebody in one of several photos is at most so high, in parts of the whole."""
_TURNS: Final = (90, 270, 180)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The person, and how the picture has to be turned.

    Attributes
    ----------
    person : Person
        In pixels of the picture after it was turned.
    turn_deg : int
        How far the picture has to be turned clockwise to be upright: 0, 90, 180 or 270.
    """

    person: Person
    turn_deg: int


def find_upright(photo: Photo, detector: Detector, turn_deg: int | None = None) -> tuple[Photo, Person]:
    """The photo as it is upright, and the person in it.

    Parameters
    ----------
    photo : Photo
    detector : Detector
    turn_deg : int, optional
        By how much the photo is turned clockwise; without it, it is turned when it lies on its side.

    Raises
    ------
    ViewError
        As in `look`; the places of several photos are in photo pixels.
    """
    if turn_deg is not None:
        photo = photo.turned(turn_deg)
    try:
        scene = look(photo.rgb, detector, may_turn=turn_deg is None)
    except SeveralPhotosError as error:
        parts = (np.array(error.parts_px) / photo.scale).tolist()
        raise SeveralPhotosError(tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in parts)) from None
    return photo.turned(scene.turn_deg), scene.person


def look(rgb: NDArray[np.uint8], detector: Detector, *, may_turn: bool = True) -> Scene:
    """The person in a picture, after looking at what kind of picture it is.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    detector : Detector
    may_turn : bool
        Whether a picture that lies on its side is turned.

    Raises
    ------
    SeveralPhotosError
        The picture is put together of several photos. Their places are in pixels of ``rgb``.
    NoPersonError, SeveralPeopleError
        As in `find_person`.
    """
    _require_one(rgb, detector, [(1, column) for column in seams(rgb, 1)])
    try:
        person = find_person(rgb, detector)
    except SeveralPeopleError:
        _require_one(rgb, detector, [(axis, at) for axis in (1, 0) for at in seams(rgb, axis, POSSIBLE)])
        raise
    except NoPersonError:
        scene = _turned(rgb, detector, _notice(rgb, detector)) if may_turn else None
        if scene is None:
            raise
        return scene
    _require_one(rgb, detector, [(0, row) for row in _seams_beside(rgb, person)])
    turn = upright_turn(person.landmarks) if may_turn else 0
    return (_turned(rgb, detector, turn) if turn else None) or Scene(person, 0)


def _require_one(rgb: NDArray[np.uint8], detector: Detector, candidates: Sequence[tuple[int, int]]) -> None:
    """Raise when the picture holds several photos."""
    parts = find_parts(rgb, detector, candidates)
    if parts:
        raise SeveralPhotosError(
            tuple(
                (float(columns.start), float(rows.start), float(columns.stop), float(rows.stop))
                for rows, columns in parts
            )
        )


def _seams_beside(rgb: NDArray[np.uint8], person: Person) -> list[int]:
    """Rows at which a high picture may be put together, and that do not run through the person."""
    if rgb.shape[0] < _MAYBE_STACKED * rgb.shape[1]:
        return []
    _, top, _, bottom = person.landmarks.extent_px
    if bottom - top > _MOST_OF_STACKED * rgb.shape[0]:
        return []
    return [row for row in seams(rgb, 0) if not top < row < bottom]


def _notice(rgb: NDArray[np.uint8], detector: Detector) -> int:
    """The turn that makes somebody noticed who is upright then; 0 when none does."""
    for turn in _TURNS:
        poses = detector.detect(turned_clockwise(rgb, turn))
        if poses and upright_turn(poses[0].landmarks) == 0:
            return turn
    return 0


def _turned(rgb: NDArray[np.uint8], detector: Detector, turn_deg: int) -> Scene | None:
    """The scene after a turn, when it clearly shows somebody who stands."""
    if turn_deg == 0:
        return None
    upright = turned_clockwise(rgb, turn_deg)
    try:
        person = find_person(upright, detector)
    except ViewError:
        return None
    return Scene(person, turn_deg) if stands_when_turned(upright, person) else None
