"""From a picture of a body to outlines: few flat tones, one over the other, and the lines between limbs."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.figures.body import IntArray, Rest
from calibration.figures.picture import PARTS, Picture
from calibration.figures.skinning import FloatArray

TONES: Final = (
    "far_skin", "far_shorts", "far_top",
    "skin", "skin_shade", "shorts", "shorts_shade", "top", "top_shade", "hair",
)  # fmt: skip
"""From back to front: each tone is painted over all before it."""
_SHADE_BELOW: Final = 0.36
_SMALLEST_PX: Final = 60
_SPECK_PX: Final = 900
_SMOOTH_PX: Final = 6.0
_TOLERANCE_PX: Final = 0.9
_SHOULDER_M: Final = 0.12
_STEP_M: Final = 0.016
"""A jump in depth that is drawn as a line."""


def tone_map(picture: Picture, rest: Rest) -> IntArray:
    """Index into `TONES` for each pixel, -1 outside."""
    garment = _garments(picture.rest, picture.part, rest)
    shoulder = np.linalg.norm(picture.rest - rest.heads[rest.bone("upperarm01.L")], axis=-1)
    far = (picture.part >= len(PARTS)) & (shoulder > _SHOULDER_M) & (not picture.front)
    light = cv2.GaussianBlur(picture.light, (0, 0), 6.0) / np.maximum(
        cv2.GaussianBlur(picture.body.astype(np.float64), (0, 0), 6.0), 1e-6
    )
    face = (picture.rest - rest.heads[rest.bone("head")])[..., 2] > -0.01
    shade = light < np.where(face, -1.0, _SHADE_BELOW)  # a plain face: nobody in particular
    near = {"skin": (3, 4), "shorts": (5, 6), "top": (7, 8), "hair": (9, 9)}
    away = {"skin": 0, "shorts": 1, "top": 2, "hair": 9}
    result = np.full(picture.body.shape, -1, dtype=np.int64)
    for name, (lit, dark) in near.items():
        chosen = (garment == name) & picture.body
        result[chosen] = np.where(far[chosen], away[name], np.where(shade[chosen], dark, lit))
    return result


def _garments(place: FloatArray, part: IntArray, rest: Rest) -> NDArray[np.str_]:
    """What covers a pixel, by where it lies on the body at rest."""
    low = rest.heads[rest.bone("spine05")]
    x, y, z = np.moveaxis(place - low, -1, 0)
    x, arm = np.abs(x), np.isin(part % len(PARTS), (1, 2))
    trunk = ~arm
    neckline = 0.405 + 0.10 * np.clip((x - 0.02) / 0.10, 0.0, 1.0) ** 0.7 + np.where(y > 0.0, 0.06, 0.0)
    armhole = 0.150 - 0.10 * np.clip((z - 0.36) / 0.16, 0.0, 1.0) ** 2
    top = trunk & (z >= 0.098) & (z < neckline) & (x < armhole + 0.03)
    shorts = trunk & (z < 0.098) & (z > -0.27 - 0.05 * (x - 0.1))
    head = rest.heads[rest.bone("head")]
    _, forward, up = np.moveaxis(place - head, -1, 0)
    forward = -forward
    hairline = np.interp(
        forward, (-0.07, -0.02, 0.02, 0.035, 0.085, 0.11), (0.0, 0.015, 0.045, 0.10, 0.125, 0.175)
    )
    hair = trunk & (up > hairline) & (z > 0.6)
    return np.select([hair, top, shorts], ["hair", "top", "shorts"], "skin")


def _without_specks(tones: IntArray) -> IntArray:
    """The map with patches too small to draw given to what lies around them."""
    keep = np.zeros(tones.shape, dtype=bool)
    for index in np.unique(tones):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(
            (tones == index).astype(np.uint8), connectivity=4
        )
        large = stats[:, cv2.CC_STAT_AREA] >= _SPECK_PX
        large[0] = False
        keep |= large[labels]
    keep |= tones < 0
    donors = keep & (tones >= 0)
    _, nearest = cv2.distanceTransformWithLabels(
        (~donors).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.zeros(int(nearest.max()) + 1, dtype=np.int64)
    table[nearest[donors]] = tones[donors]
    return np.where(keep, tones, table[nearest])


def _along(points: FloatArray, sigma: float, *, closed: bool) -> FloatArray:
    """Points of a line, one a pixel, smoothed along it, shape (n, 2)."""
    reach = min(int(3 * sigma), len(points) - 1)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    padded = np.pad(points, ((reach, reach), (0, 0)), mode="wrap" if closed else "edge")
    return np.column_stack([np.convolve(padded[:, k], kernel, mode="valid") for k in range(2)])


def _ring_path(corners: FloatArray) -> str:
    """A closed curve that rounds the corners: quadratic curves between the middles of the sides."""
    middles = np.round((corners + np.roll(corners, -1, axis=0)) / 2.0).astype(np.int64)
    controls = np.round(corners).astype(np.int64)
    words = ["M{} {}".format(*middles[-1])]
    last = middles[-1]
    for control, middle in zip(controls, middles, strict=True):
        words.append("q{} {} {} {}".format(*(control - last), *(middle - last)))
        last = middle
    return _short("".join(words) + "z")


def _line_path(points: FloatArray) -> str:
    places = np.round(points).astype(np.int64)
    steps = np.diff(places, axis=0)
    return _short("M{} {}".format(*places[0]) + "".join("l{} {}".format(*step) for step in steps))


def _short(path: str) -> str:
    return path.replace(" -", "-")


def _rings(mask: NDArray[np.bool_]) -> list[FloatArray]:
    """Outlines of a mask and of its holes, smoothed and thinned out, in pixels."""
    smooth = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.4)
    large = cv2.resize(smooth, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    found, _ = cv2.findContours((large > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    rings = []
    for ring in found:
        if cv2.contourArea(ring) < 4 * _SMALLEST_PX:
            continue
        even = _along(ring[:, 0, :] / 2.0, _SMOOTH_PX, closed=True).astype(np.float32)
        rings.append(cv2.approxPolyDP(even[:, None, :], _TOLERANCE_PX, True)[:, 0, :].astype(np.float64))
    return rings


def closed_paths(mask: NDArray[np.bool_]) -> str:
    """The outlines of a mask as one path, to be filled even-odd."""
    return "".join(_ring_path(ring) for ring in _rings(mask))


def fills(picture: Picture, rest: Rest) -> list[dict[str, str]]:
    """The tones from back to front, each with the path that it fills (even-odd)."""
    tones = _without_specks(tone_map(picture, rest))
    layers = []
    for index, name in enumerate(TONES):
        if not (tones == index).any():
            continue
        mask = tones >= index  # what is painted later covers it, so that no gaps show
        if name != TONES[0]:
            mask = _closed_towards_edges(mask, picture.body)
        rings = _rings(mask)
        if rings:
            layers.append({"tone": name, "d": "".join(_ring_path(ring) for ring in rings)})
    return layers


def _closed_towards_edges(mask: NDArray[np.bool_], body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask with a little of the outside added where it touches the outline, so that no rim is left."""
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    return np.asarray(mask | (wide & ~body))


def lines(picture: Picture) -> str:
    """Where one part of the body lies clearly in front of another, as open lines."""
    depth = np.where(np.isfinite(picture.depth), picture.depth, -1.0).astype(np.float32)
    behind = cv2.dilate(np.where(picture.body, depth, -1.0).astype(np.float32), np.ones((5, 5), np.uint8))
    step = picture.body & (behind - depth > _STEP_M)
    inside = cv2.erode(picture.body.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(bool)
    runs: list[IntArray] = []
    for part in np.unique(picture.part[picture.body]):
        if part - len(PARTS) in (1, 2) and not picture.front:
            continue  # the far arm has a tone of its own
        mask = cv2.GaussianBlur((picture.part == part).astype(np.float32), (0, 0), 1.6) > 0.5
        found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for ring in found:
            points = ring[:, 0, :].astype(np.int64)
            runs += _runs(points, (step & inside)[points[:, 1], points[:, 0]])
    return "".join(_line_path(_thin(run)) for run in runs)


def _runs(points: IntArray, wanted: NDArray[np.bool_]) -> list[IntArray]:
    """Stretches of a ring where it is wanted, small gaps closed, short ones left out."""
    if not wanted.any():
        return []
    kernel = np.ones(9, np.uint8)[:, None]
    column = np.tile(wanted, 3).astype(np.uint8)[:, None]
    wanted = cv2.morphologyEx(column, cv2.MORPH_CLOSE, kernel)[:, 0][len(points) : 2 * len(points)].astype(
        bool
    )
    if not wanted.all():
        first = int(np.flatnonzero(~wanted)[0])
        points, wanted = np.roll(points, -first, axis=0), np.roll(wanted, -first)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], wanted.astype(int), [0]))))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [points[start:stop] for start, stop in pairs if stop - start > 45]


def _thin(run: IntArray) -> FloatArray:
    smooth = _along(run.astype(np.float64), 7.0, closed=False).astype(np.float32)
    thin = cv2.approxPolyDP(smooth[:, None, :], _TOLERANCE_PX, False)
    return np.asarray(thin[:, 0, :], dtype=np.float64)


def back_edge(picture: Picture, top: float, bottom: float) -> list[list[int]]:
    """Most posterior pixel of trunk and thigh every few rows, from top to bottom."""
    wanted = picture.body & np.isin(picture.part % len(PARTS), (0, 3))
    rows = np.arange(int(top), int(bottom), 12)
    edge = np.array([float(np.flatnonzero(wanted[row])[0]) for row in rows])
    edge = _along(np.column_stack((edge, rows)), 1.2, closed=False)
    return [[int(x), int(y)] for x, y in edge.round()]


def describe(picture: Picture, rest: Rest) -> dict[str, Any]:
    """Size in millimetres, fills and lines."""
    height, width = picture.body.shape
    return {"width": width, "height": height, "fills": fills(picture, rest), "lines": lines(picture)}
