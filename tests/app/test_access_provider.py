"""Sign-in through an identity provider, with one that the tests run themselves."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_driver import Server, wait_for
from headless import Answer, Visitor
from joserfc.jwk import RSAKey

from tests.oidc_provider import CLIENT, SECRET, Provider, serving
from ui.access import provider as module
from ui.access.accounts import PROVIDED, Accounts
from ui.access.door import REFUSED, WRONG
from ui.access.provider import account_of
from ui.access.sessions import COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("provider")]

ANNA = {"sub": "17", "email": "Anna@practice.example", "email_verified": True}
PASSWORD = "four words of mine here"  # noqa: S105 - of the tests


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    accounts.add_provided("anna@practice.example")
    accounts.add_provided("sub:99")
    accounts.add("bert", PASSWORD)
    accounts.add("cleo@practice.example", PASSWORD)
    return accounts


@pytest.fixture(scope="module")
def practice() -> Iterator[Provider]:
    with serving(Provider()) as provider:
        yield provider


@pytest.fixture
def provider(practice: Provider) -> Provider:
    practice.person, practice.wrong, practice.key, practice.unsigned = dict(ANNA), {}, None, False
    return practice


@pytest.fixture(scope="module")
def server(
    practice: Provider, accounts: Accounts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The app with a provider; its address is known only when it is there, so the secrets follow."""
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    server = Server(f"--secrets.files={secrets}", POSTURE_ACCOUNTS=str(accounts.file))
    secrets.write_text(
        f"""
        [auth]
        redirect_uri = "{server.url}oauth2callback"
        cookie_secret = "a secret of the tests, long enough"
        client_id = "{CLIENT}"
        client_secret = "{SECRET}"
        server_metadata_url = "{practice.url}/.well-known/openid-configuration"
        """
    )
    server.wait()
    wait_for(lambda: "/sign-in/provider" in Visitor(server.url).ask("/sign-in").text)
    yield server
    server.kill()


def elsewhere(address: str) -> str:
    """Where a page of the provider leads to."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.request("GET", f"{parts.path}?{parts.query}")
    found = connection.getresponse().headers["Location"]
    connection.close()
    return found


def begin(visitor: Visitor) -> str:
    """From the sign-in page to the provider's, and to the address with which it sends back."""
    first = visitor.ask("/sign-in/provider?name=default")
    assert first.status == 303
    second = visitor.ask(first.headers["location"])
    assert second.status in (302, 303)
    parts = urlsplit(elsewhere(second.headers["location"]))
    return f"{parts.path}?{parts.query}"


def sign_in(server: Server) -> tuple[Visitor, Answer]:
    visitor = Visitor(server.url)
    return visitor, visitor.ask(begin(visitor))


def test_who_has_an_account_comes_in(server: Server, provider: Provider):
    visitor, answer = sign_in(server)
    assert answer.status == 200
    assert 'content="0; url=/"' in answer.text
    kept = next(line for line in answer.cookies if line.startswith(COOKIE)).lower()
    assert "httponly" in kept
    assert "samesite=strict" in kept
    assert visitor.ask("/").status == 200
    assert "Signed in as" in visitor.connect().run().text
    visitor.close()
    # The question carried what protects it: a state, a number used once, a proof of the code.
    assert {"state", "nonce", "code_challenge"} <= set(provider.asked[-1])
    # What Streamlit would keep for thirty days never reached the browser.
    assert not [name for name in visitor.cookies if name.startswith("_streamlit_user")]
    visitor.ask("/sign-out", "POST", origin=visitor.origin)
    assert visitor.ask("/").status == 401


def test_by_the_number_at_the_provider(server: Server, provider: Provider):
    provider.person = {"sub": "99"}
    visitor, _ = sign_in(server)
    assert visitor.ask("/").status == 200


STRANGERS = {
    "unknown": {"sub": "1", "email": "dora@practice.example", "email_verified": True},
    "not checked": {**ANNA, "email_verified": False},
    "not said to be checked": {"sub": "17", "email": "anna@practice.example"},
    "has a password here": {"sub": "2", "email": "cleo@practice.example", "email_verified": True},
    "plays a number": {"sub": "3", "email": "sub:99", "email_verified": False},
    "without a number": {"email": "anna@practice.example", "email_verified": "yes"},
}


@pytest.mark.parametrize("person", STRANGERS.values(), ids=STRANGERS)
def test_nobody_else_comes_in(server: Server, provider: Provider, person: dict[str, Any]):
    provider.person = person
    visitor, answer = sign_in(server)
    assert answer.status == 403
    assert REFUSED[:30] in answer.text
    assert not [line for line in answer.cookies if line.startswith((COOKIE, "_streamlit_user"))]
    assert visitor.ask("/").status == 401


FORGED = {
    "another app's": {"aud": "another-app"},
    "another provider's": {"iss": "https://evil.example"},
    "too old": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
    "used before": {"nonce": "of-another-sign-in"},
    "without a number used once": {"nonce": None},
}


@pytest.mark.parametrize("wrong", FORGED.values(), ids=FORGED)
def test_a_token_that_was_not_made_for_this_is_refused(
    server: Server, provider: Provider, wrong: dict[str, Any]
):
    provider.wrong = wrong
    visitor, answer = sign_in(server)
    assert answer.status == 403
    assert visitor.ask("/").status == 401


@pytest.mark.parametrize("how", ["another key", "no signature"])
def test_a_token_that_the_provider_did_not_sign_is_refused(server: Server, provider: Provider, how: str):
    provider.unsigned = how == "no signature"
    provider.key = RSAKey.generate_key(2048, {"kid": "1"}) if how == "another key" else None
    visitor, answer = sign_in(server)
    assert answer.status == 403
    assert visitor.ask("/").status == 401


def test_an_answer_is_good_once_and_for_who_asked(server: Server, provider: Provider):
    anna, other = Visitor(server.url), Visitor(server.url)
    back = begin(anna)
    assert other.ask(back).status == 403  # somebody leads a victim to the end of their own sign-in
    assert anna.ask(back).status == 200
    anna.cookies.pop(COOKIE)
    assert anna.ask(back).status == 403
    for path in ("", "?code=x", "?state=x&code=y", "?error=denied&error_description=anna", "?code=&state="):
        assert other.ask(f"/oauth2callback{path}").status == 403


def test_passwords_work_beside_it_and_are_no_way_around(server: Server, provider: Provider):
    visitor = Visitor(server.url)
    for password in (PASSWORD, PROVIDED, ""):
        assert WRONG in visitor.sign_in("anna@practice.example", password).text
    assert visitor.sign_in("bert", PASSWORD).status == 303


def test_streamlits_own_ways_are_closed(server: Server):
    """Its cookie, and its sign-out by a mere link, count for nothing here."""
    visitor = Visitor(server.url)
    assert visitor.ask("/auth/login").status in (302, 303)  # leads back, as nobody says to whom
    visitor.cookies["_streamlit_user"] = "forged"
    assert visitor.ask("/").status == 401
    assert visitor.sign_in("bert", PASSWORD).status == 303
    visitor.ask("/auth/logout")
    assert visitor.ask("/").status == 200


def test_a_session_ends_with_its_account(server: Server, provider: Provider, accounts: Accounts):
    provider.person = {"sub": "55"}
    accounts.add_provided("sub:55")
    visitor, _ = sign_in(server)
    assert visitor.ask("/").status == 200
    accounts.remove("sub:55")
    assert visitor.ask("/").status == 401


def test_the_log_says_nothing_of_who_signed_in(server: Server, provider: Provider):
    """The last test: it ends the server. All that was refused above is in what it printed."""
    provider.wrong = {"nonce": "of-another-sign-in"}
    sign_in(server)
    said = server.stop()
    assert "The posture analyzer is at" in said
    for word in ("anna", "cleo", "dora", "sub:", SECRET, "opaque", "of-another-sign-in", "denied"):
        assert word not in said.lower()


def test_without_secrets_there_is_no_such_way(monkeypatch: pytest.MonkeyPatch):
    from streamlit.runtime.secrets import AttrDict  # noqa: PLC0415

    whole = {"redirect_uri": "x", "cookie_secret": "y", "client_id": "z"}
    for given in ({}, {**whole, "redirect_uri": ""}, {"redirect_uri": "x", "client_id": "z"}):
        monkeypatch.setattr(
            "streamlit.auth_util.get_secrets_auth_section", lambda given=given: AttrDict(given)
        )
        assert module.providers() == ()
    several = {**whole, "okta": {"client_id": "a"}, "under_score": {"client_id": "b"}, "kwargs": {"x": "y"}}
    monkeypatch.setattr("streamlit.auth_util.get_secrets_auth_section", lambda: AttrDict(several))
    assert module.providers() == ("default", "okta")


def test_names_are_compared_as_they_are_kept():
    hashes = {"anna@practice.example": PROVIDED}
    assert account_of({"sub": "1", "email": " ANNA@practice.example", "email_verified": "true"}, hashes)
    assert account_of({"sub": "1", "email": "", "email_verified": True}, hashes) is None
    assert account_of({}, {"sub:none": PROVIDED, **hashes}) is None
