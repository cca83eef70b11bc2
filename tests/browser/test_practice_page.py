"""A day in a practice: who comes today, what was noted, rows to press anywhere, ways out of dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from browser_driver import Driver, Server
from clinic_driver import PASSPHRASE, Desk, serve

from analyzer.records import Records, VisitDraft

Open = Callable[..., Driver]
TODAY = date.today()


@pytest.fixture
def clinic(pose_model: object, tmp_path: Path) -> Iterator[Server]:
    """The app with records of three clients, one of whom comes today and one in a week."""
    place = tmp_path / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        for code, days, notes in (("K-1", -30, "stairs hurt"), ("K-2", 0, ""), ("K-3", 7, "")):
            client = records.add_client(code)
            records.save_visit(client.id, VisitDraft(TODAY + timedelta(days=days), notes=notes))
    yield from serve(place)


def test_today_first_notes_are_found_rows_are_pressed_and_dialogs_left(clinic: Server, open_app: Open):
    desk = Desk(open_app(url=clinic.url)).menu("Clients").unlock()
    page = desk.page
    rows = page.locator("tbody tr")
    assert [text.split()[0] for text in rows.all_inner_texts()] == ["K-2", "K-3", "K-1"]
    for words in ("stairs", (TODAY - timedelta(days=30)).isoformat()):
        page.get_by_role("searchbox").fill(words)
        page.get_by_text("1 client found").wait_for()
        assert rows.first.inner_text().startswith("K-1")
        page.get_by_role("searchbox").fill("")
        page.get_by_text("3 clients").wait_for()
    # Anywhere in the row: here at its end.
    box = rows.last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    desk.heading("K-1")
    line = page.get_by_test_id("stPageLink").filter(has_text="notes").locator("a")
    box = line.bounding_box()
    assert box is not None
    assert box["width"] > 600
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    desk.heading("Visit of")
    desk.press("Delete this visit")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").wait_for(state="detached")
    desk.settle().menu("Clients").client("K-1").press("Erase this client")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").wait_for(state="detached")
    desk.settle()
    with Records.open(clinic.place, PASSPHRASE) as records:
        assert records.count_clients() == 3
