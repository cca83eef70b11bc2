"""What is new comes into view and has the focus, what is done closes: results, errors, panels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_driver import SAMPLES, Driver
from test_compare_page import AFTER, BEFORE, compare

Open = Callable[..., Driver]
TEXT = {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"Buy milk.\n" * 20}
_FOCUSED = "() => document.activeElement?.innerText ?? ''"
_IN_VIEW = """element => {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
}"""


def open_panel(window: Driver, title: str = "Check another photo") -> None:
    """Open the panel and go to its end, as somebody does who looks for a sample in it."""
    window.page.get_by_text(title).click()
    window.at_rest()
    window.gallery.last.scroll_into_view_if_needed()


def panel_is_open(window: Driver, title: str = "Check another photo") -> bool:
    panel = window.page.locator("[data-testid=stExpander] details", has_text=title)
    return panel.get_attribute("open") is not None


def focused(window: Driver) -> str:
    return str(window.page.evaluate(_FOCUSED))


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_the_second_photo_closes_the_panel_and_its_result_is_seen(open_app: Open, phone: bool):
    window = open_app(phone=phone).choose_sample("Woman, pelvis tipped forward")
    open_panel(window)
    window.answer(window.sample("Upright woman").click)
    heading = window.page.locator("[data-testid=stHeading] h2").first
    window.until(lambda: focused(window) == heading.inner_text())
    assert not panel_is_open(window)
    assert heading.evaluate(_IN_VIEW)
    assert window.photo_line() == "Photo: neutral_woman_right.jpg"
    line, menu = window.page.locator("[data-testid=stText]").first, window.page.get_by_test_id("stHeader")
    assert line.bounding_box()["y"] >= menu.bounding_box()["y"] + menu.bounding_box()["height"]


def test_the_first_result_has_the_focus_so_that_it_is_read_out(open_app: Open):
    window = open_app().upload(SAMPLES / "neutral_woman_right.jpg")
    window.until(lambda: focused(window) == window.headline())
    window.page.keyboard.press("Tab")  # goes on from there
    assert focused(window) != window.headline()


def test_an_error_comes_into_view_and_the_panel_closes(open_app: Open):
    window = open_app().choose_sample("Woman, pelvis tipped forward")
    open_panel(window)
    window.upload(TEXT)
    alert = window.page.locator("[data-testid=stAlert]").first
    window.until(lambda: "This is a text" in focused(window))
    assert alert.evaluate(_IN_VIEW)
    assert not panel_is_open(window)


def test_the_same_error_again_comes_into_view_again(open_app: Open):
    window = open_app().upload(TEXT)
    window.until(lambda: "This is a text" in focused(window))
    window.page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 5000)")
    window.page.evaluate("() => document.activeElement.blur()")
    window.upload(TEXT)
    window.until(lambda: "This is a text" in focused(window))
    assert window.page.locator("[data-testid=stAlert]").first.evaluate(_IN_VIEW)


def test_nothing_jumps_on_coming_back_to_a_result(open_app: Open):
    window = open_app().choose_sample("Woman, pelvis tipped forward")
    window.until(lambda: focused(window) == window.headline())
    window.page.get_by_role("link", name="Learn").first.click()
    window.page.get_by_role("heading", name="Learn", exact=True).wait_for()
    window.settle()
    window.page.get_by_role("link", name="Check a photo").first.click()
    window.page.locator("[data-testid=stHeading] h2").first.wait_for()
    window.settle()
    assert focused(window) != window.headline()


def test_other_photos_to_compare_close_the_panel_and_show_their_result(open_app: Open):
    window = compare(open_app())
    heading = window.page.locator("[data-testid=stHeading] h2").first
    window.until(lambda: focused(window) == heading.inner_text())
    window.page.get_by_text("Choose other photos").click()
    window.at_rest()
    window.page.evaluate("() => document.activeElement.blur()")
    asked = window.runs.asked
    window.page.locator("input[type=file]").nth(0).set_input_files(AFTER)
    window.until(lambda: window.runs.asked > asked)
    window.settle()
    window.until(lambda: focused(window) == heading.inner_text())
    assert not panel_is_open(window, "Choose other photos")
    assert heading.evaluate(_IN_VIEW)
    assert BEFORE.name not in window.page.content()
