"""Pictures and reports as DICOM, read back with pydicom: classes, identifiers, patient, pixels."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from analyzer.cli.program import main
from analyzer.exchange import Subject
from analyzer.exchange.dicom import ENCAPSULATED_PDF, SECONDARY_CAPTURE, pdf_to_dicom, picture_to_dicom

ROOT = Path(__file__).parents[2]
PICTURE = np.random.default_rng(0).integers(0, 255, (61, 33, 3), dtype=np.uint8)
ANNA = Subject("K-7", "Ana Ñandú 王", "female", 1990)
DAY = date(2026, 3, 9)


def read(data: bytes) -> Any:
    found = pydicom.dcmread(io.BytesIO(data))
    for uid in (found.SOPInstanceUID, found.StudyInstanceUID, found.SeriesInstanceUID):
        assert uid.is_valid and uid.startswith("2.25.") and len(uid) <= 64
    assert found.file_meta.MediaStorageSOPInstanceUID == found.SOPInstanceUID
    assert (found.ConversionType, found.BurnedInAnnotation) == ("WSD", "YES")
    return found


def test_a_picture_is_a_secondary_capture_with_the_same_pixels() -> None:
    found = read(picture_to_dicom(PICTURE, title="Posture", faces_covered=True, subject=ANNA, day=DAY))
    assert (found.SOPClassUID, found.Modality) == (SECONDARY_CAPTURE, "OT")
    np.testing.assert_array_equal(found.pixel_array, PICTURE)  # of an odd number of bytes
    assert (str(found.PatientName), found.PatientID, found.PatientSex) == ("Ana Ñandú 王", "K-7", "F")
    assert (found.PatientBirthDate, found.PatientComments) == ("", "Year of birth: 1990")
    assert (found.StudyDate, found.BodyPartExamined) == ("20260309", "WHOLEBODY")
    assert (found.RecognizableVisualFeatures, list(found.ImageType)) == ("NO", ["DERIVED", "SECONDARY"])
    assert "Laterality" not in found


def test_nobody_is_named_who_was_not_asked_for() -> None:
    found = read(picture_to_dicom(PICTURE, title="x", faces_covered=False, part="HIP", side="left"))
    assert (found.PatientName, found.PatientID, found.PatientBirthDate, found.PatientSex) == ("",) * 4
    assert (found.BodyPartExamined, found.Laterality) == ("HIP", "L")
    assert (found.StudyDate, found.RecognizableVisualFeatures) == ("", "YES")
    code_alone = read(pdf_to_dicom(b"%PDF-1.7", title="x", subject=Subject("K-7")))
    assert (code_alone.PatientName, code_alone.PatientID) == ("", "K-7")


def test_a_report_is_an_encapsulated_pdf_in_the_study_of_its_day() -> None:
    pdf = b"%PDF-1.7 of odd length."
    found = read(pdf_to_dicom(pdf, title="Posture report", subject=ANNA, day=DAY))
    assert (found.SOPClassUID, found.Modality) == (ENCAPSULATED_PDF, "DOC")
    assert found.EncapsulatedDocument[: found.EncapsulatedDocumentLength] == pdf
    picture = read(picture_to_dicom(PICTURE, title="x", faces_covered=True, subject=ANNA, day=DAY))
    other = read(picture_to_dicom(PICTURE, title="x", faces_covered=True, subject=ANNA, day=date(2026, 3, 8)))
    assert found.StudyInstanceUID == picture.StudyInstanceUID != other.StudyInstanceUID
    assert found.SeriesInstanceUID != picture.SeriesInstanceUID
    again = read(pdf_to_dicom(pdf, title="Posture report", subject=ANNA, day=DAY))
    assert again.SOPInstanceUID == found.SOPInstanceUID != picture.SOPInstanceUID


@pytest.mark.parametrize("name", ["A^B=C\\D", "x" * 200, "=1+1"])
def test_signs_that_divide_names_are_no_parts(name: str) -> None:
    found = read(pdf_to_dicom(b"%PDF-1.7", title="x", subject=Subject("K\\7", name)))
    assert found.PatientName.family_name.startswith(name.translate(str.maketrans("^=\\", "   ")).strip()[:9])
    assert (found.PatientName.given_name, found.PatientID) == ("", "K 7")


def test_what_is_no_picture_and_no_pdf_is_refused() -> None:
    for wrong in (PICTURE[:, :, :1], PICTURE.astype(np.float64), PICTURE[:0, :0]):
        with pytest.raises(ValueError, match="picture"):
            picture_to_dicom(wrong, title="x", faces_covered=True)
    with pytest.raises(ValueError, match="PDF"):
        pdf_to_dicom(b"<html>", title="x")
    with pytest.raises(ValueError, match="code"):
        pdf_to_dicom(b"%PDF-", title="x", subject=Subject(""))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main(["export", *arguments])
    return status, json.loads(capsys.readouterr().out)


def test_the_command_writes_the_picture_with_covered_faces(
    pose_model: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out = ROOT / "sample_images" / "neutral_man_left.jpg", tmp_path / "a.dcm"
    status, record = run(capsys, str(photo), "--dicom", str(out), "--client", "K-7", "--date", "2026-03-09")
    assert (status, record["error"], record["file"]) == (0, None, "a.dcm")
    found = read(out.read_bytes())
    assert (found.PatientID, str(found.PatientName), found.StudyDate) == ("K-7", "", "20260309")
    assert found.RecognizableVisualFeatures == "NO"
    assert found.pixel_array.shape[0] >= 1200
    assert b"neutral_man" not in out.read_bytes()


def test_the_command_writes_the_picture_of_the_direct_test(
    pose_model: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out = ROOT / "validation" / "thomas" / "right_00.jpg", tmp_path / "a.dcm"
    status, record = run(capsys, str(photo), "--dicom", str(out), "--direct-test")
    assert (status, record["error"]) == (0, None)
    found = read(out.read_bytes())
    assert (found.BodyPartExamined, found.Laterality) == ("HIP", "L")
    assert found.RecognizableVisualFeatures == "NO"
    with pytest.raises(SystemExit) as ended:
        main(["export", str(photo), "--fhir", str(out), "--direct-test"])
    assert ended.value.code == 2


def test_the_command_takes_a_report_or_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, out = tmp_path / "report.pdf", tmp_path / "a.dcm"
    report.write_bytes(b"%PDF-1.7 kept")
    status, _ = run(capsys, "--dicom", str(out), "--report", str(report))
    assert status == 0 and read(out.read_bytes()).EncapsulatedDocument.startswith(b"%PDF-1.7 kept")
    report.write_bytes(b"no")
    status, record = run(capsys, "--dicom", str(out), "--report", str(report))
    assert (status, "no PDF" in record["error"]["message"]) == (1, True)
    status, record = run(capsys, str(tmp_path), "--dicom", str(out))
    assert (status, "one photo" in record["error"]["message"]) == (1, True)
    for wrong in ([], ["a.jpg", "b.jpg"], ["a.jpg", "--report", str(report)]):
        with pytest.raises(SystemExit) as ended:
            main(["export", *wrong, "--dicom", str(out)])
        assert ended.value.code == 2
