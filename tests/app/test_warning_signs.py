"""The signs with which somebody needs help first: complete, and one click away from every result."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from app_driver import SAMPLES, App
from records_driver import Practice, make_records, use_place

from analyzer.education import topic
from ui.text import plain

if TYPE_CHECKING:
    from analyzer.types import Analysis

SERVICES = ("nhs.uk", "nhsggc.scot", "hscni.net", "medlineplus.gov", "informedhealth.org")
"""Public health services and institutes, no blogs."""
SIGNS = tuple(fact for id_ in ("help_now", "help_soon") for fact in topic(id_).facts)


def assert_linked(app: App) -> None:
    """The signs are on the page, folded behind a button."""
    words = app.words()
    assert [fact.text for fact in SIGNS if plain(fact.text) not in words] == []
    assert app.errors() == []


def test_a_checked_photo_has_them(app: App):
    assert_linked(app.open_sample("anterior_tilt_woman_left.jpg"))


def test_before_and_after_has_them(app: App):
    app.at.switch_page("app_pages/compare.py").run()
    for number, name in enumerate(("before_woman_right.jpg", "after_woman_right.jpg")):
        app.at.file_uploader[number].set_value([(name, (SAMPLES / name).read_bytes(), "image/jpeg")]).run()
    assert_linked(app)


def test_a_visit_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analysis: Analysis, pose_model: object
):
    place = use_place(tmp_path / "clients.records", monkeypatch)
    make_records(place, analysis, (date.today(),)).close()
    assert_linked(Practice(place).unlock().go("visit", visit=1))


@pytest.mark.parametrize(
    "words",
    ["leg", "saddle", "sexual function", "urine", "stool", "cancer", "fever", "disturbs sleep", "fall"],
)
def test_none_is_missing_and_each_is_said_by_a_health_service(words: str):
    said = [fact for fact in SIGNS if words in fact.text.lower()]
    assert said
    for fact in said:
        assert fact.basis == "guidance"
        for source in fact.sources:
            assert (urlsplit(source.url).hostname or "").endswith(SERVICES), source.id


def test_one_leg_that_gets_weaker_is_enough():
    assert any("one leg" in fact.text.lower() and "weaker" in fact.text for fact in SIGNS)
