"""Spoiled inputs of every kind end in a valid result or a typed error; and the fuzzer finds what is wrong."""

from __future__ import annotations

import base64
import json
import struct
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import camera_targets, child, mutate, request_targets
from tests.fuzz.__main__ import run, shares
from tests.fuzz.pictures import picture
from tests.fuzz.target import HOST, BrokenPromiseError, Target, expect

COUNT = 2000
SECONDS = 20.0
"""Not the two of the nightly form: no test may depend on how busy a machine is. Both see what hangs."""


def test_two_thousand_inputs_end_as_they_should(tmp_path: Path) -> None:
    done, findings = run(COUNT, 2026, tmp_path, [], SECONDS)
    assert done >= COUNT - len(child.every_target())
    assert [(item["target"], item["number"], item["kind"], item["where"]) for item in findings] == []


def test_every_input_can_be_made_again() -> None:
    for target in child.every_target().values():
        assert child.input_of(target, 5, 1) == child.input_of(target, 5, 1)
        assert len({child.input_of(target, 5, number) for number in range(8)}) > 1
    assert sum(shares(100_000, []).values()) == pytest.approx(100_000, rel=0.001)


def test_json_is_not_made_larger_without_end() -> None:
    """2,000 of 2,000 of 2,000 once took all the memory that there is."""
    record = [[[[1, 2], [3]], [[4]]], [[[5]]]]
    sizes = [len(mutate.spoil_json(Random(number), record)) for number in range(600)]  # noqa: S311
    assert 20_000 < max(sizes) < 2_000_000


def _target(read) -> Target:
    return Target("made", 1, lambda rng: mutate.spoil_bytes(rng, b"x" * 200), read, (ValueError,))


def test_what_is_untyped_slow_or_large_is_found_and_made_smaller() -> None:
    def read(data: bytes) -> None:
        expect(b"ab" not in data, "ab is not taken")
        if data.startswith(b"typed"):
            raise ValueError
        if data.startswith(b"slow"):
            sum(range(20_000_000))

    judge = child.Judge(_target(read), 0.05)
    assert judge.judge(b"fine") is None
    assert judge.judge(b"typed") is None
    assert judge.judge(b"slow")["kind"] == "slow"
    found = judge.judge(b"x" * 50 + b"ab" + b"x" * 50)
    assert found["kind"] == BrokenPromiseError.__name__
    assert child.reduce(judge, b"x" * 50 + b"ab" + b"x" * 50, found) == b"ab"


def test_a_try_to_sign_in_gets_its_answer() -> None:
    body = base64.b64encode(b"name=anna&password=guessed").decode()
    headers = [("host", HOST), ("origin", f"http://{HOST}")]
    headers.append(("content-type", "application/x-www-form-urlencoded"))
    request = {"path": "/sign-in", "method": "POST", "headers": headers, "body": body, "accounts": True}
    request_targets.read_request(json.dumps(request).encode())


def test_every_frame_is_looked_at_and_a_fault_is_found_however_the_connection_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hello = {"text": json.dumps({"token": "TOKEN", "height_px": 720})}
    frame = {"bytes": base64.b64encode(struct.pack(">BId", 1, 1, 0.0) + picture("JPEG")).decode()}
    camera_targets.read_camera(json.dumps([hello, frame]).encode())

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(camera_targets._FollowsNobody, "detect", fails)
    with pytest.raises(BrokenPromiseError, match="a fault"):
        camera_targets.read_camera(json.dumps([hello, frame]).encode())


def test_a_process_that_dies_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number that was being read is named, and its input kept."""
    from tests.fuzz import __main__ as program  # noqa: PLC0415

    script = tmp_path / "dies.py"
    script.write_text(
        "import os, sys\n"
        "at = os.open(f'{sys.argv[6]}/own-files.at', os.O_RDWR)\n"
        "os.pwrite(at, b'%12d' % 7, 0)\n"
        "os.kill(os.getpid(), 11)\n"
    )
    real = program.subprocess.run

    def instead(command: list[str], **more):
        return real([command[0], str(script), "", *command[3:]], **more)

    monkeypatch.setattr(program.subprocess, "run", instead)
    reached, found = program._batch("own-files", 1, 0, 50, tmp_path, 2.0)
    assert (reached, found[0]["number"], found[0]["kind"]) == (8, 7, "ended with -11")
    kept = (tmp_path / "own-files-7.input").read_bytes()
    assert kept == child.input_of(child.every_target()["own-files"], 1, 7)
