"""The report of a visit: offered on its page, and part of the export of a client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from analyzer.errors import PostureError
from analyzer.language import mark, tr
from ui.records.accesses import note_taken, who_is_there
from ui.records.comparing import earlier_visit
from ui.records.details import beside_own
from ui.records.direct import earlier_sides
from ui.records.visit_photos import psoas_of
from ui.records.visit_range import earlier_ranges
from ui.report.choices import Choices
from ui.report.panel import MIME, Kind, report_file, show_report_panel
from ui.text import day_words

if TYPE_CHECKING:
    from analyzer.records import Client, Records, Visit, VisitLine
    from analyzer.report import ReportContent, ReportPhoto
    from analyzer.types.codes import Facing

PANELS: Final = "visit_"
"""How the keys of the panels of visits begin."""
_MOST_REPORTS: Final = 10
"""Visits of which an export holds a report, the newest: each takes up to two seconds."""
KEPT: Final = mark(
    "Each report that is made here stays with the visit as it was handed over, with your words in it."
)
NOT_MADE: Final = mark(
    "The report of this visit could not be made. Everything that it is made of is in this export.\n"
)


def show_report(records: Records, client: Client, visit: Visit) -> None:
    """The panel that makes the report of a visit, as PDF or HTML, and the reports that were handed over."""
    handed, who = records.reports(visit.id), who_is_there()

    def keep(choices: Choices, kind: Kind, made: bytes) -> object:
        note_taken(records, client.id, who, "handed_over")
        return records.keep_report(visit.id, kind, made, choices.notes) if records.may("write") else None

    show_report_panel(
        lambda choices: content_of(records, visit, choices),
        f"{PANELS}{visit.id}",
        start=_first_choices(client, visit, handed[0].words if handed else ""),
        suggested=given_now(records, visit),
        psoas=psoas_of(visit),
        keep=keep,
        drawn=any(stored.analysis.drawings for stored in visit.photos),
    )
    if records.may("write"):
        st.caption(tr(KEPT))
    for report in handed:
        when = report.made_utc.astimezone()
        st.download_button(
            tr(
                "Handed over {day}, {time} ({kind})",
                day=day_words(when.date()),
                time=f"{when:%H:%M}",
                kind=report.kind,
            ),
            partial(_hand_over_again, records, client.id, report.id, who),
            f"posture_report_{when:%Y-%m-%d_%H%M}.{report.kind.lower()}",
            MIME[report.kind],
            on_click="ignore",
            icon=":material/history:",
            key=f"handed_{report.id}",
        )


def _hand_over_again(records: Records, client_id: int, report_id: int, who: str) -> bytes:
    """A report as it was handed over; it is noted who took it."""
    note_taken(records, client_id, who, "handed_over")
    return records.report_data(report_id)


def given_now(records: Records, visit: Visit) -> tuple[str, ...]:
    """Exercises that were given at a visit, then those of the client's plan that are done now."""
    plan = (each.exercise for each in records.plans.of(visit.client_id) if each.ended is None)
    return tuple(dict.fromkeys((*visit.exercises, *plan)))


def content_of(records: Records, visit: Visit, choices: Choices) -> ReportContent:
    """What the report of a visit is made of: one side, the visit before that shows it, and the direct test.

    Raises
    ------
    PostureError
        Something cannot be read from the records.
    """
    plan = records.plans.of(visit.client_id)
    tested = {**_direct_test(records, visit), **_ranges(records, visit)}
    more: dict[str, object] = {"intake": visit.intake, "plan": plan, **tested}
    if not visit.photos:
        return choices.content((), **more)
    last = earlier_visit(records.timeline(visit.client_id), visit.id)
    side = last.side if last is not None else _most_seen(visit)
    if last is not None:
        more |= {"before": _photos(records, records.visit(last.visit_id), side), "before_day": last.day}
    return choices.content(_photos(records, visit, side), **more)


def report_files(
    records: Records, client: Client, visits: Sequence[VisitLine], start: Choices
) -> dict[str, bytes]:
    """A report for each of the newest visits that have photos of any kind, by file name.

    ``start`` is what the session knows of the practice: a download is made where there is no session.
    """
    files = {}
    for line in [visit for visit in visits if visit.photos or visit.thomas or visit.ranges][:_MOST_REPORTS]:
        name = f"report_{line.day.isoformat()}_{line.id}"
        try:
            visit = records.visit(line.id)
            choices = replace(
                start,
                client_code=client.code,
                client_name=client.name,
                day=visit.day,
                exercises=given_now(records, visit),
            )
            files[f"{name}.pdf"] = report_file(content_of(records, visit, choices), "PDF")
        except PostureError:
            files[f"{name}.txt"] = tr(NOT_MADE).encode()
    return files


def _first_choices(client: Client, visit: Visit, words: str) -> Choices:
    """What the report starts with: the words of the last one. Notes are the therapist's own, not in it."""
    return Choices(client.code, client.name, visit.day, notes=words)


def _most_seen(visit: Visit) -> Facing:
    sides = [stored.analysis.view.facing for stored in visit.photos]
    return max(sides, key=sides.count)


def _direct_test(records: Records, visit: Visit) -> dict[str, object]:
    """The direct test of a visit with its pictures, and the numbers of the last one before it."""
    from analyzer.photo import load_photo  # noqa: PLC0415 - heavy
    from analyzer.report import ReportTest  # noqa: PLC0415 - heavy
    from analyzer.thomas import summarize_thomas  # noqa: PLC0415

    if not visit.thomas:
        return {}
    test = summarize_thomas([stored.analysis for stored in visit.thomas])
    shown = {side.nearest for side in (test.left, test.right) if side is not None}
    photos = tuple(
        ReportTest(stored.analysis, load_photo(records.photo_data(stored.id)).rgb if index in shown else None)
        for index, stored in enumerate(visit.thomas)
    )
    found: dict[str, object] = {"thomas": photos}
    earlier = earlier_sides(records.thomas_timeline(visit.client_id), visit)
    if earlier:
        last = max(earlier.values(), key=lambda point: (point.day, point.visit_id))
        tests = records.visit(last.visit_id).thomas
        found["thomas_before"] = tuple(ReportTest(stored.analysis) for stored in tests)
        found["thomas_before_day"] = last.day
    return found


def _ranges(records: Records, visit: Visit) -> dict[str, object]:
    """The ranges of the pelvis of a visit, and the last ones before it."""
    earlier = earlier_ranges(records.range_timeline(visit.client_id), visit) if visit.ranges else {}
    if not earlier:
        return {"ranges": visit.ranges}
    last = max(earlier.values(), key=lambda point: (point.day, point.visit_id))
    before = tuple(point.found for point in earlier.values() if point.visit_id == last.visit_id)
    return {"ranges": visit.ranges, "ranges_before": before, "ranges_before_day": last.day}


def _photos(records: Records, visit: Visit, side: Facing) -> tuple[ReportPhoto, ...]:
    from analyzer.photo import load_photo  # noqa: PLC0415 - heavy
    from analyzer.report import ReportPhoto  # noqa: PLC0415 - heavy

    shown = [stored for stored in visit.photos if stored.analysis.view.facing == side]
    analyses = beside_own((stored.analysis for stored in shown), visit.client_id, records)
    return tuple(
        ReportPhoto(analysis, load_photo(records.photo_data(stored.id)).turned(analysis.photo.turned_deg).rgb)
        for stored, analysis in zip(shown, analyses, strict=True)
    )
