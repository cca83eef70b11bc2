"""Languages: which one is spoken, messages with places and plurals, words that are written down once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Literal

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from analyzer import language
from analyzer.language import catalogues, messages
from analyzer.language.numbers import decimal


@pytest.fixture
def german(tmp_path, monkeypatch) -> Iterator[None]:
    """German with a few words of its own."""
    made = Catalog(locale="de")
    made.add("Tilt {tilt}", "Kippung {tilt}")
    made.add(("{count} photo", "{count} photos"), ("{count} Foto", "{count} Fotos"))
    made.add("Open", "Öffnen", context="verb")
    made.add("Hello you", "Hallo du")
    data = BytesIO()
    write_mo(data, made)
    (tmp_path / "de.mo").write_bytes(data.getvalue())
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    with language.speaking("de"):
        yield
    catalogues.catalogue.cache_clear()


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    kind: Literal["act", "wait"]
    lines: tuple[str, ...] = ()
    address: str = field(default="Hello you", metadata={"text": False})


def test_messages_have_places_plurals_and_contexts(german) -> None:
    assert language.tr("Tilt {tilt}", tilt="5°") == "Kippung 5°"
    assert [language.trn("{count} photo", "{count} photos", n) for n in (1, 3)] == ["1 Foto", "3 Fotos"]
    assert language.trp("verb", "Open") == "Öffnen"
    assert (language.tr("Open"), language.tr("")) == ("Open", "")  # not known: English; never gettext's head


def test_words_are_said_when_they_are_looked_up(german) -> None:
    table = language.Table({"a": Words("Hello you", "act", ("Hello you",))})
    assert table["a"] == Words("Hallo du", "act", ("Hallo du",), "Hello you")
    with language.speaking("en"):
        assert table["a"].title == "Hello you"
    assert messages.texts_of(dict(table)) == ["Hallo du", "Hallo du"]


def test_english_without_a_choice_and_the_choice_of_a_process() -> None:
    assert language.current() == "en"
    language.follow(lambda: "fr")
    try:
        seen = []
        thread = threading.Thread(target=lambda: seen.append(language.current()))
        thread.start()
        thread.join()
        assert (language.current(), seen) == ("fr", ["fr"])
        with language.speaking("it"):
            assert language.current() == "it"
    finally:
        language.follow(None)


@pytest.mark.parametrize(
    ("wanted", "got"),
    [(["de_AT.UTF-8"], "de"), (["pt-PT"], "pt-BR"), (["tlh", "fr-CA"], "fr"), (["C"], "en"), ([], "en")],
)
def test_the_nearest_language_is_chosen(wanted, got) -> None:
    assert language.choose(wanted) == got


def test_the_system_says_which(monkeypatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert language.of_the_system() == "es"
    monkeypatch.setenv("LANGUAGE", "it:en")
    assert language.of_the_system() == "it"
    monkeypatch.setenv("LANG", "C")
    assert language.of_the_system() == "en"


def test_there_is_no_other_language() -> None:
    with pytest.raises(ValueError, match="tlh"), language.speaking("tlh"):
        pass


def test_the_language_of_the_tests_shows_what_is_not_translated() -> None:
    with language.speaking("x-pseudo"):
        said = language.tr("See {what} in [Learn](/learn) at <b>once</b>", what="this")
    assert said.startswith("⟦Sééthis".replace("Sééthis", "Séé this")) and said.endswith("⟧")
    assert "](/learn)" in said and "<b>" in said and "once" not in said


@pytest.mark.parametrize(
    ("code", "shown"),
    [("en", "−1,234.6"), ("de", "−1.234,6"), ("fr", "−1\u202f234,6"), ("pt-BR", "−1.234,6")],
)
def test_numbers_are_written_as_the_language_writes_them(code, shown) -> None:
    with language.speaking(code):
        assert decimal(-1234.56, 1) == shown
        assert decimal(-0.04, 1) == decimal(0.0, 1)
        assert decimal(3.0, signed=True) == "+3"


@pytest.mark.parametrize(
    ("code", "shown"), [("en", "seen from C7"), ("fr", "seen from C7"), ("de", "Seen from C7")]
)
def test_a_title_within_a_sentence(code, shown) -> None:
    with language.speaking(code):
        assert language.within_sentence("Seen from C7") == shown
        assert language.within_sentence("C7 seen") == "C7 seen"
