"""The range of the pelvis as parts of Observations, and back: values with intervals, and the movement."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from analyzer.exchange import terms
from analyzer.meaning.range_words import ends_words, position_words, range_headline
from analyzer.types.pelvic_range import PelvicRange, range_from_dict

RANGE_VALUES: Final[Mapping[str, str]] = {
    "range": "Range of the pelvis: from the backmost to the foremost tilt that a person reaches",
    "habitual_position": "Where the habitual stance lies in the range of the pelvis: 0 back, 100 forward",
    "forward": "From the habitual stance to the foremost tilt of the pelvis",
    "back": "From the habitual stance to the backmost tilt of the pelvis, negative",
    "curve_per_tilt": "How much the curve of the low back grows with each degree of tilt",
}
"""Values of a range, with what they are. Codes and their words stay English in bundles."""
_UNITS: Final = {"time_s": "s", "tilt_deg": "deg", "lordosis_deg": "deg"}
_NOT_MEASURED: Final = "E"
"""In sampled data: no valid value."""


def estimated(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A value with its interval."""
    unit = value["unit"]
    low, high = (terms.quantity(end, unit) for end in value["ci95"])
    interval = terms.coded("part", terms.INTERVAL, terms.PARTS[terms.INTERVAL])
    return {
        "code": terms.coded("measure", name, RANGE_VALUES[name]),
        "valueQuantity": terms.quantity(value["value"], unit),
        "component": [{"code": interval, "valueRange": {"low": low, "high": high}}],
    }


def read_estimate(observation: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What `estimated` was given."""
    known = {terms.code_of(part["code"], "part"): part for part in parts}
    interval, value = known[terms.INTERVAL]["valueRange"], observation["valueQuantity"]
    return {
        "value": value["value"],
        "unit": terms.unit_of(value),
        "ci95": [interval["low"]["value"], interval["high"]["value"]],
    }


def trace_components(trace: Mapping[str, Sequence[float | None]]) -> list[dict[str, Any]]:
    """The movement as sampled data, each course a component; times are a course, too."""
    times = [time for time in trace["time_s"] if time is not None]
    period_ms = 1000.0 * (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.0
    return [
        {
            "code": terms.coded("part", name),
            "valueSampledData": {
                "origin": {"value": 0, "unit": _UNITS[name], "system": terms.UCUM, "code": _UNITS[name]},
                "period": round(period_ms, 3),
                "dimensions": 1,
                "data": " ".join(
                    _NOT_MEASURED if value is None else json.dumps(value) for value in trace[name]
                ),
            },
        }
        for name in _UNITS
    ]


def read_trace(parts: Sequence[Mapping[str, Any]]) -> dict[str, list[float | None]]:
    """What `trace_components` was given."""
    return {
        str(terms.code_of(part["code"], "part")): [
            None if value == _NOT_MEASURED else json.loads(value)
            for value in part["valueSampledData"]["data"].split()
        ]
        for part in parts
    }


def said_of(record: Mapping[str, Any]) -> str:
    """The range in words."""
    found = range_from_dict(record)
    assert isinstance(found, PelvicRange)
    return f"{range_headline(found)}. {position_words(found)} {ends_words(found)}"
