"""Work beside the calling thread, and without a second core."""

from __future__ import annotations

import multiprocessing
import threading

import pytest

from analyzer.pose import threads
from analyzer.pose.threads import begin


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "second_core", lambda: True)


@pytest.mark.usefixtures("two_cores")
def test_work_goes_on_beside_the_calling_thread() -> None:
    go_on = threading.Event()
    result = begin(lambda: (go_on.wait(60), threading.current_thread().name))
    go_on.set()  # would never be reached if the work were done first
    waited, name = result()
    assert waited
    assert name.startswith("analyzer")


@pytest.mark.usefixtures("two_cores")
def test_an_error_is_raised_where_the_result_is_asked_for() -> None:
    result = begin(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        result()


def test_without_a_second_core_it_is_done_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "second_core", lambda: False)
    done = []
    result = begin(lambda: done.append(threading.current_thread()))
    assert not done
    result()
    assert done == [threading.current_thread()]


def test_a_worker_process_uses_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "parent_process", object)
    assert not threads.second_core()


def test_a_process_of_several_can_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(threads, "_alone", False)
    assert threads.second_core()
    threads.use_one_thread()
    assert not threads.second_core()
