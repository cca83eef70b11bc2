"""HTTPS as docs/network.md says a practice gets it: by the app itself, behind nginx, and behind Caddy; with a
self-made certificate, made by the command that stands there or by Caddy.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser_driver import ROOT, SAMPLES, Server, wait_for
from headless import Visitor

from ui.access.accounts import Accounts
from ui.access.delays import FREE
from ui.access.door import OPEN
from ui.access.sessions import COOKIE, SEALED_COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("https")]

NAME, PASSWORD = "anna", "four words of mine here"
PHOTO = SAMPLES / "anterior_tilt_man_right.jpg"


def needed(program: str) -> str:
    """The path of a program; where it is missing, tests are skipped, but not where everything is tested."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"{program} is not installed")
    assert found is not None, f"{program} is not installed"
    return found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate and its key for ``localhost``, by the command of the documentation."""
    folder = tmp_path_factory.mktemp("certificate")
    text = (ROOT / "docs" / "network.md").read_text("utf-8").replace("\\\n", " ")
    command = next(line for line in text.splitlines() if line.strip().startswith("openssl req"))
    arguments = shlex.split(command.replace("posture.practice.lan", "localhost"))
    subprocess.run([needed("openssl"), *arguments[1:]], cwd=folder, check=True, capture_output=True)
    return folder / "posture.pem", folder / "posture.key"


@pytest.fixture(scope="module")
def trust(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    accounts.add(NAME, PASSWORD)
    return accounts


@dataclass
class Place:
    """Where people come in, and whom they trust."""

    url: str
    trust: ssl.SSLContext

    def visitor(self) -> Visitor:
        return Visitor(self.url, self.trust)

    @property
    def answers(self) -> bool:
        try:
            return self.visitor().ask("/_stcore/health").status == 200
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def by_itself(accounts: Accounts, certificate: tuple[Path, Path], trust: ssl.SSLContext) -> Iterator[Place]:
    """The app with a certificate of its own, as the documentation starts it."""
    options = (f"--server.sslCertFile={certificate[0]}", f"--server.sslKeyFile={certificate[1]}")
    server = Server(*options, POSTURE_ACCOUNTS=str(accounts.file))
    place = Place(f"https://localhost:{urlsplit(server.url).port}/", trust)
    wait_for(lambda: place.answers)
    yield place
    server.kill()


@pytest.fixture(scope="module")
def behind_nginx(
    accounts: Accounts,
    certificate: tuple[Path, Path],
    trust: ssl.SSLContext,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Place]:
    """nginx with the example of the documentation in it, before the app."""
    program, folder = needed("nginx"), tmp_path_factory.mktemp("nginx")
    server = Server(POSTURE_ACCOUNTS=str(accounts.file))
    port = free_port()
    example = (ROOT / "docs" / "proxy" / "nginx.conf").read_text("utf-8")
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("posture.practice.lan", "localhost"),
        ("/etc/ssl/posture.pem", str(certificate[0])),
        ("/etc/ssl/private/posture.key", str(certificate[1])),
        ("127.0.0.1:8501", f"127.0.0.1:{urlsplit(server.url).port}"),
    ):
        assert old in example
        example = example.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    parts = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    owner = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{owner}daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n{parts}{example}}}\n"
    )
    process = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
    place = Place(f"https://localhost:{port}/", trust)
    server.wait()
    wait_for(lambda: place.answers)
    for kind in ("client_body", "proxy"):  # where nginx would put what it does not pass on at once
        shutil.rmtree(folder / kind)
    yield place
    process.terminate()
    process.wait(60)
    server.kill()
    said = (folder / "error.log").read_text()
    assert not re.search(r"\[(error|crit|alert|emerg)\]", said), said


@pytest.fixture(scope="module")
def behind_caddy(accounts: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Caddy with the example of the documentation, before the app; it makes its certificate by itself."""
    program, folder = shutil.which("caddy"), tmp_path_factory.mktemp("caddy")
    if program is None:
        pytest.skip("caddy is not installed (Debian: apt install caddy)")
    server = Server(POSTURE_ACCOUNTS=str(accounts.file))
    port = free_port()
    example = (ROOT / "docs" / "proxy" / "Caddyfile").read_text("utf-8")
    for old, new in (
        ("posture.practice.lan {", f"https://localhost:{port} {{\n\tbind 127.0.0.1"),
        ("127.0.0.1:8501", f"127.0.0.1:{urlsplit(server.url).port}"),
    ):
        assert old in example
        example = example.replace(old, new)
    # Nothing of this computer is changed: no port 80, no authority among those that it trusts.
    own = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(own + example)
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **homes}, stdout=log, stderr=log)
    authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    server.wait()
    wait_for(lambda: authority.is_file() or process.poll() is not None)
    place = Place(f"https://localhost:{port}/", ssl.create_default_context(cafile=str(authority)))
    wait_for(lambda: place.answers)
    yield place
    process.terminate()
    process.wait(60)
    server.kill()
    said = (folder / "log").read_text()
    assert '"level":"error"' not in said, said
    assert NAME not in said, "what people send is in the log"


@pytest.fixture(params=["by_itself", "behind_nginx", "behind_caddy"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


def test_all_of_it_works_over_tls(place: Place):
    """Sign-in, page, socket, upload and download, and a cookie that never crosses an open network."""
    with place.visitor() as anna:
        assert OPEN not in anna.ask("/sign-in").text
        kept = anna.sign_in(NAME, PASSWORD).cookies[0]
        assert kept.startswith(f"{SEALED_COOKIE}=")
        assert "secure" in kept.lower()
        run = anna.connect().run()
        assert "Signed in as" in run.text
        # Padded to what no proxy keeps in its memory; a JPEG may have anything behind its end.
        photo = PHOTO.read_bytes() + bytes(3_000_000)
        run = anna.give(run.find("file_uploader")[0].id, "a.jpg", photo)
        assert "pelvic" in run.text.lower()
        button = next(item for item in run.find("download_button") if item.deferred_file_id)
        answer = anna.ask(anna.download(button.deferred_file_id))
        assert (answer.status, len(answer.body) > 100_000) == (200, True)
        anna.ask("/sign-out", "POST", origin=anna.origin)
        assert anna.ask("/").status == 401


def test_without_signing_in_nobody_gets_further(place: Place):
    for path in ("/", "/media/x.png", "/_stcore/host-config"):
        assert place.visitor().ask(path).status == 401


def test_a_browser_that_does_not_know_the_certificate_is_warned(place: Place):
    with pytest.raises(ssl.SSLCertVerificationError):
        Visitor(place.url, ssl.create_default_context()).ask("/")


def test_old_encryption_is_refused(place: Place, trust: ssl.SSLContext):
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("DEFAULT@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        old.minimum_version = ssl.TLSVersion.TLSv1
    parts = urlsplit(place.url)
    with (
        socket.create_connection(("127.0.0.1", parts.port or 0), timeout=60) as raw,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        old.wrap_socket(raw)


def test_an_open_connection_gets_nothing(place: Place):
    visitor = Visitor(place.url.replace("https:", "http:"))
    with suppress(OSError):
        answer = visitor.ask("/sign-in")
        assert answer.status == 400
        assert "Password" not in answer.text


@pytest.mark.parametrize("proxy", ["behind_nginx", "behind_caddy"])
def test_nobody_hides_behind_an_address_that_they_made_up(proxy: str, request: pytest.FixtureRequest):
    """What a browser says of where it comes from is not believed: guesses are counted together."""
    visitor = request.getfixturevalue(proxy).visitor()
    said: list[int] = []
    # On a slow machine the first waits, of a second or two, may be over before the next guess: they double.
    while 429 not in said and len(said) < FREE + 7:
        made_up = f"203.0.113.{len(said)}"
        said.append(visitor.sign_in(NAME, "guess", x_forwarded_for=made_up, x_real_ip="127.0.0.1").status)
    assert said == [*[200] * (len(said) - 1), 429]
    assert len(said) > FREE


def test_over_tls_a_plain_cookie_is_not_read(by_itself: Place):
    """Anybody on an open network could have planted it."""
    anna = by_itself.visitor()
    anna.sign_in(NAME, PASSWORD)
    anna.cookies[COOKIE] = anna.cookies.pop(SEALED_COOKIE)
    assert anna.ask("/").status == 401
