"""Which language the app speaks to whom, and which ones it offers."""

from __future__ import annotations

import re
import threading
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from analyzer.language import available, catalogues, current, speaking, tr
from tests.catalogues import counted
from ui import overlay_view
from ui.compare import words as compare
from ui.editor import page_words as editor
from ui.language import accepted, handed, language_of
from ui.webcam import words as webcam

ROOT = Path(__file__).resolve().parents[2]


def write_catalogue(folder: Path, language: str, *, translated: int, of: int) -> None:
    """A compiled catalogue in which so many of its messages are translated."""
    made = Catalog(locale=language.replace("-", "_"))
    for number in range(of):
        made.add(f"Message {number}", "Nachricht" if number < translated else "")
    data = BytesIO()
    write_mo(data, counted(made))
    (folder / f"{language}.mo").write_bytes(data.getvalue())
    catalogues.catalogue.cache_clear()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    yield tmp_path
    catalogues.catalogue.cache_clear()


def test_a_language_is_offered_when_nearly_all_of_it_is_translated(folder, monkeypatch) -> None:
    assert available() == ("en",)
    write_catalogue(folder, "de", translated=98, of=100)
    write_catalogue(folder, "fr", translated=97, of=100)
    assert available() == ("en", "de")
    monkeypatch.setenv(catalogues.SHOWN, "all")
    assert available() == ("en", "de", "es", "fr", "it", "pt-BR")


def test_a_request_gets_what_was_chosen_and_else_what_the_browser_asks_for(folder) -> None:
    for language in ("de", "pt-BR"):
        write_catalogue(folder, language, translated=1, of=1)
    asks = "nl, fr;q=0.9, pt;q=0.8, de;q=0.7"
    assert language_of({}) == "en"
    assert language_of({"accept-language": asks}) == "pt-BR"
    assert language_of({"accept-language": "en-GB, de;q=0.9"}) == "en"
    assert language_of({"accept-language": asks, "cookie": "a=b; posture_language=de"}) == "de"
    for odd in ("posture_language=fr", "posture_language=../de", "posture_language", "\x00=;;"):
        assert language_of({"accept-language": "de", "cookie": odd}) == "de"


def test_what_is_no_weight_is_passed_over() -> None:
    assert accepted("de;q=x, fr;q=0, it ; q=0.5,, *, en;q=0.6") == ["en", "it"]


def test_work_in_another_thread_speaks_the_language_that_was_handed_to_it() -> None:
    said: list[str] = []
    with speaking("x-pseudo"):
        work = handed(lambda: said.append(tr("Hello")))
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert (said, current()) == (["⟦Hélló·⟧".replace("ó", "ö")], "en")


SPOKEN = {
    "ui/editor": ("editor.html", "editor.js", "handles.js", "level.js", "panel.js"),
    "ui/compare": ("viewer.js",),
    "ui/webcam": ("camera.js", "live.js", "main.js", "stage.js", "wire.js"),
    "ui/parts": ("overlay_view.js",),
}
"""Scripts that hold English, which is its own key there."""


def in_the_script(folder: str) -> tuple[str, ...]:
    if folder == "ui/parts":
        return overlay_view.IN_THE_SCRIPT
    return {"ui/editor": editor, "ui/compare": compare, "ui/webcam": webcam}[folder].IN_THE_SCRIPT


@pytest.mark.parametrize("folder", SPOKEN)
def test_what_scripts_say_is_known_to_be_translated(folder: str) -> None:
    text = "".join((ROOT / folder / name).read_text("utf-8") for name in SPOKEN[folder])
    joined = text.replace('" +\n    "', "")  # a long text may stand on two lines
    missing = [words for words in in_the_script(folder) if words not in joined]
    assert missing == []
    said = set(re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)+)"', joined))
    said |= set(re.findall(r"<[^<>]* data-say>([^<]+)<", joined))
    said |= set(re.findall(r'aria-label="([^"]+)" data-label', joined))
    assert said - set(in_the_script(folder)) == set()
    # Sentences that are said by way of a table.
    sentences = set(re.findall(r'"([A-Z][a-z]*(?: [^"\\{}<>;=]*)?[a-z]\.)"', joined))
    assert sentences - set(in_the_script(folder)) == set()


def test_no_other_script_holds_words_for_people() -> None:
    known = {ROOT / folder / name for folder, names in SPOKEN.items() for name in names}
    for path in sorted((ROOT / "ui").rglob("*.js")):
        if path not in known:
            text = re.sub(r"//.*", "", path.read_text("utf-8"))
            assert re.findall(r'["`]([A-Z][a-z]+ [a-z][^"`\n]*)["`]', text) == [], path


def test_pages_mark_nothing() -> None:
    """A page runs anew for every click: what it marks is not collected, and would pile up."""
    for path in (ROOT / "app.py", *sorted((ROOT / "app_pages").glob("*.py"))):
        assert re.findall(r"\b(?:mark|Table)\(", path.read_text("utf-8")) == [], path
