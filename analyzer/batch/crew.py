"""Who works on photos: this process, or several processes of this computer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from socket import socketpair
from typing import Final, Generic, Protocol, TypeVar

from analyzer.batch.jobs import Job, Task
from analyzer.batch.run import load_file
from analyzer.pose.threads import use_one_thread
from analyzer.types import Photo

T = TypeVar("T")

TRIES: Final = 2
"""So often is a photo tried whose process was ended from outside."""
WINDOW: Final = 256
"""So many results wait at most for one that is before them."""
_AT_EXIT_S: Final = 10.0
_WORTH_A_START: Final = 8
"""With fewer photos for each, new processes take longer to start than they save."""

# One thread each: the processes share the cores, and their threads would only get into each other's way.
_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from analyzer.batch.worker import serve; serve(int(sys.argv[1]))"
)


class Crew(Protocol[T]):
    """Takes tasks, and has results some time later, in any order."""

    done: dict[int, T]
    """Results by the numbers of their tasks; whoever reads one takes it out."""

    @property
    def full(self) -> bool:
        """Whether there are enough tasks for now."""

    def submit(self, number: int, task: Task) -> None:
        """Take a task."""

    def step(self) -> None:
        """Wait until at least one more task is done."""

    def gather(self) -> None:
        """Take in what is done by now, without waiting."""

    def close(self) -> None:
        """Let everybody go. Tasks that are not done are given up."""


def in_order(
    entries: Iterable[tuple[Task, T | None]],
    crew: Crew[T],
    interruptible: AbstractContextManager[object] | None = None,
    window: int = WINDOW,
) -> Iterator[T]:
    """Results in the order of their tasks; those that are there already pass through.

    When it is interrupted while it waits, what others have finished by then comes first.

    Parameters
    ----------
    entries : iterable of (Task, result or None)
    crew : Crew
        Is closed at the end, whatever happens.
    interruptible : context manager, optional
        Is entered whenever this waits or may be interrupted; what it raises ends the run.
    window : int
        So many results wait at most for one that is before them.
    """
    interruptible = interruptible or nullcontext()
    coming: deque[int] = deque()
    try:
        try:
            for number, (task, result) in enumerate(entries):
                coming.append(number)
                with interruptible:
                    pass
                if result is None:
                    crew.submit(number, task)
                else:
                    crew.done[number] = result
                yield from _ready(coming, crew)
                while crew.full or len(coming) > window:
                    with interruptible:
                        crew.step()
                    yield from _ready(coming, crew)
            while coming:
                with interruptible:
                    crew.step()
                yield from _ready(coming, crew)
        except GeneratorExit:
            raise
        except BaseException:
            crew.gather()
            yield from (crew.done.pop(number) for number in coming if number in crew.done)
            raise
    finally:
        crew.close()


def _ready(coming: deque[int], crew: Crew[T]) -> Iterator[T]:
    while coming and coming[0] in crew.done:
        yield crew.done.pop(coming.popleft())


class Here(Generic[T]):
    """This process, one photo after the other.

    Parameters
    ----------
    job : Job
    ahead : bool
        Whether the next photo is read while one is analysed.
    """

    def __init__(self, job: Job[T], *, ahead: bool = True) -> None:
        self.done: dict[int, T] = {}
        self._job = job
        self._reader = ThreadPoolExecutor(max_workers=1) if ahead else None
        self._queue: deque[tuple[int, Task, Future[Photo] | None]] = deque()

    @property
    def full(self) -> bool:
        return len(self._queue) >= (2 if self._reader is not None else 1)

    def submit(self, number: int, task: Task) -> None:
        loading = (
            None if self._reader is None else self._reader.submit(copy_context().run, load_file, task.path)
        )
        self._queue.append((number, task, loading))

    def step(self) -> None:
        number, task, loading = self._queue.popleft()
        self.done[number] = self._job(task, None if loading is None else loading.result)

    def gather(self) -> None:
        pass

    def close(self) -> None:
        if self._reader is not None:
            self._reader.shutdown(wait=True, cancel_futures=True)


@dataclass(slots=True, eq=False)
class _Entry:
    number: int
    task: Task
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    connection: Connection
    entry: _Entry | None = field(default=None)


class Workers(Generic[T]):
    """Several processes of this computer, one photo each at a time.

    They are new interpreters and know nothing of the program that started them, so scripts need no guard
    against being imported. A process that ends, for example because there is no more memory, is replaced. Its
    photo is tried once more, and then given up.

    Parameters
    ----------
    job : Job
    count : int
        How many processes there are at most.
    """

    def __init__(self, job: Job[T], count: int) -> None:
        self.done: dict[int, T] = {}
        self._job = job
        self._count = count
        self._queue: deque[_Entry] = deque()
        self._workers: list[_Worker] = []

    @property
    def pids(self) -> list[int]:
        """The processes that are there now."""
        return [worker.process.pid for worker in self._workers]

    @property
    def full(self) -> bool:
        return len(self._queue) >= max(self._count, 1)

    def submit(self, number: int, task: Task) -> None:
        self._queue.append(_Entry(number, task))
        self._hand_out()

    def step(self) -> None:
        self._hand_out()
        if not self._workers:  # none could be started
            entry = self._queue.popleft()
            self.done[entry.number] = self._job(entry.task)
            return
        self._take_in(timeout=None)
        self._hand_out()

    def gather(self) -> None:
        self._take_in(timeout=0)

    def _take_in(self, timeout: float | None) -> None:
        ready = wait([worker.connection for worker in self._workers if worker.entry is not None], timeout)
        for worker in [worker for worker in self._workers if worker.connection in ready]:
            assert worker.entry is not None
            try:
                result = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
            else:
                self.done[worker.entry.number] = result
                worker.entry = None

    def close(self) -> None:
        for worker in self._workers:
            if worker.entry is not None:
                worker.process.terminate()
            worker.connection.close()  # who waits for a task ends by that
        for worker in self._workers:
            try:
                worker.process.wait(_AT_EXIT_S)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
        self._workers.clear()

    def _hand_out(self) -> None:
        while self._queue:
            worker = next((worker for worker in self._workers if worker.entry is None), None)
            if worker is None:
                if len(self._workers) >= self._count:
                    return
                try:
                    worker = self._start()
                except OSError:  # no room for another process: those that are there go on
                    self._count = len(self._workers)
                    return
            worker.entry = self._queue.popleft()
            try:
                worker.connection.send(worker.entry.task)
            except OSError:  # it ended while it had nothing to do, which is not the photo's fault
                worker.entry.tries -= 1
                self._bury(worker)

    def _start(self) -> _Worker:
        ours, theirs = socketpair()
        with ours, theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
                [sys.executable, "-c", _START, str(theirs.fileno()), json.dumps(sys.path)],
                env={**os.environ, **_ONE_THREAD},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # Ctrl-C is for this process, which tells the others
            )
            worker = _Worker(process, Connection(ours.detach()))
        self._workers.append(worker)
        with suppress(OSError):  # noticed when it is given a task
            worker.connection.send(self._job)
        return worker

    def _bury(self, worker: _Worker) -> None:
        entry = worker.entry
        assert entry is not None
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.kill()
        worker.process.wait()
        entry.tries += 1
        if entry.tries < TRIES:
            self._queue.appendleft(entry)
        else:
            self.done[entry.number] = self._job.lost(entry.task)


def crew_for(job: Job[T], jobs: int | None, photos: int) -> Crew[T]:
    """Who works on so many photos.

    Parameters
    ----------
    job : Job
    jobs : int or None
        How many processes are wanted, with one thread each; 1 is this one. ``None`` takes what is fastest on
        this computer.
    photos : int
    """
    if jobs is None:
        jobs = worth_processes(photos)
        if jobs < 2:
            return Here(job)
    if jobs < 2 or os.name != "posix":
        one_thread()
        return Here(job, ahead=False)
    return Workers(job, min(jobs, max(photos, 1)))


def worth_processes(photos: int) -> int:
    """How many processes are fastest for so many photos; fewer than 2 stand for this one."""
    return min(available_cores(), photos // _WORTH_A_START)


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one_thread() -> None:
    """Keep this process to one thread, as far as its libraries know that."""
    import cv2  # noqa: PLC0415 - heavy

    cv2.setNumThreads(1)
    use_one_thread()
