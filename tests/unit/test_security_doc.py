"""docs/security.md: every claim names tests, and all of them are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def missing(text: str) -> list[str]:
    """Tests that a text names and nobody wrote."""
    named = _TEST.findall(text)
    sources = {file: (ROOT / file).read_text("utf-8") if (ROOT / file).is_file() else "" for file, _ in named}
    return [f"{file}::{name}" for file, name in named if f"def {name}(" not in sources[file]]


def claims(text: str) -> list[str]:
    """The rows of the tables of claims."""
    rows, within = [], False
    for line in text.splitlines():
        within = line.startswith("|") and (within or "shown by" in line)
        if within and "shown by" not in line and not set(line) <= set("|- "):
            rows.append(line)
    return rows


def test_every_test_that_is_named_is_there():
    assert missing(TEXT) == []
    assert missing("`tests/unit/test_security_doc.py::test_that_nobody_wrote`") != []


def test_every_claim_is_shown_by_something():
    rows = claims(TEXT)
    assert len(rows) > 10
    # A test, or a command that anybody can run.
    assert [row for row in rows if not _TEST.search(row) and "`python -m" not in row] == []
