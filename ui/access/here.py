"""Who is signed in, on every page: the name, a way out, and a watch for whether anybody is still there.

Without accounts nothing of it is shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from analyzer.language import tr
from analyzer.types.roles import Role
from ui.access.guard import ACCOUNTS, NOT_HERE, Guard, name_of
from ui.access.sessions import digest_of, secret_in
from ui.access.start import ANY, base_path, is_loopback
from ui.components import assemble

_FOLDER: Final = Path(__file__).parent

_show = assemble("signed_in", *((_FOLDER / f"signed_in.{kind}").read_text("utf-8") for kind in ("css", "js")))


def signed_in_name() -> str | None:
    """Who looks at this page; ``None`` when nobody has to sign in."""
    if not ACCOUNTS.configured:
        return None
    return name_of(secret_in(st.context.cookies))


def signed_in_role() -> Role:
    """What whoever looks at this page may do with the records. Without accounts everybody is the owner.

    Nobody who is not signed in any more may do more than look.
    """
    if not ACCOUNTS.configured:
        return "owner"
    name = signed_in_name()
    return ACCOUNTS.role_of(name) if name is not None else "reader"


def signed_in_digest() -> str:
    """By what the sign-in of this page is known, without its secret; empty when nobody has to sign in."""
    return digest_of(secret_in(st.context.cookies) or "") if ACCOUNTS.configured else ""


def show_signed_in() -> None:
    """The name and a button to sign out, if people sign in here at all.

    Nothing more of the page is shown when the app runs on a network without the guard in front of it, as a
    program could start it that does not take ``app`` out of ``app.py``.
    """
    if not Guard.in_force and not is_loopback(str(st.get_option("server.address") or ANY)):
        st.error(tr(NOT_HERE))
        st.stop()
    name = signed_in_name()
    if name is not None:
        words = {
            "who": tr("Signed in as {name}", name=name),
            "out": tr("Sign out"),
            "where": tr('Where a page says "this computer", it means the one that runs the app: {host}.'),
        }
        _show(data={"name": name, "base": base_path(), "words": words}, key="signed_in")
