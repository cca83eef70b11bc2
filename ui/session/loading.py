"""The parts of the program that several threads need are loaded by one, before any of them begins.

Each page runs in a thread of its own, and what the first photo needs is loaded in one more. A package whose
first module loads others of it must not be loaded from both ends at once: each of the two threads then holds
what the other one waits for, Python breaks one of them off, and the page of that one fails.
"""

from __future__ import annotations

from importlib import import_module
from importlib._bootstrap import _DeadlockError  # type: ignore[attr-defined]
from typing import Final

FIRST: Final = (
    "cv2",
    "analyzer.pipeline",
    "analyzer.overlay",
    "analyzer.thomas",
    "analyzer.pelvic_range",
    "analyzer.compare",
    "analyzer.live",
    "analyzer.education",
    "analyzer.exchange",
    "analyzer.report",
)


def load_shared(*modules: str) -> None:
    """Load what pages share, but for what takes long and only some of them need (as the records).

    Parameters
    ----------
    *modules : str
        Modules of pages: whoever knows the pages names them.
    """
    for name in (*FIRST, *modules):
        import_module(name)


def broke_off(error: BaseException) -> bool:
    """Whether Python broke off the loading of a module for another thread: a moment later it works."""
    return isinstance(error, _DeadlockError)
