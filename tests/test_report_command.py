"""``python -m analyzer report`` on real samples: the file, the record, and what is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from reports import visible, words

from analyzer.cli.program import main
from analyzer.meaning.number_words import interval
from analyzer.report import pdf
from analyzer.types import Measure

SAMPLES = Path(__file__).parents[1] / "sample_images"
BEFORE, AFTER = str(SAMPLES / "before_woman_right.jpg"), str(SAMPLES / "after_woman_right.jpg")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict, str]:
    status = main(["report", *arguments])
    printed = capsys.readouterr()
    lines = printed.out.strip().splitlines()
    assert len(lines) == 1
    return status, json.loads(lines[0]), printed.err


@pytest.fixture(scope="module")
def result(pose_model: object, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A result of a photo, as ``analyze`` writes it."""
    folder = tmp_path_factory.mktemp("result")
    assert main(["analyze", BEFORE, "--out", str(folder), "--no-overlay"]) == 0
    return str(folder / "before_woman_right.json")


def test_before_and_after_become_a_pdf(
    pose_model: object, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "new" / "report.pdf"
    options = ["--client", "C-7", "--name", "王小明", "--date", "2026-03-09", "--before-date", "2026-01-26"]
    more = ["--exercises", "glute_bridge, dead_bug", "--practice", "Mill"]
    status, record, _ = run(capsys, AFTER, "--before", BEFORE, "--out", str(out), *options, *more)
    assert status == 0
    data = out.read_bytes()
    assert record["error"] is None
    assert (record["schema"], record["file"], record["format"]) == ("posture-report/1", "report.pdf", "pdf")
    assert (record["bytes"], record["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert (record["photos"], record["before"]) == (["after_woman_right.jpg"], ["before_woman_right.jpg"])
    assert record["notes"] == []
    assert "change" in record["sections"]
    text = words(data)
    for expected in ("C-7", "王小明", "9 March 2026", "26 January 2026", "Dead bug", "Bridge", "Mill"):
        assert expected in text
    assert "changed: less forward tilt" in text
    assert [path.name for path in out.parent.iterdir()] == ["report.pdf"]


def test_a_result_becomes_a_page_with_the_values_it_holds(
    result: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    status, record, _ = run(capsys, result, "--out", str(out), "--paper", "letter")
    assert (status, record["format"]) == (0, "html")
    text = visible(out.read_bytes())
    measures = json.loads(Path(result).read_text("utf-8"))["measures"]
    for name, value in measures.items():
        assert interval(Measure.from_dict(name, value)) in text
    assert "There is no picture in this report" in text


def test_exercises_are_chosen_by_what_was_found(
    result: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    status, record, _ = run(capsys, result, "--out", str(out), "--exercises", "fitting")
    assert status == 0
    assert "exercises" in record["sections"]
    assert out.read_text("utf-8").count('class="card"') in (3, 4, 5)


def test_a_photo_that_cannot_be_used_is_said_and_the_others_are_reported(
    result: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("[]")
    status, record, said = run(capsys, result, str(bad), "--out", str(tmp_path / "report.html"))
    assert status == 1
    assert record["error"] is None
    assert record["photos"] == ["before_woman_right.jpg"]
    assert "bad.json: bad.json is no result of an analysis." in said
    assert (tmp_path / "report.html").is_file()


@pytest.mark.parametrize("given", ["nothing.jpg", "empty"])
def test_without_anything_to_report_the_old_file_stays(
    given: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    out = tmp_path / "report.pdf"
    out.write_bytes(b"of last time")
    status, record, said = run(capsys, str(tmp_path / given), "--out", str(out))
    assert status == 1
    assert record["error"]["code"] == "unreadable_image"
    assert record["error"]["message"] in said
    assert out.read_bytes() == b"of last time"


def test_a_file_that_cannot_be_written_is_said(
    result: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    status, record, _ = run(capsys, result, "--out", str(tmp_path / "file" / "report.html"))
    assert status == 1
    assert record["error"]["code"] == "output_not_writable"


def test_a_pdf_that_cannot_be_set_is_said(
    result: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_set", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("no")))
    status, record, said = run(capsys, result, "--out", str(tmp_path / "report.pdf"))
    assert status == 1
    assert record["error"]["code"] == "report_not_made"
    assert record["error"]["message"] in said
    assert not list(tmp_path.iterdir())


def test_a_logo_that_is_no_picture_is_said_and_the_report_comes(
    result: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "logo.png").write_bytes(b"nothing")
    out = tmp_path / "report.html"
    status, record, said = run(capsys, result, "--out", str(out), "--logo", str(tmp_path / "logo.png"))
    assert status == 1
    assert len(record["notes"]) == 1
    assert record["notes"][0] in said
    assert record["notes"][0] in visible(out.read_bytes())


def test_answers_and_own_words_come_from_files(
    result: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    intake, notes = tmp_path / "intake.json", tmp_path / "notes.txt"
    intake.write_text('{"schema": "posture-intake/1", "hours_sitting": 9}')
    notes.write_text("\ufeffÜben Sie täglich.", encoding="utf-8")
    out = tmp_path / "report.html"
    status, _, _ = run(capsys, result, "--out", str(out), "--intake", str(intake), "--notes", str(notes))
    assert status == 0
    assert "9 hours a day" in visible(out.read_bytes())
    assert "Üben Sie täglich." in visible(out.read_bytes())


@pytest.mark.parametrize(
    "wrong",
    [
        ["--out", "report.doc"],
        [],
        ["--out", "r.pdf", "--date", "9.3.2026"],
        ["--out", "r.pdf", "--exercises", "handstand"],
        ["--out", "r.pdf", "--paper", "a5"],
        ["--out", "r.pdf", "--logo", "not_there.png"],
        ["--out", "r.pdf", "--intake", __file__],
    ],
)
def test_wrong_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["report", "photo.jpg", *wrong])
    assert error.value.code == 2
    assert not capsys.readouterr().out


def test_a_direct_test_is_measured_and_what_is_refused_is_in_the_report(
    pose_model: object, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lying = SAMPLES.parent / "validation" / "thomas"
    assert main(["thomas", str(lying / "right_03.jpg"), "--out", str(tmp_path), "--no-overlay"]) == 0
    capsys.readouterr()
    earlier = str(tmp_path / "right_03.json")
    out = tmp_path / "report.html"
    tests = [str(lying / "right_02.jpg"), str(lying / "wrong_side_00.jpg")]
    status, record, said = run(
        capsys, "--direct-test", *tests, "--direct-test-before", earlier, "--out", str(out)
    )
    assert status == 1  # one photo was refused
    assert record["direct_test"] == ["right_02.jpg", "wrong_side_00.jpg"]
    assert record["photos"] == []
    assert record["sections"][:2] == ["headline", "direct"]
    assert "wrong_side_00.jpg: The camera stands on the side" in said
    text = visible(out.read_bytes())
    assert "A photo of the direct test was refused. The camera stands on the side" in text
    assert "data:image/jpeg" in out.read_text("utf-8")
    with pytest.raises(SystemExit) as usage:
        main(["report", "--out", str(out)])
    assert usage.value.code == 2
