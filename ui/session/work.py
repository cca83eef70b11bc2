"""The work behind the pages: the pose model, and photos turned into results, a few at a time.

The model knows nothing of photos and is the only thing that sessions share. Heavy work takes turns, so that
many sessions at once stay correct and none of them starves.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import traceback
from contextlib import AbstractContextManager
from importlib import import_module
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import ImageTooLargeError, PostureError, ViewError
from analyzer.language import mark, tr
from ui.samples import SAMPLE_FOLDER
from ui.session.checked_photo import MOST_KEPT_BYTES, CheckedPhoto, Problem
from ui.session.loading import await_shared
from ui.session.state import state
from ui.session.turns import Tell, TooBusyError, Turns

if TYPE_CHECKING:
    from analyzer.pose import PoseModel

_AT_ONCE: Final = 2
_WARM_UP_AFTER_S: Final = 1.0
_LONGEST_WARM_UP_S: Final = 60.0
_MOST_WAITING: Final = 40
_turns = Turns(_AT_ONCE, _MOST_WAITING)
BUSY: Final = mark(
    "Too many photos are being looked at right now, so this one was not. Please give it again in a minute."
)
_warming: list[threading.Timer] = []
_warm: set[str] = set()
"""Modules that are loaded already, or will be soon; the empty name stands for the model."""


def in_turn(tell: Tell | None = None) -> AbstractContextManager[None]:
    """To be held while something heavy is done, so that many sessions take turns.

    Raises
    ------
    TooBusyError
        So many wait already that nobody else should.
    """
    return _turns.turn(tell)


_fetched: list[object] = []
_FETCHING: Final = mark("Getting the pose model ready. The first time, it is fetched (35 MB)...")


def pose_model() -> PoseModel:
    """The model, loaded once for all sessions."""
    if not _fetched:
        with st.spinner(tr(_FETCHING)):
            _fetched.append(_model())
    return _model()


@st.cache_resource(show_spinner=False)
def _model() -> PoseModel:
    from analyzer.pose import shared_model  # noqa: PLC0415 - heavy

    return shared_model()


def warm_up(*modules: str) -> None:
    """Load in the background, once, what the first photo will need, if the model is on this computer.

    Parameters
    ----------
    *modules : str
        Modules that show the result: whoever needs them names them. One that has a ``rehearse`` is given a
        sample, to make of it what it makes of a photo; it must not use Streamlit.
    """
    new = [name for name in ("", *modules) if name not in _warm]
    if new:
        _warm.update(new)
        # The page comes first.
        timer = threading.Timer(_WARM_UP_AFTER_S, _warm_up, [new])
        timer.daemon = True
        _warming.append(timer)
        timer.start()


def await_warm_up() -> bool:
    """Wait until what is loaded in the background is there; whether there was anything to wait for.

    Two threads that load modules which need each other can meet one that is half loaded: a page that fails
    for that is right a moment later.
    """
    waited = False
    while _warming:
        _warming[0].join(_LONGEST_WARM_UP_S)
        _warming.pop(0)
        waited = True
    return waited


def _warm_up(names: list[str]) -> None:
    await_shared()
    # Whatever is wrong, whoever brings a photo will be told.
    with contextlib.suppress(Exception), in_turn():
        from analyzer.pipeline import conclude, observe  # noqa: PLC0415 - heavy
        from analyzer.pose import shared_model  # noqa: PLC0415 - heavy
        from analyzer.pose.store import is_here  # noqa: PLC0415

        sample = next(SAMPLE_FOLDER.glob("*.jpg"), None)
        if not is_here() or sample is None:
            return
        shared_model().warm_up()
        observation = observe(sample)
        analysis = conclude(observation)
        photo = CheckedPhoto("0", sample.name, observation, analysis, analysis)
        for name in filter(None, names):
            rehearse = getattr(import_module(name), "rehearse", None)
            if rehearse is not None:
                rehearse(photo)
    # Streamlit looks through all objects for garbage after each run of a page, and everybody waits: what is
    # loaded now stays until the end, and is not looked through again.
    gc.collect()
    gc.freeze()


def check(name: str, data: bytes, turn_deg: int | None = None, tell: Tell | None = None) -> CheckedPhoto:
    """Analyse one photo, turned clockwise if somebody said so; ``tell`` hears how many others come first.

    Raises
    ------
    PostureError
        The photo, or what it shows, cannot be used, or the model cannot be had.
    TooBusyError
    """
    from analyzer.pipeline import conclude, observe  # noqa: PLC0415 - heavy

    model = pose_model()
    with in_turn(tell):
        observation = observe(data, turn_deg=turn_deg, feet="optional", model=model, name=name)
        analysis = conclude(observation, references=state().references)
    now = state()
    now.made += 1
    kept = data if len(data) <= MOST_KEPT_BYTES else b""
    return CheckedPhoto(str(now.made), analysis.photo.name, observation, analysis, analysis, data=kept)


def try_check(
    name: str, data: bytes, turn_deg: int | None = None, tell: Tell | None = None
) -> CheckedPhoto | Problem:
    """Analyse one photo; what went wrong is a `Problem`, never an exception."""
    try:
        return check(name, data, turn_deg, tell)
    except TooBusyError:
        return too_busy(name)
    except ViewError as error:
        # What is wrong may be put right here: the file is needed again.
        kept = data if len(data) <= MOST_KEPT_BYTES else b""
        return Problem(name, error.code, error.message, kept, turn_deg or 0)
    except PostureError as error:
        return Problem(name, error.code, error.message)
    except MemoryError:
        return Problem(name, ImageTooLargeError.code, ImageTooLargeError.default_message)
    except Exception as error:
        return fault(error, name)


def take_apart(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """The photos in a file as files of their own, without loss; the file itself when it holds one.

    Raises
    ------
    PostureError
        The file cannot be read, or the model cannot be had.
    """
    from analyzer.overlay import encode_png  # noqa: PLC0415 - heavy
    from analyzer.person.split import split_photo  # noqa: PLC0415

    model = pose_model()
    with in_turn():
        parts = split_photo(data, model=model, name=name)
    return [(part.name, encode_png(part.rgb)) for part in parts] if len(parts) > 1 else [(name, data)]


def too_busy(name: str) -> Problem:
    """Too many others wait already."""
    return Problem(name, "too_busy", tr(BUSY))


def fault(error: Exception, name: str = "") -> Problem:
    """A fault of the program in words for people. Its details are printed only if that was asked for."""
    from analyzer.batch import InternalError  # noqa: PLC0415 - heavy

    if os.environ.get("POSTURE_DEBUG") == "1":
        traceback.print_exception(error)
    return Problem(name, InternalError.code, InternalError.default_message)
