"""Save photos that were checked to the records of a client."""

from __future__ import annotations

from collections.abc import Sequence

from ui.state import CheckedPhoto


def show_save(photos: Sequence[CheckedPhoto], key: str) -> None:
    """A panel to save photos to a client: for pages that show the result of photos.

    Shows nothing as long as this copy has no records.

    Parameters
    ----------
    photos : sequence of CheckedPhoto
        Of one person. ``data`` has to hold the file: it is what is kept.
    key : str
        Different for every place that shows the panel.
    """
