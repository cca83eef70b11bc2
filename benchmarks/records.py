"""How quick the records are with 10,000 visits in them.

Run from the top of the project::

    python -m benchmarks.records                   # an encrypted file in a temporary folder
    python -m benchmarks.records --visits 2000
    python -m benchmarks.records --url postgresql://user:password@localhost/empty_database

The visits have three analyses each, and photos of a few bytes, as no list or timeline touches photos. Then
visits with three photos of 3 MB each are saved. Prints medians and the slowest, in milliseconds, beside the
limits that the project has set itself, and the time of the processor, which depends less on what else runs.
Nothing is kept.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import Table, insert, select

from analyzer import analyze
from analyzer.records import NewPhoto, Records, Visit, VisitDraft, clients, summaries, visits
from analyzer.records.tables import Base
from analyzer.types import Analysis

HERE = Path(__file__).parents[1]
SAMPLE = HERE / "sample_images" / "anterior_tilt_woman_left.jpg"
PASSPHRASE = "a passphrase for nothing but this"  # noqa: S105
CLIENTS = 1000
ROUNDS = 15
FILLED = ("visit", "photo", "photo_data", "analysis", "summary")
NOTES = "Some words about this visit. " * 5


def three_megabytes() -> bytes:
    """A portrait phone photo of some 3 MB."""
    picture = cv2.resize(cv2.imread(str(SAMPLE)), (3024, 4032), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0, 6, picture.shape)
    done, data = cv2.imencode(
        ".jpg", np.clip(picture + noise, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92]
    )
    assert done
    return bytes(data)


def fill(records: Records, analysis: Analysis, count: int) -> None:
    """Visits of all clients in turn. They have rows of their own, with the same analysis in them."""
    with records._database.writing() as session:
        ids = [clients.add(session, f"K-{n}", f"Name {n} of a client", "").id for n in range(CLIENTS)]
    draft = VisitDraft(date(2020, 1, 1), (NewPhoto("a.jpg", b"-", analysis, keep_camera_data=True),))
    first = records.save_visit(ids[0], draft)
    with records._database.reading() as session:
        tables = [Base.metadata.tables[name] for name in FILLED]
        like = {table: dict(session.execute(select(table)).mappings().one()) for table in tables}
    visit, photo, data, archived, summary = tables
    for start in range(2, count + 1, 500):
        numbers = range(start, min(start + 500, count + 1))
        photos = [(number, 3 * number + position, position) for number in numbers for position in range(3)]
        rows: dict[Table, list[dict[str, object]]] = {
            visit: [
                {"id": n, "client_id": ids[n % CLIENTS], "day": first.day + timedelta(n // 8), "notes": NOTES}
                for n in numbers
            ],
            photo: [{"id": id_, "visit_id": n, "position": position} for n, id_, position in photos],
            data: [{"photo_id": id_} for _, id_, _ in photos],
            archived: [{"photo_id": id_} for _, id_, _ in photos],
            summary: [{"visit_id": n} for n in numbers],
        }
        with records._database.writing() as session:
            for table, changed in rows.items():
                session.execute(insert(table), [like[table] | row for row in changed])


def measure(name: str, limit_ms: float | None, action: Callable[[], object], rounds: int = ROUNDS) -> None:
    """Median and slowest of several rounds, and the median of the processor's time for it."""
    times, busy = [], []
    for _ in range(rounds):
        start, started = time.perf_counter(), time.process_time()
        action()
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - started) * 1000)
    taken = f"median {statistics.median(times):7.1f}   slowest {max(times):7.1f}"
    wanted = "" if limit_ms is None else f"   limit {limit_ms:.0f}"
    print(f"{name:36} {taken}   processor {statistics.median(busy):6.1f}{wanted}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visits", type=int, default=10_000)
    parser.add_argument("--url", help="an empty PostgreSQL database, instead of a file")
    arguments = parser.parse_args()
    analysis, photo = analyze(SAMPLE), three_megabytes()
    with tempfile.TemporaryDirectory() as folder:
        place = arguments.url or Path(folder) / "clients.records"
        start = time.perf_counter()
        with Records.create(place, PASSPHRASE) as records:
            fill(records, analysis, arguments.visits)
            size = records.size_bytes()
        print(
            f"{arguments.visits} visits of {CLIENTS} clients in {time.perf_counter() - start:.0f} s", end=""
        )
        print("" if size is None else f"; the file has {size / 1e6:.0f} MB")
        print(f"photos of {len(photo) / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f}; milliseconds:")
        measure("open", None, lambda: Records.open(place, PASSPHRASE).close(), 5)
        with Records.open(place, PASSPHRASE) as records:
            _measure_all(records, analysis, photo)


def _measure_all(records: Records, analysis: Analysis, photo: bytes) -> None:
    client = max(records.clients(limit=CLIENTS), key=lambda client: client.visits)
    measure("client list, the first 200", 300, records.clients)
    measure("client list, all", 300, lambda: records.clients(limit=CLIENTS))
    measure("client list, search", 300, lambda: records.clients("name 77"))
    measure("count of clients", 300, records.count_clients)
    measure("visits of a client", 500, lambda: records.visits(client.id))
    measure("timeline of a client", 500, lambda: records.timeline(client.id))
    newest = records.visits(client.id)[0].id
    measure("a visit with three analyses", None, lambda: records.visit(newest))
    saved: list[Visit] = []

    def save() -> None:
        number = len(saved)
        photos = tuple(
            NewPhoto(
                f"{n}.jpg", photo, replace(analysis, photo=replace(analysis.photo, sha256=f"{number}{n}"))
            )
            for n in range(3)
        )
        saved.append(records.save_visit(client.id, VisitDraft(date(2026, 1, 1), photos, notes="Some words.")))

    measure("saving a visit with three photos", 200, save)
    measure("a photo", None, lambda: records.photo_data(saved[0].photos[0].id))
    measure(
        "saving changed notes", 200,
        lambda: records.save_visit(client.id, replace(saved[0].draft(), notes=str(time.time())), saved[0].id),
    )  # fmt: skip
    measure("erasing a visit with three photos", None, lambda: records.erase_visit(saved.pop().id), 5)
    crowded = records.add_client("crowded")
    with records._database.writing() as session:
        for number in range(300):
            visit_id = visits.insert(session, crowded.id, VisitDraft(date(2020, 1, 1) + timedelta(number)))
            summaries.store(session, visit_id, [analysis])
    measure("timeline of 300 visits", 500, lambda: records.timeline(crowded.id))
    measure("erasing a client with 300 visits", None, lambda: records.erase_client(crowded.id), 1)


if __name__ == "__main__":
    main()
