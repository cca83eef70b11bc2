"""A phone as the camera of one session: it takes a photo, and the photo appears on the computer.

``panel`` shows a QR code for a place where photos are given, and a line on every page while a phone may send;
``line`` is that permission: one session, one phone, ten minutes; ``route`` answers the phone, with a page of
its own that needs nothing of Streamlit; ``reach`` knows under which address a phone gets here. Nothing goes
through anybody else's server.
"""

from __future__ import annotations

from typing import Final

NEWS: Final = "/phone-news"
"""Where the page on the computer asks whether a photo came. It is not for phones."""

TICKET: Final = "X-Phone-Ticket"
CODE: Final = "X-Phone-Code"
