"""The words of the templates: what stands on every report, whatever is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import Table, speaking
from analyzer.report.model import Report

TEMPLATE: Final[Mapping[str, str]] = Table(
    {
        "page": "Page {page} of {count}",
        "client": "Client",
        "name": "Name",
        "date": "Date",
        "measure": "Measure",
        "value": "Value",
        "place": "Where it lies",
        "before": "Before",
        "after": "After",
        "difference": "Difference",
        "error": "Against the error",
        "missing": "not measurable",
        "start": "Start:",
        "dose": "How much:",
        "easier": "Easier:",
        "harder": "Harder:",
        "caution": "Take care:",
        "stop": "When to stop:",
        "sources": "Sources:",
    }
)


def template_words(report: Report) -> dict[str, str]:
    """The words in the language of the report."""
    with speaking(report.language):
        return dict(TEMPLATE)
