"""The course of a client as one table: from the records, from the export of a client, and from results."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from records_cases import analysis, draft, new_photo

from analyzer.cli.program import main
from analyzer.exchange.course import (
    COLUMNS,
    CourseVisit,
    answer_rows,
    course_csv,
    course_file,
    course_parquet,
)
from analyzer.measures import TABLE
from analyzer.records import NotFoundError, Records
from analyzer.types.intake import Intake
from tests.unit.test_pelvic_range import find_range, samples
from tests.unit.test_records_thomas import lying_photo

pytestmark = pytest.mark.usefixtures("few_rounds")

EVIL = ("=HYPERLINK(1)", "+1", "-1+cmd", "@SUM(A1)", "\tx")


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def kept(records: Records) -> int:
    """A client with two visits: stance of both sides and answers, then the direct test alone."""
    client = records.add_client("K-1", "Ana Ñandú")
    first = (new_photo(1, 5.0), new_photo(2, 7.0), new_photo(3, 1.0, "left"))
    answered = Intake(low_back_pain=6, desk_work=False, other_sport="=SUM(A1)")
    more: dict[str, Any] = {"camera_height_cm": 95.0, "protocol": "-arms"}
    records.save_visit(client.id, draft(*first, day=date(2026, 1, 2), intake=answered, **more))
    lying = (lying_photo(4, "left", 12.0), lying_photo(5, "left", 8.0), lying_photo(6, "right", -3.0))
    records.save_visit(client.id, draft(thomas=lying, day=date(2026, 2, 3)))
    return client.id


def test_a_row_for_each_visit_side_and_measure(records: Records) -> None:
    rows = read_csv(records.course(kept(records)))
    assert list(rows[0]) == [column.name for column in COLUMNS]
    stance = [row for row in rows if row["kind"] == "stance"]
    assert [(row["side"], row["measure"]) for row in stance] == [
        (side, name) for side in ("left", "right") for name in TABLE
    ]
    (tilt,) = [row for row in stance if (row["side"], row["measure"]) == ("right", "pelvic_tilt")]
    (point,) = [point for point in records.timeline(1) if point.side == "right"]
    median = point.measures["pelvic_tilt"]
    assert median.ci95 is not None
    found = tuple(float(tilt[name]) for name in ("value", "low", "high", "sd_within"))
    assert found == (median.value, *median.ci95, median.sd_within)  # to the last digit
    assert (tilt["day"], tilt["visit"], tilt["photos"], tilt["unit"]) == ("2026-01-02", "1", "2", "deg")
    assert (tilt["camera_height_cm"], tilt["protocol"]) == ("95.0", "'-arms")
    (depth,) = [row for row in stance if (row["side"], row["measure"]) == ("left", "lumbar_depth")]
    assert (depth["value"], depth["missing_code"]) == ("", "loose_clothing")
    assert depth["missing_because"] == "Loose clothes."
    test = {(row["side"], row["measure"]): row for row in rows if row["kind"] == "direct_test"}
    assert (test["left", "thigh_angle"]["photos"], test["right", "thigh_angle"]["photos"]) == ("2", "1")
    assert float(test["left", "thigh_angle"]["value"]) == pytest.approx(10.0, abs=0.5)
    assert test["right", "pelvis_controlled"]["value"] == "1.0"
    assert test["right", "level"]["text"] == records.thomas_timeline(1)[1].level
    answers = {row["measure"]: (row["value"], row["unit"], row["text"]) for row in rows[2 * len(TABLE) :]}
    assert answers["low_back_pain"] == ("6.0", "rating_0_10", "")
    assert (answers["desk_work"], answers["other_sport"][2]) == (("0.0", "yes_no", ""), "'=SUM(A1)")
    assert b"Ana" not in records.course(1) and b"K-1" not in records.course(1)
    with pytest.raises(NotFoundError):
        records.course(9)


def test_parquet_has_types_and_texts_as_they_were_typed(records: Records) -> None:
    table = parquet.read_table(io.BytesIO(records.course(kept(records), ".parquet")))
    assert table.schema.field("day").type == pa.date32()
    assert table.schema.field("photos").type == pa.int64()
    assert table.schema.field("value").type == pa.float64()
    assert table.schema.field("unit").metadata[b"meaning"].startswith(b"unit of value")
    rows = table.to_pylist()
    flat = read_csv(records.course(1))
    assert [row["value"] for row in rows] == [float(row["value"]) if row["value"] else None for row in flat]
    assert {row["text"] for row in rows if row["measure"] == "other_sport"} == {"=SUM(A1)"}
    assert rows[0]["day"] == date(2026, 1, 2)


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_is_a_formula(text: str) -> None:
    visit = CourseVisit(date(2026, 1, 2), 1, protocol=text)
    rows = list(answer_rows(visit, Intake(notes=text, stress=3)))
    (notes,) = [row for row in read_csv(course_csv(rows)) if row["measure"] == "notes"]
    assert notes["protocol"] == f"'{text}"
    assert notes["text"] == (f"'{text}" if text.strip() == text else text.strip())


def test_an_empty_course_has_a_head_and_other_files_are_refused() -> None:
    assert read_csv(course_csv([])) == []
    assert parquet.read_table(io.BytesIO(course_parquet([]))).num_rows == 0
    with pytest.raises(ValueError, match=r"\.csv or \.parquet"):
        course_file([], ".xlsx")


# --- The command ----------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    status = main(["export", *arguments])
    printed = capsys.readouterr()
    return status, [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_the_export_of_a_client_gives_the_same_table(
    records: Records, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed, out = tmp_path / "K-1.zip", tmp_path / "course.csv"
    packed.write_bytes(records.export_client(kept(records)))
    status, (record,), _ = run(capsys, str(packed), "--course", str(out))
    assert (status, record["error"], record["file"]) == (0, None, "course.csv")
    mine, stored = read_csv(out.read_bytes()), read_csv(records.course(1))
    assert len(mine) == len(stored)
    for one, other in zip(mine, stored, strict=True):
        numbers = ("value", "low", "high", "sd_within")
        assert {**one, **dict.fromkeys(numbers)} == {**other, **dict.fromkeys(numbers)}
        for name in numbers:  # client.json holds two decimals, the medians are made of those
            assert bool(one[name]) == bool(other[name])
            assert float(one[name] or 0) == pytest.approx(float(other[name] or 0), abs=0.02)


def test_results_of_one_day_are_a_visit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    found = find_range(samples()).to_dict()
    results = {
        "a": analysis(5.0, sha="aa").to_dict(),
        "b": analysis(7.0, sha="bb").to_dict(),
        "c": lying_photo(4, "left", 12.0).analysis.to_dict(),
        "d": found,
        "e": {**found, "provenance": {**found["provenance"], "created_utc": "2027-05-06T07:08:09+00:00"}},
    }
    del results["a"]["measures"]["knee_angle"]  # as an older version wrote it
    found["provenance"]["created_utc"] = "2026-01-02T03:04:05+00:00"
    results["c"]["provenance"]["created_utc"] = "2026-01-02T09:00:00+00:00"
    for name, record in results.items():
        (folder / f"{name}.json").write_text(json.dumps(record), "utf-8")
    (folder / "f.json").write_text("{}", "utf-8")
    status, _, said = run(capsys, str(folder), "--course", str(tmp_path / "c.parquet"))
    assert status == 1 and "f.json is no result" in said
    rows = parquet.read_table(tmp_path / "c.parquet").to_pylist()
    visits = {(row["visit"], row["day"].isoformat(), row["kind"]) for row in rows}
    assert visits == {
        *((1, "2026-01-02", kind) for kind in ("stance", "direct_test", "pelvic_range")),
        (2, "2027-05-06", "pelvic_range"),
    }
    (tilt,) = [row for row in rows if row["measure"] == "pelvic_tilt"]
    assert (tilt["photos"], tilt["value"]) == (2, 8.0)
    (ranges,) = [row for row in rows if row["measure"] == "range" and row["visit"] == 1]
    assert (ranges["value"], ranges["low"], ranges["unit"]) == (
        found["range"]["value"],
        found["range"]["ci95"][0],
        "deg",
    )
    status, _, _ = run(
        capsys, str(folder / "a.json"), "--course", str(tmp_path / "d.csv"), "--date", "2026-03-09"
    )
    assert {row["day"] for row in read_csv((tmp_path / "d.csv").read_bytes())} == {"2026-03-09"}


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_what_is_no_export_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    status, (record,), _ = run(capsys, str(path), "--course", str(tmp_path / "c.csv"))
    assert (status, (tmp_path / "c.csv").exists()) == (1, False)
    assert "no export of a client" in record["error"]["message"]


def test_another_ending_is_wrong_usage(tmp_path: Path) -> None:
    for more in (["--course", "a.xlsx"], ["--course", "a.csv", "--client", "K"], ["--course", "a.csv"]):
        given = [] if more == ["--course", "a.csv"] else ["a.json"]
        with pytest.raises(SystemExit) as ended:
            main(["export", *given, *more])
        assert ended.value.code == 2
