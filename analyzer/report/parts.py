"""The parts of a report that say what was found: each makes its blocks, or raises."""

from __future__ import annotations

from typing import Final

from analyzer.compare.how_many import chance_words
from analyzer.compare.words import verdict_words
from analyzer.language import mark, tr, within_sentence
from analyzer.language.days import day_words
from analyzer.meaning.change_words import VERDICTS
from analyzer.meaning.indicators import what_it_may_mean
from analyzer.meaning.level_words import DIRECTIONS, LEVELS
from analyzer.meaning.measure_words import MAIN_MEASURES, measure_text
from analyzer.meaning.method_words import method_text
from analyzer.meaning.next_steps import next_steps as next_steps_of
from analyzer.meaning.number_words import difference_span, interval, number, tenths
from analyzer.meaning.references import title_of_references
from analyzer.meaning.value_words import (
    CORRECTED,
    ESTIMATED,
    HOLLOW_DOT,
    SCALE_WORDS,
    about_value,
    length_beside,
    own_words,
)
from analyzer.measures.upper_back import OFFSETS
from analyzer.report.content import ReportContent, ReportPhoto
from analyzer.report.finding import Compared, Finding, compared
from analyzer.report.model import (
    Block,
    ChangeRow,
    ChangeTable,
    Columns,
    Headline,
    MeasureRow,
    MeasureTable,
    Note,
    Paragraph,
    Pictures,
    Points,
)
from analyzer.report.scales import change_scales, measure_scale
from analyzer.report.text import paragraphs, plain
from analyzer.types import Measure
from analyzer.types.codes import MeasureName

PICTURE_WORDS: Final = mark(
    "Coloured line: the traced outline of the back (buttocks pink, low back blue, upper back light blue), "
    "dashed where something lies over it. Bones and psoas are drawn from typical anatomy: a photo does not "
    "show them."
)
DRAWN_WORDS: Final = mark("What was drawn on the photo by hand changes no value.")
_DRAWN_IN_ROW: Final = 3
_DRAWN_SHARE: Final = 0.32
WHICH_PICTURE: Final = mark(
    "The picture shows photo {number} of {count}, the one nearest to the middle values, with its own values: "
    "{values}. Headline, muscle and table are of all of them together."
)
NO_PICTURE: Final = mark(
    "There is no picture in this report, as it was made from stored values, without the photo. "
    "The values are complete."
)
NOTHING_MEASURED: Final = mark("Nothing could be measured. Each line says why.")
SEVERAL_WORDS: Final = mark("The values are medians of {count} photos; small lines are the single photos.")
COMPARED_WITH: Final = mark("Compared with: {title}.")
OFFSET_WORDS: Final = mark("Over the feet, in % of body height: {values}.")
CHANGE_WORDS: Final = mark(
    "Dot and line: the difference, after minus before, and its likely range (95 %). Green band: differences "
    "within the error of measurement. “Changed” means by more than that error. People also stand a "
    "little differently each time, so a change need not last."
)
NO_PAIR: Final = mark(
    "The photos of at least one occasion are not here, so there is no picture. The values are compared."
)
NOT_COMPARABLE: Final = mark("These values cannot be compared.")
NOTHING_WEIGHED: Final = mark("Nothing could be weighed.")
NONE_CHANGED: Final = mark(
    "No change beyond the error of measurement in the {compared} measures that can be compared."
)
SOME_CHANGED: Final = mark(
    "{changed} of the {compared} measures that can be compared changed by more than the error of measurement."
)
NOTHING_COMPARED: Final = mark("These differences say nothing about a change.")


def headline(finding: Finding) -> tuple[Block, ...]:
    """What came out, in plain language."""
    psoas = finding.psoas
    return (Headline(LEVELS[psoas.level].title, psoas.summary, what_it_may_mean(psoas)),)


def pictures(content: ReportContent, finding: Finding) -> tuple[Block, ...]:
    """The photo with what was found in it."""
    from analyzer.report.pictures import overlay_pictures  # noqa: PLC0415 - heavy

    shown = overlay_pictures(
        finding.shown, cover_face=content.cover_face, psoas=finding.psoas, drawings=content.drawings
    )
    if not shown:
        return (Paragraph(plain(tr(NO_PICTURE)), "small"),)
    drawn = tr(DRAWN_WORDS) if content.drawings and _is_drawn_on(finding.shown) else ""
    words = " ".join(filter(None, (_which_picture(content, finding), tr(PICTURE_WORDS), drawn)))
    return (Pictures(shown, words, 1.0 if len(shown) > 1 else 0.42), *_other_drawn(content, finding))


def _is_drawn_on(photo: ReportPhoto) -> bool:
    return any(not drawing.hidden for drawing in getattr(photo.result, "drawings", ()))


def _other_drawn(content: ReportContent, finding: Finding) -> list[Block]:
    """The other photos on which a person drew, in rows."""
    from analyzer.report.pictures import drawn_picture  # noqa: PLC0415 - heavy

    made = [
        drawn_picture(
            photo,
            cover_face=content.cover_face,
            caption=tr("Photo {number}", number=number_),
            prefix=f"report-drawn-{number_}",
        )
        for number_, photo in enumerate(content.photos, start=1)
        if content.drawings and photo is not finding.shown
    ]
    found = [picture for picture in made if picture is not None]
    rows = [tuple(found[at : at + _DRAWN_IN_ROW]) for at in range(0, len(found), _DRAWN_IN_ROW)]
    return [Pictures(row, tr(DRAWN_WORDS), _DRAWN_SHARE * len(row)) for row in rows]


def _which_picture(content: ReportContent, finding: Finding) -> str:
    """Of several photos, whose values the picture has: they are not those of the table."""
    if finding.summary is None:
        return ""
    own = finding.shown.result.measures
    values = [
        f"{measure_text(name).phrase} {about_value(own[name])}" for name in MAIN_MEASURES if name in own
    ]
    number_ = next(n for n, photo in enumerate(content.photos, start=1) if photo is finding.shown)
    return tr(WHICH_PICTURE, number=number_, count=len(content.photos), values=", ".join(values))


def evidence(finding: Finding, *, tested: bool = False) -> tuple[Block, ...]:
    """What speaks for and against, and what the result does not mean; ``tested`` as for `next_steps`."""
    psoas = finding.psoas
    columns = []
    for direction, title in DIRECTIONS.items():
        items = tuple(plain(item.text) for item in psoas.evidence if item.direction == direction)
        columns.append(Points(items or (plain(tr("Nothing.")),), title, size="small"))
    blocks: list[Block] = []
    if psoas.evidence:
        blocks.append(Columns(tuple(columns)))
    else:
        blocks.append(Paragraph(plain(tr(NOTHING_WEIGHED))))
    blocks.append(
        Paragraph(plain(psoas.caveat if tested else f"{psoas.caveat} {psoas.direct_test}"), "small")
    )
    return tuple(blocks)


def next_steps(finding: Finding, *, tested: bool = False, exercises: bool = True) -> tuple[Block, ...]:
    """What to do next; ``tested`` says that the direct test is in the report, too, and ``exercises`` whether
    they may be recommended.
    """
    steps = next_steps_of(
        finding.psoas, finding.measures, photos=len(finding.used), tested=tested, exercises=exercises
    )
    return (Points(tuple(plain(step) for step in steps)),) if steps else ()


def therapist_notes(content: ReportContent) -> tuple[Block, ...]:
    """The therapist's own words."""
    return paragraphs(content.notes)


def measures(finding: Finding) -> tuple[Block, ...]:
    """Every measure on its scale; a missing one says why."""
    words = [tr(SCALE_WORDS if any(finding.measures.values()) else NOTHING_MEASURED)]
    if finding.summary is not None:
        words.append(tr(SEVERAL_WORDS, count=len(finding.summary.used)))
    chosen = title_of_references(finding.used[0].references)
    words.append(tr(COMPARED_WITH, title=within_sentence(chosen)))
    names = [*MAIN_MEASURES, *(name for name in finding.measures if name not in MAIN_MEASURES)]
    rows = tuple(
        _measure_row(finding, name) for name in names if name in finding.measures and name not in OFFSETS
    )
    return (Paragraph(plain(" ".join(words)), "small"), MeasureTable(rows), *_offsets(finding))


def _offsets(finding: Finding) -> tuple[Block, ...]:
    """How the body is stacked over the feet, in one paragraph: none of it is read on its own."""
    found = [finding.measures[name] for name in OFFSETS if finding.measures.get(name)]
    if not found:
        return ()
    texts = (
        tr(
            "{measure} {value} ({likely})",
            measure=within_sentence(measure_text(item.name).plain),
            value=about_value(item),
            likely=interval(item),
        )
        for item in found
    )
    return (Paragraph(plain(tr(OFFSET_WORDS, values="; ".join(texts))), "small"),)


def _measure_row(finding: Finding, name: MeasureName) -> MeasureRow:
    measure, words = finding.measures[name], measure_text(name)
    result = finding.used[0] if finding.summary is None else None
    own, further, badges = None, [], []
    corrected = any(name in item.corrected for item in finding.used)
    if corrected:
        badges.append(tr(CORRECTED))
    elif measure.estimated:
        badges.append(tr(ESTIMATED))
    if badge := method_text(measure.method).badge:
        badges.append(badge)
    if result is not None:
        if corrected and (model := getattr(result, "model_measures", None)):
            own = model[name]
            further.append(own_words(own, tr(HOLLOW_DOT)))
        if length := length_beside(result.lengths_mm, name):
            further.append(f"{number(length.value or 0.0, 'mm')}, {interval(length)}.")
    if measure.value is None:
        missing = "" if measure.reason is None else measure.reason.message
        return MeasureRow(words.plain, words.technical, badges=tuple(badges), missing=missing)
    each = () if finding.summary is None else finding.summary.spreads[name].values
    return MeasureRow(
        words.plain,
        words.technical,
        about_value(measure),
        interval(measure),
        tuple(badges),
        tuple(further),
        scale=measure_scale(measure, own, [value for value in each if value is not None]),
    )


def before_and_after(content: ReportContent) -> tuple[Block, ...]:
    """Both occasions in pictures, and the difference of each measure; empty without an earlier one."""
    found = compared(content)
    if found is None:
        return ()
    blocks: list[Block] = []
    comparison = found.comparison
    title = "" if comparison.comparable else tr(NOT_COMPARABLE)
    blocks += [Note(reason.message, title) for reason in comparison.reasons]
    for when, occasion in zip(_occasions(), (comparison.before, comparison.after), strict=True):
        blocks += [Note(warning.message, when) for warning in occasion.warnings]
    blocks.append(Paragraph(plain(_change_headline(found)), "lead"))
    if content.before:
        from analyzer.report.pictures import pair_pictures  # noqa: PLC0415 - heavy

        names = _occasion_names(content)
        shown = pair_pictures(found.before, found.after, names, cover_face=content.cover_face)
        blocks.append(Pictures(shown, share=0.9) if shown else Paragraph(plain(tr(NO_PAIR)), "small"))
    words = [tr(CHANGE_WORDS), *([chance_words(comparison)] if comparison.comparable else [])]
    blocks.append(Paragraph(plain(" ".join(words)), "small"))
    blocks.append(_change_table(content, found))
    return tuple(blocks)


def _occasions() -> tuple[str, str]:
    return tr("Before"), tr("After")


def _occasion_names(content: ReportContent) -> tuple[str, str]:
    days = content.before_day, content.day
    first, second = (
        title if day is None else f"{title}, {day_words(day)}"
        for title, day in zip(_occasions(), days, strict=True)
    )
    return first, second


def _change_headline(found: Compared) -> str:
    changes = found.comparison.changes.values()
    if not found.comparison.comparable:
        return tr(NOTHING_COMPARED)
    compared_ = [change for change in changes if change.verdict != "not_comparable"]
    changed = sum(change.verdict == "changed" for change in compared_)
    said = NONE_CHANGED if changed == 0 else SOME_CHANGED
    return tr(said, changed=changed, compared=len(compared_))


def _change_table(content: ReportContent, found: Compared) -> ChangeTable:
    changes = list(found.comparison.changes.values())
    scales = change_scales([change for change in changes if change.verdict != "not_comparable"])
    rows = []
    said = {reason.code for reason in found.comparison.reasons}
    for change in changes:
        unit = change.before.unit
        comparable = change.verdict != "not_comparable"
        difference = change.difference if comparable else None
        likely = (
            ""
            if not comparable or change.ci95 is None
            else tr("likely {span}", span=difference_span(change.ci95, unit))
        )
        # What spoils all of them is said once, above; that a value is missing is seen.
        further = [reason.message for reason in change.reasons if reason.code not in {*said, "not_measured"}]
        rows.append(
            ChangeRow(
                measure_text(change.name).plain,
                _value(change.before),
                _value(change.after),
                "" if difference is None else tenths(difference, unit, signed=True),
                likely,
                verdict_words(change, content.goals) if comparable else VERDICTS[change.verdict],
                change.verdict == "changed",
                tuple(further),
                scales.get(change.name),
            )
        )
    return ChangeTable(tuple(rows))


def _value(measure: Measure) -> str:
    if measure.value is None:
        return tr("no value")
    return ("≈ " if measure.estimated else "") + tenths(measure.value, measure.unit)
