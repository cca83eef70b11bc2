"""What goes wrong on the page "Check a photo": every error of the library, and faults of the program."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from app_driver import SAMPLES, App

from analyzer import errors
from analyzer.batch import InternalError
from analyzer.meaning.level_words import LEVELS

TILTED = "anterior_tilt_woman_left.jpg"
FLAT = "flat_back_man_right.jpg"
STILL_THERE = "Below is still the result"


def photos(app: App) -> list[str]:
    return [photo.name for photo in app.at.session_state["state"].photos]


def encoded(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def sample(name: str) -> np.ndarray:
    return cv2.imread(str(SAMPLES / name))


BAD = {
    "unreadable_image": lambda: b"Buy milk.\n" * 20,
    "image_too_large": lambda: encoded(np.zeros((11_000, 11_000), np.uint8)),
    "no_person": lambda: encoded(np.full((600, 400, 3), 128, np.uint8)),
    "several_photos": lambda: encoded(
        np.hstack([sample(TILTED)[:, 100:700], sample("neutral_man_left.jpg")])
    ),
    "body_out_of_frame": lambda: encoded(sample(FLAT)[: 1200 * 6 // 10]),
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_photo_is_explained_and_the_last_good_result_stays(app: App, code: str):
    app.open_sample(TILTED)
    app.upload(("bad.png", BAD[code]()))
    (problem,) = app.at.session_state["state"].problems
    assert problem.code == code
    assert app.errors() == [problem.message]
    assert photos(app) == [TILTED]
    assert STILL_THERE in app.words()
    assert LEVELS["suggested"].summary in app.words()
    app.open_sample(FLAT)
    assert app.errors() == []
    assert STILL_THERE not in app.words()


@pytest.mark.parametrize(
    "error",
    [
        *(
            errors.NoPersonError,
            errors.SeveralPeopleError,
            errors.SeveralPhotosError,
            errors.NotSideViewError,
        ),
        *(errors.NotStandingError, errors.BodyOutOfFrameError),
        *(errors.UnreadableImageError, errors.ImageTooLargeError, errors.ModelUnavailableError),
    ],
    ids=lambda error: error.code,
)
def test_every_error_of_the_library_becomes_its_sentence(
    app: App, monkeypatch: pytest.MonkeyPatch, error: type[errors.PostureError]
):
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("analyzer.pipeline.find_upright", fail)
    app.open_sample(TILTED)
    assert app.errors() == [error.default_message]
    assert app.at.session_state["state"].problems[0].code == error.code
    assert STILL_THERE not in app.words()
    assert app.at.title[0].value == "Check a photo"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("a detail that is nothing for people"), InternalError.default_message),
        (MemoryError(), errors.ImageTooLargeError.default_message),
    ],
)
def test_a_fault_of_the_program_is_admitted_and_not_logged(
    app: App, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: Exception, said: str
):
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.delenv("POSTURE_DEBUG", raising=False)
    monkeypatch.setattr("analyzer.pipeline.find_upright", fail)
    app.upload(("Anna Example.jpg", (SAMPLES / TILTED).read_bytes()))
    assert app.errors() == [said]
    printed = "".join(capfd.readouterr())
    assert "Anna" not in printed
    assert "a detail" not in printed


def test_a_fault_of_a_page_is_admitted(app: App, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a detail that is nothing for people")

    monkeypatch.setattr("ui.results.show_overlay", fail)
    app.open_sample(TILTED)
    (said,) = app.errors()
    assert said.startswith("Something went wrong inside the program, and this page")


def test_a_missing_model_is_said_once_for_all_photos(app: App, monkeypatch: pytest.MonkeyPatch):
    def unavailable(*_: object, **__: object) -> None:
        raise errors.ModelUnavailableError

    monkeypatch.setattr("analyzer.pipeline.find_upright", unavailable)
    app.open_sample(TILTED, FLAT)
    assert app.errors() == [errors.ModelUnavailableError.default_message]


def test_an_empty_file_is_explained(app: App):
    app.upload(("empty.jpg", b""))
    assert app.errors() == ["This file is empty. Please copy or download the photo again."]
