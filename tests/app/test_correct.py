"""The page "Correct": what the editor is told, and what it may tell back."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from app_driver import App
from correct_driver import ASIS, PAGE, PSIS, TILT_DEG, TILTED, Editor

from analyzer.errors import CorrectionError
from analyzer.meaning.level_words import LEVELS
from analyzer.types import Corrections


@pytest.fixture
def editor(app: App) -> Editor:
    return Editor(app, TILTED)


def test_without_a_photo_it_says_where_to_get_one(app: App):
    app.at.switch_page(PAGE).run()
    assert app.errors() == []
    assert "There is no photo yet" in app.words()
    assert not app.component("landmark_editor")


def test_all_points_are_there_and_the_pelvis_comes_first(editor: Editor):
    points = editor.data["points"]
    assert [point["name"] for point in points][:3] == ["asis", "psis", "hip"]
    assert len(points) == 11
    assert {point["source"] for point in points[:2]} == {"suggested"}
    # Long hair hides the neck of this person.
    assert {point["name"]: point["source"] for point in points}["c7"] == "suggested"
    assert {point["source"] for point in points[2:] if point["name"] != "c7"} == {"model"}
    assert all(point["title"] and point["help"] for point in points)
    assert editor.data["pelvis"]["state"] == "estimated"


def test_the_pixels_go_to_the_browser_once(editor: Editor):
    assert editor.data["photo"]["image"].startswith("data:image/jpeg;base64,")
    editor.move("hip", (450.0, 650.0))
    assert editor.data["photo"]["image"] is None
    assert len(json.dumps(editor.data)) < 20_000
    editor.do("photo")  # a browser that does not have them any more asks for them
    assert editor.data["photo"]["image"].startswith("data:image/jpeg;base64,")


def test_both_bony_points_turn_the_estimate_into_a_measurement(editor: Editor):
    before = editor.photo.analysis.measures["pelvic_tilt"]
    editor.move("asis", ASIS)
    card = editor.data["pelvis"]
    assert card["state"] == "estimated"
    assert "PSIS is needed too" in card["text"]
    assert [step["source"] for step in card["steps"]] == ["person", ""]
    editor.move("psis", PSIS)
    card, after = editor.data["pelvis"], editor.photo.analysis.measures["pelvic_tilt"]
    assert card["state"] == "measured"
    assert card["badge"] == "Measured on your points"
    assert after.value == pytest.approx(TILT_DEG, abs=0.2)
    assert width(after) < 0.6 * width(before)
    assert f"The analyzer alone: {before.value:.0f}°" in card["text"]
    assert [bar["kind"] for bar in card["bars"]] == ["yours", "model"]
    assert {editor.point(name)["source"] for name in ("asis", "psis")} == {"person"}


def width(measure: Any) -> float:
    return measure.ci95[1] - measure.ci95[0]


def test_dots_that_were_found_are_measured_and_a_person_comes_first(app: App):
    editor = Editor(app, "markers_woman_left.jpg")
    card = editor.data["pelvis"]
    assert (card["state"], card["badge"]) == ("measured", "Measured on the dots")
    assert "two dots that were found" in card["text"]
    assert {step["source"] for step in card["steps"]} == {"marker"}
    assert not card["caution"]
    asis = editor.point("asis")
    assert asis["source"] == "marker"
    assert not asis["confirmable"]
    editor.move("asis", (asis["x"], asis["y"] - 6.0))
    card = editor.data["pelvis"]
    assert [step["source"] for step in card["steps"]] == ["person", "marker"]
    assert "the point that you placed and a dot that was found" in card["text"]
    assert card["caution"]
    editor.do("forget", name="asis")
    assert editor.data["pelvis"]["badge"] == "Measured on the dots"


def test_the_finding_follows(editor: Editor):
    assert LEVELS["suggested"].summary in editor.app.words()
    editor.move("asis", ASIS).move("psis", PSIS)
    level = editor.photo.analysis.shortened_psoas.level
    assert f"**What the photo says now:** {LEVELS[level].summary}" in editor.app.words()


def test_a_point_that_is_right_already_is_placed_without_moving(editor: Editor):
    editor.move("asis", ASIS)
    supposed = editor.point("psis")
    assert supposed["confirmable"]
    editor.do("confirm", name="psis")
    placed = editor.point("psis")
    assert (placed["x"], placed["y"]) == pytest.approx((supposed["x"], supposed["y"]), abs=0.01)
    assert placed["source"] == "person"
    assert not placed["confirmable"]
    assert editor.data["pelvis"]["state"] == "measured"


def test_a_measure_that_rests_on_a_moved_point_says_so_and_keeps_the_other_value(editor: Editor):
    own = editor.photo.found.measures["knee_angle"]
    knee = editor.point("knee")
    editor.move("knee", (knee["x"] - 60.0, knee["y"]))
    rows = {row["name"]: row for row in editor.data["measures"]}
    row = rows["knee_angle"]
    assert row["yours"]
    assert row["yours_text"] == "placed by you"
    assert row["model_text"].startswith(f"The analyzer alone: {own.value:.0f}°")
    assert row["value_text"] != f"{own.value:.0f}°"
    assert not rows["trunk_inclination"]["yours"]
    assert not rows["trunk_inclination"]["model_text"]


def test_the_back_follows_its_points_and_the_analyzers_own_line_stays(editor: Editor):
    own = editor.data["contour"]["points"]
    hollow = editor.point("lumbar_apex")
    inward = 12.0 * editor.data["anterior_sign"]
    editor.move("lumbar_apex", (hollow["x"] + inward, hollow["y"]))
    data = editor.data
    assert data["model_contour"] == own
    nearest = min(
        math.dist(point, (hollow["x"] + inward, hollow["y"])) for point in data["contour"]["points"]
    )
    assert nearest < 4.0
    assert {row["name"] for row in data["measures"] if row["yours"]} >= {"lumbar_lordosis", "lumbar_depth"}


def test_undo_redo_and_reset(editor: Editor):
    found = editor.photo.found.measures["pelvic_tilt"].value
    assert not editor.data["can_undo"]
    editor.move("asis", ASIS).move("psis", PSIS)
    editor.do("undo")
    assert editor.data["pelvis"]["state"] == "estimated"
    assert editor.data["can_redo"]
    editor.do("redo")
    assert editor.data["pelvis"]["state"] == "measured"
    editor.do("reset")
    assert editor.photo.corrections == Corrections()
    assert editor.photo.analysis.measures["pelvic_tilt"].value == found
    assert not editor.data["corrected"]
    editor.do("undo")  # starting over can be undone, too
    assert editor.data["pelvis"]["state"] == "measured"


def test_one_point_alone_can_go_back(editor: Editor):
    editor.move("asis", ASIS).move("hip", (450.0, 650.0))
    editor.do("forget", name="asis")
    assert set(editor.photo.corrections.points) == {"hip"}
    assert editor.point("asis")["source"] == "suggested"


def test_levelling_by_a_line_by_a_number_and_back(editor: Editor):
    first = editor.photo.found.geometry.frame.roll_deg
    editor.do("level", p=[700.0, 300.0], q=[690.0, 800.0])
    turned = math.degrees(math.atan2(10.0, 500.0))
    assert editor.data["roll_deg"] == pytest.approx(turned, abs=0.01)
    assert editor.data["roll_source"] == "person"
    assert all(row["yours_text"] == "levelled by you" for row in editor.data["measures"])
    editor.do("roll", roll_deg=-2.5)
    assert editor.photo.corrections.roll_deg == -2.5
    editor.move("knee", (440.0, 870.0))
    texts = {row["name"]: row["yours_text"] for row in editor.data["measures"]}
    assert texts["knee_angle"] == "placed and levelled by you"
    assert texts["ear_shoulder_angle"] == "levelled by you"
    editor.do("auto_level")
    assert editor.photo.corrections.roll_deg is None
    assert editor.data["roll_deg"] == pytest.approx(first, abs=0.01)


def test_the_tilt_counts_the_level(editor: Editor):
    editor.move("asis", ASIS).move("psis", PSIS).do("roll", roll_deg=0.0)
    level = editor.photo.analysis.measures["pelvic_tilt"].value
    editor.do("roll", roll_deg=4.0)
    turned = editor.photo.analysis.measures["pelvic_tilt"].value
    # She looks to the left: taking out a clockwise turn lowers what is on the left.
    assert turned - level == pytest.approx(4.0, abs=0.01)


def test_the_body_height_gives_millimetres_and_undo_takes_it_back(editor: Editor):
    assert not editor.photo.analysis.lengths_mm
    editor.at.number_input[0].set_value(158.0).run()
    assert editor.photo.corrections.body_height_m == pytest.approx(1.58)
    assert editor.photo.analysis.lengths_mm
    millimetres = [row for row in editor.data["measures"] if row["value_text"].endswith(" mm")]
    assert millimetres
    assert {row["yours_text"] for row in millimetres} == {"from the height you gave"}
    for row in millimetres:  # no scale, and no value beside it, in another unit
        assert row["model_text"] == ""
        assert [bar["kind"] for bar in row["bars"]] == ["yours"]
        ends = (0.0, *(1.3 * row["bars"][0][end] for end in ("low", "high")))
        assert row["domain"] == pytest.approx([min(ends), max(ends)])
    assert "Ear ahead of the shoulder" in {row["title"] for row in millimetres}
    editor.do("undo")
    assert editor.at.number_input[0].value is None
    assert not editor.photo.analysis.lengths_mm


def test_nothing_is_done_twice_when_a_message_comes_again(editor: Editor):
    editor.move("asis", ASIS).move("asis", (400.0, 600.0)).do("undo")
    assert editor.photo.corrections.points["asis"] == ASIS
    message = {"client": "page-1", "photo": editor.photo.id, "edits": editor.sent}
    editor.tell(message)
    assert editor.photo.corrections.points["asis"] == ASIS
    assert len(editor.photo.past) == 1
    assert editor.data["done"] == 3


def test_a_page_that_was_loaded_again_counts_anew(editor: Editor):
    editor.move("asis", ASIS)
    edits = [{"kind": "move", "name": "psis", "x": PSIS[0], "y": PSIS[1], "count": 1}]
    editor.tell({"client": "page-2", "photo": editor.photo.id, "edits": edits})
    assert set(editor.photo.corrections.points) == {"asis", "psis"}
    assert (editor.data["client"], editor.data["done"]) == ("page-2", 1)


def test_a_change_of_a_photo_that_is_gone_is_dropped(editor: Editor):
    edits = [{"kind": "move", "name": "asis", "x": 1.0, "y": 1.0, "count": 1}]
    editor.tell({"client": "page-1", "photo": "no such photo", "edits": edits})
    assert editor.photo.corrections == Corrections()
    assert not editor.data["note"]


def test_points_that_make_no_pelvis_give_a_reason(editor: Editor):
    editor.move("asis", PSIS).move("psis", ASIS)
    card = editor.data["pelvis"]
    assert card["state"] == "missing"
    assert "wrong sides" in card["text"]


def test_a_fault_of_the_program_is_admitted(editor: Editor, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("a detail that is nothing for people")

    monkeypatch.setattr("ui.session.state.set_corrections", broken)
    editor.move("asis", ASIS)
    assert "a detail" not in editor.data["note"]
    assert editor.data["note"]
    assert editor.photo.corrections == Corrections()


def test_a_correction_that_cannot_be_concluded_from_changes_nothing(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
):
    def refuses(*_: object, **__: object) -> None:
        raise CorrectionError("This cannot be.")

    monkeypatch.setattr("analyzer.pipeline.conclude", refuses)
    editor.move("asis", ASIS)
    assert editor.data["note"] == "This cannot be."
    assert editor.photo.corrections == Corrections()


def test_with_several_photos_one_is_chosen_and_corrected(app: App):
    editor = Editor(app, TILTED, "neutral_man_left.jpg")
    second = editor.at.session_state["state"].photos[1]
    editor.at.button_group[0].set_value(1).run()
    assert editor.photo.id == second.id == editor.data["photo"]["id"]
    assert editor.data["photo"]["image"]
    editor.move("asis", (420.0, 600.0))
    photos = editor.at.session_state["state"].photos
    assert [bool(photo.corrections.points) for photo in photos] == [False, True]


def test_a_back_that_is_hidden_can_be_placed(app: App):
    editor = Editor(app, "loose_shirt_woman_right.jpg")
    names = ("gluteal_apex", "lumbar_apex", "thoracic_apex")
    assert {editor.point(name)["source"] for name in names} == {"suggested"}
    rows = {row["name"]: row for row in editor.data["measures"]}
    estimate = rows["lumbar_lordosis"]["value_text"]
    assert estimate.startswith("≈")
    for name in names:
        assert editor.point(name)["confirmable"]
        editor.do("confirm", name=name)
    row = next(row for row in editor.data["measures"] if row["name"] == "lumbar_lordosis")
    assert row["value_text"] != estimate
    assert row["model_text"].startswith("The analyzer alone: ")
    assert estimate.strip("≈ ") in row["model_text"]


def test_the_guide_tells_how_to_find_the_points_and_what_a_guess_is_worth(editor: Editor):
    text = editor.app.words()
    for words in (
        "hands on your hips",
        "dimple",
        "PMC8486407",
        "what you place there is a guess",
        "arrow keys",
    ):
        assert words in text
    editor.move("asis", ASIS)
    assert "about 4° more or less" in editor.data["pelvis"]["caution"]
