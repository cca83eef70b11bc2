"""Under which address a phone reaches this program, or why it cannot."""

from __future__ import annotations

import ipaddress
from typing import Final, Literal
from urllib.parse import urlsplit

import streamlit as st

from ui.access.addresses import addresses_on_the_network
from ui.access.phone import PAGE
from ui.access.start import ANY, base_path, is_loopback

Trouble = Literal["only_here", "not_sealed", "no_network"]
_ANYWHERE: Final = (ANY, "::", "")


def find_address(page: str) -> tuple[str, Trouble | None]:
    """The address of the phone's page without a secret, or why there is none.

    Parameters
    ----------
    page : str
        The address of the page on the computer. Where it is one of the network already, through a proxy for
        example, a phone gets there by it too.
    """
    parts = urlsplit(page)
    name = parts.hostname or ""
    if name and not _is_here(name):
        if parts.scheme != "https":
            return "", "not_sealed"
        return f"https://{parts.netloc}{base_path()}{PAGE}", None
    listens = str(st.get_option("server.address") or ANY)
    if is_loopback(listens):
        return "", "only_here"
    if not st.get_option("server.sslCertFile"):
        return "", "not_sealed"
    name = _own_name(listens)
    if not name:
        return "", "no_network"
    return f"https://{name}:{st.get_option('server.port')}{base_path()}{PAGE}", None


def _is_here(name: str) -> bool:
    """Whether a name of this computer means another one on a phone. Nobody is asked for it."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _own_name(listens: str) -> str:
    """A name or address of this computer that a phone can use and the program answers to."""
    from streamlit.web.server.starlette.starlette_websocket import is_host_allowed  # noqa: PLC0415 - heavy

    given = str(st.get_option("browser.serverAddress") or "")
    # Streamlit's own default is no answer to the question.
    named = [given] if given and not _is_here(given) else []
    found = named + ([*addresses_on_the_network()] if listens in _ANYWHERE else [listens])
    return next((name for name in found if is_host_allowed(name)), "")
