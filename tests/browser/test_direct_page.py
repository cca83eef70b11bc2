"""The page of the direct test in a browser: photos of a person who lies, on a phone and from the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_driver import SAMPLES, Driver
from test_learn_page import open_page

Open = Callable[..., Driver]
LYING = sorted((SAMPLES.parent / "validation" / "thomas").glob("right_*.jpg"))[0]
SCALE = "What was measured"


def no_wider_than_the_screen(window: Driver) -> bool:
    wide = window.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    return bool(wide <= window.page.viewport_size["width"])


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)], ids=["light-wide", "dark-phone"])
def test_a_photo_is_answered_and_everybody_can_read_it(open_app: Open, dark: bool, phone: bool):
    window = open_page(open_app, "Direct test", dark=dark, phone=phone)
    assert window.page.get_by_role("heading", name="How to do the test").is_visible()
    assert window.serious_findings() == []
    window.upload(LYING)
    window.page.get_by_role("heading", name=SCALE).wait_for()
    assert window.serious_findings() == []
    assert no_wider_than_the_screen(window)
    window.page.get_by_text("Move points that are off").click()
    window.settle()
    window.page.get_by_role("button", name="Knee").first.wait_for()
    assert window.serious_findings() == []
    assert no_wider_than_the_screen(window)


def test_a_point_is_moved_by_the_arrow_keys_and_the_thigh_follows(open_app: Open):
    window = open_page(open_app, "Direct test").upload(LYING)
    window.page.get_by_text("Move points that are off").click()
    window.settle()
    number = window.page.locator(".pelvis .number")
    number.wait_for()
    before = number.inner_text()
    window.page.locator('[data-point="knee"]').first.click()
    for _ in range(6):
        window.page.keyboard.press("Shift+ArrowDown")
    window.until(lambda: number.inner_text() != before)
    assert int(number.inner_text().replace("−", "-").strip("°≈ ")) > int(
        before.replace("−", "-").strip("°≈ ")
    )
