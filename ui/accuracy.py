"""Where the measured accuracy of the tool is kept."""

from __future__ import annotations

from pathlib import Path


def accuracy_file() -> Path:
    """The data file that the validation writes beside its report; it need not be there."""
    return Path(__file__).resolve().parents[1] / "docs" / "accuracy.json"
