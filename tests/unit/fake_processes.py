"""New processes for tests, in which the name of a photo says what happens to it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from test_batch import make_photo

ROOT = Path(__file__).resolve().parents[2]

# Every new process reads this first: the photo's name says what happens, and no model is needed.
FAKE = """
import os, signal, sys, time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

def install():
    from analyzer import pipeline, pose
    from analyzer._version import __version__
    from analyzer.errors import NoPersonError
    from analyzer.types import PhotoInfo, Provenance
    from test_overlay_bodies import make_analysis

    marks = Path(os.environ["TEST_MARKS"])

    def analyze(photo, **options):
        (marks / f"began {photo.name} {os.getpid()}").touch()
        if photo.name.startswith("nobody"):
            raise NoPersonError
        if photo.name.startswith("kill_once") and not (marks / "killed").exists():
            (marks / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if photo.name.startswith("kill_always"):
            os.kill(os.getpid(), signal.SIGKILL)
        while photo.name.startswith("wait") and not (marks / "go").exists():
            time.sleep(0.02)
        info = PhotoInfo(photo.name, photo.sha256, photo.width_px, photo.height_px)
        made = Provenance(__version__, "fake", "5" * 64, "2025-01-01T00:00:00+00:00")
        return replace(make_analysis(size=(photo.width_px, photo.height_px)), photo=info, provenance=made)

    pipeline.analyze = analyze
    fake = SimpleNamespace(name="fake", sha256="5" * 64)
    pipeline.describe_model = pose.describe_model = lambda _notice=None: fake
    pose.shared_model = lambda _notice=None: None

install()
"""


def prepare(folder: Path) -> dict[str, str]:
    """The environment in which new processes are fake, and leave marks in a folder for the test to see."""
    (folder / "marks").mkdir()
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(FAKE, "utf-8")
    path = [str(folder / "site"), str(ROOT), str(ROOT / "tests" / "unit")]
    return {"PYTHONPATH": os.pathsep.join(path), "TEST_MARKS": str(folder / "marks")}


@pytest.fixture
def marks(tmp_path, monkeypatch) -> Path:
    """What the processes leave behind for the test to see."""
    for name, value in prepare(tmp_path).items():
        monkeypatch.setenv(name, value)
    return tmp_path / "marks"


def make_photos(folder: Path, *names: str) -> list[Path]:
    return [make_photo(folder / f"{name}.png", number) for number, name in enumerate(names)]


def until(what) -> None:
    """Wait for something that other processes do. Should it never come, the test fails instead of hanging."""
    end = time.monotonic() + 120
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def begun(marks: Path, name: str) -> list[int]:
    """Processes that began with a photo."""
    return [int(mark.name.split()[-1]) for mark in marks.glob(f"began {name}.png *")]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
