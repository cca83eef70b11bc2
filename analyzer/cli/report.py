"""``posture-analyzer report``: a report of photos or results, as one PDF or HTML file."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from analyzer import batch
from analyzer.cli.given import read_all
from analyzer.cli.report_options import FITTING
from analyzer.cli.stored import read_result
from analyzer.cli.whole_file import write_whole
from analyzer.errors import ModelUnavailableError, PostureError, require_packages
from analyzer.language import mark, tr
from analyzer.meaning.references import with_references
from analyzer.photo import load_photo
from analyzer.pipeline import analyze
from analyzer.report import (
    Practice,
    ReportContent,
    ReportPhoto,
    ReportTest,
    build_report,
    fitting_exercises,
    render_html,
    render_pdf,
    result_from_dict,
    thomas_from_dict,
)
from analyzer.report.model import Note, Report
from analyzer.thomas import analyze_thomas, failed_thomas
from analyzer.types import PhotoInfo
from analyzer.types.codes import ReferenceName
from analyzer.types.intake import Intake
from analyzer.types.pelvic_range import FailedRange, PelvicRange, range_from_dict
from analyzer.types.thomas import FailedThomas

SCHEMA: Final = "posture-report/1"
_NO_PHOTOS: Final = mark("There are no photos in this folder. Please choose another one.")

Say = Callable[[str], None]


def run(arguments: argparse.Namespace, say: Say) -> tuple[dict[str, Any], bool]:
    """The record to print, and whether all went well."""
    if not arguments.photos and not arguments.direct_test:
        arguments.parser.error(tr("give a photo, a result, or --direct-test"))
    kind = "pdf" if arguments.out.suffix.lower() == ".pdf" else "html"
    record: dict[str, Any] = {"schema": SCHEMA, "file": arguments.out.name, "error": None}
    try:
        require_packages("report", "typst" if kind == "pdf" else "jinja2")  # before photos are analysed
        photos, well = read_all(arguments.photos, _files, _read, tr(_NO_PHOTOS), say)
        before, before_well = read_all(arguments.before, _files, _read, tr(_NO_PHOTOS), say)
        photos, before = (_beside(arguments.reference, found) for found in (photos, before))
        tests = [_read_test(path) for path in _files(arguments.direct_test)]
        earlier = [_read_test(path) for path in _files(arguments.direct_test_before)]
        for photo in (*tests, *earlier):
            if isinstance(photo.result, FailedThomas):
                say(f"{photo.result.photo.name}: {photo.result.message}")
                well = False
        content = _content(arguments, photos, before, tests, earlier)
        ranges = tuple(read_result(path, _range, "range") for path in arguments.range)
        report = build_report(replace(content, ranges=ranges))
        data = (render_pdf if kind == "pdf" else render_html)(report)
        write_whole(arguments.out, data, "report")
    except PostureError as error:
        say(error.message)
        return record | {"error": {"code": error.code, "message": error.message}}, False
    troubles = _troubles(report)
    for text in dict.fromkeys(troubles):
        say(text)
    record |= {
        "format": kind,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "photos": [photo.result.photo.name for photo in photos],
        "before": [photo.result.photo.name for photo in before],
        "direct_test": [photo.result.photo.name for photo in tests],
        "sections": [section.id for section in report.sections],
        "notes": troubles,
    }
    return record, well and before_well and not troubles


def _content(
    arguments: argparse.Namespace,
    photos: Sequence[ReportPhoto],
    before: Sequence[ReportPhoto],
    tests: Sequence[ReportTest],
    earlier: Sequence[ReportTest],
) -> ReportContent:
    fitting = arguments.exercises == (FITTING,)
    content = ReportContent(
        tuple(photos),
        tuple(before),
        practice=Practice(arguments.practice, arguments.address, arguments.logo),
        client_code=arguments.client,
        client_name=arguments.name,
        day=arguments.date or date.today(),
        before_day=arguments.before_date,
        intake=arguments.intake or Intake(),
        exercises=() if fitting else arguments.exercises,
        notes=arguments.notes or "",
        cover_face=not arguments.show_face,
        paper=arguments.paper,
        thomas=tuple(tests),
        thomas_before=tuple(earlier),
        thomas_before_day=arguments.before_date,
        language=arguments.report_language,
    )
    return replace(content, exercises=fitting_exercises(content)) if fitting else content


def _troubles(report: Report) -> list[str]:
    """What could not be made, as the report says it."""
    blocks = (block for section in report.sections for block in section.blocks)
    return [block.text for block in blocks if isinstance(block, Note) and block.trouble is not None]


# --- Reading ------------------------------------------------------------------------------------------


def _beside(name: ReferenceName | None, photos: Sequence[ReportPhoto]) -> list[ReportPhoto]:
    """The photos beside the references that were asked for; results that are read back keep theirs else."""
    if name is None:
        return list(photos)
    return [replace(photo, result=with_references(photo.result, name)) for photo in photos]


def _files(given: Sequence[str]) -> Iterator[Path]:
    for item in given:
        if Path(item).suffix.lower() == ".json":
            yield Path(item)
        else:
            yield from batch.find_photos(item)


def _range(record: Any) -> PelvicRange:
    found = range_from_dict(record)
    if isinstance(found, FailedRange):
        raise ValueError(f"this is no result of an analysis: {found.message}")
    return found


def _read_test(path: Path) -> ReportTest:
    """A photo of the direct test, or its result; one that is refused is in the report with its reason."""
    if path.suffix.lower() == ".json":
        return ReportTest(read_result(path, thomas_from_dict, "thomas"))
    info = PhotoInfo(batch.shown_name(path), None, None, None)
    try:
        photo = load_photo(path)
        info = PhotoInfo.of(photo)
        return ReportTest(analyze_thomas(photo), photo.rgb)
    except ModelUnavailableError:
        raise
    except PostureError as error:
        return ReportTest(failed_thomas(info, error))


def _read(path: Path) -> ReportPhoto:
    if path.suffix.lower() != ".json":
        photo = load_photo(path)
        analysis = analyze(photo)
        return ReportPhoto(analysis, photo.turned(analysis.photo.turned_deg).rgb)
    return ReportPhoto(read_result(path, result_from_dict))
