"""Whatever a page has sent is taken, once, and in its order, whatever was sent after it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from ui.session.entries import keep_entries
from ui.session.state import forget_widgets

SCRIPT = """
import streamlit as st
import posture_told as told

told.act("begin")
st.text_input("Notes", key="notes", on_change=told.typed)
st.write("between")
if st.button("Delete", key="delete"):
    told.heard.append("delete")
told.act("end")


@st.fragment
def part():
    st.text_input("Code", key="code", on_change=told.typed, args=["code"])
    if st.button("Erase", key="erase"):
        told.heard.append("erase")


if told.above:
    st.write("above")
part()
st.write("last")
"""


class Page:
    """A page of one session, and what it is sent, without a server."""

    def __init__(self, script: Path, told: ModuleType) -> None:
        self._script, self.told = script, told
        self._state = SafeSessionState(SessionState(), lambda: None)
        self.acts: dict[str, Callable[[], object]] = {}
        told.act = lambda place: self.acts.pop(place, bool)()
        told.typed = self._typed
        told.heard = self.heard = []
        told.above = False
        self.pages = PagesManager(str(script), ScriptCache(), setup_watcher=False)
        self._parts = MemoryFragmentStorage()
        self.runner = self._begin()
        self.ask()
        self.run()

    def _begin(self) -> LocalScriptRunner:
        runner = LocalScriptRunner(str(self._script), self._state, self.pages, fragment_storage=self._parts)
        runner._requests = script_requests.ScriptRequests()  # it begins with one that nobody made
        return runner

    def _typed(self, key: str = "notes") -> None:
        import streamlit as st  # noqa: PLC0415

        self.acts.pop("typed", bool)()
        self.heard.append(st.session_state.get(key))

    def ask(self, *, notes: str | None = None, delete: bool | None = None, field: str = "") -> None:
        """A request of the page with what is in it; without anything it is the way to another page."""
        states = WidgetStates()
        if notes is not None:
            states.widgets.append(WidgetState(id=field or self.field("notes"), string_value=notes))
        if delete is not None:
            states.widgets.append(WidgetState(id=self.field("delete"), trigger_value=delete))
        here = self.pages.main_script_hash if states.widgets else ""
        self.runner.request_rerun(RerunData(widget_states=states, page_script_hash=here))

    def part(self) -> str:
        """What the browser knows the part of the page by."""
        (part,) = self.runner._fragment_storage._fragments
        return part

    def ask_of(self, part: str, key: str, **given: Any) -> None:
        """A request of a part of the page."""
        states = WidgetStates()
        states.widgets.append(WidgetState(id=self.field(key), **given))
        here = self.pages.main_script_hash
        self.runner.request_rerun(RerunData(widget_states=states, page_script_hash=here, fragment_id=part))

    def rerun(self) -> None:
        import streamlit as st  # noqa: PLC0415

        self.ask()  # the way to another page comes in the same moment
        st.rerun()

    def field(self, key: str) -> str:
        """What the browser knows a field by."""
        return self._state._state._key_id_mapper.get_id_from_key(key, None)

    def run(self, **given: Any) -> list[Any]:
        """Run it as often as it was asked for; what it has heard of."""
        if given:
            self.ask(**given)
        self.ran = self.runner
        self.ran.start()
        self.ran.join()
        self.runner = self._begin()
        return self.heard

    def close(self) -> None:
        self.runner.join()  # never begun, but it has something to close


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(script_requests, "_coalesce_widget_states", script_requests._coalesce_widget_states)
    for kind, name in (
        (SafeSessionState, "on_script_will_rerun"),
        (ScriptRunner, "_maybe_handle_execution_control_request"),
        (ScriptRunner, "request_stop"),
        (ScriptRunner, "_run_script"),
        (AppSession, "request_rerun"),
        (script_requests.ScriptRequests, "_request_rerun_locked"),
        (script_requests.ScriptRequests, "on_scriptrunner_ready"),
        (script_requests.ScriptRequests, "on_scriptrunner_yield"),
    ):
        monkeypatch.setattr(kind, name, getattr(kind, name))
    keep_entries()
    monkeypatch.setattr(Runtime, "_instance", MagicMock(spec=Runtime))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    told = ModuleType("posture_told")
    monkeypatch.setitem(sys.modules, "posture_told", told)
    script = tmp_path / "page.py"
    script.write_text(SCRIPT)
    page = Page(script, told)
    assert page.heard == []
    yield page
    page.close()


def test_a_text_is_taken_when_the_way_to_another_page_comes_before_the_page_has_run(page: Page):
    page.ask(notes="Typed.")
    page.ask()
    assert page.run() == ["Typed."]


def test_a_text_is_taken_when_the_page_is_asked_for_again_in_that_very_moment(page: Page):
    page.acts["typed"] = page.ask
    assert page.run(notes="Typed.") == ["Typed."]


def test_a_field_that_was_forgotten_says_nothing_any_more(page: Page):
    """As those of a client are when the records lock, before the browser has heard of it."""
    field = page.field("notes")
    page.acts["end"] = lambda: forget_widgets("notes")
    assert page.run(notes="Typed.") == ["Typed."]
    page.ask(notes="Typed on.", field=field)
    assert page.run() == ["Typed."]


def test_the_newer_of_two_texts_stays(page: Page):
    page.acts["begin"] = lambda: page.ask(notes="Typed to the end.")
    assert page.run(notes="Typed") == ["Typed", "Typed to the end."]


def test_a_click_is_heard_once_when_the_page_runs_anew_before_its_button(page: Page):
    page.acts["begin"] = lambda: page.ask(delete=False)
    assert page.run(delete=True) == ["delete"]


def test_a_click_is_heard_once_when_the_page_runs_anew_after_its_button(page: Page):
    page.acts["end"] = lambda: page.ask(delete=False)
    assert page.run(delete=True) == ["delete"]


def test_a_click_is_heard_once_when_the_way_to_another_page_comes_before_the_page_has_run(page: Page):
    page.ask(notes="Typed.", delete=True)
    page.ask()
    page.ask()
    assert page.run() == ["Typed.", "delete"]


def test_a_click_is_heard_once_when_the_way_to_another_page_comes_before_its_button(page: Page):
    page.acts["begin"] = page.ask
    page.acts["end"] = page.ask
    assert page.run(delete=True) == ["delete"]


@pytest.fixture
def when_drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Does something once, in the middle of the drawing of a widget."""
    register = SessionState.register_widget

    def act_then(key: str, act: Callable[[], object]) -> None:
        acts = [act]

        def register_and_act(session: SessionState, metadata: Any, user_key: str | None) -> Any:
            registered = register(session, metadata, user_key)
            if user_key == key and acts:
                acts.pop()()
            return registered

        monkeypatch.setattr(SessionState, "register_widget", register_and_act)

    return act_then


def test_a_click_is_heard_once_when_the_page_runs_anew_while_it_draws_its_button(
    page: Page, when_drawn: Callable[..., None]
):
    when_drawn("delete", lambda: page.ask(delete=False))
    assert page.run(delete=True) == ["delete"]


def test_a_click_is_heard_once_when_another_page_is_asked_for_while_its_button_is_drawn(
    page: Page, when_drawn: Callable[..., None]
):
    when_drawn("delete", page.ask)
    assert page.run(delete=True) == ["delete"]


def test_a_page_may_run_itself_anew_before_its_button(page: Page):
    page.acts["begin"] = page.rerun
    assert page.run(delete=True) == ["delete"]


def test_what_was_sent_before_the_page_was_closed_is_taken(page: Page):
    page.ask(notes="Typed.")
    page.runner.request_stop()
    assert page.run() == ["Typed."]
    assert "last" not in str(page.ran.forward_msgs())


def test_what_a_part_sends_that_has_moved_is_taken_when_its_turn_has_come(page: Page):
    part = page.part()
    page.told.above = True
    page.acts["begin"] = lambda: page.ask_of(part, "erase", trigger_value=True)
    assert page.run(notes="Typed.") == ["Typed.", "erase"]
    assert page.part() != part
    page.ask_of(part, "code", string_value="C-7")
    assert page.run() == ["Typed.", "erase", "C-7"]
    assert page.run() == ["Typed.", "erase", "C-7"]


def test_what_a_part_sends_that_is_there_is_taken_by_the_part(page: Page):
    page.told.above = True
    page.ask_of(page.part(), "erase", trigger_value=True)
    assert page.run() == ["erase"]
    assert "above" not in str(page.ran.forward_msgs())


def arrive(page: Page, part: str, key: str, here: str | None = None, **given: Any) -> None:
    """A request of a part that is gone arrives at the session that the page belongs to."""
    session = MagicMock(spec=AppSession, _state=AppSessionState.APP_IS_RUNNING, _client_state=ClientState())
    session.has_fragment.return_value = False
    session._pages_manager, session._scriptrunner = page.pages, page.runner
    asked = ClientState(
        fragment_id=part, page_script_hash=page.pages.main_script_hash if here is None else here
    )
    asked.widget_states.widgets.append(WidgetState(id=page.field(key), **given))
    AppSession.request_rerun(session, asked)


def test_what_a_part_sends_that_is_gone_when_it_arrives_is_taken_by_the_page(page: Page):
    arrive(page, "gone", "erase", trigger_value=True)
    assert page.run() == ["erase"]
    arrive(page, "gone", "code", string_value="C-7")
    assert page.run() == ["erase", "C-7"]


def test_what_a_part_of_another_page_sends_brings_nobody_back_to_it(page: Page):
    page.ask(notes="Typed.")
    arrive(page, "gone", "code", here="another", string_value="C-7")
    assert page.run() == ["Typed."]
