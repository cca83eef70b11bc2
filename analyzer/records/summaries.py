"""Medians of the sides of a visit, kept beside it so that a timeline needs no analyses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analyzer.archive import (
    archive_measures,
    archive_thomas_side,
    unarchive_measures,
    unarchive_thomas_side,
)
from analyzer.compare.several_photos import summarize
from analyzer.records.errors import DamagedError
from analyzer.records.last_read import LastRead
from analyzer.records.packing import pack, unpack
from analyzer.records.tables import STANDING, PhotoRow, SummaryRow, ThomasSummaryRow, VisitRow
from analyzer.records.types import ThomasPoint, TimelinePoint
from analyzer.thomas.several import summarize_thomas
from analyzer.types import Analysis, Measure, Provenance
from analyzer.types.codes import Facing, MeasureName, ThomasLevel, ThomasName
from analyzer.types.frozen import FrozenMapping
from analyzer.types.landmarks import Side
from analyzer.types.thomas import PelvisControl, ThomasAnalysis

MeasuresRead = LastRead[Mapping[MeasureName, Measure]]
ThomasRead = LastRead[tuple[Mapping[ThomasName, Measure], PelvisControl, ThomasLevel]]


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
                analyzer_version=_newest([of_side[index].provenance for index in summary.used]),
                measures=pack(archive_measures(summary.measures)),
            )
        )


def store_thomas(session: Session, visit_id: int, analyses: Sequence[ThomasAnalysis]) -> None:
    """Replace the summaries of the direct test of a visit by those of these analyses."""
    session.execute(delete(ThomasSummaryRow).where(ThomasSummaryRow.visit_id == visit_id))
    if not analyses:
        return
    test = summarize_thomas(analyses)
    for side in (test.left, test.right):
        if side is not None:
            summary = archive_thomas_side(side.measures, side.pelvis, side.finding.level)
            session.add(
                ThomasSummaryRow(
                    visit_id=visit_id,
                    side=side.side,
                    photos=len(side.used),
                    analyzer_version=_newest([analyses[index].provenance for index in side.used]),
                    summary=pack(summary),
                )
            )


def thomas_timeline(session: Session, client_id: int, last: ThomasRead) -> tuple[ThomasPoint, ...]:
    """Summaries of the direct test of all visits of a client, the oldest first."""
    rows = session.execute(
        select(ThomasSummaryRow, VisitRow.day)
        .join(VisitRow, VisitRow.id == ThomasSummaryRow.visit_id)
        .where(VisitRow.client_id == client_id)
        .order_by(VisitRow.day, VisitRow.id, ThomasSummaryRow.side)
    ).all()
    try:
        sides = last.read(
            (((row.visit_id, row.side), row.summary) for row, _ in rows),
            lambda packed: unarchive_thomas_side(unpack(packed)),
        )
    except ValueError:
        raise DamagedError from None
    return tuple(
        ThomasPoint(row.visit_id, day, cast(Side, row.side), row.photos, *side, row.analyzer_version)
        for (row, day), side in zip(rows, sides, strict=True)
    )


def timeline(session: Session, client_id: int, last: MeasuresRead) -> tuple[TimelinePoint, ...]:
    """Summaries of all visits of a client, the oldest first."""
    rows = session.execute(
        select(SummaryRow, VisitRow.day, VisitRow.camera_height_cm, VisitRow.protocol)
        .join(VisitRow, VisitRow.id == SummaryRow.visit_id)
        .where(VisitRow.client_id == client_id)
        .order_by(VisitRow.day, VisitRow.id, SummaryRow.side)
    ).all()
    try:
        found = last.read(
            (((row.visit_id, row.side), row.measures) for row, *_ in rows),
            lambda packed: FrozenMapping(unarchive_measures(unpack(packed))),
        )
    except ValueError:
        raise DamagedError from None
    return tuple(
        TimelinePoint(
            row.visit_id,
            day,
            cast(Facing, row.side),
            row.photos,
            measures,
            row.analyzer_version,
            height,
            protocol,
        )
        for (row, day, height, protocol), measures in zip(rows, found, strict=True)
    )


def missing(session: Session) -> tuple[int, ...]:
    """Visits with photos that have no summary, as in records of before there were any."""
    with_photos = select(PhotoRow.visit_id).where(PhotoRow.kind == STANDING).distinct()
    summarized = select(SummaryRow.visit_id)
    return tuple(
        session.scalars(
            select(VisitRow.id).where(VisitRow.id.in_(with_photos), VisitRow.id.not_in(summarized))
        )
    )


def _newest(made: Sequence[Provenance]) -> str:
    return max(made, key=lambda each: each.created_utc).analyzer_version
