"""A therapist's records in a real browser: passphrase, visits, report, comparison, lock and erasure."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from browser_driver import SAMPLES, Driver, Server, wait_for
from clinic_driver import PASSPHRASE, Desk, day_words, kept_notes, serve
from playwright.sync_api import expect
from pypdf import PdfReader

from analyzer import analyze
from analyzer.pose import PoseModel
from analyzer.records import NewPhoto, Records, VisitDraft
from ui.compare.words import PROTOCOLS

Open = Callable[..., Driver]
BEFORE, AFTER = "before_woman_right.jpg", "after_woman_right.jpg"
TODAY = date.today()
EARLIER = TODAY - timedelta(days=42)


@pytest.fixture(scope="module")
def clinic(pose_model: PoseModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with records of its own: a client with a visit six weeks ago."""
    place = tmp_path_factory.mktemp("clinic") / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-7", "Anna")
        photo = NewPhoto(BEFORE, (SAMPLES / BEFORE).read_bytes(), analyze(SAMPLES / BEFORE, model=pose_model))
        records.save_visit(client.id, VisitDraft(EARLIER, (photo,), 95.0, PROTOCOLS[0]))
    yield from serve(place)


@pytest.fixture
def empty(pose_model: object, tmp_path: Path) -> Iterator[Server]:
    """The app of somebody who has no records yet."""
    yield from serve(tmp_path / "clients.records")


@pytest.fixture
def desk(open_app: Open, clinic: Server) -> Desk:
    return Desk(open_app(url=clinic.url)).menu("Clients").unlock()


def test_the_first_client_with_three_photos_and_a_report(empty: Server, open_app: Open):
    desk = Desk(open_app(url=empty.url)).menu("Clients")
    page = desk.page
    page.get_by_text("cannot be recovered").wait_for()
    assert look(desk) == []
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    desk.press("Set up records")
    page.get_by_text("Your records are ready").wait_for()
    page.get_by_role("button", name="New client").click()
    expect(page.get_by_role("textbox", name="Code")).to_have_value("C-001")
    page.get_by_label("Name (optional)").fill("محمد 李 🙂")
    page.get_by_role("button", name="Create client").click()
    desk.heading("C-001 · محمد 李 🙂").press("New visit").heading("Visit of")
    names = (AFTER, "neutral_woman_right.jpg", "anterior_tilt_man_right.jpg")
    page.locator("input[type=file]").first.set_input_files([SAMPLES / name for name in names])
    page.get_by_text("Photo 3, looking right").wait_for()
    desk.settle()
    assert desk.window.views.count() == 2
    page.get_by_label("Notes of this visit").press_sequentially("Sits all day.", delay=5)
    wait_for(lambda: kept_notes(empty, 1) == "Sits all day.", every_s=0.25)  # without leaving the field
    page.get_by_text("Bridge", exact=True).first.click()
    page.get_by_text("How each is done").wait_for()
    desk.settle()
    page.get_by_text("Report to hand over").click()
    download = desk.window.download("Report (PDF)")
    text = "".join(
        sheet.extract_text() for sheet in PdfReader(io.BytesIO(Path(download.path()).read_bytes())).pages
    )
    assert "C-001" in text
    assert "median of 3" in text.replace("\n", " ") or "3 photos" in text.replace("\n", " ")
    assert "Bridge" in text
    assert "Sits all day" not in text  # the therapist's own
    with Records.open(empty.place, PASSPHRASE) as records:
        (visit,) = records.visits(1)
        kept = records.visit(visit.id)
        assert (visit.photos, kept.notes, kept.exercises) == (3, "Sits all day.", ("glute_bridge",))
        assert records.photo_data(kept.photos[0].id) == (SAMPLES / AFTER).read_bytes()


def test_a_checked_photo_is_saved_and_compared_with_last_time(open_app: Open, clinic: Server):
    window = open_app(url=clinic.url).upload(SAMPLES / AFTER)
    desk, page = Desk(window), window.page
    page.get_by_role("link", name="Open the records").click()
    desk.settle().unlock().menu("Check a photo").heading("Save to a client")
    client = page.get_by_role("combobox", name="Client: choose")
    client.click()
    client.fill("New-1")
    client.press("Enter")
    page.get_by_text("A new client with the code New-1").wait_for()
    client.click()
    client.fill("k-7")
    client.press("Enter")
    page.get_by_text("A new client").wait_for(state="detached")
    desk.press("Save the photo")
    page.get_by_text("The photo is saved").wait_for()
    desk.press(f"Compare with last time ({day_words(EARLIER)})").heading("measures changed")
    assert page.locator(".slider, .viewer").first.is_visible()
    desk.menu("Clients").client("K-7")
    tilt = page.locator('.course-card[data-measure="pelvic_tilt"]')
    assert tilt.get_attribute("data-verdict") == "changed"
    assert "less forward tilt, more than measurement error" in tilt.inner_text()
    tilt.get_by_text("As a table").click()
    assert "More than measurement error." in tilt.locator("table").inner_text()
    # Any two visits, from the picker.
    desk.press("Compare").heading("measures changed")


def test_a_second_photo_of_a_visit_is_shown_and_the_panel_closes(
    open_app: Open, clinic: Server, pose_model: PoseModel
):
    with Records.open(clinic.place, PASSPHRASE) as records:
        client = records.add_client("K-8", "")
        photo = NewPhoto(BEFORE, (SAMPLES / BEFORE).read_bytes(), analyze(SAMPLES / BEFORE, model=pose_model))
        records.save_visit(client.id, VisitDraft(EARLIER, (photo,)))
    desk = Desk(open_app(url=clinic.url)).menu("Clients").unlock()
    page = desk.page
    desk.client("K-8").follow(day_words(EARLIER), "Visit of")
    page.get_by_text("Add photos", exact=True).click()
    desk.window.at_rest()
    page.locator("input[type=file]").first.set_input_files(SAMPLES / AFTER)
    second = page.get_by_role("radio", name="Photo 2, looking right")
    second.wait_for()
    desk.settle()
    expect(second).to_be_checked()
    page.get_by_text(f"{AFTER}, without corrections").wait_for()
    panel = page.locator("[data-testid=stExpander] details", has_text="Add photos")
    assert panel.get_attribute("open") is None
    expect(page.get_by_role("heading", name="Photos", exact=True)).to_be_focused()
    expect(page.get_by_role("heading", name="Photos", exact=True)).to_be_in_viewport()


def test_what_is_typed_is_not_lost_by_locking(desk: Desk, clinic: Server):
    page = desk.page
    desk.client("K-7").follow(day_words(EARLIER), "Visit of")
    notes = page.get_by_label("Notes of this visit")
    notes.fill("Typed, and locked at once.")
    desk.press("Lock")
    page.get_by_text("The records are locked.").first.wait_for()
    page.wait_for_function("() => !document.documentElement.outerHTML.includes('Anna')")
    assert desk.window.views.count() == 0
    desk.unlock().heading("Visit of")  # back where they were
    expect(notes).to_have_value("Typed, and locked at once.")
    assert kept_notes(clinic, 1) == "Typed, and locked at once."


def test_they_lock_when_nobody_is_there(open_app: Open, clinic: Server):
    window = open_app(url=clinic.url)
    window.page.clock.install()
    desk = Desk(window).menu("Clients").unlock()
    page = desk.page
    desk.client("K-7").follow(day_words(EARLIER), "Visit of")
    page.clock.run_for(9 * 60_000)
    assert "Records are open" in page.locator(".watch").inner_text()
    page.get_by_label("Notes of this visit").fill("Left in the middle of")  # somebody is there again
    page.clock.run_for(9 * 60_000 + 45_000)
    assert "lock in a moment" in page.locator(".watch").inner_text()
    page.clock.run_for(30_000)
    page.get_by_text("locked after 10 minutes without use").wait_for()
    assert kept_notes(clinic, 1) == "Left in the middle of"


def test_a_client_is_erased_after_the_code_is_typed(desk: Desk, clinic: Server):
    with Records.open(clinic.place, PASSPHRASE) as records:
        gone = records.add_client("Gone-1")
        records.save_visit(gone.id, VisitDraft(TODAY, notes="x"))
    page = desk.page
    desk.menu("Learn").menu("Clients")
    page.get_by_label("Find a client").fill("gone")
    page.get_by_text("1 client found").wait_for()
    desk.client("Gone-1").press("Erase this client")
    dialog = page.get_by_role("dialog")
    assert "1 visit with notes" in dialog.inner_text()
    dialog.get_by_role("button", name="Erase for good").click()
    dialog.get_by_text("Nothing was erased").wait_for()
    dialog.get_by_label("To confirm").fill("gone-1")
    dialog.get_by_role("button", name="Erase for good").click()
    page.get_by_text("Gone-1 was erased, with 1 visit.").wait_for()
    with Records.open(clinic.place, PASSPHRASE) as records:
        assert records.count_clients("Gone-1") == 0


def test_a_photo_and_a_visit_are_deleted_after_asking(desk: Desk, clinic: Server, pose_model: PoseModel):
    with Records.open(clinic.place, PASSPHRASE) as records:
        client = records.add_client("Two")
        kept = [
            NewPhoto(name, (SAMPLES / name).read_bytes(), analyze(SAMPLES / name, model=pose_model))
            for name in (BEFORE, AFTER)
        ]
        visit = records.save_visit(client.id, VisitDraft(TODAY, tuple(kept)))
    page = desk.page
    desk.menu("Learn").menu("Clients").client("Two").press("Today's visit").heading("Visit of")
    desk.press("Delete this photo")
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    page.get_by_text("Photo 1, looking right").wait_for(state="detached")
    with Records.open(clinic.place, PASSPHRASE) as records:
        assert [photo.name for photo in records.visit(visit.id).photos] == [AFTER]
    desk.settle().press("Delete this visit")
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    page.get_by_text("There is no visit yet").wait_for()


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)], ids=["light-wide", "dark-phone"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    open_app: Open, clinic: Server, dark: bool, phone: bool
):
    found = {}
    desk = Desk(open_app(url=clinic.url, dark=dark, phone=phone)).menu("Clients")
    found["locked"] = look(desk)
    desk.unlock()
    found["list"] = look(desk)
    desk.follow("Settings and backup", "Settings of the records")
    desk.page.get_by_text("Change the passphrase").click()
    found["settings"] = look(desk)
    desk.follow("All clients", "Clients").client("K-7")
    desk.page.locator(".course-card summary").first.click()
    found["client"] = look(desk)
    desk.follow(day_words(EARLIER), "Visit of")
    desk.page.get_by_text("Questions and answers").click()
    desk.page.get_by_text("Add photos").click()
    found["visit"] = look(desk)
    assert not any(found.values()), found


def look(desk: Desk) -> list[str]:
    """What is wrong with the page as it stands."""
    page = desk.settle().page
    desk.window.at_rest()
    main = page.get_by_test_id("stMain")
    wide = main.evaluate("element => element.scrollWidth - element.clientWidth")
    return [*desk.window.serious_findings(), *([f"{wide} px too wide"] if wide > 0 else [])]


def test_the_tests_never_touch_the_records_of_the_user():
    assert "pytest" in os.environ["POSTURE_RECORDS"]
