"""``python -m analyzer compare`` on real samples: record, files, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import cv2
import pytest

from analyzer.cli.program import main
from analyzer.compare.how_many import chance_sentence

SAMPLES = Path(__file__).parents[1] / "sample_images"
BEFORE, AFTER = str(SAMPLES / "before_woman_right.jpg"), str(SAMPLES / "after_woman_right.jpg")

pytestmark = pytest.mark.usefixtures("pose_model")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    status = main(["compare", *arguments])
    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) == 1
    return status, json.loads(lines[0])


def rotation(photo: str) -> float:
    truth = json.loads(Path(photo).with_suffix(".json").read_text("utf-8"))
    return float(truth["ground_truth"]["pelvis_rotation_deg"])


def test_before_and_after_have_changed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, record = run(capsys, BEFORE, AFTER, "--out", str(tmp_path / "new"))
    assert status == 0
    assert record["comparable"]
    tilt = record["changes"]["pelvic_tilt"]
    truth = [
        json.loads(Path(name).with_suffix(".json").read_text())["ground_truth"] for name in (BEFORE, AFTER)
    ]
    true = truth[1]["pelvis_rotation_deg"] - truth[0]["pelvis_rotation_deg"]
    assert tilt["verdict"] == "changed"
    assert tilt["ci95"][0] <= true <= tilt["ci95"][1]
    assert json.loads((tmp_path / "new" / "comparison.json").read_text()) == record
    with (tmp_path / "new" / "comparison.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["measure"] == "pelvic_tilt"
    assert float(rows[0]["difference"]) == tilt["difference"]
    picture = cv2.imread(str(tmp_path / "new" / "comparison.png"))
    assert picture.shape[0] > 1000


def test_a_photo_has_not_changed_against_itself(capsys: pytest.CaptureFixture[str]) -> None:
    _, record = run(capsys, BEFORE, BEFORE)
    assert {change["verdict"] for change in record["changes"].values()} == {"within_measurement_error"}
    assert all(change["difference"] == 0.0 for change in record["changes"].values())


def test_results_can_be_compared_without_their_photos(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["analyze", BEFORE, AFTER, "--out", str(tmp_path), "--no-overlay"]) == 0
    capsys.readouterr()
    names = [str(tmp_path / f"{Path(name).stem}.json") for name in (BEFORE, AFTER)]
    _, from_files = run(capsys, *names)
    _, from_photos = run(capsys, BEFORE, AFTER)
    for name, change in from_photos["changes"].items():
        assert from_files["changes"][name]["verdict"] == change["verdict"]
        assert from_files["changes"][name]["difference"] == pytest.approx(change["difference"], abs=0.02)


def test_mirror_images_and_other_stances(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    photo = cv2.imread(AFTER)
    assert photo is not None
    flipped = str(tmp_path / "flipped.png")
    cv2.imwrite(flipped, cv2.flip(photo, 1))
    _, record = run(capsys, BEFORE, flipped)
    assert [reason["code"] for reason in record["reasons"]] == ["other_side"]
    _, record = run(capsys, BEFORE, flipped, "--after-mirrored")
    assert record["reasons"] == []
    assert record["changes"]["pelvic_tilt"]["verdict"] == "changed"
    _, record = run(
        capsys, BEFORE, AFTER, "--before-protocol", "arms hanging", "--after-protocol", "arms folded"
    )
    assert [reason["code"] for reason in record["reasons"]] == ["other_protocol"]
    assert not record["comparable"]


def test_other_side_and_camera_height_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    other = str(SAMPLES / "neutral_man_left.jpg")
    options = ["--before-camera-height-cm", "95", "--after-camera-height-cm", "150"]
    status, record = run(capsys, BEFORE, other, *options)
    assert status == 0
    assert not record["comparable"]
    assert {reason["code"] for reason in record["reasons"]} == {"other_side", "other_camera_height"}


@pytest.mark.parametrize("content", ["no json", "[]", '{"error": null}', '{"error": {"code": "no_person"}}'])
def test_a_file_that_is_no_result_gets_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    path = tmp_path / "strange.json"
    path.write_text(content, encoding="utf-8")
    status, record = run(capsys, str(path), AFTER)
    assert status == 1
    assert record["error"]["code"] == "unreadable_image"
    assert "strange.json" in record["error"]["message"]
    assert str(tmp_path) not in json.dumps(record)


def test_an_empty_folder_gets_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, record = run(capsys, str(tmp_path), AFTER)
    assert status == 1
    assert record["error"] is not None


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["compare", BEFORE])
    assert stop.value.code == 2
    capsys.readouterr()


def test_folders_with_both_sides_are_compared_by_the_side_that_both_hold(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Left and right are never mixed, and what is left out is said."""
    mirrored = cv2.imread(AFTER)[:, ::-1]
    for name, pictures in (("one", ("b.png", "c.png", "a.png")), ("two", ("z.png",))):
        folder = tmp_path / name
        folder.mkdir()
        for index, file in enumerate(pictures):
            picture = mirrored if file in ("b.png", "c.png") else cv2.imread(BEFORE)
            cv2.imwrite(str(folder / file), picture[index:])
    status = main(["compare", str(tmp_path / "one"), str(tmp_path / "two")])
    printed = capsys.readouterr()
    record = json.loads(printed.out)
    assert status == 0
    assert record["comparable"]
    assert [record["occasions"][name]["photos"] for name in ("before", "after")] == [1, 1]
    assert [record["occasions"][name]["side"] for name in ("before", "after")] == ["right", "right"]
    assert "different sides of the body, which are not mixed" in printed.err
    # Of the three photos one is compared, so there is one each.
    assert chance_sentence(1, 1) in printed.err
