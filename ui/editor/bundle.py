"""The editor's HTML, CSS and JavaScript as Streamlit wants them: one text each.

The JavaScript is written as ES modules, one file for each concern. A component without a package of its own
can give Streamlit only a single module, so the files are joined: each becomes a function that is called once
and returns what the file exports. What a file does not export stays its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
MODULES: Final = (
    "words",
    "dom",
    "geometry",
    "contour",
    "drawing",
    "handles",
    "loupe",
    "pointer",
    "level",
    "panel",
    "camera",
    "photo",
    "toolbar",
    "editor",
    "main",
)
"""In an order in which each module only needs those before it while it is being loaded."""

_IMPORT: Final = re.compile(r'^import \{[^}]*\} from "(?:\./|\.\./editor/)[a-z]+\.js";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:const|function|class) (\w+))", re.MULTILINE)


@cache
def html() -> str:
    return (FOLDER / "editor.html").read_text("utf-8")


@cache
def css() -> str:
    return (FOLDER / "editor.css").read_text("utf-8")


@cache
def javascript() -> str:
    """All modules as one."""
    return joined(FOLDER / f"{name}.js" for name in MODULES)


def joined(paths: Iterable[Path]) -> str:
    """Modules as one, in an order in which each needs only those before it while it is being loaded."""
    return "\n".join(map(_as_function, paths))


def _as_function(path: Path) -> str:
    text = _IMPORT.sub("", path.read_text("utf-8"))
    exported = _EXPORT.findall(text)
    if not exported:
        return text  # main.js: its default export is that of the whole
    names = ", ".join(exported)
    return f"const {{ {names} }} = (() => {{\n{_EXPORT.sub('', text)}\nreturn {{ {names} }};\n}})();"
