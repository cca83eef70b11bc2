"""Head to head: other ways to pelvic tilt and low back curve, on the same pictures in the same run.

Needs ``requirements-rivals.txt`` beside ``requirements-dev.txt``::

    pip install --no-deps -r requirements-rivals.txt
    python -m validation rivals
    python -m validation rivals --write    # into docs/accuracy.md, too
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from validation.direct_test import REPORT, put_into, section_in
from validation.rivals import table, tools
from validation.rivals.readings import (
    AUGMENTER,
    HIP_ANGLE,
    MASK,
    MEASURES,
    METHODS,
    MYOGAIT,
    OURS,
    Found,
    read_all,
)
from validation.truth import Phantom, load_phantoms

HEADING: Final = "## Head to head"
FOLDERS: Final = ("dev", "pairs", "retakes", "cloth")
MADE_FOR: Final = {
    HIP_ANGLE: (
        "what phone apps show from the landmarks of a pose model. Made for squats, gait and gross "
        "posture, where trunk and thigh move. It is one number, which is read for both"
    ),
    AUGMENTER: (
        "MediaPipe's world landmarks through the marker augmenter of Pose2Sim (BSD-3; an LSTM of "
        "OpenCap), which infers ASIS, PSIS and C7 for OpenSim. Made for films of moving people from "
        "several cameras. Here it gets one photo, and the small toes, which MediaPipe lacks, are "
        "placed from the feet. Its curve is the trunk (PSIS to C7) against the pelvis"
    ),
    MYOGAIT: (
        "its `pelvis_sagittal_tilt` (MIT), the line from hips to shoulders. Made for gait. It has no "
        "curve of the low back"
    ),
    MASK: (
        "our definitions on the edge of the pose model's mask, without looking at the photo again: "
        "sacral slope for the tilt, and the curve. The mask was made to cut people out"
    ),
    OURS: ("made for just this question and this kind of photo"),
}

INTRO: Final = (
    "Other ways to the same two numbers, on the same pictures in the same run (`python -m validation "
    "rivals`, with `requirements-rivals.txt`). All get the pose model's landmarks, and the roll that "
    "our levelling found. *Its constant taken out*: each method's own median difference to the truth "
    "is taken off. *Offset and scale fitted*: a straight line is laid through its values, the most "
    "that a careful user could do for it. Both are learned on every second picture and used on the "
    "other. The interval of our tilt is that without the shape of the bone.",
    "",
    "To be fair: these people come from the body model that our estimate was taught on, which helps "
    "ours. They lean and bend their hips in step with the pelvis more than people do, which helps the "
    "angles between joints. The best other method is the raw mask, and that is part of ours.",
    "",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="into docs/accuracy.md, too")


def run(options: argparse.Namespace) -> int:
    """Print the tables; 0, or 2 with a sentence when the other programs are not installed."""
    try:
        lines = section()
    except tools.NotInstalledError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(lines))
    if options.write:
        REPORT.write_text(put_into(REPORT.read_text("utf-8"), lines), encoding="utf-8")
    return 0


def section_or_kept() -> list[str]:
    """The part of ``docs/accuracy.md``; as it was written last where the other programs are missing."""
    return section_in(REPORT.read_text("utf-8"), HEADING) if tools.missing() else section()


def section() -> list[str]:
    """Read all pictures with all methods, and make the part of ``docs/accuracy.md`` about it."""
    tools.require()
    validation = Path(__file__).parents[1]
    phantoms = [item for folder in FOLDERS for item in load_phantoms(validation / folder)]
    return lines_of(phantoms, read_all(phantoms))


def lines_of(phantoms: Sequence[Phantom], found: Found) -> list[str]:
    """The section, from readings."""
    true = {item.key: item.measures() for item in phantoms}
    truths = {name: {key: values[name] for key, values in true.items()} for name in MEASURES}
    tight = [item.key for item in phantoms if item.key.startswith("dev/") and item.tight]
    groups = {folder: [key for key in true if key.startswith(f"{folder}/")] for folder in FOLDERS}
    seconds = ", ".join(f"{name} {found.seconds[name]:.2f}" for name in METHODS if name in found.seconds)
    lines = [
        HEADING,
        "",
        *INTRO,
        *table.summary(found.readings, truths, groups["pairs"]),
    ]
    for measure in MEASURES:
        lines += [
            "",
            f"### {table.WORDS[measure].capitalize()}",
            "",
            "Between two stances of a person (`pairs`), mean absolute error:",
            "",
            *table.change_table(
                found.readings,
                truths,
                measure,
                pairs=groups["pairs"],
                retakes=groups["retakes"],
            ),
        ]
        for title, keys in (
            ("in tight clothes (`dev`)", tight),
            ("in simulated cloth (`cloth`)", groups["cloth"]),
        ):
            lines += [
                "",
                f"Of single photos {title}, mean absolute error of the value:",
                "",
                *table.value_table(found.readings, truths, keys, measure),
            ]
    return [
        *lines,
        "",
        f"Median seconds for a picture, the pose model included: {seconds}.",
        "",
        "What each was made for:",
        "",
        *(f"- {name}: {words}." for name, words in MADE_FOR.items()),
        "",
        "Not here: Sports2D, RTMLib and others that fetch a model when they run, and programs that only say "
        "whether somebody sits, stands or slouches.",
    ]
