"""No action and no word is lost: after a rest, on the way back, in two windows, without the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from browser_driver import SAMPLES, Driver, Server
from clinic_driver import PASSPHRASE, Desk, day_words, kept_notes, serve
from playwright.sync_api import Browser, Dialog, expect

from analyzer import analyze
from analyzer.pose import PoseModel
from analyzer.records import NewPhoto, Records, VisitDraft
from analyzer.types import Analysis

Open = Callable[..., Driver]
BEFORE = "before_woman_right.jpg"
EARLIER = date.today() - timedelta(days=42)
REST_MS = 21_000
"""Longer than what lies between two times that a page says that somebody is there."""


@pytest.fixture
def clinic(pose_model: PoseModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with records of its own: a client with a visit six weeks ago."""
    place = tmp_path_factory.mktemp("clinic") / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-7", "Anna")
        photo = NewPhoto(BEFORE, (SAMPLES / BEFORE).read_bytes(), analyze(SAMPLES / BEFORE, model=pose_model))
        records.save_visit(client.id, VisitDraft(EARLIER, (photo,)))
    yield from serve(place)


def open_desk(open_app: Open, clinic: Server, *, clock: bool = False) -> Desk:
    """A window with the records open; its clock goes on only by itself and when it is told."""
    window = open_app(url=clinic.url)
    if clock:
        window.page.clock.install()
    return Desk(window).menu("Clients").unlock()


def test_the_first_thing_that_is_done_after_a_rest_is_done(clinic: Server, open_app: Open):
    desk = open_desk(open_app, clinic, clock=True)
    page = desk.page
    for title, first in (("Learn", "Learn"), ("Clients", "Clients"), ("Learn", "Learn")):
        page.get_by_role("link", name=title, exact=True).first.focus()
        desk.settle()
        page.clock.run_for(REST_MS)
        with page.expect_response("**/records/here") as told:
            page.keyboard.press("Enter")
        assert told.value.status == 204
        page.get_by_role("heading", name=first).first.wait_for()
        desk.settle()
    desk.menu("Clients").client("K-7").follow(day_words(EARLIER), "Visit of")
    chips = ("Bridge", "Dead bug")
    for name in chips:
        chip = page.get_by_role("button", name=name, exact=True).first
        chip.focus()
        desk.settle()
        page.clock.run_for(REST_MS)
        page.keyboard.press("Space")
        desk.settle()
    with Records.open(clinic.place, PASSPHRASE) as records:
        assert len(records.visit(1).exercises) == len(chips)


def test_watching_for_rest_runs_nothing(clinic: Server, open_app: Open):
    desk = open_desk(open_app, clinic, clock=True)
    asked = desk.window.runs.asked
    for _ in range(3):
        desk.page.clock.run_for(REST_MS)
        with desk.page.expect_response("**/records/here") as told:
            desk.page.keyboard.press("Shift")
        assert told.value.status == 204
    desk.settle()
    assert desk.window.runs.asked == asked
    assert "Records are open" in desk.page.locator(".watch").inner_text()


def test_what_is_corrected_from_a_visit_is_saved_in_it_by_every_way_back(clinic: Server, open_app: Open):
    desk = open_desk(open_app, clinic)
    page = desk.page
    desk.client("K-7").follow(day_words(EARLIER), "Visit of").press("Correct points").heading("Correct")
    kept: list[Analysis] = []
    for name, back in (("asis", "Clients"), ("psis", "")):
        handle = page.locator(f'.handle[data-name="{name}"]')
        handle.focus()
        page.keyboard.press("ArrowRight")
        expect(handle).to_have_attribute("data-source", "person")
        if back:
            desk.menu(back)
        else:
            desk.follow("Back to the visit", "Visit of")
            page.get_by_text("with corrections").wait_for()
        with Records.open(clinic.place, PASSPHRASE) as records:
            kept.append(records.visit(1).photos[0].analysis)
        if back:
            desk.menu("Correct")
    assert [sorted(analysis.corrections.points) for analysis in kept] == [["asis"], ["asis", "psis"]]
    assert kept[-1].measures["pelvic_tilt"].method == "points"


@pytest.fixture
def new_clinic(pose_model: PoseModel, tmp_path: Path) -> Iterator[Server]:
    """The app of somebody who has no records yet."""
    yield from serve(tmp_path / "clients.records")


def set_up_by_keyboard(desk: Desk) -> None:
    """Make records, from the first field on with the keyboard only."""
    page = desk.menu("Clients").page
    page.get_by_role("checkbox", name="Show what is typed").wait_for()
    page.get_by_label("Passphrase", exact=True).focus()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Tab")
    expect(page.get_by_label("The same again")).to_be_focused()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.get_by_text("Your records are ready").wait_for()
    desk.settle()


def test_passphrases_need_the_keyboard_only(new_clinic: Server, open_app: Open):
    desk = Desk(open_app(url=new_clinic.url))
    page = desk.page
    set_up_by_keyboard(desk)
    desk.press("Lock")
    page.get_by_role("checkbox", name="Show what is typed").wait_for()
    page.get_by_label("Passphrase", exact=True).focus()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Tab")
    shown = page.get_by_role("checkbox", name="Show what is typed")
    expect(shown).to_be_focused()
    page.keyboard.press("Space")
    assert page.get_by_label("Passphrase", exact=True).get_attribute("type") == "text"
    page.keyboard.press("Tab")  # to the button; what was typed in the field is not lost by it
    page.keyboard.press("Enter")
    page.get_by_text("Records are open").wait_for()
    desk.settle().follow("Settings and backup", "Settings of the records")
    page.get_by_text("Change the passphrase").click()
    desk.settle()
    page.get_by_label("Passphrase until now").focus()
    new = "quite other words here"
    for word in (PASSPHRASE, new, new):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Show what is typed")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    answer = page.get_by_text("The passphrase was changed")
    answer.wait_for()
    expect(answer).to_be_in_viewport()
    with Records.open(new_clinic.place, new) as records:
        assert records.clients() == ()


def test_settings_answer_where_the_action_was_and_panels_stay_open(
    clinic: Server, open_app: Open, tmp_path: Path
):
    desk = open_desk(open_app, clinic).follow("Settings and backup", "Settings of the records")
    page = desk.page

    def answered(words: str, *open_fields: str) -> None:
        answer = page.get_by_text(words)
        answer.wait_for()
        expect(answer).to_be_in_viewport()
        for field in open_fields:
            expect(page.get_by_label(field)).to_be_visible()

    page.get_by_text("Or save it into a folder").click()
    desk.settle()
    folder = "Folder on the computer that runs this program"
    page.get_by_label(folder).fill("/nowhere at all")
    page.get_by_label(folder).press("Enter")
    answered("This folder is not there", folder)
    page.get_by_label(folder).fill(str(tmp_path))
    page.get_by_label(folder).press("Enter")
    answered("The backup was saved and read again", folder)
    (copy,) = tmp_path.glob("*.records")
    page.get_by_text("Change the passphrase").click()
    desk.settle()
    old = "Passphrase until now"
    page.get_by_label(old).fill("not the old one")
    page.get_by_label("New passphrase").fill("quite other words here")
    page.get_by_label("The new one again").fill("quite other words here")
    page.get_by_label("The new one again").press("Enter")
    answered("The passphrase until now is another one", old, folder)
    page.get_by_text("Restore a backup").click()
    desk.settle()
    backup = "Passphrase of the backup"
    page.get_by_label("Or, for a large one").fill(str(copy))
    page.get_by_label(backup).fill("not that passphrase")
    page.get_by_label(backup).press("Enter")
    answered("This passphrase does not open the records.", backup, old, folder)


def test_the_questions_stay_open_while_they_are_answered(clinic: Server, open_app: Open):
    desk = open_desk(open_app, clinic)
    page = desk.page
    desk.client("K-7").follow(day_words(EARLIER), "Visit of")
    page.get_by_text("Questions and answers").click()
    desk.settle()
    sitting = page.get_by_label("Hours of sitting on a usual day")
    sitting.fill("10")
    sitting.press("Tab")
    desk.settle()
    expect(sitting).to_be_visible()
    with Records.open(clinic.place, PASSPHRASE) as records:
        assert records.visit(1).intake.hours_sitting == 10.0


def test_the_page_asks_before_it_is_left_and_loaded_anew_it_has_the_placed_points(open_app: Open):
    window = open_app()
    page = window.page
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss() if len(asked) == 1 else dialog.accept()

    page.on("dialog", answer)
    window.choose_sample("Woman, pelvis tipped forward")
    page.get_by_text("Correct points, level or scale of this photo").click()
    handle = page.locator('.handle[data-name="asis"]')
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(handle).to_have_attribute("data-source", "person")
    height = page.get_by_role("spinbutton", name="Body height in cm")
    height.fill("171")
    height.press("Enter")
    window.settle()
    page.evaluate("() => { setTimeout(() => location.reload(), 0) }")
    window.until(lambda: asked == ["beforeunload"])
    expect(handle).to_have_attribute("data-source", "person")  # still there: the person chose to stay
    page.reload()
    assert asked == ["beforeunload"] * 2
    expect(handle).to_have_attribute("data-source", "person")
    expect(height).to_have_value("171")
    # Loaded anew beneath its root, Streamlit looks for its own addresses beneath the page first.
    window.faults[:] = [fault for fault in window.faults if "404" not in fault]


def test_what_was_typed_into_a_form_and_not_sent_is_there_again(clinic: Server, open_app: Open):
    desk = open_desk(open_app, clinic)
    page = desk.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    name, line = page.get_by_label("Name (optional)").first, page.get_by_text("You typed this before.")
    desk.press("New client")
    name.fill("Berta")
    page.evaluate("() => { setTimeout(() => location.reload(), 0) }")
    desk.window.until(lambda: asked == ["beforeunload"])
    expect(line).to_have_count(0)
    page.keyboard.press("Escape")
    desk.menu("Learn").menu("Clients").press("New client")
    expect(name).to_have_value("Berta")
    expect(line).to_be_visible()
    page.keyboard.press("Escape")
    desk.press("Lock").unlock().press("New client")
    expect(name).to_have_value("Berta")
    page.get_by_role("button", name="Create client").click()
    desk.heading("K-8 · Berta")
    desk.menu("Clients").press("New client")
    expect(name).to_have_value("")
    expect(line).to_have_count(0)
    assert not page.evaluate("() => window.postureForms.open()")
    with Records.open(clinic.place, PASSPHRASE) as records:
        assert {client.name for client in records.clients()} == {"Anna", "Berta"}


def shows_saved(desk: Desk) -> bool:
    line = desk.page.locator(".st-key-saved_line")
    return bool(line.evaluate("line => getComputedStyle(line).visibility === 'visible'"))


def test_nothing_is_called_saved_before_it_is(clinic: Server, open_app: Open):
    desk = open_desk(open_app, clinic).client("K-7").follow(day_words(EARLIER), "Visit of")
    assert shows_saved(desk)
    desk.page.get_by_label("Notes of this visit").focus()
    desk.page.keyboard.type("a")
    assert not shows_saved(desk)
    desk.page.keyboard.press("Tab")
    desk.window.until(lambda: shows_saved(desk))
    assert kept_notes(clinic, 1) == "a"


RUN_WITH_KEY = "() => window.addEventListener('keydown', window.postureRun, { capture: true, once: true })"


@pytest.mark.parametrize("how", ["mouse", "keyboard", "the page runs by itself in this tick", "back"])
def test_a_way_that_is_taken_right_after_typing_is_taken_and_the_text_is_saved(
    clinic: Server, open_app: Open, how: str
):
    desk = open_desk(open_app, clinic).client("K-7").follow(day_words(EARLIER), "Visit of")
    page = desk.page
    page.get_by_label("Notes of this visit").focus()
    page.keyboard.type("Typed to the end.")
    learn = page.get_by_role("link", name="Learn", exact=True).first
    if how == "mouse":
        learn.click()
    elif how == "back":
        page.go_back()
    else:
        learn.focus()
        if how != "keyboard":
            page.evaluate(RUN_WITH_KEY)
        page.keyboard.press("Enter")
    there = page.get_by_role("heading", name="K-7" if how == "back" else "Learn").first
    there.wait_for()
    desk.settle()
    assert there.is_visible()
    assert kept_notes(clinic, 1) == "Typed to the end."


def test_what_was_typed_when_the_program_ended_is_not_called_saved_and_is_there_again(
    tmp_path: Path, start: Callable[..., Server], browser: Browser
):
    place = tmp_path / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        records.save_visit(records.add_client("K-7").id, VisitDraft(EARLIER))
    server = start(POSTURE_RECORDS=str(place))
    server.place = place
    window = Driver(browser, server.url, dark=False, phone=False)
    desk = Desk(window).menu("Clients").unlock().client("K-7").follow(day_words(EARLIER), "Visit of")
    notes = desk.page.get_by_label("Notes of this visit")
    notes.focus()
    desk.page.keyboard.type("Half a sen")
    server.kill()
    desk.page.get_by_text("The program does not answer").wait_for()
    assert not shows_saved(desk)
    server.begin()
    desk.page.get_by_role("button", name="Unlock").wait_for()  # it says by itself that it is locked now
    desk.settle().unlock()
    desk.window.until(lambda: kept_notes(server, 1) == "Half a sen")
    desk.window.until(lambda: shows_saved(desk))
    expect(notes).to_have_value("Half a sen")
    window.close()
