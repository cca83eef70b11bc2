"""What the records need at the end of each run of each page."""

from __future__ import annotations

from ui.records.desk import Desk
from ui.session.state import state


def watch_records() -> None:
    """While this session has the records of clients open: a button to lock them, and an eye on idle time."""
    now = state().part(Desk)
    if now is not None:
        now.untold.clear()
    if now is not None and now.open:
        now.touch()
        if now.links:
            from ui.records.photos import keep_corrections  # noqa: PLC0415 - for those who keep records only

            keep_corrections(now)  # what could not be saved is said on the pages that show it
        from ui.records.watch import show_watch  # noqa: PLC0415 - for those who keep records only

        show_watch()
    elif now is not None and now.typed:
        from ui.records.reports import PANELS  # noqa: PLC0415
        from ui.report.choices import forget_clients  # noqa: PLC0415

        forget_clients(PANELS)
        now.typed = False
