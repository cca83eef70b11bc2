"""One side of a comparison: the photos of one occasion, or what is left of them, and how they were taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analyzer.compare.several_photos import Summary, summarize
from analyzer.measures import TABLE
from analyzer.types import Analysis, Issue, Measure, ViewCheck
from analyzer.types.codes import Facing, IssueCode, MeasureName
from analyzer.types.forms import contract_fields, read, written_in
from analyzer.types.frozen import FrozenMapping


@dataclass(frozen=True, slots=True)
class Setup:
    """How photos were taken, as far as a person said so; a photo does not show it.

    Attributes
    ----------
    camera_height_cm : float or None
        Of the lens above the floor.
    protocol : str or None
        A short name for stance and arms.
    mirrored : bool
        Whether the photo is a mirror image, as some phones save those of the front camera: it then shows the
        other side of the body than it seems.
    """

    camera_height_cm: float | None = None
    protocol: str | None = None
    mirrored: bool = False


UNKNOWN_SETUP: Final = Setup()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One side of a comparison: one photo, or the medians of several of the same stance.

    Attributes
    ----------
    name : str
        Of the photo, or of the first of several.
    facing : {"left", "right"}
    trunk_rotation_deg : float
        The largest of the photos.
    issues : frozenset of IssueCode
        Codes of what spoils at least one photo.
    measures : mapping of MeasureName to Measure
        Read-only.
    setup : Setup
    photos : int
    warnings : tuple of Issue
        What was left out of several photos, and which of them disagree.
    versions : frozenset of str
        Of the analyzer that measured the photos; empty when it is not known.
    """

    name: str
    facing: Facing
    trunk_rotation_deg: float
    issues: frozenset[IssueCode]
    measures: Mapping[MeasureName, Measure]
    setup: Setup = UNKNOWN_SETUP
    photos: int = 1
    warnings: tuple[Issue, ...] = ()
    versions: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", FrozenMapping(self.measures))

    @property
    def side(self) -> Facing:
        """The side of the body that is seen: who looks to the left shows the left one, unless mirrored."""
        return mirror(self.facing) if self.setup.mirrored else self.facing

    def to_dict(self) -> dict[str, Any]:
        own = contract_fields(self)
        return {
            "photos": self.photos,
            "facing": self.facing,
            "side": self.side,
            "setup": own["setup"],
            "analyzer_versions": own["versions"],
            "warnings": own["warnings"],
        }


def mirror(facing: Facing) -> Facing:
    """The other side."""
    return "left" if facing == "right" else "right"


def common_sides(
    before: Sequence[Analysis], after: Sequence[Analysis], *, mirrored: bool = False
) -> tuple[Facing, ...]:
    """The sides that both occasions show, as ``before`` faces: the one with most pairs of photos first.

    ``mirrored`` says that the photos of one of the two are mirror images.
    """
    first = Counter(item.view.facing for item in before)
    second = Counter(mirror(item.view.facing) if mirrored else item.view.facing for item in after)
    both = [side for side in first if second[side]]
    return tuple(sorted(both, key=lambda side: -min(first[side], second[side])))


def occasion_of(
    photos: Analysis | Sequence[Analysis], setup: Setup = UNKNOWN_SETUP, facing: Facing | None = None
) -> Occasion:
    """One side of a comparison, from one photo or several of the same stance.

    Photos of the other side than most are left out, as in
    `analyzer.compare.several_photos.summarize`; ``facing`` says which side to take instead.

    Raises
    ------
    ValueError
        There is no photo, or none of that side.
    """
    analyses = [photos] if isinstance(photos, Analysis) else list(photos)
    warnings: tuple[Issue, ...] = ()
    if len(analyses) == 1 and facing in (None, analyses[0].view.facing):
        used, measures, facing = analyses, analyses[0].measures, analyses[0].view.facing
    else:
        summary: Summary = summarize(analyses, facing)
        used = [analyses[index] for index in summary.used]
        measures, facing, warnings = summary.measures, summary.facing, summary.warnings
    return Occasion(
        used[0].photo.name,
        facing,
        max(item.view.trunk_rotation_deg for item in used),
        frozenset(issue.code for item in used for issue in item.view.issues),
        measures,
        setup,
        len(used),
        warnings,
        frozenset(item.provenance.analyzer_version for item in used),
    )


def occasion_from_dict(record: Mapping[str, Any], setup: Setup = UNKNOWN_SETUP) -> Occasion:
    """One side of a comparison, from the JSON object of an analysis.

    Raises
    ------
    ValueError
        It is no such object, or that of a photo that could not be analysed. The message says what is wrong.
    """
    no_result = "this is no result of an analysis"
    try:
        if record["error"] is not None:
            raise ValueError("the photo could not be analysed")
        name, version = str(record["photo"]["name"]), str(record["provenance"]["analyzer_version"])
        given, measured = record["view"], {name: record["measures"][name] for name in TABLE}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(no_result) from error
    try:
        language = {"language": written_in(record)}
        view = read(ViewCheck, {**given, **language} if isinstance(given, Mapping) else given)
        measures = {
            name: Measure.from_dict(name, {**item, **language} if isinstance(item, Mapping) else item)
            for name, item in measured.items()
        }
    except ValueError as error:
        raise ValueError(f"{no_result}: {error}") from error
    return Occasion(
        name,
        view.facing,
        view.trunk_rotation_deg,
        frozenset(issue.code for issue in view.issues),
        measures,
        setup,
        versions=frozenset([version]),
    )
