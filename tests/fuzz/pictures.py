"""Picture files of every kind, and how to spoil them by their own structure."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from tests.fuzz.mutate import EDGES, spoil_bytes

SAMPLES = Path(__file__).resolve().parents[2] / "sample_images"
KINDS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf tiff:Orientation="6" tiff:Make="Maker"/></x:xmpmeta>'


@cache
def picture(kind: str, number: int = 0) -> bytes:
    """A small valid file with EXIF, GPS, XMP and a colour profile, in one of some variants."""
    from PIL import Image, ImageCms

    coarse = np.random.default_rng(number).integers(0, 255, (12, 9, 3), dtype=np.uint8)
    image = Image.fromarray(coarse).resize((96, 128), Image.Resampling.BICUBIC)
    modes = {
        "JPEG": ("RGB", "L", "CMYK"),
        "PNG": ("RGB", "P", "RGBA", "LA", "1", "I;16"),
        "WEBP": ("RGB", "RGBA"),
    }
    modes |= {"TIFF": ("RGB", "L", "CMYK", "1", "I;16", "F", "RGBA"), "GIF": ("P",), "BMP": ("RGB", "L", "P")}
    mode = modes.get(kind, ("RGB", "RGBA"))[number % len(modes.get(kind, "ab"))]
    image = image.convert("I").convert("I;16") if mode == "I;16" else image.convert(mode)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more: dict[str, object] = {"exif": exif(number % 9)}
    if mode not in ("CMYK", "F"):
        more["icc_profile"] = profile
    if kind in ("JPEG", "WEBP", "AVIF", "HEIF"):
        more["xmp"] = XMP
    if kind == "JPEG":
        more |= {"progressive": bool(number % 2), "restart_marker_blocks": (0, 4)[number % 2]}
    if kind == "TIFF":
        more["compression"] = (None, "tiff_lzw", "tiff_deflate", "packbits", "jpeg")[
            number % 5 if mode == "RGB" else 0
        ]
    if kind in ("BMP", "GIF"):
        more = {}
    buffer = io.BytesIO()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(image).save(buffer, quality=60, **more)
    else:
        image.save(buffer, kind, **more)
    return buffer.getvalue()


@cache
def exif(orientation: int) -> bytes:
    from PIL import Image

    content = Image.Exif()
    content[0x0112], content[0x010F], content[0x0132] = orientation, "Maker", "2026:01:02 03:04:05"
    place = content.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (52.0, 31.0, 12.0), "2026:01:02"
    inner = content.get_ifd(0x8769)
    inner[0x927C], inner[0x9286] = b"maker note" * 4, b"ASCII\0\0\0comment"
    return content.tobytes()


@cache
def sample() -> bytes:
    return (SAMPLES / "flat_back_man_right.jpg").read_bytes()


def make_picture(rng: Random) -> bytes:
    """A spoiled picture of any kind."""
    kind = rng.choice(KINDS)
    data = sample() if kind == "JPEG" and rng.random() < 0.1 else picture(kind, rng.randrange(6))
    if rng.random() < 0.6:
        return spoil_structure(rng, data, kind)
    return spoil_bytes(rng, data, tuple(picture(kind, other) for other in range(2)))


def make_exif(rng: Random) -> bytes:
    """A good picture with spoiled metadata."""
    kind = rng.choice(("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF"))
    data = picture(kind, rng.randrange(6))
    tiff = data.find(b"MM\0*", 1 if kind == "TIFF" else 0)
    tiff = data.find(b"II*\0", 0) if tiff < 0 else tiff
    if kind == "TIFF" or tiff < 0:
        return spoil_tiff(rng, data, 0) if kind == "TIFF" else spoil_structure(rng, data, kind)
    return spoil_tiff(rng, data, tiff) if rng.random() < 0.8 else spoil_structure(rng, data, kind)


def spoil_structure(rng: Random, data: bytes, kind: str) -> bytes:
    """Parts left out, doubled, exchanged or spoiled, with lengths and check sums that fit (mostly)."""
    if kind == "TIFF":
        return spoil_tiff(rng, data, 0)
    if kind in ("HEIF", "AVIF"):
        return _spoil_boxes(rng, data)
    if kind in _PARTS:
        take, put = _PARTS[kind]
        parts = take(data)
        for _ in range(rng.choice((1, 1, 2, 4))):
            _spoil_parts(rng, parts)
        return put(rng, parts)
    header = bytearray(data[:64])  # BMP, GIF: numbers in the header
    for _ in range(rng.choice((1, 2, 4))):
        form = rng.choice(("<H", "<I", "<i", "<B"))
        size = struct.calcsize(form)
        number = rng.choice(EDGES) % 256**size
        at = rng.randrange(6, 60 - size)
        header[at : at + size] = number.to_bytes(size, "little")
    return bytes(header) + data[64:]


Parts = list[tuple[bytes, bytes]]


def _spoil_parts(rng: Random, parts: Parts) -> None:
    if not parts:
        return
    index = rng.randrange(len(parts))
    name, content = parts[index]
    how = rng.randrange(8)
    if how == 0:
        del parts[index]
    elif how == 1:
        parts.insert(rng.randrange(len(parts)), (name, content))
    elif how == 2:
        other = rng.randrange(len(parts))
        parts[index], parts[other] = parts[other], parts[index]
    elif how == 3:
        parts[index] = (rng.choice(parts)[0], content)
    elif how == 4:
        parts[index] = (name, content + rng.randbytes(rng.choice((1, 300, 70_000))))
    elif how == 5:  # numbers at the beginning: sizes, depths
        number = rng.choice(EDGES) % 2**32
        size = rng.choice((1, 2, 4))
        at = rng.randrange(0, 12)
        parts[index] = (
            name,
            content[:at] + (number % 256**size).to_bytes(size, "big") + content[at + size :],
        )
    else:
        parts[index] = (name, spoil_bytes(rng, content))


def _jpeg_parts(data: bytes) -> Parts:
    parts, at = [], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1 : at + 2]
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        parts.append((marker, data[at + 4 : at + 2 + length]))
        at += 2 + length
        if marker == b"\xda":
            break
    return [*parts, (b"", data[at:])]


def _jpeg(rng: Random, parts: Parts) -> bytes:
    result = b"\xff\xd8"
    for marker, content in parts:
        length = len(content) + 2 if rng.random() > 0.02 else rng.choice(EDGES)
        result += b"\xff" + marker + struct.pack(">H", length % 65536) + content if marker else content
    return result


def _png_parts(data: bytes) -> Parts:
    parts, at = [], 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        parts.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += length + 12
    return parts


def _png(rng: Random, parts: Parts) -> bytes:
    if rng.random() < 0.1:  # a text or a profile that unpacks to a lot
        bomb = zlib.compress(bytes(rng.choice((100_000, 30_000_000))), 9)
        parts.insert(1, rng.choice(((b"zTXt", b"Comment\0\0" + bomb), (b"iCCP", b"p\0\0" + bomb))))
    result = b"\x89PNG\r\n\x1a\n"
    for name, content in parts:
        length = len(content) if rng.random() > 0.02 else rng.choice(EDGES)
        check = zlib.crc32(name + content) if rng.random() > 0.05 else 0
        result += struct.pack(">I", length % 2**32) + name + content + struct.pack(">I", check)
    return result


def _riff_parts(data: bytes) -> Parts:
    parts, at = [], 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        parts.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return parts


def _riff(rng: Random, parts: Parts) -> bytes:
    body = b"WEBP"
    for name, content in parts:
        length = len(content) if rng.random() > 0.02 else rng.choice(EDGES) % 2**32
        body += name + struct.pack("<I", length) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_PARTS: dict[str, tuple[Callable[[bytes], Parts], Callable[[Random, Parts], bytes]]] = {
    "JPEG": (_jpeg_parts, _jpeg),
    "PNG": (_png_parts, _png),
    "WEBP": (_riff_parts, _riff),
}


def spoil_tiff(rng: Random, data: bytes, start: int) -> bytes:
    """Tags, types, counts and values of the directories of a TIFF structure."""
    result = bytearray(data)
    order = "<" if data[start : start + 2] == b"II" else ">"
    places = _entries(data, start, order)
    for _ in range(rng.choice((1, 1, 2, 4))):
        if not places:
            return spoil_bytes(rng, data)
        at = rng.choice(places)
        how = rng.randrange(5)
        if how == 0:
            tags = (254, 256, 257, 258, 259, 262, 273, 277, 279, 274, 330, 339, 34665, 34853, 34675, 50706)
            struct.pack_into(order + "H", result, at, rng.choice((*tags, rng.randrange(65536))))
        elif how == 1:
            struct.pack_into(order + "H", result, at + 2, rng.choice((*range(20), 65535)))
        elif how == 2:
            struct.pack_into(order + "I", result, at + 4, rng.choice(EDGES))
        elif how == 3:
            struct.pack_into(
                order + "I", result, at + 8, rng.choice((*EDGES, 8, at - start, len(data) - start))
            )
        else:
            value = rng.choice((0, 1, 2, 8, 16, 64, 32946, 65535))
            struct.pack_into(order + "H", result, at + 8, value)
    return bytes(result)


def _entries(data: bytes, start: int, order: str) -> list[int]:
    """Where the entries of the directories are, those of inner ones too."""
    places: list[int] = []
    wanted, seen = [4], set()
    while wanted:
        pointer = start + wanted.pop()
        if pointer + 4 > len(data):
            continue
        (at,) = struct.unpack_from(order + "I", data, pointer)
        at += start
        if at in seen or at + 2 > len(data):
            continue
        seen.add(at)
        (count,) = struct.unpack_from(order + "H", data, at)
        for index in range(min(count, 100)):
            place = at + 2 + 12 * index
            if place + 12 > len(data):
                break
            places.append(place)
            if struct.unpack_from(order + "H", data, place)[0] in (34665, 34853, 330):
                wanted.append(place + 8 - start)
    return places


_INSIDE = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"moov": 0, b"dinf": 0, b"iref": 4, b"iinf": 6}


def _boxes(data: bytes, at: int, end: int) -> list[tuple[int, int]]:
    found = []
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > end:
            break
        found.append((at, at + size))
        if name in _INSIDE:
            found += _boxes(data, at + 8 + _INSIDE[name], at + size)
        at += size
    return found


def _spoil_boxes(rng: Random, data: bytes) -> bytes:
    """Sizes, names and contents of boxes; left out and doubled ones too."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        boxes = _boxes(data, 0, len(data))
        if not boxes:
            return spoil_bytes(rng, data)
        start, end = rng.choice(boxes)
        how = rng.randrange(6)
        if how == 0:
            size = rng.choice((*EDGES, end - start - 1, end - start + 1)) % 2**32
            data = data[:start] + struct.pack(">I", size) + data[start + 4 :]
        elif how == 1:
            first, last = rng.choice(boxes)
            data = data[: start + 4] + data[first + 4 : first + 8] + data[start + 8 :] if last else data
        elif how == 2:
            data = data[:start] + data[end:]
        elif how == 3:
            data = data[:end] + data[start:end] * rng.choice((1, 1, 40)) + data[end:]
        else:
            content = data[start + 8 : end]
            spoiled = spoil_bytes(rng, content) if rng.random() < 0.3 else _same_length(rng, content)
            data = data[: start + 8] + spoiled + data[end:]
    return data


def _same_length(rng: Random, content: bytes) -> bytes:
    if not content:
        return content
    at = rng.randrange(min(len(content), 64))
    size = rng.choice((1, 2, 4))
    number = (rng.choice(EDGES) % 256**size).to_bytes(size, "big")
    return (content[:at] + number + content[at + size :])[: len(content)]
