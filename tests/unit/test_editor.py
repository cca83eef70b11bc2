"""The landmark editor without a browser: its files, what it may tell back, and its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.errors import CorrectionError
from analyzer.types.corrections import POINT_NAMES
from ui.editor import bundle
from ui.editor.data import SHORT_NAMES
from ui.editor.edits import UNREADABLE, Edit, read_message
from ui.editor.guide import FINDING, HOW_TO, SOURCES
from ui.editor.words import CAUTION, ESTIMATED, MISSING, PLACES, TITLES

FOLDER = Path(bundle.__file__).parent
SCRIPTS = sorted(FOLDER.glob("*.js"))
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z]+)\.js";', re.MULTILINE)
EXPORT = re.compile(r"^export (?:const|function|class) (\w+)", re.MULTILINE)


def message(*edits: object) -> dict[str, object]:
    return {"client": "page-1", "photo": "3", "edits": list(edits)}


def test_every_script_is_in_the_bundle():
    assert {path.stem for path in SCRIPTS} == set(bundle.MODULES)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_import_only_what_others_before_them_export(path: Path):
    before = bundle.MODULES[: bundle.MODULES.index(path.stem)]
    for names, module in IMPORT.findall(path.read_text("utf-8")):
        exported = EXPORT.findall((FOLDER / f"{module}.js").read_text("utf-8"))
        assert {name.strip() for name in names.split(",")} <= set(exported)
        assert module in before


def test_no_two_scripts_export_the_same_name():
    names = [name for path in SCRIPTS for name in EXPORT.findall(path.read_text("utf-8"))]
    assert sorted(names) == sorted(set(names))


def test_the_bundle_is_one_module_with_one_export():
    script = bundle.javascript()
    assert not re.search(r"^import ", script, re.MULTILINE)
    assert re.findall(r"^export .*", script, re.MULTILINE) == ["export default function (component) {"]


def test_everything_the_scripts_look_for_is_in_the_html():
    texts = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    wanted = set(re.findall(r'find\("([a-z-]+)"\)', texts))
    there = set(re.findall(r'data-ref="([a-z-]+)"', bundle.html()))
    assert wanted <= there
    assert len(there) == bundle.html().count("data-ref=")


def test_nothing_comes_from_the_network():
    script = bundle.javascript().replace("http://www.w3.org/2000/svg", "")  # a name, not an address
    for text in (bundle.html(), bundle.css(), script):
        assert not re.search(r"https?:|//[a-z]+\.|@import|url\(|fetch\(|XMLHttp|WebSocket", text)
        assert not re.search(r"innerHTML|eval\(|new Function", text)


def test_files_can_be_read_in_one_sitting():
    assert all(
        len(path.read_text("utf-8").splitlines()) <= 300 for path in FOLDER.iterdir() if path.is_file()
    )


def test_every_point_has_a_short_name():
    assert set(SHORT_NAMES) == set(POINT_NAMES)
    assert len(set(SHORT_NAMES.values())) == len(SHORT_NAMES)


def test_edits_are_read():
    read = read_message(
        message(
            {"kind": "move", "count": 1, "name": "asis", "x": 10, "y": 20.5, "more": "is ignored"},
            {"kind": "confirm", "count": 2, "name": "psis"},
            {"kind": "level", "count": 3, "p": [1, 2], "q": [3, 400]},
            {"kind": "roll", "count": 4, "roll_deg": -1.5},
            {"kind": "undo", "count": 5},
        )
    )
    assert (read.client, read.photo) == ("page-1", "3")
    assert read.edits == (
        Edit("move", 1, name="asis", point=(10.0, 20.5)),
        Edit("confirm", 2, name="psis"),
        Edit("level", 3, point=(1.0, 2.0), other=(3.0, 400.0)),
        Edit("roll", 4, roll_deg=-1.5),
        Edit("undo", 5),
    )


@pytest.mark.parametrize("name", ["left_hip", "", None, 7, ["asis"], {}])
def test_unknown_points_are_refused(name: object):
    with pytest.raises(CorrectionError, match="could not be used"):
        read_message(message({"kind": "move", "count": 1, "name": name, "x": 1, "y": 1}))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300, 10**500, "3", None, True, [3]])
def test_numbers_that_are_none_are_refused(number: object):
    for edit in (
        {"kind": "move", "count": 1, "name": "hip", "x": number, "y": 1},
        {"kind": "level", "count": 1, "p": [1, 1], "q": [1, number]},
        {"kind": "roll", "count": 1, "roll_deg": number},
    ):
        with pytest.raises(CorrectionError) as refused:
            read_message(message(edit))
        assert refused.value.message == UNREADABLE


def test_the_words_need_no_long_dash_and_say_what_the_letters_mean():
    titles = [title for title, _ in FINDING]
    steps = [step for _, steps in FINDING for step in steps]
    texts = [CAUTION, ESTIMATED, MISSING, SOURCES, *HOW_TO, *titles, *steps, *PLACES.values()]
    assert not [text for text in (*texts, bundle.html()) if "—" in text or "–" in text]
    assert [title for title in titles if title.startswith(tuple(TITLES.values()))] == titles
