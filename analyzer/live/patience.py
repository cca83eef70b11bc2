"""Nobody is kept for ever: other words after a while, then pictures of what there is.

What somebody is told and cannot do is said in other words after `HELP_S`. After `OFFER_S` it is offered to go
without, where a result is left: who then stays for `STAY_S` is no longer asked for it.
"""

from __future__ import annotations

import math
from typing import Final

from analyzer.live.words import Advice, Waivable, is_waivable

HELP_S: Final = 12.0
OFFER_S: Final = 24.0
STAY_S: Final = 10.0
_LONGEST_STEP_S: Final = 1.0
"""Longer between two frames, and nobody was told anything in the time between."""


class Patience:
    """Remembers how long each thing was asked for, and what the person goes without."""

    def __init__(self) -> None:
        self._asked_s: dict[Advice, float] = {}
        self._last_s: float | None = None
        self._stayed_s: float | None = None
        self.waived: tuple[Waivable, ...] = ()

    def tell(self, advice: Advice, time_s: float, *, stays: bool) -> None:
        """This is said now; ``stays`` tells whether the person just stands there, as they are."""
        step_s = 0.0 if self._last_s is None else min(time_s - self._last_s, _LONGEST_STEP_S)
        self._last_s = time_s
        self._asked_s[advice] = self._asked_s.get(advice, 0.0) + step_s
        if self.stage(advice) < 2 or not stays or not is_waivable(advice):
            self._stayed_s = None
            return
        self._stayed_s = 0.0 if self._stayed_s is None else self._stayed_s + step_s
        if self._stayed_s >= STAY_S:
            self.waived = (*self.waived, advice)
            self._stayed_s = None

    def asked_s(self, advice: Advice) -> float:
        """For how long this was asked, seconds."""
        return self._asked_s.get(advice, 0.0)

    def stage(self, advice: Advice) -> int:
        """0: its own words, 1: other words, 2: going without is offered."""
        asked_s = self.asked_s(advice)
        if asked_s >= OFFER_S and is_waivable(advice):
            return 2
        return int(asked_s >= HELP_S)

    @property
    def left(self) -> int | None:
        """Seconds that are left to stay, 10 to 1; ``None`` while nothing is waited for."""
        return None if self._stayed_s is None else max(1, math.ceil(STAY_S - self._stayed_s))

    def begin_anew(self) -> None:
        """Another side: what was asked for begins anew, what cannot be done stays so."""
        self._asked_s.clear()
        self._stayed_s = self._last_s = None
