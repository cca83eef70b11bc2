"""The app of a therapist with records of its own, and what they do in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from browser_driver import Driver, Server

from analyzer.records import Records

PASSPHRASE = "four words nobody guesses"  # noqa: S105 - for tests


def serve(place: Path) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTURE_RECORDS", str(place))
        server = Server()
    server.wait()
    server.place = place
    yield server
    server.stop_quietly()


class Desk:
    """A window with the records in it."""

    def __init__(self, window: Driver) -> None:
        self.window, self.page = window, window.page

    def menu(self, title: str) -> Desk:
        """Open a page by the menu, which is folded on a phone."""
        phone = self.page.viewport_size["width"] < 769
        if phone:
            self.page.get_by_test_id("stExpandSidebarButton").click()
        self.page.get_by_role("link", name=title, exact=True).first.click()
        self.page.get_by_role("heading", name=title).first.wait_for()
        collapse = self.page.get_by_test_id("stSidebarCollapseButton")
        if phone and collapse.is_visible():
            collapse.locator("button").click()
        return self.settle()

    def unlock(self) -> Desk:
        self.page.get_by_label("Passphrase", exact=True).first.fill(PASSPHRASE)
        self.page.get_by_role("button", name="Unlock").click()
        self.page.get_by_text("Records are open").wait_for()
        return self.settle()

    def press(self, name: str) -> Desk:
        self.page.get_by_role("button", name=name, exact=True).click()
        return self.settle()

    def client(self, code: str) -> Desk:
        """From the list to a client."""
        self.page.get_by_role("button", name=code, exact=True).click()
        return self.heading(code)

    def follow(self, name: str, heading: str) -> Desk:
        self.page.get_by_role("link", name=name).first.click()
        return self.heading(heading)

    def heading(self, text: str) -> Desk:
        self.page.get_by_role("heading", name=text).first.wait_for()
        return self.settle()

    def settle(self) -> Desk:
        self.window.settle()
        return self


def day_words(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def kept_notes(server: Server, visit_id: int) -> str:
    """The notes of a visit as they are in the file."""
    with Records.open(server.place, PASSPHRASE) as records:
        return records.visit(visit_id).notes
