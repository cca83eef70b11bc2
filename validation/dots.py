"""Paint adhesive dots, and what could be taken for them, into rendered pictures whose truth is known."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from validation.truth import Phantom

Rgb = NDArray[np.uint8]
FloatArray = NDArray[np.float64]
Colour = tuple[float, float, float]

COLOURS: dict[str, Colour] = {
    "white": (245, 245, 240),
    "green": (40, 190, 70),
    "pink": (245, 70, 160),
    "orange": (250, 130, 30),
    "yellow": (245, 225, 40),
    "blue": (40, 110, 230),
    "red": (220, 30, 40),
    "purple": (130, 60, 190),
    "turquoise": (30, 190, 200),
}
"""sRGB of dots in full light."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A flat round thing on the body.

    Attributes
    ----------
    at : array_like, shape (2,)
        Its centre, photo pixels.
    radius : float
        Photo pixels.
    colour : tuple of float
        sRGB, 0 to 255.
    narrow : float
        Width in parts of the height: 1 is seen from the front, less from the side.
    light : float
        In how much light it is.
    """

    at: tuple[float, float]
    radius: float
    colour: Colour
    narrow: float = 1.0
    light: float = 1.0


def paint(rgb: Rgb, *discs: Disc) -> Rgb:
    """The picture with discs on it, a little noisy as everything else."""
    picture = rgb.astype(np.float64)
    rng = np.random.default_rng(len(discs))
    for disc in discs:
        reach = disc.radius + 2.0
        left, top = (max(0, math.floor(value - reach)) for value in disc.at)
        right, bottom = math.ceil(disc.at[0] + reach), math.ceil(disc.at[1] + reach)
        part = picture[top:bottom, left:right]
        if part.size == 0:
            continue
        y, x = np.mgrid[: part.shape[0], : part.shape[1]] + 0.5
        dx, dy = (x + left - disc.at[0]) / disc.narrow, y + top - disc.at[1]
        cover = np.clip((disc.radius - np.hypot(dx, dy)) * disc.narrow + 0.5, 0.0, 1.0)[..., None]
        part += cover * (_in_light(disc.colour, disc.light) + rng.normal(0.0, 2.0, part.shape) - part)
    return np.clip(picture + 0.5, 0, 255).astype(np.uint8)


def _in_light(colour: Colour, light: float) -> FloatArray:
    linear = (np.asarray(colour) / 255.0) ** 2.2 * light
    return np.asarray(255.0 * np.minimum(linear, 1.0) ** (1 / 2.2))


def dark(rgb: Rgb, light: float = 0.35) -> Rgb:
    """The same scene in less light."""
    table = 255.0 * ((np.arange(256) / 255.0) ** 2.2 * light) ** (1 / 2.2)
    return np.asarray(cv2.LUT(rgb, np.round(table).astype(np.uint8)))


def blurred(rgb: Rgb, sigma: float = 1.2) -> Rgb:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), sigma))


def places(phantom: Phantom) -> tuple[FloatArray, FloatArray, float]:
    """Where flat dots on ASIS and PSIS of the near side are seen, and pixels per millimetre.

    The PSIS of a phantom lies at or behind the outline of the back. A flat dot can only be seen in front of
    it, so it is put 8 mm in front.
    """
    data = phantom.data
    side = "L" if phantom.facing == "left" else "R"
    camera = data["camera"]
    scale = camera["focal_px"] / abs(camera["position_m"][1]) / 1000.0
    asis, psis = (np.array(data["landmarks_px"][f"{name}_{side}"]) for name in ("ASIS", "PSIS"))
    forward = -1.0 if phantom.facing == "left" else 1.0
    edge = np.array(data["skin_back_contour_px"])
    back = float(np.interp(psis[1], edge[:, 1], edge[:, 0]))
    inner = back + forward * 8.0 * scale
    x = max(psis[0], inner) if forward > 0 else min(psis[0], inner)
    return asis, np.array([x, psis[1]]), scale
