"""Nothing leaves the machine: MediaPipe's usage reports go nowhere."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

ROOT = Path(__file__).parents[2]
USE_MODEL = """
import sys, time
from analyzer.pose import native
_, how, kind = sys.argv
if how == "unblocked":
    native.block_usage_reports = lambda: None
import numpy as np
picture = np.zeros((64, 64, 3), np.uint8)
if kind == "video":
    from analyzer.pose.video import VideoPose
    with VideoPose() as model:
        model.detect(picture, 0.0)
else:
    from analyzer.pose import PoseModel
    with PoseModel() as model:
        model.detect(picture)
time.sleep(1.5 if how == "blocked" else 60)
"""
"""A report is sent from a thread once the model is closed; whoever listens ends the longer wait."""


@pytest.fixture
def proxy() -> Iterator[tuple[int, Queue[bytes]]]:
    """A local port that notes what connects to it, and answers nothing."""
    heard: Queue[bytes] = Queue()
    listener = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                try:
                    heard.put(connection.recv(100))
                except OSError:
                    heard.put(b"")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield listener.getsockname()[1], heard
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(2)


linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="MediaPipe uses the system's own proxy settings elsewhere"
)


@linux_only
@pytest.mark.parametrize("kind", ["photo", "video"])
def test_an_unblocked_model_would_call_its_maker(
    pose_model: object, proxy: tuple[int, Queue[bytes]], kind: str
) -> None:
    """What the next test hears nothing of is there to be heard."""
    port, heard = proxy
    environment = dict(os.environ, https_proxy=f"http://127.0.0.1:{port}", no_proxy="")
    with subprocess.Popen(
        [sys.executable, "-c", USE_MODEL, "unblocked", kind], env=environment, cwd=ROOT
    ) as process:
        try:
            assert b"play.googleapis.com" in heard.get(timeout=60)
        finally:
            process.kill()


@linux_only
@pytest.mark.parametrize("kind", ["photo", "video"])
@pytest.mark.parametrize("exceptions", ["", "*"])
def test_no_model_calls_its_maker(
    pose_model: object, proxy: tuple[int, Queue[bytes]], kind: str, exceptions: str
) -> None:
    """Not even when the user's own settings let all addresses through, and those stay as they are."""
    port, heard = proxy
    environment = dict(os.environ, https_proxy=f"http://127.0.0.1:{port}", no_proxy=exceptions)
    code = f"{USE_MODEL}\nimport os\nassert os.environ['no_proxy'] == {exceptions!r}\n"
    subprocess.run(
        [sys.executable, "-c", code, "blocked", kind], env=environment, cwd=ROOT, check=True, timeout=120
    )
    assert heard.empty()
