"""A report as one HTML file that needs nothing else: no network, no script, no other file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from analyzer.errors import require_packages
from analyzer.report.model import Report, as_data
from analyzer.report.words import template_words

if TYPE_CHECKING:
    from jinja2 import Template

_ROOT: Final = re.compile(r"<svg\b")


def render_html(report: Report) -> bytes:
    """The report as HTML, UTF-8. What people typed is escaped, and a policy in the file forbids scripts.

    Raises
    ------
    NotInstalledError
        The packages of reports are not there.
    """
    require_packages("report", "jinja2")
    return _template().render(report=as_data(report), words=template_words(report)).encode("utf-8", "replace")


@cache
def _template() -> Template:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415 - heavy

    folder = files("analyzer").joinpath("report")
    sources = {
        name: folder.joinpath(name).read_text(encoding="utf-8") for name in ("report.html", "report.css")
    }
    environment = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawing"] = _drawing
    return environment.get_template("report.html")


def _drawing(picture: dict[str, Any]) -> Any:
    """A picture of this program as markup. Its SVG is our own: what people typed is never in it."""
    from markupsafe import Markup  # noqa: PLC0415 - heavy

    svg = picture.get("screen") or picture["svg"]
    return Markup(_ROOT.sub('<svg focusable="false"', svg, count=1))  # noqa: S704
