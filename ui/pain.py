"""The figure of the body on which somebody marks where it hurts, and what kind of pain it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import streamlit as st

from analyzer.education import topic
from analyzer.language import Table, mark, tr
from analyzer.types.intake import Intake
from analyzer.types.pain import FIGURE, KINDS, VIEWS, PainArea, checked_areas
from ui.components import component
from ui.text import plain

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

WORDS: Final[Mapping[str, str]] = Table(
    {
        "hint": (
            "Choose what it feels like, then tap where. Tap again to take it back. With keys: Tab goes from "
            "figure to figure, arrows from place to place, Space marks."
        ),
        "kinds": "What does it feel like?",
        "ways": "How to mark",
        "tap": "Tap places",
        "paint": "Paint freehand",
        "undo": "Take the last one back",
        "clear": "Clear the figure",
        "remove": "Press to remove it.",
    }
)
ABOUT: Final = mark("Where does it hurt? Left and right are yours, as if somebody looked at you.")
NOTHING: Final = mark("Nothing is marked.")
SADDLE: Final = mark(
    "You marked numbness or tingling where a saddle would touch. Please read this before anything else."
)
_SADDLE_PLACES: Final = ("between_legs", "groin", "buttock", "thigh")
_SADDLE_ROWS: Final = (208.0, 330.0)
_SADDLE_HALF: Final = 52.0
"""Where buttocks, groins and thighs are in the figure: heights, and how far from the middle."""
_LONGEST: Final = 80


@dataclass
class _Memory:
    """The page in the browser that spoke last, and how much of what it said was dealt with."""

    client: str = ""
    done: int = 0


@cache
def _figure() -> ComponentRenderer:
    return component("pain")


def show_pain(answers: Intake, take: Callable[[tuple[PainArea, ...]], object], prefix: str) -> None:
    """The figure with what is marked on it.

    Parameters
    ----------
    answers : Intake
    take : callable
        Is given all areas after each change.
    prefix : str
        Begins the key: different for everything that has answers.
    """
    from analyzer.overlay.pain_figure import describe_pain  # noqa: PLC0415 - heavy

    key = f"{prefix}pain_figure"
    memory = cast(_Memory, st.session_state.setdefault(f"{prefix}pain_memory", _Memory()))

    def marked() -> None:
        given = st.session_state.get(key)
        read = read_marks(given.get("marks") if isinstance(given, Mapping) else None)
        if read is None:
            return
        memory.client, memory.done = read[0], read[1]
        take(read[2])

    st.markdown(f"**{tr(ABOUT)}**")
    _figure()(
        key=key,
        data={
            **_shapes(),
            "areas": [area.to_dict() for area in answers.pain],
            "said": describe_pain(answers) or tr(NOTHING),
            "words": dict(WORDS),
            "client": memory.client,
            "done": memory.done,
        },
        on_marks_change=marked,
    )


def read_marks(raw: object) -> tuple[str, int, tuple[PainArea, ...]] | None:
    """What the browser sent: its page, a count, and all areas; ``None`` for what it would not send."""
    if not isinstance(raw, Mapping):
        return None
    client, count = raw.get("client"), raw.get("count")
    if not isinstance(client, str) or not 0 < len(client) <= _LONGEST:
        return None
    if type(count) is not int or not 0 < count < 2**53:
        return None
    try:
        return client, count, checked_areas(raw.get("areas"))
    except (TypeError, ValueError):
        return None


def _shapes() -> dict[str, Any]:
    """The figure and the kinds, in the language of the moment."""
    from analyzer.overlay import pain_figure as figure  # noqa: PLC0415 - heavy

    return {
        "views": [
            {
                "name": view,
                "title": figure.VIEW_WORDS[view],
                "body": figure.outline_data(view),
                "lines": figure.line_data(view),
                "regions": [
                    {
                        "name": name,
                        "title": figure.region_title(view, name),
                        "d": data,
                        "above": figure.lies_above(view, name),
                    }
                    for name, data in figure.region_data(view).items()
                ],
            }
            for view in VIEWS
        ],
        "kinds": [
            {
                "name": kind,
                "title": figure.KIND_WORDS[kind],
                "color": figure.COLORS[kind],
                "sign": figure.SIGNS[kind],
            }
            for kind in KINDS
        ],
    }


def in_saddle(areas: tuple[PainArea, ...]) -> bool:
    """Whether something numb or tingling is marked where a saddle would touch."""
    return any(area.kind in ("numb", "tingling") and _touches_saddle(area) for area in areas)


def _touches_saddle(area: PainArea) -> bool:
    if area.region:
        return area.region.partition(".")[0] in _SADDLE_PLACES
    (low, high), half = _SADDLE_ROWS, _SADDLE_HALF
    return any(low <= y <= high and abs(x - FIGURE[0] / 2.0) <= half for x, y in area.points)


def show_pain_warning(areas: tuple[PainArea, ...]) -> None:
    """The signs with which somebody should go at once, where the marks touch on them."""
    if not in_saddle(areas):
        return
    now = topic("help_now")
    signs = "\n".join(f"- {plain(fact.text)}" for fact in now.facts)
    st.warning(
        f"{tr(SADDLE)}\n\n**{plain(now.title)}**  \n{plain(now.lead)}\n\n{signs}", icon=":material/emergency:"
    )
