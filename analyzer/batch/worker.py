"""A process that works for another one: takes a job, then task after task, until nobody asks any more."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from analyzer.batch.crew import one_thread
from analyzer.batch.jobs import Job
from analyzer.batch.run import as_posture_error


def serve(handle: int) -> NoReturn:
    """Work for whoever holds the other end of this socket, and end with them.

    Whatever was written by then is complete: each file of a result appears as a whole.
    """
    connection = Connection(handle)
    with suppress(EOFError, OSError):
        job: Job[Any] = connection.recv()
        one_thread()
        while True:
            task = connection.recv()
            try:
                result = job(task)
            except Exception as error:
                as_posture_error(error)  # says what happened, if that is wanted
                result = job.lost(task)
            connection.send(result)
    sys.stderr.flush()
    os._exit(0)  # at once: there is nothing left to put away
