"""The catalogues are whole: every message is translated, fits its message, and is in the compiled file."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import catalogues
import pytest
from babel.messages.mofile import write_mo

from analyzer.language import LANGUAGES
from analyzer.language.catalogues import FOLDER, available

CODES = [code for code in LANGUAGES if code != "en"]
# A text of that many English words that is the same in another language was forgotten.
_SAME_AT_MOST_WORDS = 3


@cache
def messages() -> frozenset[tuple[object, str | None]]:
    return frozenset((item.id, item.context) for item in catalogues.template() if item.id)


@pytest.mark.parametrize("code", CODES)
def test_no_message_is_missing(code: str) -> None:
    there = catalogues.read(code)
    known = {
        (tuple(item.id) if isinstance(item.id, list) else item.id, item.context) for item in there if item.id
    }
    wanted = {(tuple(item) if isinstance(item, list) else item, context) for item, context in messages()}
    assert wanted - known == set(), "python -m tests.catalogues collect"
    assert [item.id for item in catalogues.missing(there)] == []


@pytest.mark.parametrize("code", CODES)
def test_translations_fit_their_messages(code: str) -> None:
    assert catalogues.wrong(catalogues.read(code)) == []


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_english_by_accident(code: str) -> None:
    same = [
        item.id
        for item in catalogues.read(code)
        if item.id
        and item.string == item.id
        and len(re.findall(r"[A-Za-z]{3,}", re.sub(r"\{[^{}]*\}", "", str(item.id)))) > _SAME_AT_MOST_WORDS
    ]
    assert same == []


@pytest.mark.parametrize("code", CODES)
def test_what_is_used_is_what_was_written(code: str) -> None:
    data = BytesIO()
    write_mo(data, catalogues.counted(catalogues.read(code)))
    assert (FOLDER / f"{code}.mo").read_bytes() == data.getvalue(), "python -m tests.catalogues compile"


def test_every_language_is_offered() -> None:
    assert available() == tuple(LANGUAGES)
