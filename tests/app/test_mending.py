"""Photos that can be put right with one click: sheets of two photos, and photos on their side."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from app_driver import ROOT, SAMPLES, App

from ui.compare.session import Comparing
from ui.mending import TAKE_APART, TURN, TURN_LEFT, TURN_RIGHT

CASES = ROOT / "tests" / "fixtures" / "cases"
SHEET = "collage_gap40.jpg"
UPRIGHT = "before_woman_right.jpg"


def photos(app: App) -> list[str]:
    return [photo.name for photo in app.at.session_state["state"].photos]


def click(app: App, label: str) -> None:
    (button,) = (item for item in app.at.button if item.label == label)
    button.click().run()


def labels(app: App) -> list[str]:
    return [button.label for button in app.at.button]


def on_its_side() -> bytes:
    turned = np.rot90(cv2.imread(str(SAMPLES / UPRIGHT)))
    return cv2.imencode(".png", turned)[1].tobytes()


def test_a_sheet_is_taken_apart_with_one_click(app: App):
    app.upload((SHEET, (CASES / SHEET).read_bytes()))
    assert app.at.session_state["state"].problems[0].code == "several_photos"
    click(app, TAKE_APART)
    assert app.errors() == []
    assert photos(app) == [f"{SHEET}#1", f"{SHEET}#2"]
    assert TAKE_APART not in labels(app)


def test_a_sheet_can_be_compared_as_before_and_after(app: App):
    app.upload((SHEET, (CASES / SHEET).read_bytes()))
    click(app, "Compare as before and after")
    assert app.errors() == []
    comparing = app.at.session_state["state"].part(Comparing)
    names = [[photo.name for photo in visit.photos] for visit in (comparing.before, comparing.after)]
    assert names == [[f"{SHEET}#1"], [f"{SHEET}#2"]]
    assert app.at.title[0].value == "Before and after"


def test_photos_that_were_given_with_a_sheet_stay(app: App):
    app.upload((UPRIGHT, (SAMPLES / UPRIGHT).read_bytes()), (SHEET, (CASES / SHEET).read_bytes()))
    assert photos(app) == [UPRIGHT]
    click(app, TAKE_APART)
    assert photos(app) == [UPRIGHT, f"{SHEET}#1", f"{SHEET}#2"]


def test_a_photo_on_its_side_is_turned_by_hand_when_the_program_is_not_sure(
    app: App, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("analyzer.person.scene.stands_when_turned", lambda *_: False)
    app.upload((UPRIGHT, on_its_side()))
    assert app.at.session_state["state"].problems[0].code == "not_standing"
    assert {TURN_LEFT, TURN_RIGHT} <= set(labels(app))
    click(app, TURN_LEFT)
    assert photos(app) == []
    # Upside down now. From there, half a turn.
    assert app.at.session_state["state"].problems[0].turn_deg == 270
    click(app, TURN_LEFT)
    click(app, TURN_LEFT)
    assert app.errors() == []
    (photo,) = app.at.session_state["state"].photos
    assert photo.analysis.photo.turned_deg == 90
    assert photo.photo.rgb.shape[0] > photo.photo.rgb.shape[1]


def test_a_photo_that_is_shown_can_be_turned(app: App):
    app.open_sample(UPRIGHT)
    click(app, TURN)
    (problem,) = app.at.session_state["state"].problems
    assert problem.turn_deg == 90
    assert photos(app) == [UPRIGHT]  # the result from before stays
    click(app, TURN_LEFT)
    assert app.errors() == []
    assert [photo.analysis.photo.turned_deg for photo in app.at.session_state["state"].photos] == [0]
