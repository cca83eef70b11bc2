"""The report in a real browser: asked for, downloaded, and read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_driver import Driver
from playwright.sync_api import Browser
from reports import words

from ui.report.panel import TITLE

Open = Callable[..., Driver]
TILTED_TITLE = "Woman, pelvis tipped forward"


def asked(window: Driver) -> Driver:
    """The panel open, with a client in it."""
    window.page.get_by_text(TITLE).click()
    for label, text in (
        ("Client code", "C-1042"),
        ("Client name (optional)", "王小明 <b>"),
        ("Practice (optional)", "Mill"),
    ):
        field = window.page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Enter")
        window.settle()
    return window


def saved(window: Driver, kind: str, folder: Path) -> Path:
    download = window.download(f"Report ({kind})")
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def test_the_report_is_downloaded_and_read_back(open_app: Open, browser: Browser, tmp_path: Path):
    window = asked(open_app().choose_sample(TILTED_TITLE))
    assert window.serious_findings() == []
    path = saved(window, "PDF", tmp_path)
    assert path.name.startswith("posture_report_20")
    text = words(path.read_bytes())
    for expected in ("C-1042", "王小明 <b>", "Mill", "Forward tilt of the pelvis", "Page 1 of"):
        assert expected in text
    check_page(browser, saved(window, "HTML", tmp_path))


RECORD_PRINT = """
  const real = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow").get;
  Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get() {
    const frame = this;
    if (frame.className !== "posture-print") return real.call(frame);
    const print = () => (window.printed ??= []).push(frame.contentDocument.body.innerText);
    return { focus() {}, print, addEventListener: (name, then) => name === "afterprint" && setTimeout(then) };
  } });
"""


def test_the_report_opens_in_the_print_dialog(open_app: Open):
    window = asked(open_app().choose_sample(TILTED_TITLE))
    names = ("Report (PDF)", "Report (DICOM)", "Print")  # the last two have a hint
    boxes = [window.page.get_by_role("button", name=name).bounding_box() for name in names]
    assert len({box and round(box["height"]) for box in boxes}) == 1
    window.page.evaluate(f"() => {{ {RECORD_PRINT} }}")
    window.page.get_by_role("button", name="Print", exact=True).click()
    window.page.wait_for_function("window.printed?.length === 1")
    text = window.page.evaluate("window.printed[0]")
    assert "C-1042" in text and "王小明 <b>" in text
    window.page.locator("iframe.posture-print").wait_for(state="detached")
    window.settle()
    window.page.get_by_role("button", name="Print", exact=True).click()
    window.page.wait_for_function("window.printed.length === 2")


def test_a_logo_has_its_size_on_the_page(open_app: Open, browser: Browser, tmp_path: Path):
    window = asked(open_app().choose_sample(TILTED_TITLE))
    done, logo = cv2.imencode(".png", np.full((100, 300, 3), 60, np.uint8))
    assert done
    field = window.page.locator("input[type=file]").last
    field.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": logo.tobytes()})
    window.page.get_by_text("logo.png").first.wait_for()
    window.settle()
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto(saved(window, "HTML", tmp_path).as_uri())
    box = page.locator(".logo svg").bounding_box()
    assert box is not None
    assert box["height"] > 40
    assert box["width"] / box["height"] == pytest.approx(3.0, rel=0.05)
    page.close()


def check_page(browser: Browser, path: Path) -> None:
    """The page opens without anything else, on every screen."""
    for width, scheme in ((1100, "light"), (390, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("request", lambda request, said=said: said.append(request.url))
        page.goto(path.as_uri())
        assert [line for line in said if line != path.as_uri() and not line.startswith("data:")] == []
        assert page.locator("h1").inner_text() == "Posture report"
        assert "王小明 <b>" in page.locator(".client").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        serious = [
            item["id"]
            for item in Axe().run(page).response["violations"]
            if item["impact"] in ("serious", "critical")
        ]
        assert serious == []
        context.close()
