"""What tests of the records share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from records_cases import new_records

from analyzer.records import Records, cipher


@pytest.fixture
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is made quickly; that it is made slowly is tested by itself."""
    monkeypatch.setattr(cipher, "ROUNDS", 10)


@pytest.fixture
def records(tmp_path: Path, few_rounds: None) -> Iterator[Records]:
    """Records without a client, open; the key is made quickly."""
    with new_records(tmp_path) as made:
        yield made
