"""Many photos: what several processes and a cluster gain, what a worker holds, and how fast a run is resumed.

Run from the top of the project::

    python -m benchmarks.many                  # everything, some ten minutes
    python -m benchmarks.many jobs cluster --photos 300 --rounds 3
    python -m benchmarks.many memory --photos 2000
    python -m benchmarks.many resume --photos 100000

Commands that are compared take turns, so that they share the machine's moods; medians of the ratios of each
round are printed. Photos are copies of the samples, in a folder that is removed afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analyzer import batch
from analyzer.batch.crew import Workers
from analyzer.batch.files import signature
from analyzer.batch.jobs import Finished

HERE = Path(__file__).parents[1]
SAMPLES = sorted((HERE / "sample_images").glob("*_*.jpg"))


def copies(folder: Path, count: int) -> Path:
    """So many photos, in turn of each sample."""
    folder.mkdir()
    for number in range(count):
        shutil.copyfile(SAMPLES[number % len(SAMPLES)], folder / f"{number:06d}.jpg")
    return folder


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "analyzer", "analyze", *map(str, words)]


def seconds(*words: object) -> float:
    """How long the command line takes, from its start to its end."""
    start = time.perf_counter()
    subprocess.run(
        command(*words), check=True, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def in_turn(
    rounds: int, first: Callable[[], float], second: Callable[[], float]
) -> tuple[float, float, float]:
    """Median times of both, and the median of their ratios: first divided by second."""
    pairs = [(first(), second()) for _ in range(rounds)]
    ratio = statistics.median(one / two for one, two in pairs)
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs), ratio


def jobs(place: Path, photos: int, rounds: int) -> None:
    """Throughput of two processes against one, both with what they write."""
    folder = copies(place / "jobs", photos)

    def run(count: int, *more: str) -> float:
        out = place / "jobs-out"
        taken = seconds(folder, "--jobs", count, "--out", out, *more)
        shutil.rmtree(out)
        return taken

    one, two, ratio = in_turn(rounds, lambda: run(1, "--no-overlay"), lambda: run(2, "--no-overlay"))
    print(f"{photos} photos: --jobs 1 {photos / one:.1f}, --jobs 2 {photos / two:.1f} photos a second")
    print(f"  --jobs 2 is {ratio:.2f} × as fast as --jobs 1 (≥ 1.7)")
    _, drawn, ratio = in_turn(rounds, lambda: run(2, "--no-overlay"), lambda: run(2))
    print(f"  with overlay {photos / drawn:.1f} photos a second: {ratio:.2f} × those without (≥ 0.75)")


@contextmanager
def machines(place: Path) -> Iterator[str]:
    """A scheduler and two workers with one thread each; the address."""
    file = place / "scheduler.json"
    options = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    dask = [sys.executable, "-m", "dask"]

    def start(*words: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen([*dask, *words, *options], cwd=HERE, stdout=quiet, stderr=quiet)

    started = [start("scheduler", "--port", "0")]
    try:
        worker = ("worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(place))
        started += [start(*worker), start(*worker)]
        from distributed import Client  # noqa: PLC0415 - heavy

        with Client(scheduler_file=str(file), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            address: str = client.scheduler.address
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def cluster(place: Path, photos: int, rounds: int) -> None:
    """Throughput of two workers of a cluster against two processes."""
    folder = copies(place / "cluster", photos)

    def run(*more: str) -> float:
        out = place / "cluster-out"
        taken = seconds(folder, "--out", out, "--no-overlay", *more)
        shutil.rmtree(out)
        return taken

    with machines(place) as address:
        run("--scheduler", address)  # workers load the model once
        two, far, ratio = in_turn(rounds, lambda: run("--jobs", "2"), lambda: run("--scheduler", address))
    print(f"{photos} photos: --jobs 2 {photos / two:.1f}, two workers {photos / far:.1f} photos a second")
    print(f"  Dask with two workers is {ratio:.2f} × as fast as --jobs 2 (≥ 0.9)")
    hours = 1e6 * 2 * far / photos / 3600
    print(f"  a million photos without overlay: {hours:.0f} hours of one core of this machine")


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory(place: Path, photos: int) -> None:
    """What a worker holds after its first hundred photos, and at the end."""
    folder = copies(place / "memory", min(photos, 500))
    paths = [os.fspath(path) for path in batch.find_photos(folder)]
    job = batch.Save(batch.Saving(batch.Options(), os.fspath(place / "memory-out")))
    crew = Workers(job, 1)
    tasks = ((batch.Task(paths[n % len(paths)], f"{n:06d}"), None) for n in range(photos))
    sizes = [resident_mb(crew.pids[0]) for _ in batch.in_order(tasks, crew)]
    settled = sizes[min(100, len(sizes) - 1)]
    print(f"a worker over {photos} photos: {settled:.0f} MB after 100, {sizes[-1]:.0f} MB at the end")
    print(f"  growth {sizes[-1] - settled:+.0f} MB (≤ 20), largest {max(sizes):.0f} MB")


def resume(place: Path, photos: int) -> None:
    """A run in which everything is done already."""
    folder, out = place / "resume", place / "resume-out"
    copies(folder, 1)
    seconds(folder, "--out", out, "--no-overlay")
    (record_file,) = out.glob("*.json")
    record = json.loads(record_file.read_bytes())
    results = batch.OutputFolder(out)
    index = batch.Index(out, batch.Options(), record["provenance"]["model_sha256"])
    print(f"writing {photos} small photos and their results...", file=sys.stderr)
    for number in range(photos):
        name = f"{number:06d}"
        photo = folder / f"{name}.jpg"
        photo.write_bytes(b"not read when nothing has changed: " + name.encode())
        own = record | {"photo": record["photo"] | {"name": photo.name, "sha256": batch.file_sha256(photo)}}
        results.write(name, own)
        kept = signature(out / f"{name}.json")
        index.note(Finished(own, name, name, seen=signature(photo), kept=kept))
    index.close()
    words = command(folder, "--out", out, "--no-overlay", "--resume")
    for _ in range(3):
        start = time.perf_counter()
        process = subprocess.Popen(words, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        out_stream = process.stdout
        assert out_stream is not None
        lines = 0
        while chunk := out_stream.read(1 << 20):
            lines += chunk.count(b"\n")
        _, _, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        assert lines == photos
        cpu = usage.ru_utime + usage.ru_stime
        print(
            f"{photos} photos that are done: {taken:.2f} s (≤ 3), of the processor {cpu:.2f} s, "
            f"{usage.ru_maxrss / 1e3:.0f} MB (≤ 500)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = ("jobs", "cluster", "memory", "resume")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)}; default: all")
    parser.add_argument("--photos", type=int, help="default: 300, 300, 2000, 100000")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    chosen = arguments.parts or parts
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if "jobs" in chosen:
            jobs(place, arguments.photos or 300, arguments.rounds)
        if "cluster" in chosen:
            cluster(place, arguments.photos or 300, arguments.rounds)
        if "memory" in chosen:
            memory(place, arguments.photos or 2000)
        if "resume" in chosen:
            resume(place, arguments.photos or 100_000)


if __name__ == "__main__":
    main()
