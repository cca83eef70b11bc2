"""The core speaks the language of the moment: nothing it says is English by accident."""

from __future__ import annotations

import pytest

from analyzer import language
from tests.unit.pseudo import assert_said, unsaid


def test_what_was_glued_in_is_found() -> None:
    with language.speaking("x-pseudo"):
        said = language.tr("See {what} in [Learn](/learn) at 5 mm", what=language.tr("that"))
        assert unsaid(said) == []
        assert_said({"a": [said]})
        glued = language.tr("See {what}", what="the others") + " now"
    assert unsaid(glued) == ["the", "others", "now"]
    assert unsaid(glued, besides=["the others"]) == ["now"]
    with pytest.raises(AssertionError, match="others"):
        assert_said(glued)
    with pytest.raises(AssertionError, match="no text"):
        assert_said([])
