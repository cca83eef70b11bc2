"""What a page asks of people with a small screen, or with keys instead of a pointer, measured there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SCRIPT: Final = Path(__file__).with_suffix(".js").read_text("utf-8")


def _ask(page: Page, call: str) -> Any:
    return page.evaluate(f"(\n{_SCRIPT}\n).{call}")


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is smaller than 24 px (WCAG 2.2, 2.5.8)."""
    return list(_ask(page, "targets()"))


def small_letters(page: Page, least_px: float = 12.0) -> list[str]:
    """Texts that are shown with smaller letters."""
    return list(_ask(page, f"letters({least_px})"))


def too_wide(page: Page) -> float:
    """By how many pixels the page has to be moved sideways to read it."""
    return float(_ask(page, "tooWide()"))


def tab_through(page: Page, most: int = 200) -> list[tuple[str, bool]]:
    """Everything that Tab reaches from the top: what it is, and whether it lies outside of the window."""
    _ask(page, "fromTop()")
    reached: list[tuple[str, bool]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        now = _ask(page, "focused()")
        if now is None:
            break
        reached.append((now[0], now[1]))
    return reached
