"""The workers of a Dask cluster as a crew, see `analyzer.batch.crew`."""

from __future__ import annotations

from collections import deque
from queue import SimpleQueue
from typing import Any, Final

from analyzer.batch.jobs import Saving, Task
from analyzer.cluster.errors import ClusterError, LostClusterError, NoAnalyzerError, OtherVersionError
from analyzer.cluster.tasks import Done, Handful, given_up, version, work_off
from analyzer.errors import require_packages

AT_ONCE: Final = 8
"""Photos of one task at most: some seconds of work, so that the cost of a task itself does not count."""
AT_ONCE_IN_TABLES: Final = 64
"""With a table, up to so many, as many small files of it are slow to read."""
_AHEAD: Final = 3
"""Tasks that are sent for each core, so that none waits for its next one."""
_CONNECT_S: Final = 30


def connect(address: str) -> Any:
    """A client of the scheduler at this address, such as ``tcp://10.0.0.5:8786``.

    Raises
    ------
    NotInstalledError
        Dask is not there.
    ClusterError
        Nobody answers, or workers have another version of the analyzer.
    """
    require_packages("cluster", "distributed", "fsspec")
    from distributed import Client  # noqa: PLC0415 - heavy, and an extra

    try:
        client = Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError() from error
    own = version()
    try:
        others = sorted({other for other in client.run(version).values() if other != own})
    except Exception as error:
        client.close()
        raise NoAnalyzerError() from error
    if others:
        client.close()
        raise OtherVersionError(own, ", ".join(others))
    return client


class Cluster:
    """Hands photos to the workers of a cluster, in tasks of several.

    Workers write the results themselves. A worker that is lost costs the photos of its task another try.
    After Dask's own number of tries (``distributed.scheduler.allowed-failures``) they are tried one by one,
    and a photo that is lost then as well is reported.

    Parameters
    ----------
    client : distributed.Client
    saving : Saving
        With the output folder, as workers see it.
    table : bool
        Whether the table of results is written, in parts.
    photos : int
        How many are to come, as far as that is known.
    """

    def __init__(self, client: Any, saving: Saving, *, table: bool = False, photos: int = 1000) -> None:
        self.done: dict[int, Done] = {}
        self._client = client
        self._saving = saving
        self._table = table
        most = AT_ONCE_IN_TABLES if table else AT_ONCE
        # Every core has several tasks, or the last ones would keep others waiting.
        self._at_once = min(max(1, photos // (8 * self._cores())), most)
        self._waiting: deque[tuple[int, Task]] = deque()
        self._sent: dict[Any, list[tuple[int, Task]]] = {}
        self._came: SimpleQueue[Any] = SimpleQueue()

    @property
    def window(self) -> int:
        """So many results may wait for one that is before them."""
        return 2 * self._at_once * self._most()

    @property
    def full(self) -> bool:
        return len(self._waiting) >= self._at_once and len(self._sent) >= self._most()

    def submit(self, number: int, task: Task) -> None:
        self._waiting.append((number, task))
        if len(self._waiting) >= self._at_once and len(self._sent) < self._most():
            self._send([self._waiting.popleft() for _ in range(self._at_once)])

    def step(self) -> None:
        while self._waiting and len(self._sent) < self._most():
            self._send([self._waiting.popleft() for _ in range(min(self._at_once, len(self._waiting)))])
        self._take(self._came.get())

    def gather(self) -> None:
        while not self._came.empty():
            self._take(self._came.get())

    def close(self) -> None:
        if self._sent:
            self._client.cancel(list(self._sent), force=True)
        self._client.close()

    def _most(self) -> int:
        return max(4, _AHEAD * self._cores())

    def _cores(self) -> int:
        cores: int = sum(self._client.nthreads().values())
        return max(cores, 1)

    def _send(self, entries: list[tuple[int, Task]]) -> None:
        handful = self._handful(entries)
        future = self._client.submit(work_off, handful, pure=False)
        self._sent[future] = entries
        future.add_done_callback(self._came.put)

    def _take(self, future: Any) -> None:
        from distributed import KilledWorker  # noqa: PLC0415 - heavy, and an extra

        entries = self._sent.pop(future)
        if future.status == "finished":
            results = future.result()
        elif future.status == "error" and isinstance(future.exception(), KilledWorker):
            if len(entries) > 1:  # one of them is to blame
                for entry in entries:
                    self._send([entry])
                return
            results = given_up(self._handful(entries))
        elif future.status == "error":
            raise future.exception()
        else:
            raise LostClusterError()
        self.done.update(zip((number for number, _ in entries), results, strict=True))

    def _handful(self, entries: list[tuple[int, Task]]) -> Handful:
        tasks = tuple(task for _, task in entries)
        return Handful(self._saving, entries[0][0], tasks, self._table)
