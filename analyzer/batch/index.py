"""What is done already, so that a run is resumed without reading all photos again.

``.posture-index`` in the output folder says for each photo what the file system said of it and of its
result when that was written: sizes, times, inodes, as Git's index does. As long as that is so still, nothing
has to be read but the result. It is no result itself: without it, or where anything differs, photo and result
are read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from analyzer._version import __version__
from analyzer.batch.disks import LocalDisk
from analyzer.batch.files import Signature
from analyzer.batch.jobs import Finished, Task
from analyzer.batch.results import may_be_kept
from analyzer.batch.run import Options

NAME: Final = ".posture-index"


class Index:
    """The results in a folder on a disk that hold for these options and this model.

    Parameters
    ----------
    root : Path
        The output folder.
    options : Options
    model_sha256 : str or None
        Of the model that results have to be of; ``None`` takes those of any.
    """

    def __init__(self, root: Path, options: Options, model_sha256: str | None) -> None:
        self._root, self._place = root, os.fspath(root)
        self._head = {"version": __version__, "options": options.chosen()}
        self._model = model_sha256
        self._entries: dict[bytes, bytes] = {}
        self._folder: tuple[str, frozenset[str]] = ("", frozenset())
        self._looked = False
        self._out: BinaryIO | None = None
        self._written_model: str | None = None
        self._load()

    def stored(self, task: Task, suffixes: Sequence[str]) -> Finished | None:
        """The result of a photo, if it is there, with these pictures, and nothing has changed since."""
        line = self._entries.get(_key(task.name))
        if line is None:
            return None
        name, photo, result, failed = _parts(line)
        try:
            if Signature.of(os.stat(task.path)) != photo:  # noqa: PTH116 - fast, for many
                return None
        except (OSError, ValueError):
            return None
        there = self._names_in(name.rpartition("/")[0])
        stem = name.rpartition("/")[2]
        if not failed and not all(stem + suffix in there for suffix in suffixes):
            return None
        text = self._read(f"{name}.json", result)
        if text is None:
            return None
        troubles = (json.loads(text)["error"]["message"],) if failed else ()
        return Finished(None, task.name, name, troubles, seen=photo, kept=result, stored=True, text=text)

    def note(self, finished: Finished) -> None:
        """Remember a result that was just written. Where that fails, the next run reads a little more."""
        if finished.seen is None or finished.kept is None or finished.text:
            return
        record = finished.as_record()
        if not may_be_kept(record):
            return
        numbers = " ".join(map(str, (*finished.seen, *finished.kept, int(record["error"] is not None))))
        line = b"%s\t%s\t%s\n" % (_key(finished.asked), _key(finished.name), numbers.encode())
        with suppress(OSError):
            self._put(record["provenance"]["model_sha256"], line)

    def close(self) -> None:
        """Let go of the file."""
        if self._out is not None:
            with suppress(OSError):
                self._out.close()
            self._out = None

    def _put(self, model: str, line: bytes) -> None:
        if self._out is None:
            # Without a buffer: whatever ends the run, whole lines are there.
            self._out = (self._root / NAME).open("ab", buffering=0)
            line = b"\n" + line if self._out.tell() else line  # should the last run have left half a line
        if model != self._written_model:
            self._written_model = model
            head = json.dumps({**self._head, "model": model}).encode()
            line = b"\n" + head + b"\n" + line
        self._out.write(line)

    def _load(self) -> None:
        """Take in what still holds; of several lines on one photo, the last."""
        lines = 0
        with suppress(OSError, ValueError), (self._root / NAME).open("rb") as file:
            holds = False
            for line in file:
                if line.startswith(b"{"):
                    holds = self._is_mine(line)
                elif holds and line.endswith(b"\n"):
                    key, _, rest = line.partition(b"\t")
                    if rest.count(b"\t") == 1:
                        self._entries[key] = rest
                        lines += 1
        if lines > 2 * len(self._entries) + 1000:
            self._write_anew()

    def _is_mine(self, line: bytes) -> bool:
        try:
            head: dict[str, Any] = json.loads(line)
            model = head.pop("model")
        except (ValueError, KeyError):
            return False
        return head == self._head and self._model in (None, model)

    def _write_anew(self) -> None:
        if self._model is None:
            return
        head = json.dumps({**self._head, "model": self._model}).encode()
        body = b"".join(b"%s\t%s" % item for item in self._entries.items())
        with suppress(OSError):
            LocalDisk(self._root).write(NAME, head + b"\n" + body)

    def _names_in(self, folder: str) -> frozenset[str]:
        """The files in a folder of results. Photos come folder by folder, so one is remembered."""
        if not self._looked or self._folder[0] != folder:
            names: list[str] = []
            with suppress(OSError):
                names = os.listdir(self._root / folder)  # noqa: PTH208 - names alone, of many
            self._folder, self._looked = (folder, frozenset(names)), True
        return self._folder[1]

    def _read(self, name: str, expected: Signature) -> bytes | None:
        try:
            handle = os.open(f"{self._place}/{name}", os.O_RDONLY)
        except (OSError, ValueError):
            return None
        try:
            status = os.fstat(handle)
            if Signature.of(status) != expected:
                return None
            return os.read(handle, status.st_size + 1)
        except OSError:
            return None
        finally:
            os.close(handle)


def _key(name: str) -> bytes:
    if name.isascii() and name.isprintable() and '"' not in name and "\\" not in name:
        return b'"%s"' % name.encode()  # the same, and fast, for many
    return json.dumps(name).encode()  # ASCII, and without tabs or line breaks


def _parts(line: bytes) -> tuple[str, Signature, Signature, bool]:
    name, _, numbers = line.partition(b"\t")
    values = [int(word) for word in numbers.split()]
    plain = name[1:-1].decode() if b"\\" not in name else json.loads(name)
    return plain, Signature(*values[:4]), Signature(*values[4:8]), bool(values[8])
