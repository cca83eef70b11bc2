"""Posture from a side-view photo: pelvic tilt and lumbar curve, with honest uncertainty.

>>> from analyzer import analyze
>>> result = analyze("sample_images/neutral_woman_right.jpg")  # doctest: +SKIP
>>> result.measures["sacral_slope"].value  # doctest: +SKIP

Importing this package is cheap: the model and the image libraries are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analyzer._version import __version__
from analyzer.errors import (
    BodyOutOfFrameError,
    ImageTooLargeError,
    ModelUnavailableError,
    NoPersonError,
    NotSideViewError,
    NotStandingError,
    OutputError,
    PhotoError,
    PostureError,
    SeveralPeopleError,
    UnreadableImageError,
    ViewError,
)

if TYPE_CHECKING:
    from analyzer.photo import load_photo
    from analyzer.pipeline import analyze
    from analyzer.types import Analysis, FailedAnalysis, Measure, Photo

__all__ = [
    "Analysis",
    "BodyOutOfFrameError",
    "FailedAnalysis",
    "ImageTooLargeError",
    "Measure",
    "ModelUnavailableError",
    "NoPersonError",
    "NotSideViewError",
    "NotStandingError",
    "OutputError",
    "Photo",
    "PhotoError",
    "PostureError",
    "SeveralPeopleError",
    "UnreadableImageError",
    "ViewError",
    "__version__",
    "analyze",
    "load_photo",
]

_LAZY = {
    "analyze": "analyzer.pipeline",
    "load_photo": "analyzer.photo",
    "Analysis": "analyzer.types",
    "FailedAnalysis": "analyzer.types",
    "Measure": "analyzer.types",
    "Photo": "analyzer.types",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'analyzer' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
