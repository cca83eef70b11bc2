"""Small screens, a page enlarged to 200 %, keys alone, forced colours: what the app asks of people there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from browser_driver import ROOT, SAMPLES, Driver, Server, wait_for
from clinic_driver import PASSPHRASE, Desk, day_words, serve
from narrow import small_letters, small_targets, tab_through, too_wide
from playwright.sync_api import Locator

from analyzer import analyze
from analyzer.pose import PoseModel
from analyzer.records import NewPhoto, Records, VisitDraft

Open = Callable[..., Driver]
SMALL = {"width": 360, "height": 740}
DOUBLED = {"width": 640, "height": 450}
"""A usual screen at 200 %."""
HIDDEN_BACK = ROOT / "validation" / "dev" / "064.jpg"
"""Somebody whose back is hardly to be told from the wall."""
PHOTO = "after_woman_right.jpg"


@pytest.fixture(scope="module")
def clinic(pose_model: PoseModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with records: a client with a visit of today."""
    place = tmp_path_factory.mktemp("narrow") / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-7", "Anna")
        photo = NewPhoto(PHOTO, (SAMPLES / PHOTO).read_bytes(), analyze(SAMPLES / PHOTO, model=pose_model))
        records.save_visit(client.id, VisitDraft(date.today(), (photo,)))
    yield from serve(place)


def look(window: Driver) -> list[str]:
    """What is too small or too wide now."""
    window.settle()
    window.at_rest()
    wide = too_wide(window.page)
    found = [*small_targets(window.page), *small_letters(window.page)]
    return [*found, *([f"{wide} px too wide"] if wide else [])]


@pytest.mark.parametrize("size", [SMALL, DOUBLED], ids=["360", "200 %"])
def test_everything_can_be_read_and_pressed(open_app: Open, size: dict[str, int]):
    window = open_app(phone=size is SMALL, viewport=size)
    desk, found = Desk(window), {}
    found["start"] = look(window)
    window.choose_sample("Upright woman")
    found["check"] = look(window)
    assert window.views.first.locator("text:visible").count() > 0
    picture, signs = (window.page.locator(name).first.bounding_box() for name in (".stage", ".tools"))
    assert picture and signs and signs["y"] >= picture["y"] + picture["height"]  # they hide no words of it
    for title in ("Correct", "Webcam", "Before and after", "Learn", "Accuracy and privacy"):
        desk.menu(title)
        found[title] = look(window)
    assert {title: items for title, items in found.items() if items} == {}


def test_the_records_can_be_read_and_pressed_on_a_phone(open_app: Open, clinic: Server):
    window = open_app(phone=True, viewport=SMALL, url=clinic.url)
    desk, found = Desk(window).menu("Clients"), {}
    found["unlock"] = look(window)
    desk.unlock()
    found["clients"] = look(window)
    desk.client("K-7")
    found["client"] = look(window)
    desk.follow(day_words(date.today()), "Visit of")
    found["visit"] = look(window)
    desk.menu("Clients").follow("Settings and backup", "Settings of the records")
    found["settings"] = look(window)
    assert {title: items for title, items in found.items() if items} == {}


def test_keys_never_go_to_what_is_parked_beside_the_screen(open_app: Open):
    window = open_app(phone=True, viewport=SMALL)
    reached = tab_through(window.page)
    assert len(reached) > 10
    assert [name for name, outside in reached if outside] == []
    # The menu itself is reached, opened and used.
    assert not any("Webcam" in name for name, _ in reached)
    window.page.get_by_test_id("stExpandSidebarButton").press("Enter")
    window.page.get_by_role("link", name="Webcam", exact=True).press("Enter")
    window.page.get_by_role("heading", name="Webcam").wait_for()


def end_of(part: Locator) -> float:
    """The lower end of a part of the page, pixels of the window."""
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def ends_above(part: Locator, height_px: int) -> bool:
    return end_of(part) < height_px


def test_the_line_that_the_records_are_open_covers_nothing(open_app: Open, clinic: Server):
    for size in (SMALL, {"width": 1280, "height": 900}):
        window = open_app(phone=size is SMALL, viewport=size, url=clinic.url)
        Desk(window).menu("Clients").unlock().client("K-7")
        watch, main = window.page.locator(".watch"), window.page.get_by_test_id("stMain")
        wait_for(partial(ends_above, main, size["height"]))  # it makes room for the line once that is there
        bar = watch.bounding_box()
        assert bar is not None
        assert end_of(main) <= bar["y"] + 0.5
        assert end_of(watch) <= size["height"] + 0.5
        # What has the focus at the very end is above it, too.
        last = window.page.get_by_role("button", name="Erase this client")
        last.focus()
        assert end_of(last) <= bar["y"]
        # Locked, the page has the whole window again.
        window.page.get_by_role("button", name="Lock", exact=True).click()
        window.page.get_by_text("The records are locked").first.wait_for()
        window.settle()
        assert end_of(main) == size["height"]


def test_what_could_not_be_drawn_has_no_lit_switch(open_app: Open):
    window = open_app()
    window.upload(HIDDEN_BACK)
    assert window.switch("Plumb line").get_attribute("aria-pressed") == "true"
    for title in ("Contour", "Psoas", "Angles"):  # left out, or there and off
        switch = window.switch(title)
        if switch.count():
            assert not switch.is_enabled(), title
            assert switch.get_attribute("aria-pressed") == "false", title
    window.page.get_by_text("Check another photo").click()
    window.answer(window.sample("Upright woman").click)
    assert window.switch("Psoas").get_attribute("aria-pressed") == "true"


def test_forced_colours_keep_what_is_on_and_what_can_be_pressed(open_app: Open):
    window = open_app(forced_colors="active")
    page = window.page
    track = page.get_by_test_id("stCheckbox").locator("label > span + div").first
    off = css(track, "background-color")
    assert css(track, "outline-style") == "solid"
    page.get_by_test_id("stCheckbox").locator("label").first.click()
    window.settle()
    window.at_rest()
    assert css(track, "background-color") != off
    window.choose_sample("Upright woman")
    signs = page.locator(".legend .sign")
    colours = {css(signs.nth(number), "border-top-color") for number in range(signs.count())}
    assert len(colours) > 3
    Desk(window).menu("Webcam")
    start = page.locator("button.start")
    assert css(start, "border-top-style") == "solid"
    assert float(css(start, "border-top-width").removesuffix("px")) >= 1


def css(part: object, name: str) -> str:
    """A computed value."""
    return str(part.evaluate("(element, name) => getComputedStyle(element).getPropertyValue(name)", name))
