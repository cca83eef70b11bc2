"""Frozen result types, grouped by meaning."""

from analyzer.types.measures import Measure, Reason, Reference
from analyzer.types.photo import Photo
from analyzer.types.view import Issue, ViewCheck

__all__ = ["Issue", "Measure", "Photo", "Reason", "Reference", "ViewCheck"]
