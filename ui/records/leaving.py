"""Before a page is closed or loaded anew it asks, as long as that would lose something.

Photos are never on the disk unless they are saved to a client, so they are gone with the page, and with them
what was placed and answered.
"""

from __future__ import annotations

from ui.components import component, part
from ui.records.desk import Desk
from ui.samples import SAMPLES
from ui.session.state import State, state

_leaving = component("leaving", part("in_order.js"))


def ask_before_leaving(place: str) -> None:
    """Let this page ask, or no longer. To be called in each part of a page that runs by itself."""
    _leaving(
        key=f"leaving_{place}",
        data={"ask": would_lose(state()), "place": place},
        on_run_change=_run,
    )


def _run() -> None:
    """Callback: the page asks for nothing but to be made anew."""


def would_lose(now: State) -> bool:
    """Whether something of this session is nowhere else, and worth a question: a sample as it is, is not."""
    desk = now.part(Desk)
    links = desk.links if desk else {}
    only_here = [photo for photo in now.photos if photo.id not in links]
    if only_here and (now.intake or any(photo.corrected or photo.name not in SAMPLES for photo in only_here)):
        return True
    if desk is not None and desk.unsaved:
        return True
    if any(photo.id in links and photo.corrections != links[photo.id].corrections for photo in now.photos):
        return True
    compared = desk.compared if desk else None
    return any(part.has_only_copy() for part in now.parts.values() if part is not compared)
