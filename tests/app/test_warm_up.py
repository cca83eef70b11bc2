"""What the first photo needs is loaded before it is asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from analyzer.pose import PoseModel
from ui import overlay_view, results
from ui.session import work

if TYPE_CHECKING:
    from ui.session.checked_photo import DrawnPhoto


def test_a_sample_is_checked_and_drawn_without_a_session(
    pose_model: PoseModel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    warm: list[PoseModel] = []
    drawn: list[tuple[str, ...]] = []
    make = overlay_view.make_pictures
    work.await_warm_up()  # what an earlier test began

    def make_pictures(photo: DrawnPhoto) -> tuple[overlay_view.Picture, ...]:
        pictures = make(photo)
        drawn.append(tuple(picture.id for picture in pictures))
        return pictures

    monkeypatch.setattr(PoseModel, "warm_up", lambda model: warm.append(model))  # noqa: PLW0108
    monkeypatch.setattr(results, "make_pictures", make_pictures)
    with caplog.at_level(logging.WARNING):
        work._warm_up(["", "ui.results"])
    assert len(warm) == 1
    assert drawn == [("photo", "close_up")]
    assert "ScriptRunContext" not in caplog.text


def test_without_the_model_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.pose.store.is_here", lambda: False)
    monkeypatch.setattr("analyzer.pose.shared_model", lambda: pytest.fail("the model was asked for"))
    work._warm_up([""])
