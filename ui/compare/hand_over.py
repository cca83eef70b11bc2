"""For other pages: put two visits into the comparison, then switch to the page "Before and after"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.compare.session import Comparing, Visit
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import state

if TYPE_CHECKING:
    from analyzer.compare.changes import Occasion


def compare_these(
    before: Sequence[CheckedPhoto] | Sequence[tuple[str, bytes]] | Occasion,
    after: Sequence[CheckedPhoto] | Sequence[tuple[str, bytes]] | Occasion,
) -> Comparing:
    """Compare two visits. What was being compared is replaced, with its goals and choices.

    Parameters
    ----------
    before, after : sequence of CheckedPhoto, sequence of (str, bytes), or Occasion
        Photos that were checked; names and files, which the page will check; or numbers without photos
        (`analyzer.compare.changes.occasion_from_dict` makes them of a stored result), whose camera height and
        protocol count as given.

    Returns
    -------
    Comparing
        The comparison that is shown from now on.

    Raises
    ------
    ValueError
        There is nothing on one side.
    """
    return state().join(Comparing(_visit(before), _visit(after)))


def _visit(given: Sequence[CheckedPhoto] | Sequence[tuple[str, bytes]] | Occasion) -> Visit:
    visit = Visit()
    if not isinstance(given, Sequence):
        visit.take_result(given)
        visit.camera_height_cm, visit.protocol = given.setup.camera_height_cm, given.setup.protocol
        return visit
    if not given:
        raise ValueError("there is nothing to compare")
    photos = [item for item in given if isinstance(item, CheckedPhoto)]
    files = [item for item in given if not isinstance(item, CheckedPhoto)]
    if photos and files:
        raise ValueError("give checked photos or files, not both")
    if photos:
        visit.take(photos)
    else:
        visit.take_files(files)
    return visit
