"""The accuracy report on rendered people; writes ``docs/accuracy.md``.

Run from the top of the project, with ``requirements-dev.txt`` installed::

    python -m calibration report

What it does is in `validation`: the pictures there are not for fitting.
"""

from __future__ import annotations

from validation.__main__ import add_arguments
from validation.__main__ import run_report as run

__all__ = ["add_arguments", "run"]
