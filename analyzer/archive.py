"""An analysis in full, as JSON: what it takes to draw and show it again as it was, without the model.

`Analysis.to_dict` is for other programs: rounded, and without geometry. An archive is for this one: nothing
is rounded, so that a stored result gives the same picture and the same numbers. Its texts are English, in
whatever language it is written, and are read in that of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, astuple, fields, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, cast, get_args, get_origin, get_type_hints

import numpy as np

from analyzer.language import speaking
from analyzer.meaning.heard import heard_psoas, heard_stance
from analyzer.measures import TABLE
from analyzer.types import Analysis, Measure, Reference, SdParts
from analyzer.types.codes import (
    THOMAS,
    THOMAS_LEVELS,
    MeasureName,
    QuantityName,
    ThomasLevel,
    ThomasName,
    Unit,
)
from analyzer.types.forms import MOST_NUMBER, Shape, fields_hook, new_converter, structure
from analyzer.types.texts import reason
from analyzer.types.thomas import PelvisControl, ThomasAnalysis

if TYPE_CHECKING:
    from cattrs import Converter

SCHEMA: Final = "posture-archive/1"
THOMAS_SCHEMA: Final = "thomas-archive/1"
_UNITS: Final = frozenset(get_args(Unit))
_SINCE: Final[Mapping[str, Any]] = {"stance": None, "references": None, "drawings": []}
"""What archives of versions before 0.6 do not have, and of those before 0.7."""


def archive(analysis: Analysis) -> dict[str, Any]:
    """Everything that an analysis holds, geometry too, as an object for JSON."""
    with speaking("en"):
        record: dict[str, Any] = {"schema": SCHEMA} | _exact().unstructure(analysis)
    return record if analysis.corrected else record | {"model_measures": None}


def unarchive(record: Mapping[str, Any]) -> Analysis:
    """The analysis that `archive` was given. Arrays are read-only.

    Measures that a later version of the analyzer has added are missing, with a reason.

    Raises
    ------
    ValueError
        This is no archive, or one of another schema. The message says what is wrong with it.
    """
    if not isinstance(record, Mapping) or record.get("schema") != SCHEMA:
        raise ValueError(f"an archived analysis is an object with the schema {SCHEMA!r}")
    # What has a default in Python is still in every archive.
    record = {**_SINCE, **record}
    missing = sorted({item.name for item in fields(Analysis)} - record.keys())
    if missing:
        raise ValueError(f"this archived analysis is not complete: {missing[0]} is missing")
    try:
        analysis = structure(_exact(), Analysis, {**record, "model_measures": record["model_measures"] or {}})
    except ValueError as error:
        raise ValueError(f"this archived analysis is not complete: {error}") from error
    profile = analysis.geometry.profile
    if profile is not None and not len(profile.contour) == len(profile.sd) == len(profile.seen):
        raise ValueError("the parts of the back of this archived analysis do not fit together")
    with speaking("en"):
        psoas = heard_psoas(analysis.shortened_psoas, analysis.measures, analysis.view)
        stance = heard_stance(analysis.stance, analysis.measures)
    return replace(
        analysis,
        shortened_psoas=psoas,
        stance=stance,
        measures=every_measure(analysis.measures),
        model_measures=every_measure(analysis.model_measures) if analysis.corrected else {},
    )


def archive_thomas(analysis: ThomasAnalysis) -> dict[str, Any]:
    """Everything that an analysis of the direct test holds, geometry too, as an object for JSON."""
    with speaking("en"):
        record: dict[str, Any] = {"schema": THOMAS_SCHEMA} | _exact().unstructure(analysis)
    return record if analysis.corrected else record | {"model_measures": None}


def unarchive_thomas(record: Mapping[str, Any]) -> ThomasAnalysis:
    """The analysis that `archive_thomas` was given. Arrays are read-only.

    Measures that a later version of the analyzer has added are missing, with a reason.

    Raises
    ------
    ValueError
        This is no archive of the direct test, or one of another schema. The message says what is wrong.
    """
    if not isinstance(record, Mapping) or record.get("schema") != THOMAS_SCHEMA:
        raise ValueError(f"an archived direct test is an object with the schema {THOMAS_SCHEMA!r}")
    missing = sorted({item.name for item in fields(ThomasAnalysis)} - record.keys())
    if missing:
        raise ValueError(f"this archived direct test is not complete: {missing[0]} is missing")
    whole = {**record, "model_measures": record["model_measures"] or {}}
    try:
        analysis = structure(_exact(), ThomasAnalysis, whole)
    except ValueError as error:
        raise ValueError(f"this archived direct test is not complete: {error}") from error
    return replace(
        analysis,
        measures=every_thomas_measure(analysis.measures),
        model_measures=every_thomas_measure(analysis.model_measures) if analysis.corrected else {},
    )


def archive_measures(measures: Mapping[MeasureName, Measure]) -> dict[str, Any]:
    """Measures alone, such as medians, as an object for JSON; nothing is rounded."""
    with speaking("en"):
        return cast(dict[str, Any], _exact().unstructure(dict(measures)))


def unarchive_measures(record: Mapping[str, Any]) -> dict[MeasureName, Measure]:
    """The measures that `archive_measures` was given, and those that are newer, as missing.

    Raises
    ------
    ValueError
        These are no archived measures.
    """
    try:
        return every_measure(structure(_exact(), dict[MeasureName, Measure], record))
    except ValueError as error:
        raise ValueError(f"these archived measures are not complete: {error}") from error


def archive_thomas_side(
    measures: Mapping[ThomasName, Measure], pelvis: PelvisControl, level: ThomasLevel
) -> dict[str, Any]:
    """What several photos of one side of the direct test say, as an object for JSON; nothing is rounded."""
    parts = {"measures": dict(measures), "pelvis": pelvis, "level": level}
    with speaking("en"):
        return {name: _exact().unstructure(part) for name, part in parts.items()}


def unarchive_thomas_side(
    record: Mapping[str, Any],
) -> tuple[dict[ThomasName, Measure], PelvisControl, ThomasLevel]:
    """What `archive_thomas_side` was given, and measures that are newer, as missing.

    Raises
    ------
    ValueError
        This is no archived side.
    """
    try:
        measures = structure(_exact(), dict[ThomasName, Measure], record["measures"])
        pelvis = structure(_exact(), PelvisControl, record["pelvis"])
        level: ThomasLevel = record["level"]
        if level not in THOMAS_LEVELS:
            raise ValueError(f"level has to be one of {', '.join(THOMAS_LEVELS)}")
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"this archived side of a direct test is not complete: {error}") from error
    return every_thomas_measure(measures), pelvis, level


def every_thomas_measure(measures: Mapping[ThomasName, Measure]) -> dict[ThomasName, Measure]:
    """As `every_measure`, of the direct test."""
    ordered = {name: measures[name] if name in measures else _not_then(name, "deg") for name in THOMAS}
    return ordered | dict(measures)


def every_measure(measures: Mapping[MeasureName, Measure]) -> dict[MeasureName, Measure]:
    """Stored measures with those that were not measured then, in today's order.

    Those of other versions come last.
    """
    ordered = {
        name: measures[name] if name in measures else _not_then(name, spec.unit)
        for name, spec in TABLE.items()
    }
    return ordered | dict(measures)


def _not_then(name: QuantityName, unit: Unit) -> Measure:
    return Measure(name, unit, reason=reason("not_measured_then"))


# --- Rules ----------------------------------------------------------------------------------------------


@cache
def _exact() -> Converter:
    """Nothing is rounded, and what NumPy made becomes Python's own."""
    converter = new_converter()
    for plain in (float, int, bool):
        converter.register_unstructure_hook(plain, plain)
    converter.register_unstructure_hook_func(_is_array, _numbers)
    converter.register_structure_hook_factory(_is_array, _reading_arrays)
    for short in (Reference, SdParts):  # lists, because there are many of them
        converter.register_unstructure_hook(short, lambda parts: list(astuple(parts)))
        converter.register_structure_hook(short, _reading_short(short, converter))
    slow = converter.get_structure_hook(Measure)
    converter.register_structure_hook(Measure, lambda record, kind: _quick(record) or slow(record, kind))
    whole = fields_hook(Measure, converter)
    converter.register_unstructure_hook(Measure, lambda measure: _said(whole(measure)))
    return converter


def _quick(record: Any) -> Measure | None:
    """A measure with a value as `archive` writes it; ``None`` of anything else, which is read by all rules.

    A timeline of 300 visits holds some ten thousand of them.
    """
    try:
        name, unit, method = record["name"], record["unit"], record["method"]
        value, (low, high), sd = record["value"], record["ci95"], record["sd_within"]
        reference, parts = record.get("reference"), record.get("sd_parts")
        numbers = (value, low, high, sd, *(parts or ()))
        plain = (
            "reason" not in record
            and type(name) is type(method) is str
            and unit in _UNITS
            and all(type(item) is float and abs(item) <= MOST_NUMBER for item in numbers)
            and (reference is None or type(reference) is list)
        )
        if not plain:
            return None
        known = None if reference is None else _reference(*_hashable(reference))
        return Measure(
            name, unit, value, (low, high), sd, method, known, None, SdParts(*parts) if parts else None
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _hashable(items: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in items)


@lru_cache(maxsize=256)  # published values: a handful, in every measure of every visit
def _reference(*items: Any) -> Reference:
    record = [list(item) if isinstance(item, tuple) else item for item in items]
    return _exact().structure(record, Reference)


def _reading_short(short: type[Any], converter: Converter) -> Callable[[Any, Any], Any]:
    kinds = get_type_hints(short)
    needed = sum(item.default is MISSING for item in fields(short))  # earlier versions wrote no more

    def read(record: Any, _: Any) -> Any:
        if not isinstance(record, list) or not needed <= len(record) <= len(kinds):
            raise TypeError(f"has to be a list of {len(kinds)}, not {record!r:.60}")
        return short(
            *(converter.structure(item, kind) for item, kind in zip(record, kinds.values(), strict=False))
        )

    return read


def _said(record: dict[str, Any]) -> dict[str, Any]:
    """A measure with either its value or its reason."""
    wanted = ("name", "unit", "reason") if record["reason"] is not None else [*record.keys() - {"reason"}]
    return {name: value for name, value in record.items() if name in wanted}


def _is_array(kind: Any) -> bool:
    return get_origin(get_args(kind)[0] if get_origin(kind) is Annotated else kind) is np.ndarray


def _numbers(values: Any) -> Any:
    """Nested lists of numbers. What is not finite becomes a word, which JSON has no number for."""
    array = np.asarray(values)
    if array.dtype == np.bool_:
        return array.tolist()
    array = array.astype(np.float64)
    return array.tolist() if np.isfinite(array).all() else array.astype(str).tolist()


def _reading_arrays(kind: Any) -> Callable[[Any, Any], Any]:
    given, *notes = get_args(kind) if get_origin(kind) is Annotated else (kind,)
    (number,) = get_args(get_args(given)[1])
    sizes = next((note.sizes for note in notes if isinstance(note, Shape)), None)

    def read(record: Any, _: Any) -> Any:
        array = np.array(record, dtype=number)
        if np.any(np.isfinite(array) & (np.abs(array.astype(np.float64)) > MOST_NUMBER)):
            raise ValueError(f"holds numbers beyond {MOST_NUMBER:g}")
        if sizes is not None:
            if (
                array.size == 0 and -1 in sizes
            ):  # without points, JSON does not show that they have two numbers
                array = array.reshape([max(size, 0) for size in sizes])
            fits = array.ndim == len(sizes) and all(
                want in (-1, got) for want, got in zip(sizes, array.shape, strict=True)
            )
            if not fits:
                raise ValueError(f"is an array of the shape {array.shape}, not {sizes}")
        array.flags.writeable = False
        return array

    return read
