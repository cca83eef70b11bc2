"""Two windows on one visit: what each changed is kept.

A change is known by three values: what the window showed before, what it holds now, and what the records
hold. Whatever only one of the two changed is taken from there. Of a text that both changed, both stay.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

from analyzer.language import mark, tr
from analyzer.types.intake import Intake

OTHER: Final = mark("[Written in another window at the same time:]")


def merge(before: Any, here: Any, there: Any) -> Any:
    """What to save of one field: ``before`` was shown, ``here`` was entered, ``there`` is in the records."""
    if there in (before, here):
        return here
    if here == before:
        return there
    if isinstance(here, Intake):
        return replace(
            here,
            **{
                field.name: merge(*(getattr(each, field.name) for each in (before, here, there)))
                for field in fields(here)
            },
        )
    if isinstance(here, tuple):
        kept = [item for item in there if item in here or item not in before]
        return (*kept, *(item for item in here if item not in before and item not in kept))
    if isinstance(here, str) and isinstance(there, str):
        return both_texts(before, here, there)
    return here


def both_texts(before: str, here: str, there: str) -> str:
    """One text with all of both; what both began with is in it once."""
    if not here or not there:
        return here or there
    if here in there:
        return there
    rest = there[len(before) :] if before and there.startswith(before) else there
    return f"{here}\n\n{tr(OTHER)}\n{rest.strip()}"


def holds(there: Any, here: Any) -> bool:
    """Whether what was entered is in what the records hold, by itself or beside that of another window."""
    if isinstance(here, Intake):
        return all(holds(getattr(there, field.name), getattr(here, field.name)) for field in fields(here))
    if isinstance(here, str) and isinstance(there, str):
        return there.strip() == here.strip() or (tr(OTHER) in there and here.strip() in there)
    return bool(there == here)


def both_changed(before: Any, here: Any, there: Any) -> bool:
    """Whether somebody should look at what came of it."""
    return there not in (before, here) and here != before
