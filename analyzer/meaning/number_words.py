"""How numbers are written for people: whole or with one decimal, with their unit and a real minus sign.

A value is written in whole numbers, as its likely range is wide. A difference is small: whole degrees would
make 25.6 and 18.2 differ by 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.language import tr
from analyzer.language.numbers import decimal
from analyzer.types import Measure, Reference
from analyzer.types.codes import Unit

UNITS: Final[Mapping[Unit, str]] = {
    "deg": "°",
    "pct_trunk": " %",
    "pct_leg": " %",
    "pct_height": " %",
    "mm": " mm",
}
"""What stands behind a number; of which length a share is, the words of its measure say."""


def number(value: float, unit: Unit) -> str:
    """A value for people, in whole degrees, per cent or millimetres.

    >>> number(-4.6, "deg")
    '−5°'
    """
    return decimal(value, grouped=False) + UNITS[unit]


def span(ends: tuple[float, float], unit: Unit) -> str:
    """A range in whole numbers.

    >>> span((5.0, 15.0), "deg")
    '5° to 15°'
    """
    return tr("{low} to {high}", low=number(ends[0], unit), high=number(ends[1], unit))


def interval(measure: Measure) -> str:
    """The 95 % interval in words, empty without a value."""
    return "" if measure.ci95 is None else tr("likely {span}", span=span(measure.ci95, measure.unit))


def interval_to_both(measure: Measure, words: str) -> str:
    """The 95 % interval where a sentence says the direction in words, and the number without a sign.

    Parameters
    ----------
    measure : Measure
    words : str
        Marked, for an interval that reaches to both sides of zero: with ``{below}``, how far it reaches below
        zero, and ``{above}``.

    >>> interval_to_both(Measure("thigh_angle", "deg", -6.0, (-10.0, -1.0), 1.0, "points"), "")
    'likely 1° to 10°'
    """
    if measure.ci95 is None:
        return ""
    low, high = (round(end) for end in measure.ci95)
    if low < 0 < high:
        ends = {"below": number(-low, measure.unit), "above": number(high, measure.unit)}
        return tr("likely {span}", span=tr(words, **ends))
    near, far = sorted(map(abs, measure.ci95))
    return tr("likely {span}", span=span((near, far), measure.unit))


def typical(reference: Reference) -> tuple[float, float]:
    """The ends of what is called typical: one standard deviation beyond the published mean.

    Where sources disagree, beyond the lowest and the highest of their means.
    """
    return reference.lowest - reference.sd, reference.highest + reference.sd


def tenths(value: float, unit: Unit, *, signed: bool = False) -> str:
    """A number with one decimal.

    >>> tenths(7.44, "pct_leg", signed=True)
    '+7.4 %'
    """
    return decimal(value, 1, signed=signed, grouped=False) + UNITS[unit]


def difference_span(ends: tuple[float, float], unit: Unit) -> str:
    """An interval of a difference.

    >>> difference_span((-11.8, 6.0), "deg")
    '−11.8° to +6.0°'
    """
    low, high = (tenths(end, unit, signed=True) for end in ends)
    return tr("{low} to {high}", low=low, high=high)
