"""Short names for kinds of arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
"""Real numbers of any shape; the docstrings give shapes and units."""
