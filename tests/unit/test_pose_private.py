"""Nothing leaves the machine: MediaPipe's usage reports go nowhere."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USE_MODEL = """
import sys, time
from analyzer.pose import landmarker
if sys.argv[1] == "unblocked":
    landmarker.block_usage_reports = lambda: None
import numpy as np
model = landmarker.PoseModel()
model.detect(np.zeros((64, 64, 3), np.uint8))
model.close()
time.sleep(1.5)
"""


@pytest.fixture
def proxy() -> Iterator[tuple[int, list[bytes]]]:
    """A local port that notes what connects to it, and answers nothing."""
    heard: list[bytes] = []
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
                    heard.append(connection.recv(100))
                except OSError:
                    heard.append(b"")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield listener.getsockname()[1], heard
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(2)


@pytest.mark.skipif(
    sys.platform != "linux", reason="MediaPipe uses the system's own proxy settings elsewhere"
)
@pytest.mark.parametrize(("how", "connects"), [("unblocked", True), ("blocked", False)])
def test_only_an_unblocked_model_calls_its_maker(
    pose_model: object, proxy: tuple[int, list[bytes]], how: str, connects: bool
) -> None:
    port, heard = proxy
    environment = dict(os.environ, https_proxy=f"http://127.0.0.1:{port}", no_proxy="")
    subprocess.run([sys.executable, "-c", USE_MODEL, how], env=environment, cwd=ROOT, check=True, timeout=60)
    assert bool(heard) is connects
    assert all(b"play.googleapis.com" in line for line in heard)


def test_a_users_exceptions_do_not_let_reports_through(
    pose_model: object, proxy: tuple[int, list[bytes]]
) -> None:
    port, heard = proxy
    environment = dict(os.environ, https_proxy=f"http://127.0.0.1:{port}", no_proxy="*")
    code = USE_MODEL.replace("import sys, time", "import sys, time, os", 1)
    code += "\nassert os.environ['no_proxy'] == '*'  # Python's own settings stay\n"
    subprocess.run([sys.executable, "-c", code, "blocked"], env=environment, cwd=ROOT, check=True, timeout=60)
    assert not heard
