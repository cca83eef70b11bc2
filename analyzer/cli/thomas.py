"""``posture-analyzer thomas``: photos of the direct test, their records and files."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO

from analyzer import batch, overlay
from analyzer.cli.printing import JsonPrinter, say
from analyzer.errors import OutputError, PostureError, UnreadableImageError
from analyzer.language import mark, tr
from analyzer.photo import load_photo
from analyzer.pipeline import observe
from analyzer.thomas import analyze_thomas, failed_thomas, standing_reference, summarize_thomas
from analyzer.thomas.pipeline import UNCORRECTED
from analyzer.thomas.standing import StandingReference
from analyzer.types import Photo, PhotoInfo
from analyzer.types.landmarks import Side
from analyzer.types.thomas import SCHEMA, FailedThomas, ThomasAnalysis

_NO_PHOTO: Final = mark("No photo was found in this folder. Please choose a folder with photos in it.")


def run(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Measure, save and print; whether all went well."""
    photos = [photo for path in arguments.photos for photo in batch.find_photos(path)]
    if arguments.correct is not None and len(photos) > 1:
        arguments.parser.error(tr("--correct needs exactly one photo"))
    if arguments.svg and arguments.out is None:
        arguments.parser.error(tr("--svg needs --out"))
    folder = None if arguments.out is None else batch.OutputFolder(arguments.out, SCHEMA)
    printer = JsonPrinter(out)
    standing, well = _standing(arguments.standing)
    done: list[ThomasAnalysis] = []
    for path in photos:
        photo, result = _measure(path, arguments, standing)
        messages = [] if isinstance(result, ThomasAnalysis) else [result.message]
        if folder is not None:
            messages += _save(folder, path, photo, result, arguments)
        for message in messages:
            say(f"{batch.shown_name(path)}: {message}")
        well &= not messages
        if isinstance(result, ThomasAnalysis):
            done.append(result)
        printer.print(result.to_dict())
    if arguments.summary and done:
        printer.print(summarize_thomas(done).to_dict())
    return well


def _standing(paths: list[Path]) -> tuple[dict[Side, StandingReference], bool]:
    """What the standing photos say, by side, and whether all could be used."""
    found: dict[Side, StandingReference] = {}
    well = True
    for path in paths:
        try:
            reference = standing_reference(observe(path))
        except PostureError as error:
            say(f"{batch.shown_name(path)}: {error.message}")
            well = False
            continue
        if isinstance(reference, StandingReference):
            found[reference.side] = reference
        else:
            say(f"{batch.shown_name(path)}: {reference.message}")
            well = False
    return found, well


def _measure(
    path: Path, arguments: argparse.Namespace, standing: dict[Side, StandingReference]
) -> tuple[Photo | None, ThomasAnalysis | FailedThomas]:
    """One photo, and what became of it."""
    photo: Photo | None = None
    info = PhotoInfo(batch.shown_name(path), None, None, None)
    try:
        if path.is_dir():
            raise UnreadableImageError(tr(_NO_PHOTO))
        info = replace(info, sha256=batch.file_sha256(path))
        photo = load_photo(path)
        info = PhotoInfo.of(photo)
        result = analyze_thomas(
            photo,
            corrections=arguments.correct or UNCORRECTED,
            standing=standing,
            markers=arguments.markers,
            roll_deg=arguments.roll_deg,
        )
    except Exception as error:
        return photo, failed_thomas(info, batch.as_posture_error(error))
    return photo, result


def _save(
    folder: batch.OutputFolder,
    path: Path,
    photo: Photo | None,
    result: ThomasAnalysis | FailedThomas,
    arguments: argparse.Namespace,
) -> list[str]:
    """Write a photo's files; returns what went wrong, for people."""
    messages, picture, svg = [], None, None
    if photo is not None and isinstance(result, ThomasAnalysis):
        try:
            scene = overlay.build_thomas_scene(result)
            if not arguments.no_overlay:
                picture = overlay.encode(overlay.paint(scene, photo.rgb), arguments.overlay_format)
            svg = overlay.paint_svg(scene, photo.rgb).encode("utf-8", "replace") if arguments.svg else None
        except Exception as error:
            batch.as_posture_error(error)  # says what happened, if that is wanted
            messages.append(OutputError.of("output_not_writable.overlay").message)
    try:
        name = folder.free_name(folder.name_for(path), result.photo.sha256)
        folder.write(name, result.to_dict(), picture, svg, kind=arguments.overlay_format)
    except OutputError as error:
        messages.append(error.message)
    return messages
