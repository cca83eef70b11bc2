"""A page that is loaded anew gets back what it had: photos, placed points, answers. Never more than that.

The browser keeps a secret for each of its tabs, as long as the tab is open, which names the session of the
tab. What that session had moves to the session of the new page, once, if the old page is gone, if the session
is not over yet (`ui.session.end`: a minute without a connection), and if the same sign-in asks. It is in
memory all the time.
"""

from __future__ import annotations

import secrets
import threading
import weakref
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, Literal

from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.access.here import signed_in_digest
from ui.session.state import Part, State, state

Answer = Literal["", "wait", "done"]
_MOST_WAITS: Final = 20

_lock = threading.Lock()
_tabs: weakref.WeakValueDictionary[str, Tab] = weakref.WeakValueDictionary()
"""By secret, as long as their sessions live."""


@dataclass(eq=False)
class Tab(Part):
    """The tab that shows a session.

    Attributes
    ----------
    kept : State
        What the session knows.
    owner : str
        Whose sign-in it is: another one is never given anything. Empty where nobody has to sign in.
    session_id : str
    secret : str
        Names the session for its own tab.
    answer : {"", "wait", "done"}
        What became of the question for an earlier session; "wait" while its page is not known to be gone.
    waits : int
        How often the answer was "wait".
    """

    stays: ClassVar[bool] = True
    kept: State = field(repr=False)
    owner: str = field(repr=False)
    session_id: str = ""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    answer: Answer = ""
    waits: int = 0

    def __post_init__(self) -> None:
        _tabs[self.secret] = self

    def end(self) -> None:
        _tabs.pop(self.secret, None)

    def hand_over(self, to: State) -> None:
        """The new page has a tab of its own."""


def tab() -> Tab:
    """The tab of this session."""
    now = state()
    context = get_script_run_ctx()
    return now.part(Tab) or now.join(Tab(now, signed_in_digest(), context.session_id if context else ""))


def come_back(secret: str) -> None:
    """Take over what the session with this secret had; `Tab.answer` says what came of it."""
    own = tab()
    old = _tabs.get(secret)
    if old is None or old is own or old.owner != own.owner:
        own.answer = "done"
    elif _is_shown(old) and own.waits < _MOST_WAITS:
        own.answer, own.waits = "wait", own.waits + 1
    else:
        own.answer = "done"
        with _lock:
            free = not _is_shown(old) and _tabs.pop(secret, None) is old
        if free:
            move(old.kept, own.kept)


def move(old: State, new: State) -> None:
    """Let a session have what another one had, unless it has photos of its own already."""
    if new.photos or new.waiting.given:
        return
    # Those that stay first: records are locked by it, and take out of the session what came out of them.
    for part in sorted(old.parts.values(), key=lambda part: not part.stays):
        if old.part(type(part)) is part:
            part.hand_over(new)
    new.photos, new.selected, new.pictures = old.photos, old.selected, dict(old.pictures)
    new.problems, new.stale, new.notice, new.intake = old.problems, old.stale, old.notice, old.intake
    new.waiting, new.references, new.series = replace(old.waiting), old.references, old.series
    new.made, new.inputs = max(old.made, new.made), new.inputs + 1
    old.end()


def holds_something(now: State) -> bool:
    """Whether there is anything to come back to."""
    return bool(now.photos or now.waiting.given or now.intake) or any(
        part.comes_back() for part in now.parts.values()
    )


def _is_shown(other: Tab) -> bool:
    return Runtime.exists() and Runtime.instance().is_active_session(other.session_id)
