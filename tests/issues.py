"""What spoils a photo, by its codes."""

from __future__ import annotations

from analyzer.types import Analysis


def issue_codes(analysis: Analysis) -> set[str]:
    """Codes of the issues that were found in a photo."""
    return {issue.code for issue in analysis.view.issues}
