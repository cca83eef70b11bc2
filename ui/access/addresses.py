"""The addresses of this computer on its own network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

_NOT_FOR_PEOPLE: Final = (
    "docker",
    "br-",
    "virbr",
    "vmnet",
    "vboxnet",
    "utun",
    "tun",
    "tap",
    "wg",
    "vethernet",
)
"""How the names of interfaces begin (Windows: within them) that lead to virtual machines and tunnels."""


def addresses_on_the_network() -> tuple[str, ...]:
    """IPv4 addresses under which others reach this computer, those of a home or practice network first.

    Nothing is sent for it, and nobody is asked.
    """
    import psutil  # noqa: PLC0415 - only for those who use a network

    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found: list[tuple[int, str]] = []
    for name, entries in psutil.net_if_addrs().items():
        for entry in entries:
            if name in up and entry.family == socket.AF_INET and _is_shared(entry.address):
                virtual = name.lower().startswith(_NOT_FOR_PEOPLE)
                private = ipaddress.ip_address(entry.address).is_private
                found.append((2 * virtual + (not private), entry.address))
    # Sorted by how well they fit, in the order of the system where they fit alike.
    return tuple(address for _, address in sorted(found, key=lambda item: item[0]))


def _is_shared(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    return not (ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast)
