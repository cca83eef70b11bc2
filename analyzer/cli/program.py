"""The command line: results on standard output, and what is for people on standard error.

Exit statuses: 0 all photos were analysed, 1 at least one could not be or could not be saved, 2 wrong usage,
130 stopped with Ctrl-C, 143 by SIGTERM.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final, TextIO

from analyzer._version import __version__
from analyzer.cli.arguments import (
    add_analyze_arguments,
    add_compare_arguments,
    add_range_arguments,
    add_thomas_arguments,
    check_together,
)
from analyzer.cli.export_options import add_arguments as add_export_arguments
from analyzer.cli.export_options import check_together as check_export
from analyzer.cli.language import add_language_option, argparse_says, argparse_speaks, speak
from analyzer.cli.printing import JsonPrinter, StreamError, give_up_stream, say
from analyzer.cli.report_options import add_arguments as add_report_arguments
from analyzer.cli.stopping import Terminated
from analyzer.errors import PostureError
from analyzer.language import mark, tr

# Everything else is imported where it is needed: --help and wrong usage should answer at once.

ALL_DONE: Final = 0
NOT_ALL: Final = 1
INTERRUPTED: Final = 130
TERMINATED: Final = 143

_EPILOG: Final = mark(
    """\
Exit status: 0 all photos analysed; 1 at least one could not be (its result says why in "error");
2 wrong usage. Set POSTURE_DEBUG=1 to see the details of internal errors.
"""
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status. Wrong usage raises SystemExit(2), as usual."""
    if argv is None:
        # The process is ours, and NumPy not imported yet: its BLAS would start a thread for each core, which
        # cost more than they help with small matrices.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if argv is None else list(argv)
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):  # the same bytes on every system and console
        out.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    with speak(given), argparse_speaks():
        return _run(given, out)


def _run(argv: Sequence[str], out: TextIO) -> int:
    parser = _parser()
    arguments, more = parser.parse_known_args(argv)
    if more and arguments.run not in (_app, _accounts, _practice):  # those pass options on to another program
        arguments.parser.error(argparse_says("unrecognized arguments: %s") % " ".join(more))
    arguments.more = more
    try:
        with redirect_stdout(sys.stderr):  # nobody else's words among the results
            status: int = arguments.run(arguments, out)
    except KeyboardInterrupt as error:
        say(tr("Stopped. What was finished before is complete."))
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    except PostureError as error:
        say(error.message)
        return NOT_ALL
    except StreamError as error:
        give_up_stream(out, error)
        return NOT_ALL
    return status


# --- Commands ---------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="posture-analyzer",
        description=tr("Pelvic tilt and lumbar curve from side-view photos, with their uncertainty."),
        epilog=tr(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"posture-analyzer {__version__}",
        help=tr("show program's version number and exit"),
    )
    add_language_option(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_analyze(commands)
    _add_compare(commands)
    _add_thomas(commands)
    _add_range(commands)
    _add_report(commands)
    _add_export(commands)
    _add_app(commands)
    _add_accounts(commands)
    _add_practice(commands)
    _add_model(commands)
    return parser


def _add_analyze(commands: Any) -> None:
    parser = commands.add_parser(
        "analyze",
        help=tr("analyse photos"),
        description=tr(
            "Analyse photos of one person each, standing, seen from the side. Prints one JSON object "
            "per photo on a line of its own (or CSV) on standard output."
        ),
        epilog=tr(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_analyze_arguments(parser)
    parser.set_defaults(run=_analyze, parser=parser)


def _add_compare(commands: Any) -> None:
    parser = commands.add_parser(
        "compare",
        help=tr("compare two occasions of one person"),
        description=tr(
            "Compare two photos (or folders, or results) of the same person: what changed, and what "
            "is within the error of measurement. Prints one JSON object."
        ),
        epilog=tr(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_compare_arguments(parser)
    parser.set_defaults(run=_compare, parser=parser)


def _add_thomas(commands: Any) -> None:
    parser = commands.add_parser(
        "thomas",
        help=tr("measure the direct test, the modified Thomas test"),
        description=tr(
            "Measure photos of the modified Thomas test: a person on the back at the end of a table, the "
            "other knee held, the tested leg towards the camera. Prints one JSON object per photo on a line "
            "of its own on standard output."
        ),
        epilog=tr(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_thomas_arguments(parser)
    parser.set_defaults(run=_thomas, parser=parser)


def _add_range(commands: Any) -> None:
    parser = commands.add_parser(
        "range",
        help=tr("measure how far a person can tip the pelvis, from a video"),
        description=tr(
            "Measure the range of the pelvis from videos of ten seconds or more: a person who stands side "
            "on, tips the pelvis as far forward as it goes, then back, and lets go. Prints one JSON object "
            "per video on a line of its own on standard output."
        ),
        epilog=tr(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_range_arguments(parser)
    parser.set_defaults(run=_range, parser=parser)


def _add_report(commands: Any) -> None:
    parser = commands.add_parser(
        "report",
        help=tr("write a report to hand over, as PDF or HTML"),
        description=tr(
            "Write a report of photos (or results) of one person: what was found and how sure that "
            "is, what changed, exercises. Prints one JSON object about the file."
        ),
        epilog=tr(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_report_arguments(parser)
    parser.set_defaults(run=_report, parser=parser)


def _add_export(commands: Any) -> None:
    parser = commands.add_parser(
        "export",
        help=tr("results for other software, as a FHIR bundle or as a table"),
        description=tr(
            "Write results as one bundle of HL7 FHIR R4, or as one table of a client's course, with "
            "intervals, methods and reasons, and print one JSON object about the file; or read such a "
            "bundle and print its results, each on a line."
        ),
        epilog=tr(_EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_export_arguments(parser)
    parser.set_defaults(run=_export, parser=parser)


def _add_app(commands: Any) -> None:
    parser = commands.add_parser(
        "app",
        help=tr("start the app for the browser"),
        description=tr("Start the app for the browser, on this computer only."),
        usage=tr("%(prog)s [-h] [OPTION ...]"),
        epilog=tr(
            "Options are those of Streamlit's server, for example --server.port 8600, or "
            "--server.headless true to open no browser."
        ),
    )
    parser.set_defaults(run=_app, parser=parser)


def _add_accounts(commands: Any) -> None:
    parser = commands.add_parser(
        "accounts",
        help=tr("who may sign in to the app on a network"),
        add_help=False,  # the other program has its own
    )
    parser.set_defaults(run=_accounts, parser=parser)


def _add_practice(commands: Any) -> None:
    parser = commands.add_parser(
        "practice",
        help=tr("set the app up for the stations and phones of a practice, and start it"),
        add_help=False,  # the other program has its own
    )
    parser.set_defaults(run=_practice, parser=parser)


def _add_model(commands: Any) -> None:
    parser = commands.add_parser(
        "model",
        help=tr("get the pose model and say which one it is"),
        description=tr(
            "Get the pose model, if it is not on this computer yet, and print what it is as JSON."
        ),
    )
    parser.set_defaults(run=_model, parser=parser)


# --- What they do -------------------------------------------------------------------------------------


def _analyze(arguments: argparse.Namespace, out: TextIO) -> int:
    check_together(arguments)
    if len(arguments.photos) == 1 and Path(arguments.photos[0]).is_file():
        from analyzer import pose  # noqa: PLC0415 - heavy

        pose.load_ahead(say)  # while the rest is imported
    from analyzer.cli import analyze as analyze_command  # noqa: PLC0415 - heavy

    return ALL_DONE if analyze_command.run(arguments, out) else NOT_ALL


def _compare(arguments: argparse.Namespace, out: TextIO) -> int:
    from analyzer.cli import compare as compare_command  # noqa: PLC0415 - heavy

    record, well = compare_command.run(arguments, say)
    JsonPrinter(out).print(record)
    return ALL_DONE if well else NOT_ALL


def _thomas(arguments: argparse.Namespace, out: TextIO) -> int:
    from analyzer.cli import thomas as thomas_command  # noqa: PLC0415 - heavy

    return ALL_DONE if thomas_command.run(arguments, out) else NOT_ALL


def _range(arguments: argparse.Namespace, out: TextIO) -> int:
    from analyzer.cli import pelvic_range as range_command  # noqa: PLC0415 - heavy

    return ALL_DONE if range_command.run(arguments, out) else NOT_ALL


def _report(arguments: argparse.Namespace, out: TextIO) -> int:
    from analyzer.cli import report as report_command  # noqa: PLC0415 - heavy

    record, well = report_command.run(arguments, say)
    JsonPrinter(out).print(record)
    return ALL_DONE if well else NOT_ALL


def _export(arguments: argparse.Namespace, out: TextIO) -> int:
    check_export(arguments)
    from analyzer.cli import export as export_command  # noqa: PLC0415 - heavy

    records, well = export_command.run(arguments, say)
    printer = JsonPrinter(out)
    for record in records:
        printer.print(record)
    return ALL_DONE if well else NOT_ALL


def _app(arguments: argparse.Namespace, _out: TextIO) -> int:
    from analyzer.cli.app import run_app  # noqa: PLC0415

    run_app(arguments.more)


def _accounts(arguments: argparse.Namespace, _out: TextIO) -> int:
    from analyzer.cli.app import run_accounts  # noqa: PLC0415

    run_accounts(arguments.more)


def _practice(arguments: argparse.Namespace, _out: TextIO) -> int:
    from analyzer.cli.app import run_practice  # noqa: PLC0415

    run_practice(arguments.more)


def _model(_arguments: argparse.Namespace, out: TextIO) -> int:
    from analyzer.pose import describe_model  # noqa: PLC0415

    info = describe_model(say)
    record = {
        "name": info.name,
        "source": info.source,
        "sha256": info.sha256,
        "size_bytes": info.size_bytes,
        "path": str(info.path),
    }
    JsonPrinter(out).print(record)
    return ALL_DONE
