"""What the webcam took of the range of the pelvis; it stays in the session until another is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.session.state import Part, state

if TYPE_CHECKING:
    from analyzer.live import RangeTake


@dataclass
class Ranges(Part):
    """The sides that were taken last.

    Attributes
    ----------
    takes : tuple of RangeTake
    other_missing : bool
        Whether the other side was wanted too, and not taken.
    number : int
        Counts the visits, so that each result comes into view once.
    kept : bool
        Whether they are in the records of a client, too.
    """

    takes: tuple[RangeTake, ...] = ()
    other_missing: bool = False
    number: int = 0
    kept: bool = False

    def has_only_copy(self) -> bool:
        return bool(self.takes) and not self.kept

    def note_kept(self) -> None:
        """They are in the records of a client, too."""
        self.kept = True


def keep_ranges(takes: tuple[RangeTake, ...], *, both_sides: bool) -> None:
    """Make some takes what the page shows; ``both_sides`` tells whether both were wanted."""
    if takes:
        state().arrivals += 1
        state().join(Ranges(takes, both_sides and len(takes) == 1, state().arrivals))


def ranges() -> Ranges | None:
    """What was taken last, if anything was."""
    return state().part(Ranges)


def begin_again() -> None:
    """Callback: show the camera again."""
    state().leave(Ranges)
