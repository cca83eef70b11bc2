"""Attacks on the sign-in and on sessions, at the guard itself; docs/security.md names these tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from access_driver import NAME, PASSWORD, House, cookie
from argon2 import PasswordHasher
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.access import accounts as module
from ui.access import door
from ui.access.accounts import Accounts
from ui.access.delays import FREE, SLOWEST_S
from ui.access.door import BUSY, WAIT, WRONG
from ui.access.sessions import SEALED_COOKIE
from ui.access.told import MOST, Told

ORIGIN = "http://localhost:8501"
ABC, XYZ = "a" * 32, "f" * 32
SESSION = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Cheap hashes: what they cost in earnest is tested with the accounts."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_hasher", lambda: quick)
        module._nobody.cache_clear()
        yield
    module._nobody.cache_clear()


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    for name in (NAME, "bert"):
        accounts.add(name, PASSWORD)
    return accounts


@pytest.fixture
def house(accounts: Accounts) -> House:
    return House(accounts, server="192.0.2.1", client="192.0.2.7")


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How slow answers were made, without waiting for it."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(door.asyncio, "sleep", sleep)
    return slept


# --- Session fixation -------------------------------------------------------------------------------------


def test_a_secret_that_somebody_planted_is_worth_nothing(house: House):
    """An attacker gives the victim's browser a secret, lets them sign in, and uses it."""
    planted = "planted-by-somebody-else"
    body = urlencode({"name": NAME, "password": PASSWORD}).encode()
    answer = house.ask("/sign-in", "POST", body, origin=ORIGIN, cookie=cookie(planted))
    assert answer.secret != planted
    assert house.ask("/", cookie=cookie(planted)).status == 401
    assert house.ask("/", cookie=cookie(answer.secret)).status == 200


def test_signing_in_anew_ends_the_session_before(house: House):
    """Somebody's own session, planted in another browser, does not live on beside the new one."""
    first = house.sign_in("bert").secret
    body = urlencode({"name": NAME, "password": PASSWORD}).encode()
    second = house.ask("/sign-in", "POST", body, origin=ORIGIN, cookie=cookie(first)).secret
    assert house.ask("/", cookie=cookie(first)).status == 401
    assert house.ask("/", cookie=cookie(second)).status == 200
    assert house.who[-1] == NAME


def test_over_tls_a_cookie_from_elsewhere_is_not_read(accounts: Accounts):
    """Another host of the domain, or an open connection, can plant any cookie but one with ``__Host-``."""
    house = House(accounts, server="192.0.2.1", client="192.0.2.7", scheme="https")
    answer = house.sign_in()
    kept = answer.headers["set-cookie"]
    assert kept.startswith(f"{SEALED_COOKIE}=")
    assert {part.strip().lower() for part in kept.split(";")[1:]} == {
        *("httponly", "path=/", "samesite=strict", "secure"),
    }
    assert house.ask("/", cookie=cookie(answer.secret)).status == 401
    assert house.ask("/", cookie=cookie(answer.secret, SEALED_COOKIE)).status == 200
    house.scheme = "http"  # and over an open connection not the one that is only for TLS
    assert house.ask("/", cookie=cookie(answer.secret, SEALED_COOKIE)).status == 401


def test_signing_out_takes_the_cookie_and_what_the_browser_keeps(accounts: Accounts):
    house = House(accounts, server="192.0.2.1", client="192.0.2.7", scheme="https")
    secret = house.sign_in().secret
    answer = house.ask(
        "/sign-out", "POST", origin="https://localhost:8501", cookie=cookie(secret, SEALED_COOKIE)
    )
    assert answer.headers["clear-site-data"] == '"cache"'
    assert f'{SEALED_COOKIE}=""' in answer.headers["set-cookie"]
    assert "secure" in answer.headers["set-cookie"].lower()  # or the browser would keep it
    assert house.ask("/", cookie=cookie(secret, SEALED_COOKIE)).status == 401


def test_secrets_are_long_and_never_the_same(house: House):
    secrets = {house.sessions.begin(NAME, "hash") for _ in range(100)}
    assert len(secrets) == 100
    assert min(map(len, secrets)) >= 43  # 256 bits
    assert house.sign_in().secret not in repr(vars(house.sessions))


# --- Guessing ---------------------------------------------------------------------------------------------


async def _try(house: House, client: str, password: str, **headers: str) -> str:
    """One try from an address; what its answer says, or ``in``."""
    house.client = client
    body = urlencode({"name": NAME, "password": password}).encode()
    answer = await house.ask_now("/sign-in", "POST", body, origin=ORIGIN, **headers)
    return "in" if answer.status == 303 else answer.body


def test_many_addresses_guess_and_the_owner_comes_in_from_the_computer_itself(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
):
    """Sixty computers guess at once and keep every place; the owner was never seen before."""
    house = House(accounts, server="192.0.2.1")
    asleep = asyncio.Event

    async def story() -> tuple[str, list[str]]:
        waiting = asleep()

        async def sleep(seconds: float) -> None:
            if seconds:  # strangers wait for as long as the test needs
                await waiting.wait()

        monkeypatch.setattr(door.asyncio, "sleep", sleep)
        for number in range(FREE):
            await _try(house, f"198.51.100.{number}", "guess")
        guesses = [asyncio.create_task(_try(house, f"203.0.113.{n}", "guess")) for n in range(60)]
        while not any(guess.done() for guess in guesses):  # until there is no place for more
            await asyncio.wait(guesses, timeout=0.01, return_when=asyncio.FIRST_COMPLETED)
        house.server = "127.0.0.1"
        owner = await asyncio.wait_for(_try(house, "127.0.0.1", PASSWORD), 60)
        waiting.set()
        return owner, await asyncio.gather(*guesses)

    owner, guesses = asyncio.run(story())
    assert owner == "in"
    assert "in" not in guesses
    assert any(BUSY in said for said in guesses)
    assert sum(WRONG in said for said in guesses) == door._WAITING


def test_the_owner_is_not_slowed_at_the_computer_itself(house: House, no_waiting: list[float]):
    for number in range(40):
        house.client = f"198.51.100.{number}"
        house.sign_in(NAME, "guess")
    assert max(no_waiting) == SLOWEST_S
    house.client = house.server = "127.0.0.1"
    assert house.sign_in().status == 303
    assert no_waiting[-1] == 0.0


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip", "x_forwarded_proto", "via"])
def test_nobody_passes_for_the_computer_itself_through_a_proxy(
    house: House, no_waiting: list[float], header: str
):
    for number in range(40):
        house.client = f"198.51.100.{number}"
        house.sign_in(NAME, "guess")
    house.server = "127.0.0.1"
    assert asyncio.run(_try(house, "127.0.0.1", PASSWORD, **{header: "127.0.0.1"})) == "in"
    assert no_waiting[-1] == SLOWEST_S  # it works, as for any stranger: slowly


def test_guesses_from_many_threads_are_all_counted(house: House):
    """Many tries at once are no way around the counting."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: house.delays.begin(NAME, "192.0.2.7"), range(64)))
    assert house.delays.wait_s("192.0.2.7") == 300.0
    assert WAIT.partition("{")[0] in house.sign_in().body


def test_unknown_names_cost_as_many_hashes_as_known_ones(house: House, monkeypatch: pytest.MonkeyPatch):
    """Nobody finds out by the time it takes which names there are: the work is the same, counted."""
    real, asked = module._hasher(), []

    class Counting:
        hash = real.hash

        def verify(self, kept: str, password: str) -> bool:
            asked.append(kept.split("$")[1:4])
            return real.verify(kept, password)

    monkeypatch.setattr(module, "_hasher", Counting)
    said = {}
    for number, name in enumerate((NAME, "nobody", "\0", "x" * 200, "")):
        asked.clear()
        house.client = f"198.51.100.{number}"
        answer = house.sign_in(name, "wrong password")
        said[name] = (len(asked), asked[0], answer.status, answer.body.replace(name[:100], ""))
    assert said[NAME][0] == 1
    assert all(item[:3] == said[NAME][:3] for item in said.values())
    assert said["nobody"] == said[NAME]


# --- What belongs to whom ---------------------------------------------------------------------------------


def test_an_address_is_good_for_whom_it_was_told():
    told = Told()
    told.listen("anna", b'\n"/media/' + ABC.encode() + b".pngf\x12 x /media/" + XYZ.encode() + b"0.jpg")
    upload = f"/_stcore/upload_file/{SESSION}/{SESSION}"
    told.listen("bert", upload.encode() + b"ab")
    assert told.may_ask("anna", f"/media/{ABC}.png")
    assert told.may_ask("anna", f"/media/{XYZ}.pdf")
    assert told.may_ask("bert", upload)
    for name, path in (
        ("bert", f"/media/{ABC}.png"),
        ("anna", upload),
        ("anna", f"/media/{ABC[:-1]}e.png"),
        ("anna", f"/media/../media/{ABC}.png"),
        ("anna", "/media/"),
        ("anna", f"/media/{ABC.upper()}.png"),
        ("anna", "/_stcore/upload_file/x"),
        ("", f"/media/{ABC}.png"),
    ):
        assert not told.may_ask(name, path), path
    assert told.may_ask("bert", "/static/media/x.js")


def test_what_is_remembered_of_an_account_has_a_limit_of_its_own():
    told = Told()
    told.listen("anna", f"/media/{ABC}".encode())
    for number in range(MOST + 10):
        told.listen("bert", f"/media/{number:032x}".encode())
    assert told.may_ask("anna", f"/media/{ABC}")
    assert not told.may_ask("bert", f"/media/{0:032x}")
    assert len(told._told["bert"]) == MOST


def test_a_page_goes_on_only_with_a_session_of_its_sign_in(house: House):
    """What reaches the app of a number of a session that another account's browser was given."""
    begins = ForwardMsg()
    begins.new_session.initialize.session_id = SESSION
    seen: list[str] = []

    async def app(scope, receive, send) -> None:
        offered = dict(scope["headers"]).get(b"sec-websocket-protocol", b"")
        seen.append(offered.decode())
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "bytes": begins.SerializeToString()})
        await send({"type": "websocket.close", "code": 1000})

    house._guard._app = app
    anna, bert = house.sign_in().secret, house.sign_in("bert").secret

    def visit(secret: str, protocol: str) -> None:
        headers = {"cookie": cookie(secret), "sec_websocket_protocol": protocol}
        asyncio.run(house.websocket("/_stcore/stream", asyncio.Queue(), **headers))

    visit(anna, "streamlit, token")
    visit(bert, f"streamlit, token, {SESSION}")
    assert seen == ["streamlit, token", "streamlit, token"]
    visit(anna, f"streamlit,token,{SESSION}")
    assert seen[-1] == f"streamlit,token,{SESSION}"
    # Nor after another sign-in: it may have the records open, with a role that the account no longer has.
    visit(house.sign_in().secret, f"streamlit,token,{SESSION}")
    assert seen[-1] == "streamlit, token"
