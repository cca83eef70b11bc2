"""Import MediaPipe without what it imports for other tasks: half of the time until the first result.

MediaPipe's package imports matplotlib (for plots of landmarks in space) and sounddevice (for microphones),
which are not needed to find a pose. While it is imported, light modules stand for them. Whoever uses one of
these later, MediaPipe's own functions too, gets what the real one has, which is imported then.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_NOT_NEEDED: Final = ("matplotlib", "matplotlib.pyplot", "sounddevice")


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        vars(self)["importer"] = threading.get_ident()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system asks, and must not get the answer of the real one
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            if vars(self)["importer"] != threading.get_ident():
                # Streamlit closes all plots of a module of that name whenever a page runs. Nobody has made a
                # plot yet, and to load the real module would break the import that goes on.
                raise AttributeError(f"{self.__name__} is not loaded yet")
            _take_away()
        return getattr(import_module(self.__name__), name)


def _take_away() -> None:
    """All together: the real modules need each other."""
    for name in _NOT_NEEDED:
        if isinstance(sys.modules.get(name), _Later):
            del sys.modules[name]


@contextmanager
def without_plots_and_sound() -> Iterator[None]:
    """While MediaPipe is imported: nothing else should be imported in it."""
    stand_ins = {name: _Later(name) for name in _NOT_NEEDED if name not in sys.modules}
    if "matplotlib" in stand_ins and "matplotlib.pyplot" in stand_ins:
        vars(stand_ins["matplotlib"])["pyplot"] = stand_ins["matplotlib.pyplot"]
    elif "matplotlib.pyplot" in stand_ins:
        del stand_ins["matplotlib.pyplot"]  # the real matplotlib is there, and finds its own
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        _take_away()
