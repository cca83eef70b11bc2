"""Several photos of one stance put together, and two occasions of one person compared."""

from analyzer.compare.changes import SCHEMA, Change, Comparison, compare
from analyzer.compare.occasion import (
    UNKNOWN_SETUP,
    Occasion,
    Setup,
    common_sides,
    mirror,
    occasion_from_dict,
    occasion_of,
)
from analyzer.compare.same_meaning import BACK_MEASURES
from analyzer.compare.several_photos import summarize

__all__ = [
    "BACK_MEASURES",
    "SCHEMA",
    "UNKNOWN_SETUP",
    "Change",
    "Comparison",
    "Occasion",
    "Setup",
    "common_sides",
    "compare",
    "mirror",
    "occasion_from_dict",
    "occasion_of",
    "summarize",
]
