"""Headers on everything that the app answers: what a browser must not do with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

from ui.access.told import MEDIA

if TYPE_CHECKING:
    from starlette.types import Message, Send

# What Streamlit's page needs of itself: scripts and styles within the page, workers, and data addresses.
_POLICY: Final = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' data: blob:{sockets}; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HOST: Final = re.compile(r"[A-Za-z0-9.:\[\]_-]{1,255}")
_ALWAYS: Final = {
    # Other web pages must not show the app in a frame and have people click in it, nor show its pictures.
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # A photo is a photo, and no web page, whatever is in it.
    "X-Content-Type-Options": "nosniff",
    # Numbers of clients in addresses are nobody's business.
    "Referrer-Policy": "same-origin",
}


def protected(send: Send, headers: Headers, path: str) -> Send:
    """Answers with headers that keep other pages out, and everything of this one in.

    The page may ask no other computer for anything: a script that got into it cannot send away what it sees.
    Photos and downloads do not stay in the browser's cache, where the next person could find them.
    """
    host = headers.get("host", "")
    # Not every browser takes 'self' for the WebSocket.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = _POLICY.format(sockets=sockets)

    async def send_protected(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer = MutableHeaders(raw=message["headers"])
            for name, value in _ALWAYS.items():
                answer.setdefault(name, value)
            answer.setdefault("Content-Security-Policy", policy)
            if path.startswith(MEDIA):
                answer["Cache-Control"] = "no-store"
        await send(message)

    return send_protected
