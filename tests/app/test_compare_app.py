"""The page "Before and after" without a browser: what is compared with what, and what is said about it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import cv2
import pytest
from app_driver import ROOT, SAMPLES, App

from analyzer.compare.changes import Setup, occasion_of
from analyzer.compare.how_many import chance_sentence
from analyzer.pipeline import analyze
from analyzer.types import Analysis
from ui.compare.hand_over import compare_these
from ui.compare.session import Comparing, Visit
from ui.compare.words import SAME_PHOTO
from ui.mending import TAKE_APART

PAGE = "app_pages/compare.py"
BEFORE, AFTER = "before_woman_right.jpg", "after_woman_right.jpg"


@pytest.fixture
def page(app: App) -> App:
    app.at.switch_page(PAGE).run()
    return app


@pytest.fixture(scope="module")
def flipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The photo after as a phone's front camera saves it."""
    path = tmp_path_factory.mktemp("flipped") / "flipped.png"
    photo = cv2.imread(str(SAMPLES / AFTER))
    assert photo is not None
    cv2.imwrite(str(path), cv2.flip(photo, 1))
    return path


def give(page: App, number: int, *photos: Path | str) -> App:
    files = [(Path(photo).name, (SAMPLES / photo).read_bytes(), "image/jpeg") for photo in photos]
    page.at.file_uploader[number].set_value(files).run()
    return page


def headline(page: App) -> str:
    return page.at.header[0].value


def verdicts(page: App) -> dict[str, str]:
    """What the cards say, by measure."""
    markup = json.loads(page.component("changes"))["markup"]
    cards = markup.split('<section class="change" data-measure="')[1:]
    return {card.partition('"')[0]: card.partition('data-verdict="')[2].partition('"')[0] for card in cards}


def warned(page: App) -> str:
    return "\n".join(item.value for item in page.at.warning)


def test_one_photo_asks_for_the_other(page: App):
    give(page, 0, BEFORE)
    assert page.at.info[0].value == "Now the photo after."
    give(page, 1, AFTER)
    assert page.errors() == []
    assert headline(page) == "4 of 16 measures changed"
    assert warned(page) == ""
    assert verdicts(page)["pelvic_tilt"] == "changed"
    assert any(f"**{chance_sentence(1, 1)}" in info.value for info in page.at.info)
    shown = json.loads(page.component("changes"))["markup"]
    assert re.search(r"≈ \d+\.\d° before, ≈ \d+\.\d° after; difference likely −\d+\.\d° to −\d", shown)
    page.at.button(key="remove_before").click().run()
    assert page.at.info[0].value == "Now the photo before."


def test_a_sheet_of_before_and_after_is_taken_apart_into_both(page: App):
    sheet = ROOT / "tests" / "fixtures" / "cases" / "collage_touching.jpg"
    give(page, 1, sheet)
    assert "two photos" in page.errors()[0]
    next(button for button in page.at.button if button.label == TAKE_APART).click().run()
    assert page.errors() == []
    comparing = page.at.session_state["state"].part(Comparing)
    names = [[photo.name for photo in visit.photos] for visit in (comparing.before, comparing.after)]
    assert names == [["collage_touching.jpg#1"], ["collage_touching.jpg#2"]]
    assert "of 16 measures" in headline(page)


def test_before_and_after_can_be_exchanged(page: App):
    give(give(page, 0, AFTER), 1, BEFORE)
    assert "more forward tilt" in page.words()
    next(button for button in page.at.button if button.label == "Swap before and after").click().run()
    assert "less forward tilt" in page.words()


def test_the_same_photo_twice_is_said(page: App):
    give(give(page, 0, BEFORE), 1, BEFORE)
    assert SAME_PHOTO in warned(page)
    assert set(verdicts(page).values()) == {"within_measurement_error"}


def test_sides_are_not_mixed_unless_somebody_says_that_one_is_mirrored(page: App, flipped: Path):
    give(give(page, 0, BEFORE), 1, flipped)
    assert headline(page) == "The numbers of these photos cannot be compared"
    assert "The other side of the body" in warned(page)
    page.at.selectbox(key="compare_mirrored").set_value("after").run()
    assert verdicts(page)["pelvic_tilt"] == "changed"
    page.at.selectbox(key="compare_mirrored").set_value("no").run()
    assert set(verdicts(page).values()) == {"not_comparable"}


def test_visits_with_both_sides_are_compared_one_side_at_a_time(page: App, flipped: Path):
    give(give(page, 0, BEFORE, flipped), 1, AFTER, flipped)
    control = page.at.get("button_group")[0]
    assert control.options == ["Looking to the right", "Looking to the left"]
    assert verdicts(page)["pelvic_tilt"] == "changed"
    assert warned(page).count("side") >= 2  # of each visit, a photo of the other side was left out
    page.at.session_state["state"].part(Comparing).facing = "left"
    page.at.run()
    assert set(verdicts(page).values()) == {"within_measurement_error"}  # the same photo


@pytest.mark.parametrize("what", ["height", "protocol"])
def test_photos_that_were_taken_otherwise_are_not_compared(page: App, what: str):
    give(give(page, 0, BEFORE), 1, AFTER)
    for name, height, protocol in (
        ("before", 100.0, "Arms hanging"),
        ("after", 130.0, "Arms lifted forward"),
    ):
        if what == "height":
            page.at.number_input(key=f"compare_height_{name}").set_value(height).run()
        else:
            page.at.selectbox(key=f"compare_protocol_{name}").set_value(protocol).run()
    assert set(verdicts(page).values()) == {"not_comparable"}
    assert {"height": "Another camera height", "protocol": "Another stance"}[what] in warned(page)


def test_what_cannot_be_compared_needs_no_number_of_photos(page: App, flipped: Path):
    give(page, 0, BEFORE)
    page.at.file_uploader[1].set_value([("flipped.png", flipped.read_bytes(), "image/png")]).run()
    assert not any("cannot be told from chance" in info.value for info in page.at.info)
    assert any("People stand differently each time" in info.value for info in page.at.info)


def test_other_clothing_spoils_the_back_alone(page: App):
    give(give(page, 0, "loose_shirt_woman_right.jpg"), 1, AFTER)
    assert headline(page) == "No change beyond measurement error in the 8 measures that can be compared"
    assert "Other clothing" in warned(page)
    assert verdicts(page)["knee_angle"] == "within_measurement_error"


def test_a_goal_is_named_and_two_that_contradict_each_other_are_not(page: App):
    give(give(page, 0, BEFORE), 1, AFTER)
    assert "goal" not in page.words()
    page.at.multiselect(key="compare_goals").set_value(["pelvic_tilt:less", "lumbar_lordosis:more"]).run()
    assert "less forward tilt, towards the goal" in page.words()
    assert "less curve, away from the goal" in page.words()
    page.at.multiselect(key="compare_goals").set_value(["pelvic_tilt:less", "pelvic_tilt:more"]).run()
    assert "both ways are chosen" in warned(page)
    assert "towards" not in page.words()


def test_a_file_that_is_no_photo_leaves_the_rest(page: App):
    give(give(page, 0, BEFORE), 1, AFTER)
    known = verdicts(page)
    page.at.file_uploader[1].set_value([("<b>x</b>.jpg", b"no photo", "image/jpeg")]).run()
    assert len(page.errors()) == 1
    assert "After" in page.errors()[0]
    assert verdicts(page) == known
    page.at.file_uploader[1].set_value(
        [("x.jpg", b"no photo", "image/jpeg"), (BEFORE, (SAMPLES / BEFORE).read_bytes(), "image/jpeg")]
    ).run()
    assert SAME_PHOTO in warned(page)


# --- Handed over by other pages --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stored() -> Analysis:
    return analyze(SAMPLES / BEFORE)


def test_numbers_without_photos_are_compared_too(
    page: App, stored: Analysis, monkeypatch: pytest.MonkeyPatch
):
    now = page.at.session_state["state"]
    monkeypatch.setattr("ui.compare.hand_over.state", lambda: now)
    compare_these(occasion_of(stored, Setup(100.0)), [(AFTER, (SAMPLES / AFTER).read_bytes())])
    page.at.run()
    assert headline(page) == "4 of 16 measures changed"
    assert page.component("before_after") == ""  # no pictures
    assert now.part(Comparing).before.camera_height_cm == 100.0


def test_nothing_is_no_visit(stored: Analysis):
    with pytest.raises(ValueError, match="nothing"):
        compare_these([], [("a", b"")])


def test_a_visit_keeps_six_photos():
    visit = Visit()
    visit.take_files([(f"{number}.jpg", b"") for number in range(8)])
    assert len(visit.waiting.files) == 6
    assert "At most 6" in visit.notice


def test_exchanging_keeps_who_is_mirrored():
    now = Comparing(mirrored="after")
    now.swap()
    assert now.mirrored == "before"
