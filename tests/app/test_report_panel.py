"""The panel for the report: what it asks for, what it remembers, and what comes out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import cv2
import numpy as np
import pydicom
import pytest
from app_driver import SAMPLES, App
from reports import visible, words

from analyzer.education import exercise
from analyzer.report import ReportContent
from ui.report import panel

TILTED = "anterior_tilt_woman_left.jpg"
LOGO = cv2.imencode(".png", np.full((100, 300, 3), 60, np.uint8))[1].tobytes()


Make = Callable[[], bytes]


@pytest.fixture
def buttons(monkeypatch: pytest.MonkeyPatch) -> dict[str, Make]:
    """The download buttons of the last run by label: what a click on them makes."""
    found: dict[str, Make] = {}
    monkeypatch.setattr(
        "streamlit.download_button", lambda label, data, *_, **__: found.update({label: data})
    )
    return found


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[ReportContent]:
    """What reports were made of."""
    contents: list[ReportContent] = []
    real = panel.report_file
    monkeypatch.setattr(
        panel, "report_file", lambda content, kind: contents.append(content) or real(content, kind)
    )
    return contents


def field(app: App, label: str) -> Any:
    at = app.at
    every = (*at.text_input, *at.text_area, *at.multiselect, *at.date_input, *at.toggle, *at.button_group)
    return next(item for item in every if item.label == label)


def fill(app: App, **values: Any) -> None:
    labels = {
        "code": "Client code",
        "name": "Client name (optional)",
        "practice": "Practice (optional)",
        "address": "Address line of the practice (optional)",
        "words": "Your words to the client (optional)",
        "exercises": "Exercises to include",
        "paper": "Paper",
        "day": "Date",
        "cover": "Cover the face in pictures",
    }
    for name, value in values.items():
        field(app, labels[name]).set_value(value).run()
    assert app.errors() == []


def test_nothing_is_made_before_it_is_asked_for(
    app: App, buttons: dict[str, Make], built: list[ReportContent]
):
    app.open_sample(TILTED)
    fill(app, code="C-1")
    assert {"Report (PDF)", "Report (HTML)"} <= buttons.keys()
    assert built == []


def test_what_is_chosen_is_in_the_report(app: App, buttons: dict[str, Make], built: list[ReportContent]):
    app.open_sample(TILTED)
    fill(
        app, code="C-1042", name="محمد", practice="Mill", address="Lane 4", words="Well done.", paper="letter"
    )
    fill(app, exercises=["dead_bug"], day=date(2026, 3, 9))
    logo = next(item for item in app.at.file_uploader if item.label.startswith("Logo"))
    logo.set_value(("logo.png", LOGO, "image/png")).run()
    text = words(buttons["Report (PDF)"]())
    for expected in ("C-1042", "Mill", "Lane 4", "Well done.", "9 March 2026", exercise("dead_bug").name):
        assert expected in text
    assert built[0].client_name == "محمد"
    sealed = pydicom.dcmread(io.BytesIO(buttons["Report (DICOM)"]()))
    assert (sealed.PatientID, str(sealed.PatientName), sealed.StudyDate) == ("C-1042", "محمد", "20260309")
    assert bytes(sealed.EncapsulatedDocument).startswith(b"%PDF-")
    assert built[0].paper == "letter"
    assert built[0].practice.logo == LOGO
    assert built[0].cover_face
    assert "Well done." in visible(buttons["Report (HTML)"]())


def test_exercises_that_fit_the_answers_are_chosen_until_somebody_chooses(app: App, buttons: dict[str, Make]):
    app.open_sample(TILTED)
    chosen = lambda: field(app, "Exercises to include").value  # noqa: E731
    assert chosen() == []
    app.at.number_input[0].set_value(9.5).run()
    assert chosen() == ["half_kneeling_stretch", "glute_bridge"]
    fill(app, exercises=["glute_bridge"])
    app.at.number_input[0].set_value(3.0).run()
    assert chosen() == ["glute_bridge"]
    fill(app, exercises=[])
    app.at.number_input[0].set_value(9.5).run()
    assert chosen() == []


def test_the_answers_of_the_page_are_in_the_report(
    app: App, buttons: dict[str, Make], built: list[ReportContent]
):
    app.open_sample(TILTED)
    app.at.number_input[0].set_value(9.5).run()
    assert "9.5 hours a day" in visible(buttons["Report (HTML)"]())
    assert built[0].intake.hours_sitting == 9.5


def test_choices_stay_when_another_page_was_looked_at(app: App, buttons: dict[str, Make]):
    app.open_sample(TILTED)
    fill(app, code="C-1042", practice="Mill", paper="letter", cover=False)
    app.at.switch_page("app_pages/learn.py").run()
    app.at.switch_page("app_pages/check.py").run()
    assert app.errors() == []
    kept = [field(app, label).value for label in ("Client code", "Practice (optional)", "Paper")]
    assert kept == ["C-1042", "Mill", "letter"]
    assert not field(app, "Cover the face in pictures").value


def test_other_photos_are_another_client_and_the_practice_stays(app: App, buttons: dict[str, Make]):
    app.open_sample(TILTED)
    fill(app, code="C-1042", name="Anna", practice="Mill")
    app.open_sample("flat_back_man_right.jpg")
    assert field(app, "Client code").value == ""
    assert field(app, "Client name (optional)").value == ""
    assert field(app, "Practice (optional)").value == "Mill"


def test_what_is_about_the_client_goes_with_the_photos(app: App, buttons: dict[str, Make]):
    app.open_sample(TILTED)
    fill(app, code="C-1042", name="Anna Secret", words="For Anna Secret.", practice="Mill")
    next(button for button in app.at.button if button.label == "Remove this photo").click().run()
    assert app.errors() == []
    held = repr(app.at.session_state)
    assert "Secret" not in held
    assert "Mill" in held


def test_several_photos_are_reported_together(app: App, buttons: dict[str, Make], built: list[ReportContent]):
    app.open_sample("before_woman_right.jpg", "after_woman_right.jpg")
    assert "medians of 2 photos" in visible(buttons["Report (HTML)"]())
    assert len(built[0].photos) == 2


def test_a_comparison_has_a_report_of_both_visits(
    app: App, buttons: dict[str, Make], built: list[ReportContent]
):
    app.at.switch_page("app_pages/compare.py").run()
    for index, name in enumerate(("before_woman_right.jpg", "after_woman_right.jpg")):
        data = (SAMPLES / name).read_bytes()
        app.at.file_uploader[index].set_value([(name, data, "image/jpeg")]).run()
    assert app.errors() == []
    fill(app, code="C-7")
    text = words(buttons["Report (PDF)"]())
    assert "C-7" in text
    assert "Before and after" in text
    assert "changed: less forward tilt" in text
    assert [len(built[0].before), len(built[0].photos)] == [1, 1]


def test_the_practice_is_kept_for_the_next_time_if_somebody_wants_that(
    app: App, built: list[ReportContent], buttons: dict[str, Make]
):
    from ui.report.profile import load_profile, profile_file  # noqa: PLC0415

    app.open_sample(TILTED)
    fill(app, practice="Mill", address="Mill Lane 4")
    assert load_profile() is None
    field(app, panel.KEEP).set_value(True).run()
    assert (load_profile().name, load_profile().address) == ("Mill", "Mill Lane 4")
    fill(app, practice="Old Mill")  # what changes is kept as well
    later = App()
    later.open_sample(TILTED)
    try:
        assert field(later, "Practice (optional)").value == "Old Mill"
        assert field(later, panel.KEEP).value is True
        buttons["Report (HTML)"]()
        assert built[-1].practice.name == "Old Mill"
    finally:
        field(later, panel.KEEP).set_value(False).run()
    assert not profile_file().exists()
    assert field(later, "Practice (optional)").value == "Old Mill"  # in this session it stays
