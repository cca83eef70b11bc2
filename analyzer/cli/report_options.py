"""The options of ``posture-analyzer report``, in a module that is quickly imported."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analyzer.cli.references import add_reference_options

if TYPE_CHECKING:
    from analyzer.types.intake import Intake

ENDINGS: Final = (".pdf", ".html", ".htm")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    what = "photo, folder with photos of one stance, or JSON file written by analyze (values, no picture)"
    add = parser.add_argument
    add("photos", nargs="*", metavar="PHOTO_OR_JSON", help=what)
    add(
        "--before",
        nargs="+",
        default=[],
        metavar="PHOTO_OR_JSON",
        help="an earlier occasion, to compare with",
    )
    test = "photo of the direct test, folder with such photos, or JSON file written by thomas; both sides"
    add("--direct-test", nargs="+", default=[], metavar="PHOTO_OR_JSON", help=test)
    add(
        "--direct-test-before",
        nargs="+",
        default=[],
        metavar="PHOTO_OR_JSON",
        help="an earlier direct test, to compare with",
    )
    add("--out", type=_out, required=True, metavar="FILE", help="where to write: FILE.pdf or FILE.html")
    add("--practice", default="", metavar="NAME", help="name of the practice")
    add("--address", default="", metavar="LINE", help="its address, in one line")
    add("--logo", type=read_bytes, metavar="FILE", help="its logo, a PNG or JPEG picture")
    add("--client", default="", metavar="CODE", help="code of the client")
    add("--name", default="", metavar="NAME", help="name of the client, in any script")
    add("--date", type=read_day, metavar="YYYY-MM-DD", help="date of the photos (default: today)")
    add("--before-date", type=read_day, metavar="YYYY-MM-DD", help="date of the earlier photos")
    add("--paper", choices=("a4", "letter"), default="a4", help="(default: a4)")
    add("--exercises", type=_exercises, default=(), metavar="ID,ID", help="exercises for home, with figures")
    add("--intake", type=_intake, metavar="FILE.json", help="answers about daily life")
    add("--notes", type=_notes, metavar="FILE.txt", help="the therapist's own words")
    add_reference_options(parser)
    add("--show-face", action="store_true", help="do not cover faces in the pictures")


def _out(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in ENDINGS:
        raise argparse.ArgumentTypeError(f"{path.name!r} does not end in .pdf or .html")
    return path


def read_bytes(text: str) -> bytes:
    """The content of a file that an option names."""
    try:
        return Path(text).read_bytes()
    except (OSError, ValueError):
        raise argparse.ArgumentTypeError(f"the file {Path(text).name!r} could not be read") from None


def _notes(text: str) -> str:
    return read_bytes(text).decode("utf-8", "replace").removeprefix("\ufeff")


def _intake(text: str) -> Intake:
    from analyzer.types.intake import Intake  # noqa: PLC0415 - heavy
    from analyzer.types.outside import read_json  # noqa: PLC0415 - heavy

    try:
        return Intake.from_dict(read_json(read_bytes(text)))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"the file {Path(text).name!r} holds no answers: {error}") from None


def read_day(text: str) -> date:
    """The day that an option names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-03-09") from None


def _exercises(text: str) -> tuple[str, ...]:
    from analyzer.education import exercises  # noqa: PLC0415 - heavy

    known = [exercise.id for exercise in exercises()]
    chosen = tuple(word.strip() for word in text.split(",") if word.strip())
    if unknown := [id_ for id_ in chosen if id_ not in known]:
        raise argparse.ArgumentTypeError(f"unknown {', '.join(unknown)}; there are {', '.join(known)}")
    return chosen
