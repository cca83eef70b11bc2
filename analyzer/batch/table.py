"""Results as one table, a row for each photo: for CSV, Parquet and pandas alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, NamedTuple

from analyzer.batch.run import Record
from analyzer.errors import require_packages
from analyzer.exchange.cells import safe_cell
from analyzer.measures import TABLE
from analyzer.types import Analysis, FailedAnalysis

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "number", "texts"]
Row = dict[str, Any]


class Column(NamedTuple):
    """A column: its name, what its cells hold, and their unit if they have one."""

    name: str
    kind: Kind = "text"
    unit: str = ""


_PARTS: Final[Mapping[str, Kind]] = {
    "": "number",
    "_low": "number",
    "_high": "number",
    "_sd_within": "number",
    "_method": "text",
    "_reason": "text",
}
"""Of each measure: value, 95 % interval, standard deviation within one person; or the code of the reason."""


def columns() -> list[Column]:
    """The columns in their order."""
    measures = [
        Column(name + part, kind, spec.unit if kind == "number" else "")
        for name, spec in TABLE.items()
        for part, kind in _PARTS.items()
    ]
    before = [Column(name) for name in ("photo", "sha256", "error_code", "error_message", "facing")]
    view = [Column("trunk_rotation_deg", "number", "deg"), Column("issues", "texts")]
    after = [Column(name) for name in ("shortened_psoas", "analyzer_version", "model_sha256")]
    return [*before, *view, *measures, *after]


def row_of(record: Record) -> Row:
    """One result as cells by column; what it does not have is not in it, or ``None``."""
    error, view = record["error"] or {}, record["view"] or {}
    row = {
        "photo": record["photo"]["name"],
        "sha256": record["photo"]["sha256"],
        "error_code": error.get("code"),
        "error_message": error.get("message"),
        "facing": view.get("facing"),
        "trunk_rotation_deg": view.get("trunk_rotation_deg"),
        "issues": [issue["code"] for issue in view.get("issues", ())],
        "shortened_psoas": record["indicators"].get("shortened_psoas", {}).get("level"),
        "analyzer_version": record["provenance"]["analyzer_version"],
        "model_sha256": record["provenance"]["model_sha256"],
    }
    for name, measure in record["measures"].items():
        low, high = measure.get("ci95") or (None, None)
        reason = (measure.get("reason") or {}).get("code")
        cells = (measure["value"], low, high, measure.get("sd_within"), measure.get("method"), reason)
        row |= {name + part: cell for part, cell in zip(_PARTS, cells, strict=True)}
    return row


# --- CSV ----------------------------------------------------------------------------------------------


def csv_table(records: Iterable[Record]) -> str:
    """A table with a header and a row for each result."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([column.name for column in columns()])
    table.writerows(csv_cells(row_of(record)) for record in records)
    return text.getvalue()


def csv_cells(row: Row) -> list[Any]:
    """The cells of a row as CSV has them, in the order of the columns."""
    return [_csv_cell(row.get(column.name)) for column in columns()]


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list):
        value = ";".join(value)
    return safe_cell(value) if isinstance(value, str) else value


# --- Parquet ------------------------------------------------------------------------------------------


class ParquetTable:
    """Writes rows as Parquet while they come; every so many rows are a group that is written at once.

    Columns are those of `columns`, then ``result``: the name of the photo's files within the output folder.
    Numbers are doubles, texts are texts, ``issues`` is a list of texts, and what is missing is null. The unit
    of a column is in its metadata.

    Raises
    ------
    NotInstalledError
        PyArrow is not there.
    """

    def __init__(self, out: BinaryIO, *, rows_at_once: int = 2000) -> None:
        require_packages("parquet", "pyarrow")
        import pyarrow as pa  # noqa: PLC0415 - heavy, and an extra
        from pyarrow import parquet  # noqa: PLC0415

        kinds = {"text": pa.string(), "number": pa.float64(), "texts": pa.list_(pa.string())}
        self._schema = pa.schema(
            [
                pa.field(name, kinds[kind], metadata={"unit": unit} if unit else None)
                for name, kind, unit in (*columns(), Column("result"))
            ]
        )
        self._table = pa.Table.from_pylist
        self._writer = parquet.ParquetWriter(out, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self._at_once = rows_at_once

    def add(self, record: Record, result: str = "") -> None:
        """Add the row of a result."""
        self._rows.append({**row_of(record), "result": result or None})
        if len(self._rows) >= self._at_once:
            self._flush()

    def close(self) -> None:
        """Write what is left and the end, without which it is no Parquet file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._table(self._rows, schema=self._schema))
            self._rows.clear()


# --- pandas -------------------------------------------------------------------------------------------


def to_frame(results: Iterable[Analysis | FailedAnalysis | Record]) -> pd.DataFrame:
    """Results as a pandas table, a row for each photo.

    The columns are those of the command line's CSV: for each measure its value, ``_low`` and ``_high`` of
    its 95 % interval, ``_sd_within``, ``_method``, and ``_reason`` where there is no value.

    Parameters
    ----------
    results : iterable of Analysis, FailedAnalysis or dict
        Results, also in their JSON form.

    Returns
    -------
    DataFrame
        Numbers are ``float64`` (missing: NaN), texts are of pandas' type for text, ``issues`` holds lists.

    Raises
    ------
    NotInstalledError
        pandas is not there.
    """
    require_packages("frame", "pandas")
    import pandas as pd  # noqa: PLC0415 - heavy, and an extra

    rows = [row_of(result if isinstance(result, Mapping) else result.to_dict()) for result in results]
    found = {}
    for name, kind, _ in columns():
        cells = [row.get(name) for row in rows]
        dtype: Any = {"text": "str", "number": "float64", "texts": "object"}[kind]
        found[name] = pd.Series(cells, dtype=dtype)
    return pd.DataFrame(found)
