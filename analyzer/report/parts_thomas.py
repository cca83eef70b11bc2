"""The part of a report about the direct test: both sides, pictures, numbers, refusals, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analyzer.language import Table, mark, tr
from analyzer.language.days import day_words
from analyzer.meaning.level_words import DIRECTIONS
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import interval
from analyzer.meaning.thomas_next import next_of_test
from analyzer.meaning.thomas_words import LEVELS, OUTWEIGHS, together_sides
from analyzer.meaning.value_words import CORRECTED, about_value
from analyzer.report.content import ReportContent, ReportTest, TestResult
from analyzer.report.model import (
    Block,
    Columns,
    Headline,
    Line,
    MeasureRow,
    MeasureTable,
    Paragraph,
    Pictures,
    Points,
    Run,
)
from analyzer.report.scales import measure_scale
from analyzer.report.text import cited, plain, typical_range
from analyzer.thomas import ThomasSide, ThomasTest, compare_thomas, summarize_thomas
from analyzer.thomas.changes import say_changes
from analyzer.types.codes import THOMAS, Level, ThomasName
from analyzer.types.landmarks import Side
from analyzer.types.thomas import FailedThomas

SIDES: Final[Mapping[Side, str]] = Table({"left": "Left hip", "right": "Right hip"})
TAGS: Final[Mapping[Side, str]] = Table({"left": "left, {finding}", "right": "right, {finding}"})
"""What came out on a side, in a line of both."""
OF_SIDE: Final[Mapping[Side, str]] = Table({"left": "{measure}, left", "right": "{measure}, right"})
VALUES: Final[Mapping[Side, str]] = Table(
    {"left": "{measure} left {value} ({likely})", "right": "{measure} right {value} ({likely})"}
)
HEADLINE: Final = mark("Direct test:")
SIDE_FOUND: Final = mark("{side}: {found}")
WHAT: Final = mark(
    "The person lies at the end of a table and holds one knee to the chest; the other leg hangs free. How "
    "far its thigh sinks shows how far the hip extends."
)
PICTURE_OF: Final = mark("{side}, photo {number}: the one nearest to the middle values, with its own")
MEDIANS: Final = mark("Middle values of {left} photos of the left side and {right} of the right.")
MEDIANS_OF_ONE: Final = mark("Middle values of {count} photos.")
NO_PICTURE: Final = mark(
    "There is no picture of the direct test, as its photo is not here. The values are complete."
)
SCALE_WORDS: Final = mark(
    "Dot: the value. Line: its likely range (95 %). Green band: what is typical, where studies tell."
)
ALSO: Final = mark("How the test was done: {values}.")
REFUSED: Final = mark("What was not used or not measured, and why")
PHOTO_REFUSED: Final = mark("A photo of the direct test was refused. {reason}")
NOT_MEASURED: Final = mark("{measures}: {reason}")
SINCE: Final = mark("{side}, since {day}")
SINCE_LAST: Final = mark("{side}, since the earlier test")
NEXT: Final = mark("After the direct test")
_ASIDE: Final[tuple[ThomasName, ...]] = ("other_thigh_flexion", "trunk_to_table", "pelvic_tilt_supine")
"""What says how the test was done; in one paragraph, as nobody reads it alone."""
_SMALL: Final = 2.2
_LARGE: Final = 1.7
"""Letters in two pictures beside each other, and in one."""
METHOD: Final = mark(
    "Direct test: modified Thomas test by the trigonometric method, the thigh against the horizontal from "
    "the photo. The whole likely range is set against legs that examiners judged free and short (Ferber "
    "2010, PMC2902027). The knee decides nothing alone, and without the pelvis held nothing is decided. "
    "It was compared with the bones of rendered people only."
)


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Photos of the direct test that can be used, what they say together, and the others."""

    photos: tuple[ReportTest, ...]
    results: tuple[TestResult, ...]
    test: ThomasTest | None
    failed: tuple[FailedThomas, ...]

    @property
    def sides(self) -> tuple[ThomasSide, ...]:
        """Those that were tested, left first."""
        both = () if self.test is None else (self.test.left, self.test.right)
        return tuple(side for side in both if side is not None)


def find_tested(photos: Sequence[ReportTest]) -> Tested:
    """What the photos of one test say."""
    usable = [(photo, photo.result) for photo in photos if not isinstance(photo.result, FailedThomas)]
    results = tuple(result for _, result in usable)
    return Tested(
        tuple(photo for photo, _ in usable),
        results,
        summarize_thomas(results) if results else None,
        tuple(photo.result for photo in photos if isinstance(photo.result, FailedThomas)),
    )


def direct_test(content: ReportContent, standing: Level | None) -> tuple[Block, ...]:
    """All of the direct test; empty without one. ``standing``: what standing photos say of the psoas."""
    if not content.thomas:
        return ()
    tested = find_tested(content.thomas)
    blocks: list[Block] = []
    if tested.test is not None:
        levels = {side.side: side.finding.level for side in tested.sides}
        if standing is not None:  # otherwise the headline says it
            blocks.append(Paragraph(plain(together_sides(standing, levels)), "lead"))
        blocks.append(Paragraph(plain(tr(WHAT)), "small"))
        blocks += _pictures(content, tested)
        blocks.append(_columns(tested))
        if tested.test.summary:
            blocks.append(Paragraph(plain(tested.test.summary)))
        blocks.append(Paragraph(plain(tested.sides[0].finding.caveat), "small"))
        blocks += _measures(tested)
        blocks += _changes(content, tested)
    blocks += _refused(tested)
    if tested.sides:
        blocks.append(Points(tuple(plain(step) for step in _steps(tested)), tr(NEXT)))
    return tuple(blocks)


def _steps(tested: Tested) -> tuple[str, ...]:
    steps = [step for side in tested.sides for step in side.finding.next_steps]
    return next_of_test(steps, [len(side.used) for side in tested.sides])


def headline(content: ReportContent, *, alone: bool) -> tuple[Block, ...]:
    """What came out of a direct test: in full without a standing photo, in a line with one."""
    sides = find_tested(content.thomas).sides
    if not alone:
        if all(side.finding.level == "cannot_say" for side in sides):
            return ()
        tags = (TAGS[side.side].format(finding=LEVELS[side.finding.level].tag) for side in sides)
        return (Paragraph((Run(tr(HEADLINE), strong=True), Run(f" {'; '.join(tags)}. {tr(OUTWEIGHS)}"))),)
    return tuple(
        Headline(
            tr(SIDE_FOUND, side=SIDES[side.side], found=LEVELS[side.finding.level].tag),
            side.finding.summary,
            LEVELS[side.finding.level].meaning,
        )
        for side in sides
    )


def _pictures(content: ReportContent, tested: Tested) -> Iterator[Block]:
    """The photo of each side that is nearest to its middle values."""
    from analyzer.report.pictures import thomas_picture  # noqa: PLC0415 - heavy

    shown = []
    for side in tested.sides:
        index = next((i for i in (side.nearest, *side.used) if tested.photos[i].drawable), side.nearest)
        of_side = [i for i, result in enumerate(tested.results) if result.view.side == side.side]
        caption = SIDES[side.side]
        if len(of_side) > 1:
            caption = tr(PICTURE_OF, side=caption, number=of_side.index(index) + 1)
        size = _SMALL if len(tested.sides) > 1 else _LARGE
        picture = thomas_picture(
            tested.photos[index], cover_face=content.cover_face, caption=caption, tag_size=size
        )
        if picture is not None:
            shown.append(picture)
    if shown:
        yield Pictures(tuple(shown), share=1.0 if len(shown) > 1 else 0.62)
    else:
        yield Paragraph(plain(tr(NO_PICTURE)), "small")


def _columns(tested: Tested) -> Columns:
    """What speaks for what, side by side."""
    columns = []
    for side in tested.sides:
        finding = side.finding
        items = [
            plain(item.text)
            for direction in DIRECTIONS
            for item in finding.evidence
            if item.direction == direction
        ]
        title = tr(SIDE_FOUND, side=SIDES[side.side], found=LEVELS[finding.level].tag)
        columns.append(Points(tuple(items), title, finding.summary, size="small"))
    return Columns(tuple(columns))


def _measures(tested: Tested) -> Iterator[Block]:
    """Each measure of each side on its scale."""
    words = [tr(SCALE_WORDS)]
    counts = {side.side: len(side.used) for side in tested.sides}
    if len(counts) > 1 and max(counts.values()) > 1:
        words.append(tr(MEDIANS, **counts))
    elif max(counts.values()) > 1:
        words.append(tr(MEDIANS_OF_ONE, count=max(counts.values())))
    yield Paragraph(plain(" ".join(words)), "small")
    there = [(side, name) for name in THOMAS for side in tested.sides if side.measures[name]]
    yield MeasureTable(tuple(_row(tested, side, name) for side, name in there if name not in _ASIDE))
    aside = "; ".join(
        VALUES[side.side].format(
            measure=measure_text(name).phrase,
            value=about_value(side.measures[name]),
            likely=interval(side.measures[name]),
        )
        for side, name in there
        if name in _ASIDE
    )
    if aside:
        yield Paragraph(plain(tr(ALSO, values=aside)), "small")


def _row(tested: Tested, side: ThomasSide, name: ThomasName) -> MeasureRow:
    spread, words = side.spreads[name], measure_text(name)
    corrected = any(name in tested.results[index].corrected for index in side.used)
    title = OF_SIDE[side.side].format(measure=words.plain) if len(tested.sides) > 1 else words.plain
    each = [value for value in spread.values if value is not None] if spread.count > 1 else []
    return MeasureRow(
        title,
        words.technical,
        about_value(spread.median),
        interval(spread.median),
        (tr(CORRECTED),) if corrected else (),
        scale=measure_scale(spread.median, None, each),
    )


def _changes(content: ReportContent, tested: Tested) -> Iterator[Block]:
    """What changed since an earlier test, each verdict once."""
    before = find_tested(content.thomas_before).test
    if before is None or tested.test is None:
        return
    day = content.thomas_before_day
    columns = []
    for side, changes in compare_thomas(before, tested.test).items():
        title = tr(SINCE_LAST, side=SIDES[side])
        if day is not None:
            title = tr(SINCE, side=SIDES[side], day=day_words(day))
        columns.append(Points(tuple(plain(line) for line in say_changes(changes)), title, size="small"))
    if columns:
        yield Columns(tuple(columns))


def _refused(tested: Tested) -> Iterator[Block]:
    """Photos that were refused or left out, what spoils the others, and what could not be measured."""
    lines = [tr(PHOTO_REFUSED, reason=failed.message) for failed in tested.failed]
    for side in tested.sides:
        which = SIDES[side.side]
        lines += [tr(SIDE_FOUND, side=which, found=issue.message) for issue in side.warnings]
        issues = dict.fromkeys(issue for index in side.used for issue in tested.results[index].view.issues)
        lines += [tr(SIDE_FOUND, side=which, found=issue.message) for issue in issues]
    missing: dict[str, list[str]] = {}
    for name in THOMAS:
        for side in tested.sides:
            why = side.measures[name].reason
            if why is not None:
                names = missing.setdefault(why.message, [])
                title = measure_text(name).phrase
                if title not in names:
                    names.append(title)
    for message, names in missing.items():
        measures = ", ".join(names)
        measures = measures[:1].upper() + measures[1:]
        lines.append(tr(NOT_MEASURED, measures=measures, reason=message))
    if lines:
        yield Points(tuple(plain(line) for line in lines), tr(REFUSED), size="small")


def sources(content: ReportContent) -> tuple[Block, ...]:
    """Where the definitions and usual ranges of the direct test come from."""
    tested = find_tested(content.thomas)
    items: list[Line] = []
    for name in THOMAS:
        measure = next((side.measures[name] for side in tested.sides if side.measures[name]), None)
        if measure is not None:
            text = measure_text(name).definition
            if measure.reference is not None:
                text += " " + typical_range(tr(measure.reference.source))
            items.append((Run(f"{measure_text(name).plain}. ", strong=True), *cited(text)))
    return (Points(tuple(items), tr("Direct test"), size="small"),) if items else ()


def method(content: ReportContent) -> tuple[Block, ...]:
    """How the direct test was measured."""
    return (Paragraph(cited(tr(METHOD)), "small"),) if content.thomas else ()
