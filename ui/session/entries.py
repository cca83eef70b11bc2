"""What a browser has sent is taken, whatever it asks for next.

A page that runs once more, by itself or for somebody, replaces the run before it. Streamlit then drops what
that one was given and had not taken yet: a text that was typed just before a link was clicked, or a button
was pressed in the tick in which the page ran by itself. Here, whatever came with a request is taken, once,
in the order in which it came, before the page runs for something newer:

- a request that waits joins the next one of its page with all it brings; that of another page has its turn;
- values are put into the session and their callbacks called in one go, never broken off in the middle;
- a click reaches its button: in the next run of the same page when this one is broken off before, and before
  the way to another page is gone;
- a page that was closed has taken what it sent before;
- what a part of a page sends that is gone meanwhile, the page takes (`ui.session.gone_parts`).

It needs ``runner.fastReruns = false``: one run of a session after the other, never two at once.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from types import FrameType
from typing import Any, Final, TypeVar

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData, RerunException, ScriptRunner, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.state.common import user_key_from_element_id

from ui.session.gone_parts import keep_gone_parts, whole

_JOIN: Final = script_requests._coalesce_widget_states
_TAKE: Final = SafeSessionState.on_script_will_rerun
_YIELD: Final = ScriptRunner._maybe_handle_execution_control_request

_STOP: Final = ScriptRunner.request_stop
_ASK: Final = ScriptRequests._request_rerun_locked
_READY: Final = ScriptRequests.on_scriptrunner_ready
_PENDING: Final = ScriptRequests.on_scriptrunner_yield

Taken = TypeVar("Taken", bound=ScriptRequest | None)
_now: Final = threading.local()
"""Of a thread that runs pages: ``taking``, while it takes what a request brought; ``clicks``, in which run it
was given which values that last for one run only.
"""
_LAST: Final = "posture_last"
_LATER: Final = "posture_later"
_OWN: Final = "posture_own"
"""Of the requests to the runs of a session: nothing comes after the one that waits; what comes after it, for
another page; whether the one that waits, or some of it, is the page's own (``st.rerun``, ``st.switch_page``).
"""


def keep_entries() -> None:
    """From now on nothing is dropped that has arrived. Doing it again changes nothing."""
    script_requests._coalesce_widget_states = _join  # type: ignore[assignment]
    SafeSessionState.on_script_will_rerun = _take  # type: ignore[assignment, method-assign]
    ScriptRunner._maybe_handle_execution_control_request = _yield  # type: ignore[assignment, method-assign]
    ScriptRequests._request_rerun_locked = _ask  # type: ignore[assignment, method-assign]
    ScriptRequests.on_scriptrunner_ready = _ready  # type: ignore[assignment, method-assign]
    ScriptRequests.on_scriptrunner_yield = _pending  # type: ignore[assignment, method-assign]
    ScriptRunner.request_stop = _stop  # type: ignore[assignment, method-assign]
    keep_gone_parts()


def _ask(requests: ScriptRequests, new: RerunData) -> bool:
    """In place of Streamlit's own: what is asked for another page than the one that waits comes after it."""
    later: list[RerunData] = requests.__dict__.setdefault(_LATER, [])
    own = new.widget_states is None
    if requests._state == ScriptRequestType.RERUN and not own:
        waits = requests._rerun_data
        if later or waits.page_script_hash != new.page_script_hash:
            # A part of a page would wait for the end of the run that is on its way.
            requests._rerun_data = whole(waits)
            later.append(new)
            return True
    waits_for_other = requests._state == ScriptRequestType.RERUN and not _same_page(requests._rerun_data)
    if own and _same_page(new) and waits_for_other and not _is_own(requests):
        later.insert(0, requests._rerun_data)  # it would be brought back to this page
        requests._state = ScriptRequestType.CONTINUE
    setattr(requests, _OWN, own or (requests._state == ScriptRequestType.RERUN and _is_own(requests)))
    return _ASK(requests, new)


def _is_own(requests: ScriptRequests) -> bool:
    return bool(getattr(requests, _OWN, False))


def _ready(requests: ScriptRequests) -> ScriptRequest:
    """In place of Streamlit's own: the next one waits from now on."""
    return _then_next(requests, _READY(requests))


def _pending(requests: ScriptRequests) -> ScriptRequest | None:
    """In place of Streamlit's own: the next one waits from now on."""
    return _then_next(requests, _PENDING(requests))


def _then_next(requests: ScriptRequests, taken: Taken) -> Taken:
    with requests._lock:
        later: list[RerunData] = requests.__dict__.get(_LATER, [])
        if later and requests._state == ScriptRequestType.CONTINUE:
            _ask(requests, later.pop(0))
    return taken


def _join(old: WidgetStates | None, new: WidgetStates | None) -> WidgetStates | None:
    """In place of Streamlit's own: what only the older request brought, the newer one brings, too."""
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
    fresh = _of_known(session, fresh)
    _now.taking, _now.clicks = True, (_run(), _clicks(fresh, replay_trigger_states), {})
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


def _of_known(session: SafeSessionState, fresh: WidgetStates | None) -> WidgetStates | None:
    """Without fields that were forgotten meanwhile (`ui.session.state.forget_widgets`), as those of a client
    when the records lock: a browser that has not heard of it still sends them, and their callbacks would look
    for what is no longer there.
    """
    if fresh is None:
        return None
    state = session._state
    known, met = state._key_id_mapper.id_key_mapping, state._new_widget_state.widget_metadata

    def is_forgotten(field: str) -> bool:
        calls = field in met and met[field].callback is not None
        return calls and user_key_from_element_id(field) is not None and field not in known

    kept = WidgetStates()
    kept.widgets.extend(each for each in fresh.widgets if not is_forgotten(each.id))
    return kept


def _yield(runner: ScriptRunner) -> None:
    """In place of Streamlit's own: a run goes on while it takes, and to a button before another page.

    Broken off all the same, it hands on unheard clicks.
    """
    if getattr(_now, "taking", False):
        return
    unheard = _unheard()
    if _comes_to_button(runner._requests, unheard):
        return
    if getattr(runner._requests, _LAST, False):
        runner._requests.request_stop()
    try:
        _YIELD(runner)
    except RerunException as newer:
        raise RerunException(_with(unheard, newer.rerun_data)) from None


def _stop(runner: ScriptRunner) -> None:
    """In place of Streamlit's own: what waits is taken before."""
    requests = runner._requests
    with requests._lock:
        if requests._state == ScriptRequestType.RERUN:
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


def _unheard() -> list[WidgetState]:
    """The clicks of this run whose buttons it has not drawn yet. To be called at each stop."""
    context = get_script_run_ctx(suppress_warning=True)
    given: tuple[object, dict[str, WidgetState], dict[str, object]] = getattr(_now, "clicks", (None, {}, {}))
    run, clicks, calls = given
    if context is None or not clicks or run is not _run():
        return []
    reached, call = context.shared.widget_ids_this_run.snapshot(), _call()
    for id_ in clicks.keys() & reached:
        calls.setdefault(id_, call)
    return [state for id_, state in clicks.items() if calls.get(id_, call) is call]


def _call() -> FrameType | None:
    """What of Streamlit the page has called, out of which it comes to a stop."""
    frame: FrameType | None = sys._getframe()
    call = frame
    while frame is not None and frame.f_globals.get("__name__", "").startswith(("streamlit.", __name__)):
        call, frame = frame, frame.f_back
    return call


def _comes_to_button(requests: ScriptRequests, unheard: list[WidgetState]) -> bool:
    """Whether a click would be lost by what waits: the browser asked for another page."""
    if requests._state != ScriptRequestType.RERUN or _is_own(requests):
        return False
    buttons = any(state.WhichOneof("value") == "trigger_value" for state in unheard)
    return buttons and not _same_page(requests._rerun_data)


def _same_page(newer: RerunData) -> bool:
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and newer.page_script_hash == context.page_script_hash


def _with(unheard: list[WidgetState], newer: RerunData) -> RerunData:
    """The next run of the same page with the clicks that were not heard; their callbacks were called."""
    clicks = WidgetStates()
    clicks.widgets.extend(unheard if _same_page(newer) else ())
    waiting = script_requests._coalesce_replay_trigger_states(clicks, newer.replay_trigger_states)
    return replace(newer, replay_trigger_states=waiting)
