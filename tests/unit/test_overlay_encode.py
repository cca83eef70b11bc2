"""Painted pictures as files: what is read back is what was painted."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from analyzer.overlay import FORMATS, encode, encode_png


def picture(height: int = 40, width: int = 30) -> np.ndarray:
    """A gradient with some noise."""
    rows, columns = np.mgrid[:height, :width]
    noise = np.random.default_rng(0).integers(0, 8, (height, width, 3))
    return (np.stack([4 * rows, 5 * columns, rows + columns], axis=2) % 240 + noise).astype(np.uint8)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (9, 1), (40, 30), (301, 205)])
def test_png_keeps_every_pixel(shape: tuple[int, int]) -> None:
    rgb = picture(*shape)
    with Image.open(io.BytesIO(encode_png(rgb))) as image:
        assert image.format == "PNG"
        assert np.array_equal(np.asarray(image), rgb)


def test_png_of_a_part_of_a_larger_picture() -> None:
    part = picture()[::2, 3:17]
    with Image.open(io.BytesIO(encode(part))) as image:
        assert np.array_equal(np.asarray(image), part)


@pytest.mark.parametrize(("kind", "name"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
def test_each_format_is_what_it_says_and_looks_the_same(kind: str, name: str) -> None:
    smooth = np.repeat(np.repeat(picture(10, 8), 16, axis=0), 16, axis=1)
    with Image.open(io.BytesIO(encode(smooth, kind))) as image:  # type: ignore[arg-type]
        assert image.format == name
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - smooth).mean() < 4.0


def test_formats_are_named_in_the_refusal_of_another() -> None:
    with pytest.raises(ValueError, match=", ".join(FORMATS)):
        encode(picture(), "tiff")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)]
)
def test_what_is_no_picture_is_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="RGB bytes"):
        encode(wrong)
