"""The language of the app in a browser: asked for, chosen, kept, and told to screen readers."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from browser_driver import Driver, Server
from playwright.sync_api import expect

from tests.catalogues import counted

GERMAN = {
    "Check a photo": "Foto prüfen",
    "Language": "Sprache",
    "Upload": "Hochladen",
    "Drag and drop files here": "Dateien hierher ziehen",
    "{size} per file": "{size} je Datei",
    "{count} more": "{count} weitere",
}


def test_a_german_browser_is_spoken_to_in_german_until_somebody_chooses(
    start: Callable[..., Server], open_app: Callable[..., Driver], tmp_path: Path
) -> None:
    made = Catalog(locale="de")
    for english, german in GERMAN.items():
        made.add(english, german)
    data = BytesIO()
    write_mo(data, counted(made))
    (tmp_path / "de.mo").write_bytes(data.getvalue())
    server = start(POSTURE_CATALOGUES=str(tmp_path))
    window = open_app(url=server.url, locale="de-DE")
    page = window.page
    expect(page.locator("html")).to_have_attribute("lang", "de")
    # Streamlit's own words, too: in the text that is read aloud.
    expect(page.get_by_test_id("stFileUploader").get_by_role("button", name="Hochladen")).to_be_visible()
    expect(page.get_by_test_id("stFileUploader").get_by_text("200MB je Datei")).to_be_visible()
    page.set_viewport_size({"width": 900, "height": 800})
    expect(page.get_by_role("banner").get_by_text(" weitere")).to_be_visible()
    window.settle()
    field = page.get_by_label("Sprache")
    window.steady(field)  # a list that opens while the page still moves closes again
    field.click()
    page.get_by_role("option", name="English").click()
    expect(page.get_by_role("heading", name="Check a photo")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(
        page.get_by_test_id("stFileUploader").get_by_role("button", name="Upload", exact=True)
    ).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Check a photo")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
