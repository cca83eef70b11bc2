"""Processes that are killed while they work on records; at length with ``python -m tests.fire``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import kills
import pytest
from records_cases import PASSPHRASE, new_records

from analyzer.records import Records, cipher

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="processes are made and killed as POSIX does it"
)

SAVES: Final = 100
SWITCHES: Final = 20


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "ROUNDS", 10)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    new_records(tmp_path).close()
    file = tmp_path / "practice" / "clients.records"
    kills.begin(kills.FileStore(file))
    return file


def _in_the_middle(moments: kills.Moments, count: int) -> None:
    """Often enough for the test to mean something."""
    assert moments.kills == count
    assert moments.finished < count


def test_saving(file: Path) -> None:
    _in_the_middle(kills.saving(kills.FileStore(file), SAVES, 11), SAVES)
    with Records.open(file, PASSPHRASE) as records, records._database.connection(writes=False) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("scenario", [kills.erasing, kills.migrating])
def test_in_a_store(file: Path, scenario: Callable[[kills.Store, int, int], kills.Moments]) -> None:
    _in_the_middle(scenario(kills.FileStore(file), SWITCHES, 14), SWITCHES)


@pytest.mark.parametrize(
    "scenario", [kills.changing_the_passphrase, kills.backing_up, kills.restoring, kills.creating]
)
def test_on_a_file(file: Path, scenario: Callable[[Path, int, int], kills.Moments]) -> None:
    _in_the_middle(scenario(file, SWITCHES, 12), SWITCHES)
