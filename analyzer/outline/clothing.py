"""How likely it is that cloth hangs over the back."""

from __future__ import annotations

import math
from typing import Final

LIKELY: Final = 0.5
"""From this probability on the edge is called that of hanging cloth."""
_CLEAR: Final = (0.05, 0.25)
"""Below the first probability nothing speaks for cloth that hangs, and it is left out of account; from the
second on it counts in full. Between them this changes gradually."""


def probability_of(logit: float) -> float:
    """Probability that cloth hangs, 0 to 1; 0 where nothing speaks for it."""
    probability = 1.0 / (1.0 + math.exp(-min(max(logit, -30.0), 30.0)))
    low, high = _CLEAR
    part = min(max((probability - low) / (high - low), 0.0), 1.0)
    return probability * part * part * (3.0 - 2.0 * part)
