"""The app under load, as a command with figures and checks.

    python -m tests.load                      20 people with photos and 5 webcams, ten minutes
    python -m tests.load --soak --minutes 1440   a day at a low rate: memory flat, no file handles left

It starts the app by itself, on this computer, with accounts, and needs no browser. The status is 1 when a
check fails.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Behind what is there: the tests import this module, and have an order of their own.
sys.path += [str(path) for path in (ROOT, ROOT / "tests", ROOT / "tests" / "browser")]

import psutil  # noqa: E402
from browser_driver import Server, wait_for  # noqa: E402
from headless import Visitor  # noqa: E402

from tests.load.crowd import (  # noqa: E402
    NAMES,
    PASSWORD,
    Bringer,
    Camera,
    Person,
    Photo,
    frames_of,
    run_crowd,
    sign_in,
)
from ui.access.accounts import Accounts  # noqa: E402

SAMPLES = (
    *("anterior_tilt_man_right.jpg", "anterior_tilt_woman_left.jpg", "flat_back_man_right.jpg"),
    "neutral_woman_right.jpg",
)
MOST_GROWTH_MB = 50.0
SPARE_HANDLES = 5
"""Those of one session that is over and of thread pools come and go; each session has three."""
FEWEST_ANSWERS = 30
"""With fewer a machine is so busy that nothing can be said of how even they are."""
WARM_UP_S = 600.0
"""At most; it is over as soon as everybody was served, and every sample was looked at twice."""
FREE_AFTER_S = 5
"""Sessions whose window is gone are kept for so long here; a minute in earnest."""
GIVEN_BACK_S = 12.0
"""After that, ends are looked for (every 5 s), files go, and then memory that nobody uses (3 s later)."""


@dataclass(frozen=True)
class Level:
    """What the server holds."""

    memory_mb: float
    handles: int
    threads: int

    @classmethod
    def of(cls, process: psutil.Process) -> Level:
        return cls(process.memory_info().rss / 2**20, process.num_fds(), process.num_threads())

    def __str__(self) -> str:
        return f"{self.memory_mb:.0f} MB, {self.handles} handles, {self.threads} threads"


def kinds_of_handles(process: psutil.Process) -> str:
    """What the open ones are, counted."""
    found: Counter[str] = Counter()
    for link in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(OSError):
            found[link.readlink().name.partition(":")[0]] += 1
    return ", ".join(f"{number} {kind}" for kind, number in sorted(found.items()))


def at_rest(process: psutil.Process, server: Server) -> Level:
    """When all sessions are over."""
    server.cookies[0] = sign_in(server.url, 0)  # the first one may be over by now
    wait_for(lambda: server_sessions(server) == 0, seconds=300.0, every_s=0.5)
    # Streamlit lets go of sessions that are over when somebody comes after that: this one.
    time.sleep(FREE_AFTER_S + 1.0)
    with Visitor(server.url) as last:
        last.cookies.update(server.cookies[0])
        last.connect().run()
    wait_for(lambda: server_sessions(server) == 0, seconds=300.0, every_s=0.5)
    time.sleep(FREE_AFTER_S + GIVEN_BACK_S)
    levels = []
    for _ in range(6):  # what runs out by itself
        time.sleep(1.0)
        levels.append(Level.of(process))
    return Level(
        min(level.memory_mb for level in levels),
        min(level.handles for level in levels),
        min(level.threads for level in levels),
    )


def server_sessions(server: Server) -> int:
    visitor = Visitor(server.url)
    visitor.cookies.update(server.cookies[0])
    text = visitor.ask("/_stcore/metrics?families=active_sessions").text
    lines = [line for line in text.splitlines() if line.startswith("active_sessions")]
    return int(sum(float(line.split()[-1]) for line in lines))


def crowd(
    server: Server, given: argparse.Namespace, photos: list[Photo], stop: threading.Event
) -> list[Person]:
    frames = frames_of(SAMPLES[0])
    every_s, rest_s = (given.every, given.every) if given.soak else (0.0, 0.0)
    people: list[Person] = []
    for number in range(given.sessions):
        cookies = server.cookies[number % len(NAMES)]
        people.append(Bringer(server.url, cookies, number, stop, photos=photos, every_s=every_s))
    for number in range(given.webcams):
        cookies = server.cookies[number % len(NAMES)]
        people.append(Camera(server.url, cookies, number, stop, frames=frames, rest_s=rest_s))
    return people


def report(people: list[Person], before: Level, most: Level, after: Level) -> list[str]:
    """Print the figures; what did not hold."""
    seen = [person.seen for person in people]
    times = sorted(value for one in seen for value in one.times_s)
    counts = [len(person.seen.times_s) for person in people if isinstance(person, Bringer)]
    rates = [
        person.seen.answers / max(person.seen.seconds, 1e-9)
        for person in people
        if isinstance(person, Camera)
    ]
    gaps = [person.seen.longest_gap_s for person in people if isinstance(person, Camera)]
    wrong = [text for one in seen for text in (*one.mixed, *one.faults)]
    print(f"photos: {len(times)}, each session {min(counts, default=0)} to {max(counts, default=0)}")
    if times:
        print(f"time of one: median {statistics.median(times):.1f} s, longest {times[-1]:.1f} s")
    if rates:
        print(f"webcams: {min(rates):.1f} to {max(rates):.1f} answers a second", end=", ")
        print(f"longest silence {max(gaps):.1f} s")
    print(f"sent away with a clear word: {sum(len(one.refused) for one in seen)}")
    print(f"results of another photo: {sum(len(one.mixed) for one in seen)}")
    print(f"before: {before}\nmost:   {most}\nafter:  {after}")
    for text in sorted(set(wrong))[:10]:
        print(f"  {text}")
    failed = []
    if not times or wrong:
        failed.append("every photo got its own result, and nothing else went wrong")
    if after.memory_mb - before.memory_mb > MOST_GROWTH_MB:
        failed.append(f"memory within {MOST_GROWTH_MB:.0f} MB of before")
    if after.handles > before.handles + SPARE_HANDLES:
        failed.append("no file handle left open")
    answers = [person.seen.answers for person in people if isinstance(person, Camera)]
    if answers and max(answers) < FEWEST_ANSWERS:
        failed.append("the webcams' guides answer")
    elif answers and min(answers) < 0.5 * max(answers):
        failed.append("the webcams' guides get slower alike")
    others = len(counts) > 1  # a person alone waits for nobody, but for what else the machine does
    if not all(counts) or (others and times and times[-1] > 3.0 * statistics.median(times)):
        failed.append("nobody waits while others are served")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--sessions", type=int, help="people with photos (20; 1 for a soak)")
    parser.add_argument("--webcams", type=int, help="people before webcams (5; 1 for a soak)")
    parser.add_argument("--soak", action="store_true", help="a low rate, to see what is left behind")
    parser.add_argument("--every", type=float, default=20.0, metavar="SECONDS", help="pause in a soak")
    given = parser.parse_args()
    given.sessions = given.sessions or (1 if given.soak else 20)
    given.webcams = (1 if given.soak else 5) if given.webcams is None else given.webcams
    photos = [Photo.of(name) for name in SAMPLES]
    with tempfile.TemporaryDirectory() as folder:
        accounts = Accounts(Path(folder) / "accounts.json")
        for name in NAMES:
            accounts.add(name, PASSWORD)
        server = Server(
            f"--server.disconnectedSessionTTL={FREE_AFTER_S}", POSTURE_ACCOUNTS=str(accounts.file)
        )
        try:
            server.wait()
            return load(server, given, photos)
        finally:
            server.kill()


def load(server: Server, given: argparse.Namespace, photos: list[Photo]) -> int:
    process = psutil.Process(server._process.pid)
    server.cookies = [sign_in(server.url, number) for number in range(len(NAMES))]
    # Everybody once, as many at once as later, and every sample twice: what is made for that stays.
    warm = threading.Event()
    first = crowd(server, given, photos, warm)

    def enough() -> None:
        photos = sum(len(person.seen.times_s) for person in first)
        served = all(person.seen.times_s or person.seen.answers > 20 for person in first)
        if served and photos >= 2 * len(SAMPLES):
            warm.set()

    run_crowd(first, WARM_UP_S, warm, enough)
    before = at_rest(process, server)
    print(f"begins at {before}", flush=True)
    stop, levels, told = threading.Event(), [before], [time.monotonic()]
    people = crowd(server, given, photos, stop)

    def look() -> None:
        levels.append(Level.of(process))
        if time.monotonic() - told[0] > 60.0:
            told[0] = time.monotonic()
            made = sum(len(person.seen.times_s) for person in people)
            print(f"  {made} photos, {levels[-1]}", flush=True)

    run_crowd(people, 60.0 * given.minutes, stop, look)
    after = at_rest(process, server)
    failed = report(people, before, max(levels, key=lambda level: level.memory_mb), after)
    for text in failed:
        print(f"does not hold: {text}")
    if after.handles > before.handles:
        print(f"  handles: {kinds_of_handles(process)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
