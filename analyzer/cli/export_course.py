"""``export --course``: results of one client as one table. Without visits that say so, a day is a visit."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast

from analyzer.compare.several_photos import summarize
from analyzer.errors import UnreadableImageError
from analyzer.exchange.course import (
    CourseVisit,
    Row,
    answer_rows,
    course_file,
    direct_test_rows,
    range_rows,
    stance_rows,
)
from analyzer.language import tr
from analyzer.measures import TABLE
from analyzer.report.stored import StoredResult, StoredTest, result_from_dict, thomas_from_dict
from analyzer.thomas import summarize_thomas
from analyzer.types import Analysis, Measure
from analyzer.types.analysis import SCHEMA as STANDING
from analyzer.types.codes import MeasureName
from analyzer.types.intake import Intake
from analyzer.types.outside import MOST_BYTES, read_json
from analyzer.types.pelvic_range import SCHEMA as RANGE
from analyzer.types.pelvic_range import PelvicRange, range_from_dict
from analyzer.types.texts import reason
from analyzer.types.thomas import SCHEMA as DIRECT_TEST

CLIENT: Final = "posture-client/1"


@dataclass(slots=True)
class _Visit:
    """What was measured at one visit."""

    about: CourseVisit
    stance: list[StoredResult] = field(default_factory=list)
    tests: list[StoredTest] = field(default_factory=list)
    ranges: list[PelvicRange] = field(default_factory=list)
    intake: Intake = field(default_factory=Intake)


def course_of(records: Sequence[Mapping[str, Any]], day: date | None, suffix: str) -> bytes:
    """The table as a file: of an exported client, or of results, each on its day.

    Parameters
    ----------
    records : sequence of mapping
        Results, or one exported client (``posture-client/1``), as `usable` lets through.
    day : date or None
        Of all results; without it, that of each analysis.
    suffix : {".csv", ".parquet"}
    """
    visits: list[_Visit] = []
    by_day: dict[date, _Visit] = {}
    for record in records:
        if record["schema"] == CLIENT:
            visits += (_visit_of(visit) for visit in record["visits"])
            continue
        when = day or datetime.fromisoformat(record["provenance"]["created_utc"]).date()
        _add(by_day.setdefault(when, _Visit(CourseVisit(when, 0))), record)
    for number, when in enumerate(
        sorted(by_day), 1 + max((visit.about.visit for visit in visits), default=0)
    ):
        by_day[when].about = CourseVisit(when, number)
        visits.append(by_day[when])
    visits.sort(key=lambda visit: (visit.about.day, visit.about.visit))
    return course_file((row for visit in visits for row in _rows(visit)), suffix)


def read_client(path: Path) -> dict[str, Any]:
    """The client in a ZIP that the app exported.

    Raises
    ------
    UnreadableImageError
        It is no such ZIP.
    """
    try:
        with zipfile.ZipFile(path) as packed, packed.open("client.json") as member:
            return usable(read_json(member.read(MOST_BYTES + 1)))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        message = tr(
            "{name} is no export of a client. Please give the ZIP that the app exports.", name=path.name
        )
        raise UnreadableImageError(message) from None


def usable(record: Any) -> dict[str, Any]:
    """The record itself, when rows can be made of it; `ValueError` otherwise."""
    no_result = "this is no result of an analysis"
    if not isinstance(record, dict):
        raise ValueError(no_result)
    try:
        if record.get("schema") == CLIENT:
            for visit in record["visits"]:
                list(_rows(_visit_of(visit)))
        else:
            datetime.fromisoformat(record["provenance"]["created_utc"])
            _add(visit := _Visit(CourseVisit(date.min, 0)), record)
            list(_rows(visit))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(no_result) from error
    return record


def _visit_of(record: Mapping[str, Any]) -> _Visit:
    """A visit of an exported client."""
    about = CourseVisit(
        date.fromisoformat(record["day"]),
        int(record["visit"]),
        record["camera_height_cm"],
        record["protocol"],
    )
    visit = _Visit(about, intake=Intake.from_dict(record["intake"]))
    for photo in (*record["photos"], *record["direct_test"]):
        _add(visit, photo["analysis"])
    for found in record.get("pelvic_ranges", ()):
        _add(visit, found)
    return visit


def _add(visit: _Visit, record: Mapping[str, Any]) -> None:
    schema = record["schema"]
    if record["error"] is not None:
        raise ValueError(f"this is no result of an analysis: {record['error']['message']}")
    if schema == STANDING:
        visit.stance.append(result_from_dict(record))
    elif schema == DIRECT_TEST:
        visit.tests.append(cast(StoredTest, thomas_from_dict(record)))
    elif schema == RANGE:
        visit.ranges.append(cast(PelvicRange, range_from_dict(record)))
    else:
        raise ValueError("this is no result of an analysis")


def _rows(visit: _Visit) -> Iterator[Row]:
    for side in ("left", "right"):
        of_side = [result for result in visit.stance if result.view.facing == side]
        if of_side:
            photos, measures = _medians(of_side)
            version = max(of_side, key=lambda each: each.provenance.created_utc).provenance.analyzer_version
            yield from stance_rows(visit.about, of_side[0].view.facing, photos, measures, version)
    if visit.tests:
        test = summarize_thomas(visit.tests)
        for tested in (test.left, test.right):
            if tested is not None:
                newest = max(
                    (visit.tests[i].provenance for i in tested.used), key=lambda made: made.created_utc
                )
                yield from direct_test_rows(
                    visit.about,
                    tested.side,
                    tested.measures,
                    photos=len(tested.used),
                    pelvis=tested.pelvis,
                    level=tested.finding.level,
                    version=newest.analyzer_version,
                )
    for found in visit.ranges:
        yield from range_rows(visit.about, found)
    yield from answer_rows(visit.about, visit.intake)


def _medians(results: Sequence[StoredResult]) -> tuple[int, Mapping[MeasureName, Measure]]:
    """How many photos count, and the medians over them; what an older version did not measure is missing."""
    if len(results) == 1:
        return 1, results[0].measures
    absent = {
        name: Measure(name, spec.unit, reason=reason("not_measured_then")) for name, spec in TABLE.items()
    }
    whole = [
        StoredResult(
            each.photo, each.view, absent | dict(each.measures), each.shortened_psoas, each.provenance
        )
        for each in results
    ]
    summary = summarize(cast(Sequence[Analysis], whole))
    return len(summary.used), summary.measures
