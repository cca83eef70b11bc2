"""Sign-in through a practice's own identity provider (OpenID Connect), beside the accounts of this app.

Streamlit and Authlib speak with the provider and check what it answers. What they would then do is not done:
their cookie says for thirty days who somebody is. The guard takes that cookie out of the answer, before the
browser sees it, and begins one of the app's own sessions, which ends like all others. Only who has an account
here comes in (``accounts add NAME --provider``): that somebody has an account at the provider is not enough.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from analyzer.language import tr
from ui.access.accounts import PROVIDED, AccountsError, clean_name
from ui.access.start import base_path

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope

# Streamlit's own addresses.
LOGIN: Final = "/auth/login"
CALLBACK: Final = "/oauth2callback"
ALL: Final = ("/auth/", CALLBACK)
_DEFAULT: Final = "default"
_COOKIES: Final = "_streamlit_user"
"""How the names of Streamlit's cookies about somebody begin."""


def providers() -> tuple[str, ...]:
    """The names of the providers in Streamlit's secrets, as they are written there; ``default`` for one.

    None without Authlib, or when what Streamlit needs is missing.
    """
    from streamlit.auth_util import get_secrets_auth_section, is_authlib_installed  # noqa: PLC0415 - heavy

    section = get_secrets_auth_section()
    if not section or not section.get("redirect_uri") or not section.get("cookie_secret"):
        return ()
    if not is_authlib_installed():
        return ()
    named = [name for name in section if isinstance(section[name], Mapping) and "client_id" in section[name]]
    first = [_DEFAULT] if section.get("client_id") else []
    return tuple(first + [name for name in named if name != _DEFAULT and "_" not in name])


def title_of(name: str) -> str:
    """What stands on the way to a provider."""
    if name == _DEFAULT:
        return tr("Sign in with the practice's account")
    return tr("Sign in with {provider}", provider=name.capitalize())


def way_to(name: str) -> str:
    """Streamlit's address that leads on to a provider; good for two minutes."""
    from streamlit.auth_util import encode_provider_token  # noqa: PLC0415 - heavy

    return f"{base_path()}{LOGIN}?provider={quote(encode_provider_token(name))}"


async def ask_streamlit(
    app: ASGIApp, scope: Scope, receive: Receive
) -> tuple[Mapping[str, Any] | None, list[str]]:
    """Let Streamlit take what the provider's page sent, and keep what it would answer to ourselves.

    Returns
    -------
    claims : mapping or None
        What the provider says of the person, if everything was right.
    cookies : list of str
        Other cookies of Streamlit's answer, as they were: they end the question to the provider.
    """
    cookies: list[str] = []

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            found = [value for key, value in message["headers"] if key.lower() == b"set-cookie"]
            cookies.extend(value.decode("latin-1") for value in found)

    await app(scope, receive, take)
    others = [line for line in cookies if not line.startswith(_COOKIES)]
    return _claims_in(cookies), others


def account_of(claims: Mapping[str, Any], hashes: Mapping[str, str]) -> str | None:
    """The account of somebody whom the provider knows: by e-mail, if the provider has checked it, or by
    ``sub:`` and the provider's own number.
    """
    names = [f"sub:{claims['sub']}"] if isinstance(claims.get("sub"), str) else []
    if claims.get("email_verified") in (True, "true"):
        names.append(str(claims.get("email")))
    for given in names:
        try:
            name = clean_name(given)
        except AccountsError:
            continue
        if hashes.get(name) == PROVIDED:
            return name
    return None


def _claims_in(cookies: Iterable[str]) -> Mapping[str, Any] | None:
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME  # noqa: PLC0415
    from streamlit.web.server.starlette.starlette_websocket import (  # noqa: PLC0415 - heavy
        _get_signed_cookie_with_chunks,
    )

    jar: dict[str, str] = {}
    for line in cookies:
        try:
            jar.update(
                {key: item.value for key, item in SimpleCookie(line).items() if item["max-age"] != "0"}
            )
        except CookieError:
            return None
    signed = _get_signed_cookie_with_chunks(jar, USER_COOKIE_NAME)
    claims = json.loads(signed) if signed else None
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") is True else None
