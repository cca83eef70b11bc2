"""Many photos: which files, what becomes of each, who works on them, and where the results are kept.

One photo's trouble never ends the run: whatever happens to it becomes its result.

>>> from analyzer.batch import analyze_many, find_photos
>>> for result in analyze_many(find_photos("sample_images/neutral_man_left.jpg")):  # or a folder
...     print(result.photo.name, bool(result))
neutral_man_left.jpg True
"""

from analyzer.batch.crew import WINDOW, Crew, crew_for, in_order, worth_processes
from analyzer.batch.files import (
    OVERLAY_SUFFIX,
    PHOTO_SUFFIXES,
    SVG_SUFFIX,
    Found,
    PathLike,
    file_sha256,
    find_all,
    find_photos,
    listed,
    shown_name,
)
from analyzer.batch.index import Index
from analyzer.batch.jobs import Finished, Save, Saving, Task
from analyzer.batch.many import analyze_many
from analyzer.batch.results import (
    OutputFolder,
    can_resume,
    overlay_picture,
    overlay_png,
    overlay_svg,
    wanted_suffixes,
)
from analyzer.batch.run import (
    InternalError,
    Options,
    Outcome,
    Record,
    Result,
    as_posture_error,
    outcomes,
)
from analyzer.batch.table import to_frame
from analyzer.batch.urls import is_url

__all__ = [
    "OVERLAY_SUFFIX",
    "PHOTO_SUFFIXES",
    "SVG_SUFFIX",
    "WINDOW",
    "Crew",
    "Finished",
    "Found",
    "Index",
    "InternalError",
    "Options",
    "Outcome",
    "OutputFolder",
    "PathLike",
    "Record",
    "Result",
    "Save",
    "Saving",
    "Task",
    "analyze_many",
    "as_posture_error",
    "can_resume",
    "crew_for",
    "file_sha256",
    "find_all",
    "find_photos",
    "in_order",
    "is_url",
    "listed",
    "outcomes",
    "overlay_picture",
    "overlay_png",
    "overlay_svg",
    "shown_name",
    "to_frame",
    "wanted_suffixes",
    "worth_processes",
]
