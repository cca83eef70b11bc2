"""Pictures: read, and cleaned for the records."""

from __future__ import annotations

import numpy as np

from analyzer.errors import PhotoError
from tests.fuzz import pictures
from tests.fuzz.target import Target, expect


def read_photo(data: bytes) -> None:
    from analyzer.photo import MAX_PIXELS, MAX_SIDE_PX, MIN_SIDE_PX, load_photo

    photo = load_photo(data)
    height, width, colours = photo.rgb.shape
    expect(photo.rgb.dtype == np.uint8 and colours == 3 and not photo.rgb.flags.writeable, "pixels")
    expect(max(height, width) <= MAX_SIDE_PX * 1.01, "larger than the working size")
    expect(photo.width_px * photo.height_px <= MAX_PIXELS, "larger than allowed")
    expect(min(photo.width_px, photo.height_px) >= MIN_SIDE_PX, "smaller than allowed")


def read_camera_data(data: bytes) -> None:
    from analyzer.photo import load_photo
    from analyzer.records.camera_data import without_camera_data

    cleaned = without_camera_data(data)
    try:
        before = load_photo(data, max_side_px=None)
    except PhotoError:  # then it is not stored either
        return
    after = load_photo(cleaned, max_side_px=None)
    expect(np.array_equal(before.rgb, after.rgb), "the picture changed")
    for word in (b"Maker", b"maker note", b"2026:01:0"):
        stayed = word in cleaned and not _is_picture_data(cleaned, word)
        expect(not stayed, "camera data stayed")


def _is_picture_data(data: bytes, word: bytes) -> bool:
    """Whether a word stands where a (spoiled) file keeps pixels or colours: those are copied as they are."""
    if not data.startswith(b"\xff\xd8"):
        return data[4:8] == b"ftyp" and word in data[data.find(b"mdat") :]
    at = data.find(b"\xff\xda")
    return word in data[at:]


def targets() -> tuple[Target, ...]:
    photo = (PhotoError,)
    return (
        Target("photo", 30, pictures.make_picture, read_photo, photo),
        Target("exif", 12, pictures.make_exif, read_photo, photo),
        Target("camera-data", 10, pictures.make_exif, read_camera_data, photo),
        Target("stored-photo", 6, pictures.make_picture, read_camera_data, photo),
    )
