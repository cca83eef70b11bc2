"""What keeps results as they are, wherever they go: hashed, copied, or pickled to another process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

import numpy as np

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


class FrozenMapping(Mapping[K, V_co]):
    """A mapping that nobody can change, with a hash where its values have one.

    Unlike ``types.MappingProxyType`` it can be pickled and copied. It equals any mapping of the same content.

    >>> tilt = FrozenMapping({"pelvic_tilt": 12.0})
    >>> tilt == {"pelvic_tilt": 12.0}, len({tilt, FrozenMapping(tilt)})
    (True, 1)
    """

    __slots__ = ("_items",)
    _items: Mapping[K, V_co]

    def __init__(self, items: Mapping[K, V_co] | Iterable[tuple[K, V_co]] = ()) -> None:
        object.__setattr__(self, "_items", MappingProxyType(dict(items)))

    def __getitem__(self, key: K) -> V_co:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self._items)!r})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self._items),)


class Frozen:
    """Base of frozen dataclasses that hold arrays: NumPy would make copied and pickled ones writeable."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        names = tuple(item.name for item in fields(self))  # type: ignore[arg-type]  # of a dataclass
        return _rebuilt, (type(self), {name: getattr(self, name) for name in names})


def _rebuilt(kind: type[Any], state: Mapping[str, Any]) -> Any:
    made = object.__new__(kind)
    for name, value in state.items():
        object.__setattr__(made, name, _read_only(value))
    return made


def _read_only(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, tuple):
        for item in value:
            _read_only(item)
    elif isinstance(value, FrozenMapping):
        for item in value.values():
            _read_only(item)
    return value
