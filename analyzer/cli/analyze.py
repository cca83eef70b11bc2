"""``posture-analyzer analyze``: many photos, their records and files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

from analyzer import batch, pose
from analyzer.cli.printing import NoPrinter, Printer, printer_for, say, tqdm_class
from analyzer.cli.stopping import Stopping
from analyzer.errors import PostureError
from analyzer.language import tr
from analyzer.measures.references import DEFAULT
from analyzer.types import Corrections

Done = tuple[batch.Finished, ...]


@dataclass(slots=True)
class _Command:
    """What the photos of one command have in common."""

    saving: batch.Saving
    folder: batch.OutputFolder | None
    index: batch.Index | None
    printer: Printer
    far: bool
    """Whether others do the work, and results stay where they are written."""
    table: bool
    """Whether they write a table as well."""
    photos: int = field(default=0)
    troubles: int = field(default=0)


def run(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Analyse, save and print; whether all went well."""
    folder = None if arguments.out is None else batch.OutputFolder(arguments.out)
    far = arguments.scheduler is not None
    table = far and arguments.format == "parquet"
    printer = NoPrinter(out) if table else printer_for(arguments.format, out, folder)
    found = _find(arguments)
    saving = _saving(arguments, found)
    index = None
    if folder is not None and not batch.is_url(folder.place) and len(found) > 1:
        index = batch.Index(Path(folder.place), saving.options, saving.model_sha256)
    command = _Command(saving, folder, index, printer, far, table)
    try:
        _work_off(found, command, arguments)
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
    with _bar(desc=tr("looking for photos"), delay=2.0, leave=False) as bar:
        photos, far = arguments.photos, arguments.scheduler is not None
        if far:  # workers have other folders of their own
            photos = [path if batch.is_url(path) else os.path.abspath(path) for path in photos]  # noqa: PTH100
        for photo in batch.find_all(photos, recursive=arguments.recursive):
            found.append(photo)
            bar.update()
    if arguments.from_file is not None:
        listed = batch.listed(arguments.from_file)
        found += [item._replace(path=os.path.abspath(item.path)) for item in listed] if far else listed  # noqa: PTH100
    return found


def _saving(arguments: argparse.Namespace, found: list[batch.Found]) -> batch.Saving:
    model_sha256 = None
    if arguments.resume and found and arguments.scheduler is None:  # the model of a cluster is its own
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
            references=arguments.reference or DEFAULT,
        ),
        out=_place(arguments),
        overlays=not arguments.no_overlay,
        svg=arguments.svg,
        kind=arguments.overlay_format,
        resume=arguments.resume,
        model_sha256=model_sha256,
    )


def _place(arguments: argparse.Namespace) -> str | None:
    """The output folder, as those see it who write to it."""
    if arguments.out is None or arguments.scheduler is None or batch.is_url(arguments.out):
        return None if arguments.out is None else str(arguments.out)
    return os.path.abspath(str(arguments.out))  # noqa: PTH100


def _tasks(found: list[batch.Found], command: _Command) -> Iterator[tuple[batch.Task, Done | None]]:
    """Each photo with a name for its files, and with its result where that is known to be there."""
    folder, index, saving = command.folder, command.index, command.saving
    suffixes = batch.wanted_suffixes(overlays=saving.overlays, svg=saving.svg, kind=saving.kind)
    for photo in found:
        name = "" if folder is None else folder.name_for(photo.path, photo.folder)
        task = batch.Task(photo.path, name)
        stored = None
        if index is not None and saving.resume and not command.table:
            stored = index.stored(task, suffixes)
        yield task, None if stored is None else (stored,)


def _work_off(found: list[batch.Found], command: _Command, arguments: argparse.Namespace) -> None:
    stopping = Stopping()
    crew, window = _crew(len(found), command, arguments)
    results = batch.in_order(_tasks(found, command), crew, stopping, window)
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
        well = command.photos - command.troubles
        say(tr("{well} of {photos} photos done without trouble.", well=well, photos=command.photos))


def _crew(photos: int, command: _Command, arguments: argparse.Namespace) -> tuple[batch.Crew[Done], int]:
    """Who does the work, and how many results may wait for one that is before them."""
    if not command.far:
        job = batch.Save(command.saving, say)
        return batch.crew_for(job, _possible(arguments.jobs, photos), photos), batch.WINDOW
    from analyzer.cluster import TABLE, Cluster, connect  # noqa: PLC0415 - heavy

    assert command.folder is not None
    client = connect(arguments.scheduler)
    if command.table:
        command.folder.remove_all(TABLE)
    cluster = Cluster(client, command.saving, table=command.table, photos=photos)
    return cluster, cluster.window


def _possible(jobs: int | None, photos: int) -> int | None:
    """One process where there is no model: each would look for it in vain, and say so."""
    if jobs == 1 or (jobs is None and batch.worth_processes(photos) < 2):
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
    if command.far and finished.stored and finished.text:  # of the index, and not of a worker
        from analyzer.cluster import short  # noqa: PLC0415 - heavy

        finished = replace(finished, record=short(finished), text=b"")
    command.printer.show(finished)


def _bar(**options: Any) -> Any:
    watched = sys.stderr is not None and sys.stderr.isatty()
    given = {
        "unit": tr("photo"),
        "file": sys.stderr,
        "disable": False,
        "mininterval": 0.1 if watched else 10.0,  # a log file needs few lines
    } | options
    return tqdm_class()(**given | {"disable": given["disable"] or sys.stderr is None})
