"""A visit: it saves itself, photos are kept, corrected and compared, and nothing that was typed is lost."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from app_driver import SAMPLES
from records_driver import PASSPHRASE, SAMPLE, Practice, make_records, use_place

from analyzer._version import __version__
from analyzer.records import DiskFullError, Records, StoredPhoto, Visit, VisitDraft
from analyzer.report import pdf
from analyzer.types import Analysis, Corrections
from analyzer.types.intake import Intake
from ui.compare.session import Comparing
from ui.compare.words import PROTOCOLS
from ui.records.again import measure_again
from ui.records.client_view import export_file
from ui.records.merging import OTHER, both_texts, merge
from ui.records.reports import NOT_MADE
from ui.records.visit_photos import OTHER_PHOTOS
from ui.report.choices import Choices

TODAY = date.today()
EARLIER = TODAY - timedelta(days=42)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analysis: Analysis) -> Path:
    """Records with one client and a visit six weeks ago."""
    place = use_place(tmp_path / "clients.records", monkeypatch)
    make_records(place, analysis, (EARLIER,)).close()
    return place


@pytest.fixture
def app(place: Path, pose_model: object) -> Practice:
    return Practice(place).unlock()


def stored(place: Path, visit_id: int) -> Visit:
    """The visit as it is in the file."""
    with Records.open(place, PASSPHRASE) as records:
        return records.visit(visit_id)


def sample(name: str = SAMPLE) -> tuple[str, bytes]:
    return name, (SAMPLES / name).read_bytes()


# --- Saving -------------------------------------------------------------------------------------------


def test_every_change_is_saved_at_once(app: Practice, place: Path):
    app.go("client", client=1).press("New visit").go("visit", visit=2)
    assert app.at.title[0].value.startswith("Visit of")
    assert "Everything is saved" in app.words()
    app.type("Day", EARLIER + timedelta(days=7))
    app.type("Height of the camera", 95.0)
    app.type("Stance and arms", PROTOCOLS[1])
    app.type("Choose what the client takes home", ["glute_bridge", "edge_stretch"])
    app.type("Hours of sitting", 9.0)
    app.at.text_area[0].set_value("Thomas test positive.").run()
    assert app.errors() == []
    assert "Saved at" in app.words()
    visit = stored(place, 2)
    assert visit.day == EARLIER + timedelta(days=7)
    assert (visit.camera_height_cm, visit.protocol) == (95.0, PROTOCOLS[1])
    assert visit.notes == "Thomas test positive."
    assert set(visit.exercises) == {"glute_bridge", "edge_stretch"}
    assert visit.intake == Intake(hours_sitting=9.0)
    assert not app.at.session_state["state"].intake  # those of "Check a photo" are others


def test_what_cannot_be_saved_is_kept_and_said(app: Practice, place: Path, monkeypatch: pytest.MonkeyPatch):
    app.go("visit", visit=1)
    with monkeypatch.context() as full:
        full.setattr(Records, "save_visit", lambda *_, **__: (_ for _ in ()).throw(DiskFullError()))
        app.at.text_area[0].set_value("Do not lose this.").run()
        assert DiskFullError.default_message in app.errors()[0]
        assert app.at.text_area[0].value == "Do not lose this."
        app.go("client", client=1).go("visit", visit=1)
        assert app.at.text_area[0].value == "Do not lose this."
        assert stored(place, 1).notes == ""
    app.press("Try again")
    assert app.errors() == []
    assert stored(place, 1).notes == "Do not lose this."


def test_text_that_arrives_after_the_lock_is_saved_after_unlocking(app: Practice, place: Path):
    app.go("visit", visit=1)
    app.desk.lock_idle()  # by the server, while somebody types
    app.at.text_area[0].set_value("Typed in the last moment.").run()
    assert not app.desk.open
    assert "Typed in the last moment." not in app.said()
    app.unlock()
    assert app.errors() == []
    assert stored(place, 1).notes == "Typed in the last moment."
    assert app.at.text_area[0].value == "Typed in the last moment."


def test_names_typed_for_a_report_are_gone_with_the_lock(app: Practice):
    name = "Someone who shall not stay"
    app.go("visit", visit=1).type("Client name (optional)", name)
    assert name in str(app.at.session_state._state.filtered_state)
    app.desk.lock_idle()
    app.at.run()
    assert not app.desk.open
    assert name not in str(app.at.session_state._state.filtered_state)
    app.unlock().go("visit", visit=1)
    assert app.field("Client name (optional)").value != name


# --- Photos -------------------------------------------------------------------------------------------


def test_several_photos_are_checked_and_kept_one_by_one(app: Practice, place: Path):
    app.go("visit", visit=1)
    app.upload(
        sample(), ("bad.jpg", b"nothing"), sample("after_woman_right.jpg"), sample("flat_back_man_right.jpg")
    )
    assert app.errors() == []
    said = app.said()
    assert "**bad\\.jpg:** This file could not be read" in said
    assert "This photo is in this visit already." in said
    visit = stored(place, 1)
    assert [photo.name for photo in visit.photos] == [
        SAMPLE,
        "after_woman_right.jpg",
        "flat_back_man_right.jpg",
    ]
    with Records.open(place, PASSPHRASE) as records:
        assert records.photo_data(visit.photos[0].id) == (SAMPLES / SAMPLE).read_bytes()
    assert json.loads(app.component("overlay_view"))["pictures"]
    assert "The medians of 3 photos" in app.words()


def test_two_windows_on_one_note_keep_both_texts(app: Practice, place: Path):
    other = Practice(place).unlock().go("visit", visit=1)
    app.go("visit", visit=1)
    other.type("Notes of this visit", "Written there.")
    other.type("Height of the camera", 90.0)
    app.type("Notes of this visit", "Written here.")
    kept = stored(place, 1)
    assert (kept.notes, kept.camera_height_cm) == (both_texts("", "Written here.", "Written there."), 90.0)
    assert "Written here." in kept.notes
    assert "Written there." in kept.notes
    assert app.field("Notes of this visit").value == kept.notes
    assert app.field("Height of the camera").value == 90.0  # nobody changed it here, so it follows
    assert "changed the notes of this visit at the same time" in app.said()
    assert "at the same time" not in app.press("I have seen it").said()
    # The other window follows with its next run, and goes on from there.
    other.type("Stance and arms", PROTOCOLS[0])
    assert other.field("Notes of this visit").value == kept.notes
    other.type("Notes of this visit", "All in one.")
    assert stored(place, 1).notes == "All in one."
    assert "at the same time" not in other.said()


def test_what_a_field_holds_is_saved_even_if_no_change_was_told(app: Practice, place: Path):
    app.go("visit", visit=1)
    app.at.session_state["visit_1_notes"] = "Came with the run of another page."
    app.at.run()
    assert "Everything is saved" in app.words() or "Saved at" in app.words()
    assert stored(place, 1).notes == "Came with the run of another page."


def test_what_another_window_writes_while_photos_are_measured_again_stays(
    place: Path, monkeypatch: pytest.MonkeyPatch
):
    with Records.open(place, PASSPHRASE) as records, Records.open(place, PASSPHRASE) as other:

        def look(_: Records, photo: StoredPhoto) -> SimpleNamespace:
            visit = other.visit(1)
            other.save_visit(visit.client_id, replace(visit.draft(), notes="Written there."), 1)
            return SimpleNamespace(analysis=photo.analysis)

        monkeypatch.setattr("ui.records.again.look_again", look)
        assert measure_again(records, 1) == 0
        assert records.visit(1).notes == "Written there."


@pytest.mark.parametrize(
    ("before", "here", "there", "merged"),
    [
        ("a", "b", "a", "b"),
        ("a", "a", "b", "b"),
        ("a", "a b", "a c", f"a b\n\n{OTHER}\nc"),
        (("x", "y"), ("y", "z"), ("x", "y", "w"), ("y", "w", "z")),
        (1.0, 2.0, 3.0, 2.0),
        (Intake(), Intake(stress=3), Intake(hours_sitting=8.0), Intake(stress=3, hours_sitting=8.0)),
    ],
)
def test_what_only_one_window_changed_is_taken_from_there(before: Any, here: Any, there: Any, merged: Any):
    assert merge(before, here, there) == merged


def test_a_stored_result_is_drawn_without_the_model(app: Practice, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analyzer.pipeline.observe", None)
    monkeypatch.setattr("ui.session.work.check", None)
    app.go("visit", visit=1)
    assert app.errors() == []
    shown = json.loads(app.component("overlay_view"))
    assert [picture["id"] for picture in shown["pictures"]] == ["photo", "close_up"]


def test_a_correction_goes_back_to_the_visit(app: Practice, place: Path):
    app.go("visit", visit=1).press("Correct points").go("correct")
    now = app.at.session_state["state"]
    (photo,) = now.photos
    x, y = photo.analysis.geometry.frame.origin_px
    edits = [
        {"kind": "move", "count": 1, "name": "psis", "x": x - 60, "y": y - 60},
        {"kind": "move", "count": 2, "name": "asis", "x": x + 40, "y": y - 20},
    ]
    app.tell("landmark_editor", "edit", {"client": "page-1", "photo": photo.id, "edits": edits})
    assert app.errors() == []
    assert "Saved in the visit" in app.words()
    (kept,) = stored(place, 1).photos
    assert kept.analysis.measures["pelvic_tilt"].method == "points"
    assert set(kept.analysis.corrections.points) == {"asis", "psis"}
    # Opened again, the points are where they were.
    app.go("visit", visit=1).press("Correct points")
    assert app.at.session_state["state"].photos[0].corrections == kept.analysis.corrections


def test_what_is_drawn_goes_back_to_the_visit(app: Practice, place: Path):
    app.go("visit", visit=1).press("Draw")
    assert app.component("drawing_board") and not app.component("landmark_editor")
    app.go("draw")
    (photo,) = app.at.session_state["state"].photos
    line = {"kind": "line", "points": [[10, 20], [30, 40]], "color": "blue", "width": "thin"}
    edit = {"kind": "add", "count": 1, "drawing": line}
    app.tell("drawing_board", "edit", {"client": "page-1", "photo": photo.id, "edits": [edit]})
    assert app.errors() == []
    assert "Saved in the visit" in app.words()
    (kept,) = stored(place, 1).photos
    assert [drawing.to_dict() for drawing in kept.analysis.drawings] == [line]
    assert not kept.analysis.corrections
    # Opened to correct a point, it is still there.
    app.go("visit", visit=1).press("Correct points")
    assert app.component("landmark_editor")
    assert app.at.session_state["state"].photos[0].drawings == kept.analysis.drawings


def test_what_cannot_be_saved_of_a_correction_is_said_and_kept(
    app: Practice, place: Path, monkeypatch: pytest.MonkeyPatch
):
    app.go("visit", visit=1).press("Correct points").go("correct")
    (photo,) = app.at.session_state["state"].photos
    x, y = photo.analysis.geometry.frame.origin_px
    edit = {"kind": "move", "count": 1, "name": "hip", "x": x + 5, "y": y + 5}
    with monkeypatch.context() as full:
        full.setattr(Records, "save_visit", lambda *_, **__: (_ for _ in ()).throw(DiskFullError()))
        app.tell("landmark_editor", "edit", {"client": "page-1", "photo": photo.id, "edits": [edit]})
        assert "Not saved in the visit yet" in app.errors()[0]
        app.go("visit", visit=1)
        assert "Corrections of a photo are not saved yet" in app.errors()[0]
        assert "Every change is saved at once" not in app.words()
    assert app.press("Try again").errors() == []
    assert "Saved at" in app.words()
    assert set(stored(place, 1).photos[0].analysis.corrections.points) == {"hip"}


def test_corrections_that_were_not_saved_are_saved_by_the_lock(app: Practice, place: Path):
    app.go("visit", visit=1).press("Correct points").go("correct")
    (photo,) = app.at.session_state["state"].photos
    x, y = photo.analysis.geometry.frame.origin_px
    edit = {"kind": "move", "count": 1, "name": "hip", "x": x + 5, "y": y + 5}
    app.tell("landmark_editor", "edit", {"client": "page-1", "photo": photo.id, "edits": [edit]})
    app.tell("watch", "lock", "idle")
    assert app.at.session_state["state"].photos == ()  # what came out of the records is not left lying about
    assert not app.component("landmark_editor")
    assert set(stored(place, 1).photos[0].analysis.corrections.points) == {"hip"}


def test_photos_that_are_being_checked_are_not_lost_to_a_correction(app: Practice):
    app.go("check").open_sample(SAMPLE)
    app.go("visit", visit=1).press("Correct points")
    assert OTHER_PHOTOS in app.said()
    assert len(app.at.session_state["state"].photos) == 1


# --- From a checked photo -----------------------------------------------------------------------------


def test_a_checked_photo_is_saved_to_a_new_visit_with_one_click(app: Practice, place: Path):
    app.go("check").open_sample(SAMPLE)
    app.type("Hours of sitting", 8.0)
    app.type("Client: choose one", "K-7 · Anna")
    app.press("Save the photo")
    assert app.errors() == []
    assert "The photo is saved: **K\\-7 · Anna**" in app.said()
    visit = stored(place, 2)
    assert (visit.day, len(visit.photos), visit.intake) == (TODAY, 1, Intake(hours_sitting=8.0))
    # Another photo of the same day goes to the same visit.
    app.open_sample("after_woman_right.jpg")
    app.type("Client: choose one", "K-7 · Anna")
    assert app.field("There is a visit today").value == "add"
    app.press("Save the photo")
    assert [photo.name for photo in stored(place, 2).photos] == [SAMPLE, "after_woman_right.jpg"]


def test_without_records_one_line_leads_to_them(place: Path):
    app = Practice(place).open_sample(SAMPLE)
    assert "The records of clients are locked." in app.words()
    app.unlock().go("check")
    assert "Save to a client" in [header.value for header in app.at.header]
    assert len(app.at.session_state["state"].photos) == 1
    place.unlink()
    app = Practice(place).open_sample(SAMPLE)
    assert "Do you see clients?" in app.words()


# --- Comparing, export, erasing -----------------------------------------------------------------------


def test_last_time_is_one_click_away(app: Practice, place: Path):
    app.go("check").open_sample("neutral_woman_right.jpg")
    app.type("Client: choose one", "K-7 · Anna").press("Save the photo")
    app.press(next(b.label for b in app.at.button if b.label.startswith("Compare with last time")))
    app.go("compare")
    assert app.errors() == []
    now = app.at.session_state["state"].part(Comparing)
    assert [photo.name for photo in (*now.before.photos, *now.after.photos)] == [
        SAMPLE,
        "neutral_woman_right.jpg",
    ]
    assert app.component("before_after")
    back = [link.proto for link in app.at.get("page_link") if link.proto.label == "Back to the client"]
    assert [link.query_string for link in back] == ["client=1"]
    app.tell("watch", "lock", "button")
    assert not app.at.session_state["state"].part(Comparing).before.given
    assert not app.component("before_after")
    assert not [link for link in app.at.get("page_link") if link.proto.label == "Back to the client"]


def test_two_visits_are_compared_with_what_is_known_of_them(app: Practice, place: Path):
    with Records.open(place, PASSPHRASE) as records:
        draft = replace(records.visit(1).draft(), camera_height_cm=95.0)
        records.save_visit(1, draft, 1)
        records.save_visit(1, VisitDraft(TODAY, camera_height_cm=140.0))
    app.go("visit", visit=2).upload(sample("after_woman_right.jpg"))
    app.go("client", client=1).press("Compare").go("compare")
    assert app.errors() == []
    assert "The numbers of these photos cannot be compared" in [header.value for header in app.at.header]
    assert "Another camera height" in app.said()


def test_visits_of_an_older_version_are_measured_again(app: Practice, place: Path):
    with Records.open(place, PASSPHRASE) as records:
        visit = records.visit(1)
        (photo,) = visit.photos
        made = replace(photo.analysis.provenance, analyzer_version="0.0.1")
        frame = photo.analysis.geometry.frame.origin_px
        corrections = Corrections({"hip": (frame[0] + 5, frame[1] + 5)})
        old = replace(photo.analysis, provenance=made, corrections=corrections)
        records.save_visit(1, replace(visit.draft(), photos=(replace(photo, analysis=old),)), 1)
    app.go("client", client=1)
    assert "1 visit was measured by another version" in app.words()
    app.press("Measure them again")
    assert app.errors() == []
    assert "another version" not in app.words()
    (again,) = stored(place, 1).photos
    assert again.analysis.provenance.analyzer_version == __version__
    assert again.analysis.corrections == corrections
    assert again.analysis.photo == photo.analysis.photo


def test_everything_of_a_client_comes_out(app: Practice, place: Path):
    with Records.open(place, PASSPHRASE) as records:
        practice = Choices(practice_name="Spring Street")
        data = export_file(records, records.client(1), records.visits(1), practice, "anna")
        assert [(line.who, line.what) for line in records.accesses(1)][:1] == [("anna", "exported")]
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert {Path(name).suffix for name in names} >= {".jpg", ".json", ".csv", ".pdf"}


def test_the_course_comes_out_as_a_table(app: Practice, place: Path, monkeypatch: pytest.MonkeyPatch):
    buttons: dict[str, Any] = {}
    monkeypatch.setattr(
        "streamlit.download_button", lambda label, data, *_, **__: buttons.update({label: data})
    )
    app.go("client", client=1)
    assert app.errors() == []
    assert b"pelvic_tilt" in buttons["Course as a table (CSV)"]()
    assert buttons["Course as a table (Parquet)"]()[:4] == b"PAR1"
    with Records.open(place, PASSPHRASE) as records:
        assert [line.what for line in records.accesses(1)][:2] == ["exported", "exported"]


def test_a_report_stays_with_its_visit_as_it_was_handed_over(
    app: Practice, place: Path, monkeypatch: pytest.MonkeyPatch
):
    buttons: dict[str, Any] = {}
    monkeypatch.setattr(
        "streamlit.download_button", lambda label, data, *_, **__: buttons.update({label: data})
    )
    app.go("visit", visit=1).type("Your words to the client", "Well done, see you soon.")
    made = buttons["Report (HTML)"]()
    with Records.open(place, PASSPHRASE) as records:
        (kept,) = records.reports(1)
        assert (kept.kind, kept.words) == ("HTML", "Well done, see you soon.")
        assert records.report_data(kept.id) == made
    later = Practice(place).unlock()
    later.go("visit", visit=1)
    assert later.errors() == []
    (words,) = [item for item in later.at.text_area if item.label.startswith("Your words")]
    assert words.value == "Well done, see you soon."
    (again,) = [data for label, data in buttons.items() if label.startswith("Handed over")]
    assert again() == made
    with Records.open(place, PASSPHRASE) as records:
        assert [line.what for line in records.accesses(1)] == ["handed_over", "opened"] * 2


def test_a_report_that_cannot_be_set_does_not_spoil_the_export(
    app: Practice, place: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pdf, "_set", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("no")))
    with Records.open(place, PASSPHRASE) as records:
        data = export_file(records, records.client(1), records.visits(1), Choices(), "anna")
    packed = zipfile.ZipFile(io.BytesIO(data))
    (note,) = [name for name in packed.namelist() if name.startswith("report_")]
    assert note.endswith(".txt")
    assert packed.read(note).decode() == NOT_MADE
    assert {Path(name).suffix for name in packed.namelist()} >= {".jpg", ".json", ".csv"}


def test_two_windows_change_the_same_visit_without_losing_either(app: Practice, place: Path):
    other = Practice(place).unlock()
    for window in (app, other):
        window.go("visit", visit=1)
    app.at.text_area[0].set_value("From the first.").run()
    other.type("Height of the camera", 100.0)
    visit = stored(place, 1)
    assert (visit.notes, visit.camera_height_cm) == ("From the first.", 100.0)


def test_ten_windows_work_side_by_side(place: Path):
    windows = [Practice(place).unlock() for _ in range(10)]
    for window in windows:
        window.go("client", client=1).press("New visit")
    for number, window in enumerate(windows):
        window.go("visit", visit=number + 2)
        window.at.text_area[0].set_value(f"Window {number}").run()
        assert window.errors() == []
    assert len({id(window.desk.records) for window in windows}) == 10
    windows[0].tell("watch", "lock", "button")
    assert [window.desk.open for window in windows] == [False, *[True] * 9]
    with Records.open(place, PASSPHRASE) as records:
        assert [records.visit(n + 2).notes for n in range(10)] == [f"Window {n}" for n in range(10)]
