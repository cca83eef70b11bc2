"""``posture-analyzer export``: results as a FHIR bundle or as a table, and a bundle back as results."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, cast

from analyzer import batch
from analyzer.cli.export_course import course_of, read_client, usable
from analyzer.cli.export_dicom import dicom_of
from analyzer.cli.given import read_all
from analyzer.cli.stored import read_result
from analyzer.cli.whole_file import write_whole
from analyzer.errors import PostureError, UnreadableImageError
from analyzer.exchange import Subject, from_fhir, to_fhir
from analyzer.language import mark, tr
from analyzer.types.outside import read_json

SCHEMA: Final = "posture-export/1"
_NOTHING: Final = mark("There are no photos and no results in this folder. Please choose another one.")
_NO_BUNDLE: Final = mark(
    "{name} is no FHIR bundle of results ({why}). Please give a file that export has written."
)
_FEW: Final = mark("A report belongs to one result. Please leave --report out, or export one photo.")

Say = Callable[[str], None]


def run(arguments: argparse.Namespace, say: Say) -> tuple[list[dict[str, Any]], bool]:
    """The objects to print, and whether all went well."""
    if arguments.read is not None:
        return _read_bundle(arguments.read), True
    out: Path = arguments.course or arguments.dicom or arguments.fhir
    record: dict[str, Any] = {"schema": SCHEMA, "file": out.name, "error": None}
    try:
        if arguments.course is not None:
            results, well = read_all(arguments.results, _course_files, _read_for_course, tr(_NOTHING), say)
            data = course_of(results, arguments.date, out.suffix.lower())
        elif arguments.dicom is not None:
            data, results, well = dicom_of(arguments, _subject(arguments)), [{}], True
        else:
            results, well = read_all(arguments.results, _files, _read, tr(_NOTHING), say)
            data = _written(arguments, results)
        write_whole(out, data, "bundle" if arguments.fhir is not None else "table")
    except PostureError as error:
        say(error.message)
        return [record | {"error": {"code": error.code, "message": error.message}}], False
    record |= {"results": len(results), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return [record], well


def _written(arguments: argparse.Namespace, results: Sequence[Mapping[str, Any]]) -> bytes:
    if arguments.report is not None and len(results) > 1:
        raise UnreadableImageError(tr(_FEW))
    bundle = to_fhir(
        results,
        subject=_subject(arguments),
        days=None if arguments.date is None else [arguments.date] * len(results),
        photo_names=arguments.photo_names,
        report_pdf=arguments.report,
    )
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def _subject(arguments: argparse.Namespace) -> Subject | None:
    if not arguments.client:
        return None
    sex = cast(Literal["female", "male", "other", "unknown"] | None, arguments.sex)
    return Subject(arguments.client, arguments.name, sex, arguments.birth_year)


def _read_bundle(path: Path) -> list[dict[str, Any]]:
    try:
        return from_fhir(read_json(path.read_bytes()))
    except (OSError, ValueError) as error:
        known = isinstance(error, ValueError) and "FHIR" in str(error)
        why = str(error) if known else tr("it cannot be read as JSON")
        raise UnreadableImageError(tr(_NO_BUNDLE, name=path.name, why=why)) from None


def _files(given: Sequence[str]) -> Iterator[Path]:
    for item in given:
        path = Path(item)
        stored = sorted(path.glob("*.json")) if path.is_dir() else [path] if path.suffix == ".json" else []
        if stored:
            yield from stored
        else:
            yield from batch.find_photos(item)


def _course_files(given: Sequence[str]) -> Iterator[Path]:
    for item in given:
        zipped = Path(item).suffix.lower() == ".zip"
        yield from [Path(item)] if zipped else _files([item])


def _read_for_course(path: Path) -> dict[str, Any]:
    if path.suffix.lower() == ".zip":
        return read_client(path)
    if path.suffix.lower() == ".json":
        return read_result(path, usable, "analyze, thomas or range")
    return _read(path)


def _read(path: Path) -> dict[str, Any]:
    if path.suffix.lower() == ".json":
        return read_result(path, _usable, "analyze, thomas or range")
    from analyzer.pipeline import analyze  # noqa: PLC0415 - heavy, and not for results

    return analyze(path).to_dict()


def _usable(record: Any) -> dict[str, Any]:
    """The result itself, when a bundle can be made of it."""
    to_fhir([record])
    return cast(dict[str, Any], record)
