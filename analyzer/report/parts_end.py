"""The parts of a report for those who want to check it: photos, method, limits, sources, provenance."""

from __future__ import annotations

from typing import Final

from analyzer.education import Source, exercise, topic
from analyzer.education.about import LIMITS
from analyzer.education.sources import SOURCES
from analyzer.language import Table, mark, tr, translated, within_sentence
from analyzer.language.numbers import decimal
from analyzer.meaning.clean_words import ALL_CLEAN, CLEAN, nothing_spoils
from analyzer.meaning.daily_life import find_contributing_factors, find_pain_remarks
from analyzer.meaning.measure_words import measure_text
from analyzer.measures.upper_back import OFFSETS
from analyzer.report import parts_thomas
from analyzer.report.content import ReportContent, Result
from analyzer.report.finding import Finding
from analyzer.report.model import Block, Facts, Line, Note, Paragraph, Points, Run
from analyzer.report.text import cited, plain, typical_range
from analyzer.types import PhotoInfo, Provenance
from analyzer.types.pelvic_range import FilmInfo

CORRECTED: Final = mark("A person corrected points or the level in this photo. That went into: {measures}.")
LIMITS_TITLE: Final = mark("What to keep in mind")
METHOD: Final = mark(
    "A pose model finds the joints in the photo; the outline of the back is traced at the edge of the body. "
    "Angles are measured on that outline and between those points, after the tilt of the camera is taken "
    "out. Where the bony points of the pelvis were not marked, its tilt is estimated from the outline."
)
INTERVAL: Final = mark(
    "A likely range holds the true value in about 95 of 100 cases: it adds up the error of the photo, what "
    "differs between bodies that look alike and, for the pelvis, the shape of the bone. A difference between "
    "two photos of one person has a smaller error, as what is particular to the body cancels."
)
OFFSETS_TITLE: Final = mark("Over the feet")
OFFSETS_TEXT: Final = mark(
    "Horizontal distances of C7, shoulder, hip and knee from the vertical through the ankle, and of C7 from "
    "that through the hip."
)
PHOTO: Final = Table({"one": "Photo", "several": "Photo {number}"})
DIRECT_TEST: Final = Table({"one": "Direct test", "several": "Direct test {number}"})
FILM: Final = mark("Range of the pelvis")
_SHORT: Final = 12
_OUR_FILE: Final = ", docs/method.md"


def photos(content: ReportContent, finding: Finding) -> tuple[Block, ...]:
    """How good the photos are, and what was corrected in them."""
    blocks: list[Block] = []
    several = len(content.photos) > 1
    if finding.summary is not None:
        blocks += [Note(warning.message) for warning in finding.summary.warnings]
    items: list[Line] = []
    for number, photo in enumerate(content.photos, start=1):
        which = (Run(tr("Photo {number}.", number=number) + " ", strong=True),) if several else ()
        items += [(*which, Run(text)) for text in _remarks(photo.result)]
    if items:
        blocks.append(Points(tuple(items)))
    if all(not photo.result.view.issues for photo in content.photos):
        measures = (measure for photo in content.photos for measure in photo.result.measures.values())
        blocks.append(Paragraph(plain(nothing_spoils(measures, ALL_CLEAN if several else CLEAN))))
    return tuple(blocks)


def _remarks(result: Result) -> list[str]:
    texts = [issue.message for issue in result.view.issues]
    if result.corrected:
        names = ", ".join(
            within_sentence(measure_text(name).plain) for name in result.measures if name in result.corrected
        )
        texts.append(tr(CORRECTED, measures=names))
    return texts + [note.message for note in result.notes]


def method(content: ReportContent) -> tuple[Block, ...]:
    """How it was measured, and what the numbers cannot tell."""
    how = f"{tr(METHOD)} {tr(INTERVAL)}" if content.photos else tr(INTERVAL)
    blocks: list[Block] = [Paragraph(plain(how), "small"), *parts_thomas.method(content)]
    if content.photos:
        blocks.append(
            Points(tuple(plain(text) for text in translated(LIMITS)), tr(LIMITS_TITLE), size="small")
        )
    return tuple(blocks)


def sources(content: ReportContent, finding: Finding | None) -> tuple[Block, ...]:
    """Where the definitions, the usual ranges, the exercises and the remarks come from; ``finding`` is of the
    standing photos, if there are any.
    """
    own = () if finding is None else (Points(_definitions(finding), tr("Measures"), size="small"),)
    return (*own, *parts_thomas.sources(content), *_literature(content))


def _definitions(finding: Finding) -> tuple[Line, ...]:
    items: list[Line] = []
    for name, measure in finding.measures.items():
        words = measure_text(name)
        if not words.definition or name in OFFSETS:
            continue
        text = f"{words.definition[:1].upper()}{words.definition[1:]}."
        if measure.value is not None and measure.reference is not None:
            # A file of this project leads nowhere on paper.
            text += " " + typical_range(tr(measure.reference.source).replace(_OUR_FILE, ""))
        items.append((Run(f"{words.plain}. ", strong=True), *cited(text)))
    if any(name in finding.measures for name in OFFSETS):
        items.append((Run(f"{tr(OFFSETS_TITLE)}. ", strong=True), Run(tr(OFFSETS_TEXT))))
    return tuple(items)


def _literature(content: ReportContent) -> tuple[Block, ...]:
    cited_: dict[str, Source] = {}
    for id_ in content.exercises:
        try:
            chosen = exercise(id_)
        except KeyError:
            continue
        cited_.update({source.id: source for source in chosen.sources})
    remarks = (*find_contributing_factors(content.intake), *find_pain_remarks(content.intake))
    for remark in remarks:
        cited_.update(
            {source.id: source for source in SOURCES.values() if remark.url and source.url == remark.url}
        )
    if content.exercises:
        for fact in topic("help_now").facts:
            cited_.update({source.id: source for source in fact.sources})
    if not cited_:
        return ()
    lines = tuple((Run(source.text, source.url),) for source in cited_.values())
    return (Points(lines, tr("Exercises and remarks"), size="small"),)


def provenance(content: ReportContent) -> tuple[Block, ...]:
    """What made the values, so that they can be traced; without names of files, which often name people."""
    rows: list[tuple[str, str]] = []
    of_stance = [(photo.result.photo, photo.result.provenance) for photo in content.photos]
    of_test = [(photo.result.photo, photo.result.provenance) for photo in content.thomas]
    for titles, photos in ((PHOTO, of_stance), (DIRECT_TEST, of_test)):
        for number, (photo, by) in enumerate(photos, start=1):
            title = titles["several" if len(photos) > 1 else "one"].format(number=number)
            rows.append((title, _traced(photo, by)))
    rows += [(tr(FILM), _filmed(found.film)) for found in content.ranges]
    films = [found.provenance for found in content.ranges]
    made = [*(by for _, by in (*of_stance, *of_test)), *films][0]
    rows.append((tr("Analyzer"), f"posture analyzer {made.analyzer_version}"))
    rows.append((tr("Pose model"), f"{made.model}, SHA-256 {made.model_sha256[:_SHORT]}…"))
    return (Facts(tuple(rows)),)


def _filmed(film: FilmInfo) -> str:
    return tr(
        "{used} of {frames} pictures of {seconds} seconds",
        used=film.used,
        frames=film.frames,
        seconds=decimal(film.seconds),
    )


def _size(photo: PhotoInfo) -> str:
    return tr("{width} × {height} pixels", width=photo.width_px, height=photo.height_px)


def _traced(photo: PhotoInfo, made: Provenance) -> str:
    words = [] if photo.width_px is None else [_size(photo)]
    if photo.sha256:
        words.append(f"SHA-256 {photo.sha256[:_SHORT]}…")
    return ", ".join([*words, tr("analysed {time} (UTC)", time=made.created_utc)])
