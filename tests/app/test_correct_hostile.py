"""The page "Correct" gets messages that no person would send: refused in words, and nothing changes."""

from __future__ import annotations

import math
from typing import Any

import pytest
from app_driver import App
from correct_driver import ASIS, TILTED, Editor

from analyzer.types import Corrections
from ui.editor.edits import TOO_SHORT, UNREADABLE


@pytest.fixture
def editor(app: App) -> Editor:
    return Editor(app, TILTED)


HOSTILE = {
    "nothing": None,
    "a text": "move",
    "a number": 3,
    "a list": [1, 2],
    "no edits": {"client": "c", "photo": "1"},
    "edits that are none": {"client": "c", "photo": "1", "edits": {"kind": "undo"}},
    "too many edits": {"client": "c", "photo": "1", "edits": [{"kind": "undo", "count": 1}] * 5000},
    "a long name of a page": {"client": "c" * 10_000, "photo": "1", "edits": []},
    "an empty name of a page": {"client": "", "photo": "1", "edits": []},
    "a photo that is a list": {"client": "c", "photo": ["1"], "edits": []},
}
EDITS = {
    "unknown kind": {"kind": "delete"},
    "kind is a list": {"kind": ["move"]},
    "count is zero": {"kind": "undo", "count": 0},
    "count is a bool": {"kind": "undo", "count": True},
    "count is beyond all": {"kind": "undo", "count": 10**40},
    "unknown point": {"kind": "move", "name": "__class__", "x": 1, "y": 1},
    "point is a list": {"kind": "move", "name": ["asis"], "x": 1, "y": 1},
    "no place": {"kind": "move", "name": "asis"},
    "not a number": {"kind": "move", "name": "asis", "x": math.nan, "y": 5},
    "infinite": {"kind": "move", "name": "asis", "x": 5, "y": -math.inf},
    "text": {"kind": "move", "name": "asis", "x": "5", "y": 5},
    "bool": {"kind": "move", "name": "asis", "x": True, "y": 5},
    "beyond any float": {"kind": "move", "name": "asis", "x": 10**400, "y": 5},
    "confirm nothing": {"kind": "confirm", "name": None},
    "line of one end": {"kind": "level", "p": [1, 2]},
    "line of texts": {"kind": "level", "p": ["1", "2"], "q": [3, 4]},
    "roll too far": {"kind": "roll", "roll_deg": 90},
    "roll not a number": {"kind": "roll", "roll_deg": math.nan},
}


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
def test_a_message_that_is_none_changes_nothing(editor: Editor, message: Any):
    editor.tell(message)
    assert editor.app.errors() == []
    assert editor.data["note"] == UNREADABLE
    assert editor.photo.corrections == Corrections()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_that_is_none_is_refused_in_words(editor: Editor, edit: dict[str, Any]):
    editor.tell({"client": "c", "photo": editor.photo.id, "edits": [{"count": 1, **edit}]})
    assert editor.app.errors() == []
    assert editor.data["note"]
    assert editor.photo.corrections == Corrections()
    editor.sent.clear()
    editor.move("asis", ASIS)  # and the editor goes on working
    assert not editor.data["note"]
    assert set(editor.photo.corrections.points) == {"asis"}


@pytest.mark.parametrize("place", [(-1.0, 5.0), (5.0, 1201.0), (1e8, 1e8)])
def test_a_place_outside_the_photo_is_refused(editor: Editor, place: tuple[float, float]):
    editor.move("asis", place)
    assert "outside the photo" in editor.data["note"]
    assert editor.photo.corrections == Corrections()
    assert editor.data["done"] == 1  # so the browser forgets it, and shows the point where it was


@pytest.mark.parametrize(
    ("q", "words"), [([101.0, 101.0], TOO_SHORT), ([500.0, 500.0], "neither nearly vertical nor nearly")]
)
def test_a_line_that_says_nothing_about_the_level_is_refused(editor: Editor, q: list[float], words: str):
    editor.do("level", p=[100.0, 100.0], q=q)
    assert words in editor.data["note"]
    assert editor.photo.corrections.roll_deg is None
