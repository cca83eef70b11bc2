"""What a client answered about daily life, over the visits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analyzer.records.clients import require
from analyzer.records.errors import DamagedError
from analyzer.records.tables import VisitRow
from analyzer.records.types import Answers
from analyzer.types.intake import Intake
from analyzer.types.outside import read_json


def lines(session: Session, client_id: int) -> tuple[Answers, ...]:
    """The oldest first; visits without an answer are left out."""
    require(session, client_id)
    asked = select(VisitRow.id, VisitRow.day, VisitRow.intake).where(VisitRow.client_id == client_id)
    found = []
    for visit_id, day, text in session.execute(asked.order_by(VisitRow.day, VisitRow.id)):
        try:
            intake = Intake.from_dict(read_json(text))
        except ValueError:
            raise DamagedError from None
        if intake:
            found.append(Answers(visit_id, day, intake))
    return tuple(found)
