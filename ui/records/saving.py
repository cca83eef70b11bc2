"""Changing a visit as it is in the records at that moment: what another window saved stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from analyzer.records import Records, Visit, VisitDraft

_TRIES: Final = 5


def change_visit(records: Records, visit_id: int, how: Callable[[VisitDraft], VisitDraft]) -> Visit:
    """Change a visit and save it. ``how`` may be called again, when another window was quicker.

    Raises
    ------
    PostureError
        It could not be saved. Nothing was changed.
    """
    from analyzer.records import ChangedMeanwhileError  # noqa: PLC0415 - heavy

    for _ in range(_TRIES):
        visit = records.visit(visit_id)
        try:
            return records.save_visit(
                visit.client_id, how(visit.draft()), visit_id, unchanged_since=visit.changed_utc
            )
        except ChangedMeanwhileError:
            continue
    raise ChangedMeanwhileError
