"""``python -m tests.fuzz``: many spoiled inputs, each in a process with limits; exit status 1 with findings.

By default the nightly form, 100,000 inputs. ``--count 2000`` is what the tests run. Findings are said by
their cause, and lie with the input that showed each, and a smaller one, in ``out/fuzz``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.fuzz.child import ROOT, Judge, input_of
from tests.fuzz.targets import every_target

NIGHTLY = 100_000
_BATCH = 300


def shares(count: int, only: list[str]) -> dict[str, int]:
    """How many inputs of each target."""
    every = {name: target for name, target in every_target().items() if not only or name in only}
    whole = sum(target.share for target in every.values())
    return {name: max(1, round(count * target.share / whole)) for name, target in every.items()}


def run(
    count: int, seed: int, folder: Path, only: list[str], seconds: float = 2.0, minutes: float | None = None
) -> tuple[int, list[dict[str, Any]]]:
    """How many inputs were read, and what was found, an entry for each input."""
    folder.mkdir(parents=True, exist_ok=True)
    findings: list[dict[str, Any]] = []
    done = 0
    end = None if minutes is None else time.monotonic() + 60.0 * minutes
    wanted = shares(count, only)
    at = dict.fromkeys(wanted, 0)
    while any(at[name] < wanted[name] for name in wanted):
        for name, number in wanted.items():
            if at[name] >= number or (end is not None and time.monotonic() > end):
                continue
            # In turns, so that a run that ends early has seen some of each.
            last = min(number, at[name] + max(_BATCH, number // 16))
            reached, found = _batch(name, seed, at[name], last, folder, seconds)
            done += reached - at[name]
            at[name] = reached
            findings += found
        if end is not None and time.monotonic() > end:
            break
    return done, findings


def _batch(
    name: str, seed: int, first: int, last: int, folder: Path, seconds: float
) -> tuple[int, list[dict[str, Any]]]:
    """Inputs of one target in one process; up to which it came, and what was found."""
    command = [
        sys.executable,
        "-m",
        "tests.fuzz.child",
        name,
        *map(str, (seed, first, last, folder, seconds)),
    ]
    log = folder / f"{name}.log"
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore", "POSTURE_DEBUG": "0"}
    (folder / f"{name}.at").write_bytes(b"%12d" % first)
    with log.open("wb") as errors:
        process = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, check=False
        )
    found = [json.loads(line) for line in process.stdout.decode().splitlines()]
    if any("done" in item for item in found):
        return last, [item for item in found if "done" not in item]
    number = int((folder / f"{name}.at").read_bytes())
    why = log.read_text("utf-8", "replace")[-3000:]
    kind = "hang" if "Timeout" in why else f"ended with {process.returncode}"
    (folder / f"{name}-{number}.input").write_bytes(input_of(every_target()[name], seed, number))
    found.append({"target": name, "number": number, "kind": kind, "where": name, "text": why})
    # Where the target itself cannot be begun with, the next process could not either.
    return last if process.returncode == 1 and kind != "hang" else number + 1, found


def report(done: int, findings: list[dict[str, Any]], seed: int, folder: Path) -> None:
    causes = Counter((item["target"], item["kind"], item["where"]) for item in findings)
    firsts = {(item["target"], item["kind"], item["where"]): item for item in reversed(findings)}
    for cause, number in causes.most_common():
        item = firsts[cause]
        stem = f"{item['target']}-{item['number']}"
        (folder / f"{stem}.txt").write_text(item["text"], "utf-8", "replace")
        last = item["text"].strip().splitlines()[-1][:200] if item["text"].strip() else ""
        print(f"{number:6d} x {item['target']}: {item['kind']} at {item['where']}: {last}")
        print(f"         python -m tests.fuzz --seed {seed} --one {item['target']}:{item['number']}")
    print(f"{done} inputs, seed {seed}: {len(causes)} causes, {len(findings)} findings")


def _one(which: str, seed: int, seconds: float) -> int:
    name, _, number = which.partition(":")
    target = every_target()[name]
    file = Path(number)
    data = file.read_bytes() if file.is_file() else input_of(target, seed, int(number))
    found = Judge(target, seconds).judge(data)
    print(f"{len(data)} bytes: {data[:200]!r}")
    print("fine" if found is None else f"{found['kind']} at {found['where']}\n{found['text']}")
    return int(found is not None)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=NIGHTLY, help="inputs in all (100,000)")
    parser.add_argument("--seed", type=int, default=0, help="another one gives other inputs")
    parser.add_argument(
        "--only", default="", help="targets, with commas; they are: " + ", ".join(every_target())
    )
    parser.add_argument("--minutes", type=float, help="end after so long, and say how many it were")
    parser.add_argument(
        "--seconds", type=float, default=2.0, help="processor time that an input may take (2)"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "fuzz", help="for what is found")
    parser.add_argument("--one", help="TARGET:NUMBER or TARGET:FILE: read one input again")
    given = parser.parse_args()
    if given.one:
        return _one(given.one, given.seed, given.seconds)
    only = [name for name in given.only.split(",") if name]
    done, findings = run(given.count, given.seed, given.folder.absolute(), only, given.seconds, given.minutes)
    report(done, findings, given.seed, given.folder.absolute())
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
