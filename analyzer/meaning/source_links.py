"""Texts whose DOI, PubMed and PMC numbers lead to the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ADDRESSES: Final = (
    ("doi ", r"10\.\d{4,9}/[^\s,;)]+", "https://doi.org/{}"),
    ("PubMed ", r"\d{6,9}", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    ("", r"PMC\d{6,9}", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
)
_SOURCE: Final = re.compile("|".join(f"{before}({number})" for before, number, _ in _ADDRESSES))


def linked(text: str) -> Iterator[tuple[str, str | None]]:
    """A text in pieces, each with the address of the article that its DOI, PubMed or PMC number names.

    >>> list(linked("Lippold (PubMed 12345678)."))
    [('Lippold (', None), ('PubMed 12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'), (').', None)]
    """
    done = 0
    for match in _SOURCE.finditer(text):
        if match.start() > done:
            yield text[done : match.start()], None
        assert match.lastindex is not None
        yield match[0], _ADDRESSES[match.lastindex - 1][2].format(match[match.lastindex])
        done = match.end()
    if done < len(text):
        yield text[done:], None
