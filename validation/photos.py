"""How many photos does a change need? Smallest detectable change for 1, 2, 3 and 6 photos of each measure.

Run from the top of the project::

    python -m validation photos
    python -m validation photos --write    # docs/accuracy.md, its picture, analyzer/data/repeat_photos.json

Three sources are put together, as standard deviations within a person:

- *stance*: how differently people stand from stand to stand (Schmidt 2018, PubMed 28683929), carried to every
  measure by posing bodies again (``python -m calibration stance-spread``). Several photos average it out.
- *photo*: the error from photo to photo of people who sway before a camera that stays, their true values
  taken off (``validation/stands``). Several photos average it out.
- *set-up*: what the error of a whole occasion adds, from people in one stance whose camera was put up again
  as before (``retakes``), or anew (``retakes_wide``). It is the same in all photos of an occasion.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from analyzer import __version__
from analyzer.compare.how_many import FILE, Repeat
from analyzer.measures import TABLE
from analyzer.types.codes import MEASURES, MeasureName
from validation.direct_test import REPORT, put_into, section_in
from validation.run import run as analyse
from validation.truth import load_phantoms

HERE: Final = Path(__file__).parent
HEADING: Final = "## How many photos"
DATA: Final = HERE.parent / "analyzer" / FILE
PLOT: Final = "accuracy_photos.png"
COUNTS: Final = (1, 2, 3, 6)
INTRO: Final = (
    "Smallest detectable change (95 %) between two occasions, by how many photos each has, for the "
    "medians that the app takes, in the same clothes (`python -m validation photos`). A change below it "
    "cannot be told from chance.",
    "",
    "Several photos average out how the person stands, and what is read differently in each photo. "
    "*Stance* is from Schmidt 2018 ([PubMed 28683929](https://pubmed.ncbi.nlm.nih.gov/28683929/)): over "
    "six stands the curve of the low back differed by 10 to 20 % in 51 % of people and by more in 29 %. "
    "Read as largest minus smallest over the mean **[assumed]**, that is a standard deviation of 2.3° "
    "for a curve of 31.6°; the pelvis moves along (11.4° for 10.8°, [PubMed "
    "8866271](https://pubmed.ncbi.nlm.nih.gov/8866271/)). For upper back, neck, head, knees and the "
    "lean of the whole body no source was found: 1.5, 1.5, 1.5, 1.0 and 0.4° **[assumed]**. Simulated "
    "bodies that stand so carry it to every measure. *Photo* is the error from photo to photo of "
    "{people} rendered people who stand again and again before a camera that stays "
    "(`validation/stands`).",
    "",
    "They do not average out *set-up*: a camera that stands a little elsewhere errs alike in all photos "
    "of that day. It is what `retakes` (camera put up as before) and `retakes_wide` (2 to 4.5 m, other "
    "height, turn and roll) differ by beyond *photo*. Nor is it chance what other clothes change: the "
    "app says where they differ.",
    "",
)
_LEAST: Final = 10
"""Degrees of freedom below which a spread is not believed."""

Results = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Spread:
    """A standard deviation and its degrees of freedom."""

    sd: float
    freedom: int


def pooled(groups: Sequence[Sequence[float]]) -> Spread:
    """Standard deviation within groups, each about its own mean. Groups of one say nothing."""
    used = [np.array(group) for group in groups if len(group) > 1]
    freedom = sum(len(group) - 1 for group in used)
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in used)
    return Spread(math.sqrt(squares / freedom) if freedom else math.nan, freedom)


def beyond(whole: Spread, part: Spread) -> float:
    """What a spread has beyond one that is contained in it; 0 where it has nothing."""
    return math.sqrt(max(0.0, whole.sd**2 - part.sd**2))


def repeats(
    stance: Mapping[str, float], results: Results, stands: Mapping[str, Mapping[str, float]]
) -> dict[MeasureName, tuple[Repeat, dict[str, int]]]:
    """Parts of every measure, and how many degrees of freedom each rests on.

    Parameters
    ----------
    stance : mapping
        Standard deviation of the true values between stands.
    results : mapping
        Analyses by key: ``stands/00a``, ``retakes/000a``, ``retakes_wide/000a`` and so on.
    stands : mapping
        True values by key.

    Raises
    ------
    ValueError
        When a part rests on too few pictures.
    """
    found: dict[MeasureName, tuple[Repeat, dict[str, int]]] = {}
    for name in MEASURES:
        photo = pooled(_groups(results, "stands", name, stands))
        same, new = (pooled(_groups(results, folder, name)) for folder in ("retakes", "retakes_wide"))
        freedom = {"photo": photo.freedom, "set_up": same.freedom, "new_set_up": new.freedom}
        if photo.freedom < _LEAST or min(same.freedom, new.freedom) < 5:
            raise ValueError(f"too few pictures for {name}: {freedom}")
        parts = stance[name], photo.sd, beyond(same, photo), beyond(new, photo)
        # As they are kept, so that table and app say the same.
        found[name] = Repeat(*(round(part, 3) for part in parts)), freedom
    return found


def _groups(
    results: Results, folder: str, name: str, true: Mapping[str, Mapping[str, float]] | None = None
) -> list[list[float]]:
    """Values of each person of a folder, their true ones taken off where they are given."""
    groups: dict[str, list[float]] = {}
    for key, answer in results.items():
        if not key.startswith(f"{folder}/") or answer["error"]:
            continue
        value = answer["measures"][name]["value"]
        if value is not None:
            groups.setdefault(key[:-1], []).append(value - (true[key][name] if true else 0.0))
    return list(groups.values())


def section(found: Mapping[MeasureName, tuple[Repeat, dict[str, int]]], people: int) -> list[str]:
    """The part of ``docs/accuracy.md`` about it."""
    lines = [
        HEADING,
        "",
        *(line.format(people=people) for line in INTRO),
        "| measure | camera as before: 1 photo | 2 | 3 | 6 | camera put up anew: 1 photo | 2 | 3 | 6 |",
        "|---|" + "---|" * (2 * len(COUNTS)),
    ]
    for name, (repeat, _) in found.items():
        unit = "°" if TABLE[name].unit == "deg" else " %"
        same = [repeat.smallest_change(count, count) for count in COUNTS]
        new = [repeat.smallest_change(count, count, new_set_up=True) for count in COUNTS]
        lines.append(f"| {name} | " + " | ".join(f"{value:.1f}{unit}" for value in (*same, *new)) + " |")
    return [
        *lines,
        "",
        "The median of three is hardly calmer than that of two, which is their mean, but one photo that went "
        "wrong does not move it.",
        "",
        "![Left: the smallest detectable change falls with the number of photos. Right: how much of the "
        f"variance of one photo averages out.](images/{PLOT})",
        "",
        "What it is made of, as standard deviations (degrees of freedom):",
        "",
        "| measure | stance | photo | set-up as before | set-up anew |",
        "|---|---|---|---|---|",
        *(_parts_row(name, *item) for name, item in found.items()),
    ]


def _parts_row(name: MeasureName, repeat: Repeat, freedom: Mapping[str, int]) -> str:
    return (
        f"| {name} | {repeat.stance:.2f} | {repeat.photo:.2f} ({freedom['photo']}) | {repeat.set_up:.2f} "
        f"({freedom['set_up']}) | {repeat.new_set_up:.2f} ({freedom['new_set_up']}) |"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--write", action="store_true", help="docs/accuracy.md, its picture and analyzer/data, too"
    )


def run(options: argparse.Namespace) -> int:
    """Analyse the pictures, print the tables, and write them if asked."""
    stands = {
        f"stands/{path.stem}": json.loads(path.read_text("utf-8"))["truth"]
        for path in sorted((HERE / "stands").glob("*.json"))
    }
    jobs = [(key, HERE / f"{key}.jpg", "", None) for key in stands]
    for folder in ("retakes", "retakes_wide"):
        jobs += [(item.key, item.path, "", None) for item in load_phantoms(HERE / folder)]
    stance = json.loads((HERE / "stance_spread.json").read_text("utf-8"))["stance_sd"]
    found = repeats(stance, analyse(jobs), stands)
    lines = section(found, len({key[:-1] for key in stands}))
    print("\n".join(lines))
    if options.write:
        from validation.plots import draw_photos  # noqa: PLC0415 - needs matplotlib

        DATA.write_text(json.dumps(data_of(found), indent=1) + "\n", encoding="utf-8")
        REPORT.write_text(put_into(REPORT.read_text("utf-8"), lines), encoding="utf-8")
        draw_photos(REPORT.parent / "images" / PLOT, {name: repeat for name, (repeat, _) in found.items()})
    return 0


def data_of(found: Mapping[MeasureName, tuple[Repeat, dict[str, int]]]) -> dict[str, Any]:
    """What the app reads."""
    return {
        "measures": {name: asdict(repeat) for name, (repeat, _) in found.items()},
        "provenance": {
            "command": "python -m validation photos --write",
            "analyzer": __version__,
            "made": datetime.now(UTC).date().isoformat(),
            "degrees_of_freedom": {name: freedom for name, (_, freedom) in found.items()},
        },
    }


def kept_section() -> list[str]:
    """The part of ``docs/accuracy.md`` as it was written last."""
    return section_in(REPORT.read_text("utf-8"), HEADING)
