"""Objects of JSON as components of an observation, and back: nothing of a result is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from analyzer.exchange import terms

_NOTHING: Final[Mapping[str, Any]] = {"none": None, "empty-text": "", "empty-list": [], "empty-object": {}}
_UNITS: Final = {"_deg": "deg", "_pct": "%", "_px": "pixels"}


def to_components(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A component for each value, named by its path: ``pelvis.knee_held``, ``issues.0.code``."""
    return [
        {"code": terms.coded("part", path, terms.PARTS.get(path, ""))} | _value(path, value)
        for path, value in _leaves(record, "")
    ]


def from_components(components: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The object that `to_components` was given.

    Raises
    ------
    ValueError
        Two components do not fit into one object.
    """
    root: dict[str, Any] = {}
    for component in components:
        path = terms.code_of(component.get("code", {}), "part")
        if path is not None:
            _put(root, path.split("."), _read(component))
    return {name: _lists(value) for name, value in root.items()}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, Sequence) and not isinstance(value, str):
        inner = enumerate(value)
    if not inner or not value:
        yield path, value
        return
    for name, item in inner:
        yield from _leaves(item, f"{path}.{name}" if path else str(name))


def _value(path: str, value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int | float):
        unit = next((unit for end, unit in _UNITS.items() if path.endswith(end)), None)
        return {"valueQuantity": {"value": value} if unit is None else terms.quantity(value, unit)}
    if isinstance(value, str) and value:
        return {"valueString": value}
    code = next(
        code for code, nothing in _NOTHING.items() if nothing == value and type(nothing) is type(value)
    )
    why = {"system": terms.ABSENT, "code": "unknown" if value is None else "not-applicable"}
    return {"dataAbsentReason": {"coding": [why, terms.coded("reason", code)["coding"][0]]}}


def _read(component: Mapping[str, Any]) -> Any:
    if "valueQuantity" in component:
        return component["valueQuantity"]["value"]
    for name in ("valueBoolean", "valueString"):
        if name in component:
            return component[name]
    code = terms.code_of(component.get("dataAbsentReason", {}), "reason")
    nothing = _NOTHING.get(code or "none")
    return nothing.copy() if isinstance(nothing, list | dict) else nothing


def _put(root: dict[str, Any], steps: Sequence[str], value: Any) -> None:
    place = root
    for step in steps[:-1]:
        place = place.setdefault(step, {})
        if not isinstance(place, dict):
            raise ValueError("the parts of an observation do not fit together")
    place[steps[-1]] = value


def _lists(value: Any) -> Any:
    """Objects whose names are 0, 1, 2 ... were lists."""
    if not isinstance(value, dict) or not value:
        return value
    items = [_lists(item) for item in value.values()]
    if list(value) == [str(number) for number in range(len(value))]:
        return items
    return dict(zip(value, items, strict=True))
