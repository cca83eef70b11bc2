"""Reads the measured accuracy of the tool from the data file that the validation writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analyzer.language import mark, tr
from analyzer.language.numbers import decimal


@dataclass(frozen=True, slots=True)
class AccuracyRow:
    """One measured figure.

    Attributes
    ----------
    id, what : str
        ``what`` in the language of the moment, as far as it is one of ``KNOWN``.
    value : float
    unit : str
        ``deg``, ``pct``, or words.
    limit : float or None
        What was aimed at.
    """

    id: str
    what: str
    value: float
    unit: str
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """All measured figures and the date of the measurement."""

    generated: str
    rows: tuple[AccuracyRow, ...]


KNOWN: Final = mark(
    (
        "Pelvic tilt, estimated: usual error",
        "Slope of the sacrum: usual error",
        "Curve of the low back: usual error",
        "Change of pelvic tilt between two stances of a person: usual error",
        "Change of pelvic tilt when only the camera was set up anew",
    )
)
"""What the validation calls its figures."""


def load_accuracy(path: Path) -> Accuracy | None:
    """The file's content, or ``None`` when there is no such file.

    The file holds ``{"generated": date, "rows": [{"id", "what", "value", "unit", "limit"}]}``; ``limit`` may
    be missing.

    Raises
    ------
    ValueError
        When the file is not of that form.
    """
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Accuracy(str(data["generated"]), tuple(_row(row) for row in data["rows"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is not a table of accuracy: {error!r}") from error


def _row(row: dict[str, Any]) -> AccuracyRow:
    limit = row.get("limit")
    return AccuracyRow(
        str(row["id"]),
        tr(str(row["what"])),
        float(row["value"]),
        str(row["unit"]),
        None if limit is None else float(limit),
    )


def in_words(value: float | None, unit: str) -> str:
    """A value with its unit, for people, not to be broken over two lines.

    >>> in_words(2.204, "deg"), in_words(96.8, "pct"), in_words(None, "deg")
    ('2.2°', '96.8\xa0%', '')
    """
    if value is None:
        return ""
    number = decimal(value, 1)
    return (
        f"{number}°"
        if unit == "deg"
        else f"{number}\N{NO-BREAK SPACE}%"
        if unit == "pct"
        else f"{number} {unit}"
    )
