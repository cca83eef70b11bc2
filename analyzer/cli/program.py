"""The command line: results on standard output, and what is for people on standard error.

Exit statuses: 0 all photos were analysed, 1 at least one could not be or could not be saved, 2 wrong usage,
130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from analyzer._version import __version__
from analyzer.cli.report_options import add_arguments as add_report_arguments
from analyzer.errors import CorrectionError, OutputError, PostureError

if TYPE_CHECKING:
    from analyzer.batch import Options, Outcome, OutputFolder
    from analyzer.types import Corrections

# Everything else is imported where it is needed: --help and wrong usage should answer at once.

ALL_DONE: Final = 0
NOT_ALL: Final = 1
INTERRUPTED: Final = 130
_MAX_ROLL_DEG: Final = 45.0

_EPILOG: Final = """\
Exit status: 0 all photos analysed; 1 at least one could not be (its result says why in "error");
2 wrong usage. Set POSTURE_DEBUG=1 to see the details of internal errors.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status. Wrong usage raises SystemExit(2), as usual."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):  # the same bytes on every system and console
        out.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        with redirect_stdout(sys.stderr):  # nobody else's words among the results
            status: int = arguments.run(arguments, parser, out)
    except KeyboardInterrupt:
        _say("Stopped. What was finished before is complete.")
        return INTERRUPTED
    except PostureError as error:
        _say(error.message)
        return NOT_ALL
    except _StreamError as error:
        return _give_up_stream(out, error)
    return status


# --- Arguments ----------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analyzer",
        description="Pelvic tilt and lumbar curve from side-view photos, with their uncertainty.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"posture-analyzer {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_analyze(commands)
    _add_compare(commands)
    _add_report(commands)
    _add_model(commands)
    return parser


def _add_analyze(commands: Any) -> None:
    parser = commands.add_parser(
        "analyze",
        help="analyse photos",
        description="Analyse photos of one person each, standing, seen from the side. Prints one JSON object "
        "per photo on a line of its own (or CSV) on standard output.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "photos",
        nargs="+",
        metavar="PHOTO",
        help="photo, or folder with photos in it",
    )
    add("--out", type=Path, metavar="DIR", help="also write NAME.overlay.png and NAME.json to this folder")
    add("--format", choices=("json", "csv"), default="json", help="what to print (default: json)")
    add(
        "--markers",
        choices=("auto", "off"),
        default="auto",
        help="whether to look for adhesive dots on ASIS and PSIS (default: auto)",
    )
    add(
        "--roll-deg",
        type=_roll,
        metavar="X",
        help="how far the photo's content is turned clockwise",
    )
    add("--mm-per-px", type=_scale, metavar="X", help="millimetres per pixel of the photo, at the person")
    add(
        "--asis",
        type=_point,
        metavar="X,Y",
        help="the ASIS, in pixels of the photo (one photo only)",
    )
    add("--psis", type=_point, metavar="X,Y", help="the PSIS (with --asis)")
    add(
        "--correct",
        type=_corrections,
        metavar="FILE.json",
        help='what a person corrected, as in "corrections" of a result (one photo only)',
    )
    add("--no-overlay", action="store_true", help="with --out: write no NAME.overlay.png")
    add("--svg", action="store_true", help="with --out: also write NAME.overlay.svg, which explains itself")
    add("--resume", action="store_true", help="with --out: keep what is there already, analyse the rest")
    parser.set_defaults(run=_analyze, parser=parser)


def _add_compare(commands: Any) -> None:
    parser = commands.add_parser(
        "compare",
        help="compare two occasions of one person",
        description="Compare two photos (or folders, or results) of the same person: what changed, and what "
        "is within the error of measurement. Prints one JSON object.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_compare_arguments(parser)
    parser.set_defaults(run=_compare, parser=parser)


def _add_compare_arguments(parser: argparse.ArgumentParser) -> None:
    what = "photo, folder with photos of one stance, or JSON file written by analyze"
    parser.add_argument("before", metavar="BEFORE", help=what)
    parser.add_argument("after", metavar="AFTER", help="the same for the second occasion")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="also write comparison.json, .csv and, with photos, .png"
    )
    parser.add_argument("--show-face", action="store_true", help="do not cover the face in comparison.png")
    for side in ("before", "after"):
        parser.add_argument(
            f"--{side}-camera-height-cm", type=_height, metavar="X", help="of the lens above the floor"
        )
        parser.add_argument(f"--{side}-protocol", metavar="NAME", help="stance and arms, in your words")
        parser.add_argument(
            f"--{side}-mirrored", action="store_true", help="the photos are mirror images, as of some phones"
        )


def _add_report(commands: Any) -> None:
    parser = commands.add_parser(
        "report",
        help="write a report to hand over, as PDF or HTML",
        description="Write a report of photos (or results) of one person: what was found and how sure that "
        "is, what changed, exercises. Prints one JSON object about the file.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_report_arguments(parser)
    parser.set_defaults(run=_report, parser=parser)


def _height(text: str) -> float:
    value = float(text)
    if not 0.0 < value < 400.0:
        raise argparse.ArgumentTypeError("a camera height is between 0 and 400 cm")
    return value


def _add_model(commands: Any) -> None:
    parser = commands.add_parser(
        "model",
        help="get the pose model and say which one it is",
        description="Get the pose model, if it is not on this computer yet, and print what it is as JSON.",
    )
    parser.set_defaults(run=_model, parser=parser)


def _number(text: str) -> float:
    value = float(text)  # argparse makes a usage error of a ValueError
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return value


def _roll(text: str) -> float:
    value = _number(text)
    if abs(value) > _MAX_ROLL_DEG:
        raise argparse.ArgumentTypeError(f"{text} is more than {_MAX_ROLL_DEG:.0f} degrees")
    return value


def _scale(text: str) -> float:
    value = _number(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("a scale is greater than 0")
    return value


def _point(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != 2:
        raise argparse.ArgumentTypeError(f"{text!r} is not X,Y")
    return _number(parts[0]), _number(parts[1])


def _corrections(text: str) -> Corrections:
    from analyzer.types import Corrections  # noqa: PLC0415 - heavy

    try:
        return Corrections.from_dict(json.loads(Path(text).read_text("utf-8")))
    except OSError:
        raise argparse.ArgumentTypeError(f"the file {Path(text).name!r} could not be read") from None
    except CorrectionError as error:
        raise argparse.ArgumentTypeError(error.message) from None
    except (ValueError, RecursionError):
        raise argparse.ArgumentTypeError(f"the file {Path(text).name!r} holds no JSON") from None


def _check_together(arguments: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    refuse: Callable[[str], None] = arguments.parser.error
    if (arguments.asis is None) != (arguments.psis is None):
        refuse("--asis and --psis go together")
    several = len(arguments.photos) > 1 or Path(arguments.photos[0]).is_dir()
    if arguments.asis is not None and several:
        refuse("--asis and --psis need exactly one photo")
    if arguments.correct is not None and several:
        refuse("--correct needs exactly one photo")
    if arguments.correct is not None and arguments.asis is not None:
        refuse("with --correct, ASIS and PSIS belong into its file")
    if arguments.resume and arguments.out is None:
        refuse("--resume needs --out")
    if arguments.svg and arguments.out is None:
        refuse("--svg needs --out")


# --- analyze ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Job:
    """One photo, the name of its files in the output folder, and its result if that is there already."""

    path: Path
    name: str = ""
    stored: dict[str, Any] | None = None


@dataclass(slots=True)
class _Run:
    """What the photos of one command have in common."""

    options: Options
    folder: OutputFolder | None
    overlays: bool
    svg: bool
    printer: _Printer
    troubles: int = field(default=0)


def _analyze(arguments: argparse.Namespace, _: argparse.ArgumentParser, out: TextIO) -> int:
    _check_together(arguments)
    from analyzer import batch  # noqa: PLC0415 - heavy
    from analyzer.types import Corrections  # noqa: PLC0415

    run = _Run(
        options=batch.Options(
            markers=arguments.markers,
            roll_deg=arguments.roll_deg,
            mm_per_px=arguments.mm_per_px,
            asis_px=arguments.asis,
            psis_px=arguments.psis,
            corrections=arguments.correct or Corrections(),
        ),
        folder=None if arguments.out is None else batch.OutputFolder(arguments.out),
        overlays=not arguments.no_overlay,
        svg=arguments.svg,
        printer=_CsvPrinter(out) if arguments.format == "csv" else _JsonPrinter(out),
    )
    jobs = [_Job(photo) for path in arguments.photos for photo in batch.find_photos(path)]
    if run.folder is not None:
        for job in jobs:
            job.name = run.folder.name_for(job.path)
        if arguments.resume:
            _find_stored(jobs, run)
    _work_off(jobs, run)
    return NOT_ALL if run.troubles else ALL_DONE


def _find_stored(jobs: Iterable[_Job], run: _Run) -> None:
    """Take over the results of an earlier run that still hold."""
    from analyzer import batch  # noqa: PLC0415
    from analyzer.pose import describe_model  # noqa: PLC0415

    assert run.folder is not None
    found = [(job, run.folder.read(job.name)) for job in jobs]
    if not any(record for _, record in found):
        return
    try:
        model_sha256 = describe_model(_say).sha256
    except PostureError:  # said when it is needed
        model_sha256 = None
    for job, record in found:
        if not batch.can_resume(record, job.path, run.options, model_sha256):
            continue
        assert record is not None
        wanted = [batch.OVERLAY_SUFFIX] * run.overlays + [batch.SVG_SUFFIX] * run.svg
        there = all(run.folder.has_overlay(job.name, suffix) for suffix in wanted)
        if record["error"] is None and not there:
            continue
        job.stored = record


def _work_off(jobs: list[_Job], run: _Run) -> None:
    from analyzer import batch  # noqa: PLC0415

    results = batch.outcomes([job.path for job in jobs if job.stored is None], run.options, _say)
    watched = sys.stderr is not None and sys.stderr.isatty()
    bar = _tqdm()(
        total=len(jobs),
        unit="photo",
        file=sys.stderr,
        disable=len(jobs) < 2 or sys.stderr is None,
        mininterval=0.1 if watched else 10.0,  # a log file needs few lines
    )
    try:
        with bar:
            for job in jobs:
                outcome = next(results) if job.stored is None else None
                _finish(job, outcome, run)
                bar.update()
    finally:
        results.close()  # type: ignore[attr-defined]  # it is a generator: ends reading ahead
    if len(jobs) > 1:
        _say(f"{len(jobs) - run.troubles} of {len(jobs)} photos done without trouble.")


def _finish(job: _Job, outcome: Outcome | None, run: _Run) -> None:
    """Save and print one photo's result, and say what is wrong with it."""
    record = job.stored if outcome is None else outcome.record(run.options)
    assert record is not None
    name = record["photo"]["name"]
    messages = [] if record["error"] is None else [record["error"]["message"]]
    if run.folder is not None and outcome is not None:
        messages += _save(job.name, outcome, record, run)
    for message in messages:
        _say(f"{name}: {message}")
    run.troubles += bool(messages)
    run.printer.print(record)


def _save(name: str, outcome: Outcome, record: dict[str, Any], run: _Run) -> list[str]:
    """Write a photo's files; returns what went wrong, for people."""
    from analyzer import batch  # noqa: PLC0415

    assert run.folder is not None
    messages, png, svg = [], None, None
    try:
        png = batch.overlay_png(outcome) if run.overlays else None
        svg = batch.overlay_svg(outcome) if run.svg else None
    except OutputError as error:
        messages.append(error.message)
    try:
        run.folder.write(name, record, png, svg)
    except OutputError as error:
        messages.append(error.message)
    return messages


# --- compare ------------------------------------------------------------------------------------------


def _compare(arguments: argparse.Namespace, _: argparse.ArgumentParser, out: TextIO) -> int:
    from analyzer.cli import compare as compare_command  # noqa: PLC0415 - heavy

    record, well = compare_command.run(arguments, _say)
    _JsonPrinter(out).print(record)
    return ALL_DONE if well else NOT_ALL


# --- report -------------------------------------------------------------------------------------------


def _report(arguments: argparse.Namespace, _: argparse.ArgumentParser, out: TextIO) -> int:
    from analyzer.cli import report as report_command  # noqa: PLC0415 - heavy

    record, well = report_command.run(arguments, _say)
    _JsonPrinter(out).print(record)
    return ALL_DONE if well else NOT_ALL


# --- model --------------------------------------------------------------------------------------------


def _model(_arguments: argparse.Namespace, _: argparse.ArgumentParser, out: TextIO) -> int:
    from analyzer.pose import describe_model  # noqa: PLC0415

    info = describe_model(_say)
    record = {
        "name": info.name,
        "source": info.source,
        "sha256": info.sha256,
        "size_bytes": info.size_bytes,
        "path": str(info.path),
    }
    _JsonPrinter(out).print(record)
    return ALL_DONE


# --- Printing -----------------------------------------------------------------------------------------


class _StreamError(Exception):
    """Standard output takes no more."""


class _Printer:
    """Puts records on standard output, each at once, so that others can work on them already."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def print(self, record: dict[str, Any]) -> None:
        raise NotImplementedError

    def _put(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:
            raise _StreamError from error


class _JsonPrinter(_Printer):
    """JSON Lines."""

    def print(self, record: dict[str, Any]) -> None:
        self._put(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


class _CsvPrinter(_Printer):
    """One table: a header, then a row per photo."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self._columns = csv_columns()
        self._put_row(self._columns)

    def print(self, record: dict[str, Any]) -> None:
        row = csv_row(record)
        self._put_row([row.get(column) for column in self._columns])

    def _put_row(self, cells: Sequence[Any]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        self._put(text.getvalue())


_MEASURE_PARTS: Final = ("", "_low", "_high", "_sd_within", "_method", "_reason")


def csv_columns() -> list[str]:
    """Names of the CSV's columns."""
    from analyzer.measures import TABLE  # noqa: PLC0415

    return [
        *("photo", "sha256", "error_code", "error_message"),
        *("facing", "trunk_rotation_deg", "issues"),
        *(measure + part for measure in TABLE for part in _MEASURE_PARTS),
        *("shortened_psoas", "analyzer_version", "model_sha256"),
    ]


def csv_row(record: dict[str, Any]) -> dict[str, Any]:
    """One record as cells by column; what it does not have is not in it, or ``None``."""
    error, view = record["error"] or {}, record["view"] or {}
    row = {
        "photo": record["photo"]["name"],
        "sha256": record["photo"]["sha256"],
        "error_code": error.get("code"),
        "error_message": error.get("message"),
        "facing": view.get("facing"),
        "trunk_rotation_deg": view.get("trunk_rotation_deg"),
        "issues": ";".join(issue["code"] for issue in view.get("issues", ())),
        "shortened_psoas": record["indicators"].get("shortened_psoas", {}).get("level"),
        "analyzer_version": record["provenance"]["analyzer_version"],
        "model_sha256": record["provenance"]["model_sha256"],
    }
    for name, measure in record["measures"].items():
        low, high = measure.get("ci95") or (None, None)
        reason = (measure.get("reason") or {}).get("code")
        cells = (measure["value"], low, high, measure.get("sd_within"), measure.get("method"), reason)
        row |= {name + part: cell for part, cell in zip(_MEASURE_PARTS, cells, strict=True)}
    return row


# --- Talking ------------------------------------------------------------------------------------------


def _say(message: str) -> None:
    """A line for people, above the progress bar if there is one."""
    if sys.stderr is None:
        return
    # A console with another encoding must not end the run over a file name.
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    _tqdm().write(message.encode(encoding, "replace").decode(encoding), file=sys.stderr)


def _tqdm() -> Any:
    from tqdm import tqdm  # noqa: PLC0415

    return tqdm


def _give_up_stream(out: TextIO, error: _StreamError) -> int:
    """Whoever read standard output has gone, or its disk is full: end quietly, or with one sentence."""
    if not isinstance(error.__cause__, BrokenPipeError):
        _say("The results could not be printed: standard output takes no more. Is the disk full?")
    with suppress(OSError, ValueError):  # otherwise Python itself would try, and complain, at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    return NOT_ALL
