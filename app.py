"""The app: start it with ``streamlit run app.py``. It only knows which pages there are.

Whatever is made of a photo is kept in the session of the person who gave it, and nowhere else.

The file is used twice: the server imports it and finds ``app`` (Streamlit looks for that by itself), and
for every session runs it as the page, when its name is ``__main__``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from analyzer.language import tr

# A file: the browser would fetch a named icon from somewhere else.
ICON: Final = Path(__file__).parent / "ui" / "assets" / "icon.png"


def main() -> None:
    from ui.access.here import show_signed_in  # noqa: PLC0415 - the server itself needs none of it
    from ui.language import follow_sessions, show_language, tell_language  # noqa: PLC0415
    from ui.pages import PAGES  # noqa: PLC0415
    from ui.phone.panel import show_phone_bar  # noqa: PLC0415
    from ui.reach import mend_controls  # noqa: PLC0415
    from ui.records.each_run import watch_records  # noqa: PLC0415
    from ui.records.leaving import ask_before_leaving  # noqa: PLC0415
    from ui.session.end import watch_session  # noqa: PLC0415

    follow_sessions()
    st.set_page_config(page_title=tr("Posture analyzer"), page_icon=str(ICON), layout="wide")
    pages = [
        st.Page(
            page.path,
            title=tr(page.title),
            icon=page.icon,
            url_path=page.name,
            default=page.name == "check",
            visibility="hidden" if page.hidden else "visible",
        )
        for page in PAGES
        if page.exists
    ]
    page = st.navigation(pages, position="top")

    show_signed_in()
    watch_session()
    show_phone_bar(page.url_path or "check")
    try:
        page.run()
    except Exception as error:  # people get a sentence, never a traceback
        from ui.session.loading import broke_off  # noqa: PLC0415
        from ui.session.work import await_warm_up, fault  # noqa: PLC0415 - heavy

        if broke_off(error) or (isinstance(error, (ImportError, AttributeError)) and await_warm_up()):
            st.rerun()
        fault(error)
        st.error(
            tr(
                "Something went wrong inside the program, and this page could not be shown completely. "
                "Nothing of yours was changed. Please try again; to report the fault, start the app with "
                "POSTURE_DEBUG=1 and pass on what is printed."
            )
        )
    show_language()
    tell_language()
    mend_controls()
    watch_records()
    ask_before_leaving("page")


if __name__ == "__main__":
    main()
else:
    import asyncio
    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from starlette.middleware import Middleware
    from starlette.routing import Route, WebSocketRoute

    from ui.access.guard import ACCOUNTS, Guard
    from ui.access.start import lifespan, refuse_open_address
    from ui.purpose import refuse_unknown_purpose
    from ui.routes import ROUTES
    from ui.session.loading import WhenLoaded, load_shared

    @asynccontextmanager
    async def _running(server: object) -> AsyncIterator[None]:
        """From the start of the server to its end; what the first photo needs is loaded meanwhile."""
        from ui.session.entries import keep_entries  # noqa: PLC0415 - heavy
        from ui.session.fetching import keep_downloads  # noqa: PLC0415
        from ui.session.memory import find_trim, give_back_memory, keep_few_stores  # noqa: PLC0415
        from ui.session.receiving import keep_uploads_in_memory  # noqa: PLC0415
        from ui.session.work import warm_up  # noqa: PLC0415

        load_shared("ui.editor", "ui.drawing", "ui.results")
        keep_few_stores()
        keep_downloads()
        keep_uploads_in_memory()
        keep_entries()
        memory = asyncio.create_task(give_back_memory(find_trim()))
        try:
            async with lifespan(server):
                warm_up("ui.results")
                yield
        finally:
            memory.cancel()

    refuse_unknown_purpose()
    refuse_open_address(ACCOUNTS)
    paths = [route.path for route in ROUTES if isinstance(route, Route | WebSocketRoute)]
    guards = [Middleware(Guard), Middleware(WhenLoaded, paths=paths)]
    app = st.App(__file__, routes=ROUTES, middleware=guards, lifespan=_running)
