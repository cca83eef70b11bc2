"""The work behind the pages: the pose model, and photos turned into results, a few at a time.

The model knows nothing of photos and is the only thing that sessions share. Heavy work takes turns, so that
many sessions at once stay correct and none of them starves.
"""

from __future__ import annotations

import contextlib
import os
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import ImageTooLargeError, ModelUnavailableError, PostureError
from ui.samples import SAMPLE_FOLDER
from ui.session.state import MOST_KEPT_BYTES, CheckedPhoto, Problem, state

if TYPE_CHECKING:
    from analyzer.pose import PoseModel

_AT_ONCE: Final = 2
_WARM_UP_AFTER_S: Final = 1.0
_turns = threading.BoundedSemaphore(_AT_ONCE)
_warm = threading.Event()

Say = Callable[[float, str], object]
"""Is given how much is done, 0 to 1, and what is being done."""


@st.cache_resource(show_spinner="Getting the pose model ready. The first time, it is fetched (35 MB)...")
def pose_model() -> PoseModel:
    """The model, loaded once for all sessions."""
    from analyzer.pose import shared_model  # noqa: PLC0415 - heavy

    return shared_model()


def warm_up() -> None:
    """Load in the background, once, what the first photo will need, if it is on this computer."""
    if not _warm.is_set():
        _warm.set()
        # The page comes first.
        timer = threading.Timer(_WARM_UP_AFTER_S, _warm_up)
        timer.daemon = True
        timer.start()


def _warm_up() -> None:
    from analyzer.pipeline import conclude, observe  # noqa: PLC0415 - heavy
    from analyzer.pose.store import cache_folder  # noqa: PLC0415

    known = os.environ.get("POSTURE_MODEL") or any(cache_folder().glob("*.task"))
    sample = next(SAMPLE_FOLDER.glob("*.jpg"), None)
    if not known or sample is None:
        return
    # Whatever is wrong, whoever brings a photo will be told.
    with contextlib.suppress(Exception), _turns:
        conclude(observe(sample))
        import_module("ui.results")


def check(name: str, data: bytes) -> CheckedPhoto:
    """Analyse one photo.

    Raises
    ------
    PostureError
        The photo, or what it shows, cannot be used, or the model cannot be had.
    """
    from analyzer.pipeline import conclude, observe  # noqa: PLC0415 - heavy

    model = pose_model()
    with _turns:
        observation = observe(data, model=model, name=name)
        analysis = conclude(observation)
    now = state()
    now.made += 1
    kept = data if len(data) <= MOST_KEPT_BYTES else b""
    return CheckedPhoto(str(now.made), analysis.photo.name, observation, analysis, analysis, data=kept)


def check_waiting(say: Say) -> None:
    """Check the photos that wait. When none of them can be used, the last good results stay.

    What is done is kept in the state: an interrupted run goes on where it was.
    """
    now = state()
    while now.waiting:
        total = len(now.waiting) + len(now.fresh) + len(now.fresh_problems)
        number = total - len(now.waiting)
        say(number / total, "Looking at the photo..." if total == 1 else f"Photo {number + 1} of {total}...")
        name, data = now.waiting[0]
        made = try_check(name, data)
        if isinstance(made, Problem):
            now.fresh_problems += (made,)
        else:
            now.fresh += (made,)
        # The same trouble would come with every other photo.
        no_model = isinstance(made, Problem) and made.code == ModelUnavailableError.code
        now.waiting = () if no_model else now.waiting[1:]
    if now.fresh:
        now.photos, now.selected = now.fresh, 0
        now.pictures.clear()
    if now.fresh or now.fresh_problems:
        now.problems, now.stale = now.fresh_problems, not now.fresh and bool(now.photos)
    now.fresh, now.fresh_problems = (), ()


def try_check(name: str, data: bytes) -> CheckedPhoto | Problem:
    """Analyse one photo; what went wrong is a `Problem`, never an exception."""
    try:
        return check(name, data)
    except PostureError as error:
        return Problem(name, error.code, error.message)
    except MemoryError:
        return Problem(name, ImageTooLargeError.code, ImageTooLargeError.default_message)
    except Exception as error:
        return fault(error, name)


def fault(error: Exception, name: str = "") -> Problem:
    """A fault of the program in words for people. Its details are printed only if that was asked for."""
    from analyzer.batch import InternalError  # noqa: PLC0415 - heavy

    if os.environ.get("POSTURE_DEBUG") == "1":
        traceback.print_exception(error)
    return Problem(name, InternalError.code, InternalError.default_message)
