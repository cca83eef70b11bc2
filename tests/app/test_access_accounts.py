"""Accounts in their file, the command for them, delays, and the check at the start."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from access_driver import NAME, PASSWORD, Clock
from streamlit import config

from ui.access import accounts as module
from ui.access.accounts import PROVIDED, Accounts, AccountsError
from ui.access.delays import FORGET_S, FREE, LONGEST_WAIT_S, SLOWEST_S, Delays
from ui.access.sessions import Sessions, idle_time_s
from ui.access.start import command_of, is_loopback, refuse_open_address

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "kept" / "accounts.json")


# --- The file ---------------------------------------------------------------------------------------------


def test_only_the_owner_can_read_the_file_and_it_holds_no_password(accounts: Accounts):
    accounts.add(NAME, PASSWORD)
    assert stat.S_IMODE(accounts.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(accounts.file.parent.stat().st_mode) == 0o700
    text = accounts.file.read_text()
    assert PASSWORD not in text
    assert json.loads(text)["accounts"][NAME].startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_file_that_others_can_read_is_not_used(accounts: Accounts):
    accounts.add(NAME, PASSWORD)
    accounts.file.chmod(0o640)
    with pytest.raises(AccountsError, match="chmod 600"):
        accounts.hashes()
    assert accounts.configured  # not: no accounts, everybody may come in


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2, "accounts": {}}', '{"version": 1}', "\udcff"]
)
def test_a_damaged_file_says_what_to_do(accounts: Accounts, text: str):
    accounts.add(NAME, PASSWORD)
    accounts.file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(AccountsError, match="backup"):
        Accounts(accounts.file).hashes()


def test_names_are_the_same_in_any_case_and_form(accounts: Accounts):
    accounts.add("Zoë ", PASSWORD)
    for name in ("zoë", "ZOË", "Zoe\u0308"):
        assert accounts.verify(name, PASSWORD) == "zoë"
    assert accounts.verify("zoe", PASSWORD) is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb", "\u202eanna"])
def test_names_that_cannot_be_used(accounts: Accounts, name: str):
    with pytest.raises(AccountsError, match="name"):
        accounts.add(name, PASSWORD)


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaaaaa", "x1y2" * 65, "ANNA-anna-12", "anna anna anna"]
)
def test_passwords_that_are_easy_to_guess(accounts: Accounts, password: str):
    with pytest.raises(AccountsError):
        accounts.add(NAME, password)
    assert not accounts.file.exists()


def test_a_name_that_does_not_exist_costs_the_same(accounts: Accounts, monkeypatch: pytest.MonkeyPatch):
    accounts.add(NAME, PASSWORD)
    accounts.add_provided("provided")
    asked = []
    real = module._hasher()

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            asked.append(kept.rpartition("$")[0].rpartition("$")[0])
            return real.verify(kept, password)

        hash = real.hash

    monkeypatch.setattr(module, "_hasher", Counting)
    for name, password in ((NAME, "wrong"), ("nobody", PASSWORD), ("", "x"), ("provided", "x")):
        assert accounts.verify(name, password) is None
    assert accounts.verify(NAME, PASSWORD) == NAME
    assert len(asked) == 5
    assert len(set(asked)) == 1  # the same parameters: the same work


def test_when_saving_fails_the_accounts_are_as_they_were(accounts: Accounts, monkeypatch: pytest.MonkeyPatch):
    accounts.add(NAME, PASSWORD)

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AccountsError, match="disk is not full"):
        accounts.add("bert", PASSWORD)
    assert list(Accounts(accounts.file).hashes()) == [NAME]
    assert sorted(item.name for item in accounts.file.parent.iterdir()) == [
        "accounts.json",
        "accounts.json.lock",
    ]


# --- The command ------------------------------------------------------------------------------------------


def command(accounts: Accounts, *arguments: str, typed: str = "") -> tuple[int, str]:
    """Status, and all that appears on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.access", *arguments],
        cwd=ROOT,
        env={**os.environ, "POSTURE_ACCOUNTS": str(accounts.file)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,  # so that no other terminal is asked
    )
    os.close(theirs)
    seen = b""
    lines = typed.split("|") if typed else []
    try:
        while part := os.read(ours, 4096):
            seen += part
            if lines and seen.count(b": ") > typed.count("|") + 1 - len(lines):
                os.write(ours, lines.pop(0).encode() + b"\n")
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return process.wait(), seen.decode()


def test_the_command_asks_for_a_password_without_showing_it(accounts: Accounts):
    status, seen = command(accounts, "add", "Anna", typed=f"{PASSWORD}|{PASSWORD}")
    assert status == 0, seen
    assert PASSWORD not in seen
    assert accounts.verify(NAME, PASSWORD) == NAME
    assert command(accounts, "list") == (0, "anna\r\n")
    status, seen = command(accounts, "remove", "ANNA")
    assert "last account" in seen
    assert not accounts.configured
    status, seen = command(accounts, "remove", "anna")
    assert (status, seen) == (1, "There is no account anna.\r\n")


def test_who_signs_in_at_a_provider_is_asked_for_no_password(accounts: Accounts):
    status, seen = command(accounts, "add", "Anna@Practice.example", "--provider")
    assert (status, "identity provider" in seen) == (0, True)
    assert dict(accounts.hashes()) == {"anna@practice.example": PROVIDED}
    assert accounts.verify("anna@practice.example", PROVIDED) is None
    assert command(accounts, "remove", "anna@practice.example")[0] == 0


def test_two_passwords_that_differ_change_nothing(accounts: Accounts):
    status, seen = command(accounts, "add", "anna", typed=f"{PASSWORD}|{PASSWORD}x")
    assert status == 1
    assert "differ" in seen
    assert not accounts.configured


# --- Delays and sessions ----------------------------------------------------------------------------------


def test_an_address_waits_longer_with_each_failure_up_to_a_limit():
    clock = Clock()
    delays, waits = Delays(clock), []
    for _ in range(FREE + 12):
        waits.append(delays.wait_s("192.0.2.7"))
        clock.now_s += waits[-1]
        delays.begin(NAME, "192.0.2.7")
    assert waits[:FREE] == [0.0] * FREE
    assert waits[FREE : FREE + 4] == pytest.approx([1.0, 2.0, 4.0, 8.0])
    assert max(waits) == pytest.approx(LONGEST_WAIT_S)
    assert delays.wait_s("192.0.2.8") == 0.0
    clock.now_s += FORGET_S
    assert delays.wait_s("192.0.2.7") == 0.0


def test_nobody_can_lock_somebody_else_out():
    clock = Clock()
    delays = Delays(clock)
    delays.begin(NAME, "192.0.2.1")
    delays.succeed(NAME, "192.0.2.1")
    for number in range(200):  # somebody with many addresses guesses
        assert delays.begin(NAME, f"198.51.100.{number}") <= SLOWEST_S
    assert delays.wait_s("192.0.2.1") == 0.0
    assert delays.begin(NAME, "192.0.2.1") == 0.0  # where anna works, all is as ever
    assert delays.begin(NAME, "192.0.2.2") == SLOWEST_S  # elsewhere she waits some seconds
    assert delays.begin("bert", "192.0.2.2") == 0.0


def test_one_network_of_ipv6_is_one_address():
    delays = Delays(Clock())
    for number in range(FREE):
        delays.begin(NAME, f"2001:db8::{number + 1:x}")
    assert delays.wait_s("2001:db8::ffff") > 0.0
    assert delays.wait_s("2001:db8:0:1::1") == 0.0


def test_what_is_remembered_has_a_limit():
    delays = Delays(Clock())
    for number in range(5000):
        delays.begin(f"name{number}", f"10.0.{number // 250}.{number % 250}")
    assert len(delays._addresses._kept) == len(delays._accounts._kept) == 4096


def test_the_memory_holds_no_secret():
    sessions = Sessions(60.0, Clock())
    secret = sessions.begin(NAME, "hash")
    assert secret not in repr(sessions._kept)
    assert sessions.find(secret) is not None
    assert sessions.find(secret + "x") is None
    assert sessions.find(None) is None


@pytest.mark.parametrize(("given", "minutes"), [("", 30), ("5", 5), ("-1", 30), ("soon", 30), ("nan", 30)])
def test_how_long_nobody_may_be_there(monkeypatch: pytest.MonkeyPatch, given: str, minutes: int):
    monkeypatch.setenv("POSTURE_IDLE_MINUTES", given)
    assert idle_time_s() == 60.0 * minutes


# --- The start --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"]
)
def test_only_this_computer(address: str):
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "::", "0", "", "192.0.2.1", "fe80::1%eth0", "::ffff:192.0.2.1", "no name", "a" * 70],  # noqa: S104
)
def test_others_too(address: str):
    assert not is_loopback(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", None, "192.0.2.1"])  # noqa: S104
def test_it_does_not_start_on_a_network_without_accounts(
    accounts: Accounts,
    address: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr(config, "get_option", {"server.address": address}.__getitem__)
    with pytest.raises(SystemExit) as ended:
        refuse_open_address(accounts)
    assert ended.value.code == 2
    assert command_of("accounts add NAME") in capsys.readouterr().err
    accounts.add(NAME, PASSWORD)
    refuse_open_address(accounts)


def test_it_does_not_start_with_accounts_that_cannot_be_read(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    accounts.add(NAME, PASSWORD)
    accounts.file.write_text("{")
    monkeypatch.setattr(config, "get_option", {"server.address": "127.0.0.1"}.__getitem__)
    with pytest.raises(SystemExit):
        refuse_open_address(accounts)
    assert "backup" in capsys.readouterr().err
