"""The records of clients in the app: their pages, and what a session keeps of them."""

from __future__ import annotations

from typing import Final

HERE: Final = "/records/here"
"""The address at which a page says that somebody is there, beneath ``server.baseUrlPath``."""
KEPT: Final = "/records/kept"
"""The address at which a page asks whether the records hold what was typed."""
TICKET: Final = "X-Records-Ticket"
"""The header with the secret of its session. No foreign page can send it without being asked first."""
