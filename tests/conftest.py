"""What several test modules share."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from analyzer.errors import ModelUnavailableError

if TYPE_CHECKING:
    from analyzer.pose import PoseModel

# English on every machine, also in the programs that tests start.
os.environ["POSTURE_LANGUAGE"] = "en"

# The same examples every time and on every machine, however long one takes.
settings.register_profile("same", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("same")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes that hold the time of day would give a test another name in each worker, and no run at all."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as slow what is no unit test, or needs the real pose model; other slow ones say it themselves.

    ``python -m pytest -m "not slow" -n 2`` is the quick look after a change, under a minute on two idle
    cores. The whole suite is what counts.
    """
    quick = Path(__file__).parent / "unit"
    for item in items:
        if quick not in item.path.parents or "pose_model" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Playwright's loop goes on as long as its browser is there, and would keep a test that needs no browser,
    but follows one in the same process, from running a loop of its own.
    """
    loop = asyncio._get_running_loop()
    if loop is None or item.path.is_relative_to(Path(__file__).parent / "browser"):
        return (yield)
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop if loop.is_running() else None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What could not be checked on this machine is said at the end, however few look at skipped tests."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = {report.longrepr[2].removeprefix("Skipped: ") for report in skipped}
    for reason in sorted(reason for reason in reasons if reason.startswith("NOT CHECKED")):
        terminalreporter.write_line(reason, red=True, bold=True)


@pytest.fixture(scope="session", autouse=True)
def _no_real_records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever a test does, and the app that it starts: the user's own records of clients are not touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTURE_RECORDS", str(tmp_path_factory.mktemp("records") / "clients.records"))
        yield


@pytest.fixture
def drawn_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """For drawn people, who need no pose model: results want its name, not the model."""
    from analyzer import pipeline  # noqa: PLC0415

    monkeypatch.setattr(pipeline, "describe_model", lambda: SimpleNamespace(name="drawn", sha256="00"))


@pytest.fixture(scope="session")
def pose_model() -> PoseModel:
    """The real pose model, fetched once if it is not on this computer.

    Without it the tests that matter most would not run, so its absence is a failure, unless
    POSTURE_TESTS_OFFLINE=1 says that it is known.
    """
    from analyzer.pose import shared_model  # noqa: PLC0415 - not for the tests that do without it

    try:
        return shared_model()
    except ModelUnavailableError as error:
        if os.environ.get("POSTURE_TESTS_OFFLINE") == "1":
            pytest.skip(error.message)
        pytest.fail(f"{error.message} (POSTURE_TESTS_OFFLINE=1 skips the tests that need it.)", pytrace=False)
