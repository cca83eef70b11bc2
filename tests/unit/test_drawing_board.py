"""The drawing board without a browser: its files, what it may tell back, and its words."""

from __future__ import annotations

import re

import pytest

from analyzer.errors import DrawingError
from analyzer.types import Drawing
from analyzer.types.drawings import COLORS, KINDS, MOST_TEXT, WIDTHS
from ui.drawing import bundle
from ui.drawing.data import style
from ui.drawing.edits import apply, read_message
from ui.drawing.words import WORDS
from ui.editor import bundle as editor

SCRIPTS = sorted(bundle.FOLDER.glob("*.js"))
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\./|\.\./editor/)([a-z]+)\.js";', re.MULTILINE)
EXPORT = re.compile(r"^export (?:const|function|class) (\w+)", re.MULTILINE)
LINE = {"kind": "line", "points": [[1, 2], [3, 4]], "color": "blue", "width": "thin"}


def message(*edits):
    return {"client": "page-1", "photo": "3", "edits": [{"count": 1, **edit} for edit in edits]}


def test_scripts_need_only_what_others_before_them_export():
    assert {path.stem for path in SCRIPTS} == set(bundle.MODULES)
    for at, name in enumerate(bundle.MODULES):
        for names, where, module in IMPORT.findall((bundle.FOLDER / f"{name}.js").read_text("utf-8")):
            known = bundle.MODULES[:at] if where == "./" else bundle.SHARED
            folder = bundle.FOLDER if where == "./" else editor.FOLDER
            assert module in known
            exported = EXPORT.findall((folder / f"{module}.js").read_text("utf-8"))
            assert {part.strip() for part in names.split(",")} <= set(exported)


def test_the_bundle_is_one_module_that_fetches_nothing():
    script = bundle.javascript()
    assert not re.search(r"^import ", script, re.MULTILINE)
    assert re.findall(r"^export .*", script, re.MULTILINE) == ["export default function (component) {"]
    script = script.replace("http://www.w3.org/2000/svg", "")  # a name, not an address
    for text in (bundle.html(), bundle.css(), script):
        assert not re.search(r"https?:|@import|url\(|fetch\(|XMLHttp|WebSocket|innerHTML|eval\(", text)


def test_everything_the_scripts_look_for_is_in_the_html():
    texts = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    there = set(re.findall(r'data-ref="([a-z-]+)"', bundle.html()))
    assert set(re.findall(r'find\("([a-z-]+)"\)', texts)) <= there


def test_every_word_that_is_asked_for_is_there():
    texts = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    wanted = set(re.findall(r'data-(?:word|label)="([a-z._]+)"', bundle.html()))
    wanted |= set(re.findall(r'say\("([a-z_.]+)"', texts))
    wanted |= {f"color.{color}" for color in COLORS} | {f"width.{width}" for width in WIDTHS}
    wanted |= {f"{what}.{kind}" for kind in KINDS for what in ("name", "tool", "hint")}
    assert wanted <= set(WORDS)
    assert not any(re.search(r"\w \w", line) for line in re.findall(r">([^<>{}]+)<", bundle.html()))


def test_the_board_has_every_look_of_the_picture():
    assert set(style()["pens"]) == set(WIDTHS) and list(style()["colors"]) == list(COLORS)


def test_edits_do_what_they_say():
    one, other = Drawing.from_dict(LINE), Drawing.from_dict({**LINE, "color": "yellow"})
    told = read_message(
        message(
            {"kind": "add", "drawing": LINE},
            {"kind": "change", "index": 0, "drawing": {**LINE, "color": "yellow"}},
            {"kind": "hide", "hidden": True},
            {"kind": "remove", "index": 0},
            {"kind": "clear"},
        )
    )
    add, change, hide, remove, clear = told.edits
    assert apply(add, (other,)) == (other, one)
    assert apply(change, (one, one)) == (other, one)
    assert [item.hidden for item in apply(hide, (one, other))] == [True, True]
    assert apply(remove, (one, other)) == (other,)
    assert apply(clear, (one, other)) == ()
    for edit in (change, remove):
        with pytest.raises(DrawingError):
            apply(edit, ())


def test_typed_words_are_made_fit():
    raw = {"kind": "text", "points": [[1, 2]], "text": "  two\nlines " + "w" * 200}
    (edit,) = read_message(message({"kind": "add", "drawing": raw})).edits
    assert edit.drawing.text.startswith("two lines w") and len(edit.drawing.text) == MOST_TEXT


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {"client": "a", "photo": "1", "edits": None},
        {"client": "", "photo": "1", "edits": []},
        {"client": "a", "photo": "1", "edits": [{}] * 501},
        message({"kind": "add"}),
        message({"kind": "add", "drawing": {**LINE, "more": 1}}),
        message({"kind": "add", "drawing": {**LINE, "points": [[1, float("inf")], [1, 2]]}}),
        message({"kind": "add", "drawing": LINE, "count": True}),
        message({"kind": "remove", "index": -1}),
        message({"kind": "remove", "index": 1.0}),
        message({"kind": "hide", "hidden": "yes"}),
        message({"kind": "explode"}),
    ],
)
def test_what_a_browser_would_not_send_is_refused(raw):
    with pytest.raises(DrawingError):
        read_message(raw)
