"""The page "Check a photo": ways in, results in their order, several photos, answers about daily life."""

from __future__ import annotations

import json

import cv2
import pytest
from app_driver import SAMPLES, App

from analyzer import errors
from analyzer.batch import PHOTO_SUFFIXES
from analyzer.meaning.ground_words import GROUNDS
from analyzer.meaning.level_words import LEVELS, caveat
from analyzer.measures import TABLE
from analyzer.overlay.stance_figures import stances_svg
from analyzer.types.intake import Intake
from ui.session.checked_photo import CheckedPhoto
from ui.session.uploads import MOST_PHOTOS, TOO_MANY

HARD = SAMPLES.parent / "validation" / "dev" / "064.jpg"
"""Somebody whose back is hardly to be told from the wall."""

TILTED = "anterior_tilt_woman_left.jpg"
FLAT = "flat_back_man_right.jpg"
_OF_NECK = {"thoracic_kyphosis", "craniovertebral_angle", "c7_offset", "trunk_balance"}
"""Long hair hides the neck of the person in `TILTED`."""
STILL_THERE = "Below is still the result"


def photos_of(app: App) -> tuple[CheckedPhoto, ...]:
    return app.at.session_state["state"].photos


def photos(app: App) -> list[str]:
    return [photo.name for photo in app.at.session_state["state"].photos]


def test_starts_with_nothing_but_the_question_for_a_photo(app: App):
    assert app.errors() == []
    assert app.at.title[0].value == "Check a photo"
    assert "Photos stay on this computer" in app.words()
    assert app.component("gallery")
    assert not app.at.camera_input  # the browser would ask for the camera at once
    assert not app.component("overlay_view")
    assert not app.at.download_button


def test_cut_feet_leave_the_low_back(app: App):
    photo = cv2.imread(str(SAMPLES / TILTED))
    app.upload(("cut.png", cv2.imencode(".png", photo[: int(0.77 * len(photo))])[1].tobytes()))
    assert app.errors() == []
    assert "The feet are outside the photo, so knees" in app.words()
    measures = photos_of(app)[0].analysis.measures
    assert measures["sacral_slope"].value is not None
    assert measures["knee_angle"].value is None
    shown = json.loads(app.component("overlay_view"))
    assert "plumb_line" not in [layer["id"] for layer in shown["layers"]]


def test_the_result_comes_in_the_order_in_which_people_ask(app: App):
    app.open_sample(TILTED)
    assert app.errors() == []
    assert [header.value for header in app.at.header] == [
        LEVELS["suggested"].summary,
        "What we see",
        "What it may mean",
        "What to do next",
        "What was measured",
        "What this stance is called",
        "Your days",
        "Exercises that fit",
        "About this photo",
        "Take it with you",
    ]
    text = app.words()
    assert "The pelvis tips further forward than in most people." in text
    assert "Hair lies over the back." in text
    assert caveat() in text
    assert "modified Thomas test" in text
    shown = json.loads(app.component("overlay_view"))
    assert [picture["id"] for picture in shown["pictures"]] == ["photo", "close_up"]
    assert all(picture["svg"].startswith("<svg") for picture in shown["pictures"])
    assert [layer["title"] for layer in shown["layers"]] == [
        *("Contour", "Angles", "Pelvis and spine", "Psoas", "Plumb line", "Landmarks", "Grid")
    ]
    assert {measure["name"] for measure in shown["measures"]} == {*TABLE, "shortened_psoas"} - _OF_NECK


def test_every_switched_layer_is_in_the_picture(app: App):
    app.open_sample(TILTED)
    shown = json.loads(app.component("overlay_view"))
    drawn = "".join(picture["svg"] for picture in shown["pictures"])
    assert not [layer["id"] for layer in shown["layers"] if f'data-layer="{layer["id"]}"' not in drawn]


def test_each_measure_is_on_its_scale(app: App):
    app.open_sample(TILTED)
    markup = json.loads(app.component("markup"))["markup"]
    analysis = app.at.session_state["state"].photos[0].analysis
    low, high = analysis.measures["pelvic_tilt"].ci95
    assert [markup.count(f'data-measure="{name}"') for name in TABLE] == [1] * len(TABLE)
    assert markup.count("<svg") == len(TABLE) - len(_OF_NECK)
    assert f"{analysis.measures['pelvic_tilt'].value:.0f}°, likely {low:.0f}° to {high:.0f}°" in markup
    assert "Typical: 3° to 17°" in markup
    assert "estimated" in markup


def test_a_missing_value_says_why(app: App):
    app.upload((HARD.name, HARD.read_bytes()))
    assert app.errors() == []
    assert LEVELS["cannot_say"].summary in app.words()
    markup = json.loads(app.component("markup"))["markup"]
    assert markup.count("Not measurable in this photo") == 1
    card = markup.partition("The back is hard to tell from the background.")[2].partition("</section>")[0]
    assert card.count("data-measure=") == 8
    assert "The back is hard to tell" not in card


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.jpg")))
def test_every_sample_gives_a_result(app: App, name: str):
    app.open_sample(name)
    assert app.errors() == []
    assert photos(app) == [name]


def test_the_gallery_shows_every_sample_by_a_plain_name(app: App):
    tiles = json.loads(app.component("gallery"))["tiles"]
    assert sorted(tile["name"] for tile in tiles) == sorted(path.name for path in SAMPLES.glob("*.jpg"))
    assert not [tile["title"] for tile in tiles if "_" in tile["title"] or ".jpg" in tile["title"]]
    assert all(tile["picture"].startswith("data:image/jpeg;base64,") for tile in tiles)


def test_names_are_shown_as_they_are(app: App):
    name = "IMG_1234 *my* $photo$ <b>.JPG"
    app.upload((name, (SAMPLES / TILTED).read_bytes()))
    assert app.errors() == []
    assert f"Photo: {name}" in [text.value for text in app.at.text]


def test_a_camera_photo_gives_a_result_and_switches_the_camera_off(app: App):
    app.at.toggle[0].set_value(True).run()
    app.at.camera_input[0].set_value(("shot.jpg", (SAMPLES / FLAT).read_bytes(), "image/jpeg")).run()
    assert app.errors() == []
    assert LEVELS["not_suggested"].summary in app.words()
    assert photos(app) == ["camera.jpg"]
    assert not app.at.toggle[0].value
    assert not app.at.camera_input


def test_a_second_photo_replaces_the_first(app: App):
    app.open_sample(TILTED)
    app.open_sample(FLAT)
    assert app.errors() == []
    assert photos(app) == [FLAT]
    assert len(app.at.session_state["state"].pictures) == 1
    assert LEVELS["suggested"].summary not in app.words()
    assert LEVELS["not_suggested"].summary in app.words()


def test_every_kind_of_photo_can_be_uploaded(app: App):
    allowed = {kind if kind.startswith(".") else f".{kind}" for kind in app.at.file_uploader[0].allowed_type}
    assert allowed == PHOTO_SUFFIXES


def test_everything_can_be_removed(app: App):
    app.open_sample(TILTED)
    app.at.number_input[0].set_value(9.0).run()
    assert app.at.session_state["state"].intake
    next(button for button in app.at.button if button.label == "Remove this photo").click().run()
    assert app.errors() == []
    assert photos(app) == []
    assert not app.at.session_state["state"].intake
    assert not app.at.session_state["state"].pictures
    assert not app.component("overlay_view")
    app.open_sample(TILTED)  # the same one again
    assert photos(app) == [TILTED]
    assert app.at.number_input[0].value is None


# --- Several photos -----------------------------------------------------------------------------------


def test_several_photos_are_shown_one_by_one_and_together(app: App):
    app.open_sample("before_woman_right.jpg", "after_woman_right.jpg", TILTED)
    assert app.errors() == []
    assert photos(app) == ["before_woman_right.jpg", "after_woman_right.jpg", TILTED]
    assert "All 3 photos together" in [header.value for header in app.at.header]
    assert "Photo: before_woman_right.jpg" in [text.value for text in app.at.text]
    app.at.button_group[0].set_value(2).run()
    assert app.errors() == []
    assert f"Photo: {TILTED}" in [text.value for text in app.at.text]
    assert app.at.session_state["state"].selected == 2


def test_one_bad_photo_among_several_does_no_harm(app: App):
    good = (SAMPLES / TILTED).read_bytes()
    app.upload(("good.jpg", good), ("bad.jpg", b"nothing"), ("other.jpg", (SAMPLES / FLAT).read_bytes()))
    assert len(app.errors()) == 1
    assert app.errors()[0].startswith("**bad\\.jpg:**")
    assert photos(app) == ["good.jpg", "other.jpg"]
    assert STILL_THERE not in app.words()


def test_too_many_photos_are_cut_and_it_is_said(app: App, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ui.session.work.check", lambda *_: (_ for _ in ()).throw(errors.NoPersonError()))
    app.upload(*((f"{number}.jpg", b"x") for number in range(MOST_PHOTOS + 1)))
    # The same of all is said once.
    (said,) = app.errors()
    names = said.split(":**")[0].replace("\\", "").strip("*").split(", ")
    assert names == [f"{number}.jpg" for number in range(MOST_PHOTOS)]
    assert TOO_MANY.format(most=MOST_PHOTOS) in app.words()


# --- Answers about daily life --------------------------------------------------------------------------


def answer(app: App, label: str, value: object) -> None:
    widgets = (*app.at.number_input, *app.at.select_slider, *app.at.text_input, *app.at.text_area)
    next(widget for widget in widgets if widget.label.startswith(label)).set_value(value).run()


def test_answers_become_factors_beside_the_findings(app: App):
    app.open_sample(TILTED)
    before = app.at.session_state["state"].photos[0].analysis
    assert "may add to it" not in app.words()
    answer(app, "Hours of sitting", 9.5)
    answer(app, "Stress", 8)
    assert app.errors() == []
    assert "**In your days, known or taught to tighten the psoas:** long sitting, stress." in app.words()
    cards = app.component("markup", key="intake")
    assert "9.5 hours" in cards
    assert "8 of 10" in cards
    assert "33188982" in cards
    assert app.at.session_state["state"].intake == Intake(hours_sitting=9.5, stress=8)
    assert app.at.session_state["state"].photos[0].analysis is before  # answers never change a value


def test_answers_stay_when_another_page_was_looked_at(app: App):
    app.open_sample(TILTED)
    answer(app, "Hours of sitting", 9.5)
    answer(app, "Notes", "Better in the holidays.")
    app.at.switch_page("app_pages/correct.py").run()
    app.at.switch_page("app_pages/check.py").run()
    assert app.errors() == []
    assert app.at.number_input[0].value == 9.5
    assert app.at.text_area[0].value == "Better in the holidays."
    assert "9.5 hours" in app.component("markup", key="intake")
    app.at.number_input[0].set_value(None).run()
    assert app.at.session_state["state"].intake == Intake(notes="Better in the holidays.")


def test_pain_gets_advice_and_no_exercise_when_it_is_strong(app: App):
    app.open_sample(TILTED)
    answer(app, "Hours of sitting", 9.5)
    assert "Exercises that fit" in app.words()
    answer(app, "Low-back pain", 8)
    assert "Exercises that fit" not in app.words()
    assert "emergency department" in app.component("markup", key="intake")


def test_harmless_answers_are_said_to_be_so(app: App):
    app.open_sample(TILTED)
    answer(app, "Hours of sitting", 3.0)
    assert "None of your answers is known or taught to tighten the psoas." in app.words()


# --- Sessions -----------------------------------------------------------------------------------------


def test_sessions_do_not_see_each_others_photos(app: App):
    app.open_sample(TILTED)
    other = App()
    assert other.at.session_state["state"].photos == ()
    assert not other.component("overlay_view")
    assert not other.at.text


@pytest.mark.parametrize(
    ("name", "title"), [("sway_back_man_right.jpg", "Sway-back"), ("neutral_man_left.jpg", "Neutral")]
)
def test_a_stance_has_its_name_and_the_values_that_say_so(app: App, name: str, title: str):
    app.open_sample(name)
    assert "What this stance is called" in [header.value for header in app.at.header]
    stance = app.at.session_state["state"].photos[0].analysis.stance
    assert stance is not None
    assert stance.title == title
    drawing = stances_svg(stance)
    assert f"This photo: {title}." in drawing
    assert drawing.count('class="chosen"') == 1
    assert drawing.count('class="other"') == 4


def test_what_values_are_compared_with_can_be_chosen_for_the_session(app: App):
    app.open_sample("neutral_man_left.jpg")
    before = app.at.session_state["state"].photos[0].analysis
    app.at.selectbox(key="references").set_value("men").run()
    now = app.at.session_state["state"]
    assert now.photos[0].analysis.references == now.photos[0].found.references == "men"
    assert now.photos[0].analysis.measures["sacral_slope"].value == before.measures["sacral_slope"].value
    assert "typical 10° to 34°" in json.loads(app.component("markup", "measures"))["markup"]
    app.open_sample("neutral_woman_right.jpg")  # another photo, compared with the same
    assert app.at.session_state["state"].photos[-1].analysis.references == "men"
    app.at.selectbox(key="references").set_value("none").run()
    assert GROUNDS["no_reference"].summary in [header.value for header in app.at.header]
    assert "typical 1" not in app.component("markup", "measures")
    assert not app.errors()
