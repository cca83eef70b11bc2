"""What records are made of. Everything is frozen; a changed one is saved as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from analyzer.types import Analysis, Measure
from analyzer.types.codes import Facing, MeasureName, ThomasLevel, ThomasName
from analyzer.types.frozen import FrozenMapping
from analyzer.types.intake import Intake
from analyzer.types.landmarks import Side
from analyzer.types.pelvic_range import PelvicRange
from analyzer.types.thomas import PelvisControl, ThomasAnalysis

NO_ANSWERS = Intake()


Sex = Literal["female", "male", "other"]


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """What may be known of a client besides the name; all of it optional.

    Attributes
    ----------
    body_height_cm : float or None
    birth_year : int or None
    sex : {"female", "male", "other"} or None
        Sources give other usual values for women and men, see `analyzer.measures.references`.
    """

    body_height_cm: float | None = None
    birth_year: int | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """That a client agreed that photos and results are kept.

    Attributes
    ----------
    id : int
        0 for one that is not stored yet.
    given : date
    purpose : str
        What it was given for.
    text_version : str
        Which version of the practice's text was agreed to; may be empty.
    withdrawn : date or None
        Since when it does not hold any more.
    """

    given: date
    purpose: str
    text_version: str = ""
    withdrawn: date | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Client:
    """A client, as lists show them.

    Attributes
    ----------
    id : int
        Never used again, not even after the client was erased.
    code : str
        What the practice calls the client; unique, upper and lower case are the same.
    name, note : str
        Optional, may be empty.
    created_utc : datetime
        With time zone.
    visits : int
    last_visit : date or None
        ``None`` without visits.
    details : ClientDetails
    """

    id: int
    code: str
    name: str = field(repr=False)
    note: str = field(repr=False)
    created_utc: datetime
    visits: int = 0
    last_visit: date | None = None
    details: ClientDetails = field(default_factory=ClientDetails, repr=False)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in a list: no photos, no analyses.

    Attributes
    ----------
    photos : int
        How many of the stance.
    notes : bool
        Whether there are any.
    thomas : int
        How many of the direct test.
    ranges : int
        How many ranges of the pelvis.
    """

    id: int
    client_id: int
    day: date
    photos: int
    notes: bool
    thomas: int = 0
    ranges: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered at a visit."""

    visit_id: int
    day: date
    intake: Intake


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo to be stored with what was found in it.

    Attributes
    ----------
    name : str
        For people; folders are cut off.
    data : bytes
        The file as it came from the camera.
    analysis : Analysis
    keep_camera_data : bool
        Whether place, time and device that the camera wrote into the file are stored, too.
    """

    name: str = field(repr=False)
    data: bytes = field(repr=False)
    analysis: Analysis = field(repr=False)
    keep_camera_data: bool = False


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A photo of a visit; `Records.photo_data` has its bytes.

    Attributes
    ----------
    sha256 : str
        Of the bytes that are stored.
    size_bytes : int
        Of the bytes that are stored.
    analysis : Analysis
        With corrections and provenance. When the stored bytes were analysed again, ``analysis.photo.sha256``
        becomes that of the original when it is saved, so that the same photo is still known to be the same.
    original_sha256 : str
        Of the bytes that the camera wrote; another one when place and device were taken out.
    """

    id: int
    visit_id: int
    name: str = field(repr=False)
    sha256: str
    size_bytes: int
    analysis: Analysis = field(repr=False)
    original_sha256: str = ""


@dataclass(frozen=True, slots=True)
class NewThomasPhoto:
    """A photo of the direct test to be stored; fields as those of `NewPhoto`."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)
    analysis: ThomasAnalysis = field(repr=False)
    keep_camera_data: bool = False


@dataclass(frozen=True, slots=True)
class StoredThomasPhoto:
    """A photo of the direct test of a visit; fields as those of `StoredPhoto`."""

    id: int
    visit_id: int
    name: str = field(repr=False)
    sha256: str
    size_bytes: int
    analysis: ThomasAnalysis = field(repr=False)
    original_sha256: str = ""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What is to be saved as a visit.

    Attributes
    ----------
    day : date
    photos : tuple of NewPhoto or StoredPhoto
        In their order. A `StoredPhoto` stays; give it another ``analysis`` when it was corrected. One that
        is not among them any more is erased.
    camera_height_cm : float or None
        Of the lens above the floor, 0 to 400.
    protocol : str
        A short name for stance and arms.
    intake : Intake
    notes : str
    exercises : tuple of str
        Ids of `analyzer.education.exercise`.
    thomas : tuple of NewThomasPhoto or StoredThomasPhoto
        Photos of the direct test, at most five of each side; as ``photos`` otherwise.
    ranges : tuple of PelvicRange
        Ranges of the pelvis, at most six. Films are not kept.
    """

    day: date
    photos: tuple[NewPhoto | StoredPhoto, ...] = ()
    camera_height_cm: float | None = None
    protocol: str = ""
    intake: Intake = field(default=NO_ANSWERS, repr=False)
    notes: str = field(default="", repr=False)
    exercises: tuple[str, ...] = ()
    thomas: tuple[NewThomasPhoto | StoredThomasPhoto, ...] = ()
    ranges: tuple[PelvicRange, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit in full, but for the bytes of its photos."""

    id: int
    client_id: int
    day: date
    camera_height_cm: float | None
    protocol: str
    intake: Intake = field(repr=False)
    notes: str = field(repr=False)
    exercises: tuple[str, ...]
    photos: tuple[StoredPhoto, ...]
    created_utc: datetime
    changed_utc: datetime
    thomas: tuple[StoredThomasPhoto, ...] = ()
    ranges: tuple[PelvicRange, ...] = field(default=(), repr=False)

    def draft(self) -> VisitDraft:
        """The visit as a draft, to change something in it with ``dataclasses.replace`` and save it again."""
        return VisitDraft(
            self.day,
            self.photos,
            self.camera_height_cm,
            self.protocol,
            self.intake,
            self.notes,
            self.exercises,
            self.thomas,
            self.ranges,
        )


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A report as it was handed over; `Records.report_data` has its bytes.

    Attributes
    ----------
    made_utc : datetime
        With time zone.
    kind : str
        ``"PDF"`` or ``"HTML"``.
    words : str
        The words to the client that are in it.
    """

    id: int
    visit_id: int
    made_utc: datetime
    kind: str
    size_bytes: int
    words: str = field(repr=False)


AccessKind = Literal["opened", "exported", "handed_over"]


@dataclass(frozen=True, slots=True)
class Access:
    """That somebody opened a client, or took something of them out of the records.

    Attributes
    ----------
    at_utc : datetime
        With time zone.
    who : str
        The account that was signed in, or who was at which computer.
    what : str
        ``"opened"``, ``"exported"`` (the client as a ZIP) or ``"handed_over"`` (a report).
    """

    id: int
    client_id: int
    at_utc: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """One side of one visit: the medians over its photos.

    Attributes
    ----------
    side : {"left", "right"}
        The side of the picture that the person looks to (`ViewCheck.facing`).
    photos : int
        How many the medians are taken over.
    measures : mapping of MeasureName to Measure
        `analyzer.compare.several_photos.summarize` of that side. Read-only.
    analyzer_version : str
        The one that analysed the photos; of several, the newest.
    camera_height_cm : float or None
    protocol : str
        Of the visit: photos taken in other ways are not compared.
    """

    visit_id: int
    day: date
    side: Facing
    photos: int
    measures: Mapping[MeasureName, Measure] = field(repr=False)
    analyzer_version: str
    camera_height_cm: float | None = None
    protocol: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", FrozenMapping(self.measures))


@dataclass(frozen=True, slots=True)
class ThomasPoint:
    """One side of the direct test of one visit: the medians over its photos.

    Attributes
    ----------
    side : {"left", "right"}
        The tested side of the body.
    photos : int
        How many the medians are taken over.
    measures : mapping of ThomasName to Measure
        `analyzer.thomas.summarize_thomas` of that side. Read-only.
    pelvis : PelvisControl
        Whether the pelvis was held.
    level : ThomasLevel
        What the medians say.
    analyzer_version : str
        The newest of those that analysed the photos.
    """

    visit_id: int
    day: date
    side: Side
    photos: int
    measures: Mapping[ThomasName, Measure] = field(repr=False)
    pelvis: PelvisControl
    level: ThomasLevel
    analyzer_version: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", FrozenMapping(self.measures))


@dataclass(frozen=True, slots=True)
class RangePoint:
    """A range of the pelvis of one visit.

    Attributes
    ----------
    found : PelvicRange
        Its ``facing`` is the side that was filmed.
    """

    visit_id: int
    day: date
    found: PelvicRange = field(repr=False)
