"""Nothing leaves the machine: every call of the whole program to the network is listed, and there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import no_route
import pytest

WATCH = no_route.Watch.here()
WHY = (
    "NOT CHECKED: that nothing connects to the outside. strace is missing on this machine or may not watch "
    "programs here; on Linux: apt-get install strace."
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not WATCH.possible, reason=WHY)]
CALLS_OUT = """
import socket, sys
sys.path.insert(0, 'tests')
import no_route, os
if os.environ.get('ALONE'):
    no_route._lift_loopback()
def tries(what):
    try:
        what()
    except OSError:
        pass
tries(lambda: socket.create_connection(('192.0.2.7', 80), timeout=1))
tries(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.8', 81)))
tries(lambda: socket.create_connection(('127.0.0.1', 9), timeout=1))
tries(lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM).connect(('2001:db8::9', 82)))
"""


def test_an_attempt_would_be_seen(tmp_path: Path) -> None:
    found, _ = no_route.attempts(WATCH, [sys.executable, "-c", CALLS_OUT], tmp_path)
    assert found == {("192.0.2.7", 80), ("192.0.2.8", 81), ("2001:db8::9", 82)}


def test_questions_for_names_are_attempts() -> None:
    line = 'connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0'
    assert no_route.outside(line) == {("127.0.0.53", 53)}
    assert no_route.outside(line.replace("htons(53)", "htons(8501)")) == set()


def test_the_whole_program_connects_to_nobody(
    pose_model: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Analysis, report, the app's pages, a photo given to it, and its camera; the model is there already."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)  # what goes through a proxy of this machine would look like loopback
    program = [sys.executable, str(Path(no_route.__file__)), str(tmp_path)]
    found, said = no_route.attempts(WATCH, program, tmp_path)
    assert "all of it was done" in said
    assert (tmp_path / "report.pdf").stat().st_size > 10_000
    calls = (tmp_path / "calls.txt").read_text("utf-8", "replace")
    assert "AF_INET" in calls  # the program did speak to its own server, and was heard
    assert found == set()
