"""What a browser has sent is taken, whatever it asks for next.

A page that runs once more, by itself or for somebody, replaces the run before it. Streamlit then drops what
that one was given and had not taken yet: a text that was typed just before a link was clicked, or a button
was pressed in the tick in which the page ran by itself. Here, whatever came with a request is taken, once,
in the order in which it came, before the page runs for something newer:

- a request that waits joins the next one with all it brings (Streamlit: with clicks only);
- values are put into the session and their callbacks called in one go, never broken off in the middle;
- a click goes to the next run of the same page, when the run that got it was broken off before its button;
- a page that was closed has taken what it sent before.

It needs ``runner.fastReruns = false``: one run of a session after the other, never two at once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, RerunException, ScriptRunner, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.state import SafeSessionState

_JOIN: Final = script_requests._coalesce_widget_states
_TAKE: Final = SafeSessionState.on_script_will_rerun
_YIELD: Final = ScriptRunner._maybe_handle_execution_control_request

_STOP: Final = ScriptRunner.request_stop

_now: Final = threading.local()
"""Of a thread that runs pages: ``taking``, while it takes what a request brought; ``clicks``, in which run it
was given which values that last for one run only.
"""
_LAST: Final = "posture_last"
"""Says of the requests to a run of pages that nothing comes after the one that waits."""


def keep_entries() -> None:
    """From now on nothing is dropped that has arrived. Doing it again changes nothing."""
    script_requests._coalesce_widget_states = _join  # type: ignore[assignment]
    SafeSessionState.on_script_will_rerun = _take  # type: ignore[assignment, method-assign]
    ScriptRunner._maybe_handle_execution_control_request = _yield  # type: ignore[assignment, method-assign]
    ScriptRunner.request_stop = _stop  # type: ignore[assignment, method-assign]


def _join(old: WidgetStates | None, new: WidgetStates | None) -> WidgetStates | None:
    """In place of Streamlit's own: what only the older request brought, the newer one brings, too.

    The way to another page does not bring what was entered on this one.
    """
    joined = _JOIN(old, new)
    if joined is None or old is None:
        return joined
    known = {state.id for state in joined.widgets}
    both = WidgetStates()
    both.widgets.extend(joined.widgets)
    both.widgets.extend(state for state in old.widgets if state.id not in known)
    return both


def _take(
    session: SafeSessionState,
    fresh: WidgetStates | None,
    *,
    replay_trigger_states: WidgetStates | None = None,
    replay_trigger_values: Mapping[str, Any] | None = None,
    is_history_navigation: bool = False,
) -> None:
    """In place of Streamlit's own: nothing breaks it off, what came meanwhile has its turn after it."""
    _now.taking, _now.clicks = True, (_run(), _clicks(fresh, replay_trigger_states))
    try:
        _TAKE(
            session,
            fresh,
            replay_trigger_states=replay_trigger_states,
            replay_trigger_values=replay_trigger_values,
            is_history_navigation=is_history_navigation,
        )
    finally:
        _now.taking = False


def _yield(runner: ScriptRunner) -> None:
    """In place of Streamlit's own: a run goes on while it takes; broken off, it hands on unheard clicks."""
    if getattr(_now, "taking", False):
        return
    if getattr(runner._requests, _LAST, False):
        runner._requests.request_stop()
    try:
        _YIELD(runner)
    except RerunException as newer:
        raise RerunException(_with_unheard(newer.rerun_data)) from None


def _stop(runner: ScriptRunner) -> None:
    """In place of Streamlit's own: what waits is taken before."""
    requests = runner._requests
    with requests._lock:
        if requests._state == script_requests.ScriptRequestType.RERUN:
            setattr(requests, _LAST, True)
            return
    _STOP(runner)


def _run() -> object:
    """What only this run has, of all runs of its thread."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.parallel_coordinator if context is not None else None


def _clicks(*given: WidgetStates | None) -> dict[str, Any]:
    return {
        state.id: state
        for states in given
        if states is not None
        for state in states.widgets
        if script_requests._has_active_trigger_value(state)
    }


def _with_unheard(newer: RerunData) -> RerunData:
    """The next run with the clicks whose buttons this one has not reached; their callbacks were called."""
    context = get_script_run_ctx(suppress_warning=True)
    run, clicks = getattr(_now, "clicks", (None, {}))
    if context is None or not clicks or run is not _run():
        return newer
    if newer.page_script_hash != context.page_script_hash:
        return newer
    reached = context.shared.widget_ids_this_run.snapshot()
    unheard = WidgetStates()
    unheard.widgets.extend(state for id_, state in clicks.items() if id_ not in reached)
    waiting = script_requests._coalesce_replay_trigger_states(unheard, newer.replay_trigger_states)
    return replace(newer, replay_trigger_states=waiting)
