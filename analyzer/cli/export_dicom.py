"""``export --dicom``: the picture of one photo as a secondary capture, or a report as encapsulated PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analyzer.errors import UnreadableImageError, require_packages
from analyzer.exchange import Subject
from analyzer.language import mark, tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.types import Photo

    Painted = tuple[NDArray[np.uint8], dict[str, Any]]
    """A picture, and what `picture_to_dicom` is told about it."""

ONE_PHOTO: Final = mark(
    "A DICOM file holds one picture. Please give one photo, of a person who stands or (with --direct-test) "
    "of the direct test, or --report alone."
)
_TITLE: Final = "Posture from the side"
_TEST_TITLE: Final = "Direct test: modified Thomas test"


def dicom_of(arguments: argparse.Namespace, subject: Subject | None) -> bytes:
    """The file.

    Raises
    ------
    PostureError
        The photo cannot be analysed, or pydicom is not there.
    """
    require_packages("dicom", "pydicom")  # before a photo is analysed
    from analyzer.exchange.dicom import pdf_to_dicom  # noqa: PLC0415 - an extra

    if arguments.report is not None:
        try:
            return pdf_to_dicom(arguments.report, title="Posture report", subject=subject, day=arguments.date)
        except ValueError:
            raise UnreadableImageError(tr("The report is no PDF. Please give FILE.pdf.")) from None
    (given,) = arguments.results
    if Path(given).is_dir() or Path(given).suffix.lower() in (".json", ".zip"):
        raise UnreadableImageError(tr(ONE_PHOTO))
    return _picture(Path(given), arguments, subject)


def _picture(path: Path, arguments: argparse.Namespace, subject: Subject | None) -> bytes:
    from analyzer.exchange.dicom import picture_to_dicom  # noqa: PLC0415 - an extra
    from analyzer.photo import load_photo  # noqa: PLC0415 - heavy

    paint_photo = _paint_direct_test if arguments.direct_test else _paint_standing
    rgb, about = paint_photo(load_photo(path), show_face=arguments.show_face)
    return picture_to_dicom(
        rgb, faces_covered=not arguments.show_face, subject=subject, day=arguments.date, **about
    )


def _paint_standing(photo: Photo, *, show_face: bool) -> Painted:
    from analyzer.overlay import build_scene, paint  # noqa: PLC0415 - heavy
    from analyzer.overlay.faces import face_covered  # noqa: PLC0415
    from analyzer.pipeline import analyze  # noqa: PLC0415

    analysis = analyze(photo)
    rgb = photo.turned(analysis.photo.turned_deg).rgb
    return paint(build_scene(analysis), rgb if show_face else face_covered(rgb, analysis)), {"title": _TITLE}


def _paint_direct_test(photo: Photo, *, show_face: bool) -> Painted:
    from analyzer.overlay import build_thomas_scene, paint  # noqa: PLC0415 - heavy
    from analyzer.overlay.faces import face_covered  # noqa: PLC0415
    from analyzer.thomas import analyze_thomas  # noqa: PLC0415

    analysis = analyze_thomas(photo)
    rgb = photo.rgb if show_face else face_covered(photo.rgb, analysis)
    about = {"title": _TEST_TITLE, "part": "HIP", "side": analysis.view.side}
    return paint(build_thomas_scene(analysis), rgb), about
