"""The page "Draw": what is drawn in the browser is kept beside the result, and changes nothing of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from app_driver import App
from correct_driver import TILTED, Editor

from analyzer.types import Drawing
from ui.records.desk import Link
from ui.records.photos import _joined

LINE = {"kind": "line", "points": [[100, 200], [300, 400]], "color": "blue", "width": "thin"}
WORDS = {"kind": "text", "points": [[100, 500]], "color": "orange", "width": "thick", "text": "Heels"}


class Board(Editor):
    component = "drawing_board"
    page = "app_pages/draw.py"

    def draw(self, drawing: dict[str, Any]) -> Board:
        self.do("add", drawing=drawing)
        return self


@pytest.fixture
def board(app: App) -> Board:
    return Board(app, TILTED)


def test_what_is_drawn_is_undone_and_redone_apart_from_corrections(board: Board):
    before = board.photo.analysis.to_dict()
    board.draw(LINE).draw(WORDS)
    assert board.data["drawings"] == [LINE, WORDS]
    after = board.photo.analysis.to_dict()
    assert [item["kind"] for item in after.pop("drawings")] == ["line", "text"]
    assert after == before
    assert not board.photo.corrected and not board.photo.can_undo
    board.do("undo")
    assert board.data["drawings"] == [LINE] and board.data["can_redo"]
    board.do("redo")
    board.do("hide", hidden=True)
    assert all(item["hidden"] for item in board.data["drawings"])
    board.do("clear")
    board.do("undo")
    assert [item["kind"] for item in board.data["drawings"]] == ["line", "text"]


def test_a_correction_leaves_what_is_drawn(board: Board):
    board.draw(LINE)
    other = Editor.__new__(Editor)
    other.app, other.at, other.sent = board.app, board.at, []
    other.at.switch_page(other.page).run()
    other.move("hip", (450.0, 650.0))
    assert board.photo.corrected and [item.kind for item in board.photo.drawings] == ["line"]
    other.do("reset")
    assert not board.photo.corrected and len(board.photo.drawings) == 1


def test_what_lies_outside_is_refused_with_a_note(board: Board):
    board.draw({**LINE, "points": [[100, 200], [9000, 400]]})
    assert "outside the photo" in board.data["note"]
    assert board.data["drawings"] == []
    board.tell({"client": "page-1", "photo": board.photo.id, "edits": [{"kind": "add", "count": 9}]})
    assert board.data["note"] and board.data["drawings"] == []
    board.draw(LINE)
    assert board.data["note"] == "" and board.data["drawings"] == [LINE]


def test_the_result_shows_it_and_lets_it_be_left_out_of_the_report(board: Board):
    board.draw(WORDS)
    board.at.switch_page("app_pages/check.py").run()
    assert ">Heels<" in board.app.component("overlay_view").replace("\\u003e", ">").replace("\\u003c", "<")
    assert any("drawn" in toggle.label for toggle in board.at.toggle)


def test_without_a_photo_the_page_says_what_to_do(app: App):
    app.at.switch_page("app_pages/draw.py").run()
    assert not app.at.exception
    assert "no photo yet" in app.at.info[0].value


def test_what_two_windows_drew_is_kept_and_corrections_of_the_other_stay(board: Board):
    board.draw(LINE)
    (line,) = board.photo.drawings
    mine, theirs = (Drawing("line", ((10, y), (50, y))) for y in (20, 40))
    link = Link(1, 1, 1, board.photo.corrections, drawings=(line,))
    here = replace(board.photo, analysis=replace(board.photo.analysis, drawings=(line, mine)))
    corrected = replace(here.analysis, drawings=(line, theirs), corrected=frozenset({"knee_angle"}))
    saved = _joined(corrected, here, link)
    assert saved.drawings == (line, theirs, mine)
    assert saved.corrected == {"knee_angle"}
    # Deleted there, untouched here: it is gone.
    assert _joined(replace(corrected, drawings=()), board.photo, link).drawings == ()
