"""Marking where it hurts in a browser: by keys, by tapping, and painted with the mouse."""

from __future__ import annotations

from collections.abc import Callable

from browser_driver import Driver
from playwright.sync_api import expect


def test_pain_is_marked_by_keys_taps_and_paint(open_app: Callable[..., Driver]):
    app = open_app()
    app.choose_sample("Woman, pelvis tipped forward")
    page = app.page
    page.get_by_text("A few questions (optional)").click()
    behind = page.get_by_role("group", name="From behind")
    behind.wait_for()
    app.settle()
    behind.get_by_role("button", name="low back, left").click()
    expect(page.locator(".marked")).to_have_text("low back, left: Ache, dull.")
    # From the first place of a figure with arrows to the next, and marked with the space bar.
    page.get_by_role("radio", name="Tingling").check(force=True)
    behind.get_by_role("button", name="back of the head").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(".marked")).to_contain_text("neck: Tingling")
    page.get_by_role("radio", name="Paint freehand").check(force=True)
    behind.scroll_into_view_if_needed()
    box = behind.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 0.3 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    for dx, dy in ((15, 0), (15, 15), (0, 15), (-5, 5)):
        page.mouse.move(x + dx, y + dy, steps=3)
    page.mouse.up()
    expect(page.locator(".marked")).to_contain_text("painted area, From behind: Tingling")
    app.settle()
    assert app.serious_findings() == []
    page.get_by_role("button", name="Clear the figure").click()
    expect(page.locator(".marked")).to_have_text("Nothing is marked.")
    page.get_by_role("button", name="Take the last one back").click()
    expect(page.locator(".marked")).to_contain_text("painted area")
