"""JSON forms of the result types, made and read by cattrs from the types themselves.

The *contract* is for other programs: numbers have the decimals that their types name (`Rounded`). The exact
form, with arrays, is in `analyzer.archive`; it shares the rules.

What cattrs would not make shorter stays with its type: `Corrections` and `Intake` check what people typed in
sentences of their own, whichever way it comes in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np
from numpy.typing import NDArray

from analyzer.language import LANGUAGES, current, speaking
from analyzer.types.codes import (
    FindingCode,
    Ground,
    IssueCode,
    LengthName,
    MeasureName,
    Method,
    QuantityName,
    ReasonCode,
    ReferenceName,
    StanceName,
    ThomasName,
)

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")

HEARD: Final[dict[type, Callable[[Any], Any]]] = {}
"""How results that are read from a file learn again how their sentences were made, by their type."""
_OPEN: Final = (
    *(FindingCode, Ground, IssueCode, LengthName, MeasureName),
    *(Method, QuantityName, ReasonCode, ReferenceName, StanceName, ThomasName),
)
"""Codes of which other versions of the analyzer may know more: whoever reads one keeps it as it is."""
MOST_NUMBER: Final = 1e12
"""No number of ours is larger, whatever its unit. One that is can become infinite as soon as it is used."""
MOST_PARTS: Final = 10_000
"""No list or object of ours has more; points lie in arrays."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """How many decimals a number has in the contract."""

    digits: int


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape that an array has; -1 stands for any size."""

    sizes: tuple[int, ...]


Rounded1 = Annotated[float, Rounded(1)]
Rounded2 = Annotated[float, Rounded(2)]
Point = Annotated[NDArray[np.float64], Shape((2,))]
Polyline = Annotated[NDArray[np.float64], Shape((-1, 2))]


def as_json(thing: Any) -> Any:
    """The form of the contract of a result, or of a dictionary or list of them."""
    return _contract().unstructure(thing)


def contract_fields(thing: object) -> dict[str, Any]:
    """Every field of a result in the form of the contract, for a form that names or orders them otherwise."""
    return _fields(type(thing))(thing)  # type: ignore[arg-type]  # a class has a hash


def read(kind: type[T], record: Any) -> T:
    """A result from the form of the contract.

    Raises
    ------
    ValueError
        It is of another form. The message says where, and what is wrong there.
    """
    return structure(_contract(), kind, record)


def structure(converter: Converter, kind: type[T], record: Any) -> T:
    """What a converter reads, like `read`."""
    from cattrs import BaseValidationError, transform_error  # noqa: PLC0415 - heavy

    try:
        with speaking(written_in(record)):
            return converter.structure(record, kind)
    except BaseValidationError as error:
        first, *_ = transform_error(error, path="", format_exception=_explain)
        what, _, where = first.rpartition(" @ ")
        place = where.replace("['", ".").replace("']", "").lstrip(".")
        raise ValueError(f"{place} {what}") from error
    except TypeError as error:
        raise ValueError(f"it {error}") from error


def language_field() -> dict[str, str]:
    """In which language the texts of a form are: nothing where it is English."""
    return {} if current() == "en" else {"language": current()}


def written_in(record: Any) -> str:
    """The language that a form says its texts are in, English where it says none that is known."""
    language = record.get("language") if isinstance(record, Mapping) else None
    return language if isinstance(language, str) and language in LANGUAGES else "en"


def _explain(error: BaseException, kind: type[Any] | None) -> str:
    if isinstance(error, KeyError):
        return "is missing"
    if get_origin(kind) is Literal:
        return f"has to be one of {', '.join(map(str, get_args(kind)))}"
    if isinstance(error, (ValueError, TypeError)) and str(error):
        return str(error)
    return f"is no {getattr(kind, '__name__', kind)}"


# --- Rules ----------------------------------------------------------------------------------------------


@cache
def _fields(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    return fields_hook(kind, _contract())


@cache
def _contract() -> Converter:
    """Rounded; a type that has a form of its own (``to_dict``) is asked for it."""
    converter = new_converter()

    def rounding(kind: Any) -> Callable[[float], float]:
        digits = next(item.digits for item in get_args(kind)[1:] if isinstance(item, Rounded))
        return lambda number: round(number, digits)

    converter.register_unstructure_hook_factory(
        lambda kind: any(isinstance(item, Rounded) for item in getattr(kind, "__metadata__", ())), rounding
    )
    converter.register_unstructure_hook_func(
        lambda kind: hasattr(kind, "to_dict"), lambda thing: thing.to_dict()
    )
    return converter


def new_converter() -> Converter:
    """The rules that all forms share. Text is text and a number a number; codes may be those of others."""
    from cattrs import Converter  # noqa: PLC0415 - heavy
    from cattrs.gen import make_dict_structure_fn  # noqa: PLC0415

    converter = Converter(unstruct_collection_overrides={tuple: list, frozenset: sorted})
    for kind, what in ((str, "text"), (int, "a whole number"), (float, "a number"), (bool, "true or false")):
        converter.register_structure_hook(kind, _only(kind, what))
    converter.register_structure_hook_func(lambda kind: kind in _OPEN, _only(str, "text"))
    converter.register_structure_hook_factory(_is_list, lambda kind: _of_list(kind, converter))
    converter.register_structure_hook_factory(_is_mapping, lambda kind: _of_mapping(kind, converter))
    converter.register_unstructure_hook_factory(is_dataclass, lambda kind: fields_hook(kind, converter))
    converter.register_structure_hook_factory(
        is_dataclass, lambda kind: _of_object(make_dict_structure_fn(_resolved(kind), converter))
    )
    return converter


def _of_object(read_fields: Callable[[Mapping[str, Any], Any], T]) -> Callable[[Any, Any], T]:
    """A result; its sentences are heard, so that they can be said in any language again."""

    def take(record: Any, kind: Any) -> T:
        if not isinstance(record, Mapping):
            raise TypeError(f"has to be an object, not {record!r:.60}")
        made = read_fields(record, kind)
        return HEARD[type(made)](made) if type(made) in HEARD else made

    return take


def _only(kind: type, what: str) -> Callable[[Any, Any], Any]:
    """Takes values of one type. cattrs would make the text ``"None"`` of nothing, and 1.0 of ``true``."""
    taken = (int, float) if kind is float else (kind,)

    def take(value: Any, _: Any) -> Any:
        if not isinstance(value, taken) or (isinstance(value, bool) and kind is not bool):
            raise TypeError(f"has to be {what}, not {value!r:.60}")
        # Written so that NaN is refused, too.
        if isinstance(value, (int, float)) and not abs(value) <= MOST_NUMBER:
            raise ValueError(f"has to be a number that is not beyond {MOST_NUMBER:g}, not {value!r:.60}")
        return kind(value)

    return take


def _is_list(kind: Any) -> bool:
    """Tuples of any length, and sets; tuples of a fixed length are cattrs' own."""
    return get_origin(kind) is frozenset or (get_origin(kind) is tuple and get_args(kind)[1:] == (...,))


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) in (dict, Mapping)


def _of_list(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """cattrs takes a text for a list of its characters, and collects what is wrong with each of them."""
    from cattrs import IterableValidationError, IterableValidationNote  # noqa: PLC0415

    origin, inner = get_origin(kind), get_args(kind)[0]

    def take(record: Any, _: Any) -> Any:
        if not isinstance(record, (list, tuple, frozenset)):
            raise TypeError(f"has to be a list, not {record!r:.60}")
        _require_few(record)
        found = []
        for index, item in enumerate(record):
            try:
                found.append(converter.structure(item, inner))
            except Exception as error:
                error.add_note(IterableValidationNote(f"@ index {index}", index, inner))
                raise IterableValidationError("a list", [error], kind) from None
        return origin(found)

    return take


def _of_mapping(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """As of lists: the first thing that is wrong is enough."""
    from cattrs import IterableValidationError, IterableValidationNote  # noqa: PLC0415

    name_kind, inner = get_args(kind)

    def take(record: Any, _: Any) -> Any:
        if not isinstance(record, Mapping):
            raise TypeError(f"has to be an object, not {record!r:.60}")
        _require_few(record)
        found = {}
        for name, item in record.items():
            try:
                found[converter.structure(name, name_kind)] = converter.structure(item, inner)
            except Exception as error:
                error.add_note(IterableValidationNote(f"@ key {name!r:.60}", name, inner))
                raise IterableValidationError("an object", [error], kind) from None
        return found

    return take


def _require_few(record: Sized) -> None:
    if len(record) > MOST_PARTS:
        raise ValueError(f"has more than {MOST_PARTS:,} parts")


def fields_hook(kind: type[Any], converter: Converter) -> Callable[[Any], dict[str, Any]]:
    """What makes a dictionary of the fields of a type, each by the converter's rules."""
    from cattrs.gen import make_dict_unstructure_fn  # noqa: PLC0415 - heavy

    return make_dict_unstructure_fn(_resolved(kind), converter)


def _resolved(kind: type[Any]) -> type[Any]:
    """cattrs drops what `Annotated` says of types that are written as text (PEP 563): resolve them first."""
    hints = get_type_hints(kind, include_extras=True)
    for item in fields(kind):
        item.type = hints[item.name]
    return kind
