"""The addresses of this computer on its own network."""

from __future__ import annotations

import socket
from ipaddress import AddressValueError, IPv4Interface, NetmaskValueError
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
"""How the names of interfaces begin that lead to virtual machines and tunnels."""


def networks() -> tuple[IPv4Interface, ...]:
    """Addresses under which others reach this computer, each with its network, the likeliest first.

    Those of a home or practice network come before others, and before those of virtual machines. Nothing is
    sent for it, and nobody is asked.
    """
    import psutil  # noqa: PLC0415 - only for those who use a network

    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found: list[tuple[int, IPv4Interface]] = []
    for name, entries in psutil.net_if_addrs().items():
        for entry in entries:
            if name not in up or entry.family != socket.AF_INET:
                continue
            try:
                own = IPv4Interface(f"{entry.address}/{entry.netmask or '255.255.255.255'}")
            except (AddressValueError, NetmaskValueError):
                continue
            if not (own.ip.is_loopback or own.ip.is_link_local or own.ip.is_unspecified):
                virtual = name.lower().startswith(_NOT_FOR_PEOPLE)
                found.append((2 * virtual + (not own.ip.is_private), own))
    # In the order of the system where they fit alike.
    return tuple(own for _, own in sorted(found, key=lambda item: item[0]))


def addresses_on_the_network() -> tuple[str, ...]:
    """The same as text, without networks."""
    return tuple(str(own.ip) for own in networks())
