"""Learn, and Accuracy and privacy, in a real browser: the figure that moves, small screens, dark theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from browser_driver import Driver

from analyzer.education import figure_ids
from analyzer.education.pelvis_model import pelvis_state, psoas_length_pct

if TYPE_CHECKING:
    from playwright.sync_api import Locator

Open = Callable[..., Driver]
FIGURES = len(figure_ids())


def open_page(open_app: Open, title: str, *, dark: bool = False, phone: bool = False) -> Driver:
    window = open_app(dark=dark, phone=phone)
    if phone:
        window.page.locator("[data-testid=stExpandSidebarButton]").click()
    window.page.get_by_role("link", name=title).first.click()
    window.page.get_by_role("heading", name=title, level=1).wait_for()
    window.settle()
    return window


def drawings(window: Driver) -> Locator:
    found = window.page.locator("svg[role=img]")
    window.page.wait_for_function(
        "n => { let c = 0; const walk = r => r.querySelectorAll('*').forEach(e => {"
        " if (e.matches('svg[role=img]')) c++; if (e.shadowRoot) walk(e.shadowRoot); });"
        " walk(document); return c >= n; }",
        arg=FIGURES,
    )
    return found


def values(window: Driver) -> list[str]:
    return window.page.locator(".pelvis .values dd").all_inner_texts()


def test_the_slider_tips_the_pelvis_and_the_low_back_follows(open_app: Open):
    window = open_page(open_app, "Learn")
    slider = window.page.get_by_role("slider", name="Tip the pelvis")
    assert values(window) == ["10° forward", "32°", "100.0 %"]
    bone = window.page.locator('[data-part="pelvis"]')
    before = bone.get_attribute("transform")
    slider.focus()
    for _ in range(7):
        window.page.keyboard.press("ArrowRight")
    wanted = ["17° forward", f"{round(pelvis_state(17.0).curve_deg)}°", f"{psoas_length_pct(17.0):.1f} %"]
    assert values(window) == wanted
    assert "rotate(7)" in bone.get_attribute("transform")
    assert bone.get_attribute("transform") != before
    assert wanted[0] in slider.get_attribute("aria-valuetext")
    window.page.keyboard.press("Home")
    assert values(window)[0] == "10° backward"
    window.page.keyboard.press("End")
    assert values(window)[:2] == ["30° forward", "52°"]


def test_the_buttons_tip_the_pelvis_too(open_app: Open):
    window = open_page(open_app, "Learn")
    window.page.get_by_role("button", name="Tipped forward").click()
    window.page.wait_for_function(
        "() => { let t = ''; const walk = r => r.querySelectorAll('*').forEach(e => {"
        " if (e.matches('.values dd')) t ||= e.textContent; if (e.shadowRoot) walk(e.shadowRoot); });"
        " walk(document); return t === '30° forward'; }"
    )
    assert window.page.get_by_role("slider", name="Tip the pelvis").input_value() == "30"


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)], ids=["light-wide", "dark-phone"])
def test_learn_shows_all_figures_and_axe_finds_nothing_serious(open_app: Open, dark: bool, phone: bool):
    window = open_page(open_app, "Learn", dark=dark, phone=phone)
    assert drawings(window).count() == FIGURES
    assert window.serious_findings() == []
    wide = window.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= window.page.viewport_size["width"]


def test_figures_follow_the_theme(open_app: Open):
    inks = []
    for dark in (False, True):
        window = open_page(open_app, "Learn", dark=dark)
        drawings(window)
        line = window.page.locator('[data-part="level"]')
        inks.append(line.evaluate("element => getComputedStyle(element).stroke"))
    assert inks == ["rgb(24, 36, 48)", "rgb(237, 240, 242)"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_accuracy_and_privacy_can_be_read(open_app: Open, dark: bool):
    window = open_page(open_app, "Accuracy and privacy", dark=dark, phone=True)
    assert window.page.get_by_role("heading", name="Where data stay").is_visible()
    assert window.serious_findings() == []
