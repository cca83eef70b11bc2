"""The page "Correct" without a browser: messages to it as a browser would send them."""

from __future__ import annotations

import json
from typing import Any

from app_driver import App

from ui.session.checked_photo import CheckedPhoto

PAGE = "app_pages/correct.py"
TILTED = "anterior_tilt_woman_left.jpg"
ASIS, PSIS = (383.5, 556.8), (461.5, 533.5)
"""Where they are in that sample, from the truth beside it."""
TILT_DEG = 16.6
"""Of the line between them; the estimate from the outline says 27 degrees."""


class Editor:
    """The page with a photo, and messages to it as a browser would send them."""

    component = "landmark_editor"
    page = PAGE

    def __init__(self, app: App, *samples: str) -> None:
        self.app = app.open_sample(*samples)
        self.at = app.at
        self.at.switch_page(self.page).run()
        self.sent: list[dict[str, Any]] = []

    @property
    def photo(self) -> CheckedPhoto:
        now = self.at.session_state["state"]
        return now.photos[now.selected]

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.app.component(self.component))

    def point(self, name: str) -> dict[str, Any]:
        return next(point for point in self.data["points"] if point["name"] == name)

    def do(self, kind: str, **fields: Any) -> Editor:
        """One thing done in the browser; all that was done before is sent along."""
        self.sent.append({"kind": kind, "count": len(self.sent) + 1, **fields})
        return self.tell({"client": "page-1", "photo": self.photo.id, "edits": self.sent})

    def move(self, name: str, place: tuple[float, float]) -> Editor:
        return self.do("move", name=name, x=place[0], y=place[1])

    def tell(self, message: Any) -> Editor:
        """Whatever a browser could send."""
        self.app.tell(self.component, "edit", message)
        assert not self.at.exception
        return self
