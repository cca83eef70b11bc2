"""Clients, photos and analyses for the tests of the records; no pose model, no picture of a person."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from scenes import draw_person, traced

from analyzer import measures as m
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.records import NewPhoto, Records, VisitDraft
from analyzer.types import (
    Analysis,
    BodyGeometry,
    Corrections,
    Issue,
    PhotoInfo,
    Provenance,
    Reason,
    SagittalFrame,
    ViewCheck,
)
from analyzer.types.geometry import frozen_points

PASSPHRASE = "quiet lamp under seven hills"  # noqa: S105 - of the tests
OTHER = "blue kettle beyond nine rivers"
DAY = date(2026, 3, 4)


@cache
def jpeg(seed: int = 0, side: int = 96) -> bytes:
    """A small photo without meaning, another one for each seed."""
    pixels = np.random.default_rng(seed).integers(0, 255, (side, side, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@cache
def _geometry() -> BodyGeometry:
    drawing = draw_person()
    landmarks = drawing.place.landmarks()
    frame = SagittalFrame(frozen_points([300.0, 480.0]), 240.0, 1, 0.3, 0.1, 1.7)
    outline = frozen_points(np.random.default_rng(0).uniform(0, 900, (50, 2)))
    bones = frozen_points([310.125, 470.0]), frozen_points([280.0, 1.0 / 3.0])
    return BodyGeometry(frame, landmarks, (outline,), traced(drawing).profile, *bones, None)


def analysis(
    value: float = 10.0,
    *,
    facing: Any = "right",
    sha: str = "cd" * 32,
    corrections: Corrections | None = None,
) -> Analysis:
    """An analysis in which every measure has about this value, one is missing, and one was corrected."""
    measures = {name: m.measured(name, value + 1 / 3, 1.0, "landmarks") for name in m.TABLE}
    measures["lumbar_depth"] = m.missing("lumbar_depth", Reason("loose_clothing", "Loose clothes."))
    model = dict(measures)
    corrected = corrections or Corrections({"hip": (412.123456789, 630.0)}, 1.5, 1.72)
    measures["pelvic_tilt"] = m.measured("pelvic_tilt", value + 2.0, 1.0, "markers", bone_sd=1 / 7)
    return Analysis(
        photo=PhotoInfo("a.jpg", sha, 900, 1200),
        view=ViewCheck(facing, 4.123456, (Issue("bystander", "warn", "Someone else."),)),
        measures=measures,
        shortened_psoas=assess_shortened_psoas(measures),
        provenance=Provenance("1.0", "some model", "ab" * 32, "2026-01-02T03:04:05+00:00"),
        geometry=_geometry(),
        corrections=corrected,
        model_measures=model,
        corrected=frozenset({"pelvic_tilt"}),
        lengths_mm={"trunk": m.measured("pelvic_tilt", 470.0, 5.0, "landmarks")},
        notes=(Reason("needs_psis", "Place the other point."),),
    )


def new_photo(seed: int = 0, value: float = 10.0, facing: Any = "right", name: str = "photo.jpg") -> NewPhoto:
    """A photo with an analysis."""
    return NewPhoto(name, jpeg(seed), analysis(value, facing=facing, sha=f"{seed:064x}"))


def draft(*photos: Any, day: date = DAY, **more: Any) -> VisitDraft:
    return VisitDraft(day, photos, **more)


def new_records(folder: Path, passphrase: str = PASSPHRASE) -> Records:
    return Records.create(folder / "practice" / "clients.records", passphrase)


def expect_lists_in_order(records: Records) -> None:
    """The newest visit comes first; lists have pages."""
    ids = [records.add_client(f"c{number}").id for number in range(5)]
    for number, client_id in enumerate(ids[:3]):
        records.save_visit(client_id, draft(day=date(2020, 1, 3 - number)))
        records.save_visit(client_id, draft(day=date(2019, 1, 1)))
    listed = records.clients()
    # Without a visit, the day on which they were added counts.
    assert [client.code for client in listed] == ["c4", "c3", "c0", "c1", "c2"]
    assert [client.visits for client in listed] == [0, 0, 2, 2, 2]
    assert listed[2].last_visit == date(2020, 1, 3)
    assert records.clients(limit=2, offset=1) == listed[1:3]
