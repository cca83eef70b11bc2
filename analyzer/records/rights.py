"""What has to hold before something is done with records as a whole."""

from __future__ import annotations

from pathlib import Path

from analyzer.records import place
from analyzer.records.errors import NotAllowedError, NotForServerError
from analyzer.types.roles import Role, may


def require_manager(role: Role) -> None:
    """Raise `NotAllowedError` for a role that may not back up, restore or set up records."""
    if not may(role, "manage"):
        raise NotAllowedError


def require_file(where: Path | str | None, role: Role) -> None:
    """Raise `NotForServerError` for records on a server, and as `require_manager`."""
    if where is None or place.is_url(where):
        raise NotForServerError
    require_manager(role)
