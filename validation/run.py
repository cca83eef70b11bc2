"""Analyse pictures in parallel, as they are or changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer import PostureError, analyze, load_photo

Rgb = NDArray[np.uint8]
Job = tuple[str, Path, str, float | None]
"""Key, picture, name of the change, roll_deg."""


def mirrored(rgb: Rgb) -> Rgb:
    return np.ascontiguousarray(rgb[:, ::-1])


def _turned(rgb: Rgb, clockwise_deg: float) -> Rgb:
    height, width = rgb.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), -clockwise_deg, 1.0)
    turned = cv2.warpAffine(rgb, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def _jpeg_60(rgb: Rgb) -> Rgb:
    data = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    bgr = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    return np.ascontiguousarray(bgr[:, :, ::-1])


def _scaled(rgb: Rgb, factor: float) -> Rgb:
    small = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _blurred(rgb: Rgb) -> Rgb:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 1.0), dtype=np.uint8)


def _noisy(rgb: Rgb) -> Rgb:
    noise = np.random.default_rng(0).normal(0.0, 6.0, rgb.shape)
    return np.asarray(np.clip(rgb + noise, 0, 255), dtype=np.uint8)


def _cropped(rgb: Rgb) -> Rgb:
    """Without 4 % of the picture on each side, and 2 % at the top."""
    height, width = rgb.shape[:2]
    return np.ascontiguousarray(rgb[round(0.02 * height) :, round(0.04 * width) : round(0.96 * width)])


def _brighter(rgb: Rgb, factor: float) -> Rgb:
    return np.asarray(np.clip(rgb.astype(np.float32) * factor, 0, 255), dtype=np.uint8)


CHANGES: dict[str, Callable[[Rgb], Rgb]] = {
    "": lambda rgb: rgb,
    "mirrored": mirrored,
    "turned 3° clockwise": lambda rgb: _turned(rgb, 3.0),
    "turned 3° counter-clockwise": lambda rgb: _turned(rgb, -3.0),
    "JPEG quality 60": _jpeg_60,
    "half size": lambda rgb: _scaled(rgb, 0.5),
    "25 % brighter": lambda rgb: _brighter(rgb, 1.25),
    "25 % darker": lambda rgb: _brighter(rgb, 0.75),
    "blurred": _blurred,
    "noisy": _noisy,
    "margins cut": _cropped,
    "held askew by 3°": lambda rgb: _turned(rgb, 3.0),
}


def run(jobs: Iterable[Job]) -> dict[str, dict[str, Any]]:
    """Results by key; a photo that could not be analysed has ``error``."""
    with ProcessPoolExecutor(os.cpu_count(), initializer=_one_thread) as pool:
        return dict(pool.map(_one, jobs, chunksize=4))


def _one_thread() -> None:
    cv2.setNumThreads(1)


def _one(job: Job) -> tuple[str, dict[str, Any]]:
    key, path, change, roll = job
    try:
        if change or roll is not None:
            result = analyze(CHANGES[change](load_photo(path).rgb), roll_deg=roll)
        else:
            result = analyze(path)
    except PostureError as error:
        return key, {"error": {"code": error.code, "message": error.message}}
    answer = result.to_dict()
    answer["roll_deg"] = result.geometry.frame.roll_deg
    c7 = result.geometry.c7_px
    answer["c7_px"] = None if c7 is None else [float(value) for value in c7]
    return key, answer
