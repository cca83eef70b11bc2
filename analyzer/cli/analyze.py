"""``posture-analyzer analyze``: many photos, their records and files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from analyzer import batch, pose
from analyzer.cli.printing import Printer, printer_for, say, tqdm_class
from analyzer.cli.stopping import Stopping
from analyzer.errors import PostureError
from analyzer.types import Corrections

Done = tuple[batch.Finished, ...]


@dataclass(slots=True)
class _Command:
    """What the photos of one command have in common."""

    saving: batch.Saving
    folder: batch.OutputFolder | None
    index: batch.Index | None
    printer: Printer
    photos: int = field(default=0)
    troubles: int = field(default=0)


def run(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Analyse, save and print; whether all went well."""
    folder = None if arguments.out is None else batch.OutputFolder(arguments.out)
    printer = printer_for(arguments.format, out, folder)
    found = _find(arguments)
    saving = _saving(arguments, found)
    index = None
    if folder is not None and not batch.is_url(folder.place) and len(found) > 1:
        index = batch.Index(Path(folder.place), saving.options, saving.model_sha256)
    command = _Command(saving, folder, index, printer)
    try:
        _work_off(found, command, arguments.jobs)
        printer.close()
    except BaseException:
        printer.abandon()
        raise
    finally:
        if index is not None:
            index.close()
    return not command.troubles


def _find(arguments: argparse.Namespace) -> list[batch.Found]:
    """The photos that are meant, in their order."""
    found: list[batch.Found] = []
    with _bar(desc="looking for photos", delay=2.0, leave=False) as bar:
        for photo in batch.find_all(arguments.photos, recursive=arguments.recursive):
            found.append(photo)
            bar.update()
    if arguments.from_file is not None:
        found += batch.listed(arguments.from_file)
    return found


def _saving(arguments: argparse.Namespace, found: list[batch.Found]) -> batch.Saving:
    model_sha256 = None
    if arguments.resume and found:
        try:
            model_sha256 = pose.describe_model(say).sha256
        except PostureError:  # said when it is needed
            model_sha256 = None
    return batch.Saving(
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
        out=None if arguments.out is None else os.fspath(arguments.out),
        overlays=not arguments.no_overlay,
        svg=arguments.svg,
        resume=arguments.resume,
        model_sha256=model_sha256,
    )


def _tasks(found: list[batch.Found], command: _Command) -> Iterator[tuple[batch.Task, Done | None]]:
    """Each photo with a name for its files, and with its result where that is known to be there."""
    folder, index, saving = command.folder, command.index, command.saving
    suffixes = batch.wanted_suffixes(overlays=saving.overlays, svg=saving.svg)
    for photo in found:
        name = "" if folder is None else folder.name_for(photo.path, photo.folder)
        task = batch.Task(photo.path, name)
        stored = index.stored(task, suffixes) if index is not None and saving.resume else None
        yield task, None if stored is None else (stored,)


def _work_off(found: list[batch.Found], command: _Command, jobs: int | None) -> None:
    stopping = Stopping()
    crew = batch.crew_for(batch.Save(command.saving, say), _possible(jobs), len(found))
    results = batch.in_order(_tasks(found, command), crew, stopping)
    stopping.open()
    try:
        with _bar(total=len(found), disable=len(found) < 2) as bar:
            for finished in results:
                for each in finished:
                    _finish(each, command)
                bar.update()
    finally:
        results.close()  # type: ignore[attr-defined]  # it is a generator: lets everybody go
        stopping.close()
    if len(found) > 1:
        say(f"{command.photos - command.troubles} of {command.photos} photos done without trouble.")


def _possible(jobs: int | None) -> int | None:
    """One process where there is no model: each would look for it in vain, and say so."""
    if jobs == 1 or (jobs is None and batch.available_cores() == 1):
        return jobs
    try:
        pose.describe_model(say)
    except PostureError:
        return 1
    return jobs


def _finish(finished: batch.Finished, command: _Command) -> None:
    """Print one photo's result, and say what is wrong with it."""
    if finished.troubles or finished.notices:
        name = finished.as_record()["photo"]["name"]
        for message in (*finished.notices, *finished.troubles):
            say(f"{name}: {message}")
    command.photos += 1
    command.troubles += bool(finished.troubles)
    if command.index is not None:
        command.index.note(finished)
    command.printer.show(finished)


def _bar(**options: Any) -> Any:
    watched = sys.stderr is not None and sys.stderr.isatty()
    given = {
        "unit": "photo",
        "file": sys.stderr,
        "disable": False,
        "mininterval": 0.1 if watched else 10.0,  # a log file needs few lines
    } | options
    return tqdm_class()(**given | {"disable": given["disable"] or sys.stderr is None})
