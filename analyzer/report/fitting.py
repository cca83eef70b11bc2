"""The exercises that fit what a report holds, for those who let the program choose."""

from __future__ import annotations

from analyzer.meaning.exercise_choice import exercises_for
from analyzer.report.content import ReportContent
from analyzer.report.finding import find
from analyzer.report.parts_thomas import find_tested


def fitting_exercises(content: ReportContent) -> tuple[str, ...]:
    """Ids of the three to five exercises for what was found and answered; none with strong pain."""
    finding = find(content.photos) if content.photos else None
    psoas = finding.psoas if finding else None
    measures = finding.measures if finding else None
    return exercises_for(psoas, measures, find_tested(content.thomas).sides, content.intake).first
