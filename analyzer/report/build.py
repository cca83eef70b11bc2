"""From what is given to the sections of a report. A part that fails leaves a note; the rest still comes."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping
from typing import Final, Literal

from analyzer.errors import PostureError
from analyzer.language import Table, current, mark, speaking, tr
from analyzer.language.days import day_words
from analyzer.report import parts, parts_end, parts_home, parts_range, parts_stance, parts_thomas
from analyzer.report.content import ReportContent
from analyzer.report.finding import Finding, find
from analyzer.report.model import Block, Head, Note, Picture, Report, Section
from analyzer.report.text import one_line
from analyzer.report.words import TEMPLATE
from analyzer.types.codes import TroubleCode

HEADING: Final = mark("Posture report")
SectionId = Literal[
    "logo",
    "headline",
    "pictures",
    "evidence",
    "direct",
    "range",
    "next",
    "notes",
    "change",
    "measures",
    "stance",
    "days",
    "exercises",
    "photos",
    "method",
    "sources",
    "provenance",
]
TITLES: Final[Mapping[SectionId, str]] = Table(
    {
        "logo": "",
        "headline": "",
        "pictures": "",
        "evidence": "What was seen",
        "direct": "Direct test (modified Thomas test)",
        "range": "Range of the pelvis",
        "next": "What to do next",
        "notes": "From your therapist",
        "change": "Before and after",
        "measures": "What was measured",
        "stance": "What this stance is called",
        "days": "Your days",
        "exercises": "Your exercises",
        "photos": "About the photo",
        "method": "Method and limits",
        "sources": "Sources",
        "provenance": "How this report was made",
    }
)
SEVERAL_PHOTOS: Final = mark("About the photos")
TROUBLES: Final[Mapping[TroubleCode, str]] = Table(
    {
        "part_failed": "This part could not be made. The rest of the report is not affected.",
        "logo_failed": (
            "The logo could not be read and was left out. "
            "Please give a PNG or JPEG picture of at least 64 × 64 pixels."
        ),
    }
)
_LOGO_SIDE_PX: Final = 900
_OF_STANDING: Final[frozenset[SectionId]] = frozenset(
    {"pictures", "evidence", "next", "change", "measures", "stance", "photos"}
)
"""What there is only with a standing photo; the section of the direct test has its own."""

Make = Callable[[], tuple[Block, ...]]


def build_report(content: ReportContent) -> Report:
    """The report as sections that any engine can set.

    Nothing in ``content`` makes it fail: a part that cannot be made is a note in its place.
    """
    with speaking(content.language or current()):
        return _build(content)


def _build(content: ReportContent) -> Report:
    """The report in the language of the moment."""
    finding = _Later(lambda: find(content.photos))
    logo, trouble = _logo(content)
    several, standing = len(content.photos) > 1, bool(content.photos)
    tested = any(photo.result for photo in content.thomas)
    plan: dict[SectionId, Make] = {
        "logo": lambda: trouble,
        "headline": lambda: (
            *(parts.headline(finding()) if standing else ()),
            *parts_thomas.headline(content, alone=not standing),
            *(() if standing or tested else parts_range.headline(content)),
        ),
        "pictures": lambda: parts.pictures(content, finding()),
        "evidence": lambda: parts.evidence(finding(), tested=tested),
        "direct": lambda: parts_thomas.direct_test(content, finding().psoas.level if standing else None),
        "range": lambda: parts_range.pelvic_range(content),
        "next": lambda: parts.next_steps(finding(), tested=tested, exercises=content.offers_exercises),
        "notes": lambda: parts.therapist_notes(content),
        "change": lambda: parts.before_and_after(content),
        "measures": lambda: parts.measures(finding()),
        "stance": lambda: parts_stance.stance(finding()),
        "days": lambda: parts_home.days(content),
        "exercises": lambda: parts_home.exercises(content),
        "photos": lambda: parts_end.photos(content, finding()),
        "method": lambda: parts_end.method(content),
        "sources": lambda: parts_end.sources(content, finding() if standing else None),
        "provenance": lambda: parts_end.provenance(content),
    }
    sections = [
        Section(id_, tr(SEVERAL_PHOTOS) if id_ == "photos" and several else TITLES[id_], blocks)
        for id_, make in plan.items()
        if (standing or id_ not in _OF_STANDING) and (blocks := _safely(make))
    ]
    code, heading = one_line(content.client_code), tr(HEADING)
    return Report(
        title=f"{heading}, {code}" if code else heading,
        heading=heading,
        footer=" · ".join(word for word in (heading, code, _day(content)) if word),
        paper=content.paper,
        head=_head(content, logo),
        sections=tuple(sections),
        language=current(),
    )


class _Later:
    """A value that is made when it is first asked for, once."""

    def __init__(self, make: Callable[[], Finding]) -> None:
        self._make = make
        self._made: Finding | None = None

    def __call__(self) -> Finding:
        if self._made is None:
            self._made = self._make()
        return self._made


def trouble(code: TroubleCode) -> Note:
    """The note that something could not be made."""
    return Note(TROUBLES[code], trouble=code)


def _safely(make: Make) -> tuple[Block, ...]:
    try:
        return make()
    except Exception as error:
        _tell(error)
        return (trouble("part_failed"),)


def _tell(error: Exception) -> None:
    if os.environ.get("POSTURE_DEBUG") == "1":
        traceback.print_exception(error)


def _head(content: ReportContent, logo: Picture | None) -> Head:
    facts = (
        (TEMPLATE["client"], one_line(content.client_code)),
        (TEMPLATE["name"], one_line(content.client_name)),
        (TEMPLATE["date"], _day(content)),
    )
    practice = content.practice
    return Head(
        one_line(practice.name),
        one_line(practice.address),
        logo,
        tuple((name, value) for name, value in facts if value),
    )


def _day(content: ReportContent) -> str:
    return "" if content.day is None else day_words(content.day)


def _logo(content: ReportContent) -> tuple[Picture | None, tuple[Block, ...]]:
    """The logo decoded and encoded again: nothing that hides in the file goes into the report."""
    data = content.practice.logo
    if not data:
        return None, ()
    from analyzer.photo import load_photo  # noqa: PLC0415 - heavy
    from analyzer.report.pictures import wrapped  # noqa: PLC0415

    try:
        photo = load_photo(data, max_side_px=_LOGO_SIDE_PX, name="logo")
        name = one_line(content.practice.name)
        return wrapped(photo.rgb, tr("Logo of {name}", name=name) if name else tr("Logo of the practice")), ()
    except PostureError:
        return None, (trouble("logo_failed"),)
    except Exception as error:
        _tell(error)
        return None, (trouble("logo_failed"),)
