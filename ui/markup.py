"""HTML for the app: the templates in ``templates/``, filled in. Whatever is put into them is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analyzer.language import current, tr

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = Path(__file__).parent / "templates"


def render(template: str, **values: object) -> str:
    """A template with its values."""
    return _environment().get_template(template).render(values)


def linked_text(text: str) -> str:
    """Text as HTML, in which DOI, PubMed and PMC numbers lead to the article."""
    links = _environment().get_template("links.html").module
    return str(links.with_links(text))  # type: ignore[attr-defined]


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy
    from markupsafe import Markup  # noqa: PLC0415

    from analyzer.meaning.source_links import linked  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Drawings are made by `analyzer.svg`, which has escaped what is in them.
    environment.filters |= {"drawing": Markup, "linked": linked}
    environment.globals |= {"tr": tr, "language": current}
    return environment
