"""Days in the order of the browser's language, commands that work from anywhere, and what is said once."""

from __future__ import annotations

import shlex
import subprocess
from datetime import date
from pathlib import Path

import pytest
from app_driver import App

from ui import text
from ui.access.start import command_of

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("locale", "words", "field"),
    [
        ("", "9 Mar 2026", "DD/MM/YYYY"),
        ("en-gb", "9 Mar 2026", "DD/MM/YYYY"),
        ("en-us", "Mar 9, 2026", "MM/DD/YYYY"),
        ("de-at", "9 Mar 2026", "DD.MM.YYYY"),
        ("sv-se", "2026-03-09", "YYYY-MM-DD"),
        ("fr-ca", "2026-03-09", "YYYY-MM-DD"),
    ],
)
def test_days_are_written_in_one_order(
    monkeypatch: pytest.MonkeyPatch, locale: str, words: str, field: str
) -> None:
    monkeypatch.setattr(text, "_locale", lambda: locale)
    assert text.day_words(DAY) == words
    assert text.day_format() == field


def test_a_command_in_a_text_works_from_anywhere(tmp_path: Path) -> None:
    command = command_of("accounts --help")
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "add" in done.stdout
    assert shlex.split(command)[-2:] == ["accounts", "--help"]


def test_what_several_photos_have_is_said_once(app: App) -> None:
    files = [(f"{name}.jpg", b"no picture") for name in "abcd"]
    app.upload(*files)
    (said,) = app.errors()
    for name, _ in files:
        assert name.removesuffix(".jpg") in said
