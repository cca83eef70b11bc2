"""Who gets in, as the guard sees it: addresses, names, foreign pages, sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from access_driver import NAME, PASSWORD, House, cookie
from argon2 import PasswordHasher

from ui.access import accounts as module
from ui.access import guard
from ui.access.accounts import Accounts
from ui.access.door import BROKEN, OPEN, WRONG
from ui.access.sessions import LONGEST_S

INSIDE = [
    "/",
    "/compare",
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
    "/media/photo.jpg",
    "/live/camera",
]
PAGE = "text/html,application/xhtml+xml"


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Cheap hashes: what they cost in earnest is tested with the accounts."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_hasher", lambda: quick)
        module._nobody.cache_clear()
        yield
    module._nobody.cache_clear()


@pytest.fixture
def nobody(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "accounts.json")


@pytest.fixture(scope="module")
def anna(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    accounts.add(NAME, PASSWORD)
    return accounts


@pytest.fixture
def house(anna: Accounts) -> House:
    return House(anna, server="192.0.2.1", client="192.0.2.7")


# --- Without accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", ["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1"])
def test_this_computer_needs_no_sign_in(nobody: Accounts, server: str):
    house = House(nobody, server=server)
    assert house.ask("/compare").body == "inside"
    assert house.who == [None]


@pytest.mark.parametrize("server", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "fe80::1%eth0", "/run/app.sock"])
@pytest.mark.parametrize("path", INSIDE)
def test_nobody_else_is_answered(nobody: Accounts, server: str, path: str):
    house = House(nobody, server=server)
    answer = house.ask(path)
    assert answer.status == 403
    assert "accounts add NAME" in answer.body
    assert asyncio.run(house.websocket(path, asyncio.Queue())) == [
        {"type": "websocket.close", "code": guard.OVER}
    ]
    assert house.inside == []


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip", "x_forwarded_host"])
def test_a_proxy_is_no_way_around(nobody: Accounts, header: str):
    house = House(nobody)
    assert house.ask("/", **{header: "192.0.2.7"}).status == 403
    assert house.inside == []


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "PROPFIND", "PATCH", "X"])
def test_ways_to_ask_that_nobody_here_knows_are_refused(nobody: Accounts, anna: Accounts, method: str):
    """An answer to CONNECT ended in an error of the server itself."""
    for accounts, path in (
        (nobody, "/"),
        (anna, "/sign-in/state"),
        (anna, "/_stcore/health"),
    ):
        house = House(accounts)
        assert house.ask(path, method).status == 405
        assert house.inside == []


def test_what_is_only_asked_changes_by_no_other_way(anna: Accounts):
    for path in ("/sign-in/state", "/sign-in/provider"):
        assert House(anna).ask(path, "POST").status == 405


# --- Foreign pages in the same browser -------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "localhost@evil.example"])
def test_another_name_is_not_answered(nobody: Accounts, host: str):
    house = House(nobody)
    assert house.ask("/", host=host).status == 403
    assert house.inside == []


def test_foreign_pages_cannot_use_a_websocket_or_send_files(nobody: Accounts):
    house = House(nobody)
    for origin in ("http://evil.example", "null", "http://localhost:9999", "http://[", "https://localhost"):
        assert asyncio.run(house.websocket("/live/camera", asyncio.Queue(), origin=origin))[0]["code"]
        assert house.ask("/_stcore/upload_file/a/b", "PUT", origin=origin).status == 403
    assert house.inside == []
    assert house.ask("/_stcore/upload_file/a/b", "PUT", origin="http://localhost:8501").status == 200


def test_foreign_pages_cannot_frame_the_app(nobody: Accounts):
    assert House(nobody).ask("/").headers["x-frame-options"] == "SAMEORIGIN"


# --- With accounts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", ["127.0.0.1", "192.0.2.1"])
@pytest.mark.parametrize("path", INSIDE)
def test_where_there_is_an_account_everybody_signs_in(anna: Accounts, server: str, path: str):
    house = House(anna, server=server)
    for headers in ({}, {"cookie": cookie("guessed")}, {"cookie": "=;;\x7f"}):
        assert house.ask(path, **headers).status == 401
        led = house.ask(path, accept=PAGE, **headers)
        assert led.status == 303
        assert led.headers["location"].startswith("/sign-in")
        assert asyncio.run(house.websocket(path, asyncio.Queue(), **headers))[0]["type"] == "websocket.close"
    assert house.inside == []


def test_the_right_password_opens_everything(house: House):
    answer = house.sign_in("  Anna ", to="/compare")
    assert answer.status == 303
    assert answer.headers["location"] == "/compare"
    kept = answer.headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=strict" in kept
    assert "secure" not in kept
    for path in INSIDE[:3] + INSIDE[-1:]:
        assert house.ask(path, cookie=cookie(answer.secret)).body == "inside"
    assert set(house.who) == {NAME}


def test_over_tls_the_secret_is_never_sent_in_the_clear(anna: Accounts):
    house = House(anna, server="192.0.2.1", client="192.0.2.7", scheme="https")
    assert "secure" in house.sign_in().headers["set-cookie"].lower()
    assert OPEN not in house.ask("/sign-in").body


@pytest.mark.parametrize(("client", "warned"), [("192.0.2.7", True), ("127.0.0.1", False)])
def test_without_tls_people_on_the_network_are_told(anna: Accounts, client: str, warned: bool):
    house = House(anna, server="192.0.2.1", client=client)
    assert (OPEN in house.ask("/sign-in").body) == warned


@pytest.mark.parametrize(
    ("name", "password"),
    [
        (NAME, "another password"),
        ("bert", PASSWORD),
        ("", ""),
        (NAME, ""),
        (NAME, PASSWORD + "x" * 400),
        ("\0", "x"),
    ],
)
def test_wrong_ones_are_told_nothing_but_that(house: House, name: str, password: str):
    answer = house.sign_in(name, password)
    assert WRONG in answer.body
    assert "set-cookie" not in answer.headers
    assert house.inside == []


def test_what_was_typed_is_escaped(house: House):
    answer = house.sign_in('"><script>alert(1)</script>', "x")
    assert "<script>" not in answer.body
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "/a/b", "javascript:1"]
)
def test_the_sign_in_leads_nowhere_else(house: House, to: str):
    assert house.sign_in(to=to).headers["location"] == "/"
    assert f'value="{to}"' not in house.ask(f"/sign-in?to={to}").body


def test_a_foreign_page_cannot_sign_somebody_in(house: House):
    assert house.ask("/sign-in", "POST", b"name=anna", origin="http://evil.example").status == 403


def test_a_form_without_end_is_not_read(house: House):
    assert house.ask("/sign-in", "POST", b"x" * 9000).status == 413


def test_guessing_takes_longer_and_longer(house: House):
    for _ in range(5):
        assert house.sign_in(NAME, "guess").status == 200
    assert house.sign_in(NAME, "guess").status == 429
    assert house.sign_in().status == 429  # not even looked at
    house.clock.now_s += 1.1
    assert WRONG in house.sign_in(NAME, "guess").body
    refused = house.sign_in()
    assert refused.headers["retry-after"] == "2"
    house.client = "192.0.2.8"  # another station is not held up
    assert house.sign_in().status == 303


def test_signed_out_is_signed_out_at_once(house: House):
    secret = house.sign_in().secret
    answer = house.ask("/sign-out", "POST", cookie=cookie(secret), origin="http://localhost:8501")
    assert answer.headers["location"] == "/sign-in?why=out"
    assert house.ask("/", cookie=cookie(secret)).status == 401
    assert '"signed_in":false' in house.ask("/sign-in/state", cookie=cookie(secret)).body


def test_who_does_nothing_is_signed_out(house: House):
    secret = house.sign_in().secret
    for _ in range(3):
        house.clock.now_s += 1700.0
        # Pictures and timers of an open page do not count, only what the person does.
        assert house.ask("/live/camera", cookie=cookie(secret)).status == 200
        assert house.ask("/sign-in/here", "POST", cookie=cookie(secret)).status == 204
    house.clock.now_s += 1700.0
    assert house.ask("/sign-in/state", cookie=cookie(secret)).body == '{"signed_in":true}'
    house.clock.now_s += 101.0
    assert house.ask("/live/camera", cookie=cookie(secret)).status == 401


def test_nobody_stays_for_ever(house: House):
    secret = house.sign_in().secret
    for _ in range(int(LONGEST_S / 1700.0)):
        house.clock.now_s += 1700.0
        house.ask("/sign-in/here", "POST", cookie=cookie(secret))
        assert house.ask("/", cookie=cookie(secret)).status == 200
    house.clock.now_s += 1700.0
    assert house.ask("/", cookie=cookie(secret)).status == 401


@pytest.mark.parametrize("change", ["removed", "another password"])
def test_a_session_ends_with_its_account(tmp_path: Path, change: str):
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add(NAME, PASSWORD)
    accounts.add("bert", PASSWORD)
    house = House(accounts)
    anna, bert = house.sign_in().secret, house.sign_in("bert").secret
    other = Accounts(accounts.file)  # as the command does it, in another process
    other.remove(NAME) if change == "removed" else other.add(NAME, PASSWORD + "!")
    assert house.ask("/", cookie=cookie(anna)).status == 401
    assert house.ask("/", cookie=cookie(bert)).status == 200


def test_a_damaged_file_lets_nobody_in(tmp_path: Path):
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add(NAME, PASSWORD)
    house = House(accounts)
    secret = house.sign_in().secret
    accounts.file.write_text("{")
    assert house.ask("/", cookie=cookie(secret)).status == 401
    answer = house.sign_in()
    assert answer.status == 503
    assert BROKEN in answer.body
    assert str(tmp_path) not in answer.body


@pytest.mark.parametrize("how", ["sign-out", "idle"])
def test_an_open_websocket_ends_with_the_session(house: House, how: str):
    secret = house.sign_in().secret

    async def story() -> list[dict]:
        said: asyncio.Queue = asyncio.Queue()
        heard = asyncio.Event()
        talk = asyncio.create_task(house.websocket("/live/camera", said, heard, cookie=cookie(secret)))
        said.put_nowait({"type": "websocket.receive", "text": "frame"})
        await asyncio.wait_for(heard.wait(), 60)
        if how == "idle":
            house.clock.now_s += 1801.0
        else:
            await house.ask_now("/sign-out", "POST", cookie=cookie(secret))
        said.put_nowait({"type": "websocket.receive", "text": "one more frame"})
        return await talk

    sent = asyncio.run(story())
    assert [item["type"] for item in sent] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert sent[-1]["code"] == guard.OVER
    assert house.who[-1] == NAME


def test_monitoring_may_ask_whether_it_runs(house: House):
    assert house.ask("/_stcore/health").status == 200
