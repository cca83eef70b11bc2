"""A page that meets a module which is still being loaded in the background is shown a moment later."""

from __future__ import annotations

import threading

import pytest
from app_driver import App

from ui.session import work


def test_a_page_that_fails_while_modules_are_loaded_is_run_again(app: App, monkeypatch: pytest.MonkeyPatch):
    loading = threading.Timer(0.2, lambda: None)
    loading.start()
    monkeypatch.setattr(work, "_warming", [loading])
    calls: list[int] = []

    def half_loaded(*modules: str) -> None:
        calls.append(len(calls))
        if len(calls) == 1:
            raise ImportError("cannot import name 'x' from partially initialized module 'y'")

    monkeypatch.setattr(work, "warm_up", half_loaded)
    app.at.run()
    assert len(calls) == 2
    assert app.errors() == []
    assert app.at.title[0].value == "Check a photo"


def test_nothing_is_waited_for_twice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(work, "_warming", [])
    assert not work.await_warm_up()
