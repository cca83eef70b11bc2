"""The page of the direct test: what it asks for, what it says, both sides, and what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from app_driver import SAMPLES, App

from analyzer.errors import CorrectionError
from analyzer.meaning.thomas_words import LEVELS
from ui.editor.edits import read_message
from ui.thomas.editing import apply
from ui.thomas.result import png_file
from ui.thomas.session import MOST_PHOTOS, TOO_MANY, Direct, DirectPhoto
from ui.thomas.words import POINTS

PAGE = "app_pages/direct.py"
LYING = SAMPLES.parent / "validation" / "thomas"


def people(kind: str) -> list[Path]:
    """Rendered people on a table, by name."""
    return sorted(LYING.glob(f"{kind}_*.jpg"))


@pytest.fixture
def direct(app: App) -> App:
    app.at.switch_page(PAGE)
    app.at.run()
    return app


def give(app: App, *paths: Path) -> Direct:
    part = app.at.session_state["state"].part(Direct)
    part.take_files([(path.name, path.read_bytes()) for path in paths])
    app.at.run()
    assert not app.at.exception
    return app.at.session_state["state"].part(Direct)


def test_it_begins_with_how_the_test_is_done(direct: App):
    assert direct.at.title[0].value == "Direct test"
    assert [header.value for header in direct.at.header] == ["How to do the test"]
    text = direct.words()
    assert "Hold one knee with both hands" in text
    assert "after a hip operation" in text


def test_one_photo_is_answered_in_full(direct: App):
    now = give(direct, people("right")[0])
    (photo,) = now.photos
    headers = [header.value for header in direct.at.header]
    assert headers[:4] == [
        photo.analysis.finding.summary,
        "What we see",
        "What it may mean",
        "What to do next",
    ]
    text = direct.words()
    assert photo.analysis.finding.caveat in text
    assert LEVELS[photo.analysis.finding.level].meaning in text
    for step in photo.analysis.finding.next_steps:
        assert step in text
    assert direct.component("overlay_view")
    assert len(direct.at.get("download_button")) == 5  # picture, values, and the report in three formats
    # What a hand felt counts instead of what the photo shows, and can be taken back.
    for felt in (False, True, None):
        direct.at.button_group(key=f"direct_hand_{photo.id}").set_value(felt).run()
        assert not direct.at.exception
        (felt_photo,) = now.photos
        assert felt_photo.corrections.back_flat is felt
        assert felt_photo.analysis.view.pelvis.by_hand is (felt is not None)
        assert ("A hand found room" in direct.words()) is (felt is False)


def test_both_sides_stand_beside_each_other(direct: App):
    chosen: dict[str, Path] = {}
    for path in people("right"):
        chosen.setdefault("first" if not chosen else "second", path)
        now = give(direct, path)
        sides = {photo.analysis.view.side for photo in now.photos}
        if sides == {"left", "right"}:
            break
    assert sides == {"left", "right"}
    assert {"Left hip", "Right hip"} <= {header.value for header in direct.at.subheader}
    assert direct.at.info  # whether the sides differ
    assert len(direct.at.get("download_button")) == 6


def test_a_photo_that_shows_something_else_is_refused_and_the_others_stay(direct: App):
    good = people("right")[0]
    give(direct, good)
    now = give(direct, SAMPLES / "neutral_woman_right.jpg")
    assert [photo.name for photo in now.photos] == [good.name]
    (problem,) = now.problems
    assert problem.message in direct.at.error[0].value
    direct.at.button(key="direct_remove_all").click().run()
    assert not direct.at.session_state["state"].part(Direct).photos
    assert [header.value for header in direct.at.header] == ["How to do the test"]


def test_more_photos_than_there_is_room_for_are_said(direct: App):
    part = direct.at.session_state["state"].part(Direct)
    data = people("right")[0].read_bytes()
    part.take_files([(f"{number}.jpg", data) for number in range(MOST_PHOTOS + 2)])
    assert len(part.waiting) == MOST_PHOTOS
    assert part.notice == TOO_MANY.format(most=MOST_PHOTOS)


def edit(app: App, *edits: dict) -> DirectPhoto:
    """What the editor in the browser sends, and the photo after it."""
    part = app.at.session_state["state"].part(Direct)
    photo = part.photos[part.shown]
    for number, item in enumerate(edits, start=1):
        (read,) = read_message(
            {"client": "browser", "photo": photo.id, "edits": [item | {"count": number}]}, tuple(POINTS)
        ).edits
        part.correct(photo.id, apply(read, part.photo(photo.id).analysis))
    app.at.run()
    assert not app.at.exception
    return part.photo(photo.id)


def test_a_point_that_is_moved_changes_the_thigh_and_can_be_taken_back(direct: App):
    now = give(direct, people("right")[0])
    (photo,) = now.photos
    direct.at.toggle(key=f"direct_correct_{photo.id}").set_value(True).run()
    assert not direct.at.exception
    data = json.loads(direct.component("landmark_editor"))
    assert [point["name"] for point in data["points"]][:3] == ["hip", "knee", "ankle"]
    assert data["pelvis"]["title"] == "Thigh against the horizontal"
    x, y = photo.analysis.geometry.points_px["knee"]
    moved = edit(direct, {"kind": "move", "name": "knee", "x": float(x), "y": float(y) + 40.0})
    thigh, before = (item.analysis.measures["thigh_angle"].value for item in (moved, photo))
    assert thigh > before + 5.0  # the knee lies lower
    assert "thigh_angle" in moved.analysis.corrected
    part = direct.at.session_state["state"].part(Direct)
    part.undo(photo.id)
    assert part.photo(photo.id).analysis.measures["thigh_angle"].value == before
    part.redo(photo.id)
    assert part.photo(photo.id).analysis.measures["thigh_angle"].value == thigh
    assert not edit(direct, {"kind": "reset"}).analysis.corrections


def test_what_a_browser_may_not_send_is_refused(direct: App):
    now = give(direct, people("right")[0])
    (photo,) = now.photos
    for bad in (
        {"kind": "move", "name": "knee", "x": -5.0, "y": 3.0},
        {"kind": "move", "name": "lumbar_apex", "x": 5.0, "y": 3.0},
        {"kind": "level", "p": [1.0, 1.0], "q": [2.0, 1.0]},
    ):
        with pytest.raises(CorrectionError):
            edit(direct, bad)
    assert not photo.analysis.corrections


def test_the_picture_to_share_covers_the_face_until_somebody_says_no(direct: App):
    now = give(direct, people("right")[0])
    assert direct.at.toggle(key="direct_cover_face").value is True
    (photo,) = now.photos
    open_, covered = (
        cv2.imdecode(np.frombuffer(png_file(photo, cover_face=cover), np.uint8), cv2.IMREAD_COLOR)
        for cover in (False, True)
    )
    assert open_.shape == covered.shape
    changed = (open_ != covered).any(axis=2)
    assert 0.002 < changed.mean() < 0.1
