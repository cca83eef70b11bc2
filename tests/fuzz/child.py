"""The process that reads inputs, under limits: ``python -m tests.fuzz.child TARGET SEED FIRST LAST FOLDER``.

Findings are lines of JSON on its standard output. Before each input it writes the number into a file, so that
its parent knows which one ended it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.fuzz.target import Target
from tests.fuzz.targets import every_target

ROOT: Final = Path(__file__).resolve().parents[2]
LIMIT_BYTES: Final = 1_000_000_000
HANGS_S: Final = 120.0
_ROOM_BYTES: Final = 2_500_000_000
"""Addresses are more than memory, and libraries take many; what is used is measured apart."""
_MOST_TRIES: Final = 400


def input_of(target: Target, seed: int, number: int) -> bytes:
    return target.make(Random(f"{seed}:{target.name}:{number}"))  # noqa: S311 - to be made again


class Judge:
    """Reads inputs of one target and says what is wrong with the way they end."""

    def __init__(self, target: Target, seconds: float) -> None:
        self.target, self._seconds = target, seconds
        self._before = _memory_bytes("VmRSS")

    def judge(self, data: bytes) -> dict[str, Any] | None:
        """What is wrong, with ``kind`` and ``where`` that are the same for the same cause."""
        took, found = self._read(data)
        if took > self._seconds and found is None:  # perhaps the machine was busy, or something was loaded
            took = min(took, self._read(data)[0])
            if took > self._seconds:
                found = {"kind": "slow", "where": self.target.name, "text": f"{took:.1f} s"}
        most = _memory_bytes("VmHWM") - self._before
        if most > LIMIT_BYTES:
            _forget_the_most()
            found = found or {"kind": "memory", "where": self.target.name, "text": f"{most / 1e6:.0f} MB"}
        return found

    def _read(self, data: bytes) -> tuple[float, dict[str, Any] | None]:
        began, found = time.process_time(), None
        try:
            self.target.read(data)
        except self.target.typed:
            pass
        except Exception as error:
            found = {"kind": type(error).__name__, "where": _where(error), "text": _text(error)}
        return time.process_time() - began, found


def _where(error: BaseException) -> str:
    """The last line of the project that an error went through, else of anything."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame
        for frame in frames
        if Path(frame.filename).is_relative_to(ROOT) and "fuzz" not in frame.filename
    ]
    frame = (ours or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"


def _text(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-6000:]


def _memory_bytes(name: str) -> int:
    try:
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    except OSError:  # macOS tells the most only
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 0


def _forget_the_most() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def reduce(judge: Judge, data: bytes, found: dict[str, Any]) -> bytes:
    """A smaller input that ends in the same way: pieces are left out as long as that holds."""
    size, tries = max(1, len(data) // 2), 0
    while size >= 1 and tries < _MOST_TRIES:
        at = 0
        while at < len(data) and tries < _MOST_TRIES:
            tries += 1
            smaller = data[:at] + data[at + size :]
            other = judge.judge(smaller)
            if other is not None and (other["kind"], other["where"]) == (found["kind"], found["where"]):
                data = smaller
            else:
                at += size
        size //= 2
    return data


def main() -> None:
    name, seed, first, last, folder, seconds = sys.argv[1:7]
    target, place = every_target()[name], Path(folder)
    sys.stdout.flush()
    lines = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever prints, it is no finding
    judge = Judge(target, float(seconds))
    for number in range(3):  # load what is needed before anything is counted
        judge.judge(input_of(target, -1, number))
    _limit()
    _forget_the_most()
    judge = Judge(target, float(seconds))
    marker = os.open(place / f"{name}.at", os.O_CREAT | os.O_RDWR)
    seen: set[tuple[str, str]] = set()
    for number in range(int(first), int(last)):
        os.pwrite(marker, b"%12d" % number, 0)
        faulthandler.dump_traceback_later(HANGS_S, exit=True)
        data = input_of(target, int(seed), number)
        found = judge.judge(data)
        if found is None:
            continue
        key = found["kind"], found["where"]
        if key not in seen:
            seen.add(key)
            (place / f"{name}-{number}.input").write_bytes(data)
            if found["kind"] not in ("slow", "memory"):
                faulthandler.dump_traceback_later(5 * HANGS_S, exit=True)
                (place / f"{name}-{number}.small").write_bytes(reduce(judge, data, found))
        lines.write(json.dumps({"target": name, "number": number, **found}) + "\n")
    faulthandler.cancel_dump_traceback_later()
    lines.write(json.dumps({"target": name, "done": int(last) - int(first)}) + "\n")
    lines.flush()
    os._exit(0)  # threads of servers and decoders are not waited for


def _limit() -> None:
    if sys.platform == "linux":
        most = _memory_bytes("VmSize") + _ROOM_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
