"""Photos lose place and device, and nothing else: the analyzer sees the same pixels."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from analyzer.errors import PhotoError
from analyzer.photo import load_photo
from analyzer.photo.profile import plain_profile
from analyzer.records.camera_data import without_camera_data

SECRET = b"SECRET-CAMERA-7"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf tiff:Make="' + SECRET + b'"/></x:xmpmeta>'
TURNED_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf tiff:Orientation="6" m="' + SECRET + b'"/></x:xmpmeta>'
)


def _picture(mode: str = "RGB") -> Image.Image:
    rng = np.random.default_rng(3)
    coarse = rng.integers(0, 255, (12, 9, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((90, 120), Image.Resampling.BICUBIC).convert(mode)


def _exif(orientation: int | None = None) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0132] = "2026:01:02 03:04:05"
    if orientation is not None:
        exif[0x0112] = orientation
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (52.0, 31.0, 12.0), SECRET.decode()
    return exif.tobytes()


def _file(kind: str, orientation: int | None = None, mode: str = "RGB", **more: Any) -> bytes:
    buffer = io.BytesIO()
    options = {"exif": _exif(orientation), **more}
    if kind == "HEIF":
        pillow_heif.from_pillow(_picture(mode)).save(buffer, quality=90, **options)
    else:
        _picture(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def _same_picture(before: bytes, after: bytes) -> None:
    for side in (None, 64):
        old, new = load_photo(before, max_side_px=side), load_photo(after, max_side_px=side)
        assert (new.width_px, new.height_px, new.scale) == (old.width_px, old.height_px, old.scale)
        assert np.array_equal(new.rgb, old.rgb)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
@pytest.mark.parametrize("orientation", [None, 1, 3, 6, 8])
def test_place_and_device_go_and_the_picture_stays(kind: str, orientation: int | None) -> None:
    data = _file(kind, orientation)
    assert SECRET in data
    cleaned = without_camera_data(data)
    assert SECRET not in cleaned
    assert b"2026:01:02" not in cleaned
    assert cleaned[:8] == data[:8] or kind == "WEBP"  # still of the same kind
    _same_picture(data, cleaned)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_a_jpeg_can_be_turned(orientation: int) -> None:
    data = _file("JPEG", orientation)
    _same_picture(data, without_camera_data(data))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_picture_that_only_xmp_turns(kind: str) -> None:
    data = _file(kind, xmp=TURNED_XMP, exif=b"") if kind != "PNG" else _png_with_xmp()
    assert load_photo(data).width_px == 120
    cleaned = without_camera_data(data)
    assert SECRET not in cleaned
    _same_picture(data, cleaned)


def _png_with_xmp() -> bytes:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    texts = PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", TURNED_XMP.decode())
    texts.add_text("Author", SECRET.decode())
    return _file("PNG", pnginfo=texts, exif=b"")


@pytest.mark.parametrize("kind", ["text", "compressed", "international"])
@pytest.mark.parametrize("key", ["Author", "Description", "Comment", "Software", "Creation Time", "GPS"])
def test_texts_of_a_png_go(kind: str, key: str) -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    texts = PngInfo()
    if kind == "international":
        texts.add_itxt(key, SECRET.decode(), lang="en", tkey=key)
    else:
        texts.add_text(key, SECRET.decode(), zip=kind == "compressed")
    data = _file("PNG", pnginfo=texts, exif=b"")
    with Image.open(io.BytesIO(data)) as given:
        assert given.info[key] == SECRET.decode()
    cleaned = without_camera_data(data)
    with Image.open(io.BytesIO(cleaned)) as left:
        left.load()
        assert key not in left.info
    for part in (b"tEXt", b"zTXt", b"iTXt", SECRET):
        assert part not in cleaned
    _same_picture(data, cleaned)


def test_texts_and_times_of_a_png_go() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    texts = PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_text("Comment", SECRET.decode(), zip=True)
    texts.add_itxt("Description", SECRET.decode())
    data = _file("PNG", pnginfo=texts) + b"after the end " + SECRET
    cleaned = without_camera_data(data)
    with Image.open(io.BytesIO(cleaned)) as image:
        assert not getattr(image, "text", {})
    assert not [name for name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"Author") if name in cleaned]
    _same_picture(data, cleaned)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_other_modes_keep_their_pixels_and_their_profile(kind: str, mode: str) -> None:
    profile = _profile("L")
    picture = _picture().convert("I").convert("I;16") if mode == "I;16" else _picture().convert(mode)
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    if kind == "WEBP":
        picture = picture.convert("RGBA" if "A" in mode else "RGB")
    buffer = io.BytesIO()
    picture.save(buffer, kind, exif=_exif(6), icc_profile=profile)
    cleaned = without_camera_data(buffer.getvalue())
    assert SECRET not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert image.format == kind and image.info.get("icc_profile") == plain_profile(profile)
    _same_picture(buffer.getvalue(), cleaned)


@pytest.mark.parametrize("alpha", [False, True])
def test_a_palette_has_no_room_for_bytes_that_no_pixel_shows(alpha: bool) -> None:
    """What an editor left in the entries of a palette, or in their transparency, goes; the colours stay."""
    picture = _picture().quantize(16)
    picture.putpalette((picture.getpalette() or [])[:48] + [0] * (768 - 48 - len(SECRET)) + list(SECRET))
    buffer = io.BytesIO()
    more = {"transparency": bytes(range(0, 160, 10)) + bytes(100) + SECRET} if alpha else {}
    picture.save(buffer, "PNG", bits=8, **more)
    assert buffer.getvalue().count(SECRET) == 1 + alpha
    cleaned = without_camera_data(buffer.getvalue())
    assert SECRET not in cleaned and b"PLTE" not in cleaned
    _same_picture(buffer.getvalue(), cleaned)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_a_damaged_profile_gives_the_same_colours(kind: str) -> None:
    """Readers of profiles use what is left of a damaged one; what is no profile changes nothing."""
    plain = load_photo(_file(kind), max_side_px=None).rgb
    for profile, changes in ((_damaged_profile(), True), (SECRET * 20, False)):
        data = _file(kind, icc_profile=profile)
        before = load_photo(data, max_side_px=None).rgb
        assert np.array_equal(before, plain) != changes
        cleaned = without_camera_data(data)
        assert SECRET not in cleaned
        assert np.array_equal(load_photo(cleaned, max_side_px=None).rgb, before)
        if kind != "HEIF":
            with Image.open(io.BytesIO(cleaned)) as image:  # in a PNG a profile is compressed
                assert SECRET not in (image.info.get("icc_profile") or b"")


def test_of_an_animation_the_picture_that_is_analysed_stays() -> None:
    first, second = _picture(), _picture().transpose(Image.Transpose.ROTATE_180)
    for kind in ("PNG", "WEBP"):
        buffer = io.BytesIO()
        first.save(buffer, kind, save_all=True, append_images=[second], exif=_exif(3))
        cleaned = without_camera_data(buffer.getvalue())
        assert SECRET not in cleaned
        _same_picture(buffer.getvalue(), cleaned)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "HEIF", "AVIF"])
def test_xmp_goes(kind: str) -> None:
    data = _file(kind, xmp=XMP)
    cleaned = without_camera_data(data)
    assert SECRET not in cleaned
    _same_picture(data, cleaned)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_other_jpegs(mode: str, progressive: bool) -> None:
    data = _file("JPEG", 6, mode, progressive=progressive, comment=SECRET, icc_profile=_profile(mode))
    cleaned = without_camera_data(data)
    assert SECRET not in cleaned
    assert (b"ICC_PROFILE" in cleaned) == (mode == "L")
    _same_picture(data, cleaned)


def _profile(mode: str) -> bytes | None:
    from PIL import ImageCms  # noqa: PLC0415

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if mode == "L" else None


def _damaged_profile() -> bytes:
    """Red and blue exchanged, and a tag that goes beyond the end."""
    profile = bytearray(_profile("L") or b"") + SECRET
    profile[:4] = len(profile).to_bytes(4, "big")
    for tag, other in ((b"rXYZ", b"xXYZ"), (b"bXYZ", b"rXYZ"), (b"xXYZ", b"bXYZ")):
        at = profile.index(tag)
        profile[at : at + 4] = other
    at = profile.index(b"cprt")
    profile[at + 8 : at + 12] = len(profile).to_bytes(4, "big")
    return bytes(profile)


def test_restart_markers_and_the_film_after_the_picture() -> None:
    data = _file("JPEG", 3, restart_marker_blocks=4) + b"ftypmp42" + SECRET
    cleaned = without_camera_data(data)
    assert SECRET not in cleaned
    _same_picture(data, cleaned)


def test_what_a_phone_appends_to_heic_goes() -> None:
    film = SECRET * 20
    data = _file("HEIF") + (8 + len(film)).to_bytes(4, "big") + b"mpvd" + film
    cleaned = without_camera_data(data)
    assert SECRET not in cleaned and len(cleaned) == len(data)
    _same_picture(data, cleaned)


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "BMP"])
def test_other_kinds_become_a_png_of_the_same_pixels(kind: str) -> None:
    buffer = io.BytesIO()
    options: dict[str, Any] = {"TIFF": {"exif": _exif(6)}, "GIF": {"comment": SECRET}}.get(kind, {})
    _picture().save(buffer, kind, **options)
    data = buffer.getvalue()
    cleaned = without_camera_data(data)
    assert cleaned.startswith(b"\x89PNG")
    assert SECRET not in cleaned
    _same_picture(data, cleaned)


def test_clean_photos_stay_byte_for_byte() -> None:
    for kind in ("JPEG", "PNG", "HEIF"):
        once = without_camera_data(_file(kind, 6 if kind == "JPEG" else None))
        assert without_camera_data(once) == once


def test_a_damaged_structure_is_no_way_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be taken apart is never stored as it is."""
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "AVIF"):
        data = _file(kind)
        for cut in range(4, len(data), max(1, len(data) // 97)):
            try:
                assert SECRET not in without_camera_data(data[:cut])
            except PhotoError:
                continue
