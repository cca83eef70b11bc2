"""``posture-analyzer range``: videos of people who tip the pelvis."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Final, TextIO

from analyzer import batch
from analyzer.cli.printing import JsonPrinter, say
from analyzer.language import tr
from analyzer.language.numbers import decimal
from analyzer.pelvic_range import analyze_film
from analyzer.types.pelvic_range import SCHEMA, FailedRange

_TELL_EVERY_S: Final = 5.0


def run(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Measure, save and print; whether all went well."""
    printer = JsonPrinter(out)
    folder = None if arguments.out is None else batch.OutputFolder(arguments.out, SCHEMA)
    well = True
    for path in arguments.videos:
        shown = batch.shown_name(path)
        found = analyze_film(path, name=shown, tell=_teller(shown))
        if isinstance(found, FailedRange):
            say(f"{shown}: {found.message}")
            well = False
        record = found.to_dict()
        if folder is not None:
            text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
            folder.write_file(f"{folder.name_for(path)}.range.json", text.encode("utf-8", "replace"))
        printer.print(record)
    return well


def _teller(name: str) -> Callable[[float], None]:
    """Says now and then how far it has come."""
    last_s = time.monotonic()

    def tell(film_s: float) -> None:
        nonlocal last_s
        if time.monotonic() - last_s > _TELL_EVERY_S:
            last_s = time.monotonic()
            say(tr("{name}: {seconds} seconds of the video are done.", name=name, seconds=decimal(film_s)))

    return tell
