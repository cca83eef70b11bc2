"""Medians of the sides of a visit, kept beside it so that a timeline needs no analyses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analyzer.archive import archive_measures, unarchive_measures
from analyzer.compare.several_photos import summarize
from analyzer.records.errors import DamagedError
from analyzer.records.packing import pack, unpack
from analyzer.records.tables import PhotoRow, SummaryRow, VisitRow
from analyzer.records.types import TimelinePoint
from analyzer.types import Analysis
from analyzer.types.codes import Facing


def store(session: Session, visit_id: int, analyses: Sequence[Analysis]) -> None:
    """Replace the summaries of a visit by those of these analyses."""
    session.execute(delete(SummaryRow).where(SummaryRow.visit_id == visit_id))
    for side in sorted({analysis.view.facing for analysis in analyses}):
        of_side = [analysis for analysis in analyses if analysis.view.facing == side]
        summary = summarize(of_side, side)
        session.add(
            SummaryRow(
                visit_id=visit_id,
                side=side,
                photos=len(summary.used),
                analyzer_version=_newest([of_side[index] for index in summary.used]),
                measures=pack(archive_measures(summary.measures)),
            )
        )


def timeline(session: Session, client_id: int) -> tuple[TimelinePoint, ...]:
    """Summaries of all visits of a client, the oldest first."""
    rows = session.execute(
        select(SummaryRow, VisitRow.day, VisitRow.camera_height_cm, VisitRow.protocol)
        .join(VisitRow, VisitRow.id == SummaryRow.visit_id)
        .where(VisitRow.client_id == client_id)
        .order_by(VisitRow.day, VisitRow.id, SummaryRow.side)
    )
    try:
        return tuple(
            TimelinePoint(
                row.visit_id,
                day,
                cast(Facing, row.side),
                row.photos,
                unarchive_measures(unpack(row.measures)),
                row.analyzer_version,
                height,
                protocol,
            )
            for row, day, height, protocol in rows
        )
    except ValueError:
        raise DamagedError from None


def missing(session: Session) -> tuple[int, ...]:
    """Visits with photos that have no summary, as in records of before there were any."""
    with_photos = select(PhotoRow.visit_id).distinct()
    summarized = select(SummaryRow.visit_id)
    return tuple(
        session.scalars(
            select(VisitRow.id).where(VisitRow.id.in_(with_photos), VisitRow.id.not_in(summarized))
        )
    )


def _newest(analyses: Sequence[Analysis]) -> str:
    return max(analyses, key=lambda analysis: analysis.provenance.created_utc).provenance.analyzer_version
