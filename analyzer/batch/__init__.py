"""Many photos, one after the other: which files, what becomes of each, and where the results are kept.

One photo's trouble never ends the run: whatever happens to it becomes its result.

>>> from analyzer.batch import analyze_many, find_photos
>>> for result in analyze_many(find_photos("sample_images/neutral_man_left.jpg")):  # or a folder
...     print(result.photo.name, bool(result))
neutral_man_left.jpg True
"""

from analyzer.batch.files import (
    OVERLAY_SUFFIX,
    PHOTO_SUFFIXES,
    SVG_SUFFIX,
    PathLike,
    file_sha256,
    find_photos,
    shown_name,
)
from analyzer.batch.results import OutputFolder, can_resume, overlay_png, overlay_svg
from analyzer.batch.run import (
    InternalError,
    Options,
    Outcome,
    Record,
    Result,
    analyze_many,
    as_posture_error,
    outcomes,
)

__all__ = [
    "OVERLAY_SUFFIX",
    "PHOTO_SUFFIXES",
    "SVG_SUFFIX",
    "InternalError",
    "Options",
    "Outcome",
    "OutputFolder",
    "PathLike",
    "Record",
    "Result",
    "analyze_many",
    "as_posture_error",
    "can_resume",
    "file_sha256",
    "find_photos",
    "outcomes",
    "overlay_png",
    "overlay_svg",
    "shown_name",
]
