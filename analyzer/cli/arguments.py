"""Arguments of the command line, read and checked."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from analyzer.cli.references import add_reference_options
from analyzer.cli.refusals import unreadable
from analyzer.errors import CorrectionError
from analyzer.language import tr

if TYPE_CHECKING:
    from analyzer.types import Corrections
    from analyzer.types.thomas import ThomasCorrections

T = TypeVar("T")
_MAX_ROLL_DEG: Final = 45.0


def add_analyze_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``analyze``."""
    _add_photos(parser)
    _add_results(parser)
    _add_how(parser)


def _add_photos(parser: argparse.ArgumentParser) -> None:
    """Which photos, and who works on them."""
    add = parser.add_argument
    add(
        "photos",
        nargs="*",
        metavar="PHOTO",
        help=tr("photo, folder with photos in it, or URL"),
    )
    add("--recursive", action="store_true", help=tr("also photos in folders inside folders"))
    add(
        "--from-file",
        type=_list,
        metavar="FILE",
        help=tr("a file with the paths of photos, one on each line (or ended by NUL); - is standard input"),
    )
    add(
        "--jobs",
        type=_jobs,
        metavar="N",
        help=tr(
            "how many photos are analysed at once, each by a process with one thread (default: as many as "
            "there are cores, when there are enough photos)"
        ),
    )
    add(
        "--scheduler",
        metavar="ADDRESS",
        help=tr(
            "let the workers of a Dask cluster do it, for example tcp://10.0.0.5:8786; photos and --out lie "
            "where all of them find them"
        ),
    )


def _add_results(parser: argparse.ArgumentParser) -> None:
    """What is written and printed."""
    add = parser.add_argument
    add(
        "--out",
        metavar="DIR",
        help=tr(
            "also write NAME.overlay.png and NAME.json to this folder or URL, and for photos of inner "
            "folders to such folders in it"
        ),
    )
    add(
        "--format",
        choices=("json", "csv", "parquet"),
        default="json",
        help=tr(
            "what to print (default: json); parquet is written to DIR/results.parquet, and without --out "
            "to standard output"
        ),
    )
    _add_overlay(parser)
    add("--resume", action="store_true", help=tr("with --out: keep what is there already, analyse the rest"))


def _add_overlay(parser: argparse.ArgumentParser) -> None:
    """Which pictures are written."""
    add = parser.add_argument
    add("--no-overlay", action="store_true", help=tr("with --out: write no NAME.overlay.png"))
    add(
        "--overlay-format",
        choices=("png", "jpeg", "webp"),
        default="png",
        help=tr("with --out: how the overlay is written (default: png, every pixel as it was painted)"),
    )
    add(
        "--svg",
        action="store_true",
        help=tr("with --out: also write NAME.overlay.svg, which explains itself"),
    )


def _add_how(parser: argparse.ArgumentParser) -> None:
    """How each photo is analysed."""
    add = parser.add_argument
    add(
        "--markers",
        choices=("auto", "off"),
        default="auto",
        help=tr("whether to look for adhesive dots on ASIS and PSIS (default: auto)"),
    )
    add(
        "--roll-deg",
        type=_roll,
        metavar="X",
        help=tr("how far the photo's content is turned clockwise"),
    )
    add(
        "--turn",
        type=int,
        choices=(0, 90, 180, 270),
        help=tr(
            "turn the photo clockwise by so many degrees before anything else, 0 to leave it as it is "
            "(default: a photo that lies on its side is turned)"
        ),
    )
    add(
        "--split",
        action="store_true",
        help=tr("take a file apart that holds several photos, and analyse each: NAME#1, NAME#2..."),
    )
    add("--mm-per-px", type=_scale, metavar="X", help=tr("millimetres per pixel of the photo, at the person"))
    add_reference_options(parser)
    add(
        "--asis",
        type=_point,
        metavar="X,Y",
        help=tr("the ASIS, in pixels of the photo (one photo only)"),
    )
    add("--psis", type=_point, metavar="X,Y", help=tr("the PSIS (with --asis)"))
    add(
        "--correct",
        type=_corrections,
        metavar="FILE.json",
        help=tr('what a person corrected, as in "corrections" of a result (one photo only)'),
    )


def add_thomas_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``thomas``."""
    add = parser.add_argument
    add("photos", nargs="+", metavar="PHOTO", help=tr("photo of the direct test, or folder with such photos"))
    add(
        "--out", type=Path, metavar="DIR", help=tr("also write NAME.overlay.png and NAME.json to this folder")
    )
    add("--markers", choices=("auto", "off"), default="auto", help=tr("whether to look for adhesive dots"))
    add("--roll-deg", type=_roll, metavar="X", help=tr("how far the photo's content is turned clockwise"))
    add(
        "--standing",
        type=Path,
        action="append",
        default=[],
        metavar="PHOTO",
        help=tr(
            "photo of the same person standing, with dots on ASIS, PSIS and greater trochanter; once for "
            "each side"
        ),
    )
    add(
        "--correct",
        type=_thomas_corrections,
        metavar="FILE.json",
        help=tr('what a person corrected, as in "corrections" of a result (one photo only)'),
    )
    add(
        "--summary",
        action="store_true",
        help=tr("print one more line: both sides, medians, their difference"),
    )
    _add_overlay(parser)


def add_range_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``range``."""
    add = parser.add_argument
    add("videos", nargs="+", type=Path, metavar="VIDEO", help=tr("video of one person, standing side on"))
    add("--out", type=Path, metavar="DIR", help=tr("also write NAME.range.json to this folder"))


def _list(text: str) -> list[str]:
    """The paths in a file. Names need not be of any encoding."""
    try:
        data = sys.stdin.buffer.read() if text == "-" else Path(text).read_bytes()
    except (OSError, ValueError):
        raise unreadable(text) from None
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(line) for line in lines if line.strip()]


def _jobs(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(tr("at least one process is needed"))
    return value


def add_compare_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``compare``."""
    what = tr("photo, folder with photos of one stance, or JSON file written by analyze")
    parser.add_argument("before", metavar="BEFORE", help=what)
    parser.add_argument("after", metavar="AFTER", help=tr("the same for the second occasion"))
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help=tr("also write comparison.json, .csv and, with photos, .png")
    )
    parser.add_argument(
        "--show-face", action="store_true", help=tr("do not cover the face in comparison.png")
    )
    for side in ("before", "after"):
        parser.add_argument(
            f"--{side}-camera-height-cm", type=_height, metavar="X", help=tr("of the lens above the floor")
        )
        parser.add_argument(f"--{side}-protocol", metavar="NAME", help=tr("stance and arms, in your words"))
        parser.add_argument(
            f"--{side}-mirrored",
            action="store_true",
            help=tr("the photos are mirror images, as of some phones"),
        )


def _height(text: str) -> float:
    value = float(text)
    if not 0.0 < value < 400.0:
        raise argparse.ArgumentTypeError(tr("a camera height is between 0 and 400 cm"))
    return value


def _number(text: str) -> float:
    value = float(text)  # argparse makes a usage error of a ValueError
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(tr("{text} is not a number", text=repr(text)))
    return value


def _roll(text: str) -> float:
    value = _number(text)
    if abs(value) > _MAX_ROLL_DEG:
        raise argparse.ArgumentTypeError(
            tr("{text} is more than {most} degrees", text=text, most=f"{_MAX_ROLL_DEG:.0f}")
        )
    return value


def _scale(text: str) -> float:
    value = _number(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(tr("a scale is greater than 0"))
    return value


def _point(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != 2:
        raise argparse.ArgumentTypeError(tr("{text} is not X,Y", text=repr(text)))
    return _number(parts[0]), _number(parts[1])


def _corrections(text: str) -> Corrections:
    from analyzer.types import Corrections  # noqa: PLC0415 - heavy

    return _read_corrections(text, Corrections.from_dict)


def _thomas_corrections(text: str) -> ThomasCorrections:
    from analyzer.types.thomas import ThomasCorrections  # noqa: PLC0415 - heavy

    return _read_corrections(text, ThomasCorrections.from_dict)


def _read_corrections(text: str, read: Callable[[Any], T]) -> T:
    from analyzer.types.outside import read_json  # noqa: PLC0415 - heavy

    try:
        return read(read_json(Path(text).read_bytes()))
    except OSError:
        raise unreadable(text) from None
    except CorrectionError as error:
        raise argparse.ArgumentTypeError(error.message) from None
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("the file {name} holds no JSON", name=repr(Path(text).name))
        ) from None


def check_together(arguments: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    refuse: Callable[[str], None] = arguments.parser.error
    if (arguments.asis is None) != (arguments.psis is None):
        refuse(tr("--asis and --psis go together"))
    if not arguments.photos and arguments.from_file is None:
        refuse(tr("the following arguments are required: PHOTO (or --from-file)"))
    if arguments.photos and arguments.from_file is not None:
        refuse(tr("give photos, or --from-file, not both"))
    photos = arguments.photos or arguments.from_file
    several = len(photos) != 1 or Path(photos[0]).is_dir()
    if arguments.asis is not None and several:
        refuse(tr("--asis and --psis need exactly one photo"))
    if arguments.correct is not None and several:
        refuse(tr("--correct needs exactly one photo"))
    if arguments.correct is not None and arguments.asis is not None:
        refuse(tr("with --correct, ASIS and PSIS belong into its file"))
    if arguments.scheduler is not None:
        _check_cluster(arguments)
    if arguments.resume and arguments.out is None:
        refuse(tr("--resume needs --out"))
    if arguments.svg and arguments.out is None:
        refuse(tr("--svg needs --out"))
    if arguments.format == "parquet" and arguments.out is None and sys.stdout.isatty():
        refuse(tr("--format parquet needs --out, or standard output has to go to a file"))


def _check_cluster(arguments: argparse.Namespace) -> None:
    refuse: Callable[[str], None] = arguments.parser.error
    if arguments.out is None:
        refuse(tr("--scheduler needs --out, to which the workers write"))
    if arguments.jobs is not None:
        refuse(tr("give --jobs or --scheduler, not both"))
    if arguments.format == "csv":
        refuse(
            tr("with --scheduler, --format is json (what was written where) or parquet (a table in parts)")
        )
