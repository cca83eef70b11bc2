"""A measured or estimated quantity, with everything needed to judge it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.language import speaks
from analyzer.types.codes import Method, QuantityName, ReasonCode, Unit
from analyzer.types.forms import Rounded2, contract_fields, read


@dataclass(frozen=True, slots=True)
class Reference:
    """A published mean and standard deviation to set a value beside.

    Attributes
    ----------
    mean, sd : float
    source : str
    means : (float, float) or None
        The lowest and the highest mean, where sources disagree; ``mean`` lies between them.
    """

    mean: float
    sd: float
    source: str
    means: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.means is not None:  # read back from JSON it is a list
            object.__setattr__(self, "means", tuple(self.means))
            if not self.means[0] <= self.mean <= self.means[1]:
                raise ValueError(f"the mean {self.mean} does not lie between {self.means}")

    @property
    def lowest(self) -> float:
        """The lowest mean that a source gives or leads to."""
        return self.mean if self.means is None else self.means[0]

    @property
    def highest(self) -> float:
        """The highest."""
        return self.mean if self.means is None else self.means[1]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; ``means`` is there only where sources disagree."""
        return {name: value for name, value in contract_fields(self).items() if value is not None}


@speaks("message")
@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is missing: a stable code, and a sentence for people."""

    code: ReasonCode
    message: str


@dataclass(frozen=True, slots=True)
class SdParts:
    """The parts of an interval as standard deviations, in the unit of the measure.

    Attributes
    ----------
    photo : float
        Of this photo: contour, landmarks, camera.
    model : float
        Between bodies that look alike but differ.
    bone_shape : float
        Of the bone, which no photo can show.
    """

    photo: Rounded2
    model: Rounded2
    bone_shape: Rounded2


@dataclass(frozen=True, slots=True)
class Measure:
    """One quantity of one photo.

    Either ``value``, ``ci95``, ``sd_within`` and ``method`` are all set, or all are ``None`` and
    ``reason`` says why. Instances are falsy when there is no value.

    Attributes
    ----------
    name : MeasureName or LengthName
        Key in the result, a name from the definitions in ``docs/method.md``.
    unit : {"deg", "pct_trunk", "pct_leg", "pct_height", "mm"}
        Degrees, per cent of trunk length, of leg length or of body height, or millimetres.
    value : float or None
    ci95 : tuple of float or None
        95 % interval of the value itself, all sources of error included.
    sd_within : float or None
        Standard deviation that remains when the same person is compared with themself
        (what is particular to the body cancels).
    method : Method or None
        Where the value comes from, e.g. ``"back_profile"`` or ``"landmarks"``.
    reference : Reference or None
        Published values, when there are any for this definition.
    reason : Reason or None
    sd_parts : SdParts or None
        What the interval is made of, when that is known: 1.96 times the root of their squares is half of it.
    """

    name: QuantityName
    unit: Unit
    value: Rounded2 | None = None
    ci95: tuple[Rounded2, Rounded2] | None = None
    sd_within: Rounded2 | None = None
    method: Method | None = None
    reference: Reference | None = None
    reason: Reason | None = None
    sd_parts: SdParts | None = None

    def __post_init__(self) -> None:
        given = (self.value, self.ci95, self.sd_within, self.method)
        if self.reason is None:
            if any(item is None for item in given):
                raise ValueError(f"{self.name}: a value needs ci95, sd_within and method")
            assert self.value is not None and self.ci95 is not None and self.sd_within is not None
            if not all(map(math.isfinite, (self.value, *self.ci95, self.sd_within))):
                raise ValueError(f"{self.name}: numbers must be finite")
            if self.sd_within < 0.0:
                raise ValueError(f"{self.name}: a standard deviation is not negative")
            if not self.ci95[0] <= self.value <= self.ci95[1]:
                raise ValueError(f"{self.name}: {self.ci95} does not hold the value {self.value}")
        elif any(item is not None for item in given):
            raise ValueError(f"{self.name}: a missing value has a reason and nothing else")

    def __bool__(self) -> bool:
        return self.value is not None

    @property
    def estimated(self) -> bool:
        """Whether the value comes from a model of other bodies instead of being seen in the photo."""
        return self.method is not None and self.method.startswith("estimated")

    @classmethod
    def missing(cls, name: QuantityName, unit: Unit, code: ReasonCode, message: str) -> Measure:
        """A measure without a value, and why."""
        return cls(name=name, unit=unit, reason=Reason(code, message))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        record = contract_fields(self)
        if self.reason is not None:
            return {"value": None, "unit": self.unit, "reason": record["reason"]}
        wanted = ("value", "unit", "ci95", "sd_within", "method", "reference")
        parts = {} if self.sd_parts is None else {"sd_parts": record["sd_parts"]}
        return {name: record[name] for name in wanted} | parts

    @classmethod
    def from_dict(cls, name: QuantityName, record: Mapping[str, Any]) -> Measure:
        """A measure from its JSON form; `to_dict` of it gives the same again.

        Raises
        ------
        ValueError
            Something is missing or of the wrong kind; the message says what.
        """
        if not isinstance(record, Mapping):
            raise ValueError(f"{name}: this is no measure")
        try:
            return read(cls, {**record, "name": name})
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
