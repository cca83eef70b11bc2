"""A field of a visit is told what it holds until a run of the page has ended."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from ui.records import each_run, editing


class Told(dict[str, Any]):
    """A session's state that remembers what a run set: only that is told to the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.set: list[str] = []

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        self.set.append(key)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Told:
    now = SimpleNamespace(shown={}, unsaved={}, untold=set(), open=False, typed=False)
    told = Told()
    monkeypatch.setattr(editing, "desk", lambda: now)
    monkeypatch.setattr(st, "session_state", told)
    monkeypatch.setattr(each_run, "state", lambda: SimpleNamespace(part=lambda _: now))
    return told


def follow(notes: str) -> None:
    visit = SimpleNamespace(id=3, notes=notes, day=date(2026, 1, 2))
    editing.follow(visit, "notes", "notes_3", notes)  # type: ignore[arg-type]


def test_a_run_that_is_broken_off_does_not_leave_the_field_empty(session: Told) -> None:
    follow("As it is kept.")
    follow("As it is kept.")  # the first run never came to its end
    assert session.set == ["notes_3", "notes_3"]
    each_run.watch_records()
    follow("As it is kept.")
    assert session.set == ["notes_3", "notes_3"]  # from here on the field is the browser's


def test_what_was_typed_in_between_is_not_taken_back(session: Told) -> None:
    follow("As it is kept.")
    dict.__setitem__(session, "notes_3", "Typed.")
    follow("As it is kept.")
    assert session["notes_3"] == "Typed."


def test_an_empty_field_is_left_to_whoever_types(session: Told) -> None:
    follow("")
    follow("")
    assert session.set == ["notes_3"]
