"""What each account was told of: addresses of files and of uploads, and sessions to come back to.

Streamlit keeps pictures and downloads of all sessions in one place, and gives them to whoever knows their
address, which is a hash of what is in them. So the guard reads along what a WebSocket tells a browser: an
address that a page of one account was told is good for that account, and for nobody else.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Final

MEDIA: Final = "/media/"
UPLOADS: Final = "/_stcore/upload_file/"
STREAM: Final = "/_stcore/stream"
MOST: Final = 4096
"""Addresses that are remembered of one account; those of long ago are forgotten first."""

_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# Lengths are fixed: in a message, what comes next may look like more of the address.
_ADDRESS: Final = re.compile(rf"/media/[0-9a-f]{{32}}|/_stcore/upload_file/{_UUID}/{_UUID}")
_IN_MESSAGE: Final = re.compile(_ADDRESS.pattern.encode("ascii"))


class Told:
    """By account, what its browsers were told. Used by the event loop's thread alone."""

    def __init__(self) -> None:
        self._told: dict[str, OrderedDict[str, None]] = {}

    def listen(self, name: str, message: bytes) -> None:
        """Something that the server tells a browser of this account."""
        for address in _IN_MESSAGE.findall(message):
            self._note(name, address.decode("ascii"))

    def begin(self, name: str, digest: str, session_id: str) -> None:
        """A session of a page that began for this account and this sign-in."""
        self._note(name, f"{digest} {session_id}")

    def may_ask(self, name: str, path: str) -> bool:
        """Whether a path is no address of somebody's file, or one that this account was told."""
        if not path.startswith((MEDIA, UPLOADS)):
            return True
        found = _ADDRESS.match(path)
        return found is not None and found[0] in self._told.get(name, ())

    def may_resume(self, name: str, digest: str, session_id: str) -> bool:
        """Whether a session of a page is one of this account and this very sign-in.

        A session may have the records open, with the role that the account had then.
        """
        return f"{digest} {session_id}" in self._told.get(name, ())

    def _note(self, name: str, what: str) -> None:
        kept = self._told.setdefault(name, OrderedDict())
        kept[what] = None
        kept.move_to_end(what)
        if len(kept) > MOST:
            kept.popitem(last=False)


def session_in(message: bytes) -> str | None:
    """The number of the session, in the message of Streamlit with which it begins."""
    from google.protobuf.message import DecodeError  # noqa: PLC0415 - heavy
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: PLC0415

    try:
        told = ForwardMsg.FromString(message)
    except DecodeError:
        return None
    return told.new_session.initialize.session_id or None if told.HasField("new_session") else None
