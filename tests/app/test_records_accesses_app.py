"""Who opened a client, as the pages note and show it."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from records_driver import PASSPHRASE, Practice

from analyzer.records import NotWritableError, Records, VisitDraft
from tests.unit.records_cases import DAY
from ui.records import accesses
from ui.records.accesses import AGAIN_S, TITLE


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        records.save_visit(records.add_client("K-1").id, VisitDraft(DAY))
        records.add_client("K-2")
    monkeypatch.setenv("POSTURE_RECORDS", str(place))
    return place


@pytest.fixture
def app(place: Path) -> Practice:
    return Practice(place).unlock()


def noted(place: Path, client_id: int = 1) -> list[tuple[str, str]]:
    with Records.open(place, PASSPHRASE) as records:
        return [(line.who, line.what) for line in records.accesses(client_id)]


def test_opening_a_client_is_noted_once_in_a_while(
    app: Practice, place: Path, monkeypatch: pytest.MonkeyPatch
):
    now = [1e6]
    monkeypatch.setattr(accesses.time, "monotonic", lambda: now[0])
    app.go("clients")
    assert noted(place) == []  # the list opens nobody
    app.go("client", client=1)
    app.go("visit", visit=1)
    app.go("client", client=1)
    assert len(noted(place)) == 1
    assert noted(place)[0][0].startswith(f"{getpass.getuser()} at ")
    assert noted(place, 2) == []
    now[0] += AGAIN_S
    app.go("visit", visit=1)
    assert len(noted(place)) == 2


def test_the_account_that_is_signed_in_is_noted(app: Practice, place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(accesses, "signed_in_name", lambda: "anna")
    app.go("visit", visit=1)
    assert noted(place) == [("anna", "opened")]


def test_who_unlocks_anew_is_noted_anew(app: Practice, place: Path):
    app.go("client", client=1)
    app.desk.close()
    app.go("client", client=1).unlock()
    assert len(noted(place)) == 2


def test_the_page_of_the_client_shows_it(app: Practice, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(accesses, "signed_in_name", lambda: "anna *the* <b>")
    app.go("client", client=1)
    panel = next(item for item in app.at.expander if item.label == TITLE)
    assert not panel.text
    app.at.session_state["client_accesses"] = True
    app.at.run()
    panel = next(item for item in app.at.expander if item.label == TITLE)
    assert panel.text[0].value.endswith(": anna *the* <b>, opened")
    assert not panel.markdown


def test_what_cannot_be_noted_is_said_and_the_page_is_shown(app: Practice, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise NotWritableError

    monkeypatch.setattr(Records, "note_access", refuse)
    app.go("client", client=1)
    assert "could not be noted" in app.at.warning[0].value
    assert app.at.title[0].value == "K\\-1"
