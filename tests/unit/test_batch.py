"""Which files are photos, what becomes of each, and that results are kept safely."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from test_overlay_bodies import make_analysis

from analyzer import batch, overlay, pipeline, pose
from analyzer._version import __version__
from analyzer.errors import (
    ModelUnavailableError,
    NoPersonError,
    NotSideViewError,
    OutputError,
    SeveralPhotosError,
)
from analyzer.pose import ModelInfo
from analyzer.types import Corrections, PhotoInfo, Provenance

MODEL_SHA256 = "5" * 64


def make_photo(path: Path, shade: int = 200) -> Path:
    pixels = np.full((96, 72, 3), shade, np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, format="PNG")
    return path


def fake_analyze(photo, **options):
    """Stands in for the pipeline; the photo's name says what happens."""
    if photo.name.startswith("nobody"):
        raise NoPersonError
    if photo.name.startswith("bug"):
        raise RuntimeError("/home/someone/private.jpg")
    if photo.name.startswith("memory"):
        raise MemoryError
    if photo.name.startswith("stop"):
        raise KeyboardInterrupt
    info = PhotoInfo(photo.name, photo.sha256, photo.width_px, photo.height_px)
    provenance = Provenance(__version__, "fake", MODEL_SHA256, "2025-01-01T00:00:00+00:00")
    analysis = make_analysis(size=(photo.width_px, photo.height_px), without=("pelvic_tilt",))
    return replace(analysis, photo=info, provenance=provenance)


@pytest.fixture
def fake_pipeline(monkeypatch):
    """No model and no measuring; the names of the photos that were analysed."""
    names = []

    def analyze(photo, **options):
        names.append(photo.name)
        return fake_analyze(photo, **options)

    info = ModelInfo("fake", Path("fake.task"), MODEL_SHA256, "a test", 1)
    monkeypatch.setattr(pipeline, "analyze", analyze)
    monkeypatch.setattr(pipeline, "describe_model", lambda: info)
    monkeypatch.setattr(pose, "describe_model", lambda _notice=None: info)
    monkeypatch.setattr(pose, "shared_model", lambda _notice=None: None)
    return names


# --- Which files --------------------------------------------------------------------------------------


def test_folder_gives_its_photos_in_natural_order(tmp_path):
    for name in ("p10.jpg", "p2.JPG", "P1.heic", "x.avif", "p2.jpeg", "10.png"):
        (tmp_path / name).write_bytes(b"")
    for name in (".hidden.jpg", "a.overlay.png", "A.OVERLAY.PNG", "a.json", "notes.txt", "clip.mp4", "noend"):
        (tmp_path / name).write_bytes(b"")
    make_photo(tmp_path / "inside" / "deep.jpg")
    (tmp_path / "folder.jpg").mkdir()
    found = [path.name for path in batch.find_photos(tmp_path)]
    assert found == ["10.png", "P1.heic", "p2.jpeg", "p2.JPG", "p10.jpg", "x.avif"]


def test_names_with_unusual_digits_can_be_sorted(tmp_path):
    for name in ("a².jpg", "a٣.jpg", "1.jpg", "b.jpg", "a1b2.jpg"):
        (tmp_path / name).write_bytes(b"")
    assert len(batch.find_photos(tmp_path)) == 5


def test_named_file_is_always_tried(tmp_path):
    assert batch.find_photos(tmp_path / "notes.txt") == [tmp_path / "notes.txt"]


def test_folder_without_photos_says_so(tmp_path, fake_pipeline):
    folder = tmp_path / "nothing here"
    folder.mkdir()
    (result,) = batch.analyze_many(batch.find_photos(folder))
    assert not result
    assert (result.code, result.photo.name) == ("unreadable_image", "nothing here")
    assert "folder" in result.message


def test_shown_names_have_no_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert batch.shown_name(Path()) == tmp_path.name
    assert batch.shown_name(Path("/x/y.jpg")) == "y.jpg"
    assert batch.shown_name(Path("/")) == "photo"
    assert batch.shown_name(Path("a\x1b[2J.jpg")) == "a\ufffd[2J.jpg"


# --- Analysing ----------------------------------------------------------------------------------------


def test_each_photo_gets_its_result_in_order(tmp_path, fake_pipeline):
    names = ("a.png", "nobody.png", "bug.png", "memory.png", "z.png")
    paths = [make_photo(tmp_path / name, number) for number, name in enumerate(names)]
    paths[3:3] = [tmp_path / "missing.jpg"]
    progress = []
    results = list(batch.analyze_many(paths, on_progress=lambda done, total: progress.append((done, total))))
    assert [result.photo.name for result in results] == [path.name for path in paths]
    codes = [getattr(result, "code", None) for result in results]
    assert codes == [None, "no_person", "internal_error", "unreadable_image", "image_too_large", None]
    assert progress == [(number, 6) for number in range(1, 7)]
    assert results[1].photo.sha256 == hashlib.sha256(paths[1].read_bytes()).hexdigest()
    assert (results[1].photo.width_px, results[1].photo.height_px) == (72, 96)
    assert results[3].photo.sha256 is None
    assert "someone" not in json.dumps(results[2].to_dict())


def test_strings_are_paths_too(tmp_path, fake_pipeline):
    (result,) = batch.analyze_many([str(make_photo(tmp_path / "a.png"))])
    assert result
    assert list(batch.analyze_many([])) == []


def test_unreadable_file_has_its_hash(tmp_path, fake_pipeline):
    path = tmp_path / "text.jpg"
    path.write_text("hello")
    (result,) = batch.analyze_many([path])
    assert result.code == "unreadable_image"
    assert result.photo.sha256 == hashlib.sha256(b"hello").hexdigest()


def test_options_reach_the_pipeline_and_the_record(tmp_path, monkeypatch, fake_pipeline):
    given = {}
    monkeypatch.setattr(
        pipeline, "analyze", lambda photo, **options: given.update(options) or fake_analyze(photo)
    )
    options = batch.Options("off", 1.5, 0.9, (1.0, 2.0), (3.0, 4.0), turn_deg=90, references="men")
    (outcome,) = batch.outcomes([make_photo(tmp_path / "a.png")], options)
    assert given == {
        "markers": "off",
        "roll_deg": 1.5,
        "mm_per_px": 0.9,
        "asis_px": (1.0, 2.0),
        "psis_px": (3.0, 4.0),
        "turn_deg": 90,
        "references": "men",
    }
    assert outcome.record(options)["provenance"]["options"] == {
        **given,
        "asis_px": [1.0, 2.0],
        "psis_px": [3.0, 4.0],
    }
    assert "options" not in outcome.record(batch.Options())["provenance"]


def test_corrections_reach_the_conclusion_and_the_record(tmp_path, monkeypatch, fake_pipeline):
    given = {}
    monkeypatch.setattr(pipeline, "observe", lambda photo, **options: given.update(options) or photo)

    def conclude(photo, corrections, **options):
        given.update(options, corrections=corrections)
        return fake_analyze(photo)

    monkeypatch.setattr(pipeline, "conclude", conclude)
    corrections = Corrections({"hip": (1.0, 2.0)}, body_height_m=1.7)
    options = batch.Options(markers="off", roll_deg=2.0, mm_per_px=0.5, corrections=corrections)
    [outcome] = batch.outcomes([make_photo(tmp_path / "a.png")], options)
    expected = {"markers": "off", "roll_deg": 2.0, "mm_per_px": 0.5, "turn_deg": None}
    expected["references"] = "all"
    assert given == {**expected, "corrections": corrections}
    chosen = outcome.record(options)["provenance"]["options"]
    assert chosen["corrections"] == {"points": {"hip": [1.0, 2.0]}, "body_height_m": 1.7}
    assert "corrections" not in batch.Options().chosen()


def test_a_file_of_several_photos_is_taken_apart_when_that_is_wanted(tmp_path, monkeypatch, fake_pipeline):
    def analyze(photo, **options):
        if "#" not in photo.name:
            raise SeveralPhotosError(((0.0, 0.0, 90.0, 96.0), (92.0, 10.0, 160.0, 96.0)))
        if photo.name.endswith("#2"):
            raise NotSideViewError()
        return fake_analyze(photo)

    monkeypatch.setattr(pipeline, "analyze", analyze)
    path = tmp_path / "sheet.png"
    Image.fromarray(np.full((96, 160, 3), 200, np.uint8)).save(path)
    (outcome,) = batch.outcomes([path], batch.Options(split=True))
    assert outcome.result.code == "several_photos"
    one, two = outcome.parts
    assert (one.photo.name, one.photo.rgb.shape[:2]) == ("sheet.png#1", (96, 90))
    assert (two.photo.name, two.photo.rgb.shape[:2]) == ("sheet.png#2", (86, 68))
    assert one.result
    assert two.result.code == "not_side_view"
    assert two.result.photo.name == "sheet.png#2"
    assert [item.photo.name for item in batch.analyze_many([path], batch.Options(split=True))] == [
        "sheet.png#1",
        "sheet.png#2",
    ]
    (whole,) = batch.analyze_many([path])
    assert whole.to_dict()["error"]["parts_px"] == [[0.0, 0.0, 90.0, 96.0], [92.0, 10.0, 160.0, 96.0]]


def test_missing_model_is_looked_for_once(tmp_path, monkeypatch, fake_pipeline):
    tries = []

    def none(notice):
        tries.append(notice)
        raise ModelUnavailableError("POSTURE_MODEL names a file that does not exist: /home/someone/m.task.")

    monkeypatch.setenv("POSTURE_MODEL", "/home/someone/m.task")
    monkeypatch.setattr(pose, "shared_model", none)
    paths = [make_photo(tmp_path / "a.png"), tmp_path / "missing.jpg", make_photo(tmp_path / "b.png")]
    results = list(batch.analyze_many(paths))
    codes = [result.code for result in results]
    assert codes == ["model_unavailable", "unreadable_image", "model_unavailable"]
    assert len(tries) == 1
    assert fake_pipeline == []
    assert "someone" not in results[0].message
    assert results[0].provenance.analyzer_version == __version__


def test_traceback_only_when_asked_for(tmp_path, monkeypatch, capsys, fake_pipeline):
    path = make_photo(tmp_path / "bug.png")
    list(batch.analyze_many([path]))
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("POSTURE_DEBUG", "1")
    list(batch.analyze_many([path]))
    assert "RuntimeError" in capsys.readouterr().err


# --- Keeping results ----------------------------------------------------------------------------------


def make_record(path: Path, **changes) -> dict:
    (outcome,) = batch.outcomes([path])
    return outcome.record(batch.Options()) | changes


def test_names_do_not_collide(tmp_path):
    folder = batch.OutputFolder(tmp_path / "out")
    names = [folder.name_for(Path(path)) for path in ("x/a.jpg", "y/a.jpg", "a-2.jpg", "A.png", "a.b.jpg")]
    assert names == ["a", "a-2", "a-2-2", "A-3", "a.b"]


def test_long_and_odd_names_can_be_written(tmp_path, fake_pipeline):
    folder = batch.OutputFolder(tmp_path / "out")
    record = make_record(make_photo(tmp_path / "a.png"))
    for name in ("ü" * 124 + ".jpg", ".jpg", "…", os.fsdecode(b"\xff.jpg")):
        folder.write(folder.name_for(Path(name)), record, b"png")
    assert len(list((tmp_path / "out").iterdir())) == 8


def test_files_of_others_are_left_alone(tmp_path, fake_pipeline):
    (tmp_path / "a.json").write_text('{"truth": 1}')
    (tmp_path / "b.json").write_text("[1, 2")
    path = make_photo(tmp_path / "c.png")
    folder = batch.OutputFolder(tmp_path)
    folder.write(folder.name_for(path), make_record(path))
    sha256 = batch.file_sha256(path)
    names = [folder.free_name(name, sha256) for name in ("a", "b", "c", "d")]
    assert names == [f"a-{sha256[:8]}", f"b-{sha256[:8]}", "c", "d"]
    assert folder.free_name("c", "0" * 64) == "c-00000000"  # another photo of that name
    assert folder.free_name("c", None) == "c-unread"


def test_written_result_can_be_read(tmp_path, fake_pipeline):
    folder = batch.OutputFolder(tmp_path / "new" / "out")
    record = make_record(make_photo(tmp_path / "ä.png"))
    folder.write("ä", record, b"png")
    assert folder.read("ä") == record
    assert folder.has_overlay("ä")
    text = (tmp_path / "new" / "out" / "ä.json").read_text("utf-8")
    assert text.startswith('{\n  "schema"')
    assert "°" in text or "ä" in text  # no escapes
    assert folder.read("other") is None


def test_failed_photo_leaves_no_old_overlay(tmp_path, fake_pipeline):
    folder = batch.OutputFolder(tmp_path / "out")
    folder.write("a", make_record(make_photo(tmp_path / "a.png")), b"png", b"svg")
    assert folder.has_overlay("a", batch.SVG_SUFFIX)
    folder.write("a", make_record(make_photo(tmp_path / "nobody.png")))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.json"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_nothing_is_half_written(tmp_path, monkeypatch, fake_pipeline, error):
    folder = batch.OutputFolder(tmp_path / "out")
    record = make_record(make_photo(tmp_path / "a.png"))
    folder.write("a", record, b"old")

    def write_bytes(self, data):
        with self.open("wb") as file:
            file.write(data[:5])
        raise error

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    expected = OutputError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        folder.write("a", record, b"new picture")
    monkeypatch.undo()
    assert str(tmp_path) not in str(caught.value)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "a.overlay.png"]
    assert (tmp_path / "out" / "a.overlay.png").read_bytes() == b"old"
    assert folder.read("a") == record


def test_folder_that_cannot_be_written_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"")
    for place in (path, path / "inside", Path("a\0b")):
        with pytest.raises(OutputError) as caught:
            batch.OutputFolder(place)
        assert str(tmp_path) not in caught.value.message


@pytest.mark.parametrize(
    "change",
    [
        {"photo": {"name": "a.png", "sha256": "0" * 64}},
        {"photo": {"name": "b.png"}},
        {"error": {"code": "internal_error", "message": "x"}},
        {"error": {"code": "model_unavailable", "message": "x"}},
        {"provenance": {"analyzer_version": "0.0", "model_sha256": MODEL_SHA256}},
        {"provenance": {"analyzer_version": __version__, "model_sha256": "other"}},
        {"provenance": {"analyzer_version": __version__, "model_sha256": MODEL_SHA256, "options": {"x": 1}}},
        {"provenance": None},
    ],
)
def test_only_the_same_is_taken_over(tmp_path, fake_pipeline, change):
    path = make_photo(tmp_path / "a.png")
    record = make_record(path)
    assert batch.can_resume(record, path, batch.Options(), MODEL_SHA256)
    assert batch.can_resume(record, path, batch.Options(), None)
    assert not batch.can_resume(record, path, batch.Options(markers="off"), None)
    assert not batch.can_resume(record | change, path, batch.Options(), MODEL_SHA256)
    assert not batch.can_resume({"schema": record["schema"]}, path, batch.Options(), None)
    assert not batch.can_resume(None, path, batch.Options(), MODEL_SHA256)


def test_svg_of_a_good_photo_is_a_picture(tmp_path, monkeypatch, fake_pipeline):
    paths = [make_photo(tmp_path / name) for name in ("a.png", "nobody.png")]
    good, bad = batch.outcomes(paths)
    assert ET.fromstring(batch.overlay_svg(good)).tag.endswith("svg")  # noqa: S314 - our own
    assert batch.overlay_svg(bad) is None
    monkeypatch.setattr(overlay, "paint_svg", lambda *_: 1 / 0)
    with pytest.raises(OutputError, match="not affected"):
        batch.overlay_svg(good)


def test_overlay_of_a_good_photo_is_a_picture(tmp_path, monkeypatch, fake_pipeline):
    good, bad = batch.outcomes([make_photo(tmp_path / "a.png"), make_photo(tmp_path / "nobody.png")])
    picture = batch.overlay_png(good)
    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert batch.overlay_png(bad) is None
    monkeypatch.setattr(overlay, "paint", lambda *_: 1 / 0)
    with pytest.raises(OutputError, match="could not be drawn"):
        batch.overlay_png(good)


def test_an_overlay_in_another_format_takes_the_place_of_the_first(tmp_path: Path) -> None:
    folder = batch.OutputFolder(tmp_path)
    record = make_record(make_photo(tmp_path / "a.png"))
    folder.write("a", record, b"png")
    folder.write("a", record, b"jpeg", b"svg", kind="jpeg")
    assert (tmp_path / "a.overlay.jpg").read_bytes() == b"jpeg"
    assert not (tmp_path / "a.overlay.png").exists()
    assert folder.has_overlay("a", *batch.wanted_suffixes(overlays=True, svg=False, kind="jpeg"))
    assert (tmp_path / "a.overlay.svg").exists()
