"""What somebody may do with the records of a practice."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

Role = Literal["owner", "therapist", "reader"]
Deed = Literal["note", "write", "manage"]
"""``note``: that somebody looked at a client. ``write``: clients and visits. ``manage``: erase for good, back
up, restore, passphrase, settings."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
DEEDS: Final[Mapping[Role, frozenset[Deed]]] = MappingProxyType(
    {
        "owner": frozenset({"note", "write", "manage"}),
        "therapist": frozenset({"note", "write"}),
        # That they looked is noted like that of everybody else.
        "reader": frozenset({"note"}),
    }
)


def may(role: Role, deed: Deed) -> bool:
    """Whether a role allows a deed; one that is not known allows nothing."""
    return deed in DEEDS.get(role, frozenset())
