"""What is sent from a part of a page that is no longer there is taken by the page.

A part of a page (``st.fragment``) that runs by itself is gone when the page has run without it, or with it in
another place. What it sends before the browser has heard of it, Streamlit drops: a text with its callback,
or a click on a button that is still on the page. Here the page runs as a whole instead and takes it. From a
page that was left meanwhile nothing is left to take: its fields are forgotten.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

_REQUEST: Final = AppSession.request_rerun
_RUN: Final = ScriptRunner._run_script


def keep_gone_parts() -> None:
    """From now on such requests are taken. Doing it again changes nothing."""
    AppSession.request_rerun = _request  # type: ignore[assignment, method-assign]
    ScriptRunner._run_script = _run  # type: ignore[assignment, method-assign]


def _request(session: AppSession, asked: ClientState | None) -> None:
    """In place of Streamlit's own: when it arrives."""
    if (
        asked is None
        or asked.is_auto_rerun
        or not asked.fragment_id
        or session.has_fragment(asked.fragment_id)
    ):
        _REQUEST(session, asked)
    elif asked.page_script_hash == session._pages_manager.current_page_script_hash:
        whole = ClientState()
        whole.CopyFrom(asked)
        whole.fragment_id = ""
        _REQUEST(session, whole)


def _run(runner: ScriptRunner, asked: RerunData) -> None:
    """In place of Streamlit's own: when its turn has come."""
    gone = [part for part in asked.fragment_id_queue if not runner._fragment_storage.contains(part)]
    if asked.is_auto_rerun or not gone:
        _RUN(runner, asked)
    elif asked.page_script_hash == runner._pages_manager.current_page_script_hash:
        _RUN(runner, whole(asked))


def whole(asked: RerunData) -> RerunData:
    """The same request to all of the page, instead of to parts of it."""
    return replace(asked, fragment_id_queue=[], is_fragment_scoped_rerun=False)
