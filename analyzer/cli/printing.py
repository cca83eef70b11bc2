"""What the command line prints: records on standard output, and sentences for people on standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TextIO

from analyzer.language import tr

if TYPE_CHECKING:
    from analyzer.batch import Finished, OutputFolder


class StreamError(Exception):
    """Standard output takes no more."""


class Printer:
    """Puts records on standard output, each at once, so that others can work on them already."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def print(self, record: dict[str, Any]) -> None:
        raise NotImplementedError

    def show(self, finished: Finished) -> None:
        """Print the result of a photo."""
        self.print(finished.as_record())

    def close(self) -> None:
        """All has been printed."""
        self._put("")

    def abandon(self) -> None:
        """The run ends before its end. What was printed is there."""
        with suppress(OSError, ValueError):
            self._out.flush()

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

    def show(self, finished: Finished) -> None:
        if not finished.text:
            self.print(finished.as_record())
            return
        # All line breaks stand between values: within texts they are written as \\n. Of 100,000 results that
        # are there already it takes most of the time to print them, so they are not taken apart.
        line = finished.text.translate(None, b"\r\n")
        try:
            if isinstance(self._out, io.TextIOWrapper):  # which holds nothing back: `_put` has seen to that
                self._out.buffer.write(line + b"\n")
            else:
                self._out.write(line.decode("utf-8", "replace") + "\n")
        except OSError as error:
            raise StreamError from error


class CsvPrinter(Printer):
    """One table: a header, then a row per photo."""

    def __init__(self, out: TextIO) -> None:
        from analyzer.batch.table import columns  # noqa: PLC0415 - heavy

        super().__init__(out)
        self._put_row([column.name for column in columns()])

    def print(self, record: dict[str, Any]) -> None:
        from analyzer.batch.table import csv_cells, row_of  # noqa: PLC0415 - heavy

        self._put_row(csv_cells(row_of(record)))

    def _put_row(self, cells: Sequence[Any]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        self._put(text.getvalue())


class NoPrinter(Printer):
    """Prints nothing, where others write the results."""

    def show(self, finished: Finished) -> None:
        pass


class ParquetPrinter(Printer):
    """One table as Parquet: ``results.parquet`` in the output folder, or standard output without one."""

    NAME: Final = "results.parquet"

    def __init__(self, out: TextIO, folder: OutputFolder | None) -> None:
        from analyzer.batch.table import ParquetTable  # noqa: PLC0415 - heavy

        super().__init__(out)
        self._folder = folder
        self._bytes = io.BytesIO()
        self._table = ParquetTable(self._bytes)

    def abandon(self) -> None:
        pass

    def show(self, finished: Finished) -> None:
        self._table.add(finished.as_record(), finished.name)

    def close(self) -> None:
        self._table.close()
        if self._folder is not None:
            self._folder.write_file(self.NAME, self._bytes.getvalue())
            return
        try:
            self._out.buffer.write(self._bytes.getbuffer())
            self._out.buffer.flush()
        except OSError as error:
            raise StreamError from error


def printer_for(kind: str, out: TextIO, folder: OutputFolder | None) -> Printer:
    """What prints results in this form: ``"json"``, ``"csv"`` or ``"parquet"``."""
    if kind == "parquet":
        return ParquetPrinter(out, folder)
    return CsvPrinter(out) if kind == "csv" else JsonPrinter(out)


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
        say(tr("The results could not be printed: standard output takes no more. Is the disk full?"))
    with suppress(OSError, ValueError):  # otherwise Python itself would try, and complain, at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
