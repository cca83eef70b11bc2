"""Two photos in one file, as before-and-after sheets are: where one ends and the next begins.

A seam runs straight through the whole picture along its columns or rows, within a pixel, and what lies on
its two sides has nothing to do with each other. So at most heights the colour jumps there, and hardly changes
just before and behind. Door frames and skirting boards may do the same: it is a seam only when somebody is in
each part, and fills it as one who was photographed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.person.detector import Detector, body_length_px, height_px
from analyzer.person.others import is_person, seen_again
from analyzer.types import Pose
from analyzer.types.arrays import FloatArray

Window = tuple[slice, slice]
"""Rows and columns of a picture."""

SURE: Final = 0.45
"""Strength of a seam that is looked into: share of the line along which the colour jumps, mean of the whole
and of the quarter with the fewest jumps (more have 54 of 60 composites, and 6 of 90 single photos)."""
POSSIBLE: Final = 0.34
"""The same when two people of similar size were found, who are not usual in one photo."""

_LINE_PX: Final = 1024
_BLOCKS: Final = 64
_QUARTERS: Final = 4
_SAMPLES: Final = 256
"""Lines across that are looked at; more say little more."""
_STEP: Final = 3.0
"""Smallest jump, grey levels, of the mean over a block of the line."""
_CLEARER: Final = 1.5
"""How much larger the jump is than the change just beside it."""
_EVEN: Final = 10.0
"""A line between photos has one colour: its standard deviation, grey levels. A thin one is mixed with what is
beside it."""
_UNLIKE: Final = 14
"""How much it differs from both photos."""
_FILLER: Final = 1.5
"""What fills up beside a smaller photo has one colour to so many grey levels: no photo is so even."""
_RINGING: Final = 40.0
"""What JPEG makes of it beside a photo, at most, within a block and the lines that it smooths."""
_JPEG_BLOCK: Final = 10
_SMALLEST: Final = 0.12
"""Smallest part, in parts of the length that is divided."""
_TRIED: Final = 3
_MOST: Final = 6
"""Photos in one file."""
_DETECT_PX: Final = 640
_LEAST_PX: Final = 32
_FILLS: Final = 0.35
"""Somebody photographed is at least so high, in parts of the photo; those in the background are not."""
_OF_LARGEST: Final = 0.3
"""Smallest body, compared with the largest of all parts."""


def find_parts(
    rgb: NDArray[np.uint8], detector: Detector, candidates: Iterable[tuple[int, int]]
) -> tuple[Window, ...]:
    """The photos in a picture, from left to right or from top to bottom; empty when it is one photo.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    detector : Detector
    candidates : iterable of (axis, position)
        Where the first seam may be, the likeliest first, see `seams`. Further ones are looked for.
    """
    whole = (slice(0, rgb.shape[0]), slice(0, rgb.shape[1]))
    parts = _divide(rgb, whole, detector, candidates)
    return tuple(parts) if 1 < len(parts) <= _MOST else ()


def seams(rgb: NDArray[np.uint8], axis: int, least: float = SURE) -> list[int]:
    """Where a picture may be put together, pixels along an axis, the clearest first.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    axis : {0, 1}
        1 for seams between photos side by side, at columns; 0 for rows.
    least : float
    """
    length = rgb.shape[axis]
    if length < 16 or rgb.shape[1 - axis] < 16:
        return []
    count = min(length, _LINE_PX)
    # Means of blocks along the line, which an exactly straight seam survives and a slanting edge does not.
    size = (count, _BLOCKS) if axis == 1 else (_BLOCKS, count)
    step = max(1, rgb.shape[1 - axis] // _SAMPLES)
    some = rgb[::step] if axis == 1 else np.ascontiguousarray(rgb[:, ::step])
    small = cv2.resize(some, size, interpolation=cv2.INTER_AREA)
    strength = _strength(small if axis == 1 else np.ascontiguousarray(small.transpose(1, 0, 2)))
    edge = round(_SMALLEST * count)
    strength[:edge] = strength[count - edge :] = 0.0
    found: list[int] = []
    while len(found) < _TRIED and strength.max() >= least:
        at = int(np.argmax(strength))
        found.append(round((at + 0.5) * length / count))
        strength[max(0, at - edge // 2) : at + edge // 2] = 0.0
    return found


def _strength(lines: NDArray[np.uint8]) -> FloatArray:
    """How much like a seam each line is, 0 to 1, from an array of shape (blocks, lines, 3)."""
    count = lines.shape[1]

    def change(start: int, end: int) -> NDArray[np.uint8]:
        """Between the lines before and behind each line, the largest of the colours."""
        first, last = lines[:, 4 + start : count - 4 + start], lines[:, 4 + end : count - 4 + end]
        return np.asarray(cv2.max(*_two(cv2.absdiff(first, last))))

    step, beside = change(-1, 1), cv2.max(change(-3, -1), change(1, 3))
    result = np.zeros(count)
    jumps = (step > _STEP) & (step > _CLEARER * beside)
    # A door frame ends at the floor: a seam has jumps in each quarter of its length.
    quarters = jumps.reshape(_QUARTERS, -1, jumps.shape[1]).mean(axis=1)
    result[4:-4] = (quarters.mean(axis=0) + quarters.min(axis=0)) / 2
    # A line of one colour between photos, thin or wide, ends with a jump on either side.
    even = lines.std(axis=0, dtype=np.float32).max(axis=1)[4:-4] < _EVEN
    if even.any():
        apart = np.minimum(change(-3, 0), change(0, 3)) > _UNLIKE
        result[4:-4] = np.maximum(result[4:-4], np.where(even, apart.mean(axis=0), 0.0))
    return result


def _two(colours: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Two pictures whose larger value is the largest of three colours."""
    red, green, blue = cv2.split(colours)
    return np.asarray(cv2.max(red, green)), np.asarray(blue)


def _divide(
    rgb: NDArray[np.uint8], window: Window, detector: Detector, candidates: Iterable[tuple[int, int]]
) -> list[Window]:
    """The photos in a part of the picture; the part itself when it is one."""
    for axis, seam in candidates:
        halves = _cut(window, axis, seam)
        # Mostly nobody is in the smaller one, and nothing else has to be looked at.
        if not _noticed(rgb, min(halves, key=lambda half: rgb[half].size), detector)[1]:
            continue
        halves = _trimmed(rgb, halves[0]), _trimmed(rgb, halves[1])
        if _show_people(rgb, halves, detector):
            # Sheets are divided in one direction.
            return [
                one
                for half in halves
                for one in _divide(rgb, half, detector, [(axis, at) for at in seams(rgb[half], axis)])
            ]
    return [window]


def _cut(window: Window, axis: int, seam: int) -> tuple[Window, Window]:
    rows, columns = window
    if axis == 1:
        middle = columns.start + seam
        return (rows, slice(columns.start, middle)), (rows, slice(middle, columns.stop))
    middle = rows.start + seam
    return (slice(rows.start, middle), columns), (slice(middle, rows.stop), columns)


def _trimmed(rgb: NDArray[np.uint8], window: Window) -> Window:
    """Without the lines of one colour along its sides, which are no part of a photo."""
    rows, columns = window
    rows = _without_margins(rgb[rows, columns], rows)
    columns = _without_margins(rgb[rows, columns].transpose(1, 0, 2), columns)
    return rows, columns


def _without_margins(part: NDArray[np.uint8], lines: slice) -> slice:
    """The lines of a part, which are its first axis, between margins of one colour."""
    margins = [_margin(part), _margin(part[::-1])]
    first, last = margins[0], len(part) - margins[1]
    return slice(lines.start + first, lines.start + last) if last - first > 8 else lines


def _margin(part: NDArray[np.uint8]) -> int:
    """How many of the first lines are filled up with one colour, and not of the photo."""
    low, high = part.min(axis=1).astype(np.int16), part.max(axis=1).astype(np.int16)
    even = (high - low).max(axis=1) <= 2 * _FILLER
    # The outermost lines are mixed with what was cut off, and JPEG spreads its edge.
    first = int(np.argmax(even[:_JPEG_BLOCK]))
    if not even[first]:
        return 0
    same = even & (np.abs(low - low[first]).max(axis=1) <= 2 * _FILLER)
    last = first + int(np.argmin(same[first:]))
    if same[first:].all() or last - first < 2:
        return 0
    beside = np.maximum(np.abs(high - low[first]), np.abs(low - low[first])).max(axis=1)
    return last + int(np.argmax(beside[last : last + _JPEG_BLOCK] > _RINGING)) + 1


def _show_people(rgb: NDArray[np.uint8], windows: Iterable[Window], detector: Detector) -> bool:
    """Whether each part shows somebody who was photographed."""
    lengths = []
    for window in windows:
        part, people, factor = _noticed(rgb, window, detector)
        people = [pose for pose in people if _is_photographed(pose, part)]
        if not people or not seen_again(part, people[0], detector):
            return False
        lengths.append(body_length_px(people[0].landmarks) / factor)
    return bool(min(lengths) > _OF_LARGEST * max(lengths))


def _noticed(
    rgb: NDArray[np.uint8], window: Window, detector: Detector
) -> tuple[NDArray[np.uint8], list[Pose], float]:
    """A part, reduced, the people in it, and by how much it was reduced."""
    part = np.ascontiguousarray(rgb[window])
    if min(part.shape[:2]) < _LEAST_PX:
        return part, [], 1.0
    factor = min(1.0, _DETECT_PX / max(part.shape[:2]))
    if factor < 1.0:
        part = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return part, [pose for pose in detector.detect(part) if is_person(pose)], factor


def _is_photographed(pose: Pose, part: NDArray[np.uint8]) -> bool:
    """Whether somebody fills a part, and is not cut in two by its sides."""
    height, width = part.shape[:2]
    middles = [pose.landmarks.middle(name) for name in ("ear", "shoulder", "hip", "knee")]
    whole = all(bool(0 <= x < width and 0 <= y < height) for x, y in middles)
    return is_person(pose) and whole and height_px(pose.landmarks) > _FILLS * height
