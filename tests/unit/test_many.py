"""Many photos on the command line: folders within folders, lists, tables, and runs that go on later."""
# ruff: noqa: F811 - an imported fixture is asked for by its name

from __future__ import annotations

import csv
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_batch import fake_pipeline, make_photo  # noqa: F401
from test_cli import names_in, read_lines, run  # noqa: F401

from analyzer import batch
from analyzer.batch import disks, table, urls
from analyzer.batch.files import Signature
from analyzer.batch.index import NAME, Index
from analyzer.errors import NotInstalledError, OutputError, UnreadableImageError

INDEX_LINE = b'"a"\t"a"\t'


@pytest.fixture
def tree(tmp_path) -> Path:
    """Photos in folders, two of one name; and what is no photo."""
    for shade, name in enumerate(("b.png", "a10.png", "a9.png", "x/b.png", "x/y/b.png", "x/nobody.png")):
        make_photo(tmp_path / "in" / name, shade)
    make_photo(tmp_path / "in" / ".hidden" / "b.png")
    make_photo(tmp_path / "in" / "x" / "b.overlay.png")
    (tmp_path / "in" / "empty").mkdir()
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    return tmp_path / "in"


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))


# --- Which photos -------------------------------------------------------------------------------------


def test_folders_within_folders_are_mirrored(run, tree, tmp_path):
    status, out, _ = run("analyze", tree, "--recursive", "--out", tmp_path / "out", "--no-overlay")
    names = [record["photo"]["name"] for record in read_lines(out)]
    assert names == ["a9.png", "a10.png", "b.png", "b.png", "nobody.png", "b.png"]
    assert status == 1
    inside = ["a10.json", "a9.json", "b.json", "x/b.json", "x/nobody.json", "x/y/b.json"]
    assert below(tmp_path / "out") == inside
    assert str(tmp_path) not in out
    status, out, _ = run("analyze", tree)
    assert len(read_lines(out)) == 3  # without --recursive the folder alone


def test_a_folder_that_cannot_be_opened_is_said(tree, monkeypatch):
    original = os.scandir

    def scandir(path):
        if str(path).endswith("x"):
            raise PermissionError
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(batch.find_all([tree], recursive=True))
    assert [(Path(item.path).name, item.folder) for item in found][-1] == ("x", "x")


def test_a_list_of_paths(run, tree, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = ["in/x/b.png", "in/x/y/b.png", "in/b.png", "in/missing.png"]
    for data in ("\n".join(paths) + "\n", "\0".join(paths) + "\0"):
        (tmp_path / "list.txt").write_text(data)
        status, out, _ = run("analyze", "--from-file", "list.txt", "--out", "out", "--no-overlay")
        assert status == 1
        assert len(read_lines(out)) == 4
        assert below(tmp_path / "out") == ["b.json", "missing.json", "x/b.json", "x/y/b.json"]
    assert [item.folder for item in batch.listed(["/p/1/a.jpg", "/p/1/b.jpg"])] == ["", ""]
    assert [item.folder for item in batch.listed(["a/1.jpg", "/b/2.jpg"])] == ["a", "b"]
    assert [item.folder for item in batch.listed(["../a/1.jpg", "../b/2.jpg"])] == ["a", "b"]
    assert batch.listed([]) == []


def test_a_list_on_standard_input(run, tree, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(os.fsencode(f"{tree / 'b.png'}\r\n"))))
    status, out, _ = run("analyze", "--from-file", "-")
    assert (status, len(read_lines(out))) == (0, 1)


@pytest.mark.parametrize(
    "more", [["--from-file", "nothing.txt"], ["a.jpg", "--from-file", "-"], ["--jobs", "0"]]
)
def test_wrong_usage(run, more, capsys):
    with pytest.raises(SystemExit) as caught:
        run("analyze", *more)
    assert caught.value.code == 2


# --- Going on later -----------------------------------------------------------------------------------


def test_what_is_done_is_not_read_again(run, tree, tmp_path, fake_pipeline, monkeypatch):
    command = ("analyze", tree, "--recursive", "--out", tmp_path / "out")
    first = run(*command)
    fake_pipeline.clear()
    for module in ("jobs", "results"):
        monkeypatch.setattr(f"analyzer.batch.{module}.file_sha256", lambda path: 1 / 0)
    status, out, err = run(*command, "--resume")
    assert fake_pipeline == []
    assert (status, read_lines(out)) == (1, read_lines(first[1]))
    assert "nobody.png: No person" in err
    assert "5 of 6 photos" in err


@pytest.mark.parametrize("damage", ["gone", "half a line", "another version", "nonsense"])
def test_without_its_index_results_are_read(run, tree, tmp_path, fake_pipeline, damage):
    command = ("analyze", tree, "--recursive", "--out", tmp_path / "out")
    first = read_lines(run(*command)[1])
    index = tmp_path / "out" / NAME
    if damage == "gone":
        index.unlink()
    elif damage == "half a line":
        index.write_bytes(index.read_bytes()[:-9])
    elif damage == "another version":
        index.write_bytes(index.read_bytes().replace(b'"version": "', b'"version": "9'))
    else:
        index.write_bytes(b"\0\xff\n{\n[]\n\t\t\n")
    fake_pipeline.clear()
    assert read_lines(run(*command, "--resume")[1]) == first
    assert fake_pipeline == []


def test_a_photo_that_was_exchanged_is_noticed(run, tree, tmp_path, fake_pipeline):
    command = ("analyze", tree, "--out", tmp_path / "out", "--no-overlay", "--resume")
    run(*command)
    before = (tmp_path / "out" / "b.json").read_bytes()
    old = (tree / "b.png").stat()
    make_photo(tmp_path / "other.png", 99)
    (tmp_path / "other.png").replace(tree / "b.png")
    os.utime(tree / "b.png", ns=(old.st_atime_ns, old.st_mtime_ns))  # as a copy with its times would be
    fake_pipeline.clear()
    status, out, err = run(*command)
    assert fake_pipeline == ["b.png"]
    sha256 = batch.file_sha256(tree / "b.png")
    # The result of the other photo is kept, and that is said.
    assert (tmp_path / "out" / "b.json").read_bytes() == before
    assert json.loads((tmp_path / "out" / f"b-{sha256[:8]}.json").read_bytes())["photo"]["sha256"] == sha256
    assert f"b.png: b.json belongs to another photo and is kept. This result is b-{sha256[:8]}.json." in err
    assert status == 0
    fake_pipeline.clear()
    assert read_lines(run(*command)[1]) == read_lines(out)
    assert fake_pipeline == []


def test_a_result_that_was_changed_is_read(run, tree, tmp_path, fake_pipeline):
    command = ("analyze", tree, "--out", tmp_path / "out", "--no-overlay", "--resume")
    run(*command)
    fake_pipeline.clear()
    (tmp_path / "out" / "b.json").write_text("{}")
    run(*command)
    assert fake_pipeline == ["b.png"]


def test_an_index_stays_small(tmp_path):
    model, options = "5" * 64, batch.Options()
    head = json.dumps({"version": batch.index.__version__, "options": {}, "model": model}).encode()
    line = INDEX_LINE + b"1 2 3 4 5 6 7 8 0\n"
    (tmp_path / NAME).write_bytes(head + b"\n" + line * 5000)
    Index(tmp_path, options, model)
    assert (tmp_path / NAME).read_bytes() == head + b"\n" + line


# --- Tables -------------------------------------------------------------------------------------------


def test_cells_of_a_csv_are_no_formulas(run, tmp_path):
    names = ["=cmd|' '!A1.png", "+1.png", "-1.png", "@a.png", "a=b.png"]
    photos = [make_photo(tmp_path / name, shade) for shade, name in enumerate(names)]
    _, out, _ = run("analyze", *photos, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["photo"] for row in rows] == ["'" + name for name in names[:4]] + ["a=b.png"]
    assert table.csv_cells({"photo": "-", "trunk_rotation_deg": -1.5})[:1] == ["'-"]
    assert -1.5 in table.csv_cells({"trunk_rotation_deg": -1.5})  # numbers are numbers


def test_parquet_has_types_intervals_and_reasons(run, tree, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    command = ("analyze", tree, "--recursive", "--out", tmp_path / "out", "--format", "parquet")
    for more in ([], ["--resume"]):
        status, out, _ = run(*command, "--no-overlay", *more)
        assert (status, out) == (1, "")
        read = pq.read_table(tmp_path / "out" / "results.parquet")
        types = {field.name: str(field.type) for field in read.schema}
        assert list(types) == [*(column.name for column in table.columns()), "result"]
        assert types["sacral_slope"] == types["sacral_slope_low"] == "double"
        assert (types["photo"], types["issues"]) == ("string", "list<element: string>")
        assert read.schema.field("sacral_slope").metadata == {b"unit": b"deg"}
        rows = {row["result"]: row for row in read.to_pylist()}
        assert sorted(rows) == ["a10", "a9", "b", "x/b", "x/nobody", "x/y/b"]
        good, bad = rows["x/y/b"], rows["x/nobody"]
        assert (good["sacral_slope_low"], good["sacral_slope"], good["sacral_slope_high"]) == (14, 20, 26)
        assert (good["pelvic_tilt"], good["pelvic_tilt_reason"]) == (None, "hidden")
        assert (bad["error_code"], bad["sacral_slope"], bad["issues"]) == ("no_person", None, [])


def test_parquet_on_standard_output(tree, tmp_path, monkeypatch, fake_pipeline):
    pq = pytest.importorskip("pyarrow.parquet")
    from analyzer.cli import main  # noqa: PLC0415

    with (tmp_path / "table").open("wb") as file:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file))
        assert main(["analyze", str(tree), "--format", "parquet"]) == 0
    assert pq.read_table(tmp_path / "table").num_rows == 3


def test_parquet_needs_its_package(run, tree, monkeypatch):
    monkeypatch.setattr("analyzer.errors.find_spec", lambda name: None)
    status, out, err = run("analyze", tree, "--format", "parquet")
    assert (status, out) == (1, "")
    assert 'pip install "posture-analyzer[parquet]"' in err


# --- Disks --------------------------------------------------------------------------------------------


def test_files_in_work_of_processes_that_were_killed_are_cleared_away(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = disks.socket.gethostname()
    names = {
        f".posture-{host}-{gone.pid}-1-0.part": False,
        f".posture-{host}-{os.getpid()}-1-0.part": True,
        ".posture-elsewhere-1-1-0.part": True,
        ".posture-elsewhere-2-1-0.part": False,
        ".posture-notes.part": True,
    }
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    os.utime(tmp_path / ".posture-elsewhere-2-1-0.part", (1, 1))
    batch.OutputFolder(tmp_path)
    assert {name: (tmp_path / name).exists() for name in names} == names


def test_a_full_disk_says_so(run, tree, tmp_path, monkeypatch):
    def write_bytes(self, data):
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    run("analyze", tree, "--out", tmp_path / "out")
    monkeypatch.setattr(disks.LocalDisk, "prepare", lambda self: None)
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    status, out, err = run("analyze", tree, "--out", tmp_path / "out")
    assert status == 1
    assert len(read_lines(out)) == 3
    assert err.count("could not be written (No space left on device)") == 3
    assert str(tmp_path) not in err


@pytest.mark.filterwarnings("default")
def test_photos_and_results_at_urls(run, tree, tmp_path):
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.put(f"{tree / 'x'}/", "/photos/", recursive=True)
    status, out, _ = run("analyze", "memory://photos", "--recursive", "--out", "memory://out", "--no-overlay")
    assert status == 1
    assert [record["photo"]["name"] for record in read_lines(out)] == ["b.png", "nobody.png", "b.png"]
    written = [path for path in memory.find("/out") if path.endswith(".json")]
    assert written == ["/out/b.json", "/out/nobody.json", "/out/y/b.json"]
    assert "memory" not in out
    again = run(
        "analyze", "memory://photos", "--recursive", "--out", "memory://out", "--no-overlay", "--resume"
    )
    assert read_lines(again[1]) == read_lines(out)
    status, out, _ = run("analyze", "memory://photos/missing.png")
    assert read_lines(out)[0]["error"]["code"] == "unreadable_image"
    memory.rm("/photos", recursive=True)
    memory.rm("/out", recursive=True)


def test_addresses_that_nobody_knows(tmp_path):
    assert urls.is_url("s3://a/b") and urls.is_url("zip::s3://a/b")
    assert not urls.is_url(r"C:\a.jpg") and not urls.is_url("a:b.jpg") and not urls.is_url("/a://b")
    with pytest.raises(UnreadableImageError, match="begin with nonsense://"):
        urls.read("nonsense://a/b.jpg")
    with pytest.raises((OutputError, UnreadableImageError)):
        batch.OutputFolder("nonsense://a")


def test_urls_need_their_package(monkeypatch):
    monkeypatch.setattr("analyzer.errors.find_spec", lambda name: None)
    with pytest.raises(NotInstalledError, match="cluster"):
        urls.read("memory://a.jpg")


def test_signatures_tell_files_apart(tmp_path):
    one = make_photo(tmp_path / "a.png")
    assert batch.files.signature(one) == Signature.of(one.stat())
    assert batch.files.signature(tmp_path / "missing") is None
    assert batch.files.signature("memory://a") is None
    assert names_in(tmp_path) == ["a.png"]
