"""The direct test, the modified Thomas test (MTT), from a photo of a person at the end of a table.

* ``patient``: who lies there, with the head turned up
* ``table``, ``limbs``, ``back``: the table's edge, the outline of the leg, the gap below the low back
* ``points``, ``angles``, ``values``: bony points, plane geometry, measures with intervals
* ``checks``, ``finding``: is this the test, and what does it say
* ``pipeline``: the whole way
* ``several``: both sides, several photos, an earlier test

Definitions are in ``docs/thomas.md``.
"""

from analyzer.thomas.observation import ThomasObservation
from analyzer.thomas.pipeline import (
    analyze_thomas,
    conclude_thomas,
    failed_thomas,
    observe_thomas,
)
from analyzer.thomas.several import ThomasSide, ThomasTest, compare_sides, compare_thomas, summarize_thomas
from analyzer.thomas.standing import StandingReference, standing_reference

__all__ = [
    "StandingReference",
    "ThomasObservation",
    "ThomasSide",
    "ThomasTest",
    "analyze_thomas",
    "compare_sides",
    "compare_thomas",
    "conclude_thomas",
    "failed_thomas",
    "observe_thomas",
    "standing_reference",
    "summarize_thomas",
]
