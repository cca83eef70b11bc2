"""What a result says in a browser: one answer, with the cause that it has and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_driver import SAMPLES, Driver

Open = Callable[..., Driver]


@pytest.mark.parametrize(
    ("name", "headline", "cause"),
    [
        ("braid_over_back_woman_left", "but not beyond doubt", "less sure because hair lies over the back"),
        ("loose_shirt_woman_right", "Clothes hide the low back", "What lies under the clothes is estimated"),
    ],
)
def test_an_unclear_answer_names_its_cause(open_app: Open, name: str, headline: str, cause: str):
    window = open_app().upload(SAMPLES / f"{name}.jpg")
    words = window.page.locator("[data-testid=stMain]").inner_text()
    assert headline in window.headline()
    assert "Not clear either way" in words
    assert cause in words
    assert "point in different directions" not in words
    assert "is within the usual range" not in words
