"""At the start of the server: no address but this computer's without sign-in, and one clear message."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import shlex
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from streamlit import config

from ui.access.accounts import Accounts, AccountsError

ANY: Final = "0.0.0.0"  # noqa: S104 - Streamlit's own default when no address is set
REFUSED: Final = """
The app was not started: other computers could reach it at {address}, and nobody would have to sign in.

Photos of people are health data. Either leave the address away, and the app is for this computer only, or
set up sign-in first and start again:

    {command}

docs/network.md says what else a practice needs.
"""
UNENCRYPTED: Final = """
Warning: the connection is not encrypted. Passwords and photos can be read by others on the network, and
browsers do not allow the camera. Please give a certificate (server.sslCertFile and server.sslKeyFile), or put
a proxy with TLS in front. docs/network.md says how.
"""
_BROWSER_AFTER_S: Final = 0.3


def command_of(arguments: str) -> str:
    """A command of this installation that works from anywhere, whatever Python the terminal knows."""
    ending = ".exe" if os.name == "nt" else ""
    script = Path(sys.executable).with_name(f"posture-analyzer{ending}")
    if script.is_file():
        return f"{_quoted(script)} {arguments}"
    folder = Path(__file__).resolve().parents[2]
    return f"cd {_quoted(folder)} && {_quoted(Path(sys.executable))} -m analyzer {arguments}"


def _quoted(path: Path) -> str:
    return f'"{path}"' if os.name == "nt" else shlex.quote(str(path))


def is_loopback(address: str) -> bool:
    """Whether only this computer can reach an address or a name."""
    try:
        found = {address.partition("%")[0].strip("[]")}
        ipaddress.ip_address(*found)
    except ValueError:
        try:
            found = {str(item[4][0]) for item in socket.getaddrinfo(address, None)}
        except (OSError, UnicodeError):
            return False
    return bool(found) and all(_is_loopback(item) for item in found)


def _is_loopback(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.is_loopback


def refuse_open_address(accounts: Accounts) -> None:
    """End the program when others could reach it and nobody has to sign in.

    Raises
    ------
    SystemExit
        With status 2, after a sentence on standard error.
    """
    address = str(config.get_option("server.address") or ANY)
    try:
        accounts.hashes()
    except AccountsError as error:
        _say(f"\nThe app was not started. {error}\n")
        raise SystemExit(2) from None
    if not is_loopback(address) and not accounts.configured:
        _say(REFUSED.format(address=address, command=command_of("accounts add NAME")))
        raise SystemExit(2)


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Say where the app is, and open it, as Streamlit does for apps that are no ASGI apps.

    Streamlit's own message is switched off (``logger.hideWelcomeMessage``): on a network it asks a computer
    in the internet for the own address.
    """
    if getattr(config, "_server_mode", None) == "starlette-app":  # not when another program serves it
        address = str(config.get_option("server.address") or ANY)
        url = _url(address)
        _say(f"\n  The posture analyzer is at {url}\n  Stop it with Ctrl+C.\n", sys.stdout)
        if not is_loopback(address) and not config.get_option("server.sslCertFile"):
            _say(UNENCRYPTED)
        if not config.get_option("server.headless"):
            timer = threading.Timer(_BROWSER_AFTER_S, webbrowser.open, (url,))
            timer.daemon = True
            timer.start()
    yield


def base_path() -> str:
    """What comes before every path of the app: nothing, or ``/something``."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _url(address: str) -> str:
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    host = (
        config.get_option("browser.serverAddress") if config.is_manually_set("browser.serverAddress") else ""
    )
    host = host or ("localhost" if address in (ANY, "::") else address)
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}:{config.get_option('server.port')}{base_path()}/"


def _say(text: str, stream: object = None) -> None:
    print(text, file=stream or sys.stderr, flush=True)  # type: ignore[arg-type]
