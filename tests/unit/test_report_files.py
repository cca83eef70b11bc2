"""The files of a report: what can be read out of them, and that nothing typed is taken for markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf.generic import DictionaryObject
from reports import objects, read, report, structure, visible, words

from analyzer.report import ReportError, glyphs, pdf, render_html, render_pdf
from analyzer.report.pdf import NO_PICTURES

pytestmark = [pytest.mark.usefixtures("drawn_only"), pytest.mark.slow]

NAMES = {
    "latin": "Maria-Magdalena Đặng-Łukasiewicz von und zu Hohenstein-Oberwaldenburg, geb. Ångström",
    "chinese": "王小明",
    "japanese": "山田 はなこ",
    "korean": "김하늘",
    "hindi": "नरेन्द्र मोदी",
    "tamil": "தமிழ்",
    "thai": "สมชาย",
    "greek": "Ωμέγα",
    "cyrillic": "Анна Петрова",
    "emoji": "🙂",
    "arabic": "محمد",
    "hebrew": "שרה",
}
HOSTILE = '#panic("x") *b* _i_ $x$ = <script>alert(1)</script> [[ @y \\ `z` // {{ 7*7 }} {% x %} "&amp; ©'
NOT_THERE = "\U00012000"
"""A sign of cuneiform, which the typefaces of the report do not have."""


@pytest.fixture(scope="module")
def usual() -> bytes:
    return render_pdf(report())


@pytest.fixture
def own_fonts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer without any typeface of its own."""
    whole = pdf._fonts
    monkeypatch.setattr(pdf, "_fonts", lambda system: whole(False))


# --- Paper --------------------------------------------------------------------------------------------


def test_everything_can_be_read_out_of_the_pdf(usual: bytes):
    text = words(usual)
    for expected in (
        *("Posture report", "Practice at the Mill", "C-1042", "Anna Muster", "9 March 2026"),
        *("What was measured", "Forward tilt of the pelvis", "You did well today."),
        *("9 hours a day", "Bridge", "How much: 3 sets of 10", "Method and limits", "Sources"),
    ):
        assert expected in text
    order = [text.index(title) for title in ("What was seen", "What was measured", "Your days", "Sources")]
    assert order == sorted(order)


def test_pages_have_numbers_and_the_code_at_their_foot(usual: bytes):
    pages = [" ".join(page.extract_text().split()) for page in read(usual).pages]
    assert 2 <= len(pages) <= 5
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Posture report · C-1042 · 9 March 2026" in page


FOUR = ("half_kneeling_stretch", "glute_bridge", "dead_bug", "edge_stretch")


@pytest.mark.parametrize(("exercises", "lines"), [((), 2), ((), 4), (("dead_bug",), 18), (FOUR, 14)])
def test_no_page_is_left_with_a_line_or_two(exercises: tuple[str, ...], lines: int):
    notes = "\n".join(["A line of words."] * lines)
    made = read(render_pdf(report(exercises=exercises, notes=notes))).pages
    last = [line for line in made[-1].extract_text().splitlines() if line.strip()]
    assert len(last) > 20, last


@pytest.mark.parametrize(("paper", "size"), [("a4", (595.3, 841.9)), ("letter", (612.0, 792.0))])
def test_papers(paper: str, size: tuple[float, float]):
    box = read(render_pdf(report(paper=paper))).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.1)


def test_the_pdf_says_that_it_is_accessible_and_archival(usual: bytes):
    root = read(usual).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"]
    claims = root["/Metadata"].get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part>" in claims
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in claims
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert read(usual).metadata.title == "Posture report, C-1042"


def test_tags_have_headings_in_order_tables_with_heads_and_described_figures(usual: bytes):
    tags = structure(usual)
    levels = [int(name[1]) for name, _ in tags if re.fullmatch(r"H\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    figures = [element for name, element in tags if name == "Figure"]
    assert len(figures) >= 9 + 2 + 3  # scales, the person, the exercises
    assert all(str(element.get("/Alt", "")).strip() for element in figures)
    names = [name for name, _ in tags]
    assert names.count("TH") == 3
    assert "Table" in names
    assert "L" in names
    assert "Link" in names


def test_all_typefaces_are_embedded_and_text_keeps_its_characters(usual: bytes):
    fonts = [item for item in objects(usual) if item.get("/Type") == "/Font" and "/DescendantFonts" in item]
    assert fonts
    assert all("/ToUnicode" in font for font in fonts)
    described = [item for item in objects(usual) if item.get("/Type") == "/FontDescriptor"]
    assert len(described) >= len(fonts)
    assert all({"/FontFile2", "/FontFile3"} & item.keys() for item in described)


def test_the_pdf_does_nothing_by_itself(usual: bytes):
    def leads_out(item: DictionaryObject) -> bool:
        return item.get("/S") in ("/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/ImportData")

    assert not [item for item in objects(usual) if leads_out(item)]
    assert not [item for item in objects(usual) if item.get("/Type") in ("/EmbeddedFile", "/Filespec")]
    urls = {str(item["/URI"]) for item in objects(usual) if "/URI" in item}
    assert urls
    assert all(url.startswith("https://") for url in urls)


@pytest.mark.parametrize("script", NAMES)
def test_names_of_every_script_are_set_with_our_own_typefaces(script: str, own_fonts_only: None):
    name = NAMES[script]
    text = words(render_pdf(report(client_name=name, exercises=())))
    assert glyphs.BOX not in text
    if script in ("arabic", "hebrew"):  # extracted in the order of the page
        assert set(name) <= set(text)
    elif script in ("hindi", "tamil", "thai"):  # joined letters
        assert len(set(name) & set(text)) >= len(set(name)) - 1
    else:
        assert name in text


def test_what_looks_like_markup_is_printed_as_it_is():
    made = report(client_name=HOSTILE, notes=HOSTILE, client_code="#x*")
    text = words(render_pdf(made))
    assert text.count(HOSTILE) == 2
    assert "#x*" in text


def test_a_character_without_a_typeface_becomes_a_box(own_fonts_only: None):
    text = words(render_pdf(report(client_name=f"Enki {NOT_THERE} Muster")))
    assert f"Enki {glyphs.BOX} Muster" in text


def test_a_text_full_of_such_characters_is_set_as_well(own_fonts_only: None):
    many = "".join(chr(0x12000 + number) for number in range(60))
    text = words(render_pdf(report(client_name="Anna", notes=many)))
    assert "Anna" in text
    assert text.count(glyphs.BOX) == 60


def test_long_words_stay_on_the_page():
    text = words(render_pdf(report(client_code="C" * 120, notes="x" * 400)))
    assert text.replace(" ", "").replace("\u200b", "").count("x" * 400) == 1


def test_a_picture_that_cannot_be_set_becomes_a_note(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analyzer.report.pictures.paint_svg", lambda *_, **__: "no drawing at all")
    text = words(render_pdf(report()))
    assert NO_PICTURES in text
    assert "What was measured" in text


def test_what_cannot_be_set_at_all_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "_set", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("no")))
    with pytest.raises(ReportError):
        render_pdf(report())


def test_nothing_is_left_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in ("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    render_html(report())
    render_pdf(report())
    assert not list(tmp_path.rglob("*"))


# --- Screen -------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "img", "link", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name))]


@pytest.fixture(scope="module")
def html() -> bytes:
    return render_html(report())


def test_the_page_holds_the_same_content(html: bytes, usual: bytes):
    text, paper = visible(html), words(usual)
    for title in ("What was measured", "Your days", "Your exercises", "Sources", "You did well today."):
        assert title in text
        assert title in paper
    values = re.findall(r"likely −?\d+° to −?\d+°", text)
    assert len(values) >= 6
    assert all(value in paper for value in values)


def test_the_page_needs_nothing_from_anywhere(html: bytes):
    page = Page(html)
    assert not page.open
    assert not [tag for tag, _ in page.tags if tag in ("script", "link", "iframe", "object", "form", "base")]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    sources = [*page.values("src"), *page.values("xlink:href")]
    inside = [attributes.get("href") or "" for tag, attributes in page.tags if tag in ("image", "use")]
    assert all(source.startswith(("data:image/", "#")) for source in (*sources, *inside))
    assert all(
        (attributes["href"] or "").startswith("https://") for tag, attributes in page.tags if tag == "a"
    )
    assert "url(http" not in html.decode("utf-8")
    policy = next(item["content"] for tag, item in page.tags if item.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_ids_are_unique_and_pictures_are_described(html: bytes):
    page = Page(html)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert set(" ".join(page.values("aria-labelledby")).split()) <= set(ids)
    pictures = [item for tag, item in page.tags if tag == "svg" and item.get("role") == "img"]
    assert len(pictures) >= 9 + 2 + 3
    assert all(item.get("aria-label") or item.get("aria-labelledby") for item in pictures)
    assert ("html", {"lang": "en"}) in page.tags


def test_what_looks_like_markup_is_shown_as_it_is():
    made = render_html(report(client_name=HOSTILE, notes=HOSTILE, client_code="<b onclick=x>"))
    page = Page(made)
    assert not [tag for tag, _ in page.tags if tag in ("script", "b")]
    assert made.decode("utf-8").count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "{{ 7*7 }}" in made.decode("utf-8")


# --- Typefaces ----------------------------------------------------------------------------------------


def test_the_list_of_characters_is_that_of_the_typefaces():
    import json  # noqa: PLC0415

    from calibration.report_fonts import FOLDER, make_record  # noqa: PLC0415

    assert json.loads((FOLDER / "fonts.json").read_text("utf-8")) == make_record()


@pytest.mark.parametrize("name", NAMES.values())
def test_names_have_glyphs(name: str):
    assert all(glyphs.has_glyph(character) for character in name)


def test_signs_that_nobody_has_are_known():
    assert not glyphs.has_glyph(NOT_THERE)
    assert glyphs.boxed(f"a{NOT_THERE}b") == "a□b"
