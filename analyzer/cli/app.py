"""``posture-analyzer app``, ``accounts`` and ``practice``: programs of the app, beside this library.

The app is no part of the library and is never imported here: its programs take the place of this one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NoReturn

from analyzer.errors import NotInstalledError, require_packages

PACKAGE: Final = "posture_analyzer_app"
"""What the folder of the app is called where it was installed."""
_NEEDED: Final = ("streamlit", "argon2", "sqlalchemy", "sqlcipher3", "typst", "jinja2")


def app_folder() -> Path:
    """The folder with ``app.py``: of this checkout, or what was installed with the library.

    Raises
    ------
    NotInstalledError
        There is none.
    """
    checkout = Path(__file__).resolve().parents[2]
    found = find_spec(PACKAGE)
    installed = list(found.submodule_search_locations or ()) if found is not None else []
    for folder in (checkout, *map(Path, installed)):
        if (folder / "app.py").is_file() and (folder / "app_pages").is_dir():
            return folder
    raise NotInstalledError("app")


def run_app(options: Sequence[str]) -> NoReturn:
    """Start the app's server in place of this program. Options are those of ``streamlit run``."""
    require_packages("app", *_NEEDED)
    _become(["-m", "streamlit", "run", str(app_folder() / "app.py"), *options])


def run_accounts(arguments: Sequence[str]) -> NoReturn:
    """Run the program that says who may sign in, in place of this one."""
    require_packages("app", *_NEEDED)
    folder = app_folder()
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    # -P: the folder of the program itself stays off the path.
    _become(["-P", str(folder / "ui" / "access" / "__main__.py"), *arguments], PYTHONPATH=path)


def run_practice(arguments: Sequence[str]) -> NoReturn:
    """Run the program that sets the app up for a network, in place of this one."""
    require_packages("app", *_NEEDED, "cryptography", "segno", "psutil")
    folder = app_folder()
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    _become(["-P", str(folder / "ui" / "practice" / "__main__.py"), *arguments], PYTHONPATH=path)


def _become(arguments: Sequence[str], **environment: str) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    # Our own interpreter and our own folder; a shell has no part in it.
    os.execve(sys.executable, [sys.executable, *arguments], {**os.environ, **environment})  # noqa: S606
