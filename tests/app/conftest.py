"""The app as a person uses it, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_driver import SAMPLES, App

if TYPE_CHECKING:
    from analyzer.pipeline import Observation
    from analyzer.pose import PoseModel
    from analyzer.types import Analysis


@pytest.fixture
def app(pose_model: object) -> App:
    return App()


@pytest.fixture(scope="session")
def observation(pose_model: PoseModel) -> Observation:
    """What is seen in a sample."""
    from analyzer.pipeline import observe  # noqa: PLC0415 - heavy

    return observe(SAMPLES / "anterior_tilt_man_right.jpg", model=pose_model)


@pytest.fixture(scope="session")
def analysis(observation: Observation) -> Analysis:
    """The result of that sample."""
    from analyzer.pipeline import conclude  # noqa: PLC0415 - heavy

    return conclude(observation)
