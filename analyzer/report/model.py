"""A report as sections of typed blocks, for any engine that sets it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, ClassVar, Literal

from analyzer.report.content import Paper
from analyzer.types.codes import TroubleCode


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line: its text, where it leads, and whether it stands out."""

    text: str
    url: str = ""
    strong: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What sections are made of. ``kind`` tells the templates which one it is."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """A paragraph; ``size`` is ``"small"`` for what is to be looked up, ``"lead"`` for what is read first."""

    kind: ClassVar[str] = "paragraph"
    line: Line
    size: Literal["normal", "small", "lead"] = "normal"
    direction: Literal["ltr", "rtl"] = "ltr"


@dataclass(frozen=True, slots=True)
class Points(Block):
    """A list, numbered or not, below a short title and a sentence if there are any."""

    kind: ClassVar[str] = "points"
    items: tuple[Line, ...]
    title: str = ""
    lead: str = ""
    numbered: bool = False
    size: Literal["normal", "small"] = "normal"


@dataclass(frozen=True, slots=True)
class Columns(Block):
    """Lists beside each other."""

    kind: ClassVar[str] = "columns"
    columns: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Headline(Block):
    """What came out: a tag of two or three words, a sentence, and what it may mean."""

    kind: ClassVar[str] = "headline"
    tag: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Note(Block):
    """Something that must not be missed: a part that could not be made, or a warning."""

    kind: ClassVar[str] = "note"
    text: str
    title: str = ""
    trouble: TroubleCode | None = None
    """What could not be made, when it says that."""


@dataclass(frozen=True, slots=True)
class Picture(Block):
    """A drawing or a photo as SVG that refers to nothing outside itself.

    Attributes
    ----------
    svg : str
        For paper.
    alt : str
        What it shows, for those who do not see it.
    caption : str
    width, height : float
        In its own units; only their ratio counts.
    screen : str
        The same for screens that may be dark, when it differs.
    """

    kind: ClassVar[str] = "picture"
    svg: str = field(repr=False)
    alt: str
    width: float
    height: float
    caption: str = ""
    screen: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Pictures(Block):
    """Pictures of the same height beside each other, ``share`` of the page wide together."""

    kind: ClassVar[str] = "pictures"
    pictures: tuple[Picture, ...]
    caption: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A word below a scale: where it stands, 0 to 1 from the left, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A drawn scale without words, and the words around it."""

    svg: str = field(repr=False)
    alt: str
    less: str
    more: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure. Without a value, ``missing`` says why."""

    name: str
    technical: str
    value: str = ""
    interval: str = ""
    badges: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    missing: str = ""
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class MeasureTable(Block):
    """Measures, one below the other."""

    kind: ClassVar[str] = "measures"
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """How one measure differs between two occasions."""

    name: str
    before: str
    after: str
    difference: str = ""
    interval: str = ""
    verdict: str = ""
    changed: bool = False
    further: tuple[str, ...] = ()
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class ChangeTable(Block):
    kind: ClassVar[str] = "changes"
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Card(Block):
    """An exercise."""

    kind: ClassVar[str] = "card"
    title: str
    goal: str
    pictures: tuple[Picture, ...]
    start: str
    steps: tuple[Line, ...]
    dose: Line
    easier: str
    harder: str
    caution: str
    stop: str
    sources: Line
    so_far: str = ""


@dataclass(frozen=True, slots=True)
class Facts(Block):
    """Short names with what belongs to them."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. One without a title belongs to the one before."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on top."""

    practice: str = ""
    address: str = ""
    logo: Picture | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be set.

    Attributes
    ----------
    title : str
        Of the document, for its metadata: the client's code is in it, the name is not.
    heading : str
        What is printed as the title.
    footer : str
        At the foot of every page.
    language : str
        Its code, such as ``en`` or ``pt-BR``.
    paper : {"a4", "letter"}
    head : Head
    sections : tuple of Section
    """

    title: str
    heading: str
    footer: str
    paper: Paper
    head: Head
    sections: tuple[Section, ...]
    language: str = "en"

    def section(self, id_: str) -> Section:
        """The section with an id. Raises `KeyError` when there is none."""
        return {section.id: section for section in self.sections}[id_]


def as_data(part: Any) -> Any:
    """A report or a part of it as plain dictionaries and lists; blocks say their ``kind``."""
    if isinstance(part, (list, tuple)):
        return [as_data(item) for item in part]
    if is_dataclass(part):
        named = {item.name: as_data(getattr(part, item.name)) for item in fields(part)}
        return {"kind": part.kind} | named if isinstance(part, Block) else named
    return part
