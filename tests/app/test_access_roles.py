"""Roles of accounts: kept with them, over with a change, and what pages offer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from access_driver import NAME, PASSWORD, House, cookie
from argon2 import PasswordHasher
from records_driver import Practice, make_records, use_place

from analyzer.records import NotAllowedError
from analyzer.types.roles import Role
from ui.access import __main__ as command
from ui.access import accounts as module
from ui.access.accounts import Accounts, AccountsError
from ui.records import gate, settings

if TYPE_CHECKING:
    from analyzer.types import Analysis

OTHER = "bert"


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(module, "_hasher", lambda: hasher)
    monkeypatch.setenv("POSTURE_ACCOUNTS", str(tmp_path / "accounts.json"))
    made = Accounts()
    made.add(NAME, PASSWORD)
    return made


# --- Accounts ---------------------------------------------------------------------------------------------


def test_a_role_is_kept_with_the_account(accounts: Accounts):
    accounts.add(OTHER, PASSWORD, "reader")
    fresh = Accounts()
    assert (fresh.role_of(NAME), fresh.role_of(OTHER)) == ("owner", "reader")
    # Another password changes nothing of it.
    fresh.add(OTHER, PASSWORD + "!")
    assert Accounts().role_of(OTHER) == "reader"
    assert fresh.set_role(OTHER, "therapist")
    assert Accounts().role_of(OTHER) == "therapist"
    assert not fresh.set_role("nobody", "reader")
    fresh.remove(OTHER)
    fresh.add(OTHER, PASSWORD)
    assert Accounts().role_of(OTHER) == "owner"


def test_a_program_that_knows_no_roles_lets_nobody_in_by_the_file(accounts: Accounts):
    """It would let everybody do everything. A file of owners alone stays as it was."""
    assert json.loads(accounts.file.read_bytes())["version"] == 1
    accounts.add(OTHER, PASSWORD, "reader")
    assert json.loads(accounts.file.read_bytes())["version"] == 2
    accounts.set_role(OTHER, "owner")
    assert json.loads(accounts.file.read_bytes())["version"] == 1


@pytest.mark.parametrize("roles", [{OTHER: "admin"}, ["reader"], {OTHER: None}])
def test_roles_that_cannot_be_read_let_nobody_in(accounts: Accounts, roles: object):
    accounts.add(OTHER, PASSWORD, "reader")
    record = json.loads(accounts.file.read_bytes())
    record["roles"] = roles
    accounts.file.write_text(json.dumps(record))
    with pytest.raises(AccountsError):
        Accounts().hashes()
    assert Accounts().configured


def test_another_role_ends_the_sessions(accounts: Accounts):
    house = House(accounts, server="192.0.2.1", client="192.0.2.7")
    secret = house.sign_in().secret
    assert house.ask("/", cookie=cookie(secret)).status == 200
    accounts.set_role(NAME, "reader")
    assert house.ask("/", cookie=cookie(secret)).status == 401
    assert house.ask("/", cookie=cookie(house.sign_in().secret)).status == 200


def test_the_command_says_and_changes_roles(accounts: Accounts, capsys: pytest.CaptureFixture[str]):
    assert command.main(["add", OTHER, "--provider", "--role", "reader"]) == 0
    assert command.main(["list"]) == 0
    assert "anna\nbert (reader)\n" in capsys.readouterr().out
    assert command.main(["role", OTHER, "therapist"]) == 0
    assert accounts.role_of(OTHER) == "therapist"
    assert command.main(["role", "nobody", "owner"]) == 1
    with pytest.raises(SystemExit):
        command.main(["role", OTHER, "king"])


# --- Pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("POSTURE_ACCOUNTS", raising=False)
    return use_place(tmp_path / "folder" / "clients.records", monkeypatch)


def app_of(role: Role, place: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setattr(gate, "signed_in_role", lambda: role)
    monkeypatch.setattr(settings, "signed_in_role", lambda: role)
    return Practice(place).unlock()


def labels(app: Practice) -> set[str]:
    return {button.label for button in (*app.at.button, *app.at.get("download_button"))}


def test_who_may_look_is_offered_nothing_else(
    place: Path, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
):
    make_records(place, analysis, (date(2026, 1, 2), date(2026, 3, 4))).close()
    app = app_of("reader", place, monkeypatch)
    seen = labels(app)
    app.go("client", client=1)
    assert app.errors() == []
    assert "may look" in app.words()
    seen |= labels(app)
    app.go("visit", visit=2)
    assert app.errors() == []
    seen |= labels(app)
    app.go("records")
    seen |= labels(app)
    assert {"Compare", "Export this client (ZIP)"} <= seen
    changes = ("New", "Edit", "Erase", "Delete", "Correct", "Save", "Create", "Note", "Withdraw", "Restore")
    changes += ("Change", "Download a backup", "Measure", "Add", "Do the")
    assert [label for label in seen if label.startswith(changes)] == []
    app.go("visit", visit=2)
    assert app.field("Notes of this visit").disabled
    assert app.desk.records is not None
    with pytest.raises(NotAllowedError):
        app.desk.records.erase_client(1)


def test_a_therapist_works_and_erases_nothing(
    place: Path, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
):
    make_records(place, analysis, (date(2026, 1, 2),)).close()
    app = app_of("therapist", place, monkeypatch)
    app.go("client", client=1)
    assert "New visit" in labels(app)
    assert "Erase this client" not in labels(app)
    app.go("visit", visit=1)
    assert "Delete this visit" not in labels(app)
    app.type("Notes of this visit", "Right knee tired.")
    assert app.errors() == []
    app.go("records")
    assert "Download a backup" not in labels(app)
    assert "owner of this practice" in app.words()


@pytest.mark.parametrize("role", ["therapist", "reader"])
def test_settings_are_the_owners(place: Path, role: Role, monkeypatch: pytest.MonkeyPatch):
    make_records(place, None).close()  # type: ignore[arg-type]
    monkeypatch.setattr(settings, "signed_in_role", lambda: role)
    with pytest.raises(NotAllowedError):
        settings.save(idle_min=60)
    monkeypatch.setattr(settings, "signed_in_role", lambda: "owner")
    settings.save(idle_min=60)
