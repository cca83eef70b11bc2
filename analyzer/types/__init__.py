"""Frozen result types, grouped by meaning."""

from analyzer.types.analysis import (
    SCHEMA,
    Analysis,
    Evidence,
    FailedAnalysis,
    Indicator,
    PhotoInfo,
    Provenance,
)
from analyzer.types.corrections import Corrections, PointName
from analyzer.types.drawings import Drawing
from analyzer.types.geometry import BackProfile, BodyGeometry, SagittalFrame, TangentPoint
from analyzer.types.landmarks import LandmarkName, Landmarks, Pose
from analyzer.types.measures import Measure, Reason, Reference, SdParts
from analyzer.types.photo import Photo
from analyzer.types.stance import Stance
from analyzer.types.view import Issue, ViewCheck

__all__ = [
    "SCHEMA",
    "Analysis",
    "BackProfile",
    "BodyGeometry",
    "Corrections",
    "Drawing",
    "Evidence",
    "FailedAnalysis",
    "Indicator",
    "Issue",
    "LandmarkName",
    "Landmarks",
    "Measure",
    "Photo",
    "PhotoInfo",
    "PointName",
    "Pose",
    "Provenance",
    "Reason",
    "Reference",
    "SagittalFrame",
    "SdParts",
    "Stance",
    "TangentPoint",
    "ViewCheck",
]
