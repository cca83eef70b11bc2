"""Measure accuracy on the rendered people and write ``docs/accuracy.md``.

Run from the top of the project::

    python -m calibration report           # everything, some seven minutes on two cores
    python -m calibration report --quick   # without the changed pictures
    python -m validation rivals            # other methods on the same pictures
    python -m validation exact             # the software's own error
    python -m validation photos            # smallest detectable change by number of photos

Nothing is fitted on the folder ``dev``, but the rules that recognise loose clothes were chosen on it;
``pairs``, ``retakes`` and ``markers`` set the spreads of the intervals and the offsets of landmarks and
curve.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from validation import again, direct_test, exact, kinds, photos, stance_types, tilt
from validation.plots import draw_all
from validation.report import figures, write_report
from validation.rivals import command as rivals
from validation.run import CHANGES, Job, run
from validation.truth import load_phantoms

COMMANDS = {"rivals": "rivals.command", "photos": "photos", "exact": "exact"}
HERE = Path(__file__).parent
FOLDERS = ("dev", "pairs", "retakes", *again.WIDE, "markers", "cloth")


def main() -> int:
    if sys.argv[1:2] and sys.argv[1] in COMMANDS:
        return _command(sys.argv[1], sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m validation", description=__doc__)
    add_arguments(parser)
    run_report(parser.parse_args())
    return 0


def _command(name: str, arguments: list[str]) -> int:
    """Only the chosen one is loaded: each needs other packages."""
    module = import_module(f"validation.{COMMANDS[name]}")
    parser = argparse.ArgumentParser(prog=f"python -m validation {name}", description=module.__doc__)
    module.add_arguments(parser)
    done: int = module.run(parser.parse_args(arguments))
    return done


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="leave out the changed pictures")
    parser.add_argument("--out", type=Path, default=HERE.parent / "docs" / "accuracy.md")


def run_report(options: argparse.Namespace) -> None:
    """Analyse all pictures and write the report, its pictures and its main figures."""
    phantoms = {item.key: item for folder in FOLDERS for item in load_phantoms(HERE / folder)}
    results = run((key, item.path, "", None) for key, item in phantoms.items())
    changed: dict[str, dict[str, dict[str, object]]] = {}
    levelled: dict[str, dict[str, object]] = {}
    if not options.quick:
        tight = [
            item
            for key, item in phantoms.items()
            if key.startswith("dev/") and item.tight and not results[key]["error"]
        ]
        levelled = run((item.key, item.path, "", results[item.key]["roll_deg"]) for item in tight)
        for change in list(CHANGES)[1:]:
            turn = {"turned 3° clockwise": 3.0, "turned 3° counter-clockwise": -3.0}.get(change)
            jobs: list[Job] = []
            for item in tight:
                # The roll that was found is given back, so that only the turn itself is tested.
                roll = None if turn is None else results[item.key]["roll_deg"] + turn
                jobs.append((item.key, item.path, change, roll))
            changed[change] = run(jobs)
    dev = [item for key, item in phantoms.items() if key.startswith("dev/")]
    more = ["", *again.section(phantoms, results, changed), "", *kinds.make_section(dev, results)]
    more += ["", *stance_types.make_section(phantoms, results)]
    more += ["", *direct_test.section(), "", *rivals.section_or_kept(), "", *photos.kept_section()]
    more += ["", *exact.section(exact.errors())]
    text = write_report(phantoms, results, changed, levelled, more)
    options.out.write_text(text, encoding="utf-8")
    facts = {"generated": datetime.now(UTC).date().isoformat(), **figures(phantoms, results)}
    options.out.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    keys = [key for key in phantoms if key.startswith("dev/") and phantoms[key].tight]
    draw_all(
        options.out.parent / "images",
        tilt.estimates(phantoms, results, keys),
        *(tilt.differences(phantoms, results, folder, "pelvic_tilt") for folder in ("pairs", "retakes")),
    )
    print(text)


if __name__ == "__main__":
    raise SystemExit(main())
