"""The state of a session: corrections with undo, and what is dropped."""

from __future__ import annotations

import weakref
from dataclasses import replace

import pytest
import streamlit as st

from analyzer import pipeline
from analyzer.errors import CorrectionError
from analyzer.types import Corrections
from analyzer.types.intake import Intake
from ui.session import state as s
from ui.session.checked_photo import CheckedPhoto, Waiting
from ui.session.end import _gone_since, _watched, drop_ended
from ui.session.state import State


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, observation, analysis) -> State:
    """A session with two photos."""
    store: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", store)
    photos = tuple(CheckedPhoto(name, f"{name}.jpg", observation, analysis, analysis) for name in "ab")
    s.state().photos = photos
    return s.state()


def tilt_of(photo: CheckedPhoto) -> float:
    return photo.analysis.measures["pelvic_tilt"].value


def placed(photo: CheckedPhoto, asis_y: float) -> Corrections:
    """Both points of the pelvis, the front one at some height."""
    origin = photo.analysis.geometry.frame.origin_px
    return Corrections({"psis": (origin[0] - 60, origin[1] - 60), "asis": (origin[0] + 40, asis_y)})


def test_a_correction_changes_one_photo_and_keeps_the_analyzers_own(now: State):
    first, second = now.photos
    s.set_corrections(0, placed(first, 400.0))
    assert now.photos[1] is second
    changed = now.photos[0]
    assert changed.corrected
    assert changed.found is first.found
    assert changed.analysis.measures["pelvic_tilt"].method == "points"
    assert tilt_of(changed) != tilt_of(first)
    assert changed.id == first.id


def test_undo_redo_and_reset_walk_through_the_steps(now: State):
    photo = now.photos[0]
    steps = [placed(photo, y) for y in (380.0, 400.0, 420.0)]
    for step in steps:
        s.set_corrections(0, step)
    s.undo(0)
    assert now.photos[0].corrections == steps[1]
    s.undo(0)
    s.undo(0)
    assert not now.photos[0].corrected
    assert now.photos[0].analysis is photo.found
    s.undo(0)  # nothing is left
    assert not now.photos[0].can_undo
    s.redo(0)
    s.redo(0)
    assert now.photos[0].corrections == steps[1]
    s.reset(0)
    assert not now.photos[0].corrected
    assert not now.photos[0].can_redo
    s.undo(0)
    assert now.photos[0].corrections == steps[1]


def test_points_are_moved_on_a_new_level_without_tracing_again(now: State, monkeypatch: pytest.MonkeyPatch):
    s.set_corrections(0, Corrections(roll_deg=1.0))
    monkeypatch.setattr(pipeline, "_trace", lambda *_: pytest.fail("traced again"))
    s.set_corrections(0, replace(placed(now.photos[0], 400.0), roll_deg=1.0))
    assert now.photos[0].analysis.geometry.frame.roll_deg == 1.0
    s.undo(0)
    s.undo(0)
    s.redo(0)
    assert now.photos[0].analysis.geometry.frame.roll_deg == 1.0


def test_the_same_again_is_no_step(now: State):
    s.set_corrections(0, Corrections())
    assert not now.photos[0].can_undo
    step = placed(now.photos[0], 400.0)
    s.set_corrections(0, step)
    s.set_corrections(0, step)
    assert now.photos[0].past == (Corrections(),)


def test_a_correction_that_cannot_be_used_changes_nothing(now: State):
    before = now.photos
    with pytest.raises(CorrectionError):
        s.set_corrections(0, Corrections({"hip": (-5000.0, 0.0)}))
    assert now.photos is before


def test_an_index_that_is_not_there_is_refused(now: State):
    for act in (s.undo, s.redo, s.reset, s.select):
        for index in (2, -1):
            with pytest.raises(IndexError):
                act(index)
    s.select(1)
    assert s.selected_photo() is now.photos[1]


def test_forgetting_leaves_nothing_of_a_person(now: State):
    now.intake = Intake(notes="private")
    now.waiting = Waiting.of([("a.jpg", b"pixels")])
    st.session_state["intake_notes"] = "private"
    inputs = now.inputs
    s.forget_everything()
    assert s.state() is now
    assert now == State(inputs=inputs + 1)
    assert "intake_notes" not in st.session_state


class Server:
    """Knows which sessions have a connection."""

    def __init__(self, *active: str) -> None:
        self.active = set(active)

    def is_active_session(self, session_id: str) -> bool:
        return session_id in self.active


@pytest.fixture
def _watch(now: State):
    """The session is watched, and no other."""
    _watched.clear()
    _gone_since.clear()
    _watched["one"] = weakref.ref(now)
    yield
    _watched.clear()
    _gone_since.clear()


@pytest.mark.usefixtures("_watch")
def test_photos_are_dropped_some_time_after_the_connection(now: State):
    server = Server("one")
    drop_ended(server, 0.0, 60.0)
    server.active.clear()
    drop_ended(server, 100.0, 60.0)
    drop_ended(server, 159.0, 60.0)
    assert len(now.photos) == 2
    drop_ended(server, 160.0, 60.0)
    assert now.photos == ()
    assert not _watched


@pytest.mark.usefixtures("_watch")
def test_who_comes_back_in_time_keeps_the_photos(now: State):
    server = Server()
    drop_ended(server, 0.0, 60.0)
    server.active.add("one")
    drop_ended(server, 50.0, 60.0)
    server.active.clear()
    drop_ended(server, 70.0, 60.0)
    assert len(now.photos) == 2
