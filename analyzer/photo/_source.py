"""Get the bytes of a photo safely, and tell by their first bytes what they are."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path
from typing import Any, Literal, NoReturn

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ImageTooLargeError, UnreadableImageError
from analyzer.language import mark

Pixels = NDArray[Any]
PictureKind = Literal["jpeg", "png", "webp", "tiff", "bmp", "gif", "heif", "avif"]

MAX_BYTES = 200_000_000
"""Largest file. The largest camera files that pass ``MAX_PIXELS`` (uncompressed 16-bit TIFF of 30 MP, PNG
of 60 MP) are about this size; more is hardly a photo and would have to be held in memory."""

MAX_PIXELS = 120_000_000
"""Largest picture. Covers the 108 MP cameras of phones (12000 x 9000); decoded it takes half a gigabyte.
Beyond are panoramas, scans of maps, and bombs: small files that unpack to many gigabytes."""

MAX_PIXELS_OF = {"tiff": 89_000_000, "gif": 89_000_000, "webp": 64_000_000}
"""Lower limits of some formats. Pillow checks TIFF and GIF once more while decoding and issues a warning from
89.5 MP on; that limit is global to the process and not ours to change. Its WebP decoder needs 17 bytes per
pixel, so that 64 MP take 1 GB; no camera writes WebP."""

MIN_SIDE_PX = 64
"""Shortest side. A person in a smaller picture is too small to find, let alone to measure."""

EMPTY = mark("This file is empty. Please copy or download the photo again.")
DAMAGED = mark(
    "This picture is damaged, incomplete or of an unusual kind. Please copy it again from where it was "
    "taken, or open it on your device and save it as a JPEG."
)
TOO_SMALL = mark(
    "This picture is too small. Please use the original photo instead of a preview: each side should have "
    "several hundred pixels, better more than a thousand."
)
NO_SOURCE = (
    "a photo is a path, the bytes of a picture file, a NumPy array, a Pillow image, or what load_photo gave, "
    "not {}"
)
MISSING = mark("There is no file at this place. Please check the name of the photo and the folder.")
FOLDER = mark("This is a folder. Please choose a single photo in it.")
FORBIDDEN = mark(
    "This file may not be opened. Please check its permissions, or copy the photo to a folder of your own."
)
NOT_A_FILE = mark("This is not an ordinary file. Please save the photo as a file and choose that one.")
NOT_READABLE = mark(
    "This file could not be read from the disk. Please copy the photo to another folder first."
)
BAD_FRAME = mark(
    "These pixels are not a picture. Please give an array of shape (height, width, 3) in RGB order, with "
    "whole numbers from 0 to 255 or decimal numbers from 0 to 1."
)

_TO_STILL = "This is a video. Please take a still picture from it, or a photo."
_TO_JPEG = "Please export the photo as a JPEG and use that file."
NO_PICTURE: dict[str, str] = mark(
    {
        "video": _TO_STILL,
        "pdf": "This is a PDF document. " + _TO_JPEG,
        "svg": "This is a drawing (SVG), not a photo. Please use a photo of the person.",
        "zip": (
            "This is a packed file, such as a ZIP or an Office document. Please unpack it and choose a photo."
        ),
        "raw": "This is a raw file of a camera. " + _TO_JPEG,
        "unusual": "This kind of picture is not supported. " + _TO_JPEG,
        "web page": "This is a web page, not a photo. Please open the photo itself and save that.",
        "text": "This is a text, not a photo. Please choose a JPEG, PNG or HEIC photo.",
    }
)

# First bytes, at an offset, of what is commonly mistaken for or renamed to a photo. Names of pictures first.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (8, b"CR\x02\x00", "raw"),  # Canon CR2, which begins like a TIFF
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"II+\x00", "tiff"),
    (0, b"MM\x00+", "tiff"),
    (0, b"BM", "bmp"),
    (8, b"AVI ", "video"),
    (0, b"\x1aE\xdf\xa3", "video"),  # WebM, Matroska
    (0, b"\x00\x00\x01\xba", "video"),  # MPEG
    (0, b"\x00\x00\x01\xb3", "video"),
    (0, b"FLV\x01", "video"),
    (0, b"OggS", "video"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "video"),  # WMV
    (4, b"moov", "video"),  # QuickTime without a file type box
    (4, b"mdat", "video"),
    (4, b"wide", "video"),
    (0, b"%PDF", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"Rar!", "zip"),
    (0, b"7z\xbc\xaf", "zip"),
    (0, b"\x1f\x8b", "zip"),
    (0, b"8BPS", "unusual"),  # Photoshop
    (0, b"\xff\x0a", "unusual"),  # JPEG XL
    (0, b"\x00\x00\x00\x0cJXL ", "unusual"),
    (0, b"\x00\x00\x00\x0cjP  ", "unusual"),  # JPEG 2000
    (0, b"\xffO\xffQ", "unusual"),
    (0, b"IIRO", "raw"),  # Olympus
    (0, b"IIU\x00", "raw"),  # Panasonic
    (0, b"FUJIFILMCCD-RAW", "raw"),
)
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_UNPRINTABLE = "\ufffd"


def require_source(source: object, *, image: bool) -> None:
    """Raise `TypeError`, which says what is accepted, for anything else."""
    accepted = (str, os.PathLike, bytes, bytearray, memoryview, np.ndarray)
    if not image and not isinstance(source, accepted):
        raise TypeError(NO_SOURCE.format(type(source).__name__))


def read(source: object) -> tuple[bytes, str]:
    """Bytes of a source and the name to show for it.

    Raises
    ------
    UnreadableImageError
        Not a path or bytes, no such file, no ordinary file, no permission, empty.
    ImageTooLargeError
        More than ``MAX_BYTES``.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        name, data = "photo", bytes(source)
    elif isinstance(source, str | os.PathLike):
        path = Path(os.fsdecode(source))
        name, data = path.name, _read_file(path)
    else:
        raise UnreadableImageError
    if len(data) > MAX_BYTES:
        raise ImageTooLargeError
    if not data:
        raise UnreadableImageError(EMPTY)
    return data, name or "photo"


def _read_file(path: Path) -> bytes:
    """Read a regular file of at most ``MAX_BYTES``."""
    try:
        # Look before opening: opening a pipe waits for its writer, opening a device may set it to work.
        _check_regular(path.stat())
        with open(path, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            _check_regular(status)
            if status.st_size > MAX_BYTES:
                raise ImageTooLargeError
            return file.read(status.st_size + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableImageError(MISSING) from error
    except PermissionError as error:
        raise UnreadableImageError(FORBIDDEN) from error
    except OSError as error:
        raise UnreadableImageError(NOT_READABLE) from error


def _open_without_waiting(path: str, flags: int) -> int:
    # Should the file have become a pipe since it was looked at. No such flag, and no need, on Windows.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableImageError(FOLDER)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableImageError(NOT_A_FILE)


def picture_kind(data: bytes) -> PictureKind:
    """Which decoder can read these bytes; raises UnreadableImageError, saying what they are, if none can."""
    kind = _kind(data[:4096])
    if kind is None:
        raise UnreadableImageError
    if kind in NO_PICTURE:
        raise UnreadableImageError(NO_PICTURE[kind])
    return kind  # type: ignore[return-value]  # all other names in _MAGIC are picture kinds


def _kind(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return _iso_media_kind(head)
    for offset, magic, kind in _MAGIC:
        if head.startswith(magic, offset):
            return kind
    if head[:1] == b"G" and head[188:189] == b"G" and head[376:377] == b"G":
        return "video"  # MPEG transport stream, as of camcorders
    return _text_kind(head)


def _iso_media_kind(head: bytes) -> str:
    """HEIC, AVIF, MP4, QuickTime and Canon CR3 share a container; its brands tell them apart."""
    box = head[8 : max(int.from_bytes(head[:4], "big"), 16)]
    brands = {box[i : i + 4] for i in range(0, len(box) - 3, 4) if i != 4}  # the second word is a version
    if brands & _AVIF_BRANDS:
        return "avif"
    if brands & _HEIF_BRANDS:
        return "heif"
    return "raw" if b"crx " in brands else "video"


def _text_kind(head: bytes) -> str | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if len(head) < 8 or not text or re.search(rb"[\x00-\x08\x0e-\x1a\x7f]", head):
        return None
    if text.startswith((b"<svg", b"<?xml", b"<!--")) and b"<svg" in text:
        return "svg"
    if text.startswith((b"<!doctype html", b"<html")):
        return "web page"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the end of the head may cut a character in two
    except UnicodeDecodeError:
        return None
    return "text"


def check_size(width: int, height: int, max_pixels: int = MAX_PIXELS) -> None:
    """Refuse what is too small or too large to work on; sizes in pixels."""
    if min(width, height) < MIN_SIDE_PX:
        raise UnreadableImageError(TOO_SMALL)
    if width * height > max_pixels:
        raise ImageTooLargeError


def bad_frame() -> NoReturn:
    raise UnreadableImageError(BAD_FRAME)


def clean_name(name: str) -> str:
    """Last part of a name, safe to print and to write as UTF-8; both kinds of slashes separate folders."""
    last = re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    # Control characters could rewrite a terminal; lone surrogates (undecodable file names) cannot be saved.
    return "".join(c if c.isprintable() else _UNPRINTABLE for c in last)


def is_picture_array(array: Pixels) -> bool:
    """Whether an array has the shape and the type of a grey, RGB or RGBA picture."""
    shaped = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (1, 3, 4))
    typed = array.dtype in (np.uint8, np.uint16) or np.issubdtype(array.dtype, np.floating)
    return bool(shaped and typed)
