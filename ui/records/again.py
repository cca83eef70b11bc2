"""The photos of a visit that another version of the program measured, measured by this one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from analyzer.errors import PostureError
from ui.records.photos import look_again, with_result
from ui.records.saving import change_visit
from ui.session.work import in_turn, pose_model
from ui.thomas.session import references_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.records import (
        NewPhoto,
        NewThomasPhoto,
        Records,
        StoredPhoto,
        StoredThomasPhoto,
        VisitDraft,
    )
    from analyzer.thomas import StandingReference
    from analyzer.types import Analysis
    from analyzer.types.landmarks import Side
    from analyzer.types.thomas import ThomasAnalysis

P = TypeVar("P", "NewPhoto | StoredPhoto", "NewThomasPhoto | StoredThomasPhoto")


def measure_again(records: Records, visit_id: int) -> int:
    """Analyse the photos of a visit anew, with their corrections; how many could not be, and stay as before.

    Those of the direct test come after those of the stance, which say where the bones of the pelvis are.

    Raises
    ------
    PostureError
        The results could not be saved.
    """
    visit = records.visit(visit_id)
    before: dict[int, Analysis | ThomasAnalysis] = {stored.id: stored.analysis for stored in visit.photos}
    before |= {stored.id: stored.analysis for stored in visit.thomas}
    fresh: dict[int, Analysis | ThomasAnalysis] = {}
    checked = []
    for stored in visit.photos:
        with suppress(PostureError):
            checked.append(look_again(records, stored))
            fresh[stored.id] = checked[-1].analysis
    references = references_of([each.observation for each in checked]) if visit.thomas else {}
    for lying in visit.thomas:
        with suppress(PostureError):
            fresh[lying.id] = _look_again(records, lying, references)

    def newer(kept: P) -> P:
        id_ = getattr(kept, "id", None)
        # Looking takes a while: what was corrected in another window meanwhile is newer.
        if id_ in fresh and kept.analysis == before[id_]:
            return with_result(kept, fresh[id_])
        return kept

    def put(draft: VisitDraft) -> VisitDraft:
        photos, thomas = tuple(map(newer, draft.photos)), tuple(map(newer, draft.thomas))
        return replace(draft, photos=photos, thomas=thomas)

    change_visit(records, visit_id, put)
    return len(before) - len(fresh)


def _look_again(
    records: Records, stored: StoredThomasPhoto, references: Mapping[Side, StandingReference]
) -> ThomasAnalysis:
    """A stored photo of the direct test, measured with its corrections."""
    from analyzer.thomas import conclude_thomas, observe_thomas  # noqa: PLC0415 - heavy

    model = pose_model()
    with in_turn():
        seen = observe_thomas(records.photo_data(stored.id), model=model, name=stored.name)
        return conclude_thomas(seen, stored.analysis.corrections, standing=references)
