"""The command for a practice: certificates, what is said of the firewall, and what starts it at a sign-in."""

from __future__ import annotations

import os
import plistlib
import shutil
import ssl
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Interface
from pathlib import Path
from xml.etree import ElementTree as Xml

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from ui.access import addresses
from ui.access.accounts import Accounts
from ui.access.certificates import AUTHORITY_DAYS, DAYS, RENEW_DAYS, ensure_certificate, is_local
from ui.practice import __main__ as practice
from ui.practice import at_login, server, words

NOW = datetime(2027, 3, 1, tzinfo=UTC)
NAMES = ["192.168.7.2", "desk.local", "localhost", "127.0.0.1"]


# --- Certificates -----------------------------------------------------------------------------------------


def names_in(file: Path) -> set[str]:
    own = x509.load_pem_x509_certificates(file.read_bytes())[0]
    said = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {*said.get_values_for_type(x509.DNSName), *map(str, said.get_values_for_type(x509.IPAddress))}


@pytest.mark.skipif(os.name == "nt", reason="rights of files")
def test_only_the_owner_can_read_keys(tmp_path: Path):
    made = ensure_certificate(tmp_path / "tls", NAMES)
    files = list((tmp_path / "tls").iterdir())
    assert len(files) == 4
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "tls").stat().st_mode) == 0o700
    assert names_in(made.chain) == set(NAMES)


def test_it_is_kept_until_it_nears_its_end(tmp_path: Path):
    first = ensure_certificate(tmp_path, NAMES, NOW)
    same = ensure_certificate(tmp_path, NAMES[1:], NOW + timedelta(days=DAYS - RENEW_DAYS - 1))
    assert (first.renewed, same.renewed, same.ends) == (True, False, first.ends)
    later = NOW + timedelta(days=DAYS - RENEW_DAYS)
    second = ensure_certificate(tmp_path, NAMES, later)
    assert second.renewed
    assert second.ends == later + timedelta(days=DAYS)
    # Nobody has to trust anything anew.
    assert second.fingerprint == first.fingerprint
    authority = x509.load_pem_x509_certificate(second.authority.read_bytes())
    assert second.fingerprint.replace(":", "").lower() == authority.fingerprint(hashes.SHA256()).hex()


def test_another_address_gets_a_certificate_at_once(tmp_path: Path):
    ensure_certificate(tmp_path, NAMES, NOW)
    made = ensure_certificate(tmp_path, [*NAMES, "10.1.2.3"], NOW)
    assert made.renewed
    assert "10.1.2.3" in names_in(made.chain)


def test_no_certificate_outlives_its_authority(tmp_path: Path):
    first = ensure_certificate(tmp_path, NAMES, NOW)
    near = NOW + timedelta(days=AUTHORITY_DAYS - DAYS)
    assert ensure_certificate(tmp_path, NAMES, near).fingerprint != first.fingerprint


@pytest.mark.parametrize(
    "name", ["8.8.8.8", "practice.example", "lan.evil.example", "", "notlocal", "2001:db8::1"]
)
def test_the_authority_vouches_for_local_names_alone(tmp_path: Path, name: str):
    assert not is_local(name)
    assert names_in(ensure_certificate(tmp_path, [*NAMES, name]).chain) == set(NAMES)


def test_the_authority_says_so_itself(tmp_path: Path):
    """Whoever steals its key cannot pass for anybody on the internet: OpenSSL checks it as browsers do."""
    from ui.access import certificates  # noqa: PLC0415

    now = datetime.now(UTC)
    authority, key = certificates._authority(tmp_path, now)
    for name, good in (("desk.local", True), ("www.example.org", False)):
        made, _ = certificates._sign(authority, key, [name], now)
        file = tmp_path / f"{name}.pem"
        file.write_bytes(made.public_bytes(certificates_encoding()))
        command = ["openssl", "verify", "-CAfile", str(tmp_path / "authority.pem"), str(file)]
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed")
        assert (subprocess.run(command, capture_output=True, check=False).returncode == 0) is good
    assert ssl.create_default_context(cafile=str(tmp_path / "authority.pem")).get_ca_certs()


def certificates_encoding():
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    return Encoding.PEM


def test_a_damaged_certificate_is_said(tmp_path: Path):
    made = ensure_certificate(tmp_path, NAMES)
    made.authority.write_text("nothing")
    with pytest.raises(ValueError, match="PEM"):
        ensure_certificate(tmp_path, NAMES)


# --- Addresses --------------------------------------------------------------------------------------------


def test_the_address_of_the_network_comes_before_those_of_machines_within(monkeypatch: pytest.MonkeyPatch):
    two, ten = "255.255.255.0", "255.0.0.0"
    cards = {
        "lo": [("127.0.0.1", ten)],
        "docker0": [("172.17.0.1", "255.255.0.0")],
        "eth1": [("8.8.4.4", two)],
        "wlan0": [("192.168.7.2", two)],
        "eth0": [("169.254.3.3", "255.255.0.0"), ("10.0.0.9", ten)],
        "eth9": [("10.9.9.9", ten)],
    }
    entries = {
        name: [psutil._ntuples.snicaddr(2, address, mask, None, None) for address, mask in given]
        for name, given in cards.items()
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: entries)
    state = {name: psutil._ntuples.snicstats(name != "eth9", 2, 0, 1500, "") for name in cards}
    monkeypatch.setattr(psutil, "net_if_stats", lambda: state)
    assert addresses.addresses_on_the_network() == ("192.168.7.2", "10.0.0.9", "8.8.4.4", "172.17.0.1")
    assert str(addresses.networks()[0].network) == "192.168.7.0/24"


def test_what_to_allow_is_for_the_own_network_alone():
    own = (IPv4Interface("192.168.7.2/24"),)
    assert "from 192.168.7.0/24 to any port 8501" in words.firewall(8501, own, "ufw")
    assert "profile=private remoteip=localsubnet" in words.firewall(8501, own, "Windows")
    for system in words.COMMANDS:
        assert "{" not in words.firewall(8501, own, system)


# --- Start at a sign-in -----------------------------------------------------------------------------------

START = at_login.Start(
    ("/srv/my app/python", "-m", "analyzer", "practice", "--name", 'a"b%n$HOME'),
    Path("/srv/my app/100%"),
    {"POSTURE_PHONE": "on", "POSTURE_RECORDS": 'C:\\x & y "z" %d'},
)


def test_the_unit_of_systemd(tmp_path: Path):
    text = at_login.systemd_unit(START).decode()
    assert "WorkingDirectory=/srv/my app/100%%" in text
    assert 'ExecStart="/srv/my app/python" "-m"' in text
    assert '"a\\"b%%n$$HOME"' in text
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not installed: the unit was not checked by systemd")
    real = at_login.Start((sys.executable, "-m", "analyzer", "practice"), tmp_path, START.variables)
    file = tmp_path / "posture-analyzer.service"
    file.write_bytes(at_login.systemd_unit(real))
    variables = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [tool, "--user", "verify", str(file)], env=variables, capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "posture-analyzer" in line] == []
    file.write_bytes(at_login.systemd_unit(real).replace(b"Restart=on-failure", b"Restart=perhaps"))
    done = subprocess.run(
        [tool, "--user", "verify", str(file)], env=variables, capture_output=True, text=True, check=False
    )
    assert "posture-analyzer" in done.stderr


def test_the_agent_of_launchd():
    told = plistlib.loads(at_login.launchd_agent(START))
    assert told["ProgramArguments"] == list(START.command)
    assert told["EnvironmentVariables"] == START.variables
    assert told["WorkingDirectory"] == str(START.folder)
    assert told["RunAtLoad"] is True


def test_the_task_of_windows():
    text = at_login.windows_task(START)
    assert text[:2] == b"\xff\xfe"
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = Xml.fromstring(text.decode("utf-16").partition("?>")[2])  # noqa: S314 - our own
    run = task.find(f"{space}Actions/{space}Exec")
    assert run is not None
    assert run.findtext(f"{space}Command") == "cmd.exe"
    said = run.findtext(f"{space}Arguments") or ""
    assert 'set "POSTURE_PHONE=on" && ' in said
    assert '"/srv/my app/python" -m analyzer practice' in said
    plain = at_login.Start(START.command, START.folder, {})
    assert b"cmd.exe" not in at_login.windows_task(plain).replace(b"\0", b"")


@pytest.mark.parametrize("kind", ["systemd", "launchd", "task"])
def test_installed_and_removed(kind: at_login.Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    done: list[list[str]] = []
    monkeypatch.setattr(at_login, "_done", lambda command: done.append(command) or True)
    monkeypatch.setattr(at_login, "file_of", lambda _kind: tmp_path / "a" / "file")
    monkeypatch.setattr(at_login, "user_log_path", lambda *_, **__: tmp_path / "log")
    file, failed = at_login.install(START, kind)
    assert (file.read_bytes(), failed) == (at_login.text_of(kind, START), None)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert at_login.remove(kind)
    assert not file.exists()
    assert not at_login.remove(kind)
    assert any("disable" in command or "unload" in command or "/Delete" in command for command in done)


def test_it_starts_as_it_runs_now(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POSTURE_PHONE", "on")
    start = at_login.make_start(["--port", "8600"], Path("/x"))
    assert start.command == (sys.executable, "-m", "analyzer", "practice", "--port", "8600")
    assert start.variables["POSTURE_PHONE"] == "on"
    assert all(name.startswith("POSTURE_") for name in start.variables)


# --- The command ------------------------------------------------------------------------------------------


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("POSTURE_ACCOUNTS", str(tmp_path / "accounts.json"))
    monkeypatch.setenv("POSTURE_CERTIFICATES", str(tmp_path / "tls"))
    monkeypatch.setenv("POSTURE_LANGUAGE", "en")
    monkeypatch.setattr(server, "networks", lambda: (IPv4Interface("192.168.7.2/24"),))
    return tmp_path


@pytest.mark.usefixtures("own")
def test_without_a_terminal_nobody_is_asked(capsys: pytest.CaptureFixture[str]):
    assert practice.main([]) == 1
    assert "accounts add NAME" in capsys.readouterr().err


def test_everything_is_said_again(own: Path, capsys: pytest.CaptureFixture[str]):
    assert practice.main(["--show", "--port", "8600"]) == 0
    said = capsys.readouterr().out
    made = ensure_certificate(own / "tls", NAMES)
    for words_ in (
        "https://127.0.0.1:8600/",
        "https://192.168.7.2:8600/",
        "https://192.168.7.2:8600/authority.crt",
        made.fingerprint,
        "▀",
        "8600",
    ):
        assert words_ in said


@pytest.mark.usefixtures("own")
def test_what_is_in_the_way_is_said(capsys: pytest.CaptureFixture[str]):
    import socket  # noqa: PLC0415

    assert practice.main(["--name", "practice.example"]) == 1
    assert "no name of a local network" in capsys.readouterr().err
    Accounts().add("anna", "four words of mine here")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert practice.main(["--port", str(taken.getsockname()[1])]) == 1
    assert "answers at port" in capsys.readouterr().err


def test_the_first_account_is_asked_for(own: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _words: "Anna")
    monkeypatch.setattr("getpass.getpass", lambda _words: "four words of mine here")
    monkeypatch.setattr(practice, "serve", lambda *_: 0)
    monkeypatch.setattr(practice, "is_free", lambda _port: True)
    assert practice.main([]) == 0
    assert list(Accounts().hashes()) == ["anna"]


# --- The server that goes on ------------------------------------------------------------------------------


class Process:
    """A server that runs until it is told to end, or for so many looks."""

    pid = 1

    def __init__(self, looks: int) -> None:
        self.looks, self.code = looks, None

    def wait(self, seconds: float | None = None) -> int:
        if seconds is not None and self.looks:
            self.looks -= 1
            raise subprocess.TimeoutExpired("x", seconds)
        return self.code or 0

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.code = 0


def test_it_is_started_anew_with_another_address_when_nobody_is_connected(
    own: Path, monkeypatch: pytest.MonkeyPatch
):
    started: list[server.Place] = []
    processes = [Process(3), Process(1)]
    monkeypatch.setattr(server, "_start", lambda _place, _app: processes[len(started)])
    busy = [True, False]
    monkeypatch.setattr(server, "somebody_is_there", lambda _pid, _port: busy.pop(0))
    found = iter(["192.168.7.2", "192.168.7.2", "10.0.0.9", "10.0.0.9", "10.0.0.9"])

    def find() -> server.Place:
        monkeypatch.setattr(server, "networks", lambda: (IPv4Interface(f"{next(found)}/24"),))
        return server.find_place(own / "tls", [], 8600)

    assert server.serve(Path("app.py"), find, started.append) == 0
    assert [place.there for place in started] == ["https://10.0.0.9:8600/"]
    assert processes[0].code == 0
    assert busy == []


def test_the_server_answers_to_its_names_alone(own: Path):
    command = server.command_of(server.find_place(own / "tls", ["posture.lan"], 8600), Path("app.py"))
    hosts = [word.partition("=")[2] for word in command if word.startswith("--server.allowedHosts")]
    assert {"posture.lan", "192.168.7.2", "localhost", "127.0.0.1"} <= set(hosts)
    assert "--browser.serverAddress=posture.lan" in command
    assert "*" not in "".join(hosts)


def test_who_is_connected_is_seen():
    import socket  # noqa: PLC0415

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert not server.somebody_is_there(os.getpid(), port)
        with socket.create_connection(("127.0.0.1", port)), listening.accept()[0]:
            assert server.somebody_is_there(os.getpid(), port)
    assert server.somebody_is_there(2**30, port), "what cannot be told counts as somebody"
