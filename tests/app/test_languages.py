"""The app in other languages: which one somebody gets, and that nothing in it stays English."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from access_driver import NAME, PASSWORD, House
from app_driver import App
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from records_driver import Practice, make_records, use_place
from spoken_page import english, of_markup, texts
from test_direct import give, people
from test_webcam import range_take, take, tipped, visit

from analyzer.language import LANGUAGES, catalogues, speaking, tr
from analyzer.language.choice import PSEUDO
from analyzer.records import Consent
from tests.catalogues import counted
from tests.unit.pseudo import unsaid
from ui.access.accounts import Accounts
from ui.language import FORCED
from ui.pages import PAGES

if TYPE_CHECKING:
    from analyzer.pose import PoseModel
    from analyzer.types import Analysis

SAMPLE = "anterior_tilt_man_right.jpg"


@pytest.fixture
def german(tmp_path, monkeypatch) -> Iterator[None]:
    """A German catalogue of a few messages, which are all there are."""
    made = Catalog(locale="de")
    made.add("Check a photo", "Foto prüfen")
    made.add("Language", "Sprache")
    made.add("Cover the face in pictures to share", "Gesicht verdecken")
    made.add("Stress in the last weeks, 0 (none) to 10", "Stress")
    made.add("not answered", "ohne Antwort")
    made.add("Yes", "Ja")
    data = BytesIO()
    write_mo(data, counted(made))
    (tmp_path / "de.mo").write_bytes(data.getvalue())
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    yield
    catalogues.catalogue.cache_clear()


@pytest.fixture
def english_alone(tmp_path, monkeypatch) -> Iterator[None]:
    """No catalogue at all."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    yield
    catalogues.catalogue.cache_clear()


def test_english_alone_leaves_nothing_to_choose(english_alone) -> None:
    app = App()
    assert [box.key for box in app.at.selectbox] == []
    assert '"language": "en"' in app.component("language")


def test_a_choice_is_followed_at_once_and_told_to_the_browser(german) -> None:
    app = App()
    assert app.at.title[0].value == "Check a photo"
    box = app.at.selectbox(key="language")
    assert (box.options, box.value) == (["English", "Deutsch"], "en")
    box.set_value("de").run()
    assert app.at.title[0].value == "Foto prüfen"
    assert app.at.selectbox(key="language").label.endswith("Sprache")
    told = app.component("language")
    assert '"language": "de"' in told and '"chosen": "de"' in told
    app.at.selectbox(key="language").set_value("en").run()
    assert app.at.title[0].value == "Check a photo"


# --- Nothing stays English ------------------------------------------------------------------------------

NAMES = (
    "US Letter",
    *(
        "anterior_tilt_man_right",
        r"anterior\_tilt\_man\_right",
        "before_woman_right",
        "after_woman_right",
        "Anna",
    ),
    *("right_00", "right_01"),
    "/records/kept",
    *LANGUAGES.values(),
    *month_name[1:],
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
"""Names, signs and addresses that are the same in every language, those of languages, too; months of the
language of the tests are English."""


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app speaks the language of the tests, and so does AppTest, which asks for titles of options."""
    monkeypatch.setenv(FORCED, PSEUDO)
    with speaking(PSEUDO):
        yield


def assert_nothing_english(app: App) -> None:
    assert sum(1 for _ in texts(app)) > 2
    assert english(app, NAMES) == {}


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_without_anything_on_it(pseudo, page: str) -> None:
    app = App()
    app.at.switch_page(f"app_pages/{page}.py").run()
    assert_nothing_english(app)


def test_a_photo_and_what_is_made_of_it(pseudo, pose_model: PoseModel) -> None:
    app = App().open_sample(SAMPLE)
    assert_nothing_english(app)
    for page in ("correct", "draw"):
        app.at.switch_page(f"app_pages/{page}.py").run()
        assert_nothing_english(app)


def test_several_photos_and_two_visits(pseudo, pose_model: PoseModel) -> None:
    app = App().open_sample("before_woman_right.jpg", "after_woman_right.jpg")
    assert_nothing_english(app)
    app.at.switch_page("app_pages/compare.py").run()
    words = tr("Try it with a pair of samples")
    next(button for button in app.at.button if button.label == words).click().run()
    assert "compare_goals" in [item.key for item in app.at.multiselect]
    assert_nothing_english(app)


def test_the_direct_test(pseudo, pose_model: PoseModel) -> None:
    app = App()
    app.at.switch_page("app_pages/direct.py").run()
    photos = give(app, *people("right")[:2]).photos
    assert len(photos) == 2
    assert_nothing_english(app)


def test_the_webcam_and_what_it_took(pseudo, pose_model: PoseModel, monkeypatch: pytest.MonkeyPatch) -> None:
    both = (take("side_ready", pose_model), take("other_ready", pose_model))
    assert_nothing_english(visit(App(), both, monkeypatch))
    ranges = (range_take(), range_take("right"))
    assert_nothing_english(tipped(App(), ranges, monkeypatch, both=True))


def test_the_records_of_clients(
    analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    place = use_place(tmp_path / "clients.records", monkeypatch)
    records = make_records(place, analysis, (date(2026, 3, 2), date(2026, 5, 4)))
    records.add_consent(1, Consent(date(2026, 3, 2), "Anna", ""))
    records.close()
    app = Practice(place).unlock()
    request.getfixturevalue("pseudo")  # results that were kept in English are said anew
    for page, asked in (("clients", {}), ("client", {"client": 1}), ("visit", {"visit": 2}), ("records", {})):
        assert_nothing_english(app.go(page, **asked))


def test_the_page_to_sign_in_speaks_the_language_of_the_browser(german, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add(NAME, PASSWORD)
    house = House(accounts)
    for headers, language in (
        ({}, "en"),
        ({"accept-language": "de-AT, en;q=0.5"}, "de"),
        ({"accept-language": "de", "cookie": "posture_language=en"}, "en"),
    ):
        assert f'<html lang="{language}">' in house.ask("/sign-in", **headers).body


def test_nothing_stays_english_on_the_page_to_sign_in(pseudo, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add(NAME, PASSWORD)
    house = House(accounts, scheme="http", server="10.0.0.2", client="10.0.0.1")
    wrong = urlencode({"name": NAME, "password": "another one here"}).encode()
    for answer in (
        house.ask("/sign-in"),
        house.ask("/sign-in?why=idle"),
        house.ask("/sign-in", "POST", wrong),
    ):
        pieces = list(of_markup(answer.body))
        assert len(pieces) > 5
        assert [words for piece in pieces if (words := unsaid(piece, besides=NAMES))] == []


def test_what_was_chosen_stays_when_the_language_changes(german, pose_model: PoseModel) -> None:
    app = App().open_sample(SAMPLE)
    app.at.toggle(key="check_cover_face").set_value(False)
    app.at.number_input(key="intake_hours_sitting").set_value(8.0)
    app.at.select_slider(key="intake_stress").set_value(4)
    app.at.button_group(key="intake_desk_work").set_value("yes")
    app.at.run()
    app.at.selectbox(key="language").set_value("de").run()
    assert app.at.toggle(key="check_cover_face").label == "Gesicht verdecken"
    assert app.at.toggle(key="check_cover_face").value is False
    intake = app.at.session_state["state"].intake
    assert (intake.hours_sitting, intake.stress, intake.desk_work) == (8.0, 4, True)
    assert app.at.select_slider(key="intake_stress").value == 4
