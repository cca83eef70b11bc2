"""All of one client in a ZIP, and nothing of another."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from records_cases import analysis, draft, jpeg, new_photo

from analyzer.archive import unarchive
from analyzer.exchange import from_fhir
from analyzer.exchange.cells import safe_cell
from analyzer.records import NewPhoto, Records
from analyzer.records.export import safe_name
from analyzer.types.intake import Intake

pytestmark = pytest.mark.usefixtures("few_rounds")


def _rows(packed: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = packed.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_everything_of_one_client(records: Records) -> None:
    other = records.add_client("other", "Somebody Else")
    records.save_visit(other.id, draft(new_photo(9), notes="not yours"))
    client = records.add_client("K-1", "Ana Ñandú", "a note")
    records.save_visit(
        client.id,
        draft(new_photo(1, 5.0), new_photo(2, 7.0), new_photo(3, 1.0, "left"), day=date(2026, 1, 2)),
    )
    records.save_visit(
        client.id,
        draft(
            new_photo(4, name="../../evil.jpg"),
            day=date(2026, 2, 3),
            camera_height_cm=95.0,
            protocol="arms folded",
            intake=Intake(stress=3),
            notes="wörds",
            exercises=("glute_bridge",),
        ),
    )
    data = records.export_client(client.id, {"report.pdf": b"%PDF", "../README.txt": b"mine"})
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert not any(name.startswith("/") or ".." in name for name in names)
        assert packed.read("report.pdf") == b"%PDF" and packed.read("README-2.txt") == b"mine"
        told = json.loads(packed.read("client.json"))
        assert told["schema"] == "posture-client/1"
        assert (told["client"]["code"], told["client"]["name"]) == ("K-1", "Ana Ñandú")
        first, second = told["visits"]
        assert (first["day"], second["day"]) == ("2026-01-02", "2026-02-03")
        assert (second["notes"], second["intake"]["stress"]) == ("wörds", 3)
        assert (second["exercises"], second["protocol"]) == (["glute_bridge"], "arms folded")
        seeds = iter((1, 2, 3, 4))
        for visit in told["visits"]:
            for photo in visit["photos"]:
                seed = next(seeds)
                stored = packed.read(photo["file"])
                assert stored == jpeg(seed)
                assert photo["sha256"] == hashlib.sha256(stored).hexdigest()
                full = packed.read(f"analyses/{photo['file'].removeprefix('photos/')}.json")
                again = unarchive(json.loads(full))
                assert again.to_dict() == photo["analysis"]
                assert again.photo.sha256 == f"{seed:064x}"
        back = from_fhir(json.loads(packed.read("fhir.json")))
        assert [result["measures"] for result in back] == [
            photo["analysis"]["measures"] for visit in told["visits"] for photo in visit["photos"]
        ]
        everything = b"".join(packed.read(name) for name in names)
    assert b"Somebody" not in everything and b"not yours" not in everything and jpeg(9) not in everything


def test_tables(records: Records) -> None:
    client = records.add_client("K-1")
    records.save_visit(client.id, draft(new_photo(1, -5.0), new_photo(2, -7.0), new_photo(3, 1.0, "left")))
    with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
        photos, medians = _rows(packed, "measures.csv"), _rows(packed, "timeline.csv")
        assert packed.read("measures.csv").startswith(b"\xef\xbb\xbf")
    knees = [row for row in photos if row["measure"] == "knee_angle"]
    assert [(row["facing"], row["value"]) for row in knees] == [
        ("right", "-4.67"), ("right", "-6.67"), ("left", "1.33"),
    ]  # fmt: skip
    assert float(knees[0]["low"]) < float(knees[0]["value"]) < float(knees[0]["high"])
    depth = next(row for row in photos if row["measure"] == "lumbar_depth")
    assert depth["value"] == "" and depth["missing_because"] == "Loose clothes."
    right = next(row for row in medians if row["measure"] == "knee_angle" and row["facing"] == "right")
    assert (right["value"], right["photos"]) == ("-5.67", "2")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_a_formula(records: Records, begin: str) -> None:
    name = f'{begin}HYPERLINK("http:evil","x").jpg'
    assert safe_cell(name) == f"'{name}"
    client = records.add_client("K-1")
    photo = NewPhoto(name.replace("/", ""), jpeg(1), analysis())
    records.save_visit(client.id, draft(photo))
    with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
        for row in _rows(packed, "measures.csv"):
            for key, cell in row.items():
                if key not in ("value", "low", "high", "sd_within"):
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.jpg", "a.jpg"),
        ("C:\\x\\a.jpg", "a.jpg"),
        ("../..", "file"),
        ("", "file"),
        ('a<b>:"|?*.jpg', "a_b______.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("日本 🙂.jpg", "日本 🙂.jpg"),
        ("a.", "a"),
    ],
)
def test_file_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_nothing_is_written_to_the_disk(records: Records, tmp_path: Path) -> None:
    client = records.add_client("K-1")
    records.save_visit(client.id, draft(new_photo(1)))
    before = sorted(tmp_path.rglob("*"))
    records.export_client(client.id)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_client_without_visits(records: Records) -> None:
    client = records.add_client("K-1")
    with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
        assert json.loads(packed.read("client.json"))["visits"] == []
        assert _rows(packed, "measures.csv") == []
