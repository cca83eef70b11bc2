"""``python -m analyzer export``: files in, a bundle out, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from test_exchange import direct_test, standing, without_name

from analyzer.cli.program import main


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A folder as ``analyze --out`` leaves it."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name, record in (("a", standing()), ("b", direct_test())):
        (folder / f"{name}.json").write_text(json.dumps(record), "utf-8")
    (folder / "a.overlay.png").write_bytes(b"no photo to be read")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    status = main(["export", *arguments])
    printed = capsys.readouterr()
    return status, [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_there_and_back(results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "new" / "bundle.json"
    options = ["--client", "K-7", "--name", "王小明", "--sex", "female", "--birth-year", "1990"]
    status, (record,), _ = run(capsys, str(results), "--fhir", str(out), "--date", "2026-03-09", *options)
    assert (status, record["error"], record["results"]) == (0, None, 2)
    bundle = Bundle.model_validate_json(out.read_bytes())
    (patient,) = [item.resource for item in bundle.entry if item.resource.get_resource_type() == "Patient"]
    assert (patient.name[0].text, patient.gender) == ("王小明", "female")
    assert '"2026-03-09"' in out.read_text("utf-8")
    status, back, _ = run(capsys, "--read", str(out))
    assert (status, back) == (0, [without_name(standing()), without_name(direct_test())])


def test_what_cannot_be_used_is_said_and_the_rest_is_written(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (results / "c.json").write_text("{}", "utf-8")
    status, (record,), said = run(capsys, str(results), "--fhir", str(tmp_path / "b.json"))
    assert (status, record["results"]) == (1, 2)
    assert "c.json is no result of an analysis" in said


def test_a_report_goes_with_one_result_only(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.7 kept")
    out = tmp_path / "b.json"
    status, (record,), _ = run(capsys, str(results), "--fhir", str(out), "--report", str(report))
    assert (status, out.exists()) == (1, False)
    assert "one result" in record["error"]["message"]
    status, _, _ = run(capsys, str(results / "a.json"), "--fhir", str(out), "--report", str(report))
    assert status == 0
    assert "JVBERi0xLjcga2VwdA==" in out.read_text("utf-8")


def test_a_place_that_cannot_be_written_is_said(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    status, (record,), said = run(capsys, str(results), "--fhir", str(results / "a.json" / "b.json"))
    assert (status, record["error"]["code"]) == (1, "output_not_writable")
    assert "could not be saved" in said
    assert json.loads((results / "a.json").read_text("utf-8")) == standing()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"resourceType": "Bundle", "entry": []}', "[" * 100_000])
def test_what_is_no_bundle_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "some.json"
    path.write_text(text, "utf-8")
    status, printed, said = run(capsys, "--read", str(path))
    assert (status, printed) == (1, [])
    assert "some.json is no FHIR bundle of results" in said


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x.json"],
        ["--fhir", "b.json"],
        ["x.json", "--read", "b.json"],
        ["x.json", "--fhir", "b.json", "--name", "Anna"],
        ["x.json", "--fhir", "b.json", "--client", "K", "--birth-year", "90"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main(["export", *arguments])
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err
