"""The app in other languages: which one somebody gets, and that nothing in it stays English."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from app_driver import App
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from analyzer.language import catalogues
from tests.catalogues import counted


@pytest.fixture
def german(tmp_path, monkeypatch) -> Iterator[None]:
    """A German catalogue of two messages, which are all there are."""
    made = Catalog(locale="de")
    made.add("Check a photo", "Foto prüfen")
    made.add("Language", "Sprache")
    data = BytesIO()
    write_mo(data, counted(made))
    (tmp_path / "de.mo").write_bytes(data.getvalue())
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    yield
    catalogues.catalogue.cache_clear()


def test_english_alone_leaves_nothing_to_choose() -> None:
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
