"""The app as a person uses it, without a browser: what the tests of all pages share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Self

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_images"


class App:
    """The running app, and what people do with it."""

    def __init__(self) -> None:
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()

    def upload(self, *files: tuple[str, bytes]) -> App:
        """Give files (name and content) to the upload."""
        given = [(name, data, "application/octet-stream") for name, data in files]
        self.at.file_uploader[0].set_value(given).run()
        return self

    def open_sample(self, *names: str) -> App:
        """Upload samples: what a click on one does, AppTest cannot do (the browser's tests do it)."""
        return self.upload(*((name, (SAMPLES / name).read_bytes()) for name in names))

    def words(self) -> str:
        """All that is written on the page by Streamlit's own elements."""
        at = self.at
        kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.text, at.error, at.info)
        return "\n".join(element.value for kind in kinds for element in kind)

    def component(self, name: str, key: str = "") -> str:
        """The data of one of the app's own components as JSON, empty when it is not on the page."""
        shown = [item.proto for item in self.at.get("bidi_component")]
        found = (
            proto.json for proto in shown if proto.component_name == f"posture_{name}" and key in proto.id
        )
        return next(found, "")

    def tell(self, component: str, event: str, value: object) -> Self:
        """What one of the app's own components says from the browser."""
        shown = [item.proto for item in self.at.get("bidi_component")]
        proto = next(proto for proto in shown if proto.component_name == f"posture_{component}")
        states = self.at._tree.get_widget_states()
        states.widgets.append(
            WidgetState(
                id=f"$$STREAMLIT_INTERNAL_KEY_{proto.id}__events",
                json_trigger_value=json.dumps([{"event": event, "value": value}]),
            )
        )
        self.at._run(states)
        return self

    def errors(self) -> list[str]:
        assert not self.at.exception
        return [error.value for error in self.at.error]
