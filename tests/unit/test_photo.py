"""``load_photo``: every promised format, orientation, mode and limit, and every refusal."""

from __future__ import annotations

import hashlib
import io
import os
import random
import socket
import struct
import subprocess
import sys
import threading
import time
import warnings
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms, PngImagePlugin

import analyzer.photo as photo_module
from analyzer.errors import ImageTooLargeError, PhotoError, UnreadableImageError
from analyzer.photo import MAX_BYTES, load_photo
from analyzer.photo import _source as source_module

RED, GREEN, BLUE, GREY = (200, 40, 30), (30, 170, 60), (40, 60, 190), (120, 120, 120)


def quarters(width: int = 160, height: int = 120) -> np.ndarray:
    """Four colours, one in each quarter: no flip or turn of it looks the same."""
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[: height // 2, : width // 2] = RED
    rgb[: height // 2, width // 2 :] = GREEN
    rgb[height // 2 :, : width // 2] = BLUE
    rgb[height // 2 :, width // 2 :] = GREY
    return rgb


def encode(picture: np.ndarray | Image.Image, kind: str, **options: Any) -> bytes:
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out, quality=90, **options)
    else:
        image.save(out, kind, **options)
    return out.getvalue()


def assert_quarters(rgb: np.ndarray, tolerance: int = 12) -> None:
    height, width = rgb.shape[:2]
    for (y, x), colour in zip(((1, 1), (1, 3), (3, 1), (3, 3)), (RED, GREEN, BLUE, GREY), strict=True):
        seen = rgb[height * y // 4, width * x // 4].astype(int)
        assert np.abs(seen - colour).max() <= tolerance, (y, x, seen, colour)


def smooth(width: int, height: int) -> np.ndarray:
    """A picture with structure at all places but little noise, so that JPEG stays small and quick."""
    x = np.linspace(0, 12, width, dtype=np.float32)
    y = np.linspace(0, 9, height, dtype=np.float32)[:, np.newaxis]
    return np.stack([np.uint8(127 + 100 * np.sin(x + k) * np.cos(y - k)) for k in range(3)], axis=2)


# --- what comes back --------------------------------------------------------------------------------------


def test_photo_fields(tmp_path: Path) -> None:
    data = encode(quarters(), "PNG")
    path = tmp_path / "side view.png"
    path.write_bytes(data)
    photo = load_photo(path)
    assert photo.rgb.dtype == np.uint8
    assert photo.rgb.shape == (120, 160, 3)
    assert photo.rgb.flags.c_contiguous
    assert not photo.rgb.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        photo.rgb[0, 0] = 0
    assert photo.name == "side view.png"
    assert photo.sha256 == hashlib.sha256(data).hexdigest()
    assert (photo.width_px, photo.height_px, photo.scale) == (160, 120, 1.0)
    assert np.array_equal(photo.rgb, quarters())
    assert path.read_bytes() == data


def test_sources_agree(tmp_path: Path) -> None:
    data = encode(quarters(), "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(data)
    photos = [load_photo(s) for s in (path, str(path), data, bytearray(data), memoryview(data))]
    assert len({p.sha256 for p in photos}) == 1
    assert [p.name for p in photos] == ["a.png", "a.png", "photo", "photo", "photo"]
    for p in photos:
        assert np.array_equal(p.rgb, quarters())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a.jpg", "a.jpg"),
        ("/home/someone/a.jpg", "a.jpg"),
        (r"C:\photos\a.jpg", "a.jpg"),
        ("folder/", "folder"),
        ("a\x1b[2Jb.jpg", "a\ufffd[2Jb.jpg"),
        ("bad\udcffname.jpg", "bad\ufffdname.jpg"),
        ("", "photo"),
        ("/", "photo"),
        ("Größe ü.jpg", "Größe ü.jpg"),
    ],
)
def test_name_has_no_folder(given: str, shown: str) -> None:
    name = load_photo(encode(quarters(), "PNG"), name=given).name
    assert name == shown
    name.encode("utf-8")


def test_undecodable_file_name(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/f\xff.png"
    try:
        Path(os.fsdecode(path)).write_bytes(encode(quarters(), "PNG"))
    except OSError:
        pytest.skip("this file system only takes Unicode names")
    assert load_photo(os.fsdecode(path)).name == "f\ufffd.png"


# --- formats ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "options", "tolerance"),
    [
        ("JPEG", {"quality": 95}, 8),
        ("JPEG", {"quality": 95, "progressive": True}, 8),
        ("PNG", {}, 0),
        ("WEBP", {"lossless": True}, 0),
        ("WEBP", {"quality": 90}, 12),
        ("TIFF", {}, 0),
        ("TIFF", {"compression": "tiff_lzw"}, 0),
        ("TIFF", {"compression": "tiff_deflate"}, 0),
        ("TIFF", {"compression": "jpeg", "quality": 95}, 10),
        ("BMP", {}, 0),
        ("GIF", {}, 6),
        ("AVIF", {"quality": 90}, 12),
        ("HEIF", {}, 12),
    ],
)
@pytest.mark.parametrize("max_side_px", [None, 100, 80])
def test_formats(kind: str, options: dict[str, Any], tolerance: int, max_side_px: int | None) -> None:
    photo = load_photo(encode(quarters(), kind, **options), max_side_px=max_side_px)
    width = max_side_px or 160
    assert photo.rgb.shape == (width * 3 // 4, width, 3)
    assert (photo.width_px, photo.height_px) == (160, 120)
    assert photo.scale == width / 160
    assert_quarters(photo.rgb, tolerance)


def test_first_of_several(tmp_path: Path) -> None:
    other = Image.new("RGB", (160, 120), "white")
    for kind in ("GIF", "WEBP", "TIFF", "PNG", "AVIF"):
        data = encode(quarters(), kind, save_all=True, append_images=[other, other])
        assert_quarters(load_photo(data).rgb)
    mpo = tmp_path / "a.jpg"  # as phones store a photo with its depth or gain map
    Image.fromarray(quarters()).save(mpo, "MPO", save_all=True, append_images=[other], quality=95)
    assert_quarters(load_photo(mpo).rgb)


def test_wrong_extension_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encode(quarters(), "WEBP", lossless=True))
    assert np.array_equal(load_photo(path).rgb, quarters())


def test_gif_frame_larger_than_its_canvas() -> None:
    data = bytearray(encode(quarters(), "GIF"))
    data[6:10] = struct.pack("<HH", 10, 10)
    photo = load_photo(bytes(data))
    assert (photo.width_px, photo.height_px) == (160, 120)
    assert_quarters(photo.rgb)


# --- orientation ------------------------------------------------------------------------------------------

STORED_FOR = {  # how a camera that writes this orientation stores an upright picture
    1: lambda a: a,
    2: np.fliplr,
    3: lambda a: np.rot90(a, 2),
    4: np.flipud,
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
    8: lambda a: np.rot90(a, 3),
}


def exif_for(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[274] = orientation
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation(kind: str, orientation: int) -> None:
    stored = np.ascontiguousarray(STORED_FOR[orientation](quarters()))
    if kind == "HEIF":  # written as the container's own rotation, and once more as EXIF
        data = encode(stored, kind, exif=exif_for(orientation).tobytes())
        turned = (
            {"irot", "imir"} if orientation in (5, 7) else {"irot"} if orientation in (3, 6, 8) else set()
        )
        assert {box for box in ("irot", "imir") if box.encode() in data} >= turned
    elif kind == "TIFF":
        data = encode(stored, kind, tiffinfo={274: orientation})
    else:
        data = encode(stored, kind, exif=exif_for(orientation))
    for max_side_px, width in ((None, 160), (80, 80)):
        photo = load_photo(data, max_side_px=max_side_px)
        assert (photo.width_px, photo.height_px) == (160, 120)
        assert photo.rgb.shape == (width * 3 // 4, width, 3)
        assert photo.rgb.flags.c_contiguous
        assert_quarters(photo.rgb)


def test_orientation_agrees_with_pillow() -> None:
    for orientation in range(1, 9):
        data = encode(quarters(), "PNG", exif=exif_for(orientation))
        from PIL import ImageOps  # noqa: PLC0415

        with Image.open(io.BytesIO(data)) as image:
            expected = np.asarray(ImageOps.exif_transpose(image))
        assert np.array_equal(load_photo(data).rgb, expected)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_impossible_orientation_is_ignored(value: int) -> None:
    assert np.array_equal(load_photo(encode(quarters(), "PNG", exif=exif_for(value))).rgb, quarters())


def test_broken_exif_is_ignored_silently() -> None:
    jpeg = encode(quarters(), "JPEG", quality=95)
    broken = b"Exif\0\0II*\0\x08\0\0\0\x40\0" + b"\x12\x01\x03\0\xff\xff\xff\0\xff\xff\xff\x7f" * 3
    data = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(broken) + 2) + broken + jpeg[2:]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert_quarters(load_photo(data).rgb)
    assert not caught


# --- modes and colours ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("RGBA", "TIFF"), ("RGBA", "WEBP"), ("P", "PNG"), ("P", "BMP"),
     ("PA", "TIFF"), ("CMYK", "TIFF"), ("CMYK", "JPEG"), ("YCbCr", "TIFF"), ("YCbCr", "JPEG"),
     ("LAB", "TIFF")],
)  # fmt: skip
def test_colour_modes(mode: str, kind: str) -> None:
    image = Image.fromarray(quarters())
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image = ImageCms.profileToProfile(image, srgb, lab, outputMode="LAB")
    elif mode in ("P", "PA"):
        image = image.quantize(16).convert(mode)
    else:
        image = image.convert(mode)
    options = {"lossless": True} if kind == "WEBP" else {"quality": 95} if kind == "JPEG" else {}
    data = encode(image, kind, **options)
    assert_quarters(load_photo(data).rgb)
    assert_quarters(load_photo(data, max_side_px=70).rgb)


def ramp() -> np.ndarray:
    return np.tile(np.arange(256, dtype=np.uint8), (64, 1))


@pytest.mark.parametrize(("mode", "kind"), [("L", "PNG"), ("L", "JPEG"), ("LA", "PNG"), ("L", "TIFF")])
def test_grey_modes(mode: str, kind: str) -> None:
    rgb = load_photo(encode(Image.fromarray(ramp()).convert(mode), kind)).rgb
    assert np.abs(rgb.astype(int) - ramp()[:, :, np.newaxis]).max() <= 3


def test_bilevel() -> None:
    black_left = np.repeat(np.arange(128) >= 64, 64).reshape(128, 64).T
    rgb = load_photo(encode(Image.fromarray(black_left).convert("1"), "PNG")).rgb
    assert rgb[10, 10].tolist() == [0, 0, 0]
    assert rgb[10, 100].tolist() == [255, 255, 255]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_grey(kind: str) -> None:
    grey = ramp().astype(np.uint16) * 257
    rgb = load_photo(encode(Image.fromarray(grey), kind)).rgb
    assert np.array_equal(rgb[:, :, 1], ramp())


@pytest.mark.parametrize("extension", [".png", ".tiff"])
@pytest.mark.parametrize("channels", [3, 4])
def test_16_bit_colour(extension: str, channels: int) -> None:
    colour = quarters()[:, :, ::-1].astype(np.uint16) * 257
    if channels == 4:
        colour = np.dstack([colour, np.full(colour.shape[:2], 65535, np.uint16)])
    done, data = cv2.imencode(extension, colour)
    assert done
    assert np.array_equal(load_photo(data.tobytes()).rgb, quarters())


def test_12_bit_tiff_is_not_dark() -> None:
    values = np.tile(np.arange(256, dtype=np.uint16) * 16, (64, 1))
    packed = np.empty((64, 384), np.uint8)  # two values in three bytes
    packed[:, 0::3], packed[:, 2::3] = values[:, 0::2] >> 4, values[:, 1::2] & 255
    packed[:, 1::3] = (values[:, 0::2] & 15) << 4 | values[:, 1::2] >> 8
    entries = [(256, 256), (257, 64), (258, 12), (259, 1), (262, 1), (273, 200), (277, 1), (278, 64),
               (279, packed.nbytes)]  # fmt: skip
    header = struct.pack("<2sHIH", b"II", 42, 8, len(entries))
    header += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries) + bytes(4)
    rgb = load_photo(header.ljust(200, b"\0") + packed.tobytes()).rgb
    assert np.array_equal(rgb[:, :, 0], ramp())


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (ramp().astype(np.int32), ramp()),
        (ramp().astype(np.int32) * 1000 - 5000, ramp()),
        (ramp().astype(np.float32), ramp()),
        (ramp().astype(np.float32) / 255, ramp()),
        (ramp().astype(np.float32) * 1e30, ramp()),
        (np.full((64, 64), 100, np.int32), np.full((64, 64), 100)),
    ],
)
def test_32_bit_grey(values: np.ndarray, expected: np.ndarray) -> None:
    rgb = load_photo(encode(Image.fromarray(values), "TIFF")).rgb
    assert np.abs(rgb[:, :, 2].astype(int) - expected).max() <= 1


def test_float_with_holes() -> None:
    values = ramp().astype(np.float32)
    values[0, 0], values[1, 1] = np.nan, np.inf
    rgb = load_photo(encode(Image.fromarray(values), "TIFF")).rgb
    assert np.array_equal(rgb[2:, :, 0], ramp()[2:])


def test_transparency_is_white() -> None:
    alpha = np.full((120, 160), 255, np.uint8)
    alpha[:, :80], alpha[:, 80:120] = 0, 128
    rgba = np.dstack([np.zeros((120, 160, 3), np.uint8), alpha])  # hidden black
    for data in (encode(rgba, "PNG"), encode(rgba, "WEBP", lossless=True), encode(rgba, "TIFF"), rgba,
                 encode(rgba, "HEIF"), encode(rgba, "AVIF", quality=100)):  # fmt: skip
        rgb = load_photo(data).rgb
        assert rgb[60, 40].min() >= 253
        assert np.abs(rgb[60, 100].astype(int) - 127).max() <= 3
        assert rgb[60, 140].max() <= 3


def test_transparent_palette_and_colour_key() -> None:
    palette = Image.fromarray(quarters()).quantize(4)
    index = palette.getpixel((10, 10))
    for data in (encode(palette, "GIF", transparency=index), encode(palette, "PNG", transparency=index),
                 encode(quarters(), "PNG", transparency=RED)):  # fmt: skip
        rgb = load_photo(data).rgb
        assert rgb[10, 10].tolist() == [255, 255, 255]
        assert np.abs(rgb[110, 10].astype(int) - BLUE).max() <= 6


def profile(red: tuple[float, ...], green: tuple[float, ...], blue: tuple[float, ...]) -> bytes:
    """An ICC profile with the given primaries (XYZ, D50) and the tone curve of sRGB."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for i in range(struct.unpack_from(">I", data, 128)[0]):
        tag, offset, _ = struct.unpack_from(">4sII", data, 132 + 12 * i)
        xyz = {b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue}.get(tag)
        if xyz:
            struct.pack_into(">3i", data, offset + 8, *(round(65536 * v) for v in xyz))
    return bytes(data)


DISPLAY_P3 = profile((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
PRO_PHOTO = profile((0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491))


def test_wide_gamut_is_converted() -> None:
    skin = np.full((100, 100, 3), (224, 172, 140), np.uint8)
    to_wide = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(PRO_PHOTO)), "RGB", "RGB"
    )
    wide = to_wide.apply(Image.fromarray(skin))
    assert np.abs(np.asarray(wide).astype(int) - skin).max() > 15
    for kind, tolerance in (("JPEG", 4), ("PNG", 2), ("TIFF", 2), ("WEBP", 4)):
        rgb = load_photo(encode(wide, kind, icc_profile=PRO_PHOTO, quality=98)).rgb
        assert np.abs(rgb.astype(int) - skin).max() <= tolerance
    heif = io.BytesIO()
    file = pillow_heif.from_pillow(wide)
    file.info["icc_profile"], file.info["icc_profile_type"] = PRO_PHOTO, "prof"
    file.save(heif, quality=98)
    assert np.abs(load_photo(heif.getvalue()).rgb.astype(int) - skin).max() <= 4


@pytest.mark.parametrize(
    "icc",
    [DISPLAY_P3, PRO_PHOTO[:300], b"nonsense", bytes(500), PRO_PHOTO[:128] + bytes(range(256)) * 3, b"x"],
)
def test_near_or_broken_profile_leaves_pixels(icc: bytes) -> None:
    assert np.array_equal(load_photo(encode(quarters(), "PNG", icc_profile=icc)).rgb, quarters())


# --- arrays -----------------------------------------------------------------------------------------------


def test_frame_is_copied() -> None:
    frame = quarters()
    photo = load_photo(frame)
    assert photo.name == "frame"
    assert frame.flags.writeable
    frame[:] = 0
    assert_quarters(photo.rgb, 0)


@pytest.mark.parametrize(
    "frame",
    [
        quarters().astype(np.uint16) * 257,
        quarters().astype(np.float32) / 255,
        quarters().astype(np.float64) / 255,
        quarters().astype(np.float16) / 255,
        np.dstack([quarters(), np.full((120, 160), 255, np.uint8)]),
        quarters()[:, ::-1][:, ::-1],
        np.asfortranarray(quarters()),
        quarters(320, 240)[::2, ::2],
    ],
)
def test_frame_types(frame: np.ndarray) -> None:
    before = frame.copy()
    for max_side_px in (None, 100):
        photo = load_photo(frame, max_side_px=max_side_px)
        assert photo.rgb.flags.c_contiguous
        assert not photo.rgb.flags.writeable
        assert_quarters(photo.rgb, 1)
    assert np.array_equal(frame, before)
    assert frame.flags.writeable


def test_grey_frames() -> None:
    for frame in (ramp(), ramp()[:, :, np.newaxis]):
        assert np.array_equal(load_photo(frame).rgb, np.repeat(ramp()[:, :, np.newaxis], 3, axis=2))


def test_frame_digest_covers_shape() -> None:
    a = load_photo(np.zeros((64, 128, 3), np.uint8)).sha256
    b = load_photo(np.zeros((128, 64, 3), np.uint8)).sha256
    assert a != b
    assert a == load_photo(np.zeros((64, 256, 3), np.uint8)[:, ::2]).sha256


@pytest.mark.parametrize(
    "frame",
    [
        np.zeros((100, 100, 2), np.uint8),
        np.zeros((100, 100, 5), np.uint8),
        np.zeros((2, 100, 100, 3), np.uint8),
        np.zeros(100, np.uint8),
        np.zeros((), np.uint8),
        np.zeros((100, 100, 3), np.int32),
        np.zeros((100, 100, 3), bool),
        np.zeros((100, 100, 3), complex),
        np.full((100, 100, 3), None),
        np.full((100, 100, 3), 200.0),
        np.full((100, 100, 3), np.nan),
        np.full((100, 100, 3), -1.0),
        np.full((100, 100), "x"),
    ],
)
def test_bad_frames(frame: np.ndarray) -> None:
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(frame)
    assert caught.value.message == source_module.BAD_FRAME


@pytest.mark.parametrize("shape", [(0, 0, 3), (63, 500, 3), (500, 63), (1, 1, 3), (0, 100)])
def test_small_frames(shape: tuple[int, ...]) -> None:
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(np.zeros(shape, np.float32))
    assert caught.value.message == source_module.TOO_SMALL


# --- reduction and geometry -------------------------------------------------------------------------------


def blob(width: int, height: int, x: float, y: float, radius: float) -> np.ndarray:
    """A soft white disc on black whose centre (in pixels from the picture's corner) is known exactly."""
    px = np.arange(width) + 0.5 - x
    py = (np.arange(height) + 0.5 - y)[:, np.newaxis]
    grey = np.exp(-(px**2 + py**2) / (2 * radius**2)) * 255
    return np.repeat(np.rint(grey).astype(np.uint8)[:, :, np.newaxis], 3, axis=2)


def centre(rgb: np.ndarray) -> tuple[float, float]:
    weight = np.maximum(rgb[:, :, 1].astype(float) - 20, 0)  # without the ringing of JPEG
    y, x = np.indices(weight.shape) + 0.5
    return float((x * weight).sum() / weight.sum()), float((y * weight).sum() / weight.sum())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "array"])
@pytest.mark.parametrize(
    ("size", "max_side_px"),
    [
        ((1613, 1211), 806),  # odd: partial blocks at the right and lower edge
        ((1600, 1200), 799),
        ((1601, 1207), 700),
        ((1201, 1999), 333),
        ((1999, 1499), 999),  # half the size is half a pixel too much
        ((1999, 1201), 200),
        ((1023, 767), 1000),
        ((1023, 767), None),
    ],
)
def test_no_shift_in_reduction(kind: str, size: tuple[int, int], max_side_px: int | None) -> None:
    width, height = size
    for x, y in ((0.2 * width, 0.3 * height), (0.93 * width, 0.92 * height)):
        picture = blob(width, height, x, y, radius=16)
        source = picture if kind == "array" else encode(picture, kind, quality=95)
        photo = load_photo(source, max_side_px=max_side_px)
        assert max(photo.rgb.shape) <= (max_side_px or max(size))
        assert max(photo.rgb.shape) >= 0.9 * min(max_side_px or max(size), max(size))
        assert (photo.width_px, photo.height_px) == size
        found = centre(photo.rgb)
        assert found[0] == pytest.approx(x * photo.scale, abs=0.06)
        assert found[1] == pytest.approx(y * photo.scale, abs=0.06)


def test_large_jpeg_uses_half_size() -> None:
    x, y = 3500.0, 2300.0
    data = encode(blob(4032, 3024, x, y, radius=40), "JPEG", quality=90)
    photo = load_photo(data)
    assert photo.rgb.shape == (1512, 2016, 3)
    assert (photo.width_px, photo.height_px, photo.scale) == (4032, 3024, 0.5)
    assert centre(photo.rgb) == pytest.approx((x / 2, y / 2), abs=0.06)
    photo = load_photo(data, max_side_px=3000)
    assert photo.rgb.shape == (2250, 3000, 3)
    assert photo.scale == 3000 / 4032
    assert centre(photo.rgb) == pytest.approx((x * photo.scale, y * photo.scale), abs=0.06)


def test_turned_large_jpeg() -> None:
    data = encode(smooth(3000, 2000), "JPEG", quality=90, exif=exif_for(6))
    photo = load_photo(data, max_side_px=1024)
    assert (photo.width_px, photo.height_px) == (2000, 3000)
    assert photo.rgb.shape == (1024, 683, 3)
    assert photo.scale == 1024 / 3000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_reduction_averages(kind: str) -> None:
    """A one-pixel chequerboard must become even grey, without moiré."""
    board = np.indices((900, 1200)).sum(axis=0) % 2 * np.uint8(255)
    options = {"quality": 100} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    data = encode(np.repeat(board.astype(np.uint8)[:, :, np.newaxis], 3, axis=2), kind, **options)
    for max_side_px in (600, 500, 390, 150):
        rgb = load_photo(data, max_side_px=max_side_px).rgb
        assert abs(float(rgb.mean()) - 127.5) < 1.5
        # Fractional factors leave a faint beat (an area of 2.4 pixels cannot balance black and white).
        assert float(rgb[2:-2, 2:-2].std()) < 16


def test_strips_and_whole_agree() -> None:
    rgb = np.random.default_rng(5).integers(0, 256, (2100, 2104, 3), dtype=np.uint8)
    photo = load_photo(encode(rgb, "TIFF"), max_side_px=526)
    expected = rgb.reshape(525, 4, 526, 4, 3).mean(axis=(1, 3))
    assert np.abs(photo.rgb - expected).max() <= 1


def test_never_enlarged() -> None:
    photo = load_photo(quarters(), max_side_px=5000)
    assert photo.rgb.shape == (120, 160, 3)
    assert photo.scale == 1.0


@pytest.mark.parametrize(
    ("size", "max_side_px"), [((20000, 64), 2048), ((64, 20000), 2048), ((30000, 64), 100)]
)
def test_extreme_shapes(size: tuple[int, int], max_side_px: int) -> None:
    width, height = size
    for kind in ("PNG", "JPEG"):
        photo = load_photo(encode(np.full((height, width, 3), GREY, np.uint8), kind), max_side_px=max_side_px)
        assert (photo.width_px, photo.height_px) == size
        assert 0.9 * max_side_px <= max(photo.rgb.shape) <= max_side_px
        assert min(photo.rgb.shape[:2]) >= 1
        assert np.abs(photo.rgb.astype(int) - GREY).max() <= 2


@pytest.mark.parametrize("max_side_px", [0, -1])
def test_bad_parameter(max_side_px: int) -> None:
    with pytest.raises(ValueError, match="max_side_px"):
        load_photo(quarters(), max_side_px=max_side_px)


# --- limits -----------------------------------------------------------------------------------------------


def png_header(width: int, height: int, depth: int = 8) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def jpeg_header(width: int, height: int) -> bytes:
    data = bytearray(encode(quarters(), "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_header(width: int, height: int) -> bytes:
    data = bytearray(encode(quarters(), "WEBP", save_all=True, append_images=[Image.new("RGB", (160, 120))]))
    assert data[12:16] == b"VP8X"
    data[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def bmp_header(width: int, height: int) -> bytes:
    data = bytearray(encode(quarters(), "BMP"))
    data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


def gif_header(width: int, height: int) -> bytes:
    data = bytearray(encode(quarters(), "GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def tiff_header(width: int, height: int) -> bytes:
    data = bytearray(encode(quarters(), "TIFF"))
    ifd = struct.unpack_from("<I", data, 4)[0]
    for i in range(struct.unpack_from("<H", data, ifd)[0]):
        at = ifd + 2 + 12 * i
        tag = struct.unpack_from("<H", data, at)[0]
        if tag in (256, 257):
            struct.pack_into("<HII", data, at + 2, 4, 1, width if tag == 256 else height)
    return bytes(data)


TOO_LARGE = {
    "png": png_header(50_000, 50_000),
    "png just over": png_header(12_001, 10_000),
    "png overflow": png_header(2**31 - 1, 2**31 - 1),
    "png between Pillow's two limits": png_header(13_000, 10_000),
    "jpeg": jpeg_header(65_500, 65_500),
    "jpeg panorama": jpeg_header(25_000, 8_000),
    "bmp": bmp_header(60_000, 60_000),
    "gif": gif_header(65_535, 65_535),
    "tiff": tiff_header(100_000, 100_000),
    "tiff between": tiff_header(10_000, 11_000),
    "webp": webp_header(16_383, 16_383),
    "webp between": webp_header(8_100, 8_100),
}


@pytest.mark.parametrize("case", TOO_LARGE)
def test_too_large_is_refused_from_the_header(case: str) -> None:
    limit = Image.MAX_IMAGE_PIXELS
    started = time.perf_counter()
    with pytest.raises(ImageTooLargeError) as caught:
        load_photo(TOO_LARGE[case])
    assert time.perf_counter() - started < 0.5
    assert caught.value.code == "image_too_large"
    assert caught.value.message == ImageTooLargeError.default_message
    assert limit == Image.MAX_IMAGE_PIXELS


def test_just_within_limits_is_decoded_without_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 5000)  # as an application might: it is not asked
    assert_quarters(load_photo(encode(quarters(), "PNG")).rgb)
    assert_quarters(load_photo(encode(quarters(), "JPEG", quality=95), max_side_px=80).rgb)


def test_too_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.jpg"
    with path.open("wb") as file:
        file.write(encode(quarters(), "JPEG"))
        file.truncate(MAX_BYTES + 1)  # sparse: takes no space
    with pytest.raises(ImageTooLargeError):
        load_photo(path)
    monkeypatch.setattr(source_module, "MAX_BYTES", 100)
    with pytest.raises(ImageTooLargeError):
        load_photo(encode(quarters(), "JPEG"))


def test_too_large_frame() -> None:
    with pytest.raises(ImageTooLargeError):
        load_photo(np.broadcast_to(np.zeros(3, np.uint8), (11_000, 11_000, 3)))


@pytest.mark.parametrize("size", [(1, 1), (63, 4000), (4000, 63)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "HEIF"])
def test_too_small(size: tuple[int, int], kind: str) -> None:
    if kind == "HEIF" and size == (1, 1):
        pytest.skip("the encoder wants more pixels")
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(encode(Image.new("RGB", size), kind))
    assert caught.value.message == source_module.TOO_SMALL


def test_out_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(photo_module, "_from_bytes", fail)
    with pytest.raises(ImageTooLargeError):
        load_photo(encode(quarters(), "PNG"))


# --- refusals ---------------------------------------------------------------------------------------------


def text_bomb() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "x" * 100, zip=True)
    data = encode(quarters(), "PNG", pnginfo=info)
    at = data.index(b"zTXt") - 4
    length = struct.unpack_from(">I", data, at)[0]
    body = b"a\0\0" + zlib.compress(bytes(50_000_000))
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return data[:at] + chunk + data[at + 12 + length :]


def raw_file() -> bytes:
    """Like DNG: a TIFF whose first picture is a preview."""
    return encode(quarters(), "TIFF", tiffinfo={50706: b"\x01\x04\x00\x00"})


NOISE = random.Random(1).randbytes(5000)  # noqa: S311
DAMAGED, UNKNOWN = source_module.DAMAGED, UnreadableImageError.default_message
SAYS = source_module.NO_PICTURE
BAD = {
    "empty": (b"", source_module.EMPTY),
    "noise": (b"\x07" + NOISE, UNKNOWN),
    "one byte": (b"\xff", UNKNOWN),
    "zeros": (bytes(5000), UNKNOWN),
    "only a JPEG's beginning": (b"\xff\xd8\xff\xe0" + NOISE, DAMAGED),
    "only a PNG's beginning": (b"\x89PNG\r\n\x1a\n" + NOISE, DAMAGED),
    "only a GIF's beginning": (b"GIF89a", DAMAGED),
    "only a BMP's beginning": (b"BM" + NOISE, DAMAGED),
    "only a TIFF's beginning": (b"II*\x00" + NOISE, DAMAGED),
    "only a WebP's beginning": (b"RIFF\x00\x10\x00\x00WEBPVP8 " + NOISE, DAMAGED),
    "only a HEIC's beginning": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + NOISE, DAMAGED),
    "only an AVIF's beginning": (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + NOISE, DAMAGED),
    "text bomb": (text_bomb(), DAMAGED),
    "text": (b"Dear doctor,\nthis is a letter.\n" * 200, SAYS["text"]),
    "umlauts": ("Größe äöü\n".encode() * 600, SAYS["text"]),
    "web page": (b"<!DOCTYPE html><html><body>Not found</body></html>", SAYS["web page"]),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', SAYS["svg"]),
    "mp4": (b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + NOISE, SAYS["video"]),
    "mov": (b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + NOISE, SAYS["video"]),
    "old mov": (b"\0\0\x10\0moov" + NOISE, SAYS["video"]),
    "avi": (b"RIFF\0\0\0\0AVI LIST" + NOISE, SAYS["video"]),
    "webm": (b"\x1aE\xdf\xa3" + NOISE, SAYS["video"]),
    "mpeg": (b"\0\0\x01\xba" + NOISE, SAYS["video"]),
    "mts": ((b"G" + bytes(187)) * 10, SAYS["video"]),
    "wmv": (b"0&\xb2u\x8ef\xcf\x11" + NOISE, SAYS["video"]),
    "pdf": (b"%PDF-1.7\n" + NOISE, SAYS["pdf"]),
    "zip": (b"PK\x03\x04" + NOISE, SAYS["zip"]),
    "gzip": (b"\x1f\x8b\x08" + NOISE, SAYS["zip"]),
    "photoshop": (b"8BPS" + NOISE, SAYS["unusual"]),
    "jpeg xl": (b"\xff\x0a" + NOISE, SAYS["unusual"]),
    "jpeg 2000": (b"\0\0\0\x0cjP  \r\n\x87\n" + NOISE, SAYS["unusual"]),
    "cr2": (b"II*\0\x10\0\0\0CR\x02\0" + NOISE, SAYS["raw"]),
    "cr3": (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom" + NOISE, SAYS["raw"]),
    "dng": (raw_file(), SAYS["raw"]),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 500 500\n", SAYS["text"]),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_content(case: str, tmp_path: Path) -> None:
    data, message = BAD[case]
    path = tmp_path / "person.jpg"
    path.write_bytes(data)
    for source in (path, data):
        started = time.perf_counter()
        with pytest.raises(UnreadableImageError) as caught:
            load_photo(source)
        assert time.perf_counter() - started < 0.5
        assert caught.value.code == "unreadable_image"
        assert caught.value.message == message
        assert str(tmp_path) not in caught.value.message


def test_real_video(tmp_path: Path) -> None:
    path = tmp_path / "a.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (160, 120))
    for _ in range(3):
        writer.write(quarters())
    writer.release()
    if not path.exists():
        pytest.skip("OpenCV cannot write videos here")
    with pytest.raises(UnreadableImageError, match="This is a video"):
        load_photo(path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP", "AVIF", "HEIF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.97])
def test_truncated(kind: str, part: float) -> None:
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    noisy = np.random.default_rng(3).integers(0, 255, (120, 160, 3), dtype=np.uint8)
    data = encode(noisy, kind, **options)
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(data[: int(len(data) * part)])
    assert caught.value.message == DAMAGED


def test_truncated_large_jpeg_is_no_half_picture() -> None:
    data = encode(smooth(3000, 2000), "JPEG", quality=90)
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(data[: len(data) // 2])
    assert caught.value.message == DAMAGED


@pytest.mark.parametrize(
    ("place", "message"),
    [("nothing.jpg", source_module.MISSING), ("a.jpg/b.jpg", source_module.MISSING),
     ("nul\0.jpg", source_module.MISSING), ("", source_module.FOLDER)],
)  # fmt: skip
def test_bad_places(place: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encode(quarters(), "JPEG"))
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(tmp_path / place)
    assert caught.value.message == message
    assert caught.value.code == "unreadable_image"


def test_name_too_long_for_the_system(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(tmp_path / ("x" * 5000))
    assert caught.value.message == source_module.NOT_READABLE


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(encode(quarters(), "JPEG"))

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(source_module, "_open_without_waiting", refuse)  # root may read everything
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(path)
    assert caught.value.message == source_module.FORBIDDEN


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_special_files_do_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo, listening = tmp_path / "fifo.jpg", tmp_path / "s"
    os.mkfifo(fifo)
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # the full path may be too long for a socket
        server.bind("s")
        for place in (fifo, listening, Path("/dev/zero"), Path("/dev/null")):
            with pytest.raises(UnreadableImageError) as caught:
                load_photo(place)
            assert caught.value.message == source_module.NOT_A_FILE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_file_that_becomes_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo, file = tmp_path / "fifo.jpg", tmp_path / "a.jpg"
    os.mkfifo(fifo)
    file.write_bytes(b"x")
    status = file.stat()
    monkeypatch.setattr(Path, "stat", lambda _: status)
    with pytest.raises(UnreadableImageError) as caught:
        load_photo(fifo)
    assert caught.value.message == source_module.NOT_A_FILE


@pytest.mark.parametrize("source", [None, 7, 1.5, [1, 2], object(), io.BytesIO(b"x"), {"a": 1}])
def test_other_objects(source: Any) -> None:
    with pytest.raises(
        TypeError, match=f"a Pillow image, or what load_photo gave, not {type(source).__name__}"
    ):
        load_photo(source)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK", "I;16"])
def test_images_of_pillow(tmp_path: Path, mode: str) -> None:
    image = Image.linear_gradient("L").resize((80, 100)).convert("I" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.fromarray((np.asarray(image) * 257).astype(np.uint16))
    before = image.tobytes()
    photo = load_photo(image)
    assert (photo.name, photo.width_px, photo.height_px, photo.rgb.shape) == ("frame", 80, 100, (100, 80, 3))
    assert not photo.rgb.flags.writeable
    assert photo.rgb[0].mean() < 20
    assert photo.rgb[-1].mean() > 230
    assert image.tobytes() == before


def test_an_image_is_the_same_photo_as_its_file(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    pixels = np.random.default_rng(0).integers(0, 255, (120, 200, 3), dtype=np.uint8)
    path = tmp_path / "Ä.png"
    Image.fromarray(pixels).save(path, exif=exif)
    with Image.open(path) as image:
        for side in (None, 90):
            photo, file = load_photo(image, max_side_px=side), load_photo(path, max_side_px=side)
            assert (photo.name, photo.width_px, photo.height_px) == ("Ä.png", 120, 200)
            np.testing.assert_array_equal(photo.rgb, file.rgb)
            assert photo.scale == file.scale
        assert load_photo(image, name="other").name == "other"


def test_messages_are_short_plain_sentences() -> None:
    messages = [*SAYS.values(), DAMAGED, source_module.EMPTY, source_module.TOO_SMALL, source_module.MISSING,
                source_module.FOLDER, source_module.FORBIDDEN, source_module.NOT_A_FILE,
                source_module.NOT_READABLE, source_module.BAD_FRAME]  # fmt: skip
    assert len(set(messages)) == len(messages)
    for message in messages:
        assert message.endswith(".")
        assert "Please" in message
        assert "—" not in message and "–" not in message
        assert len(message) < 220


# --- robustness -------------------------------------------------------------------------------------------


def mutate(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        at = rng.randrange(min(len(out), rng.choice((40, 200, len(out)))))
        what = rng.randrange(4)
        if what == 0:
            out[at] = rng.randrange(256)
        elif what == 1:
            out[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff", b"\0\0\0\x01"))
        elif what == 2:
            del out[at : at + rng.randrange(1, 30)]
        else:
            out[at:at] = rng.randbytes(rng.randrange(1, 30))
    return bytes(out[: rng.randrange(len(out) + 1)] if rng.random() < 0.25 else out)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"exif": exif_for(6), "icc_profile": PRO_PHOTO}),
        ("JPEG", {"progressive": True}),
        ("PNG", {"exif": exif_for(3), "icc_profile": PRO_PHOTO}),
        ("GIF", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw", "exif": exif_for(8)}),
        ("TIFF", {"compression": "jpeg"}),
        ("WEBP", {"exif": exif_for(2)}),
        ("BMP", {}),
        ("AVIF", {}),
        ("HEIF", {}),
    ],
)
def test_fuzz(kind: str, options: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever the bytes, the result is a photo or a PhotoError, soon, and without a word on the console.

    Except for compressed TIFFs: Pillow leaves libtiff its habit of writing errors to the console.
    """
    rng = random.Random(f"{kind}{sorted(options)}")  # noqa: S311
    good = encode(smooth(96, 80), kind, **options)
    for _ in range(100):
        data = mutate(good, rng)
        started = time.perf_counter()
        try:
            photo = load_photo(data, max_side_px=rng.choice((None, 40, 70)))
        except PhotoError as error:
            assert error.message
        else:
            assert photo.rgb.dtype == np.uint8
            assert photo.rgb.ndim == 3
            assert not photo.rgb.flags.writeable
        assert time.perf_counter() - started < 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err == "" or kind == "TIFF"


def test_threads() -> None:
    sources = [encode(quarters(), kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "HEIF")] * 3
    failed: list[BaseException] = []

    def load(data: bytes) -> None:
        try:
            assert_quarters(load_photo(data, max_side_px=100).rgb)
        except BaseException as error:
            failed.append(error)

    filters = list(warnings.filters)
    threads = [threading.Thread(target=load, args=(s,)) for s in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    added = [f for f in warnings.filters if f not in filters]
    assert len(added) <= 1  # only the narrow one for broken metadata


def test_import_is_light() -> None:
    code = "import sys, analyzer.photo; print([m for m in ('cv2', 'PIL', 'pi_heif') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
