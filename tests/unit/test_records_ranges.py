"""The range of the pelvis in the records: kept with a visit, in lists, timeline and export, and erased."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from records_cases import draft, new_photo
from sqlalchemy import select

from analyzer.exchange import from_fhir
from analyzer.pelvic_range import find_range
from analyzer.records import BadEntryError, DamagedError, Records
from analyzer.records.packing import pack
from analyzer.records.tables import PelvicRangeRow
from analyzer.types.pelvic_range import FailedRange, PelvicRange
from tests.unit.test_pelvic_range import samples

pytestmark = pytest.mark.usefixtures("few_rounds")


@pytest.fixture(scope="module")
def found() -> PelvicRange:
    return find_range(samples())


def test_it_is_kept_with_a_visit_and_stays_when_the_visit_changes(
    records: Records, found: PelvicRange
) -> None:
    client = records.add_client("K-1")
    other = replace(found, facing="right")
    visit = records.save_visit(client.id, draft(ranges=(found, other), day=date(2026, 5, 1)))
    assert records.visit(visit.id) == visit
    assert [kept.to_dict() for kept in visit.ranges] == [found.to_dict(), other.to_dict()]
    changed = records.save_visit(
        client.id, replace(visit.draft(), photos=(new_photo(1),), notes="more"), visit.id
    )
    assert changed.ranges == visit.ranges
    records.save_visit(client.id, draft(ranges=(other,), day=date(2026, 4, 1)))
    assert [(line.photos, line.ranges) for line in records.visits(client.id)] == [(1, 2), (0, 1)]
    points = records.range_timeline(client.id)
    assert [(point.day.month, point.found.facing) for point in points] == [
        (4, "right"),
        (5, "left"),
        (5, "right"),
    ]
    assert records.save_visit(client.id, replace(changed.draft(), ranges=()), visit.id).ranges == ()
    assert len(records.range_timeline(client.id)) == 1


def test_a_visit_keeps_six(records: Records, found: PelvicRange) -> None:
    client = records.add_client("K-1")
    visit = records.save_visit(client.id, draft(ranges=(found,) * 6))
    with pytest.raises(BadEntryError) as caught:
        records.save_visit(client.id, replace(visit.draft(), ranges=(found,) * 7), visit.id)
    assert "6 ranges" in caught.value.message
    assert records.visit(visit.id) == visit


def test_it_is_in_the_export_and_gone_with_an_erasure(records: Records, found: PelvicRange) -> None:
    client = records.add_client("K-1")
    visit = records.save_visit(client.id, draft(ranges=(found,)))
    with zipfile.ZipFile(BytesIO(records.export_client(client.id))) as packed:
        told = json.loads(packed.read("client.json"))
        assert told["visits"][0]["pelvic_ranges"] == [found.to_dict()]
        back = from_fhir(json.loads(packed.read("fhir.json")))
        assert [result["range"] for result in back] == [found.to_dict()["range"]]
        assert b"pelvic_range,habitual_position,left," in packed.read("course.csv")
    records.erase_visit(visit.id)
    with records._database.reading() as session:
        assert session.scalars(select(PelvicRangeRow.visit_id)).all() == []
    assert records.range_timeline(client.id) == ()


def test_one_that_is_damaged_is_said(records: Records, found: PelvicRange) -> None:
    client = records.add_client("K-1")
    visit = records.save_visit(client.id, draft(ranges=(found,)))
    failed = FailedRange(found.film, "pelvis_not_moved", "", found.provenance).to_dict()
    for spoilt in (pack({}), pack(failed), b"no"):
        with records._database.writing() as session:
            row = session.get(PelvicRangeRow, (visit.id, 0))
            assert row is not None
            row.result = spoilt
        with pytest.raises(DamagedError):
            records.visit(visit.id)
