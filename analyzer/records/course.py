"""The course of a client as rows of one table, from what is kept beside the visits: no photo is touched."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analyzer.exchange.course import CourseVisit, Row, answer_rows, direct_test_rows, range_rows, stance_rows
from analyzer.records import answers, ranges, summaries
from analyzer.records.tables import VisitRow


def rows(session: Session, client_id: int) -> list[Row]:
    """Rows of all visits, the oldest first: within a visit stance, direct test, range, answers."""
    asked = (
        select(VisitRow.id, VisitRow.day, VisitRow.camera_height_cm, VisitRow.protocol)
        .where(VisitRow.client_id == client_id)
        .order_by(VisitRow.day, VisitRow.id)
    )
    visits = {
        id_: CourseVisit(day, id_, height_cm, protocol)
        for id_, day, height_cm, protocol in session.execute(asked)
    }
    found: dict[int, list[Row]] = {id_: [] for id_ in visits}
    for point in summaries.timeline(session, client_id, summaries.MeasuresRead()):
        found[point.visit_id] += stance_rows(
            visits[point.visit_id], point.side, point.photos, point.measures, point.analyzer_version
        )
    for test in summaries.thomas_timeline(session, client_id, summaries.ThomasRead()):
        found[test.visit_id] += direct_test_rows(
            visits[test.visit_id],
            test.side,
            test.measures,
            photos=test.photos,
            pelvis=test.pelvis,
            level=test.level,
            version=test.analyzer_version,
        )
    for film in ranges.timeline(session, client_id):
        found[film.visit_id] += range_rows(visits[film.visit_id], film.found)
    for given in answers.lines(session, client_id):
        found[given.visit_id] += answer_rows(visits[given.visit_id], given.intake)
    return [row for own in found.values() for row in own]
