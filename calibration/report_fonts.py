"""Writes which characters the typefaces of the report have: ``python -m calibration.report_fonts``.

Needs fontTools. The report reads the list, so that it knows what can be printed without opening any font.
"""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parents[1] / "analyzer" / "report" / "fonts"
APACHE = ("DroidSansFallbackFull.ttf",)


def ranges(characters: list[int]) -> list[list[int]]:
    """Runs of numbers that follow each other, as first and last."""
    ordered = sorted(characters)
    ends = [ordered[0]]
    for before, after in pairwise(ordered):
        if after != before + 1:
            ends += [before, after]
    ends.append(ordered[-1])
    return [list(run) for run in zip(ends[::2], ends[1::2], strict=True)]


def entry(path: Path, font: TTFont) -> dict[str, str]:
    names = font["name"]
    return {
        "file": path.name,
        "version": str(names.getDebugName(5)).split(";")[0],
        "copyright": str(names.getDebugName(0)),
        "licence": "Apache-2.0" if path.name in APACHE else "OFL-1.1",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def make_record() -> dict[str, Any]:
    """What ``fonts.json`` should hold."""
    fonts, every = [], set()
    for path in sorted(FOLDER.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            fonts.append(entry(path, font))
            every.update(font.getBestCmap())
    return {"fonts": fonts, "ranges": ranges(sorted(every))}


def main() -> None:
    record = make_record()
    # A line for each font, and one for all ranges.
    fonts = ",\n".join(json.dumps(font, ensure_ascii=False) for font in record["fonts"])
    text = f'{{"fonts": [\n{fonts}\n],\n"ranges": {json.dumps(record["ranges"])}}}'
    (FOLDER / "fonts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
