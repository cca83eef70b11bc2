"""How long a report takes, in a new process and when everything is loaded.

Run from the top of the project::

    python -m benchmarks.report

The photos are analysed before the clock starts: the times are those of the report alone.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

HERE = Path(__file__).parents[1]
ROUNDS = 9
COLD = "--cold"
LIMIT_S = 2.0


def cold(kind: str) -> None:
    """In a new process: import the report, build it and set it; prints the seconds it took."""
    from analyzer import analyze, load_photo  # noqa: PLC0415 - not part of what is timed

    photo = load_photo(HERE / "sample_images" / "after_woman_right.jpg")
    result = analyze(photo)
    start = time.perf_counter()
    from analyzer.report import (  # noqa: PLC0415
        ReportContent,
        ReportPhoto,
        build_report,
        render_html,
        render_pdf,
    )

    content = ReportContent((ReportPhoto(result, photo.rgb),), client_code="C-1")
    (render_pdf if kind == "pdf" else render_html)(build_report(content))
    print(time.perf_counter() - start)


def cold_seconds(kind: str) -> float:
    command = [sys.executable, "-m", "benchmarks.report", COLD, kind]
    times = []
    for _ in range(3):
        done = subprocess.run(command, check=True, cwd=HERE, capture_output=True, text=True)
        times.append(float(done.stdout.split()[-1]))
    return statistics.median(times)


def warm_seconds(action: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    from analyzer import analyze, load_photo  # noqa: PLC0415 - heavy
    from analyzer.education import exercises  # noqa: PLC0415
    from analyzer.report import (  # noqa: PLC0415
        Practice,
        ReportContent,
        ReportPhoto,
        build_report,
        render_html,
        render_pdf,
    )
    from analyzer.types.intake import Intake  # noqa: PLC0415

    photos = []
    for name in ("before_woman_right.jpg", "after_woman_right.jpg"):
        photo = load_photo(HERE / "sample_images" / name)
        photos.append(ReportPhoto(analyze(photo), photo.rgb))
    before, after = photos
    small = ReportContent((after,), client_code="C-1", day=date(2026, 3, 9))
    large = ReportContent(
        (after,),
        (before,),
        practice=Practice("Practice at the Mill"),
        client_code="C-1",
        client_name="Đặng 王小明 محمد 🙂",
        day=date(2026, 3, 9),
        intake=Intake(hours_sitting=9.0, stress=8, low_back_pain=3),
        exercises=tuple(item.id for item in exercises()),
        notes="Well done.\n" * 10,
    )
    print(f"limit: {LIMIT_S:.0f} s")
    for kind in ("pdf", "html"):
        print(f"{kind.upper()} of one photo, first in a new process: {cold_seconds(kind):.2f} s")
    for words, content in (("one photo", small), ("before and after, six exercises", large)):
        report = build_report(content)
        size = len(render_pdf(report)) / 1e6
        print(
            f"{words}: sections {warm_seconds(partial(build_report, content)):.2f} s, "
            f"PDF {warm_seconds(partial(render_pdf, report)):.2f} s ({size:.2f} MB), "
            f"HTML {warm_seconds(partial(render_html, report)):.2f} s"
        )


if __name__ == "__main__":
    if COLD in sys.argv:
        cold(sys.argv[-1])
    else:
        main()
