"""What a report is made of: given by a program, a page or the records, and read by nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from analyzer.language import LANGUAGES, Language
from analyzer.report.stored import StoredResult, StoredTest
from analyzer.types import Analysis
from analyzer.types.exercise_plan import PlannedExercise
from analyzer.types.intake import Intake
from analyzer.types.pelvic_range import PelvicRange
from analyzer.types.thomas import FailedThomas, ThomasAnalysis

if TYPE_CHECKING:
    from analyzer.compare.changes import Comparison
    from analyzer.compare.words import Goals

Paper = Literal["a4", "letter"]
Result = Analysis | StoredResult
TestResult = ThomasAnalysis | StoredTest
MOST_NAME: Final = 200
"""Characters of a name, an address or a code that are printed."""
MOST_NOTES: Final = 6000


@dataclass(frozen=True, slots=True, eq=False)
class ReportPhoto:
    """A photo's result, with its pixels when they are there.

    Attributes
    ----------
    result : Analysis or StoredResult
        A stored result has no geometry: it gives the values, and no picture.
    rgb : ndarray of uint8, shape (height, width, 3), or None
        The upright photo, at full size or smaller (same proportions).
    """

    result: Result
    rgb: NDArray[np.uint8] | None = None

    @property
    def drawable(self) -> Analysis | None:
        """The analysis, when there is all that a picture needs."""
        return self.result if isinstance(self.result, Analysis) and self.rgb is not None else None


@dataclass(frozen=True, slots=True, eq=False)
class ReportTest:
    """A photo of the direct test with its result, or why it could not be used.

    Attributes
    ----------
    result : ThomasAnalysis, StoredTest or FailedThomas
        A stored result has no geometry: it gives the values, and no picture.
    rgb : ndarray of uint8, shape (height, width, 3), or None
        The upright photo, at full size or smaller (same proportions).
    """

    result: TestResult | FailedThomas
    rgb: NDArray[np.uint8] | None = None

    @property
    def drawable(self) -> ThomasAnalysis | None:
        """The analysis, when there is all that a picture needs."""
        return self.result if isinstance(self.result, ThomasAnalysis) and self.rgb is not None else None


@dataclass(frozen=True, slots=True)
class Practice:
    """Who hands the report over. Everything is optional.

    Attributes
    ----------
    name, address : str
    logo : bytes or None
        A picture file, such as PNG or JPEG.
    """

    name: str = ""
    address: str = ""
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class ReportContent:
    """Everything that a report may hold.

    Attributes
    ----------
    photos : tuple of ReportPhoto
        Several of the same stance are put together as in `analyzer.compare.several_photos`. Empty only when
        there is a direct test.
    before : tuple of ReportPhoto
        An earlier occasion to compare with.
    comparison : Comparison or None
        Of ``before`` with ``photos``; made from them when it is not given.
    goals : mapping of str to {"less", "more"}
        Which way is wanted, by measure; empty leaves the words neutral.
    practice : Practice
    client_code, client_name : str
        In any script; printed as given.
    day, before_day : date or None
        Of the photos and of the earlier ones.
    intake : Intake
        Answers about daily life.
    exercises : tuple of str
        Ids of the exercises chosen (`analyzer.education.exercise`), in the order to print them.
    plan : tuple of PlannedExercise
        What was agreed with this client: an own dose, and how the days went, beside the exercises chosen.
    notes : str
        The therapist's own words; an empty line begins a paragraph.
    cover_face : bool
        Whether faces are covered in the pictures.
    paper : {"a4", "letter"}
    thomas, thomas_before : tuple of ReportTest
        Photos of the direct test, of one side or both, and those of an earlier test to compare with.
    thomas_before_day : date or None
        Of the earlier test.
    ranges, ranges_before : tuple of PelvicRange
        Ranges of the pelvis, and those of an earlier day to compare with.
    ranges_before_day : date or None
        Of the earlier ones.
    offers_exercises : bool
        Whether exercises may be recommended because of what was found; the chosen ones are printed anyway.
    language : Language or None
        The language of the report, that of the moment by default. What results of other programs say, and
        what people typed, stays as it is.
    drawings : bool
        Whether what a person drew on the photos is shown.

    Raises
    ------
    ValueError
        There is no photo, or the paper or the language is unknown.
    """

    photos: tuple[ReportPhoto, ...]
    before: tuple[ReportPhoto, ...] = ()
    comparison: Comparison | None = None
    goals: Goals = field(default_factory=dict)
    practice: Practice = field(default_factory=Practice)
    client_code: str = ""
    client_name: str = ""
    day: date | None = None
    before_day: date | None = None
    intake: Intake = field(default_factory=Intake)
    exercises: tuple[str, ...] = ()
    plan: tuple[PlannedExercise, ...] = ()
    notes: str = ""
    cover_face: bool = True
    paper: Paper = "a4"
    thomas: tuple[ReportTest, ...] = ()
    thomas_before: tuple[ReportTest, ...] = ()
    thomas_before_day: date | None = None
    ranges: tuple[PelvicRange, ...] = ()
    ranges_before: tuple[PelvicRange, ...] = ()
    ranges_before_day: date | None = None
    offers_exercises: bool = True
    language: Language | None = None
    drawings: bool = True

    def __post_init__(self) -> None:
        if not self.photos and not self.thomas and not self.ranges:
            raise ValueError("a report needs at least one photo or result")
        if self.language not in (None, *LANGUAGES):
            raise ValueError(f"a report speaks {', '.join(LANGUAGES)}, not {self.language!r}")
        if self.paper not in ("a4", "letter"):
            raise ValueError(f"the paper is a4 or letter, not {self.paper!r}")
