"""Lazy collections of photos in, lazy collections of results out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analyzer.batch.crew import one_thread
from analyzer.batch.jobs import Save, Saving, Task
from analyzer.batch.results import OutputFolder, base_name
from analyzer.batch.run import Analyst, Options, Record
from analyzer.batch.table import columns, row_of
from analyzer.cluster.tasks import short
from analyzer.errors import require_packages


def analyze_bag(
    photos: Any,
    options: Options | None = None,
    *,
    out: str | None = None,
    overlays: bool = True,
    svg: bool = False,
    resume: bool = False,
) -> Any:
    """Analyse the photos of a Dask bag, when and where the bag is computed.

    Parameters
    ----------
    photos : dask.bag.Bag of str
        Paths or URLs, as workers see them: ``dask.bag.from_sequence(paths, partition_size=32)``.
    options : Options, optional
        The same for all of them.
    out : str, optional
        A folder or URL that workers write results and pictures to. Photos of one name are kept apart by the
        first digits of their SHA-256.
    overlays, svg : bool
        With ``out``: which pictures are written.
    resume : bool
        With ``out``: whether results that are there already, and still hold, are taken over.

    Returns
    -------
    dask.bag.Bag of dict
        Results in the JSON form of the contract, in order. With ``out``, short records that say which
        result was written where, as workers have written the results themselves.
    """
    require_packages("cluster", "dask", "fsspec")
    chosen = options or Options()
    if out is None:
        return photos.map_partitions(_records, chosen)
    OutputFolder(out)  # says at once when nothing can be written there
    return photos.map_partitions(_written, Saving(chosen, out, overlays, svg, resume))


def to_dataframe(records: Any) -> Any:
    """Results of `analyze_bag` as a lazy table, with the columns of `analyzer.to_frame`.

    Parameters
    ----------
    records : dask.bag.Bag of dict
        Of `analyze_bag` without ``out``.

    Returns
    -------
    dask.dataframe.DataFrame
        Write it with its own ``to_parquet``, for example. ``issues`` are texts, joined by ``;``.
    """
    require_packages("frame", "pandas", "pyarrow")
    types = {"text": "str", "number": "float64", "texts": "str"}
    return records.map(_row).to_dataframe(meta={column.name: types[column.kind] for column in columns()})


def _records(paths: Iterable[str], options: Options) -> list[Record]:
    one_thread()
    analyst = Analyst(options)
    return [each.record(options) for path in paths for each in analyst.outcome(path).each()]


def _written(paths: Iterable[str], saving: Saving) -> list[Record]:
    one_thread()
    save = Save(saving)
    return [short(each) for path in paths for each in save(Task(path, base_name(path)))]


def _row(record: Record) -> dict[str, Any]:
    row = row_of(record)
    cells = {column.name: row.get(column.name) for column in columns()}
    return cells | {"issues": ";".join(row["issues"])}
