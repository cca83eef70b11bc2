"""Runs the app for the network, and starts it anew when its address or certificate is another one.

It is started anew only while nobody is connected: what is in the memory of a session would be lost.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ui.access.addresses import networks
from ui.access.authority import VARIABLE
from ui.access.certificates import Certificate, ensure_certificate, is_local

LOOK_EVERY_S: Final = 60.0
_END_WITHIN_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the app is.

    Attributes
    ----------
    names : tuple of str
        Names and addresses, the one for other devices first.
    certificate : Certificate
    port : int
    reachable : bool
        Whether others have a way here: a name that was asked for, or an address of a local network.
    """

    names: tuple[str, ...]
    certificate: Certificate
    port: int
    reachable: bool

    @property
    def there(self) -> str:
        """The address for other stations and phones."""
        return f"https://{self.names[0]}:{self.port}/"

    @property
    def here(self) -> str:
        """The address for this computer."""
        return f"https://127.0.0.1:{self.port}/"


def find_place(folder: Path, given: Sequence[str], port: int) -> Place:
    """The names of this computer, and a certificate for them.

    Parameters
    ----------
    folder : Path
        Of the certificates.
    given : sequence of str
        Names that were asked for; the first is the one for other devices.

    Raises
    ------
    OSError, ValueError
        As for `ensure_certificate`.
    """
    # An address of the internet is none of the practice's own network, and not answered.
    own = [str(network.ip) for network in networks() if is_local(str(network.ip))]
    host = socket.gethostname().lower()
    known = [host, f"{host.partition('.')[0]}.local"]
    names = tuple(dict.fromkeys([*given, *own, *known, "localhost", "127.0.0.1"]))
    return Place(names, ensure_certificate(folder, names), port, bool(given or own))


def command_of(place: Place, app: Path) -> list[str]:
    """What starts the server."""
    hosts = [f"--server.allowedHosts={name}" for name in place.names]
    return [
        *(sys.executable, "-m", "streamlit", "run", str(app), "--server.headless=true"),
        *("--server.address=0.0.0.0", f"--server.port={place.port}", *hosts),
        *(f"--browser.serverAddress={place.names[0]}", "--server.fileWatcherType=none"),
        *(f"--server.sslCertFile={place.certificate.chain}", f"--server.sslKeyFile={place.certificate.key}"),
    ]


def is_free(port: int) -> bool:
    """Whether nothing listens there."""
    with socket.socket() as tried:
        if os.name == "posix":  # one that has just ended holds it for a while, and does not count
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            tried.bind(("0.0.0.0", port))  # noqa: S104 - what it is about
            return True
    return False


def serve(app: Path, find: Callable[[], Place], started: Callable[[Place], object]) -> int:
    """Run the app until it ends or is stopped; its exit status.

    Parameters
    ----------
    app : Path
        ``app.py``.
    find : callable
        The place as it is now, asked every minute.
    started : callable
        Told of a place when the app was started anew there.
    """
    place = find()
    server = _start(place, app)
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return server.wait(LOOK_EVERY_S)
            now = _other(place, find)
            if now is not None and not somebody_is_there(server.pid, place.port):
                _end(server)
                place, server = now, _start(now, app)
                started(place)
    finally:
        _end(server)


def somebody_is_there(pid: int, port: int) -> bool:
    """Whether any browser is connected; also when it cannot be told."""
    import psutil  # noqa: PLC0415

    try:
        found = psutil.Process(pid).net_connections("tcp")
    except psutil.Error:
        return True
    return any(item.status == psutil.CONN_ESTABLISHED and item.laddr.port == port for item in found)


def _other(place: Place, find: Callable[[], Place]) -> Place | None:
    """The place now, when it is another one than that of the running server."""
    with suppress(OSError, ValueError):
        now = find()
        own = set(now.names) - set(place.names)
        if own or now.certificate.ends != place.certificate.ends:
            return now
    return None


def _start(place: Place, app: Path) -> subprocess.Popen[bytes]:
    variables = {**os.environ, VARIABLE: str(place.certificate.authority)}
    return subprocess.Popen(command_of(place, app), cwd=app.parent, env=variables)  # noqa: S603 - our own


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is not None:
        return
    server.terminate()
    end = time.monotonic() + _END_WITHIN_S
    while server.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    if server.poll() is None:
        server.kill()
        server.wait()
