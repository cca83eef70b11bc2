"""Makes the reference of the library from its docstrings: ``python -m sphinx -W docs/api out/api``."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer import __version__  # noqa: E402

project = "posture-analyzer"
author = "the maintainers of the posture analyzer"
release = version = __version__

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
default_role = "code"
html_theme = "alabaster"
html_show_copyright = False
html_show_sourcelink = False
html_theme_options = {"description": "Posture from a side-view photo, with honest uncertainty."}

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False


def _whole_sentence(_app, what, _name, _object, _options, lines):
    """Napoleon takes what stands before a colon in the text of a constant for its type: put it back."""
    before = [line for line in lines if line.startswith(":type: ")]
    if what in ("data", "attribute") and before:
        rest = [line for line in lines if line not in before]
        lines[:] = [f"{before[0].removeprefix(':type: ')}: {rest[0]}", *rest[1:]]


def setup(app):
    app.connect("autodoc-process-docstring", _whole_sentence, priority=600)
