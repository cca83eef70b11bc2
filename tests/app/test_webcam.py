"""The webcam page without a camera: the way in, what is made of a visit, and how to take it along."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import cv2
import pytest
import streamlit as st
from app_driver import SAMPLES, App
from records_driver import PASSPHRASE, Practice, use_place

from analyzer.education import exercise, topic
from analyzer.live import RangeTake, Shot, Take, make_take
from analyzer.meaning.daily_life import find_fitting_exercises
from analyzer.meaning.range_words import NOTES
from analyzer.pelvic_range import find_range
from analyzer.records import Records
from analyzer.types.intake import Intake
from analyzer.types.pelvic_range import TiltSample
from ui.charts.pelvic_range import standalone
from ui.compare.session import Comparing
from ui.records.leaving import would_lose
from ui.session.state import State, forget_everything, state
from ui.text import plain
from ui.webcam import taken as taken_module
from ui.webcam.last_time import read_last_time
from ui.webcam.range_result import SIDES_AGREE, SIDES_DIFFER, range_file
from ui.webcam.ranges import Ranges, keep_ranges
from ui.webcam.save import zip_file
from ui.webcam.taken import Taken, begin_again, keep, taken
from ui.webcam.view import _words
from ui.webcam.words import ELSEWHERE, HERE, HIDDEN, NO_RESULT, ONE_SIDE, TAKEN, say_privacy
from validation.films import still

if TYPE_CHECKING:
    from analyzer.pose import PoseModel

BOX = (0.45, 0.05, 0.6, 0.95)
PAGE = "app_pages/webcam.py"


def take(name: str, model: PoseModel) -> Take:
    frame = still(name)[..., ::-1]
    files = (cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, q])[1] for q in (96, 95, 94))
    return make_take([Shot(file.tobytes(), BOX) for file in files], model=model, name="webcam")


@pytest.fixture(scope="module")
def takes(pose_model: PoseModel) -> tuple[Take, Take]:
    return take("side_ready", pose_model), take("other_ready", pose_model)


@pytest.fixture(scope="module")
def shirt(pose_model: PoseModel) -> Take:
    return take("shirt", pose_model)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session of its own, without a running app."""
    session: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", session)
    return session


@pytest.fixture
def recorded(app: App, takes: tuple[Take, Take], monkeypatch: pytest.MonkeyPatch) -> App:
    """The app after a visit before the camera."""
    return visit(app, takes, monkeypatch)


def visit(
    app: App, takes: tuple[Take, ...], monkeypatch: pytest.MonkeyPatch, *, both_sides: bool = True
) -> App:
    with monkeypatch.context() as patched:
        session: dict[str, object] = {}
        patched.setattr(st, "session_state", session)
        keep(takes, both_sides=both_sides)
    for key, value in session.items():
        app.at.session_state[key] = value
    app.at.switch_page(PAGE).run()
    return app


def test_the_page_begins_with_the_camera_and_says_where_pictures_go(app: App) -> None:
    app.at.switch_page(PAGE).run()
    data = json.loads(app.component("webcam"))
    assert len(data["token"]) >= 40
    assert data["path"] == "/live/camera"
    assert {task["name"]: len(task["how"]) for task in data["tasks"]} == {"stance": 4, "range": 4}
    assert any(text in app.words() for text in (HERE, ELSEWHERE.format(host="?")))
    assert app.errors() == []
    again = json.loads(App().at.switch_page(PAGE).run().get("bidi_component")[0].proto.json)
    assert again["token"] != data["token"]


def test_every_advice_and_problem_has_words_and_a_sign_that_is_drawn() -> None:
    drawn = Path(taken_module.__file__).with_name("signs.js").read_text("utf-8")
    for words in _words().values():
        for instruction in words.values():
            assert instruction["text"]
            if instruction["sign"] != "count":  # a digit
                assert f"  {instruction['sign']}:" in drawn


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://localhost:8501/webcam", HERE),
        ("http://127.0.0.1:8501", HERE),
        ("http://[::1]:8501/", HERE),
        ("https://practice.example/webcam", ELSEWHERE.format(host="practice.example")),
        ("https://192.0.2.7:8501/", ELSEWHERE.format(host="192.0.2.7")),
        ("https://localhost.evil.example/", ELSEWHERE.format(host="localhost.evil.example")),
    ],
)
def test_it_is_said_truly_where_pictures_go(address: str, sentence: str) -> None:
    assert say_privacy(address) == sentence


def test_the_typical_picture_of_each_side_becomes_a_photo_with_its_file(
    session: dict[str, object], takes: tuple[Take, Take]
) -> None:
    keep(takes)
    now = session["state"]
    assert isinstance(now, State)
    assert len(now.photos) == 2
    for (side, photo), given in zip(taken(), takes, strict=True):
        nearest = given.summary.nearest
        assert photo.analysis is given.analyses[nearest]
        assert photo.data == given.files[nearest]
        assert side.summary is given.summary
    begin_again()
    assert taken() == ()
    assert len(now.photos) == 2  # they stay on the other pages


def test_nothing_stays_when_everything_is_forgotten(
    session: dict[str, object], takes: tuple[Take, Take]
) -> None:
    keep(takes)
    forget_everything()
    assert taken() == ()
    assert state().part(Taken) is None


def test_the_result_is_in_plain_words_with_median_spread_and_both_sides(recorded: App) -> None:
    words = recorded.words()
    assert recorded.errors() == []
    assert "photos together" in words
    assert TAKEN in words
    assert "Both sides agree" in words or "The sides differ" in words
    assert "not a diagnosis" in words
    assert "middle value of 3" in recorded.component("markup", "webcam_summary")
    assert recorded.component("overlay_view")
    assert recorded.component("webcam") == ""


def test_the_result_has_what_check_a_photo_has(recorded: App) -> None:
    words = recorded.words()
    headers = [header.value for header in recorded.at.header]
    wanted = ["What we see", "What it may mean", "What to do next", "What was measured"]
    assert [header for header in headers if header in wanted] == wanted
    assert {"About these pictures", "Save"} <= set(headers)
    sides = recorded.at.session_state["state"].part(Taken).sides
    for evidence in sides[0].summary.shortened_psoas.evidence:
        assert evidence.text in words
    for fact in (*topic("help_now").facts, *topic("help_soon").facts):
        assert plain(fact.text) in words
    recorded.at.number_input(key="intake_hours_sitting").set_value(9.0).run()
    for id_ in find_fitting_exercises(Intake(hours_sitting=9.0)):
        assert all(plain(step) in recorded.words() for step in exercise(id_).steps)
    assert "Report (PDF)" in {button.label for button in recorded.at.get("download_button")}


def test_a_tilted_camera_is_said_with_the_result(
    app: App, pose_model: PoseModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = cv2.getRotationMatrix2D((640, 360), 5.0, 1.0)
    frame = cv2.warpAffine(still("side_ready"), turn, (1280, 720), borderMode=cv2.BORDER_REPLICATE)
    files = [cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, q])[1] for q in (96, 95, 94)]
    tilted = make_take([Shot(file.tobytes(), BOX) for file in files], model=pose_model)
    said = [i.message for i in tilted.analyses[0].view.issues if i.code.startswith("camera")]
    assert said
    visit(app, (tilted,), monkeypatch)
    assert said[0] in app.words()


@pytest.mark.parametrize("both_sides", [True, False])
def test_a_side_that_is_missing_is_named(
    app: App, takes: tuple[Take, Take], monkeypatch: pytest.MonkeyPatch, both_sides: bool
) -> None:
    visit(app, takes[:1], monkeypatch, both_sides=both_sides)
    assert (ONE_SIDE["right"] in app.words()) == both_sides


def test_the_other_side_can_be_shown_and_other_pages_follow(recorded: App) -> None:
    at = recorded.at
    at.segmented_control(key="webcam_side").set_value(at.session_state["state"].photos[1].id).run()
    assert recorded.errors() == []
    assert at.session_state["state"].selected == 1


def test_again_shows_the_camera(recorded: App) -> None:
    recorded.at.button(key="webcam_again").click().run()
    assert recorded.component("webcam")


def test_a_shirt_that_hides_the_back_is_said_without_alarm(
    app: App, shirt: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(app, (shirt,), monkeypatch)
    assert HIDDEN in app.words()
    assert "Both sides" not in app.words()
    assert app.errors() == []


# --- Taking it along ---------------------------------------------------------------------------------


def test_everything_is_in_one_file_and_comes_back_from_it(
    session: dict[str, object], takes: tuple[Take, Take]
) -> None:
    keep(takes)
    data = zip_file(taken(), cover_face=True)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = set(file.namelist())
        assert file.testzip() is None
        assert file.read("right-side.jpg") == takes[0].files[takes[0].summary.nearest]
        analysis = json.loads(file.read("left-side.analysis.json"))
        median = json.loads(file.read("right-side.median.json"))
    ends = (".jpg", ".overlay.png", ".analysis.json", ".median.json")
    assert names == {"README.txt", *(f"{side}-side{end}" for side in ("left", "right") for end in ends)}
    assert analysis["schema"] == "posture-analysis/1"
    assert median["measures"]["pelvic_tilt"]["count"] == 3
    photos = read_last_time([("posture.zip", data)])
    assert isinstance(photos, list)
    assert [name for name, _ in photos] == ["right-side.jpg", "left-side.jpg"]


def test_last_time_may_be_photos_or_numbers(takes: tuple[Take, Take]) -> None:
    photo = (SAMPLES / "before_woman_right.jpg").read_bytes()
    assert read_last_time([("a.jpg", photo)]) == [("a.jpg", photo)]
    record = json.dumps(takes[0].analyses[0].to_dict()).encode()
    occasion = read_last_time([("old.json", record)])
    assert not isinstance(occasion, list)
    assert occasion.facing == "right"


def packed(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"no json"),
        ("a.json", b"[1, 2]"),
        ("a.json", b'{"error": null}'),
        ("a.zip", packed(**{"notes.txt": b"hello"})),
        ("a.zip", packed(**{"large.jpg": bytes(50 * 2**20)})),  # small as long as it is packed
        ("a.zip", packed(**{"a.jpg": 5000 * b"jpeg"})[:150] + b"PK\x05\x06" + bytes(18)),
    ],
)
def test_what_is_no_result_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(ValueError):
        read_last_time([(name, data)])


def test_today_and_last_time_are_compared_on_the_page_for_it(recorded: App) -> None:
    at = recorded.at
    before = (SAMPLES / "before_woman_right.jpg").read_bytes()
    at.file_uploader[0].set_value([("before.jpg", before, "image/jpeg")]).run()
    assert recorded.errors() == []
    assert at.title[0].value == "Before and after"
    comparison = at.session_state["state"].part(Comparing)
    assert [photo.name for photo in comparison.before.photos] == ["before.jpg"]
    assert len(comparison.after.photos) == 2


def test_a_wrong_file_is_said_and_the_result_stays(recorded: App) -> None:
    recorded.at.file_uploader[0].set_value([("a.json", b"[]", "application/json")]).run()
    assert recorded.errors() == [NO_RESULT]
    assert TAKEN in recorded.words()


# --- The range of the pelvis --------------------------------------------------------------------------


def range_take(facing: str = "left", wide_deg: float = 20.0, **fields: object) -> RangeTake:
    """Somebody who tipped the pelvis so far, with the usual stance in the middle."""
    way = [0.0] * 9 + [0.5] * 9 + [-0.5] * 9 + [0.0] * 9
    samples = [
        TiltSample(
            number / 4.0,
            tilt_deg=share * wide_deg / 1.09,
            slope_deg=20.0 + share * wide_deg / 1.09,
            lordosis_deg=35.0 + share * wide_deg,
            facing=facing,  # type: ignore[arg-type]
            **fields,  # type: ignore[arg-type]
        )
        for number, share in enumerate(way)
    ]
    return RangeTake(facing, find_range(samples))  # type: ignore[arg-type]


def tipped(app: App, takes: tuple[RangeTake, ...], monkeypatch: pytest.MonkeyPatch, *, both: bool) -> App:
    with monkeypatch.context() as patched:
        session: dict[str, object] = {}
        patched.setattr(st, "session_state", session)
        keep_ranges(takes, both_sides=both)
    for key, value in session.items():
        app.at.session_state[key] = value
    app.at.switch_page(PAGE).run()
    return app


def test_the_range_is_said_with_its_interval_and_drawn(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    tipped(app, (range_take(loose=True),), monkeypatch, both=True)
    assert app.errors() == []
    assert "You tipped your pelvis by about 20°" in app.words()
    assert "is at 50 % of that range" in app.words()
    assert NOTES["clothes_may_hide"] in app.words()
    assert ONE_SIDE["left"] in app.words()
    charts = json.loads(app.component("markup", "range_charts"))["markup"]
    assert charts.count("<svg class=") == 3
    assert "usual stance: 50 %" in charts
    assert SIDES_AGREE not in app.words()


@pytest.mark.parametrize(("wide_deg", "words"), [(21.0, SIDES_AGREE), (32.0, SIDES_DIFFER)])
def test_both_sides_are_a_check_of_each_other(
    app: App, monkeypatch: pytest.MonkeyPatch, wide_deg: float, words: str
) -> None:
    tipped(app, (range_take("left"), range_take("right", wide_deg)), monkeypatch, both=True)
    assert words in app.words()
    assert ONE_SIDE["left"] not in app.words()


def test_again_lets_go_of_the_range_and_shows_the_camera(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    tipped(app, (range_take(),), monkeypatch, both=False)
    app.at.button(key="range_again").click().run()
    assert app.errors() == []
    assert json.loads(app.component("webcam"))["tasks"]
    assert app.at.session_state["state"].part(Ranges) is None


def test_who_leaves_the_page_is_asked_whether_the_range_may_go(session: dict[str, object]) -> None:
    assert not would_lose(state())
    keep_ranges((range_take(),), both_sides=False)
    assert would_lose(state())
    forget_everything()
    assert not would_lose(state())


def test_it_is_saved_to_a_client_and_may_go_then(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = use_place(tmp_path / "clients.records", monkeypatch)
    with Records.create(place, PASSPHRASE) as records:
        records.add_client("K-7")
    practice = Practice(place)
    tipped(practice, (range_take("left"), range_take("right")), monkeypatch, both=True)
    practice.go("clients").unlock().go("webcam")
    practice.type("Client: choose one", "K-7").press("Save both ranges")
    assert practice.errors() == []
    assert "Saved: K" in practice.said()
    assert not practice.at.session_state["state"].part(Ranges).has_only_copy()
    with Records.open(place, PASSPHRASE) as records:
        assert [found.facing for found in records.visit(1).ranges] == ["left", "right"]
        records.erase_visit(1)
    practice.at.run()
    assert "Saved: K" not in practice.said()
    assert any(button.label == "Save both ranges" for button in practice.at.button)


def test_the_charts_stand_alone() -> None:
    drawn = standalone(range_take().found)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    words = "".join(root.itertext())
    assert "You tipped your pelvis by about 20°" in words
    assert "usual stance: 50 %" in words
    assert len(root.findall("{http://www.w3.org/2000/svg}svg")) == 3


def test_the_file_has_a_record_for_each_side() -> None:
    lines = range_file((range_take("left"), range_take("right"))).decode().splitlines()
    assert [json.loads(line)["facing"] for line in lines] == ["left", "right"]
    assert {json.loads(line)["schema"] for line in lines} == {"pelvic-range/1"}
