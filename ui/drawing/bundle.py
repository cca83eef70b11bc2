"""The drawing board's HTML, CSS and JavaScript: its own, and those of the editor that both need."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from ui.editor import bundle as editor

FOLDER: Final = Path(__file__).parent
SHARED: Final = ("dom", "geometry", "loupe", "camera", "photo")
"""Modules of the editor."""
MODULES: Final = ("shapes", "writing", "pen", "grips", "tray", "board", "main")
"""In an order in which each module only needs those before it while it is being loaded."""


@cache
def html() -> str:
    return (FOLDER / "board.html").read_text("utf-8")


@cache
def css() -> str:
    return editor.css() + (FOLDER / "board.css").read_text("utf-8")


@cache
def javascript() -> str:
    """All modules as one."""
    shared = [editor.FOLDER / f"{name}.js" for name in SHARED]
    return editor.joined((*shared, *(FOLDER / f"{name}.js" for name in MODULES)))
