"""Nothing that a camera or an editor wrote beside the pixels leaves with what is stored or handed over."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pi_heif
import planted
import pytest
from corrected import FEET
from PIL import Image
from records_cases import PASSPHRASE, draft
from scenes import FixedDetector, Look, Place, draw_person, sample_curve

from analyzer.archive import archive
from analyzer.batch.table import csv_table
from analyzer.exchange import to_fhir
from analyzer.overlay import build_scene, encode, paint, paint_svg
from analyzer.overlay.notebook import to_html
from analyzer.photo import load_photo
from analyzer.photo.profile import NoProfileError, plain_profile
from analyzer.pipeline import conclude, observe
from analyzer.records import NewPhoto, Records, cipher
from analyzer.records.camera_data import without_camera_data
from analyzer.report import Practice, ReportContent, ReportPhoto, build_report, render_html, render_pdf
from analyzer.types import Analysis, Photo

pytestmark = pytest.mark.usefixtures("drawn_only")

PLANTED = {
    "jpeg": 28,
    "png": 23,
    "webp": 20,
    "tiff": 9,
    "gif": 2,
    "heic": 25,
    "avif": 25,
}
"""In how many places at least a secret is planted, so that the search is known to see it."""


def small() -> np.ndarray:
    coarse = np.random.default_rng(0).integers(0, 255, (12, 9, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((180, 240)))


@pytest.mark.parametrize("kind", planted.KINDS)
def test_nothing_beside_the_pixels_is_stored(kind: str) -> None:
    data = planted.KINDS[kind](small())
    assert len(planted.found_in(data)) >= PLANTED[kind]
    stored = without_camera_data(data)
    assert planted.found_in(stored) == []
    before, after = load_photo(data, max_side_px=None), load_photo(stored, max_side_px=None)
    assert np.array_equal(before.rgb, after.rgb)
    if kind not in ("tiff", "gif"):  # those become a PNG of OpenCV, which Pillow packs otherwise
        assert without_camera_data(stored) == stored


def test_previews_and_other_pictures_of_a_heic_go() -> None:
    """A preview may show what was cut away afterwards."""
    data = planted.heif(small())
    whole = pi_heif.open_heif(data)
    assert len(whole) == 2 and whole[0].info["thumbnails"]
    stored = pi_heif.open_heif(without_camera_data(data))
    assert len(stored) == 1 and not stored[0].info["thumbnails"]
    assert np.array_equal(np.asarray(stored[0]), np.asarray(whole[whole.primary_index]))


def test_the_search_looks_into_everything() -> None:
    import base64  # noqa: PLC0415
    import zipfile  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    word = planted.secret("word")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", b"x" * 40 + word)
    for hidden in (
        word,
        word.decode().encode("utf-16-le"),
        b"..." + zlib.compress(b"y" * 50 + word) + b"...",
        b"<img src='data:image/png;base64," + base64.b64encode(b"z" * 40 + zlib.compress(word * 3)) + b"'>",
        buffer.getvalue(),
        word.hex().encode(),
    ):
        assert any("word" in place or place.startswith("hex") for place in planted.found_in(hidden))
    assert planted.found_in(b"nothing of it") == []


# --- Colours --------------------------------------------------------------------------------------------


def test_a_profile_keeps_its_colours_and_says_nothing() -> None:
    from PIL import ImageCms  # noqa: PLC0415

    given = planted.profile()
    plain = plain_profile(given)
    assert planted.found_in(given) and planted.found_in(plain) == []
    assert planted.STEM.encode()[:4] not in plain  # the author in the header
    assert plain_profile(plain) == plain
    padded = plain_profile(given, len(given))
    assert len(padded) == len(given) and planted.found_in(padded) == []
    picture = Image.fromarray(small())
    lab = ImageCms.createProfile("LAB")
    seen = [
        np.asarray(
            ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(it)), lab, outputMode="LAB"
            )
        )
        for it in (given, plain, padded)
    ]
    assert np.array_equal(seen[0], seen[1]) and np.array_equal(seen[0], seen[2])


@pytest.mark.parametrize("cut", [0, 100, 131, 140, 300, -200])
def test_what_is_no_profile_is_said_to_be_none(cut: int) -> None:
    with pytest.raises(NoProfileError):
        plain_profile(planted.profile()[:cut])
    with pytest.raises(NoProfileError):
        plain_profile(planted.profile(), room=160)


# --- All that is handed over ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def given() -> bytes:
    return planted.jpeg(_drawing().rgb)


def _drawing():
    return draw_person(sample_curve(-0.5, 0.5), Place((300.0, 500.0), 240.0), Look(), (600, 980))


@pytest.fixture
def analysed(given: bytes) -> tuple[Photo, Analysis]:
    photo = load_photo(given, name="photo.jpg")
    drawing = replace(_drawing(), rgb=photo.rgb)
    return photo, conclude(observe(photo, model=FixedDetector(drawing, drawing.place.landmarks(FEET))))


def _handed_over(photo: Photo, analysis: Analysis) -> Iterator[tuple[str, bytes]]:
    scene = build_scene(analysis)
    for kind in ("png", "jpeg", "webp"):
        yield kind, encode(paint(scene, photo.rgb), kind)
    yield "svg", paint_svg(scene, photo.rgb).encode()
    yield "notebook", to_html(analysis, photo).encode()
    record = analysis.to_dict()
    yield "json", json.dumps(record).encode()
    yield "archive", json.dumps(archive(analysis)).encode()
    yield "csv", csv_table([record]).encode()
    yield "fhir", json.dumps(to_fhir([record])).encode()
    logo = planted.png(small())
    content = ReportContent(
        (ReportPhoto(analysis, photo.rgb),), practice=Practice("Practice", "", logo), day=date(2026, 1, 2)
    )
    report = build_report(content)
    yield "html report", render_html(report)
    yield "pdf report", render_pdf(report)


def test_nothing_beside_the_pixels_is_handed_over(given: bytes, analysed: tuple[Photo, Analysis]) -> None:
    assert len(planted.found_in(given)) >= PLANTED["jpeg"]
    made = dict(_handed_over(*analysed))
    assert {name: planted.found_in(data) for name, data in made.items()} == {name: [] for name in made}
    assert all(len(data) > 200 for data in made.values())


def test_nothing_beside_the_pixels_is_in_the_records_or_their_export(
    given: bytes, analysed: tuple[Photo, Analysis], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "ROUNDS", 10)
    with Records.create(tmp_path / "clients.records", PASSPHRASE) as records:
        client = records.add_client("K-1")
        visit = records.save_visit(client.id, draft(NewPhoto("photo.jpg", given, analysed[1])))
        (photo,) = records.visit(visit.id).photos
        assert planted.found_in(records.photo_data(photo.id)) == []
        assert planted.found_in(records.export_client(client.id)) == []


def test_of_a_moving_picture_only_the_pixels_are_stored() -> None:
    """A film's boxes hold metadata as well: such a file is not taken apart, but encoded anew."""
    buffer = io.BytesIO()
    frames = [Image.fromarray(np.roll(small(), step, axis=0)) for step in range(2)]
    more = {"exif": planted.exif(), "xmp": planted.xmp()}
    frames[0].save(buffer, "AVIF", save_all=True, append_images=frames[1:], **more)
    data = buffer.getvalue()
    assert b"moov" in data and len(planted.found_in(data)) > 10
    stored = without_camera_data(data)
    assert stored.startswith(b"\x89PNG")
    assert planted.found_in(stored) == []
    assert np.array_equal(load_photo(data).rgb, load_photo(stored).rgb)
