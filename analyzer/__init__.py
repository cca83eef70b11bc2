"""Posture from a side-view photo: pelvic tilt and lumbar curve, with honest uncertainty.

>>> from analyzer import analyze
>>> result = analyze("sample_images/neutral_woman_right.jpg")
>>> slope = result.measures["sacral_slope"]  # degrees, with an interval
>>> slope.ci95[0] < slope.value < slope.ci95[1]
True

Importing this package is cheap: the model and the image libraries are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analyzer._version import __version__
from analyzer.errors import (
    BodyOutOfFrameError,
    CorrectionError,
    ImageTooLargeError,
    ModelUnavailableError,
    NoPersonError,
    NotSideViewError,
    NotStandingError,
    OutputError,
    PhotoError,
    PostureError,
    SeveralPeopleError,
    SeveralPhotosError,
    UnreadableImageError,
    ViewError,
)

if TYPE_CHECKING:
    from analyzer.batch.table import to_frame
    from analyzer.overlay.notebook import to_html
    from analyzer.person.split import split_photo
    from analyzer.photo import load_photo
    from analyzer.pipeline import Observation, analyze, conclude, observe
    from analyzer.thomas import analyze_thomas, conclude_thomas, observe_thomas
    from analyzer.types import Analysis, Corrections, FailedAnalysis, Measure, Photo

__all__ = [
    "Analysis",
    "BodyOutOfFrameError",
    "CorrectionError",
    "Corrections",
    "FailedAnalysis",
    "ImageTooLargeError",
    "Measure",
    "ModelUnavailableError",
    "NoPersonError",
    "NotSideViewError",
    "NotStandingError",
    "Observation",
    "OutputError",
    "Photo",
    "PhotoError",
    "PostureError",
    "SeveralPeopleError",
    "SeveralPhotosError",
    "UnreadableImageError",
    "ViewError",
    "__version__",
    "analyze",
    "analyze_thomas",
    "conclude",
    "conclude_thomas",
    "load_photo",
    "observe",
    "observe_thomas",
    "split_photo",
    "to_frame",
    "to_html",
]

_LAZY = {
    "analyze": "analyzer.pipeline",
    "analyze_thomas": "analyzer.thomas",
    "conclude_thomas": "analyzer.thomas",
    "observe_thomas": "analyzer.thomas",
    "conclude": "analyzer.pipeline",
    "observe": "analyzer.pipeline",
    "Observation": "analyzer.pipeline",
    "load_photo": "analyzer.photo",
    "split_photo": "analyzer.person.split",
    "Analysis": "analyzer.types",
    "Corrections": "analyzer.types",
    "FailedAnalysis": "analyzer.types",
    "Measure": "analyzer.types",
    "Photo": "analyzer.types",
    "to_frame": "analyzer.batch.table",
    "to_html": "analyzer.overlay.notebook",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'analyzer' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
