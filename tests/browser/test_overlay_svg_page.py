"""The overlay as SVG in a real browser: pointing, keys, layers, in a page and on its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from analyzer import analyze, load_photo
from analyzer.overlay import LAYERS, build_scene, paint_svg, scene_script

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from analyzer.overlay import Scene
    from analyzer.types import Photo

SAMPLE = Path(__file__).resolve().parents[2] / "sample_images" / "anterior_tilt_woman_left.jpg"
NO_NETWORK = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {}"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Overlay</title>
<meta http-equiv="Content-Security-Policy" content="{policy}"></head>
<body><main><h1>Overlay</h1>{first}<div id="host"></div></main><script>{script}</script></body></html>"""
IN_SHADOW = """const root = document.getElementById("host").attachShadow({{mode: "open"}});
root.innerHTML = {markup};
{library}
window.said = [];
root.addEventListener("measurechange", (event) => said.push(event.detail));
window.scene = attachScene(root.querySelector("svg"));"""


@pytest.fixture(scope="module")
def drawn(pose_model: object) -> tuple[Scene, Photo]:
    photo = load_photo(SAMPLE)
    return build_scene(analyze(photo), layers=LAYERS), photo


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[[str, str], Page]]:
    """Opens text as a file, and fails at the end for faults and for anything that was asked of others."""
    context = browser.new_context(viewport={"width": 1400, "height": 1500}, reduced_motion="reduce")
    faults: list[str] = []

    def open_text(name: str, text: str) -> Page:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: faults.append(asked.url) if asked.url[:4] == "http" else None)
        page.goto(file.as_uri())
        return page

    yield open_text
    context.close()
    assert not faults


@pytest.fixture
def page(open_page: Callable[[str, str], Page], drawn: tuple[Scene, Photo]) -> Page:
    """One scene in the page itself, another in a shadow root, as in a component."""
    scene, photo = drawn
    one = paint_svg(scene, photo.rgb, prefix="one", hidden=["grid", "landmarks"])
    two = paint_svg(scene, photo.rgb, prefix="two", theme="dark")
    markup = json.dumps(two).replace("</", "<\\/")
    script = IN_SHADOW.format(markup=markup, library=scene_script())
    policy = NO_NETWORK.format("'unsafe-inline'")
    return open_page("page.html", PAGE.format(policy=policy, first=one, script=script))


def shown(svg: Locator) -> list[str]:
    """What is being shown, by the classes of the root."""
    classes = (svg.get_attribute("class") or "").split()
    return [name.removeprefix("show-") for name in classes if name.startswith("show-")]


def opacity(part: Locator) -> float:
    return float(part.evaluate("it => getComputedStyle(it).opacity"))


def tag(svg: Locator, measure: str) -> Locator:
    return svg.locator(f'[data-view="close_up"] text[data-name="tag_{measure}"]').first


def test_pointing_at_a_measure_shows_and_explains_it(page: Page) -> None:
    svg = page.locator("#one")
    box, detail = svg.locator('[data-box="lumbar_depth"]'), svg.locator('[data-detail="lumbar_depth"]').first
    expect(box).to_be_hidden()
    assert opacity(detail) == 0.0
    svg.locator('[tabindex][data-measure="lumbar_depth"] text').first.hover()
    expect(box).to_be_visible()
    assert shown(svg) == ["lumbar_depth"]
    assert opacity(detail) == 1.0
    assert opacity(svg.locator('[data-layer="psoas"] .s').first) < 0.2
    assert "base of the neck" in (box.text_content() or "")
    page.mouse.move(2, 2)
    expect(box).to_be_hidden()
    assert opacity(svg.locator('[data-layer="psoas"] .s').first) == 1.0


def test_a_click_pins_and_escape_lets_go(page: Page) -> None:
    svg = page.locator("#one")
    page.clock.install()
    tag(svg, "sacral_slope").click()
    page.mouse.move(2, 2)
    page.clock.run_for(1000)
    assert shown(svg) == ["sacral_slope"]
    pressed = svg.locator('[aria-pressed="true"]')
    assert pressed.get_attribute("data-measure") == "sacral_slope"
    page.keyboard.press("Escape")
    assert shown(svg) == []
    assert svg.locator('[aria-pressed="true"]').count() == 0
    tag(svg, "sacral_slope").click()
    tag(svg, "sacral_slope").click()
    assert shown(svg) == []


def test_keys_go_through_the_measures(page: Page, drawn: tuple[Scene, Photo]) -> None:
    svg = page.locator("#one")
    visited = []
    # Offsets of the neck have no place of their own in the picture, only in the result.
    there = set(drawn[0].explanations) - {"c7_offset", "trunk_balance"}
    for _ in there:
        page.keyboard.press("Tab")
        visited += shown(svg)
    assert sorted(visited) == sorted(there)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # into the other scene
    assert shown(svg) == [visited[-1]]
    other = page.locator("#two")
    assert len(shown(other)) == 1
    page.keyboard.press("Escape")
    assert shown(svg) == shown(other) == []


def test_layers_are_switched_by_a_class(page: Page) -> None:
    svg = page.locator("#one")
    grid, tilt = (svg.locator(f"#one-close_up-{layer}") for layer in ("grid", "pelvis"))
    row = svg.locator('[data-layer="legend"] [data-needs="pelvis"]').first
    expect(grid).to_be_hidden()
    expect(tilt).to_be_visible()
    assert opacity(row) == 1.0
    svg.evaluate("it => { it.classList.remove('hide-grid'); it.classList.add('hide-pelvis'); }")
    expect(grid).to_be_visible()
    expect(tilt).to_be_hidden()
    expect(svg.locator('[data-layer="angles"] [data-needs="pelvis"]').first).to_be_hidden()
    assert opacity(row) == 0.25
    expect(page.locator("#two-close_up-pelvis")).to_be_visible()


def test_a_component_hears_of_changes_and_can_show_a_measure(page: Page) -> None:
    svg = page.locator("#two")
    page.evaluate("scene.show('knee_angle')")
    assert shown(svg) == ["knee_angle"]
    page.evaluate("scene.show(null)")
    assert shown(svg) == []
    assert page.evaluate("said") == [
        {"measure": "knee_angle", "pinned": True},
        {"measure": None, "pinned": False},
    ]
    page.evaluate("scene.release()")
    page.clock.install()
    tag(svg, "sacral_slope").hover()
    page.clock.run_for(1000)
    assert shown(svg) == []
    assert "auto" in (svg.get_attribute("class") or "").split()


def test_words_fit_into_their_room_in_any_typeface(page: Page) -> None:
    """Also in one that is much wider than those that are named."""
    page.evaluate(
        """() => { const root = document.getElementById("host").shadowRoot, svg = root.querySelector("svg");
        scene.release();
        svg.querySelector("g[font-family]").setAttribute("font-family", "DejaVu Sans, Verdana, monospace");
        window.scene = attachScene(svg); }"""
    )
    excess = page.locator("#two").evaluate(
        """svg => [...svg.querySelectorAll("text[data-width]")].map((text) =>
        text.getComputedTextLength() / Number(text.dataset.width)).filter(Number.isFinite)"""
    )
    assert len(excess) > 100
    assert max(excess) <= 1.02


def test_there_are_no_serious_accessibility_findings(page: Page) -> None:
    report = Axe().run(page)
    serious = [item for item in report.response["violations"] if item["impact"] in ("serious", "critical")]
    assert not serious, report.generate_report()


def test_a_file_of_its_own_answers_too(
    open_page: Callable[[str, str], Page], drawn: tuple[Scene, Photo]
) -> None:
    scene, photo = drawn
    page = open_page("overlay.svg", paint_svg(scene, photo.rgb))
    svg = page.locator("svg")
    assert page.title() == scene.title
    tag(svg, "lumbar_lordosis").hover()
    expect(svg.locator('[data-box="lumbar_lordosis"]')).to_be_visible()
    assert shown(svg) == ["lumbar_lordosis"]


def test_it_answers_even_without_a_script(
    open_page: Callable[[str, str], Page], drawn: tuple[Scene, Photo]
) -> None:
    scene, photo = drawn
    policy = NO_NETWORK.format("'none'")
    text = paint_svg(scene, photo.rgb)
    page = open_page("page.html", PAGE.format(policy=policy, first=text, script=""))
    svg = page.locator("svg")
    assert svg.get_attribute("data-live") is None
    box = svg.locator('[data-box="pelvic_tilt"]')
    expect(box).to_be_hidden()
    tag(svg, "pelvic_tilt").hover()
    expect(box).to_be_visible()
    assert opacity(svg.locator('[data-layer="psoas"] .s').first) < 0.2
    page.mouse.move(2, 2)
    expect(box).to_be_hidden()
    svg.locator('[tabindex][data-measure="knee_angle"]').focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(svg.locator('[data-box="knee_angle"]')).to_be_visible()
