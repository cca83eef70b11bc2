"""The report of a visit: made by ``ui/report``, offered on the page of the visit, and part of an export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.records import Client, Records, Visit, VisitLine


def show_report(records: Records, client: Client, visit: Visit) -> None:
    """A button for the report of a visit."""


def report_files(records: Records, visits: Sequence[VisitLine]) -> dict[str, bytes]:
    """A report for each visit that has photos, by file name."""
    return {}
