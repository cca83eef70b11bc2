"""Setting results beside the references that a person chose, or beside none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol, TypeVar, cast

from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.measures.references import REFERENCES, People
from analyzer.types import Analysis, Indicator, Measure, ViewCheck
from analyzer.types.codes import MeasureName, ReferenceName


class _Result(Protocol):
    @property
    def measures(self) -> Mapping[MeasureName, Measure]: ...
    @property
    def view(self) -> ViewCheck: ...
    @property
    def shortened_psoas(self) -> Indicator: ...
    @property
    def references(self) -> ReferenceName | None: ...


R = TypeVar("R", bound=_Result)


def refer(measures: Mapping[MeasureName, Measure], name: ReferenceName) -> dict[MeasureName, Measure]:
    """The same measures, each beside its reference of this choice; missing ones have none."""
    chosen = REFERENCES[name].of
    return {key: replace(item, reference=chosen.get(key) if item else None) for key, item in measures.items()}


def with_references(result: R, name: ReferenceName) -> R:
    """A result beside other references: what is usual, the evidence and the level follow; no value changes.

    Parameters
    ----------
    result : Analysis
        Or a stored result with the same fields.
    name : ReferenceName
        See `analyzer.measures.references.REFERENCES`.

    Raises
    ------
    ValueError
        There are no references of this name.
    """
    if name not in REFERENCES:
        raise ValueError(f"there are no references {name!r}; choose one of {', '.join(REFERENCES)}")
    if result.references == name:
        return result
    measures = refer(result.measures, name)
    changes: dict[str, object] = {
        "measures": measures,
        "shortened_psoas": assess_shortened_psoas(measures, [issue.code for issue in result.view.issues]),
        "references": name,
    }
    if isinstance(result, Analysis):
        changes["model_measures"] = refer(result.model_measures, name)
    return replace(result, **changes)  # type: ignore[type-var]  # all kinds are dataclasses


def references_for(name: ReferenceName, people: People) -> ReferenceName:
    """The choice for women or for men where ``name`` is one for all, otherwise ``name`` itself."""
    if people == "all" or name not in ("all", "inclinometer", "scans"):
        return name
    return cast(ReferenceName, people if name == "all" else f"{name}_{people}")


def title_of_references(name: ReferenceName | None) -> str:
    """The choice in words; those of results before 0.6 are the inclinometer study's."""
    return REFERENCES["inclinometer" if name is None else name].title
