"""The command line: what other programs rely on."""
# ruff: noqa: F811 - an imported fixture is asked for by its name

from __future__ import annotations

import csv
import errno
import io
import json
import math
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_batch import MODEL_SHA256, fake_pipeline, make_photo  # noqa: F401

from analyzer import batch, overlay, pipeline, pose
from analyzer._version import __version__
from analyzer.batch import table
from analyzer.cli import program as cli
from analyzer.errors import ModelUnavailableError
from analyzer.measures import TABLE
from analyzer.types import Corrections

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_images"

MEASURES = {
    "pelvic_tilt": "deg",
    "sacral_slope": "deg",
    "lumbar_lordosis": "deg",
    "lumbar_depth": "pct_trunk",
    "trunk_inclination": "deg",
    "hip_extension_angle": "deg",
    "pelvic_shift": "pct_leg",
    "knee_angle": "deg",
    "ear_shoulder_angle": "deg",
    "thoracic_kyphosis": "deg",
    "craniovertebral_angle": "deg",
    "c7_offset": "pct_height",
    "shoulder_offset": "pct_height",
    "hip_offset": "pct_height",
    "knee_offset": "pct_height",
    "trunk_balance": "pct_height",
}
ERRORS = {
    *("unreadable_image", "image_too_large", "no_person", "several_people", "not_side_view"),
    *("not_standing", "body_out_of_frame", "internal_error", "model_unavailable"),
}


# --- The contract, key by key -------------------------------------------------------------------------


def check_record(record: dict) -> None:
    """Fail unless a result has exactly the form that other programs rely on."""
    stance = ["stance"] if "stance" in record else []  # only where it has a name
    keys = ["schema", "photo", "error", "view", "measures", "indicators", "provenance"]
    references = ["references"] if record["error"] is None else []
    assert list(record) == [*keys, *stance, *references]
    assert record["schema"] == "posture-analysis/1"
    assert list(record["photo"]) == ["name", "sha256", "width_px", "height_px"]
    assert record["photo"]["name"] == Path(record["photo"]["name"]).name
    _check_provenance(record["provenance"])
    if record["error"] is None:
        assert len(record["photo"]["sha256"]) == 64
        assert min(record["photo"]["width_px"], record["photo"]["height_px"]) > 0
        _check_view(record["view"])
        assert {name: measure["unit"] for name, measure in record["measures"].items()} == MEASURES
        for measure in record["measures"].values():
            _check_measure(measure)
        assert list(record["indicators"]) == ["shortened_psoas"]
        _check_indicator(record["indicators"]["shortened_psoas"])
        if stance:
            _check_stance(record["stance"])
    else:
        assert list(record["error"]) == ["code", "message"]
        assert record["error"]["code"] in ERRORS
        _check_sentence(record["error"]["message"])
        assert (record["view"], record["measures"], record["indicators"]) == (None, {}, {})


def _check_stance(stance: dict) -> None:
    keys = ["name", "title", "meaning", "possible", "probabilities", "speaks", "caveat"]
    assert list(stance) == keys
    assert 0.0 <= sum(stance["probabilities"].values()) <= 1.05
    for text in (stance["meaning"], *stance["speaks"], stance["caveat"]):
        _check_sentence(text)


def _check_sentence(text: str) -> None:
    assert text == text.strip() != ""
    assert text[-1] in ".!?"
    assert "/" not in text.replace("and/or", "")  # no paths


def _check_provenance(provenance: dict) -> None:
    keys = ["analyzer_version", "model", "model_sha256", "created_utc"]
    assert [key for key in provenance if key != "options"] == keys
    assert all(isinstance(provenance[key], str) for key in keys)


def _check_view(view: dict) -> None:
    assert list(view) == ["facing", "trunk_rotation_deg", "issues"]
    assert view["facing"] in ("left", "right")
    assert 0 <= view["trunk_rotation_deg"] <= 90
    for issue in view["issues"]:
        assert list(issue) == ["code", "severity", "message"]
        assert issue["severity"] == "warn"
        _check_sentence(issue["message"])


def _check_measure(measure: dict) -> None:
    if measure["value"] is None:
        assert set(measure) == {"value", "unit", "reason"}
        assert list(measure["reason"]) == ["code", "message"]
        _check_sentence(measure["reason"]["message"])
        return
    assert set(measure) - {"sd_parts"} == {"value", "unit", "ci95", "sd_within", "method", "reference"}
    assert set(measure.get("sd_parts", {})) in (set(), {"photo", "model", "bone_shape"})
    low, high = measure["ci95"]
    assert all(isinstance(number, float) for number in (measure["value"], low, high, measure["sd_within"]))
    assert low <= measure["value"] <= high
    assert measure["sd_within"] > 0
    assert measure["method"]
    if measure["reference"] is not None:
        assert set(measure["reference"]) - {"means"} == {"mean", "sd", "source"}
        assert measure["reference"]["sd"] > 0
        assert all(math.isfinite(measure["reference"][key]) for key in ("mean", "sd"))


def _check_indicator(indicator: dict) -> None:
    assert {"level", "summary", "evidence", "caveat", "direct_test"} <= set(indicator)
    assert set(indicator) <= {"level", "summary", "evidence", "caveat", "direct_test"} | {
        *("meaning", "ground", "findings")
    }
    assert indicator["level"] in ("not_suggested", "inconclusive", "suggested", "cannot_say")
    assert all(indicator[key] for key in ("summary", "caveat", "direct_test"))
    for item in indicator["evidence"]:
        assert list(item) == ["measure", "direction", "text"]
        assert item["measure"] in MEASURES
        assert item["direction"] in ("for", "against", "neutral")


def read_lines(text: str) -> list[dict]:
    """The records of JSON Lines, checked."""
    assert text == "" or text.endswith("\n")
    records = [json.loads(line) for line in text.split("\n")[:-1]]
    for record in records:
        check_record(record)
    return records


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


@pytest.fixture
def run(fake_pipeline, capsys):
    """Run the command line with the fake pipeline: exit status, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def photos(tmp_path):
    """One good photo, one that shows nobody, one more good one."""
    return [
        make_photo(tmp_path / "in" / name, shade)
        for name, shade in (("a.png", 10), ("nobody.png", 20), ("z.png", 30))
    ]


# --- Wrong usage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["analyze"],
        ["measure", "a.jpg"],
        ["analyze", "a.jpg", "--format", "xml"],
        ["analyze", "a.jpg", "--markers", "yes"],
        ["analyze", "a.jpg", "--roll-deg", "level"],
        ["analyze", "a.jpg", "--roll-deg", "nan"],
        ["analyze", "a.jpg", "--roll-deg", "90"],
        ["analyze", "a.jpg", "--mm-per-px", "0"],
        ["analyze", "a.jpg", "--mm-per-px", "inf"],
        ["analyze", "a.jpg", "--asis", "1,2"],
        ["analyze", "a.jpg", "--psis", "1,2"],
        ["analyze", "a.jpg", "--asis", "1", "--psis", "1,2"],
        ["analyze", "a.jpg", "b.jpg", "--asis", "1,2", "--psis", "1,2"],
        ["analyze", ".", "--asis", "1,2", "--psis", "1,2"],
        ["analyze", "a.jpg", "--resume"],
        ["analyze", "a.jpg", "--svg"],
        ["model", "a.jpg"],
    ],
)
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    captured = capsys.readouterr()
    assert (caught.value.code, captured.out) == (2, "")
    assert "usage:" in captured.err


def test_version(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["--version"])
    assert caught.value.code == 0
    assert __version__ in capsys.readouterr().out


# --- JSON ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "found"), [(None, "1"), ("3", "3")])
def test_the_program_keeps_the_blas_to_one_thread(given, found, monkeypatch):
    """Unless somebody says otherwise; a function that is called leaves the process as it is."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", given or "")
    if given is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert os.environ.get("OPENBLAS_NUM_THREADS") == given
    monkeypatch.setattr(sys, "argv", ["posture-analyzer", "--version"])
    with pytest.raises(SystemExit):
        cli.main()
    assert os.environ["OPENBLAS_NUM_THREADS"] == found


def test_one_line_per_photo(run, photos, tmp_path):
    text = tmp_path / "text.jpg"
    text.write_text("hello")
    status, out, err = run("analyze", *photos, text, tmp_path / "missing.jpg")
    records = read_lines(out)
    assert status == 1
    names = [record["photo"]["name"] for record in records]
    assert names == ["a.png", "nobody.png", "z.png", "text.jpg", "missing.jpg"]
    codes = [record["error"] and record["error"]["code"] for record in records]
    assert codes == [None, "no_person", None, "unreadable_image", "unreadable_image"]
    assert "nobody.png: No person was found" in err
    assert str(tmp_path) not in out + err


def test_all_good_is_status_0(run, photos):
    status, out, err = run("analyze", photos[0])
    assert (status, err) == (0, "")  # no progress bar for one photo
    (record,) = read_lines(out)
    assert record["measures"]["pelvic_tilt"]["reason"]["code"] == "hidden"


def test_many_photos_show_progress(run, photos):
    assert "3/3" in run("analyze", *photos)[2]


def test_folder(run, photos):
    status, out, _ = run("analyze", photos[0].parent)
    assert status == 1
    assert [record["photo"]["name"] for record in read_lines(out)] == ["a.png", "nobody.png", "z.png"]


def test_folder_without_photos(run, tmp_path):
    (tmp_path / "empty").mkdir()
    status, out, err = run("analyze", tmp_path / "empty")
    (record,) = read_lines(out)
    assert status == 1
    assert (record["photo"]["name"], record["error"]["code"]) == ("empty", "unreadable_image")
    assert "No photo was found" in err


def test_internal_error_does_not_end_the_run(run, photos, tmp_path):
    status, out, err = run("analyze", make_photo(tmp_path / "bug.png"), photos[0])
    first, second = read_lines(out)
    assert (status, first["error"]["code"], second["error"]) == (1, "internal_error", None)
    assert "Traceback" not in err
    assert "someone" not in out + err


def test_words_of_others_stay_out_of_standard_output(run, photos, monkeypatch):
    original = pipeline.analyze

    def chatty(photo, **options):
        print("Loading...")  # noqa: T201
        return original(photo, **options)

    monkeypatch.setattr(pipeline, "analyze", chatty)
    _, out, err = run("analyze", photos[0])
    assert len(read_lines(out)) == 1
    assert "Loading..." in err


def test_each_line_comes_at_once(photos, monkeypatch, fake_pipeline):
    out = io.StringIO()
    seen = []
    original = pipeline.analyze

    def analyze(photo, **options):
        seen.append(out.getvalue().count("\n"))
        return original(photo, **options)

    monkeypatch.setattr(pipeline, "analyze", analyze)
    monkeypatch.setattr(sys, "stdout", out)
    cli.main(["analyze", *map(str, photos)])
    assert seen == [0, 1, 2]


def test_options_reach_the_result(run, photos):
    points = ["--asis", "10,20.5", "--psis", "30,40"]
    status, out, _ = run("analyze", photos[0], "--roll-deg", "-1.5", "--mm-per-px", "0.8", *points)
    assert status == 0
    expected = {"roll_deg": -1.5, "mm_per_px": 0.8, "asis_px": [10.0, 20.5], "psis_px": [30.0, 40.0]}
    assert read_lines(out)[0]["provenance"]["options"] == expected


def test_corrections_from_a_file_reach_the_pipeline(run, photos, tmp_path, monkeypatch):
    file = tmp_path / "corrected.json"
    file.write_text('{"points": {"asis": [10, 20], "psis": [30, 40]}}', encoding="utf-8")
    given = []
    monkeypatch.setattr(pipeline, "observe", lambda photo, **options: photo)
    original = pipeline.analyze
    monkeypatch.setattr(
        pipeline,
        "conclude",
        lambda photo, corrections, **options: given.append(corrections) or original(photo),
    )
    status, out, _ = run("analyze", photos[0], "--correct", file)
    assert status == 0
    assert given == [Corrections({"asis": (10.0, 20.0), "psis": (30.0, 40.0)})]
    options = read_lines(out)[0]["provenance"]["options"]
    assert options["corrections"]["points"] == {"asis": [10.0, 20.0], "psis": [30.0, 40.0]}


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        ("nonsense", [], "holds no JSON"),
        ("[" * 100_000, [], "holds no JSON"),
        ('{"points": {"nose": [1, 2]}}', [], "Corrected points cannot have"),
        ('{"body_height_m": 172}', [], "in metres"),
        (None, [], "could not be read"),
        ("{}", ["--asis", "1,2", "--psis", "3,4"], "belong into its file"),
    ],
)
def test_corrections_that_cannot_be_used_are_wrong_usage(photos, tmp_path, capsys, *, content, more, says):
    file = tmp_path / "corrected.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        cli.main(["analyze", str(photos[0]), "--correct", str(file), *more])
    captured = capsys.readouterr()
    assert (caught.value.code, captured.out) == (2, "")
    assert says in " ".join(captured.err.split())
    assert str(tmp_path) not in captured.err.replace(str(photos[0]), "")


def test_corrections_are_for_one_photo(photos, tmp_path, capsys):
    file = tmp_path / "corrected.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        cli.main(["analyze", *map(str, photos), "--correct", str(file)])
    assert caught.value.code == 2
    assert "--correct needs exactly one photo" in capsys.readouterr().err


# --- CSV ----------------------------------------------------------------------------------------------


def test_csv(run, photos, tmp_path):
    comma = make_photo(tmp_path / 'Ä, "b".png')
    status, out, _ = run("analyze", *photos, comma, "--format", "csv")
    rows = read_csv(out)
    assert status == 1
    assert [row["photo"] for row in rows] == ["a.png", "nobody.png", "z.png", 'Ä, "b".png']
    good, bad = rows[:2]
    assert (good["pelvic_tilt"], good["pelvic_tilt_reason"]) == ("", "hidden")
    assert (good["sacral_slope"], good["sacral_slope_low"], good["sacral_slope_high"]) == (
        "20.0",
        "14.0",
        "26.0",
    )
    assert (good["sacral_slope_sd_within"], good["sacral_slope_method"]) == ("2.0", "x")
    assert (good["facing"], good["trunk_rotation_deg"], good["issues"]) == ("right", "2.0", "")
    assert (good["shortened_psoas"], good["model_sha256"]) == ("suggested", MODEL_SHA256)
    assert (bad["error_code"], bad["sacral_slope"], bad["shortened_psoas"]) == ("no_person", "", "")
    assert None not in good  # no cell without a column


def test_csv_columns():
    columns = [column.name for column in table.columns()]
    assert columns[:7] == [
        *("photo", "sha256", "error_code", "error_message", "facing", "trunk_rotation_deg", "issues")
    ]
    assert list(TABLE) == list(MEASURES)
    assert len(columns) == len(set(columns)) == 7 + 6 * len(MEASURES) + 3


def test_issues_are_joined():
    view = {"facing": "left", "trunk_rotation_deg": 1, "issues": [{"code": "a"}, {"code": "b"}]}
    record = {
        "view": view,
        "measures": {},
        "error": None,
        "indicators": {},
        "photo": {"name": "", "sha256": ""},
    }
    text = table.csv_table([record | {"provenance": {"analyzer_version": "", "model_sha256": ""}}])
    assert read_csv(text)[0]["issues"] == "a;b"


# --- Files --------------------------------------------------------------------------------------------


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".posture-index")


def test_out_writes_files(run, photos, tmp_path):
    folder = tmp_path / "new" / "out"
    status, out, err = run("analyze", *photos, "--out", folder)
    assert status == 1
    assert names_in(folder) == ["a.json", "a.overlay.png", "nobody.json", "z.json", "z.overlay.png"]
    stored = [json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("a", "nobody", "z")]
    assert stored == read_lines(out)
    assert str(tmp_path) not in err + (folder / "a.json").read_text("utf-8")


def test_svg_too(run, photos, tmp_path):
    status, out, _ = run("analyze", *photos, "--out", tmp_path / "out", "--svg")
    names = names_in(tmp_path / "out")
    assert [name for name in names if name.startswith("a.")] == ["a.json", "a.overlay.png", "a.overlay.svg"]
    assert "nobody.overlay.svg" not in names
    assert (tmp_path / "out" / "a.overlay.svg").read_text("utf-8").startswith("<svg ")
    assert (status, len(read_lines(out))) == (1, 3)
    run("analyze", photos[2], "--out", tmp_path / "only", "--svg", "--no-overlay")
    assert names_in(tmp_path / "only") == ["z.json", "z.overlay.svg"]


def test_no_overlay(run, photos, tmp_path):
    run("analyze", photos[0], "--out", tmp_path / "out", "--no-overlay")
    assert names_in(tmp_path / "out") == ["a.json"]


def test_same_name_from_two_folders(run, tmp_path):
    first, second = make_photo(tmp_path / "1" / "a.png", 1), make_photo(tmp_path / "2" / "a.png", 2)
    run("analyze", first, second, "--out", tmp_path / "out")
    assert names_in(tmp_path / "out") == ["a-2.json", "a-2.overlay.png", "a.json", "a.overlay.png"]
    hashes = {
        json.loads((tmp_path / "out" / f"a{n}.json").read_text())["photo"]["sha256"] for n in ("", "-2")
    }
    assert hashes == {batch.file_sha256(first), batch.file_sha256(second)}


def test_out_in_the_photos_own_folder_twice(run, photos):
    folder = photos[0].parent
    first = run("analyze", folder, "--out", folder)[1]
    second = run("analyze", folder, "--out", folder)[1]
    assert len(read_lines(second)) == len(read_lines(first)) == 3
    assert len(names_in(folder)) == 3 + 5


def test_unwritable_folder_is_noticed_first(run, photos, tmp_path, fake_pipeline):
    (tmp_path / "file").write_bytes(b"")
    status, out, err = run("analyze", *photos, "--out", tmp_path / "file")
    assert (status, out, fake_pipeline) == (1, "", [])
    assert err.count("\n") == 1
    assert "output folder file" in err
    assert str(tmp_path) not in err


def test_failed_write_does_not_end_the_run(run, photos, tmp_path, monkeypatch):
    original = Path.write_bytes

    def write_bytes(self, data):
        if len(full) < 1 and data.startswith(b"\x89PNG"):
            full.append(self)
            original(self, data[:10])
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return original(self, data)

    full: list[Path] = []
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    status, out, err = run("analyze", photos[0], photos[2], "--out", tmp_path / "out")
    assert status == 1
    assert [record["error"] for record in read_lines(out)] == [None, None]
    assert names_in(tmp_path / "out") == ["z.json", "z.overlay.png"]
    assert "a.png: The results could not be written (No space left on device)." in err
    assert str(tmp_path) not in err


def test_overlay_that_cannot_be_drawn(run, photos, tmp_path, monkeypatch):
    monkeypatch.setattr(overlay, "build_scene", lambda *_: 1 / 0)
    status, out, err = run("analyze", photos[0], "--out", tmp_path / "out")
    assert status == 1
    assert read_lines(out)[0]["error"] is None
    assert names_in(tmp_path / "out") == ["a.json"]
    assert "a.png: The overlay could not be drawn." in err


# --- Resuming -----------------------------------------------------------------------------------------


def test_resume_analyses_only_what_is_missing(run, photos, tmp_path, fake_pipeline):
    command = ("analyze", *photos, "--out", tmp_path / "out", "--format", "csv")
    _, first, _ = run(*command)
    (tmp_path / "out" / "z.json").unlink()
    fake_pipeline.clear()
    status, second, err = run(*command, "--resume")
    assert fake_pipeline == ["z.png"]
    assert (status, second) == (1, first)
    assert "nobody.png: No person" in err


def test_resume_notices_changes(run, photos, tmp_path, fake_pipeline):
    command = ("analyze", photos[0], photos[2], "--out", tmp_path / "out", "--resume")
    run(*command)
    fake_pipeline.clear()
    make_photo(photos[0], 77)
    (tmp_path / "out" / "z.overlay.png").unlink()
    run(*command)
    assert fake_pipeline == ["a.png", "z.png"]
    fake_pipeline.clear()
    assert run(*command)[0] == 0
    assert fake_pipeline == []
    run(*command, "--markers", "off")
    assert fake_pipeline == ["a.png", "z.png"]


def test_resume_draws_what_is_missing(run, photos, tmp_path, fake_pipeline):
    command = ("analyze", photos[0], "--out", tmp_path / "out", "--resume")
    for more, expected in (([], ["a.png"]), (["--svg"], ["a.png"]), (["--svg"], []), ([], [])):
        fake_pipeline.clear()
        run(*command, *more)
        assert fake_pipeline == expected


def test_without_resume_all_is_done_again(run, photos, tmp_path, fake_pipeline):
    for _ in range(2):
        run("analyze", photos[0], "--out", tmp_path / "out")
    assert fake_pipeline == ["a.png", "a.png"]


# --- Stopping -----------------------------------------------------------------------------------------


def test_interrupt(run, photos, tmp_path):
    stop = make_photo(tmp_path / "stop.png")
    status, out, err = run("analyze", photos[0], stop, photos[2], "--out", tmp_path / "out")
    assert status == 130
    assert [record["photo"]["name"] for record in read_lines(out)] == ["a.png"]
    assert names_in(tmp_path / "out") == ["a.json", "a.overlay.png"]
    assert "Stopped." in err
    assert "Traceback" not in err


class _Refusing(io.StringIO):
    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "said"),
    [(BrokenPipeError(), ""), (OSError(errno.ENOSPC, "full"), "standard output takes no more")],
)
def test_standard_output_that_takes_no_more(run, photos, monkeypatch, error, said):
    monkeypatch.setattr(sys, "stdout", _Refusing(error))
    status, _, err = run("analyze", photos[0])
    assert status == 1
    assert said in err
    assert bool(said) == bool(err)
    assert "Traceback" not in err


# --- The model ----------------------------------------------------------------------------------------


def test_model(run):
    status, out, err = run("model")
    assert (status, err) == (0, "")
    assert list(json.loads(out)) == ["name", "source", "sha256", "size_bytes", "path"]


def test_missing_model(run, photos, monkeypatch):
    def none(_notice=None):
        raise ModelUnavailableError

    monkeypatch.setattr(pose, "describe_model", none)
    monkeypatch.setattr(pose, "shared_model", none)
    status, out, err = run("model")
    assert (status, out) == (1, "")
    assert "could not be downloaded" in err
    status, out, _ = run("analyze", photos[0])
    assert status == 1
    assert read_lines(out)[0]["error"]["code"] == "model_unavailable"


# --- In a process of its own, with the real pipeline ----------------------------------------------------


def start(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "analyzer", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode("utf-8"), err.decode("utf-8", "replace")


def test_end_to_end(pose_model, tmp_path):
    folder = tmp_path / "Fotos"
    folder.mkdir()
    shutil.copy(SAMPLES / "neutral_woman_right.jpg", folder / "Grüße 1.jpg")
    (folder / "Text.jpg").write_text("hello")
    sample = SAMPLES / "anterior_tilt_woman_left.jpg"
    inputs = (sample, folder, tmp_path / "missing.jpg")
    process = start("analyze", *inputs, "--out", tmp_path / "out", PYTHONIOENCODING="ascii")
    status, out, err = finish(process)
    records = read_lines(out)
    assert status == 1
    names = [record["photo"]["name"] for record in records]
    assert names == ["anterior_tilt_woman_left.jpg", "Grüße 1.jpg", "Text.jpg", "missing.jpg"]
    codes = [record["error"] and record["error"]["code"] for record in records]
    assert codes == [None, None, "unreadable_image", "unreadable_image"]
    assert [record["view"]["facing"] for record in records[:2]] == ["left", "right"]
    assert len(names_in(tmp_path / "out")) == 6
    assert "Traceback" not in err
    assert str(tmp_path) not in out + err

    process = start("analyze", *inputs, "--out", tmp_path / "out", "--resume", "--format", "csv")
    status, table, _ = finish(process)
    assert status == 1
    assert [row["photo"] for row in read_csv(table)] == names


def test_help_loads_nothing_heavy():
    status, out, _ = finish(start("analyze", "--help"))
    assert status == 0
    assert "--resume" in out
    # What takes long to import is not imported: that is what makes it fast, on any machine.
    code = "import sys, analyzer.cli.program; print({'numpy', 'cv2', 'mediapipe', 'tqdm'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert result.stdout.strip() == b"set()"


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals differ")
def test_reader_that_goes_away(pose_model):
    process = start("analyze", SAMPLES)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b'{"schema"')
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(120) == 1
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err


FOR_EVER = """
import signal, sys, time
from analyzer import pipeline
from analyzer.cli.program import main
# Whoever runs the tests in the background may have left this signal ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
analyze, done = pipeline.analyze, []
def first_only(*photo, **options):
    while done:
        time.sleep(0.05)
    done.append(photo)
    return analyze(*photo, **options)
pipeline.analyze = first_only
sys.exit(main())
"""


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals differ")
def test_ctrl_c(pose_model, tmp_path):
    # The second photo takes for ever, so the run is at work when the signal comes, however fast it is.
    process = subprocess.Popen(
        [sys.executable, "-c", FOR_EVER, "analyze", str(SAMPLES), "--out", str(tmp_path / "out")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    status, out, err = finish(process)
    assert status == 130
    assert "Stopped." in err
    assert "Traceback" not in err
    read_lines(out)
    for path in (tmp_path / "out" / name for name in names_in(tmp_path / "out")):
        assert path.suffix in (".json", ".png")
        if path.suffix == ".json":
            check_record(json.loads(path.read_text("utf-8")))
