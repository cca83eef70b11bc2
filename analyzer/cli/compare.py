"""``posture-analyzer compare``: two photos, folders or results of one person, and what changed."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer import batch
from analyzer.cli.stored import read_result
from analyzer.compare.changes import (
    SCHEMA,
    Comparison,
    Occasion,
    Setup,
    common_sides,
    compare,
    mirror,
    occasion_from_dict,
    occasion_of,
)
from analyzer.compare.how_many import chance_words
from analyzer.compare.several_photos import summarize
from analyzer.errors import OutputError, PostureError, UnreadableImageError
from analyzer.language import tr
from analyzer.overlay import encode_png
from analyzer.photo import load_photo
from analyzer.pipeline import analyze
from analyzer.types import Analysis
from analyzer.types.codes import Facing

COLUMNS: Final = (
    "measure",
    "unit",
    "before",
    "after",
    "difference",
    "low",
    "high",
    "mdc95",
    "verdict",
    "reasons",
)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A photo that can be shown, with its analysis."""

    analysis: Analysis
    rgb: NDArray[np.uint8]


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> tuple[dict[str, Any], bool]:
    """The record to print, and whether all went well."""
    names = batch.shown_name(Path(arguments.before)), batch.shown_name(Path(arguments.after))
    try:
        one, two = _read(arguments, "before"), _read(arguments, "after")
    except PostureError as error:
        say(error.message)
        return _failed(names, error), False
    # Of folders that hold both sides of the body, the side that both folders show.
    mirrored = one.setup.mirrored != two.setup.mirrored
    given = ([item.analysis for item in side.photos] for side in (one, two))
    sides = common_sides(*given, mirrored=mirrored)
    facing = sides[0] if sides else None
    (before, first) = one.occasion(facing)
    (after, second) = two.occasion(mirror(facing) if facing and mirrored else facing)
    comparison = compare(before, after)
    record = comparison.to_dict()
    for name, occasion in zip(names, (before, after), strict=True):
        for warning in occasion.warnings:
            say(f"{name}: {warning.message}")
    for reason in comparison.reasons:
        say(reason.message)
    if comparison.comparable:
        say(chance_words(comparison))
    if arguments.out is None:
        return record, True
    try:
        _save(arguments.out, comparison, record, first, second, cover_face=not arguments.show_face)
    except OutputError as error:
        say(error.message)
        return record, False
    return record, True


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """What was given for one side: photos, or the result of one."""

    setup: Setup
    photos: tuple[Shown, ...] = ()
    result: Occasion | None = None

    def occasion(self, facing: Facing | None) -> tuple[Occasion, Shown | None]:
        """With the photo to show."""
        if self.result is not None:
            return self.result, None
        analyses = [item.analysis for item in self.photos]
        nearest = 0 if len(analyses) == 1 else summarize(analyses, facing).nearest
        return occasion_of(analyses, self.setup, facing), self.photos[nearest]


def _read(arguments: argparse.Namespace, side: str) -> _Given:
    """What was given for ``"before"`` or ``"after"``."""
    options = vars(arguments)
    given: str = options[side]
    setup = Setup(*(options[f"{side}_{name}"] for name in ("camera_height_cm", "protocol", "mirrored")))
    path = Path(given)
    if path.suffix.lower() == ".json":
        return _Given(setup, result=read_result(path, lambda record: occasion_from_dict(record, setup)))
    photos = batch.find_photos(given)
    if not photos:
        raise UnreadableImageError(
            tr("There are no photos in {name}. Please choose another folder.", name=path.name)
        )
    shown = []
    for item in photos:
        photo = load_photo(item)
        analysis = analyze(photo)
        shown.append(Shown(analysis, photo.turned(analysis.photo.turned_deg).rgb))
    return _Given(setup, tuple(shown))


def _failed(names: tuple[str, str], error: PostureError) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "before": names[0],
        "after": names[1],
        "error": {"code": error.code, "message": error.message},
        "comparable": False,
        "reasons": [],
        "occasions": {},
        "changes": {},
    }


def _save(
    folder: Path,
    comparison: Comparison,
    record: dict[str, Any],
    before: Shown | None,
    after: Shown | None,
    *,
    cover_face: bool,
) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        (folder / "comparison.json").write_text(text, encoding="utf-8")
        (folder / "comparison.csv").write_text(comparison_csv(comparison), encoding="utf-8")
        if before is not None and after is not None:
            from analyzer.overlay.comparison import paint_comparison  # noqa: PLC0415 - only for pictures

            picture = paint_comparison(
                comparison,
                (before.analysis, before.rgb),
                (after.analysis, after.rgb),
                cover_face=cover_face,
            )
            (folder / "comparison.png").write_bytes(encode_png(picture))
    except OSError:
        raise OutputError(
            tr(
                "The comparison could not be saved. Please check that the folder can be written to and that "
                "the disk is not full."
            )
        ) from None


def comparison_csv(comparison: Comparison) -> str:
    """The changes as a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, change in comparison.changes.items():
        row = change.to_dict()
        low, high = row["ci95"] or (None, None)
        values = row["before"], row["after"], row["difference"], low, high, row["mdc95"]
        why = " ".join(reason.code for reason in change.reasons)
        writer.writerow([name, row["unit"], *values, row["verdict"], why])
    return text.getvalue()
