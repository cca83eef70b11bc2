"""The app as a whole: its pages, what they share, and how it is set up."""

from __future__ import annotations

import tomllib

import pytest
from app_driver import ROOT, App

from ui.pages import PAGES
from ui.text import plain

HERE = [page for page in PAGES if page.exists]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def test_the_first_page_is_there_and_every_file_is_a_page():
    files = {path.stem for path in (ROOT / "app_pages").glob("*.py") if path.stem != "__init__"}
    assert files == {page.name for page in HERE}
    assert HERE[0].name == "check"


@pytest.mark.parametrize("page", HERE, ids=lambda page: page.name)
@pytest.mark.parametrize("with_photo", [False, True], ids=["empty", "with a photo"])
def test_every_page_opens(app: App, page, with_photo: bool):
    if with_photo:
        app.open_sample("anterior_tilt_man_right.jpg")
    app.at.switch_page(page.path).run()
    assert app.errors() == []
    assert len(app.at.title) == 1
    assert len(app.at.session_state["state"].photos) == with_photo


def test_it_is_for_this_computer_only_and_tells_nobody():
    server, client = CONFIG["server"], CONFIG["client"]
    assert server["address"] == "127.0.0.1"
    assert server["allowedHosts"] == ["localhost", "127.0.0.1", "::1"]
    assert server["enableXsrfProtection"] is True
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert client["showErrorDetails"] == "none"
    assert server["disconnectedSessionTTL"] <= 120


def test_themes_say_the_same_and_fetch_no_font():
    light, dark = CONFIG["theme"]["light"], CONFIG["theme"]["dark"]
    assert light.keys() == dark.keys()
    assert "http" not in str(CONFIG["theme"])


@pytest.mark.parametrize(
    "name", ["*a*_b_.jpg", "$x$ :red[no] `code`", "<b>#1</b> & [a](b)", "1. list", "~~x~~"]
)
def test_a_name_is_no_markdown(name: str):
    shown = plain(name)
    assert "".join(shown.split("\\")) == name
    for sign in "*_$`<[~:#&":
        assert shown.count(sign) == shown.count("\\" + sign)
