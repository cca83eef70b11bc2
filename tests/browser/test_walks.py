"""Short random walks with the records open; ``python -m tests.walks`` takes long ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_driver import Server
from clinic_driver import serve
from playwright.sync_api import Browser
from walker import Walk, make_records

from analyzer.pose import PoseModel


@pytest.fixture
def clinic(pose_model: PoseModel, tmp_path: Path) -> Iterator[Server]:
    make_records(tmp_path / "clients.records")
    yield from serve(tmp_path / "clients.records")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_short_walk_loses_nothing(clinic: Server, browser: Browser, seed: int):
    walk = Walk(browser, clinic, seed, seed, real_rest_s=0.5)
    try:
        assert walk.go(10) == []
    finally:
        walk.close()
