"""Several processes at work: in order, nothing lost but what was being worked on, and no traces left."""

# ruff: noqa: F811 - an imported fixture is asked for by its name

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_processes import begun, lives, make_photos, marks, until  # noqa: F401

from analyzer import batch
from analyzer.batch.crew import Here, Workers, available_cores, crew_for, in_order
from analyzer.batch.jobs import Save, Saving, Task

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="processes and signals differ"),
]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(marks) -> Iterator:
    """Start the command line as a program of its own."""
    started = []

    def call(*arguments: object) -> subprocess.Popen[str]:
        # Whoever runs the tests in the background may have left this signal ignored.
        code = (
            "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from analyzer.cli.program import main; sys.exit(main())"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, "analyze", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield call
    (marks / "go").touch()
    for process in started:
        process.kill()
        process.communicate()


def names_of(out: str) -> list[str]:
    return [json.loads(line)["photo"]["name"] for line in out.splitlines()]


# --- The library --------------------------------------------------------------------------------------


def test_results_come_in_order_whoever_is_first(tmp_path, marks):
    photos = make_photos(tmp_path, "wait", "b", "nobody", "d", "e")
    results = batch.analyze_many(photos, jobs=2)

    def others_are_done() -> bool:
        return all(begun(marks, name) for name in ("b", "nobody", "d", "e"))

    threading.Thread(target=lambda: (until(others_are_done), (marks / "go").touch())).start()
    names = [result.photo.name for result in results]
    assert names == [photo.name for photo in photos]
    assert len(begun(marks, "wait")) == 1
    assert set(begun(marks, "wait")).isdisjoint(begun(marks, "b"))
    assert os.getpid() not in begun(marks, "b")


def test_results_are_whole_and_unchangeable(tmp_path, marks):
    good, nobody = batch.analyze_many(make_photos(tmp_path, "a", "nobody"), jobs=2)
    assert good.measures["sacral_slope"].value == 20.0
    assert not good.geometry.landmarks.xy_px.flags.writeable
    assert (nobody.code, bool(nobody)) == ("no_person", False)
    with pytest.raises(ValueError, match="at least 1"):
        next(batch.analyze_many([], jobs=0))


def test_a_photo_whose_process_was_ended_is_tried_again(tmp_path, marks):
    photos = make_photos(tmp_path, "a", "kill_once", "c", "d")
    results = list(batch.analyze_many(photos, jobs=2))
    assert [result.photo.name for result in results] == [photo.name for photo in photos]
    assert all(results)
    assert len(set(begun(marks, "kill_once"))) == 2


def test_a_photo_that_ends_its_process_twice_is_reported(tmp_path, marks):
    photos = make_photos(tmp_path, "a", "kill_always", "c", "d")
    a, bad, c, d = batch.analyze_many(photos, jobs=2)
    assert (bad.code, bad.photo.name) == ("internal_error", "kill_always.png")
    assert "twice" in bad.message
    assert bad.photo.sha256 == batch.file_sha256(photos[1])
    assert a and c and d
    assert len(begun(marks, "kill_always")) == 2


def test_processes_end_with_the_run(tmp_path, marks):
    results = batch.analyze_many(make_photos(tmp_path, "a", "wait", "b", "c"), jobs=2)
    next(results)
    until(lambda: begun(marks, "wait"))
    results.close()
    used = {pid for name in ("a", "wait", "b", "c") for pid in begun(marks, name)}
    assert len(used) == 2
    until(lambda: not any(map(lives, used)))


def test_who_works_depends_on_how_much_there_is():
    job = Save(Saving(batch.Options()))
    assert isinstance(crew_for(job, None, 1), Here)
    assert isinstance(crew_for(job, 1, 10_000), Here)
    many = crew_for(job, None, 10_000)
    assert isinstance(many, Workers if available_cores() > 1 else Here)
    assert isinstance(crew_for(job, 3, 2), Workers)  # who names a number gets processes


def test_what_cannot_be_started_is_done_here(tmp_path, marks, monkeypatch):
    def none(*_, **__):
        raise BlockingIOError

    class Job:
        def __call__(self, task, load=None):
            return task.path

        def lost(self, task):
            raise AssertionError

    monkeypatch.setattr(subprocess, "Popen", none)
    tasks = [(Task(name), None) for name in "abcde"]
    assert list(in_order(tasks, Workers(Job(), 2))) == ["a", "b", "c", "d", "e"]


# --- The command line ---------------------------------------------------------------------------------


def test_a_run_says_which_photo_was_lost(tmp_path, start):
    folder, out = tmp_path / "in", tmp_path / "out"
    make_photos(folder, "a", "b", "kill_always", "x", "y")
    process = start(folder, "--out", out, "--jobs", 2, "--no-overlay")
    text, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert names_of(text) == ["a.png", "b.png", "kill_always.png", "x.png", "y.png"]
    assert "kill_always.png: The program was ended from outside" in err
    assert "Traceback" not in err
    assert len(list(out.glob("*.json"))) == 5


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_stops_it_loses_only_what_was_in_work(tmp_path, marks, start, number, status):
    folder, out = tmp_path / "in", tmp_path / "out"
    make_photos(folder, "a", "b", "wait", "x", "y", "z")
    process = start(folder, "--out", out, "--jobs", 2, "--no-overlay")
    until(lambda: begun(marks, "z"))  # all but two are done, and two of them wait behind the third
    process.send_signal(number)
    text, err = process.communicate(timeout=120)
    assert process.returncode == status
    assert "Stopped." in err
    assert "Traceback" not in err
    assert names_of(text)[:4] == ["a.png", "b.png", "x.png", "y.png"]
    assert set(names_of(text)[4:]) <= {"z.png"}
    assert not any(lives(pid) for pid in begun(marks, "wait"))

    (marks / "go").touch()
    again = start(folder, "--out", out, "--jobs", 2, "--no-overlay", "--resume")
    text, _ = again.communicate(timeout=120)
    assert again.returncode == 0
    assert len(names_of(text)) == 6
    assert len(begun(marks, "wait")) == 2
    assert len(begun(marks, "y")) == 1


def test_kill_9_leaves_whole_files_and_nobody_at_work(tmp_path, marks, start):
    folder, out = tmp_path / "in", tmp_path / "out"
    make_photos(folder, *(f"p{number}" for number in range(40)), "wait")
    process = start(folder, "--out", out, "--jobs", 2)
    until(lambda: len(list(out.glob("*.json"))) > 3)
    process.kill()
    process.communicate()
    workers = {pid for number in range(40) for pid in begun(marks, f"p{number}")}
    until(lambda: not any(map(lives, workers)))
    done = list(out.glob("*.json"))
    assert all(json.loads(path.read_bytes())["schema"] for path in done)
    assert all(path.read_bytes().endswith(b"IEND\xaeB`\x82") for path in out.glob("*.png"))
    assert list(out.glob(".posture-*.part")) == []

    (marks / "go").touch()
    again = start(folder, "--out", out, "--jobs", 2, "--resume")
    text, _ = again.communicate(timeout=120)
    assert (again.returncode, len(names_of(text))) == (0, 41)
    again_done = [number for number in range(40) if len(begun(marks, f"p{number}")) > 1]
    assert len(again_done) <= 41 - len(done)
