"""The door of the running app, as somebody on the network meets it: docs/security.md names these tests."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from browser_driver import SAMPLES, Server
from headless import Visitor
from websockets.exceptions import ConnectionClosed, InvalidStatus

from ui.access.accounts import Accounts
from ui.access.sessions import COOKIE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("security_server")]

PASSWORDS = {"anna": "four words of mine here", "bert": "five more words of yours"}
PHOTO = SAMPLES / "anterior_tilt_man_right.jpg"
PHOTO_NAME = "Mrs Secret 1970.jpg"
GUESS = "a-guess-that-is-nowhere-else"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with two accounts, and the least that may be uploaded."""
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    for name, password in PASSWORDS.items():
        accounts.add(name, password)
    server = Server("--server.maxUploadSize=1", POSTURE_ACCOUNTS=str(accounts.file))
    server.wait()
    yield server
    server.kill()


def signed_in(server: Server, name: str) -> Visitor:
    visitor = Visitor(server.url)
    assert visitor.sign_in(name, PASSWORDS[name]).status == 303
    return visitor


@pytest.fixture(scope="module")
def cookies(server: Server) -> dict[str, dict[str, str]]:
    """Both signed in, once."""
    return {name: signed_in(server, name).cookies for name in PASSWORDS}


@pytest.fixture
def anna(server: Server, cookies: dict[str, dict[str, str]]) -> Iterator[Visitor]:
    with Visitor(server.url) as visitor:
        visitor.cookies.update(cookies["anna"])
        yield visitor


@pytest.fixture
def bert(server: Server, cookies: dict[str, dict[str, str]]) -> Iterator[Visitor]:
    with Visitor(server.url) as visitor:
        visitor.cookies.update(cookies["bert"])
        yield visitor


# --- Two accounts -----------------------------------------------------------------------------------------


def test_nobody_gets_a_file_of_another_account_by_its_address(server: Server, anna: Visitor, bert: Visitor):
    run = anna.connect().run()
    run = anna.give(run.find("file_uploader")[0].id, PHOTO_NAME, PHOTO.read_bytes())
    buttons = [item for item in run.find("download_button") if item.deferred_file_id]
    addresses = {*run.media, *(anna.download(item.deferred_file_id) for item in buttons)}
    addresses -= bert.connect().run().media  # the icon of the page
    # Not even who knows the number of a file that is only made when its button is pressed.
    assert [bert.download(item.deferred_file_id) for item in buttons] == [""] * len(buttons)
    assert len(addresses) == len(buttons) > 0
    stranger = Visitor(server.url)
    for address in addresses:
        path = urlsplit(address).path
        own = anna.ask(path)
        assert own.status == 200
        assert own.body
        assert own.headers["cache-control"] == "no-store"
        # Not even with another ending, a part of the file, or a path that leads there by a detour.
        asked = [bert.ask(path), bert.ask(path, range="bytes=0-99"), bert.ask(path, "HEAD")]
        asked += [bert.ask(path.rpartition(".")[0] + ".x"), bert.ask(f"/media/../{path.lstrip('/')}")]
        for answer in asked:
            assert answer.status in (400, 404), answer
            assert answer.body[:50] not in own.body or not answer.body
        assert stranger.ask(path).status == 401


def test_nobody_uploads_into_a_page_of_another_account(anna: Visitor, bert: Visitor):
    anna.connect().run()
    place = anna.place_for("a.jpg").upload_url
    bert.connect().run()
    assert bert.put(place, "a.jpg", b"not for anna").status == 404
    assert bert.ask(place, "DELETE", origin=bert.origin).status == 404
    assert anna.put(place, "a.jpg", b"for anna").status == 204


def test_nobody_goes_on_with_a_page_of_another_account(anna: Visitor, bert: Visitor):
    anna.connect().run()
    session = anna.session_id
    anna.close()
    bert.connect(resume=session).run()
    assert bert.session_id != session
    anna.connect(resume=session).run()
    assert anna.session_id == session


def test_a_download_is_there_until_it_was_fetched(anna: Visitor, bert: Visitor):
    """Pages of others that run meanwhile do not take it away: under load that happened."""
    run = anna.connect().run()
    run = anna.give(run.find("file_uploader")[0].id, "a.jpg", PHOTO.read_bytes())
    button = next(item for item in run.find("download_button") if item.label.startswith("Values"))
    address = anna.download(button.deferred_file_id)
    bert.connect()
    for _ in range(3):
        bert.run("learn")
    assert anna.ask(address).status == 200


# --- Foreign pages ----------------------------------------------------------------------------------------

CHANGES = [
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
    ("POST", "/sign-in/here"),
    ("POST", "/records/here"),
    ("POST", "/records/kept"),
    ("POST", "/phone/open"),
    ("POST", "/phone/state"),
    ("POST", "/phone/photo"),
    ("POST", "/phone-news"),
    ("PUT", "/_stcore/upload_file/{session}/x"),
    ("DELETE", "/_stcore/upload_file/{session}/x"),
    ("POST", "/_stcore/agent/interact"),
    ("POST", "/_stcore/agent/mcp"),
]


@pytest.mark.parametrize(("method", "path"), CHANGES)
@pytest.mark.parametrize("how", ["origin", "null", "port", "fetch"])
def test_no_foreign_page_changes_anything(anna: Visitor, method: str, path: str, how: str):
    foreign = {
        "origin": {"origin": "https://evil.example"},
        "null": {"origin": "null"},
        "port": {"origin": "http://127.0.0.1:1"},
        "fetch": {"sec_fetch_site": "cross-site"},
    }
    answer = anna.ask(path, method, b"name=anna", **foreign[how])
    assert (answer.status, "another web page" in answer.text) == (403, True)
    assert anna.ask("/sign-in/state").text == '{"signed_in":true}'


def test_every_way_to_change_something_is_among_those(server: Server):
    """What the app answers to beside reading, out of its own routes: none may be new and untried."""
    from streamlit.web.server.starlette import starlette_agent_routes as agent  # noqa: PLC0415
    from streamlit.web.server.starlette import starlette_auth_routes as auth  # noqa: PLC0415
    from streamlit.web.server.starlette import starlette_routes as routes  # noqa: PLC0415

    from ui.access.door import PATHS  # noqa: PLC0415
    from ui.routes import ROUTES  # noqa: PLC0415

    asked = {path.split("/{")[0] for _, path in CHANGES}
    own = {route.path for route in ROUTES if "POST" in (getattr(route, "methods", None) or ())}
    streamlit = {
        f"/{routes.BASE_ROUTE_UPLOAD_FILE}",
        f"/{agent._ROUTE_AGENT_INTERACT}",
        f"/{agent._ROUTE_AGENT_MCP}",
    }
    assert asked == own | streamlit | PATHS - {"/sign-in/state", "/sign-in/provider"}
    for route in auth.create_auth_routes(""):
        assert route.methods is not None
        assert route.methods <= {"GET", "HEAD"}


def test_an_upload_needs_the_token_of_the_page(anna: Visitor):
    anna.connect().run()
    place = anna.place_for("a.jpg").upload_url
    for token in ("", "wrong", "2|00000000|00000000000000000000000000000000|1"):
        assert anna.put(place, "a.jpg", b"x", x_xsrftoken=token).status == 403


@pytest.mark.parametrize("path", ["/_stcore/stream", "/live/camera"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_no_foreign_page_opens_a_socket(anna: Visitor, path: str, origin: str):
    with pytest.raises(InvalidStatus) as refused:
        anna.connect(origin=origin, path=path)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["/_stcore/stream", "/live/camera"])
def test_nobody_opens_a_socket_without_signing_in(server: Server, path: str):
    with pytest.raises(InvalidStatus) as refused:
        Visitor(server.url).connect(path=path)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "x@127.0.0.1", "127.0.0.1/x"])
def test_a_name_that_leads_here_is_not_answered(anna: Visitor, host: str):
    """DNS rebinding: a foreign page has its own name lead to this computer."""
    for path in ("/", "/_stcore/health", "/sign-in", "/media/x"):
        assert anna.ask(path, host=host).status == 403


def test_two_names_in_one_request_are_not_answered(server: Server):
    host = urlsplit(server.url).netloc
    for lines in (f"Host: {host}\r\nHost: evil.example", "X: y"):
        with socket.create_connection(host.split(":"), timeout=60) as raw:  # type: ignore[arg-type]
            raw.sendall(f"GET / HTTP/1.1\r\n{lines}\r\nConnection: close\r\n\r\n".encode())
            assert raw.makefile("rb").readline().split()[1] in (b"400", b"403")


# --- Files that were not asked for ------------------------------------------------------------------------

ASCENTS = [
    "/media/../../../../etc/passwd",
    "/media/..%2f..%2f..%2fetc%2fpasswd",
    "/static/../app.py",
    "/static/%2e%2e/%2e%2e/app.py",
    "/static/..%5c..%5capp.py",
    "/component/../../app.py",
    "/_stcore/bidi-components/x/../../../app.py",
    "/_stcore/bidi-components/posture_signed_in/%2e%2e/%2e%2e/guard.py",
    "/app/static/../../app.py",
    "//etc/passwd",
    "/%00",
    "/..;/app.py",
    "/.streamlit/config.toml",
    "/app.py",
    "/accounts.json",
]


@pytest.mark.parametrize("path", ASCENTS)
def test_no_path_leads_out_of_what_is_served(anna: Visitor, path: str):
    answer = anna.ask(path)
    assert answer.status < 500
    for secret in (b"root:", b"import streamlit", b"$argon2", b"allowedHosts", b"class Guard"):
        assert secret not in answer.body


# --- Too much ---------------------------------------------------------------------------------------------


def test_an_upload_without_end_is_cut_off(server: Server, anna: Visitor):
    """Whatever the length claims to be, no more than the limit is read, and the app goes on."""
    anna.connect().run()
    place = anna.place_for("a.jpg").upload_url
    assert anna.put(place, "a.jpg", bytes(1 << 20) + b"x").status == 413
    parts = urlsplit(server.url)
    head = (
        f"PUT {place} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {anna._cookie()}\r\n"
        f"X-Xsrftoken: {anna.cookies['_streamlit_xsrf']}\r\nContent-Type: multipart/form-data; boundary=e\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    first = b'--e\r\nContent-Disposition: form-data; name="f"; filename="a.jpg"\r\n\r\n'
    sent, chunk = 0, bytes(1 << 16)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as raw:
        raw.sendall(head.encode() + b"%x\r\n%s\r\n" % (len(first), first))
        # More than one message of the kernel's buffers is under way when the answer comes.
        while sent < 64 << 20 and not select.select([raw], [], [], 0)[0]:
            raw.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            sent += len(chunk)
        assert raw.makefile("rb").readline().split()[1] == b"413"
    assert anna.ask("/_stcore/health").status == 200


def test_a_message_without_end_is_cut_off(anna: Visitor):
    anna.connect(path="/live/camera")
    anna.socket.send("x" * (20 << 20))
    with pytest.raises(ConnectionClosed):
        anna.socket.recv(60)
    anna.connect().socket.send(b"\xff" * 100)
    with pytest.raises(ConnectionClosed):
        while True:
            anna.socket.recv(60)
    assert anna.ask("/_stcore/health").status == 200


def test_headers_and_forms_without_end_are_refused(anna: Visitor):
    with suppress(ConnectionError):
        assert anna.ask("/", x_long="y" * 200_000).status in (400, 431)
    assert anna.ask("/sign-in", "POST", b"name=" + b"x" * 100_000, origin=anna.origin).status == 413


# --- What a browser is told -------------------------------------------------------------------------------


def test_the_headers_keep_other_pages_out_and_this_one_in(anna: Visitor):
    for path in ("/", "/_stcore/host-config", "/static/nothing.js"):
        headers = anna.ask(path).headers
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "http:" not in policy.replace("ws://", "").replace("wss://", "")
        assert "*" not in policy


def test_the_cookies_of_the_app(server: Server):
    visitor = Visitor(server.url)
    kept = [line.lower() for line in visitor.sign_in("anna", PASSWORDS["anna"]).cookies]
    assert len(kept) == 1
    assert kept[0].startswith(f"{COOKIE}=")
    assert all(word in kept[0] for word in ("httponly", "samesite=strict", "path=/"))
    assert "domain" not in kept[0]
    # It is gone when the browser ends, not in thirty days.
    assert "max-age" not in kept[0]
    assert "expires" not in kept[0]


def test_the_programs_interface_of_streamlit_is_off(anna: Visitor):
    """What it answers without being asked for by a page."""
    assert '"session_id"' not in anna.ask("/_stcore/agent/interact", "POST", b"{}").text
    assert anna.ask("/_stcore/agent/interact", "POST", b"{}").status in (403, 404, 405)
    assert anna.ask("/_stcore/script-health-check").headers["content-type"].startswith("text/html")
    # Anything beside the door asks for a sign-in first.
    stranger = Visitor(anna.url)
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/host-config", "/static/x.js"):
        assert stranger.ask(path).status == 401


def test_the_log_says_nothing_of_people(server: Server, anna: Visitor):
    """Names, passwords, secrets, photos, addresses: none was printed, whatever went wrong. The last test."""
    visitor = Visitor(server.url)
    assert visitor.sign_in("somebody-unknown", GUESS).status == 200
    assert visitor.sign_in("anna", GUESS).status == 200
    assert visitor.ask(f"/sign-in?to=/{GUESS}").status == 200
    with suppress(InvalidStatus):
        anna.connect(origin="https://evil-origin.example")
    field = anna.connect().run().find("file_uploader")[0].id
    for data in (b"no picture at all", PHOTO.read_bytes()):
        anna.give(field, PHOTO_NAME, data)
    secrets = [*anna.cookies.values(), anna.session_id]
    anna.ask("/clients", "GET", accept="text/html")
    anna.ask("/sign-out", "POST", origin=anna.origin)
    anna.close()
    said = server.stop()
    assert "The posture analyzer is at" in said
    for word in (
        "anna",
        "bert",
        "somebody",
        GUESS,
        *PASSWORDS.values(),
        "Secret",
        "evil",
        "/media/",
        *secrets,
    ):
        assert word not in said
    assert "accounts.json" not in said
