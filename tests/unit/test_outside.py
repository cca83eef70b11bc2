"""JSON from outside, and what the fuzzer found: each of these once ended in an untyped error, or worse."""

from __future__ import annotations

import copy
import io
import json
import math
import zipfile
import zlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from records_cases import analysis

from analyzer.archive import archive, unarchive
from analyzer.compare.changes import occasion_from_dict
from analyzer.errors import PhotoError
from analyzer.photo import load_photo
from analyzer.records.camera_data import without_camera_data
from analyzer.records.packing import pack, unpack
from analyzer.report import result_from_dict
from analyzer.types.intake import Intake
from analyzer.types.outside import MOST_DEPTH, MOST_PARTS, read_json
from ui.access.accounts import Accounts, AccountsError
from ui.records import gate, settings
from ui.webcam import last_time
from ui.webcam.last_time import read_last_time

DEEP = ("[" * 100_000, "[" * 990 + "]" * 990, '{"a":' * 5000 + "1" + "}" * 5000)


@pytest.mark.parametrize(
    "text",
    [
        *DEEP,
        *("NaN", "[Infinity]", "-Infinity", "1e999", '{"a": -1e400}', "9" * 5000, "1" + "0" * 18),
        *('{"a": 1, "a": 2}', '{"b": {"a": 1, "a": 1}}', '"\\ud800"', '{"\\udfff": 1}', "", "{", b"\xff\xfe"),
        "[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1),
    ],
)
def test_what_no_form_of_ours_holds_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        read_json(text)


def test_json_of_ours_is_read() -> None:
    record = archive(analysis())
    assert read_json(json.dumps(record)) == json.loads(json.dumps(record))
    assert read_json(b"\xef\xbb\xbf[1, -2.5, 1e300]") == [1, -2.5, 1e300]  # as some editors save it
    assert read_json('"' + "\\ud83d\\ude00" + '"') == "\N{GRINNING FACE}"
    with pytest.raises(ValueError, match="MB"):
        read_json("[1, 2, 3]", most_bytes=5)


@pytest.mark.parametrize("part", ["[],", "{},"])
def test_millions_of_empty_parts_are_not_made(part: str) -> None:
    """32 MB of them took more than a gigabyte and three seconds."""
    assert len(read_json("[" + part * 100 + "0]")) == 101
    with pytest.raises(ValueError, match="parts"):
        read_json("[" + part * MOST_PARTS + "0]")


def test_a_packed_record_cannot_unpack_to_everything() -> None:
    assert unpack(pack({"a": [1, None]})) == {"a": [1, None]}
    with pytest.raises(ValueError, match="too large"):
        unpack(zlib.compress(bytes(40_000_000)))
    with pytest.raises(ValueError, match="cut off"):
        unpack(pack({"a": 1})[:-6])
    with pytest.raises(ValueError, match="levels"):
        unpack(zlib.compress(DEEP[1].encode()))


@pytest.mark.parametrize("parts", [[[], 1.0, 1.0], [1.0, 1.0], {"photo": 1.0}, ["1", 1.0, 1.0], None])
def test_parts_of_an_archived_interval_are_numbers(parts: object) -> None:
    record = json.loads(json.dumps(archive(analysis())))
    assert record["measures"]["pelvic_tilt"]["sd_parts"]
    record["measures"]["pelvic_tilt"]["sd_parts"] = parts
    if parts is None:
        unarchive(record)
        return
    with pytest.raises(ValueError, match="sd_parts"):
        unarchive(record)


@pytest.mark.parametrize("number", [1e308, -1e308, float("inf"), float("nan"), 10**15])
def test_numbers_that_become_infinite_when_they_are_used_are_refused(number: float) -> None:
    """Differences, squares and intervals of them are infinite, and no JSON holds those."""
    record = json.loads(json.dumps(analysis().to_dict()))
    for field in ("value", "sd_within", "ci95"):
        spoiled = copy.deepcopy(record)
        spoiled["measures"]["knee_angle"][field] = [number] * 2 if field == "ci95" else number
        for read in (occasion_from_dict, result_from_dict):
            with pytest.raises(ValueError, match=rf"knee_angle.*{field}"):
                read(spoiled)
    record["measures"]["knee_angle"]["sd_within"] = -1.0
    with pytest.raises(ValueError, match="not negative"):
        occasion_from_dict(record)
    archived = json.loads(json.dumps(archive(analysis())))
    archived["geometry"]["frame"]["origin_px"] = [0.0, number]
    if math.isfinite(number):
        with pytest.raises(ValueError, match="beyond"):
            unarchive(archived)


@pytest.mark.parametrize(
    "many", ["[" * 200_000, ["x"] * 200_000, {}, "", dict.fromkeys(map(str, range(20_000)))]
)
def test_lists_are_lists_and_have_not_very_many_parts(many: object) -> None:
    """A text was taken for a list of its characters, and each of them was refused in words of its own."""
    record = json.loads(json.dumps(archive(analysis())))
    with pytest.raises(ValueError, match=r"notes.*(a list|parts)"):
        unarchive({**record, "notes": many})
    with pytest.raises(ValueError, match="notes"):
        result_from_dict({**analysis().to_dict(), "notes": many})
    if isinstance(many, dict) and many:
        with pytest.raises(ValueError, match=r"measures.*parts"):
            unarchive({**record, "measures": many})


def test_where_something_is_wrong_in_a_list_or_an_object() -> None:
    record = json.loads(json.dumps(archive(analysis())))
    with pytest.raises(ValueError, match=r"notes\[1\]"):
        unarchive({**record, "notes": [{"code": "not_measured_then", "message": "x"}, {}]})
    with pytest.raises(ValueError, match="knee_angle"):
        unarchive({**record, "measures": {**record["measures"], "knee_angle": 1}})


@pytest.mark.parametrize("hours", [10**400, -(10**400), 1e999, float("nan"), 24.5])
def test_hours_that_no_float_holds(hours: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 24 hours"):
        Intake(hours_sitting=hours)


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, str(2**63), "²", "-1", "1.0", ""])
def test_an_address_that_names_no_record(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "st", SimpleNamespace(query_params={"visit": number}))
    assert gate.asked_for("visit") is None


def test_hashes_that_are_no_text_let_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    for hashed in ('"\N{REPLACEMENT CHARACTER}"', "null", "7", DEEP[1]):
        file.write_text('{"version": 1, "accounts": {"anna": ' + hashed + "}}", "utf-8")
        file.chmod(0o600)
        with pytest.raises(AccountsError):
            Accounts(file).verify("anna", "four words of mine here")


@pytest.mark.parametrize("text", [*DEEP, '{"idle_min": 1e999}', '{"idle_min": NaN}'])
def test_settings_that_cannot_be_read_are_as_if_not_there(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    monkeypatch.setattr(settings, "settings_file", lambda: file)
    assert settings.load_idle_min() == settings.DEFAULT_IDLE_MIN


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_zip_of_last_time(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        packed.writestr("a.jpg", np.random.default_rng(0).bytes(3000))
    data = buffer.getvalue()
    for at in range(35, 900, 12):
        try:
            read_last_time([("a.zip", data[:at] + b"\xaa\x55" * 6 + data[at + 12 :])])
        except ValueError:
            continue


def test_a_zip_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_time, "_MOST_BYTES_IN_ALL", 4 * 2**20)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(8):
            packed.writestr(f"{number}.jpg", bytes(2**20))
    assert len(buffer.getvalue()) < 20_000
    with pytest.raises(ValueError, match="too much"):
        read_last_time([("a.zip", buffer.getvalue())])
    for text in DEEP:
        with pytest.raises(ValueError):
            read_last_time([("a.json", text.encode())])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"rdf+xml", b"rdf\xff\xfexm"),
        (b"mime\0", b"mime\xff"),
        (b"infe\2\0\0\1\0\2\0\0Ex", b"infe\2\0\0\1\0\2\0\0\xff\xfe"),
    ],
)
def test_a_heic_with_names_that_are_no_text_does_not_end_the_program(old: bytes, new: bytes) -> None:
    """pi-heif 1.4.0 then reads an address that is none, which takes every session of the app along."""
    image = Image.fromarray(np.full((96, 128, 3), 90, np.uint8))
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    buffer = io.BytesIO()
    pillow_heif.from_pillow(image).save(buffer, quality=50, exif=exif.tobytes(), xmp=b"<x:xmpmeta/>")
    data = buffer.getvalue()
    assert data.count(old) == 1
    assert load_photo(data.replace(old, new)).rgb.shape == (96, 128, 3)


def test_an_avif_that_only_xmp_turns_stays_turned() -> None:
    image = Image.fromarray(np.arange(96 * 128 * 3, dtype=np.uint8).reshape(96, 128, 3))
    buffer = io.BytesIO()
    image.save(buffer, "AVIF", quality=90, xmp=b'<x:xmpmeta tiff:Make="Maker" tiff:Orientation="6"/>')
    before = load_photo(buffer.getvalue())
    after = load_photo(without_camera_data(buffer.getvalue()))
    assert before.rgb.shape == (128, 96, 3)
    assert np.array_equal(before.rgb, after.rgb)
    assert b"Maker" not in without_camera_data(buffer.getvalue())


def test_of_two_orientations_the_one_that_turned_the_photo_stays() -> None:
    """EXIF says nonsense, XMP something else: what is stored stands as what was analysed."""
    rows = np.repeat(np.arange(96, dtype=np.uint8)[:, np.newaxis, np.newaxis], 128, axis=1)
    image = Image.fromarray(np.repeat(rows, 3, axis=2))
    for orientation in (0, 9, 1, 3):
        exif = Image.Exif()
        exif[0x0112] = orientation
        buffer = io.BytesIO()
        xmp = b'<x:xmpmeta tiff:Orientation="6"/>'
        image.save(buffer, "JPEG", quality=95, exif=exif.tobytes(), xmp=xmp)
        try:
            before = load_photo(buffer.getvalue())
        except PhotoError:
            continue
        after = load_photo(without_camera_data(buffer.getvalue()))
        assert np.array_equal(before.rgb, after.rgb)
