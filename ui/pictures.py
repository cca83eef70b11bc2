"""The painted pictures of a session's photos, kept until their result changes."""

from __future__ import annotations

from typing import Final

from analyzer.language import current
from ui.overlay_view import Picture, make_pictures
from ui.session.checked_photo import DrawnPhoto
from ui.session.state import state

_MOST: Final = 3


def pictures_of(photo: DrawnPhoto) -> tuple[Picture, ...]:
    """The pictures of a photo, painted only if its result is new, or the language is another one.

    They are forgotten with the photos.
    """
    kept = state().pictures
    known = kept.get(id(photo.analysis))
    if known is None or known[0] is not photo.analysis or known[2] != current():
        known = (photo.analysis, make_pictures(photo), current())
        kept[id(photo.analysis)] = known
        while len(kept) > _MOST:
            kept.pop(next(iter(kept)))
    pictures: tuple[Picture, ...] = known[1]
    return pictures
