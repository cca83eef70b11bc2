"""The direct test, the modified Thomas test (MTT), from a photo of a person at the end of a table.

* ``patient``: who lies there, with the head turned up
* ``table``, ``limbs``, ``back``: the table's edge, the outline of the leg, the gap below the low back
* ``points``, ``angles``, ``values``: bony points, plane geometry, measures with intervals
* ``checks``, ``finding``: is this the test, and what does it say
* ``pipeline``: the whole way

Definitions are in ``docs/thomas.md``.
"""

from analyzer.thomas.pipeline import (
    ThomasObservation,
    analyze_thomas,
    conclude_thomas,
    failed_thomas,
    observe_thomas,
)
from analyzer.thomas.standing import StandingReference

__all__ = [
    "StandingReference",
    "ThomasObservation",
    "analyze_thomas",
    "conclude_thomas",
    "failed_thomas",
    "observe_thomas",
]
