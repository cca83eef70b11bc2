"""What a worker of a cluster does with a handful of photos."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer._version import __version__
from analyzer.batch.crew import one_thread
from analyzer.batch.jobs import Finished, Save, Saving, Task
from analyzer.batch.results import OutputFolder
from analyzer.batch.run import Record
from analyzer.batch.table import ParquetTable

SCHEMA = "posture-written/1"
"""Of the short records that say which results were written, and where."""
TABLE = "results.parquet"
"""The folder that holds the table, a file for each handful of photos."""

Done = tuple[Finished, ...]


@dataclass(frozen=True, slots=True)
class Handful:
    """Photos that are one task of the cluster.

    Attributes
    ----------
    saving : Saving
        What is written of them, and where.
    number : int
        Of the first of them within the run.
    tasks : tuple of Task
    table : bool
        Whether their rows of the table are written.
    """

    saving: Saving
    number: int
    tasks: tuple[Task, ...]
    table: bool = False


def work_off(handful: Handful) -> list[Done]:
    """Analyse, draw and write, and say in short what came of each photo."""
    one_thread()  # workers of a machine share its cores
    save = Save(handful.saving)
    return written(handful, [save(task) for task in handful.tasks])


def given_up(handful: Handful) -> list[Done]:
    """The same for photos whose workers were lost again and again."""
    save = Save(handful.saving)
    return written(handful, [save.lost(task) for task in handful.tasks])


def written(handful: Handful, results: Sequence[Done]) -> list[Done]:
    """Write the rows of the table, and leave of each result what a scheduler can carry for millions."""
    if handful.table:
        assert handful.saving.out is not None
        out = io.BytesIO()
        table = ParquetTable(out)
        for finished in (each for done in results for each in done):
            table.add(finished.as_record(), finished.name)
        table.close()
        folder = OutputFolder(handful.saving.out, make=False)
        folder.write_file(f"{TABLE}/part-{handful.number:09d}.parquet", out.getvalue())
    return [tuple(replace(each, record=short(each), text=b"") for each in done) for done in results]


def short(finished: Finished) -> Record:
    """Which result was written, and where: what is printed instead of the result."""
    record = finished.as_record()
    return {
        "schema": SCHEMA,
        "photo": record["photo"],
        "error": record["error"],
        "result": f"{finished.name}.json",
        "provenance": record["provenance"],
    }


def version() -> str:
    """Of the analyzer that a worker has."""
    return __version__
