"""The direct test in the records: kept with its results, both sides, over visits, and in the export."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from records_cases import draft, jpeg, new_photo

from analyzer.archive import archive_thomas_side, unarchive_thomas, unarchive_thomas_side
from analyzer.records import (
    BadEntryError,
    NewThomasPhoto,
    NotFoundError,
    Records,
    StoredPhoto,
    StoredThomasPhoto,
)
from analyzer.thomas import summarize_thomas
from analyzer.types.thomas import ThomasCorrections
from tests.unit.test_thomas_finding import HELD
from tests.unit.thomas_cases import analysis

pytestmark = pytest.mark.usefixtures("few_rounds")


def lying_photo(seed: int = 0, side: Any = "left", thigh: float = 10.0) -> NewThomasPhoto:
    """A photo of the direct test with an analysis."""
    found = analysis(side, thigh, name=f"{seed:064x}")
    return NewThomasPhoto(f"lying {seed}.jpg", jpeg(seed), found)


def test_both_kinds_of_photos_of_a_visit_are_kept_apart(records: Records) -> None:
    client = records.add_client("K-1")
    given = (lying_photo(2, "left", 12.0), lying_photo(3, "right", -4.0))
    visit = records.save_visit(client.id, draft(new_photo(1), thomas=given))
    assert records.visit(visit.id) == visit
    (stance,), (left, right) = visit.photos, visit.thomas
    assert isinstance(stance, StoredPhoto) and isinstance(left, StoredThomasPhoto)
    assert [photo.analysis for photo in visit.thomas] == [photo.analysis for photo in given]
    # What is needed to draw it again is there, too.
    hip = left.analysis.geometry.points_px["hip"]
    assert tuple(hip) == tuple(given[0].analysis.geometry.points_px["hip"])
    assert records.photo_data(right.id) == jpeg(3)
    (line,) = records.visits(client.id)
    assert (line.photos, line.thomas) == (1, 2)
    assert len(records.timeline(client.id)) == 1


def test_photos_stay_are_corrected_and_go_by_themselves(records: Records) -> None:
    client = records.add_client("K-1")
    visit = records.save_visit(
        client.id, draft(new_photo(1), thomas=(lying_photo(2), lying_photo(3, thigh=2.0)))
    )
    first, second = visit.thomas
    corrections = ThomasCorrections({"knee": (412.5, 630.0)})
    corrected = replace(second, analysis=replace(second.analysis, corrections=corrections))
    changed = records.save_visit(client.id, replace(visit.draft(), thomas=(corrected,)), visit.id)
    assert [photo.id for photo in changed.thomas] == [second.id]
    assert changed.thomas[0].analysis.corrections == corrections
    assert changed.photos == visit.photos
    with pytest.raises(NotFoundError):
        records.photo_data(first.id)
    # One kind never takes the place of the other.
    swapped = StoredThomasPhoto(visit.photos[0].id, visit.id, "a", "", 0, first.analysis)
    with pytest.raises(NotFoundError):
        records.save_visit(client.id, replace(changed.draft(), thomas=(swapped,)), visit.id)
    assert records.visit(visit.id) == changed
    records.erase_visit(visit.id)
    assert records.thomas_timeline(client.id) == ()


def test_five_photos_of_a_side_have_room(records: Records) -> None:
    client = records.add_client("K-1")
    sides = [*(["left"] * 5), *(["right"] * 5)]
    photos = tuple(lying_photo(number, side) for number, side in enumerate(sides))
    visit = records.save_visit(client.id, draft(thomas=photos))
    assert len(visit.thomas) == 10
    with pytest.raises(BadEntryError) as caught:
        more = (*visit.thomas, lying_photo(10, "right"))
        records.save_visit(client.id, replace(visit.draft(), thomas=more), visit.id)
    assert "right side" in caught.value.message
    assert records.visit(visit.id) == visit


def test_the_medians_of_each_side_stand_in_the_timeline(records: Records) -> None:
    client = records.add_client("K-1")
    later = tuple(lying_photo(number, "left", thigh) for number, thigh in enumerate((8.0, 9.0, 13.0)))
    records.save_visit(client.id, draft(thomas=later, day=date(2026, 5, 1)))
    records.save_visit(client.id, draft(thomas=(lying_photo(7, "right", -3.0),), day=date(2026, 4, 1)))
    right, left = records.thomas_timeline(client.id)
    assert (right.side, right.photos, right.day) == ("right", 1, date(2026, 4, 1))
    assert (left.side, left.photos, left.analyzer_version) == ("left", 3, "0")
    expected = summarize_thomas([photo.analysis for photo in later]).left
    assert expected is not None
    assert left.measures == expected.measures
    assert (left.pelvis, left.level) == (expected.pelvis, expected.finding.level)
    assert left.measures["thigh_angle"].value == pytest.approx(
        later[1].analysis.measures["thigh_angle"].value
    )


def test_a_side_of_an_older_version_says_what_it_lacks() -> None:
    side = summarize_thomas([analysis()]).left
    assert side is not None
    record = archive_thomas_side(side.measures, HELD, "borderline")
    del record["measures"]["trunk_to_table"]
    measures, pelvis, level = unarchive_thomas_side(json.loads(json.dumps(record)))
    assert (pelvis, level) == (HELD, "borderline")
    assert measures["thigh_angle"] == side.measures["thigh_angle"]
    assert measures["trunk_to_table"].reason is not None
    assert measures["trunk_to_table"].reason.code == "not_measured_then"
    with pytest.raises(ValueError, match="not complete"):
        unarchive_thomas_side({"measures": {}})
    with pytest.raises(ValueError, match="has to be one of"):
        unarchive_thomas_side(record | {"level": "of another version"})


def test_the_export_holds_photos_results_and_tables(records: Records) -> None:
    client = records.add_client("K-1")
    photos = (lying_photo(2, "left", 12.0), lying_photo(3, "right", -4.0))
    visit = records.save_visit(client.id, draft(new_photo(1), thomas=photos))
    with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
        assert packed.testzip() is None
        told = json.loads(packed.read("client.json"))["visits"][0]
        assert len(told["photos"]) == 1
        for photo, stored in zip(told["direct_test"], visit.thomas, strict=True):
            assert packed.read(photo["file"]) == records.photo_data(stored.id)
            again = unarchive_thomas(json.loads(packed.read(f"{photo['file']}.json")))
            assert again == stored.analysis
            assert again.to_dict() == photo["analysis"]
        tables = [
            list(csv.DictReader(io.StringIO(packed.read(f"direct_test/{name}.csv").decode("utf-8-sig"))))
            for name in ("measures", "timeline")
        ]
    for table in tables:
        thighs = [(row["side"], float(row["value"])) for row in table if row["measure"] == "thigh_angle"]
        assert [side for side, _ in thighs] == ["left", "right"]
        assert thighs[0][1] > 5.0
        assert thighs[1][1] < 0.0


def test_without_a_direct_test_the_export_has_no_folder_for_it(records: Records) -> None:
    client = records.add_client("K-1")
    records.save_visit(client.id, draft(new_photo(1)))
    with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
        assert not [name for name in packed.namelist() if name.startswith("direct_test")]
