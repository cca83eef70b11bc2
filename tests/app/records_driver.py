"""The records' pages without a browser: what a therapist does there, and messages of their components."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from app_driver import SAMPLES, App

from analyzer.records import NewPhoto, Records, VisitDraft
from ui.records.desk import Desk

if TYPE_CHECKING:
    from analyzer.types import Analysis

PASSPHRASE = "four words nobody guesses"  # noqa: S105 - for tests
SAMPLE = "anterior_tilt_man_right.jpg"


class Practice(App):
    """The app of a therapist, and the place of the records."""

    def __init__(self, place: Path) -> None:
        self.place = place
        super().__init__()

    def go(self, page: str, **query: object) -> Practice:
        """Open a page by its address."""
        self.at.switch_page(f"app_pages/{page}.py")
        self.at.query_params.clear()
        for name, value in query.items():
            self.at.query_params[name] = str(value)
        self.at.run()
        return self

    def press(self, label: str) -> Practice:
        next(button for button in self.at.button if button.label == label).click().run()
        return self

    def type(self, label: str, value: object) -> Practice:
        """Give a field its value."""
        self.field(label).set_value(value).run()
        return self

    def field(self, label: str) -> Any:
        at = self.at
        kinds = (at.text_input, at.text_area, at.number_input, at.selectbox, at.date_input, at.button_group)
        fields = [field for kind in kinds for field in kind if field.label.startswith(label)]
        return next((field for field in fields if field.label == label), fields[0])

    def unlock(self, passphrase: str = PASSPHRASE) -> Practice:
        if not self.at.title or self.at.title[0].value == "Check a photo":
            self.go("clients")
        self.field("Passphrase").set_value(passphrase)
        return self.press("Unlock")

    @property
    def desk(self) -> Desk:
        return self.at.session_state["state"].part(Desk)

    def said(self) -> str:
        """All that is written, warnings and good news too."""
        at = self.at
        more = (at.warning, at.success, at.tabs)
        return "\n".join([self.words(), *(element.value for kind in more[:2] for element in kind)])


def use_place(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the app keep its records here. Keys are made with few rounds, to be quick."""
    monkeypatch.setenv("POSTURE_RECORDS", str(place))
    monkeypatch.setattr("analyzer.records.cipher.ROUNDS", 1000)
    return place


def make_records(place: Path, analysis: Analysis, days: tuple[date, ...] = ()) -> Records:
    """Records with one client, K-7, and visits with one photo each."""
    records = Records.create(place, PASSPHRASE)
    client = records.add_client("K-7", "Anna")
    for day in days:
        photo = NewPhoto(SAMPLE, (SAMPLES / SAMPLE).read_bytes(), analysis)
        records.save_visit(client.id, VisitDraft(day, (photo,)))
    return records
