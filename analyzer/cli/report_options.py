"""The options of ``posture-analyzer report``, in a module that is quickly imported."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analyzer.cli.references import add_reference_options
from analyzer.cli.refusals import unreadable
from analyzer.language import LANGUAGES, tr

if TYPE_CHECKING:
    from analyzer.types.intake import Intake

ENDINGS: Final = (".pdf", ".html", ".htm")
FITTING: Final = "fitting"
"""In the place of ids: exercises chosen by what was found."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    what = tr("photo, folder with photos of one stance, or JSON file written by analyze (values, no picture)")
    add = parser.add_argument
    add("photos", nargs="*", metavar="PHOTO_OR_JSON", help=what)
    add(
        "--before",
        nargs="+",
        default=[],
        metavar="PHOTO_OR_JSON",
        help=tr("an earlier occasion, to compare with"),
    )
    test = tr("photo of the direct test, folder with such photos, or JSON file written by thomas; both sides")
    add("--direct-test", nargs="+", default=[], metavar="PHOTO_OR_JSON", help=test)
    add(
        "--direct-test-before",
        nargs="+",
        default=[],
        metavar="PHOTO_OR_JSON",
        help=tr("an earlier direct test, to compare with"),
    )
    add(
        "--range",
        nargs="+",
        default=[],
        type=Path,
        metavar="FILE.json",
        help=tr("range of the pelvis, as range writes it"),
    )
    add("--out", type=_out, required=True, metavar="FILE", help=tr("where to write: FILE.pdf or FILE.html"))
    add("--practice", default="", metavar="NAME", help=tr("name of the practice"))
    add("--address", default="", metavar="LINE", help=tr("its address, in one line"))
    add("--logo", type=read_bytes, metavar="FILE", help=tr("its logo, a PNG or JPEG picture"))
    add("--client", default="", metavar="CODE", help=tr("code of the client"))
    add("--name", default="", metavar="NAME", help=tr("name of the client, in any script"))
    add("--date", type=read_day, metavar="YYYY-MM-DD", help=tr("date of the photos (default: today)"))
    add("--before-date", type=read_day, metavar="YYYY-MM-DD", help=tr("date of the earlier photos"))
    add("--paper", choices=("a4", "letter"), default="a4", help=tr("(default: a4)"))
    add(
        "--language",
        dest="report_language",
        choices=tuple(LANGUAGES),
        metavar="CODE",
        help=tr(
            "the language of the report: {codes} (default: as this program speaks)",
            codes=", ".join(LANGUAGES),
        ),
    )
    add(
        "--exercises",
        type=_exercises,
        default=(),
        metavar="ID,ID",
        help=tr("exercises for home, with figures; {word}: those that fit what was found", word=FITTING),
    )
    add("--intake", type=_intake, metavar="FILE.json", help=tr("answers about daily life"))
    add("--notes", type=_notes, metavar="FILE.txt", help=tr("the therapist's own words"))
    add_reference_options(parser)
    add("--show-face", action="store_true", help=tr("do not cover faces in the pictures"))


def _out(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in ENDINGS:
        raise argparse.ArgumentTypeError(tr("{name} does not end in .pdf or .html", name=repr(path.name)))
    return path


def read_bytes(text: str) -> bytes:
    """The content of a file that an option names."""
    try:
        return Path(text).read_bytes()
    except (OSError, ValueError):
        raise unreadable(text) from None


def _notes(text: str) -> str:
    return read_bytes(text).decode("utf-8", "replace").removeprefix("\ufeff")


def _intake(text: str) -> Intake:
    from analyzer.types.intake import Intake  # noqa: PLC0415 - heavy
    from analyzer.types.outside import read_json  # noqa: PLC0415 - heavy

    try:
        return Intake.from_dict(read_json(read_bytes(text)))
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            tr("the file {name} holds no answers: {error}", name=repr(Path(text).name), error=error)
        ) from None


def read_day(text: str) -> date:
    """The day that an option names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("{text} is no date such as 2026-03-09", text=repr(text))
        ) from None


def _exercises(text: str) -> tuple[str, ...]:
    from analyzer.education import exercises  # noqa: PLC0415 - heavy

    known = [exercise.id for exercise in exercises()]
    chosen = tuple(word.strip() for word in text.split(",") if word.strip())
    if chosen == (FITTING,):
        return chosen
    if unknown := [id_ for id_ in chosen if id_ not in known]:
        raise argparse.ArgumentTypeError(
            tr("unknown {unknown}; there are {known}", unknown=", ".join(unknown), known=", ".join(known))
        )
    return chosen
