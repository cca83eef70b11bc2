"""How long the pages of the records take with 10,000 visits, as the app serves them in a real browser.

Run from the top of the project, with Chromium installed::

    python -m benchmarks.records_pages

Fills an encrypted file with 2,500 clients of four visits (or as many clients as a number behind the command
says), one of them with 60. Prints the time from a click to the painted list of clients, to search results, to
the painted timeline and to a visit, when the program is warm, and the time to save a change of a visit.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Page, sync_playwright

from analyzer import analyze
from analyzer.records import NewPhoto, Records, VisitDraft

HERE = Path(__file__).parents[1]
PORT = 8766
PASSPHRASE = "four words nobody guesses"  # noqa: S105 - of a file that is thrown away
CLIENTS, EACH, LONG = 2500, 4, 60
ROUNDS = 7
SAMPLE = HERE / "sample_images" / "anterior_tilt_woman_left.jpg"
PAINTED = """asked => new Promise((done, fail) => {
    setTimeout(() => fail("waited in vain for " + asked.until), 30000);
    const everywhere = root => [...root.querySelectorAll("*")]
        .flatMap(e => [e, ...(e.shadowRoot ? everywhere(e.shadowRoot) : [])]);
    const find = (kind, says) =>
        everywhere(document).find(e => e.matches(kind) && e.textContent.includes(says));
    const click = () => {
        const button = find(asked.click, "");
        if (!button) return setTimeout(click, 50);
        const start = performance.now();
        button.click();
        const look = () => {
            if (!find(asked.until, asked.says)) return setTimeout(look, 5);
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
        };
        look();
    };
    click();
})"""
"""Click something; milliseconds until something else is painted."""


def fill(place: Path, clients: int) -> None:
    """Visits for so many clients, each of one photo with its analysis. Most pictures are small."""
    analysis = analyze(SAMPLE)
    small = cv2.imencode(".jpg", np.zeros((64, 48, 3), np.uint8))[1].tobytes()
    start = date(2020, 1, 1)
    with Records.create(place, PASSPHRASE) as records:
        began = time.perf_counter()
        for number in range(clients):
            client = records.add_client(f"C-{number:04d}", f"Client {number}")
            visits = EACH if number else LONG
            for visit in range(visits):
                day = start + timedelta(days=number % 800 + 30 * visit)
                data = small if number else SAMPLE.read_bytes()
                photo = NewPhoto("a.jpg", data, analysis)
                records.save_visit(client.id, VisitDraft(day, (photo,), notes="As last time."))
        seconds = time.perf_counter() - began
    total = clients * EACH - EACH + LONG
    size = place.stat().st_size / 2**20
    each = 1000 * seconds / total
    print(f"{total:,} visits of {clients:,} clients, {size:.0f} MB; {each:.0f} ms each to save")


def serve(place: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    environment = {**os.environ, "POSTURE_RECORDS": str(place)}
    app = subprocess.Popen(
        [*command, f"--server.port={PORT}"], cwd=HERE, env=environment, stdout=subprocess.DEVNULL
    )
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health").close()
            return app
        except OSError:
            time.sleep(0.1)


def told(name: str, times: list[float]) -> None:
    middle = statistics.median(times)
    print(f"{name}: fastest {min(times):.0f} ms, median {middle:.0f} ms, slowest {max(times):.0f} ms")


def rounds(page: Page, there: Callable[[], float], back: Callable[[], object]) -> list[float]:
    """Times of the way there; the first, when nothing is warm, does not count."""
    taken = []
    for _ in range(ROUNDS + 1):
        taken.append(there())
        page.wait_for_timeout(500)
        back()
        page.wait_for_timeout(500)
    return taken[1:]


def measure(page: Page, clients: int) -> None:
    def painted(click: str, until: str, says: str = "") -> float:
        return float(page.evaluate(PAINTED, {"click": click, "until": until, "says": says}))

    page.goto(f"http://127.0.0.1:{PORT}/")
    page.locator(".gallery button").first.wait_for()
    page.get_by_role("link", name="Clients", exact=True).click()
    page.get_by_label("Passphrase", exact=True).first.fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.locator("tbody button").first.wait_for()
    told(
        "list of clients, from another page",
        rounds(
            page,
            lambda: painted("a[href$='/clients']", "tbody button", says="C-"),
            lambda: painted("a[href$='/learn']", "h1", says="Learn"),
        ),
    )
    painted("a[href$='/clients']", "tbody button", says="C-")
    page.wait_for_timeout(500)
    field, last = page.get_by_label("Find a client"), f"C-{clients - 1:04d}"

    def search(code: str) -> float:
        began = time.perf_counter()
        field.fill(code)
        page.get_by_role("button", name=code, exact=True).wait_for()
        page.get_by_text("1 client found").wait_for()
        page.locator("tbody tr").nth(1).wait_for(state="detached")
        return 1000 * (time.perf_counter() - began)

    told("search, with its pause of 250 ms", rounds(page, lambda: search(last), lambda: search("C-0000")))
    told(
        f"client with {LONG} visits, to the painted timeline",
        rounds(
            page,
            lambda: painted("tbody button", ".course-card svg.course"),
            lambda: painted(
                "a[data-testid=stPageLink-NavLink][href$='clients']", "tbody button", says="C-0000"
            ),
        ),
    )
    painted("tbody button", ".course-card svg.course")
    page.wait_for_timeout(500)
    told(
        "a visit, to the painted photo with its drawing",
        rounds(
            page,
            lambda: painted("a[data-testid=stPageLink-NavLink][href*='visit?']", ".stage > svg"),
            lambda: painted("a[data-testid=stPageLink-NavLink][href*='client?']", ".course-card svg.course"),
        ),
    )
    painted("a[data-testid=stPageLink-NavLink][href*='visit?']", ".stage > svg")
    page.wait_for_timeout(500)
    measure_notes(page)


def measure_notes(page: Page) -> None:
    """From the keys that end a note to the words that it is saved, on the page of a visit."""
    notes, taken = page.get_by_label("Notes").first, []
    for number in range(ROUNDS):
        notes.fill(f"Note {number}")
        before = page.get_by_text("Saved at").all_inner_texts()
        began = time.perf_counter()
        notes.press("Control+Enter")
        while page.get_by_text("Saved at").all_inner_texts() == before:
            page.wait_for_timeout(5)
        taken.append(1000 * (time.perf_counter() - began))
        page.wait_for_timeout(1200)
    told("a note, until the page says that it is saved", taken[1:])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "clients.records"
        clients = int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS
        fill(place, clients)
        app = serve(place)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.set_default_timeout(60_000)
                measure(page, clients)
        finally:
            app.terminate()
            app.wait()


if __name__ == "__main__":
    main()
