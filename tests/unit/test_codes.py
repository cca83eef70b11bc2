"""Codes and their tables of words: each code has its words, and no table holds words of none."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

import analyzer.batch
import analyzer.cluster.errors
import analyzer.pelvic_range.errors
import analyzer.records.errors
import analyzer.thomas.errors
from analyzer.errors import TEXTS, ErrorText, PostureError
from analyzer.meaning.change_words import NOT_COMPARABLE, VERDICTS
from analyzer.meaning.decision import Case
from analyzer.meaning.ground_words import CAUSES, GROUNDS
from analyzer.meaning.level_words import DIRECTION_TAGS, DIRECTIONS, EVIDENCE, LEVELS
from analyzer.meaning.measure_words import MAIN_MEASURES, MEASURES
from analyzer.meaning.method_words import METHODS
from analyzer.meaning.number_words import UNITS
from analyzer.meaning.scales import AXES, LEAST_SPAN
from analyzer.meaning.thomas_words import LEVELS as THOMAS_LEVELS
from analyzer.meaning.thomas_words import SIDES, STANDING, THOMAS
from analyzer.measures import TABLE
from analyzer.overlay import style
from analyzer.report.build import TROUBLES
from analyzer.thomas import values as thomas_values
from analyzer.types import codes, texts
from ui.charts.change import GROUPS

ANALYZER = Path(analyzer.__file__).parent

OF_EARLIER_VERSIONS = {"no_lumbar_hollow"}

TABLES = {
    "table of measures": (TABLE, codes.MEASURES),
    "words of measures": (MEASURES, codes.MEASURES),
    "scales": (AXES, codes.MEASURES),
    "words of methods": (METHODS, codes.METHODS),
    "units": (UNITS, codes.UNITS),
    "charts over time": (LEAST_SPAN, codes.UNITS),
    "words of levels": (LEVELS, codes.LEVELS),
    "looks of levels": (style.LEVELS, codes.LEVELS),
    "directions": (DIRECTIONS, codes.DIRECTIONS),
    "directions in the picture": (DIRECTION_TAGS, codes.DIRECTIONS),
    "words of what a level rests on": (GROUNDS, codes.GROUNDS),
    "troubles of a report": (TROUBLES, codes.TROUBLES),
    "verdicts": (VERDICTS, codes.VERDICTS),
    "groups of changes": (GROUPS, codes.VERDICTS),
    "measures of the direct test": (thomas_values.TABLE, codes.THOMAS),
    "words of the direct test": (THOMAS, codes.THOMAS),
    "levels of the direct test": (THOMAS_LEVELS, codes.THOMAS_LEVELS),
    "standing photo beside the direct test": (STANDING, codes.LEVELS),
    "both sides of the direct test": (SIDES, codes.VERDICTS),
}


@pytest.mark.parametrize(("table", "known"), TABLES.values(), ids=TABLES)
def test_every_code_has_words_and_no_other(table, known):
    assert set(table) == set(known)
    assert all(table.values())


def every_error(root=PostureError):
    yield root
    for error in root.__subclasses__():
        yield from every_error(error)


def test_errors_use_each_of_their_codes():
    errors = [error for error in every_error() if error.__module__.startswith("analyzer.")]
    assert {error.code for error in errors} == set(codes.ERRORS)
    own = Counter(error.code for error in errors if "code" in vars(error))
    assert max(own.values()) == 1, "two errors share a code"
    assert all(error.default_message.endswith(".") for error in errors)


@pytest.mark.parametrize("name", codes.MEASURES)
def test_every_measure_has_all_its_words(name):
    words = MEASURES[name]
    said = (words.plain, words.technical, words.phrase, words.meaning, words.reading, words.definition)
    assert all((*said, *words.ends, words.less, words.more))
    assert bool(words.mark) == (AXES[name].mark is not None)
    assert words.tag or name not in MAIN_MEASURES
    assert set(EVIDENCE.get(name, {})) <= set(get_args(Case))
    assert set(CAUSES) <= set(codes.ISSUES)


@pytest.mark.parametrize("method", codes.METHODS)
def test_every_method_is_said_briefly_and_in_a_sentence(method):
    assert METHODS[method].brief
    assert METHODS[method].how.endswith(".")


def test_whatever_makes_values_not_comparable_is_said_in_a_few_words():
    """The codes that a comparison gives, as `analyzer.compare.same_meaning`, ``changes`` and the direct test
    write them."""
    given = {code for code in codes.REASONS if code.startswith("other_")}
    given |= {"not_measured", "pelvis_not_controlled"}
    assert set(NOT_COMPARABLE) == given


SENTENCES = {
    "reasons": (texts.REASONS, codes.REASONS, texts.ReasonText),
    "issues": (texts.ISSUES, codes.ISSUES, texts.IssueText),
}


@pytest.mark.parametrize(("table", "known", "keys"), SENTENCES.values(), ids=SENTENCES)
def test_every_reason_and_issue_has_its_sentences(table, known, keys):
    assert {key.partition(".")[0] for key in table} == set(known)
    assert set(table) == {key for part in get_args(keys) for key in get_args(part)}
    for key, sentence in table.items():
        assert sentence.endswith("."), key
        assert "—" not in sentence, key


def test_what_is_filled_in_is_said():
    said = texts.warning("photo_differs", photo=2, measures=texts.listed(["this", "that", "more"]))
    assert said.code == "photo_differs"
    assert said.message.startswith("Photo 2 differs from the others in this, that and more by")
    assert texts.warning("loose_clothing.perhaps").code == "loose_clothing"
    assert texts.reason("points_implausible.pelvis").message.startswith("The two pelvis points")
    with pytest.raises(KeyError, match="versions"):
        texts.reason("other_version")


def test_every_case_of_an_error_has_its_sentence_and_its_error():
    assert list(TEXTS) == list(get_args(ErrorText))
    assert {key.partition(".")[0] for key in TEXTS} <= set(codes.ERRORS)
    assert all(sentence.endswith(".") for sentence in TEXTS.values())
    with pytest.raises(AssertionError, match="no case of"):
        PostureError.of("not_standing.stride")


TABLES_OF_TEXT = {"codes.py", "texts.py"}


@pytest.mark.parametrize("kind", ["METHODS", "REASONS", "ISSUES"])
def test_no_code_is_left_over(kind):
    """Each code that is written down is used somewhere outside the tables."""
    written: set[str] = set()
    for path in [*ANALYZER.rglob("*.py"), *(ANALYZER.parent / "ui").rglob("*.py")]:
        if path.name not in TABLES_OF_TEXT:
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            written.update(
                node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )
    assert set(getattr(codes, kind)) - OF_EARLIER_VERSIONS <= {word.partition(".")[0] for word in written}


def test_no_sentence_of_an_error_is_left_over():
    sources = [path.read_text("utf-8") for path in ANALYZER.rglob("*.py") if path.parent.name != "errors"]
    assert [key for key in TEXTS if not any(f'"{key}"' in source for source in sources)] == []


@pytest.mark.parametrize(("table", "known", "keys"), SENTENCES.values(), ids=SENTENCES)
def test_no_sentence_is_left_over_or_written_elsewhere(table, known, keys):
    sentences = set(table.values())
    for path in ANALYZER.rglob("*.py"):
        if path.name == "texts.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant):
                assert node.value not in sentences, f"{path.name} says this sentence by itself"


@pytest.mark.parametrize("name", [name for name in codes.__all__ if name.isupper()])
def test_codes_are_different_from_each_other(name):
    words_ = list(getattr(codes, name))
    assert words_
    assert len(set(words_)) == len(words_)
