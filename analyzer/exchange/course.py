"""The course of one client as one table: a row for each visit, side and measure, for CSV and Parquet alike.

Rows are long, not wide: a measure that a later version adds is more rows, and no other column. What a visit
does not have is not in the table; what could not be measured is, with the reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from analyzer.errors import require_packages
from analyzer.exchange.cells import safe_cell
from analyzer.types.codes import MeasureName, ThomasLevel, ThomasName
from analyzer.types.intake import Intake
from analyzer.types.landmarks import Side
from analyzer.types.measures import Measure
from analyzer.types.pelvic_range import Estimate, PelvicRange
from analyzer.types.thomas import PelvisControl

CellKind = Literal["text", "whole", "number", "day"]
RowKind = Literal["stance", "direct_test", "pelvic_range", "answers"]
FORMATS: Final = (".csv", ".parquet")


class Column(NamedTuple):
    """A column: its name, what its cells hold, and what they mean."""

    name: str
    kind: CellKind
    meaning: str


COLUMNS: Final = (
    Column("day", "day", "day of the visit"),
    Column("visit", "whole", "number of the visit"),
    Column("kind", "text", "stance, direct_test, pelvic_range or answers"),
    Column("measure", "text", "code of the measure, or of the question"),
    Column("side", "text", "side of the body towards the camera: left or right"),
    Column("value", "number", "median over the photos; yes is 1 and no is 0"),
    Column("unit", "text", "unit of value, low, high and sd_within"),
    Column("low", "number", "lower end of the 95 % interval"),
    Column("high", "number", "upper end of the 95 % interval"),
    Column("sd_within", "number", "standard deviation when a person is compared with themself"),
    Column("method", "text", "code of how it was measured"),
    Column("missing_code", "text", "code of why there is no value"),
    Column("missing_because", "text", "why there is no value"),
    Column("photos", "whole", "how many photos the median is taken over"),
    Column("text", "text", "a level or an answer in words"),
    Column("camera_height_cm", "number", "of the visit: height of the lens above the floor"),
    Column("protocol", "text", "of the visit: name for stance and arms"),
    Column("analyzer_version", "text", "which version measured it"),
)
Row = dict[str, Any]
_RATING: Final = "rating_0_10"
_HOURS_DAY: Final = "hours_a_day"
_YES_NO: Final = "yes_no"
ANSWER_UNITS: Final[Mapping[str, str]] = {
    "low_back_pain": _RATING,
    "pain_strength": _RATING,
    "stress": _RATING,
    "hours_sitting": _HOURS_DAY,
    "hours_standing": _HOURS_DAY,
    "cycling_hours": "hours_a_week",
    "desk_work": _YES_NO,
}


@dataclass(frozen=True, slots=True)
class CourseVisit:
    """What the rows of one visit share."""

    day: date
    visit: int
    camera_height_cm: float | None = None
    protocol: str = ""


def stance_rows(
    visit: CourseVisit, side: Side, photos: int, measures: Mapping[MeasureName, Measure], version: str
) -> Iterator[Row]:
    """The medians of one side of the stance; ``side`` is where the person looks in the picture, which is also
    the side of the body that is seen."""
    for name, measure in measures.items():
        yield _row(visit, "stance", name, side=side, photos=photos, analyzer_version=version, **_of(measure))


def direct_test_rows(
    visit: CourseVisit,
    side: Side,
    measures: Mapping[ThomasName, Measure],
    *,
    photos: int,
    pelvis: PelvisControl,
    level: ThomasLevel,
    version: str,
) -> Iterator[Row]:
    """One side of the direct test: its medians, whether the pelvis was held, and what they say."""
    common = {"side": side, "photos": photos, "analyzer_version": version}
    for name, measure in measures.items():
        yield _row(visit, "direct_test", name, **common, **_of(measure))
    held = float(pelvis.controlled)
    yield _row(visit, "direct_test", "pelvis_controlled", **common, value=held, unit=_YES_NO)
    yield _row(visit, "direct_test", "level", **common, text=level)


def range_rows(visit: CourseVisit, found: PelvicRange) -> Iterator[Row]:
    """How far somebody tipped the pelvis in a film."""
    values: dict[str, tuple[Estimate, str]] = {
        "range": (found.range_deg, "deg"),
        "habitual_position": (found.position_pct, "pct_range"),
        "forward": (found.forward_deg, "deg"),
        "back": (found.back_deg, "deg"),
    }
    common = {"side": found.facing, "analyzer_version": found.provenance.analyzer_version}
    for name, (estimate, unit) in values.items():
        low, high = estimate.ci95
        yield _row(visit, "pelvic_range", name, **common, value=estimate.value, unit=unit, low=low, high=high)
    if found.curve_per_tilt is not None:
        numbers = dict(zip(("value", "low", "high"), found.curve_per_tilt, strict=True))
        yield _row(visit, "pelvic_range", "curve_per_tilt", **common, unit="deg_per_deg", **numbers)


def answer_rows(visit: CourseVisit, intake: Intake) -> Iterator[Row]:
    """What was answered about daily life and pain."""
    for item in fields(intake):
        answer = getattr(intake, item.name)
        if answer is None or answer in ("", ()):
            continue
        if isinstance(answer, tuple):  # areas of pain: each in words that programs read
            for area in answer:
                where = f"{area.view}.{area.region or 'painted'}"
                yield _row(visit, "answers", item.name, text=f"{where}: {area.kind}")
            continue
        if isinstance(answer, str):
            yield _row(visit, "answers", item.name, text=answer)
        else:
            yield _row(visit, "answers", item.name, value=float(answer), unit=ANSWER_UNITS[item.name])


def _row(visit: CourseVisit, kind: RowKind, measure: str, **cells: Any) -> Row:
    return {
        "day": visit.day,
        "visit": visit.visit,
        "kind": kind,
        "measure": measure,
        "camera_height_cm": visit.camera_height_cm,
        "protocol": visit.protocol or None,
        **cells,
    }


def _of(measure: Measure) -> Row:
    if measure.reason is not None:
        why = {"missing_code": measure.reason.code, "missing_because": measure.reason.message}
        return {"unit": measure.unit, **why}
    assert measure.ci95 is not None
    low, high = measure.ci95
    return {
        "value": measure.value,
        "unit": measure.unit,
        "low": low,
        "high": high,
        "sd_within": measure.sd_within,
        "method": measure.method,
    }


# --- Files ----------------------------------------------------------------------------------------------


def course_file(rows: Iterable[Row], suffix: str) -> bytes:
    """The table as a file of this kind: ``.csv`` or ``.parquet``.

    Raises
    ------
    ValueError
        There is no such kind.
    NotInstalledError
        PyArrow is not there, for Parquet.
    """
    if suffix not in FORMATS:
        raise ValueError(f"a course is written as {' or '.join(FORMATS)}, not {suffix!r}")
    return course_csv(rows) if suffix == ".csv" else course_parquet(rows)


def course_csv(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a mark by which Excel recognises it; no cell is taken for a formula. Numbers have all their
    digits, days are ``YYYY-MM-DD``."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([_csv_cell(row.get(column.name)) for column in COLUMNS] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return safe_cell(value) if isinstance(value, str) else value


def course_parquet(rows: Iterable[Row]) -> bytes:
    """Days are dates, numbers doubles, counts whole numbers, and what is missing is null. What a column means
    is in its metadata. Texts are as they were typed: nothing computes them.

    Raises
    ------
    NotInstalledError
        PyArrow is not there.
    """
    require_packages("parquet", "pyarrow")
    import pyarrow as pa  # noqa: PLC0415 - heavy, and an extra
    from pyarrow import parquet  # noqa: PLC0415

    kinds = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "day": pa.date32()}
    schema = pa.schema(
        [pa.field(name, kinds[kind], metadata={"meaning": meaning}) for name, kind, meaning in COLUMNS]
    )
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(list(rows), schema=schema), buffer, compression="zstd")
    return buffer.getvalue()
