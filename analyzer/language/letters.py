"""Capital letters: a title that becomes part of a sentence."""

from __future__ import annotations

from analyzer.language.choice import current


def within_sentence(title: str) -> str:
    """A title as it stands inside of a sentence: with a small first letter, but as it is in German.

    German writes its nouns with capital letters anywhere. Abbreviations keep theirs.

    >>> within_sentence("Curve of the low back"), within_sentence("C7 offset")
    ('curve of the low back', 'C7 offset')
    """
    second = title[1:2]
    if current() == "de" or second.isupper() or second.isdigit():
        return title
    return title[:1].lower() + title[1:]
