"""What is chosen for a report, and how a session remembers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

import streamlit as st

from ui.purpose import purpose
from ui.report.profile import Profile, load_profile
from ui.session.state import Part, forget_widgets, state

if TYPE_CHECKING:
    from analyzer.language import Language
    from analyzer.report import Paper, ReportContent, ReportPhoto
    from ui.session.checked_photo import CheckedPhoto

_PRACTICE: Final = "practice_memory"
PREFIX: Final = "report_"
"""Begins the names of everything in the session that is about a client, and goes with the client's photos."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose in the panel, or what it starts with.

    Attributes
    ----------
    client_code, client_name : str
    day : date or None
        Today when it is not given.
    exercises : tuple of str
        Ids, in the order to print them.
    notes : str
    cover_face : bool
    paper : {"a4", "letter"}
    language : Language or None
        Of the report; that of the app when it is not given.
    practice_name, practice_address : str
    logo : bytes or None
    drawings : bool
        Whether what was drawn on the photos is shown.
    """

    client_code: str = ""
    client_name: str = ""
    day: date | None = None
    exercises: tuple[str, ...] = ()
    notes: str = ""
    cover_face: bool = True
    paper: Paper = "a4"
    language: Language | None = None
    practice_name: str = ""
    practice_address: str = ""
    logo: bytes | None = None
    drawings: bool = True

    def content(self, photos: Sequence[ReportPhoto], **more: Any) -> ReportContent:
        """These choices with photos, and with further fields of `analyzer.report.ReportContent`."""
        from analyzer.report import Practice, ReportContent  # noqa: PLC0415 - heavy

        chosen: dict[str, Any] = {
            "practice": Practice(self.practice_name, self.practice_address, self.logo),
            "client_code": self.client_code,
            "client_name": self.client_name,
            "day": self.day or today(),
            "exercises": self.exercises,
            "notes": self.notes,
            "cover_face": self.cover_face,
            "paper": self.paper,
            "language": self.language,
            "offers_exercises": purpose() == "professional",
            "drawings": self.drawings,
        }
        return ReportContent(tuple(photos), **(chosen | more))


def report_photos(photos: Sequence[CheckedPhoto]) -> tuple[ReportPhoto, ...]:
    """Checked photos as a report takes them."""
    from analyzer.report import ReportPhoto  # noqa: PLC0415 - heavy

    return tuple(ReportPhoto(photo.analysis, photo.photo.rgb) for photo in photos)


def today() -> date:
    """The date on this computer's clock."""
    return date.today()


@dataclass
class ClientMemory(Part):
    """What was chosen in each panel about a client, by the panel's key."""

    widgets: ClassVar[tuple[str, ...]] = (PREFIX,)
    panels: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)


def remembered(key: str) -> dict[str, Any]:
    """What was chosen in one panel; widgets forget when a page is left."""
    memory = state().part(ClientMemory) or state().join(ClientMemory())
    return memory.panels.setdefault(key, {})


def forget_clients(panels: str) -> None:
    """Drop what some panels of this session hold about clients: those whose key begins with ``panels``."""
    memory = state().part(ClientMemory)
    if memory is not None:
        for key in [key for key in memory.panels if key.startswith(panels)]:
            del memory.panels[key]
    forget_widgets(PREFIX + panels)


@dataclass
class PracticeMemory:
    """Of the practice, for all panels of the session; it stays when photos are removed.

    Attributes
    ----------
    kept : Profile or None
        What of it is on this computer for the next time.
    """

    name: str = ""
    address: str = ""
    logo: bytes | None = None
    logo_name: str = ""
    paper: Paper = "a4"
    kept: Profile | None = None

    @property
    def profile(self) -> Profile:
        """As it is now."""
        return Profile(self.name, self.address, self.logo, self.logo_name, self.paper)


def practice() -> PracticeMemory:
    """The practice of this session."""
    if _PRACTICE not in st.session_state:
        known = load_profile()
        made = PracticeMemory(kept=known)
        if known is not None:
            made.name, made.address = known.name, known.address
            made.logo, made.logo_name = known.logo, known.logo_name
            made.paper = cast("Paper", known.paper)
        st.session_state[_PRACTICE] = made
    return cast("PracticeMemory", st.session_state[_PRACTICE])


def with_practice(choices: Choices) -> Choices:
    """The choices, with what the session knows of the practice."""
    known = practice()
    return replace(
        choices,
        practice_name=known.name,
        practice_address=known.address,
        logo=known.logo,
        paper=known.paper,
    )
