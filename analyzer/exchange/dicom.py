"""Pictures and reports as DICOM, for archives of a clinic (PACS): secondary capture, encapsulated PDF.

Both are derived objects of photos, so the classes are Secondary Capture Image Storage and Encapsulated PDF
Storage (DICOM PS3.4), made by a workstation. Nobody is named who was not asked for. Identifiers are made from
the content, under the root of UUIDs (``2.25.``, PS3.5 B.2): the same content of the same client and day gets
the same ones again, and what is of one client and day is one study.
"""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import uuid5

import numpy as np
from numpy.typing import NDArray

from analyzer._version import __version__
from analyzer.errors import require_packages
from analyzer.exchange import terms
from analyzer.exchange.fhir import Subject
from analyzer.types.landmarks import Side

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

Part = Literal["WHOLEBODY", "HIP"]
"""Body part examined: of somebody who stands, and of the direct test (defined terms of PS3.16 Annex L)."""
SECONDARY_CAPTURE: Final = "1.2.840.10008.5.1.4.1.1.7"
ENCAPSULATED_PDF: Final = "1.2.840.10008.5.1.4.1.1.104.1"
_EXPLICIT: Final = "1.2.840.10008.1.2.1"
_SEXES: Final = {"female": "F", "male": "M", "other": "O", "unknown": "", None: ""}
_SIDES: Final[dict[Side, str]] = {"left": "L", "right": "R"}
_MAKER: Final = "posture-analyzer"
_MOST_SIDE_PX: Final = 65535


def picture_to_dicom(
    rgb: NDArray[np.uint8],
    *,
    title: str,
    faces_covered: bool,
    part: Part = "WHOLEBODY",
    side: Side | None = None,
    subject: Subject | None = None,
    day: date | None = None,
) -> bytes:
    """A picture, such as the photo with what was found in it, as a secondary capture.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    title : str
        What the picture is, in English; nobody's name.
    faces_covered : bool
        Otherwise it is noted that somebody may be recognised.
    part : {"WHOLEBODY", "HIP"}
    side : {"left", "right"}, optional
        Of the body: the hip that was tested. The whole body has none.
    subject : Subject, optional
        Without it the fields about the patient are empty.
    day : date, optional
        Of the photo; without it the fields are empty.

    Raises
    ------
    NotInstalledError
        pydicom is not there.
    ValueError
        It is no such picture.
    """
    height, width, *colours = rgb.shape
    if rgb.dtype != np.uint8 or colours != [3] or not 0 < max(height, width) <= _MOST_SIDE_PX:
        raise ValueError("a picture has the shape (height, width, 3) and whole numbers from 0 to 255")
    data = rgb.tobytes()
    content = f"{hashlib.sha256(data).hexdigest()}/{part}/{side}"
    made = _begun((SECONDARY_CAPTURE, "OT", title), content, subject, day)
    made.ImageType = ["DERIVED", "SECONDARY"]
    made.BodyPartExamined = part
    if side is not None and part == "HIP":
        made.Laterality = _SIDES[side]
    made.PatientOrientation = ""
    made.RecognizableVisualFeatures = "NO" if faces_covered else "YES"
    made.DateOfSecondaryCapture = made.InstanceCreationDate
    made.TimeOfSecondaryCapture = made.InstanceCreationTime
    made.SamplesPerPixel, made.PhotometricInterpretation, made.PlanarConfiguration = 3, "RGB", 0
    made.Rows, made.Columns = height, width
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 8, 8, 7, 0
    made.PixelData = data + b"\0" * (len(data) % 2)
    return _written(made)


def pdf_to_dicom(pdf: bytes, *, title: str, subject: Subject | None = None, day: date | None = None) -> bytes:
    """A report as encapsulated PDF; parameters and errors as of `picture_to_dicom`."""
    if not pdf.startswith(b"%PDF-"):
        raise ValueError("this is no PDF")
    made = _begun((ENCAPSULATED_PDF, "DOC", title), hashlib.sha256(pdf).hexdigest(), subject, day)
    made.AcquisitionDateTime = ""
    made.DocumentTitle = title
    made.ConceptNameCodeSequence = []
    made.MIMETypeOfEncapsulatedDocument = "application/pdf"
    made.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    made.EncapsulatedDocumentLength = len(pdf)
    return _written(made)


def _begun(
    what: tuple[str, str, str], content: str, subject: Subject | None, day: date | None
) -> FileDataset:
    """What both kinds share: patient, study, series, equipment. ``what``: class, modality, title."""
    require_packages("dicom", "pydicom")
    from pydicom.dataset import FileDataset, FileMetaDataset  # noqa: PLC0415 - an extra

    kind, modality, title = what
    when = "" if day is None else f"{day:%Y%m%d}"
    meta: Any = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = kind, _EXPLICIT
    meta.MediaStorageSOPInstanceUID = _uid(f"instance/{kind}/{content}/{title}/{subject}/{when}")
    meta.ImplementationClassUID = _uid("implementation")
    meta.ImplementationVersionName = "POSTURE_ANALYZER"
    made: Any = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID, made.SOPInstanceUID = kind, meta.MediaStorageSOPInstanceUID
    now = datetime.now(UTC)
    made.InstanceCreationDate, made.InstanceCreationTime = f"{now:%Y%m%d}", f"{now:%H%M%S}"
    made.TimezoneOffsetFromUTC = "+0000"
    _put_patient(made, subject)
    # One study of a client and day; where either is not known, every object is a study of its own.
    of = f"{subject.code}/{when}" if subject is not None and when else content
    made.StudyInstanceUID, made.SeriesInstanceUID = _uid(f"study/{of}"), _uid(f"series/{of}/{modality}")
    made.StudyDate, made.StudyTime = when, ""
    made.ContentDate, made.ContentTime = when or made.InstanceCreationDate, made.InstanceCreationTime
    made.ReferringPhysicianName = made.AccessionNumber = made.StudyID = ""
    made.Modality, made.ConversionType = modality, "WSD"
    made.SeriesNumber, made.InstanceNumber = 1, 1
    made.SeriesDescription = title[:64]
    made.Manufacturer = made.SecondaryCaptureDeviceManufacturer = _MAKER
    made.SoftwareVersions = made.SecondaryCaptureDeviceSoftwareVersions = __version__
    made.BurnedInAnnotation = "YES"  # numbers and words are part of the picture
    found: FileDataset = made
    return found


def _put_patient(made: Any, subject: Subject | None) -> None:
    """The patient module: only what was asked for; what is not known is empty, as the standard wants it."""
    made.PatientName = made.PatientID = made.PatientBirthDate = made.PatientSex = ""
    if subject is None:
        return
    if not subject.code:
        raise ValueError("a subject needs a code")
    # "=" and "^" divide the parts of a name, and a backslash values.
    made.PatientName = subject.name.translate(str.maketrans("=^\\", "   ")).strip()[:64]
    made.PatientID = subject.code.replace("\\", " ")[:64]
    made.PatientSex = _SEXES[subject.sex]
    if subject.birth_year is not None:
        made.PatientComments = f"Year of birth: {subject.birth_year}"  # a birth date has a day


def _written(made: FileDataset) -> bytes:
    from pydicom import dcmwrite  # noqa: PLC0415 - an extra

    buffer = io.BytesIO()
    dcmwrite(buffer, made, enforce_file_format=True)
    return buffer.getvalue()


def _uid(of: str) -> str:
    return f"2.25.{uuid5(terms.NAMESPACE, f'dicom/{of}').int}"
