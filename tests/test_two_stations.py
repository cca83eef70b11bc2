"""A practice's computer and a phone on two hosts, set up by the documentation's own line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import two_stations

WHY = two_stations.what_is_missing()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("two_stations"),
    pytest.mark.skipif(bool(WHY), reason=f"NOT CHECKED: two stations in two networks: {WHY}."),
]
ROOT = Path(__file__).resolve().parents[1]


def test_from_the_phone_of_one_host_onto_the_screen_of_another(
    pose_model: object, capfd: pytest.CaptureFixture[str]
) -> None:
    """How long the photo takes is printed, not judged: it depends on what else the machine does."""
    paths = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.two_stations"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "set up by the documentation's line; the certificate holds on the other host",
        "photo from the phone to the screen",
        "a second phone got nothing",
        "a stale code got nothing",
    ]
    with capfd.disabled():
        print(f"\n{lines[1]}")  # noqa: T201
