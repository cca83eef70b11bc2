"""Pictures with a secret in every place beside the pixels, and a search that finds it wherever it went."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

STEM = "SeCrEt"
"""Each place has a secret of its own that begins so: ``SeCrEt-gps``."""


def secret(place: str) -> bytes:
    return f"{STEM}-{place}".encode()


# --- Finding --------------------------------------------------------------------------------------------


def found_in(data: bytes) -> list[str]:
    """The places whose secret is in some bytes: as they are, in UTF-16, hex, base64, deflate or a ZIP."""
    found = set()
    for layer in _layers(data, 4):
        for text in (layer, layer.replace(b"\0", b"")):  # UTF-16 of either order
            found |= {match.decode() for match in re.findall(STEM.encode() + rb"-([a-z0-9-]+)", text)}
        for match in re.findall(STEM.encode().hex().encode() + rb"2d([0-9a-f]*)", layer.lower()):
            found.add("hex " + match.decode())
    return sorted(found)


def _layers(data: bytes, depth: int) -> Iterator[bytes]:
    yield data
    if depth == 0:
        return
    for inner in (*_unpacked(data), *_unzipped(data), *_decoded(data)):
        yield from _layers(inner, depth - 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Every zlib stream, and every chunk of a PNG by itself."""
    for start in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        at = data.find(start)
        while at >= 0:
            unpacker = zlib.decompressobj()
            with suppress(zlib.error):
                yield unpacker.decompress(data[at:], 30_000_000)
            at = data.find(start, at + 1)


def _unzipped(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for entry in packed.infolist():
                yield entry.filename.encode() + b"\0" + packed.read(entry)


def _decoded(data: bytes) -> Iterator[bytes]:
    for match in re.findall(rb"base64,\s*([A-Za-z0-9+/=\s]{40,})", data):
        yield base64.b64decode(match)


# --- Planting -------------------------------------------------------------------------------------------


def profile(place: str = "icc") -> bytes:
    """A colour profile (sRGB) with a secret as its description, in a tag of its own, and between tags."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (count,) = struct.unpack_from(">I", plain, 128)
    table = [struct.unpack_from(">4sII", plain, 132 + 12 * index) for index in range(count)]
    parts = {name: plain[start : start + size] for name, start, size in table}
    said = secret(f"{place}-desc").decode().encode("utf-16-be")
    parts[b"desc"] = b"mluc" + struct.pack(">III2s2sII", 0, 1, 12, b"en", b"US", len(said), 28) + said
    parts[b"dmnd"] = b"text" + bytes(4) + secret(f"{place}-maker") + b"\0"
    parts[b"priv"] = b"text" + bytes(4) + secret(f"{place}-private") + b"\0"
    head, body, entries = 132 + 12 * len(parts), secret(f"{place}-between") + b"\0\0", b""
    body += bytes(-len(body) % 4)
    for name, part in parts.items():
        entries += struct.pack(">4sII", name, head + len(body), len(part))
        body += part + bytes(-len(part) % 4)
    whole = plain[:128] + struct.pack(">I", len(parts)) + entries + body + secret(f"{place}-end")
    return struct.pack(">I", len(whole)) + whole[4:80] + STEM.encode()[:4] + whole[84:]


def exif() -> bytes:
    """EXIF with secrets in texts, GPS, the maker's note, comments for Windows, and the preview."""
    content = Image.Exif()
    content[0x010F], content[0x0110] = secret("make").decode(), secret("model").decode()
    content[0x013B], content[0x8298] = secret("artist").decode(), secret("copyright").decode()
    content[0x9C9D] = secret("windows-author").decode().encode("utf-16-le")
    place = content.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 31.0, 12.0), "E", (13.0, 24.0, 36.0)
    place[27], place[29] = secret("gps"), "2026:01:02"
    inner = content.get_ifd(0x8769)
    inner[0x927C], inner[0x9286] = secret("maker-note") * 3, b"ASCII\0\0\0" + secret("user-comment")
    inner[0xA430], inner[0xA431] = secret("owner").decode(), secret("serial").decode()
    data = content.tobytes()
    preview = _jpeg_with_comment("preview")
    # A second directory with the preview, as cameras write it.
    tiff = data.removeprefix(b"Exif\0\0")
    (first,) = struct.unpack_from(">I" if tiff[:2] == b"MM" else "<I", tiff, 4)
    order = ">" if tiff[:2] == b"MM" else "<"
    (count,) = struct.unpack_from(order + "H", tiff, first)
    link = first + 2 + 12 * count
    second = len(tiff)
    entries = struct.pack(order + "HHII", 0x0201, 4, 1, second + 30)
    entries += struct.pack(order + "HHII", 0x0202, 4, 1, len(preview))
    directory = struct.pack(order + "H", 2) + entries + struct.pack(order + "I", 0)
    tiff = tiff[:link] + struct.pack(order + "I", second) + tiff[link + 4 :] + directory + preview
    return b"Exif\0\0" + tiff


def xmp() -> bytes:
    text = secret("xmp").decode()
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf dc:creator="{text}"/></x:xmpmeta>'.encode()


def iptc() -> bytes:
    """A Photoshop block with IPTC: byline and place."""
    records = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text
        for number, text in ((80, secret("iptc-byline")), (90, secret("iptc-city")))
    )
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records


def _jpeg_with_comment(place: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16)).save(buffer, "JPEG", comment=secret(place))
    return buffer.getvalue()


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(rgb: np.ndarray, **options: Any) -> bytes:
    """With a secret in every kind of segment, and after the end."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(
        buffer, "JPEG", quality=92, exif=exif(), xmp=xmp(), icc_profile=profile(), **options
    )
    data = buffer.getvalue()
    small = _jpeg_with_comment("jfxx-preview")
    more = _segment(0xE0, b"JFXX\0\x10" + small)
    more += _segment(0xED, iptc()) + _segment(0xFE, secret("comment"))
    more += _segment(0xE2, b"MPF\0" + secret("mpf")) + _segment(0xEB, b"JP" + secret("c2pa"))
    more += _segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + secret("adobe"))
    more += _segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + secret("long-xmp"))
    more += _segment(0xE5, secret("app5"))
    first = 2 + 2 + struct.unpack_from(">H", data, 4)[0]
    return data[:first] + more + data[first:] + secret("trailing") + _jpeg_with_comment("second-picture")


def png(rgb: np.ndarray) -> bytes:
    texts = PngInfo()
    texts.add_text("Author", secret("text").decode())
    texts.add_text("Comment", secret("ztxt").decode(), zip=True)
    texts.add_itxt("Description", secret("itxt").decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", xmp().decode())
    texts.add(b"prVt", secret("private-chunk"))
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "PNG", pnginfo=texts, exif=exif(), icc_profile=profile())
    return buffer.getvalue() + secret("trailing")


def webp(rgb: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "WEBP", lossless=True, exif=exif(), xmp=xmp(), icc_profile=profile())
    data = buffer.getvalue()
    extra = b"prVt" + struct.pack("<I", 32) + secret("chunk").ljust(32, b"\0")
    return b"RIFF" + struct.pack("<I", len(data) - 8 + len(extra)) + data[8:] + extra + secret("trailing")


def tiff(rgb: np.ndarray) -> bytes:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2  # noqa: PLC0415

    tags = ImageFileDirectory_v2()
    tags[315], tags[270] = secret("artist").decode(), secret("description").decode()
    tags[700], tags[33723] = xmp(), iptc()
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "TIFF", tiffinfo=tags, icc_profile=profile())
    return buffer.getvalue() + secret("trailing")


def gif(rgb: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).convert("P").save(buffer, "GIF", comment=secret("comment"))
    return buffer.getvalue() + secret("trailing")


def heif(rgb: np.ndarray, kind: str = "HEIF") -> bytes:
    """HEIC or AVIF with secrets in items, their names, properties, the handler, free space and at the end."""
    buffer = io.BytesIO()
    options: dict[str, Any] = {"exif": exif(), "xmp": xmp(), "icc_profile": profile()}
    if kind == "AVIF":
        Image.fromarray(rgb).save(buffer, "AVIF", quality=90, **options)
    else:
        import pillow_heif  # noqa: PLC0415 - of the tests

        file = pillow_heif.from_pillow(Image.fromarray(rgb))
        file.info["exif"], file.info["xmp"], file.info["icc_profile"] = exif(), xmp(), profile()
        file.info["thumbnails"] = [64]
        other = np.ascontiguousarray(rgb[::-1])
        file.add_from_pillow(Image.fromarray(other))  # a second photo
        file.save(buffer, quality=90)
    data = grow(buffer.getvalue())
    free = b"free" + secret("free-box") * 2
    vendor = b"mpvd" + secret("film-of-a-phone") * 4
    return data + b"".join(struct.pack(">I", len(box) + 4) + box for box in (free, vendor))


def grow(data: bytes) -> bytes:
    """With boxes more: a described photo (``udes``), a user's box, the address of a file."""
    meta = data.index(b"meta") - 4
    (size,) = struct.unpack_from(">I", data, meta)
    secrets = [
        (b"uuid", bytes(16) + secret("uuid-box")),
        (b"udta", secret("udta-box")),
        (
            b"dinf",
            struct.pack(">I4sIII4sI", 60, b"dref", 0, 1, 44, b"url ", 0) + secret("url").ljust(32, b"\0"),
        ),
    ]
    more = b"".join(struct.pack(">I4s", len(content) + 8, name) + content for name, content in secrets)
    described = bytes(4) + b"en\0" + secret("udes-name") + b"\0" + secret("udes-text") + b"\0\0"
    udes = struct.pack(">I4s", len(described) + 8, b"udes") + described
    result = bytearray(data[: meta + size] + more + data[meta + size :])
    ipco = result.index(b"ipco") - 4
    (ipco_size,) = struct.unpack_from(">I", result, ipco)
    iprp = result.index(b"iprp") - 4
    result[ipco + ipco_size : ipco + ipco_size] = udes
    for at, grown in ((meta, len(more) + len(udes)), (iprp, len(udes)), (ipco, len(udes))):
        struct.pack_into(">I", result, at, struct.unpack_from(">I", result, at)[0] + grown)
    _move(result, meta + size, len(more) + len(udes))
    return bytes(result)


def _move(result: bytearray, after: int, by: int) -> None:
    """Places of items in the file, which lie further back now."""
    iloc = result.index(b"iloc") + 4
    version, sizes = result[iloc], result[iloc + 4]
    assert version < 2 and sizes == 0x44 and result[iloc + 5] >> 4 in (0, 4)
    base = result[iloc + 5] >> 4
    (count,) = struct.unpack_from(">H", result, iloc + 6)
    at = iloc + 8
    for _ in range(count):
        at += 2 + (2 if version == 1 else 0) + 2
        origin = struct.unpack_from(">I", result, at)[0] if base else 0
        at += base
        (extents,) = struct.unpack_from(">H", result, at)
        at += 2
        for _ in range(extents):
            (start,) = struct.unpack_from(">I", result, at)
            if origin + start >= after:
                struct.pack_into(">I", result, at, start + by)
            at += 8


KINDS = {
    "jpeg": jpeg,
    "png": png,
    "webp": webp,
    "tiff": tiff,
    "gif": gif,
    "heic": heif,
    "avif": lambda rgb: heif(rgb, "AVIF"),
}
