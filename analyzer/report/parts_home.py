"""The parts of a report for the days at home: what was answered, and the exercises that were chosen."""

from __future__ import annotations

from typing import Final

from analyzer.education import GENERAL_CAUTION, HONEST, Exercise, exercise, figure, topic
from analyzer.language import mark, tr, trn, trp, within_sentence
from analyzer.language.days import day_words
from analyzer.language.numbers import decimal
from analyzer.meaning.daily_life import find_contributing_factors, find_pain_remarks
from analyzer.meaning.exercise_course import ADVICE, advice_after, counted
from analyzer.report.content import ReportContent
from analyzer.report.model import Block, Card, Facts, Note, Paragraph, Picture, Pictures, Points, Run
from analyzer.report.text import one_line, plain
from analyzer.types.exercise_plan import PlannedExercise
from analyzer.types.intake import Intake, IntakeRemark

NO_FACTORS: Final = mark("None of the answers is known or taught to tighten the psoas.")
UNKNOWN: Final = mark("An exercise that was chosen is not in this version of the library, and was left out.")
_MOST_ANSWER: Final = 1000


def days(content: ReportContent) -> tuple[Block, ...]:
    """The answers, and what is known or taught of them; empty when nothing was answered."""
    intake = content.intake
    if not intake:
        return ()
    factors, pain = find_contributing_factors(intake), find_pain_remarks(intake)
    answers = _answers(intake)
    blocks: list[Block] = [Facts(answers)] if answers else []
    blocks += _pain_drawing(intake)
    if factors:
        blocks.append(Points(tuple(map(_remark, factors)), tr("Known or taught to tighten the psoas")))
    elif intake.habits:
        blocks.append(Paragraph(plain(tr(NO_FACTORS))))
    if pain:
        blocks.append(Points(tuple(map(_remark, pain)), tr("About the pain")))
    return tuple(blocks)


def _pain_drawing(intake: Intake) -> list[Block]:
    """Where it hurts, as it was marked on the figure."""
    if not intake.pain:
        return []
    from analyzer.overlay.pain_figure import describe_pain, pain_size, pain_svg  # noqa: PLC0415 - heavy

    words = describe_pain(intake)
    svg = pain_svg(intake.pain, prefix="report-pain", words=words)
    picture = Picture(svg, words, *pain_size())
    return [Pictures((picture,), tr("Where it hurts, as it was marked. {marks}", marks=words), 0.8)]


def _answers(intake: Intake) -> tuple[tuple[str, str], ...]:
    def a_day(value: float | None) -> str:
        if value is None:
            return ""
        return trn("{hours} hour a day", "{hours} hours a day", _one_or_more(value), hours=_written(value))

    def a_week(value: float | None) -> str:
        if value is None:
            return ""
        return trn("{hours} hour a week", "{hours} hours a week", _one_or_more(value), hours=_written(value))

    def rating(value: int | None) -> str:
        return "" if value is None else tr("{value} of 10", value=value)

    desk = "" if intake.desk_work is None else tr("yes") if intake.desk_work else tr("no")
    rows = (
        (tr("Sitting"), a_day(intake.hours_sitting)),
        (tr("Standing"), a_day(intake.hours_standing)),
        (tr("Cycling"), a_week(intake.cycling_hours)),
        (tr("Desk work"), desk),
        (tr("Stress"), rating(intake.stress)),
        (tr("Low-back pain"), rating(intake.low_back_pain)),
        (tr("All the pain marked"), rating(intake.pain_strength)),
        (tr("Other sport"), one_line(intake.other_sport, _MOST_ANSWER)),
        (trp("heading", "Notes"), one_line(intake.notes, _MOST_ANSWER)),
    )
    return tuple((name, value) for name, value in rows if value)


def _one_or_more(value: float) -> int:
    return 1 if value == 1.0 else 2


def _written(value: float) -> str:
    """With as many digits as it was given."""
    return decimal(value, len(f"{value:g}".partition(".")[2]))


def _remark(remark: IntakeRemark) -> tuple[Run, ...]:
    return (
        Run(f"{remark.title}. ", strong=True),
        Run(f"{remark.text} ("),
        Run(remark.source, remark.url),
        Run(")"),
    )


def exercises(content: ReportContent) -> tuple[Block, ...]:
    """The exercises chosen, with figures, and when not to do them; empty when none was chosen."""
    if not content.exercises:
        return ()
    blocks: list[Block] = []
    plan = {planned.exercise: planned for planned in reversed(content.plan) if planned.ended is None}
    unknown = False
    for id_ in dict.fromkeys(content.exercises):
        try:
            chosen = exercise(id_)
        except KeyError:
            unknown = True
            continue
        blocks.append(_card(chosen, plan.get(id_)))
    if unknown:
        blocks.append(Note(tr(UNKNOWN)))
    before = (Paragraph(plain(tr(GENERAL_CAUTION))), Paragraph(plain(tr(HONEST)), "small"))
    return (*before, *blocks, _warning_signs())


def _warning_signs() -> Points:
    now = topic("help_now")
    title = tr("Warning signs: {title}", title=within_sentence(now.title))
    return Points(tuple(plain(fact.text) for fact in now.facts), title, now.lead)


def _card(chosen: Exercise, planned: PlannedExercise | None) -> Card:
    """An exercise; what was agreed with the client comes before the general dose."""
    sources = tuple(
        part
        for number, source in enumerate(chosen.sources)
        for part in ((Run(", "),) if number else ()) + (Run(source.short, source.url),)
    )
    return Card(
        chosen.name,
        chosen.goal,
        tuple(figure_picture(id_) for id_ in chosen.figures),
        chosen.start,
        tuple(plain(step) for step in chosen.steps),
        _dose(chosen, planned),
        chosen.easier,
        f"{chosen.harder} {chosen.step_up}",
        chosen.caution,
        chosen.stop,
        sources,
        _so_far(planned) if planned else "",
    )


def _dose(chosen: Exercise, planned: PlannedExercise | None) -> tuple[Run, ...]:
    own = one_line(planned.dose, _MOST_ANSWER).rstrip(".") if planned else ""
    if not own:
        return plain(chosen.dose.text)
    return (
        Run(tr("Agreed with you: {dose}.", dose=own), strong=True),
        Run(" " + tr("In general: {dose}", dose=chosen.dose.text)),
    )


def _so_far(planned: PlannedExercise) -> str:
    """Since when, how the days went, and what to do about it."""
    said = [tr("Since {day}.", day=day_words(planned.since))]
    if planned.days:
        last = day_words(planned.days[0].day)
        said.append(tr("So far: {counts}; the last time on {day}.", counts=counted(planned.days), day=last))
    if advice := advice_after(planned.days):
        said.append(ADVICE[advice])
    return " ".join(said)


def figure_picture(id_: str) -> Picture:
    """A figure of the library."""
    drawn = figure(id_)
    return Picture(drawn.svg("light"), drawn.alt, drawn.width, drawn.height, drawn.caption, drawn.svg("auto"))
