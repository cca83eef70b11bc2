"""The direct test in the records: kept from its page, opened from a visit, corrected, and nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_driver import SAMPLES
from records_driver import PASSPHRASE, SAMPLE, Practice, use_place

from analyzer._version import __version__
from analyzer.compare.changes import occasion_of
from analyzer.meaning.thomas_words import LEVELS, together_sides
from analyzer.records import NewPhoto, NewThomasPhoto, Records, Visit, VisitDraft
from analyzer.thomas import analyze_thomas, summarize_thomas
from analyzer.types.thomas import ThomasAnalysis, ThomasCorrections
from ui.compare.session import Comparing
from ui.compare.session import Visit as ComparedVisit
from ui.records.direct import OPENED, forget_stored
from ui.records.direct_timeline import TITLE
from ui.records.reports import content_of
from ui.records.tests_compared import NO_STANDING, NOTHING_IN_COMMON
from ui.records.visit_direct import NONE_YET, OTHER_PHOTOS
from ui.report.choices import Choices
from ui.text import day_words, plain
from ui.thomas.session import Direct
from ui.thomas.words import SIDE_TITLES, WITH_STANDING

if TYPE_CHECKING:
    from analyzer.pose import PoseModel
    from analyzer.types import Analysis

TODAY = date.today()
EARLIER = TODAY - timedelta(days=42)
LYING = SAMPLES.parent / "validation" / "thomas"


@pytest.fixture(scope="module")
def tests(pose_model: PoseModel) -> dict[str, tuple[Path, ThomasAnalysis]]:
    """A photo of each side that shows no gap below the low back, with what was found in it."""
    found: dict[str, tuple[Path, ThomasAnalysis]] = {}
    for name in ("right_04", "right_08", "right_06", "right_14"):
        path = LYING / f"{name}.jpg"
        made = analyze_thomas(path, model=pose_model)
        if made.view.pelvis.controlled:
            found.setdefault(made.view.side, (path, made))
        if len(found) == 2:
            return found
    raise AssertionError("no photos of both sides")


@pytest.fixture
def place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    analysis: Analysis,
    tests: dict[str, tuple[Path, ThomasAnalysis]],
) -> Path:
    """A client: the left side tested six weeks ago, and a visit of today with a standing photo."""
    place = use_place(tmp_path / "clients.records", monkeypatch)
    path, made = tests["left"]
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-7", "Anna")
        lying = NewThomasPhoto(path.name, path.read_bytes(), made)
        records.save_visit(client.id, VisitDraft(EARLIER, thomas=(lying,)))
        standing = NewPhoto(SAMPLE, (SAMPLES / SAMPLE).read_bytes(), analysis)
        records.save_visit(client.id, VisitDraft(TODAY, (standing,)))
    return place


@pytest.fixture
def app(place: Path, pose_model: object) -> Practice:
    return Practice(place).unlock()


def stored(place: Path, visit_id: int) -> Visit:
    with Records.open(place, PASSPHRASE) as records:
        return records.visit(visit_id)


def give(app: Practice, *paths: Path) -> Direct:
    direct_of(app).take_files([(path.name, path.read_bytes()) for path in paths])
    app.at.run()
    assert app.errors() == []
    return direct_of(app)


def direct_of(app: Practice) -> Direct:
    return app.at.session_state["state"].part(Direct)


def test_photos_are_kept_in_a_visit_from_the_page_itself(app: Practice, place: Path, tests):
    app.go("direct")
    give(app, tests["left"][0], tests["right"][0])
    app.type("Client: choose one", "K-7 · Anna")
    assert "There is a visit today" in str([field.label for field in app.at.button_group])
    app.press("Save the 2 photos")
    assert "The 2 photos are saved" in app.said()
    visit = stored(place, 2)
    assert [photo.analysis.view.side for photo in visit.thomas] == ["left", "right"]
    assert len(visit.photos) == 1
    with Records.open(place, PASSPHRASE) as records:
        assert records.photo_data(visit.thomas[0].id) == tests["left"][0].read_bytes()


def test_the_visit_says_both_sides_the_stance_and_what_changed(app: Practice, place: Path, tests):
    app.go("visit", visit=2)
    assert NONE_YET in app.words()
    app.press("Do the direct test").go("direct")
    assert OPENED.format(visit=day_words(TODAY)) in app.words()
    give(app, tests["left"][0], tests["right"][0])
    app.go("visit", visit=2)
    visit = stored(place, 2)
    assert len(visit.thomas) == 2
    words = app.words()
    assert {"Left hip", "Right hip"} <= {header.value for header in app.at.subheader}
    standing = visit.photos[0].analysis.shortened_psoas.level
    levels = {photo.analysis.view.side: photo.analysis.finding.level for photo in visit.thomas}
    assert words.count(together_sides(standing, levels)) == 1
    for photo in visit.thomas:
        assert photo.analysis.finding.summary in words
    assert "The two sides" in app.said()
    # The same photo as six weeks ago: every measure that it has is said once, in one sentence.
    assert f"**Left hip, since {day_words(EARLIER)}**" in words
    assert words.count("Within the error of measurement: thigh angle (0.0°)") == 1
    assert "Right hip, since" not in words
    pictures = json.loads(app.component("overlay_view", "visit_test_drawing"))
    assert "<image" in pictures["pictures"][0]["svg"]


def test_a_point_that_is_moved_from_a_visit_is_saved_in_it(app: Practice, place: Path, tests):
    app.go("visit", visit=1)
    before = stored(place, 1).thomas[0]
    app.press("Move points of this photo").go("direct")
    now = direct_of(app)
    (photo,) = now.photos
    assert photo.analysis == before.analysis
    assert photo.observation is None  # it is looked at again only when somebody moves a point
    x, y = photo.analysis.geometry.points_px["knee"]
    now.correct(photo.id, photo.corrections.moved("knee", (float(x), float(y) + 40.0)))
    app.at.run()
    assert app.errors() == []
    after = stored(place, 1).thomas[0]
    assert after.analysis.corrections == direct_of(app).photos[0].corrections
    assert after.analysis.measures["thigh_angle"].value > before.analysis.measures["thigh_angle"].value + 5.0
    assert after.analysis.photo == before.analysis.photo
    # What is added while it is open is saved there, too, and nothing waits for an answer when it is locked.
    give(app, tests["right"][0])
    assert [item.analysis.view.side for item in stored(place, 1).thomas] == ["left", "right"]
    app.desk.lock_idle()
    assert direct_of(app).photos == ()
    assert direct_of(app).of_visit is None


def test_photos_that_are_nowhere_else_are_not_taken_off_the_page(app: Practice, place: Path, tests):
    app.go("direct")
    give(app, tests["right"][0])
    app.go("visit", visit=1).press("Move points of this photo")
    assert OTHER_PHOTOS in app.said()
    assert [photo.name for photo in direct_of(app).photos] == [tests["right"][0].name]
    app.press("Add the photo from “Direct test”")
    assert len(stored(place, 1).thomas) == 2
    # Now it is kept, and makes room.
    app.press("Move points of this photo").go("direct")
    assert len(direct_of(app).photos) == 2


def test_photos_that_were_deleted_in_the_visit_leave_the_page(app: Practice, monkeypatch: pytest.MonkeyPatch):
    app.go("visit", visit=1).press("Move points of this photo").go("direct")
    now = direct_of(app)
    monkeypatch.setattr("ui.records.direct.direct", lambda: now)
    monkeypatch.setattr("ui.records.direct.desk", lambda: app.desk)
    (link,) = app.desk.links.values()
    forget_stored({link.photo_id + 1})
    assert len(now.photos) == 1
    forget_stored({link.photo_id})
    assert now.photos == ()


def test_the_report_of_a_visit_holds_the_direct_test_and_the_one_before(app: Practice, place: Path, tests):
    app.go("visit", visit=1)
    assert "Hand over" in [header.value for header in app.at.header]
    path, made = tests["left"]
    with Records.open(place, PASSPHRASE) as records:
        visit = records.visit(2)
        lying = NewThomasPhoto(path.name, path.read_bytes(), made)
        visit = records.save_visit(visit.client_id, replace(visit.draft(), thomas=(lying,)), visit.id)
        content = content_of(records, visit, Choices())
        alone = content_of(records, records.visit(1), Choices())
    assert len(content.photos) == 1
    ((shown,), (before,)) = content.thomas, content.thomas_before
    assert shown.drawable == made
    assert before.result == made
    assert before.rgb is None
    assert content.thomas_before_day == EARLIER
    assert alone.photos == ()
    assert len(alone.thomas) == 1
    assert alone.thomas_before == ()


def test_the_page_itself_makes_a_report_with_the_standing_photo_only_if_wanted(app: Practice, tests):
    app.go("direct")
    now = give(app, tests["left"][0])
    assert not [toggle for toggle in app.at.toggle if toggle.key.endswith("_standing")]
    app.go("check").upload((SAMPLE, (SAMPLES / SAMPLE).read_bytes()))
    app.go("direct")
    (wanted,) = [toggle for toggle in app.at.toggle if toggle.key.endswith("_standing")]
    assert wanted.label == WITH_STANDING.format(names=plain(SAMPLE))
    assert wanted.value is True
    wanted.set_value(False).run()
    assert app.errors() == []
    assert len(now.photos) == 1


def test_each_side_has_its_course_over_the_visits(app: Practice, place: Path, tests):
    app.go("client", client=1)
    assert TITLE in [header.value for header in app.at.header]
    path, made = tests["left"]
    with Records.open(place, PASSPHRASE) as records:
        visit = records.visit(2)
        lying = NewThomasPhoto(path.name, path.read_bytes(), lower(made, 9.0))
        records.save_visit(visit.client_id, replace(visit.draft(), thomas=(lying,)), visit.id)
    app.go("client", client=1)
    markup = json.loads(app.component("timeline", "direct_timeline_left"))["markup"]
    assert "Thigh against the horizontal" in markup
    assert "9.0° lower, more than measurement error" in markup
    assert "True extension" not in markup  # nobody had dots
    assert not app.component("timeline", "direct_timeline_right")
    assert app.field("Compare with the left side of").value == 0


def lower(made: ThomasAnalysis, degrees: float) -> ThomasAnalysis:
    """The same photo with a thigh that hangs lower, and the error of a good photo."""
    value = made.measures["thigh_angle"].value + degrees
    ends = value - 4.0, value + 4.0
    thigh = replace(made.measures["thigh_angle"], value=value, ci95=ends, sd_within=1.0)
    return replace(made, measures={**made.measures, "thigh_angle": thigh}, model_measures={})


def test_before_and_after_says_what_the_direct_test_says(app: Practice, analysis, tests):
    _, made = tests["left"]
    sides = [summarize_thomas([lower(made, degrees)]) for degrees in (0.0, 9.0)]
    before, after = (ComparedVisit(result=occasion_of([analysis]), thomas=side) for side in sides)
    now = app.at.session_state["state"].join(Comparing(before, after))
    app.go("compare")
    assert app.errors() == []
    assert "Left hip" in [header.value for header in app.at.subheader]
    markup = json.loads(app.component("changes", "direct_left"))["markup"]
    assert "changed: lower" in markup
    assert markup.count("Within measurement error") == 1
    # Other photos are not of that visit any more.
    now.before.take_result(occasion_of([analysis]))
    app.at.run()
    assert not app.component("changes", "direct_left")


def test_what_another_version_measured_is_measured_again_with_its_corrections(
    app: Practice, place: Path, tests
):
    path, made = tests["left"]
    x, y = made.geometry.points_px["knee"]
    corrections = ThomasCorrections({"knee": (float(x), float(y) + 40.0)})
    older = replace(
        made, provenance=replace(made.provenance, analyzer_version="0.4.0"), corrections=corrections
    )
    with Records.open(place, PASSPHRASE) as records:
        lying = NewThomasPhoto(path.name, path.read_bytes(), older)
        records.save_visit(1, VisitDraft(EARLIER, thomas=(lying,)), 1)
    app.go("client", client=1)
    assert "1 visit was measured by another version" in app.words()
    app.press("Measure them again")
    (again,) = stored(place, 1).thomas
    assert again.analysis.provenance.analyzer_version == __version__
    assert again.analysis.corrections == corrections
    assert again.analysis.measures["thigh_angle"].value > made.measures["thigh_angle"].value + 5.0
    assert "another version" not in app.words()


def test_visits_without_a_standing_photo_can_be_compared_and_say_their_result(
    place: Path, tests: dict[str, tuple[Path, ThomasAnalysis]]
):
    path, made = tests["left"]
    lying = NewThomasPhoto(path.name, path.read_bytes(), made)
    with Records.open(place, PASSPHRASE) as records:
        later = records.save_visit(1, VisitDraft(TODAY, thomas=(lying,)))
        (point,) = [item for item in records.thomas_timeline(1) if item.visit_id == later.id]
    app = Practice(place).unlock().go("client", client=1)
    assert app.errors() == []
    rows = [item.proto.label for item in app.at.get("page_link")]
    said = f"{SIDE_TITLES['left']}: {LEVELS[point.level].tag}"
    assert sum(said in row for row in rows) == 2
    app.field("Before").set_value(1)
    app.field("After").set_value(later.id)
    app.press("Compare")
    assert app.errors() == []
    assert NO_STANDING in app.words()
    assert f"{SIDE_TITLES['left']}: {day_words(EARLIER)} to {day_words(TODAY)}" in app.words()
    app.field("After").set_value(2)
    app.press("Compare")
    assert NOTHING_IN_COMMON in app.said() + "".join(item.value for item in app.at.info)
