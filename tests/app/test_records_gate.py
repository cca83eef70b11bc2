"""The way to the records: set up, unlock, lock by itself, another passphrase, backup and restore."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from records_driver import PASSPHRASE, Practice, use_place
from starlette.requests import Request

from analyzer.records import Records, WrongPassphraseError
from ui.records import HERE, TICKET
from ui.records.desk import GRACE_S, Desk
from ui.records.settings import keeps_camera_data, load_idle_min
from ui.records.watch import somebody_is_there
from ui.records.words import DIFFERENT, EMPTY, EMPTY_OLD, OLD_WRONG, UNLOCK
from ui.session.end import look_at_parts


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return use_place(tmp_path / "folder" / "clients.records", monkeypatch)


@pytest.fixture
def made(place: Path) -> Path:
    """Records that are there, with one client."""
    with Records.create(place, PASSPHRASE) as records:
        records.add_client("K-7", "Anna")
    return place


def set_up(app: Practice, first: str, second: str) -> Practice:
    app.field("Passphrase").set_value(first)
    app.field("The same again").set_value(second)
    return app.press("Set up records")


def test_nobody_who_checks_a_photo_meets_the_records(place: Path):
    app = Practice(place)
    assert app.errors() == []
    assert "passphrase" not in app.words().casefold()
    assert app.at.session_state["state"].part(Desk) is None
    assert not place.exists()


def test_records_are_set_up_by_a_passphrase_given_twice(place: Path):
    app = Practice(place).go("clients")
    words = app.words()
    assert str(place) in words
    assert "encrypted" in words
    assert "cannot be recovered" in words
    set_up(app, PASSPHRASE, PASSPHRASE + "!")
    assert app.errors() == [DIFFERENT]
    set_up(app, "short", "short")
    assert "at least 10 characters" in app.errors()[0]
    assert not place.exists()
    set_up(app, PASSPHRASE, PASSPHRASE)
    assert app.errors() == []
    assert app.desk.open
    assert "There are no clients yet" in app.component("clients")
    assert PASSPHRASE not in str(app.at.session_state)
    with Records.open(place, PASSPHRASE) as records:
        assert records.count_clients() == 0


def test_only_the_passphrase_opens_them(made: Path):
    app = Practice(made).go("clients")
    assert UNLOCK in app.words()
    app.press("Unlock")
    assert app.errors() == [EMPTY]
    app.unlock("something else entirely")
    assert app.errors() == [WrongPassphraseError.default_message]
    assert not app.component("clients")
    app.unlock()
    assert app.errors() == []
    assert '"K-7"' in app.component("clients")


def test_one_window_that_is_open_opens_no_other(made: Path):
    first = Practice(made).unlock()
    second = Practice(made).go("clients")
    assert first.desk.open
    assert not second.desk.open
    assert "K-7" not in second.component("clients")


def test_an_address_of_a_client_leads_there_after_unlocking(made: Path):
    app = Practice(made).go("client", client=1)
    assert [title.value for title in app.at.title] == ["Client"]
    app.unlock()
    assert [title.value for title in app.at.title] == ["K\\-7 · Anna"]


def test_an_address_of_nobody_says_so(made: Path):
    app = Practice(made).unlock()
    for page in ("client", "visit"):
        for number in ("0", "99"):
            assert "no longer in the records" in app.go(page, **{page: number}).errors()[0]
        for number in ("", "-1", "x", "²"):
            assert app.go(page, **{page: number}).errors() == []
            assert "Choose a client first" in app.words()


def test_the_button_locks(made: Path):
    app = Practice(made).unlock()
    records = app.desk.records
    app.tell("watch", "lock", "button")
    assert not app.desk.open
    assert UNLOCK in app.words()
    assert not app.component("watch")
    with pytest.raises(Exception, match="locked"):
        records.count_clients()


def test_they_lock_when_nobody_is_there(made: Path):
    app = Practice(made).unlock()
    app.tell("watch", "lock", "idle")
    assert not app.desk.open
    assert "after 10 minutes without use" in app.words()


def test_the_server_locks_when_the_browser_is_gone(made: Path, monkeypatch: pytest.MonkeyPatch):
    app = Practice(made).unlock()
    state = app.at.session_state["state"]
    monkeypatch.setattr("ui.session.end._watched", {"session": lambda: state})
    began = app.desk.active_s
    look_at_parts(began + 10 * 60 + GRACE_S - 1)
    assert app.desk.open
    assert come_by(app.desk.ticket) == 204  # somebody moves the mouse
    assert app.desk.active_s > began
    look_at_parts(app.desk.active_s + 10 * 60 + GRACE_S + 1)
    assert not app.desk.open
    assert come_by(app.desk.ticket) == 410  # too late: the page follows
    app.tell("watch", "lock", "late")
    assert "after 10 minutes without use" in app.words()


def test_only_the_page_of_a_session_says_that_somebody_is_there(made: Path):
    app = Practice(made).unlock()
    began = app.desk.active_s
    assert [come_by(ticket) for ticket in (None, "", "x" * 43)] == [410] * 3
    assert app.desk.active_s == began
    assert app.desk.ticket not in repr(app.desk)


def come_by(ticket: str | None) -> int:
    """The status that a page gets which says that somebody is there."""
    headers = [] if ticket is None else [(TICKET.lower().encode(), ticket.encode())]
    request = Request({"type": "http", "method": "POST", "path": HERE, "headers": headers})
    return asyncio.run(somebody_is_there(request)).status_code


def test_a_session_that_ends_closes_them(made: Path):
    app = Practice(made).unlock()
    records = app.desk.records
    app.at.session_state["state"].end()
    assert app.at.session_state["state"].part(Desk) is None
    with pytest.raises(Exception, match="locked"):
        records.count_clients()


def test_the_idle_time_is_kept(made: Path):
    app = Practice(made).unlock().go("records")
    app.at.slider[0].set_value(3).run()
    assert app.desk.idle_min == 3
    other = Practice(made).unlock()
    assert other.desk.idle_min == 3
    assert not other.desk.idle(time.monotonic())
    made.with_suffix(".settings.json").write_text("nonsense")
    assert Practice(made).unlock().desk.idle_min == 10


def test_what_a_camera_wrote_is_kept_only_when_wanted(made: Path):
    app = Practice(made).unlock().go("records")
    assert not keeps_camera_data()
    app.at.slider[0].set_value(5).run()
    app.at.toggle(key="records_camera_data").set_value(True).run()
    assert keeps_camera_data()
    assert load_idle_min() == 5


def change(app: Practice, old: str, new: str, again: str) -> Practice:
    app.field("Passphrase until now").set_value(old)
    app.field("New passphrase").set_value(new)
    app.field("The new one again").set_value(again)
    return app.press("Change it")


def test_another_passphrase(made: Path):
    new = "quite other words here"
    app = Practice(made).unlock().go("records")
    assert change(app, "wrong words entirely", new, new).errors() == [OLD_WRONG]
    assert change(app, "", new, new).errors() == [EMPTY_OLD]
    assert change(app, PASSPHRASE, new, new + "?").errors() == [DIFFERENT]
    change(app, PASSPHRASE, new, new)
    assert app.errors() == []
    assert "was changed" in app.said()
    app.go("clients")  # still open
    assert '"K-7"' in app.component("clients")
    assert Practice(made).unlock(PASSPHRASE).errors() == [WrongPassphraseError.default_message]
    assert Practice(made).unlock(new).desk.open


def test_a_backup_saved_into_a_folder_is_restored_where_nothing_was(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    app = Practice(made).unlock().go("records")
    app.field("Folder on the computer").set_value(str(tmp_path / "nowhere"))
    app.press("Save a backup there")
    assert "not there" in app.errors()[0]
    (tmp_path / "other").mkdir()
    app.field("Folder on the computer").set_value(str(tmp_path / "other"))
    app.press("Save a backup there")
    assert app.errors() == []
    (backup,) = (tmp_path / "other").glob("*.records")
    new = tmp_path / "new" / "clients.records"
    monkeypatch.setenv("POSTURE_RECORDS", str(new))
    app = Practice(new).go("clients")
    app.press("Restore")
    assert "choose the file" in app.errors()[0]
    app.field("Or, for a large one").set_value(str(backup))
    app.field("Passphrase of the backup").set_value("not that passphrase")
    app.press("Restore")
    assert app.errors() == [WrongPassphraseError.default_message]
    assert not new.exists()
    app.field("Passphrase of the backup").set_value(PASSPHRASE)
    app.press("Restore")
    assert app.errors() == []
    assert '"K-7"' in app.component("clients")


def test_an_uploaded_backup_takes_the_place_of_the_records(made: Path):
    with Records.open(made, PASSPHRASE) as records:
        backup = records.backup()
        records.add_client("K-8")
    app = Practice(made).unlock()
    assert '"K-8"' in app.component("clients")
    app.go("records")
    app.at.file_uploader[0].set_value([("backup.records", backup, "application/octet-stream")][0])
    app.field("Passphrase of the backup").set_value(PASSPHRASE)
    app.press("Restore")
    assert app.errors() == []
    assert "Those that were here are kept" in app.said()
    app.go("clients")
    assert '"K-7"' in app.component("clients")
    assert '"K-8"' not in app.component("clients")
    assert len(list(made.parent.glob("*.records"))) == 2  # the old ones stay beside


def test_records_of_a_server_need_no_passphrase(made: Path, monkeypatch: pytest.MonkeyPatch):
    """With a file in the place of the server: only what the pages do is looked at."""
    kept = Records.open(made, PASSPHRASE)
    monkeypatch.setattr(type(kept), "encrypted", property(lambda self: False))
    monkeypatch.setattr(type(kept), "open", classmethod(lambda *_, **__: kept))
    monkeypatch.setenv("POSTURE_RECORDS", "postgresql://me:secret@server/clients")
    app = Practice(made).go("clients")
    assert app.errors() == []
    assert '"K-7"' in app.component("clients")
    app.go("records")
    assert "the server's own storage" in app.words()
    assert "secret" not in app.words()
    assert "secret" not in str([code.value for code in app.at.code])
    assert [button.label for button in app.at.button] == []
    assert '"idle_ms": 0' in app.component("watch")
