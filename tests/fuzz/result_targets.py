"""Results, archives, and bundles of FHIR."""

from __future__ import annotations

import contextlib
import json
from random import Random
from typing import Any

import numpy as np

from analyzer.errors import PostureError
from tests.fuzz.mutate import dump, spoil_bytes, spoil_json
from tests.fuzz.records import analysis, archive_record, bundle, observation, result_record, thomas_record
from tests.fuzz.target import Target, expect, file_of, of_record, shown


def read_result(data: bytes) -> None:
    """As the commands ``compare`` and ``report`` do."""
    from analyzer.cli.stored import read_result as read
    from analyzer.compare.changes import compare, occasion_from_dict, occasion_of
    from analyzer.report import result_from_dict

    file = file_of(data)
    before = None
    with contextlib.suppress(PostureError):
        before = read(file, occasion_from_dict)
    if before is not None:
        json.dumps(compare(before, occasion_of(analysis())).to_dict(), allow_nan=False)
    result = read(file, result_from_dict)
    if shown(data):
        _report(result)


def _report(result: Any) -> None:
    from datetime import date

    from analyzer.report import ReportContent, ReportPhoto, build_report, render_html
    from analyzer.report.model import Note

    report = build_report(ReportContent((ReportPhoto(result),), day=date(2026, 1, 1)))
    blocks = (block for section in report.sections for block in section.blocks)
    failed = [block for block in blocks if isinstance(block, Note) and block.trouble is not None]
    expect(not failed, "a part of the report could not be made")
    render_html(report)


def read_archive(data: bytes) -> None:
    from analyzer.archive import archive, unarchive
    from analyzer.overlay import build_scene, paint_svg
    from analyzer.types.outside import read_json

    result = unarchive(read_json(data))
    text = json.dumps(archive(result), allow_nan=False)
    expect(
        json.dumps(archive(unarchive(json.loads(text))), allow_nan=False) == text, "archived twice is another"
    )
    json.dumps(result.to_dict(), allow_nan=False)
    if shown(data):
        photo = observation().photo
        rgb = np.zeros((photo.height_px, photo.width_px, 3), np.uint8)
        paint_svg(build_scene(result), rgb).encode()


def read_thomas_archive(data: bytes) -> None:
    from analyzer.archive import archive_thomas, unarchive_thomas
    from analyzer.overlay import build_thomas_scene, paint_svg
    from analyzer.types.outside import read_json

    result = unarchive_thomas(read_json(data))
    json.dumps(archive_thomas(result), allow_nan=False)
    json.dumps(result.to_dict(), allow_nan=False)
    if shown(data):
        paint_svg(build_thomas_scene(result), np.zeros((900, 1200, 3), np.uint8)).encode()


def read_packed(data: bytes) -> None:
    """An analysis as a row of the records holds it."""
    from analyzer.archive import unarchive
    from analyzer.records.packing import unpack

    unarchive(unpack(data))


def make_packed(rng: Random) -> bytes:
    import zlib

    if rng.random() < 0.05:  # unpacks to a lot
        return zlib.compress(b"[" + b"0," * 20_000_000 + b"0]", 9)
    if rng.random() < 0.5:
        return zlib.compress(spoil_json(rng, archive_record()))
    return spoil_bytes(rng, zlib.compress(dump(archive_record()).encode()))


def read_bundle(data: bytes) -> None:
    """As ``export --read`` does; what is taken can be exported again."""
    from analyzer.cli.export import _read_bundle
    from analyzer.exchange import to_fhir

    results = _read_bundle(file_of(data))
    json.dumps(to_fhir(results), allow_nan=False)


def read_resumed(data: bytes) -> None:
    """A result as ``--resume`` meets it in a folder."""
    from analyzer.batch.results import as_record

    record = as_record(data)
    expect(record is None or isinstance(record["photo"], dict), "no record")


def targets() -> tuple[Target, ...]:
    return (
        Target("result", 10, of_record(result_record), read_result, (PostureError,)),
        Target("archive", 8, of_record(archive_record), read_archive, (ValueError,)),
        Target("thomas-archive", 6, of_record(thomas_record), read_thomas_archive, (ValueError,)),
        Target("packed-archive", 3, make_packed, read_packed, (ValueError,)),
        Target("fhir", 4, of_record(bundle), read_bundle, (PostureError,)),
        Target("resumed", 2, of_record(result_record), read_resumed, ()),
    )
