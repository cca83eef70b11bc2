"""The options of ``posture-analyzer export``, in a module that is quickly imported."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from analyzer.cli.report_options import read_bytes, read_day
from analyzer.language import tr

SEXES: Final = ("female", "male", "other", "unknown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add(
        "results",
        nargs="*",
        metavar="JSON_OR_PHOTO",
        help=tr(
            "JSON file written by analyze, thomas or range, folder of such files, or photo of a person who "
            "stands; with --course also the ZIP of a client that the app exports"
        ),
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--fhir", type=Path, metavar="FILE.json", help=tr("write a bundle of HL7 FHIR R4"))
    what.add_argument(
        "--course",
        type=_table,
        metavar="FILE.csv|.parquet",
        help=tr("write a table of one client's course: a row for each visit, side and measure"),
    )
    what.add_argument(
        "--dicom",
        type=Path,
        metavar="FILE.dcm",
        help=tr("write the picture of one photo as DICOM secondary capture, or --report as encapsulated PDF"),
    )
    what.add_argument(
        "--read", type=Path, metavar="FILE.json", help=tr("print the results that such a bundle holds")
    )
    add("--client", default="", metavar="CODE", help=tr("code of the client (without it, nobody is named)"))
    add("--name", default="", metavar="NAME", help=tr("name of the client, with --client"))
    add("--sex", choices=SEXES, help=tr("with --client"))
    add("--birth-year", type=_year, metavar="YYYY", help=tr("with --client"))
    add(
        "--date",
        type=read_day,
        metavar="YYYY-MM-DD",
        help=tr("date of the photos (default: of the analysis)"),
    )
    add("--photo-names", action="store_true", help=tr("also the names of the photos' files"))
    add("--show-face", action="store_true", help=tr("do not cover faces in the picture of --dicom"))
    add("--direct-test", action="store_true", help=tr("the photo of --dicom shows the direct test"))
    add("--report", type=read_bytes, metavar="FILE.pdf", help=tr("attach a report to the one result"))


def check_together(arguments: argparse.Namespace) -> None:
    """Wrong usage ends the program, as usual."""
    if arguments.fhir is not None and not arguments.results:
        arguments.parser.error(tr("--fhir needs results or photos"))
    if arguments.course is not None:
        if not arguments.results:
            arguments.parser.error(tr("--course needs results or photos"))
        if arguments.client or arguments.photo_names or arguments.report is not None:
            arguments.parser.error(tr("--client, --photo-names and --report belong to --fhir"))
    if arguments.dicom is not None and (len(arguments.results) == 1) == (arguments.report is not None):
        arguments.parser.error(tr("--dicom needs one photo, or --report alone"))
    if arguments.direct_test and (arguments.dicom is None or not arguments.results):
        arguments.parser.error(tr("--direct-test belongs to --dicom with a photo"))
    if arguments.read is not None and arguments.results:
        arguments.parser.error(tr("--read takes no results beside it"))
    if not arguments.client and (arguments.name or arguments.sex or arguments.birth_year):
        arguments.parser.error(tr("--name, --sex and --birth-year need --client"))


def _table(text: str) -> Path:
    if Path(text).suffix.lower() not in (".csv", ".parquet"):
        raise argparse.ArgumentTypeError(tr("{name} does not end in .csv or .parquet", name=repr(text)))
    return Path(text)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(tr("{text} is no year such as 1990", text=repr(text)))
    return int(text)
