"""What the library reads from outside: pictures, results, archives, corrections, answers, backups."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, Final

import numpy as np

from analyzer.errors import PhotoError, PostureError
from tests.fuzz import pictures
from tests.fuzz.mutate import dump, spoil_bytes, spoil_json

SHOWN: Final = 25
"""One of so many results that were taken in is drawn or set as well, which takes longer than to read it."""


@dataclass(frozen=True)
class Target:
    """One way in.

    Attributes
    ----------
    name : str
    share : int
        Its part of all inputs.
    make : callable
        A spoiled input from a random generator.
    read : callable
        What the program does with an input; returns nothing.
    typed : tuple of exception types
        How it may refuse an input.
    """

    name: str
    share: int
    make: Callable[[Random], bytes]
    read: Callable[[bytes], None]
    typed: tuple[type[BaseException], ...]


class BrokenPromiseError(Exception):
    """An input was taken in, and what came of it is not valid."""


def expect(holds: object, what: str) -> None:
    if not holds:
        raise BrokenPromiseError(what)


# --- Pictures -------------------------------------------------------------------------------------------


def read_photo(data: bytes) -> None:
    from analyzer.photo import MAX_PIXELS, MAX_SIDE_PX, MIN_SIDE_PX, load_photo

    photo = load_photo(data)
    height, width, colours = photo.rgb.shape
    expect(photo.rgb.dtype == np.uint8 and colours == 3 and not photo.rgb.flags.writeable, "pixels")
    expect(max(height, width) <= MAX_SIDE_PX * 1.01, "larger than the working size")
    expect(photo.width_px * photo.height_px <= MAX_PIXELS, "larger than allowed")
    expect(min(photo.width_px, photo.height_px) >= MIN_SIDE_PX, "smaller than allowed")


def read_camera_data(data: bytes) -> None:
    from analyzer.photo import load_photo
    from analyzer.records.camera_data import without_camera_data

    cleaned = without_camera_data(data)
    try:
        before = load_photo(data, max_side_px=None)
    except PhotoError:  # then it is not stored either
        return
    after = load_photo(cleaned, max_side_px=None)
    expect(np.array_equal(before.rgb, after.rgb), "the picture changed")
    for word in (b"Maker", b"maker note", b"2026:01:0"):
        stayed = word in cleaned and not _is_picture_data(cleaned, word)
        expect(not stayed, "camera data stayed")


def _is_picture_data(data: bytes, word: bytes) -> bool:
    """Whether a word stands where a (spoiled) file keeps pixels or colours: those are copied as they are."""
    if not data.startswith(b"\xff\xd8"):
        return data[4:8] == b"ftyp" and word in data[data.find(b"mdat") :]
    at = data.find(b"\xff\xda")
    return word in data[at:]


def make_logo(rng: Random) -> bytes:
    return pictures.make_picture(rng)


# --- Results and archives -------------------------------------------------------------------------------


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
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def _file(data: bytes, name: str = "input.json") -> Path:
    file = _folder() / name
    file.write_bytes(data)
    return file


def _shown(data: bytes) -> bool:
    return sum(data[:4096]) % SHOWN == 0


def read_result(data: bytes) -> None:
    """As the commands ``compare`` and ``report`` do."""
    from analyzer.cli.stored import read_result as read
    from analyzer.compare.changes import compare, occasion_from_dict, occasion_of
    from analyzer.report import result_from_dict

    file = _file(data)
    before = None
    with contextlib.suppress(PostureError):
        before = read(file, occasion_from_dict)
    if before is not None:
        json.dumps(compare(before, occasion_of(analysis())).to_dict(), allow_nan=False)
    result = read(file, result_from_dict)
    if _shown(data):
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
    if _shown(data):
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
    if _shown(data):
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


@cache
def bundle() -> Any:
    """A FHIR bundle of a result."""
    from analyzer.exchange import Subject, to_fhir

    return to_fhir([result_record()], subject=Subject("K-1"))


def read_bundle(data: bytes) -> None:
    """As ``export --read`` does; what is taken can be exported again."""
    from analyzer.cli.export import _read_bundle
    from analyzer.exchange import to_fhir

    results = _read_bundle(_file(data))
    json.dumps(to_fhir(results), allow_nan=False)


def read_resumed(data: bytes) -> None:
    """A result as ``--resume`` meets it in a folder."""
    from analyzer.batch.results import as_record

    record = as_record(data)
    expect(record is None or isinstance(record["photo"], dict), "no record")


# --- What people type or correct ------------------------------------------------------------------------

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
}


DRAWINGS: Final = (
    {"kind": "arrow", "points": [[352.5, 180.0], [270.0, 260]], "color": "blue", "width": "thick"},
    {"kind": "angle", "points": [[200, 200.0], [210, 300], [300, 300.25]], "color": "yellow"},
    {"kind": "freehand", "points": [[60, 60], [70, 90], [90, 95], [91, 96.5]], "hidden": True},
    {"kind": "text", "points": [[40, 300]], "text": "Weight on the heels", "width": "thin"},
)


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
    if _shown(data):
        rgb = np.zeros((drawn.photo.height_px, drawn.photo.width_px, 3), np.uint8)
        paint_svg(build_scene(drawn), rgb).encode()


def make_corrections(rng: Random) -> bytes:
    return spoil_json(rng, rng.choice(CORRECTIONS))


def read_corrections(data: bytes) -> None:
    """As the options of the command line do; what is taken is used."""
    import argparse

    from analyzer.cli.arguments import _corrections, _thomas_corrections
    from analyzer.pipeline import conclude

    file = str(_file(data))
    with contextlib.suppress(argparse.ArgumentTypeError):
        json.dumps(_thomas_corrections(file).to_dict(), allow_nan=False)
    given = _corrections(file)
    json.dumps(given.to_dict(), allow_nan=False)
    if _shown(data):
        json.dumps(conclude(observation(), given).to_dict(), allow_nan=False)


def read_intake(data: bytes) -> None:
    from analyzer.cli.report_options import _intake
    from analyzer.meaning.daily_life import (
        find_contributing_factors,
        find_fitting_exercises,
        find_pain_remarks,
    )
    from analyzer.types.intake import Intake

    given = _intake(str(_file(data)))
    expect(
        Intake.from_dict(json.loads(json.dumps(given.to_dict(), allow_nan=False))) == given,
        "not the same again",
    )
    find_contributing_factors(given), find_fitting_exercises(given), find_pain_remarks(given)


# --- Backups --------------------------------------------------------------------------------------------


@cache
def backup() -> bytes:
    """A small file of records, made with few rounds."""
    analysis()
    import records_cases as cases

    from analyzer.records import Records, cipher

    cipher.ROUNDS = 10  # type: ignore[misc]
    with Records.create(_folder() / "first" / "clients.records", cases.PASSPHRASE) as records:
        client = records.add_client("K-1")
        records.save_visit(client.id, cases.draft(cases.new_photo(1)))
        return records.backup()


def make_backup(rng: Random) -> bytes:
    data = backup()
    if rng.random() < 0.1:
        return spoil_bytes(rng, dump(result_record()).encode())
    if rng.random() < 0.1:
        page = 4096 * rng.randrange(len(data) // 4096)
        return data[:page] + data[page + 4096 :]
    return spoil_bytes(rng, data)


def read_backup(data: bytes) -> None:
    import records_cases as cases

    from analyzer.records import Records

    place = _folder() / "second"
    file = place / "clients.records"
    for old in place.glob("*") if place.exists() else ():
        old.unlink()
    try:
        with Records.restore(data, file, cases.PASSPHRASE) as records:
            for client in records.clients():
                for visit in records.visits(client.id):
                    records.visit(visit.id)
            expect(records.photo_data(1) == cases.jpeg(1), "another photo")
    except PostureError:
        expect(not file.exists(), "a refused backup was put in place")
        raise


# --- Files packed together --------------------------------------------------------------------------------


def make_zip(rng: Random) -> bytes:
    buffer = io.BytesIO()
    method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for number in range(rng.choice((1, 2, 5))):
            ending = rng.choice((".jpg", ".analysis.json", ".json", ".overlay.png", ".txt", "", ".JPG"))
            folder = rng.choice(("", "", "../", "/", "a/b/", "C:\\", ".", "\x01"))
            record = (
                dump(result_record()).encode() if rng.random() < 0.5 else spoil_json(rng, result_record())
            )
            content = record if "json" in ending else pictures.picture("JPEG", number)
            if rng.random() < 0.02:
                content = bytes(40_000_000)
            packed.writestr(f"{folder}{number}{ending}", content)
    return buffer.getvalue() if rng.random() < 0.2 else spoil_bytes(rng, buffer.getvalue())


def read_zip(data: bytes) -> None:
    from ui.webcam.last_time import read_last_time

    found = read_last_time([("last.zip", data)])
    if isinstance(found, list):
        expect(sum(len(content) for _, content in found) < 500_000_000, "unpacks to too much")


def make_last_result(rng: Random) -> bytes:
    return spoil_json(rng, result_record())


def read_last_result(data: bytes) -> None:
    from analyzer.compare.changes import compare, occasion_of
    from ui.webcam.last_time import read_last_time

    found = read_last_time([("last.json", data)])
    expect(not isinstance(found, list), "a result is no photo")
    compare(found, occasion_of(analysis()))  # type: ignore[arg-type]


def of_record(record: Callable[[], Any]) -> Callable[[Random], bytes]:
    return lambda rng: spoil_json(rng, record())


def targets() -> tuple[Target, ...]:
    from argparse import ArgumentTypeError

    photo, refused = (PhotoError,), (ArgumentTypeError,)
    return (
        Target("photo", 30, pictures.make_picture, read_photo, photo),
        Target("exif", 12, pictures.make_exif, read_photo, photo),
        Target("camera-data", 10, pictures.make_exif, read_camera_data, photo),
        Target("stored-photo", 6, pictures.make_picture, read_camera_data, photo),
        Target("result", 10, of_record(result_record), read_result, (PostureError,)),
        Target("archive", 8, of_record(archive_record), read_archive, (ValueError,)),
        Target("thomas-archive", 6, of_record(thomas_record), read_thomas_archive, (ValueError,)),
        Target("packed-archive", 3, make_packed, read_packed, (ValueError,)),
        Target("fhir", 4, of_record(bundle), read_bundle, (PostureError,)),
        Target("resumed", 2, of_record(result_record), read_resumed, ()),
        Target("corrections", 8, make_corrections, read_corrections, refused),
        Target("drawings", 6, of_record(lambda: list(DRAWINGS)), read_drawings, (ValueError,)),
        Target("intake", 8, of_record(lambda: INTAKE), read_intake, refused),
        Target("backup", 2, make_backup, read_backup, (PostureError,)),
        Target("zip", 4, make_zip, read_zip, (ValueError,)),
        Target("last-result", 4, make_last_result, read_last_result, (ValueError,)),
    )
