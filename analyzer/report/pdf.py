"""A report as PDF, set by Typst: tagged for screen readers (PDF/UA-1) and made to be kept (PDF/A-2a).

What people typed reaches the template as data, never as markup, and nothing is written to a file.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from analyzer.errors import ReportError, require_packages
from analyzer.language import LANGUAGES, mark, speaking, tr
from analyzer.report.glyphs import FOLDER, boxed, breakable, has_glyph, is_basic, map_texts
from analyzer.report.model import Report, as_data
from analyzer.report.words import template_words

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("a-2a", "ua-1")
_FIRST: Final = ("Source Sans 3", "Noto Sans")
_LAST: Final = ("Droid Sans Fallback", "NanumSquare", "Noto Emoji", "Noto Sans Symbols")
_NO_TEXT: Final = frozenset(
    {"kind", "svg", "screen", "url", "paper", "size", "direction", "language", "id", "lang", "region"}
)
_LONG_WORDS: Final = frozenset({"de"})
"""Languages whose words may be longer than a narrow column."""
_MISSING: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
_MOST_TRIES: Final = 8
_TIGHT: Final = ("0", "0.4", "0.7", "1", "-0.5", "-1")
"""How closely or loosely it is set, one after the other until no page is left with a line or two on it."""
_FEW_LINES: Final = 0.3
"""A report that ends higher on its last page than this share of it leaves a page for a few lines."""
NO_PICTURES: Final = mark(
    "This picture could not be put on the page. The rest of the report is not affected."
)


def render_pdf(report: Report) -> bytes:
    """The report as a PDF file.

    Characters that no typeface has, neither of the report nor of this computer, become a box; pictures that
    cannot be set become a note.

    Raises
    ------
    ReportError
        It could not be set at all.
    NotInstalledError
        The packages of reports are not there.
    """
    require_packages("report", "typst")
    data = as_data(report) | _spoken(report)
    with speaking(report.language):
        no_pictures = tr(NO_PICTURES)
    for shown in (data, _without_pictures(data, no_pictures)):
        made = _set_somehow(shown)
        if made is not None:
            return made
    raise ReportError()


def _spoken(report: Report) -> dict[str, Any]:
    """The words of the template, and what the language is called by Typst, which breaks lines by it."""
    language, _, region = report.language.partition("-")
    known = report.language in LANGUAGES
    return {
        "words": template_words(report),
        "lang": language if known else "en",
        "region": region if known and region else None,
        "hyphenate": language in _LONG_WORDS,
    }


def _set_somehow(data: Any) -> bytes | None:
    """The PDF with as few boxes as need be; ``None`` when something else is wrong than a character."""
    signs = set("".join(_texts(data)))
    missing: set[str] = set()
    # The computer's own typefaces are only looked at when they are needed.
    tries = [False] * _MOST_TRIES if all(map(has_glyph, signs)) else [*[True] * 3, *[False] * _MOST_TRIES]
    for system in tries:
        try:
            return _set(data, missing, system=system)
        except RuntimeError as error:  # typst's own errors are such
            found = _MISSING.search(str(error))
            if found is None:
                break
            missing.update(found[1])
    for standards in (STANDARDS, ()):
        try:
            return _set(data, {sign for sign in signs if not is_basic(sign)}, standards=standards)
        except RuntimeError:
            continue
    return None


def _set(
    data: Any, missing: set[str], *, system: bool = False, standards: tuple[str, ...] = STANDARDS
) -> bytes:
    import typst  # noqa: PLC0415 - heavy

    def can_print(character: str) -> bool:
        return character not in missing and (system or has_glyph(character))

    shown = map_texts(data, lambda text: breakable(boxed(text, can_print)), _NO_TEXT)
    fonts = _fonts(system)
    known = fonts.families()
    middle = [name for name in known if name.startswith("Noto ") and name not in (*_FIRST, *_LAST)]
    shown["fonts"] = [name for name in (*_FIRST, *middle, *_LAST) if name in known]
    inputs = {"data": json.dumps(shown, ensure_ascii=False)}
    template = files("analyzer").joinpath("report/report.typ").read_bytes()

    def compiler(tight: str) -> typst.Compiler:
        # One for each purpose: it gives its text away.
        return typst.Compiler(
            template,
            root=str(FOLDER),  # where there is nothing to read but typefaces
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs=inputs | {"tight": tight},
        )

    fits = (tight for tight in _TIGHT if not _ends_with_a_few_lines(compiler(tight)))
    made = compiler(next(fits, _TIGHT[0])).compile(format="pdf", pdf_standards=list(standards))  # type: ignore[arg-type]
    assert isinstance(made, bytes)
    return made


def _ends_with_a_few_lines(compiler: typst.Compiler) -> bool:
    """Whether the last page, which is not the only one, holds hardly anything."""
    (end,) = json.loads(compiler.query("<end>", field="value"))
    return int(end["page"]) > 1 and float(end["at"]) < _FEW_LINES


@cache
def _fonts(system: bool) -> typst.Fonts:
    import typst  # noqa: PLC0415 - heavy

    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def _texts(part: Any) -> list[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    map_texts(part, note, _NO_TEXT)
    return found


def _without_pictures(data: Any, words: str) -> Any:
    """The same report with a note in place of each picture."""
    if isinstance(data, list):
        return [_without_pictures(item, words) for item in data]
    if not isinstance(data, dict):
        return data
    if data.get("kind") == "pictures":
        return {"kind": "note", "title": "", "text": words}
    empty: dict[str, Any] = {"pictures": [], "scale": None, "logo": None}
    return {key: empty[key] if key in empty else _without_pictures(item, words) for key, item in data.items()}
