"""How quick the page of a client with 300 visits has its timelines: store, courses and drawings.

Run from the top of the project::

    python -m benchmarks.timeline
    python -m benchmarks.timeline --visits 1000

Each visit has a standing photo of both sides, the direct test of both sides, and answers about pain and days,
with made-up values; no photo is looked at. Measured is what the page does before anything is sent to the
browser: reading and decoding, comparing each visit with the first, drawing the charts that stand open (main
measures, direct test, answers), with their tables. "First" is right after the records were opened, "again" is
when the page runs once more. Prints seconds of the clock and of the processor, which depend less on what else
runs, the share of each step, and how much longer it takes than for a fifth of the visits. Nothing is kept.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from analyzer import analyze
from analyzer.archive import archive_measures, archive_thomas_side
from analyzer.meaning.measure_words import MAIN_MEASURES
from analyzer.records import Records, VisitDraft
from analyzer.records.packing import pack
from analyzer.records.tables import SummaryRow, ThomasSummaryRow
from analyzer.thomas import analyze_thomas, summarize_thomas
from analyzer.types import Measure
from analyzer.types.codes import THOMAS
from analyzer.types.intake import Intake
from ui.charts.answers import answered
from ui.charts.course import courses, first_choice, of_side, sides_of, thomas_courses
from ui.records.timeline import answers_markup, timeline_markup

HERE = Path(__file__).parents[1]
STANDING = HERE / "sample_images" / "anterior_tilt_woman_left.jpg"
LYING = HERE / "validation" / "thomas" / "right_08.jpg"
PASSPHRASE = "a passphrase for nothing but this"  # noqa: S105
FIRST_DAY = date(2012, 1, 2)
LIMIT_S = 0.5
SIDES = ("left", "right")


def shifted(measure: Measure, by: float) -> Measure:
    """Another value with the same uncertainty."""
    if measure.value is None or measure.ci95 is None:
        return measure
    low, high = measure.ci95
    return replace(measure, value=measure.value + by, ci95=(low + by, high + by))


def fill(records: Records, visits: int) -> None:
    """A client with so many visits, a week apart."""
    standing, lying = analyze(STANDING).measures, summarize_thomas([analyze_thomas(LYING)])
    tested = lying.left or lying.right
    assert tested is not None
    client = records.add_client("K-1")
    ids = []
    for n in range(visits):
        given = Intake(low_back_pain=n % 11, stress=(3 * n) % 11, hours_sitting=5.0 + n % 5)
        draft = VisitDraft(FIRST_DAY + timedelta(days=7 * n), intake=given)
        ids.append(records.save_visit(client.id, draft).id)
    with records._database.writing() as session:
        for n, visit_id in enumerate(ids):
            by = 4.0 * ((7 * n) % 13) / 13.0
            stance = archive_measures({name: shifted(item, by) for name, item in standing.items()})
            sides = {name: shifted(item, by) for name, item in tested.measures.items()}
            test = archive_thomas_side(sides, tested.pelvis, tested.finding.level)
            common = {"visit_id": visit_id, "photos": 3, "analyzer_version": "0.7.0"}
            for side in SIDES:
                session.add(SummaryRow(**common, side=side, measures=pack(stance)))
                session.add(ThomasSummaryRow(**common, side=side, summary=pack(test)))


Times = dict[str, tuple[float, float]]


@contextmanager
def timed(times: Times, what: str) -> Iterator[None]:
    clock, used = time.perf_counter(), time.process_time()
    yield
    times[what] = time.perf_counter() - clock, time.process_time() - used


def show(records: Records) -> Times:
    """What the page of the client does."""
    times: Times = {}
    with timed(times, "read stance"):
        points = records.timeline(1)
    with timed(times, "read direct test, range, answers, visits"):
        tests, given = records.thomas_timeline(1), records.answers(1)
        records.range_timeline(1), records.visits(1)
    with timed(times, "compare"):
        shown = of_side(points, sides_of(points)[0])
        found = courses(shown, first_choice(shown))
        both = [thomas_courses([point for point in tests if point.side == side], 0) for side in SIDES]
    with timed(times, "draw measures"):
        size = len(timeline_markup([found[name] for name in MAIN_MEASURES]))
    with timed(times, "draw direct test"):
        for of_side_ in both:
            there = [name for name in THOMAS[:2] if any(step.measure for step in of_side_[name].steps)]
            size += len(timeline_markup([of_side_[name] for name in there]))
    with timed(times, "draw pain and answers"):
        size += len(answers_markup(answered(given)))
    assert size > 1000
    return times


def total(times: Times) -> tuple[float, float]:
    clock, used = (sum(part) for part in zip(*times.values(), strict=True))
    return clock, used


def median_of(rounds: int, ask: Callable[[], Times]) -> Times:
    """The round in the middle, by the time of the processor."""
    made = [ask() for _ in range(rounds)]
    middle = statistics.median_low([total(times)[1] for times in made])
    return next(times for times in made if total(times)[1] == middle)


def measure(folder: Path, visits: int, rounds: int) -> tuple[Times, Times]:
    """First and again."""
    place = folder / f"{visits}.records"
    with Records.create(place, PASSPHRASE) as records:
        fill(records, visits)
    first: list[Times] = []
    for _ in range(rounds):
        with Records.open(place, PASSPHRASE) as records:
            first.append(show(records))
    with Records.open(place, PASSPHRASE) as records:
        show(records)
        again = median_of(rounds, lambda: show(records))
    return median_of(rounds, iter(first).__next__), again


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("--visits", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # of pages that run without a browser
    with tempfile.TemporaryDirectory() as folder:
        small = measure(Path(folder), max(1, arguments.visits // 5), arguments.rounds)
        large = measure(Path(folder), arguments.visits, arguments.rounds)
    for title, few, many in zip(("first", "again"), small, large, strict=True):
        clock, used = total(many)
        ratio = used / total(few)[1]
        print(
            f"{arguments.visits} visits, {title}: {clock:.3f} s, processor {used:.3f} s (limit {LIMIT_S} s)"
        )
        print(f"  {ratio:.1f} times as long as a fifth of the visits")
        for what, (_, part) in many.items():
            print(f"  {what:42} {part:.3f} s  {100.0 * part / used:3.0f} %")


if __name__ == "__main__":
    main()
