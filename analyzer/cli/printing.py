"""What the command line prints: records on standard output, and sentences for people on standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, TextIO


class StreamError(Exception):
    """Standard output takes no more."""


class Printer:
    """Puts records on standard output, each at once, so that others can work on them already."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def print(self, record: dict[str, Any]) -> None:
        raise NotImplementedError

    def _put(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:
            raise StreamError from error


class JsonPrinter(Printer):
    """JSON Lines."""

    def print(self, record: dict[str, Any]) -> None:
        self._put(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


class CsvPrinter(Printer):
    """One table: a header, then a row per photo."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self._columns = csv_columns()
        self._put_row(self._columns)

    def print(self, record: dict[str, Any]) -> None:
        row = csv_row(record)
        self._put_row([row.get(column) for column in self._columns])

    def _put_row(self, cells: Sequence[Any]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        self._put(text.getvalue())


_MEASURE_PARTS: Final = ("", "_low", "_high", "_sd_within", "_method", "_reason")


def csv_columns() -> list[str]:
    """Names of the CSV's columns."""
    from analyzer.measures import TABLE  # noqa: PLC0415

    return [
        *("photo", "sha256", "error_code", "error_message"),
        *("facing", "trunk_rotation_deg", "issues"),
        *(measure + part for measure in TABLE for part in _MEASURE_PARTS),
        *("shortened_psoas", "analyzer_version", "model_sha256"),
    ]


def csv_row(record: dict[str, Any]) -> dict[str, Any]:
    """One record as cells by column; what it does not have is not in it, or ``None``."""
    error, view = record["error"] or {}, record["view"] or {}
    row = {
        "photo": record["photo"]["name"],
        "sha256": record["photo"]["sha256"],
        "error_code": error.get("code"),
        "error_message": error.get("message"),
        "facing": view.get("facing"),
        "trunk_rotation_deg": view.get("trunk_rotation_deg"),
        "issues": ";".join(issue["code"] for issue in view.get("issues", ())),
        "shortened_psoas": record["indicators"].get("shortened_psoas", {}).get("level"),
        "analyzer_version": record["provenance"]["analyzer_version"],
        "model_sha256": record["provenance"]["model_sha256"],
    }
    for name, measure in record["measures"].items():
        low, high = measure.get("ci95") or (None, None)
        reason = (measure.get("reason") or {}).get("code")
        cells = (measure["value"], low, high, measure.get("sd_within"), measure.get("method"), reason)
        row |= {name + part: cell for part, cell in zip(_MEASURE_PARTS, cells, strict=True)}
    return row


def say(message: str) -> None:
    """A line for people, above the progress bar if there is one."""
    if sys.stderr is None:
        return
    # A console with another encoding must not end the run over a file name.
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    tqdm_class().write(message.encode(encoding, "replace").decode(encoding), file=sys.stderr)


def tqdm_class() -> Any:
    from tqdm import tqdm  # noqa: PLC0415

    return tqdm


def give_up_stream(out: TextIO, error: StreamError) -> None:
    """Whoever read standard output has gone, or its disk is full: end quietly, or with one sentence."""
    if not isinstance(error.__cause__, BrokenPipeError):
        say("The results could not be printed: standard output takes no more. Is the disk full?")
    with suppress(OSError, ValueError):  # otherwise Python itself would try, and complain, at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
