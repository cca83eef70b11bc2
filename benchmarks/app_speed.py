"""How long people wait for the app, in a real browser, against the library's own time in the same run.

Run from the top of the project, with Chromium installed::

    python -m benchmarks.app_speed

Prints the time from the start of the program to a page that can be used, and from the click on a sample to
its drawn result, when everything is warm.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from analyzer import analyze

HERE = Path(__file__).parents[1]
PORT = 8765
TITLES = {
    "Woman, pelvis tipped forward": "anterior_tilt_woman_left.jpg",
    "Man, flat low back": "flat_back_man_right.jpg",
    "Upright woman": "neutral_woman_right.jpg",
}
ROUNDS = 4
DRAWN = """title => new Promise(done => {
    const host = [...document.querySelectorAll("*")].find(e => e.shadowRoot?.querySelector(".gallery"));
    const tiles = [...host.shadowRoot.querySelectorAll(".gallery button")];
    const views = () => [...document.querySelectorAll("*")]
        .flatMap(e => [...(e.shadowRoot?.querySelectorAll(".stage > svg") ?? [])]);
    const before = views().map(svg => svg.id).join();
    const start = performance.now();
    tiles.find(tile => tile.textContent === title).click();
    const look = () => {
        const now = views().map(svg => svg.id).join();
        const scales = [...document.querySelectorAll("*")].some(e => e.shadowRoot?.querySelector(".scale"));
        if (now && now !== before && scales) {
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
        } else setTimeout(look, 10);
    };
    look();
})"""
"""Click a sample; milliseconds until its pictures and scales are painted."""


def start_app() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    return subprocess.Popen([*command, f"--server.port={PORT}"], cwd=HERE, stdout=subprocess.DEVNULL)


def open_when_ready(page: Page) -> None:
    """Until the samples can be clicked and the upload can be used."""
    while True:
        try:
            page.goto(f"http://127.0.0.1:{PORT}/")
            break
        except Exception:  # nobody listens yet
            time.sleep(0.05)
    page.locator(".gallery button").first.wait_for()
    page.locator("[data-testid=stFileUploader]").first.wait_for()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        app = start_app()
        try:
            open_when_ready(page)
            print(f"start to usable page: {time.perf_counter() - began:.1f} s")
            taken = []
            for number in range(ROUNDS):
                for title in TITLES:
                    taken.append(page.evaluate(DRAWN, title))
                    page.wait_for_timeout(600)
                if number == 0:
                    print(
                        f"first click of a new server: {taken[0]:.0f} ms; "
                        f"the next two: {taken[1]:.0f}, {taken[2]:.0f} ms"
                    )
                    taken.clear()
        finally:
            app.terminate()
            app.wait()
    own = []
    for number in range(ROUNDS):
        for name in TITLES.values():
            began = time.perf_counter()
            analyze(HERE / "sample_images" / name)
            if number:
                own.append((time.perf_counter() - began) * 1000)
    drawn, library = statistics.median(taken), statistics.median(own)
    print(f"click to drawn result, warm: median {drawn:.0f} ms, slowest {max(taken):.0f} ms")
    print(f"the library alone: median {library:.0f} ms; ratio {drawn / library:.2f} (≤ 1.7)")


if __name__ == "__main__":
    main()
