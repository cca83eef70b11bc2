"""Reports stay with their visit as they were handed over, and go with it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from records_cases import DAY, new_records
from test_records_erasure import decrypted

from analyzer.records import NotFoundError, VisitDraft
from analyzer.records.reports import MOST_REPORTS

pytestmark = pytest.mark.usefixtures("few_rounds")

WORDS = "Well done, until the day after tomorrow at the mill."
REPORT = b"%PDF-1.7 a report that nobody mistakes" * 400


def test_a_report_stays_as_it_was_handed_over(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        client = records.add_client("K-1")
        visit = records.save_visit(client.id, VisitDraft(DAY))
        kept = records.keep_report(visit.id, "PDF", REPORT, WORDS)
        later = records.keep_report(visit.id, "HTML", b"<p>", "")
        assert records.reports(visit.id) == (later, kept)
        assert (kept.kind, kept.size_bytes, kept.words) == ("PDF", len(REPORT), WORDS)
        assert records.report_data(kept.id) == REPORT
        records.save_visit(client.id, VisitDraft(DAY, notes="changed"), visit.id)
        assert records.reports(visit.id) == (later, kept)
        with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
            names = [name for name in packed.namelist() if name.startswith("reports/")]
            assert sorted(packed.read(name) for name in names) == sorted((b"<p>", REPORT))


def test_the_newest_dozen_stay(tmp_path: Path) -> None:
    with new_records(tmp_path) as records:
        visit = records.save_visit(records.add_client("K-1").id, VisitDraft(DAY))
        made = [records.keep_report(visit.id, "PDF", bytes([n]), "") for n in range(MOST_REPORTS + 3)]
        assert [line.id for line in records.reports(visit.id)] == [line.id for line in made[:2:-1]]
        with pytest.raises(NotFoundError):
            records.report_data(made[0].id)


@pytest.mark.parametrize("whole", [True, False], ids=["client", "visit"])
def test_nothing_of_a_report_stays_after_an_erasure(tmp_path: Path, whole: bool) -> None:
    with new_records(tmp_path) as records:
        client = records.add_client("K-1")
        visit = records.save_visit(client.id, VisitDraft(DAY))
        kept = records.keep_report(visit.id, "PDF", REPORT, WORDS)
        file = tmp_path / "practice" / "clients.records"
        assert WORDS.encode() in decrypted(file)
        if whole:
            records.erase_client(client.id)
        else:
            records.erase_visit(visit.id)
        plain = decrypted(file)
        assert WORDS.encode() not in plain
        assert REPORT[:38] not in plain
        with pytest.raises(NotFoundError):
            records.report_data(kept.id)


def test_a_report_needs_its_visit(tmp_path: Path) -> None:
    with new_records(tmp_path) as records, pytest.raises(NotFoundError):
        records.keep_report(7, "PDF", REPORT, "")
