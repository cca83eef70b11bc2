"""What a change is called, and in a few words why two values cannot be compared.

Words are neutral, more or less, unless somebody says which way is wanted. The directions of each measure are
in `analyzer.meaning.measure_words`, the sentences of the reasons in `analyzer.types.texts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import Table
from analyzer.types.codes import MeasureName, ReasonCode, Verdict

_VERDICTS: Final[Mapping[Verdict, str]] = {
    "changed": "changed",
    "within_measurement_error": "within measurement error",
    "not_comparable": "not comparable",
}
VERDICTS: Final[Mapping[Verdict, str]] = Table(_VERDICTS)
_NOT_COMPARABLE: Final[Mapping[ReasonCode, str]] = {
    "other_side": "The other side of the body",
    "other_view": "Turned differently",
    "other_clothing": "Other clothing",
    "other_camera_height": "Another camera height",
    "other_protocol": "Another stance",
    "other_version": "Another version of the analyzer",
    "other_method": "Measured in another way",
    "not_measured": "Not measured",
    "pelvis_not_controlled": "The pelvis was not shown to be held",
}
NOT_COMPARABLE: Final[Mapping[ReasonCode, str]] = Table(_NOT_COMPARABLE)
"""Why something cannot be compared, by the code of the reason."""

_CHANCE_MEASURES: Final[Mapping[MeasureName, str]] = {
    "pelvic_tilt": "the tilt of the pelvis",
    "lumbar_lordosis": "the curve of the low back",
}
CHANCE_MEASURES: Final[Mapping[MeasureName, str]] = Table(_CHANCE_MEASURES)
"""How many photos a change needs, see `analyzer.compare.how_many`."""
