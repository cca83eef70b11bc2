"""``posture-analyzer analyze``: many photos, their records and files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from analyzer import batch, pose
from analyzer.cli.printing import CsvPrinter, JsonPrinter, Printer, say, tqdm_class
from analyzer.errors import OutputError, PostureError
from analyzer.types import Corrections


@dataclass(slots=True)
class _Job:
    """One photo, the name of its files in the output folder, and its result if that is there already."""

    path: Path
    name: str = ""
    stored: dict[str, Any] | None = None


@dataclass(slots=True)
class _Command:
    """What the photos of one command have in common."""

    options: batch.Options
    folder: batch.OutputFolder | None
    overlays: bool
    svg: bool
    printer: Printer
    photos: int = field(default=0)
    troubles: int = field(default=0)


def run(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Analyse, save and print; whether all went well."""
    command = _Command(
        options=batch.Options(
            markers=arguments.markers,
            roll_deg=arguments.roll_deg,
            mm_per_px=arguments.mm_per_px,
            asis_px=arguments.asis,
            psis_px=arguments.psis,
            corrections=arguments.correct or Corrections(),
            turn_deg=arguments.turn,
            split=arguments.split,
        ),
        folder=None if arguments.out is None else batch.OutputFolder(arguments.out),
        overlays=not arguments.no_overlay,
        svg=arguments.svg,
        printer=CsvPrinter(out) if arguments.format == "csv" else JsonPrinter(out),
    )
    jobs = [_Job(photo) for path in arguments.photos for photo in batch.find_photos(path)]
    if command.folder is not None:
        for job in jobs:
            job.name = command.folder.name_for(job.path)
        if arguments.resume:
            _find_stored(jobs, command)
    _work_off(jobs, command)
    return not command.troubles


def _find_stored(jobs: Iterable[_Job], command: _Command) -> None:
    """Take over the results of an earlier run that still hold."""
    assert command.folder is not None
    found = [(job, command.folder.read(job.name)) for job in jobs]
    if not any(record for _, record in found):
        return
    try:
        model_sha256 = pose.describe_model(say).sha256
    except PostureError:  # said when it is needed
        model_sha256 = None
    for job, record in found:
        if not batch.can_resume(record, job.path, command.options, model_sha256):
            continue
        assert record is not None
        wanted = [batch.OVERLAY_SUFFIX] * command.overlays + [batch.SVG_SUFFIX] * command.svg
        there = all(command.folder.has_overlay(job.name, suffix) for suffix in wanted)
        if record["error"] is None and not there:
            continue
        job.stored = record


def _work_off(jobs: list[_Job], command: _Command) -> None:
    results = batch.outcomes([job.path for job in jobs if job.stored is None], command.options, say)
    watched = sys.stderr is not None and sys.stderr.isatty()
    bar = tqdm_class()(
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
                parts = outcome.parts if outcome is not None else ()
                for number, part in enumerate(parts, start=1):
                    _finish(_Job(job.path, f"{job.name}#{number}"), part, command)
                if not parts:
                    _finish(job, outcome, command)
                bar.update()
    finally:
        results.close()  # type: ignore[attr-defined]  # it is a generator: ends reading ahead
    if len(jobs) > 1:
        say(f"{command.photos - command.troubles} of {command.photos} photos done without trouble.")


def _finish(job: _Job, outcome: batch.Outcome | None, command: _Command) -> None:
    """Save and print one photo's result, and say what is wrong with it."""
    record = job.stored if outcome is None else outcome.record(command.options)
    assert record is not None
    name = record["photo"]["name"]
    messages = [] if record["error"] is None else [record["error"]["message"]]
    if command.folder is not None and outcome is not None:
        messages += _save(job.name, outcome, record, command)
    for message in messages:
        say(f"{name}: {message}")
    command.photos += 1
    command.troubles += bool(messages)
    command.printer.print(record)


def _save(name: str, outcome: batch.Outcome, record: dict[str, Any], command: _Command) -> list[str]:
    """Write a photo's files; returns what went wrong, for people."""
    assert command.folder is not None
    messages, png, svg = [], None, None
    try:
        png = batch.overlay_png(outcome) if command.overlays else None
        svg = batch.overlay_svg(outcome) if command.svg else None
    except OutputError as error:
        messages.append(error.message)
    try:
        command.folder.write(name, record, png, svg)
    except OutputError as error:
        messages.append(error.message)
    return messages
