"""Reports of drawn people, and what is in them: shared by the tests of the report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from corrected import seen
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from analyzer.pipeline import conclude
from analyzer.report import Practice, Report, ReportContent, ReportPhoto, build_report
from analyzer.types.intake import Intake

DAY = date(2026, 3, 9)


@cache
def drawn() -> ReportPhoto:
    """A drawn person with a traced back. Needs the fixture ``drawn_only``."""
    return ReportPhoto(conclude(seen()), seen().photo.rgb)


def report(**more: Any) -> Report:
    """A usual report of that person."""
    usual: dict[str, Any] = {
        "photos": (drawn(),),
        "practice": Practice("Practice at the Mill", "Mill Lane 4"),
        "client_code": "C-1042",
        "client_name": "Anna Muster",
        "day": DAY,
        "intake": Intake(hours_sitting=9.0, low_back_pain=3),
        "exercises": ("half_kneeling_stretch", "glute_bridge"),
        "notes": "You did well today.",
    }
    return build_report(ReportContent(**(usual | more)))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All text of a PDF in reading order, its white space made plain."""
    return " ".join(" ".join(page.extract_text().split()) for page in read(pdf).pages)


def objects(pdf: bytes) -> Iterator[DictionaryObject]:
    """Every dictionary of a PDF, streams and dictionaries inside of others included."""
    reader = read(pdf)
    for number in range(1, reader.trailer["/Size"]):
        yield from _inside(reader.get_object(IndirectObject(number, 0, reader)))


def _inside(item: Any) -> Iterator[DictionaryObject]:
    """A dictionary and those directly in it; what it refers to has a number of its own."""
    if isinstance(item, DictionaryObject):
        yield item
        children = [item.raw_get(key) for key in item]
    else:
        children = list.__iter__(item) if isinstance(item, ArrayObject) else ()
    for child in children:
        yield from _inside(child)


def structure(pdf: bytes) -> list[tuple[str, DictionaryObject]]:
    """The tags of a PDF in reading order, with their elements."""
    found: list[tuple[str, DictionaryObject]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif (isinstance(node, DictionaryObject) and "/Type" not in node) or _is_element(node):
            if "/S" in node:
                found.append((str(node["/S"]).removeprefix("/"), node))
            if "/K" in node:
                walk(node["/K"])

    walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def _is_element(node: Any) -> bool:
    return isinstance(node, DictionaryObject) and node.get("/Type") == "/StructElem"


def visible(html: bytes) -> str:
    """What an HTML file shows, its tags taken out."""
    text = html.decode("utf-8")
    text = re.sub(r"<(style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())
