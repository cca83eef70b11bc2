"""What people type or correct."""

from __future__ import annotations

import contextlib
import json
from argparse import ArgumentTypeError
from dataclasses import replace
from random import Random
from typing import Final

import numpy as np

from tests.fuzz.mutate import spoil_json
from tests.fuzz.records import DRAWINGS, analysis, observation
from tests.fuzz.target import Target, expect, file_of, of_record, shown

CORRECTIONS: Final = (
    {"points": {"asis": [352.5, 480.0], "psis": [270.0, 460.0]}, "roll_deg": 1.5, "body_height_m": 1.72},
    {"points": {"hip": [310.0, 505], "lumbar_apex": [262.0, 410.0]}},
)
INTAKE: Final = {
    **{
        "schema": "posture-intake/1",
        "hours_sitting": 8,
        "hours_standing": 1.5,
        "desk_work": True,
        "stress": 4,
    },
    **{"cycling_hours": 2.0, "other_sport": "climbing", "low_back_pain": 3, "notes": "none"},
    "pain_strength": 5,
    "pain": [
        {"view": "back", "kind": "numb", "region": "low_back.left"},
        {"view": "front", "kind": "burning", "points": [[80, 110.5], [95, 100], [99, 120]]},
    ],
}


def read_drawings(data: bytes) -> None:
    """As the editor's answer and a stored photo do; what is taken is kept, written and drawn."""
    from analyzer.overlay import build_scene, paint_svg
    from analyzer.types.drawings import drawings_from
    from analyzer.types.outside import read_json

    given = drawings_from(read_json(data))
    written = json.loads(json.dumps([item.to_dict() for item in given], allow_nan=False))
    expect(drawings_from(written) == given, "not the same again")
    drawn = replace(analysis(), drawings=given)
    expect(drawn.to_dict()["measures"] == analysis().to_dict()["measures"], "a number changed")
    if shown(data):
        rgb = np.zeros((drawn.photo.height_px, drawn.photo.width_px, 3), np.uint8)
        paint_svg(build_scene(drawn), rgb).encode()


def make_corrections(rng: Random) -> bytes:
    return spoil_json(rng, rng.choice(CORRECTIONS))


def read_corrections(data: bytes) -> None:
    """As the options of the command line do; what is taken is used."""
    import argparse

    from analyzer.cli.arguments import _corrections, _thomas_corrections
    from analyzer.pipeline import conclude

    file = str(file_of(data))
    with contextlib.suppress(argparse.ArgumentTypeError):
        json.dumps(_thomas_corrections(file).to_dict(), allow_nan=False)
    given = _corrections(file)
    json.dumps(given.to_dict(), allow_nan=False)
    if shown(data):
        json.dumps(conclude(observation(), given).to_dict(), allow_nan=False)


def read_intake(data: bytes) -> None:
    from analyzer.cli.report_options import _intake
    from analyzer.meaning.daily_life import (
        find_contributing_factors,
        find_fitting_exercises,
        find_pain_remarks,
    )
    from analyzer.types.intake import Intake

    given = _intake(str(file_of(data)))
    expect(
        Intake.from_dict(json.loads(json.dumps(given.to_dict(), allow_nan=False))) == given,
        "not the same again",
    )
    find_contributing_factors(given), find_fitting_exercises(given), find_pain_remarks(given)


def targets() -> tuple[Target, ...]:
    refused = (ArgumentTypeError,)
    return (
        Target("corrections", 8, make_corrections, read_corrections, refused),
        Target("drawings", 6, of_record(lambda: list(DRAWINGS)), read_drawings, (ValueError,)),
        Target("intake", 8, of_record(lambda: INTAKE), read_intake, refused),
    )
