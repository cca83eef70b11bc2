"""The app as a person uses it, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analyzer.batch import PHOTO_SUFFIXES, InternalError
from analyzer.errors import ModelUnavailableError
from analyzer.indicators import CAVEAT, DIRECT_TEST, SUMMARIES

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_images"
TILTED = "anterior_tilt_woman_left.jpg"
FLAT = "flat_back_man_right.jpg"

pytestmark = pytest.mark.usefixtures("pose_model")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()


def choose(app: AppTest, sample: str) -> AppTest:
    return app.selectbox[0].select(sample).run()


def upload(app: AppTest, name: str, data: bytes) -> AppTest:
    return app.file_uploader[0].set_value((name, data, "image/jpeg")).run()


def words(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def test_starts_with_nothing_but_the_question_for_a_photo(app: AppTest):
    assert not app.exception
    assert not app.error
    assert app.title[0].value == "Check a photo"
    assert "Photos stay on this computer" in words(app)
    assert not app.camera_input  # the browser would ask for the camera at once
    assert not app.table
    assert not app.download_button


def test_a_sample_gives_statement_picture_table_and_downloads(app: AppTest):
    choose(app, TILTED)
    assert not app.exception
    assert not app.error
    text = words(app)
    assert SUMMARIES["suggested"] in text
    assert "The pelvis tips further forward than in most people." in text
    assert "Hair lies over the back." in text
    assert CAVEAT in text
    assert DIRECT_TEST in text
    table = app.table[0].value.set_index("Measure")
    assert len(table) == 9
    tilt = table.loc["Forward tilt of the pelvis"]
    measure = app.session_state["state"].checked.analysis.measures["pelvic_tilt"]
    low, high = measure.ci95
    assert tilt["Value"] == f"{measure.value:.0f}°"
    assert tilt["Likely range"] == f"{low:.0f}° to {high:.0f}°"
    assert tilt["Typical range"] == "5° to 15°"
    assert tilt["How"].startswith("Estimated")
    assert table.loc["Angle of the knee", "How"].startswith("Measured")
    assert [button.label for button in app.download_button] == [
        "Download picture (PNG)",
        "Download values (JSON)",
    ]
    picture = app.get("image")[0].proto
    assert SUMMARIES["suggested"] in str(picture)


def test_a_missing_value_says_why(app: AppTest):
    choose(app, "loose_shirt_woman_right.jpg")
    assert not app.exception
    assert SUMMARIES["cannot_say"] in words(app)
    row = app.table[0].value.set_index("Measure").loc["Curve of the low back"]
    assert row["Value"] == "not measurable"
    assert row["How"].startswith("Loose clothing hides the low back.")


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*.jpg")))
def test_every_sample_can_be_chosen(app: AppTest, sample: str):
    choose(app, sample)
    assert not app.exception
    assert not app.error
    assert len(app.table[0].value) == 9


def test_an_upload_gives_a_result_and_empties_the_other_inputs(app: AppTest):
    choose(app, FLAT)
    upload(app, "IMG_1234 *my* $photo$.JPG", (SAMPLES / TILTED).read_bytes())
    assert not app.exception
    assert not app.error
    assert app.text[0].value == "Photo: IMG_1234 *my* $photo$.JPG"
    assert SUMMARIES["suggested"] in words(app)
    assert app.selectbox[0].value is None


def test_a_camera_photo_gives_a_result_and_switches_the_camera_off(app: AppTest):
    app.toggle[0].set_value(True).run()
    photo = ("shot.jpg", (SAMPLES / FLAT).read_bytes(), "image/jpeg")
    app.camera_input[0].set_value(photo).run()
    assert not app.exception
    assert SUMMARIES["not_suggested"] in words(app)
    assert not app.toggle[0].value
    assert not app.camera_input


def test_a_second_photo_replaces_the_first(app: AppTest):
    upload(app, "first.jpg", (SAMPLES / TILTED).read_bytes())
    upload(app, "second.jpg", (SAMPLES / FLAT).read_bytes())
    assert not app.exception
    assert app.text[0].value == "Photo: second.jpg"
    assert SUMMARIES["suggested"] not in words(app)
    assert SUMMARIES["not_suggested"] in words(app)
    assert len(app.table) == 1


def test_a_bad_file_is_explained_and_the_last_good_result_stays(app: AppTest):
    choose(app, TILTED)
    upload(app, "notes.jpg", b"Buy milk.\n" * 20)
    assert not app.exception
    assert [error.value for error in app.error] == [
        "This is a text, not a photo. Please choose a JPEG, PNG or HEIC photo."
    ]
    assert SUMMARIES["suggested"] in words(app)
    assert "Below is still the result" in words(app)
    assert len(app.table[0].value) == 9
    choose(app, FLAT)
    assert not app.error
    assert SUMMARIES["not_suggested"] in words(app)


def test_a_bad_file_alone_is_explained(app: AppTest):
    upload(app, "empty.jpg", b"")
    assert not app.exception
    assert app.error[0].value == "This file is empty. Please copy or download the photo again."
    assert "Below is still" not in words(app)
    assert not app.table


def test_a_photo_can_be_removed(app: AppTest):
    choose(app, TILTED)
    app.button[0].click().run()
    assert not app.exception
    assert not app.table
    assert app.selectbox[0].value is None
    choose(app, TILTED)  # the same one again
    assert len(app.table) == 1


def test_a_missing_model_is_explained(app: AppTest, monkeypatch: pytest.MonkeyPatch):
    def unavailable(*_: object, **__: object) -> None:
        raise ModelUnavailableError

    monkeypatch.setattr("analyzer.pipeline.find_person", unavailable)
    choose(app, TILTED)
    assert not app.exception
    assert app.error[0].value == ModelUnavailableError.default_message


def test_a_fault_of_the_program_is_admitted(app: AppTest, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a detail that is nothing for people")

    monkeypatch.setattr("analyzer.pipeline.find_person", broken)
    choose(app, TILTED)
    assert not app.exception
    assert [error.value for error in app.error] == [InternalError.default_message]


def test_sessions_do_not_see_each_others_photos(app: AppTest):
    choose(app, TILTED)
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not other.table
    assert not other.text


def test_the_downloads_are_the_picture_and_the_contract(monkeypatch: pytest.MonkeyPatch):
    given: dict[str, bytes] = {}

    def note(_label: str, data: bytes, name: str, _mime: str, **_: object) -> None:
        given[name] = data

    monkeypatch.setattr("streamlit.download_button", note)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    choose(app, TILTED)
    assert not app.exception
    assert given.keys() == {"anterior_tilt_woman_left.overlay.png", "anterior_tilt_woman_left.json"}
    assert given["anterior_tilt_woman_left.overlay.png"].startswith(b"\x89PNG")
    record = json.loads(given["anterior_tilt_woman_left.json"])
    assert record["schema"] == "posture-analysis/1"
    assert record["photo"]["name"] == TILTED


def test_every_kind_of_photo_can_be_uploaded(app: AppTest):
    allowed = {kind if kind.startswith(".") else f".{kind}" for kind in app.file_uploader[0].allowed_type}
    assert allowed == PHOTO_SUFFIXES


def test_every_sample_has_a_plain_name(app: AppTest):
    assert len(app.selectbox[0].options) == len(list(SAMPLES.glob("*.jpg")))
    assert not [name for name in app.selectbox[0].options if "_" in name or ".jpg" in name]
