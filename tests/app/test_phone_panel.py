"""The code for a phone where photos are given, what is said when there can be none, and where photos go."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_driver import SAMPLES, App
from streamlit import config

from ui.access import phone
from ui.phone import panel, reach
from ui.phone.line import Line
from ui.phone.reach import find_address
from ui.session.checked_photo import CheckedPhoto, Series, Waiting
from ui.session.state import State

USE = "Use a phone as the camera"


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("POSTURE_PHONE", raising=False)
    monkeypatch.setattr(phone, "settings_file", lambda: tmp_path / "phone.json")


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTURE_PHONE", "on")
    monkeypatch.setattr(panel, "find_address", lambda _page: ("https://192.168.7.2:8501/phone", None))


def use_phone(app: App) -> App:
    next(button for button in app.at.button if button.label == USE).click().run()
    assert not app.at.exception
    return app


def of(app: App) -> State:
    return app.at.session_state["state"]


# --- The panel --------------------------------------------------------------------------------------------


def test_off_leads_to_the_settings(app: App):
    use_phone(app)
    assert "switched off" in app.words()
    assert of(app).part(Line) is None
    app.at.switch_page("app_pages/records.py").run()
    app.at.toggle(key="phone_switch").set_value(True).run()
    assert phone.phones_are_on()
    app.at.toggle(key="phone_switch").set_value(False).run()
    assert not phone.phones_are_on()


def test_what_the_environment_says_cannot_be_changed(app: App, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POSTURE_PHONE", "off")
    assert "POSTURE_PHONE=off" in use_phone(app).words()
    app.at.switch_page("app_pages/records.py").run()
    assert app.at.toggle(key="phone_switch").disabled


def test_without_a_way_for_phones_the_command_is_said(app: App, monkeypatch: pytest.MonkeyPatch):
    """No dead code: this app answers its own computer alone."""
    monkeypatch.setenv("POSTURE_PHONE", "on")
    assert "answers this computer alone" in use_phone(app).words()
    assert app.at.code[0].value.endswith("practice")
    assert of(app).part(Line) is None


@pytest.mark.usefixtures("on")
def test_the_code_and_the_line_on_every_page(app: App):
    use_phone(app)
    line = of(app).part(Line)
    assert "<svg" in app.component("markup", "phone_code_check")
    assert line.ticket in app.component("phone")
    assert line.code not in app.component("phone")
    app.at.switch_page("app_pages/learn.py").run()
    assert line.ticket in app.component("phone")
    line.close()
    app.at.run()
    assert app.component("phone") == ""
    app.at.switch_page("app_pages/check.py").run()
    assert USE in [button.label for button in app.at.button]


@pytest.mark.usefixtures("on")
def test_a_new_code_ends_the_old_one(app: App):
    use_phone(app)
    first = of(app).part(Line)
    first.phone = "taken"
    app.at.run()
    assert app.component("markup", "phone_code_check") == ""
    app.at.button(key="phone_new_check").click().run()
    second = of(app).part(Line)
    assert second.code != first.code
    assert not first.open


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("page", ["compare", "direct"])
def test_other_places_have_codes_of_their_own(app: App, page: str):
    app.at.switch_page(f"app_pages/{page}.py").run()
    use_phone(app)
    assert of(app).part(Line).page == page
    app.at.switch_page("app_pages/check.py").run()
    assert "another place" in app.words()
    use_phone(app)
    assert of(app).part(Line).place == "check"


# --- Where a phone gets here ------------------------------------------------------------------------------


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    given = {
        "server.address": "0.0.0.0",  # noqa: S104 - what it is about
        "server.sslCertFile": "c.pem",
        "server.port": 8501,
        "server.allowedHosts": ["192.168.7.2", "desk.local"],
        "server.baseUrlPath": "",
        "browser.serverAddress": "localhost",
    }
    monkeypatch.setattr(config, "get_option", given.__getitem__)
    monkeypatch.setattr(reach.st, "get_option", given.__getitem__)
    monkeypatch.setattr(reach, "addresses_on_the_network", lambda: ("10.9.9.9", "192.168.7.2"))
    return given


def test_the_address_is_that_of_the_network(options: dict[str, object]):
    own = ("https://192.168.7.2:8501/phone", None)
    for page in ("https://127.0.0.1:8501/", "https://localhost:8501/compare", "https://[::1]:8501/", ""):
        assert find_address(page) == own
    # What the browser of the computer uses already, by a proxy for example, is right for a phone too.
    assert find_address("https://desk.lan/visit?visit=3") == ("https://desk.lan/phone", None)
    options["browser.serverAddress"] = "desk.local"
    assert find_address("https://127.0.0.1:8501/") == ("https://desk.local:8501/phone", None)


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"server.address": "127.0.0.1"}, "only_here"),
        ({"server.sslCertFile": ""}, "not_sealed"),
        ({"server.allowedHosts": ["localhost"]}, "no_network"),
    ],
)
def test_what_is_in_the_way(options: dict[str, object], changed: dict[str, object], trouble: str):
    options.update(changed)
    assert find_address("https://127.0.0.1:8501/") == ("", trouble)


def test_an_open_connection_is_no_way(options: dict[str, object]):
    assert find_address("http://192.168.7.2:8501/") == ("", "not_sealed")


# --- Photos of one person ---------------------------------------------------------------------------------


def test_photos_of_one_code_are_put_together_and_those_of_another_are_not(app: App):
    data = (SAMPLES / "anterior_tilt_man_right.jpg").read_bytes()

    def send(series: str) -> list[CheckedPhoto]:
        of(app).waiting = of(app).waiting.with_one("phone-1.jpg", data, series)
        app.at.run()
        return list(of(app).photos)

    first = send("a")
    second = send("a")
    assert [photo.id for photo in second] == [first[0].id, second[1].id]
    assert of(app).selected == 1
    (other,) = send("b")
    assert other.id not in [photo.id for photo in second]


def test_what_was_given_in_another_way_stays_apart():
    photo = CheckedPhoto("7", "a.jpg", None, None, None)  # type: ignore[arg-type]
    series = Series("a", ("6",))
    waiting = Waiting().with_one("phone-1.jpg", b"x", "a")
    assert not series.goes_on(waiting, [photo])
    assert not series.goes_on(waiting, [])
    assert not Series().goes_on(Waiting.of([("a.jpg", b"x")]), [photo])
    assert Series("a", ("7",)).goes_on(waiting, [photo])


def test_a_photo_that_comes_while_another_is_looked_at_waits_too():
    waiting = Waiting().with_one("phone-1.jpg", b"1", "a").with_one("phone-2.jpg", b"2", "a")
    assert ([name for name, _ in waiting.files], waiting.given) == (["phone-1.jpg", "phone-2.jpg"], 2)
    assert waiting.with_one("phone-1.jpg", b"3", "b").files == (("phone-1.jpg", b"3"),)
