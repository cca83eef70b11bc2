"""What can be put right with one click in a photo that could not be used, or lies wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import mark, tr
from analyzer.types.codes import ErrorCode
from ui.session.checked_photo import CheckedPhoto, Problem, Waiting
from ui.session.state import state
from ui.session.work import take_apart

Files = list[tuple[str, bytes]]

_TURNABLE: Final[tuple[ErrorCode, ...]] = ("not_standing", "no_person", "not_side_view")
TAKE_APART: Final = mark("Take it apart")
TURN_LEFT: Final = mark("Turn left")
TURN_RIGHT: Final = mark("Turn right")
TURN: Final = mark("Turn the photo")


def show_take_apart(problem: Problem, key: str, take: Callable[[Files], None], words: str) -> None:
    """The button that takes a file of several photos apart.

    Parameters
    ----------
    take : callable
        Is given the files of the photos in it.
    words : str
        What happens then.
    """
    if problem.code == "several_photos" and problem.data:
        st.button(
            tr(TAKE_APART),
            icon=":material/splitscreen_vertical_add:",
            help=words,
            key=f"apart_{key}",
            on_click=_take_apart,
            args=(problem, take),
        )


def _take_apart(problem: Problem, take: Callable[[Files], None]) -> None:
    try:
        take(take_apart(problem.name, problem.data))
    except PostureError as error:
        state().notice = error.message


def show_turning(problem: Problem, key: str) -> None:
    """Buttons that turn a photo in which nobody was found standing."""
    if problem.code in _TURNABLE and problem.data:
        with st.container(horizontal=True):
            for words, icon, turn in (
                (tr(TURN_LEFT), "rotate_left", 270),
                (tr(TURN_RIGHT), "rotate_right", 90),
            ):
                st.button(
                    words,
                    icon=f":material/{icon}:",
                    key=f"turn_{turn}_{key}",
                    on_click=check_again,
                    args=(problem, [(problem.name, problem.data)], (problem.turn_deg + turn) % 360),
                )


def check_again(problem: Problem, files: Files, turn_deg: int | None = None) -> None:
    """Let files wait in place of a problem; photos that were given with it stay."""
    now = state()
    now.waiting = Waiting.of(files, turn_deg)
    now.waiting.fresh = () if now.stale else now.photos
    now.waiting.problems = tuple(item for item in now.problems if item is not problem)
    now.problems = ()


def show_turn_of(photo: CheckedPhoto) -> None:
    """The button that turns a photo that was checked by a quarter."""
    if photo.data:
        st.button(
            tr(TURN),
            icon=":material/rotate_90_degrees_cw:",
            help=tr("By 90\u00b0 clockwise, when it lies on its side. What was corrected or drawn is lost."),
            key=f"turn_{photo.id}",
            on_click=_turn,
            args=(photo,),
        )


def _turn(photo: CheckedPhoto) -> None:
    now = state()
    now.waiting = Waiting.of([(photo.name, photo.data)], (photo.photo.turned_deg + 90) % 360)
    now.waiting.fresh = tuple(item for item in now.photos if item.id != photo.id)
