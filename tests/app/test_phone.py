"""A phone as the camera, as the program meets it: which phone may send what, and nothing else gets in."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import pytest
from access_driver import NAME, PASSWORD, Clock, House
from argon2 import PasswordHasher
from phone_driver import Phone, make_line, news
from PIL import Image

from analyzer.language.catalogues import SHOWN
from ui.access import accounts as accounts_module
from ui.access import guard, phone
from ui.access.accounts import Accounts
from ui.access.delays import FREE, Delays
from ui.access.phone import OPEN, PAGE, PATHS, PHOTO, STATE
from ui.access.sessions import COOKIE, digest_of
from ui.phone import NEWS, route
from ui.phone import line as line_module
from ui.phone.line import Line, find_by_code, find_by_ticket
from ui.session.state import State


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Phones are on; whoever runs the tests may have accounts and settings of their own."""
    monkeypatch.setenv("POSTURE_PHONE", "on")
    monkeypatch.setenv("POSTURE_ACCOUNTS", str(tmp_path / "accounts.json"))
    monkeypatch.setattr(phone, "settings_file", lambda: tmp_path / "own" / "phone.json")
    monkeypatch.setattr(route, "GUESSES", Delays(Clock()))


@pytest.fixture
def line() -> Iterator[Line]:
    made, taken = make_line()
    made.taken_photos = taken  # type: ignore[attr-defined]
    yield made
    made.end()


@pytest.fixture(scope="module")
def photo() -> bytes:
    """A JPEG with place and device in it."""
    rng = np.random.default_rng(1)
    image = Image.fromarray(rng.integers(0, 255, (320, 240, 3), np.uint8))
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


# --- One phone --------------------------------------------------------------------------------------------


def test_a_photo_goes_from_the_phone_to_the_session(line: Line, photo: bytes):
    own = Phone()
    assert 0.0 < own.open(line).json()["left_s"] <= 600.0
    assert news(line).json()["bound"]
    assert own.send(line, photo).json() | {"left_s": 0} == {
        "left_s": 0,
        "bound": True,
        "sending": False,
        "came": 1,
        "taken": 0,
    }
    assert news(line).json()["came"] == 1
    assert line.take_over()
    (name, data, series) = line.taken_photos[0]  # type: ignore[attr-defined]
    assert (name, series) == ("phone-1.jpg", line.series)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), np.asarray(Image.open(io.BytesIO(photo))))
    assert b"SecretMaker" in photo
    assert b"SecretMaker" not in data
    assert own.state(line).json()["taken"] == 1


def test_a_second_phone_gets_nothing(line: Line, photo: bytes):
    own, second = Phone(), Phone("192.0.2.8")
    unknown = Phone("192.0.2.9").ask(OPEN, "no such code")
    own.open(line)
    for answer in (second.open(line), second.state(line), second.send(line, photo)):
        assert (answer.status_code, answer.content) == (404, unknown.content)
        assert "set-cookie" not in answer.headers
    second.cookies.set("posture_phone", "a made-up secret")
    assert second.send(line, photo).status_code == 404
    assert line.photo is None
    # The first one goes on, also after its page was loaded anew.
    assert own.open(line).status_code == 200
    assert own.send(line, photo).status_code == 200


def test_a_stale_code_gets_nothing(line: Line, photo: bytes):
    own = Phone()
    own.open(line)
    line.ends_s = time.monotonic()
    unknown = Phone().ask(OPEN, "no such code")
    for answer in (own.send(line, photo), own.open(line), Phone().open(line)):
        assert (answer.status_code, answer.content) == (404, unknown.content)
    assert own.state(line).json()["left_s"] == 0.0
    assert news(line).status_code == 410
    assert line.photo is None


def test_a_code_that_nobody_opened_in_time_is_stale(line: Line):
    line.close()
    assert Phone().open(line).status_code == 404


def test_a_code_of_a_session_that_is_over_is_worth_nothing(line: Line, photo: bytes):
    own = Phone()
    own.open(line)
    line.end()
    assert own.send(line, photo).status_code == 404
    assert own.state(line).status_code == 404
    assert (find_by_code(line.code), find_by_ticket(line.ticket)) == (None, None)


def test_secrets_are_long_and_each_their_own():
    lines = [make_line()[0] for _ in range(20)]
    secrets = {secret for line in lines for secret in (line.code, line.ticket)}
    assert len(secrets) == 40
    assert all(len(base64.urlsafe_b64decode(secret)) * 8 >= 128 for secret in secrets)
    shown = repr(lines)
    assert not [secret for secret in secrets if secret in shown]


def test_two_phones_at_the_same_moment(line: Line):
    secrets = [line_module.bind(line) for _ in range(8)]
    assert sum(secret is not None for secret in secrets) == 1


def test_the_phone_stays_when_the_page_is_loaded_anew(line: Line, photo: bytes):
    own, new = Phone(), State()
    own.open(line)
    old = State(parts={Line: line})
    line.hand_over(new)
    old.end()
    moved = new.part(Line)
    assert moved is not None
    assert own.send(line, photo).status_code == 200
    assert moved.photo is not None
    assert line.photo is None
    moved.end()


# --- What is sent -----------------------------------------------------------------------------------------


def test_one_photo_at_a_time(line: Line, photo: bytes):
    own = Phone()
    own.open(line)
    assert own.send(line, photo).status_code == 200
    assert own.send(line, photo).status_code == 409
    line.take_over()
    assert own.send(line, photo).status_code == 200


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0"]
)
def test_only_pictures_are_taken(line: Line, data: bytes):
    own = Phone()
    own.open(line)
    answer = own.send(line, data)
    assert answer.status_code == 422
    assert len(answer.json()["error"]) > 20
    assert (line.photo, line.sending) == (None, False)


def test_what_is_too_large_is_not_even_read(line: Line, monkeypatch: pytest.MonkeyPatch):
    own, given = Phone(), 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 40:
            given += 1
            yield bytes(1 << 20)

    own.open(line)
    assert own.ask(PHOTO, line.code, bytes(25 * 2**20 + 1)).status_code == 413
    monkeypatch.setattr(route, "MOST_BYTES", 3 << 20)
    answer = own.ask(PHOTO, line.code, endless(), transfer_encoding="chunked")
    assert (answer.status_code, answer.json()["error"]) == (
        413,
        "The photo is larger than 3 MB. Please choose a smaller one.",
    )
    assert given <= 5
    assert (line.photo, line.sending) == (None, False)


def test_nothing_is_read_of_who_has_no_right_to_send(line: Line):
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    assert Phone().ask(PHOTO, line.code, never()).status_code == 404


def test_a_photo_that_never_ends_is_given_up(line: Line, monkeypatch: pytest.MonkeyPatch):
    import asyncio  # noqa: PLC0415

    async def slow() -> AsyncIterator[bytes]:
        yield b"\xff\xd8\xff"
        await asyncio.sleep(60)

    own = Phone()
    own.open(line)
    monkeypatch.setattr(route, "LONGEST_S", 0.05)
    assert own.ask(PHOTO, line.code, slow()).status_code == 408
    assert not line.sending


# --- Guessing, foreign pages, and the door ----------------------------------------------------------------


def test_guessing_takes_longer_and_longer(line: Line):
    own, guesser = Phone(), Phone("192.0.2.8")
    own.open(line)
    said = [guesser.ask(OPEN, f"guess {number}").status_code for number in range(FREE + 1)]
    assert said == [404] * FREE + [429]
    # Not even the right code of another line is looked at then, and nobody else waits with it.
    other, _ = make_line()
    refused = guesser.open(other)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert Phone("192.0.2.10").open(other).status_code == 200
    # The phone that has its line goes on, wherever the guesses come from.
    assert Phone("192.0.2.8", own.cookies).state(line).status_code == 200
    other.end()


@pytest.mark.parametrize("path", sorted(PATHS - {PAGE}))
def test_foreign_pages_get_nothing(line: Line, path: str):
    for headers in ({"origin": "https://evil.example"}, {"origin": ""}, {"sec_fetch_site": "cross-site"}):
        assert Phone().ask(path, line.code, **headers).status_code == 403
    assert Phone().ask(path, line.code, host="evil.example").status_code == 403
    assert not line.phone


def test_phones_are_off_at_first(line: Line, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("POSTURE_PHONE")
    assert Phone().open(line).status_code == 404
    assert Phone().ask(PAGE, method="GET").status_code == 404
    phone.switch_phones(on=True)
    assert Phone().ask(PAGE, method="GET").status_code == 200
    monkeypatch.setenv("POSTURE_PHONE", "off")
    assert Phone().ask(PAGE, method="GET").status_code == 404
    phone.settings_file().write_text("[]")
    monkeypatch.delenv("POSTURE_PHONE")
    assert not phone.phones_are_on()


def test_switching_off_ends_what_is_open(line: Line, photo: bytes, monkeypatch: pytest.MonkeyPatch):
    own = Phone()
    own.open(line)
    monkeypatch.setenv("POSTURE_PHONE", "off")
    assert own.send(line, photo).status_code == 404
    assert line.photo is None


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts_module, "_hasher", lambda: hasher)


@pytest.mark.usefixtures("quick")
def test_the_door_lets_a_phone_through_to_its_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add(NAME, PASSWORD)
    house = House(accounts, server="192.0.2.1", client="192.0.2.7")
    for path in PATHS:
        assert house.ask(path, "GET" if path == PAGE else "POST").status == 200
    assert len(house.inside) == len(PATHS)
    assert set(house.who) == {None}
    for path in (NEWS, "/phone/", "/phone/x", "/phone/../", "/phones", "/", "/media/x", "/live/camera"):
        assert house.ask(path).status == 401
    # Asked in another way, the server would answer with the page of the app.
    for path in PATHS:
        assert house.ask(path, "POST" if path == PAGE else "GET").status == 401
    monkeypatch.setenv("POSTURE_PHONE", "off")
    for path in PATHS:
        assert house.ask(path).status == 401
    assert len(house.inside) == len(PATHS)


@pytest.mark.usefixtures("quick")
def test_the_phone_is_out_when_its_person_is(tmp_path: Path, photo: bytes, monkeypatch: pytest.MonkeyPatch):
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add(NAME, PASSWORD)
    secret = guard.SESSIONS.begin(NAME, accounts.seal_of(NAME) or "")
    line, _ = make_line(digest_of(secret))
    own, computer = Phone(), Phone()
    computer.cookies.set(COOKIE, secret)
    assert own.open(line).status_code == 200
    assert news(line, computer).status_code == 200
    assert news(line).status_code == 401
    guard.SESSIONS.end(secret)
    assert own.send(line, photo).status_code == 404
    assert line.photo is None
    assert not line.open
    nobodys, _ = make_line()
    assert Phone("192.0.2.8").open(nobodys).status_code == 404, "accounts came after it"
    line.end(), nobodys.end()


# --- The page ---------------------------------------------------------------------------------------------


def test_the_page_may_do_nothing_but_send(line: Line):
    answer = Phone().ask(PAGE, method="GET")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert (policy["frame-ancestors"], policy["base-uri"], policy["form-action"]) == ("'none'",) * 3
    for kind, tag in (("script-src", "<script>"), ("style-src", "<style>")):
        inside = answer.text.split(tag)[1].split("</")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert policy[kind] == f"'sha256-{digest}'"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert line.code not in answer.text
    assert not re.search(r"https?://(?!www\.w3\.org)", answer.text)


def test_the_page_speaks_the_language_of_the_phone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(SHOWN, "all")
    answer = Phone().ask(PAGE, method="GET", accept_language="tlh, de-AT;q=0.8, en;q=0.5")
    assert '<html lang="de">' in answer.text
    assert '<html lang="en">' in Phone().ask(PAGE, method="GET").text


def test_state_needs_the_right_phone(line: Line):
    assert Phone().ask(STATE, line.code).status_code == 404
