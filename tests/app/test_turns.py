"""Heavy work of many sessions takes turns; who waits is told, and too many are told so."""

from __future__ import annotations

import threading
from contextlib import ExitStack, suppress

import pytest
from app_driver import SAMPLES, App

from ui.session import work
from ui.session.turns import TooBusyError, Turns
from ui.session.waiting import queue_words


class Crowd:
    """Threads that wait for their turn one after the other, in a known order."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.order, self.threads = turns, [], []
        self.told: dict[int, list[int]] = {}

    def add(self, number: int) -> None:
        self.told[number] = []

        def work() -> None:
            with self.turns.turn(self.told[number].append):
                self.order.append(number)

        before = self.turns.waiting
        thread = threading.Thread(target=work)
        thread.start()
        self.threads.append(thread)
        while self.turns.waiting == before:
            thread.join(0.005)

    def end(self) -> list[int]:
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()
        return self.order


def test_first_come_first_served():
    turns = Turns(1, 10)
    crowd = Crowd(turns)
    with turns.turn():
        for number in range(6):
            crowd.add(number)
        assert crowd.order == []
    assert crowd.end() == list(range(6))
    assert turns.waiting == 0


def test_no_more_than_so_many_at_once():
    turns, inside, most, lock = Turns(2, 50), 0, 0, threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with turns.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert 1 <= most <= 2
    with turns.turn(), turns.turn():  # all places are free again
        pass


def test_who_waits_hears_how_many_come_first():
    turns = Turns(1, 10)
    crowd = Crowd(turns)
    heard, told = threading.Event(), []

    def tell(before: int) -> None:
        told.append(before)
        heard.set()

    def wait() -> None:
        with turns.turn(tell):
            pass

    with turns.turn():
        crowd.add(0)
        crowd.add(1)
        third = threading.Thread(target=wait)
        third.start()
        assert heard.wait(60)
    crowd.end()
    third.join(60)
    assert told[0] == 2
    assert told == sorted(told, reverse=True)


def test_who_leaves_keeps_nobody_waiting():
    turns = Turns(1, 10)

    def leave(before: int) -> None:
        raise KeyboardInterrupt

    with turns.turn():
        with pytest.raises(KeyboardInterrupt), turns.turn(leave):
            pass
        assert turns.waiting == 0
    with suppress(ValueError), turns.turn():
        raise ValueError
    with turns.turn(leave):  # a failure gives the place back: nobody waits, so nobody is told
        pass


def test_too_many_are_sent_away_with_a_clear_word():
    turns = Turns(1, 2)
    crowd = Crowd(turns)
    with turns.turn():
        crowd.add(0)
        crowd.add(1)
        with pytest.raises(TooBusyError), turns.turn(print):
            pass
    assert crowd.end() == [0, 1]


def test_the_page_says_that_it_is_too_much(app: App, monkeypatch: pytest.MonkeyPatch):
    turns = Turns(1, 0)
    monkeypatch.setattr(work, "_turns", turns)
    photo = ("a.jpg", (SAMPLES / "anterior_tilt_man_right.jpg").read_bytes())
    with ExitStack() as others:
        others.enter_context(turns.turn())
        app.upload(photo)
        assert app.at.error[0].value == work.BUSY
        assert "minute" in work.BUSY
    app.upload(photo)
    assert not app.at.error


def test_words_for_who_waits():
    assert queue_words(0).endswith("next...")
    assert "1 photo comes" in queue_words(1)
    assert "7 photos come" in queue_words(7)
