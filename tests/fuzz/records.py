"""Valid results and archives, which are spoiled."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

DRAWINGS: Final = (
    {"kind": "arrow", "points": [[352.5, 180.0], [270.0, 260]], "color": "blue", "width": "thick"},
    {"kind": "angle", "points": [[200, 200.0], [210, 300], [300, 300.25]], "color": "yellow"},
    {"kind": "freehand", "points": [[60, 60], [70, 90], [90, 95], [91, 96.5]], "hidden": True},
    {"kind": "text", "points": [[40, 300]], "text": "Weight on the heels", "width": "thin"},
)


@cache
def analysis() -> Any:
    """An analysis of a drawn person, with corrections, and with what somebody drew on the photo."""
    import sys

    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "unit")]
    from corrected import pelvis, seen

    from analyzer import pipeline
    from analyzer.types import Corrections
    from analyzer.types.drawings import drawings_from

    pipeline.describe_model = lambda *_: SimpleNamespace(name="drawn", sha256="00")
    plain = seen()
    found = pipeline.conclude(plain, Corrections(pelvis(plain, 12.0), roll_deg=1.0, body_height_m=1.7))
    return replace(found, drawings=drawings_from(list(DRAWINGS)))


@cache
def observation() -> Any:
    analysis()
    from corrected import seen

    return seen()


@cache
def result_record() -> Any:
    return json.loads(json.dumps(analysis().to_dict()))


@cache
def archive_record() -> Any:
    from analyzer.archive import archive

    return json.loads(json.dumps(archive(analysis())))


@cache
def thomas_record() -> Any:
    from analyzer.archive import archive_thomas

    analysis()
    from tests.unit.thomas_cases import analysis as lying

    return json.loads(json.dumps(archive_thomas(lying())))


@cache
def bundle() -> Any:
    """A FHIR bundle of a result."""
    from analyzer.exchange import Subject, to_fhir

    return to_fhir([result_record()], subject=Subject("K-1"))
