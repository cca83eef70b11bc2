"""Many photos, in this process or in several, and their results in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from analyzer.batch.crew import Crew, Here, crew_for, in_order
from analyzer.batch.files import PathLike
from analyzer.batch.jobs import Analyze, Task
from analyzer.batch.run import Options, Result


def analyze_many(
    paths: Sequence[PathLike],
    options: Options | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    jobs: int | None = 1,
) -> Iterator[Result]:
    """Analyse photos, one after the other or several at once.

    Parameters
    ----------
    paths : sequence of path or URL
        Photo files (see `find_photos` for folders).
    options : Options, optional
        The same for all of them.
    on_progress : callable, optional
        Is given the number of photos that are done, and of all.
    jobs : int or None
        How many processes work on them. 1 is this one alone; ``None`` takes as many as there are cores,
        when there are enough photos for that. A photo whose process is ended from outside is tried once
        more, and is then an ``internal_error``.

    Yields
    ------
    Analysis or FailedAnalysis
        One for each path, in the same order; with ``split`` one for each photo in it. Nothing is raised for
        a single photo.

    Raises
    ------
    ValueError
        ``jobs`` is less than 1.
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be at least 1, or None, not {jobs}")
    job = Analyze(options or Options())
    crew: Crew[tuple[Result, ...]] = Here(job) if jobs == 1 else crew_for(job, jobs, len(paths))
    tasks = ((Task(os.fspath(path)), None) for path in paths)
    for done, results in enumerate(in_order(tasks, crew), start=1):
        if on_progress is not None:
            on_progress(done, len(paths))
        yield from results
