"""``python -m tests.overflow [LANGUAGE ...]``: every page in every language, on a phone and on a wide screen.

Says which words are cut off or stick out, and ends with status 1 if there are any. It takes some minutes.
``--pictures FOLDER`` keeps a picture of each page.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from browser_driver import OPTIONS, Server, find_chromium  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from analyzer.language import LANGUAGES  # noqa: E402

PAGES: Final = (
    "",
    "compare",
    "webcam",
    "direct",
    "learn",
    "accuracy",
    "records",
    "correct",
    "draw",
    "clients",
)
SIZES: Final = ((360, 780), (1280, 900))
SAMPLE: Final = ROOT / "sample_images" / "anterior_tilt_man_right.jpg"
PATIENCE_MS: Final = 120_000
# The list of kinds of files below a field for files is long in every language, and Streamlit shortens it.
_LOOK: Final = """() => {
  const found = [], width = document.documentElement.clientWidth;
  for (const e of document.querySelectorAll("button,p,h1,h2,h3,h4,label,a,span,li,td,th,summary,div")) {
    if (!e.textContent.trim() || e.children.length > 3) continue;
    if (e.closest("[data-testid=stFileUploader]")) continue;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (style.visibility === "hidden" || style.display === "none") continue;
    if (box.width < 2 || box.height < 2) continue;
    const words = e.textContent.trim().slice(0, 70);
    const clipped = style.overflowX === "hidden" || style.textOverflow === "ellipsis";
    if (clipped && e.scrollWidth > e.clientWidth + 2) found.push(`cut off: ${words}`);
    const free = style.position !== "absolute" && !e.closest("[data-testid=stDataFrame]");
    if (free && box.right > width + 2) found.push(`sticks out: ${words}`);
  }
  if (document.documentElement.scrollWidth > width + 2) found.push("the page is wider than the screen");
  return [...new Set(found)];
}"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.overflow", description=__doc__)
    parser.add_argument("language", nargs="*", help="all of them when none is named")
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args(arguments)
    server = Server()
    bad = 0
    try:
        server.wait()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
            for language in given.language or LANGUAGES:
                for width, height in SIZES:
                    context = browser.new_context(
                        locale=language, viewport={"width": width, "height": height}
                    )
                    page = context.new_page()
                    page.set_default_timeout(PATIENCE_MS)
                    for name, found in _visit(page, server.url):
                        bad += len(found)
                        print(f"{language} {width} {name}: {'; '.join(found) or 'fits'}")
                        if given.pictures:
                            given.pictures.mkdir(parents=True, exist_ok=True)
                            page.screenshot(path=given.pictures / f"{language}_{width}_{name}.png")
                    context.close()
            browser.close()
    finally:
        server.stop()
    return 1 if bad else 0


def _visit(page: Page, url: str) -> Any:
    for name in PAGES:
        page.goto(url + name)
        _settle(page)
        yield name or "check", page.evaluate(_LOOK)
    page.goto(url)
    _settle(page)
    page.set_input_files("input[type=file]", str(SAMPLE))
    page.locator(".overlay-view, [data-testid=stExpander]").first.wait_for()
    _settle(page)
    yield "result", page.evaluate(_LOOK)


def _settle(page: Page) -> None:
    """Until the page has run, and its words have not moved for a while."""
    page.locator("h1").first.wait_for()
    page.wait_for_function("!document.querySelector('[data-test-script-state=running]')")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    raise SystemExit(main())
