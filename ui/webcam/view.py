"""The live view as a component, and what it hands over when somebody was recorded."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import streamlit as st

from analyzer.language import current, tr, translated
from ui.components import assemble, part, said
from ui.webcam import CAMERA
from ui.webcam.booth import Booth, open_booth
from ui.webcam.ranges import keep_ranges
from ui.webcam.taken import keep
from ui.webcam.words import IN_THE_SCRIPT, TASKS

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

KEY: Final = "webcam"
_BOOTH: Final = "webcam_booth"
_FOLDER: Final = Path(__file__).parent
SCRIPTS: Final = ("signs", "camera", "frames", "wire", "voice", "stage", "live", "main")
"""They share one scope, as Streamlit wants a single module of a component."""


@cache
def _component() -> ComponentRenderer:
    scripts = ((_FOLDER / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    return assemble("webcam", (_FOLDER / "webcam.css").read_text("utf-8"), part("said.js"), *scripts)


def booth() -> Booth:
    """The place before the camera of this session."""
    return cast(Booth, st.session_state.setdefault(_BOOTH, None) or _new_booth())


def _new_booth() -> Booth:
    made = st.session_state[_BOOTH] = open_booth()
    return made


def show_live() -> None:
    """The card to start from, with the live view behind it."""
    from analyzer.live.words import voice_language  # noqa: PLC0415 - heavy

    booth().language = current()
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    _component()(
        key=KEY,
        data={
            "token": booth().token,
            "path": f"/{base}{CAMERA}" if base else CAMERA,
            "tasks": [asdict(task) for task in translated(TASKS)],
            "words": _words(),
            "said": said(IN_THE_SCRIPT),
            "language": voice_language(),
        },
        on_done_change=receive,
    )


def receive() -> None:
    """Callback: something was taken, and becomes what this session looks at."""
    recording = booth().recording
    both_sides = recording is not None and recording.both_sides
    takes, ranges = booth().take_over()
    keep(takes, both_sides=both_sides)
    keep_ranges(ranges, both_sides=both_sides)


def _words() -> dict[str, Any]:
    from analyzer.live import (  # noqa: PLC0415 - heavy
        ADVICE,
        OTHER_WORDS,
        PROBLEMS,
        WITHOUT,
        Instruction,
        say_problem,
    )

    opening = Instruction(
        tr("Allow the camera"),
        tr("Do not walk away yet: the browser may ask for it first."),
        "wait",
        "camera",
    )
    lost = Instruction(tr("The camera stopped"), "", "act", "camera")
    ready = Instruction(
        tr("Getting ready"), tr("Step back about three metres, it takes a moment."), "wait", "wait"
    )
    return {
        "advice": {name: asdict(words) for name, words in ADVICE.items()}
        | {"opening": asdict(opening), "wait": asdict(ready), "lost": asdict(lost)},
        "other": {name: asdict(words) for name, words in OTHER_WORDS.items()},
        "without": {name: asdict(words) for name, words in WITHOUT.items()},
        "problems": {code: asdict(words) for code, words in PROBLEMS.items()}
        | {"other": asdict(say_problem())},
    }
