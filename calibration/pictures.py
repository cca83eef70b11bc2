"""Rendered pictures whose truth is known, traced by the product itself.

A folder holds pictures (JPEG) and, under the same name, JSON files with ``params`` (``facing``,
``clothing``), ``skin_back_contour_px`` ([x, y] of the posterior skin edge per row, the corner of the picture
being (0, 0)) and ``ground_truth`` (``pelvis_rotation_deg``, ``midsagittal.lower_tangent_deg``). The way the
person looks is taken from the truth; landmarks, mask, camera roll and edge are what the product finds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.back_profile import TracedBack, trace_back
from analyzer.back_shape import back_shapes
from analyzer.geometry import moving_mean
from analyzer.level import estimate_roll
from analyzer.person import Detector, find_person
from analyzer.photo import load_photo
from analyzer.sagittal import build_frame
from analyzer.silhouette import ROWS, cut_out, landmarks_in
from analyzer.types import Reason

FloatArray = NDArray[np.float64]

TIGHT: Final = ("swim", "sport", "tank_leggings", "tank_shorts", "tee_tight")
"""Clothes whose edge is the skin's within millimetres; under others the skin is not seen."""
_COVERED_TRUST: Final = 0.3
"""As in `analyzer.back_profile`."""


@dataclass(frozen=True, slots=True, eq=False)
class TracedPicture:
    """The traced back of a picture whose truth is known.

    Attributes
    ----------
    name : str
        Folder and file, as ``pairs/003a``.
    curve : ndarray, shape (n,)
        The fitted curve at the heights of `back_shapes`, trunk lengths.
    error : ndarray, shape (n,)
        Traced edge minus true skin contour, trunk lengths; beyond the known contour its last value.
    trust : ndarray, shape (n,)
        0 (nothing was seen) to 1 (clear edge).
    rotation_deg : float
        True pelvic rotation.
    midline_slope_deg : float
        True sacral slope in the middle of the back, between the buttocks.
    """

    name: str
    curve: FloatArray
    error: FloatArray
    trust: FloatArray
    rotation_deg: float
    midline_slope_deg: float


def trace_folder(folder: Path, detector: Detector) -> Iterator[TracedPicture]:
    """The pictures of a folder with tight clothes and a back that could be traced, by name."""
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if truth["params"]["clothing"] in TIGHT:
            traced = trace_picture(path.with_suffix(".jpg"), truth, detector)
            if traced is not None:
                yield traced


def trace_picture(path: Path, truth: dict[str, Any], detector: Detector) -> TracedPicture | None:
    """One picture; None when the product finds no profile in it."""
    photo = load_photo(path)
    person = find_person(photo.rgb, detector)
    roll = estimate_roll(photo.rgb, person.mask)
    frame = build_frame(person.landmarks, truth["params"]["facing"], roll_deg=roll.roll_deg)
    close = cut_out(photo.rgb, person.mask, frame)
    traced = trace_back(close, landmarks_in(close, person.landmarks, frame))
    if isinstance(traced, Reason):
        return None
    contour = frame.to_body(np.array(truth["skin_back_contour_px"]) * photo.scale)
    error, trust = tracing_error(traced, contour)
    known = truth["ground_truth"]
    return TracedPicture(
        name=f"{path.parent.name}/{path.stem}",
        curve=traced.fitted.posterior,
        error=error,
        trust=trust,
        rotation_deg=known["pelvis_rotation_deg"],
        midline_slope_deg=-known["midsagittal"]["lower_tangent_deg"],
    )


def tracing_error(traced: TracedBack, contour: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Error and trust of a traced edge at the heights of `back_shapes`, each shape (n,).

    Parameters
    ----------
    traced : TracedBack
    contour : ndarray, shape (m, 2)
        True skin edge, body coordinates.
    """
    heights = back_shapes().heights
    contour = contour[np.argsort(contour[:, 1])]
    known = (heights >= contour[0, 1]) & (heights <= contour[-1, 1])
    observed = np.interp(heights, ROWS, moving_mean(traced.edge.back, 1))
    error = observed - np.interp(heights, contour[:, 1], -contour[:, 0])
    trust = traced.edge.trust * np.where(traced.cover.any, _COVERED_TRUST, 1.0)
    return np.interp(heights, heights[known], error[known]), np.interp(heights, ROWS, trust)
