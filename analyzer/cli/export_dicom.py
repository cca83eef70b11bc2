"""``export --dicom``: the picture of one photo as a secondary capture, or a report as encapsulated PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from analyzer.errors import UnreadableImageError, require_packages
from analyzer.exchange import Subject
from analyzer.language import mark, tr

ONE_PHOTO: Final = mark(
    "A DICOM file holds one picture. Please give one photo of a person who stands, or --report alone."
)
_TITLE: Final = "Posture from the side"


def dicom_of(arguments: argparse.Namespace, subject: Subject | None) -> bytes:
    """The file.

    Raises
    ------
    PostureError
        The photo cannot be analysed, or pydicom is not there.
    """
    require_packages("dicom", "pydicom")  # before a photo is analysed
    from analyzer.exchange.dicom import pdf_to_dicom, picture_to_dicom  # noqa: PLC0415 - an extra

    if arguments.report is not None:
        try:
            return pdf_to_dicom(arguments.report, title="Posture report", subject=subject, day=arguments.date)
        except ValueError:
            raise UnreadableImageError(tr("The report is no PDF. Please give FILE.pdf.")) from None
    from analyzer.overlay import build_scene, paint  # noqa: PLC0415 - heavy
    from analyzer.overlay.faces import face_covered  # noqa: PLC0415
    from analyzer.photo import load_photo  # noqa: PLC0415
    from analyzer.pipeline import analyze  # noqa: PLC0415

    (given,) = arguments.results
    if Path(given).is_dir() or Path(given).suffix.lower() in (".json", ".zip"):
        raise UnreadableImageError(tr(ONE_PHOTO))
    photo = load_photo(Path(given))
    analysis = analyze(photo)
    rgb = photo.turned(analysis.photo.turned_deg).rgb
    if not arguments.show_face:
        rgb = face_covered(rgb, analysis)
    return picture_to_dicom(
        paint(build_scene(analysis), rgb),
        title=_TITLE,
        faces_covered=not arguments.show_face,
        subject=subject,
        day=arguments.date,
    )
